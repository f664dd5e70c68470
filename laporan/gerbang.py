"""All gates together, for the page: what a step still needs, asked of the app that owns the facts."""

import anggaran.gerbang
import laporan.services
import pokja.gerbang
from anggaran.services.transfer import transfer_bisa_gagal, transfer_diproses, transfer_selisih
from pokja.services import langkah_untuk
from pokja.tahapan import Giliran, Tahap

GERBANG = pokja.gerbang.GERBANG | anggaran.gerbang.GERBANG | laporan.services.GERBANG


def halangan(usulan, aksi):
    """The sentences of the gates still shut for this step; empty when it will work if pressed."""
    gerbang = GERBANG.get((usulan.tahap, usulan.giliran, aksi))
    return gerbang(usulan) if gerbang else []


def _siap(usulan):
    rembuk = getattr(usulan, "rembuk", None)
    return rembuk is not None and rembuk.siap


# Steps that share a state but never a situation: the page offers the one that fits the facts.
COCOK = {
    (Tahap.REMBUK, Giliran.KELURAHAN, "terima"): _siap,
    (Tahap.REMBUK, Giliran.KELURAHAN, "terima_mundur"): lambda usulan: not _siap(usulan),
    (Tahap.PENCAIRAN, Giliran.KEUANGAN, "cairkan"): transfer_diproses,
    (Tahap.PENCAIRAN, Giliran.KEUANGAN, "gagalkan"): transfer_bisa_gagal,
    (Tahap.PENCAIRAN, Giliran.KEUANGAN, "jelaskan_selisih"): transfer_selisih,
}


def langkah_tersedia(usulan, pengguna):
    """The steps of this person's Peran that fit the facts; what still keeps one shut is `halangan`."""
    return [
        langkah
        for langkah in langkah_untuk(usulan, pengguna)
        if langkah.kunci not in COCOK or COCOK[langkah.kunci](usulan)
    ]
