"""The calendar of a Kelompok: a template until DPMPPA takes it."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, render

from anggaran.forms_pengaturan import JadwalForm
from anggaran.impor_rencana import ambil_tahun
from anggaran.services import pengaturan as layanan
from anggaran.views.pengaturan import kembali
from pokja.isian import kode, tolak_di_form
from pokja.models import Kelompok, Usulan
from pokja.services import LangkahDitolak
from rt.akses import peran_required
from rt.angka import ribuan
from rt.peran import Peran


@peran_required(Peran.DPMPPA)
def pengaturan_jadwal(request, tahun, pk):
    tahun_program = ambil_tahun(tahun)
    kelompok = get_object_or_404(Kelompok, tahun_program=tahun_program, pk=pk)
    awal = {}
    for tahap, (mulai, selesai) in layanan.isi_jadwal(kelompok).items():
        awal |= {f"{tahap}_mulai": mulai, f"{tahap}_selesai": selesai}
    form = JadwalForm(request.POST or None, initial=awal, tahun=tahun)
    sidik = request.POST.get("sidik") or layanan.sidik_jadwal(kelompok)
    if request.method == "POST" and form.is_valid():
        ditetapkan = request.POST.get("aksi") == "tetapkan"
        try:
            layanan.simpan_jadwal(tahun, kelompok.pk, form.isi, ditetapkan=ditetapkan, sidik_lama=sidik)
        except LangkahDitolak as ditolak:
            tolak_di_form(form, ditolak)
        else:
            messages.success(request, _kata(kelompok, ditetapkan))
            return kembali(tahun)
    konteks = {"tahun_program": tahun_program, "kelompok": kelompok, "form": form, "sidik": sidik}
    return render(request, "anggaran/pengaturan_jadwal.html", konteks, status=kode(form))


def _kata(kelompok, ditetapkan):
    if not ditetapkan:
        return f"Jadwal {kelompok} tersimpan sebagai rancangan: belum ditetapkan, tidak ada yang dihitung terlambat."
    terlambat = Usulan.objects.nyata().filter(kelompok=kelompok).terlambat().count()
    return f"Jadwal {kelompok} berlaku. Usulan yang sekarang lewat batas: {ribuan(terlambat)}."
