"""Kuitansi of a transfer, pakta integritas and SPTJM of the Pokja."""

from datetime import date

import pytest
from django.urls import reverse

from anggaran.forms_pengaturan import ISIAN_NOMOR
from anggaran.models import Pencairan, Penetapan
from laporan.surat import kuitansi, pernyataan
from laporan.surat.jenis import JENIS, MUAT
from laporan.surat.terbit import pratinjau, susun_nomor, terbitkan
from laporan.tests import adegan
from pokja.models import AnggotaPokja, Rekening, Surat, Usulan
from rt.models import Pejabat

ANEH = "#let x = $1 \\ <b> *_` @a 🏠 " + "panjang sekali " * 12


def baca(**kolom):
    """The one transfer, changed as a test needs it."""
    if kolom:
        Pencairan.objects.update(**kolom)
    return Pencairan.objects.select_related(*MUAT[Pencairan]).get()


@pytest.fixture
def pencairan(berjalan, kenali_besar):
    Pejabat.objects.create(
        lembaga="kelurahan", kelurahan=kenali_besar, jabatan="Lurah Kenali Besar", nama="Rina", mulai="2020-01-01"
    )
    return baca()


def test_receipt_of_what_arrived(pencairan):
    hasil = kuitansi.isi(pencairan)
    assert (hasil.nilai, hasil.tanggal) == (40_000_000, date(2026, 9, 1))
    data = hasil.data
    assert (data["angka"], data["terbilang"]) == ("Rp40.000.000,00", "empat puluh juta rupiah")
    assert data["dari"] == (
        "Pemerintah Kota Jambi melalui Dinas Pemberdayaan Masyarakat, Perempuan dan Perlindungan Anak"
    )
    assert data["untuk"] == (
        "Dana Program Kampung Bahagia 2026, Termin 1 (100 %), untuk Pokja RT 02 Kelurahan Kenali Besar, "
        "Kecamatan Alam Barajo, Kota Jambi, menurut SK Penetapan nomor 5/DPMPPA."
    )
    assert data["sp2d"] == "Nomor SP2D-1, tanggal 1 September 2026"
    assert data["rekening"] == "Bank Jambi ••••••7890 atas nama Pokja RT 02"
    assert data["keterangan"] == (
        "Jumlah di atas adalah yang masuk ke rekening Pokja pada 1 September 2026, sama dengan nilai SP2D."
    )
    assert data["meterai"] == "Rp10.000"
    assert [data[siapa]["nama"] for siapa in ("bendahara", "ketua", "lurah")] == [
        "Warga Bendahara", "Warga Ketua (Ketua RT)", "Rina",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("kolom", "nilai", "kata"),
    [
        ({"diterima": None, "diterima_tanggal": None}, 40_000_000, "dicairkan menurut SP2D; RT belum mengonfirmasi"),
        ({"diterima": 39_750_000}, 39_750_000, "kurang Rp250.000 dari nilai SP2D Rp40.000.000,00"),
        ({"diterima": 39_750_000}, 39_750_000, "Belum dijelaskan."),
        ({"diterima": 39_750_000, "penjelasan_selisih": "Biaya bank."}, 39_750_000, "Penjelasan: Biaya bank."),
        ({"diterima": 40_000_001}, 40_000_001, "lebih Rp1 dari nilai SP2D"),
    ],
)
def test_the_paper_says_which_amount_it_is(pencairan, kolom, nilai, kata):
    hasil = kuitansi.isi(baca(**kolom))
    assert hasil.nilai == nilai
    assert kata in hasil.data["keterangan"]


DIKOREKSI = {"diminta": 40_000_000, "nilai": 39_750_000, "penjelasan_selisih": "Salah ketik nol."}


@pytest.mark.parametrize(
    ("kolom", "awal"),
    [
        ({"diterima": 39_750_000}, "Jumlah di atas adalah yang masuk ke rekening Pokja pada 1 September 2026."),
        (
            {"diterima": None, "diterima_tanggal": None},
            "Jumlah di atas adalah yang dicairkan; RT belum mengonfirmasi uang yang masuk ke rekening.",
        ),
        (
            {"diterima": 39_700_000},
            "Jumlah di atas adalah yang masuk ke rekening Pokja pada 1 September 2026, kurang Rp50.000 dari yang dicairkan.",
        ),
    ],
)
def test_a_corrected_amount_is_told_with_what_was_asked_for(pencairan, kolom, awal):
    assert kuitansi.isi(baca(**DIKOREKSI, **kolom)).data["keterangan"] == (
        f"{awal} Yang dimohonkan Rp40.000.000,00 (empat puluh juta rupiah); yang dicairkan sesudah dikoreksi Keuangan "
        "Rp39.750.000,00 (tiga puluh sembilan juta tujuh ratus lima puluh ribu rupiah). Penjelasan: Salah ketik nol."
    )


@pytest.mark.parametrize(("nilai", "meterai"), [(5_000_000, ""), (5_000_001, "Rp10.000")])
def test_meterai_above_five_million(pencairan, nilai, meterai):
    assert kuitansi.isi(baca(nilai=nilai, diterima=nilai)).data["meterai"] == meterai


@pytest.mark.parametrize(
    ("kolom", "kata"),
    [
        ({"status": "gagal", "alasan_gagal": "Nama berbeda"}, "Transfer ini gagal"),
        ({"status": "batal"}, "Pencairan ini dibatalkan"),
        ({"status": "diproses"}, "belum cair"),
        ({"status": "disiapkan"}, "belum cair"),
        ({"diterima": 0}, "belum masuk sama sekali"),
    ],
)
def test_no_receipt_without_money(login, ketua_rt, pencairan, kolom, kata):
    baca(**kolom)
    jawaban = login(ketua_rt).post(reverse("laporan:surat_terbitkan", args=["kuitansi", pencairan.pk]))
    assert (jawaban.status_code, kata in jawaban.content.decode()) == (409, True)
    assert Surat.objects.count() == 0


def test_issued_by_the_rt_and_renewed_when_the_money_is_confirmed(
    login, pencairan, petugas_tetangga, dpmppa, ketua_rt, client
):
    alamat = reverse("laporan:surat_terbitkan", args=["kuitansi", pencairan.pk])
    assert login(petugas_tetangga).post(alamat).status_code == 404
    assert login(dpmppa).post(alamat).status_code == 409
    baca(diterima=None, diterima_tanggal=None)
    login(ketua_rt).post(alamat)
    baca(diterima=39_000_000, diterima_tanggal=date(2026, 9, 4))
    login(ketua_rt).post(alamat)
    assert list(Surat.objects.order_by("versi").values_list("versi", "nilai", "tanggal")) == [
        (1, 40_000_000, date(2026, 9, 1)),
        (2, 39_000_000, date(2026, 9, 4)),
    ]
    surat = Surat.objects.get(versi=2)
    umum = client.get(reverse("laporan:cek", args=[surat.kode])).content.decode()
    assert "<dt>Nilai</dt><dd><b>Rp39.000.000</b>" in umum
    assert "Warga Bendahara" not in umum


# --- pakta integritas and SPTJM -------------------------------------------------------------------------------------


def test_pakta_of_the_three(berjalan):
    hasil = pernyataan.isi_pakta(berjalan)
    assert hasil.nilai is None
    assert [(orang["jabatan"], orang["nama"]) for orang in hasil.data["penanda"]] == [
        ("Ketua Pokja", "Warga Ketua (Ketua RT)"),
        ("Sekretaris Pokja", "Warga Sekretaris"),
        ("Bendahara Pokja", "Warga Bendahara"),
    ]
    assert hasil.data["sk_pokja"] == "SK Pokja nomor 1/SK tanggal 1 September 2026"


def test_pakta_waits_for_its_three_and_not_for_the_sk(usulan):
    assert pernyataan.halangan_pakta(usulan) == [
        "Nama ketua, sekretaris, bendahara Pokja belum diisi. Isi dulu pada tahap Pokja dan rekening."
    ]
    adegan.isi_pokja(usulan)
    assert pernyataan.halangan_pakta(usulan) == []
    assert pernyataan.isi_pakta(usulan).data["sk_pokja"] == ""
    usulan.daftar_anggota.filter(unsur="bendahara").delete()
    assert pernyataan.halangan_pakta(usulan) == [
        "Nama bendahara Pokja belum diisi. Isi dulu pada tahap Pokja dan rekening."
    ]


def test_sptjm_says_what_was_approved(berjalan):
    hasil = pernyataan.isi_sptjm(berjalan)
    assert hasil.nilai == 40_000_000
    assert hasil.data["jumlah"] == "Rp40.000.000,00 (empat puluh juta rupiah)"
    assert hasil.data["sk_penetapan"] == "SK nomor 5/DPMPPA tanggal 1 September 2026"
    assert hasil.data["rekening"] == "Bank Jambi ••••••7890 atas nama Pokja RT 02"
    assert [orang["nama"] for orang in hasil.data["penanda"]] == ["Warga Ketua (Ketua RT)"]


def test_sptjm_waits_for_the_decision(usulan):
    adegan.isi_pokja(usulan)
    assert ["belum ada" in kalimat for kalimat in pernyataan.halangan_sptjm(usulan)] == [True]
    Penetapan.objects.create(usulan=usulan, disetujui=False)
    assert ["ditolak" in kalimat for kalimat in pernyataan.halangan_sptjm(usulan)] == [True]


@pytest.mark.parametrize("kode", ["pakta", "sptjm"])
def test_a_new_ketua_does_not_change_what_was_signed(berjalan, ketua_rt, kode):
    def terbit():
        usulan = Usulan.objects.get(pk=berjalan.pk)
        return terbitkan(JENIS[kode], usulan, oleh=ketua_rt, alamat_dasar="https://kampung.example")

    lama = terbit()
    assert terbit() == lama
    AnggotaPokja.objects.filter(unsur="ketua").update(nama="Ketua Baru")
    baru = terbit()
    lama.refresh_from_db()
    assert (lama.versi, baru.versi) == (1, 2)
    assert ("Ketua Baru" in lama.data, "Ketua Baru" in baru.data) == (False, True)


@pytest.mark.parametrize("kode", ["pakta", "sptjm", "kuitansi"])
def test_whatever_was_typed_prints_and_twice_the_same(pencairan, kode):
    AnggotaPokja.objects.update(nama=ANEH[:150])
    Rekening.objects.update(atas_nama=ANEH[:150])
    Pencairan.objects.update(penjelasan_selisih=ANEH[:300], diterima=1, sp2d_nomor=ANEH[:60])
    Pejabat.objects.update(nama=ANEH[:150], jabatan=ANEH[:100])
    objek = baca() if kode == "kuitansi" else Usulan.objects.get(pk=pencairan.usulan_id)
    pertama = pratinjau(JENIS[kode], objek)
    assert pertama.startswith(b"%PDF-")
    assert pratinjau(JENIS[kode], objek) == pertama


def test_every_placeholder_that_the_settings_accept_is_filled(kenali_besar):
    kenali_besar.kode = "15.71.09.1001"
    for nama, terpanjang in ISIAN_NOMOR.items():
        for jenis in JENIS.values():
            jadi = susun_nomor("{" + nama + "}", 999_999, jenis.singkat, kenali_besar, date(2026, 8, 31))
            assert "{" not in jadi
            assert len(jadi) <= len(terpanjang)
