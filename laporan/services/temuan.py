"""Findings about money: found by an office, answered by the RT, closed by who found it (or DPMPPA)."""

from django.db import models, transaction
from django.utils import timezone

from laporan.baris_temuan import nilai_baris
from pokja.berkas import simpan_berkas
from pokja.models import Berkas, Temuan, Usulan
from pokja.services import LangkahDitolak, catat_peristiwa
from rt.angka import rupiah
from rt.peran import SISI_RT, Peran

# Who may find; INSPEKTORAT also after the end, the others while the Usulan runs.
PENEMU = (Peran.KELURAHAN, Peran.DPMPPA, Peran.INSPEKTORAT)


class Bentuk(models.TextChoices):
    """How a finding is answered and settled. Written before the words, so that papers and lists say it too."""

    BUKTI = "bukti", "Bukti tambahan"
    KEMBALI = "kembali", "Uang dikembalikan"
    PENJELASAN = "penjelasan", "Penjelasan"


# An answer of this kind is none without a file.
BERBUKTI = (Bentuk.BUKTI, Bentuk.KEMBALI)


def gabung_bentuk(bentuk, kata):
    return f"{Bentuk(bentuk).label}: {kata}"


def pisah_bentuk(teks):
    """(Bentuk, words) of what gabung_bentuk wrote; words without a Bentuk are proof."""
    for bentuk in Bentuk:
        if teks.startswith(f"{bentuk.label}: "):
            return bentuk, teks.removeprefix(f"{bentuk.label}: ")
    return Bentuk.BUKTI, teks


def boleh_menemukan(usulan, pengguna):
    return pengguna.peran in PENEMU and (not usulan.berakhir or pengguna.peran == Peran.INSPEKTORAT)


def boleh_menjawab(temuan, pengguna):
    return pengguna.peran in SISI_RT and temuan.ditutup_pada is None


def perlu_jawab(temuan, pengguna):
    """Does it wait for this person's answer?"""
    return temuan.dijawab_pada is None and boleh_menjawab(temuan, pengguna)


def boleh_menutup(temuan, pengguna):
    return temuan.ditutup_pada is None and pengguna.peran in (Peran.DPMPPA, temuan.dibuat_oleh.peran)


@transaction.atomic
def catat_temuan(usulan, *, uraian, nilai, oleh, kunci=""):
    """Open a finding. The same words sent twice find the first one still open."""
    usulan = Usulan.objects.select_for_update().get(pk=usulan.pk)
    if not boleh_menemukan(usulan, oleh):
        raise LangkahDitolak("Usulan ini sudah berakhir. Sesudah itu hanya Inspektorat yang bisa mencatat temuan.")
    isi = {"kunci": kunci, "uraian": uraian, "nilai": nilai, "dibuat_oleh": oleh}
    sama = usulan.daftar_temuan.filter(**isi, ditutup_pada__isnull=True).first()
    if sama:
        return sama
    _tolak_berlebihan(usulan, nilai, kunci)
    temuan = Temuan.objects.create(usulan=usulan, **isi)
    _catat(temuan, "temuan_dicatat", oleh, rupiah(nilai))
    return temuan


def _tolak_berlebihan(usulan, nilai, kunci):
    """A finding cannot be worth more than what it is on: most often a zero too many."""
    baris, batas = nilai_baris(kunci), usulan.alokasi.pagu
    if baris is not None and nilai > baris:
        raise LangkahDitolak(
            f"Nilai temuan {rupiah(nilai)} melebihi nilai barisnya, {rupiah(baris)}. Periksa jumlah nolnya."
        )
    if baris is None and nilai > batas:
        raise LangkahDitolak(
            f"Nilai temuan {rupiah(nilai)} melebihi pagu usulan ini, {rupiah(batas)}. Periksa jumlah nolnya."
        )


@transaction.atomic
def jawab_temuan(temuan, *, bentuk, jawaban, unggahan, oleh):
    """The RT side answers, with a proof if there is one. A later answer replaces the earlier, which the Riwayat keeps."""
    temuan = _kunci(temuan)
    if not boleh_menjawab(temuan, oleh):
        raise LangkahDitolak("Temuan ini sudah ditutup, jadi jawabannya tidak bisa diubah lagi.")
    if unggahan is not None:
        temuan.bukti = simpan_berkas(temuan.usulan, Berkas.Jenis.JAWABAN_TEMUAN, unggahan, oleh=oleh)
    jawaban = gabung_bentuk(bentuk, jawaban)
    if unggahan is None and jawaban == temuan.jawaban:
        return
    temuan.jawaban, temuan.dijawab_oleh, temuan.dijawab_pada = jawaban, oleh, timezone.now()
    temuan.save(update_fields=["bukti", "jawaban", "dijawab_oleh", "dijawab_pada"])
    _catat(temuan, "temuan_dijawab", oleh, jawaban)


@transaction.atomic
def selesaikan_temuan(temuan, *, diselesaikan, bentuk, penutup, tutup, oleh):
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
    temuan.diselesaikan, temuan.penutup = diselesaikan, gabung_bentuk(bentuk, penutup)
    if tutup:
        temuan.ditutup_oleh, temuan.ditutup_pada = oleh, timezone.now()
    temuan.save(update_fields=["diselesaikan", "penutup", "ditutup_oleh", "ditutup_pada"])
    kata = f"{rupiah(diselesaikan)} dari {rupiah(temuan.nilai)}. {temuan.penutup}"
    _catat(temuan, "temuan_ditutup" if tutup else "temuan_diselesaikan", oleh, kata)


def _catat(temuan, aksi, oleh, kata):
    catat_peristiwa([temuan.usulan], aksi, oleh=oleh, catatan=f"{temuan}: {kata}")


def _kunci(temuan):
    return (
        Temuan.objects.select_for_update(of=("self",))
        .select_related("usulan__rt__kelurahan", "dibuat_oleh")
        .get(pk=temuan.pk)
    )
