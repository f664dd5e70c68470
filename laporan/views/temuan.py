"""Findings: written by an office, answered by the RT, closed by who found them."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from laporan.forms.temuan import JawabanForm, PenyelesaianForm, TemuanForm
from laporan.services.temuan import (
    PENEMU,
    boleh_menemukan,
    boleh_menjawab,
    boleh_menutup,
    catat_temuan,
    jawab_temuan,
    selesaikan_temuan,
)
from pokja.berkas import periksa_unggahan
from pokja.isian import ambil_usulan, kiriman, kode, tolak_di_form
from pokja.services import LangkahDitolak
from rt.akses import peran_required
from rt.peran import SISI_RT


@peran_required(*PENEMU)
def temuan_create(request, pk):
    usulan = ambil_usulan(request, pk)
    form = TemuanForm(kiriman(request))
    if request.method == "POST" and form.is_valid():
        try:
            temuan = catat_temuan(usulan, **form.cleaned_data, oleh=request.user)
        except LangkahDitolak as ditolak:
            tolak_di_form(form, ditolak)
        else:
            messages.success(request, "Temuan tercatat. RT bisa membaca dan menjawabnya.")
            return redirect("laporan:temuan_detail", pk, temuan.pk)
    konteks = {"usulan": usulan, "form": form, "boleh": boleh_menemukan(usulan, request.user)}
    return render(request, "laporan/temuan_form.html", konteks, status=kode(form))


def temuan_detail(request, pk, temuan_pk):
    usulan, temuan = _ambil(request, pk, temuan_pk)
    return _tampil(request, usulan, temuan)


@require_POST
@peran_required(*SISI_RT)
def temuan_jawab(request, pk, temuan_pk):
    usulan, temuan = _ambil(request, pk, temuan_pk)
    form = JawabanForm(request.POST, request.FILES)
    if form.is_valid():
        unggahan = form.cleaned_data["berkas"]
        try:
            jawab_temuan(
                temuan,
                jawaban=form.cleaned_data["jawaban"],
                unggahan=periksa_unggahan(unggahan) if unggahan else None,
                oleh=request.user,
            )
        except LangkahDitolak as ditolak:
            tolak_di_form(form, ditolak)
        else:
            messages.success(request, "Jawaban terkirim.")
            return redirect("laporan:temuan_detail", pk, temuan_pk)
    return _tampil(request, usulan, temuan, form_jawab=form)


@require_POST
@peran_required(*PENEMU)
def temuan_tutup(request, pk, temuan_pk):
    usulan, temuan = _ambil(request, pk, temuan_pk)
    form = PenyelesaianForm(request.POST)
    if form.is_valid():
        try:
            selesaikan_temuan(temuan, **form.cleaned_data, oleh=request.user)
        except LangkahDitolak as ditolak:
            tolak_di_form(form, ditolak)
        else:
            messages.success(
                request,
                "Temuan ditutup." if form.cleaned_data["tutup"] else "Penyelesaian tercatat, temuan masih terbuka.",
            )
            return redirect("laporan:temuan_detail", pk, temuan_pk)
    return _tampil(request, usulan, temuan, form_tutup=form)


def _ambil(request, pk, temuan_pk):
    usulan = ambil_usulan(request, pk)
    daftar = usulan.daftar_temuan.select_related("dibuat_oleh", "dijawab_oleh", "ditutup_oleh", "bukti")
    return usulan, get_object_or_404(daftar, pk=temuan_pk)


def _tampil(request, usulan, temuan, *, form_jawab=None, form_tutup=None):
    """The finding with the one form that is this person's, if any."""
    if form_jawab is None and boleh_menjawab(temuan, request.user):
        form_jawab = JawabanForm(initial={"jawaban": temuan.jawaban})
    if form_tutup is None and boleh_menutup(temuan, request.user):
        form_tutup = PenyelesaianForm(initial={"diselesaikan": temuan.diselesaikan, "penutup": temuan.penutup})
    konteks = {"usulan": usulan, "temuan": temuan, "form_jawab": form_jawab, "form_tutup": form_tutup}
    status = max(kode(form) for form in (form_jawab, form_tutup) if form) if form_jawab or form_tutup else 200
    return render(request, "laporan/temuan_detail.html", konteks, status=status)
