"""The page on which a ketua RT looks a filing over and submits it. Used by later apps with their own gates."""

from django.contrib import messages
from django.db import transaction
from django.http import Http404
from django.shortcuts import redirect, render

from pokja.isian import ambil_usulan
from pokja.models import Usulan
from pokja.services import langkah_untuk, pindah_tahap
from pokja.tahapan import BAGIAN


def baca_versi(request):
    """The versi a form was opened with; -1, which is nobody's, when it is missing or no number."""
    teks = request.POST.get("versi", "")
    return int(teks) if teks.isdecimal() and len(teks) < 10 else -1


def halaman_ajukan(request, pk, *, url_name, gerbang, sebelum=None):
    """GET shows what is filled and what is missing; POST submits. `sebelum(usulan)` runs inside the transaction, first.

    404 for a step that is not this view's own: it would be a back door past the gates of another app.
    """
    usulan = ambil_usulan(request, pk)
    langkah = next(
        (x for x in langkah_untuk(usulan, request.user) if x.aksi == "ajukan" and x.url_name == url_name), None
    )
    if request.method == "POST":
        versi = baca_versi(request)
        with transaction.atomic():
            usulan = Usulan.objects.select_for_update().get(pk=usulan.pk)
            if langkah and sebelum:
                sebelum(usulan)
            halangan = gerbang[usulan.tahap, usulan.giliran, "ajukan"](usulan) if langkah else []
            pindah_tahap(usulan, "ajukan", oleh=request.user, versi=versi, halangan=halangan)
        messages.success(request, f"Terkirim. Sekarang menunggu: {usulan.get_giliran_display()}.")
        return redirect(usulan)
    if langkah is None:
        raise Http404
    konteks = {
        "usulan": usulan,
        "langkah": langkah,
        "halangan": gerbang[usulan.tahap, usulan.giliran, "ajukan"](usulan),
        "daftar_bagian": BAGIAN[usulan.tahap],
    }
    return render(request, "pokja/ajukan.html", konteks)
