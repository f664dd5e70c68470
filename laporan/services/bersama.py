"""Deciding several filings together, where that is safe. Each row is a transaction of its own, with its own refusal.

What is safe, and why nothing else is:
- Kelurahan accepts Pemetaan and Renja: words and estimates that the preview shows whole, no scan, no photo, no account
  to compare, and the proposal is verified line by line later. Rembuk, Pokja, Verifikasi, Serah terima and LPJ have
  papers that only eyes can check, so they are decided one by one.
- DPMPPA approves proposals that a kelurahan has verified: one SK is one decree for many RT.
- Keuangan takes signed bundles up: no money moves by it.
A row with an open mark is never part of it: somebody asked for something there.
"""

from dataclasses import dataclass, field

from django.db.models import Prefetch

from anggaran.models import Pencairan, Permohonan
from anggaran.services.pencairan import terima_proses
from anggaran.services.rab import SYARAT_PROPOSAL, nilai_proposal
from laporan.bukti import bagian_diperiksa
from laporan.gerbang import GERBANG, halangan
from laporan.services.periksa import Putusan, putuskan
from pokja.models import Tanda, Usulan
from pokja.services import LangkahDitolak, UsulanBerubah, sudah_dilakukan
from pokja.tahapan import Giliran, Tahap, cari_langkah
from rt.peran import Peran

# One page of the queue; each row of the preview asks the very gates that decide it.
PALING_BANYAK = 50
# Without the earlier answers, which no gate reads.
TANDA = Prefetch("daftar_tanda", Tanda.objects.defer("isi_lama"))
SEMUA_DITAHAN = "Semua transfernya sedang ditahan. Lepaskan penahanannya dulu."


@dataclass
class BarisRencana:
    """One row of the preview: what will happen to it, or why it stays out."""

    kunci: str  # "pk-versi", what the form sends back
    label: str
    url: str
    akibat: str
    nilai: int = 0
    halangan: list = field(default_factory=list)
    daftar_bagian: list = field(default_factory=list)


@dataclass
class Hasil:
    berhasil: list = field(default_factory=list)
    ditolak: list = field(default_factory=list)  # (label, sentence)
    nilai: int = 0


def terapkan(bersama, daftar_kunci, *, oleh, isian):
    """Decide each (pk, versi) by itself: what one row refuses holds up no other."""
    hasil = Hasil()
    objek = {satu.pk: satu for satu in bersama.ambil(oleh).filter(pk__in=[pk for pk, _versi in daftar_kunci])}
    for pk, versi in daftar_kunci:
        if pk not in objek:
            continue
        try:
            hasil.nilai += bersama.jalankan(objek[pk], versi, oleh=oleh, isian=isian)
        except LangkahDitolak as ditolak:
            hasil.ditolak.append((bersama.label(objek[pk]), str(ditolak)))
        else:
            hasil.berhasil.append(bersama.label(objek[pk]))
    return hasil


class _Putusan:
    """Steps of the check page, taken for many Usulan: `terima`, with everything the check page would ask."""

    ber_sk = False
    kolom_nilai = perihal = ""
    bekal = ()  # what the gates of the preview read, fetched for all rows at once

    def ambil(self, pengguna):
        return Usulan.objects.untuk(pengguna).select_related("rt__kelurahan", "tahun_program", "alokasi", "proposal")

    def label(self, usulan):
        return str(usulan.rt)

    def cocok(self, usulan):
        """May this row of the queue be chosen? `bertanda` is laporan.antrean.lengkapi's."""
        return (usulan.tahap, usulan.giliran) in self.keadaan and not usulan.bertanda

    def halangan(self, usulan):
        """Sentences: not this work, an automatic check that is not green, or a gate of the step."""
        if (usulan.tahap, usulan.giliran) not in self.keadaan:
            return ["Tidak lagi menunggu putusan ini. Buka usulannya untuk melihat keadaannya sekarang."]
        return halangan(usulan, "terima")

    def rencana(self, daftar_pk, pengguna):
        daftar = self.ambil(pengguna).filter(pk__in=daftar_pk).order_by("giliran_sejak", "pk")
        daftar = daftar.prefetch_related(*self.bekal)
        return [self._baris(usulan, pengguna) for usulan in daftar]

    def _baris(self, usulan, pengguna):
        kurang = self.halangan(usulan)
        langkah = cari_langkah(usulan.tahap, usulan.giliran, "terima")
        akibat = (
            "" if kurang else f"{langkah.label}: menjadi {langkah.ke_tahap.label}, giliran {langkah.ke_giliran.label}."
        )
        return BarisRencana(
            f"{usulan.pk}-{usulan.versi}", self.label(usulan), usulan.get_absolute_url(), akibat,
            self.nilai(usulan), kurang, [] if kurang else self.daftar_bagian(usulan, pengguna),
        )  # fmt: skip

    def nilai(self, usulan):
        return 0

    def daftar_bagian(self, usulan, pengguna):
        return []

    def jalankan(self, usulan, versi, *, oleh, isian):
        if usulan.versi == versi:
            kurang = self.halangan(usulan)
            if kurang:
                raise LangkahDitolak(*kurang)
        nilai = self.nilai(usulan)
        try:
            putuskan(usulan, self.putusan(isian), oleh=oleh, versi=versi)
        except UsulanBerubah:
            # The second of two presses: the first one has done it.
            if not sudah_dilakukan(usulan, "terima", oleh=oleh, versi=versi):
                raise LangkahDitolak(
                    "Usulan ini berubah sesudah Anda melihatnya, jadi tidak diputuskan. Buka usulannya dan periksa sendiri."
                ) from None
        return nilai


class TerimaRencana(_Putusan):
    judul = "Terima beberapa sekaligus"
    tombol_antrean = "Terima bersama"
    tombol = "Terima"
    selesai = "diterima"
    dilihat = "Saya sudah melihat isi setiap usulan di atas, dan semuanya sesuai"
    penjelasan = (
        "Bisa bersama hanya Pemetaan dan Renja 1 tahun tanpa tanda: isinya terbaca seluruhnya di sini. "
        "Yang punya foto, pindaian, rekening atau nota diperiksa satu per satu."
    )
    keadaan = ((Tahap.PEMETAAN, Giliran.KELURAHAN), (Tahap.RENJA, Giliran.KELURAHAN))
    bekal = (TANDA, "daftar_pemetaan", "daftar_swadaya", "daftar_renja5", "daftar_renja1")

    def halangan(self, usulan):
        """The gate of accepting asks for no open mark alone, so the automatic checks of the filing are asked too."""
        kurang = super().halangan(usulan)
        return kurang or GERBANG[usulan.tahap, Giliran.RT, "ajukan"](usulan)

    def daftar_bagian(self, usulan, pengguna):
        return bagian_diperiksa(usulan, pengguna)

    def putusan(self, isian):
        return Putusan("terima", catatan="Diterima bersama usulan lain dari antrean.")


class Tetapkan(_Putusan):
    judul = "Tetapkan beberapa dengan satu SK"
    tombol_antrean = "Tetapkan bersama"
    tombol = "Tetapkan"
    selesai = "ditetapkan"
    dilihat = "Saya sudah melihat RT dan nilai di atas, dan semuanya sama dengan lampiran SK"
    penjelasan = "Satu SK untuk banyak RT: nilai yang ditetapkan adalah dana program dalam RAB masing-masing."
    keadaan = ((Tahap.PENETAPAN, Giliran.DPMPPA),)
    ber_sk = True
    bekal = (TANDA, *SYARAT_PROPOSAL)

    def nilai(self, usulan):
        return nilai_proposal(usulan)

    def putusan(self, isian):
        return Putusan("terima", sk_nomor=isian["sk_nomor"], sk_tanggal=isian["sk_tanggal"])


class TerimaPermohonan:
    """Whole bundles: whoever of a bundle was chosen, all its transfers that are not held go along."""

    judul = "Terima permohonan untuk diproses"
    tombol_antrean = "Terima permohonan"
    tombol = "Terima"
    selesai = "diterima untuk diproses"
    dilihat = ""
    penjelasan = "Permohonan diterima seutuhnya. Transfer yang ditahan tetap menunggu dan tidak menahan yang lain."
    ber_sk = False
    kolom_nilai, perihal = "Transfer (Rp)", "Permohonan"

    def ambil(self, pengguna):
        return Permohonan.objects.untuk(pengguna).select_related("kelurahan")

    def label(self, permohonan):
        return f"{permohonan.nomor}, {permohonan.kelurahan}"

    def cocok(self, usulan):
        return usulan.transfer_status == Pencairan.Status.DITANDATANGANI and not usulan.tertahan

    def rencana(self, daftar_pk, pengguna):
        """`daftar_pk` are Usulan; their signed bundles are the rows."""
        isi = Pencairan.objects.untuk(pengguna).filter(
            permohonan__daftar_pencairan__usulan__in=daftar_pk, status=Pencairan.Status.DITANDATANGANI
        )
        isi = isi.select_related("permohonan__kelurahan", "usulan").prefetch_related("usulan__daftar_penahanan")
        bundel = {}
        for pencairan in isi.distinct().order_by("permohonan__tanggal", "permohonan", "pk"):
            bundel.setdefault(pencairan.permohonan, []).append(pencairan)
        return [self._baris(permohonan, daftar) for permohonan, daftar in bundel.items()]

    def _baris(self, permohonan, daftar):
        jalan = [pencairan for pencairan in daftar if not pencairan.ditahan]
        ditahan = len(daftar) - len(jalan)
        akibat = f"{len(jalan)} transfer menjadi diproses" + (f", {ditahan} ditahan dan menunggu." if ditahan else ".")
        kurang = [] if jalan else [SEMUA_DITAHAN]
        return BarisRencana(
            f"{permohonan.pk}-0", self.label(permohonan), "", "" if kurang else akibat,
            sum(pencairan.nilai for pencairan in jalan), kurang,
        )  # fmt: skip

    def jalankan(self, permohonan, versi, *, oleh, isian):
        diterima, ditahan = terima_proses(permohonan, oleh=oleh)
        if ditahan and not diterima:
            raise LangkahDitolak(SEMUA_DITAHAN)
        return sum(pencairan.nilai for pencairan in diterima)


BERSAMA = {Peran.KELURAHAN: TerimaRencana(), Peran.DPMPPA: Tetapkan(), Peran.KEUANGAN: TerimaPermohonan()}
