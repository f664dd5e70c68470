"""The demo year: believable on whatever day it is loaded, loaded once, whole or not at all."""

import datetime as dt
import io
from collections import Counter
from random import Random

import pytest
from django.conf import settings as pengaturan
from django.core.management import CommandError, call_command
from django.db.models import Max

from anggaran.acuan import JADWAL_A, JADWAL_B, _hari
from anggaran.models import BukuKas
from laporan.demo.berkas import FOLDER, pdf_satu_halaman
from laporan.demo.muat import BukanBasisDataDemo, muat
from laporan.demo.nasib import KODE_KENALI_BESAR, Nasib, nasib_untuk
from laporan.demo.pemeriksaan import pelanggaran
from laporan.demo.perjalanan import Perjalanan
from pokja.berkas import periksa_isi
from pokja.models import Berkas, Riwayat, Usulan
from pokja.tahapan import ALUR, DUA_BELAS, Giliran, Tahap
from rt.models import RT, Pengguna, Peran

HARI = dt.date(2026, 11, 21)
OLAK_KEMANG = "15.71.06.1003"
T, G = Tahap, Giliran


def dunia(hari=HARI):
    """The world of one kelurahan: quick, and with all demo accounts."""
    return muat(hari=hari, kelurahan=(KODE_KENALI_BESAR,))


def test_pdf_is_small_and_distinct():
    satu, dua = pdf_satu_halaman(("Toko (A)", "Nota 1")), pdf_satu_halaman(("Toko (A)", "Nota 2"))

    assert satu != dua and len(satu) < 900
    assert periksa_isi(satu)[0] == "application/pdf"
    awal = int(satu.split(b"startxref\n")[1].split()[0])
    assert satu[awal : awal + 4] == b"xref"


@pytest.mark.parametrize("hari", [dt.date(2026, 1, 20), dt.date(2026, 5, 20), dt.date(2027, 2, 1)])
@pytest.mark.django_db
def test_loaded_on_another_day_nothing_lies_in_the_future(hari):
    dunia(hari)

    assert pelanggaran() == {}
    assert not Riwayat.objects.filter(pada__date__gte=hari).exists()
    assert Pengguna.objects.filter(username__in=["ketuart", "ketuart2", "bendahara"]).count() == 3
    tanggal = BukuKas.objects.aggregate(hari=Max("tanggal"))["hari"]
    assert tanggal is None or (tanggal < hari and tanggal.year == 2026)


@pytest.mark.parametrize(
    ("hari", "a", "b"),
    [
        (dt.date(2026, 3, 15), T.VERIFIKASI, T.SOSIALISASI),
        (dt.date(2026, 5, 10), T.PELAKSANAAN, T.SOSIALISASI),
        (dt.date(2026, 11, 21), T.SELESAI, T.PELAKSANAAN),
        (dt.date(2026, 12, 20), T.SELESAI, T.LPJ),
    ],
)
def test_most_go_by_the_calendar(hari, a, b):
    for kode, jadwal, tahap in (("A", JADWAL_A, a), ("B", JADWAL_B, b)):
        jadwal = {t: (_hari(2026, *mulai), _hari(2026, *selesai)) for t, (mulai, selesai) in jadwal.items()}
        jumlah = Counter()
        for nomor in range(200):
            acak = Random(f"{kode} {nomor}")
            jalan = Perjalanan(jadwal, nasib_untuk("99", nomor, kode, acak), acak, "99", hari)
            saat = [peristiwa.pada for peristiwa in jalan.rencana]
            assert saat == sorted(set(saat))
            jumlah[jalan.kini[0]] += 1
        assert jumlah.most_common(1)[0][0] == tahap and jumlah[tahap] > 100


@pytest.mark.parametrize("tahap", DUA_BELAS)
def test_a_life_stops_where_its_nasib_says(tahap):
    jadwal = {t: (_hari(2026, *mulai), _hari(2026, *selesai)) for t, (mulai, selesai) in JADWAL_A.items()}
    for langkah in ALUR:
        if langkah.tahap != tahap or langkah.aksi not in ("ajukan", "terima", "catat_hadir", "mohonkan", "konfirmasi"):
            continue
        if (tahap, langkah.giliran) in ((T.VERIFIKASI, G.RT), (T.PENETAPAN, G.RT)):
            continue  # reached by a return only
        jalan = Perjalanan(jadwal, Nasib((tahap, langkah.giliran, "")), Random(1), "99", HARI)
        assert jalan.kini == (tahap, langkah.giliran, "")


# --- the command ----------------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_second_run_changes_nothing_and_keeps_what_people_entered(settings):
    settings.KAMPUNG_DEMO = True
    jumlah = dunia()
    RT.objects.filter(nomor=1).update(nama_ketua="Ketua Baru")
    sebelum = {model: model.objects.count() for model in (Usulan, Riwayat, BukuKas, Berkas, Pengguna)}
    keluaran = io.StringIO()

    call_command("demo", stdout=keluaran)

    assert keluaran.getvalue() == "Data contoh sudah ada; tidak ada yang diubah.\n"
    assert {model: model.objects.count() for model in sebelum} == sebelum
    assert jumlah["pokja.Riwayat"] == sebelum[Riwayat]
    assert RT.objects.get(nomor=1).nama_ketua == "Ketua Baru"


@pytest.mark.django_db
def test_refused_without_kampung_demo(settings):
    settings.KAMPUNG_DEMO = False

    with pytest.raises(CommandError, match="KAMPUNG_DEMO=1"):
        call_command("demo")

    assert not Pengguna.objects.exists() and not RT.objects.exists()


@pytest.mark.django_db
def test_refused_on_a_database_with_other_data(settings, dpmppa, usulan):
    settings.KAMPUNG_DEMO = True
    dpmppa.username = "dinas"
    dpmppa.save()

    with pytest.raises(CommandError, match="basis data yang kosong"):
        call_command("demo")
    with pytest.raises(BukanBasisDataDemo):
        muat()

    assert Usulan.objects.get() == usulan and not Pengguna.objects.filter(peran=Peran.KEUANGAN).exists()


@pytest.mark.django_db(transaction=False)
def test_interrupted_load_leaves_no_half_world(settings):
    def putus(teks):
        if teks.startswith("Memeriksa"):
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        muat(hari=HARI, kelurahan=(KODE_KENALI_BESAR,), lapor=putus)

    assert not Pengguna.objects.exists() and not Usulan.objects.exists() and not Berkas.objects.exists()
    assert not (pengaturan.MEDIA_ROOT / FOLDER).exists()
    assert dunia()["pokja.Usulan"] == 0 and Usulan.objects.exists()
