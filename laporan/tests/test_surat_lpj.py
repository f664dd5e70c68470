"""The LPJ book: its figures, its proofs, when it may be previewed and when issued, and files that cannot be printed."""

import pytest
import typst
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from anggaran.models import BarisRAB, BukuKas, Jenis, TarifPajak, VersiRAB
from kampung.testing import make_pengguna, pdf
from laporan.surat import lampiran, lpj
from laporan.surat.cetak import _untuk_cetak
from laporan.surat.jenis import JENIS, MUAT
from laporan.surat.terbit import cetak_ulang, pratinjau, terbitkan
from laporan.surat.uji_pdf import HALAMAN_DIPERIKSA, uji
from laporan.tests import adegan
from pokja.berkas import simpan_berkas
from pokja.models import Berkas, Riwayat, Surat, Temuan, Usulan
from rt.models import Peran

ANEH = '#strike[x] $a$ \\n <label> @rujuk "kutip" 😀 '
HARI = adegan.HARI


def muat(usulan):
    return Usulan.objects.select_related(*MUAT[Usulan]).get(pk=usulan.pk)


def isi(usulan):
    return lpj.isi(muat(usulan))


def catat(usulan, jenis, nilai, **kolom):
    kolom = {"uraian": Jenis(jenis).label, "tanggal": HARI, **kolom}
    return BukuKas.objects.create(usulan=usulan, jenis=jenis, nilai=nilai, **kolom)


def unggah_pdf(usulan, isi_pdf, jenis=Berkas.Jenis.NOTA):
    return simpan_berkas(usulan, jenis, SimpleUploadedFile("nota.pdf", isi_pdf), oleh=None)


def buat_pdf(halaman=1, teks="Nota"):
    sumber = "#set document(date: none)\n" + "#pagebreak()\n".join([teks] * halaman)
    return typst.compile(sumber.encode(), format="pdf", ignore_system_fonts=True)


@pytest.fixture
def buku(berjalan, petugas, usulan_tetangga):
    """cair 40.000.000 + bunga 5.000 = bersih 30.010.000 - 450.000 + pajak 450.000 + kembali 9.995.000; RAB shifted once."""
    lama = berjalan.daftar_versi_rab.get()
    semen = lama.daftar_baris.get()
    lama.status = VersiRAB.Status.DIGANTI
    lama.save()
    baru = VersiRAB.objects.create(usulan=berjalan, nomor=2, alasan="Harga naik")
    baris = BarisRAB.objects.create(
        versi_rab=baru, kegiatan=semen.kegiatan, jenis_biaya="bahan", uraian="Semen", volume=30_000, satuan="sak",
        harga_satuan=1_100_000, asal=semen,
    )  # fmt: skip
    upah = BarisRAB.objects.create(
        versi_rab=baru, kegiatan=semen.kegiatan, jenis_biaya="upah", uraian="Tukang", volume=10_000, satuan="HOK",
        harga_satuan=700_000,
    )  # fmt: skip
    BarisRAB.objects.create(
        versi_rab=baru, kegiatan=semen.kegiatan, jenis_biaya="bahan", uraian="Pasir", volume=1000, satuan="truk",
        harga_satuan=2_000_000, sumber="swadaya_uang",
    )  # fmt: skip
    tarif = TarifPajak.objects.get_or_create(nama="PPh 22", mulai="2026-01-01", defaults={"per_sepuluh_ribu": 150})[0]
    nota = adegan.belanja(berjalan, semen, 30_000_000, pajak=450_000, tarif=tarif, toko="Toko Sinar", nomor_bukti="N-1")
    salah = adegan.belanja(berjalan, baris, 700_000)
    catat(
        berjalan, "belanja", 700_000, baris_rab=baris, bukti=salah.bukti, membatalkan=salah, alasan="Salah",
        uraian="Koreksi",
    )  # fmt: skip
    catat(berjalan, "biaya_bank", 10_000)
    catat(berjalan, "bunga", 5_000)
    slip = unggah_pdf(berjalan, buat_pdf(2), Berkas.Jenis.BUKTI_SETOR)
    catat(berjalan, "setor_pajak", 450_000, pajak_dari=nota, nomor_bukti="NTPN-7", bukti=slip)
    catat(berjalan, "setor_sisa", 9_995_000, nomor_bukti="STS-9", bukti=slip)
    catat(berjalan, "terima_swadaya", 2_000_000, dana="swadaya", tempat="kas")
    catat(
        berjalan, "belanja", 1_500_000, dana="swadaya", tempat="kas", baris_rab=baru.daftar_baris.get(uraian="Pasir"),
        bukti=adegan.unggah(berjalan, Berkas.Jenis.NOTA), uraian="Pasir 1 truk",
    )  # fmt: skip
    adegan.isi_serah_terima(berjalan)
    adegan.isi_lpj(berjalan)
    Temuan.objects.create(
        usulan=berjalan,
        uraian="Nota tanpa cap",
        nilai=1_000,
        diselesaikan=400,
        dibuat_oleh=petugas,
        jawaban="Sudah dicap",
    )
    assert upah.jumlah == 7_000_000
    return adegan.taruh(berjalan, "lpj", "kelurahan")


def test_the_equation_stands_with_each_figure_and_swadaya_beside_it(buku):
    hasil = isi(buku)
    assert hasil.nilai == 30_010_000
    assert hasil.data["dana"] == "Rp40.000.000,00 (empat puluh juta rupiah)"
    persamaan = hasil.data["persamaan"]
    assert persamaan["masuk"] == [["Dana program yang cair", "Rp40.000.000"], ["Bunga bank", "Rp5.000"]]
    assert [nilai for _nama, nilai in persamaan["keluar"]] == ["Rp29.560.000", "Rp450.000", "Rp9.995.000"]
    assert (persamaan["jumlah_masuk"], persamaan["jumlah_keluar"], persamaan["sama"]) == (
        "Rp40.005.000", "Rp40.005.000", True,
    )  # fmt: skip
    assert persamaan["rumus_keluar"] == "Rp29.560.000 + Rp450.000 + Rp9.995.000"
    assert [nilai for _nama, nilai in hasil.data["swadaya"]] == ["Rp2.000.000", "Rp1.500.000"]
    assert hasil.data["pernyataan"] == "Dana dipakai sesuai RAB."


def test_rab_old_and_new_side_by_side(buku):
    rab = isi(buku).data["rab"]
    assert (rab["bergeser"], [geser["alasan"] for geser in rab["daftar_geser"]]) == (True, ["Harga naik"])
    bahan, upah = rab["program"]["kelompok"]
    assert (bahan["judul"], upah["judul"]) == ("I. Bahan", "III. Upah")
    assert bahan["baris"] == [
        {
            "uraian": "Semen", "sumber": "Dana program", "semula": "40 sak x 1.000.000", "jumlah_semula": "40.000.000",
            "menjadi": "30 sak x 1.100.000", "jumlah_menjadi": "33.000.000", "selisih": "-7.000.000",
        }
    ]  # fmt: skip
    assert (upah["baris"][0]["semula"], upah["baris"][0]["selisih"]) == ("tidak ada", "+7.000.000")
    program, swadaya = rab["program"], rab["swadaya"]
    assert (program["semula"], program["menjadi"], program["selisih"]) == ("40.000.000", "40.000.000", "0")
    assert (swadaya["semula"], swadaya["menjadi"]) == ("0", "2.000.000")


def test_realisasi_adds_up_to_what_was_spent(buku):
    realisasi = isi(buku).data["realisasi"]
    assert realisasi["program"]["kelompok"] == [
        {"judul": "I. Bahan", "baris": [["Semen", "33.000.000", "30.000.000", "3.000.000", "90 %", "1"]]},
        {"judul": "III. Upah", "baris": [["Tukang", "7.000.000", "0", "7.000.000", "0 %", "0"]]},
    ]
    assert (realisasi["program"]["belanja"], realisasi["biaya_bank"], realisasi["belanja"]) == (
        "30.000.000", "10.000", "30.010.000",
    )  # fmt: skip
    assert realisasi["swadaya"]["belanja"] == "1.500.000"


def test_book_tax_findings_and_handover(buku):
    data = isi(buku).data
    program = data["bku"]["program_buku"]
    assert (program["masuk"], program["saldo"]) == ("40.005.000", "0")
    assert program["pajak"]["baris"][0]["bukti"] == ["01/09/2026, NTPN-7: Rp450.000"]
    assert (data["daftar_temuan"][0]["sisa"], data["daftar_temuan"][0]["keadaan"]) == ("Rp600", "Masih terbuka.")
    assert data["daftar_temuan"][0]["oleh"] == "Kelurahan"
    assert data["bast"]["daftar_aset"][0][0] == "Jalan semen"


def test_each_proof_stands_once_with_the_row_of_the_printed_book(buku):
    data = isi(buku).data
    nomor = {baris["uraian"]: baris["nomor"] for baris in data["bku"]["program_buku"]["baris"]}
    semen = next(nomor[uraian] for uraian in nomor if "Toko Sinar" in uraian)
    setor = [nomor[uraian] for uraian in nomor if uraian.startswith(("Setor pajak", "Setoran sisa"))]
    assert [(foto["judul"], foto["rinci"]) for foto in data["bukti"]["foto"]] == [
        (f"Baris {semen}", "01/09/2026, Rp30.000.000, Toko Sinar, nomor N-1, Semen 40 sak"),
        ("Baris 2 (swadaya)", "01/09/2026, Rp1.500.000, Pasir 1 truk"),
    ]
    (slip,) = data["bukti"]["pdf"]
    assert (slip["judul"], slip["halaman"], slip["catatan"]) == (f"Baris {setor[0]} dan baris {setor[1]}", [1, 2], "")
    assert slip["rinci"].startswith("01/09/2026, Rp450.000, nomor NTPN-7, Setor pajak; 01/09/2026, Rp9.995.000")


def test_the_whole_book_prints_and_twice_the_same(buku, ketua_rt):
    surat = terbitkan(JENIS["lpj"], muat(buku), oleh=ketua_rt, alamat_dasar="https://kampung.example")
    with surat.isi.open() as terbit:
        pertama = terbit.read()
    assert pertama.startswith(b"%PDF-")
    assert cetak_ulang(surat) == pertama
    assert surat.nilai == 30_010_000


# --- when -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("tahap", "giliran", "pratinjau_status", "terbit"),
    [
        ("pencairan", "rt", 409, False),
        ("pelaksanaan", "rt", 200, False),
        ("serah_terima", "kelurahan", 200, False),
        ("lpj", "rt", 200, False),
        ("lpj", "kelurahan", 200, True),
        ("lpj", "dpmppa", 200, True),
        ("selesai", "tutup", 200, True),
    ],
)
def test_previewed_while_it_grows_and_issued_once_it_is_filed(
    login, siap_lpj, ketua_rt, tahap, giliran, pratinjau_status, terbit
):
    usulan = adegan.taruh(siap_lpj, tahap, giliran)
    browser = login(ketua_rt)
    assert browser.get(reverse("laporan:surat_pratinjau", args=["lpj", usulan.pk])).status_code == pratinjau_status
    assert browser.post(reverse("laporan:surat_terbitkan", args=["lpj", usulan.pk])).status_code == (
        302 if terbit else 409
    )
    assert Surat.objects.filter(jenis="lpj").exists() is terbit
    halaman = browser.get(reverse("laporan:surat_usulan", args=[usulan.pk])).content.decode()
    alamat = reverse("laporan:surat_pratinjau", args=["lpj", usulan.pk])
    assert (alamat in halaman) is (pratinjau_status == 200)


def test_no_numbered_book_while_one_rupiah_is_missing(login, siap_lpj, ketua_rt):
    catat(siap_lpj, "bunga", 1)
    assert "selisih Rp1" in " ".join(lpj.halangan(muat(siap_lpj)))
    response = login(ketua_rt).post(reverse("laporan:surat_terbitkan", args=["lpj", siap_lpj.pk]))
    assert response.status_code == 409
    assert Surat.objects.count() == 0
    persamaan = isi(siap_lpj).data["persamaan"]
    assert (persamaan["sama"], persamaan["selisih"]) == (False, "Rp1")
    assert pratinjau(JENIS["lpj"], muat(siap_lpj)).startswith(b"%PDF-")


def test_book_not_filed_yet_has_no_statement_no_handover_and_prints(berjalan):
    hasil = isi(berjalan)
    assert (hasil.tanggal, hasil.data["pernyataan"], hasil.data["bast"]) == (None, "", None)
    assert hasil.data["keadaan"] == "Belum diajukan"
    assert hasil.data["pengesahan"] == "belum diajukan dan belum disetujui DPMPPA"
    assert pratinjau(JENIS["lpj"], muat(berjalan)).startswith(b"%PDF-")


def test_dated_on_the_day_it_was_filed_and_then_accepted(siap_lpj, dpmppa):
    Riwayat.objects.create(
        usulan=siap_lpj, aksi="ajukan", dari_tahap="lpj", dari_giliran="rt", ke_tahap="lpj", ke_giliran="kelurahan"
    )
    data = isi(siap_lpj).data
    assert data["keadaan"] == "Diajukan pada 21 November 2026, dalam pemeriksaan"
    assert data["pengesahan"] == "diajukan pada tanggal 21 November 2026; belum disetujui DPMPPA"
    siap_lpj.lpj.diterima_pada = timezone.now()
    siap_lpj.lpj.cair = siap_lpj.lpj.belanja = adegan.NILAI
    siap_lpj.lpj.save()
    hasil = isi(siap_lpj)
    assert (str(hasil.tanggal), hasil.data["keadaan"]) == ("2026-11-21", "Diterima DPMPPA pada 21 November 2026")
    assert hasil.data["pengesahan"] == "disahkan pada tanggal 21 November 2026"


def test_another_territory_gets_404(login, siap_lpj, usulan_tetangga):
    tetangga = make_pengguna(Peran.KETUA_RT, "ketua07", rt=usulan_tetangga.rt)
    for nama, kirim in (("surat_pratinjau", "get"), ("surat_terbitkan", "post")):
        alamat = reverse(f"laporan:{nama}", args=["lpj", siap_lpj.pk])
        assert getattr(login(tetangga), kirim)(alamat).status_code == 404


def test_number_of_queries_does_not_grow_with_rows(siap_lpj, ketua_rt):
    with CaptureQueriesContext(connection) as satu:
        isi(siap_lpj)
    baris = siap_lpj.daftar_versi_rab.get().daftar_baris.get()
    for _ in range(2):
        adegan.belanja(siap_lpj, baris, 1)
        adegan.unggah(siap_lpj, Berkas.Jenis.FOTO_100)
        Temuan.objects.create(usulan=siap_lpj, uraian="Temuan", nilai=1, dibuat_oleh=ketua_rt)
    catat(siap_lpj, "bunga", 2)
    with CaptureQueriesContext(connection) as banyak:
        isi(siap_lpj)
    assert len(banyak) == len(satu)


def test_typed_signs_are_only_words(siap_lpj, petugas):
    siap_lpj.lpj.pernyataan = ANEH * 100
    siap_lpj.lpj.save()
    Temuan.objects.create(usulan=siap_lpj, uraian=ANEH * 30, nilai=1, dibuat_oleh=petugas, jawaban=ANEH * 30)
    BarisRAB.objects.filter(versi_rab__usulan=siap_lpj).update(uraian=(ANEH * 10)[:200])
    adegan.belanja(
        siap_lpj, siap_lpj.daftar_versi_rab.get().daftar_baris.get(), 1, toko=(ANEH * 10)[:150], nomor_bukti=ANEH[:60]
    )
    catat(siap_lpj, "bunga", 1)
    assert pratinjau(JENIS["lpj"], muat(siap_lpj)).startswith(b"%PDF-")


# --- files that cannot be printed -------------------------------------------------------------------------------------


def test_hostile_pdfs_are_found_and_stop_nothing(tmp_path):
    baik = buat_pdf()
    kunci = b"/Encrypt<</Filter/Standard/V 2/R 3/Length 128/P -4/O<" + b"00" * 32 + b">/U<" + b"11" * 32 + b">>>/Size"
    # Nested so deep that whoever reads it runs out of stack and dies.
    dalam = b"%PDF-1.4\n1 0 obj\n<</Type/Catalog/Pages 2 0 R>>\nendobj\n2 0 obj\n" + b"[" * 200_000
    dalam += b"]" * 200_000 + b"\nendobj\ntrailer <</Size 3/Root 1 0 R>>\nstartxref\n0\n%%EOF"
    daftar = {
        "baik.pdf": (baik, 1),
        "terpotong.pdf": (baik[: len(baik) // 2] + b"\n%%EOF", 0),
        "terkunci.pdf": (baik.replace(b"/Size", kunci, 1), 0),
        "dalam.pdf": (dalam, 0),
        "panjang.pdf": (buat_pdf(500, "x"), 500),
    }
    for nama, (isi_pdf, _halaman) in daftar.items():
        (tmp_path / nama).write_bytes(isi_pdf)
    assert [hasil["halaman"] for hasil in uji(tmp_path, list(daftar))] == [halaman for _isi, halaman in daftar.values()]
    assert uji(tmp_path, []) == []


def test_proofs_that_cannot_be_printed_are_framed_notes(siap_lpj):
    baris = siap_lpj.daftar_versi_rab.get().daftar_baris.get()
    panjang = unggah_pdf(siap_lpj, buat_pdf(HALAMAN_DIPERIKSA + 4))
    rusak = simpan_berkas(siap_lpj, Berkas.Jenis.NOTA, pdf(), oleh=None)
    hilang = adegan.unggah(siap_lpj, Berkas.Jenis.NOTA)
    hilang.isi.storage.delete(hilang.isi.name)
    potong = adegan.unggah(siap_lpj, Berkas.Jenis.NOTA)
    with potong.isi.open() as berkas:
        separuh = berkas.read()[:-20]
    potong.isi.storage.delete(potong.isi.name)
    potong.isi.storage.save(potong.isi.name, ContentFile(separuh))
    for bukti in (panjang, rusak, hilang, potong):
        catat(siap_lpj, "belanja", 1, baris_rab=baris, bukti=bukti)
    catat(siap_lpj, "bunga", 4)
    hasil = isi(siap_lpj)
    nota_panjang, nota_rusak = hasil.data["bukti"]["pdf"]
    assert nota_panjang["halaman"] == list(range(1, HALAMAN_DIPERIKSA + 1))
    assert (
        nota_panjang["catatan"] == "Berkas ini 10 halaman; yang dicetak 6 halaman pertama. Selebihnya lihat di portal."
    )
    assert nota_rusak["catatan"] == (
        f"Bukti ini berkas PDF yang tidak dapat dicetak di sini. Lihat di portal. SHA-256 {rusak.sha256[:16]}."
    )
    tidak_ada = [foto["catatan"] for foto in hasil.data["bukti"]["foto"] if not foto["halaman"]]
    assert tidak_ada == [
        f"Foto ini hilang atau rusak sehingga tidak dapat dicetak di sini. Lihat di portal. SHA-256 {foto.sha256[:16]}."
        for foto in (hilang, potong)
    ]
    assert not {rusak.pk, hilang.pk, potong.pk} & set(hasil.gambar.values())
    assert pratinjau(JENIS["lpj"], muat(siap_lpj)).startswith(b"%PDF-")


def test_photos_and_proofs_beyond_the_limits_are_counted_on_paper(siap_lpj, monkeypatch):
    monkeypatch.setattr(lampiran, "FOTO_TERBANYAK", 1)
    monkeypatch.setattr(lampiran, "UKURAN_PDF_TERBANYAK", 1000)
    adegan.unggah(siap_lpj, Berkas.Jenis.FOTO_100)
    besar = unggah_pdf(siap_lpj, buat_pdf())
    catat(siap_lpj, "belanja", 1, baris_rab=siap_lpj.daftar_versi_rab.get().daftar_baris.get(), bukti=besar)
    catat(siap_lpj, "bunga", 1)
    data = isi(siap_lpj).data
    assert data["foto"][2]["lebih"] == "Dicetak 1 dari 2 foto. Selebihnya lihat di portal."
    assert "terlalu besar" in data["bukti"]["pdf"][0]["catatan"]


def test_a_photo_spoiled_inside_becomes_a_blank_frame():
    rusak = _untuk_cetak("b1.jpg", ContentFile(b"\xff\xd8 bukan foto \xff\xd9"))
    assert rusak.startswith(b"\xff\xd8")
