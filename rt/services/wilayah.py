"""What changes about an RT: its number, its ketua, its households. The past stays on record."""

from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from rt.models import RT, DataKK, Jabatan, Pengguna, RiwayatKetua, RiwayatNomor
from rt.services.orang import akhiri_ketua


def _kunci_rt(rt, **terlihat):
    """The RT as it is now, locked; refuse if it is no longer what the page showed."""
    kini = RT.objects.select_for_update(of=("self",)).select_related("kelurahan").get(pk=rt.pk)
    if any(getattr(kini, kolom) != nilai for kolom, nilai in terlihat.items()):
        raise ValidationError("Data RT ini baru saja diubah. Buka lagi halamannya, lihat yang terbaru, lalu ulangi.")
    return kini


def ganti_nomor(rt, *, nomor, nomor_lama, alasan, oleh):
    """Give an RT another number; the one it had goes on record with the reason."""
    dipakai = ValidationError(f"RT {nomor:02d} sudah ada di kelurahan ini. Periksa nomornya.")
    try:
        with transaction.atomic():
            rt = _kunci_rt(rt, nomor=nomor_lama)
            if nomor == rt.nomor:
                raise ValidationError("Nomor barunya sama dengan nomor sekarang. Tidak ada yang diubah.")
            if RT.objects.filter(kelurahan=rt.kelurahan_id, nomor=nomor, aktif=True).exists():
                raise dipakai
            RiwayatNomor.objects.create(rt=rt, nomor=rt.nomor, alasan=alasan, oleh=oleh)
            rt.nomor = nomor
            rt.save(update_fields=["nomor"])
    except IntegrityError:
        # Another RT took the number between the question and the update.
        raise dipakai from None
    return rt


@transaction.atomic
def ganti_ketua(rt, *, nama, telepon, mulai, nama_lama):
    """A new ketua from `mulai` on: the old name goes on record, the old ketua's account loses this RT."""
    rt = _kunci_rt(rt, nama_ketua=nama_lama)
    if nama == rt.nama_ketua:
        raise ValidationError(f"Ketua {rt} sudah tercatat atas nama {nama}. Tidak ada yang diubah.")
    if rt.nama_ketua:
        RiwayatKetua.objects.create(rt=rt, nama=rt.nama_ketua, sampai=mulai - timedelta(days=1))
    akhiri_ketua([rt], mulai)
    rt.nama_ketua, rt.telepon = nama, telepon
    rt.save(update_fields=["nama_ketua", "telepon"])
    return rt


@transaction.atomic
def betulkan_nama_ketua(rt, *, nama, nama_lama):
    """The same person, spelt right: no history, and the account follows if it bore the same name."""
    rt = _kunci_rt(rt, nama_ketua=nama_lama)
    akun = rt.daftar_penugasan.belum_berakhir().filter(jabatan=Jabatan.KETUA)
    Pengguna.objects.filter(pk__in=akun.values("pengguna"), nama=rt.nama_ketua).update(nama=nama)
    rt.nama_ketua = nama
    rt.save(update_fields=["nama_ketua"])
    return rt


@transaction.atomic
def catat_kk(rt, *, kk, jiwa, tanggal, sumber, oleh):
    """Add a dated count of households. Older ones are never edited; the same one sent twice is one."""
    if kk < 1:
        raise ValidationError("Jumlah KK paling sedikit 1.")
    if tanggal > timezone.localdate():
        raise ValidationError("Tanggal data KK tidak boleh di masa depan.")
    rt = _kunci_rt(rt)
    isi = {"kk": kk, "jiwa": jiwa, "tanggal": tanggal, "sumber": sumber}
    return rt.daftar_kk.filter(**isi).first() or DataKK.objects.create(rt=rt, dicatat_oleh=oleh, **isi)
