"""What DPMPPA sets for a year. Forms carry a fingerprint of what they showed; a stale one is refused, not merged."""

import hashlib
from datetime import timedelta

from django.db import transaction

from anggaran.impor_rencana import ambil_tahun
from anggaran.models import Alokasi, BarisTetap, ItemWajib, Pencairan, Termin, Tingkat
from anggaran.services.pagu import daftar_tingkat, hitung_ulang, rencana_hitung_ulang, tetapkan_alokasi
from pokja.models import JadwalTahap, Kelompok, TahunProgram
from pokja.services import LangkahDitolak, sesuaikan_jatuh_tempo
from pokja.tahapan import DUA_BELAS


class PengaturanBerubah(LangkahDitolak):
    def __init__(self):
        super().__init__(
            "Pengaturan ini baru saja diubah orang lain. Lihat isinya yang terbaru, lalu ulangi bila perlu."
        )


class PratinjauBerubah(LangkahDitolak):
    """What would be saved is not what the person has seen."""

    def __init__(self):
        super().__init__("Yang akan disimpan belum Anda lihat. Periksa akibatnya di bawah ini, lalu simpan.")


def sidik(*isi):
    """Fingerprint of plain values."""
    return hashlib.sha256(repr(isi).encode()).hexdigest()[:32]


def ambil_terbuka(tahun):
    """The TahunProgram of a year that may still be edited; call inside a transaction, it is locked."""
    tahun_program = TahunProgram.objects.select_for_update().get(pk=ambil_tahun(tahun).pk)
    if tahun_program.ditutup:
        raise LangkahDitolak(
            f"Tahun program {tahun} sudah ditutup, jadi pengaturannya hanya bisa dibaca. "
            "Buka lagi di Pengaturan tahun bila memang perlu."
        )
    return tahun_program


# --- tiers ----------------------------------------------------------------------------------------------------------


def sidik_tingkat(tahun_program):
    return sidik([(tingkat.kk_minimal, tingkat.pagu) for tingkat in daftar_tingkat(tahun_program)])


def rencana_tingkat(tahun_program, isi):
    """What a tier table, a list of (kk_minimal, pagu), would change in the undecided Alokasi. Saves nothing."""
    daftar = [Tingkat(tahun_program=tahun_program, kk_minimal=kk_minimal, pagu=pagu) for kk_minimal, pagu in isi]
    return rencana_hitung_ulang(tahun_program, daftar)


def sidik_rencana(daftar_perubahan, isi=()):
    return sidik(isi, [(ubah.alokasi.pk, ubah.kk, ubah.kk_minimal, ubah.pagu) for ubah in daftar_perubahan])


@transaction.atomic
def simpan_tingkat(tahun, isi, *, sidik_lama, sidik_dilihat):
    """Replace a year's tier table and bring the undecided Alokasi in step; returns what changed."""
    tahun_program = ambil_terbuka(tahun)
    if sidik_tingkat(tahun_program) != sidik_lama:
        raise PengaturanBerubah
    if sidik_rencana(rencana_tingkat(tahun_program, isi), isi) != sidik_dilihat:
        raise PratinjauBerubah
    baru = dict(isi)
    tahun_program.daftar_tingkat.exclude(kk_minimal__in=baru).delete()
    for kk_minimal, pagu in baru.items():
        tahun_program.daftar_tingkat.update_or_create(kk_minimal=kk_minimal, defaults={"pagu": pagu})
    return hitung_ulang(tahun_program)


@transaction.atomic
def terapkan_hitung_ulang(tahun, *, sidik_dilihat):
    """Bring the undecided Alokasi in step with the newest KK; returns what changed."""
    tahun_program = ambil_terbuka(tahun)
    if sidik_rencana(rencana_hitung_ulang(tahun_program)) != sidik_dilihat:
        raise PratinjauBerubah
    return hitung_ulang(tahun_program)


def sidik_sementara(kelompok):
    daftar = Alokasi.objects.filter(usulan__kelompok=kelompok, sementara=True).order_by("pk")
    return sidik(list(daftar.values_list("pk", "pagu")))


@transaction.atomic
def tetapkan(tahun, kelompok, *, sidik_dilihat, oleh):
    """Fix the Alokasi of a Kelompok as they were shown; returns how many."""
    ambil_terbuka(tahun)
    if sidik_sementara(kelompok) != sidik_dilihat:
        raise PratinjauBerubah
    return tetapkan_alokasi(kelompok, oleh=oleh)


# --- calendar -------------------------------------------------------------------------------------------------------


def isi_jadwal(kelompok):
    """{tahap: (mulai, selesai)} as stored."""
    return {jadwal.tahap: (jadwal.mulai, jadwal.selesai) for jadwal in kelompok.daftar_jadwal.all()}


def sidik_jadwal(kelompok):
    return sidik(kelompok.jadwal_ditetapkan, sorted(isi_jadwal(kelompok).items()))


@transaction.atomic
def simpan_jadwal(tahun, kelompok_id, isi, *, ditetapkan, sidik_lama):
    """Save a Kelompok's calendar. Taken, it gives due dates; as a template it makes nobody late."""
    ambil_terbuka(tahun)
    kelompok = Kelompok.objects.select_for_update().get(pk=kelompok_id)
    if sidik_jadwal(kelompok) != sidik_lama:
        raise PengaturanBerubah
    kosong = [tahap.label for tahap in DUA_BELAS if tahap not in isi]
    if ditetapkan and kosong:
        raise LangkahDitolak(f"Jadwal belum lengkap: isi juga tanggal {', '.join(kosong)}.")
    kelompok.daftar_jadwal.exclude(tahap__in=isi).delete()
    for tahap, (mulai, selesai) in isi.items():
        JadwalTahap.objects.update_or_create(
            kelompok=kelompok, tahap=tahap, defaults={"mulai": mulai, "selesai": selesai}
        )
    kelompok.jadwal_ditetapkan = ditetapkan
    kelompok.save(update_fields=["jadwal_ditetapkan"])
    sesuaikan_jatuh_tempo(kelompok)
    return kelompok


# --- instalments ----------------------------------------------------------------------------------------------------


def termin_terkunci(tahun_program):
    """Once a request names an instalment, its share of the money is a fact."""
    return Pencairan.objects.nyata().filter(termin__tahun_program=tahun_program).exists()


def sidik_termin(tahun_program):
    return sidik(list(tahun_program.daftar_termin.values_list("urut", "persen", "syarat")))


@transaction.atomic
def simpan_termin(tahun, isi, *, sidik_lama):
    """Replace the instalments of a year: a list of (persen, syarat), together 100 %."""
    tahun_program = ambil_terbuka(tahun)
    if termin_terkunci(tahun_program):
        raise LangkahDitolak("Termin terkunci karena sudah ada pencairan yang disiapkan dengan pembagian ini.")
    if sidik_termin(tahun_program) != sidik_lama:
        raise PengaturanBerubah
    lebih = tahun_program.daftar_termin.filter(urut__gt=len(isi))
    if Pencairan.objects.filter(termin__in=lebih).exists():
        raise LangkahDitolak(
            f"Termin {len(isi) + 1} sedang dipakai di kelurahan latihan, jadi banyaknya termin tidak bisa dikurangi. "
            "Ubah pembagian persennya saja."
        )
    lebih.delete()
    for urut, (persen, syarat) in enumerate(isi, start=1):
        Termin.objects.update_or_create(
            tahun_program=tahun_program, urut=urut, defaults={"persen": persen, "syarat": syarat}
        )


# --- a new year -----------------------------------------------------------------------------------------------------


@transaction.atomic
def salin_tahun(asal, tahun):
    """Make a tahun program with the settings of an earlier one; its calendars wait to be taken."""
    baru = TahunProgram.objects.create(
        program=asal.program,
        tahun=tahun,
        dasar_hukum=asal.dasar_hukum,
        nama_dinas=asal.nama_dinas,
        pola_nomor=asal.pola_nomor,
        digit_rekening=asal.digit_rekening,
        batas_pergeseran=asal.batas_pergeseran,
    )
    for model in (Tingkat, Termin, ItemWajib):
        _salin(model.objects.filter(tahun_program=asal), tahun_program=baru)
    for kelompok in list(asal.daftar_kelompok.all()):
        salinan = Kelompok.objects.create(tahun_program=baru, kode=kelompok.kode, nama=kelompok.nama)
        _salin(BarisTetap.objects.filter(kelompok=kelompok), kelompok=salinan)
        JadwalTahap.objects.bulk_create(
            JadwalTahap(
                kelompok=salinan,
                tahap=jadwal.tahap,
                mulai=_geser(jadwal.mulai, tahun - asal.tahun),
                selesai=_geser(jadwal.selesai, tahun - asal.tahun),
            )
            for jadwal in kelompok.daftar_jadwal.all()
        )
    return baru


def _salin(daftar, **induk):
    for baris in daftar:
        baris.pk = None
        baris._state.adding = True
        for nama, nilai in induk.items():
            setattr(baris, nama, nilai)
        baris.save()


def _geser(tanggal, tahun):
    """The same day `tahun` years on; the end of February stays the end of February."""
    akhir_februari = tanggal.month == 2 and (tanggal + timedelta(days=1)).month == 3
    if akhir_februari:
        return tanggal.replace(year=tanggal.year + tahun, month=3, day=1) - timedelta(days=1)
    return tanggal.replace(year=tanggal.year + tahun)
