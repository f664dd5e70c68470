"""What another count of households would do to one RT's pagu of the year, before anything is saved."""

from dataclasses import dataclass

from django.utils import timezone

from anggaran.models import Alokasi
from anggaran.services.pagu import daftar_tingkat, kk_terbaru, tingkat_untuk
from rt.angka import ribuan, rupiah
from rt.templatetags.rupiah import tanggal as tulis_tanggal


@dataclass(frozen=True)
class Pengaruh:
    """What a new count does to the year's pagu. `sebab` says why nothing moves; empty while the Alokasi is sementara."""

    tahun: int
    kk_lama: int
    kk: int
    kk_minimal_lama: int | None
    pagu_lama: int | None
    kk_minimal: int | None
    pagu: int | None
    sebab: str

    @property
    def kata(self):
        if self.sebab:
            return f"{self.sebab} Jumlah KK yang baru dihitung untuk tahun berikutnya."
        if self.pagu == self.pagu_lama and self.kk_minimal == self.kk_minimal_lama:
            return f"Tingkat dan pagu {self.tahun} tidak berubah: tetap {rupiah(self.pagu)}."
        return (
            f"Pagu {self.tahun} masih sementara dan ikut berubah: dari {rupiah(self.pagu_lama)} "
            f"(tingkat mulai {ribuan(self.kk_minimal_lama)} KK) menjadi {rupiah(self.pagu)} "
            f"(tingkat mulai {ribuan(self.kk_minimal)} KK)."
        )

    @property
    def rincian(self):
        baris = [("Jumlah KK", f"{ribuan(self.kk_lama)} KK menjadi {ribuan(self.kk)} KK")]
        if self.pagu_lama is None:
            return baris
        if self.sebab:
            return [*baris, (f"Pagu {self.tahun}", f"tetap {rupiah(self.pagu_lama)}")]
        return [
            *baris,
            ("Tingkat", f"mulai {ribuan(self.kk_minimal_lama)} KK menjadi mulai {ribuan(self.kk_minimal)} KK"),
            (f"Pagu {self.tahun}", f"{rupiah(self.pagu_lama)} menjadi {rupiah(self.pagu)}"),
        ]


def sebab_tetap(usulan, alokasi):
    """Why this year's pagu does not follow the count, as a sentence; empty while it does."""
    tahun = usulan.tahun_program
    if alokasi is None:
        return f"Pagu {tahun.tahun} RT ini belum dihitung."
    if usulan.berakhir:
        return f"Usulan {tahun.tahun} sudah berakhir, pagunya tetap {rupiah(alokasi.pagu)}."
    if tahun.ditutup:
        return f"Tahun program {tahun.tahun} sudah ditutup, pagunya tetap {rupiah(alokasi.pagu)}."
    if not alokasi.sementara:
        ditetapkan = tulis_tanggal(timezone.localdate(alokasi.ditetapkan_pada))
        return f"Pagu {tahun.tahun} sudah ditetapkan pada {ditetapkan} dan tetap {rupiah(alokasi.pagu)}."
    return ""


def alokasi_dari(usulan):
    """The Alokasi as it stands now, or None."""
    return Alokasi.objects.filter(usulan=usulan).first()


def kk_berlaku(usulan):
    """The DataKK in force for the RT, or None."""
    return kk_terbaru([usulan.rt_id]).get(usulan.rt_id)


def pengaruh(usulan, kk):
    """What `kk` households would do to this Usulan; nothing is saved. Raises LangkahDitolak without a tier table."""
    alokasi, data = alokasi_dari(usulan), kk_berlaku(usulan)
    sebab = sebab_tetap(usulan, alokasi)
    tingkat = None if sebab else tingkat_untuk(daftar_tingkat(usulan.tahun_program), kk)
    return Pengaruh(
        tahun=usulan.tahun_program.tahun,
        kk_lama=data.kk if data else alokasi.kk if alokasi else 0,
        kk=kk,
        kk_minimal_lama=alokasi.kk_minimal if alokasi else None,
        pagu_lama=alokasi.pagu if alokasi else None,
        kk_minimal=tingkat.kk_minimal if tingkat else None,
        pagu=tingkat.pagu if tingkat else None,
        sebab=sebab,
    )


def halangan_tanggal(usulan, tanggal):
    """A count older than the one in force would be written and never count."""
    data = kk_berlaku(usulan)
    if data is None or tanggal >= data.tanggal:
        return []
    return [
        f"Data KK yang berlaku per {tulis_tanggal(data.tanggal)}. Isi tanggal itu atau sesudahnya, "
        "supaya jumlah KK yang baru yang berlaku."
    ]
