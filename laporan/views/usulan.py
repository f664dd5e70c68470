"""The page of one Usulan, for everybody in whose territory it is, and DPMPPA's undoing of its last step."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import resolve, reverse

from anggaran.services.bukukas import uang
from anggaran.services.proses import kegagalan_terbuka
from laporan import ringkasan
from laporan.baris_temuan import sebut_baris
from laporan.forms.pembatalan import BukaKembaliForm
from laporan.services.pembatalan import batalkan_langkah, halangan_buka_kembali
from laporan.services.temuan import boleh_menemukan, perlu_jawab
from laporan.tugas import ambil_lengkap, tugas
from laporan.views.pengingat import boleh_mengingatkan
from pokja.ajukan import baca_versi
from pokja.gerbang import rekening_berlaku
from pokja.hari_kerja import muat_libur, umur
from pokja.isian import ambil_usulan, kiriman, kode, tolak_di_form
from pokja.models import Usulan
from pokja.services import LangkahDitolak, langkah_terakhir
from pokja.tahapan import NOMOR_TAHAP, Tahap
from rt.akses import boleh_buka, peran_required
from rt.peran import Peran


def usulan_detail(request, pk):
    usulan = ambil_lengkap(request, pk)
    konteks = tugas(usulan, request.user)
    konteks |= {
        "umur": None if usulan.berakhir else umur(usulan.giliran_sejak, muat_libur()),
        "boleh_buka_kembali": bool(konteks["daftar_riwayat"]) and boleh_buka(request.user, buka_kembali),
        "boleh_menemukan": boleh_menemukan(usulan, request.user),
        "boleh_mengingatkan": boleh_mengingatkan(usulan, request.user),
        **_uang(usulan, request.user),
        **_lain(usulan, request.user),
    }
    return render(request, "laporan/usulan_detail.html", konteks)


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
        "daftar_gagal": kegagalan_terbuka(usulan) if usulan.ada_pencairan else [],
        "daftar_penahanan": list(usulan.daftar_penahanan.select_related("oleh", "dilepas_oleh"))
        if usulan.ada_penahanan
        else [],
        "ada_lpj": nomor >= NOMOR_TAHAP[Tahap.PELAKSANAAN] and bool(daftar_pencairan),
    }


def _tautan(usulan, pengguna, rekening):
    """The pages of the account that this person's Peran has."""
    daftar = [("Ganti rekening", reverse("anggaran:rekening_ganti", args=[usulan.pk]))]
    if rekening.diperiksa_pada is None:
        daftar.insert(0, ("Periksa rekening", reverse("anggaran:rekening_periksa", args=[usulan.pk])))
    return [(label, url) for label, url in daftar if boleh_buka(pengguna, resolve(url).func)]


def _lain(usulan, pengguna):
    hasil = {"daftar_temuan": [], "temuan_perlu_jawab": [], "daftar_tahun_lain": []}
    if usulan.ada_temuan:
        hasil["daftar_temuan"] = sebut_baris(usulan.daftar_temuan.select_related("dibuat_oleh"))
        hasil["temuan_perlu_jawab"] = [temuan for temuan in hasil["daftar_temuan"] if perlu_jawab(temuan, pengguna)]
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
