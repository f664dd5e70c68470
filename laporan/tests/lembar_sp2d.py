"""What the tests of the SP2D sheet share: three transfers with Keuangan, and a sheet as somebody filled it in."""

import io
import itertools
from datetime import date

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from anggaran.models import Penetapan, SKPenetapan
from anggaran.services.pencairan import susun_permohonan, tanda_tangani
from pokja.models import Pokja, Rekening
from pokja.tahapan import Giliran, Tahap

LEMBAR, UNDUH = reverse("laporan:sp2d"), reverse("laporan:sp2d_xlsx")
SURAT = date(2026, 11, 2)
NILAI = 100_000_000
JUDUL = (
    "Kode transfer", "Permohonan", "Kelurahan", "RT", "Bank", "Nomor rekening", "Atas nama", "Termin", "Nilai (Rp)",
    "Hasil", "Nomor SP2D", "Tanggal SP2D", "Nilai cair (Rp)", "Alasan gagal", "Catatan",
)  # fmt: skip
HURUF = dict(zip(JUDUL, "ABCDEFGHIJKLMNO", strict=True))
CAIR = {"Hasil": "cair", "Nomor SP2D": "SP2D/7", "Tanggal SP2D": date(2026, 11, 5), "Nilai cair (Rp)": NILAI}
GAGAL = {"Hasil": "gagal", "Alasan gagal": "Nama pemilik rekening berbeda"}
_nomor = itertools.count(30_110_001)


def siapkan(usulan, nilai=NILAI):
    """Decided, with its Pokja and a checked account."""
    usulan.tahap, usulan.giliran = Tahap.PENCAIRAN, Giliran.KELURAHAN
    usulan.save(update_fields=["tahap", "giliran"])
    sk, _ = SKPenetapan.objects.get_or_create(
        tahun_program=usulan.tahun_program, nomor="SK/1", defaults={"tanggal": date(2026, 3, 25)}
    )
    Penetapan.objects.create(usulan=usulan, sk=sk, disetujui=True, nilai=nilai)
    Pokja.objects.create(usulan=usulan, sk_nomor="SKP/1", sk_tanggal=date(2026, 2, 10))
    Rekening.objects.create(
        rt=usulan.rt, nomor=f"0{next(_nomor)}", atas_nama=f"Pokja {usulan.rt}", diperiksa_pada=timezone.now()
    )
    return usulan


def mohonkan(daftar_usulan, petugas, lurah, nomor="900/1", tanggal=SURAT):
    """The signed bundle of these."""
    pertama = daftar_usulan[0]
    permohonan = susun_permohonan(
        pertama.rt.kelurahan, pertama.tahun_program, nomor=nomor, tanggal=tanggal, daftar_usulan=daftar_usulan,
        oleh=petugas,
    )  # fmt: skip
    assert tanda_tangani(permohonan, oleh=lurah) == []
    return permohonan


def unduh(client, **kueri):
    """The sheet as Keuangan takes it out, open to be filled in."""
    return load_workbook(io.BytesIO(b"".join(client.get(UNDUH, kueri).streaming_content)))


def isi(buku, isian):
    """Fill rows in: {row number in Excel: {heading: value}}."""
    for nomor, baris in isian.items():
        for judul, nilai in baris.items():
            buku.active[f"{HURUF[judul]}{nomor}"] = nilai
    return buku


def berkas(buku, nama="sp2d.xlsx"):
    keluaran = io.BytesIO()
    buku.save(keluaran)
    return SimpleUploadedFile(nama, keluaran.getvalue())


def kirim(client, buku):
    """Upload; the answer (302 to the preview, or 422)."""
    return client.post(LEMBAR, {"berkas": berkas(buku)})


def pratinjau(client, buku):
    """Upload and look: (address, page)."""
    jawab = kirim(client, buku)
    assert jawab.status_code == 302, jawab.content.decode()
    return jawab["Location"], client.get(jawab["Location"])


def simpan(client, alamat, rencana):
    return client.post(f"{alamat}simpan/", {"sidik": rencana.sidik})


def salah(halaman):
    """{cell: sentence} of the wrong cells that a preview lists."""
    return {satu.sel: satu.pesan for satu in halaman.context["kesalahan"]}
