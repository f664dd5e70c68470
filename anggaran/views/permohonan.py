"""The bundle of a kelurahan: its list, a new one, and the page on which it is signed."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, Exists, OuterRef, Q, Sum
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from anggaran.forms_pencairan import PermohonanForm, baca_id
from anggaran.models import Pencairan, Permohonan
from anggaran.services.pencairan import (
    batalkan_permohonan,
    calon_permohonan,
    halangan_tanda_tangan,
    kelurahan_petugas,
    susun_permohonan,
    tanda_tangani,
    tandai_berganti,
)
from pokja.isian import kiriman, kode, tolak_di_form
from pokja.models import TahunProgram, Usulan
from pokja.services import LangkahDitolak
from pokja.tahapan import Tahap
from pokja.tim import nomor_untuk
from rt.akses import peran_required
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
            total=Sum("daftar_pencairan__nilai", filter=ikut, default=0),
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
    pilihan = {baca_id(teks) for teks in request.POST.getlist("pilih")} - {0}
    if request.method == "POST" and form.is_valid():
        permohonan = _susun(form, kelurahan, tahun_program, pilihan, request.user)
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
    }
    return render(request, "anggaran/permohonan_create.html", konteks, status=kode(form))


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


def _susun(form, kelurahan, tahun_program, pilihan, oleh):
    try:
        if kelurahan is None or tahun_program is None:
            raise LangkahDitolak("Akun Anda belum ditugaskan di kelurahan mana pun. Minta DPMPPA mengaturnya.")
        daftar = Usulan.objects.filter(pk__in=pilihan, rt__kelurahan=kelurahan).select_related("rt__kelurahan")
        if len(daftar) != len(pilihan):
            raise LangkahDitolak(f"Ada RT yang dicentang di luar {kelurahan}. Muat ulang halaman, lalu centang lagi.")
        return susun_permohonan(kelurahan, tahun_program, daftar_usulan=daftar, oleh=oleh, **form.cleaned_data)
    except LangkahDitolak as ditolak:
        tolak_di_form(form, ditolak)
    return None


@peran_required(*PEMBACA)
def permohonan_detail(request, pk):
    daftar = Permohonan.objects.untuk(request.user).select_related(
        "kelurahan__kecamatan", "tahun_program__program", "dibuat_oleh", "ditandatangani_oleh"
    )
    permohonan = get_object_or_404(daftar, pk=pk)
    isi = tandai_berganti(permohonan.daftar_pencairan.select_related("usulan__rt__kelurahan", "termin", "rekening"))
    baris = [(pencairan, nomor_untuk(pencairan.rekening, request.user)) for pencairan in isi]
    disiapkan = permohonan.status == Permohonan.Status.DISIAPKAN
    konteks = {
        "permohonan": permohonan,
        "daftar_baris": baris,
        "total": sum(pencairan.nilai for pencairan in isi if pencairan.status != Pencairan.Status.BATAL),
        "disiapkan": disiapkan,
        "halangan": halangan_tanda_tangan(permohonan, request.user) if disiapkan else [],
        "boleh_batal": disiapkan and kelurahan_petugas(request.user).filter(pk=permohonan.kelurahan_id).exists(),
    }
    return render(request, "anggaran/permohonan_detail.html", konteks)


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
    messages.success(request, "Permohonan dibatalkan. RT di dalamnya bisa dimohonkan lagi.")
    return redirect("anggaran:permohonan_detail", pk)
