"""Load the demo year: the register, the people, and each RT's life up to the day of loading. All of it or nothing."""

import contextlib
import datetime as dt
from dataclasses import replace
from pathlib import Path
from random import Random

from django.db import transaction
from django.utils import timezone

from anggaran.acuan import TAHUN_PERTAMA, muat_acuan
from anggaran.impor import baca_dan_rencanakan, rencanakan, terapkan
from anggaran.impor_rencana import ambil_tahun
from anggaran.models import Alokasi, BarisTetap, ItemWajib, TarifPajak, Termin
from laporan.demo import akhir, kas, perencanaan, rab, uang
from laporan.demo.berkas import Lemari
from laporan.demo.gudang import Gudang
from laporan.demo.hidup import Acuan, Hidup
from laporan.demo.istimewa import lengkapi
from laporan.demo.nasib import KODE_KENALI_BESAR, NOMOR_KETUART, NOMOR_KETUART2, nasib_untuk
from laporan.demo.orang import akun_ketuart2, nama_orang, tempatkan
from laporan.demo.pemeriksaan import periksa
from laporan.demo.pengawasan import Pengawas
from laporan.demo.perjalanan import Perjalanan
from pokja.models import AlasanKembali, JadwalTahap, Kelompok, Unsur, Usulan
from pokja.tahapan import TAHAP_AKHIR, Tahap
from rt.models import Kelurahan, Pengguna

REGISTER = Path(__file__).parent / "data" / "rt_kota_jambi_2026.xlsx"
TAHUN = TAHUN_PERTAMA
SEKALI_SIMPAN = 15_000  # rows kept in memory at a time
SATU_DARI = 80  # beside Kenali Besar, one RT in so many has drawings of its own
PENETAPAN_PAGU = {"A": dt.date(TAHUN, 2, 10), "B": dt.date(TAHUN, 8, 25)}


class BukanBasisDataDemo(Exception):
    """There is something in the database that the demo did not put there."""


def sudah_dimuat():
    return (
        Pengguna.objects.filter(username="dpmppa").exists() and Usulan.objects.exclude(tahap=Tahap.SOSIALISASI).exists()
    )


def muat(*, hari=None, kelurahan=None, lapor=lambda teks: None):
    """Load the world as it stands on `hari` (today); `kelurahan` limits it to some codes. Raises BukanBasisDataDemo."""
    if Pengguna.objects.exists() or Usulan.objects.exists():
        raise BukanBasisDataDemo
    # A year's book is closed on its last day, whenever the demo is loaded.
    hari = min(hari or timezone.localdate(), dt.date(TAHUN, 12, 31))
    gudang = Gudang()
    lemari = Lemari(gudang)
    lemari.kosongkan()
    with contextlib.ExitStack() as jika_gagal:
        jika_gagal.callback(lemari.kosongkan)
        with transaction.atomic():
            _muat(gudang, lemari, hari, kelurahan, lapor)
        jika_gagal.pop_all()
    lapor(
        f"{sum(gudang.jumlah.values()):,} baris, {lemari.jumlah:,} berkas ({lemari.bita // 1_000_000} MB)".replace(
            ",", "."
        )
    )
    return gudang.jumlah


def _muat(gudang, lemari, hari, kelurahan, lapor):
    lapor("Membaca daftar RT ...")
    muat_acuan()
    rencana = baca_dan_rencanakan(REGISTER, TAHUN)
    if kelurahan is not None:
        rencana = _batasi(rencana, kelurahan)
    terapkan(rencana)
    daftar_usulan = list(
        Usulan.objects.filter(tahun_program__tahun=TAHUN)
        .select_related("rt__kelurahan__kecamatan", "kelompok", "alokasi", "tahun_program")
        .order_by("rt__kelurahan__kode", "rt__nomor")
    )
    lapor(f"{len(rencana.daftar_rencana)} RT, {len(daftar_usulan)} usulan {TAHUN}.")
    orang = tempatkan(gudang, [usulan.rt for usulan in daftar_usulan], hari)
    daftar_h = _jalankan(daftar_usulan, orang, hari)
    _pilih_ketuart2(gudang, daftar_h, orang, hari)
    _pinjamkan_nota(daftar_h)
    gudang.simpan()
    lapor("Akun dan penugasan selesai. Menyusun perjalanan tiap RT ...")
    pengawas = Pengawas(gudang)
    bendahara = uang.Bendahara(gudang, daftar_usulan[0].tahun_program)
    _tulis_semua(daftar_h, gudang, lemari, bendahara, pengawas, lapor)
    lengkapi(daftar_h, gudang, lemari, orang)
    pengawas.simpan_riwayat()
    _perbarui_usulan(daftar_h, hari)
    gudang.selesai()
    lapor("Memeriksa keseimbangan seluruh pembukuan ...")
    periksa()


def _batasi(rencana, kelurahan):
    """The same register with the RT of a few kelurahan only (for tests)."""
    dipilih = set(Kelurahan.objects.filter(kode__in=kelurahan).values_list("pk", flat=True))
    baris = [satu for satu in rencana.hasil.daftar_baris if satu.kelurahan_id in dipilih]
    return rencanakan(replace(rencana.hasil, daftar_baris=baris), TAHUN, rencana.tanggal_kk, rencana.sumber)


def _acuan(tahun_program):
    baris_tetap = {}
    for baris in BarisTetap.objects.filter(kelompok__tahun_program=tahun_program, aktif=True):
        baris_tetap.setdefault(baris.kelompok_id, []).append(baris)
    return Acuan(
        termin=Termin.objects.get(tahun_program=tahun_program, urut=1),
        baris_tetap=baris_tetap,
        item_wajib=list(ItemWajib.objects.filter(tahun_program=tahun_program, aktif=True)),
        tarif={
            kata: tarif
            for tarif in TarifPajak.objects.all()
            for kata in ("PPh 22", "PPN", "Pajak daerah")
            if tarif.nama.startswith(kata)
        },
        alasan=list(AlasanKembali.objects.filter(aktif=True)),
    )


def _jalankan(daftar_usulan, orang, hari):
    """The Hidup of every Usulan: its way through the calendar, and what it plans to spend."""
    tahun_program = ambil_tahun(TAHUN)
    acuan = _acuan(tahun_program)
    # DPMPPA has taken the calendar of B, else nobody in B would have a due date.
    Kelompok.objects.filter(tahun_program=tahun_program).update(jadwal_ditetapkan=True)
    jadwal = {}
    for satu in JadwalTahap.objects.filter(kelompok__tahun_program=tahun_program):
        jadwal.setdefault(satu.kelompok_id, {})[Tahap(satu.tahap)] = (satu.mulai, satu.selesai)
    daftar_h = []
    for urut, usulan in enumerate(daftar_usulan):
        rt, kode = usulan.rt, usulan.rt.kelurahan.kode
        acak = Random(f"{TAHUN} {kode} {rt.nomor}")  # noqa: S311
        kenali_besar = kode == KODE_KENALI_BESAR
        h = Hidup(
            usulan=usulan,
            acak=acak,
            jalan=Perjalanan(
                jadwal[usulan.kelompok_id], nasib_untuk(kode, rt.nomor, usulan.kelompok.kode, acak), acak, kode, hari
            ),
            ketua=orang.ketua[rt.pk],
            petugas=orang.petugas[rt.kelurahan_id],
            lurah=orang.lurah[rt.kelurahan_id],
            pendamping=orang.pendamping[rt.pk],
            dpmppa=orang.dpmppa,
            keuangan=orang.keuangan,
            acuan=acuan,
            nomor_rekening=str(3_011_000_000 + urut * 5_077 + 83),
            pameran=kenali_besar or urut % SATU_DARI == 7,
            kosong=(kenali_besar and rt.nomor == NOMOR_KETUART) or acak.random() < 0.5,
        )
        rab.rencanakan(h)
        daftar_h.append(h)
    return daftar_h


def _pilih_ketuart2(gudang, daftar_h, orang, hari):
    """In Kenali Besar and in Pelaksanaan; on a day when nobody is there, the one nearest to it."""
    calon = [h for h in daftar_h if h.kelurahan.kode == KODE_KENALI_BESAR and h.rt.nomor != NOMOR_KETUART]
    if not calon:
        return
    h = min(
        calon,
        key=lambda h: (h.tahap != Tahap.PELAKSANAAN, h.tahap in TAHAP_AKHIR, h.rt.nomor != NOMOR_KETUART2, h.rt.nomor),
    )
    h.anggota[Unsur.BENDAHARA] = nama_orang(h.acak)
    akun_ketuart2(gudang, orang, h.rt, h.anggota[Unsur.BENDAHARA], hari)
    h.bendahara = orang.bendahara[h.rt.pk]


def _pinjamkan_nota(daftar_h):
    """Two pairs of RT hand in one and the same nota: what a checker should be warned of."""
    berbuku = [h for h in daftar_h if h.pameran and h.jalan.nyata_pada(Tahap.PENCAIRAN, "konfirmasi")]
    kenali_besar = [h for h in berbuku if h.kelurahan.kode == KODE_KENALI_BESAR]
    for daftar in (berbuku, kenali_besar):
        if len(daftar) > 1:
            daftar[1].meminjam = daftar[0]


def _tulis_semua(daftar_h, gudang, lemari, bendahara, pengawas, lapor):
    for urut, h in enumerate(daftar_h, start=1):
        perencanaan.isi(h, gudang, lemari)
        rab.isi(h, gudang, lemari)
        catatan = uang.isi(h, gudang, bendahara)
        kas.isi(h, gudang, lemari)
        akhir.isi(h, gudang, lemari)
        pengawas.isi(h, catatan)
        if gudang.banyak > SEKALI_SIMPAN:
            gudang.simpan()
            lapor(f"{urut} dari {len(daftar_h)} usulan ...")
    gudang.simpan()


def _awal_giliran(h):
    """Whoever has not been invited yet waits since the window of its Kelompok opened."""
    mulai = min(h.jalan.jadwal[Tahap.SOSIALISASI][0], h.hari)
    return max(h.usulan.dibuat_pada, dt.datetime.combine(mulai, dt.time(1), dt.UTC))


def _perbarui_usulan(daftar_h, hari):
    """Bring every Usulan to where its last step led, and fix the pagu of the Kelompok that have got so far."""
    for h in daftar_h:
        usulan = h.usulan
        usulan.tahap, usulan.giliran, usulan.dikembalikan_oleh = h.jalan.kini
        usulan.versi = len(h.jalan.nyata)
        usulan.jatuh_tempo = None if h.tahap in TAHAP_AKHIR else h.jalan.jadwal[h.tahap][1]
        usulan.dibuat_pada = dt.datetime(TAHUN, 1, 5, 3, 0, tzinfo=dt.UTC)
        usulan.giliran_sejak = h.jalan.nyata[-1].pada if h.jalan.nyata else _awal_giliran(h)
        usulan.hadir_sosialisasi = h.acak.random() < 0.95 if h.jalan.nyata else None
    kolom = [
        "tahap",
        "giliran",
        "dikembalikan_oleh",
        "versi",
        "jatuh_tempo",
        "dibuat_pada",
        "giliran_sejak",
        "hadir_sosialisasi",
    ]
    Usulan.objects.bulk_update([h.usulan for h in daftar_h], kolom, batch_size=40)
    for kode, ditetapkan in PENETAPAN_PAGU.items():
        if ditetapkan < hari:
            pada = dt.datetime.combine(ditetapkan, dt.time(3), dt.UTC)
            Alokasi.objects.filter(usulan__tahun_program__tahun=TAHUN, usulan__kelompok__kode=kode).update(
                sementara=False, ditetapkan_pada=pada, ditetapkan_oleh=daftar_h[0].dpmppa
            )
