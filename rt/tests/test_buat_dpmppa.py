from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from rt.management.commands import buat_dpmppa
from rt.models import Pengguna, Peran


def jalankan(monkeypatch, *sandi, username="Admin"):
    ketikan = iter(sandi)
    monkeypatch.setattr(buat_dpmppa, "getpass", lambda _tanya: next(ketikan))
    call_command("buat_dpmppa", username, "Rina Wati", stdout=StringIO())


@pytest.mark.django_db
def test_first_dpmppa_account_can_log_in(monkeypatch):
    jalankan(monkeypatch, "sungai-batang-hari", "sungai-batang-hari")
    pengguna = Pengguna.objects.get(username="admin")
    assert pengguna.peran == Peran.DPMPPA
    assert pengguna.check_password("sungai-batang-hari")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("sandi", "pesan"),
    [(("pendek",), "paling sedikit|terlalu pendek|minimal"), (("sungai-batang-hari", "lain"), "tidak sama")],
)
def test_bad_password_makes_no_account(monkeypatch, sandi, pesan):
    with pytest.raises(CommandError, match=pesan):
        jalankan(monkeypatch, *sandi)
    assert not Pengguna.objects.exists()


@pytest.mark.django_db
def test_taken_user_name_is_refused(monkeypatch, dpmppa):
    with pytest.raises(CommandError, match="sudah"):
        jalankan(monkeypatch, "sungai-batang-hari", "sungai-batang-hari", username="DPMPPA")
    assert Pengguna.objects.count() == 1
