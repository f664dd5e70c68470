"""The demo's world of November, loaded once for all tests of this file: every rule holds, every account has work."""

import datetime as dt

import pytest
from django.db import transaction
from django.db.models import F
from django.test import override_settings
from django.utils import timezone

from anggaran.models import BarisRAB, BukuKas, Pencairan, Permohonan
from anggaran.services.nota import nota_kembar
from kampung.gambar import daftar_gambar
from kampung.potret.daftar import daftar_potret
from kampung.ukuran.peladen import klien
from laporan.demo.muat import muat
from laporan.demo.nasib import KENALI_BESAR, KODE_KENALI_BESAR
from laporan.demo.orang import SANDI
from laporan.demo.pemeriksaan import pelanggaran
from laporan.gerbang import GERBANG, halangan
from laporan.models import LPJ
from pokja.berkas import periksa_isi
from pokja.models import Berkas, Riwayat, Tanda, Usulan
from pokja.tahapan import Giliran, Tahap
from rt.models import RT, Pengguna

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("dunia")]

HARI = dt.date(2026, 11, 21)
OLAK_KEMANG = "15.71.06.1003"
T, G = Tahap, Giliran


@pytest.fixture(scope="module")
def dunia(django_db_setup, django_db_blocker, tmp_path_factory):
    """The world stands around the tests' own transactions and is rolled back after the last; gives its media folder."""
    folder = tmp_path_factory.mktemp("berkas")
    with django_db_blocker.unblock(), transaction.atomic():
        with override_settings(MEDIA_ROOT=folder, PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"]):
            muat(hari=HARI, kelurahan=(KODE_KENALI_BESAR, OLAK_KEMANG))
        yield folder
        transaction.set_rollback(True)


def usulan_kenali_besar(nomor):
    return Usulan.objects.select_related("rt__kelurahan", "alokasi", "kelompok", "tahun_program").get(
        rt__kelurahan__kode=KODE_KENALI_BESAR, rt__nomor=nomor, tahun_program__tahun=2026
    )


def keadaan(nomor):
    usulan = usulan_kenali_besar(nomor)
    return usulan.tahap, usulan.giliran, usulan.dikembalikan_oleh


def halangan_tahap_terlewati(usulan):
    """What the real gates say today of the filings and checks this Usulan has passed; those of tahap 9 ask of the moment."""
    hasil = {}
    for tahap, giliran, aksi in set(usulan.daftar_riwayat.values_list("dari_tahap", "dari_giliran", "aksi")):
        gerbang = GERBANG.get((tahap, giliran, aksi))
        if gerbang and tahap != T.PENCAIRAN and aksi in ("ajukan", "terima", "teruskan"):
            hasil[tahap, aksi] = [
                pesan for pesan in gerbang(usulan) if not pesan.startswith(("Masih ada bagian yang", "Temuan masih"))
            ]
    return {langkah: pesan for langkah, pesan in hasil.items() if pesan}


def test_world_of_november_keeps_every_rule():
    assert pelanggaran() == {}
    daftar = Usulan.objects.filter(tahun_program__tahun=2026).select_related("rt__kelurahan", "alokasi", "kelompok")
    salah = {str(usulan): pesan for usulan in daftar if (pesan := halangan_tahap_terlewati(usulan))}
    assert salah == {}
    assert {usulan.rt.kelurahan.kode for usulan in daftar} == {KODE_KENALI_BESAR, OLAK_KEMANG}
    assert not Riwayat.objects.filter(pada__date__gte=HARI).exists()
    assert not BukuKas.objects.filter(tanggal__gte=HARI).exists()
    assert not BukuKas.objects.filter(jenis="belanja", bukti__isnull=True).exists()
    jam = {timezone.localtime(pada).hour for pada in Riwayat.objects.values_list("pada", flat=True)}
    assert jam <= set(range(8, 18))
    dikembalikan = daftar.exclude(dikembalikan_oleh="")
    assert {u.pk for u in dikembalikan} == set(Tanda.objects.terbuka().values_list("usulan", flat=True))


def test_every_demo_account_has_its_place_and_work():
    assert {nomor: keadaan(nomor) for nomor in (3, 4, 5, 6, 7, 8, 9, 10, 12, 13, 14, 15, 16, 17)} == {
        3: (T.REMBUK, G.RT, ""),
        4: (T.LPJ, G.KELURAHAN, ""),
        5: (T.PELAKSANAAN, G.RT, ""),
        6: (T.PENCAIRAN, G.KELURAHAN, ""),
        7: (T.VERIFIKASI, G.KELURAHAN, ""),
        8: (T.LPJ, G.DPMPPA, ""),
        9: (T.PENCAIRAN, G.KEUANGAN, ""),
        10: (T.LPJ, G.RT, G.KELURAHAN),
        12: (T.MUNDUR, G.TUTUP, ""),
        13: (T.POKJA, G.KELURAHAN, ""),
        14: (T.LPJ, G.RT, ""),
        15: (T.VERIFIKASI, G.RT, G.KELURAHAN),
        16: (T.PENCAIRAN, G.KELURAHAN, ""),
        17: (T.SERAH_TERIMA, G.KELURAHAN, ""),
    }
    jumlah_rt = {
        nama: RT.objects.untuk(Pengguna.objects.get(username=nama)).count()
        for nama in ("ketuart", "ketuart2", "bendahara", "pendamping", "kelurahan", "lurah", "kecamatan")
    }
    assert jumlah_rt == {
        "ketuart": 1, "ketuart2": 1, "bendahara": 1, "pendamping": 15, "kelurahan": 17, "lurah": 17, "kecamatan": 17,
    }  # fmt: skip
    for nama in (*jumlah_rt, "dpmppa", "keuangan", "inspektorat"):
        pengguna = Pengguna.objects.get(username=nama)
        assert pengguna.check_password(SANDI) and not pengguna.harus_ganti_sandi
    # Nobody else can sign in with a password that stands in the README.
    assert not Pengguna.objects.get(username="rt01.kenalibesar").has_usable_password()


def test_ketuart_starts_with_empty_hands_and_late():
    usulan = usulan_kenali_besar(3)

    assert usulan.terlambat and usulan.jatuh_tempo == dt.date(2026, 8, 31)
    assert not hasattr(usulan, "rembuk") and not usulan.daftar_berkas.exists()
    assert not usulan.alokasi.sementara
    assert [r.aksi for r in usulan.daftar_riwayat.all()] == ["catat_hadir"]
    ketuart2 = usulan_kenali_besar(5)
    assert ketuart2.daftar_bukukas.filter(jenis="belanja").count() >= 5
    assert set(ketuart2.daftar_bukukas.values_list("dicatat_oleh__username", flat=True)) == {"bendahara"}


def test_kelurahan_can_bundle_and_lurah_can_sign():
    assert halangan(usulan_kenali_besar(6), "mohonkan") == []
    permohonan = Permohonan.objects.get(status="disiapkan", kelurahan__kode=KODE_KENALI_BESAR)
    assert [p.usulan.rt.nomor for p in permohonan.daftar_pencairan.all()] == [16]
    assert Pencairan.objects.get(usulan=usulan_kenali_besar(9)).status == "diproses"


def test_files_are_there_and_what_they_say_they_are(dunia):
    assert Berkas.objects.count() > 250
    for berkas in Berkas.objects.all():
        bita = (dunia / berkas.isi.name).read_bytes()
        assert len(bita) == berkas.ukuran <= 15_000
        assert periksa_isi(bita)[0] == berkas.tipe
    # One nota was handed in by two RT.
    assert any(nota_kembar(usulan_kenali_besar(nomor)) for nomor in KENALI_BESAR)


def test_audit_finds_what_is_wrong():
    lpj = LPJ.objects.filter(diterima_pada__isnull=False).first()
    terima = BukuKas.objects.filter(usulan=lpj.usulan, jenis="terima_program").get()

    BukuKas.objects.create(
        usulan=lpj.usulan, jenis="setor_sisa", tanggal=terima.tanggal, uraian="Lebih", nilai=terima.nilai + 1, nomor_bukti="STS"
    )  # fmt: skip
    BarisRAB.objects.filter(daftar_belanja__isnull=False).update(volume=1000, harga_satuan=1, jumlah=1)
    Usulan.objects.filter(pk=lpj.usulan_id).update(versi=F("versi") + 1)

    assert set(pelanggaran()) == {
        "LPJ yang diterima tidak sama dengan buku kas",
        "usulan selesai yang tidak seimbang",
        "saldo di bawah nol",
        "belanja melebihi baris RAB",
        "riwayat yang tidak sampai ke keadaan usulan",
    }


def test_each_picture_of_readme_and_guides_finds_its_page():
    """`manage.py potret` needs a browser and minutes; that its pages are there is known here."""
    daftar = daftar_potret()
    assert {potret.nama for potret in daftar} == daftar_gambar()
    for potret in daftar:
        response = klien(potret.pengguna).get(potret.alamat, headers={"accept-encoding": "identity"})
        assert response.status_code == 200, potret
        assert potret.sampai in response.content.decode(), potret
