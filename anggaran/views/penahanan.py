"""Holding an RT's money, and letting it go."""

from django.contrib import messages
from django.shortcuts import redirect, render

from anggaran.forms_pencairan import LepasForm, TahanForm, baca_id
from anggaran.services.penahanan import PENAHAN
from anggaran.services.pencairan import lepas, penahanan_aktif
from anggaran.services.pencairan import tahan as tahan_usulan
from pokja.isian import ambil_usulan, kiriman, kode, tolak_di_form
from pokja.services import LangkahDitolak
from rt.akses import peran_required


@peran_required(*PENAHAN)
def tahan(request, pk):
    usulan = ambil_usulan(request, pk)
    form = TahanForm(kiriman(request))
    if request.method == "POST" and form.is_valid():
        try:
            tahan_usulan(usulan, oleh=request.user, **form.cleaned_data)
        except LangkahDitolak as ditolak:
            tolak_di_form(form, ditolak)
        else:
            messages.success(request, f"Pencairan {usulan.rt} ditahan.")
            return redirect(usulan)
    return _halaman(request, usulan, form, "Tahan pencairan", "Tahan pencairan")


@peran_required(*PENAHAN)
def penahanan_lepas(request, pk):
    usulan = ambil_usulan(request, pk)
    form = LepasForm(kiriman(request))
    if request.method == "POST" and form.is_valid():
        penahanan = usulan.daftar_penahanan.filter(pk=baca_id(request.POST.get("penahanan"))).first()
        try:
            if penahanan is None:
                raise LangkahDitolak("Penahanan ini sudah berubah. Lihat keadaannya di bawah.")
            lepas(penahanan, oleh=request.user, **form.cleaned_data)
        except LangkahDitolak as ditolak:
            tolak_di_form(form, ditolak)
        else:
            messages.success(request, f"Penahanan {usulan.rt} dilepas.")
            return redirect(usulan)
    return _halaman(request, usulan, form, "Lepas penahanan", "Lepas penahanan")


def _halaman(request, usulan, form, judul, tombol):
    konteks = {
        "usulan": usulan,
        "form": form,
        "judul": judul,
        "tombol": tombol,
        "melepas": isinstance(form, LepasForm),
        "penahanan": penahanan_aktif(usulan),
        "daftar_penahanan": usulan.daftar_penahanan.select_related("oleh", "dilepas_oleh"),
    }
    return render(request, "anggaran/pencairan_tahan.html", konteks, status=kode(form))
