from functools import wraps

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render

from anggaran.forms_rab import GeserForm, MulaiPergeseranForm, PutusanForm, RabForm
from anggaran.models import VersiRAB
from anggaran.services import pergeseran as layanan
from anggaran.services.banding import (
    banding,
    batas_rupiah,
    bergeser,
    perlu_persetujuan,
    sidik_baris,
    versi_acuan,
    versi_sebelum,
)
from anggaran.services.rab import daftar_baris, rab_berlaku, total_rab, total_swadaya
from anggaran.views.bukti import form_berbukti
from pokja.isian import ambil_usulan, kode, tolak_di_form, tulis_isian
from pokja.models import Usulan
from pokja.services import LangkahDitolak
from rt.akses import peran_required
from rt.peran import SISI_RT, Peran

Status = VersiRAB.Status


def _kirim_saja(view):
    """Only a POST does anything: the page of a refusal leads back to its address, and from there to the shift."""

    @wraps(view)
    def bungkus(request, pk, versi_pk, **kwargs):
        if request.method != "POST":
            ambil_versi(request, pk, versi_pk)
            return redirect("anggaran:pergeseran_detail", pk, versi_pk)
        return view(request, pk, versi_pk, **kwargs)

    return bungkus


@peran_required(Peran.DPMPPA)
def antrean(request):
    """Shifts that wait for DPMPPA, oldest first; or, as notices, those within the limit, newest first."""
    semua = VersiRAB.objects.filter(usulan__in=Usulan.objects.untuk(request.user))
    pemberitahuan = request.GET.get("daftar") == "pemberitahuan"
    if pemberitahuan:
        dalam_batas = semua.filter(status__in=[Status.BERLAKU, Status.DIGANTI], nomor__gt=1)
        daftar_versi = dalam_batas.exclude(diputus_oleh__peran=Peran.DPMPPA).order_by("-diputus_pada", "-pk")
    else:
        daftar_versi = semua.filter(status=Status.DIAJUKAN).order_by("dibuat_pada", "pk")
    daftar_versi = daftar_versi.select_related("usulan__rt__kelurahan", "usulan__tahun_program")
    konteks = {
        "halaman": Paginator(daftar_versi, 50).get_page(request.GET.get("page")),
        "pemberitahuan": pemberitahuan,
        "qs": "daftar=pemberitahuan" if pemberitahuan else "",
    }
    return render(request, "anggaran/pergeseran_antrean.html", konteks)


def daftar(request, pk):
    """The versions of a RAB, and the form that starts a shift."""
    usulan = ambil_usulan(request, pk)
    boleh = layanan.boleh_susun(usulan, request.user)
    form = MulaiPergeseranForm()
    if request.method == "POST":
        if not boleh:
            raise layanan.PergeseranTertutup
        form = form_berbukti(request, MulaiPergeseranForm, usulan)
        versi_rab = _mulai(request, form, usulan) if form.is_valid() else None
        if versi_rab:
            return redirect("anggaran:pergeseran_detail", pk, versi_rab.pk)
    daftar_versi = list(usulan.daftar_versi_rab.select_related("dibuat_oleh", "diputus_oleh").order_by("-nomor"))
    berjalan = any(versi.status in (Status.DISIAPKAN, Status.DIAJUKAN) for versi in daftar_versi)
    konteks = {
        "usulan": usulan,
        "daftar_versi": daftar_versi,
        "bisa_mulai": boleh and not berjalan and bool(daftar_versi),
        **_batas(usulan),
        "form": form,
    }
    return render(request, "anggaran/pergeseran.html", konteks, status=kode(form))


def _batas(usulan):
    """The limit without DPMPPA, in percent and in rupiah, and how much of it is used by the plan in force."""
    acuan, berlaku = versi_acuan(usulan), rab_berlaku(usulan)
    return {
        "batas": usulan.tahun_program.batas_pergeseran,
        "batas_rupiah": batas_rupiah(acuan) if acuan else 0,
        "sudah_bergeser": bergeser(acuan, berlaku) if acuan and berlaku else 0,
    }


def _mulai(request, form, usulan):
    try:
        return layanan.mulai_pergeseran(
            usulan, alasan=form.cleaned_data["alasan"], berita_acara=form.bukti, oleh=request.user
        )
    except LangkahDitolak as ditolak:
        tolak_di_form(form, ditolak)
    return None


def ambil_versi(request, pk, versi_pk):
    usulan = ambil_usulan(request, pk)
    daftar_versi = VersiRAB.objects.select_related("usulan__tahun_program", "berita_acara")
    return usulan, get_object_or_404(daftar_versi, pk=versi_pk, usulan=usulan)


def rinci(request, pk, versi_pk):
    """Old and new side by side; a draft's form for a new line, or DPMPPA's decision."""
    usulan, versi_rab = ambil_versi(request, pk, versi_pk)
    form = RabForm(request.POST if request.method == "POST" else None, usulan=usulan, versi_rab=versi_rab)
    if request.method == "POST" and _simpan(request, form):
        messages.success(request, "Baris tersimpan.")
        return redirect("anggaran:pergeseran_detail", pk, versi_pk)
    return _tampilkan(request, usulan, versi_rab, form=form)


def _simpan(request, form):
    try:
        if not layanan.boleh_susun(form.usulan, request.user):
            raise layanan.PergeseranTertutup
        if not form.is_valid():
            return False
        layanan.simpan_baris_geser(form.instance, oleh=request.user, tulis=lambda: tulis_isian(form))
    except LangkahDitolak as ditolak:
        tolak_di_form(form, ditolak)
        return False
    return True


def _tampilkan(request, usulan, versi_rab, *, form, putusan=None):
    lama = versi_sebelum(versi_rab)
    menunggu = versi_rab.status == Status.DIAJUKAN
    susun = versi_rab.status == Status.DISIAPKAN and layanan.boleh_susun(usulan, request.user)
    berjalan = versi_rab.status in (Status.DISIAPKAN, Status.DIAJUKAN)
    putusan = putusan or PutusanForm()
    acuan = versi_acuan(usulan)
    konteks = {
        "usulan": usulan,
        "versi": versi_rab,
        "lama": lama,
        "daftar_banding": banding(lama, versi_rab) if lama else [],
        "daftar_baris": daftar_baris(versi_rab) if lama is None else [],
        "total_lama": total_rab(lama) if lama else None,
        "total": total_rab(versi_rab),
        "swadaya": total_swadaya(versi_rab),
        # What is under way is measured against DPMPPA's last decision, what is decided against the plan before it.
        "bergeser": bergeser(acuan if berjalan else lama, versi_rab) if lama else 0,
        "berjalan": berjalan,
        "perlu_persetujuan": berjalan and perlu_persetujuan(versi_rab),
        "batas": usulan.tahun_program.batas_pergeseran,
        "batas_rupiah": batas_rupiah(acuan) if acuan else 0,
        "sidik": sidik_baris(versi_rab) if susun else "",
        "halangan": layanan.halangan_pergeseran(versi_rab) if berjalan else [],
        "susun": susun,
        "bisa_ajukan": susun and layanan.boleh_ajukan(usulan, request.user),
        "bisa_putus": menunggu and layanan.boleh_putus(usulan, request.user),
        "form": form,
        "putusan": putusan,
    }
    return render(request, "anggaran/pergeseran_rinci.html", konteks, status=max(kode(form), kode(putusan)))


def ambil_baris(versi_rab, baris_pk):
    daftar = versi_rab.daftar_baris.select_related("versi_rab", "asal", "kegiatan", "item_wajib")
    return get_object_or_404(daftar, pk=baris_pk)


@peran_required(*SISI_RT)
def ubah(request, pk, versi_pk, baris_pk):
    """One line of a draft: a line of the version in force moves volume and price only."""
    usulan, versi_rab = ambil_versi(request, pk, versi_pk)
    baris = ambil_baris(versi_rab, baris_pk)
    data = request.POST if request.method == "POST" else None
    if baris.asal_id:
        form = GeserForm(data, instance=baris, usulan=usulan)
    else:
        form = RabForm(data, instance=baris, usulan=usulan, versi_rab=versi_rab)
    if request.method == "POST" and _simpan(request, form):
        messages.success(request, "Perubahan tersimpan.")
        return redirect("anggaran:pergeseran_detail", pk, versi_pk)
    konteks = {"usulan": usulan, "versi": versi_rab, "baris": baris, "form": form}
    konteks["terbuka"] = (
        versi_rab.status == Status.DISIAPKAN and not baris.tetap_id and layanan.boleh_susun(usulan, request.user)
    )
    return render(request, "anggaran/pergeseran_ubah.html", konteks, status=kode(form))


@peran_required(*SISI_RT)
@_kirim_saja
def hapus(request, pk, versi_pk, baris_pk):
    _usulan, versi_rab = ambil_versi(request, pk, versi_pk)
    # A second click finds nothing to delete and lands on the draft just the same.
    baris = versi_rab.daftar_baris.filter(pk=baris_pk).select_related("versi_rab").first()
    if baris:
        layanan.hapus_baris_geser(baris, oleh=request.user)
        messages.success(request, "Baris dihapus dari rencana baru.")
    return redirect("anggaran:pergeseran_detail", pk, versi_pk)


@peran_required(Peran.KETUA_RT)
@_kirim_saja
def ajukan(request, pk, versi_pk):
    _usulan, versi_rab = ambil_versi(request, pk, versi_pk)
    sidik = request.POST.get("sidik", "")
    if versi_rab.status in (Status.DIAJUKAN, Status.BERLAKU):
        messages.info(request, "Pergeseran ini sudah diajukan.")
    elif layanan.ajukan_pergeseran(versi_rab, oleh=request.user, sidik_dilihat=sidik) == Status.BERLAKU:
        messages.success(request, "Pergeseran berlaku sekarang juga, karena masih dalam batas. DPMPPA melihatnya.")
    else:
        messages.success(request, "Pergeseran terkirim. Sekarang menunggu persetujuan DPMPPA.")
    return redirect("anggaran:pergeseran_detail", pk, versi_pk)


@peran_required(*SISI_RT)
@_kirim_saja
def batal(request, pk, versi_pk):
    _usulan, versi_rab = ambil_versi(request, pk, versi_pk)
    layanan.batalkan_pergeseran(versi_rab, oleh=request.user)
    messages.success(request, "Pergeseran dibatalkan. RAB yang berlaku tidak berubah.")
    return redirect("anggaran:pergeseran", pk)


@peran_required(Peran.DPMPPA)
@_kirim_saja
def putus(request, pk, versi_pk):
    usulan, versi_rab = ambil_versi(request, pk, versi_pk)
    if versi_rab.diputus_pada:
        messages.info(request, f"Pergeseran ini sudah diputus: {versi_rab.get_status_display().lower()}.")
        return redirect("anggaran:pergeseran_detail", pk, versi_pk)
    putusan = PutusanForm(request.POST)
    setuju = request.POST.get("putusan") == "setuju"
    if putusan.is_valid():
        try:
            layanan.putuskan_pergeseran(
                versi_rab, setuju=setuju, catatan=putusan.cleaned_data["catatan"], oleh=request.user
            )
        except LangkahDitolak as ditolak:
            tolak_di_form(putusan, ditolak)
        else:
            messages.success(request, "Pergeseran disetujui dan berlaku." if setuju else "Pergeseran ditolak.")
            return redirect("anggaran:pergeseran_antrean")
    form = RabForm(usulan=usulan, versi_rab=versi_rab)
    return _tampilkan(request, usulan, versi_rab, form=form, putusan=putusan)
