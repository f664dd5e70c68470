"""The hand that writes a cash book: each method one row, or a row with its proof, and the running balance of the demo."""

from collections import defaultdict

from anggaran.models import BukuKas, Jenis, Tempat
from anggaran.models.bukukas import Dana
from laporan.demo.kalender import TAHUN, pukul
from pokja.models import Berkas

SETELAN = {"dana": Dana.PROGRAM, "tempat": Tempat.BANK}


class Pencatat:
    def __init__(self, h, gudang, lemari):
        self.h, self.gudang, self.lemari = h, gudang, lemari
        self.saldo = defaultdict(int)
        self.jumlah = defaultdict(int)  # by Jenis, programme money
        self.pajak = 0
        self.terpakai = defaultdict(int)  # by BarisRAB pk
        # Here and there the pendamping types for the RT.
        self.pelaku = h.bendahara or (h.pendamping if h.rt.nomor % 6 == 0 else h.ketua)
        self._belanja = {}
        self._urut = 0

    def _baris(self, jenis, tanggal, uraian, nilai, **kolom):
        kolom = SETELAN | kolom
        # Written down on the evening of the day, or a day later.
        dicatat = pukul(tanggal, self.h.acak, 9, 17)
        return self.gudang.buat(
            BukuKas, usulan_id=self.h.usulan_id, jenis=jenis, tanggal=tanggal, uraian=uraian, nilai=nilai,
            dicatat_oleh=self.pelaku, dicatat_pada=dicatat, **kolom,
        )  # fmt: skip

    def _hitung(self, jenis, nilai, dana=Dana.PROGRAM):
        if dana == Dana.PROGRAM:
            self.jumlah[jenis] += nilai

    def _nomor_nota(self):
        self._urut += 1
        return f"{self.h.usulan_id % 1000:03d}-{self._urut:02d}"

    def terima(self, tanggal):
        cair = self.h.pencairan
        self._baris(
            Jenis.TERIMA_PROGRAM, tanggal, f"Dana program {cair.termin}", cair.nilai, nomor_bukti=cair.sp2d_nomor, pencairan=cair
        )  # fmt: skip
        self.saldo[Dana.PROGRAM, Tempat.BANK] += cair.nilai

    def tarik(self, nilai, tanggal):
        self._baris(Jenis.TARIK_TUNAI, tanggal, "Tarik tunai di Bank Jambi", nilai)
        self.saldo[Dana.PROGRAM, Tempat.BANK] -= nilai
        self.saldo[Dana.PROGRAM, Tempat.KAS] += nilai

    def iuran(self, belanja, tanggal):
        self._baris(
            Jenis.TERIMA_SWADAYA, tanggal, "Iuran warga", belanja.nilai, dana=Dana.SWADAYA, tempat=Tempat.KAS
        )  # fmt: skip
        self.saldo[Dana.SWADAYA, Tempat.KAS] += belanja.nilai

    def belanja(self, belanja, tanggal):
        nomor = self._nomor_nota()
        pada = pukul(tanggal, self.h.acak, 9, 17)
        pinjaman = self.h.meminjam.nota_pertama if self.h.meminjam and self._urut == 3 else None
        bukti, isi = self.lemari.nota(
            self.h, pada, belanja.toko, nomor, tanggal, belanja.baris.uraian, belanja.nilai, pinjaman
        )  # fmt: skip
        self.h.nota_pertama = self.h.nota_pertama or isi
        umum = {
            "dana": belanja.dana, "tempat": Tempat.KAS if belanja.dana == Dana.SWADAYA else belanja.tempat,
            "baris_rab": belanja.baris, "toko": belanja.toko, "nomor_bukti": nomor, "bukti": bukti,
        }  # fmt: skip
        if belanja.salah:
            salah = self._baris(Jenis.BELANJA, tanggal, belanja.baris.uraian, belanja.salah, **umum)
            self._baris(
                Jenis.BELANJA, tanggal, f"Koreksi: {belanja.baris.uraian}"[:200], belanja.salah, membatalkan=salah,
                alasan="Salah ketik nilai nota.", **umum,
            )  # fmt: skip
        self._belanja[id(belanja)] = self._baris(
            Jenis.BELANJA, tanggal, belanja.baris.uraian, belanja.nilai, pajak=belanja.pajak, tarif=belanja.tarif, **umum
        )  # fmt: skip
        self._hitung(Jenis.BELANJA, belanja.nilai, belanja.dana)
        self.pajak += belanja.pajak
        self.terpakai[belanja.baris.pk] += belanja.nilai
        self.saldo[umum["dana"], umum["tempat"]] -= belanja.nilai - belanja.pajak

    def setor_pajak(self, belanja, tanggal):
        baris = self._belanja[id(belanja)]
        ntpn = f"{self.h.usulan_id:06d}{self._urut:02d}{belanja.pajak % 10**8:08d}"
        self._baris(
            Jenis.SETOR_PAJAK, tanggal, f"Setor {belanja.tarif.nama}", belanja.pajak, tempat=belanja.tempat,
            nomor_bukti=ntpn, pajak_dari=baris,
        )  # fmt: skip
        self._hitung(Jenis.SETOR_PAJAK, belanja.pajak)
        self.saldo[Dana.PROGRAM, belanja.tempat] -= belanja.pajak

    def bunga(self, nilai, tanggal):
        self._baris(Jenis.BUNGA, tanggal, "Bunga bank", nilai)
        self._hitung(Jenis.BUNGA, nilai)
        self.saldo[Dana.PROGRAM, Tempat.BANK] += nilai

    def biaya_bank(self, nilai, tanggal):
        self._baris(Jenis.BIAYA_BANK, tanggal, "Biaya administrasi bank", nilai)
        self._hitung(Jenis.BIAYA_BANK, nilai)
        self.saldo[Dana.PROGRAM, Tempat.BANK] -= nilai

    def setor_sisa(self, tanggal):
        """Pay back what is left, wherever it lies."""
        sisa = {tempat: self.saldo[Dana.PROGRAM, tempat] for tempat in Tempat}
        pada = pukul(tanggal, self.h.acak, 9, 15)
        for tempat, nilai in sisa.items():
            if nilai > 0:
                sts = f"STS-{self.h.usulan_id:05d}{'B' if tempat == Tempat.BANK else 'K'}/{TAHUN}"
                bukti = self.lemari.surat(self.h, Berkas.Jenis.BUKTI_SETOR, pada, f"Bukti setor {sts}", f"Rp{nilai}")
                self._baris(
                    Jenis.SETOR_SISA, tanggal, "Setoran sisa dana ke kas daerah", nilai, tempat=tempat, nomor_bukti=sts, bukti=bukti
                )  # fmt: skip
                self._hitung(Jenis.SETOR_SISA, nilai)
                self.saldo[Dana.PROGRAM, tempat] -= nilai
