"""Settings of a year: the page that leads to all of them, the year itself, a new year."""

from django.contrib import messages
from django.db import transaction
from django.db.models import Count, Q, Sum
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from anggaran.acuan import muat_acuan
from anggaran.forms_pengaturan import TahunBaruForm, TahunForm, tahun_utama
from anggaran.impor_rencana import ambil_tahun
from anggaran.models import TarifPajak
from anggaran.services.pengaturan import salin_tahun
from pokja.isian import kode
from pokja.models import AlasanKembali, HariLibur, Kelompok
from rt.akses import peran_required
from rt.peran import Peran


@peran_required(Peran.DPMPPA)
def pengaturan(request):
    daftar_tahun = list(tahun_utama().order_by("-tahun"))
    dipilih = request.GET.get("tahun") or str(timezone.localdate().year)
    tahun_program = next(
        (t for t in daftar_tahun if str(t.tahun) == dipilih), daftar_tahun[0] if daftar_tahun else None
    )
    konteks = {"daftar_tahun": daftar_tahun, "tahun_program": tahun_program}
    if tahun_program:
        konteks |= {
            "daftar_tingkat": tahun_program.daftar_tingkat.all(),
            "daftar_termin": tahun_program.daftar_termin.all(),
            "daftar_kelompok": kelompok_dengan_angka(tahun_program),
            "jumlah_item": tahun_program.daftar_item_wajib.filter(aktif=True).count(),
            "jumlah_alasan": AlasanKembali.objects.filter(aktif=True).count(),
            "jumlah_tarif": TarifPajak.objects.count(),
            "jumlah_libur": HariLibur.objects.filter(tanggal__year=tahun_program.tahun).count(),
        }
    return render(request, "anggaran/pengaturan.html", konteks)


def kelompok_dengan_angka(tahun_program):
    """The Kelompok of a year with counts of RT and Alokasi and the sum of pagu. One query."""
    alokasi, nyata = "daftar_usulan__alokasi", Q(daftar_usulan__latihan=False)
    return Kelompok.objects.filter(tahun_program=tahun_program).annotate(
        jumlah_rt=Count("daftar_usulan", filter=nyata),
        jumlah_sementara=Count(alokasi, filter=nyata & Q(**{f"{alokasi}__sementara": True})),
        jumlah_tetap=Count(alokasi, filter=nyata & Q(**{f"{alokasi}__sementara": False})),
        total_pagu=Sum(f"{alokasi}__pagu", filter=nyata),
    )


@peran_required(Peran.DPMPPA)
@require_POST
def pengaturan_acuan(request):
    """First start of an empty portal: territory, the two known years, reasons, tax rates, holidays."""
    muat_acuan()
    messages.success(
        request, "Data awal termuat: wilayah, tahun program, tingkat, jadwal, alasan, tarif pajak, dan hari libur."
    )
    return redirect("anggaran:pengaturan")


@peran_required(Peran.DPMPPA)
def pengaturan_tahun(request, tahun):
    tahun_program = ambil_tahun(tahun)
    form = TahunForm(request.POST or None, instance=tahun_program)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, f"Pengaturan tahun {tahun} tersimpan.")
        return kembali(tahun)
    konteks = {"tahun_program": tahun_program, "judul": f"Pengaturan tahun {tahun}", "form": form}
    return render(request, "anggaran/pengaturan_form.html", konteks, status=kode(form))


@peran_required(Peran.DPMPPA)
def pengaturan_tahun_baru(request):
    form = TahunBaruForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        tahun = form.cleaned_data["tahun"]
        with transaction.atomic():
            salin_tahun(form.cleaned_data["salin_dari"], tahun)
        messages.success(request, f"Tahun program {tahun} dibuat. Periksa tingkat dan jadwalnya sebelum dipakai.")
        return kembali(tahun)
    konteks = {
        "judul": "Buat tahun program",
        "bantuan": "Jadwal disalin sebagai rancangan dengan tanggal yang sama pada tahun baru, dan belum berlaku.",
        "tombol": "Buat tahun program",
        "form": form,
    }
    return render(request, "anggaran/pengaturan_form.html", konteks, status=kode(form))


def kembali(tahun):
    return redirect(f"{reverse('anggaran:pengaturan')}?tahun={tahun}")
