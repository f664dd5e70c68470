"""Help: the guides, one's own first."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404
from django.shortcuts import render

from kampung.panduan import DAFTAR_SLUG, SLUG, UMUM, panduan


def bantuan(request):
    sendiri = SLUG[request.user.peran]
    lain = [panduan(slug) for slug in DAFTAR_SLUG if slug not in (sendiri, UMUM)]
    konteks = {"sendiri": panduan(sendiri), "umum": panduan(UMUM), "lain": lain}
    return render(request, "bantuan/index.html", konteks)


@login_not_required
def bantuan_umum(request):
    """Also for those who cannot sign in: it says what to do about that."""
    return render(request, "bantuan/panduan.html", {"panduan": panduan(UMUM)})


def bantuan_panduan(request, slug):
    if slug not in DAFTAR_SLUG:
        raise Http404
    return render(request, "bantuan/panduan.html", {"panduan": panduan(slug)})
