"""Accounts, passwords, and who works where."""

from datetime import timedelta

from axes.utils import reset
from django.contrib.auth.hashers import make_password
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac

from rt.models import RT, TEMPAT_TUGAS, Jabatan, Pengguna, Penugasan, Peran
from rt.sandi import sandi_awal

# Who works in one RT at a time.
SATU_RT = (Peran.KETUA_RT, Peran.PENGURUS_POKJA)


def buat_akun(*, username, nama, peran, email="", jabatan="", daftar_tempat=(), mulai=None):
    """Make an account and its Penugasan; return (Pengguna, initial password), which is kept nowhere in clear."""
    sandi = sandi_awal()
    pengguna = Pengguna(
        username=username.lower(),
        nama=nama,
        peran=peran,
        email=email,
        password=make_password(sandi),
        harus_ganti_sandi=True,
    )
    pengguna.validate_constraints()
    try:
        with transaction.atomic():
            pengguna.save()
            if peran in TEMPAT_TUGAS:
                tugaskan(pengguna, jabatan=jabatan, daftar_tempat=daftar_tempat, mulai=mulai)
    except IntegrityError:
        # Somebody took the name between the question and the insert.
        raise ValidationError("Nama pengguna itu baru saja dipakai. Pilih yang lain.") from None
    return pengguna, sandi


@transaction.atomic
def ubah_pengguna(pengguna, *, nama, email, is_active, oleh):
    """Change name, e-mail and the right to sign in; the portal never loses its last DPMPPA account."""
    # Two DPMPPA who shut each other out at once must wait for each other.
    daftar_dpmppa = set(
        Pengguna.objects.nyata()
        .select_for_update()
        .filter(peran=Peran.DPMPPA, is_active=True)
        .order_by("pk")
        .values_list("pk", flat=True)
    )
    if not is_active and pengguna.pk == oleh.pk:
        raise ValidationError("Anda tidak bisa menonaktifkan akun sendiri. Minta akun DPMPPA lain melakukannya.")
    if not is_active and daftar_dpmppa == {pengguna.pk}:
        raise ValidationError("Ini akun DPMPPA terakhir yang aktif. Buat atau aktifkan akun DPMPPA lain dulu.")
    if oleh.pk not in daftar_dpmppa:
        raise ValidationError("Akun Anda baru saja dinonaktifkan. Hubungi akun DPMPPA lain.")
    if is_active and not pengguna.is_active:
        _tolak_ketua_kedua(pengguna)
    pengguna.nama, pengguna.email, pengguna.is_active = nama, email, is_active
    pengguna.save(update_fields=["nama", "email", "is_active"])


def _tolak_ketua_kedua(pengguna):
    """An account that comes back must not become the second ketua of its RT."""
    for penugasan in pengguna.daftar_penugasan.belum_berakhir().filter(jabatan=Jabatan.KETUA):
        _periksa_ketua(penugasan.rt, penugasan.mulai, selain=pengguna)


# --- passwords ------------------------------------------------------------------------------------------------------


def ganti_sandi(pengguna, sandi):
    """One's own new password. It ends the sessions of every browser whose hash is not refreshed."""
    pengguna.set_password(sandi)
    pengguna.harus_ganti_sandi = False
    pengguna.save(update_fields=["password", "harus_ganti_sandi"])


def keadaan_sandi(daftar_pengguna):
    """A mark of these accounts' present passwords: a form sent twice carries a mark that no longer fits."""
    isi = "|".join(f"{pengguna.pk}:{pengguna.password}" for pengguna in sorted(daftar_pengguna, key=lambda p: p.pk))
    return salted_hmac("rt.keadaan_sandi", isi).hexdigest()[:32]


def atur_ulang_sandi(daftar_pengguna, *, keadaan, oleh):
    """Give each an initial password and end their sessions; return [(Pengguna, password)]."""
    sudah = ValidationError(
        "Sandi ini baru saja diatur ulang. Pakai slip yang sudah keluar; bila slipnya hilang, buka halaman akun itu "
        "dan atur ulang sekali lagi."
    )
    if not constant_time_compare(keadaan, keadaan_sandi(daftar_pengguna)):
        raise sudah
    if any(pengguna.pk == oleh.pk for pengguna in daftar_pengguna):
        raise ValidationError("Untuk akun sendiri, pakai halaman Ganti sandi.")
    if not all(pengguna.is_active for pengguna in daftar_pengguna):
        raise ValidationError("Akun ini nonaktif. Aktifkan dulu lewat Ubah data, baru atur ulang sandinya.")
    # Hashing takes its time; it is done before any row is locked.
    daftar_slip = [(pengguna, sandi_awal()) for pengguna in daftar_pengguna]
    daftar_hash = [make_password(sandi) for _pengguna, sandi in daftar_slip]
    with transaction.atomic():
        for (pengguna, _sandi), baru in zip(daftar_slip, daftar_hash, strict=True):
            lama = Pengguna.objects.filter(pk=pengguna.pk, password=pengguna.password)
            if not lama.update(password=baru, harus_ganti_sandi=True):
                raise sudah
            buka_kunci(pengguna)
    return daftar_slip


def buka_kunci(pengguna):
    """Forget the failed sign-ins of this user name, so that it is no longer locked."""
    return reset(username=pengguna.username)


# --- where ----------------------------------------------------------------------------------------------------------


@transaction.atomic
def tugaskan(pengguna, *, jabatan, daftar_tempat, mulai=None):
    """Assign a person to places of the kind their Peran works in, from a day on; return the new Penugasan."""
    mulai = mulai or timezone.localdate()
    kolom = _periksa_tempat(pengguna.peran, jabatan, daftar_tempat)
    Pengguna.objects.select_for_update().get(pk=pengguna.pk)
    berlaku = pengguna.daftar_penugasan.belum_berakhir(mulai)
    sudah = set(berlaku.filter(jabatan=jabatan).values_list(kolom, flat=True))
    daftar_baru = [tempat for tempat in daftar_tempat if tempat.pk not in sudah]
    if not daftar_baru:
        raise ValidationError(f"{pengguna} sudah bertugas di sana sebagai {Jabatan(jabatan).label}.")
    if pengguna.peran in SATU_RT and (berlaku.exists() or len(daftar_baru) > 1):
        raise ValidationError(f"{Peran(pengguna.peran).label} bertugas di satu RT. Akhiri dulu penugasan yang lama.")
    if jabatan == Jabatan.KETUA:
        # Lock the RT: two accounts must not both become its ketua.
        rt = RT.objects.select_for_update(of=("self",)).select_related("kelurahan").get(pk=daftar_baru[0].pk)
        _periksa_ketua(rt, mulai, selain=pengguna)
        akhiri_ketua([rt], mulai, hanya_nonaktif=True)
    return [
        Penugasan.objects.create(pengguna=pengguna, jabatan=jabatan, mulai=mulai, **{kolom: tempat})
        for tempat in daftar_baru
    ]


def _periksa_tempat(peran, jabatan, daftar_tempat):
    """Return the column the place goes into; refuse a Jabatan or a place that this Peran does not have."""
    if peran not in TEMPAT_TUGAS:
        raise ValidationError(f"{Peran(peran).label} bekerja untuk seluruh kota, tanpa tempat tugas.")
    kolom, daftar_jabatan = TEMPAT_TUGAS[peran]
    if jabatan not in daftar_jabatan:
        pilihan = ", ".join(pilihan.label for pilihan in daftar_jabatan)
        raise ValidationError(f"Jabatan itu bukan untuk {Peran(peran).label}. Pilih: {pilihan}.")
    model = Penugasan._meta.get_field(kolom).related_model
    if not daftar_tempat or not all(isinstance(tempat, model) for tempat in daftar_tempat):
        raise ValidationError(f"{Peran(peran).label} bertugas di {model._meta.verbose_name}. Pilih tempatnya.")
    return kolom


def _periksa_ketua(rt, mulai, *, selain):
    lain = (
        rt.daftar_penugasan.belum_berakhir(mulai)
        .filter(jabatan=Jabatan.KETUA, pengguna__is_active=True)
        .exclude(pengguna=selain)
        .select_related("pengguna")
        .first()
    )
    if lain:
        raise ValidationError(
            f"{rt} masih punya akun ketua atas nama {lain.pengguna}. "
            f"Bila ketuanya berganti, catat dulu lewat halaman {rt}, Ganti ketua."
        )


def akhiri_penugasan(penugasan, *, selesai):
    """Last day of an assignment, itself included. One that would end before it began, today or later, never was."""
    if selesai >= penugasan.mulai:
        penugasan.selesai = selesai
        penugasan.save(update_fields=["selesai"])
    elif penugasan.mulai >= timezone.localdate():
        penugasan.delete()
    else:
        raise ValidationError("Hari terakhir tidak boleh sebelum tanggal mulai bertugas. Periksa tanggalnya.")


def akhiri_ketua(daftar_rt, mulai, *, hanya_nonaktif=False):
    """End the ketua's Penugasan of these RT before the successor's first day; access stops at once."""
    kemarin = timezone.localdate() - timedelta(days=1)
    daftar = Penugasan.objects.belum_berakhir().filter(rt__in=daftar_rt, jabatan=Jabatan.KETUA)
    if hanya_nonaktif:
        daftar = daftar.filter(pengguna__is_active=False)
    for penugasan in daftar:
        # A successor dated back does not undo the days on which the old ketua did have access.
        paling_awal = min(penugasan.mulai, kemarin)
        akhiri_penugasan(penugasan, selesai=min(max(mulai - timedelta(days=1), paling_awal), kemarin))
