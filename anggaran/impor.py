"""Take the RT register into a tahun program: read, plan (nothing saved), then save all of the plan or none.

Reading and checking the cells is rt.register, what a row means for the database is anggaran.impor_rencana.
"""

from django.db import IntegrityError, transaction
from django.utils import timezone

from anggaran.impor_rencana import RencanaImpor, ambil_tahun, rencanakan
from anggaran.models import Alokasi
from pokja.models import Riwayat, TahunProgram, Usulan
from pokja.services import LangkahDitolak, catat_peristiwa, jatuh_tempo
from pokja.tahapan import Giliran, Tahap
from rt.models import RT, DataKK, Kelurahan, RiwayatKetua
from rt.register import BerkasDitolak, Wilayah, baca_register

__all__ = ["BerkasDitolak", "RencanaImpor", "baca_dan_rencanakan", "rencanakan", "terapkan"]


def baca_dan_rencanakan(berkas, tahun, tanggal_kk=None, sumber=""):
    """Read a register and plan it. Date and source of the KK: as given, else the sheet's own note, else today.

    Raises rt.register.BerkasDitolak for the file as a whole, LangkahDitolak for a year that is not there.
    """
    tahun_program = ambil_tahun(tahun)
    daftar_wilayah = [
        Wilayah(kelurahan.pk, kelurahan.nama, kelurahan.kecamatan.nama, kelurahan.kode)
        for kelurahan in Kelurahan.objects.nyata().select_related("kecamatan")
    ]
    # A year's first register must say who is in A and who in B; a later one may only bring new KK.
    pertama = not Usulan.objects.nyata().filter(tahun_program=tahun_program).exists()
    hasil = baca_register(berkas, daftar_wilayah, kelompok_wajib=pertama)
    tanggal_kk = tanggal_kk or hasil.tanggal_kk or timezone.localdate()
    sumber = sumber or hasil.sumber or f"Register RT {tahun}"
    return rencanakan(hasil, tahun, tanggal_kk, sumber)


class RencanaBerubah(LangkahDitolak):
    """The database has moved since the plan was made."""

    def __init__(self):
        super().__init__(
            "Data RT berubah sejak pratinjau dibuat, jadi belum ada yang disimpan. Periksa pratinjau yang baru, lalu simpan."
        )


@transaction.atomic
def terapkan(rencana, *, oleh=None):
    """Save a plan, whole, if it is still what the database would give. Raises LangkahDitolak, RencanaBerubah."""
    # One import of a year at a time; what others change meanwhile is noticed below.
    tahun_program = TahunProgram.objects.select_for_update().get(pk=rencana.tahun_program.pk)
    kini = rencanakan(rencana.hasil, tahun_program.tahun, rencana.tanggal_kk, rencana.sumber)
    if kini.daftar_kesalahan:
        raise LangkahDitolak("Masih ada sel yang salah, jadi tidak ada yang disimpan. Perbaiki berkasnya, lalu ulangi.")
    if kini.sidik != rencana.sidik:
        raise RencanaBerubah
    try:
        with transaction.atomic():
            _tulis(kini, oleh)
    except IntegrityError:
        raise RencanaBerubah from None
    return kini


def _tulis(rencana, oleh):
    rt = _tulis_rt(rencana.daftar_rencana)
    _tulis_kk(rencana.daftar_rencana, rt, oleh)
    baru = [r for r in rencana.daftar_rencana if r.usulan is None and r.kelompok]
    usulan = _buat_usulan(baru, rt, oleh)
    _buat_alokasi(baru, usulan, oleh)
    _pindah_kelompok([r for r in rencana.daftar_rencana if r.usulan and r.kelompok], oleh)
    _ikutkan_alokasi([r for r in rencana.daftar_rencana if r.usulan and r.tingkat])


def _tulis_rt(daftar):
    """Make and change RT; return {(kelurahan_id, nomor): RT} of the whole plan."""
    baru = RT.objects.bulk_create(
        [
            RT(
                kelurahan_id=r.baris.kelurahan_id,
                nomor=r.baris.nomor,
                nama_ketua=r.baris.ketua,
                telepon=r.baris.telepon,
            )
            for r in daftar
            if r.baru
        ],
        batch_size=500,
    )
    berubah, ketua_lama = [], []
    for r in daftar:
        if r.baru or not any(ubah.hal in ("Ketua RT", "Nomor HP") for ubah in r.perubahan):
            continue
        if r.rt.nama_ketua and r.baris.ketua and r.rt.nama_ketua != r.baris.ketua:
            ketua_lama.append(RiwayatKetua(rt=r.rt, nama=r.rt.nama_ketua))
        r.rt.nama_ketua = r.baris.ketua or r.rt.nama_ketua
        r.rt.telepon = r.baris.telepon or r.rt.telepon
        berubah.append(r.rt)
    RiwayatKetua.objects.bulk_create(ketua_lama, batch_size=500)
    RT.objects.bulk_update(berubah, ["nama_ketua", "telepon"], batch_size=200)
    return {(rt.kelurahan_id, rt.nomor): rt for rt in [*baru, *(r.rt for r in daftar if r.rt)]}


def _tulis_kk(daftar, rt, oleh):
    DataKK.objects.bulk_create(
        [
            DataKK(
                rt=_rt(r, rt),
                kk=r.data.kk,
                jiwa=r.data.jiwa,
                tanggal=r.data.tanggal,
                sumber=r.data.sumber,
                dicatat_oleh=oleh,
            )
            for r in daftar
            if r.kk_baru
        ],
        batch_size=500,
    )


def _buat_usulan(daftar, rt, oleh):
    """One Usulan a row, in the order of `daftar`: at the start of its life, or for the pilot closed and *dimuat*."""
    batas = {
        r.kelompok.pk: jatuh_tempo(r.kelompok.pk, Tahap.SOSIALISASI) for r in {r.kelompok: r for r in daftar}.values()
    }
    usulan = Usulan.objects.bulk_create(
        [
            Usulan(
                rt=_rt(r, rt),
                tahun_program=r.kelompok.tahun_program,
                kelompok=r.kelompok,
                tahap=Tahap.SELESAI if r.pilot else Tahap.SOSIALISASI,
                giliran=Giliran.TUTUP if r.pilot else Giliran.DPMPPA,
                jatuh_tempo=None if r.pilot else batas[r.kelompok.pk],
            )
            for r in daftar
        ],
        batch_size=500,
    )
    Riwayat.objects.bulk_create(
        [
            Riwayat(
                usulan=u,
                aksi="dimuat",
                dari_tahap=u.tahap,
                dari_giliran=u.giliran,
                ke_tahap=u.tahap,
                ke_giliran=u.giliran,
                oleh=oleh,
                nama=oleh.nama if oleh else "",
                peran=oleh.peran if oleh else "",
                catatan="Dimuat dari register RT: sudah menerima dana pilot.",
            )
            for r, u in zip(daftar, usulan, strict=True)
            if r.pilot
        ],
        batch_size=500,
    )
    return usulan


def _buat_alokasi(daftar, usulan, oleh):
    kini = timezone.now()
    Alokasi.objects.bulk_create(
        [
            Alokasi(
                usulan=u,
                kk=r.data.kk,
                kk_tanggal=r.data.tanggal,
                kk_sumber=r.data.sumber,
                kk_minimal=r.tingkat.kk_minimal,
                pagu=r.tingkat.pagu,
                sementara=not r.pilot,
                ditetapkan_pada=kini if r.pilot else None,
                ditetapkan_oleh=oleh if r.pilot else None,
            )
            for r, u in zip(daftar, usulan, strict=True)
        ],
        batch_size=500,
    )


def _pindah_kelompok(daftar, oleh):
    for kelompok in {r.kelompok for r in daftar}:
        daftar_id = [r.usulan.pk for r in daftar if r.kelompok == kelompok]
        pindah_kelompok(daftar_id, kelompok, oleh=oleh)


def _ikutkan_alokasi(daftar):
    """Bring undecided Alokasi in step with the new KK; one that was decided a moment ago stops the import."""
    alokasi = Alokasi.objects.select_for_update().filter(usulan__in=[r.usulan for r in daftar], sementara=True)
    alokasi = {satu.usulan_id: satu for satu in alokasi}
    if len(alokasi) != len(daftar):
        raise RencanaBerubah
    for r in daftar:
        satu = alokasi[r.usulan.pk]
        satu.kk, satu.kk_tanggal, satu.kk_sumber = r.data.kk, r.data.tanggal, r.data.sumber
        satu.kk_minimal, satu.pagu = r.tingkat.kk_minimal, r.tingkat.pagu
    kolom = ["kk", "kk_tanggal", "kk_sumber", "kk_minimal", "pagu"]
    Alokasi.objects.bulk_update(alokasi.values(), kolom, batch_size=200)


def _rt(r, rt):
    return rt[r.baris.kelurahan_id, r.baris.nomor]


def pindah_kelompok(daftar_usulan_id, kelompok, *, oleh):
    """Move Usulan that are still at Sosialisasi to a Kelompok of their year. All of them, or RencanaBerubah."""
    daftar = Usulan.objects.filter(pk__in=daftar_usulan_id)
    catat_peristiwa(daftar, "pindah_kelompok", oleh=oleh, catatan=f"Ke {kelompok}.")
    jumlah = Usulan.objects.filter(
        pk__in=daftar_usulan_id, tahun_program=kelompok.tahun_program_id, tahap=Tahap.SOSIALISASI
    ).update(kelompok=kelompok, jatuh_tempo=jatuh_tempo(kelompok.pk, Tahap.SOSIALISASI))
    if jumlah != len(daftar_usulan_id):
        raise RencanaBerubah
