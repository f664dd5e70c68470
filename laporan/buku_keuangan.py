"""The finance workbook: one sheet per kelurahan to be signed, and a recap whose cells point at them.

The sums are formulas; beside those of the recap stands what the database says by a query of its own.
"""

from itertools import groupby

from django.db.models import Count, F, Q, Sum
from django.utils import timezone
from openpyxl.formatting.rule import CellIsRule
from openpyxl.styles import PatternFill
from openpyxl.utils import get_column_letter

from anggaran.models import Pencairan
from laporan.excel import CAP_LATIHAN, buku_baru, simpan_buku
from laporan.excel_cetak import GARIS_BAWAH, JUDUL, TEBAL, LembarCetak, Rumus, nama_lembar, rujuk
from laporan.filters import SEMUA
from laporan.kolom.buku_keuangan import (
    DIPERIKSA,
    GUGUR,
    KODE_UANG,
    KOLOM_REKAP,
    MENURUT,
    PERIKSA,
)
from pokja.models import TahunProgram
from rt.angka import terbilang
from rt.models import Pejabat
from rt.templatetags.rupiah import BULAN, tanggal

POTONGAN = 500  # rows fetched at a time
BARIS_KEPALA = 8
KELURAHAN = "usulan__rt__kelurahan"
KIRI, KANAN, KANAN_REKAP = 2, 11, 8  # columns of the signatures
TITIK = "." * 40
CATATAN = (
    "Nilai: transfer yang masih berjalan atau cair. Yang gagal atau batal berdiri di kolomnya sendiri, sehingga transfer "
    "yang diulang tidak terhitung dua kali.",
    "Cair: hanya yang berstatus Cair. Selisih: nilai dikurangi yang diterima, hanya transfer yang sudah dikonfirmasi RT.",
    "Hanya dana program; swadaya tidak termasuk.",
)
CATATAN_PERIKSA = (
    "Periksa: SAMA bila jumlah di lembar kelurahan sama dengan jumlah menurut basis data (kolom di kanan, tidak dicetak).",
    "Bila BEDA, unduh buku ini sekali lagi; bila tetap BEDA, jangan dipakai dan laporkan ke DPMPPA.",
)
# The prefix keeps a sum apart from the field it sums.
_AWALAN = "jumlah_"
JUMLAH = {
    f"{_AWALAN}transfer": Count("pk"),
    f"{_AWALAN}nilai": Sum("nilai", filter=~Q(status__in=GUGUR)),
    f"{_AWALAN}gugur": Sum("nilai", filter=Q(status__in=GUGUR)),
    f"{_AWALAN}cair": Sum("nilai", filter=Q(status=Pencairan.Status.CAIR)),
    f"{_AWALAN}diterima": Sum("diterima"),
    f"{_AWALAN}selisih": Sum(F("nilai") - F("diterima")),
}


def susun_buku(daftar, *, saringan, penulis, pengguna):
    """Write the workbook; returns (open file at its start, number of rows).

    `daftar` are the rows of `saringan`, sorted and with what `penulis` (over `kolom_kelurahan`) reads of them.
    """
    kepala = _kepala(saringan, pengguna)
    pejabat = pejabat_hari_ini(pengguna)
    keuangan = _penanda(pejabat.get("keuangan"), "Pejabat keuangan")
    basis_data = jumlah_per_kelurahan(saringan.qs)
    buku, dipakai, ringkasan = buku_baru(), {"rekap", "history"}, []
    for (kelurahan, nama, kecamatan), baris in _per_kelurahan(daftar, penulis):
        angka = basis_data.get(kelurahan, dict.fromkeys(DIPERIKSA, 0))
        lembar = LembarCetak(buku, nama_lembar(nama, dipakai), penulis.daftar_kolom, baris_kepala=BARIS_KEPALA)
        _tulis_kepala(lembar, kepala, f"Kelurahan {nama}, Kecamatan {kecamatan}")
        jumlah = _tulis_kelurahan(lembar, baris, angka)
        lurah = _penanda(pejabat.get(kelurahan), f"Lurah {nama}")
        _tanda_tangan(lembar, [(KIRI, lurah), (KANAN, keuangan)])
        lembar.tutup()
        ringkasan.append((kecamatan, nama, lembar.lembar.title, jumlah, angka))
    _tulis_rekap(buku, kepala, ringkasan, total=jumlah_semua(saringan.qs), keuangan=keuangan)
    return simpan_buku(buku), sum(angka["transfer"] for *_awal, angka in ringkasan)


# --- what the database says -----------------------------------------------------------------------------------------


def jumlah_per_kelurahan(queryset):
    """{kelurahan id: {kode: rupiah}}, summed by the database and not from the rows that are written."""
    daftar = queryset.order_by().values(KELURAHAN).annotate(**JUMLAH)
    return {baris[KELURAHAN]: _angka(baris) for baris in daftar.values(KELURAHAN, *JUMLAH)}


def jumlah_semua(queryset):
    return _angka(queryset.order_by().aggregate(**JUMLAH))


def _angka(baris):
    """An empty sum is 0."""
    return {nama.removeprefix(_AWALAN): baris[nama] or 0 for nama in JUMLAH}


def pejabat_hari_ini(pengguna):
    """{kelurahan id: its lurah, "keuangan": the finance officer} of this person's world in force today.

    Of two the one who began later.
    """
    hari = timezone.localdate()
    lembaga = (Pejabat.Lembaga.KELURAHAN, Pejabat.Lembaga.KEUANGAN)
    hasil = {}
    daftar = Pejabat.objects.menjabat(hari).kepala().filter(lembaga__in=lembaga)
    daftar = daftar.filter(kelurahan__latihan=True) if pengguna.latihan else daftar.nyata()
    # Who began last comes last, and so stands.
    for pejabat in daftar:
        hasil["keuangan" if pejabat.lembaga == Pejabat.Lembaga.KEUANGAN else pejabat.kelurahan_id] = pejabat
    return hasil


def _per_kelurahan(daftar, penulis):
    """((id, name, kecamatan), its rows) one kelurahan after the other, sorted within it, fetched as they are written."""
    wilayah = (f"{KELURAHAN}_id", f"{KELURAHAN}__nama", f"{KELURAHAN}__kecamatan__nama")
    daftar = daftar.order_by(f"{KELURAHAN}__kode", *daftar.query.order_by).values_list(*penulis.sumber, *wilayah)
    for kunci, baris in groupby(daftar.iterator(POTONGAN), key=lambda baris: baris[-3:]):
        yield kunci, ([nomor, *isi[1:]] for nomor, isi in enumerate(penulis.sel(baris), start=1))


# --- the sheets -----------------------------------------------------------------------------------------------------


def _kepala(saringan, pengguna):
    """The lines above each table; the fourth is the sheet's own."""
    tahun = saringan.data["tahun"]
    daftar = TahunProgram.objects.order_by("-tahun")
    if tahun != SEMUA:
        daftar = daftar.filter(tahun=tahun)
    daftar = list(daftar.values_list("program__nama", "nama_dinas"))
    program = " dan ".join(dict.fromkeys(nama for nama, _dinas in daftar))
    kapan = "semua tahun" if tahun == SEMUA else f"tahun {tahun}"
    return (
        CAP_LATIHAN if pengguna.latihan else "PEMERINTAH KOTA JAMBI",
        daftar[0][1].upper() if daftar else "",
        f"Daftar pencairan dana Program {program} {kapan}".replace("Program Program", "Program"),
        "Saringan: " + "; ".join(label for label, _tanpa in saringan.cip()),
        f"Dicetak {tanggal(timezone.now())} WIB oleh {pengguna.nama_tampil}",
    )


def _tulis_kepala(lembar, kepala, tempat):
    pemerintah, dinas, judul, saringan, dicetak = kepala
    lembar.tulis(pemerintah, huruf=TEBAL)
    lembar.tulis(dinas, huruf=TEBAL)
    lembar.tulis(judul, huruf=JUDUL)
    lembar.tulis(tempat, huruf=TEBAL)
    lembar.tulis(saringan)
    lembar.tulis(dicetak)
    lembar.tulis()
    lembar.kepala()


def _huruf(daftar_kolom):
    return {kolom.kode: get_column_letter(nomor) for nomor, kolom in enumerate(daftar_kolom, start=1)}


def _tulis_kelurahan(lembar, daftar_baris, angka):
    """The table of one kelurahan and the words below it; returns the addresses of its sums by kode."""
    awal, akhir = lembar.isi(daftar_baris)
    huruf = _huruf(lembar.daftar_kolom)
    rt = f"{huruf['rt']}{awal}:{huruf['rt']}{akhir}"
    isi = {
        "nomor": "Jumlah",
        "rt": Rumus(f"=ROUND(SUMPRODUCT(1/COUNTIF({rt},{rt})),0)"),
        "atas_nama": Rumus(f"=COUNT({huruf['nomor']}{awal}:{huruf['nomor']}{akhir})"),
        **{kode: Rumus(f"=SUM({huruf[kode]}{awal}:{huruf[kode]}{akhir})") for kode in KODE_UANG},
    }
    nomor = lembar.jumlah(isi, {"rt": '0" RT"', "atas_nama": '0" transfer"'})
    _terbilang(lembar, angka)
    kolom = {"rt": "rt", "transfer": "atas_nama"} | {kode: kode for kode in KODE_UANG}
    return {kode: f"{huruf[asal]}{nomor}" for kode, asal in kolom.items()}


def _terbilang(lembar, angka):
    lembar.tulis()
    lembar.tulis(f"Terbilang nilai: {terbilang(angka['nilai'])} rupiah", huruf=TEBAL)
    lembar.tulis(f"Terbilang cair: {terbilang(angka['cair'])} rupiah", huruf=TEBAL)
    for kalimat in CATATAN:
        lembar.tulis(kalimat)


def _tulis_rekap(buku, kepala, ringkasan, *, total, keuangan):
    lembar = LembarCetak(buku, "Rekap", KOLOM_REKAP, baris_kepala=BARIS_KEPALA, letak=0)
    _tulis_kepala(lembar, kepala, f"Rekap {len(ringkasan)} kelurahan")
    huruf = _huruf(KOLOM_REKAP)
    awal = lembar.nomor + 1
    for nomor, (kecamatan, nama, judul, alamat, angka) in enumerate(ringkasan, start=1):
        rumus = {kode: Rumus(f"={rujuk(judul, sel)}") for kode, sel in alamat.items()}
        isi = {"nomor": nomor, "kecamatan": kecamatan, "kelurahan": nama, **rumus}
        lembar.baris(isi | _pembanding(huruf, lembar.nomor + 1, angka))
    akhir = lembar.nomor
    jumlah = {
        kode: Rumus(f"=SUM({huruf[kode]}{awal}:{huruf[kode]}{akhir})") if ringkasan else 0
        for kode in ("rt", *DIPERIKSA)
    }
    lembar.jumlah({"nomor": "Jumlah", **jumlah, **_pembanding(huruf, lembar.nomor + 1, total)})
    _tandai_beda(lembar, f"{huruf[PERIKSA]}{awal}:{huruf[PERIKSA]}{lembar.nomor}")
    _terbilang(lembar, total)
    for kalimat in CATATAN_PERIKSA:
        lembar.tulis(kalimat)
    _tanda_tangan(lembar, [(KANAN_REKAP, keuangan)])
    # The numbers of the database stay beside the table on the screen and off the paper.
    lembar.lembar.print_area = f"A1:{huruf[PERIKSA]}{lembar.nomor}"
    lembar.tutup()


def _pembanding(huruf, nomor, angka):
    """What the database says, and whether the formulas of row `nomor` say the same."""
    sama = ",".join(f"{huruf[kode]}{nomor}={huruf[MENURUT + kode]}{nomor}" for kode in DIPERIKSA)
    return {MENURUT + kode: angka[kode] for kode in DIPERIKSA} | {PERIKSA: Rumus(f'=IF(AND({sama}),"SAMA","BEDA")')}


def _tandai_beda(lembar, rentang):
    merah = PatternFill("solid", bgColor="F4B6B0")
    lembar.lembar.conditional_formatting.add(rentang, CellIsRule(operator="equal", formula=['"BEDA"'], fill=merah))


def _tanda_tangan(lembar, daftar):
    """The block of those who sign, [(column, (office, name, NIP))]; the last one stands below the place and day."""
    hari = timezone.localdate()
    (kiri, _lurah), (kanan, _keuangan) = daftar[0], daftar[-1]
    lembar.tulis()
    tempat = f"Jambi, {hari.day} {BULAN[hari.month - 1]} {hari.year}"
    lembar.tulis({kiri: "Mengetahui,", kanan: tempat} if len(daftar) > 1 else {kanan: tempat})
    lembar.tulis({kolom: jabatan for kolom, (jabatan, _nama, _nip) in daftar})
    for _kosong in range(3):
        lembar.tulis()
    lembar.tulis({kolom: nama for kolom, (_jabatan, nama, _nip) in daftar}, huruf=GARIS_BAWAH)
    lembar.tulis({kolom: nip for kolom, (_jabatan, _nama, nip) in daftar})


def _penanda(pejabat, jabatan):
    """(office, name, NIP) as they stand under a paper; a dotted line where nobody is recorded."""
    if pejabat is None:
        return jabatan, TITIK, "NIP"
    return pejabat.jabatan, pejabat.nama, f"NIP {pejabat.nip}" if pejabat.nip else "NIP"
