"""The page after filing: what was sent and when, who looks at it now and until when, what comes next.

It only reads the Riwayat, so it survives a reload and the back button, and is never a second send.
"""

from django.shortcuts import redirect, render
from django.urls import reverse

from pokja.isian import ambil_usulan
from pokja.tahapan import BAGIAN, NOMOR_TAHAP, Giliran, Tahap, langkah_dari
from rt.akses import peran_required
from rt.peran import SISI_RT

# What a checker does that carries a filing on.
MENERUSKAN = ("terima", "teruskan")


@peran_required(*SISI_RT)
def terkirim(request, pk):
    usulan = ambil_usulan(request, pk)
    kiriman = usulan.daftar_riwayat.filter(aksi="ajukan").last()
    if kiriman is None:
        return redirect(usulan)
    # Once it is accepted, returned or reopened the page still says what was sent, beside the state of today.
    masih = (usulan.tahap, usulan.giliran) == (kiriman.ke_tahap, kiriman.ke_giliran)
    diperiksa = masih and usulan.giliran != Giliran.RT
    konteks = {
        "usulan": usulan,
        "kiriman": kiriman,
        "masih": masih,
        "diperiksa": diperiksa,
        "sesudah_ini": _sesudah_ini(usulan) if diperiksa else "",
        "berikut": _bagian_pertama(usulan) if masih and not diperiksa else None,
        "daftar_bagian": [
            (bagian, reverse(bagian.url_name, args=[pk])) for bagian in BAGIAN.get(Tahap(kiriman.dari_tahap), ())
        ],
    }
    return render(request, "pokja/terkirim.html", konteks)


def _sesudah_ini(usulan):
    """One sentence: what happens when the side that looks at it now agrees."""
    langkah = next((satu for satu in langkah_dari(usulan.tahap, usulan.giliran) if satu.aksi in MENERUSKAN), None)
    if langkah is None:
        return ""
    if langkah.berakhir:
        return "Kalau diterima, seluruh tahap selesai dan usulan ditutup."
    if langkah.ke_giliran == Giliran.RT:
        return f"Kalau diterima, Anda melanjutkan ke tahap {NOMOR_TAHAP[langkah.ke_tahap]}: {langkah.ke_tahap.label}."
    return f"Kalau disetujui, {langkah.ke_giliran.label} yang melanjutkan: {langkah.ke_tahap.label}."


def _bagian_pertama(usulan):
    """Where a filing that nobody checks leads: what the stage that follows begins with. The buku kas was open before."""
    bagian = next((bagian for bagian in BAGIAN.get(usulan.tahap, ()) if bagian.kunci != "bukukas"), None)
    return bagian and (bagian, reverse(bagian.url_name, args=[usulan.pk]))
