from django.contrib import messages
from django.db import transaction
from django.shortcuts import redirect, render
from django.urls import resolve, reverse

from pokja.berkas import BerkasDitolak, periksa_unggahan, simpan_berkas
from pokja.forms.tim import UNSUR_DIPILIH, AnggotaForm, RekeningForm
from pokja.gerbang import rekening_berlaku
from pokja.isian import JenisBaris, ambil_usulan, coba_simpan, kiriman, kode, konteks_bagian
from pokja.models import Berkas, Unsur
from pokja.ringkasan import daftar_foto
from pokja.services import kunci_isian
from pokja.tim import RekeningTerkunci, nomor_untuk, simpan_rekening
from rt.akses import boleh_buka


def _ketua_dan_kekurangan(usulan):
    terisi = set(usulan.daftar_anggota.values_list("unsur", flat=True))
    return {
        "nama_ketua": usulan.rt.nama_ketua,
        "unsur_kosong": [label for unsur, label in UNSUR_DIPILIH if unsur not in terisi],
    }


ANGGOTA = JenisBaris(
    kunci="anggota",
    form=AnggotaForm,
    daftar=lambda usulan: usulan.daftar_anggota.exclude(unsur=Unsur.KETUA),
    kolom=(
        ("Unsur", lambda baris: baris.get_unsur_display(), False),
        ("Nama", lambda baris: baris.nama, False),
        ("Jenis kelamin", lambda baris: baris.get_jenis_kelamin_display(), False),
    ),
    bantuan="Setiap unsur harus terisi. Perempuan, pemuda dan tokoh boleh lebih dari satu orang.",
    template="pokja/anggota.html",
    tambahan=_ketua_dan_kekurangan,
)


def ringkas_anggota(usulan):
    return {"rincian": [(Unsur.KETUA.label, usulan.rt.nama_ketua)], **ANGGOTA.ringkas(usulan)}


def rekening(request, pk):
    """Number, holder and photo in one form. A good photo is kept at once, so that no slip of the pen loses it."""
    usulan = ambil_usulan(request, pk)
    baris = rekening_berlaku(usulan)
    konteks = konteks_bagian(usulan, request.user, "rekening")
    diperiksa = bool(baris and baris.diperiksa_pada)
    if request.method == "POST" and diperiksa:
        raise RekeningTerkunci
    foto, galat_foto = _foto(request, usulan, baris, konteks["terbuka"])
    form = RekeningForm(kiriman(request), request.FILES or None, instance=baris, usulan=usulan, foto=foto)
    if galat_foto:
        form.add_error("berkas", galat_foto)
    if request.method == "POST" and coba_simpan(
        form, simpan_rekening, konteks["terbuka"], oleh=request.user, kunci="rekening"
    ):
        messages.success(request, "Rekening Pokja tersimpan.")
        return redirect(usulan)
    konteks |= {
        "form": form,
        "terbuka": konteks["terbuka"] and not diperiksa,
        "diperiksa": diperiksa,
        "url_ganti": _url_ganti(usulan, request.user),
        "rincian": rincian_rekening(baris, nomor_untuk(baris, request.user) if baris else ""),
        "daftar_foto": daftar_foto([foto] if foto else []),
    }
    return render(request, "pokja/rekening.html", konteks, status=kode(form))


def _url_ganti(usulan, pengguna):
    """The page of a change of account, for those whose Peran has it. By name, because it is another app's."""
    url = reverse("anggaran:rekening_ganti", args=[usulan.pk])
    return url if boleh_buka(pengguna, resolve(url).func) else ""


def _foto(request, usulan, baris, terbuka):
    """(photo of the passbook: the one just sent, else the stored one, or None; why the sent one was refused)."""
    tersimpan = baris.foto if baris and baris.foto else _foto_terakhir(usulan)
    if not (terbuka and request.FILES.get("berkas")):
        return tersimpan, None
    try:
        unggahan = periksa_unggahan(request.FILES["berkas"])
    except BerkasDitolak as ditolak:
        return tersimpan, str(ditolak)
    with transaction.atomic():
        kunci_isian(usulan.pk, request.user, "rekening")
        return simpan_berkas(usulan, Berkas.Jenis.BUKU_TABUNGAN, unggahan, oleh=request.user), None


def _foto_terakhir(usulan):
    return usulan.daftar_berkas.ada().filter(jenis=Berkas.Jenis.BUKU_TABUNGAN).order_by("-pk").first()


def rincian_rekening(baris, nomor):
    if baris is None:
        return []
    return [
        ("Bank", baris.bank),
        ("Nomor rekening", nomor),
        ("Nama pemilik rekening", baris.atas_nama),
        ("Pemeriksaan kelurahan", "Sudah cocok dengan buku tabungan" if baris.diperiksa_pada else "Belum diperiksa"),
    ]


def ringkas_rekening(usulan):
    baris = rekening_berlaku(usulan)
    rincian = rincian_rekening(baris, baris.nomor_samar) if baris else [("Rekening", "")]
    return {
        "rincian": rincian,
        "nama_isian": ["bank", "nomor", "atas_nama"],
        "daftar_foto": daftar_foto([baris.foto] if baris and baris.foto else []),
    }
