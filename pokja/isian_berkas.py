"""The page on which the RT side sends the photos and papers of a part: all of them, or only what a mark opened."""

from dataclasses import dataclass

from django.contrib import messages
from django.db import transaction
from django.db.models import Q
from django.shortcuts import redirect, render

from pokja.berkas import BerkasDitolak, buang_berkas, periksa_unggahan, simpan_berkas, sudah_terkirim
from pokja.isian import ambil_usulan, konteks_bagian, nomor_baris
from pokja.luring import jawab_ditolak, jawab_terkirim, lewat_luring
from pokja.models import Berkas, Usulan
from pokja.ringkasan import daftar_foto
from pokja.services import BagianTerkunci, bagian_terbuka
from rt.peran import SISI_RT


@dataclass(frozen=True)
class IzinBerkas:
    """What of the uploads of a part may be written now: the kinds that may be sent, the rows that may go."""

    jenis: frozenset
    buang: object  # QuerySet of Berkas


def izin_berkas(usulan, buka, kunci, daftar_jenis):
    """`buka` are the open keys. A mark on one document opens it, and what was sent in its place since it was marked."""
    ada = usulan.daftar_berkas.ada().filter(jenis__in=daftar_jenis)
    if kunci in buka:
        return IzinBerkas(frozenset(daftar_jenis), ada)
    nomor = nomor_baris(buka, kunci)
    if not nomor:
        return IzinBerkas(frozenset(), ada.none())
    ditandai = usulan.daftar_berkas.filter(pk__in=nomor, jenis__in=daftar_jenis)
    jenis = dict(ditandai.values_list("pk", "jenis"))
    boleh = Q(pk__in=nomor)
    # Since the mark, not since the return: a mark that stays through another return is about what took its place.
    daftar_tanda = usulan.daftar_tanda.terbuka().filter(kunci__in=[f"{kunci}:{pk}" for pk in jenis])
    for kunci_tanda, dibuat in daftar_tanda.values_list("kunci", "dibuat_pada"):
        boleh |= Q(jenis=jenis[int(kunci_tanda.partition(":")[2])], diunggah_pada__gt=dibuat)
    return IzinBerkas(frozenset(jenis.values()), ada.filter(boleh))


def halaman_berkas(request, pk, *, kunci, daftar_jenis, bantuan="", template="pokja/berkas.html"):
    """Uploads of one part: one file a send, each acknowledged by itself."""
    usulan = ambil_usulan(request, pk)
    konteks = konteks_bagian(usulan, request.user, kunci)
    galat = {}
    if request.method == "POST":
        try:
            messages.success(request, _terima_berkas(request, usulan, kunci, daftar_jenis))
            return jawab_terkirim(request, request.path) if lewat_luring(request) else redirect(request.path)
        except BerkasDitolak as ditolak:
            if lewat_luring(request):
                return jawab_ditolak(ditolak.daftar_pesan)
            galat = {request.POST.get("jenis", ""): str(ditolak)}
    izin = izin_berkas(usulan, konteks["buka"], kunci, daftar_jenis)
    konteks["sebagian"] = bool(izin.jenis) and not konteks["terbuka"]
    konteks["daftar_unggahan"] = _daftar_unggahan(usulan, konteks["daftar_tanda"], izin, daftar_jenis, galat)
    konteks["galat_umum"] = [pesan for jenis, pesan in galat.items() if jenis not in daftar_jenis]
    konteks["ada_galat"], konteks["bantuan"] = bool(galat), bantuan
    return render(request, template, konteks, status=422 if galat else 200)


def _daftar_unggahan(usulan, daftar_tanda, izin, daftar_jenis, galat):
    ada = list(usulan.daftar_berkas.ada().filter(jenis__in=daftar_jenis))
    bisa_dibuang = set(izin.buang.values_list("pk", flat=True)) if izin.jenis else set()
    per_nomor = {tanda.kunci.partition(":")[2]: tanda for tanda in daftar_tanda}
    hasil = []
    for jenis in daftar_jenis:
        foto = daftar_foto(berkas for berkas in ada if berkas.jenis == jenis)
        hasil.append(
            {
                "jenis": jenis,
                "judul": Berkas.Jenis(jenis).label,
                "daftar_foto": foto,
                "daftar_baris": [
                    (satu, per_nomor.get(str(satu["pk"])), satu["pk"] in bisa_dibuang)
                    for satu in foto
                    if satu["pk"] in bisa_dibuang or str(satu["pk"]) in per_nomor
                ],
                "terbuka": jenis in izin.jenis,
                "galat": galat.get(jenis, ""),
            }
        )
    return hasil


def _izin_sekarang(usulan, pengguna, kunci, daftar_jenis):
    buka = bagian_terbuka(usulan) if pengguna.peran in SISI_RT else frozenset()
    return izin_berkas(usulan, buka, kunci, daftar_jenis)


def _terima_berkas(request, usulan, kunci, daftar_jenis):
    """Delete or store what was posted; answers with the sentence of thanks."""
    hapus, jenis = request.POST.get("hapus", ""), request.POST.get("jenis", "")
    izin = _izin_sekarang(usulan, request.user, kunci, daftar_jenis)
    if not izin.jenis or (not hapus and jenis in daftar_jenis and jenis not in izin.jenis):
        # Sent while the part was open, the answer lost on the way: it is here, and that is all the phone asks.
        if not hapus and jenis in daftar_jenis and sudah_terkirim(usulan, jenis, request.FILES.get("berkas")):
            return f"{Berkas.Jenis(jenis).label} terkirim."
        raise BagianTerkunci
    if not hapus and jenis not in daftar_jenis:
        raise BerkasDitolak("Berkas ini tidak diminta di bagian ini. Muat ulang halaman, lalu kirim lagi.")
    # Decoding a photo takes a while: before the lock, not under it.
    unggahan = None if hapus else periksa_unggahan(request.FILES.get("berkas"))
    with transaction.atomic():
        usulan = Usulan.objects.select_for_update().get(pk=usulan.pk)
        izin = _izin_sekarang(usulan, request.user, kunci, daftar_jenis)
        if hapus:
            return _hapus(usulan, izin, hapus, daftar_jenis)
        if jenis not in izin.jenis:
            raise BagianTerkunci
        simpan_berkas(usulan, jenis, unggahan, oleh=request.user)
        return f"{Berkas.Jenis(jenis).label} terkirim."


def _hapus(usulan, izin, hapus, daftar_jenis):
    """A second click finds nothing and is thanked just the same; what is locked stays."""
    nomor = int(hapus) if hapus.isdecimal() and len(hapus) < 19 else 0
    if not izin.jenis:
        raise BagianTerkunci
    if izin.buang.filter(pk=nomor).exists():
        buang_berkas(usulan, nomor, daftar_jenis)
    elif usulan.daftar_berkas.ada().filter(pk=nomor, jenis__in=daftar_jenis).exists():
        raise BagianTerkunci
    return "Berkas dihapus."
