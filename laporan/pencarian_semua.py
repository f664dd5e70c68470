"""The search box: one text, asked of each kind of thing a person may look for, in their own territory only."""

from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlencode

from django.db.models import F, Q
from django.urls import reverse

from anggaran.models import Pencairan, Permohonan
from anggaran.views.permohonan import permohonan_detail
from laporan.pencarian import pecah, syarat_cari
from pokja.models import AnggotaPokja, Rekening, Surat, Usulan
from rt.akses import boleh_buka
from rt.angka import rupiah
from rt.models import RT

TERBANYAK = 20


@dataclass(frozen=True)
class Hasil:
    judul: str
    keterangan: str
    url: str


@dataclass(frozen=True)
class Golongan:
    """One kind of thing: its rows for (person, text), how one row reads, and where all of them are listed."""

    kode: str
    judul: str
    daftar: Callable
    baca: Callable
    url_daftar: str = ""  # the list that ?cari= filters the same way; without it the search page shows them all
    halaman: Callable | None = None  # the view a row leads to: a Peran without it finds none

    def untuk(self, pengguna, teks):
        if self.halaman is not None and not boleh_buka(pengguna, self.halaman):
            return None
        return self.daftar(pengguna, teks)

    def url_semua(self, teks):
        if self.url_daftar:
            return f"{reverse(self.url_daftar)}?{urlencode({'cari': teks})}"
        return f"{reverse('laporan:cari')}?{urlencode({'q': teks, 'di': self.kode})}"


# --- what is looked for ---------------------------------------------------------------------------------------------


def _rt(pengguna, teks):
    """As the list of RT does it, so that its link shows the same rows."""
    syarat = syarat_cari(teks, lain=("nama_ketua",))
    daftar = RT.objects.untuk(pengguna).filter(aktif=True)
    daftar = daftar.none() if syarat is None else daftar.filter(syarat)
    return daftar.select_related("kelurahan__kecamatan").order_by("kelurahan__kode", "nomor", "pk")


def _bernama(path, teks):
    """Every word stands somewhere in the name."""
    syarat = Q()
    for kata in teks.split():
        syarat &= Q(**{f"{path}__icontains": kata})
    return syarat


def _anggota(pengguna, teks):
    daftar = AnggotaPokja.objects.filter(_bernama("nama", teks), usulan__in=Usulan.objects.untuk(pengguna))
    return daftar.select_related("usulan__rt__kelurahan", "usulan__tahun_program").order_by("nama", "-usulan_id", "pk")


def _rekening(pengguna, teks):
    daftar = Rekening.objects.filter(_bernama("atas_nama", teks), rt__in=RT.objects.untuk(pengguna))
    return daftar.select_related("rt__kelurahan").order_by("atas_nama", "-berlaku", "-pk")


def _pencairan(pengguna, teks):
    """By SP2D number; where the bundle has no page for this Peran, also by the bundle's number."""
    syarat = Q(sp2d_nomor__icontains=teks)
    if not boleh_buka(pengguna, permohonan_detail):
        syarat |= Q(permohonan__nomor__icontains=teks)
    daftar = Pencairan.objects.untuk(pengguna).filter(syarat)
    return daftar.select_related("usulan__rt__kelurahan", "termin", "permohonan").order_by(
        F("sp2d_tanggal").desc(nulls_last=True), "-pk"
    )


def _permohonan(pengguna, teks):
    daftar = Permohonan.objects.untuk(pengguna).filter(nomor__icontains=teks)
    return daftar.select_related("kelurahan").order_by("-tanggal", "-pk")


def _surat(pengguna, teks):
    """By number, or by the code beside its QR code, with or without its dashes."""
    syarat = Q(nomor__icontains=teks) | Q(kode=teks.replace("-", "").replace(" ", "").upper())
    daftar = Surat.objects.untuk(pengguna).filter(syarat)
    return daftar.select_related("kelurahan", "usulan__rt__kelurahan").order_by("-tanggal", "-pk")


# --- how it reads ---------------------------------------------------------------------------------------------------


def _baca_rt(rt):
    ketua = f"Ketua {rt.nama_ketua}, " if rt.nama_ketua else ""
    return Hasil(str(rt), f"{ketua}Kecamatan {rt.kelurahan.kecamatan}", rt.get_absolute_url())


def _baca_anggota(anggota):
    usulan = anggota.usulan
    return Hasil(anggota.nama, f"{anggota.get_unsur_display()} Pokja {usulan}", usulan.get_absolute_url())


def _baca_rekening(rekening):
    lama = "" if rekening.berlaku else ", tidak dipakai lagi"
    keterangan = f"{rekening.bank} {rekening.nomor_samar}, {rekening.rt}{lama}"
    return Hasil(rekening.atas_nama, keterangan, rekening.rt.get_absolute_url())


def _baca_pencairan(pencairan):
    judul = pencairan.sp2d_nomor or pencairan.permohonan.nomor
    keterangan = (
        f"{pencairan.usulan.rt}, {pencairan.termin}, {rupiah(pencairan.nilai)}, {pencairan.get_status_display()}"
    )
    return Hasil(judul, keterangan, reverse("laporan:usulan_detail", args=[pencairan.usulan_id]))


def _baca_permohonan(permohonan):
    keterangan = f"Kelurahan {permohonan.kelurahan}, {permohonan.tanggal:%d/%m/%Y}, {permohonan.get_status_display()}"
    return Hasil(permohonan.nomor, keterangan, reverse("anggaran:permohonan_detail", args=[permohonan.pk]))


def _baca_surat(surat):
    tempat = surat.usulan.rt if surat.usulan_id else f"Kelurahan {surat.kelurahan}"
    return Hasil(surat.nomor, f"{surat.label}, {tempat}, {surat.tanggal:%d/%m/%Y}", surat.get_absolute_url())


SEMUA_GOLONGAN = (
    Golongan("rt", "RT", _rt, _baca_rt, url_daftar="laporan:rt_list"),
    Golongan("anggota", "Anggota Pokja", _anggota, _baca_anggota),
    Golongan("rekening", "Pemilik rekening", _rekening, _baca_rekening),
    Golongan("pencairan", "Pencairan (SP2D)", _pencairan, _baca_pencairan),
    Golongan("permohonan", "Permohonan pencairan", _permohonan, _baca_permohonan, halaman=permohonan_detail),
    Golongan("surat", "Surat", _surat, _baca_surat),
)
PER_KODE = {golongan.kode: golongan for golongan in SEMUA_GOLONGAN}


@dataclass(frozen=True)
class Temu:
    """What was found of one kind: the first rows, and the address of all when there are more."""

    judul: str
    daftar: list
    url_semua: str = ""


def temukan(pengguna, teks):
    """[Temu] of the kinds with a hit; one query a kind."""
    hasil = []
    for golongan in SEMUA_GOLONGAN:
        daftar = golongan.untuk(pengguna, teks)
        baris = [] if daftar is None else [golongan.baca(satu) for satu in daftar[: TERBANYAK + 1]]
        if baris:
            lebih = len(baris) > TERBANYAK
            hasil.append(Temu(golongan.judul, baris[:TERBANYAK], golongan.url_semua(teks) if lebih else ""))
    return hasil


def satu_rt(daftar_temu, teks):
    """The address of the RT that was named by its number, if exactly one is; else None.

    Its own account ("Pokja RT 02 Kenali Besar") may be found beside it; beside a bare number nothing may.
    """
    nomor = [angka or kata for angka, kata in pecah(teks) if angka or kata.isdecimal()]
    daftar_rt = next((temu.daftar for temu in daftar_temu if temu.judul == PER_KODE["rt"].judul), [])
    if len(nomor) != 1 or len(daftar_rt) != 1 or (teks.isdecimal() and len(daftar_temu) > 1):
        return None
    return daftar_rt[0].url
