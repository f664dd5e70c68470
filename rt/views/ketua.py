"""Accounts for the ketua of all RT of a kelurahan or kecamatan at once."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Count, Q
from django.shortcuts import get_object_or_404, redirect, render

from rt.akses import peran_required
from rt.models import RT, Jabatan, Kecamatan, Kelurahan, Penugasan, Peran
from rt.services import (
    akun_belum_dipakai,
    atur_ulang_sandi,
    buat_akun_ketua,
    keadaan_sandi,
    nama_pengguna_bebas,
    rt_tanpa_ketua,
)
from rt.views.jawaban import Slip, baca_pk, ditolak, halaman_slip


@peran_required(Peran.DPMPPA)
def ketua_massal(request):
    """Choose a place; see which RT lack an account; POST makes them and answers with the slips.

    The whole city is done place by place: hashing 1,650 passwords would outlast a request.
    """
    wilayah, saring = _baca_wilayah(request.GET)
    if wilayah is None:
        return render(request, "rt/ketua_pilih.html", {"daftar_kecamatan": _ringkas()})
    daftar_rt = RT.objects.filter(saring, aktif=True)
    if request.method == "POST":
        kerja = _ulangi if request.POST.get("aksi") == "ulang" else _buat
        return kerja(request, wilayah, daftar_rt)
    tanpa = list(rt_tanpa_ketua().filter(saring).select_related("kelurahan"))
    nama_pengguna = nama_pengguna_bebas(tanpa)
    belum_dipakai = list(akun_belum_dipakai(daftar_rt))
    konteks = {
        "wilayah": wilayah,
        "jumlah_rt": daftar_rt.count(),
        "daftar_calon": [(rt, nama_pengguna[rt.pk]) for rt in tanpa],
        "jumlah_belum_dipakai": len(belum_dipakai),
        "keadaan": keadaan_sandi(belum_dipakai),
    }
    return render(request, "rt/ketua_massal.html", konteks)


def _baca_wilayah(data):
    """(Kelurahan or Kecamatan, its condition on RT), or (None, None) when nothing is chosen yet; 404 if unknown."""
    for kolom, model, jalur in (
        ("kelurahan", Kelurahan, "kelurahan"),
        ("kecamatan", Kecamatan, "kelurahan__kecamatan"),
    ):
        if teks := data.get(kolom, ""):
            wilayah = get_object_or_404(model.objects.nyata(), pk=baca_pk(teks))
            return wilayah, Q(**{jalur: wilayah})
    return None, None


def _ringkas():
    """Per kecamatan its kelurahan with (RT, RT without account), in two queries."""
    tanpa = dict(rt_tanpa_ketua().order_by().values_list("kelurahan").annotate(n=Count("pk")))
    daftar = (
        Kelurahan.objects.nyata()
        .select_related("kecamatan")
        .annotate(jumlah_rt=Count("daftar_rt", filter=Q(daftar_rt__aktif=True)))
        .order_by("kode")  # said again: a grouped query forgets the order of its model
    )
    hasil = {}
    for kelurahan in daftar:
        baris = hasil.setdefault(
            kelurahan.kecamatan, {"kecamatan": kelurahan.kecamatan, "rt": 0, "tanpa": 0, "isi": []}
        )
        baris["rt"] += kelurahan.jumlah_rt
        baris["tanpa"] += tanpa.get(kelurahan.pk, 0)
        baris["isi"].append((kelurahan, kelurahan.jumlah_rt, tanpa.get(kelurahan.pk, 0)))
    return list(hasil.values())


def _buat(request, wilayah, daftar_rt):
    kembali = request.get_full_path()
    hasil = buat_akun_ketua(list(rt_tanpa_ketua().filter(pk__in=daftar_rt)))
    if not hasil:
        messages.info(request, f"Semua RT di {wilayah} sudah punya akun ketua. Tidak ada akun baru yang dibuat.")
        return redirect(kembali)
    daftar_slip = [Slip(pengguna, str(rt), sandi) for pengguna, rt, sandi in hasil]
    return halaman_slip(request, daftar_slip, judul=f"{len(hasil)} akun ketua RT di {wilayah}", kembali=kembali)


def _ulangi(request, wilayah, daftar_rt):
    """New passwords for accounts nobody has used yet: for slips that were lost."""
    daftar = list(akun_belum_dipakai(daftar_rt))
    if not daftar:
        messages.info(request, f"Tidak ada akun ketua di {wilayah} yang belum pernah dipakai.")
        return redirect(request.get_full_path())
    tempat = {
        penugasan.pengguna_id: str(penugasan.rt)
        for penugasan in Penugasan.objects.belum_berakhir()
        .filter(pengguna__in=daftar, jabatan=Jabatan.KETUA)
        .select_related("rt__kelurahan")
    }
    try:
        hasil = atur_ulang_sandi(daftar, keadaan=request.POST.get("keadaan", ""), oleh=request.user)
    except ValidationError as kesalahan:
        return ditolak(request, kesalahan)
    daftar_slip = [Slip(pengguna, tempat[pengguna.pk], sandi) for pengguna, sandi in hasil]
    return halaman_slip(
        request, daftar_slip, judul=f"Slip baru untuk {len(hasil)} akun di {wilayah}", kembali=request.get_full_path()
    )
