"""A Usulan with a row of everything, and every address of the portal: what tests over all pages start from."""

from dataclasses import dataclass
from datetime import date

from django.apps import apps
from django.core.files.base import ContentFile
from django.urls import get_resolver, reverse

from anggaran.models import BarisRAB, ItemWajib, PembebasanItem, Penahanan, Sanggah, VersiRAB
from kampung.testing import make_pengguna
from laporan.tests import adegan
from pokja.models import Surat, Tanda, Temuan
from rt.models import Jabatan, Peran

APLIKASI = ("rt", "pokja", "anggaran", "laporan")


@dataclass(frozen=True)
class Alamat:
    """One URL pattern: its full name, and the names of what stands in it."""

    nama: str
    jalur: str
    isian: frozenset

    @property
    def bewilayah(self):
        """Is it about a row that lies in somebody's territory?"""
        return self.jalur.startswith(("usulan/<", "rt/<", "berkas/<", "permohonan/<", "surat/<"))


def semua_alamat(daftar=None, jalur="", ruang=""):
    """Every pattern of kampung.urls, however deep it is included."""
    for pola in get_resolver().url_patterns if daftar is None else daftar:
        panjang = jalur + str(pola.pattern)
        if hasattr(pola, "url_patterns"):
            yield from semua_alamat(pola.url_patterns, panjang, f"{pola.namespace}:" if pola.namespace else ruang)
        else:
            yield Alamat(f"{ruang}{pola.name}", panjang, frozenset(pola.pattern.converters))


def isi_penuh(usulan):
    """Rows of everything below this Usulan, in Pelaksanaan; the people of its RT and kelurahan, by Peran."""
    rt, nama = usulan.rt, f"u{usulan.pk}"
    orang = {
        Peran.KETUA_RT: make_pengguna(Peran.KETUA_RT, f"ketua.{nama}", rt=rt),
        Peran.KELURAHAN: make_pengguna(Peran.KELURAHAN, f"petugas.{nama}", kelurahan=rt.kelurahan),
    }
    lurah = make_pengguna(Peran.KELURAHAN, f"lurah.{nama}", kelurahan=rt.kelurahan, jabatan=Jabatan.LURAH)
    petugas = orang[Peran.KELURAHAN]
    adegan.isi_rembuk(usulan)
    adegan.isi_pokja(usulan, nomor=f"99887766{usulan.pk}")
    baris = adegan.isi_cair(usulan, petugas, lurah, orang[Peran.KETUA_RT])
    adegan.belanja(usulan, baris, nilai=1_000_000)
    adegan.isi_serah_terima(usulan)
    adegan.isi_lpj(usulan)
    geser = VersiRAB.objects.create(usulan=usulan, nomor=2, status=VersiRAB.Status.DISIAPKAN, alasan="Harga naik")
    BarisRAB.objects.create(
        versi_rab=geser, kegiatan=baris.kegiatan, jenis_biaya="bahan", uraian="Pasir", volume=1_000, satuan="m3", harga_satuan=5_000
    )  # fmt: skip
    item = ItemWajib.objects.create(tahun_program=usulan.tahun_program, nama=f"CCTV {nama}", boleh_bebas=True)
    PembebasanItem.objects.create(usulan=usulan, item_wajib=item, alasan="Dibeli bersama RT lain")
    Tanda.objects.create(
        usulan=usulan, tahap="rembuk", giliran="kelurahan", kunci="rembuk", label="Rembuk", catatan="Kurang jelas"
    )
    Temuan.objects.create(usulan=usulan, uraian="Nota kurang", nilai=1_000, dibuat_oleh=petugas)
    Penahanan.objects.create(usulan=usulan, alasan="Diperiksa dulu", oleh=petugas)
    Sanggah.objects.create(
        usulan=usulan, kk=101, kk_tercatat=59, alasan="Ada keluarga baru", dibuat_oleh=orang[Peran.KETUA_RT]
    )
    Surat.objects.create(
        jenis="berita_acara", label="Berita acara rembuk warga", kunci=f"usulan:{usulan.pk}", kelurahan=rt.kelurahan,
        usulan=usulan, tahun=2026, urut=usulan.pk, nomor=f"{usulan.pk}/BA", tanggal=date(2026, 9, 1),
        data='{"isi": {}, "gambar": {}, "alamat": ""}', isi=ContentFile(b"%PDF-1.7", "surat"), sidik="0" * 64,
    )  # fmt: skip
    return adegan.taruh(usulan, "pelaksanaan", "rt"), orang


def isian_alamat(usulan):
    """name of a pattern -> the kwargs that point at this Usulan's rows."""
    geser = usulan.daftar_versi_rab.get(status="disiapkan")
    baris = {
        "keinginan": usulan.daftar_keinginan,
        "anggota": usulan.daftar_anggota.exclude(unsur="ketua"),
        "potensi": usulan.daftar_pemetaan,
        "swadaya": usulan.daftar_swadaya,
        "renja5": usulan.daftar_renja5,
        "renja1": usulan.daftar_renja1,
        "rab": BarisRAB.objects.filter(versi_rab__usulan=usulan, versi_rab__status="berlaku"),
        "item_wajib": usulan.daftar_pembebasan,
        "pergeseran": geser.daftar_baris,
        "bukukas": usulan.daftar_bukukas.filter(jenis="belanja"),
        "kemajuan": usulan.daftar_kemajuan,
        "hasil": usulan.daftar_hasil,
        "aset": usulan.daftar_aset,
    }
    tetap = {
        "versi_pk": geser.pk,
        "temuan_pk": usulan.daftar_temuan.first().pk,
        "sanggah_pk": usulan.daftar_sanggah.first().pk,
        "tahun": usulan.tahun_program.tahun,
        "jenis": "berita_acara",
    }
    induk = {"rt": usulan.rt_id, "berkas": usulan.daftar_berkas.last().pk}
    induk["permohonan"] = usulan.daftar_pencairan.first().permohonan_id
    induk["surat"] = usulan.daftar_surat.first().pk

    def isian(alamat):
        akar, nama = alamat.jalur.partition("/")[0], alamat.nama.partition(":")[2]
        # /surat/<jenis>/<pk>/ is about the Usulan of a paper that is still to be issued.
        lengkap = tetap | {"pk": usulan.pk if "jenis" in alamat.isian else induk.get(akar, usulan.pk)}
        if "baris_pk" in alamat.isian:
            akhiran = ("_ubah", "_hapus", "_koreksi")
            jenis = next(nama.removesuffix(satu) for satu in akhiran if nama.endswith(satu))
            lengkap["baris_pk"] = baris[jenis].first().pk
        return {satu: lengkap[satu] for satu in alamat.isian}

    return isian


def url_bewilayah(usulan):
    """[(pattern, address)] of every page about a row of this Usulan."""
    isian = isian_alamat(usulan)
    return [(a, reverse(a.nama, kwargs=isian(a))) for a in semua_alamat() if a.bewilayah]


def isi_basis_data():
    """Every row of our tables: what must be the same after a refusal."""
    daftar_model = [model for nama in APLIKASI for model in apps.get_app_config(nama).get_models()]
    return {model._meta.label: sorted(model._base_manager.values_list(), key=repr) for model in daftar_model}
