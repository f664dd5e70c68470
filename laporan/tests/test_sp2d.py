"""SP2D by Excel: out, filled in, looked at, saved once; stale and altered rows get a sentence each."""

import io
import logging
from datetime import date, datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import Workbook, load_workbook

from anggaran.models import Pencairan
from anggaran.services.pencairan import batalkan_permohonan, cairkan, gagalkan, susun_permohonan, tahan
from kampung.testing import make_pengguna, make_rt, make_usulan
from laporan.services.pembatalan import batalkan_langkah
from laporan.services.sp2d import rencanakan, terapkan
from laporan.sp2d_baca import baca_sp2d
from laporan.tests.lembar_sp2d import (
    CAIR,
    GAGAL,
    JUDUL,
    LEMBAR,
    NILAI,
    SURAT,
    UNDUH,
    berkas,
    isi,
    kirim,
    mohonkan,
    pratinjau,
    salah,
    siapkan,
    simpan,
    unduh,
)
from pokja.services import LangkahDitolak
from rt.peran import Peran

Status = Pencairan.Status


@pytest.fixture
def tiga(kenali_besar, kelompok_a, petugas, lurah):
    """RT 11, 12 and 13 in one signed bundle: rows 2, 3 and 4 of the sheet."""
    daftar = [siapkan(make_usulan(make_rt(kenali_besar, nomor=nomor), kelompok_a)) for nomor in (11, 12, 13)]
    return list(mohonkan(daftar, petugas, lurah).daftar_pencairan.all())


@pytest.fixture
def uang(login, keuangan):
    return login(keuangan)


def keadaan():
    return list(Pencairan.objects.order_by("pk").values_list("status", "sp2d_nomor", "alasan_gagal"))


BELUM = ("ditandatangani", "", "")


# --- out ------------------------------------------------------------------------------------------------------------


def test_the_sheet_names_each_transfer_and_leaves_the_rest_to_be_filled_in(tiga, uang, keuangan, caplog):
    tahan(tiga[1].usulan, alasan="Menunggu klarifikasi", oleh=keuangan)
    with caplog.at_level(logging.INFO, logger="kampung.unduhan"):
        lembar = unduh(uang).active

    baris = [tuple(sel.value for sel in satu) for satu in lembar.iter_rows()]
    nomor = [transfer.rekening.nomor for transfer in tiga]
    kode = [f"PC{transfer.pk:06d}" for transfer in tiga]
    assert baris[0] == JUDUL
    assert baris[1] == (
        kode[0], "900/1", "Kenali Besar", "RT 11", "Bank Jambi", nomor[0], "Pokja RT 11 Kenali Besar", 1, NILAI,
        None, None, None, None, None, None,
    )  # fmt: skip
    assert baris[2][-1] == "Ditahan: Menunggu klarifikasi."
    assert [satu[0] for satu in baris] == ["Kode transfer", *kode, "Jumlah"]
    assert (baris[4][8], baris[4][12]) == ("=SUBTOTAL(109,I2:I4)", "=SUBTOTAL(109,M2:M4)")
    assert [lembar[sel].number_format for sel in ("F2", "I2")] == ["@", "#,##0"]
    assert [lembar.column_dimensions[huruf].number_format for huruf in "KLM"] == ["@", "dd/mm/yyyy", "#,##0"]
    assert {lembar[f"K{nomor}"].number_format for nomor in (2, 3, 4)} == {"@"}
    assert {lembar[f"L{nomor}"].number_format for nomor in (2, 3, 4)} == {"dd/mm/yyyy"}
    assert [(str(d.sqref), d.formula1) for d in lembar.data_validations.dataValidation] == [("J2:J4", '"cair,gagal"')]
    assert caplog.messages == ["lembar SP2D dengan nomor rekening: keuangan, 3 baris"]


def test_the_sheet_holds_one_bundle_or_one_kelurahan_and_only_what_waits(
    tiga, usulan_tetangga, petugas_tetangga, rawa_sari, keuangan, uang
):
    lurah = make_pengguna(Peran.KELURAHAN, "lurah.rs", kelurahan=rawa_sari, jabatan="lurah")
    lain = mohonkan([siapkan(usulan_tetangga)], petugas_tetangga, lurah, nomor="RS/1")
    cairkan(tiga[0], sp2d_nomor="1", sp2d_tanggal=SURAT, nilai=NILAI, oleh=keuangan)

    def rt(**kueri):
        return [sel.value for sel in unduh(uang, **kueri).active["D"]][1:-1]

    assert rt() == ["RT 12", "RT 13", "RT 07"]
    assert rt(permohonan=lain.pk) == ["RT 07"]
    assert rt(kelurahan=tiga[0].permohonan.kelurahan_id) == ["RT 12", "RT 13"]
    for kueri in ({"permohonan": "9" * 40}, {"kelurahan": "\x00"}, {"permohonan": "abc"}):
        jawab = uang.get(UNDUH, kueri, follow=True)
        assert "Tidak ada transfer yang menunggu SP2D menurut saringan itu." in jawab.content.decode()


@pytest.mark.parametrize("peran", sorted(set(Peran) - {Peran.KEUANGAN}))
def test_the_sheet_is_keuangans(tiga, uang, semua_orang, login, peran):
    alamat, _halaman = pratinjau(uang, isi(unduh(uang), {2: CAIR}))
    client = login(semua_orang[peran])

    assert [client.get(satu).status_code for satu in (UNDUH, LEMBAR, alamat)] == [403] * 3
    assert [client.post(satu).status_code for satu in (LEMBAR, f"{alamat}simpan/")] == [403] * 2


def test_a_preview_is_of_the_person_who_sent_the_file(tiga, uang, login):
    alamat, halaman = pratinjau(uang, isi(unduh(uang), {2: CAIR}))
    lain = login(make_pengguna(Peran.KEUANGAN, "keuangan2"))

    assert lain.get(alamat).status_code == 409
    assert simpan(lain, alamat, halaman.context["rencana"]).status_code == 409
    assert keadaan() == [BELUM] * 3


# --- in -------------------------------------------------------------------------------------------------------------


def test_looked_at_then_saved_by_the_verbs_of_the_single_form(tiga, uang, keuangan):
    alamat, halaman = pratinjau(uang, isi(unduh(uang), {2: CAIR, 3: GAGAL}))
    teks = halaman.content.decode()
    assert halaman.status_code == 200
    assert [(label, banyak) for label, banyak, _url in halaman.context["ringkasan"]] == [
        ("Sel salah", 0), ("Jadi cair", 1), ("Jadi gagal", 1), ("Sudah tercatat", 0), ("Kosong, dibiarkan", 1),
    ]  # fmt: skip
    assert "Catat 1 cair (Rp100.000.000) dan 1 gagal?" in teks
    assert keadaan() == [BELUM] * 3

    jawab = simpan(uang, alamat, halaman.context["rencana"])

    assert (jawab.status_code, jawab["Location"]) == (302, alamat)
    assert keadaan() == [
        ("cair", "SP2D/7", ""),
        ("gagal", "", "Nama pemilik rekening berbeda"),
        BELUM,
    ]
    assert [t.usulan.daftar_riwayat.last().aksi for t in tiga] == ["cairkan", "gagalkan", "mohonkan"]
    satu = Pencairan.objects.get(pk=tiga[0].pk)
    assert (satu.sp2d_tanggal, satu.dicatat_oleh) == (date(2026, 11, 5), keuangan)
    hasil = uang.get(alamat).content.decode()
    assert "Tersimpan: 1 RT cair (Rp100.000.000), 1 gagal." in hasil
    assert "Semua baris yang terisi sudah tercatat: 2 baris." in hasil


def test_confirmed_twice_it_lands_on_the_same_page_and_counts_once(tiga, uang):
    alamat, halaman = pratinjau(uang, isi(unduh(uang), {2: CAIR, 3: GAGAL}))
    rencana = halaman.context["rencana"]

    daftar = [simpan(uang, alamat, rencana) for _ in range(2)]

    assert [(jawab.status_code, jawab["Location"]) for jawab in daftar] == [(302, alamat)] * 2
    assert uang.get(f"{alamat}simpan/")["Location"] == alamat
    assert [t.usulan.daftar_riwayat.count() for t in tiga] == [2, 2, 1]


def test_the_same_file_twice_changes_nothing_and_says_so(tiga, uang, login):
    buku = isi(unduh(uang), {2: CAIR, 3: GAGAL})
    alamat, halaman = pratinjau(uang, buku)
    simpan(uang, alamat, halaman.context["rencana"])
    sebelum = keadaan()

    for client in (uang, login(make_pengguna(Peran.KEUANGAN, "keuangan2"))):
        _alamat, lagi = pratinjau(client, buku)
        assert "Semua baris yang terisi sudah tercatat: 2 baris." in lagi.content.decode()
        assert "Simpan hasil SP2D" not in lagi.content.decode()
    assert keadaan() == sebelum


def test_an_empty_sheet_says_that_there_is_nothing_in_it(tiga, uang):
    _alamat, halaman = pratinjau(uang, unduh(uang))

    assert "Belum ada baris yang terisi." in halaman.content.decode()
    assert halaman.context["rencana"].banyak_kosong == 3


@pytest.mark.parametrize(
    "tanggal",
    # 46331 is that day as Excel counts: the cell has the format of a date.
    [date(2026, 11, 5), 46331, "05/11/2026", "5-11-2026", "5 November 2026", "5 nov 2026", "2026-11-05", "5.11.2026"],
)
def test_a_date_is_read_as_people_write_it(tiga, uang, tanggal):
    _alamat, halaman = pratinjau(uang, isi(unduh(uang), {2: CAIR | {"Tanggal SP2D": tanggal}}))

    assert salah(halaman) == {}
    assert [butir.isi.sp2d_tanggal for butir in halaman.context["rencana"].daftar_cair] == [date(2026, 11, 5)]


@pytest.mark.parametrize(
    ("judul", "nilai"),
    [
        ("Nomor SP2D", 7),
        ("Nomor SP2D", "  SP2D/7  "),
        ("Hasil", " Cair "),
        ("Nilai cair (Rp)", "100.000.000"),
        ("Nilai cair (Rp)", "Rp 100.000.000,00"),
        ("Nilai cair (Rp)", 100_000_000.0),
        ("Kode transfer", "pc{pk}"),
        ("Nilai (Rp)", "100.000.000"),
        ("RT", "rt 11"),
    ],
)
def test_what_means_the_same_is_taken(tiga, uang, judul, nilai):
    if isinstance(nilai, str):
        nilai = nilai.format(pk=tiga[0].pk)
    _alamat, halaman = pratinjau(uang, isi(unduh(uang), {2: CAIR | {judul: nilai}}))

    assert salah(halaman) == {}
    assert len(halaman.context["rencana"].daftar_cair) == 1


# --- cells that cannot be ---------------------------------------------------------------------------------------------

BATAS_TANGGAL = "tidak sebelum tanggal surat permohonan (02/11/2026) dan tidak sesudah hari ini"


@pytest.mark.parametrize(
    ("isian", "sel", "kata"),
    [
        (CAIR | {"Hasil": None}, "J2", "Hasil belum diisi. Tulis cair atau gagal."),
        (CAIR | {"Hasil": "berhasil"}, "J2", "“berhasil” tidak dikenal. Tulis cair atau gagal."),
        (CAIR | {"Nomor SP2D": None}, "K2", "Nomor SP2D belum diisi."),
        (CAIR | {"Nomor SP2D": "9" * 61}, "K2", "lebih dari 60 karakter"),
        (CAIR | {"Nomor SP2D": "SP\u200b2D"}, "K2", "karakter yang tidak terlihat"),
        (CAIR | {"Nomor SP2D": 1.5}, "K2", "bukan teks"),
        (CAIR | {"Nomor SP2D": date(2026, 11, 5)}, "K2", "bukan teks"),
        (CAIR | {"Nomor SP2D": True}, "K2", "bukan teks"),
        (CAIR | {"Nomor SP2D": "#N/A"}, "K2", "Excel menunjukkan galat"),
        (CAIR | {"Tanggal SP2D": None}, "L2", "Tanggal SP2D belum diisi. Tulis misalnya 30/04/2026."),
        (CAIR | {"Tanggal SP2D": "31/02/2026"}, "L2", "bukan tanggal"),
        (CAIR | {"Tanggal SP2D": "11/30/2026"}, "L2", "bukan tanggal"),
        (CAIR | {"Tanggal SP2D": "5/11/26"}, "L2", "bukan tanggal"),
        (CAIR | {"Tanggal SP2D": "kemarin"}, "L2", "bukan tanggal"),
        (CAIR | {"Tanggal SP2D": True}, "L2", "bukan tanggal"),
        (CAIR | {"Tanggal SP2D": date(2025, 12, 31)}, "L2", "Tanggal SP2D harus dalam tahun 2026"),
        (CAIR | {"Tanggal SP2D": date(2026, 11, 1)}, "L2", BATAS_TANGGAL),
        (CAIR | {"Tanggal SP2D": "22/11/2026"}, "L2", BATAS_TANGGAL),
        (CAIR | {"Nilai cair (Rp)": None}, "M2", "Nilai cair (Rp) belum diisi."),
        (CAIR | {"Nilai cair (Rp)": NILAI - 1}, "M2", "Nilai SP2D Rp99.999.999 tidak sama dengan permohonan Rp100.000.000."),
        (CAIR | {"Nilai cair (Rp)": "100,000,000"}, "M2", "100,000,000"),
        (CAIR | {"Nilai cair (Rp)": 0.5}, "M2", ""),
        (CAIR | {"Nilai cair (Rp)": -1}, "M2", ""),
        (CAIR | {"Nilai cair (Rp)": "=I2"}, "M2", "Rumus belum dihitung."),
        (CAIR | {"Alasan gagal": "x"}, "N2", "Hasilnya cair, jadi tidak ada alasan gagal."),
        ({"Hasil": "gagal"}, "N2", "Alasan gagal belum diisi. Salin alasan dari bank."),
        (GAGAL | {"Alasan gagal": "x" * 301}, "N2", "lebih dari 300 karakter"),
        (GAGAL | {"Nomor SP2D": "1"}, "K2", "Hasilnya gagal, jadi Nomor SP2D tidak dicatat."),
        (GAGAL | {"Tanggal SP2D": date(2026, 11, 5)}, "L2", "Hasilnya gagal, jadi Tanggal SP2D tidak dicatat."),
        (GAGAL | {"Nilai cair (Rp)": 5}, "M2", "Hasilnya gagal, jadi Nilai cair (Rp) tidak dicatat."),
        (CAIR | {"Kode transfer": None}, "A2", "Kode transfer kosong."),
        (CAIR | {"Kode transfer": "abc"}, "A2", "“abc” bukan kode transfer."),
        (CAIR | {"Kode transfer": "9" * 30}, "A2", "bukan kode transfer."),
        (CAIR | {"Kode transfer": "PC999999"}, "A2", "Transfer dengan kode ini tidak ada."),
        (CAIR | {"Permohonan": "900/2"}, "B2", "tercatat “900/1”, bukan yang tertulis di sini."),
        (CAIR | {"Kelurahan": "Rawa Sari"}, "C2", "tercatat “Kenali Besar”"),
        (CAIR | {"RT": "RT 12"}, "D2", "tercatat “RT 11”"),
        (CAIR | {"Bank": "BRI"}, "E2", "tercatat “Bank Jambi”"),
        (CAIR | {"Nomor rekening": "123"}, "F2", "Nomor rekening untuk kode"),
        (CAIR | {"Nomor rekening": None}, "F2", "Nomor rekening untuk kode"),
        (CAIR | {"Atas nama": "Orang lain"}, "G2", "tercatat “Pokja RT 11 Kenali Besar”"),
        (CAIR | {"Termin": 2}, "H2", "tercatat “1”"),
        (CAIR | {"Nilai (Rp)": NILAI + 1}, "I2", "tercatat Rp100.000.000. Jangan ubah kolom ini"),
        (CAIR | {"Nilai (Rp)": None}, "I2", "tercatat Rp100.000.000."),
        (CAIR | {"Nilai (Rp)": "seratus"}, "I2", "tercatat Rp100.000.000."),
    ],
)  # fmt: skip
def test_a_wrong_cell_is_named_and_nothing_is_saved(tiga, uang, isian, sel, kata):
    alamat, halaman = pratinjau(uang, isi(unduh(uang), {2: isian, 3: CAIR}))

    kesalahan = salah(halaman)
    assert list(kesalahan) == [sel]
    assert kata in kesalahan[sel]
    assert "Tidak ada yang disimpan." in halaman.content.decode()
    assert simpan(uang, alamat, halaman.context["rencana"]).status_code == 409
    assert keadaan() == [BELUM] * 3


def test_a_date_in_a_wrong_cell_is_shown_as_people_write_it(tiga, uang):
    rusak = CAIR | {"Tanggal SP2D": date(2026, 12, 25), "Nomor SP2D": datetime(2026, 12, 24, 8, 5)}
    _alamat, halaman = pratinjau(uang, isi(unduh(uang), {2: CAIR | {"Tanggal SP2D": date(2026, 12, 25)}, 3: rusak}))

    tertulis = {satu.sel: satu.nilai for satu in halaman.context["kesalahan"]}
    assert tertulis == {"L2": "25/12/2026", "K3": "24/12/2026 08:05"}
    assert "“24/12/2026 08:05” bukan teks." in salah(halaman)["K3"]


def test_every_wrong_cell_of_every_row_is_named_at_once(tiga, uang):
    rusak = {2: CAIR | {"Nomor SP2D": None, "Nilai cair (Rp)": "abc"}, 3: {"Hasil": "gagal"}, 4: CAIR | {"RT": "RT 99"}}
    _alamat, halaman = pratinjau(uang, isi(unduh(uang), rusak))

    assert list(salah(halaman)) == ["K2", "M2", "N3", "D4"]


def test_one_sp2d_has_one_date_within_the_file_too(tiga, uang):
    lain = CAIR | {"Tanggal SP2D": date(2026, 11, 6)}
    _alamat, halaman = pratinjau(uang, isi(unduh(uang), {2: CAIR, 3: lain, 4: lain | {"Nomor SP2D": "SP2D/8"}}))

    assert salah(halaman) == {"L3": "SP2D SP2D/7 sudah bertanggal 05/11/2026 untuk RT lain. Samakan tanggalnya."}


def test_a_row_copied_twice_is_named_with_the_place_of_the_first(tiga, uang):
    buku = isi(unduh(uang), {2: CAIR})
    for kolom in range(1, 15):
        buku.active.cell(3, kolom).value = buku.active.cell(2, kolom).value
    _alamat, halaman = pratinjau(uang, buku)

    assert salah(halaman) == {"A3": "Kode ini sudah ada di lembar SP2D baris 2. Hapus salah satu barisnya."}


# --- what happened meanwhile ----------------------------------------------------------------------------------------


def dicairkan(transfer, orang):
    cairkan(transfer, sp2d_nomor="SP2D/1", sp2d_tanggal=date(2026, 11, 4), nilai=NILAI, oleh=orang["keuangan"])


def digagalkan(transfer, orang):
    gagalkan(transfer, alasan="Rekening pasif", oleh=orang["keuangan"])


def ditahan(transfer, orang):
    tahan(transfer.usulan, alasan="Laporan warga", oleh=orang["dpmppa"])


def dibuka_kembali(transfer, orang):
    transfer.usulan.refresh_from_db()
    batalkan_langkah(transfer.usulan, oleh=orang["dpmppa"], versi=transfer.usulan.versi, catatan="Salah kirim")


def belum_ditandatangani(transfer, orang):
    Pencairan.objects.filter(pk=transfer.pk).update(status=Status.DISIAPKAN)


def penetapan_turun(transfer, orang):
    transfer.usulan.daftar_penetapan.update(nilai=NILAI - 1)


SUSUL = [
    (dicairkan, CAIR, "J2", "sudah tercatat cair Rp100.000.000 dengan SP2D SP2D/1, 04/11/2026."),
    (dicairkan, GAGAL, "J2", "Gagal hanya bisa dicatat sesudah RT melaporkan Rp0."),
    (digagalkan, CAIR, "J2", "sudah tercatat gagal: Rekening pasif."),
    (digagalkan, GAGAL, "J2", "sudah tercatat gagal: Rekening pasif."),
    (ditahan, CAIR, "J2", "Pencairan RT 11 Kenali Besar sedang ditahan: Laporan warga."),
    (dibuka_kembali, CAIR, "J2", "sudah dibatalkan"),
    (belum_ditandatangani, CAIR, "J2", "belum ditandatangani lurah"),
    (belum_ditandatangani, GAGAL, "J2", "belum ditandatangani lurah"),
    (penetapan_turun, CAIR, "M2", "Jumlah cair melebihi nilai penetapan sebesar Rp1."),
]


@pytest.mark.parametrize(("susul", "isian", "sel", "kata"), SUSUL)
def test_a_stale_row_says_what_happened_and_the_others_wait_with_it(
    tiga, uang, keuangan, dpmppa, susul, isian, sel, kata
):
    """The same before the upload, and between the look and the confirm."""
    alamat, halaman = pratinjau(uang, isi(unduh(uang), {2: isian, 3: CAIR}))
    susul(tiga[0], {"keuangan": keuangan, "dpmppa": dpmppa})
    sebelum = keadaan()

    jawab = simpan(uang, alamat, halaman.context["rencana"])

    assert jawab.status_code == 409
    assert "Keadaannya berubah sejak pratinjau dibuat." in jawab.content.decode()
    assert list(salah(jawab)) == [sel]
    assert kata in salah(jawab)[sel]
    assert kata in salah(uang.get(alamat))[sel]
    assert keadaan() == sebelum


def test_a_held_transfer_may_still_be_recorded_as_failed(tiga, uang, keuangan):
    tahan(tiga[0].usulan, alasan="Laporan warga", oleh=keuangan)
    alamat, halaman = pratinjau(uang, isi(unduh(uang), {2: GAGAL}))

    assert simpan(uang, alamat, halaman.context["rencana"]).status_code == 302
    assert keadaan()[0][0] == "gagal"


def test_what_the_service_refuses_at_the_last_moment_undoes_the_whole_file(tiga, uang, keuangan):
    """The plan is made, then somebody is quicker by a second."""
    rencana = rencanakan(baca_sp2d(berkas(isi(unduh(uang), {2: CAIR, 3: CAIR}))), keuangan)
    dicairkan(tiga[1], {"keuangan": keuangan})

    with pytest.raises(LangkahDitolak, match="RT 12 Kenali Besar: Usulan ini baru saja berubah"):
        terapkan(rencana, oleh=keuangan)

    assert keadaan() == [BELUM, ("cair", "SP2D/1", ""), BELUM]


def test_a_confirm_of_other_content_is_refused(tiga, uang):
    alamat, _halaman = pratinjau(uang, isi(unduh(uang), {2: CAIR}))

    for sidik in ("", "x", "0" * 64):
        assert uang.post(f"{alamat}simpan/", {"sidik": sidik}).status_code == 409
    assert keadaan() == [BELUM] * 3


def test_a_repeated_request_has_a_code_of_its_own(tiga, uang, petugas, lurah, keuangan):
    lama = unduh(uang)
    digagalkan(tiga[0], {"keuangan": keuangan})
    tiga[0].usulan.refresh_from_db()
    mohonkan([tiga[0].usulan], petugas, lurah, nomor="900/2")

    _alamat, stale = pratinjau(uang, isi(lama, {2: CAIR}))
    assert "permohonan ulangnya punya kode sendiri" in salah(stale)["J2"]
    baru = unduh(uang)
    assert [sel.value for sel in baru.active["B"]][1:-1] == ["900/1", "900/1", "900/2"]
    alamat, halaman = pratinjau(uang, isi(baru, {4: CAIR}))
    assert simpan(uang, alamat, halaman.context["rencana"]).status_code == 302
    assert Pencairan.objects.cair().get().percobaan == 2


# --- the file as a whole --------------------------------------------------------------------------------------------


def buku_tanpa(judul):
    buku = Workbook()
    buku.active.append([satu for satu in JUDUL if satu != judul])
    return buku


@pytest.mark.parametrize(
    "judul", ["Kode transfer", "RT", "Nomor rekening", "Nilai (Rp)", "Hasil", "Nomor SP2D", "Nilai cair (Rp)"]
)
def test_a_missing_heading_is_named(uang, judul):
    jawab = kirim(uang, buku_tanpa(judul))

    assert jawab.status_code == 422
    assert f"tidak punya kolom {judul}." in jawab.content.decode()


def test_a_heading_that_stands_twice_is_refused(uang):
    buku = Workbook()
    buku.active.append([*JUDUL, "Hasil"])

    jawab = kirim(uang, buku)

    assert jawab.status_code == 422
    assert "punya 2 kolom Hasil" in jawab.content.decode()


@pytest.mark.parametrize(
    ("isi_berkas", "kata"),
    [
        (b"", "kosong"),
        (b"%PDF-1.4", "PDF"),
        (b"PK\x03\x04 bukan zip", "rusak"),
        (b"a;b;c\n1;2;3", "CSV"),
        (b"\x89PNG\r\n\x1a\n", "bukan Excel"),
    ],
)
def test_a_file_of_another_kind_is_refused_beside_its_field(uang, isi_berkas, kata):
    jawab = uang.post(LEMBAR, {"berkas": SimpleUploadedFile("sp2d.xlsx", isi_berkas)})

    assert jawab.status_code == 422
    assert kata in jawab.content.decode()


def test_no_file_and_another_workbook_are_answered_with_a_sentence(uang):
    assert uang.post(LEMBAR).status_code == 422
    lain = Workbook()
    lain.active.append(["Nama", "Umur"])
    assert "Ini bukan lembar SP2D." in kirim(uang, lain).content.decode()


def test_hidden_sheets_totals_and_notes_are_no_rows(tiga, uang):
    buku = isi(unduh(uang), {2: CAIR})
    buku.active["A9"] = "Catatan: dicek Bu Rina"
    sembunyi = buku.create_sheet("lama")
    sembunyi.append(list(JUDUL))
    sembunyi.append(["PC000001", *[None] * 8, "cair"])
    sembunyi.sheet_state = "hidden"
    _alamat, halaman = pratinjau(uang, buku)

    assert salah(halaman) == {}
    assert len(halaman.context["rencana"].daftar_cair) == 1


def test_too_many_rows_at_once_are_refused(tiga, uang, monkeypatch):
    monkeypatch.setattr("laporan.sp2d_baca.BATAS_ISI", 2)
    jawab = kirim(uang, isi(unduh(uang), {2: CAIR, 3: CAIR, 4: CAIR}))

    assert jawab.status_code == 422
    assert "Lebih dari 2 baris terisi. Bagi per kelurahan" in jawab.content.decode()


def test_what_people_typed_is_escaped_and_is_no_formula(tiga, uang):
    tiga[0].rekening.atas_nama = "=1+1"
    tiga[0].rekening.save()
    sel = unduh(uang).active["G2"]
    assert (sel.value, sel.data_type) == ("=1+1", "s")

    _alamat, halaman = pratinjau(uang, isi(unduh(uang), {2: CAIR | {"Hasil": "<script>x</script>"}}))
    assert "<script>x" not in halaman.content.decode()


def test_out_and_preview_take_the_same_queries_for_one_row_and_three(tiga, uang):
    def hitung(buku, **kueri):
        alamat = kirim(uang, buku)["Location"]
        with CaptureQueriesContext(connection) as lihat:
            assert uang.get(alamat).status_code == 200
        with CaptureQueriesContext(connection) as ambil:
            assert load_workbook(io.BytesIO(b"".join(uang.get(UNDUH, kueri).streaming_content)))
        return len(lihat), len(ambil)

    satu = hitung(isi(unduh(uang), {2: CAIR}))
    tiga_baris = hitung(isi(unduh(uang), {2: CAIR, 3: GAGAL, 4: CAIR}))

    assert tiga_baris == satu
    assert max(satu) <= 15


def test_a_prepared_and_a_cancelled_bundle_are_not_in_the_sheet(kenali_besar, kelompok_a, petugas, uang):
    usulan = siapkan(make_usulan(make_rt(kenali_besar, nomor=21), kelompok_a))
    permohonan = susun_permohonan(
        kenali_besar, usulan.tahun_program, nomor="900/5", tanggal=SURAT, daftar_usulan=[usulan], oleh=petugas
    )

    assert uang.get(UNDUH).status_code == 302
    batalkan_permohonan(permohonan, oleh=petugas)
    assert uang.get(UNDUH).status_code == 302
