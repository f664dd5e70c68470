"""How an upload is handed out: to whom, and under which headers."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from kampung.testing import foto, pdf
from pokja.berkas import SISI_KECIL, buang_berkas, simpan_berkas
from pokja.models import Berkas

LAMPIRAN = Berkas.Jenis.LAMPIRAN


@pytest.fixture
def gambar(usulan, ketua_rt):
    unggahan = foto()
    unggahan.name = 'rumah "pak" RT;.png'
    return simpan_berkas(usulan, LAMPIRAN, unggahan, oleh=ketua_rt)


@pytest.fixture
def dokumen(usulan, ketua_rt):
    return simpan_berkas(usulan, LAMPIRAN, pdf(), oleh=ketua_rt)


def isi(jawaban):
    return b"".join(jawaban.streaming_content)


def test_a_picture_is_shown_and_a_pdf_is_handed_over(login, ketua_rt, gambar, dokumen):
    peramban = login(ketua_rt)
    jawaban = peramban.get(f"/berkas/{gambar.pk}/")
    assert isi(jawaban) == gambar.isi.read()
    assert jawaban["Content-Type"] == "image/jpeg"
    assert jawaban["Content-Disposition"].startswith("inline")
    assert ".jpg" in jawaban["Content-Disposition"]
    jawaban = peramban.get(f"/berkas/{dokumen.pk}/")
    assert isi(jawaban) == dokumen.isi.read()
    assert jawaban["Content-Type"] == "application/pdf"
    assert jawaban["Content-Disposition"] == 'attachment; filename="nota.pdf"'


def test_a_small_picture_has_the_same_headers_and_fewer_bytes(login, ketua_rt, gambar, dokumen):
    peramban = login(ketua_rt)
    besar, kecil = peramban.get(f"/berkas/{gambar.pk}/"), peramban.get(f"/berkas/{gambar.pk}/?kecil")
    isi(besar)
    with Image.open(io.BytesIO(kecil.content)) as hasil:
        assert hasil.format == "JPEG"
        assert max(hasil.size) <= SISI_KECIL
    for kepala in ("Content-Type", "X-Content-Type-Options", "Content-Security-Policy", "Cache-Control"):
        assert kecil[kepala] == besar[kepala]
    assert isi(peramban.get(f"/berkas/{dokumen.pk}/?kecil")) == dokumen.isi.read()


def test_a_small_picture_keeps_its_shape(login, ketua_rt, usulan):
    unggahan = SimpleUploadedFile("lebar.jpg", _jpeg(1600, 800), content_type="image/jpeg")
    berkas = simpan_berkas(usulan, LAMPIRAN, unggahan, oleh=ketua_rt)
    with Image.open(io.BytesIO(login(ketua_rt).get(f"/berkas/{berkas.pk}/?kecil").content)) as hasil:
        assert hasil.size == (SISI_KECIL, SISI_KECIL // 2)


def _jpeg(lebar, tinggi):
    hasil = io.BytesIO()
    Image.new("RGB", (lebar, tinggi), "green").save(hasil, "JPEG")
    return hasil.getvalue()


def test_a_small_picture_whose_file_is_gone_is_a_404(login, ketua_rt, gambar):
    gambar.isi.storage.delete(gambar.isi.name)
    assert login(ketua_rt).get(f"/berkas/{gambar.pk}/?kecil").status_code == 404


@pytest.mark.parametrize("nama", ["gambar", "dokumen"])
def test_the_headers_let_nothing_run(login, ketua_rt, request, nama):
    jawaban = login(ketua_rt).get(f"/berkas/{request.getfixturevalue(nama).pk}/")
    assert jawaban["X-Content-Type-Options"] == "nosniff"
    assert jawaban["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert jawaban["Cache-Control"] == "private, max-age=3600"
    isi(jawaban)


@pytest.mark.parametrize(
    ("orang", "kode"),
    [
        ("ketua_rt", 200),
        ("bendahara", 200),
        ("pendamping", 200),
        ("petugas", 200),
        ("kecamatan", 200),
        ("dpmppa", 200),
        ("keuangan", 200),
        ("inspektorat", 200),
        ("petugas_tetangga", 404),
    ],
)
def test_scope(login, request, gambar, orang, kode):
    peramban = login(request.getfixturevalue(orang))
    assert peramban.get(f"/berkas/{gambar.pk}/?kecil").status_code == kode
    jawaban = peramban.get(f"/berkas/{gambar.pk}/")
    assert jawaban.status_code == kode
    if kode == 200:
        isi(jawaban)


def test_the_neighbours_file_does_not_exist(login, ketua_rt, petugas, usulan_tetangga, dpmppa):
    berkas = simpan_berkas(usulan_tetangga, LAMPIRAN, pdf(), oleh=dpmppa)
    for orang in (ketua_rt, petugas):
        assert login(orang).get(f"/berkas/{berkas.pk}/").status_code == 404


@pytest.mark.parametrize(
    ("orang", "kode"), [("ketua_rt", 404), ("petugas", 404), ("keuangan", 404), ("dpmppa", 200), ("inspektorat", 200)]
)
def test_what_was_deleted_is_for_the_auditors(login, request, usulan, dokumen, orang, kode):
    buang_berkas(usulan, dokumen.pk, [LAMPIRAN])
    jawaban = login(request.getfixturevalue(orang)).get(f"/berkas/{dokumen.pk}/")
    assert jawaban.status_code == kode
    if kode == 200:
        isi(jawaban)


@pytest.mark.parametrize("alamat", ["/berkas/999999/", f"/berkas/{10**40}/", "/berkas/abc/", "/berkas/-1/"])
def test_no_such_file(login, dpmppa, alamat):
    assert login(dpmppa).get(alamat).status_code == 404


def test_a_file_missing_on_disk_is_said(login, ketua_rt, dokumen):
    dokumen.isi.storage.delete(dokumen.isi.name)
    jawaban = login(ketua_rt).get(f"/berkas/{dokumen.pk}/")
    assert jawaban.status_code == 404
    assert "tidak ada di tempat penyimpanan" in jawaban.content.decode()


def test_without_login_there_is_no_file(client, gambar):
    jawaban = client.get(f"/berkas/{gambar.pk}/")
    assert jawaban.status_code == 302
    assert jawaban.url.startswith("/masuk/")


@pytest.mark.parametrize("awalan", ["/_berkas", "/_berkas/"])
def test_nginx_sends_it_where_there_is_one(login, ketua_rt, petugas_tetangga, gambar, dokumen, settings, awalan):
    settings.KAMPUNG_X_ACCEL = awalan
    peramban = login(ketua_rt)
    jawaban = peramban.get(f"/berkas/{gambar.pk}/")
    assert jawaban["X-Accel-Redirect"] == f"/_berkas/{gambar.isi.name}"
    assert jawaban["Content-Type"] == "image/jpeg"
    assert jawaban["Content-Disposition"].startswith("inline; filename*=utf-8''rumah%20%22pak%22%20RT%3B.jpg")
    assert jawaban.content == b""
    assert peramban.get(f"/berkas/{dokumen.pk}/")["Content-Disposition"].startswith("attachment;")
    assert login(petugas_tetangga).get(f"/berkas/{gambar.pk}/").status_code == 404
