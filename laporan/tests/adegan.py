"""Scenes: a Usulan filled as far as a test needs it, and put where the test begins."""

from datetime import date, time

from django.urls import reverse

from anggaran.models import BarisRAB, BukuKas, Jenis, Pencairan, Penetapan, Permohonan, Proposal, SKPenetapan, VersiRAB
from kampung.testing import foto
from laporan.models import BAST, LPJ, Aset, HasilKegiatan, Kemajuan
from pokja.berkas import simpan_berkas
from pokja.models import (
    AnggotaPokja,
    BeritaAcaraRembuk,
    Berkas,
    ButirPemetaan,
    KegiatanLimaTahun,
    KegiatanTahunan,
    KeinginanWarga,
    Pokja,
    Rekening,
    Swadaya,
    Unsur,
    Usulan,
)

HARI = date(2026, 9, 1)
NILAI = 40_000_000


def taruh(usulan, tahap, giliran, **kolom):
    """Put it into a state; the tests of the steps themselves walk."""
    Usulan.objects.filter(pk=usulan.pk).update(tahap=tahap, giliran=giliran, **kolom)
    return Usulan.objects.get(pk=usulan.pk)


def unggah(usulan, jenis, oleh=None):
    return simpan_berkas(usulan, jenis, foto(), oleh=oleh)


def isi_rembuk(usulan, keputusan="siap"):
    BeritaAcaraRembuk.objects.create(
        usulan=usulan, tanggal=HARI, waktu=time(20), tempat="Balai RT", pimpinan="Ketua", notulis="Sekretaris",
        hadir_laki=30, hadir_perempuan=25, keputusan=keputusan,
    )  # fmt: skip
    KeinginanWarga.objects.create(
        usulan=usulan, prioritas=1, kegiatan="Semenisasi lorong", bidang="infrastruktur", lokasi="Lorong 2",
        volume=120_000, satuan="m",
    )  # fmt: skip
    unggah(usulan, Berkas.Jenis.DAFTAR_HADIR)
    unggah(usulan, Berkas.Jenis.FOTO_REMBUK)


def isi_pokja(usulan, nomor="1234567890"):
    for unsur in Unsur:
        AnggotaPokja.objects.create(usulan=usulan, unsur=unsur, nama=f"Warga {unsur.label}", jenis_kelamin="P")
    gambar = unggah(usulan, Berkas.Jenis.BUKU_TABUNGAN)
    return Rekening.objects.create(rt=usulan.rt, nomor=nomor, atas_nama="Pokja RT 02", foto=gambar)


def isi_pemetaan(usulan):
    ButirPemetaan.objects.create(usulan=usulan, jenis="potensi", uraian="Tanah lapang")
    ButirPemetaan.objects.create(usulan=usulan, jenis="masalah", uraian="Jalan becek")
    Swadaya.objects.create(
        usulan=usulan, bentuk="tenaga", uraian="Gotong royong", volume=5_000, satuan="HOK", nilai=500_000
    )
    return KegiatanLimaTahun.objects.create(
        usulan=usulan, tahun=2026, bidang="infrastruktur", kegiatan="Semenisasi lorong", lokasi="Lorong 2", perkiraan=NILAI
    )  # fmt: skip


def isi_renja(usulan):
    dari = usulan.daftar_renja5.first() or isi_pemetaan(usulan)
    return KegiatanTahunan.objects.create(
        usulan=usulan, dari=dari, lokasi="Lorong 2", volume=120_000, satuan="m", perkiraan=NILAI
    )


def isi_proposal(usulan):
    """One line of 40 sak at Rp1 juta: Rp40.000.000."""
    kegiatan = usulan.daftar_renja1.first() or isi_renja(usulan)
    Proposal.objects.create(
        usulan=usulan, latar_belakang="Jalan rusak", tujuan="Jalan baik", penerima_manfaat=400, cara_pelaksanaan="Swakelola"
    )  # fmt: skip
    rab = VersiRAB.objects.create(usulan=usulan, nomor=1)
    baris = BarisRAB.objects.create(
        versi_rab=rab, kegiatan=kegiatan, jenis_biaya="bahan", uraian="Semen", volume=40_000, satuan="sak", harga_satuan=1_000_000
    )  # fmt: skip
    unggah(usulan, Berkas.Jenis.FOTO_0)
    return baris


def isi_cair(usulan, petugas, lurah, ketua):
    """Approved, bundled, paid and confirmed: Rp40.000.000 in the buku kas."""
    rekening = usulan.rt.daftar_rekening.first() or isi_pokja(usulan)
    Pokja.objects.get_or_create(usulan=usulan, defaults={"sk_nomor": "1/SK", "sk_tanggal": HARI})
    baris = isi_proposal(usulan)
    sk = SKPenetapan.objects.create(tahun_program=usulan.tahun_program, nomor="5/DPMPPA", tanggal=HARI)
    Penetapan.objects.create(usulan=usulan, sk=sk, disetujui=True, nilai=NILAI)
    permohonan = Permohonan.objects.create(
        kelurahan=usulan.rt.kelurahan, tahun_program=usulan.tahun_program, nomor="7/KB", tanggal=HARI, dibuat_oleh=petugas,
        status="ditandatangani", ditandatangani_oleh=lurah,
    )  # fmt: skip
    pencairan = Pencairan.objects.create(
        usulan=usulan, permohonan=permohonan, termin=usulan.tahun_program.daftar_termin.get(), nilai=NILAI, rekening=rekening,
        status="cair", sp2d_nomor="SP2D-1", sp2d_tanggal=HARI, diterima=NILAI, diterima_tanggal=HARI, diterima_oleh=ketua,
    )  # fmt: skip
    BukuKas.objects.create(
        usulan=usulan, jenis=Jenis.TERIMA_PROGRAM, tanggal=HARI, uraian="Dana program", nilai=NILAI, pencairan=pencairan
    )
    return baris


def belanja(usulan, baris, nilai=NILAI, **kolom):
    return BukuKas.objects.create(
        usulan=usulan, jenis=Jenis.BELANJA, tanggal=HARI, uraian="Semen 40 sak", nilai=nilai, baris_rab=baris,
        bukti=unggah(usulan, Berkas.Jenis.NOTA), **kolom,
    )  # fmt: skip


def isi_serah_terima(usulan, tanpa_aset=False):
    kegiatan = usulan.daftar_renja1.get()
    Kemajuan.objects.create(usulan=usulan, persen=100, tanggal=HARI)
    BAST.objects.create(
        usulan=usulan,
        tanggal=HARI,
        tempat="Balai RT",
        penerima="Wakil warga",
        uraian="Jalan 120 m",
        tanpa_aset=tanpa_aset,
    )
    HasilKegiatan.objects.create(usulan=usulan, kegiatan=kegiatan, volume=120_000)
    if not tanpa_aset:
        Aset.objects.create(
            usulan=usulan,
            nama="Jalan semen",
            banyak=1,
            satuan="ruas",
            nilai=NILAI,
            tempat="Lorong 2",
            penjaga="Ketua RT",
        )
    unggah(usulan, Berkas.Jenis.FOTO_100)


def isi_lpj(usulan):
    return LPJ.objects.create(usulan=usulan, pernyataan="Dana dipakai sesuai RAB.", setuju=True)


# --- the check page ------------------------------------------------------------------------------------------------

SESUAI_REMBUK = {"nilai_rembuk": "sesuai", "nilai_keinginan": "sesuai", "nilai_berkas_rembuk": "sesuai"}
SESUAI_POKJA = {"nilai_anggota": "sesuai", "nilai_rekening": "sesuai"}
SESUAI_PROPOSAL = {f"nilai_{kunci}": "sesuai" for kunci in ("narasi", "rab", "item_wajib", "berkas_proposal")}
SESUAI_LPJ = {"nilai_bukukas": "sesuai", "nilai_pernyataan": "sesuai"}


def alamat(usulan):
    return reverse("laporan:periksa", args=[usulan.pk])


def kirim(login, orang, usulan, aksi, **isian):
    return login(orang).post(alamat(usulan), {"versi": usulan.versi, "aksi": aksi, **isian})


def keadaan(usulan):
    return Usulan.objects.values_list("tahap", "giliran", "versi").get(pk=usulan.pk)
