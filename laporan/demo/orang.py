"""People of the demo: the accounts one signs in with, and those that only stand in the history."""

import datetime as dt
from dataclasses import dataclass, field
from random import Random

from django.contrib.auth.hashers import make_password

from laporan.demo.bahan import BELAKANG, DEPAN_L, DEPAN_P
from laporan.demo.nasib import KODE_KENALI_BESAR, NOMOR_KETUART
from rt.models import Jabatan, Kecamatan, Kelurahan, Pejabat, Pengguna, Penugasan, Peran
from rt.services.ketua import nama_pengguna_bebas

SANDI = "kampung-bahagia"
BANYAK_PENDAMPING, RT_PENDAMPING_DEMO = 64, 15
MULAI_TUGAS = dt.date(2025, 1, 2)
MULAI_PENDAMPING = dt.date(2026, 1, 5)


def nama_orang(acak, jenis_kelamin=""):
    jenis_kelamin = jenis_kelamin or acak.choice("LP")
    return f"{acak.choice(DEPAN_L if jenis_kelamin == 'L' else DEPAN_P)} {acak.choice(BELAKANG)}"


@dataclass
class Orang:
    """Who acts where; filled by `tempatkan`."""

    dpmppa: Pengguna = None
    keuangan: Pengguna = None
    inspektorat: Pengguna = None
    petugas: dict = field(default_factory=dict)  # by kelurahan pk
    lurah: dict = field(default_factory=dict)
    ketua: dict = field(default_factory=dict)  # by RT pk
    pendamping: dict = field(default_factory=dict)
    bendahara: dict = field(default_factory=dict)


class _Pendaftar:
    def __init__(self, gudang, hari):
        self.gudang, self.hari = gudang, hari
        self.acak = Random("orang 2026")  # noqa: S311
        # Hashed once: Argon2 takes its time, and all demo accounts share the password anyway.
        self.sandi, self.tanpa_sandi = make_password(SANDI), make_password(None)

    def akun(self, username, nama, peran, *, masuk=False):
        return self.gudang.buat(
            Pengguna,
            username=username,
            nama=nama,
            peran=peran,
            password=self.sandi if masuk else self.tanpa_sandi,
            dibuat_pada=dt.datetime(2026, 1, 5, 8, 0, tzinfo=dt.UTC),
        )

    def tugas(self, pengguna, jabatan, mulai=MULAI_TUGAS, **tempat):
        self.gudang.buat(Penugasan, pengguna=pengguna, jabatan=jabatan, mulai=min(mulai, self.hari), **tempat)

    def pejabat(self, lembaga, jabatan, nama, **tempat):
        lahir, urut = self.acak.randrange(1968, 1985), self.acak.randrange(1, 9)
        nip = f"{lahir}{self.acak.randrange(1, 13):02d}{self.acak.randrange(1, 29):02d}{lahir + 27}011{urut:03d}"
        self.gudang.buat(Pejabat, lembaga=lembaga, jabatan=jabatan, nama=nama, nip=nip, mulai=MULAI_TUGAS, **tempat)


def tempatkan(gudang, daftar_rt, hari):
    """Accounts, Penugasan and officials for these RT (with kelurahan and kecamatan); returns Orang."""
    pendaftar = _Pendaftar(gudang, hari)
    orang = Orang()
    _dinas(pendaftar, orang)
    _kelurahan(pendaftar, orang)
    _ketua(pendaftar, orang, daftar_rt)
    _pendamping(pendaftar, orang, daftar_rt)
    return orang


def _dinas(p, orang):
    orang.dpmppa = p.akun("dpmppa", "Admin DPMPPA", Peran.DPMPPA, masuk=True)
    orang.keuangan = p.akun("keuangan", "Bagian Keuangan", Peran.KEUANGAN, masuk=True)
    orang.inspektorat = p.akun("inspektorat", "Auditor Inspektorat", Peran.INSPEKTORAT, masuk=True)
    p.pejabat(Pejabat.Lembaga.DPMPPA, "Kepala DPMPPA", nama_orang(p.acak))
    p.pejabat(Pejabat.Lembaga.KEUANGAN, "Kepala Bidang Perbendaharaan", nama_orang(p.acak))


def _kelurahan(p, orang):
    for kecamatan in Kecamatan.objects.order_by("kode"):
        p.pejabat(Pejabat.Lembaga.KECAMATAN, f"Camat {kecamatan.nama}", nama_orang(p.acak), kecamatan=kecamatan)
        if KODE_KENALI_BESAR.startswith(kecamatan.kode):
            akun = p.akun("kecamatan", f"Staf Kecamatan {kecamatan.nama}", Peran.KECAMATAN, masuk=True)
            p.tugas(akun, Jabatan.CAMAT, kecamatan=kecamatan)
    for kelurahan in Kelurahan.objects.order_by("kode"):
        demo = kelurahan.kode == KODE_KENALI_BESAR
        akhiran = kelurahan.nama.lower().replace(" ", "")
        nama_lurah = nama_orang(p.acak)
        petugas = p.akun(
            "kelurahan" if demo else f"kel.{akhiran}", nama_orang(p.acak), Peran.KELURAHAN, masuk=demo
        )  # fmt: skip
        lurah = p.akun("lurah" if demo else f"lurah.{akhiran}", nama_lurah, Peran.KELURAHAN, masuk=demo)
        p.tugas(petugas, Jabatan.PETUGAS, kelurahan=kelurahan)
        p.tugas(lurah, Jabatan.LURAH, kelurahan=kelurahan)
        p.pejabat(Pejabat.Lembaga.KELURAHAN, f"Lurah {kelurahan.nama}", nama_lurah, kelurahan=kelurahan)
        orang.petugas[kelurahan.pk], orang.lurah[kelurahan.pk] = petugas, lurah


def _ketua(p, orang, daftar_rt):
    nama_pengguna = nama_pengguna_bebas(daftar_rt)
    for rt in daftar_rt:
        demo = rt.kelurahan.kode == KODE_KENALI_BESAR and rt.nomor == NOMOR_KETUART
        nama = rt.nama_ketua or f"Ketua {rt}"
        orang.ketua[rt.pk] = p.akun("ketuart" if demo else nama_pengguna[rt.pk], nama, Peran.KETUA_RT, masuk=demo)
        p.tugas(orang.ketua[rt.pk], Jabatan.KETUA, rt=rt)


def _pendamping(p, orang, daftar_rt):
    """Fifteen RT of Kenali Besar for the demo account, the rest in even shares for the other 63."""
    pertama = [rt for rt in daftar_rt if rt.kelurahan.kode == KODE_KENALI_BESAR][:RT_PENDAMPING_DEMO]
    lain = [rt for rt in daftar_rt if rt not in pertama]
    akun = p.akun("pendamping", nama_orang(p.acak), Peran.PENDAMPING, masuk=True)
    daftar_akun = [
        p.akun(f"pendamping{n:02d}", nama_orang(p.acak), Peran.PENDAMPING) for n in range(2, BANYAK_PENDAMPING + 1)
    ]
    bagian = [(rt, akun) for rt in pertama]
    bagian += [(rt, daftar_akun[i * len(daftar_akun) // len(lain)]) for i, rt in enumerate(lain)]
    for rt, pengguna in bagian:
        p.tugas(pengguna, Jabatan.PENDAMPING, MULAI_PENDAMPING, rt=rt)
        orang.pendamping[rt.pk] = pengguna


def akun_ketuart2(gudang, orang, rt, nama_bendahara, hari):
    """The demo's second ketua and the bendahara of the same Pokja, once it is known which RT is in Pelaksanaan."""
    p = _Pendaftar(gudang, hari)
    ketua = orang.ketua[rt.pk]
    ketua.username, ketua.password = "ketuart2", p.sandi
    bendahara = p.akun("bendahara", nama_bendahara, Peran.PENGURUS_POKJA, masuk=True)
    p.tugas(bendahara, Jabatan.BENDAHARA, MULAI_PENDAMPING, rt=rt)
    orang.bendahara[rt.pk] = bendahara
