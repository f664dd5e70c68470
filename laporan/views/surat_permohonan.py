"""The letter of a bundle: to look at before it is issued, to issue once, to download."""

from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from anggaran.models import Permohonan
from laporan.surat.daftar import satu_baris
from laporan.surat.jenis import JENIS, MUAT


@require_safe
def surat_permohonan(request, pk):
    jenis = JENIS["permohonan"]
    daftar = Permohonan.objects.untuk(request.user).select_related(*MUAT[Permohonan])
    permohonan = get_object_or_404(daftar, pk=pk)
    if not jenis.boleh_baca(request.user):
        raise Http404
    konteks = {"permohonan": permohonan, "b": satu_baris(jenis, permohonan, request.user)}
    return render(request, "laporan/surat_permohonan.html", konteks)
