from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render

from rt.akses import peran_required
from rt.forms_orang import AkhiriForm, TempatForm
from rt.models import TEMPAT_TUGAS, Pengguna, Penugasan, Peran
from rt.services import akhiri_penugasan, tugaskan
from rt.views.jawaban import kode


@peran_required(Peran.DPMPPA)
def penugasan_create(request, pk):
    pengguna = get_object_or_404(Pengguna.objects.nyata(), pk=pk)
    if pengguna.peran not in TEMPAT_TUGAS:
        raise Http404
    form = TempatForm(request.POST or None, peran=pengguna.peran)
    if request.method == "POST" and form.is_valid():
        try:
            daftar_baru = tugaskan(pengguna, **form.tugas())
        except ValidationError as kesalahan:
            form.add_error(None, kesalahan)
        else:
            messages.success(request, f"{len(daftar_baru)} tempat tugas ditambahkan untuk {pengguna}.")
            return redirect("rt:pengguna_detail", pk)
    return render(request, "rt/penugasan_form.html", {"form": form, "pengguna": pengguna}, status=kode(form))


@peran_required(Peran.DPMPPA)
def penugasan_akhiri(request, pk):
    daftar = Penugasan.objects.filter(pengguna__latihan=False).select_related("pengguna", "rt__kelurahan")
    penugasan = get_object_or_404(daftar, pk=pk)
    form = AkhiriForm(request.POST or None, initial={"selesai": penugasan.selesai} if penugasan.selesai else None)
    if request.method == "POST" and form.is_valid():
        try:
            akhiri_penugasan(penugasan, **form.cleaned_data)
        except ValidationError as kesalahan:
            form.add_error("selesai", kesalahan)
        else:
            messages.success(request, f"Hari terakhir {penugasan.pengguna} sebagai {penugasan} tersimpan.")
            return redirect("rt:pengguna_detail", penugasan.pengguna_id)
    return render(request, "rt/penugasan_akhiri.html", {"form": form, "penugasan": penugasan}, status=kode(form))
