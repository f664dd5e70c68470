"""Two worlds in one database: a whole practice life, with the figures of a real one, changes nothing that the programme shows."""

import re
from datetime import datetime
from io import BytesIO
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from anggaran.acuan import muat_acuan
from anggaran.models import BarisRAB, ItemWajib, Pencairan, Permohonan, Sanggah, SKPenetapan
from anggaran.services.nota import nota_kembar
from kampung.testing import make_pengguna, make_rt, make_usulan
from kampung.tests.dunia import isi_basis_data, isi_penuh, semua_alamat, url_bewilayah
from kampung.tests.latihan_uji import KisahLatihan, buka_rt, masuk, sampai_cair
from kampung.tests.test_perjalanan import pelaksanaan, serah_terima_dan_lpj
from laporan.kabar import ringkasan_untuk
from laporan.tests import adegan
from pokja.hari_kerja import muat_libur
from pokja.models import Kelompok, Rekening, Surat, TahunProgram
from rt.models import RT, Kecamatan, Kelurahan, Pengguna, Peran
from rt.services.latihan import DAFTAR_PEMERAN

# What is of the browser and not of the programme.
BERUBAH = re.compile(r'(name="(?:csrfmiddlewaretoken|token)" value=|data-sandi=)"[^"]*"')
BUKAN_BACAAN = ("keluar", "bantuan", "latihan", "sandi_kirim", "luring_pekerja", "gaya")
KATA = ("latihan", "SP2D/9/2026", "Ketua RT 01", "900/1/KB/2026", "Pokja RT 03", "1234567890")
SAAT = datetime(2026, 11, 21, 15, 0, tzinfo=ZoneInfo("Asia/Jakarta"))
KEMBAR = {"toko": "Toko Kembar", "nomor_bukti": "KEMBAR-1"}


def isi_jawaban(response):
    """What a person reads: the page without its tokens, or every cell of every sheet."""
    if "spreadsheet" in response.get("Content-Type", ""):
        buku = load_workbook(BytesIO(b"".join(response.streaming_content)))
        return {lembar.title: [[sel.value for sel in baris] for baris in lembar.iter_rows()] for lembar in buku}
    isi = b"".join(response.streaming_content) if response.streaming else response.content
    return response.status_code, BERUBAH.sub("", isi.decode("utf-8", "replace"))


def daftar_bacaan(usulan):
    """Addresses of every page and file without a row, of the year's settings, of one Usulan, and of some searches."""
    kelompok = usulan.kelompok_id
    for alamat in semua_alamat():
        if alamat.nama.startswith(BUKAN_BACAAN):
            continue
        if not alamat.isian:
            yield reverse(alamat.nama)
        elif alamat.isian <= {"tahun", "pk"} and "tahun" in alamat.isian and "hapus" not in alamat.nama:
            pk = {"pk": kelompok} if "kelompok" in alamat.jalur or "alokasi" in alamat.jalur else {}
            if pk or alamat.isian == {"tahun"}:
                yield reverse(alamat.nama, kwargs={"tahun": 2026} | {n: v for n, v in pk.items() if n in alamat.isian})
        elif alamat.isian == {"pk"} and alamat.jalur.startswith("usulan/<"):
            yield reverse(alamat.nama, args=[usulan.pk])
    for kata in KATA:
        for nama, kunci in (("laporan:cari", "q"), ("laporan:pencairan_list", "cari"), ("laporan:publik_rt", "cari")):
            yield f"{reverse(nama)}?{kunci}={kata}"
    for nama in ("laporan:usulan_list", "laporan:usulan_xlsx", "laporan:pencairan_xlsx", "laporan:rekap_xlsx"):
        yield f"{reverse(nama)}?tahun=semua"
    yield f"{reverse('rt:pengguna_list')}?q=latihan"
    yield f"{reverse('rt:pejabat_list')}?semua=1"


def sapu(login, pembaca, usulan, sebelum=None):
    """{(who, address): what is read there}, and what the digest says. All in one still minute.

    DPMPPA reads everything; the others what has no row in its address. `sebelum`: only what could be read then.
    """
    hasil, semua = {}, list(daftar_bacaan(usulan))
    Pengguna.objects.update(last_login=SAAT)
    with time_machine.travel(SAAT, tick=False):
        for nama, pengguna in pembaca.items():
            client = login(pengguna) if pengguna else Client()
            for alamat in semua:
                if (nama, alamat) in sebelum if sebelum else nama == "dpmppa" or not alamat.startswith("/usulan/"):
                    isi = isi_jawaban(client.get(alamat))
                    client.cookies.pop("messages", None)  # what one page says on the next
                    if sebelum or isinstance(isi, dict) or isi[0] == 200:
                        hasil[nama, alamat] = isi
            if nama in ("dpmppa", "keuangan", "petugas"):
                hasil[nama, "ringkasan"] = ringkasan_untuk(pengguna, muat_libur())
    return hasil


def kota():
    """A real RT with a row of everything, and the people who read it.

    The numbers of its papers are those that the practice will use, on other days: what would be refused if they met.
    """
    kenali_besar = Kelurahan.objects.get(nama="Kenali Besar")
    rt = make_rt(kenali_besar, nomor=3, kk=40, nama_ketua="Dewi Lestari")
    kelompok = Kelompok.objects.get(tahun_program__tahun=2026, kode="B")
    usulan, orang = isi_penuh(make_usulan(rt, kelompok))
    ItemWajib.objects.filter(pk__in=usulan.daftar_pembebasan.values("item_wajib")).update(
        tahun_program=TahunProgram.objects.get(tahun=2025)
    )
    Rekening.objects.update(nomor="1234567890", atas_nama="Pokja RT 03")
    SKPenetapan.objects.update(nomor="SK/77/2026")
    Permohonan.objects.update(nomor="900/1/KB/2026")
    Pencairan.objects.update(sp2d_nomor="SP2D/9/2026")
    baris = BarisRAB.objects.filter(versi_rab__usulan=usulan).first()
    adegan.belanja(usulan, baris, nilai=1_250_000, **KEMBAR)
    make_usulan(make_rt(kenali_besar, nomor=9, kk=70), kelompok, sementara=True)
    pembaca = {
        "dpmppa": make_pengguna(Peran.DPMPPA, "dpmppa"),
        "keuangan": make_pengguna(Peran.KEUANGAN, "keuangan"),
        "inspektorat": make_pengguna(Peran.INSPEKTORAT, "inspektorat"),
        "kecamatan": make_pengguna(Peran.KECAMATAN, "kecamatan", kecamatan=kenali_besar.kecamatan),
        "petugas": orang[Peran.KELURAHAN],
        "ketua": orang[Peran.KETUA_RT],
        "umum": None,
    }
    return usulan, pembaca


def kembar_di_latihan(kisah):
    baris = kisah.usulan.daftar_versi_rab.get(status="berlaku").daftar_baris.first()
    kisah.buku(
        "belanja", foto=adegan.foto(), baris_rab=str(baris.pk), uraian="Semen", nilai="1.250.000", tempat="bank", pajak="",
        tarif="", **KEMBAR,
    )  # fmt: skip
    return kisah.usulan.daftar_bukukas.order_by("-pk").first()


def terbitkan_surat(kisah):
    alamat = reverse("laporan:surat_terbitkan", args=["lpj", kisah.usulan.pk])
    assert kisah["ketua"].client.post(alamat).status_code == 302
    return Surat.objects.get(kelurahan__latihan=True, jenis="lpj")


@pytest.mark.django_db
def test_a_practice_life_changes_nothing_of_the_programme_and_neither_world_sees_the_other(login):
    muat_acuan()
    nyata, pembaca = kota()
    sebelum = sapu(login, pembaca, nyata)
    baris_nyata = {nama: {isi[0] for isi in daftar} for nama, daftar in isi_basis_data().items()}

    # The same ketua, account number, decree, letter and SP2D numbers, shop and sum, played by roles alone.
    asli = pembaca["keuangan"]
    client = login(asli)
    kisah = KisahLatihan(login, {"asli": asli})
    kisah.usulan = buka_rt(client)
    tetangga = buka_rt(client, nomor=2, kk=128)
    RT.objects.filter(kelurahan__latihan=True).update(nama_ketua=nyata.rt.nama_ketua)
    sampai_cair(kisah)
    kembar = kembar_di_latihan(kisah)
    assert (nota_kembar(nyata), nota_kembar(kisah.usulan)) == ({}, {})
    kisah.koreksi(kembar, "Salah ketik")
    Sanggah.objects.create(usulan=tetangga, kk=101, kk_tercatat=59, alasan="Ada keluarga baru", dibuat_oleh=asli)
    pelaksanaan(kisah)
    serah_terima_dan_lpj(kisah)
    assert kisah.keadaan() == ("selesai", "tutup")
    surat = terbitkan_surat(kisah)

    sesudah = sapu(login, pembaca, nyata, sebelum)
    assert sorted(kunci for kunci in sebelum if sebelum[kunci] != sesudah[kunci]) == []
    assert len(sebelum) > 200
    assert (Kelurahan.objects.nyata().count(), Kecamatan.objects.nyata().count()) == (68, 11)
    periksa_baris_nyata(baris_nyata)
    periksa_saling_404(login, kisah, nyata, pembaca)
    periksa_cap(kisah, surat)


def periksa_baris_nyata(baris_nyata):
    """Every real row is still there, as many as before; what came is of the practice."""
    kini = {nama: {isi[0] for isi in daftar} for nama, daftar in isi_basis_data().items()}
    assert all(lama <= kini[nama] for nama, lama in baris_nyata.items())
    assert Pengguna.objects.filter(latihan=True).count() == len(DAFTAR_PEMERAN) + 2  # two more of the second RT
    assert set(Pengguna.objects.filter(latihan=True).values_list("password", "email")) == {("!", "")}


def alamat_latihan(usulan):
    """Every address about one row of this Usulan that needs no more than its id."""
    induk = {
        "usulan": usulan.pk,
        "rt": usulan.rt_id,
        "berkas": usulan.daftar_berkas.first().pk,
        "permohonan": usulan.daftar_pencairan.first().permohonan_id,
        "surat": usulan.daftar_surat.first().pk,
    }
    for alamat in semua_alamat():
        if alamat.bewilayah and alamat.isian == {"pk"}:
            yield reverse(alamat.nama, args=[induk[alamat.jalur.partition("/")[0]]])


def periksa_saling_404(login, kisah, nyata, pembaca):
    """A role finds no real row, a person no practice row: not to read, not to write."""
    pemain = [masuk(login(pembaca["keuangan"]), kode) for kode in ("dpmppa", "kelurahan", "ketua")]
    orang = [login(pembaca[nama]) for nama in ("dpmppa", "petugas", "ketua")]
    sebelum = isi_basis_data()
    alamat_nyata = [url for _alamat, url in url_bewilayah(nyata)]
    for daftar_client, daftar in ((pemain, alamat_nyata), (orang, list(alamat_latihan(kisah.usulan)))):
        for url in daftar:
            assert daftar_client[0].get(url).status_code in (403, 404, 405), url
            for client in daftar_client:
                kode = client.post(url).status_code
                assert (client.get(url).status_code if kode == 405 else kode) in (403, 404), url
    assert isi_basis_data() == sebelum


def periksa_cap(kisah, surat):
    """Page, paper, the page behind its QR code, and the sheets say what they are."""
    dpmppa = kisah["dpmppa"].client
    halaman = dpmppa.get(reverse("laporan:usulan_list")).content.decode()
    assert "LATIHAN – bukan data sungguhan" in halaman
    assert '<body class="latihan">' in halaman
    assert "Kenali Besar" not in halaman

    pdf = dpmppa.get(reverse("laporan:surat_unduh", args=[surat.pk]))
    assert 'filename="latihan-' in pdf["Content-Disposition"]
    # The marks on its pages stand in the one frame of all papers, as does its title.
    assert b"LATIHAN: " in b"".join(pdf.streaming_content)
    cek = Client().get(reverse("laporan:cek", args=[surat.kode])).content.decode()
    assert "Surat latihan, bukan surat resmi." in cek

    for nama in ("usulan_xlsx", "rt_xlsx", "pencairan_xlsx", "bukukas_xlsx", "lpj_xlsx", "surat_xlsx", "rekap_xlsx"):
        response = dpmppa.get(reverse(f"laporan:{nama}"), {"tahun": "2026"})
        assert 'filename="latihan-' in response["Content-Disposition"], nama
        buku = load_workbook(BytesIO(b"".join(response.streaming_content)))
        assert buku.sheetnames[0].startswith("LATIHAN "), nama
        assert "LATIHAN" in buku.worksheets[0].oddHeader.center.text, nama
    buku = load_workbook(BytesIO(b"".join(dpmppa.get(reverse("laporan:pencairan_buku")).streaming_content)))
    assert {lembar["A1"].value for lembar in buku} == {"LATIHAN - bukan data sungguhan"}
