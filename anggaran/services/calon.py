"""Who waits for a permohonan of the kelurahan, ready or not, and what still keeps each out."""

from dataclasses import dataclass

from django.db.models import Q

from anggaran.models import Pencairan, Termin
from anggaran.services.penahanan import penahanan_aktif
from anggaran.services.penetapan import penetapan_berlaku
from anggaran.services.proses import kegagalan_terbuka
from anggaran.services.rekening import rekening_dari
from anggaran.services.termin import nilai_termin, termin_berikut, termin_tahun
from pokja.models import Usulan
from pokja.tahapan import Giliran, Tahap

Status = Pencairan.Status


@dataclass(frozen=True)
class Calon:
    """An Usulan whose next instalment may be asked for; `halangan` is what still keeps it out."""

    usulan: Usulan
    termin: Termin | None
    nilai: int
    halangan: list

    @property
    def syarat(self):
        """What the year asks for before this termin may be paid; a person looks whether it is met."""
        return self.termin.syarat.strip() if self.termin else ""

    @property
    def rekening_belum_diperiksa(self):
        """The one gate the kelurahan opens itself, on its own page."""
        rekening = rekening_dari(self.usulan)
        return rekening is not None and rekening.diperiksa_pada is None

    @property
    def daftar_gagal(self):
        """What the bank said of attempts that nothing has replaced yet."""
        return [gagal.alasan for gagal in kegagalan_terbuka(self.usulan)]

    @property
    def permohonan_disiapkan(self):
        """The bundle it is in already, which waits for the lurah; None for the others."""
        daftar = self.usulan.daftar_pencairan.all()
        return next((pencairan.permohonan for pencairan in daftar if pencairan.status == Status.DISIAPKAN), None)


# --- who is ready ---------------------------------------------------------------------------------------------------


def halangan_siap(usulan):
    """What keeps an RT out of a bundle. The others go on without it."""
    halangan = []
    penetapan = penetapan_berlaku(usulan)
    if penetapan is None or not penetapan.disetujui:
        halangan.append("Penetapan DPMPPA belum ada. Tunggu SK penetapannya.")
    if not hasattr(usulan, "pokja"):
        halangan.append("SK Pokja belum ada. Minta DPMPPA membuka kembali tahap Pokja.")
    rekening = rekening_dari(usulan)
    if rekening is None:
        halangan.append("Rekening Pokja belum ada. Minta RT mengisinya di halaman Ganti rekening.")
    elif rekening.diperiksa_pada is None:
        halangan.append(
            "Nomor rekening Pokja belum diperiksa. Cocokkan dengan foto buku tabungan lalu tandai sudah diperiksa."
        )
    tahan = penahanan_aktif(usulan)
    if tahan:
        halangan.append(
            f"Pencairan sedang ditahan: {tahan.alasan.rstrip('.')}. Tunggu sampai Keuangan atau DPMPPA melepasnya."
        )
    cair = [pencairan for pencairan in usulan.daftar_pencairan.all() if pencairan.status == Status.CAIR]
    if any(pencairan.selisih != 0 for pencairan in cair):
        halangan.append("Uang termin sebelumnya belum dikonfirmasi RT. Minta ketua RT mengonfirmasinya dulu.")
    return halangan


def halangan_mohonkan(usulan):
    """As halangan_siap, and not in another bundle already."""
    halangan = halangan_siap(usulan)
    for pencairan in usulan.daftar_pencairan.all():
        if pencairan.status == Status.DISIAPKAN:
            halangan.append(
                f"Sudah masuk permohonan {pencairan.permohonan.nomor}. Minta lurah menandatanganinya, atau batalkan."
            )
    return halangan


def calon_permohonan(kelurahan, tahun_program):
    """Every Usulan of a kelurahan that waits for a request, ready or not. The same few queries for any number."""
    menunggu = Q(tahap=Tahap.PENCAIRAN, giliran=Giliran.KELURAHAN) | Q(tahap=Tahap.PELAKSANAAN)
    daftar = (
        Usulan.objects.filter(menunggu, rt__kelurahan=kelurahan, tahun_program=tahun_program)
        .select_related("rt__kelurahan", "kelompok", "pokja")
        .prefetch_related("daftar_penetapan", "daftar_penahanan", "rt__daftar_rekening", "daftar_pencairan__permohonan")
    )
    daftar_termin = termin_tahun(tahun_program.pk)
    hasil = []
    for usulan in daftar:
        status = {pencairan.status for pencairan in usulan.daftar_pencairan.all()}
        termin = termin_berikut(usulan, daftar_termin)
        disiapkan = Status.DISIAPKAN in status
        if status.intersection(Pencairan.DI_KEUANGAN) or (termin is None and not disiapkan and daftar_termin):
            continue
        halangan = halangan_mohonkan(usulan)
        nilai = nilai_termin(usulan, termin, daftar_termin)
        if not daftar_termin:
            halangan.append(f"Termin tahun {tahun_program.tahun} belum diatur. Minta DPMPPA mengaturnya.")
        elif nilai < 1 and not halangan:
            halangan.append("Nilai termin ini nol. Minta DPMPPA memeriksa nilai penetapan dan pembagian termin.")
        hasil.append(Calon(usulan, termin, nilai, halangan))
    return hasil
