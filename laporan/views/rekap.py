from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from laporan.daftar import unduhan
from laporan.excel import tulis_lembar
from laporan.filters import SaringRekap
from laporan.rekap import KOLOM_REKAP, PER_TAHAP, TUJUH_ANGKA, USULAN, baris_lembar, tabel_html
from laporan.rekap import rekap as susun_rekap
from pokja.isian import kode
from pokja.models import Usulan


def _saringan(request):
    return SaringRekap(request.GET, Usulan.objects.untuk(request.user), pengguna=request.user)


@require_safe
def rekap(request):
    saringan = _saringan(request)
    konteks = {
        "saringan": saringan,
        "daftar_isian": list(saringan.daftar_isian()),
        "cip": saringan.cip(),
        "qs": saringan.qs_teks(),
        "url_ekspor": reverse("laporan:rekap_xlsx"),
    }
    if saringan.sah:
        daftar, jumlah = susun_rekap(saringan.qs)
        saring = {"tahun": saringan.data["tahun"], **saringan.terpakai()}
        konteks["banyak"] = jumlah.angka["usulan"]
        konteks["daftar_tabel"] = [
            (judul, daftar_kolom, tabel_html(daftar, jumlah, daftar_kolom, saring))
            for judul, daftar_kolom in (
                ("Uang (Rp)", (USULAN, *TUJUH_ANGKA)),
                ("Usulan menurut tahap", (USULAN, *PER_TAHAP)),
            )
        ]
    return render(request, "laporan/rekap.html", konteks, status=kode(saringan.form))


@require_safe
def rekap_xlsx(request):
    saringan = _saringan(request)
    if not saringan.sah:
        return rekap(request)
    daftar, _jumlah = susun_rekap(saringan.qs)
    latihan = request.user.latihan
    berkas, _banyak = tulis_lembar("Rekap per kelurahan", KOLOM_REKAP, baris_lembar(daftar), latihan=latihan)
    return unduhan(berkas, "rekap", latihan=latihan)
