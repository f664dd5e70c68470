"""Objections of an RT to its KK: one page for all sides, one address for each verb, and the queue."""

from functools import wraps

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from anggaran.filters_sanggah import SanggahFilter
from anggaran.forms_pencairan import baca_id
from anggaran.forms_sanggah import (
    BuktiSanggahForm,
    PendapatForm,
    SanggahForm,
    TerimaSanggahForm,
    TolakSanggahForm,
)
from anggaran.models import Sanggah
from anggaran.services import sanggah as layanan
from anggaran.services.pengaruh_kk import alokasi_dari, kk_berlaku, pengaruh, sebab_tetap
from anggaran.services.pengaturan import PratinjauBerubah
from anggaran.views.bukti import form_berbukti
from pokja.filters import tahun_berjalan
from pokja.hari_kerja import muat_libur, umur
from pokja.isian import ambil_usulan, kode, tolak_di_form
from pokja.ringkasan import daftar_foto
from pokja.services import LangkahDitolak
from rt.akses import peran_required
from rt.peran import Peran

PELIHAT = (Peran.KELURAHAN, Peran.KECAMATAN, Peran.DPMPPA, Peran.INSPEKTORAT)
SEHALAMAN = 50
Status = Sanggah.Status


def _kirim_saja(view):
    """Only a POST does anything: whoever comes back to its address, and may see the page, sees the page."""

    @wraps(view)
    def bungkus(request, pk, **kwargs):
        if request.method == "POST":
            return view(request, pk, **kwargs)
        ambil = _ambil if kwargs else ambil_usulan
        ambil(request, pk, **kwargs)
        return redirect("anggaran:sanggah", pk)

    return bungkus


# --- one Usulan -----------------------------------------------------------------------------------------------------


@require_safe
def sanggah(request, pk):
    return _tampil(request, ambil_usulan(request, pk))


@_kirim_saja
@peran_required(Peran.KETUA_RT)
def ajukan(request, pk):
    usulan = ambil_usulan(request, pk)
    terakhir = layanan.sanggah_terakhir(usulan)
    if "ajukan" not in layanan.langkah(usulan, terakhir, request.user):
        return _tolak_ajukan(request, usulan, terakhir)
    form = form_berbukti(request, SanggahForm, usulan)
    if form.is_valid():
        isi = form.cleaned_data
        try:
            layanan.ajukan_sanggah(
                usulan,
                kk=isi["kk"],
                alasan=isi["alasan"],
                bukti=form.bukti,
                terakhir=baca_id(request.POST.get("terakhir")),
                oleh=request.user,
            )
        except LangkahDitolak as ditolak:
            tolak_di_form(form, ditolak)
        else:
            messages.success(request, "Sanggah terkirim. Sekarang menunggu pendapat kelurahan, lalu putusan DPMPPA.")
            return redirect("anggaran:sanggah", pk)
    return _tampil(request, usulan, ajukan=form)


def _tolak_ajukan(request, usulan, terakhir):
    """The double click finds its own row and is thanked; anybody else reads why not."""
    form = SanggahForm(request.POST)
    sama = terakhir is not None and terakhir.terbuka and terakhir.dibuat_oleh_id == request.user.pk
    form.is_valid()
    if sama and (form.cleaned_data.get("kk"), form.cleaned_data.get("alasan")) == (terakhir.kk, terakhir.alasan):
        messages.success(request, "Sanggah sudah terkirim.")
        return redirect("anggaran:sanggah", usulan.pk)
    if terakhir is not None and terakhir.terbuka:
        raise layanan.SanggahMasihTerbuka
    raise LangkahDitolak(*layanan.halangan_ajukan(usulan))


@_kirim_saja
@peran_required(Peran.KETUA_RT)
def bukti(request, pk, sanggah_pk):
    usulan, satu = _ambil(request, pk, sanggah_pk)
    if "bukti" not in layanan.langkah(usulan, satu, request.user):
        raise layanan.SanggahBerubah
    form = form_berbukti(request, BuktiSanggahForm, usulan)
    if form.is_valid() and _coba(form, layanan.tambah_bukti, satu, bukti=form.bukti, oleh=request.user):
        messages.success(request, "Bukti terkirim.")
        return redirect("anggaran:sanggah", pk)
    return _tampil(request, usulan, bukti=form)


@_kirim_saja
@peran_required(Peran.KETUA_RT)
def cabut(request, pk, sanggah_pk):
    _usulan, satu = _ambil(request, pk, sanggah_pk)
    layanan.cabut_sanggah(satu, oleh=request.user)
    messages.success(request, "Sanggah dicabut. Jumlah KK tidak berubah.")
    return redirect("anggaran:sanggah", pk)


@_kirim_saja
@peran_required(Peran.KELURAHAN)
def pendapat(request, pk, sanggah_pk):
    usulan, satu = _ambil(request, pk, sanggah_pk)
    form = PendapatForm(request.POST)
    if form.is_valid() and _coba(form, layanan.beri_pendapat, satu, **form.cleaned_data, oleh=request.user):
        messages.success(request, f"Pendapat atas sanggah {usulan.rt} terkirim ke DPMPPA.")
        return redirect("anggaran:sanggah_list")
    return _tampil(request, usulan, pendapat=form)


@_kirim_saja
@peran_required(Peran.DPMPPA)
def tolak(request, pk, sanggah_pk):
    usulan, satu = _ambil(request, pk, sanggah_pk)
    form = TolakSanggahForm(request.POST)
    if form.is_valid() and _coba(form, layanan.tolak_sanggah, satu, **form.cleaned_data, oleh=request.user):
        messages.success(request, f"Sanggah {usulan.rt} ditolak. RT membaca alasannya.")
        return redirect("anggaran:sanggah_list")
    return _tampil(request, usulan, tolak=form)


@_kirim_saja
@peran_required(Peran.DPMPPA)
def terima(request, pk, sanggah_pk):
    """First shows what it would do to the pagu; saves when that was seen."""
    usulan, satu = _ambil(request, pk, sanggah_pk)
    form = TerimaSanggahForm(request.POST, sanggah=satu)
    if not form.is_valid():
        return _tampil(request, usulan, terima=form)
    isi, dilihat = form.cleaned_data, request.POST.get("sidik")
    try:
        if dilihat is not None:
            akibat = layanan.terima_sanggah(satu, **isi, sidik_dilihat=dilihat, oleh=request.user)
            messages.success(request, f"Sanggah {usulan.rt} diterima. {akibat.kata if akibat else ''}")
            return redirect("anggaran:sanggah_list")
        return _tampil(request, usulan, terima=form, pratinjau=_pratinjau(satu, isi))
    except PratinjauBerubah as ditolak:
        return _tampil(
            request, usulan, terima=form, pratinjau=_pratinjau(satu, isi), daftar_pesan=ditolak.daftar_pesan
        )  # fmt: skip
    except LangkahDitolak as ditolak:
        tolak_di_form(form, ditolak)
    return _tampil(request, usulan, terima=form)


def _pratinjau(satu, isi):
    satu.refresh_from_db()
    akibat = pengaruh(satu.usulan, isi["kk"])
    return {
        "isi": akibat.kata,
        "rincian": [*akibat.rincian, ("Sumber", f"{layanan.AWAL_SUMBER}{isi['sumber']}")],
        "tersembunyi": [
            ("kk", isi["kk"]),
            ("tanggal", isi["tanggal"].isoformat()),
            ("sumber", isi["sumber"]),
            ("sidik", layanan.sidik_terima(satu, akibat, isi["tanggal"], isi["sumber"])),
        ],
    }


def _ambil(request, pk, sanggah_pk):
    usulan = ambil_usulan(request, pk)
    return usulan, get_object_or_404(
        usulan.daftar_sanggah.select_related("usulan__tahun_program", "usulan__rt__kelurahan"), pk=sanggah_pk
    )


def _coba(form, kerja, satu, **isi):
    try:
        kerja(satu, **isi)
    except LangkahDitolak as ditolak:
        tolak_di_form(form, ditolak)
        return False
    return True


def _tampil(request, usulan, *, pratinjau=None, daftar_pesan=(), **terkirim):
    """The page with the forms that are this person's now; `terkirim` is the one that came back, by its verb."""
    orang = ("dibuat_oleh", "dicabut_oleh", "pendapat_oleh", "diputus_oleh", "data_kk")
    semua = list(usulan.daftar_sanggah.select_related(*orang).prefetch_related("daftar_bukti"))
    for satu in semua:
        satu.foto = daftar_foto(satu.daftar_bukti.all())
    terakhir = semua[0] if semua else None
    langkah = layanan.langkah(usulan, terakhir, request.user)
    alokasi = alokasi_dari(usulan)
    # A form whose verb is gone meanwhile has nothing to be sent for: only its words are shown.
    usang = [form for verba, form in terkirim.items() if verba not in langkah]
    daftar_pesan = [*daftar_pesan, *(pesan for form in usang for pesan in form.non_field_errors())]
    if usang and not daftar_pesan:
        daftar_pesan = layanan.SanggahBerubah().daftar_pesan
    form = {verba: terkirim.get(verba) or _form_baru(verba, terakhir) for verba in langkah if verba != "cabut"}
    konteks = {
        "usulan": usulan,
        "alokasi": alokasi,
        "sebab_tetap": sebab_tetap(usulan, alokasi),
        "data_kk": kk_berlaku(usulan),
        "daftar_lama": semua[1:] if terakhir and terakhir.terbuka else semua,
        "terakhir": terakhir.pk if terakhir else 0,
        "terbuka": terakhir if terakhir and terakhir.terbuka else None,
        "bisa_cabut": "cabut" in langkah,
        "form": form,
        "pratinjau": None if usang else pratinjau,
        "daftar_pesan": daftar_pesan,
        "halangan": [] if form else layanan.halangan_ajukan(usulan),
    }
    status = 409 if daftar_pesan else max((kode(satu) for satu in terkirim.values()), default=200)
    return render(request, "anggaran/sanggah.html", konteks, status=status)


def _form_baru(verba, terakhir):
    if verba == "terima":
        return TerimaSanggahForm(sanggah=terakhir)
    daftar = {"ajukan": SanggahForm, "bukti": BuktiSanggahForm, "pendapat": PendapatForm, "tolak": TolakSanggahForm}
    return daftar[verba]()


# --- the queue ------------------------------------------------------------------------------------------------------


@peran_required(*PELIHAT)
def sanggah_list(request):
    """Objections by state: those that wait oldest first, those done newest first."""
    saringan = request.GET.copy()
    saringan.setdefault("tahun", tahun_berjalan() or "")
    halaman, dipilih = saringan.pop("page", [""])[-1], saringan.pop("keadaan", [""])[-1]
    if dipilih not in Status:
        dipilih = layanan.MEJA.get(request.user.peran, Status.DPMPPA)
    filterset = SanggahFilter(saringan, Sanggah.objects.untuk(request.user), request=request)
    sah = filterset.form.is_valid()
    daftar = filterset.qs if sah else Sanggah.objects.none()
    banyak = daftar.aggregate(**{satu.value: Count("pk", filter=Q(status=satu)) for satu in Status})
    urut = ("dibuat_pada", "pk") if dipilih in Sanggah.TERBUKA else ("-diputus_pada", "-dicabut_pada", "-pk")
    daftar = daftar.filter(status=dipilih).order_by(*urut).select_related(
        "usulan__rt__kelurahan", "usulan__tahun_program", "usulan__kelompok", "usulan__alokasi", "data_kk"
    )  # fmt: skip
    lembar, libur = Paginator(daftar, SEHALAMAN).get_page(halaman), muat_libur()
    qs = saringan.urlencode()
    konteks = {
        "filterset": filterset,
        "halaman": lembar,
        "daftar_baris": [(satu, umur(satu.sejak, libur)) for satu in lembar],
        "daftar_tab": [(satu.value, satu.label, banyak[satu.value]) for satu in Status],
        "dipilih": dipilih,
        "menunggu": dipilih in Sanggah.TERBUKA,
        "qs_saring": qs,
        "qs": f"{qs}&keadaan={dipilih}",
        "cip": filterset.cip() if sah else [],
        "galat": [pesan for daftar_galat in filterset.form.errors.values() for pesan in daftar_galat],
    }
    return render(request, "anggaran/sanggah_list.html", konteks, status=200 if sah else 422)
