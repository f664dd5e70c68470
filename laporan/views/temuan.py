"""Findings: written by an office, answered by the RT, closed by who found them."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from laporan.baris_temuan import sebut_baris
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
from pokja.models import Temuan
from pokja.services import LangkahDitolak
from rt.akses import peran_required
from rt.peran import SISI_RT, Peran

# What the tabs of the list show: open ones oldest first, closed ones newest first.
TAB = {
    "dijawab": ("Sudah dijawab RT", Q(ditutup_pada__isnull=True, dijawab_pada__isnull=False), "dijawab_pada"),
    "belum": ("Belum dijawab", Q(ditutup_pada__isnull=True, dijawab_pada__isnull=True), "dibuat_pada"),
    "ditutup": ("Ditutup", Q(ditutup_pada__isnull=False), "-ditutup_pada"),
}


@peran_required(*PENEMU, Peran.KECAMATAN)
def temuan_list(request):
    """Findings in this person's territory, to follow them up."""
    semua = Temuan.objects.untuk(request.user)
    banyak = semua.aggregate(**{kunci: Count("pk", filter=syarat) for kunci, (_label, syarat, _urut) in TAB.items()})
    dipilih = request.GET.get("keadaan", "")
    if dipilih not in TAB:
        dipilih = next((kunci for kunci in TAB if banyak[kunci]), "dijawab")
    _label, syarat, urut = TAB[dipilih]
    daftar = semua.filter(syarat).order_by(urut, "pk")
    daftar = daftar.select_related("usulan__rt__kelurahan", "usulan__tahun_program__program", "dibuat_oleh")
    halaman = Paginator(daftar, 50).get_page(request.GET.get("page"))
    konteks = {
        "halaman": halaman,
        "daftar_temuan": sebut_baris(halaman.object_list),
        "daftar_tab": [(kunci, label, banyak[kunci]) for kunci, (label, _syarat, _urut) in TAB.items()],
        "dipilih": dipilih,
        "qs": f"keadaan={dipilih}",
    }
    return render(request, "laporan/temuan_list.html", konteks)


@peran_required(*PENEMU)
def temuan_create(request, pk):
    usulan = ambil_usulan(request, pk)
    form = TemuanForm(kiriman(request), usulan=usulan)
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
    form = JawabanForm(request.POST, request.FILES, temuan=temuan)
    if form.is_valid():
        unggahan = form.cleaned_data["berkas"]
        try:
            jawab_temuan(
                temuan,
                bentuk=form.cleaned_data["bentuk"],
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
    form = PenyelesaianForm(request.POST, temuan=temuan)
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
    (temuan,) = sebut_baris([get_object_or_404(daftar, pk=temuan_pk)])
    return usulan, temuan


def _tampil(request, usulan, temuan, *, form_jawab=None, form_tutup=None):
    """The finding with the one form that is this person's, if any."""
    if form_jawab is None and boleh_menjawab(temuan, request.user):
        form_jawab = JawabanForm(temuan=temuan)
    if form_tutup is None and boleh_menutup(temuan, request.user):
        form_tutup = PenyelesaianForm(temuan=temuan)
    konteks = {"usulan": usulan, "temuan": temuan, "form_jawab": form_jawab, "form_tutup": form_tutup}
    status = max(kode(form) for form in (form_jawab, form_tutup) if form) if form_jawab or form_tutup else 200
    return render(request, "laporan/temuan_detail.html", konteks, status=status)
