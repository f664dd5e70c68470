from django.http import JsonResponse
from django.urls import reverse

from anggaran.forms_bukukas import BelanjaForm
from anggaran.services.bukukas import boleh_catat
from pokja.isian import ambil_usulan
from rt.akses import peran_required
from rt.peran import SISI_RT


@peran_required(*SISI_RT)
def bekal(request, pk):
    """What the phone keeps, so that an expense can be typed without signal: the lines of the RAB and the tax rates."""
    usulan = ambil_usulan(request, pk)
    form = BelanjaForm(usulan=usulan)
    _kosong, *daftar_kelompok = form.fields["baris_rab"].choices
    return JsonResponse(
        {
            "usulan": usulan.pk,
            "nama": f"{usulan.rt}, {usulan.tahun_program.tahun}",
            "kirim": reverse("anggaran:bukukas_belanja", args=[pk]),
            "terbuka": boleh_catat(usulan, request.user),
            "baris_rab": daftar_kelompok,
            "tarif": [[satu.pk, str(satu), satu.per_sepuluh_ribu] for satu in form.fields["tarif"].queryset],
            "saldo": form.fields["tempat"].help_text,
        }
    )
