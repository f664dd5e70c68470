"""The page on which a ketua RT looks a filing over and submits it. Used by later apps with their own gates."""

from django.contrib import messages
from django.db import transaction
from django.http import Http404
from django.shortcuts import redirect, render

from pokja.isian import ambil_usulan
from pokja.models import Usulan
from pokja.services import UsulanBerubah, bagian_terbuka, pindah_tahap, sudah_dilakukan
from pokja.tahapan import BAGIAN, Giliran, cari_langkah


def baca_versi(request):
    """The versi a form was opened with; -1, which is nobody's, when it is missing or no number."""
    teks = request.POST.get("versi", "")
    return int(teks) if teks.isdecimal() and len(teks) < 10 else -1


def halaman_ajukan(request, pk, *, url_name, gerbang, sebelum=None, ringkasan=None):
    """GET shows what is filled and what is missing; POST submits. `sebelum(usulan)` runs inside the transaction, first.

    `ringkasan` gives, by the key of a Bagian, the function that sums it up for "periksa jawaban" (pokja.ringkasan).
    404 for a step that is not this view's own: it would be a back door past the gates of another app.
    """
    usulan = ambil_usulan(request, pk)
    if request.method == "POST":
        return _kirim(request, usulan, url_name, gerbang, sebelum)
    langkah = _langkah(usulan, url_name)
    if langkah is None:
        raise Http404
    konteks = {
        "usulan": usulan,
        "langkah": langkah,
        "boleh": langkah.peran == request.user.peran,
        "halangan": gerbang[langkah.kunci](usulan),
        "daftar_bagian": _daftar_bagian(usulan, ringkasan or {}),
    }
    return render(request, "pokja/ajukan.html", konteks)


def _langkah(usulan, url_name):
    langkah = cari_langkah(usulan.tahap, usulan.giliran, "ajukan")
    return langkah if langkah and langkah.url_name == url_name else None


def _daftar_bagian(usulan, ringkasan):
    terbuka = {kunci.partition(":")[0] for kunci in bagian_terbuka(usulan)}
    return [
        {
            "bagian": bagian,
            "ringkasan": ringkasan[bagian.kunci](usulan) if bagian.kunci in ringkasan else None,
            "terbuka": bagian.kunci in terbuka,
        }
        for bagian in BAGIAN[usulan.tahap]
    ]


def _kirim(request, usulan, url_name, gerbang, sebelum):
    versi = baca_versi(request)
    try:
        with transaction.atomic():
            usulan = Usulan.objects.select_for_update().get(pk=usulan.pk)
            if usulan.versi != versi:
                raise UsulanBerubah
            langkah = _langkah(usulan, url_name)
            if langkah is None:
                raise Http404
            if sebelum:
                sebelum(usulan)
            pindah_tahap(usulan, "ajukan", oleh=request.user, versi=versi, halangan=gerbang[langkah.kunci](usulan))
    except UsulanBerubah:
        if not sudah_dilakukan(usulan, "ajukan", oleh=request.user, versi=versi):
            raise
    messages.success(request, _kata_terkirim(usulan))
    return redirect(usulan)


def _kata_terkirim(usulan):
    """A filing that nobody checks leaves the turn with the RT: then what comes next, and not whom to wait for."""
    if usulan.giliran == Giliran.RT:
        return f"Tersimpan. Lanjut ke tahap {usulan.get_tahap_display()}."
    return f"Terkirim. Sekarang menunggu: {usulan.get_giliran_display()}."
