"""Which Kelompok an RT runs in: many at once, only while its Usulan is still at Sosialisasi."""

from dataclasses import dataclass

from django.db import transaction

from anggaran.impor import pindah_kelompok
from anggaran.services.pengaturan import PratinjauBerubah, ambil_terbuka, sidik
from pokja.models import Kelompok, Usulan
from pokja.tahapan import Tahap


@dataclass(frozen=True)
class RencanaPindah:
    kelompok: Kelompok
    daftar_pindah: list
    daftar_tetap: list  # past tahap 1: they stay
    daftar_sama: list  # are there already

    @property
    def sidik(self):
        return sidik(self.kelompok.pk, sorted(usulan.pk for usulan in self.daftar_pindah))


def rencana_pindah(daftar_usulan, kelompok):
    """What moving these Usulan to a Kelompok of their year would do. Saves nothing."""
    rencana = RencanaPindah(kelompok, [], [], [])
    for usulan in daftar_usulan:
        if usulan.kelompok_id == kelompok.pk:
            rencana.daftar_sama.append(usulan)
        elif usulan.tahap == Tahap.SOSIALISASI:
            rencana.daftar_pindah.append(usulan)
        else:
            rencana.daftar_tetap.append(usulan)
    return rencana


@transaction.atomic
def pindahkan(tahun, daftar_id, kelompok, *, sidik_dilihat, oleh):
    """Move those that may move, if they are the ones that were shown. Returns the RencanaPindah."""
    tahun_program = ambil_terbuka(tahun)
    daftar = Usulan.objects.nyata().select_for_update().filter(tahun_program=tahun_program, pk__in=daftar_id)
    rencana = rencana_pindah(daftar.order_by("pk"), kelompok)
    if rencana.sidik != sidik_dilihat:
        raise PratinjauBerubah
    pindah_kelompok([usulan.pk for usulan in rencana.daftar_pindah], kelompok, oleh=oleh)
    return rencana
