"""The buku kas beside its nota, and the LPJ grid. Only rows that do not tie stand out."""

from collections import defaultdict

from django.db.models import Sum
from django.urls import reverse

from anggaran.models import Jenis
from anggaran.models.bukukas import Dana
from anggaran.services.bukukas import realisasi, uang
from anggaran.services.nota import isyarat_nota
from laporan.baris_temuan import kata_terbuka
from laporan.bukti_dasar import Baris, Bukti, Tabel
from pokja.models import Sumber
from rt.angka import rupiah

KEPALA_REALISASI = (
    ("Baris RAB", False), ("Sumber", False), ("Rencana", True), ("Belanja", True), ("Sisa", True), ("Terpakai", True), ("Bukti", True),
)  # fmt: skip
KEPALA_BUKUKAS = (("Uraian", False), ("Tanggal", False), ("Untuk", False), ("Nilai", True), ("Pajak", True))


def pisah_dana(daftar_realisasi):
    """(lines of programme money, lines of swadaya): they never stand in one total."""
    program = [hasil for hasil in daftar_realisasi if hasil.baris.sumber == Sumber.PROGRAM]
    return program, [hasil for hasil in daftar_realisasi if hasil.baris.sumber != Sumber.PROGRAM]


def biaya_bank(usulan):
    """Bank charges, whole rupiah: spent of the programme's money, and on no line of the RAB."""
    daftar = usulan.daftar_bukukas.sah().filter(jenis=Jenis.BIAYA_BANK, dana=Dana.PROGRAM).order_by()
    return daftar.aggregate(total=Sum("nilai"))["total"] or 0


def tabel_realisasi(daftar_realisasi, judul="", *, temuan, di_luar_rab=0):
    """Per RAB line of one fund: planned, spent, left, share, proofs; what no line holds stands below them.

    `temuan`: words about open findings by the key of the row, see baris_temuan.kata_terbuka.
    """
    # Programme money is one source; of swadaya there are three.
    bersumber = any(hasil.baris.sumber != Sumber.PROGRAM for hasil in daftar_realisasi)

    def sel(uraian, sumber, *angka):
        return [uraian, *([sumber] if bersumber else []), *angka]

    baris = [
        Baris(
            sel(
                hasil.baris.uraian, hasil.baris.get_sumber_display(), rupiah(hasil.baris.jumlah), rupiah(hasil.terpakai),
                rupiah(hasil.sisa), f"{hasil.persen} %", hasil.banyak_bukti,
            ),
            janggal=_janggal(hasil, temuan),
        )
        for hasil in daftar_realisasi
    ]  # fmt: skip
    if di_luar_rab:
        uang = [rupiah(0), rupiah(di_luar_rab), rupiah(-di_luar_rab)]
        baris.append(Baris(sel("Biaya bank, di luar RAB", "", *uang, "", "")))
    rencana = sum(hasil.baris.jumlah for hasil in daftar_realisasi)
    terpakai = sum(hasil.terpakai for hasil in daftar_realisasi) + di_luar_rab
    persen = f"{terpakai * 100 // rencana} %" if rencana else ""
    bukti = sum(hasil.banyak_bukti for hasil in daftar_realisasi)
    jumlah = sel("Jumlah", "", rupiah(rencana), rupiah(terpakai), rupiah(rencana - terpakai), persen, bukti)
    return Tabel(tuple(sel(*KEPALA_REALISASI)), baris, jumlah=jumlah, judul=judul)


def _janggal(hasil, temuan):
    """What does not tie on a line; a finding stands on it, or on the line it came of by a shift."""
    kata = temuan.get(f"rab:{hasil.baris.pk}") or temuan.get(f"rab:{hasil.baris.asal_id}", "")
    return ", ".join(filter(None, ["belanja melebihi rencana" if hasil.janggal else "", kata]))


def tabel_isyarat(usulan, pengguna):
    """The expenses whose nota may stand elsewhere too, for those who check; None where there is nothing to see."""
    isyarat = isyarat_nota(usulan, pengguna)
    daftar = _berurut(usulan.daftar_bukukas.filter(pk__in=isyarat)) if isyarat else []
    hasil = [_baris(baris, "", isyarat[baris.pk]) for baris in daftar]
    return Tabel(KEPALA_BUKUKAS, hasil) if hasil else None


def _berurut(daftar):
    return list(daftar.select_related("baris_rab", "bukti").order_by("tanggal", "pk"))


def baris_bukukas(usulan, daftar_realisasi, pengguna, temuan):
    """The rows that count, in the order of the book, each with its nota, what does not tie, and its signals."""
    daftar = _berurut(usulan.daftar_bukukas.sah())
    isyarat = isyarat_nota(usulan, pengguna, daftar)
    disetor = defaultdict(int)
    for baris in daftar:
        if baris.jenis == Jenis.SETOR_PAJAK:
            disetor[baris.pajak_dari_id] += baris.nilai
    lewat = {hasil.baris.pk for hasil in daftar_realisasi if hasil.janggal}
    hasil = []
    for baris in daftar:
        janggal = []
        if baris.pajak > disetor[baris.pk]:
            janggal.append(f"pajak {rupiah(baris.pajak - disetor[baris.pk])} belum disetor")
        if baris.jenis == Jenis.BELANJA and baris.baris_rab_id in lewat:
            janggal.append("baris RAB-nya terlampaui")
        if f"bukukas:{baris.pk}" in temuan:
            janggal.append(temuan[f"bukukas:{baris.pk}"])
        hasil.append(_baris(baris, ", ".join(janggal), isyarat.get(baris.pk, [])))
    return hasil


def _baris(baris, janggal, isyarat):
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
        isyarat=isyarat,
        nomor=baris.pk,
    )


def bukukas(usulan, pengguna):
    """The evidence of the Bagian `bukukas`: the equation, the grid of each fund, and every row beside its nota."""
    daftar_realisasi = realisasi(usulan)
    program, swadaya = pisah_dana(daftar_realisasi)
    angka, temuan = uang(usulan), kata_terbuka(usulan)
    judul, bank = "rencana dan belanja per baris RAB", biaya_bank(usulan)
    baris = baris_bukukas(usulan, daftar_realisasi, pengguna, temuan)
    return Bukti(
        rincian=persamaan(angka),
        daftar_tabel=[
            tabel_realisasi(program, f"Dana program: {judul}", temuan=temuan, di_luar_rab=bank),
            tabel_realisasi(swadaya, f"Swadaya: {judul}", temuan=temuan),
            Tabel(KEPALA_BUKUKAS, baris, judul="Buku kas dan notanya"),
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
