"""Accounts for the ketua of many RT at once, from the register."""

import re

from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from rt.models import RT, Jabatan, Pengguna, Penugasan, Peran
from rt.sandi import sandi_awal
from rt.services.orang import akhiri_ketua


def rt_tanpa_ketua():
    """Active RT in which no active account is, or is about to become, ketua."""
    ketua = Penugasan.objects.belum_berakhir().filter(
        rt=OuterRef("pk"), jabatan=Jabatan.KETUA, pengguna__is_active=True
    )
    return RT.objects.nyata().filter(~Exists(ketua), aktif=True)


def akun_belum_dipakai(daftar_rt):
    """Accounts of the ketua of these RT that never signed in: their slips may be lost, a new one harms nobody."""
    penugasan = Penugasan.objects.belum_berakhir().filter(jabatan=Jabatan.KETUA, rt__in=daftar_rt)
    return Pengguna.objects.filter(
        pk__in=penugasan.values("pengguna"),
        peran=Peran.KETUA_RT,
        is_active=True,
        harus_ganti_sandi=True,
        last_login__isnull=True,
    )


def nama_pengguna_bebas(daftar_rt):
    """User names such as rt02.kenalibesar, by RT pk; a name that is taken gets a number behind."""
    terpakai = set(Pengguna.objects.values_list("username", flat=True))
    hasil = {}
    for rt in daftar_rt:
        kelurahan = re.sub(r"[^a-z0-9]", "", rt.kelurahan.nama.lower())[:40]
        dasar = nama = f"rt{rt.nomor:02d}.{kelurahan}"
        urut = 2
        while nama in terpakai:
            nama, urut = f"{dasar}.{urut}", urut + 1
        terpakai.add(nama)
        hasil[rt.pk] = nama
    return hasil


def buat_akun_ketua(daftar_rt):
    """Make the accounts that are still missing; return [(Pengguna, RT, initial password)]. A second call makes none."""
    # Some 20 ms each: hashed before the rows are locked.
    daftar_sandi = {rt.pk: sandi_awal() for rt in daftar_rt}
    daftar_hash = {pk: make_password(sandi) for pk, sandi in daftar_sandi.items()}
    with transaction.atomic():
        # Lock the RT: the same button pressed twice must find the accounts of the first time.
        list(RT.objects.select_for_update().filter(pk__in=daftar_sandi).order_by("pk").values_list("pk"))
        daftar_rt = list(rt_tanpa_ketua().filter(pk__in=daftar_sandi).select_related("kelurahan"))
        akhiri_ketua(daftar_rt, timezone.localdate(), hanya_nonaktif=True)
        nama_pengguna = nama_pengguna_bebas(daftar_rt)
        daftar_pengguna = Pengguna.objects.bulk_create(
            Pengguna(
                username=nama_pengguna[rt.pk],
                nama=rt.nama_ketua or f"Ketua {rt}",
                peran=Peran.KETUA_RT,
                password=daftar_hash[rt.pk],
                harus_ganti_sandi=True,
            )
            for rt in daftar_rt
        )
        Penugasan.objects.bulk_create(
            Penugasan(pengguna=pengguna, jabatan=Jabatan.KETUA, rt=rt)
            for pengguna, rt in zip(daftar_pengguna, daftar_rt, strict=True)
        )
    return [(pengguna, rt, daftar_sandi[rt.pk]) for pengguna, rt in zip(daftar_pengguna, daftar_rt, strict=True)]
