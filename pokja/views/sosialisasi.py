from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import redirect, render

from pokja.filters import SosialisasiFilter, tahun_berjalan
from pokja.models import Usulan
from pokja.sosialisasi import catat_hadir
from pokja.tahapan import Tahap
from rt.akses import peran_required
from rt.angka import ribuan
from rt.peran import Peran

SEHALAMAN = 200
JAWABAN = {"hadir": True, "tidak_hadir": False}


@peran_required(Peran.DPMPPA)
def sosialisasi(request):
    """The RT whose attendance is still to be marked; ticked ones move on together."""
    kata = _catat(request) if request.method == "POST" else ""
    if request.method == "POST" and not kata:
        return redirect(request.get_full_path())
    saringan = request.GET.copy()
    saringan.setdefault("tahun", tahun_berjalan() or "")
    daftar = Usulan.objects.untuk(request.user).filter(tahap=Tahap.SOSIALISASI)
    halaman = saringan.pop("page", [""])[-1]
    daftar = daftar.select_related("rt__kelurahan__kecamatan", "kelompok")
    filterset = SosialisasiFilter(saringan, daftar, request=request)
    konteks = {
        "filterset": filterset,
        "halaman": Paginator(filterset.qs, SEHALAMAN).get_page(halaman),
        "qs": saringan.urlencode(),
        "cip": filterset.cip(),
        "galat": kata,
    }
    return render(request, "pokja/sosialisasi.html", konteks, status=422 if kata else 200)


def _catat(request):
    """Mark the ticked; answers why nothing was marked, else nothing."""
    jawaban = request.POST.get("jawaban")
    versi = _baca_pilihan(request.POST.getlist("pilih"))
    daftar = list(
        Usulan.objects.untuk(request.user).filter(pk__in=versi).select_related("rt__kelurahan").order_by("pk")
    )
    if jawaban not in JAWABAN:
        return "Pilih Hadir atau Tidak hadir untuk RT yang dicentang."
    if not daftar:
        return "Belum ada RT yang dicentang. Centang RT-nya dulu, lalu tekan Hadir atau Tidak hadir."
    berpindah, tertinggal = catat_hadir(daftar, JAWABAN[jawaban], oleh=request.user, versi=versi)
    if berpindah:
        kata = "hadir" if JAWABAN[jawaban] else "tidak hadir"
        messages.success(request, f"{ribuan(len(berpindah))} RT dicatat {kata} dan berpindah ke tahap Rembuk warga.")
    if tertinggal:
        nama = ", ".join(str(usulan.rt) for usulan in tertinggal[:10]) + (", ..." if tertinggal[10:] else "")
        messages.warning(
            request, f"{ribuan(len(tertinggal))} RT tidak diubah karena baru saja dicatat orang lain: {nama}."
        )
    return ""


def _baca_pilihan(daftar):
    """Ticks are "id-versi"; what is no such thing was not ticked on our page. At most one page full."""
    pilihan = {}
    for teks in daftar[:SEHALAMAN]:
        pk, _strip, versi = teks.partition("-")
        if all(bagian.isascii() and bagian.isdigit() and len(bagian) < 10 for bagian in (pk, versi)):
            pilihan[int(pk)] = int(versi)
    return pilihan
