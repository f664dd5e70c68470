"""The RT's pages of stages 10 to 12: progress, handover, statement."""

from anggaran.services.bukukas import uang
from laporan.bukti_uang import persamaan
from laporan.forms.serah_terima import AsetForm, BASTForm, HasilForm, KemajuanForm, LPJForm
from laporan.gerbang import GERBANG
from pokja.ajukan import halaman_ajukan
from pokja.isian import JenisBaris, halaman_tunggal, simpan_isian
from pokja.isian_berkas import halaman_berkas
from pokja.models import Berkas
from pokja.ringkasan import ringkas_berkas, ringkas_tunggal
from rt.akses import peran_required
from rt.angka import rupiah, volume
from rt.peran import SISI_RT
from rt.templatetags.rupiah import tanggal

J = Berkas.Jenis


def _simpan_kemajuan(form, *, oleh, kunci):
    form.instance.oleh = oleh
    return simpan_isian(form, oleh=oleh, kunci=kunci)


KEMAJUAN = JenisBaris(
    kunci="kemajuan",
    form=KemajuanForm,
    daftar=lambda usulan: usulan.daftar_kemajuan.all(),
    kolom=(
        ("Kemajuan", lambda baris: baris.get_persen_display(), True),
        ("Tanggal", lambda baris: tanggal(baris.tanggal), False),
        ("Catatan", lambda baris: baris.catatan, False),
    ),
    bantuan="Laporkan sampai di mana pekerjaannya: 0 %, 50 %, lalu 100 %. Fotonya dikirim di halaman berikutnya.",
    simpan=_simpan_kemajuan,
)
HASIL = JenisBaris(
    kunci="hasil",
    form=HasilForm,
    daftar=lambda usulan: usulan.daftar_hasil.select_related("kegiatan__dari"),
    kolom=(
        ("Kegiatan", str, False),
        ("Direncanakan", lambda baris: f"{volume(baris.kegiatan.volume)} {baris.kegiatan.satuan}", True),
        ("Terlaksana", lambda baris: f"{volume(baris.volume)} {baris.kegiatan.satuan}", True),
        ("Keterangan", lambda baris: baris.keterangan, False),
    ),
    bantuan="Catat volume yang benar-benar terlaksana untuk setiap kegiatan.",
)
ASET = JenisBaris(
    kunci="aset",
    form=AsetForm,
    daftar=lambda usulan: usulan.daftar_aset.all(),
    kolom=(
        ("Aset", lambda baris: baris.nama, False),
        ("Banyaknya", lambda baris: f"{baris.banyak} {baris.satuan}", True),
        ("Nilai", lambda baris: rupiah(baris.nilai), True),
        ("Tempat", lambda baris: baris.tempat, False),
        ("Penanggung jawab", lambda baris: baris.penjaga, False),
        ("Kondisi", lambda baris: baris.get_kondisi_display(), False),
    ),
    bantuan="Catat barang atau bangunan yang dihasilkan. Bila tidak ada, centang “tidak ada aset” di berita acara.",
)
FOTO_KEMAJUAN = [J.FOTO_50, J.FOTO_100]
FOTO_BAST = [J.FOTO_100]


def _bast_dari(usulan):
    return getattr(usulan, "bast", None)


def _lpj_dari(usulan):
    return getattr(usulan, "lpj", None)


# What is looked over before filing, and by the checker.
RINGKASAN = {
    "bukukas": lambda usulan: {"rincian": persamaan(uang(usulan))},
    "kemajuan": KEMAJUAN.ringkas,
    "berkas_kemajuan": ringkas_berkas(FOTO_KEMAJUAN),
    "bast": ringkas_tunggal(BASTForm, _bast_dari),
    "hasil": HASIL.ringkas,
    "aset": ASET.ringkas,
    "berkas_bast": ringkas_berkas(FOTO_KEMAJUAN),
    "pernyataan": ringkas_tunggal(LPJForm, _lpj_dari),
}


def berkas_kemajuan(request, pk):
    return halaman_berkas(
        request,
        pk,
        kunci="berkas_kemajuan",
        daftar_jenis=FOTO_KEMAJUAN,
        bantuan="Ambil dari tempat yang sama dengan foto 0 %.",
    )


def bast(request, pk):
    return halaman_tunggal(request, pk, kunci="bast", form_kelas=BASTForm, ambil=_bast_dari)


def berkas_bast(request, pk):
    return halaman_berkas(
        request,
        pk,
        kunci="berkas_bast",
        daftar_jenis=FOTO_BAST,
        bantuan="Foto hasil pekerjaan yang sudah selesai, sedikitnya satu.",
    )


def pernyataan(request, pk):
    return halaman_tunggal(
        request,
        pk,
        kunci="pernyataan",
        form_kelas=LPJForm,
        ambil=_lpj_dari,
        template="laporan/pernyataan.html",
    )


@peran_required(*SISI_RT)
def ajukan(request, pk):
    return halaman_ajukan(request, pk, url_name="laporan:ajukan", gerbang=GERBANG, ringkasan=RINGKASAN)
