"""The holidays, a year at a time: DPMPPA adds, changes, removes, and pastes a whole year at once."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from anggaran.forms_libur import HariLiburForm, TempelLiburForm
from pokja.isian import kode
from pokja.models import HariLibur
from pokja.services import LangkahDitolak
from rt.akses import peran_required
from rt.angka import ribuan
from rt.peran import Peran

JUDUL = "Hari libur"


@peran_required(Peran.DPMPPA)
def pengaturan_libur(request):
    form = HariLiburForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        libur = form.save()
        messages.success(request, f"{libur} ditambahkan.")
        return _kembali(libur.tanggal.year)
    daftar_tahun = _daftar_tahun()
    tahun = _tahun_dipilih(request, daftar_tahun)
    konteks = {
        "judul": JUDUL,
        "form": form,
        "tahun": tahun,
        "daftar_tahun": daftar_tahun,
        "daftar_libur": HariLibur.objects.filter(tanggal__year=tahun),
    }
    return render(request, "anggaran/pengaturan_libur.html", konteks, status=kode(form))


@peran_required(Peran.DPMPPA)
def pengaturan_libur_tempel(request):
    form = TempelLiburForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        form.simpan()
        sudah = f", {ribuan(len(form.sama))} sudah ada" if form.sama else ""
        messages.success(request, f"{ribuan(len(form.baru))} hari libur ditambahkan{sudah}.")
        return _kembali(form.tahun)
    konteks = {
        "judul": "Tempel daftar hari libur",
        "bantuan": "Yang sudah ada di daftar tidak diubah. Bila satu baris tidak terbaca, tidak ada yang disimpan.",
        "tombol": "Tambahkan semua",
        "form": form,
        "kembali": reverse("anggaran:pengaturan_libur"),
    }
    return render(request, "anggaran/pengaturan_form.html", konteks, status=kode(form))


@peran_required(Peran.DPMPPA)
def pengaturan_libur_ubah(request, pk):
    libur = get_object_or_404(HariLibur, pk=pk)
    form = HariLiburForm(request.POST or None, instance=libur)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, "Perubahan tersimpan.")
        return _kembali(libur.tanggal.year)
    konteks = {"judul": "Ubah hari libur", "form": form, "kembali": reverse("anggaran:pengaturan_libur")}
    return render(request, "anggaran/pengaturan_form.html", konteks, status=kode(form))


@peran_required(Peran.DPMPPA)
@require_POST
def pengaturan_libur_hapus(request, pk):
    libur = HariLibur.objects.filter(pk=pk).first()
    if libur is None:
        raise LangkahDitolak("Hari libur itu sudah tidak ada di daftar. Buka Pengaturan, Hari libur untuk melihatnya.")
    libur.delete()
    messages.success(request, f"{libur} dihapus dari daftar. Hari itu dihitung sebagai hari kerja lagi.")
    return _kembali(libur.tanggal.year)


def _daftar_tahun():
    """Years that have holidays, this one and the next, newest first."""
    kini = timezone.localdate().year
    ada = {tanggal.year for tanggal in HariLibur.objects.dates("tanggal", "year")}
    return sorted(ada | {kini, kini + 1}, reverse=True)


def _tahun_dipilih(request, daftar_tahun):
    diminta = request.GET.get("tahun")
    return next((tahun for tahun in daftar_tahun if str(tahun) == diminta), timezone.localdate().year)


def _kembali(tahun):
    return redirect(f"{reverse('anggaran:pengaturan_libur')}?tahun={tahun}")
