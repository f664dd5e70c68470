"""The bundle of a kelurahan: its list, a new one, and the page on which it is signed."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, Exists, OuterRef, Q, Sum
from django.db.models.functions import Coalesce
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from anggaran.forms_pencairan import PermohonanForm, baca_id
from anggaran.models import Pencairan, Permohonan
from anggaran.services.pencairan import (
    batalkan_permohonan,
    calon_permohonan,
    halangan_tanda_tangan,
    kegagalan_terbuka,
    kelurahan_petugas,
    susun_permohonan,
    tanda_tangani,
    tandai_berganti,
    terima_proses,
)
from anggaran.views.pencairan import dengan_penahanan
from pokja.isian import kiriman, kode, tolak_di_form
from pokja.models import TahunProgram, Usulan
from pokja.services import LangkahDitolak
from pokja.tahapan import Tahap
from rt.akses import boleh_buka, peran_required
from rt.peran import Peran

PEMBACA = (Peran.KELURAHAN, Peran.KECAMATAN, Peran.DPMPPA, Peran.KEUANGAN, Peran.INSPEKTORAT)
PER_HALAMAN = 50


@peran_required(*PEMBACA)
def permohonan_list(request):
    ikut = ~Q(daftar_pencairan__status=Pencairan.Status.BATAL)
    daftar = (
        Permohonan.objects.untuk(request.user)
        .select_related("kelurahan", "tahun_program", "dibuat_oleh", "ditandatangani_oleh")
        .annotate(
            banyak=Count("daftar_pencairan", filter=ikut),
            total=Sum(Coalesce("daftar_pencairan__diminta", "daftar_pencairan__nilai"), filter=ikut, default=0),
        )
        .order_by("-tanggal", "-pk")
    )
    konteks = {
        "halaman": Paginator(daftar, PER_HALAMAN).get_page(request.GET.get("page")),
        "boleh_susun": kelurahan_petugas(request.user).exists(),
    }
    return render(request, "anggaran/permohonan_list.html", konteks)


@peran_required(Peran.KELURAHAN)
def permohonan_create(request):
    pilihan_kelurahan = list(kelurahan_petugas(request.user))
    kelurahan = _pilih(pilihan_kelurahan, request.GET.get("kelurahan"))
    pilihan_tahun = _pilihan_tahun(kelurahan)
    tahun_program = _pilih(pilihan_tahun, request.GET.get("tahun"))
    daftar_calon = calon_permohonan(kelurahan, tahun_program) if kelurahan and tahun_program else []
    form = PermohonanForm(kiriman(request))
    pilihan, syarat = (_dicentang(request, nama) for nama in ("pilih", "syarat"))
    if request.method == "POST" and form.is_valid():
        permohonan = _susun(form, kelurahan, tahun_program, pilihan, syarat, request.user)
        if permohonan:
            messages.success(request, "Permohonan tersusun. Sekarang menunggu tanda tangan lurah.")
            return redirect("anggaran:permohonan_detail", permohonan.pk)
    konteks = {
        "form": form,
        "kelurahan": kelurahan,
        "tahun_program": tahun_program,
        "pilihan_kelurahan": pilihan_kelurahan,
        "pilihan_tahun": pilihan_tahun,
        "daftar_siap": [calon for calon in daftar_calon if not calon.halangan],
        "daftar_belum": [calon for calon in daftar_calon if calon.halangan],
        "pilihan": pilihan,
        "syarat": syarat,
    }
    return render(request, "anggaran/permohonan_create.html", konteks, status=kode(form))


def _dicentang(request, nama):
    return {baca_id(teks) for teks in request.POST.getlist(nama)} - {0}


def _pilihan_tahun(kelurahan):
    """Open years, those in which an RT of the kelurahan has come this far first."""
    sampai = Usulan.objects.filter(
        tahun_program=OuterRef("pk"), rt__kelurahan=kelurahan, tahap__in=[Tahap.PENCAIRAN, Tahap.PELAKSANAAN]
    )
    daftar = TahunProgram.objects.filter(ditutup=False).select_related("program").annotate(sampai=Exists(sampai))
    return list(daftar.order_by("-sampai", "-tahun", "program__nama"))


def _pilih(daftar, teks):
    """The one asked for in the address, else the first; None when there is none."""
    return next((satu for satu in daftar if satu.pk == baca_id(teks)), daftar[0] if daftar else None)


def _susun(form, kelurahan, tahun_program, pilihan, syarat, oleh):
    try:
        if kelurahan is None or tahun_program is None:
            raise LangkahDitolak("Akun Anda belum ditugaskan di kelurahan mana pun. Minta DPMPPA mengaturnya.")
        daftar = Usulan.objects.filter(pk__in=pilihan, rt__kelurahan=kelurahan).select_related("rt__kelurahan")
        if len(daftar) != len(pilihan):
            raise LangkahDitolak(f"Ada RT yang dicentang di luar {kelurahan}. Muat ulang halaman, lalu centang lagi.")
        isi = form.cleaned_data | {"daftar_usulan": daftar, "syarat_terpenuhi": syarat}
        return susun_permohonan(kelurahan, tahun_program, oleh=oleh, **isi)
    except LangkahDitolak as ditolak:
        tolak_di_form(form, ditolak)
    return None


@peran_required(*PEMBACA)
def permohonan_detail(request, pk):
    daftar = Permohonan.objects.untuk(request.user).select_related(
        "kelurahan__kecamatan", "tahun_program__program", "dibuat_oleh", "ditandatangani_oleh", "diproses_oleh"
    )
    permohonan = get_object_or_404(daftar, pk=pk)
    isi = _isi(permohonan)
    gagal = {gagal.pencairan.pk: gagal for usulan in {p.usulan for p in isi} for gagal in kegagalan_terbuka(usulan)}
    baris = [(p, p.rekening.nomor_samar, gagal.get(p.pk)) for p in isi]
    disiapkan = permohonan.status == Permohonan.Status.DISIAPKAN
    di_keuangan = [p for p in isi if p.status in Pencairan.DI_KEUANGAN]
    konteks = {
        "permohonan": permohonan,
        "daftar_baris": baris,
        "total": sum(pencairan.nilai_diminta for pencairan in isi if pencairan.status != Pencairan.Status.BATAL),
        "disiapkan": disiapkan,
        "halangan": halangan_tanda_tangan(permohonan, request.user) if disiapkan else [],
        "boleh_batal": disiapkan and kelurahan_petugas(request.user).filter(pk=permohonan.kelurahan_id).exists(),
        "boleh_proses": bool(di_keuangan) and boleh_buka(request.user, permohonan_terima),
        "banyak_baru": sum(p.status == Pencairan.Status.DITANDATANGANI for p in di_keuangan),
    }
    return render(request, "anggaran/permohonan_detail.html", konteks)


def _isi(permohonan):
    """The transfers of a bundle, with what their state is told from: the same few queries for any number."""
    daftar = permohonan.daftar_pencairan.select_related("usulan__rt__kelurahan", "usulan__tahun_program", "termin")
    terkait = (dengan_penahanan(), "usulan__daftar_pencairan", "usulan__rt__daftar_rekening")
    return list(tandai_berganti(daftar.select_related("rekening")).prefetch_related(*terkait))


@require_POST
@peran_required(Peran.KELURAHAN)
def permohonan_tandatangani(request, pk):
    permohonan = get_object_or_404(Permohonan.objects.untuk(request.user), pk=pk)
    for usulan, kendala in tanda_tangani(permohonan, oleh=request.user):
        messages.warning(request, f"{usulan.rt} tidak ikut: {' '.join(kendala)}")
    messages.success(request, "Permohonan ditandatangani dan terkirim ke Keuangan.")
    return redirect("anggaran:permohonan_detail", pk)


@require_POST
@peran_required(Peran.KELURAHAN)
def permohonan_batal(request, pk):
    permohonan = get_object_or_404(Permohonan.objects.untuk(request.user), pk=pk)
    batalkan_permohonan(permohonan, oleh=request.user)
    messages.success(
        request,
        f"Permohonan dibatalkan. RT di dalamnya bisa dimohonkan lagi, dengan nomor baru: {permohonan.nomor} tetap terpakai.",
    )
    return redirect("anggaran:permohonan_detail", pk)


@require_POST
@peran_required(Peran.KEUANGAN)
def permohonan_terima(request, pk):
    """Keuangan takes the bundle up."""
    permohonan = get_object_or_404(Permohonan.objects.untuk(request.user), pk=pk)
    diterima, ditahan = terima_proses(permohonan, oleh=request.user)
    if diterima:
        messages.success(request, f"Permohonan {permohonan.nomor}: {len(diterima)} RT diterima untuk diproses.")
    elif not ditahan:
        messages.info(request, f"Permohonan {permohonan.nomor} sudah diterima untuk diproses.")
    for pencairan in ditahan:
        messages.warning(request, f"{pencairan.usulan.rt} sedang ditahan, jadi belum ikut diproses.")
    if request.POST.get("dari") == "antrean":
        return redirect("anggaran:pencairan_proses")
    return redirect("anggaran:permohonan_detail", pk)
