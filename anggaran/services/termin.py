"""Instalments: which is due next, and how much it is."""

from anggaran.models import Pencairan, Termin
from anggaran.services.penetapan import penetapan_berlaku

Status = Pencairan.Status


def termin_tahun(tahun_program_id):
    return list(Termin.objects.filter(tahun_program=tahun_program_id).order_by("urut"))


def termin_berikut(usulan, daftar_termin=None):
    """The instalment that is due next, or None when all are released or under way."""
    daftar_termin = termin_tahun(usulan.tahun_program_id) if daftar_termin is None else daftar_termin
    terpakai = {
        pencairan.termin_id for pencairan in usulan.daftar_pencairan.all() if pencairan.status in Pencairan.TERPAKAI
    }
    return next((termin for termin in daftar_termin if termin.pk not in terpakai), None)


def nilai_termin(usulan, termin, daftar_termin=None):
    """The amount of an instalment: its share, rounded down; the last takes the rest, so the sum is the approved amount.

    What was released differs from its share when a difference was corrected; the last instalment evens that out too.
    """
    penetapan = penetapan_berlaku(usulan)
    if penetapan is None or termin is None:
        return 0
    daftar_termin = termin_tahun(usulan.tahun_program_id) if daftar_termin is None else daftar_termin
    if termin != daftar_termin[-1]:
        return penetapan.nilai * termin.persen // 100
    cair = {p.termin_id: p.nilai for p in usulan.daftar_pencairan.all() if p.status == Status.CAIR}
    return penetapan.nilai - sum(cair.get(lain.pk, penetapan.nilai * lain.persen // 100) for lain in daftar_termin[:-1])
