"""Papers: what a Usulan can print, issuing, the file, and the public page behind the QR code."""

import re

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from laporan.surat.daftar import baris_surat
from laporan.surat.hadir import daftar_hadir as cetak_daftar_hadir
from laporan.surat.jenis import JENIS, MUAT, label_nilai
from laporan.surat.terbit import berkas_surat, pratinjau, surat_terakhir, terbitkan
from pokja.isian import ambil_usulan
from pokja.models import Surat
from pokja.models.surat import PANJANG_KODE
from pokja.services import LangkahDitolak


def _ambil(request, jenis, pk):
    """(JenisSurat, what the paper is about), or 404: an unknown kind, or a row outside this person's territory."""
    if jenis not in JENIS:
        raise Http404
    jenis = JENIS[jenis]
    daftar = jenis.model.objects.untuk(request.user).select_related(*MUAT[jenis.model])
    objek = get_object_or_404(daftar, pk=pk)
    if not jenis.boleh_baca(request.user):
        raise Http404
    return jenis, objek


def surat_usulan(request, pk):
    """Every paper of one Usulan: what was issued, what can be, and why the others cannot yet."""
    usulan = ambil_usulan(request, pk)
    daftar = baris_surat(usulan, request.user)
    konteks = {
        "usulan": usulan,
        "daftar_siap": [baris for baris in daftar if baris.surat or not baris.halangan],
        "daftar_belum": [baris for baris in daftar if not baris.surat and baris.halangan],
    }
    return render(request, "laporan/surat_usulan.html", konteks)


@require_safe
@never_cache
def daftar_hadir(request, pk):
    """The blank form for the rembuk: no number, no register."""
    usulan = ambil_usulan(request, pk)
    kepala = {"Content-Disposition": 'inline; filename="daftar-hadir-rembuk.pdf"'}
    return HttpResponse(cetak_daftar_hadir(usulan), content_type="application/pdf", headers=kepala)


@require_safe
@never_cache
def surat_pratinjau(request, jenis, pk):
    jenis, objek = _ambil(request, jenis, pk)
    halangan = jenis.halangan(objek)
    if not jenis.boleh_pratinjau(objek, halangan):
        raise LangkahDitolak(*halangan)
    kepala = {"Content-Disposition": f'inline; filename="pratinjau-{jenis.kode}.pdf"'}
    return HttpResponse(pratinjau(jenis, objek), content_type="application/pdf", headers=kepala)


@require_POST
def surat_terbitkan(request, jenis, pk):
    jenis, objek = _ambil(request, jenis, pk)
    sebelum = surat_terakhir(jenis, objek)
    surat = terbitkan(jenis, objek, oleh=request.user, alamat_dasar=request.build_absolute_uri("/").rstrip("/"))
    if sebelum == surat and jenis.sekali:
        messages.info(
            request,
            f"{surat.label} nomor {surat.nomor} sudah terbit. Surat ini terbit satu kali dan tidak diterbitkan lagi.",
        )
    elif sebelum == surat:
        messages.info(request, f"{surat.label} nomor {surat.nomor} sudah terbit dan isinya belum berubah.")
    else:
        messages.success(request, f"{surat.label} terbit dengan nomor {surat.nomor}.")
    return redirect(surat)


def surat_detail(request, pk):
    surat = get_object_or_404(
        Surat.objects.untuk(request.user).select_related(
            "kelurahan__kecamatan", "usulan__rt__kelurahan", "usulan__tahun_program", "diterbitkan_oleh"
        ),
        pk=pk,
    )
    daftar_versi = list(Surat.objects.filter(kunci=surat.kunci, jenis=surat.jenis).order_by("-versi"))
    konteks = {
        "surat": surat,
        "label_nilai": label_nilai(surat),
        "daftar_versi": daftar_versi if len(daftar_versi) > 1 else [],
        "terbaru": daftar_versi[0],
        "alamat_cek": request.build_absolute_uri(f"/cek/{surat.kode}/"),
    }
    return render(request, "laporan/surat_detail.html", konteks)


@require_safe
def surat_unduh(request, pk):
    """The file as it was issued, byte for byte."""
    surat = get_object_or_404(Surat.objects.untuk(request.user).select_related("kelurahan"), pk=pk)
    awal = "latihan " if surat.kelurahan.latihan else ""
    nama = re.sub(r"[^0-9A-Za-z]+", "-", f"{awal}{surat.label} {surat.nomor}").strip("-").lower()
    try:
        isi = berkas_surat(surat)
    except FileNotFoundError:
        return render(request, "laporan/surat_hilang.html", {"surat": surat}, status=404)
    return FileResponse(
        isi, as_attachment="unduh" in request.GET, filename=f"{nama}.pdf", content_type="application/pdf"
    )


# --- the public page: number, kind, RT, amount, date, and nothing personal ------------------------------------------


def _kode(tertulis):
    """A code as it stands in the register, from what is printed on paper (in fours, with dashes) or typed by hand."""
    return re.sub(r"[^0-9A-Za-z]", "", tertulis).upper()


@login_not_required
@require_safe
def cek_form(request):
    """Type the code that stands beside the QR code."""
    kode = _kode(request.GET.get("kode", ""))
    if kode:
        return redirect("laporan:cek", kode=kode[:PANJANG_KODE])
    return render(request, "laporan/cek.html")


@login_not_required
@require_safe
def cek(request, kode):
    surat = (
        Surat.objects.filter(kode=_kode(kode))
        .select_related("kelurahan__kecamatan", "usulan__rt__kelurahan", "usulan__tahun_program__program")
        .first()
    )
    konteks = {"kode": kode, "surat": surat}
    if surat:
        konteks |= {"terbaru": surat.versi_terakhir == surat.versi, "label_nilai": label_nilai(surat)}
    return render(request, "laporan/cek.html", konteks, status=200 if surat else 404)
