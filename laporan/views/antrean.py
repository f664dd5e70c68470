"""The queue of those who check and pay, and deciding several of its rows together."""

from django.contrib import messages
from django.shortcuts import redirect, render

from anggaran.forms_pencairan import baca_id
from laporan.antrean import PEMERIKSA, SAYA, Antrean, kerja, lengkapi
from laporan.daftar import BARIS_PER_HALAMAN, HalamanTerhitung
from laporan.forms.bersama import BersamaForm
from laporan.services.bersama import BERSAMA, PALING_BANYAK, terapkan
from laporan.views.pengingat import boleh_mengingatkan
from pokja.hari_kerja import muat_libur, umur
from pokja.isian import kiriman, kode
from pokja.models import Usulan
from pokja.tahapan import Giliran
from rt.akses import peran_required
from rt.angka import rupiah


@peran_required(*PEMERIKSA)
def antrean_list(request):
    antrean = Antrean(request.user, request.GET)
    saringan = antrean.saringan
    konteks = {"antrean": antrean, "saringan": saringan, "bersama": BERSAMA[request.user.peran]}
    konteks |= {"daftar_isian": list(saringan.daftar_isian()), "cip": saringan.cip(), "qs": antrean.qs}
    if antrean.sah:
        konteks |= _isi(request, antrean)
    return render(request, "laporan/antrean.html", konteks, status=kode(saringan.form))


def _isi(request, antrean):
    tab = antrean.tab()
    halaman = HalamanTerhitung(next(t["banyak"] for t in tab if t["aktif"])).get_page(request.GET.get("hal"))
    mulai = halaman.start_index() - 1 if halaman.paginator.count else 0
    daftar = lengkapi(antrean.daftar())[mulai : mulai + BARIS_PER_HALAMAN]
    bersama, libur = BERSAMA[request.user.peran], muat_libur()
    daftar_baris = [_baris(usulan, request.user, antrean.qs, bersama, libur) for usulan in daftar]
    return {
        "tab": tab,
        "per_tahap": antrean.per_tahap(),
        "halaman": halaman,
        "daftar_baris": daftar_baris,
        "giliran_tampak": antrean.isi != SAYA,
        "bisa_bersama": any(baris["bersama"] for baris in daftar_baris),
    }


def _baris(usulan, pengguna, qs, bersama, libur):
    kata, url = kerja(usulan, pengguna, qs)
    return {
        "usulan": usulan,
        "umur": umur(usulan.giliran_sejak, libur),
        "nilai": usulan.transfer_nilai if usulan.giliran == Giliran.KEUANGAN else usulan.rab,
        "kata": kata,
        "url": url,
        "bersama": bersama.cocok(usulan),
        "mengingatkan": boleh_mengingatkan(usulan, pengguna),
    }


# --- several together -----------------------------------------------------------------------------------------------


@peran_required(*PEMERIKSA)
def antrean_bersama(request):
    """GET lists what will happen to each chosen row; POST does it, row by row, and says what was refused and why."""
    bersama, antrean = BERSAMA[request.user.peran], Antrean(request.user, request.GET)
    daftar_kunci = _baca_kunci(request.POST.getlist("baris"))
    daftar_pk = [baca_id(pk) for pk in request.GET.getlist("pilih") if baca_id(pk)]
    if not daftar_pk or max(len(daftar_pk), len(daftar_kunci)) > PALING_BANYAK:
        messages.error(request, f"Centang satu sampai {PALING_BANYAK} baris di antrean, lalu tekan tombolnya lagi.")
        return redirect(antrean.url)
    daftar_tahun = Usulan.objects.untuk(request.user).filter(pk__in=daftar_pk).order_by().values("tahun_program")
    isian = {"bersama": bersama, "daftar_tahun": daftar_tahun, "latihan": request.user.latihan}
    form = BersamaForm(kiriman(request), **isian)
    if request.method == "POST" and form.is_valid():
        _katakan(request, bersama, terapkan(bersama, daftar_kunci, oleh=request.user, isian=form.cleaned_data))
        return redirect(antrean.url)
    rencana = bersama.rencana(daftar_pk, request.user)
    ikut = [baris for baris in rencana if not baris.halangan]
    konteks = {"bersama": bersama, "antrean": antrean, "form": form, "daftar_ikut": ikut}
    konteks |= {"daftar_tinggal": [baris for baris in rencana if baris.halangan]}
    konteks |= {"total": sum(baris.nilai for baris in ikut)}
    return render(request, "laporan/antrean_bersama.html", konteks, status=kode(form))


def _baca_kunci(daftar):
    """[(pk, versi)] of what the preview's form sent; whatever is no such pair is left out."""
    hasil = []
    for teks in daftar:
        pk, _, versi = teks.partition("-")
        if baca_id(pk) and versi.isdecimal() and len(versi) < 10:
            hasil.append((baca_id(pk), int(versi)))
    return hasil


def _katakan(request, bersama, hasil):
    if hasil.berhasil:
        jumlah = f", jumlah {rupiah(hasil.nilai)}" if hasil.nilai else ""
        messages.success(request, f"{len(hasil.berhasil)} {bersama.selesai}{jumlah}: {'; '.join(hasil.berhasil)}.")
    for label, kalimat in hasil.ditolak:
        messages.error(request, f"{label} tidak {bersama.selesai}. {kalimat}")
    if not hasil.berhasil and not hasil.ditolak:
        messages.error(request, "Tidak ada yang diputuskan: pilihannya tidak ada lagi di antrean Anda.")
