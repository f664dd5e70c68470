"""The account check beside the passbook photo, and a change of account."""

from django.contrib import messages
from django.db import transaction
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
from pokja.ajukan import baca_versi
from pokja.berkas import BerkasDitolak, periksa_unggahan, simpan_berkas
from pokja.isian import ambil_usulan, kode, tolak_di_form
from pokja.models import Berkas, Rekening
from pokja.services import LangkahDitolak
from pokja.tim import nomor_untuk
from rt.akses import peran_required
from rt.peran import SISI_RT, Peran


@peran_required(Peran.KELURAHAN, Peran.DPMPPA)
def rekening_periksa(request, pk):
    usulan = ambil_usulan(request, pk)
    rekening = usulan.rt.daftar_rekening.filter(berlaku=True).select_related("foto", "diperiksa_oleh").first()
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
    lama = rekening_dari(usulan)
    isian = {"usulan": usulan, "lama": lama, "instance": Rekening(bank=lama.bank if lama else "Bank Jambi")}
    form = GantiRekeningForm(**isian)
    if request.method == "POST":
        form = GantiRekeningForm(request.POST, request.FILES, **isian)
        if form.is_valid() and _ganti(form, usulan, request.user):
            messages.success(request, "Rekening baru tersimpan. Sekarang menunggu diperiksa kelurahan.")
            return redirect(usulan)
    konteks = {
        "usulan": usulan,
        "form": form,
        "lama": lama,
        "nomor_lama": nomor_untuk(lama, request.user) if lama else "",
        "halangan": halangan_ganti(usulan),
    }
    return render(request, "anggaran/rekening_ganti.html", konteks, status=kode(form))


def _ganti(form, usulan, oleh):
    """Store the photo and the account together; what is wrong stands on the form."""
    isi = form.cleaned_data
    try:
        # Decoding a photo takes a while: before the lock, not under it.
        unggahan = periksa_unggahan(isi["berkas"])
        with transaction.atomic():
            foto = simpan_berkas(usulan, Berkas.Jenis.BUKU_TABUNGAN, unggahan, oleh=oleh)
            ganti_rekening(
                usulan,
                bank=isi["bank"],
                nomor=isi["nomor"],
                atas_nama=isi["atas_nama"],
                foto=foto,
                alasan=isi["alasan_ganti"],
                oleh=oleh,
                token=isi["token"],
                lama_id=isi["lama"] or 0,
            )
    except RekeningBerubah:
        # The form holds the old account: it must be opened anew.
        raise
    except BerkasDitolak as ditolak:
        form.add_error("berkas", str(ditolak))
    except LangkahDitolak as ditolak:
        tolak_di_form(form, ditolak)
    return not form.errors
