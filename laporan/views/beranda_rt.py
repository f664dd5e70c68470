"""Home of the RT side: the one next step, what came back, the twelve stages, the money in four numbers."""

from django.shortcuts import render

from anggaran.services.bukukas import uang
from anggaran.services.proses import kegagalan_terbuka
from laporan.ringkasan import menunggu
from laporan.services.temuan import perlu_jawab
from laporan.tugas import ambil_lengkap, tugas
from laporan.views.pengingat import boleh_mengingatkan
from pokja.models import Usulan
from pokja.tahapan import Giliran
from rt.angka import rupiah


def beranda_rt(request):
    """One RT: its home. Several (pendamping): a list, what needs doing first on top."""
    daftar = usulan_terbaru(request.user)
    if len(daftar) == 1:
        return _satu(request, daftar[0])
    daftar.sort(key=lambda usulan: (usulan.giliran != Giliran.RT, not usulan.terlambat, usulan.jatuh_tempo is None))
    konteks = {
        "daftar": [(usulan, menunggu(usulan), boleh_mengingatkan(usulan, request.user)) for usulan in daftar],
        "giliran_rt": sum(usulan.giliran == Giliran.RT for usulan in daftar),
        "terlambat": sum(usulan.terlambat for usulan in daftar),
    }
    return render(request, "laporan/beranda_dampingan.html", konteks)


def usulan_terbaru(pengguna):
    """The newest Usulan of each RT of this person. One query."""
    semua = Usulan.objects.untuk(pengguna).select_related("rt__kelurahan", "tahun_program", "kelompok")
    per_rt = {}
    for usulan in semua.order_by("-tahun_program__tahun", "rt__kelurahan__kode", "rt__nomor"):
        per_rt.setdefault(usulan.rt_id, usulan)
    return list(per_rt.values())


def _satu(request, terbaru):
    usulan = ambil_lengkap(request, terbaru.pk)
    konteks = tugas(usulan, request.user) | {
        "daftar_angka": _empat_angka(usulan),
        "temuan_perlu_jawab": _temuan(usulan, request.user),
        "daftar_gagal": kegagalan_terbuka(usulan) if usulan.ada_pencairan else [],
    }
    return render(request, "laporan/beranda_rt.html", konteks)


def _temuan(usulan, pengguna):
    if not usulan.ada_temuan:
        return []
    return [temuan for temuan in usulan.daftar_temuan.select_related("dibuat_oleh") if perlu_jawab(temuan, pengguna)]


def _kata_sisa(angka):
    if not angka.cair:
        return ""
    return f"uang cair{' dan bunga bank' if angka.bunga else ''} yang belum dibelanjakan"


def _empat_angka(usulan):
    """Pagu, cair, belanja, sisa: what a ketua is asked about at the coffee stall. The page of the Usulan has all seven."""
    alokasi = getattr(usulan, "alokasi", None)
    if alokasi is None:
        return []
    angka = uang(usulan)
    return [
        {"label": "Pagu", "nilai": rupiah(angka.pagu), "catatan": "masih sementara" if alokasi.sementara else ""},
        {"label": "Cair", "nilai": rupiah(angka.cair)},
        {"label": "Belanja", "nilai": rupiah(angka.belanja)},
        {
            "label": "Sisa",
            "nilai": rupiah(angka.selisih),
            "lewat": angka.selisih < 0,
            "catatan": _kata_sisa(angka),
        },
    ]
