"""The cash book: one function for the balance, one for the money of a Usulan."""

from collections import defaultdict
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Sum

from anggaran.models import ARAH, BarisRAB, BukuKas, Jenis, Pencairan, Tempat, VersiRAB
from anggaran.models.bukukas import Dana
from anggaran.services.rab import daftar_baris, pemakaian, rab_berlaku
from anggaran.services.syarat_bukukas import halangan_catat, pajak_terbuka_baris
from pokja.models import Sumber, Usulan
from pokja.services import BagianTerkunci, LangkahDitolak
from pokja.tahapan import Giliran, Tahap
from rt.angka import rupiah
from rt.peran import SISI_RT

__all__ = [
    "BukuKasTertutup", "Realisasi", "TokenTerpakai", "Uang", "boleh_catat", "bukukas_terbuka", "catat", "halangan_seimbang", "koreksi",
    "pajak_terbuka", "pajak_terbuka_baris", "perubahan", "realisasi", "saldo", "saldo_berjalan", "uang",
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
                    f"{baris.tanggal:%d/%m/%Y}. {saran}"
                )


def _kunci(usulan_id, oleh):
    # of=self: the year's row is shared by the whole city and must not be locked with it.
    usulan = Usulan.objects.select_for_update(of=("self",)).select_related("tahun_program").get(pk=usulan_id)
    if not boleh_catat(usulan, oleh):
        raise BukuKasTertutup
    return usulan


@transaction.atomic
def catat(baris, *, oleh):
    """Add a row to the book. Raises LangkahDitolak. The same form sent twice returns the first row."""
    usulan = _kunci(baris.usulan_id, oleh)
    ada = BukuKas.objects.filter(token=baris.token).first()
    if ada:
        sama = ("usulan_id", "jenis", "tanggal", "nilai", "uraian", "baris_rab_id", "nomor_bukti", "tempat")
        if any(getattr(ada, kolom) != getattr(baris, kolom) for kolom in sama):
            raise TokenTerpakai
        return ada
    halangan = halangan_catat(usulan, baris, rab_berlaku(usulan))
    if halangan:
        raise LangkahDitolak(*halangan)
    baris.dicatat_oleh = oleh
    baris.save(force_insert=True)
    _jaga_saldo(usulan, "Periksa tanggal dan nilainya, atau catat dulu uang masuk atau penarikan tunainya.")
    return baris


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
    rab = BarisRAB.objects.filter(
        versi_rab__usulan=usulan, versi_rab__status=VersiRAB.Status.BERLAKU, sumber=Sumber.PROGRAM
    )
    alokasi = getattr(usulan, "alokasi", None)
    return Uang(
        pagu=alokasi.pagu if alokasi else 0,
        rab=rab.aggregate(total=Sum("jumlah"))["total"] or 0,
        cair=Pencairan.objects.cair().filter(usulan=usulan).aggregate(total=Sum("nilai"))["total"] or 0,
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
    """[(expense, tax withheld and not yet deposited)] where some is left; of both funds. Two queries."""
    setoran = usulan.daftar_bukukas.sah().filter(jenis=Jenis.SETOR_PAJAK).order_by().values_list("pajak_dari", "nilai")
    disetor = defaultdict(int)
    for pk, nilai in setoran:
        disetor[pk] += nilai
    belanja = usulan.daftar_bukukas.sah().filter(jenis=Jenis.BELANJA, pajak__gt=0).select_related("tarif")
    terbuka = [(baris, baris.pajak - disetor[baris.pk]) for baris in belanja]
    return [(baris, sisa) for baris, sisa in terbuka if sisa]


def halangan_seimbang(usulan, *, angka=None, daftar_realisasi=None):
    """What keeps the LPJ from tying to the rupiah, each with its way out.

    A page that has read `uang` and `realisasi` already hands them in; a step never does, it reads under its own lock.
    """
    halangan = []
    angka = angka or uang(usulan)
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
    terbuka = sum(sisa for _baris, sisa in pajak_terbuka(usulan))
    if terbuka:
        halangan.append(f"Pajak yang dipotong tetapi belum disetor {rupiah(terbuka)}. Catat bukti setornya.")
    if angka.selisih:
        halangan.append(
            f"Dana diterima {rupiah(angka.cair)} + bunga {rupiah(angka.bunga)} belum sama dengan belanja "
            f"{rupiah(angka.belanja)} + setoran sisa {rupiah(angka.kembali)}: selisih {rupiah(angka.selisih)}. "
            + ("Catat belanja yang kurang atau setorkan sisanya." if angka.selisih > 0 else "Periksa baris buku kas.")
        )
    return halangan
