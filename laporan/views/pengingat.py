from django.conf import settings
from django.shortcuts import redirect, render

from laporan.pengingat import (
    PENGINGAT,
    BukanGiliranRT,
    catat_pengingat,
    diingatkan_hari_ini,
    langkah_rt,
    pengingat_terakhir,
    tautan_wa,
    teks_pengingat,
)
from pokja.isian import ambil_usulan
from pokja.tahapan import Giliran
from rt.akses import boleh_buka, peran_required


@peran_required(*PENGINGAT)
def ingatkan(request, pk):
    """POST logs the reminder; the text is shown only after that, to the person who asked for it."""
    usulan = ambil_usulan(request, pk)
    if request.method == "POST":
        catat_pengingat(usulan, oleh=request.user)
        return redirect("laporan:ingatkan", pk)
    if usulan.giliran != Giliran.RT:
        raise BukanGiliranRT
    tugas, url = langkah_rt(usulan)
    konteks = {"usulan": usulan, "tugas": tugas, "terakhir": pengingat_terakhir(usulan)}
    if diingatkan_hari_ini(usulan, request.user):
        alamat = f"{settings.KAMPUNG_ALAMAT}{url}" if settings.KAMPUNG_ALAMAT else request.build_absolute_uri(url)
        teks = teks_pengingat(usulan, tugas, alamat)
        konteks |= {"teks": teks, "url_wa": tautan_wa(usulan.rt.telepon_untuk(request.user), teks)}
    return render(request, "laporan/ingatkan.html", konteks)


def boleh_mengingatkan(usulan, pengguna):
    """Is the button offered: the RT's turn, and a person who has the page?"""
    return usulan.giliran == Giliran.RT and boleh_buka(pengguna, ingatkan)
