"""What a new row of the buku kas must satisfy before it is written; the balance itself is asked in services.bukukas."""

from dataclasses import dataclass

from django.db.models import Min, Sum
from django.utils import timezone
from django.utils.formats import date_format

from anggaran.models import BukuKas, Jenis, Tempat
from anggaran.models.bukukas import Dana
from anggaran.services.nota import belanja_bernota, sebut, sidik
from pokja.models import Sumber
from rt.angka import rupiah

# A movement of programme money may name a RAB line of programme money only, and so for swadaya.
SUMBER_DANA = {Dana.PROGRAM: Sumber.PROGRAM, Dana.SWADAYA: Sumber.SWADAYA_UANG}
# Kinds with one fund, or one place: the bank's interest belongs to the programme's account.
HANYA_DANA = {
    Jenis.TERIMA_SWADAYA: Dana.SWADAYA,
    Jenis.SETOR_SISA: Dana.PROGRAM,
    Jenis.BUNGA: Dana.PROGRAM,
    Jenis.BIAYA_BANK: Dana.PROGRAM,
}
HANYA_BANK = (Jenis.TARIK_TUNAI, Jenis.BUNGA, Jenis.BIAYA_BANK)
# What may still happen after the year's end, when an LPJ is late; goods may not be bought then.
BOLEH_LEWAT_TAHUN = (Jenis.SETOR_PAJAK, Jenis.SETOR_SISA, Jenis.BUNGA, Jenis.BIAYA_BANK)
BUKTI_WAJIB = {
    Jenis.BELANJA: "Foto nota belum ada. Unggah fotonya dulu.",
    Jenis.SETOR_PAJAK: "Bukti setor pajak belum ada. Unggah foto atau PDF-nya.",
    Jenis.SETOR_SISA: "Bukti setoran sisa (STS) belum ada. Unggah foto atau PDF-nya.",
}


@dataclass(frozen=True)
class Peringatan:
    """What a person is asked once before a row is written; `kode` says what was asked, and about which day or row."""

    kode: str
    kalimat: str


def peringatan_catat(usulan, baris):
    """What is allowed but is more often a slip than meant."""
    return [*_sebelum_uang(usulan, baris), *_nota_sendiri(usulan, baris)]


def uang_pertama(usulan):
    """The day on which programme money first arrived, or None."""
    masuk = usulan.daftar_bukukas.sah().filter(jenis=Jenis.TERIMA_PROGRAM)
    return masuk.aggregate(pertama=Min("tanggal"))["pertama"]


def _sebelum_uang(usulan, baris):
    """Residents may give before the city does; everything else follows the money."""
    pertama = uang_pertama(usulan)
    if baris.jenis == Jenis.TERIMA_SWADAYA or pertama is None or baris.tanggal >= pertama:
        return
    yield Peringatan(
        f"tanggal-{baris.tanggal:%Y%m%d}",
        f"Tanggalnya {date_format(baris.tanggal, 'j F Y')}, sebelum dana program masuk pada "
        f"{date_format(pertama, 'j F Y')}. Periksa tanggalnya.",
    )


def _nota_sendiri(usulan, baris):
    """The same nota in one's own book: twice by mistake, or one nota for two lines of the RAB."""
    if baris.jenis != Jenis.BELANJA:
        return
    tanda = sidik(baris)
    for lain in belanja_bernota().filter(usulan=usulan):
        if lain.bukti_id == baris.bukti_id:
            yield Peringatan(f"nota-{lain.pk}", f"Foto nota ini sudah dipakai: {sebut(lain)}.")
        elif tanda and sidik(lain) == tanda:
            yield Peringatan(
                f"nota-{lain.pk}", f"Nota dengan toko, nomor dan nilai yang sama sudah ada: {sebut(lain)}."
            )


def halangan_catat(usulan, baris, rab):
    """Why a row may not enter the book, as sentences; empty when it may."""
    if baris.jenis == Jenis.TERIMA_PROGRAM:
        return ["Dana program tercatat sendiri saat ketua RT mengonfirmasi uang yang diterima."]
    halangan = _tanggal(usulan, baris) + _rujukan(usulan, baris) + _dana(baris)
    if not halangan and baris.jenis == Jenis.BELANJA:
        halangan = _belanja(baris, rab)
    if not halangan and baris.jenis == Jenis.SETOR_PAJAK:
        halangan = _setor_pajak(baris)
    return halangan


def _tanggal(usulan, baris):
    tahun = usulan.tahun_program.tahun
    if baris.tanggal > timezone.localdate():
        return ["Tanggal tidak boleh sesudah hari ini. Periksa tanggalnya."]
    if baris.tanggal.year < tahun or (baris.tanggal.year > tahun and baris.jenis not in BOLEH_LEWAT_TAHUN):
        return [f"Tanggal harus dalam tahun {tahun}. Periksa tanggalnya."]
    return []


def _rujukan(usulan, baris):
    """Whatever a row names is of the same Usulan: nobody's nota, line or transfer can be borrowed."""
    milik = [
        baris.bukti is None or (baris.bukti.usulan_id == usulan.pk and baris.bukti.dihapus_pada is None),
        baris.baris_rab is None or baris.baris_rab.versi_rab.usulan_id == usulan.pk,
        baris.pencairan is None,
        baris.pajak_dari is None or baris.pajak_dari.usulan_id == usulan.pk,
        baris.membatalkan is None,
    ]
    halangan = [] if all(milik) else ["Ada isian yang menunjuk data RT lain. Muat ulang halaman, lalu pilih lagi."]
    if baris.bukti is None and baris.jenis in BUKTI_WAJIB:
        halangan.append(BUKTI_WAJIB[baris.jenis])
    return halangan


def _dana(baris):
    if baris.dana != HANYA_DANA.get(baris.jenis, baris.dana):
        return ["Jenis catatan ini tidak untuk sumber dana itu. Dana program dan swadaya tidak boleh tercampur."]
    if baris.jenis in HANYA_BANK and baris.tempat != Tempat.BANK:
        return ["Jenis catatan ini hanya terjadi di rekening bank."]
    return []


def _belanja(baris, rab):
    if baris.baris_rab is None or rab is None or baris.baris_rab.versi_rab_id != rab.pk:
        return ["Pilih baris RAB yang berlaku untuk belanja ini."]
    if baris.baris_rab.sumber != SUMBER_DANA[baris.dana]:
        return [
            "Sumber dana belanja tidak sama dengan sumber baris RAB. Dana program dan swadaya tidak boleh tercampur."
        ]
    if not 0 <= baris.pajak <= baris.nilai:
        return ["Pajak tidak boleh melebihi nilai belanja. Periksa angkanya."]
    return halangan_tarif(baris.tarif, baris.tanggal) if baris.tarif else []


def halangan_tarif(tarif, tanggal):
    """A rate holds from its first day to its last."""
    if tarif.mulai <= tanggal <= (tarif.selesai or tanggal):
        return []
    return [f"{tarif} tidak berlaku pada {tanggal:%d/%m/%Y}. Pilih tarif yang berlaku."]


def _setor_pajak(baris):
    belanja = baris.pajak_dari
    if belanja is None or not BukuKas.objects.sah().filter(pk=belanja.pk, jenis=Jenis.BELANJA).exists():
        return ["Pilih belanja yang pajaknya disetor."]
    if not baris.nomor_bukti:
        return ["Tuliskan nomor bukti setor: NTPN untuk pajak pusat, nomor SSPD untuk pajak daerah."]
    if belanja.dana != baris.dana:
        return ["Pajak disetor dari sumber dana yang sama dengan belanjanya."]
    if baris.tanggal < belanja.tanggal:
        return [f"Pajak tidak bisa disetor sebelum belanjanya, {belanja.tanggal:%d/%m/%Y}. Periksa tanggalnya."]
    sisa = pajak_terbuka_baris(belanja)
    if baris.nilai > sisa:
        return [f"Pajak yang belum disetor dari belanja ini {rupiah(sisa)}, tidak bisa disetor {rupiah(baris.nilai)}."]
    return []


def pajak_terbuka_baris(belanja):
    """Tax withheld on a row and not yet deposited."""
    disetor = belanja.daftar_setoran.sah().aggregate(total=Sum("nilai"))["total"] or 0
    return belanja.pajak - disetor
