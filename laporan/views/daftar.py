"""The lists and their sheets: what each is made of. How a list works stands in laporan.daftar."""

import logging

from django.db.models import Case, Count, Exists, F, OuterRef, Q, Subquery, Sum, When
from django.db.models.functions import Coalesce
from django.views.decorators.http import require_safe

from anggaran.models import BukuKas, Penahanan, Pencairan, keadaan_pencairan
from anggaran.services.jumlah import bertanda, jumlah_uang, kolom_uang
from laporan.buku_keuangan import susun_buku
from laporan.daftar import Daftar, unduhan
from laporan.filters import SaringBukuKas, SaringPencairan, SaringRT, SaringUsulan
from laporan.kolom import Penulis
from laporan.kolom.buku_keuangan import kolom_kelurahan
from laporan.kolom.bukukas import KOLOM_BUKUKAS, UANG_BUKU
from laporan.kolom.pencairan import KOLOM_PENCAIRAN, REKENING_PENUH, kolom_keuangan
from laporan.kolom.rt import KOLOM_RT
from laporan.kolom.usulan import KOLOM_LPJ, KOLOM_USULAN
from pokja.models import Usulan
from rt.models import RT, DataKK

catatan_unduhan = logging.getLogger("kampung.unduhan")


def _jumlahkan(queryset, **jumlah):
    """Count the rows and sum; an empty sum is 0. The prefix keeps a sum apart from the field it sums."""
    hasil = queryset.aggregate(baris=Count("pk"), **{f"jumlah_{nama}": nilai for nama, nilai in jumlah.items()})
    return {nama.removeprefix("jumlah_"): nilai or 0 for nama, nilai in hasil.items()}


# --- RT -------------------------------------------------------------------------------------------------------------

_KK_TERBARU = Subquery(DataKK.objects.filter(rt=OuterRef("pk")).order_by("-tanggal", "-pk").values("kk")[:1])
# The year's snapshot, from which the pagu came; an RT without one shows its newest count.
KK = Coalesce("u__alokasi__kk", _KK_TERBARU)


def total_rt(queryset):
    return _jumlahkan(queryset, kk=Sum(KK), pagu=Sum("u__alokasi__pagu"))


DAFTAR_RT = Daftar(
    nama="rt",
    judul="Daftar RT",
    dasar=lambda pengguna: RT.objects.untuk(pengguna).filter(aktif=True),
    saring=SaringRT,
    daftar_kolom=KOLOM_RT,
    urut=("kelurahan__kode", "nomor"),
    anotasi={"kk": KK},
    total=total_rt,
)


# --- Usulan and LPJ -------------------------------------------------------------------------------------------------

URUT_WILAYAH = ("rt__kelurahan__kode", "rt__nomor")
UANG = kolom_uang()


def total_usulan(queryset):
    uang = jumlah_uang(queryset, "rab", "cair", "belanja", "selisih")[()]
    return _jumlahkan(queryset, pagu=Sum("alokasi__pagu")) | uang


def total_lpj(queryset):
    uang = jumlah_uang(queryset, "rab", "cair", "bunga", "belanja", "pajak", "kembali", "selisih")[()]
    rencana = {"rencana": uang["rab"], "sisa_rencana": uang["rab"] - uang["belanja"]}
    return {"baris": queryset.count()} | uang | rencana


DAFTAR_USULAN = Daftar(
    nama="usulan",
    judul="Daftar usulan",
    dasar=Usulan.objects.untuk,
    saring=SaringUsulan,
    daftar_kolom=KOLOM_USULAN,
    urut=URUT_WILAYAH,
    anotasi=UANG,
    total=total_usulan,
)
DAFTAR_LPJ = Daftar(
    nama="lpj",
    judul="Rekap LPJ per RT",
    # Every Usulan with money released. Exists: as a second IN beside the scope's, SQLite compares all with all.
    dasar=lambda pengguna: Usulan.objects.untuk(pengguna).filter(
        Exists(Pencairan.objects.cair().filter(usulan=OuterRef("pk")))
    ),
    saring=SaringUsulan,
    daftar_kolom=KOLOM_LPJ,
    urut=URUT_WILAYAH,
    anotasi=UANG | {"sisa_rencana": UANG["rab"] - UANG["belanja"]},
    total=total_lpj,
)


# --- Pencairan ------------------------------------------------------------------------------------------------------

_CAIR = Case(When(status=Pencairan.Status.CAIR, then=F("nilai")), default=0)
_SELISIH = F("nilai") - F("diterima")
_TAHAN = Penahanan.objects.filter(usulan=OuterRef("usulan")).order_by("-pk")
_ISI_TAHAN = {
    "tahan_sejak": "sejak",
    "tahan_oleh": "oleh__nama",
    "tahan_alasan": "alasan",
    "lepas_pada": "dilepas_pada",
    "lepas_oleh": "dilepas_oleh__nama",
    "lepas_alasan": "alasan_lepas",
}
ANOTASI_PENCAIRAN = {
    "cair": _CAIR,
    "selisih": _SELISIH,
    "keadaan": keadaan_pencairan(),
    **{nama: Subquery(_TAHAN.values(asal)[:1]) for nama, asal in _ISI_TAHAN.items()},
}


def total_pencairan(queryset):
    return _jumlahkan(
        queryset,
        nilai=Sum("nilai"),
        cair=Sum("nilai", filter=Q(status=Pencairan.Status.CAIR)),
        diterima=Sum("diterima"),
        selisih=Sum(_SELISIH),
    )


def catat_unduhan_rekening(pengguna, banyak):
    """Who took account numbers out in full, and how many; never the numbers."""
    if pengguna.peran in REKENING_PENUH:
        catatan_unduhan.info("daftar pencairan dengan nomor rekening: %s, %d baris", pengguna.username, banyak)


DAFTAR_PENCAIRAN = Daftar(
    nama="pencairan",
    judul="Daftar pencairan",
    catatan="Nilai menjumlah setiap percobaan yang tampil, juga yang gagal atau batal; Cair hanya yang cair. "
    "Diterima dan Selisih hanya transfer yang sudah dikonfirmasi RT.",
    dasar=Pencairan.objects.untuk,
    saring=SaringPencairan,
    daftar_kolom=KOLOM_PENCAIRAN,
    urut=("usulan__rt__kelurahan__kode", "usulan__rt__nomor", "termin__urut", "percobaan"),
    anotasi=ANOTASI_PENCAIRAN,
    total=total_pencairan,
    kolom_ekspor=kolom_keuangan,
    catat_unduhan=catat_unduhan_rekening,
    unduhan_lain=(("Unduh buku per kelurahan", "laporan:pencairan_buku"),),
)


@require_safe
def pencairan_buku(request):
    """All filtered rows as a workbook to be signed; a filter that cannot be read gives the page with its message."""
    saringan = DAFTAR_PENCAIRAN.saringan(request)
    if not saringan.sah:
        return DAFTAR_PENCAIRAN.halaman(request)
    penulis = Penulis(kolom_kelurahan(request.user))
    terurut, sudah = DAFTAR_PENCAIRAN.terurut(saringan.qs, *DAFTAR_PENCAIRAN.kolom_urut(request))
    daftar = DAFTAR_PENCAIRAN.beranotasi(terurut, set(penulis.sumber) - sudah)
    berkas, banyak = susun_buku(daftar, saringan=saringan, penulis=penulis, pengguna=request.user)
    DAFTAR_PENCAIRAN.catat_unduhan(request.user, banyak)
    return unduhan(berkas, "buku-pencairan", latihan=request.user.latihan)


# --- Buku kas -------------------------------------------------------------------------------------------------------

_SYARAT_BUKU = {
    nama: (Q(jenis__in=daftar_jenis, dana=dana), bertanda(kolom))
    for nama, (daftar_jenis, dana, kolom) in UANG_BUKU.items()
}


def total_bukukas(queryset):
    return _jumlahkan(queryset, **{nama: Sum(nilai, filter=syarat) for nama, (syarat, nilai) in _SYARAT_BUKU.items()})


DAFTAR_BUKUKAS = Daftar(
    nama="bukukas",
    judul="Buku kas",
    dasar=BukuKas.objects.untuk,
    saring=SaringBukuKas,
    daftar_kolom=KOLOM_BUKUKAS,
    urut=("usulan__rt__kelurahan__kode", "usulan__rt__nomor", "tanggal"),
    anotasi={f"uang_{nama}": Case(When(syarat, then=nilai)) for nama, (syarat, nilai) in _SYARAT_BUKU.items()},
    total=total_bukukas,
    lebar=True,
)
