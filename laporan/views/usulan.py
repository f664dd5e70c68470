"""The page of one Usulan, for everybody in whose territory it is, and DPMPPA's undoing of its last step."""

from django.contrib import messages
from django.db.models import Exists, OuterRef, Prefetch, prefetch_related_objects
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import resolve, reverse

from anggaran.models import Penahanan, Pencairan
from anggaran.services.bukukas import uang
from anggaran.services.transfer import langkah_transfer
from laporan import ringkasan
from laporan.forms.pembatalan import BukaKembaliForm
from laporan.gerbang import halangan, langkah_tersedia
from laporan.services.pembatalan import batalkan_langkah, halangan_buka_kembali
from laporan.services.temuan import boleh_menemukan
from pokja.ajukan import baca_versi
from pokja.gerbang import rekening_berlaku
from pokja.isian import ambil_usulan, kiriman, kode, tolak_di_form
from pokja.models import Tanda, Temuan, Usulan
from pokja.services import LangkahDitolak, langkah_terakhir
from pokja.tahapan import NOMOR_TAHAP, PERIKSA, Giliran, Tahap
from rt.akses import boleh_buka, peran_required
from rt.peran import SISI_RT, Peran


def usulan_detail(request, pk):
    usulan = _ambil(request, pk)
    daftar_riwayat = list(usulan.daftar_riwayat.all())
    daftar_tanda = list(usulan.daftar_tanda.terbuka().select_related("alasan")) if usulan.ada_tanda else []
    terisi = _terisi(usulan, request.user)
    daftar_langkah = _langkah(usulan, request.user, terisi)
    kartu = ringkasan.kartu(usulan, request.user, daftar_langkah, daftar_tanda, terisi)
    konteks = {
        "usulan": usulan,
        "menunggu": ringkasan.menunggu(usulan),
        "kartu": kartu,
        "langkah_lain": ringkasan.langkah_lain(usulan, daftar_langkah, kartu)
        + [(label, reverse(url, args=[pk]), False) for label, url in langkah_transfer(usulan, request.user)],
        "daftar_tanda": [(tanda, ringkasan.url_bagian(usulan, tanda.kunci)) for tanda in daftar_tanda],
        "daftar_tahap": ringkasan.daftar_tahap(usulan, daftar_riwayat, terisi),
        "daftar_riwayat": ringkasan.riwayat_terbaca(daftar_riwayat),
        "boleh_buka_kembali": bool(daftar_riwayat) and boleh_buka(request.user, buka_kembali),
        "boleh_menemukan": boleh_menemukan(usulan, request.user),
        **_uang(usulan, request.user),
        **_lain(usulan),
    }
    return render(request, "laporan/usulan_detail.html", konteks)


def _ambil(request, pk):
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


def _uang(usulan, pengguna):
    """Money, account and transfers; nothing is asked before there can be any."""
    nomor = NOMOR_TAHAP.get(usulan.tahap, 99)
    rekening = rekening_berlaku(usulan) if nomor >= NOMOR_TAHAP[Tahap.POKJA] else None
    daftar_pencairan = usulan.daftar_pencairan.all() if usulan.ada_pencairan else []
    return {
        "alokasi": getattr(usulan, "alokasi", None),
        "daftar_angka": ringkasan.tujuh_angka(uang(usulan)) if nomor >= NOMOR_TAHAP[Tahap.PROPOSAL] else [],
        "rekening": rekening,
        "tautan_rekening": _tautan(usulan, pengguna, rekening) if rekening and not usulan.berakhir else [],
        "daftar_pencairan": daftar_pencairan,
        "daftar_penahanan": list(usulan.daftar_penahanan.select_related("oleh")) if usulan.ada_penahanan else [],
        "ada_lpj": nomor >= NOMOR_TAHAP[Tahap.PELAKSANAAN] and bool(daftar_pencairan),
    }


def _tautan(usulan, pengguna, rekening):
    """The pages of the account that this person's Peran has."""
    daftar = [("Ganti rekening", reverse("anggaran:rekening_ganti", args=[usulan.pk]))]
    if rekening.diperiksa_pada is None:
        daftar.insert(0, ("Periksa rekening", reverse("anggaran:rekening_periksa", args=[usulan.pk])))
    return [(label, url) for label, url in daftar if boleh_buka(pengguna, resolve(url).func)]


def _lain(usulan):
    hasil = {"daftar_temuan": [], "daftar_tahun_lain": []}
    if usulan.ada_temuan:
        hasil["daftar_temuan"] = list(usulan.daftar_temuan.select_related("dibuat_oleh"))
    if usulan.ada_tahun_lain:
        daftar = Usulan.objects.filter(rt=usulan.rt_id).exclude(pk=usulan.pk).order_by("-tahun_program__tahun")
        hasil["daftar_tahun_lain"] = list(daftar.select_related("tahun_program"))
    return hasil


@peran_required(Peran.DPMPPA)
def buka_kembali(request, pk):
    """Says what would be undone, asks for the reason, and undoes it."""
    usulan = ambil_usulan(request, pk)
    form = BukaKembaliForm(kiriman(request))
    if request.method == "POST" and form.is_valid():
        try:
            batalkan_langkah(usulan, oleh=request.user, versi=baca_versi(request), catatan=form.cleaned_data["catatan"])
        except LangkahDitolak as ditolak:
            tolak_di_form(form, ditolak)
            usulan = ambil_usulan(request, pk)
        else:
            messages.success(request, "Langkah dibuka kembali.")
            return redirect(usulan)
    terakhir = langkah_terakhir(usulan)
    konteks = {
        "usulan": usulan,
        "form": form,
        "terakhir": terakhir,
        "kata_aksi": ringkasan.KATA_AKSI.get(terakhir.aksi) if terakhir else "",
        "halangan": halangan_buka_kembali(usulan),
    }
    return render(request, "laporan/buka_kembali.html", konteks, status=kode(form))
