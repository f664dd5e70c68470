"""The Pokja's ketua, and its account: how long the number may be, who may change it, who reads it in full."""

from django.db import transaction

from pokja.isian import tulis_isian
from pokja.models import AnggotaPokja, Rekening, Unsur
from pokja.services import LangkahDitolak, kunci_isian
from rt.peran import SISI_RT, Peran

# They compare the number with the photo of the passbook; everybody else sees the last four digits.
PEMBACA_NOMOR = (*SISI_RT, Peran.KELURAHAN)
PANJANG_KOLOM = 20


class NomorDipakai(LangkahDitolak):
    def __init__(self):
        super().__init__(
            "Nomor rekening itu sudah dipakai Pokja lain. Periksa angkanya di buku tabungan; bila memang sama, "
            "tanyakan ke bank."
        )


class RekeningTerkunci(LangkahDitolak):
    def __init__(self):
        super().__init__(
            "Rekening ini sudah diperiksa kelurahan, jadi tidak bisa diubah di sini. "
            "Kalau memang salah, ajukan ganti rekening."
        )


def batas_digit(tahun_program):
    """(fewest, most) digits of an account number this year; "8-16" -> (8, 16), "10" -> (10, 10)."""
    sedikit, _strip, banyak = tahun_program.digit_rekening.partition("-")
    try:
        sedikit, banyak = int(sedikit), int(banyak or sedikit)
    except ValueError:
        return 1, PANJANG_KOLOM
    return sedikit, min(banyak, PANJANG_KOLOM)


def nomor_untuk(rekening, pengguna):
    """The account number as this person may read it."""
    return rekening.nomor if pengguna.peran in PEMBACA_NOMOR else rekening.nomor_samar


def nomor_dipakai(nomor, milik):
    """Does another Pokja have this account? `milik`: the Usulan or account that asks. Leading zeros do not count."""
    lain = Rekening.objects.filter(berlaku=True, latihan=milik.latihan, nomor__regex=rf"^0*{nomor.lstrip('0')}$")
    return lain.exclude(rt=milik.rt_id).exists()


def simpan_rekening(form, *, oleh, kunci):
    """Write the account of a RekeningForm, unless it has been checked meanwhile. Raises LangkahDitolak."""
    with transaction.atomic():
        usulan = kunci_isian(form.usulan.pk, oleh, kunci)
        if usulan.rt.daftar_rekening.select_for_update().filter(berlaku=True, diperiksa_pada__isnull=False).exists():
            raise RekeningTerkunci
        if nomor_dipakai(form.instance.nomor, usulan):
            raise NomorDipakai
        if form.instance.pk is None:
            form.instance.dibuat_oleh = oleh
        return tulis_isian(form)


def tulis_ketua(usulan):
    """The ketua of the Pokja is the ketua RT of the day the Pokja is submitted; the register knows no sex."""
    AnggotaPokja.objects.update_or_create(
        usulan=usulan, unsur=Unsur.KETUA, defaults={"nama": usulan.rt.nama_ketua, "jenis_kelamin": ""}
    )
