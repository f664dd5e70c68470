import secrets

from django.contrib.auth.hashers import Argon2PasswordHasher


class Argon2Hemat(Argon2PasswordHasher):
    """Argon2id at OWASP's 19 MiB setting: Django's 100 MiB a login would fell a small server on the last day."""

    time_cost = 2
    memory_cost = 19_456
    parallelism = 1


# Small letters without i, l and o, which a reader of the slip takes for each other or for digits.
HURUF_SANDI = "abcdefghjkmnpqrstuvwxyz"


def sandi_awal():
    """A password to be read from paper and typed on a phone: "kmpr-dast-wuhe", 54 bits."""
    return "-".join("".join(secrets.choice(HURUF_SANDI) for _ in range(4)) for _ in range(3))
