"""The cash book: one function for the balance, one for the money of a Usulan."""

from collections import defaultdict
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Sum
from django.utils import timezone

from anggaran.models import ARAH, BukuKas, Jenis, Pencairan, Tempat
from anggaran.models.bukukas import Dana
from anggaran.services.rab import rab_berlaku, total_rab
from pokja.models import Sumber, Usulan
from pokja.services import LangkahDitolak
from pokja.tahapan import Giliran, Tahap
from rt.angka import rupiah
from rt.peran import SISI_RT

# A movement of programme money may name a RAB line of programme money only, and so for swadaya.
SUMBER_DANA = {Dana.PROGRAM: Sumber.PROGRAM, Dana.SWADAYA: Sumber.SWADAYA_UANG}


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


def _jaga_saldo(usulan):
    """Refuse whatever would bring a balance below zero on any day."""
    for baris, keadaan in saldo_berjalan(usulan.daftar_bukukas.order_by("tanggal", "pk")):
        for (dana, tempat), nilai in keadaan.items():
            if nilai < 0:
                raise LangkahDitolak(
                    f"Saldo {Tempat(tempat).label.lower()} ({Dana(dana).label.lower()}) menjadi {rupiah(nilai)} pada "
                    f"{baris.tanggal:%d/%m/%Y}. Periksa tanggal dan nilainya, atau catat dulu penarikan tunainya."
                )


def _kunci(usulan_id, oleh):
    usulan = Usulan.objects.select_for_update().select_related("tahun_program").get(pk=usulan_id)
    if not boleh_catat(usulan, oleh):
        raise LangkahDitolak("Buku kas sedang tertutup: dibuka sejak uang diterima sampai LPJ diajukan.")
    return usulan


@transaction.atomic
def catat(baris, *, oleh):
    """Add a row to the book. Raises LangkahDitolak. The same token twice returns the first row."""
    usulan = _kunci(baris.usulan_id, oleh)
    ada = BukuKas.objects.filter(token=baris.token, usulan=usulan).first()
    if ada:
        return ada
    halangan = _halangan_tanggal(usulan, baris.tanggal)
    if baris.jenis == Jenis.TERIMA_PROGRAM:
        halangan.append("Dana program tercatat sendiri saat ketua RT mengonfirmasi uang yang diterima.")
    if baris.jenis == Jenis.BELANJA:
        halangan += _halangan_belanja(usulan, baris)
    if baris.jenis == Jenis.SETOR_PAJAK:
        halangan += _halangan_setor_pajak(usulan, baris)
    if halangan:
        raise LangkahDitolak(*halangan)
    baris.dicatat_oleh = oleh
    baris.save(force_insert=True)
    _jaga_saldo(usulan)
    return baris


def _halangan_tanggal(usulan, tanggal):
    if tanggal > timezone.localdate():
        return ["Tanggal tidak boleh sesudah hari ini. Periksa tanggalnya."]
    if tanggal.year != usulan.tahun_program.tahun:
        return [f"Tanggal harus dalam tahun {usulan.tahun_program.tahun}. Periksa tanggalnya."]
    return []


def _halangan_belanja(usulan, baris):
    rab = rab_berlaku(usulan)
    if baris.baris_rab is None or rab is None or baris.baris_rab.versi_rab_id != rab.pk:
        return ["Pilih baris RAB yang berlaku untuk belanja ini."]
    if baris.baris_rab.sumber != SUMBER_DANA[baris.dana]:
        return [
            "Sumber dana belanja tidak sama dengan sumber baris RAB. Dana program dan swadaya tidak boleh tercampur."
        ]
    if baris.bukti is None or baris.bukti.usulan_id != usulan.pk:
        return ["Foto nota belum ada. Unggah fotonya dulu."]
    return []


def _halangan_setor_pajak(usulan, baris):
    belanja = baris.pajak_dari
    if belanja is None or belanja.usulan_id != usulan.pk or belanja.jenis != Jenis.BELANJA:
        return ["Pilih belanja yang pajaknya disetor."]
    sisa = pajak_terbuka_baris(belanja)
    if baris.nilai > sisa:
        return [f"Pajak yang belum disetor dari belanja ini {rupiah(sisa)}, tidak bisa disetor {rupiah(baris.nilai)}."]
    return []


def pajak_terbuka_baris(belanja):
    """Tax withheld on a row and not yet deposited."""
    disetor = belanja.daftar_setoran.sah().aggregate(total=Sum("nilai"))["total"] or 0
    return belanja.pajak - disetor


@transaction.atomic
def koreksi(baris, *, alasan, oleh):
    """Cancel a row by a counter-row with a reason; the wrong row stays in the book."""
    usulan = _kunci(baris.usulan_id, oleh)
    if not alasan.strip():
        raise LangkahDitolak("Tuliskan alasan koreksi.")
    if baris.jenis == Jenis.TERIMA_PROGRAM:
        raise LangkahDitolak("Penerimaan dana program berasal dari pencairan dan tidak dikoreksi di sini.")
    if baris.membatalkan_id or BukuKas.objects.filter(membatalkan=baris).exists():
        raise LangkahDitolak("Baris ini sudah dikoreksi.")
    if baris.daftar_setoran.sah().exists():
        raise LangkahDitolak("Pajak dari belanja ini sudah disetor. Koreksi dulu baris setoran pajaknya.")
    salinan = BukuKas(membatalkan=baris, alasan=alasan.strip(), dicatat_oleh=oleh)
    for kolom in (
        "usulan", "jenis", "dana", "tanggal", "nilai", "pajak", "tarif", "tempat", "baris_rab", "toko", "nomor_bukti",
        "bukti", "pencairan", "pajak_dari",
    ):  # fmt: skip
        setattr(salinan, kolom, getattr(baris, kolom))
    salinan.uraian = f"Koreksi: {baris.uraian}"[:200]
    salinan.save(force_insert=True)
    _jaga_saldo(usulan)
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
    rab = rab_berlaku(usulan)
    alokasi = getattr(usulan, "alokasi", None)
    return Uang(
        pagu=alokasi.pagu if alokasi else 0,
        rab=total_rab(rab) if rab else 0,
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
    induk = dict(usulan.daftar_versi_rab.values_list("daftar_baris__pk", "daftar_baris__asal"))
    total, banyak = defaultdict(int), defaultdict(int)
    belanja = usulan.daftar_bukukas.sah().filter(jenis=Jenis.BELANJA).values_list("baris_rab", "nilai")
    for pk, nilai in belanja:
        total[pk] += nilai
        banyak[pk] += 1
    hasil = []
    for baris in rab.daftar_baris.select_related("kegiatan__dari").order_by("sumber", "jenis_biaya", "pk"):
        pk, pakai, bukti = baris.pk, 0, 0
        while pk is not None:
            pakai, bukti, pk = pakai + total[pk], bukti + banyak[pk], induk.get(pk)
        hasil.append(Realisasi(baris, pakai, bukti))
    return hasil


def halangan_seimbang(usulan):
    """What keeps the LPJ from tying to the rupiah, each with its way out."""
    halangan = []
    angka = uang(usulan)
    for hasil in realisasi(usulan):
        if hasil.janggal:
            halangan.append(
                f"{hasil.baris.uraian}: belanja melebihi rencana sebesar {rupiah(-hasil.sisa)}. "
                "Ajukan pergeseran RAB, atau koreksi barisnya di buku kas."
            )
    if angka.pajak_terbuka:
        halangan.append(
            f"Pajak yang dipotong tetapi belum disetor {rupiah(angka.pajak_terbuka)}. Catat bukti setornya."
        )
    if angka.selisih:
        halangan.append(
            f"Dana diterima {rupiah(angka.cair)} + bunga {rupiah(angka.bunga)} belum sama dengan belanja "
            f"{rupiah(angka.belanja)} + setoran sisa {rupiah(angka.kembali)}: selisih {rupiah(angka.selisih)}. "
            + ("Catat belanja yang kurang atau setorkan sisanya." if angka.selisih > 0 else "Periksa baris buku kas.")
        )
    return halangan
