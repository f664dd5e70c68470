"""The RT register by page: upload, preview, save. Same plan and same rules as manage.py impor_rt."""

from datetime import date

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse

from anggaran.forms_impor import ImporForm
from anggaran.impor import BerkasDitolak, RencanaBerubah, baca_dan_rencanakan, terapkan
from anggaran.services.unggahan_impor import BerkasHilang, ambil_unggahan, buang_unggahan, simpan_unggahan
from pokja.isian import kode, tolak_di_form
from pokja.services import LangkahDitolak
from rt.akses import peran_required
from rt.angka import ribuan
from rt.peran import Peran

BARIS_TAMPIL = 100
KESALAHAN_TAMPIL = 500


@peran_required(Peran.DPMPPA)
def impor_rt(request):
    form = ImporForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        isi = form.cleaned_data
        try:
            # Read once before keeping it: a file that is no register is refused beside its field.
            baca_dan_rencanakan(isi["berkas"], isi["tahun"], isi["tanggal_kk"], isi["sumber"])
        except BerkasDitolak as ditolak:
            form.add_error("berkas", str(ditolak))
        except LangkahDitolak as ditolak:
            tolak_di_form(form, ditolak)
        else:
            tanggal_kk = isi["tanggal_kk"].isoformat() if isi["tanggal_kk"] else ""
            token = simpan_unggahan(
                request.session, isi["berkas"], tahun=isi["tahun"], tanggal_kk=tanggal_kk, sumber=isi["sumber"]
            )
            return redirect("anggaran:impor_rt_pratinjau", token)
    return render(request, "anggaran/impor.html", {"form": form}, status=kode(form))


@peran_required(Peran.DPMPPA)
def impor_rt_pratinjau(request, token):
    try:
        rencana, pilihan = _rencana(request, token)
    except (BerkasHilang, BerkasDitolak) as ditolak:
        return _tanpa_berkas(request, ditolak)
    return _pratinjau(request, token, rencana, pilihan)


@peran_required(Peran.DPMPPA)
def impor_rt_simpan(request, token):
    try:
        rencana, pilihan = _rencana(request, token)
    except (BerkasHilang, BerkasDitolak) as ditolak:
        return _tanpa_berkas(request, ditolak)
    if request.method != "POST":
        return redirect("anggaran:impor_rt_pratinjau", token)
    try:
        if rencana.sidik != request.POST.get("sidik", ""):
            raise RencanaBerubah
        terapkan(rencana, oleh=request.user)
    except LangkahDitolak as ditolak:
        rencana, pilihan = _rencana(request, token)
        return _pratinjau(request, token, rencana, pilihan, daftar_pesan=ditolak.daftar_pesan, status=409)
    buang_unggahan(request.session, token)
    baru, berubah = ribuan(len(rencana.daftar_baru)), ribuan(len(rencana.daftar_berubah))
    messages.success(request, f"Register RT tersimpan: {baru} RT baru, {berubah} RT berubah.")
    return redirect("laporan:rt_list")


def _rencana(request, token):
    letak, pilihan = ambil_unggahan(request.session, token)
    tanggal_kk = date.fromisoformat(pilihan["tanggal_kk"]) if pilihan["tanggal_kk"] else None
    return baca_dan_rencanakan(letak, pilihan["tahun"], tanggal_kk, pilihan["sumber"]), pilihan


def _tanpa_berkas(request, ditolak):
    konteks = {"form": ImporForm(), "daftar_pesan": [str(ditolak)]}
    return render(request, "anggaran/impor.html", konteks, status=409)


def _pratinjau(request, token, rencana, pilihan, *, daftar_pesan=(), status=200):
    # A row with a wrong cell is in the file all the same: nothing can be called missing while there are errors.
    tidak_ada = [] if rencana.daftar_kesalahan else rencana.daftar_tidak_ada
    konteks = {
        "token": token,
        "rencana": rencana,
        "nama_berkas": pilihan["nama"],
        "tanggal_hari_ini": rencana.hasil.tanggal_kk is None and not pilihan["tanggal_kk"],
        "daftar_pesan": daftar_pesan,
        "ringkasan": [
            ("Sel salah", len(rencana.daftar_kesalahan), "#ditolak"),
            ("Baru", len(rencana.daftar_baru), "#baru"),
            ("Berubah", len(rencana.daftar_berubah), "#berubah"),
            ("Tetap", len(rencana.daftar_tetap), "#tetap"),
            ("Tidak diterapkan", len(rencana.daftar_dilewati), "#dilewati"),
            ("Tidak ada di berkas", len(tidak_ada), "#tidak-ada"),
        ],
        "kesalahan": _potong(rencana.daftar_kesalahan, KESALAHAN_TAMPIL),
        "baru": _potong(rencana.daftar_baru),
        "berubah": _potong(rencana.daftar_berubah),
        "dilewati": _potong(rencana.daftar_dilewati, KESALAHAN_TAMPIL),
        "tidak_ada": _potong(tidak_ada),
        "url_simpan": reverse("anggaran:impor_rt_simpan", args=[token]),
    }
    return render(request, "anggaran/impor_pratinjau.html", konteks, status=status)


def _potong(daftar, batas=BARIS_TAMPIL):
    """The rows a page shows, and how many it does not."""
    return {"baris": daftar[:batas], "jumlah": len(daftar), "sisa": max(0, len(daftar) - batas)}
