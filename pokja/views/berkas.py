from pathlib import Path
from urllib.parse import quote

from django.conf import settings
from django.http import FileResponse, HttpResponse
from django.shortcuts import get_object_or_404, render

from pokja.berkas import kecilkan
from pokja.models import Berkas


def berkas(request, pk):
    """Serve an upload to those whose territory it is in. What it is said to be is our own word, never the sender's.

    With ?kecil a photo comes small, for the grids of pages that are read on a phone.
    """
    berkas = get_object_or_404(Berkas.objects.terlihat(request.user), pk=pk)
    kepala = {
        "Content-Type": berkas.tipe,
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": "private, max-age=3600",
        "Content-Security-Policy": "default-src 'none'; sandbox",
    }
    nama = f"{Path(berkas.nama_asli).stem or 'berkas'}{Path(berkas.isi.name).suffix}"
    if "kecil" in request.GET and berkas.gambar:
        return _kecil(berkas, kepala)
    if settings.KAMPUNG_X_ACCEL:
        jawaban = HttpResponse()
        jawaban["X-Accel-Redirect"] = f"{settings.KAMPUNG_X_ACCEL.rstrip('/')}/{quote(berkas.isi.name)}"
        jenis = "inline" if berkas.gambar else "attachment"
        kepala["Content-Disposition"] = f"{jenis}; filename*=utf-8''{quote(nama, safe='')}"
    else:
        try:
            jawaban = FileResponse(berkas.isi.open(), as_attachment=not berkas.gambar, filename=nama)
        except FileNotFoundError:
            return render(request, "pokja/berkas_hilang.html", {"berkas": berkas}, status=404)
    for judul, isi in kepala.items():
        jawaban[judul] = isi
    return jawaban


def _kecil(berkas, kepala):
    try:
        with berkas.isi.open() as isi:
            return HttpResponse(kecilkan(isi), headers=kepala)
    except OSError:
        # Gone, or no picture any more: the page has a caption and the link to the file says what is the matter.
        return HttpResponse(status=404)
