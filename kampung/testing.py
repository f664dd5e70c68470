"""make_*: rows with quiet defaults, for tests and trials."""

import io
import itertools
from datetime import date

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from anggaran.models import Alokasi, Termin, Tingkat
from pokja.models import Kelompok, Program, TahunProgram, Usulan
from pokja.services import jatuh_tempo
from rt.models import RT, DataKK, Jabatan, Kecamatan, Kelurahan, Pengguna, Penugasan, Peran

SANDI = "kampung-bahagia"
_urut = itertools.count(1)
# Below 999, and above the numbers tests choose themselves.
_nomor_rt = itertools.cycle(range(500, 1000))


def make_kelurahan(nama="Kenali Besar", kecamatan="Alam Barajo"):
    nomor = next(_urut)
    induk = Kecamatan.objects.filter(nama=kecamatan).first() or Kecamatan.objects.create(
        nama=kecamatan, kode=f"99.{nomor:03d}"
    )
    return Kelurahan.objects.create(
        kecamatan=induk, nama=nama, kode=f"99.{nomor:04d}", nama_cari=nama.lower().replace(" ", "")
    )


def make_tahun(tahun=2026, kelompok=("A", "B")):
    """A year with the 2026 tiers, one instalment, and Kelompok without a calendar."""
    program, _ = Program.objects.get_or_create(kode="kampung-bahagia", defaults={"nama": "Kampung Bahagia"})
    tahun_program = TahunProgram.objects.create(program=program, tahun=tahun)
    for kk_minimal, pagu in ((0, 50_000_000), (60, 70_000_000), (100, 100_000_000)):
        Tingkat.objects.create(tahun_program=tahun_program, kk_minimal=kk_minimal, pagu=pagu)
    Termin.objects.create(tahun_program=tahun_program, urut=1, persen=100)
    for kode in kelompok:
        Kelompok.objects.create(tahun_program=tahun_program, kode=kode, nama=f"Kelompok {kode}")
    return tahun_program


def make_rt(kelurahan, nomor=None, kk=128, **kolom):
    rt = RT.objects.create(
        kelurahan=kelurahan, nomor=nomor or next(_nomor_rt), **{"nama_ketua": "Siti Aminah", **kolom}
    )
    DataKK.objects.create(rt=rt, kk=kk, tanggal=date(2025, 12, 31), sumber="Pendataan kelurahan")
    return rt


def make_usulan(rt, kelompok, *, sementara=False, **kolom):
    """A Usulan with its Alokasi by the tier table; `kolom` may set the state (tahap, giliran, ...)."""
    usulan = Usulan.objects.create(rt=rt, tahun_program=kelompok.tahun_program, kelompok=kelompok, **kolom)
    usulan.jatuh_tempo = kolom.get("jatuh_tempo") or jatuh_tempo(kelompok.pk, usulan.tahap)
    usulan.save(update_fields=["jatuh_tempo"])
    data = rt.daftar_kk.first()
    tingkat = kelompok.tahun_program.daftar_tingkat.filter(kk_minimal__lte=data.kk).last()
    Alokasi.objects.create(
        usulan=usulan,
        kk=data.kk,
        kk_tanggal=data.tanggal,
        kk_sumber=data.sumber,
        kk_minimal=tingkat.kk_minimal,
        pagu=tingkat.pagu,
        sementara=sementara,
        ditetapkan_pada=None if sementara else usulan.dibuat_pada,
    )
    return usulan


def make_pengguna(peran, username=None, **tempat):
    """An account; give rt=, kelurahan= or kecamatan= (and jabatan=) for its Penugasan."""
    username = username or f"{peran}{next(_urut)}"
    jabatan = tempat.pop("jabatan", None) or {
        Peran.KETUA_RT: Jabatan.KETUA,
        Peran.PENGURUS_POKJA: Jabatan.BENDAHARA,
        Peran.PENDAMPING: Jabatan.PENDAMPING,
        Peran.KELURAHAN: Jabatan.PETUGAS,
        Peran.KECAMATAN: Jabatan.CAMAT,
    }.get(peran)
    pengguna = Pengguna.objects.create_user(username, SANDI, nama=username.title(), peran=peran)
    if tempat:
        Penugasan.objects.create(pengguna=pengguna, jabatan=jabatan, mulai=date(2026, 1, 1), **tempat)
    return pengguna


def foto(warna=None, ukuran=(64, 48)):
    """A small JPEG upload; every call another picture unless a colour is given."""
    nomor = next(_urut)
    isi = io.BytesIO()
    Image.new("RGB", ukuran, warna or (nomor % 256, nomor // 256 % 256, 90)).save(isi, "JPEG")
    isi.write(str(nomor).encode() if warna is None else b"")
    return SimpleUploadedFile(f"foto{nomor}.jpg", isi.getvalue(), content_type="image/jpeg")


def pdf(isi="nota"):
    return SimpleUploadedFile("nota.pdf", f"%PDF-1.4\n% {isi} {next(_urut)}\n%%EOF\n".encode(), "application/pdf")
