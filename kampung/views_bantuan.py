"""Help: the guides, one's own first."""

from django.contrib.auth.decorators import login_not_required
from django.http import FileResponse, Http404
from django.shortcuts import render

from kampung import gambar
from kampung.panduan import DAFTAR_SLUG, LATIHAN, SLUG, UMUM, panduan


def bantuan(request):
    sendiri = SLUG[request.user.peran]
    bersama = (UMUM, LATIHAN)
    lain = [panduan(slug) for slug in DAFTAR_SLUG if slug not in (sendiri, *bersama)]
    konteks = {"sendiri": panduan(sendiri), "bersama": [panduan(slug) for slug in bersama], "lain": lain}
    return render(request, "bantuan/index.html", konteks)


@login_not_required
def bantuan_umum(request):
    """Also for those who cannot sign in: it says what to do about that."""
    return render(request, "bantuan/panduan.html", {"panduan": panduan(UMUM)})


def bantuan_panduan(request, slug):
    if slug not in DAFTAR_SLUG:
        raise Http404
    return render(request, "bantuan/panduan.html", {"panduan": panduan(slug)})


def bantuan_gambar(request, nama):
    """A picture of the guides, for whoever may read them; its address changes when it does."""
    if nama not in gambar.daftar_gambar():
        raise Http404
    kepala = {"Cache-Control": "private, max-age=31536000, immutable"}
    return FileResponse((gambar.FOLDER / f"{nama}.png").open("rb"), content_type="image/png", headers=kepala)
