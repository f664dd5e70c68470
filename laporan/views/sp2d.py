"""SP2D by Excel: take out what waits, fill it in, send it back, look, confirm."""

import logging

from django.contrib import messages
from django.db.models import OuterRef, Subquery
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from anggaran.forms_pencairan import baca_id
from anggaran.models import Penahanan, Pencairan
from anggaran.services.pencairan import tandai_berganti
from anggaran.services.unggahan_impor import LEMBAR_SP2D, BerkasHilang, ambil_unggahan, simpan_unggahan
from laporan.daftar import POTONGAN, unduhan
from laporan.excel import tulis_lembar
from laporan.forms.sp2d import LembarSP2DForm
from laporan.kolom import Penulis
from laporan.kolom.sp2d import KOLOM_SP2D
from laporan.services.sp2d import RencanaBerubah, rencanakan, terapkan
from laporan.sp2d_baca import baca_sp2d
from pokja.isian import kiriman, kode
from pokja.services import LangkahDitolak
from rt.akses import peran_required
from rt.angka import ribuan, rupiah
from rt.lembar import BerkasDitolak
from rt.models import Peran

BARIS_TAMPIL = 500
catatan_unduhan = logging.getLogger("kampung.unduhan")


@require_safe
@peran_required(Peran.KEUANGAN)
def sp2d_xlsx(request):
    """What waits for its SP2D, narrowed like the queue: ?permohonan= and ?kelurahan=. Account numbers in full, logged."""
    daftar = Pencairan.objects.untuk(request.user).di_keuangan()
    for nama, path in (("kelurahan", "permohonan__kelurahan"), ("permohonan", "permohonan")):
        if request.GET.get(nama):
            daftar = daftar.filter(**{path: baca_id(request.GET[nama])})
    tahan = Penahanan.objects.aktif().filter(usulan=OuterRef("usulan")).values("alasan")[:1]
    daftar = tandai_berganti(daftar).annotate(alasan_tahan=Subquery(tahan))
    daftar = daftar.order_by("permohonan__tanggal", "permohonan_id", "usulan__rt__nomor", "pk")
    penulis = Penulis(KOLOM_SP2D)
    baris = daftar.values_list(*penulis.sumber).iterator(POTONGAN)
    berkas, banyak = tulis_lembar("SP2D", KOLOM_SP2D, penulis.sel(baris), latihan=request.user.latihan)
    if not banyak:
        berkas.close()
        messages.warning(request, "Tidak ada transfer yang menunggu SP2D menurut saringan itu.")
        return redirect("anggaran:pencairan_proses")
    catatan_unduhan.info("lembar SP2D dengan nomor rekening: %s, %d baris", request.user.username, banyak)
    return unduhan(berkas, "sp2d", latihan=request.user.latihan)


@peran_required(Peran.KEUANGAN)
def sp2d(request):
    """The upload. A file that is no such sheet is refused beside its field."""
    form = LembarSP2DForm(kiriman(request), request.FILES or None)
    if request.method == "POST" and form.is_valid():
        berkas = form.cleaned_data["berkas"]
        try:
            baca_sp2d(berkas)
        except BerkasDitolak as ditolak:
            form.add_error("berkas", str(ditolak))
        else:
            token = simpan_unggahan(request.session, berkas, jenis=LEMBAR_SP2D)
            return redirect("laporan:sp2d_pratinjau", token)
    return render(request, "laporan/sp2d.html", {"form": form}, status=kode(form))


@peran_required(Peran.KEUANGAN)
def sp2d_pratinjau(request, token):
    try:
        rencana, nama = _rencana(request, token)
    except (BerkasHilang, BerkasDitolak) as ditolak:
        return _tanpa_berkas(request, ditolak)
    return _pratinjau(request, token, rencana, nama)


@peran_required(Peran.KEUANGAN)
def sp2d_simpan(request, token):
    """The file stays for its day: a second confirm finds everything recorded and lands on the same page."""
    try:
        rencana, nama = _rencana(request, token)
    except (BerkasHilang, BerkasDitolak) as ditolak:
        return _tanpa_berkas(request, ditolak)
    if request.method == "POST" and (rencana.daftar_tulis or rencana.daftar_kesalahan):
        try:
            if rencana.sidik != request.POST.get("sidik", ""):
                raise RencanaBerubah
            terapkan(rencana, oleh=request.user)
        except LangkahDitolak as ditolak:
            rencana, nama = _rencana(request, token)
            return _pratinjau(request, token, rencana, nama, daftar_pesan=ditolak.daftar_pesan, status=409)
        cair, gagal = len(rencana.daftar_cair), len(rencana.daftar_gagal)
        messages.success(
            request, f"Tersimpan: {ribuan(cair)} RT cair ({rupiah(rencana.total_cair)}), {ribuan(gagal)} gagal."
        )
    return redirect("laporan:sp2d_pratinjau", token)


def _rencana(request, token):
    letak, pilihan = ambil_unggahan(request.session, token, jenis=LEMBAR_SP2D)
    return rencanakan(baca_sp2d(letak), request.user), pilihan["nama"]


def _tanpa_berkas(request, ditolak):
    konteks = {"form": LembarSP2DForm(), "daftar_pesan": [str(ditolak)]}
    return render(request, "laporan/sp2d.html", konteks, status=409)


def _pratinjau(request, token, rencana, nama, *, daftar_pesan=(), status=200):
    konteks = {
        "rencana": rencana,
        "nama_berkas": nama,
        "daftar_pesan": daftar_pesan,
        "ringkasan": [
            ("Sel salah", len(rencana.daftar_kesalahan), "#ditolak"),
            ("Jadi cair", len(rencana.daftar_cair), "#cair"),
            ("Jadi gagal", len(rencana.daftar_gagal), "#gagal"),
            ("Sudah tercatat", len(rencana.daftar_tercatat), "#tercatat"),
            ("Kosong, dibiarkan", rencana.banyak_kosong, "#kosong"),
        ],
        "kesalahan": rencana.daftar_kesalahan[:BARIS_TAMPIL],
        "sisa_kesalahan": max(0, len(rencana.daftar_kesalahan) - BARIS_TAMPIL),
        "url_simpan": reverse("laporan:sp2d_simpan", args=[token]),
    }
    return render(request, "laporan/sp2d_pratinjau.html", konteks, status=status)
