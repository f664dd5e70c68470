from dataclasses import dataclass

from anggaran.forms_rab import PembebasanForm, ProposalForm, RabForm
from anggaran.models import BarisRAB, JenisBiaya
from anggaran.services.rab import (
    daftar_baris,
    daftar_item_wajib,
    hapus_baris,
    mulai_rab,
    rab_berlaku,
    simpan_baris,
    total_rab,
    total_swadaya,
)
from pokja.isian import JenisBaris, halaman_tunggal, tulis_isian
from pokja.isian_berkas import halaman_berkas
from pokja.models import Berkas, Sumber
from rt.angka import rupiah, volume

BERKAS_PROPOSAL = (Berkas.Jenis.FOTO_0, Berkas.Jenis.LAMPIRAN)


def proposal_dari(usulan):
    return getattr(usulan, "proposal", None)


def narasi(request, pk):
    return halaman_tunggal(request, pk, kunci="narasi", form_kelas=ProposalForm, ambil=proposal_dari)


def berkas_proposal(request, pk):
    return halaman_berkas(
        request,
        pk,
        kunci="berkas_proposal",
        daftar_jenis=BERKAS_PROPOSAL,
        bantuan="Foto keadaan sebelum pekerjaan dimulai wajib ada. Gambar teknis dan daftar harga boleh dilampirkan.",
    )


def baris_berlaku(usulan):
    versi_rab = rab_berlaku(usulan)
    return daftar_baris(versi_rab) if versi_rab else BarisRAB.objects.none()


def simpan(form, *, oleh, kunci):
    baris = form.instance
    if baris.versi_rab_id is None:
        baris.versi_rab = mulai_rab(form.usulan, oleh=oleh)
    return simpan_baris(baris, oleh=oleh, tulis=lambda: tulis_isian(form))


def ringkasan_rab(usulan):
    """The figures above the lines: programme money and swadaya never in one sum."""
    versi_rab = rab_berlaku(usulan)
    alokasi = getattr(usulan, "alokasi", None)
    return {
        "versi_rab": versi_rab,
        "pagu": alokasi.pagu if alokasi else 0,
        "total": total_rab(versi_rab) if versi_rab else 0,
        "swadaya": total_swadaya(versi_rab) if versi_rab else 0,
    }


def per_jenis(daftar):
    """Groups of the paper with their two subtotals; `daftar` as JenisBaris presents it, in the order of the paper."""
    kelompok = []
    for jenis in JenisBiaya:
        isi = [sajian for sajian in daftar if sajian["baris"].jenis_biaya == jenis]
        program = sum(s["baris"].jumlah for s in isi if s["baris"].sumber == Sumber.PROGRAM)
        swadaya = sum(s["baris"].jumlah for s in isi) - program
        if isi:
            kelompok.append({"label": jenis.label, "isi": isi, "program": program, "swadaya": swadaya})
    return kelompok


@dataclass(frozen=True)
class JenisBarisRAB(JenisBaris):
    def konteks(self, usulan, pengguna):
        konteks = super().konteks(usulan, pengguna)
        return konteks | {"daftar_kelompok": per_jenis(konteks["daftar_baris"])}

    def _hapus(self, baris, *, oleh):
        hapus_baris(baris, oleh=oleh)


RAB = JenisBarisRAB(
    kunci="rab",
    form=RabForm,
    daftar=baris_berlaku,
    kolom=(
        ("Uraian", lambda b: b.uraian, False),
        ("Jenis biaya", lambda b: b.get_jenis_biaya_display(), False),
        ("Kegiatan", lambda b: str(b.kegiatan or "Baris tetap"), False),
        ("Volume", lambda b: f"{volume(b.volume)} {b.satuan}", True),
        ("Harga satuan", lambda b: rupiah(b.harga_satuan), True),
        ("Sumber dana", lambda b: b.get_sumber_display(), False),
        ("Jumlah", lambda b: rupiah(b.jumlah), True),
    ),
    bantuan="Satu baris untuk satu barang atau upah, dari satu sumber dana. Baris tetap sudah diisi oleh DPMPPA.",
    template="anggaran/rab.html",
    template_ubah="anggaran/rab_ubah.html",
    simpan=simpan,
    tambahan=ringkasan_rab,
)

ITEM_WAJIB = JenisBaris(
    kunci="item_wajib",
    form=PembebasanForm,
    daftar=lambda usulan: usulan.daftar_pembebasan.select_related("item_wajib"),
    kolom=(
        ("Barang wajib", lambda p: p.item_wajib.nama, False),
        ("Alasan dibebaskan", lambda p: p.alasan, False),
    ),
    bantuan="Setiap barang wajib harus ada di RAB, atau dibebaskan dengan alasan.",
    template="anggaran/item_wajib.html",
    tambahan=lambda usulan: {"daftar_item": daftar_item_wajib(usulan)},
)
