from django.contrib.auth.hashers import Argon2PasswordHasher


class Argon2Hemat(Argon2PasswordHasher):
    """Argon2id at OWASP's 19 MiB setting: Django's 100 MiB a login would fell a small server on the last day."""

    time_cost = 2
    memory_cost = 19_456
    parallelism = 1
