"""Between the lurah's signature and the SP2D: Keuangan takes a bundle up; and what follows a transfer that failed."""

from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from anggaran.models import Pencairan, Permohonan
from anggaran.services.penahanan import penahanan_aktif
from anggaran.services.rekening import rekening_dari
from pokja.models import Usulan
from pokja.services import LangkahDitolak, catat_peristiwa
from rt.peran import Peran

Status = Pencairan.Status


@transaction.atomic
def terima_proses(permohonan, *, oleh):
    """Keuangan takes up what the lurah signed; whoever is held waits and holds up nobody. Twice changes nothing.

    Returns (taken up, held): two lists of transfers.
    """
    if oleh.peran != Peran.KEUANGAN:
        raise LangkahDitolak(f"Langkah ini dilakukan oleh {Peran.KEUANGAN.label}, bukan oleh akun Anda.")
    # The Usulan before their transfers, in the order in which every verb locks them.
    isi = permohonan.daftar_pencairan.filter(status=Status.DITANDATANGANI)
    list(Usulan.objects.select_for_update().filter(pk__in=isi.values("usulan")).order_by("pk"))
    permohonan = Permohonan.objects.select_for_update().get(pk=permohonan.pk)
    if permohonan.status != Permohonan.Status.DITANDATANGANI:
        raise LangkahDitolak(
            "Permohonan ini belum ditandatangani atau sudah dibatalkan, jadi belum bisa diproses. "
            "Tunggu tanda tangan lurah."
        )
    diterima, ditahan = [], []
    for pencairan in isi.select_related("usulan__rt__kelurahan").prefetch_related("usulan__daftar_penahanan"):
        (ditahan if penahanan_aktif(pencairan.usulan) else diterima).append(pencairan)
    if diterima:
        isi.filter(pk__in=[pencairan.pk for pencairan in diterima]).update(status=Status.DIPROSES)
        daftar_usulan = [pencairan.usulan for pencairan in diterima]
        catat_peristiwa(daftar_usulan, "proses", oleh=oleh, catatan=f"Permohonan {permohonan.nomor}")
        if permohonan.diproses_pada is None:
            permohonan.diproses_oleh, permohonan.diproses_pada = oleh, timezone.now()
            permohonan.save(update_fields=["diproses_oleh", "diproses_pada"])
    return diterima, ditahan


@dataclass(frozen=True)
class Kegagalan:
    """A transfer that failed and has not been asked for again: the bank's words, and who does what now."""

    pencairan: Pencairan
    lanjut: str

    @property
    def alasan(self):
        return self.pencairan.alasan_gagal


def kegagalan_terbuka(usulan):
    """The failed transfers of a Usulan that nothing has replaced yet, oldest termin first. Reads `.all()`."""
    if usulan.berakhir:
        return []
    daftar = list(usulan.daftar_pencairan.all())
    terpakai = {pencairan.termin_id for pencairan in daftar if pencairan.status in Pencairan.TERPAKAI}
    terakhir = {}
    for pencairan in daftar:
        if pencairan.status == Status.GAGAL and pencairan.termin_id not in terpakai:
            lama = terakhir.get(pencairan.termin_id)
            if lama is None or pencairan.percobaan > lama.percobaan:
                terakhir[pencairan.termin_id] = pencairan
    return [Kegagalan(pencairan, _lanjut(usulan, pencairan)) for pencairan in terakhir.values()]


def _lanjut(usulan, pencairan):
    rekening = rekening_dari(usulan)
    if rekening is None:
        return "Ketua RT mengisi rekening Pokja dulu di halaman Ganti rekening."
    if rekening.diperiksa_pada is None:
        return "Rekening Pokja belum diperiksa. Kelurahan memeriksanya dulu, lalu memohonkan pencairannya lagi."
    if rekening.pk != pencairan.rekening_id:
        return "Rekening baru sudah diperiksa. Sekarang kelurahan memohonkan pencairannya lagi."
    return (
        "Bila rekeningnya yang salah, ketua RT menggantinya di halaman Ganti rekening, lalu kelurahan memeriksanya. "
        "Bila rekeningnya sudah benar, kelurahan memohonkan pencairannya lagi."
    )
