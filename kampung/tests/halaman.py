"""Every page of the portal with something on it: a world, and the addresses that lead into it, found in the URL conf."""

from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from anggaran.acuan import muat_acuan
from anggaran.models import BarisTetap, ItemWajib, TarifPajak
from anggaran.services.latihan import tambah_rt
from kampung.panduan import DAFTAR_SLUG
from kampung.testing import make_pengguna, make_rt, make_usulan
from kampung.tests.dunia import isi_penuh, isian_alamat, semua_alamat
from laporan.tests import adegan
from pokja.models import AlasanKembali, HariLibur, Kelompok, Riwayat
from pokja.tahapan import ALUR, BAGIAN, PERAN_GILIRAN, Giliran
from rt.models import Jabatan, Kelurahan, Pejabat, Penugasan, Peran

# Nothing of these is a page: files, answers to a program.
BUKAN_HALAMAN = (".pdf", ".xlsx", ".json", ".js", ".png")


@dataclass(frozen=True)
class Dunia:
    usulan: object
    orang: dict
    latihan: object


def isi_dunia():
    """One Usulan with a row of everything, another on its way, the reference rows of the city, and one of each Peran."""
    muat_acuan()
    kelurahan = Kelurahan.objects.get(nama="Kenali Besar")
    kelompok = Kelompok.objects.get(tahun_program__tahun=2026, kode="B")
    rt = make_rt(kelurahan, nomor=2, nama_ketua="Siti Aminah")
    usulan, setempat = isi_penuh(make_usulan(rt, kelompok))
    for urut, (tahap, giliran) in enumerate((("sosialisasi", "dpmppa"), ("rembuk", "kelurahan"), ("rembuk", "rt")), 3):
        lain = make_usulan(make_rt(kelurahan, nomor=urut), kelompok, sementara=True)
        adegan.isi_rembuk(lain)
        adegan.taruh(lain, tahap, giliran)
    Pejabat.objects.create(kelurahan=kelurahan, jabatan=Jabatan.LURAH, nama="Rina Wati", mulai=date(2026, 1, 1))
    Riwayat.objects.create(
        usulan=usulan, aksi="ajukan", dari_tahap="rembuk", ke_tahap="rembuk", ke_giliran="kelurahan", dari_giliran="rt",
        nama="Siti Aminah", peran=Peran.KETUA_RT,
    )  # fmt: skip
    orang = setempat | {
        Peran.PENGURUS_POKJA: make_pengguna(Peran.PENGURUS_POKJA, "bendahara", rt=rt),
        Peran.PENDAMPING: make_pengguna(Peran.PENDAMPING, "pendamping", rt=rt),
        Peran.KECAMATAN: make_pengguna(Peran.KECAMATAN, "kecamatan", kecamatan=kelurahan.kecamatan),
        Peran.DPMPPA: make_pengguna(Peran.DPMPPA, "dpmppa"),
        Peran.KEUANGAN: make_pengguna(Peran.KEUANGAN, "keuangan"),
        Peran.INSPEKTORAT: make_pengguna(Peran.INSPEKTORAT, "inspektorat"),
    }
    return Dunia(usulan, orang, tambah_rt(nomor=1, kk=50, oleh=orang[Peran.DPMPPA]))


def semua_halaman(dunia):
    """[(name, address)] of every pattern that may be a page; one pattern may have several."""
    usulan, wilayah, kota = dunia.usulan, isian_alamat(dunia.usulan), _isian_kota(dunia)
    hasil = []
    for alamat in semua_alamat():
        if alamat.jalur.endswith(BUKAN_HALAMAN) or "uuid" in alamat.jalur:
            continue
        if not alamat.isian:
            daftar = [{}]
        elif alamat.bewilayah:
            daftar = [wilayah(alamat)]
        else:
            daftar = kota(alamat)
        hasil += [(alamat.nama, reverse(alamat.nama, kwargs=isian)) for isian in daftar]
    return hasil + _berkueri(usulan)


def _isian_kota(dunia):
    usulan, orang = dunia.usulan, dunia.orang
    tahun, kelompok = usulan.tahun_program.tahun, usulan.kelompok_id
    # Beginning of an address -> what stands in it; the longest that fits is taken.
    contoh = {
        "cek/": [{"kode": usulan.daftar_surat.first().kode}],
        "bantuan/": [{"slug": slug} for slug in DAFTAR_SLUG],
        "publik/foto/": [{"pk": usulan.daftar_berkas.get(jenis="foto_0").pk}],
        "publik/": [{"pk": usulan.pk}],
        "pengguna/baru/": [{"peran": peran.value.replace("_", "-")} for peran in Peran],
        "pengguna/": [{"pk": orang[Peran.PENDAMPING].pk}],
        "penugasan/": [{"pk": Penugasan.objects.get(pengguna=orang[Peran.PENDAMPING]).pk}],
        "pejabat/kelurahan/": [{"pk": usulan.rt.kelurahan_id}],
        "pejabat/": [{"pk": Pejabat.objects.filter(kelurahan=usulan.rt.kelurahan).first().pk}],
        "pengaturan/": [{"tahun": tahun, "kelompok": kelompok, "pk": kelompok}],
        "pengaturan/hari-libur/": [{"pk": HariLibur.objects.first().pk}],
        "pengaturan/tarif-pajak/": [{"pk": TarifPajak.objects.first().pk}],
        "pengaturan/alasan/": [{"pk": AlasanKembali.objects.first().pk}],
        "pengaturan/<int:tahun>/barang-wajib/": [{"tahun": tahun, "pk": ItemWajib.objects.first().pk}],
        "pengaturan/<int:tahun>/kelompok/<int:kelompok>/baris-tetap/": [
            {"tahun": tahun, "kelompok": kelompok, "pk": BarisTetap.objects.filter(kelompok=kelompok).first().pk}
        ],
        "latihan/": [{"pk": dunia.latihan.pk}],
    }  # fmt: skip

    def isian(alamat):
        awal = max((satu for satu in contoh if alamat.jalur.startswith(satu)), key=len, default=None)
        assert awal, f"Tulis contoh isian untuk {alamat.jalur} di sini: halaman baru ikut diperiksa."
        return [{nama: satu[nama] for nama in alamat.isian} for satu in contoh[awal]]

    return isian


def _berkueri(usulan):
    """Pages that show more with a question in the address."""
    return [
        ("laporan:cari", reverse("laporan:cari") + "?q=kenali"),
        ("laporan:cari", reverse("laporan:cari") + "?q=tidakada"),
        ("laporan:usulan_list", reverse("laporan:usulan_list") + "?tahap=tidak-ada"),
        ("laporan:usulan_list", reverse("laporan:usulan_list") + "?cari=tidakada"),
        ("laporan:antrean", reverse("laporan:antrean") + "?isi=semua&tahap=rembuk"),
        ("laporan:antrean_bersama", reverse("laporan:antrean_bersama") + f"?pilih={usulan.pk}"),
        ("anggaran:bukukas", reverse("anggaran:bukukas", args=[usulan.pk]) + "?dana=swadaya"),
        ("rt:ketua_massal", reverse("rt:ketua_massal") + f"?kelurahan={usulan.rt.kelurahan_id}"),
    ]


def halaman_keadaan(usulan):
    """(tahap, giliran, Peran that acts, its pages) for every state of ALUR: what is open differs."""
    for tahap, giliran in dict.fromkeys((langkah.tahap, langkah.giliran) for langkah in ALUR):
        langkah = [satu for satu in ALUR if (satu.tahap, satu.giliran) == (tahap, giliran)]
        nama = ["beranda", "laporan:usulan_detail", *(satu.url_name for satu in langkah)]
        if giliran == Giliran.RT:
            nama += ["pokja:terkirim", *(bagian.url_name for bagian in BAGIAN.get(tahap, ()))]
        yield tahap, giliran, PERAN_GILIRAN[giliran][0], [(satu, _alamat(satu, usulan)) for satu in dict.fromkeys(nama)]


def _alamat(nama, usulan):
    perlu = next(alamat.isian for alamat in semua_alamat() if alamat.nama == nama)
    return reverse(nama, args=[usulan.pk] if perlu else [])
