"""An Usulan on the threshold of its money: decided, with its Pokja and a checked account."""

import itertools
from datetime import date

import pytest
from django.utils import timezone

from anggaran.models import BarisRAB, BarisTetap, BukuKas, Penetapan, SKPenetapan, Termin
from anggaran.services.bukukas import catat
from anggaran.services.pencairan import cairkan, konfirmasi, susun_permohonan, tanda_tangani
from anggaran.services.rab import mulai_rab, rab_berlaku, total_rab
from kampung.testing import foto, make_rt, make_usulan
from pokja.berkas import simpan_berkas
from pokja.models import KegiatanLimaTahun, KegiatanTahunan, Pokja, Rekening
from pokja.tahapan import Giliran, Tahap

_urut = itertools.count(10_000_001)


@pytest.fixture
def siap_cair():
    """siap_cair(usulan) -> the same Usulan, waiting for its kelurahan's request with every gate open."""

    def siapkan(usulan, nilai=100_000_000):
        usulan.tahap, usulan.giliran = Tahap.PENCAIRAN, Giliran.KELURAHAN
        usulan.save(update_fields=["tahap", "giliran"])
        sk, _ = SKPenetapan.objects.get_or_create(
            tahun_program=usulan.tahun_program, nomor="SK/1", defaults={"tanggal": date(2026, 3, 25)}
        )
        Penetapan.objects.create(usulan=usulan, sk=sk, disetujui=True, nilai=nilai)
        Pokja.objects.create(usulan=usulan, sk_nomor="SKP/1", sk_tanggal=date(2026, 2, 10))
        Rekening.objects.create(
            rt=usulan.rt,
            nomor=str(next(_urut)),
            atas_nama=f"Pokja {usulan.rt}",
            foto=simpan_berkas(usulan, "buku_tabungan", foto(), oleh=None),
            diperiksa_pada=timezone.now(),
        )
        return usulan

    return siapkan


@pytest.fixture
def tiga_usulan(kenali_besar, kelompok_a, siap_cair):
    """RT 11, 12 and 13 of Kenali Besar, all ready: Rp100 juta each."""
    return [siap_cair(make_usulan(make_rt(kenali_besar, nomor=nomor), kelompok_a)) for nomor in (11, 12, 13)]


@pytest.fixture
def dua_termin(tahun):
    """The year pays 60 % first, 40 % later."""
    tahun.daftar_termin.update(persen=60)
    return Termin.objects.create(tahun_program=tahun, urut=2, persen=40)


@pytest.fixture
def mohonkan(petugas, lurah):
    """mohonkan(usulan, ...) -> the signed bundle, its transfers with Keuangan."""
    nomor = itertools.count(1)

    def jalankan(*daftar_usulan, tanggal=date(2026, 11, 2)):
        permohonan = susun_permohonan(
            daftar_usulan[0].rt.kelurahan,
            daftar_usulan[0].tahun_program,
            nomor=f"900/{next(nomor)}",
            tanggal=tanggal,
            daftar_usulan=daftar_usulan,
            oleh=petugas,
        )
        assert tanda_tangani(permohonan, oleh=lurah) == []
        return permohonan

    return jalankan


@pytest.fixture
def cair(mohonkan, keuangan):
    """cair(usulan) -> its transfer, released under an SP2D and waiting for the RT."""

    def jalankan(usulan, sp2d="SP2D/1"):
        mohonkan(usulan)
        pencairan = usulan.daftar_pencairan.di_keuangan().get()
        tanggal = date(2026, 11, 5)
        return cairkan(pencairan, sp2d_nomor=sp2d, sp2d_tanggal=tanggal, nilai=pencairan.nilai, oleh=keuangan)

    return jalankan


@pytest.fixture
def kegiatan():
    """kegiatan(usulan) -> an activity of this year of that Usulan."""

    def buat(usulan, nama="Drainase gang 3", **kolom):
        dari = KegiatanLimaTahun.objects.create(
            usulan=usulan, tahun=2026, bidang="infrastruktur", kegiatan=nama, lokasi="Gang 3", perkiraan=10_000_000
        )
        isi = {"lokasi": "Gang 3", "volume": 120_000, "satuan": "m", "perkiraan": 10_000_000, **kolom}
        return KegiatanTahunan.objects.create(usulan=usulan, dari=dari, **isi)

    return buat


@pytest.fixture
def baris():
    """baris(versi_rab, kegiatan, ...) -> a saved RAB line: 100 sak of semen, Rp6.000.000 of programme money."""

    def buat(versi_rab, kegiatan, **kolom):
        isi = {"jenis_biaya": "bahan", "uraian": "Semen", "volume": 100_000, "satuan": "sak", "harga_satuan": 60_000}
        return BarisRAB.objects.create(versi_rab=versi_rab, kegiatan=kegiatan, **{**isi, **kolom})

    return buat


@pytest.fixture
def susun_rab(kegiatan, baris, kelompok_b):
    """susun_rab(usulan) -> its RAB: fixed 2, semen 6, pasir 2 million; swadaya uang Rp500.000, tenaga Rp2.000.000."""
    BarisTetap.objects.get_or_create(
        kelompok=kelompok_b, uraian="Honor ketua", defaults={"volume": 2_000, "harga_satuan": 1_000_000}
    )

    def susun(usulan):
        versi_rab, satu = mulai_rab(usulan, oleh=None), kegiatan(usulan)
        baris(versi_rab, satu)
        baris(versi_rab, satu, uraian="Pasir", volume=10_000, satuan="m3", harga_satuan=200_000)
        baris(versi_rab, satu, uraian="Cat", volume=10_000, harga_satuan=50_000, sumber="swadaya_uang")
        baris(versi_rab, satu, uraian="Gali", jenis_biaya="upah", volume=20_000, satuan="HOK", harga_satuan=100_000,
              sumber="swadaya_tenaga")  # fmt: skip
        return versi_rab

    return susun


@pytest.fixture
def berjalan(usulan, susun_rab, siap_cair, cair, ketua_rt):
    """The Usulan in Pelaksanaan: Rp10.000.000 arrived on 6 November 2026 and stands in its buku kas."""
    versi_rab = susun_rab(usulan)
    pencairan = cair(siap_cair(usulan, nilai=total_rab(versi_rab)))
    usulan.refresh_from_db()
    konfirmasi(pencairan, diterima=10_000_000, tanggal=date(2026, 11, 6), oleh=ketua_rt, versi=usulan.versi)
    usulan.refresh_from_db()
    return usulan


@pytest.fixture
def catat_belanja():
    """catat_belanja(usulan, "Semen", nilai, oleh=, ...) -> an expense in the buku kas on that line, with its nota."""

    def jalankan(usulan, uraian, nilai, *, oleh, **kolom):
        baris_rab = rab_berlaku(usulan).daftar_baris.get(uraian=uraian)
        isi = {"tanggal": date(2026, 11, 10), "uraian": uraian, "toko": "Sinar Jaya", "nomor_bukti": "1"} | kolom
        isi.setdefault("bukti", simpan_berkas(usulan, "nota", foto(), oleh=oleh))
        isi.setdefault("dana", "program" if baris_rab.sumber == "program" else "swadaya")
        return catat(BukuKas(usulan=usulan, jenis="belanja", nilai=nilai, baris_rab=baris_rab, **isi), oleh=oleh)

    return jalankan


@pytest.fixture
def siap(usulan, siap_cair):
    return siap_cair(usulan)


@pytest.fixture
def diproses(siap, mohonkan):
    """The transfer of `usulan` with Keuangan: Rp100 juta."""
    return mohonkan(siap).daftar_pencairan.get()
