"""From households to pagu: the tier rule, the snapshot, and its recomputation."""

from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from anggaran.models import Alokasi, Tingkat
from pokja.services import LangkahDitolak
from pokja.tahapan import Giliran
from rt.models import DataKK


def daftar_tingkat(tahun_program):
    return list(Tingkat.objects.filter(tahun_program=tahun_program).order_by("kk_minimal"))


def tingkat_untuk(daftar, kk):
    """The tier of `kk` households: the last whose lower bound does not exceed it.

    Raises LangkahDitolak when the table has no row from 0.
    Source of the 2026 bounds: DPMPPA, see product.md of the programme (below 60, 60-99, 100 and more).
    """
    if not daftar or min(tingkat.kk_minimal for tingkat in daftar) != 0:
        raise LangkahDitolak(
            "Tabel tingkat belum punya baris mulai dari 0 KK. Minta DPMPPA menambahkannya di Pengaturan."
        )
    return max((tingkat for tingkat in daftar if tingkat.kk_minimal <= kk), key=lambda tingkat: tingkat.kk_minimal)


@dataclass(frozen=True)
class PerubahanAlokasi:
    """One undecided Alokasi that a recomputation would change."""

    alokasi: Alokasi
    kk: int
    kk_minimal: int
    pagu: int


def rencana_hitung_ulang(tahun_program, daftar=None, kelompok=None, usulan=None):
    """Which *sementara* Alokasi would change under the present KK and this tier table; nothing is saved.

    `daftar` may hold unsaved Tingkat. A decided Alokasi, or one of a closed Usulan, never changes.
    """
    daftar = daftar if daftar is not None else daftar_tingkat(tahun_program)
    antrean = Alokasi.objects.filter(usulan__tahun_program=tahun_program, sementara=True).exclude(
        usulan__giliran=Giliran.TUTUP
    )
    if kelompok is not None:
        antrean = antrean.filter(usulan__kelompok=kelompok)
    if usulan is not None:
        antrean = antrean.filter(usulan=usulan)
    antrean = list(antrean.select_related("usulan__rt__kelurahan", "usulan__kelompok").order_by("usulan_id"))
    terbaru = kk_terbaru([alokasi.usulan.rt_id for alokasi in antrean])
    hasil = []
    for alokasi in antrean:
        data = terbaru.get(alokasi.usulan.rt_id)
        kk = data.kk if data else alokasi.kk
        tingkat = tingkat_untuk(daftar, kk)
        if (kk, tingkat.kk_minimal, tingkat.pagu) != (alokasi.kk, alokasi.kk_minimal, alokasi.pagu):
            hasil.append(PerubahanAlokasi(alokasi, kk, tingkat.kk_minimal, tingkat.pagu))
    return hasil


def kk_terbaru(daftar_rt_id):
    """{rt_id: the DataKK in force}. One query."""
    hasil = {}
    for data in DataKK.objects.filter(rt__in=daftar_rt_id).order_by("tanggal", "pk"):
        hasil[data.rt_id] = data
    return hasil


@transaction.atomic
def hitung_ulang(tahun_program, kelompok=None, usulan=None):
    """Bring every *sementara* Alokasi in step with KK and tiers; returns what changed."""
    perubahan = rencana_hitung_ulang(tahun_program, kelompok=kelompok, usulan=usulan)
    terbaru = kk_terbaru([ubah.alokasi.usulan.rt_id for ubah in perubahan])
    for ubah in perubahan:
        data = terbaru.get(ubah.alokasi.usulan.rt_id)
        ubah.alokasi.kk, ubah.alokasi.kk_minimal, ubah.alokasi.pagu = ubah.kk, ubah.kk_minimal, ubah.pagu
        if data:
            ubah.alokasi.kk_tanggal, ubah.alokasi.kk_sumber = data.tanggal, data.sumber
    Alokasi.objects.bulk_update(
        [ubah.alokasi for ubah in perubahan], ["kk", "kk_minimal", "pagu", "kk_tanggal", "kk_sumber"], batch_size=200
    )
    return perubahan


def tetapkan_alokasi(kelompok, *, oleh):
    """Fix every Alokasi of a Kelompok: from now on neither KK nor tiers move it. Returns how many were fixed."""
    return Alokasi.objects.filter(usulan__kelompok=kelompok, sementara=True).update(
        sementara=False, ditetapkan_pada=timezone.now(), ditetapkan_oleh=oleh
    )
