"""Money for a Usulan without walking there: two RAB versions, a failed and a good transfer, and a book with corrections."""

import io
from datetime import date

from openpyxl import load_workbook

from anggaran.models import BarisRAB, BukuKas, Jenis, Pencairan, Permohonan, VersiRAB
from pokja.models import Berkas, Rekening

HARI = date(2026, 9, 1)


def _baris(versi_rab, harga, sumber="program", uraian="Semen"):
    return BarisRAB.objects.create(
        versi_rab=versi_rab, jenis_biaya="bahan", uraian=uraian, volume=1000, satuan="paket", harga_satuan=harga, sumber=sumber
    )  # fmt: skip


def beri_rab(usulan, nilai=40_000_000):
    """The RAB in force, beside a replaced one and swadaya, neither of which counts."""
    lama = VersiRAB.objects.create(usulan=usulan, nomor=1, status=VersiRAB.Status.DIGANTI)
    _baris(lama, 39_000_000)
    rab = VersiRAB.objects.create(usulan=usulan, nomor=2)
    _baris(rab, 5_000_000, "swadaya_tenaga", "Gotong royong")
    uang = _baris(rab, 2_000_000, "swadaya_uang", "Konsumsi")
    return _baris(rab, nilai), uang


def beri_cair(usulan, penyusun, penanda, nilai=40_000_000):
    """A failed transfer and its repetition: only the second is money."""
    rekening = Rekening.objects.create(
        rt=usulan.rt, nomor=f"00{usulan.pk:08d}77", atas_nama=f"Pokja {usulan.rt}", dibuat_oleh=penyusun
    )
    permohonan, _ = Permohonan.objects.get_or_create(
        kelurahan=usulan.rt.kelurahan, tahun_program=usulan.tahun_program, nomor="7/KB",
        defaults={"tanggal": HARI, "dibuat_oleh": penyusun, "status": "ditandatangani", "ditandatangani_oleh": penanda},
    )  # fmt: skip
    umum = {
        "usulan": usulan, "permohonan": permohonan, "rekening": rekening, "nilai": nilai,
        "termin": usulan.tahun_program.daftar_termin.get(),
    }  # fmt: skip
    Pencairan.objects.create(**umum, percobaan=1, status="gagal", alasan_gagal="Nama berbeda")
    return Pencairan.objects.create(
        **umum, percobaan=2, status="cair", sp2d_nomor=f"00{usulan.pk}/SP2D", sp2d_tanggal=HARI, diterima=nilai, diterima_tanggal=HARI
    )  # fmt: skip


def catat(usulan, jenis, nilai, **kolom):
    kolom = {"uraian": Jenis(jenis).label, "tanggal": HARI, **kolom}
    return BukuKas.objects.create(usulan=usulan, jenis=jenis, nilai=nilai, **kolom)


def batalkan(baris):
    """The counter-row, as services.koreksi writes it."""
    nama = ("usulan", "jenis", "dana", "tanggal", "nilai", "pajak", "baris_rab", "bukti", "tempat")
    return BukuKas.objects.create(
        **{satu: getattr(baris, satu) for satu in nama}, membatalkan=baris, alasan="Salah ketik", uraian="Koreksi"
    )


def beri_uang(usulan, penyusun, penanda, nilai=40_000_000):
    """Everything at once. cair 40.000.000, bunga 5.000, belanja 30.010.000 (pajak 450.000), kembali 1.000.000."""
    baris, baris_swadaya = beri_rab(usulan, nilai)
    pencairan = beri_cair(usulan, penyusun, penanda, nilai)
    bukti = Berkas.objects.create(
        usulan=usulan, jenis="nota", isi="nota.jpg", nama_asli="nota.jpg", tipe="image/jpeg", ukuran=1, sha256="0" * 64
    )
    belanja = {"baris_rab": baris, "bukti": bukti, "toko": "Toko Sinar Jaya", "nomor_bukti": "N-1"}
    catat(usulan, "terima_program", nilai, pencairan=pencairan, uraian="Dana program")
    catat(usulan, "tarik_tunai", 3_000_000)
    batalkan(catat(usulan, "belanja", 7_000_000, pajak=70_000, uraian="Batu split", **belanja))
    nota = catat(usulan, "belanja", 30_000_000, pajak=450_000, uraian="Semen", **belanja)
    catat(usulan, "setor_pajak", 200_000, pajak_dari=nota, nomor_bukti="NTPN1")
    catat(usulan, "biaya_bank", 10_000)
    batalkan(catat(usulan, "bunga", 900_000))
    catat(usulan, "bunga", 5_000)
    catat(usulan, "setor_sisa", 1_000_000, nomor_bukti="STS1")
    catat(usulan, "terima_swadaya", 2_000_000, dana="swadaya", tempat="kas")
    catat(
        usulan,
        "belanja",
        1_500_000,
        dana="swadaya",
        tempat="kas",
        uraian="Konsumsi",
        **belanja | {"baris_rab": baris_swadaya},
    )
    return usulan


def isi_xlsx(response):
    return load_workbook(io.BytesIO(b"".join(response.streaming_content)))


def baris_xlsx(response):
    """[headings, rows..., total row] of a downloaded sheet."""
    return [tuple(sel.value for sel in baris) for baris in isi_xlsx(response).active.iter_rows()]
