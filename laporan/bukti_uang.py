"""The buku kas beside its nota, and the LPJ grid. Only rows that do not tie stand out."""

from collections import Counter, defaultdict

from django.urls import reverse

from anggaran.models import Jenis
from anggaran.services.bukukas import realisasi, uang
from laporan.bukti_dasar import Baris, Bukti, Tabel
from rt.angka import rupiah

KEPALA_REALISASI = (
    ("Baris RAB", False), ("Sumber", False), ("Rencana", True), ("Belanja", True), ("Sisa", True), ("Terpakai", True), ("Bukti", True),
)  # fmt: skip
KEPALA_BUKUKAS = (("Uraian", False), ("Tanggal", False), ("Untuk", False), ("Nilai", True), ("Pajak", True))


def tabel_realisasi(daftar_realisasi, judul=""):
    """Per RAB line: planned, spent, left, share, proofs."""
    return Tabel(
        KEPALA_REALISASI,
        [
            Baris(
                [
                    hasil.baris.uraian, hasil.baris.get_sumber_display(), rupiah(hasil.baris.jumlah), rupiah(hasil.terpakai),
                    rupiah(hasil.sisa), f"{hasil.persen} %", hasil.banyak_bukti,
                ],
                janggal="belanja melebihi rencana" if hasil.janggal else "",
            )
            for hasil in daftar_realisasi
        ],
        jumlah=[
            "Jumlah", "",
            rupiah(sum(hasil.baris.jumlah for hasil in daftar_realisasi)), rupiah(sum(hasil.terpakai for hasil in daftar_realisasi)),
            rupiah(sum(hasil.sisa for hasil in daftar_realisasi)), "", sum(hasil.banyak_bukti for hasil in daftar_realisasi),
        ],
        judul=judul,
    )  # fmt: skip


def baris_bukukas(usulan, daftar_realisasi):
    """The rows that count, in the order of the book, each with its nota and with what does not tie."""
    daftar = list(usulan.daftar_bukukas.sah().select_related("baris_rab", "bukti").order_by("tanggal", "pk"))
    disetor = defaultdict(int)
    for baris in daftar:
        if baris.jenis == Jenis.SETOR_PAJAK:
            disetor[baris.pajak_dari_id] += baris.nilai
    dipakai = Counter(baris.bukti_id for baris in daftar if baris.jenis == Jenis.BELANJA)
    lewat = {hasil.baris.pk for hasil in daftar_realisasi if hasil.janggal}
    hasil = []
    for baris in daftar:
        janggal = []
        if baris.pajak > disetor[baris.pk]:
            janggal.append(f"pajak {rupiah(baris.pajak - disetor[baris.pk])} belum disetor")
        if baris.jenis == Jenis.BELANJA and dipakai[baris.bukti_id] > 1:
            janggal.append("nota yang sama dipakai baris lain")
        if baris.jenis == Jenis.BELANJA and baris.baris_rab_id in lewat:
            janggal.append("baris RAB-nya terlampaui")
        hasil.append(_baris(baris, ", ".join(janggal)))
    return hasil


def _baris(baris, janggal):
    return Baris(
        [
            ", ".join(filter(None, [baris.uraian, baris.toko, baris.nomor_bukti and f"bukti {baris.nomor_bukti}"])),
            f"{baris.tanggal:%d/%m/%Y}",
            baris.baris_rab.uraian if baris.baris_rab else baris.get_jenis_display(),
            rupiah(baris.nilai),
            rupiah(baris.pajak) if baris.pajak else "",
        ],
        # What the program wrote itself is not the RT's to mend.
        kunci="" if baris.jenis == Jenis.TERIMA_PROGRAM else f"bukukas:{baris.pk}",
        label=f"Buku kas {baris.tanggal:%d/%m/%Y}, {baris.uraian}"[:200],
        janggal=janggal,
        nota=baris.bukti,
    )


def bukukas(usulan):
    """The evidence of the Bagian `bukukas`: the equation, the grid, and every row beside its nota."""
    daftar_realisasi = realisasi(usulan)
    angka = uang(usulan)
    return Bukti(
        rincian=persamaan(angka),
        daftar_tabel=[
            tabel_realisasi(daftar_realisasi, "Rencana dan belanja per baris RAB"),
            Tabel(KEPALA_BUKUKAS, baris_bukukas(usulan, daftar_realisasi), judul="Buku kas dan notanya"),
        ],
        url=reverse("laporan:lpj_detail", args=[usulan.pk]),
        label_url="Lihat LPJ",
        terbaca={"angka": angka, "daftar_realisasi": daftar_realisasi},
    )


def persamaan(angka):
    """The equation of the LPJ as pairs; swadaya is never in it."""
    return [
        ("Dana program diterima", rupiah(angka.cair)),
        ("Bunga bank", rupiah(angka.bunga)),
        ("Belanja bersih (tanpa pajak)", rupiah(angka.belanja - angka.pajak)),
        ("Pajak disetor", rupiah(angka.pajak_disetor)),
        ("Pajak belum disetor", rupiah(angka.pajak_terbuka)),
        ("Setoran sisa", rupiah(angka.kembali)),
        ("Selisih", rupiah(angka.selisih)),
    ]
