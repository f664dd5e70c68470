"""The practice kelurahan and the roles one plays there. They are made at first use, and nobody signs in as them."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone

from rt.models import RT, DataKK, Jabatan, Kecamatan, Kelurahan, Pejabat, Pengguna, Penugasan, Peran

KODE, NAMA = "LATIHAN", "Latihan"
# Before any day a person may type on a paper.
SEJAK = date(2020, 1, 1)
SUMBER_KK = "Kelurahan latihan"


@dataclass(frozen=True)
class Pemeran:
    """A role to play. `per_rt`: there is one for each practice RT, the others are shared."""

    kode: str
    label: str
    peran: Peran
    jabatan: Jabatan | None = None
    per_rt: bool = False

    def username(self, nomor):
        """A colon stands in no user name that a form takes: no account of a person is ever found by it."""
        return f"latihan:rt{nomor:02d}.{self.kode}" if self.per_rt else f"latihan:{self.kode}"

    def nama(self, nomor):
        tempat = f" RT {nomor:02d}" if self.per_rt else ""
        return f"{self.label.removesuffix(' RT')}{tempat} (latihan)"


DAFTAR_PEMERAN = (
    Pemeran("ketua", "Ketua RT", Peran.KETUA_RT, Jabatan.KETUA, per_rt=True),
    Pemeran("bendahara", "Bendahara Pokja", Peran.PENGURUS_POKJA, Jabatan.BENDAHARA, per_rt=True),
    Pemeran("pendamping", "Pendamping", Peran.PENDAMPING, Jabatan.PENDAMPING),
    Pemeran("kelurahan", "Petugas kelurahan", Peran.KELURAHAN, Jabatan.PETUGAS),
    Pemeran("lurah", "Lurah", Peran.KELURAHAN, Jabatan.LURAH),
    Pemeran("dpmppa", "DPMPPA", Peran.DPMPPA),
    Pemeran("keuangan", "Keuangan", Peran.KEUANGAN),
    Pemeran("kecamatan", "Kecamatan", Peran.KECAMATAN, Jabatan.CAMAT),
    Pemeran("inspektorat", "Inspektorat", Peran.INSPEKTORAT),
)
PEMERAN = {pemeran.kode: pemeran for pemeran in DAFTAR_PEMERAN}


def kelurahan_latihan():
    """The practice kelurahan, or None before its first use."""
    return Kelurahan.objects.filter(latihan=True).select_related("kecamatan").first()


def kunci_kelurahan():
    """The practice kelurahan, made if it is missing, locked: one RT at a time is opened there."""
    kecamatan, _baru = Kecamatan.objects.get_or_create(kode=KODE, defaults={"nama": NAMA})
    isi = {"kecamatan": kecamatan, "nama": NAMA, "nama_cari": NAMA.lower(), "latihan": True}
    Kelurahan.objects.get_or_create(kode=KODE, defaults=isi)
    return Kelurahan.objects.select_for_update(of=("self",)).select_related("kecamatan").get(kode=KODE)


def siapkan_bersama(kelurahan):
    """The roles that all practice RT share, and the lurah whose name stands under their papers."""
    tempat = {"kelurahan": {"kelurahan": kelurahan}, "lurah": {"kelurahan": kelurahan}}
    tempat["kecamatan"] = {"kecamatan": kelurahan.kecamatan}
    for pemeran in DAFTAR_PEMERAN:
        if not pemeran.per_rt:
            pengguna, baru = _akun(pemeran)
            if baru and pemeran.kode in tempat:
                Penugasan.objects.create(
                    pengguna=pengguna, jabatan=pemeran.jabatan, mulai=SEJAK, **tempat[pemeran.kode]
                )
    Pejabat.objects.get_or_create(
        lembaga=Pejabat.Lembaga.KELURAHAN,
        kelurahan=kelurahan,
        defaults={"jabatan": f"Lurah {NAMA}", "nama": PEMERAN["lurah"].nama(0), "mulai": SEJAK},
    )


def _akun(pemeran, nomor=0):
    return Pengguna.objects.get_or_create(
        username=pemeran.username(nomor),
        latihan=True,
        defaults={"nama": pemeran.nama(nomor), "peran": pemeran.peran, "password": "!", "ringkasan_surel": False},
    )


def akun_pemeran(kode, nomor):
    """The account of a role, or None when there is none (yet)."""
    pemeran = PEMERAN.get(kode)
    if pemeran is None:
        return None
    return Pengguna.objects.filter(latihan=True, username=pemeran.username(nomor), is_active=True).first()


@transaction.atomic
def buka_rt(kelurahan, nomor, *, kk, oleh):
    """A practice RT of this number, with its people. The one before it is closed and its people leave it: history stays.

    `kelurahan` is locked by the caller.
    """
    lama = kelurahan.daftar_rt.filter(nomor=nomor, aktif=True).first()
    kemarin = timezone.localdate() - timedelta(days=1)
    if lama:
        # Penugasan are inclusive: one that begins a day early can end before today.
        lama.daftar_penugasan.belum_berakhir().update(selesai=kemarin)
        lama.aktif = False
        lama.save(update_fields=["aktif"])
    ketua = PEMERAN["ketua"].nama(nomor)
    rt = RT.objects.create(kelurahan=kelurahan, nomor=nomor, nama_ketua=ketua)
    DataKK.objects.create(rt=rt, kk=kk, tanggal=timezone.localdate(), sumber=SUMBER_KK, dicatat_oleh=oleh)
    for pemeran in DAFTAR_PEMERAN:
        if pemeran.per_rt or pemeran.peran == Peran.PENDAMPING:
            pengguna, _baru = _akun(pemeran, nomor)
            Penugasan.objects.create(pengguna=pengguna, jabatan=pemeran.jabatan, rt=rt, mulai=kemarin)
    return rt
