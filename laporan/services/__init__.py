"""The end of a life: gates of works, handover and LPJ, and the LPJ's acceptance."""

from django.db import transaction
from django.utils import timezone

from anggaran.models import VersiRAB
from anggaran.services.bukukas import halangan_seimbang, uang
from anggaran.services.pemeriksaan_buku import PULIHKAN
from anggaran.services.pencairan import halangan_termin
from laporan.models import LPJ
from pokja.gerbang import tanpa_tanda
from pokja.models import Berkas
from pokja.services import pindah_tahap
from pokja.tahapan import Giliran, Tahap
from rt.angka import rupiah


def ajukan_pelaksanaan(usulan):
    halangan = list(halangan_termin(usulan))
    if not usulan.daftar_kemajuan.filter(persen=100).exists():
        halangan.append("Kemajuan 100 % belum dilaporkan. Isi laporan kemajuan 100 %.")
    if not usulan.daftar_berkas.ada().filter(jenis=Berkas.Jenis.FOTO_100).exists():
        halangan.append("Foto 100 % belum ada. Unggah foto hasil pekerjaan.")
    if usulan.daftar_versi_rab.filter(status__in=[VersiRAB.Status.DISIAPKAN, VersiRAB.Status.DIAJUKAN]).exists():
        halangan.append("Masih ada pergeseran RAB yang belum selesai. Selesaikan atau batalkan dulu.")
    return halangan


def ajukan_serah_terima(usulan):
    bast = getattr(usulan, "bast", None)
    if bast is None:
        return ["Berita acara serah terima belum diisi. Buka bagian itu dan isi dulu."]
    halangan = []
    if bast.tanpa_aset and usulan.daftar_aset.exists():
        halangan.append(
            "Dinyatakan tidak ada aset, tetapi daftar aset berisi. Hapus asetnya atau hilangkan centangnya."
        )
    if not bast.tanpa_aset and not usulan.daftar_aset.exists():
        halangan.append("Daftar aset masih kosong. Catat asetnya, atau nyatakan tidak ada aset.")
    belum = usulan.daftar_renja1.exclude(pk__in=usulan.daftar_hasil.values("kegiatan")).select_related("dari")
    for kegiatan in belum:
        halangan.append(f"Volume terlaksana untuk {kegiatan} belum dicatat.")
    if not usulan.daftar_berkas.ada().filter(jenis=Berkas.Jenis.FOTO_100).exists():
        halangan.append("Foto 100 % belum ada. Unggah foto hasil pekerjaan.")
    return halangan


def halangan_temuan(usulan):
    return [_kata_temuan(temuan) for temuan in usulan.daftar_temuan.terbuka()]


def _kata_temuan(temuan):
    if temuan.ditutup_pada is None:
        return f"Temuan masih terbuka: {temuan}. Selesaikan sampai nilainya nol dan ditutup."
    return (
        f"Temuan {temuan}: sudah ditutup, tetapi yang diselesaikan {rupiah(temuan.diselesaikan)} tidak sama dengan "
        f"nilainya {rupiah(temuan.nilai)}, selisih {rupiah(abs(temuan.nilai - temuan.diselesaikan))}. {PULIHKAN}"
    )


def ajukan_lpj(usulan, **terbaca):
    """`terbaca`: what a page has read already, see halangan_seimbang."""
    lpj = getattr(usulan, "lpj", None)
    halangan = [] if lpj and lpj.setuju else ["Pernyataan LPJ belum diisi dan dicentang. Buka bagian Pernyataan LPJ."]
    return halangan + halangan_seimbang(usulan, **terbaca)


def teruskan_lpj(usulan):
    return tanpa_tanda(usulan) + ajukan_lpj(usulan)


def terima_lpj_halangan(usulan):
    return teruskan_lpj(usulan) + halangan_temuan(usulan)


GERBANG = {
    (Tahap.PELAKSANAAN, Giliran.RT, "ajukan"): ajukan_pelaksanaan,
    (Tahap.SERAH_TERIMA, Giliran.RT, "ajukan"): ajukan_serah_terima,
    (Tahap.SERAH_TERIMA, Giliran.KELURAHAN, "terima"): lambda usulan: tanpa_tanda(usulan) + ajukan_serah_terima(usulan),
    (Tahap.LPJ, Giliran.RT, "ajukan"): ajukan_lpj,
    (Tahap.LPJ, Giliran.KELURAHAN, "teruskan"): teruskan_lpj,
    (Tahap.LPJ, Giliran.DPMPPA, "terima"): terima_lpj_halangan,
}


@transaction.atomic
def terima_lpj(usulan, *, oleh, versi, catatan=""):
    """Accept the LPJ: only when it ties to the rupiah; its figures are written down as accepted."""
    pindah_tahap(usulan, "terima", oleh=oleh, versi=versi, halangan=terima_lpj_halangan(usulan), catatan=catatan)
    angka = uang(usulan)
    LPJ.objects.filter(usulan=usulan).update(
        diterima_pada=timezone.now(),
        diterima_oleh=oleh,
        cair=angka.cair,
        bunga=angka.bunga,
        belanja=angka.belanja,
        pajak=angka.pajak,
        kembali=angka.kembali,
    )
