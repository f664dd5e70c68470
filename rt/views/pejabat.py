from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from rt.akses import peran_required
from rt.forms_orang import AkhiriForm, AlamatKantorForm, PejabatForm
from rt.models import Kelurahan, Pejabat, Peran
from rt.views.jawaban import kode


@peran_required(Peran.DPMPPA)
def pejabat_list(request):
    """In office first; `?semua=1` adds those who left."""
    daftar = Pejabat.objects.nyata().select_related("kelurahan", "kecamatan")
    daftar = daftar.order_by("lembaga", "kelurahan__nama", "-mulai")
    semua = request.GET.get("semua") == "1"
    if not semua:
        daftar = daftar.filter(Q(selesai__isnull=True) | Q(selesai__gte=timezone.localdate()))
    halaman = Paginator(daftar, 100).get_page(request.GET.get("page"))
    konteks = {"halaman": halaman, "semua": semua, "qs": "semua=1" if semua else ""}
    return render(request, "rt/pejabat_list.html", konteks)


@peran_required(Peran.DPMPPA)
def pejabat_create(request):
    form = PejabatForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        # The same form sent twice is one official.
        pejabat = Pejabat.objects.filter(**form.cleaned_data).first() or form.save()
        messages.success(request, f"{pejabat} tersimpan.")
        return redirect("rt:pejabat_list")
    return render(request, "rt/pejabat_form.html", {"form": form}, status=kode(form))


@peran_required(Peran.DPMPPA)
def pejabat_akhiri(request, pk):
    pejabat = get_object_or_404(Pejabat.objects.nyata(), pk=pk)
    form = AkhiriForm(request.POST or None, initial={"selesai": pejabat.selesai} if pejabat.selesai else None)
    if request.method == "POST" and form.is_valid():
        selesai = form.cleaned_data["selesai"]
        if selesai >= pejabat.mulai:
            pejabat.selesai = selesai
            pejabat.save(update_fields=["selesai"])
            messages.success(request, f"Hari terakhir {pejabat} tersimpan.")
            return redirect("rt:pejabat_list")
        form.add_error("selesai", "Hari terakhir tidak boleh sebelum tanggal mulai menjabat. Periksa tanggalnya.")
    return render(request, "rt/pejabat_akhiri.html", {"form": form, "pejabat": pejabat}, status=kode(form))


# --- the office of a kelurahan, for its letterhead ------------------------------------------------------------------


@peran_required(Peran.DPMPPA)
def kantor_list(request):
    """Every kelurahan with the address of its office: 68 of them, one page."""
    daftar = list(Kelurahan.objects.nyata().select_related("kecamatan").order_by("nama"))
    kosong = sum(not kelurahan.alamat_kantor for kelurahan in daftar)
    return render(request, "rt/kantor_list.html", {"daftar_kelurahan": daftar, "kosong": kosong})


@peran_required(Peran.DPMPPA)
def kantor_update(request, pk):
    kelurahan = get_object_or_404(Kelurahan.objects.nyata().select_related("kecamatan"), pk=pk)
    form = AlamatKantorForm(request.POST or None, instance=kelurahan)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, f"Alamat kantor Kelurahan {kelurahan} tersimpan. Surat yang sudah terbit tetap.")
        return redirect("rt:kantor_list")
    return render(request, "rt/kantor_form.html", {"form": form, "kelurahan": kelurahan}, status=kode(form))
