"""Findings about money: found by an office, answered by the RT, closed by who found it (or DPMPPA)."""

from django.db import transaction
from django.utils import timezone

from pokja.berkas import simpan_berkas
from pokja.models import Berkas, Temuan, Usulan
from pokja.services import LangkahDitolak
from rt.angka import rupiah
from rt.peran import SISI_RT, Peran

# Who may find; INSPEKTORAT also after the end, the others while the Usulan runs.
PENEMU = (Peran.KELURAHAN, Peran.DPMPPA, Peran.INSPEKTORAT)


def boleh_menemukan(usulan, pengguna):
    return pengguna.peran in PENEMU and (not usulan.berakhir or pengguna.peran == Peran.INSPEKTORAT)


def boleh_menjawab(temuan, pengguna):
    return pengguna.peran in SISI_RT and temuan.ditutup_pada is None


def boleh_menutup(temuan, pengguna):
    return temuan.ditutup_pada is None and pengguna.peran in (Peran.DPMPPA, temuan.dibuat_oleh.peran)


@transaction.atomic
def catat_temuan(usulan, *, uraian, nilai, oleh):
    """Open a finding. The same words sent twice find the first one still open."""
    usulan = Usulan.objects.select_for_update().get(pk=usulan.pk)
    if not boleh_menemukan(usulan, oleh):
        raise LangkahDitolak("Usulan ini sudah berakhir. Sesudah itu hanya Inspektorat yang bisa mencatat temuan.")
    sama = usulan.daftar_temuan.filter(uraian=uraian, nilai=nilai, dibuat_oleh=oleh, ditutup_pada__isnull=True).first()
    return sama or Temuan.objects.create(usulan=usulan, uraian=uraian, nilai=nilai, dibuat_oleh=oleh)


@transaction.atomic
def jawab_temuan(temuan, *, jawaban, unggahan, oleh):
    """The RT side answers, with a proof if there is one. A later answer replaces the earlier."""
    temuan = _kunci(temuan)
    if not boleh_menjawab(temuan, oleh):
        raise LangkahDitolak("Temuan ini sudah ditutup, jadi jawabannya tidak bisa diubah lagi.")
    if unggahan is not None:
        temuan.bukti = simpan_berkas(temuan.usulan, Berkas.Jenis.JAWABAN_TEMUAN, unggahan, oleh=oleh)
    temuan.jawaban, temuan.dijawab_oleh, temuan.dijawab_pada = jawaban, oleh, timezone.now()
    temuan.save(update_fields=["bukti", "jawaban", "dijawab_oleh", "dijawab_pada"])


@transaction.atomic
def selesaikan_temuan(temuan, *, diselesaikan, penutup, tutup, oleh):
    """Write down how much is settled, and close when it is all of it."""
    temuan = _kunci(temuan)
    if not boleh_menutup(temuan, oleh):
        raise LangkahDitolak("Temuan ini sudah ditutup, atau ditutup oleh yang menemukannya atau DPMPPA.")
    if diselesaikan > temuan.nilai:
        raise LangkahDitolak(f"Yang diselesaikan tidak bisa melebihi nilai temuan {rupiah(temuan.nilai)}.")
    if tutup and diselesaikan != temuan.nilai:
        raise LangkahDitolak(
            f"Temuan belum bisa ditutup: masih ada {rupiah(temuan.nilai - diselesaikan)} yang belum diselesaikan. "
            "Simpan dulu tanpa mencentang tutup."
        )
    temuan.diselesaikan, temuan.penutup = diselesaikan, penutup
    if tutup:
        temuan.ditutup_oleh, temuan.ditutup_pada = oleh, timezone.now()
    temuan.save(update_fields=["diselesaikan", "penutup", "ditutup_oleh", "ditutup_pada"])


def _kunci(temuan):
    return (
        Temuan.objects.select_for_update(of=("self",))
        .select_related("usulan__rt__kelurahan", "dibuat_oleh")
        .get(pk=temuan.pk)
    )
