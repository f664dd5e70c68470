"""Nonsense in every address and every form: never an error of ours, never half a row, on either database."""

from urllib.parse import urljoin

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from lxml import html

from kampung.tests.dunia import isi_basis_data, isi_penuh, semua_alamat, url_bewilayah
from laporan.tests.adegan import taruh
from rt.models import Kelurahan
from rt.peran import Peran

ANGKA = "9" * 30
BURUK = ("", "\0", "x" * 20_000, "1,250,000", "😀" * 80, "9999-12-31", "²")  # each field of a form at once
BERKAS = (b"", b"bukan gambar", b"%PDF-1.4", b"PK\x03\x04 bukan zip", b"\x89PNG\r\n\x1a\n")
# A tahap in which each side has its forms: what is open differs.
KEADAAN = {
    Peran.KETUA_RT: [(tahap, "rt") for tahap in ("rembuk", "pokja", "pemetaan", "renja", "proposal", "pelaksanaan",
                                                 "serah_terima", "lpj")],
    Peran.KELURAHAN: [(tahap, "kelurahan") for tahap in ("rembuk", "pokja", "verifikasi", "serah_terima", "lpj")],
    Peran.DPMPPA: [("penetapan", "dpmppa"), ("lpj", "dpmppa"), ("selesai", "tutup")],
    Peran.KEUANGAN: [("pencairan", "keuangan")],
}  # fmt: skip
# What an address may ask beside the fields of the page's own search form.
PARAMETER = {"hal", "page", "urut", "kelurahan", "permohonan", "rt", "dana", "semua", "isi"}
NILAI = ("%00", ANGKA, "%FF")
# As long as gunicorn lets through.
PANJANG = ("a+" * 1_900, ANGKA * 90)


@pytest.fixture
def penuh(usulan):
    return isi_penuh(usulan)[0]


def _tanpa_isian():
    return [reverse(a.nama) for a in semua_alamat() if not a.isian and a.nama not in ("masuk", "keluar")]


def _periksa(jawaban, apa):
    # Errors of the program are raised by the client; what is left is what a person sees.
    assert jawaban.status_code in (200, 302, 400, 403, 404, 405, 409, 413, 422), apa


def _pencarian(client, url):
    """Names of the fields by which this page is searched; None if it is no page of this person."""
    jawaban = client.get(url)
    if jawaban.status_code != 200 or "html" not in jawaban["Content-Type"]:
        return None
    daftar = html.fromstring(jawaban.content.decode()).forms
    return {nama for form in daftar if form.method.upper() == "GET" for nama in form.fields if nama}


@pytest.mark.parametrize("peran", [Peran.DPMPPA, Peran.KELURAHAN, Peran.KEUANGAN])
def test_no_query_string_breaks_a_page(peran, penuh, semua_orang, login):
    """Each field of its search form by itself; what else an address may hold all at once, for no form reads it first."""
    client = login(semua_orang[peran])
    for url in _tanpa_isian():
        daftar_nama = _pencarian(client, url)
        if daftar_nama is None:
            continue
        for nilai in NILAI:
            for nama in sorted(daftar_nama):
                _periksa(client.get(f"{url}?{nama}={nilai}"), (url, nama, nilai[:40]))
            lain = "&".join(f"{nama}={nilai}" for nama in sorted(PARAMETER - daftar_nama))
            _periksa(client.get(f"{url}?{lain}"), (url, lain))
        for nama in daftar_nama & {"cari", "q"}:
            for nilai in PANJANG:
                _periksa(client.get(f"{url}?{nama}={nilai}"), (url, nama, nilai[:40]))


@pytest.mark.parametrize(
    "kueri", ["", "tahun=" + ANGKA, "cari=%00", "cari=" + "a+" * 1_900, "urut=xxx", "kelurahan=%00"]
)
def test_no_query_string_breaks_a_sheet(kueri, penuh, dpmppa, login):
    client = login(dpmppa)
    for url in _tanpa_isian():
        if url.endswith(".xlsx"):
            _periksa(client.get(f"{url}?{kueri}"), url)


@pytest.mark.parametrize("angka", [ANGKA, "9223372036854775808", "9" * 4_400])
def test_number_too_large_for_any_row_is_404(angka, penuh, dpmppa, login):
    client = login(dpmppa)
    for alamat in semua_alamat():
        if alamat.isian and not alamat.isian & {"token", "peran"}:
            url = "/" + "".join(angka if bagian.startswith("<int") else bagian for bagian in _belah(alamat.jalur))
            # 405: a page of POST alone says so before it looks. 409: a year that has not been set up says how to.
            assert client.get(url).status_code in (403, 404, 405, 409), url[:80]
            assert client.post(url).status_code in (403, 404, 405, 409), url[:80]


def _belah(jalur):
    """ "rt/<int:pk>/" -> "rt/", "<int:pk>", "/"."""
    for satu in jalur.split("<"):
        depan, tutup, belakang = satu.rpartition(">")
        yield from (f"<{depan}>", belakang) if tutup else (belakang,)


def _formulir(client, url):
    """[(address, {field: value}, [file fields])] of what could be sent from this page."""
    jawaban = client.get(url, follow=True)
    if jawaban.status_code != 200 or "html" not in jawaban["Content-Type"]:
        return
    sini = jawaban.redirect_chain[-1][0] if jawaban.redirect_chain else url
    for form in html.fromstring(jawaban.content.decode()).forms:
        alamat = urljoin(sini, form.action or "")
        if form.method.upper() == "POST" and alamat != reverse("keluar"):
            unggahan = [i.name for i in form.inputs if getattr(i, "type", "") == "file"]
            isian = dict.fromkeys(nama for nama in form.fields if nama and nama not in unggahan)
            yield alamat, isian | dict(form.form_values()), unggahan


def _serang(client, url, sudah):
    for alamat, isian, unggahan in _formulir(client, url):
        kunci = (alamat, *isian, *unggahan)
        # Deleting has nothing to fill in, and would take away the rows that the other pages show.
        if kunci in sudah or alamat.endswith("/hapus/"):
            continue
        sudah.add(kunci)
        isian = {nama: nilai or "" for nama, nilai in isian.items()}
        tetap = {nama: isian[nama] for nama in ("versi", "aksi", "token", "jenis") if nama in isian}
        for buruk in BURUK:
            _periksa(client.post(alamat, dict.fromkeys(isian, buruk) | tetap), (alamat, buruk[:20]))
        for nama in isian:
            _periksa(client.post(alamat, isian | {nama: ["-1", ANGKA]}), (alamat, nama))
        for isi in BERKAS if unggahan else ():
            berkas = {nama: SimpleUploadedFile("a\0b.jpg", isi) for nama in unggahan}
            _periksa(client.post(alamat, isian | berkas), (alamat, isi[:8]))


@pytest.mark.parametrize("peran", KEADAAN)
def test_no_form_of_a_usulan_breaks(peran, penuh, semua_orang, login):
    client, sudah = login(semua_orang[peran]), set()
    daftar = [url for alamat, url in url_bewilayah(penuh) if alamat.jalur.startswith("usulan/")]
    for tahap, giliran in KEADAAN[peran]:
        for url in daftar:
            taruh(penuh, tahap, giliran)
            _serang(client, url, sudah)

    assert len(sudah) >= {Peran.KETUA_RT: 30}.get(peran, 1)


@pytest.mark.parametrize("peran", [Peran.DPMPPA, Peran.KELURAHAN, Peran.KEUANGAN, Peran.KETUA_RT])
def test_no_form_outside_a_usulan_breaks(peran, penuh, semua_orang, login):
    client, sudah = login(semua_orang[peran]), set()
    tahun = {"tahun": 2026, "kelompok": penuh.kelompok_id}
    daftar = _tanpa_isian()
    for alamat in semua_alamat():
        akar = alamat.jalur.partition("/")[0]
        induk = {"rt": penuh.rt_id, "pengguna": semua_orang[Peran.PENDAMPING].pk, "pengaturan": penuh.kelompok_id}
        isian = tahun | {"pk": induk.get(akar), "peran": "pendamping"}
        if akar in induk and alamat.isian:
            daftar.append(reverse(alamat.nama, kwargs={nama: isian[nama] for nama in alamat.isian}))
    daftar.append(f"{reverse('rt:ketua_massal')}?kelurahan={Kelurahan.objects.first().pk}")
    for url in daftar:
        _serang(client, url, sudah)

    assert len(sudah) >= {Peran.DPMPPA: 15}.get(peran, 1)


@pytest.mark.parametrize("nama", ["\0", "a\0b", "x" * 300, "x" * 20_000, "", "😀", ANGKA])
def test_no_user_name_breaks_the_sign_in(nama, client, settings, db):
    settings.AXES_ENABLED = True
    kepala = {"HTTP_USER_AGENT": "z" * 5_000, "HTTP_ACCEPT": "q" * 5_000}
    jawaban = client.post(reverse("masuk"), {"username": nama, "password": "sa\0lah"}, **kepala)
    assert jawaban.status_code == 422
    jawaban = client.post(reverse("masuk"), {"username": nama, "password": "salah"}, **kepala)
    assert jawaban.status_code == 422


def test_post_without_csrf_is_refused_in_indonesian_and_saves_nothing(penuh, semua_orang, dpmppa):
    client = Client(enforce_csrf_checks=True)
    client.force_login(dpmppa, backend="django.contrib.auth.backends.ModelBackend")
    sebelum = isi_basis_data()
    for alamat, url in url_bewilayah(penuh):
        jawaban = client.post(url, {"versi": "0"})
        assert jawaban.status_code == 403, alamat.nama
        assert "Isian belum terkirim" in jawaban.content.decode()
    assert isi_basis_data() == sebelum


def test_form_with_too_many_fields_is_refused_with_a_page(dpmppa, login):
    jawaban = login(dpmppa).post(reverse("pokja:sosialisasi"), {f"x{n}": "1" for n in range(6_001)})
    assert jawaban.status_code == 400
    assert "Permintaan tidak bisa dibaca" in jawaban.content.decode()
