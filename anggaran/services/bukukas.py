"""The cash book: one function for the balance, one for the money of a Usulan."""

from collections import defaultdict
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Sum

from anggaran.models import ARAH, BukuKas, Jenis, Tempat, VersiRAB
from anggaran.models.bukukas import Dana
from anggaran.services.jumlah import kolom_masuk
from anggaran.services.pemeriksaan_asal import halangan_asal
from anggaran.services.pemeriksaan_buku import halangan_buku, sisa_pajak
from anggaran.services.rab import daftar_baris, pemakaian, rab_berlaku
from anggaran.services.syarat_bukukas import halangan_catat, pajak_terbuka_baris, peringatan_catat, uang_pertama
from pokja.models import Usulan
from pokja.services import BagianTerkunci, LangkahDitolak
from pokja.tahapan import Giliran, Tahap
from rt.angka import rupiah
from rt.peran import SISI_RT

__all__ = [
    "BukuKasTertutup", "PerluDibaca", "Realisasi", "TokenTerpakai", "Uang", "boleh_catat", "bukukas_terbuka", "catat",
    "halangan_seimbang", "koreksi", "pajak_terbuka", "pajak_terbuka_baris", "perubahan", "realisasi", "saldo", "saldo_berjalan", "uang",
]  # fmt: skip


class BukuKasTertutup(BagianTerkunci):
    def __init__(self):
        LangkahDitolak.__init__(self, "Buku kas sedang tertutup: dibuka sejak uang diterima sampai LPJ diajukan.")


class TokenTerpakai(LangkahDitolak):
    """The form of a row that is in the book already came again with other words: another row, or a stray back button."""

    def __init__(self):
        super().__init__(
            "Formulir ini sudah pernah tersimpan dengan isi yang berbeda. Bila ini memang catatan lain, simpan sekali "
            "lagi; bila tidak, buka buku kas dan koreksi barisnya."
        )


class PerluDibaca(LangkahDitolak):
    """The row may be written, but the person has not yet seen what looks like a slip."""

    def __init__(self, daftar_peringatan):
        self.daftar_peringatan = daftar_peringatan
        super().__init__(*[satu.kalimat for satu in daftar_peringatan])


def bukukas_terbuka(usulan):
    """Open from the money's arrival until the LPJ is filed; after a return only if the buku kas was marked."""
    if usulan.tahap in (Tahap.PELAKSANAAN, Tahap.SERAH_TERIMA):
        return True
    if usulan.tahap != Tahap.LPJ or usulan.giliran != Giliran.RT:
        return False
    return not usulan.dikembalikan_oleh or usulan.daftar_tanda.terbuka().filter(kunci__startswith="bukukas").exists()


def boleh_catat(usulan, pengguna):
    return pengguna.peran in SISI_RT and bukukas_terbuka(usulan)


def perubahan(baris):
    """What one row does: [((dana, tempat), rupiah)]. Tax withheld stays in place until it is deposited."""
    tanda = -1 if baris.membatalkan_id else 1
    hasil = [((baris.dana, baris.tempat), tanda * ARAH[baris.jenis] * baris.neto)]
    if baris.jenis == Jenis.TARIK_TUNAI:
        hasil.append(((baris.dana, Tempat.KAS), tanda * baris.nilai))
    return hasil


def saldo_berjalan(daftar_baris):
    """Yield (row, {(dana, tempat): balance after it}) for rows in the order of the book. The one balance there is."""
    saldo = defaultdict(int)
    for baris in daftar_baris:
        for tempat, nilai in perubahan(baris):
            saldo[tempat] += nilai
        yield baris, dict(saldo)


def saldo(usulan):
    """Balance per (dana, tempat), whole rupiah, of the whole book."""
    akhir = {}
    for _baris, keadaan in saldo_berjalan(usulan.daftar_bukukas.order_by("tanggal", "pk")):
        akhir = keadaan
    return defaultdict(int, akhir)


def _jaga_saldo(usulan, saran):
    """Refuse whatever would bring a balance below zero on any day."""
    for baris, keadaan in saldo_berjalan(usulan.daftar_bukukas.order_by("tanggal", "pk")):
        for (dana, tempat), nilai in keadaan.items():
            if nilai < 0:
                raise LangkahDitolak(
                    f"Saldo {Tempat(tempat).label.lower()} ({Dana(dana).label.lower()}) menjadi {rupiah(nilai)} pada "
                    f"{baris.tanggal:%d/%m/%Y}. {_saran_tanggal(usulan, baris, dana) or saran}"
                )


def _saran_tanggal(usulan, baris, dana):
    pertama = uang_pertama(usulan)
    if dana != Dana.PROGRAM or pertama is None or baris.tanggal >= pertama:
        return ""
    return (
        f"Dana program baru masuk {pertama:%d/%m/%Y}: bila barang diambil lebih dulu, tulis tanggal uangnya dibayarkan."
    )


def _kunci(usulan_id, oleh):
    # of=self: the year's row is shared by the whole city and must not be locked with it.
    usulan = Usulan.objects.select_for_update(of=("self",)).select_related("tahun_program").get(pk=usulan_id)
    if not boleh_catat(usulan, oleh):
        raise BukuKasTertutup
    return usulan


@transaction.atomic
def catat(baris, *, oleh, dibaca=None):
    """Add a row to the book. Raises LangkahDitolak. The same form sent twice returns the first row.

    `dibaca` holds the codes of the warnings that the person has read; None asks none, for rows no person types.
    """
    # Asked before the lock too: a first send whose answer was lost stands, though the book has been closed since.
    usulan = None if _tercatat(baris) else _kunci(baris.usulan_id, oleh)
    ada = _tercatat(baris)
    if ada:
        return ada
    halangan = halangan_catat(usulan, baris, rab_berlaku(usulan))
    if halangan:
        raise LangkahDitolak(*halangan)
    tanya = [] if dibaca is None else [satu for satu in peringatan_catat(usulan, baris) if satu.kode not in dibaca]
    baris.dicatat_oleh = oleh
    baris.save(force_insert=True)
    _jaga_saldo(usulan, "Periksa tanggal dan nilainya, atau catat dulu uang masuk atau penarikan tunainya.")
    if tanya:
        # Only now, and rolled back: nobody is asked about a row that would be refused anyway.
        raise PerluDibaca(tanya)
    return baris


def _tercatat(baris):
    """The row that the same form wrote at an earlier send, or None."""
    ada = BukuKas.objects.filter(token=baris.token).first()
    sama = (
        "usulan_id", "jenis", "dana", "tanggal", "nilai", "pajak", "tarif_id", "uraian", "baris_rab_id", "toko",
        "nomor_bukti", "tempat", "bukti_id", "pajak_dari_id",
    )  # fmt: skip
    if ada and any(getattr(ada, kolom) != getattr(baris, kolom) for kolom in sama):
        raise TokenTerpakai
    return ada


@transaction.atomic
def koreksi(baris, *, alasan, oleh):
    """Cancel a row by a counter-row with a reason; the wrong row stays in the book."""
    usulan = _kunci(baris.usulan_id, oleh)
    alasan = alasan.strip()
    if not alasan:
        raise LangkahDitolak("Tuliskan alasan koreksi.")
    if baris.jenis == Jenis.TERIMA_PROGRAM:
        raise LangkahDitolak("Penerimaan dana program berasal dari pencairan dan tidak dikoreksi di sini.")
    if baris.membatalkan_id:
        raise LangkahDitolak("Baris koreksi tidak bisa dikoreksi lagi. Catat barisnya sekali lagi bila memang benar.")
    ada = BukuKas.objects.filter(membatalkan=baris).first()
    if ada and ada.alasan == alasan:
        return ada
    if ada:
        raise LangkahDitolak("Baris ini sudah dikoreksi. Catat barisnya sekali lagi bila memang benar.")
    if baris.daftar_setoran.sah().exists():
        raise LangkahDitolak("Pajak dari belanja ini sudah disetor. Koreksi dulu baris setoran pajaknya.")
    salinan = BukuKas(membatalkan=baris, alasan=alasan, dicatat_oleh=oleh)
    for kolom in (
        "usulan", "jenis", "dana", "tanggal", "nilai", "pajak", "tarif", "tempat", "baris_rab", "toko", "nomor_bukti",
        "bukti", "pencairan", "pajak_dari",
    ):  # fmt: skip
        setattr(salinan, kolom, getattr(baris, kolom))
    salinan.uraian = f"Koreksi: {baris.uraian}"[:200]
    salinan.save(force_insert=True)
    _jaga_saldo(usulan, "Catat dulu baris penggantinya, lalu koreksi baris yang salah.")
    return salinan


# --- the seven numbers ----------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Uang:
    """The money of one Usulan in whole rupiah; programme money only."""

    pagu: int
    rab: int
    cair: int
    bunga: int
    belanja: int  # gross, with bank charges
    pajak: int  # withheld, part of belanja
    pajak_disetor: int
    kembali: int

    @property
    def selisih(self):
        """Zero when the LPJ ties: released + interest - spent - paid back."""
        return self.cair + self.bunga - self.belanja - self.kembali

    @property
    def pajak_terbuka(self):
        return self.pajak - self.pajak_disetor


def uang(usulan):
    """The seven numbers of a Usulan, from the same rows as the lists."""
    jumlah = defaultdict(int)
    pajak = 0
    baris = usulan.daftar_bukukas.sah().filter(dana=Dana.PROGRAM).order_by().values("jenis")
    for per_jenis in baris.annotate(nilai_total=Sum("nilai"), pajak_total=Sum("pajak")):
        jumlah[per_jenis["jenis"]] = per_jenis["nilai_total"]
        pajak += per_jenis["pajak_total"]
    kolom = kolom_masuk()
    dasar = Usulan.objects.filter(pk=usulan.pk).values_list("alokasi__pagu", kolom["rab"], kolom["cair"])
    pagu, rab, cair = dasar.get()
    return Uang(
        pagu=pagu or 0,
        rab=rab,
        cair=cair,
        bunga=jumlah[Jenis.BUNGA],
        belanja=jumlah[Jenis.BELANJA] + jumlah[Jenis.BIAYA_BANK],
        pajak=pajak,
        pajak_disetor=jumlah[Jenis.SETOR_PAJAK],
        kembali=jumlah[Jenis.SETOR_SISA],
    )


@dataclass(frozen=True)
class Realisasi:
    """One RAB line against the book: planned, spent, left, number of proofs."""

    baris: object
    terpakai: int
    banyak_bukti: int

    @property
    def sisa(self):
        return self.baris.jumlah - self.terpakai

    @property
    def janggal(self):
        return self.sisa < 0

    @property
    def persen(self):
        return self.terpakai * 100 // self.baris.jumlah if self.baris.jumlah else 0


def realisasi(usulan):
    """Per line of the RAB in force; money booked under an earlier version counts on the line that came of it."""
    rab = rab_berlaku(usulan)
    if rab is None:
        return []
    pakai = pemakaian(rab)
    return [Realisasi(baris, *pakai[baris.pk]) for baris in daftar_baris(rab)]


def pajak_terbuka(usulan):
    """[(expense, tax withheld and not yet deposited)] where some is left; of both funds. One query."""
    return sisa_pajak(list(usulan.daftar_bukukas.select_related("tarif")))


def halangan_seimbang(usulan, *, angka=None, daftar_realisasi=None):
    """What keeps the LPJ from tying to the rupiah, each with its way out.

    A page that has read `uang` and `realisasi` already hands them in; a step never does, it reads under its own lock.
    """
    angka = angka or uang(usulan)
    buku = list(usulan.daftar_bukukas.order_by("tanggal", "pk"))
    halangan = halangan_asal(usulan, buku) + halangan_buku(buku, saldo_berjalan(buku))
    for hasil in realisasi(usulan) if daftar_realisasi is None else daftar_realisasi:
        if hasil.janggal:
            halangan.append(
                f"{hasil.baris.uraian}: belanja melebihi rencana sebesar {rupiah(-hasil.sisa)}. "
                "Ajukan pergeseran RAB, atau koreksi barisnya di buku kas."
            )
    if usulan.daftar_versi_rab.filter(status__in=[VersiRAB.Status.DISIAPKAN, VersiRAB.Status.DIAJUKAN]).exists():
        halangan.append(
            "Masih ada pergeseran RAB yang belum selesai. Ajukan atau batalkan, atau tunggu putusan DPMPPA."
        )
    if angka.selisih:
        halangan.append(
            f"Dana diterima {rupiah(angka.cair)} + bunga {rupiah(angka.bunga)} belum sama dengan belanja "
            f"{rupiah(angka.belanja)} + setoran sisa {rupiah(angka.kembali)}: selisih {rupiah(angka.selisih)}. "
            + ("Catat belanja yang kurang atau setorkan sisanya." if angka.selisih > 0 else "Periksa baris buku kas.")
        )
    return halangan
