"""Reference rows an empty portal starts from: territory, programmes, years, reasons, tax rates, holidays.

Loaded, never imposed: what exists stays as DPMPPA left it, and a year that exists gets no row added or changed.
"""

import calendar
import csv
from datetime import date
from pathlib import Path

from django.conf import settings
from django.db import transaction

from anggaran.models import BarisTetap, ItemWajib, JenisBiaya, TarifPajak, Termin, Tingkat
from pokja.models import AlasanKembali, HariLibur, JadwalTahap, Kelompok, Program, TahunProgram
from pokja.tahapan import Tahap
from rt.models import Kecamatan, Kelurahan
from rt.pencocok import kunci_nama

WILAYAH_CSV = Path(settings.BASE_DIR) / "rt" / "data" / "wilayah_jambi.csv"

PROGRAM_UTAMA = "kampung-bahagia"
PROGRAM = (
    (PROGRAM_UTAMA, "Kampung Bahagia", "Dana langsung ke rekening Pokja tiap RT, sejak 2025."),
    ("bangkit-berdaya", "Bangkit Berdaya", "Pendahulu: kota memberi bahan bangunan, bukan uang."),
    ("kampung-bantar", "Kampung Bantar", "Program kampung bersih, aman dan pintar."),
)

TAHUN_PILOT, PILOT = 2025, "Pilot"
TAHUN_PERTAMA = 2026

TINGKAT_PILOT = ((0, 100_000_000),)
# Source: DPMPPA, January 2026: below 60, 60-99, 100 and more households.
TINGKAT = ((0, 50_000_000), (60, 70_000_000), (100, 100_000_000))

T = Tahap
AKHIR_BULAN = 31  # cut to the last day of its month
# tahap: ((month, day), (month, day)), both inclusive. A: the calendar DPMPPA published for 2026.
JADWAL_A = {
    T.SOSIALISASI: ((1, 15), (1, AKHIR_BULAN)),
    T.REMBUK: ((2, 1), (2, 14)),
    T.POKJA: ((2, 1), (2, 14)),
    T.PEMETAAN: ((2, 1), (2, 21)),
    T.RENJA: ((2, 15), (2, AKHIR_BULAN)),
    T.PROPOSAL: ((3, 1), (3, 21)),
    T.VERIFIKASI: ((3, 8), (3, 28)),
    T.PENETAPAN: ((3, 22), (3, AKHIR_BULAN)),
    T.PENCAIRAN: ((4, 1), (4, AKHIR_BULAN)),
    T.PELAKSANAAN: ((4, 1), (5, AKHIR_BULAN)),
    T.SERAH_TERIMA: ((6, 1), (6, 14)),
    T.LPJ: ((6, 15), (6, AKHIR_BULAN)),
}
# No stage calendar of B was ever published: a template that DPMPPA takes or changes.
JADWAL_B = {
    T.SOSIALISASI: ((8, 1), (8, 14)),
    T.REMBUK: ((8, 15), (8, AKHIR_BULAN)),
    T.POKJA: ((8, 15), (8, AKHIR_BULAN)),
    T.PEMETAAN: ((9, 1), (9, 14)),
    T.RENJA: ((9, 1), (9, 14)),
    T.PROPOSAL: ((9, 15), (9, 25)),
    T.VERIFIKASI: ((9, 22), (9, AKHIR_BULAN)),
    T.PENETAPAN: ((9, 25), (9, AKHIR_BULAN)),
    T.PENCAIRAN: ((10, 1), (10, AKHIR_BULAN)),
    T.PELAKSANAAN: ((10, 1), (11, AKHIR_BULAN)),
    T.SERAH_TERIMA: ((12, 1), (12, 7)),
    T.LPJ: ((12, 8), (12, 21)),
}
KELOMPOK = (("A", "Kelompok A", JADWAL_A), ("B", "Kelompok B", JADWAL_B))

# (uraian, banyaknya, satuan, harga). 12 months for both Kelompok: honor is for the year, whenever the money comes.
# Source: a pendamping, February 2026; honor figures also from DPMPPA. "3 bulan" of the five others is read per month.
BARIS_TETAP = (
    ("Honor ketua RT", 12, "bulan", 1_000_000),
    ("Honor sekretaris RT", 12, "bulan", 200_000),
    ("Honor bendahara, wakil perempuan, pemuda, tokoh masyarakat, tokoh agama (5 orang)", 15, "orang bulan", 250_000),
    ("Makan dan minum rapat", 1, "tahun", 2_000_000),
    ("Alat tulis kantor (ATK)", 1, "tahun", 1_000_000),
)
DASAR_BARIS_TETAP = "Ketentuan DPMPPA 2026"

ITEM_WAJIB = (
    ("CCTV", "Dipasang di titik paling rawan. RT besar dua unit, RT kecil satu unit.", False),
    (
        "Gerobak motor sampah",
        "RT kecil boleh membeli bersama RT lain. RT yang punya TPS 3R atau depo sampah dibebaskan.",
        True,
    ),
)

ALASAN_KEMBALI = (
    "Angka pada RAB tidak cocok dengan lampiran",
    "Berkas tidak lengkap",
    "Berkas tidak terbaca atau foto buram",
    "Daftar hadir belum ditandatangani",
    "Foto tidak menunjukkan tempat kegiatan",
    "Harga satuan di atas harga setempat",
    "Kegiatan tidak ada di Renja",
    "Nama pemilik rekening tidak sama dengan nama Pokja",
    "Nota tidak cocok dengan baris RAB",
    "Uraian kurang jelas",
    "Volume atau ukuran kurang jelas",
)

# Starting values, per ten thousand; DPMPPA corrects them with the tax office and dates the change.
TARIF_PAJAK = (
    ("PPh 21 upah dan honor", 500),
    ("PPh 22 pembelian barang", 150),
    ("PPh 23 sewa dan jasa", 200),
    ("PPh final 4(2) jasa konstruksi", 175),
    ("PPN", 1100),
    ("Pajak daerah makan dan minum", 1000),
)

# Source: the joint decree (SKB) of three ministers for 2026, number 1497, 2 and 5 of 2025. DPMPPA checks and edits.
HARI_LIBUR = (
    (1, 1, "Tahun Baru Masehi"),
    (1, 16, "Isra Mikraj"),
    (2, 16, "Cuti bersama Tahun Baru Imlek"),
    (2, 17, "Tahun Baru Imlek"),
    (3, 18, "Cuti bersama Hari Suci Nyepi"),
    (3, 19, "Hari Suci Nyepi"),
    (3, 20, "Cuti bersama Idulfitri"),
    (3, 21, "Idulfitri"),
    (3, 22, "Idulfitri"),
    (3, 23, "Cuti bersama Idulfitri"),
    (3, 24, "Cuti bersama Idulfitri"),
    (4, 3, "Wafat Yesus Kristus"),
    (4, 5, "Kebangkitan Yesus Kristus (Paskah)"),
    (5, 1, "Hari Buruh Internasional"),
    (5, 14, "Kenaikan Yesus Kristus"),
    (5, 15, "Cuti bersama Kenaikan Yesus Kristus"),
    (5, 27, "Iduladha"),
    (5, 28, "Cuti bersama Iduladha"),
    (5, 31, "Hari Raya Waisak"),
    (6, 1, "Hari Lahir Pancasila"),
    (6, 16, "Tahun Baru Islam 1 Muharam"),
    (8, 17, "Proklamasi Kemerdekaan"),
    (8, 25, "Maulid Nabi Muhammad saw."),
    (12, 24, "Cuti bersama Natal"),
    (12, 25, "Kelahiran Yesus Kristus (Natal)"),
)


@transaction.atomic
def muat_acuan():
    """Load every reference row that is missing: territory, programmes, 2025, 2026, reasons, tax rates, holidays."""
    muat_wilayah()
    for kode, nama, keterangan in PROGRAM:
        Program.objects.get_or_create(kode=kode, defaults={"nama": nama, "keterangan": keterangan})
    muat_pilot()
    muat_tahun(TAHUN_PERTAMA)
    if not AlasanKembali.objects.exists():
        AlasanKembali.objects.bulk_create(AlasanKembali(teks=teks) for teks in ALASAN_KEMBALI)
    if not TarifPajak.objects.exists():
        TarifPajak.objects.bulk_create(
            TarifPajak(nama=nama, per_sepuluh_ribu=tarif, mulai=date(TAHUN_PILOT, 1, 1)) for nama, tarif in TARIF_PAJAK
        )
    if not HariLibur.objects.filter(tanggal__year=TAHUN_PERTAMA).exists():
        HariLibur.objects.bulk_create(
            HariLibur(tanggal=date(TAHUN_PERTAMA, bulan, hari), nama=nama) for bulan, hari, nama in HARI_LIBUR
        )


def muat_wilayah():
    with WILAYAH_CSV.open(encoding="utf-8", newline="") as berkas:
        daftar = list(csv.DictReader(berkas))
    kecamatan = {}
    for baris in daftar:
        kode = baris["kecamatan_kode"]
        if kode not in kecamatan:
            kecamatan[kode], _ = Kecamatan.objects.get_or_create(kode=kode, defaults={"nama": baris["kecamatan"]})
    ada = set(Kelurahan.objects.values_list("kode", flat=True))
    Kelurahan.objects.bulk_create(
        Kelurahan(
            kecamatan=kecamatan[baris["kecamatan_kode"]],
            kode=baris["kelurahan_kode"],
            nama=baris["kelurahan"],
            nama_cari=kunci_nama(baris["kelurahan"]),
        )
        for baris in daftar
        if baris["kelurahan_kode"] not in ada
    )


def muat_pilot():
    """The closed pilot of 2025: one Kelompok, one flat tier."""
    tahun_program, baru = _tahun_program(TAHUN_PILOT, ditutup=True, dasar_hukum="Perwal Kota Jambi 18/2025")
    if baru:
        _isi_tahun(tahun_program, TINGKAT_PILOT)
        Kelompok.objects.create(tahun_program=tahun_program, kode=PILOT, nama="Pilot 2025")
    return tahun_program


@transaction.atomic
def muat_tahun(tahun):
    """A tahun program with the default tiers, Kelompok A and B and their templates. An existing one stays as it is.

    Only 2026's calendar of A was published; every other one waits for DPMPPA to take it.
    """
    tahun_program, baru = _tahun_program(tahun, dasar_hukum="Perwal Kota Jambi 18/2025 dan 36/2025")
    if not baru:
        return tahun_program
    _isi_tahun(tahun_program, TINGKAT)
    for nama, keterangan, boleh_bebas in ITEM_WAJIB:
        ItemWajib.objects.create(tahun_program=tahun_program, nama=nama, keterangan=keterangan, boleh_bebas=boleh_bebas)
    for kode, nama, jadwal in KELOMPOK:
        kelompok = Kelompok.objects.create(
            tahun_program=tahun_program,
            kode=kode,
            nama=nama,
            jadwal_ditetapkan=(tahun, kode) == (TAHUN_PERTAMA, "A"),
        )
        JadwalTahap.objects.bulk_create(
            JadwalTahap(kelompok=kelompok, tahap=tahap, mulai=_hari(tahun, *mulai), selesai=_hari(tahun, *selesai))
            for tahap, (mulai, selesai) in jadwal.items()
        )
        _isi_baris_tetap(kelompok)
    return tahun_program


def _tahun_program(tahun, **defaults):
    program, _ = Program.objects.get_or_create(kode=PROGRAM_UTAMA, defaults={"nama": "Kampung Bahagia"})
    return TahunProgram.objects.get_or_create(program=program, tahun=tahun, defaults=defaults)


def _isi_tahun(tahun_program, tingkat):
    Tingkat.objects.bulk_create(
        Tingkat(tahun_program=tahun_program, kk_minimal=kk_minimal, pagu=pagu) for kk_minimal, pagu in tingkat
    )
    Termin.objects.create(tahun_program=tahun_program, urut=1, persen=100)


def _isi_baris_tetap(kelompok):
    BarisTetap.objects.bulk_create(
        BarisTetap(
            kelompok=kelompok,
            urut=urut,
            uraian=uraian,
            jenis_biaya=JenisBiaya.OPERASIONAL,
            volume=banyaknya * 1000,
            satuan=satuan,
            harga_satuan=harga,
            sumber_aturan=DASAR_BARIS_TETAP,
        )
        for urut, (uraian, banyaknya, satuan, harga) in enumerate(BARIS_TETAP, start=1)
    )


def _hari(tahun, bulan, hari):
    return date(tahun, bulan, min(hari, calendar.monthrange(tahun, bulan)[1]))
