"""The control room: what is stuck, where, and with whom. At most twelve queries, whatever the rows."""

from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from laporan.filters import SaringRekap
from laporan.kendali.cacah import Tautan, cacah, corong, terlambat_menurut_pihak
from laporan.kendali.laju import susun_laju
from laporan.kendali.peta import baca_urut, isi_html, kepala_html, susun_peta
from laporan.kendali.uang import susun_kurva, susun_uang, tujuh_angka
from pokja.isian import kode
from pokja.models import Usulan
from rt.akses import peran_required
from rt.peran import Peran


@require_safe
@peran_required(Peran.DPMPPA, Peran.KEUANGAN, Peran.INSPEKTORAT, Peran.KECAMATAN)
def kendali(request):
    saringan = SaringRekap(request.GET, Usulan.objects.untuk(request.user), pengguna=request.user)
    kode_urut, turun = baca_urut(request.GET.get("urut", ""))
    urut = f"{'-' if turun else ''}{kode_urut}" if kode_urut else ""
    konteks = {
        "saringan": saringan,
        "daftar_isian": list(saringan.daftar_isian()),
        "cip": saringan.cip(urut),
        "urut": urut,
        "kini": timezone.localdate(),
    }
    if saringan.sah:
        daftar_cacah = cacah(saringan.qs)
        konteks["banyak"] = sum(satu.banyak for satu in daftar_cacah)
        if daftar_cacah:
            konteks |= _isi(saringan, daftar_cacah) | _peta(saringan, daftar_cacah, kode_urut, turun)
    return render(request, "laporan/kendali.html", konteks, status=kode(saringan.form))


def _tautan(saringan):
    return Tautan({"tahun": saringan.data["tahun"], **saringan.terpakai()})


def _isi(saringan, daftar_cacah):
    tautan = _tautan(saringan)
    terlambat, jumlah_terlambat = terlambat_menurut_pihak(daftar_cacah, tautan)
    uang, harian = susun_uang(saringan.qs, sum(satu.pagu for satu in daftar_cacah))
    saring = saringan.form.cleaned_data
    return {
        "corong": corong(daftar_cacah, tautan),
        "daftar_terlambat": terlambat,
        "jumlah_terlambat": jumlah_terlambat,
        "laju": susun_laju(
            saringan.qs, daftar_cacah, tautan,
            program=saringan.program_tahun(saring["tahun"]), kelompok=saring["kelompok"],
        ),
        "daftar_angka": tujuh_angka(uang, tautan),
        "kurva": susun_kurva(harian, tautan, timezone.localdate()),
    }  # fmt: skip


def _peta(saringan, daftar_cacah, kode_urut, turun):
    daftar, jumlah = susun_peta(daftar_cacah)
    return {
        "peta_kepala": kepala_html(kode_urut, turun, saringan.qs_teks),
        "peta_isi": isi_html(daftar, jumlah, _tautan(saringan), kode_urut, turun),
        "qs_berkelompok": saringan.qs_teks(),
        # On paper and on a phone the whole city stands by kecamatan alone; one kecamatan fits with its kelurahan.
        "ringkas": len(daftar) > 1 and not kode_urut,
    }
