"""A checker's decision: one table from (tahap, aksi) to what it does."""

from dataclasses import dataclass
from datetime import date

from django.db import transaction

from anggaran.services.pencairan import periksa_rekening, setujui, tolak
from anggaran.services.rab import terima_renja
from laporan.gerbang import halangan, langkah_tersedia
from laporan.jawaban import potret
from laporan.services import terima_lpj
from pokja.gerbang import rekening_berlaku
from pokja.models import Pokja, Usulan
from pokja.services import LangkahDitolak, UsulanBerubah, kembalikan, pindah_tahap, tutup_tanda
from pokja.tahapan import ALUR, PERIKSA, Tahap

AKSI_MUNDUR = "terima_mundur"


@dataclass(frozen=True)
class Putusan:
    """What the checker decided. Nothing of it is kept before the step is taken."""

    aksi: str
    daftar_tanda: tuple = ()  # (kunci, label, AlasanKembali or None, words)
    tutup: tuple = ()  # ids of the marks found mended
    catatan: str = ""
    sk_nomor: str = ""
    sk_tanggal: date | None = None
    versi_rekening: int | None = None  # set: the account was compared with the passbook


@transaction.atomic
def putuskan(usulan, putusan, *, oleh, versi):
    """Close the mended marks and take the step, or raise LangkahDitolak and change nothing. Returns the Usulan."""
    usulan = Usulan.objects.select_for_update().get(pk=usulan.pk)
    if usulan.versi != versi:
        raise UsulanBerubah
    if putusan.aksi not in [langkah.aksi for langkah in langkah_periksa(usulan, oleh)]:
        raise LangkahDitolak("Langkah ini tidak tersedia sekarang. Buka halaman usulan untuk melihat giliran siapa.")
    tutup_tanda(usulan, oleh=oleh, daftar_id=putusan.tutup)
    jalan = PUTUSAN.get((usulan.tahap, putusan.aksi)) or PUTUSAN.get((None, putusan.aksi), _teruskan)
    jalan(usulan, putusan, oleh=oleh, versi=versi)
    return usulan


def langkah_periksa(usulan, pengguna):
    """The steps of the check page that are open to this person now."""
    return [langkah for langkah in langkah_tersedia(usulan, pengguna) if langkah.url_name == PERIKSA]


def antrean_periksa(pengguna):
    """What waits for this person's check, oldest first."""
    tahap = {langkah.tahap for langkah in ALUR if langkah.peran == pengguna.peran and langkah.url_name == PERIKSA}
    return Usulan.objects.untuk(pengguna).menunggu(pengguna).filter(tahap__in=tahap).order_by("giliran_sejak", "pk")


def _teruskan(usulan, putusan, *, oleh, versi):
    pindah_tahap(
        usulan, putusan.aksi, oleh=oleh, versi=versi, halangan=halangan(usulan, putusan.aksi), catatan=putusan.catatan
    )


def _kembalikan(usulan, putusan, *, oleh, versi):
    kembalikan(
        usulan,
        oleh=oleh,
        versi=versi,
        daftar_tanda=putusan.daftar_tanda,
        catatan=putusan.catatan,
        potret=lambda daftar_kunci: potret(usulan, oleh, daftar_kunci),
    )


def _sahkan_pokja(usulan, putusan, *, oleh, versi):
    """The SK first, because the gate asks for it; the account check beside it."""
    if not putusan.sk_nomor or putusan.sk_tanggal is None:
        raise LangkahDitolak("Nomor dan tanggal SK Pokja belum diisi. Isi keduanya pada formulir ini.")
    Pokja.objects.update_or_create(
        usulan=usulan,
        defaults={"sk_nomor": putusan.sk_nomor, "sk_tanggal": putusan.sk_tanggal, "disahkan_oleh": oleh},
    )
    if putusan.versi_rekening is not None:
        periksa_rekening(rekening_berlaku(usulan), oleh=oleh, versi=putusan.versi_rekening)
    _teruskan(usulan, putusan, oleh=oleh, versi=versi)


def _terima_renja(usulan, putusan, *, oleh, versi):
    terima_renja(usulan, oleh=oleh, versi=versi, halangan=halangan(usulan, "terima"), catatan=putusan.catatan)


def _setujui(usulan, putusan, *, oleh, versi):
    setujui(
        usulan,
        sk_nomor=putusan.sk_nomor,
        sk_tanggal=putusan.sk_tanggal,
        oleh=oleh,
        versi=versi,
        catatan=putusan.catatan,
    )


def _tolak(usulan, putusan, *, oleh, versi):
    tolak(usulan, oleh=oleh, versi=versi, catatan=putusan.catatan)


def _terima_lpj(usulan, putusan, *, oleh, versi):
    terima_lpj(usulan, oleh=oleh, versi=versi, catatan=putusan.catatan)


# What a decision does beyond moving the Usulan. (None, aksi) is for every tahap; all else is _teruskan.
PUTUSAN = {
    (None, "kembalikan"): _kembalikan,
    (Tahap.POKJA, "terima"): _sahkan_pokja,
    (Tahap.RENJA, "terima"): _terima_renja,
    (Tahap.PENETAPAN, "terima"): _setujui,
    (Tahap.PENETAPAN, "tolak"): _tolak,
    (Tahap.LPJ, "terima"): _terima_lpj,
}
