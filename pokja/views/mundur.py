from django.contrib import messages
from django.db import transaction
from django.shortcuts import redirect, render

from pokja.ajukan import baca_versi
from pokja.berkas import BerkasDitolak, periksa_unggahan, simpan_berkas
from pokja.forms.mundur import MundurForm
from pokja.isian import ambil_usulan, kiriman, kode
from pokja.models import Berkas, Usulan
from pokja.services import LangkahDitolak, langkah_untuk, pindah_tahap
from rt.akses import peran_required
from rt.peran import Peran


@peran_required(Peran.KETUA_RT, Peran.KELURAHAN)
def mundur(request, pk):
    """Withdraw, with the reason and the signed minutes. ALUR has the step only where no money has left yet."""
    usulan = ambil_usulan(request, pk)
    langkah = next((langkah for langkah in langkah_untuk(usulan, request.user) if langkah.aksi == "mundur"), None)
    if request.method != "POST" and langkah is None:
        raise LangkahDitolak(
            f"Pengunduran diri tidak bisa dicatat pada tahap {usulan.get_tahap_display()} selagi giliran "
            f"{usulan.get_giliran_display()}. Ketua RT bisa mengundurkan diri selagi giliran RT sebelum Pencairan, "
            "kelurahan selama uang belum dimintakan."
        )
    form = MundurForm(kiriman(request), request.FILES or None)
    if request.method == "POST" and form.is_valid() and _catat(request, usulan, form):
        messages.success(request, f"{usulan.rt} tercatat mengundurkan diri.")
        return redirect(usulan)
    return render(request, "pokja/mundur.html", {"usulan": usulan, "form": form, "langkah": langkah}, status=kode(form))


def _catat(request, usulan, form):
    try:
        unggahan = periksa_unggahan(form.cleaned_data["berkas"])
    except BerkasDitolak as ditolak:
        form.add_error("berkas", str(ditolak))
        return False
    with transaction.atomic():
        usulan = Usulan.objects.select_for_update().get(pk=usulan.pk)
        pindah_tahap(
            usulan,
            "mundur",
            oleh=request.user,
            versi=baca_versi(request),
            halangan=[],
            catatan=form.cleaned_data["alasan"],
        )
        simpan_berkas(usulan, Berkas.Jenis.BERITA_ACARA_MUNDUR, unggahan, oleh=request.user)
    return True
