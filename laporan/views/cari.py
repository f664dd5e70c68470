from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from laporan.forms.cari import CariForm
from laporan.pencarian_semua import PER_KODE, Temu, satu_rt, temukan
from pokja.isian import kode

BARIS_PER_HALAMAN = 50


@require_safe
def cari(request):
    """The search box of every page. An RT named by its number, and nothing else found: straight to it."""
    form = CariForm(request.GET)
    konteks = {"form": form, "kata_cari": request.GET.get("q", "")[:100], "daftar_temu": []}
    if form.is_valid() and form.cleaned_data["q"]:
        teks, di = form.cleaned_data["q"], form.cleaned_data["di"]
        konteks["teks"] = teks
        if di:
            konteks |= _satu_golongan(request, PER_KODE[di], teks)
        else:
            konteks["daftar_temu"] = temukan(request.user, teks)
            langsung = satu_rt(konteks["daftar_temu"], teks)
            if langsung:
                return redirect(langsung)
    return render(request, "laporan/cari.html", konteks, status=kode(form))


def _satu_golongan(request, golongan, teks):
    """All of one kind, page by page."""
    daftar = golongan.untuk(request.user, teks)
    halaman = Paginator([] if daftar is None else daftar, BARIS_PER_HALAMAN).get_page(request.GET.get("hal"))
    baris = [golongan.baca(satu) for satu in halaman]
    return {
        "halaman": halaman,
        "daftar_temu": [Temu(golongan.judul, baris)] if baris else [],
        "qs": urlencode({"q": teks, "di": golongan.kode}),
        "qs_semua": urlencode({"q": teks}),
    }
