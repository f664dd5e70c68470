"""Settings that decide money: tiers, recomputation, fixing of Alokasi, instalments. Each shows before it saves."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import F, Q, Sum
from django.shortcuts import get_object_or_404, redirect, render

from anggaran.forms_pengaturan import TerminFormSet, TingkatFormSet
from anggaran.impor_rencana import ambil_tahun
from anggaran.models import Alokasi
from anggaran.services import pengaturan as layanan
from anggaran.services.pagu import rencana_hitung_ulang
from anggaran.views.pengaturan import kelompok_dengan_angka, kembali
from pokja.models import Kelompok
from pokja.services import LangkahDitolak
from rt.akses import peran_required
from rt.angka import ribuan
from rt.peran import Peran

PERUBAHAN_TAMPIL = 100


@peran_required(Peran.DPMPPA)
def pengaturan_tingkat(request, tahun):
    tahun_program = ambil_tahun(tahun)
    # No initial on POST: what was typed stands by itself, whatever was saved meanwhile.
    awal = list(tahun_program.daftar_tingkat.values("kk_minimal", "pagu"))
    formset = TingkatFormSet(request.POST) if request.method == "POST" else TingkatFormSet(initial=awal)
    konteks = {"sidik": request.POST.get("sidik") or layanan.sidik_tingkat(tahun_program)}
    status = 200
    if request.method == "POST" and not formset.is_valid():
        status = 422
    elif request.method == "POST":
        dilihat = request.POST.get("sidik_rencana", "") if request.POST.get("aksi") == "simpan" else None
        try:
            if dilihat is not None:
                perubahan = layanan.simpan_tingkat(
                    tahun, formset.isi, sidik_lama=konteks["sidik"], sidik_dilihat=dilihat
                )
                messages.success(request, f"Tabel tingkat {tahun} tersimpan. {_kata_perubahan(perubahan)}")
                return kembali(tahun)
        except LangkahDitolak as ditolak:
            konteks["daftar_pesan"], status = ditolak.daftar_pesan, 409
        perubahan = layanan.rencana_tingkat(tahun_program, formset.isi)
        konteks |= {"pratinjau": _ringkas(tahun_program, perubahan)}
        konteks["sidik_rencana"] = layanan.sidik_rencana(perubahan, formset.isi)
    konteks |= {"tahun_program": tahun_program, "formset": formset}
    return render(request, "anggaran/pengaturan_tingkat.html", konteks, status=status)


def _ringkas(tahun_program, perubahan):
    """The first changes, and the sums of all: of those that change, and of the whole year."""
    semua = Alokasi.objects.filter(usulan__tahun_program=tahun_program, usulan__latihan=False)
    total = semua.aggregate(total=Sum("pagu"))["total"] or 0
    # Those whose money changes first; the others only get another lower bound.
    perubahan = sorted(perubahan, key=lambda ubah: ubah.pagu == ubah.alokasi.pagu)
    sebelum, sesudah = sum(ubah.alokasi.pagu for ubah in perubahan), sum(ubah.pagu for ubah in perubahan)
    return {
        "baris": perubahan[:PERUBAHAN_TAMPIL],
        "semua": perubahan,
        "jumlah": len(perubahan),
        "jumlah_pagu": sum(ubah.pagu != ubah.alokasi.pagu for ubah in perubahan),
        "sisa": max(0, len(perubahan) - PERUBAHAN_TAMPIL),
        "sebelum": sebelum,
        "sesudah": sesudah,
        "total_sebelum": total,
        "total_sesudah": total - sebelum + sesudah,
        "jumlah_tetap": semua.filter(sementara=False).count(),
    }


def _kata_perubahan(perubahan):
    if not perubahan:
        return "Tidak ada Alokasi yang berubah."
    return f"{ribuan(len(perubahan))} Alokasi sementara ikut berubah."


@peran_required(Peran.DPMPPA)
def pengaturan_hitung_ulang(request, tahun):
    tahun_program = ambil_tahun(tahun)
    konteks, status = {"tahun_program": tahun_program}, 200
    if request.method == "POST":
        try:
            perubahan = layanan.terapkan_hitung_ulang(tahun, sidik_dilihat=request.POST.get("sidik_rencana", ""))
        except layanan.PratinjauBerubah as ditolak:
            konteks["daftar_pesan"], status = ditolak.daftar_pesan, 409
        else:
            messages.success(request, f"Hitung ulang selesai. {_kata_perubahan(perubahan)}")
            return redirect("anggaran:pengaturan_alokasi", tahun)
    perubahan = rencana_hitung_ulang(tahun_program)
    pratinjau = _ringkas(tahun_program, perubahan)
    konteks |= {
        "pratinjau": pratinjau,
        "halaman": Paginator(pratinjau["semua"], PERUBAHAN_TAMPIL).get_page(request.GET.get("page")),
        "sidik_rencana": layanan.sidik_rencana(perubahan),
    }
    return render(request, "anggaran/pengaturan_hitung_ulang.html", konteks, status=status)


@peran_required(Peran.DPMPPA)
def pengaturan_alokasi(request, tahun):
    tahun_program = ambil_tahun(tahun)
    konteks = {
        "tahun_program": tahun_program,
        "daftar_kelompok": kelompok_dengan_angka(tahun_program),
        "jumlah_ubah": len(rencana_hitung_ulang(tahun_program)),
    }
    return render(request, "anggaran/pengaturan_alokasi.html", konteks)


@peran_required(Peran.DPMPPA)
def pengaturan_tetapkan(request, tahun, pk):
    tahun_program = ambil_tahun(tahun)
    kelompok = get_object_or_404(Kelompok, tahun_program=tahun_program, pk=pk)
    konteks, status = {"tahun_program": tahun_program, "kelompok": kelompok}, 200
    if request.method == "POST":
        try:
            jumlah = layanan.tetapkan(tahun, kelompok, sidik_dilihat=request.POST.get("sidik", ""), oleh=request.user)
        except layanan.PratinjauBerubah as ditolak:
            konteks["daftar_pesan"], status = ditolak.daftar_pesan, 409
        else:
            messages.success(request, f"{ribuan(jumlah)} Alokasi {kelompok} ditetapkan.")
            return redirect("anggaran:pengaturan_alokasi", tahun)
    sementara = Alokasi.objects.filter(usulan__kelompok=kelompok, sementara=True)
    di_batas = sementara.filter(~Q(kk_minimal=0), kk=F("kk_minimal")).select_related("usulan__rt__kelurahan")
    konteks |= {
        "jumlah": sementara.count(),
        "total": sementara.aggregate(total=Sum("pagu"))["total"] or 0,
        "jumlah_ubah": len(rencana_hitung_ulang(tahun_program, kelompok=kelompok)),
        "halaman": Paginator(di_batas.order_by("usulan_id"), 100).get_page(request.GET.get("page")),
        "sidik": layanan.sidik_sementara(kelompok),
    }
    return render(request, "anggaran/pengaturan_tetapkan.html", konteks, status=status)


@peran_required(Peran.DPMPPA)
def pengaturan_termin(request, tahun):
    tahun_program = ambil_tahun(tahun)
    awal = list(tahun_program.daftar_termin.values("persen", "syarat"))
    formset = TerminFormSet(request.POST) if request.method == "POST" else TerminFormSet(initial=awal)
    konteks = {"sidik": request.POST.get("sidik") or layanan.sidik_termin(tahun_program)}
    status = 200
    if request.method == "POST" and not formset.is_valid():
        status = 422
    elif request.method == "POST":
        try:
            layanan.simpan_termin(tahun, formset.isi, sidik_lama=konteks["sidik"])
        except LangkahDitolak as ditolak:
            konteks["daftar_pesan"], status = ditolak.daftar_pesan, 409
        else:
            messages.success(request, f"Termin {tahun} tersimpan.")
            return kembali(tahun)
    terkunci = tahun_program.ditutup or layanan.termin_terkunci(tahun_program)
    konteks |= {"tahun_program": tahun_program, "formset": formset, "terkunci": terkunci}
    return render(request, "anggaran/pengaturan_termin.html", konteks, status=status)
