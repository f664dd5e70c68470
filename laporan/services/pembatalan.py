"""DPMPPA's undoing of a mistaken step, with what the step wrote beside the Usulan."""

from django.db import transaction
from django.db.models import F

from anggaran.models import Pencairan
from anggaran.services.pencairan import lepaskan_penetapan, sudah_cair
from laporan.models import LPJ
from pokja.models import Usulan
from pokja.services import LangkahDitolak, UsulanBerubah, buka_kembali, langkah_terakhir
from pokja.tahapan import NOMOR_TAHAP, Tahap
from rt.peran import Peran

Status = Pencairan.Status


def halangan_buka_kembali(usulan):
    """Money that has moved is not undone by moving the paper back."""
    terakhir = langkah_terakhir(usulan)
    if terakhir is None:
        return ["Belum ada langkah yang bisa dibuka kembali."]
    if terakhir.aksi in ("cairkan", "konfirmasi", "jelaskan_selisih"):
        return ["Uang sudah keluar, jadi langkah ini tidak bisa dibuka kembali. Selisih dijelaskan oleh Keuangan."]
    if sudah_cair(usulan) and NOMOR_TAHAP.get(terakhir.dari_tahap, 99) < NOMOR_TAHAP[Tahap.PENCAIRAN]:
        return ["Uang sudah keluar, jadi usulan tidak bisa kembali ke tahap sebelum Pencairan."]
    if terakhir.aksi == "gagalkan":
        gagal = _gagal_terakhir(usulan)
        if gagal is None or not gagal.rekening.berlaku:
            return ["Rekening Pokja sudah diganti sesudah transfer itu gagal. Minta kelurahan memohonkan lagi."]
    return []


@transaction.atomic
def batalkan_langkah(usulan, *, oleh, versi, catatan):
    """DPMPPA undoes the step that led here, and what the step wrote beside the Usulan. Raises LangkahDitolak."""
    if oleh.peran != Peran.DPMPPA:
        raise LangkahDitolak("Hanya DPMPPA yang bisa membuka kembali langkah.")
    if not Usulan.objects.select_for_update().filter(pk=usulan.pk, versi=versi).exists():
        raise UsulanBerubah
    terakhir = langkah_terakhir(usulan)
    buka_kembali(usulan, oleh=oleh, versi=versi, halangan=halangan_buka_kembali(usulan), catatan=catatan)
    if terakhir.aksi in AKIBAT:
        AKIBAT[terakhir.aksi](usulan, terakhir)
    return terakhir


def _lepas_terima(usulan, terakhir):
    if terakhir.dari_tahap == Tahap.PENETAPAN:
        _lepas_penetapan(usulan, terakhir)
    if terakhir.ke_tahap == Tahap.SELESAI:
        LPJ.objects.filter(usulan=usulan).update(diterima_pada=None, diterima_oleh=None)


def _lepas_penetapan(usulan, _terakhir):
    lepaskan_penetapan(usulan)
    usulan.daftar_pencairan.filter(status=Status.DISIAPKAN).update(status=Status.BATAL)


def _lepas_permohonan(usulan, _terakhir):
    usulan.daftar_pencairan.di_keuangan().update(status=Status.BATAL)


def _lanjutkan_transfer(usulan, _terakhir):
    """The transfer was not refused after all: it stands as it stood before, and a bundle made meanwhile does not."""
    gagal = _gagal_terakhir(usulan)
    usulan.daftar_pencairan.filter(status=Status.DISIAPKAN).update(status=Status.BATAL)
    semula = Status.CAIR if gagal.sp2d_nomor else Status.DIPROSES
    Pencairan.objects.filter(pk=gagal.pk).update(status=semula, alasan_gagal="")


def _lepas_selisih(usulan, _terakhir):
    """The RT reported in error: it may confirm anew."""
    selisih = usulan.daftar_pencairan.cair().filter(diterima__isnull=False).exclude(diterima=F("nilai"))
    selisih.update(diterima=None, diterima_tanggal=None, diterima_oleh=None)


def _gagal_terakhir(usulan):
    return usulan.daftar_pencairan.filter(status=Status.GAGAL).select_related("rekening").order_by("-pk").first()


# What an undone step leaves behind in other tables, by its aksi.
AKIBAT = {
    "terima": _lepas_terima,
    "tolak": _lepas_penetapan,
    "mohonkan": _lepas_permohonan,
    "gagalkan": _lanjutkan_transfer,
    "laporkan_selisih": _lepas_selisih,
}
