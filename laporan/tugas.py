"""What one person has to do on one Usulan: the card, the marks, the twelve stages. For its page and for the RT's home."""

from django.db.models import Exists, OuterRef, Prefetch, prefetch_related_objects
from django.shortcuts import get_object_or_404
from django.urls import reverse

from anggaran.models import Penahanan, Pencairan
from anggaran.services.transfer import langkah_transfer
from laporan import ringkasan
from laporan.gerbang import halangan, langkah_tersedia
from laporan.perbaikan import sudah_diubah
from pokja.models import Tanda, Temuan, Usulan
from pokja.tahapan import PERIKSA, Giliran
from rt.peran import SISI_RT


def ambil_lengkap(request, pk):
    """The Usulan with what its gates read anyway, and which of its lists have rows: an empty list costs no query."""
    milik = {"usulan": OuterRef("pk")}
    daftar = (
        Usulan.objects.untuk(request.user)
        .select_related("rt__kelurahan__kecamatan", "kelompok", "tahun_program__program")
        .select_related("alokasi", "rembuk", "pokja", "proposal", "bast", "lpj")
        .annotate(
            ada_tanda=Exists(Tanda.objects.terbuka().filter(**milik)),
            ada_temuan=Exists(Temuan.objects.filter(**milik)),
            ada_pencairan=Exists(Pencairan.objects.filter(**milik)),
            ada_penahanan=Exists(Penahanan.objects.filter(**milik)),
            ada_tahun_lain=Exists(Usulan.objects.filter(rt=OuterRef("rt")).exclude(pk=OuterRef("pk"))),
        )
    )
    usulan = get_object_or_404(daftar, pk=pk)
    if usulan.ada_pencairan:
        # The gates of the transfer read these rows too, and the page shows them.
        transfer = Pencairan.objects.select_related("termin", "permohonan", "rekening").order_by("termin__urut", "pk")
        prefetch_related_objects([usulan], Prefetch("daftar_pencairan", transfer))
    return usulan


def tugas(usulan, pengguna):
    """Context of the card, the marks and the task list; `usulan` as `ambil_lengkap` gives it."""
    daftar_riwayat = list(usulan.daftar_riwayat.all())
    daftar_tanda = list(usulan.daftar_tanda.terbuka().select_related("alasan")) if usulan.ada_tanda else []
    diubah = sudah_diubah(usulan, daftar_tanda)
    terisi = _terisi(usulan, pengguna)
    daftar_langkah = _langkah(usulan, pengguna, terisi)
    belum_diubah = [tanda for tanda in daftar_tanda if tanda.kunci not in diubah]
    kartu = ringkasan.kartu(usulan, pengguna, daftar_langkah, belum_diubah, terisi)
    # What must be mended is not called filled in.
    beres = terisi - {tanda.kunci.partition(":")[0] for tanda in belum_diubah}
    return {
        "usulan": usulan,
        "menunggu": ringkasan.menunggu(usulan),
        "kartu": kartu,
        "langkah_lain": ringkasan.langkah_lain(usulan, daftar_langkah, kartu)
        + [(label, reverse(url, args=[usulan.pk]), False) for label, url in langkah_transfer(usulan, pengguna)],
        "daftar_tanda": [
            (tanda, ringkasan.url_bagian(usulan, tanda.kunci), tanda.kunci in diubah) for tanda in daftar_tanda
        ],
        "daftar_tahap": ringkasan.daftar_tahap(usulan, daftar_riwayat, beres),
        "daftar_riwayat": ringkasan.riwayat_terbaca(daftar_riwayat),
    }


def _langkah(usulan, pengguna, terisi):
    """[(step, its halangan)] of this person. The check page asks its own gates, so they are not asked here."""
    kosong = ringkasan.bagian_kosong(usulan, terisi)
    hasil = []
    for langkah in langkah_tersedia(usulan, pengguna):
        if langkah.url_name == PERIKSA:
            hasil.append((langkah, []))
        elif langkah.aksi == "ajukan" and kosong:
            # Empty parts say enough; the gate itself is asked when everything has something in it.
            hasil.append((langkah, [f"{bagian.label} belum diisi." for bagian in kosong]))
        else:
            hasil.append((langkah, halangan(usulan, langkah.aksi)))
    return hasil


def _terisi(usulan, pengguna):
    if usulan.giliran != Giliran.RT or pengguna.peran not in SISI_RT:
        return frozenset()
    return ringkasan.bagian_terisi(usulan)
