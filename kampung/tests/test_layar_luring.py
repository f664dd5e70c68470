"""In a real browser on a phone: the signal is lost at every moment, and nothing is lost or doubled.

The network is cut in the browser; what the server has is read from the database.
"""

import io
import itertools
import json
from contextlib import contextmanager

import pytest
from PIL import Image
from playwright.sync_api import expect

from anggaran.models import BukuKas
from kampung.testing import make_pengguna
from laporan.tests import adegan
from laporan.tests.adegan import taruh
from pokja.models import Berkas
from pokja.tahapan import Giliran, Tahap
from rt.models import Peran

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("tanpa_kunci_abadi")]

DRAF = """() => new Promise((ya) => { const b = indexedDB.open("kampung-luring"); b.onsuccess = () => {
  const m = b.result.transaction("draf").objectStore("draf").getAll(); m.onsuccess = () => { b.result.close(); ya(m.result.map((d) =>
    ({akun: d.akun, judul: d.judul, keadaan: d.keadaan, pesan: d.pesan}))); }; }; })"""


@pytest.fixture
def buku(usulan, petugas, lurah, ketua_rt):
    """Pelaksanaan, Rp40.000.000 in the bank, one line of the RAB."""
    baris = adegan.isi_cair(usulan, petugas, lurah, ketua_rt)
    taruh(usulan, Tahap.PELAKSANAAN, Giliran.RT)
    return baris


def gambar(urut, ukuran=(40, 30), **simpan):
    isi = io.BytesIO()
    Image.new("RGB", ukuran, (urut * 20 % 256, 90, urut)).save(isi, "JPEG", **simpan)
    return {"name": f"foto{urut}.jpg", "mimeType": "image/jpeg", "buffer": isi.getvalue()}


def isi(orang, baris, urut, **ganti):
    hal = orang.hal
    hal.set_input_files("#id_foto", ganti.get("foto") or gambar(urut))
    hal.fill("#id_nilai", ganti.get("nilai", str(urut * 100_000)))
    hal.select_option("#id_baris_rab", str(baris.pk))
    hal.fill("#id_toko", f"Toko {urut}")
    hal.fill("#id_nomor_bukti", f"N-{urut}")


def simpan(orang):
    orang.hal.click("form[data-luring=catat] .tombol-utama")


def tertahan(orang, urut):
    orang.hal.get_by_text(f"Toko {urut}: tersimpan di HP ini, belum terkirim.").wait_for()


def draf(orang):
    return orang.hal.evaluate(DRAF)


def belanja(usulan):
    daftar = BukuKas.objects.filter(usulan=usulan, jenis="belanja").order_by("nilai")
    return [(satu.nilai, satu.toko) for satu in daftar]


def alamat(usulan, bagian="belanja/"):
    return f"/usulan/{usulan.pk}/buku-kas/{bagian}"


@contextmanager
def tanpa_sinyal(orang):
    orang.konteks.set_offline(True)
    yield
    orang.konteks.set_offline(False)


def putus_sesudah_sampai(route):
    """The server has it, its answer never arrives: the worst moment."""
    if route.request.method == "POST":
        route.fetch()
        route.abort()
    else:
        route.continue_()


def putus_sebelum_sampai(route):
    route.abort() if route.request.method == "POST" else route.continue_()


def galat_server(route):
    route.fulfill(status=502, body="bad gateway") if route.request.method == "POST" else route.continue_()


GANGGUAN = (putus_sebelum_sampai, putus_sesudah_sampai, galat_server, "luring", "sandi")


def test_the_line_is_cut_at_each_of_ten_notes_and_the_book_has_ten_rows(layar, bendahara, usulan, buku):
    orang = layar(service_workers="block").masuk_sebagai(bendahara)
    hal = orang.hal
    orang.buka(alamat(usulan))
    pola = f"**{alamat(usulan)}"
    for urut in range(1, 11):
        gangguan = GANGGUAN[urut % len(GANGGUAN)]
        isi(orang, buku, urut)
        if gangguan == "luring":
            with tanpa_sinyal(orang):
                simpan(orang)
                tertahan(orang, urut)
        elif gangguan == "sandi":
            hal.route("**/sandi-kirim/", lambda route: route.abort())
            simpan(orang)
            tertahan(orang, urut)
            hal.unroute("**/sandi-kirim/")
        else:
            hal.route(pola, gangguan)
            simpan(orang)
            tertahan(orang, urut)
            hal.unroute(pola)
        # What is on the phone is said on the phone, and "terkirim" nowhere yet.
        assert hal.locator("#luring summary").inner_text().endswith("catatan belum terkirim")
        if urut == 2:
            hal.click("#luring summary")
            assert orang.pelanggaran_axe() == []
            assert (orang.geser_samping(), orang.sasaran_kecil()) == (0, [])
        if urut == 5:
            # Half of them go from another page, by themselves.
            orang.buka("/")
            hal.get_by_text("Terkirim:").wait_for()
            expect(hal.locator("#luring details")).to_have_count(0)
            assert len(belanja(usulan)) == 5
            orang.buka(alamat(usulan))
    if hal.locator("#luring details").count():
        hal.click("text=Kirim sekarang")
    expect(hal.locator("#luring details")).to_have_count(0)
    assert draf(orang) == []
    assert belanja(usulan) == [(urut * 100_000, f"Toko {urut}") for urut in range(1, 11)]
    assert Berkas.objects.filter(usulan=usulan, jenis="nota").count() == 10


def test_the_line_is_cut_at_each_of_ten_photos_and_ten_are_there(layar, ketua_rt, usulan):
    taruh(usulan, Tahap.REMBUK, Giliran.RT)
    orang = layar(service_workers="block").masuk_sebagai(ketua_rt)
    hal = orang.hal
    tujuan = f"/usulan/{usulan.pk}/berkas-rembuk/"
    orang.buka(tujuan)
    giliran = itertools.cycle((putus_sebelum_sampai, putus_sesudah_sampai))
    for _urut in range(10):
        hal.route(f"**{tujuan}", next(giliran), times=1)
    bagian = hal.locator("form.unggah").filter(has=hal.locator("input[value=foto_rembuk]"))
    bagian.locator("input[type=file]").set_input_files([gambar(urut) for urut in range(10)])
    bagian.locator("button").first.click()
    expect(hal.locator(".kiriman [data-keadaan=putus]")).to_have_count(10)
    assert len(draf(orang)) == 10
    assert Berkas.objects.filter(usulan=usulan, jenis="foto_rembuk").count() == 5
    hal.click("text=Kirim sekarang")
    expect(hal.locator("#luring details")).to_have_count(0)
    assert Berkas.objects.filter(usulan=usulan, jenis="foto_rembuk").count() == 10
    assert draf(orang) == []


def test_a_session_that_ends_and_another_person_on_the_same_phone(layar, bendahara, ketua_rt, usulan, buku):
    orang = layar(service_workers="block").masuk_sebagai(bendahara)
    hal = orang.hal
    orang.buka(alamat(usulan))
    isi(orang, buku, 1)
    orang.konteks.clear_cookies()
    simpan(orang)
    hal.get_by_role("link", name="Masuk dulu").wait_for()
    assert belanja(usulan) == []

    orang.masuk(ketua_rt.username)
    orang.buka(alamat(usulan, ""))
    assert hal.locator("#luring").is_hidden()
    assert [satu["akun"] for satu in draf(orang)] == [bendahara.pk]
    hal.click(".kepala summary")
    hal.click("text=Keluar")
    hal.wait_for_url("**/masuk/**")

    assert belanja(usulan) == []
    assert len(draf(orang)) == 1
    orang.masuk(bendahara.username)
    hal.get_by_text("Terkirim:").wait_for()
    assert BukuKas.objects.get(jenis="belanja").dicatat_oleh == bendahara


def test_a_refused_note_stays_until_its_person_has_looked(layar, bendahara, usulan, buku):
    adegan.belanja(usulan, buku, 200_000, toko="Toko 2", nomor_bukti="N-2")
    orang = layar(service_workers="block").masuk_sebagai(bendahara)
    hal = orang.hal
    orang.buka(alamat(usulan))
    with tanpa_sinyal(orang):
        isi(orang, buku, 1, nilai="90.000.000")
        simpan(orang)
        tertahan(orang, 1)
        isi(orang, buku, 2)
        simpan(orang)
        tertahan(orang, 2)
    expect(hal.locator("#luring .label-perbaikan")).to_have_count(2)
    ditolak, ditanya = sorted(draf(orang), key=lambda satu: satu["judul"], reverse=True)
    assert "Saldo bank (dana program) menjadi -Rp50.200.000" in ditolak["pesan"][0]
    assert "Nota dengan toko, nomor dan nilai yang sama sudah ada" in ditanya["pesan"][0]
    assert belanja(usulan) == [(200_000, "Toko 2")]

    hal.click("#luring summary")
    hal.get_by_role("link", name="Buka Belanja Rp90.000.000, Toko 1").click()
    hal.get_by_text("Belum tercatat. Perbaiki dulu:").wait_for()
    assert hal.input_value("#id_toko") == "Toko 1"
    hal.fill("#id_nilai", "900.000")
    simpan(orang)
    hal.wait_for_url("**/buku-kas/?dana=program")
    hal.get_by_role("link", name="Buka Belanja Rp200.000, Toko 2").click()
    hal.click("form[data-luring=catat] >> text=Tetap catat")
    hal.wait_for_url("**/buku-kas/?dana=program")
    assert belanja(usulan) == [(200_000, "Toko 2"), (200_000, "Toko 2"), (900_000, "Toko 1")]

    orang.buka(alamat(usulan))
    taruh(usulan, Tahap.LPJ, Giliran.KELURAHAN)
    isi(orang, buku, 4)
    simpan(orang)
    hal.locator(".kabar-luring").get_by_text("Buku kas sedang tertutup").wait_for()
    # Signing out asks first; whoever stays keeps the note.
    hal.click(".kepala summary")
    hal.click("text=Keluar")
    hal.click("text=Tetap masuk")
    assert len(draf(orang)) == 1
    hal.click("text=Keluar")
    hal.click("text=Hapus dan keluar")
    hal.wait_for_url("**/masuk/**")
    assert draf(orang) == []


def test_an_expense_is_typed_where_the_portal_cannot_be_opened(layar, bendahara, usulan, buku):
    orang = layar().masuk_sebagai(bendahara)
    hal = orang.hal
    orang.buka(alamat(usulan, ""))
    hal.get_by_text("Bisa dicatat juga saat tidak ada sinyal.").wait_for()
    besar = gambar(3, (3000, 2000), quality=100)
    with tanpa_sinyal(orang):
        orang.buka(alamat(usulan))
        assert hal.locator("h1").inner_text() == "Tidak ada sinyal"
        assert orang.pelanggaran_axe() == []
        assert orang.geser_samping() == 0
        assert orang.sasaran_kecil() == []
        isi(orang, buku, 3, foto=besar)
        hal.fill("#id_tanggal", "2026-11-20")  # the browser's clock is not that of the test
        hal.wait_for_selector(".pratinjau img")
        assert "Dibayar ke toko Rp300.000" in hal.locator(".neto").inner_text()
        simpan(orang)
        tertahan(orang, 3)
    hal.get_by_text("Terkirim:").wait_for()
    # What the worker keeps is nobody's: no page but the shell, and no name in it.
    isi_gudang = json.loads(
        hal.evaluate("""async () => { const n = (await caches.keys()), g = await caches.open(n[0]);
        const jalur = (await g.keys()).map((r) => new URL(r.url).pathname);
        return JSON.stringify({banyak: n.length, jalur, isi: await (await g.match("/luring/")).text()}); }""")
    )
    assert isi_gudang["banyak"] == 1
    assert [satu for satu in isi_gudang["jalur"] if not satu.startswith("/static/")] == ["/luring/"]
    assert bendahara.username not in isi_gudang["isi"]
    assert belanja(usulan) == [(300_000, "Toko 3")]
    nota = Berkas.objects.get(usulan=usulan, jenis="nota")
    with Image.open(nota.isi) as tersimpan:
        assert tersimpan.size == (1600, 1067)


def test_nobody_else_gets_the_lines_of_an_rt(login, buku, usulan, usulan_tetangga, semua_orang, ketua_rt, petugas):
    url = alamat(usulan, "bekal.json")
    bekal = login(ketua_rt).get(url).json()
    assert (bekal["usulan"], bekal["kirim"], bekal["terbuka"]) == (usulan.pk, alamat(usulan), True)
    assert bekal["baris_rab"][0][1][0][0] == buku.pk
    lain = make_pengguna(Peran.KETUA_RT, "ketua07", rt=usulan_tetangga.rt)
    assert login(lain).get(url).status_code == 404
    assert login(petugas).get(url).status_code == 403
