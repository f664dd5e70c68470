"""The page on which a ketua RT looks a filing over and submits it. Used by later apps with their own gates."""

from itertools import chain, repeat

from django.db import transaction
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse

from pokja.isian import ambil_usulan
from pokja.models import Usulan
from pokja.services import UsulanBerubah, bagian_terbuka, pindah_tahap, sudah_dilakukan
from pokja.tahapan import ALUR, BAGIAN, cari_langkah


def baca_versi(request):
    """The versi a form was opened with; -1, which is nobody's, when it is missing or no number."""
    teks = request.POST.get("versi", "")
    return int(teks) if teks.isdecimal() and len(teks) < 10 else -1


def halaman_ajukan(request, pk, *, url_name, gerbang, sebelum=None, ringkasan=None):
    """GET shows what is filled and what is missing; POST submits. `sebelum(usulan)` runs inside the transaction, first.

    `ringkasan` gives, by the key of a Bagian, the function that sums it up for "periksa jawaban" (pokja.ringkasan).
    404 for a step that is not this view's own: it would be a back door past the gates of another app.
    """
    usulan = ambil_usulan(request, pk)
    if request.method == "POST":
        return _kirim(request, usulan, url_name, gerbang, sebelum)
    langkah = _langkah(usulan, url_name)
    if langkah is None:
        if _terakhir_dari(usulan, url_name):
            # The back button after filing: what was sent, and no error.
            return redirect("pokja:terkirim", pk)
        raise Http404
    konteks = {
        "usulan": usulan,
        "langkah": langkah,
        "boleh": langkah.peran == request.user.peran,
        "halangan": gerbang[langkah.kunci](usulan),
        "daftar_bagian": _daftar_bagian(usulan, ringkasan or {}),
    }
    return render(request, "pokja/ajukan.html", konteks)


def _langkah(usulan, url_name):
    langkah = cari_langkah(usulan.tahap, usulan.giliran, "ajukan")
    return langkah if langkah and langkah.url_name == url_name else None


def _terakhir_dari(usulan, url_name):
    """Was the last thing that happened to it a filing by this view?"""
    terakhir = usulan.daftar_riwayat.last()
    if terakhir is None or terakhir.aksi != "ajukan":
        return False
    return any(
        langkah.kunci == (terakhir.dari_tahap, terakhir.dari_giliran, "ajukan") and langkah.url_name == url_name
        for langkah in ALUR
    )


def _daftar_bagian(usulan, ringkasan):
    """The parts with what was answered, each answer with the address that changes it where it may be changed."""
    buka = bagian_terbuka(usulan)
    terbuka = {kunci.partition(":")[0] for kunci in buka}
    tanda = list(usulan.daftar_tanda.terbuka().select_related("alasan")) if usulan.dikembalikan_oleh else []
    hasil = []
    for bagian in BAGIAN[usulan.tahap]:
        isi = ringkasan[bagian.kunci](usulan) if bagian.kunci in ringkasan else {}
        url = reverse(bagian.url_name, args=[usulan.pk])
        nama_isian = isi.get("nama_isian", ()) if bagian.kunci in buka else ()
        hasil.append(
            {
                "bagian": bagian,
                "url": url,
                "terbuka": bagian.kunci in terbuka,
                "diminta": [satu for satu in tanda if satu.kunci.partition(":")[0] == bagian.kunci],
                "ringkasan": isi,
                "daftar_jawaban": [
                    (label, teks, f"{url}#id_{nama}" if nama else "")
                    for (label, teks), nama in zip(isi.get("rincian", ()), chain(nama_isian, repeat("")), strict=False)
                ],
                "daftar_baris": [
                    (sel, ubah[1] if ubah and {bagian.kunci, ubah[0]} & buka else "")
                    for sel, ubah in zip(isi.get("daftar_sel", ()), isi.get("daftar_ubah", ()), strict=True)
                ],
            }
        )
    return hasil


def _kirim(request, usulan, url_name, gerbang, sebelum):
    versi = baca_versi(request)
    try:
        with transaction.atomic():
            usulan = Usulan.objects.select_for_update().get(pk=usulan.pk)
            if usulan.versi != versi:
                raise UsulanBerubah
            langkah = _langkah(usulan, url_name)
            if langkah is None:
                raise Http404
            if sebelum:
                sebelum(usulan)
            pindah_tahap(usulan, "ajukan", oleh=request.user, versi=versi, halangan=gerbang[langkah.kunci](usulan))
    except UsulanBerubah:
        if not sudah_dilakukan(usulan, "ajukan", oleh=request.user, versi=versi):
            raise
    return redirect("pokja:terkirim", usulan.pk)
