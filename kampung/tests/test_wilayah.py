"""Nobody reaches a row outside their territory: every URL pattern, GET and POST, by every Peran that has one."""

import io

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from kampung.testing import make_kelurahan, make_rt, make_usulan
from kampung.tests.dunia import isi_basis_data, isi_penuh, isian_alamat, semua_alamat, url_bewilayah
from kampung.tests.test_arsitektur import TANPA_MASUK
from laporan.tests.adegan import taruh
from rt.models import Kelurahan
from rt.peran import SISI_RT, Peran

BERWILAYAH = (*SISI_RT, Peran.KELURAHAN, Peran.KECAMATAN)
KETUA, NAMA_KELURAHAN = "Wibowo Rahasia", "Muara Rahasia"
# Its GET is a page only while that filing waits to be submitted.
SAAT_AJUKAN = {"pokja:ajukan": "rembuk", "anggaran:ajukan": "proposal", "laporan:ajukan": "lpj"}
TERTUTUP = {403, 404, 405}


@pytest.fixture
def jauh(db, kelompok_b):
    """A Usulan with everything, in another kecamatan; and the people there."""
    kelurahan = make_kelurahan(NAMA_KELURAHAN, "Pasar Jauh")
    return isi_penuh(make_usulan(make_rt(kelurahan, nomor=41, nama_ketua=KETUA), kelompok_b))


@pytest.fixture
def sebelah(db, kenali_besar, kelompok_b):
    """The same in the next RT of one's own kelurahan: not one's own either, for the RT side."""
    return isi_penuh(make_usulan(make_rt(kenali_besar, nomor=42, nama_ketua=KETUA), kelompok_b))


def _coba_semua(client, daftar_url):
    """{METHOD url: status} of every answer that is not a closed door, to requests that would otherwise do something."""
    kiriman = {"versi": "0", "aksi": "terima", "catatan": "x", "alasan": "x", "uraian": "x"}
    terbuka = {}
    for alamat, url in daftar_url:
        for cara, jawaban in (("GET", client.get(url)), ("POST", client.post(url, kiriman))):
            if jawaban.status_code not in TERTUTUP:
                terbuka[f"{cara} {alamat.nama}"] = jawaban.status_code
    return terbuka


@pytest.mark.parametrize("peran", BERWILAYAH)
def test_row_of_another_kecamatan_is_out_of_reach_on_every_url(peran, jauh, usulan, semua_orang, login):
    client = login(semua_orang[peran])
    sebelum = isi_basis_data()

    assert _coba_semua(client, url_bewilayah(jauh[0])) == {}
    assert isi_basis_data() == sebelum


@pytest.mark.parametrize("peran", SISI_RT)
def test_row_of_the_next_rt_is_out_of_reach_on_every_url(peran, sebelah, usulan, semua_orang, login):
    client = login(semua_orang[peran])
    sebelum = isi_basis_data()

    assert _coba_semua(client, url_bewilayah(sebelah[0])) == {}
    assert isi_basis_data() == sebelum


def test_every_such_url_exists_for_somebody(jauh, semua_orang, login):
    """What proves the 404 above to come from the territory and not from a wrong id."""
    usulan, orang = jauh
    daftar_orang = [*orang.values(), *(semua_orang[peran] for peran in (Peran.DPMPPA, Peran.KEUANGAN))]
    daftar_client = [login(satu) for satu in daftar_orang]
    tertutup = set()
    for alamat, url in url_bewilayah(usulan):
        taruh(usulan, SAAT_AJUKAN.get(alamat.nama, "pelaksanaan"), "rt")
        if all(client.get(url).status_code in (403, 404) for client in daftar_client):
            tertutup.add(alamat.nama)

    assert tertutup == set()


def _tukar_baris(usulan, usulan_lain):
    """One's own Usulan in the address, a row of the other behind it."""
    isian = isian_alamat(usulan_lain)
    for alamat in semua_alamat():
        if alamat.bewilayah and alamat.isian - {"pk", "jenis"}:
            yield alamat, reverse(alamat.nama, kwargs=isian(alamat) | {"pk": usulan.pk})


@pytest.mark.parametrize("peran", list(Peran))
def test_row_of_another_usulan_behind_ones_own_is_out_of_reach(peran, jauh, usulan, semua_orang, login):
    client = login(semua_orang[peran])
    sebelum = isi_basis_data()

    terbuka = _coba_semua(client, _tukar_baris(usulan, jauh[0]))

    # Deleting what is not (any more) there lands on the list; nothing is deleted.
    assert {nama: kode for nama, kode in terbuka.items() if not (nama.endswith("_hapus") and kode == 302)} == {}
    assert isi_basis_data() == sebelum


def _teks(jawaban):
    if "spreadsheet" not in jawaban.get("Content-Type", ""):
        return jawaban.content.decode()
    lembar = load_workbook(io.BytesIO(b"".join(jawaban.streaming_content))).active
    return "\n".join(str(sel.value) for baris in lembar.iter_rows() for sel in baris)


def _halaman_umum(usulan):
    """Every address that names no row, with the query strings that might reach beyond."""
    kode = Kelurahan.objects.get(pk=usulan.rt.kelurahan_id).kode
    kueri = (
        {}, {"tahun": "semua"}, {"tahun": "semua", "kelurahan": kode}, {"tahun": "semua", "cari": "Rahasia"},
        {"kelurahan": usulan.rt.kelurahan_id}, {"permohonan": usulan.daftar_pencairan.first().permohonan_id},
        {"q": "Rahasia"},
    )  # fmt: skip
    for alamat in semua_alamat():
        # What is public names the whole city on purpose; that it names no person is laporan/tests/test_publik.py.
        if not alamat.isian and not alamat.jalur.startswith("publik/"):
            yield from ((reverse(alamat.nama), satu) for satu in kueri)


@pytest.mark.parametrize("peran", BERWILAYAH)
def test_no_list_sheet_or_home_names_another_territory(peran, jauh, usulan, semua_orang, login):
    client = login(semua_orang[peran])
    rahasia = (KETUA, NAMA_KELURAHAN, f"99887766{jauh[0].pk}")
    bocor, terlihat = [], set()
    tertutup = set()
    for url, kueri in _halaman_umum(jauh[0]):
        jawaban = None if url in tertutup else client.get(url, kueri)
        if jawaban is None or jawaban.status_code in (403, 405):
            # A page of another Peran, whatever is asked of it.
            tertutup.add(url)
            continue
        teks = _teks(jawaban)
        bocor += [(url, kueri, kata) for kata in rahasia if kata in teks]
        terlihat |= {url} if usulan.rt.kelurahan.nama in teks else set()

    assert bocor == []
    # One's own rows are there, so the pages were not merely empty.
    assert {reverse(f"laporan:{nama}") for nama in ("rt_list", "rt_xlsx", "usulan_list", "usulan_xlsx")} <= terlihat


def test_the_whole_city_is_in_the_lists_of_dpmppa(jauh, usulan, semua_orang, login):
    client = login(semua_orang[Peran.DPMPPA])

    for nama in ("rt", "usulan", "pencairan", "lpj", "bukukas"):
        assert NAMA_KELURAHAN in _teks(client.get(reverse(f"laporan:{nama}_xlsx"))), nama


@pytest.mark.parametrize("peran", [p for p in Peran if p != Peran.DPMPPA])
def test_pages_of_dpmppa_are_closed_to_everybody_else(peran, jauh, semua_orang, login):
    """Accounts, officials, settings, the register: no row of a territory, a page of one Peran."""
    client = login(semua_orang[peran])
    isian = {
        "pk": 1,
        "tahun": 2026,
        "kelompok": 1,
        "peran": "kelurahan",
        "token": "0" * 8 + "-0000" * 3 + "-" + "0" * 12,
    }
    sebelum = isi_basis_data()
    jawaban = {}
    for alamat in semua_alamat():
        if alamat.jalur.partition("/")[0] in ("pengguna", "penugasan", "pejabat", "pengaturan", "impor-rt"):
            url = reverse(alamat.nama, kwargs={satu: isian[satu] for satu in alamat.isian})
            jawaban[alamat.nama] = client.post(url, {"nama": "x"}).status_code

    assert set(jawaban.values()) == {403}
    assert isi_basis_data() == sebelum


def test_nobody_reads_anything_without_signing_in(jauh, client):
    daftar = [url for _alamat, url in url_bewilayah(jauh[0])] + [url for url, _kueri in _halaman_umum(jauh[0])]
    bebas = {f"/{rute}" for rute in TANPA_MASUK} | {reverse("keluar")}
    jawaban = {client.get(url).get("Location", "").partition("?")[0] for url in {*daftar} - bebas}

    assert jawaban == {reverse("masuk")}
