"""The account check beside the passbook photo, and a change of account."""

from django.contrib import messages
from django.shortcuts import redirect, render

from anggaran.forms_pencairan import GantiRekeningForm, baca_id
from anggaran.services.pencairan import (
    ganti_rekening,
    halangan_ganti,
    halangan_periksa,
    periksa_rekening,
    rekening_dari,
)
from anggaran.services.rekening import RekeningBerubah
from anggaran.views.bukti import bukti_terdahulu
from pokja.ajukan import baca_versi
from pokja.berkas import BerkasDitolak, simpan_berkas
from pokja.isian import ambil_usulan, kode, tolak_di_form
from pokja.models import Berkas, Rekening
from pokja.services import LangkahDitolak
from pokja.tim import nomor_untuk
from rt.akses import peran_required
from rt.peran import SISI_RT, Peran


@peran_required(Peran.KELURAHAN, Peran.DPMPPA)
def rekening_periksa(request, pk):
    usulan = ambil_usulan(request, pk)
    rekening = usulan.rt.daftar_rekening.filter(berlaku=True).select_related("foto", "dibuat_oleh", "diperiksa_oleh")
    rekening = rekening.first()
    if request.method == "POST":
        if rekening is None or rekening.pk != baca_id(request.POST.get("rekening")):
            raise RekeningBerubah
        periksa_rekening(rekening, oleh=request.user, versi=baca_versi(request))
        messages.success(request, f"Rekening {usulan.rt} ditandai sudah diperiksa.")
        return redirect(usulan)
    konteks = {
        "usulan": usulan,
        "rekening": rekening,
        "halangan": halangan_periksa(rekening),
        "daftar_lama": usulan.rt.daftar_rekening.filter(berlaku=False).select_related("diperiksa_oleh"),
    }
    return render(request, "anggaran/rekening_periksa.html", konteks)


@peran_required(*SISI_RT)
def rekening_ganti(request, pk):
    usulan = ambil_usulan(request, pk)
    lama, halangan = rekening_dari(usulan), halangan_ganti(usulan)
    isian = {"usulan": usulan, "lama": lama, "instance": Rekening(bank=lama.bank if lama else "Bank Jambi")}
    form = GantiRekeningForm(**isian)
    if request.method == "POST":
        form = _form_berfoto(request, usulan, isian, terbuka=not halangan)
        if form.is_valid() and _ganti(form, usulan, request.user):
            messages.success(request, "Rekening baru tersimpan. Sekarang menunggu diperiksa kelurahan.")
            return redirect(usulan)
    konteks = {
        "usulan": usulan,
        "form": form,
        "lama": lama,
        "nomor_lama": nomor_untuk(lama, request.user) if lama else "",
        "halangan": halangan,
    }
    return render(request, "anggaran/rekening_ganti.html", konteks, status=kode(form))


def _form_berfoto(request, usulan, isian, *, terbuka):
    """The bound form. Its photo is kept at the first send: a mistake elsewhere does not cost a second upload."""
    data, jenis, galat = request.POST.copy(), Berkas.Jenis.BUKU_TABUNGAN, ""
    foto = bukti_terdahulu(usulan, jenis, data.get("bukti_id", ""))
    if terbuka and request.FILES.get("berkas"):
        try:
            foto = simpan_berkas(usulan, jenis, request.FILES["berkas"], oleh=request.user)
        except BerkasDitolak as ditolak:
            galat = str(ditolak)
    data["bukti_id"] = foto.pk if foto else ""
    form = GantiRekeningForm(data, bukti=foto, **isian)
    if galat:
        form.fields["berkas"].required = False
        form.add_error("berkas", galat)
    return form


def _ganti(form, usulan, oleh):
    """Put the new account in place of the old; what is wrong stands on the form."""
    isi = form.cleaned_data
    try:
        ganti_rekening(
            usulan,
            bank=isi["bank"],
            nomor=isi["nomor"],
            atas_nama=isi["atas_nama"],
            foto=form.bukti,
            alasan=isi["alasan_ganti"],
            oleh=oleh,
            token=isi["token"],
            lama_id=isi["lama"] or 0,
        )
    except RekeningBerubah:
        # The form holds the old account: it must be opened anew.
        raise
    except LangkahDitolak as ditolak:
        tolak_di_form(form, ditolak)
    return not form.errors
