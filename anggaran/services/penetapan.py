"""DPMPPA's decision on a proposal: approved under an SK, or refused."""

from django.db import transaction
from django.utils import timezone

from anggaran.models import Penetapan, SKPenetapan
from anggaran.services.rab import ajukan_proposal, rab_berlaku, total_rab
from pokja.gerbang import tanpa_tanda
from pokja.services import LangkahDitolak, pindah_tahap


def penetapan_berlaku(usulan):
    """The decision in force, or None. Reads `.all()`, so that a list may prefetch it."""
    return next((p for p in usulan.daftar_penetapan.all() if p.dibatalkan_pada is None), None)


def halangan_setujui(usulan):
    return tanpa_tanda(usulan) + ajukan_proposal(usulan)


@transaction.atomic
def setujui(usulan, *, sk_nomor, sk_tanggal, oleh, versi, catatan=""):
    """Approve the proposal under an SK; the approved amount is the programme money of its RAB."""
    sk_nomor = " ".join(sk_nomor.split())
    halangan = halangan_setujui(usulan) + _halangan_sk(usulan.tahun_program, sk_nomor, sk_tanggal)
    pindah_tahap(usulan, "terima", oleh=oleh, versi=versi, halangan=halangan, catatan=catatan)
    sk, _baru = SKPenetapan.objects.get_or_create(
        tahun_program_id=usulan.tahun_program_id,
        nomor=sk_nomor,
        latihan=usulan.latihan,
        defaults={"tanggal": sk_tanggal},
    )
    if sk.tanggal != sk_tanggal:
        raise LangkahDitolak(f"SK {sk.nomor} sudah tercatat bertanggal {sk.tanggal:%d/%m/%Y}. Samakan tanggalnya.")
    return Penetapan.objects.create(
        usulan=usulan, sk=sk, disetujui=True, nilai=total_rab(rab_berlaku(usulan)), oleh=oleh
    )


def _halangan_sk(tahun_program, nomor, tanggal):
    halangan = []
    if not nomor:
        halangan.append("Nomor SK belum diisi. Isi nomor SK penetapannya.")
    # An SK for a programme year may be signed in the last weeks of the year before.
    if tanggal > timezone.localdate() or tanggal.year not in (tahun_program.tahun - 1, tahun_program.tahun):
        halangan.append(
            f"Tanggal SK tidak boleh sesudah hari ini dan harus dalam tahun {tahun_program.tahun} "
            "atau satu tahun sebelumnya. Periksa tanggalnya."
        )
    return halangan


@transaction.atomic
def tolak(usulan, *, oleh, versi, catatan):
    """Refuse the proposal with a reason: the life of this Usulan ends here."""
    pindah_tahap(usulan, "tolak", oleh=oleh, versi=versi, halangan=[], catatan=catatan)
    return Penetapan.objects.create(usulan=usulan, disetujui=False, oleh=oleh)


def lepaskan_penetapan(usulan):
    """When DPMPPA undoes its decision: the decision's row stays, marked as undone."""
    usulan.daftar_penetapan.filter(dibatalkan_pada__isnull=True).update(dibatalkan_pada=timezone.now())
