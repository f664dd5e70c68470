"""What an import of the RT register would do: a good row meets the RT, KK, Usulan and Alokasi of the database.

Nothing here saves. An import never moves a Usulan past tahap 1, never touches a decided Alokasi, never closes an RT.
"""

import hashlib
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date

from django.utils import timezone

from anggaran.acuan import PILOT, PROGRAM_UTAMA, TAHUN_PILOT
from anggaran.models import Tingkat
from anggaran.services.pagu import daftar_tingkat, kk_terbaru, tingkat_untuk
from pokja.models import Kelompok, TahunProgram, Usulan
from pokja.services import LangkahDitolak
from pokja.tahapan import Giliran, Tahap
from rt.angka import ribuan, rupiah
from rt.models import RT, Kelurahan
from rt.register import BarisRegister, HasilBaca, KesalahanSel

PILOT_DI_BERKAS = "Pilot 2025"
TANPA_ISI = "kosong"


@dataclass(frozen=True)
class Perubahan:
    """One fact of an RT that the import changes, as the preview shows it."""

    hal: str
    lama: str
    baru: str


@dataclass(frozen=True)
class DataBaris:
    """The KK an RT will have after the import."""

    kk: int
    jiwa: int | None
    tanggal: date
    sumber: str


@dataclass(frozen=True)
class BarisRencana:
    """What one good row of the register will do."""

    baris: BarisRegister
    nama: str
    rt: RT | None  # None: to be made
    usulan: Usulan | None  # of the year, or of the pilot; None: to be made, or none at all
    kelompok: Kelompok | None  # where a Usulan is to be made or moved to; None: nothing to do
    data: DataBaris
    kk_baru: bool  # a DataKK row is to be written
    tingkat: Tingkat | None  # for an Alokasi to be made or to follow the KK; None: nothing to do
    perubahan: tuple
    kelompok_akhir: Kelompok | None
    pagu_akhir: int

    @property
    def baru(self):
        return self.rt is None

    @property
    def berubah(self):
        return self.rt is not None and bool(self.perubahan)

    @property
    def pilot(self):
        return self.kelompok_akhir is not None and self.kelompok_akhir.kode == PILOT


@dataclass(frozen=True)
class Dilewati:
    """Something the register says that the import leaves alone, and why."""

    nama: str
    hal: str
    alasan: str


@dataclass(frozen=True)
class Rekap:
    """Counts and money of the rows of one Kelompok and pagu, as they will be."""

    kelompok: Kelompok
    pagu: int
    jumlah_rt: int
    jumlah_kk: int

    @property
    def total(self):
        return self.pagu * self.jumlah_rt


@dataclass(frozen=True)
class RencanaImpor:
    tahun_program: TahunProgram
    hasil: HasilBaca
    tanggal_kk: date
    sumber: str
    daftar_rencana: list = field(default_factory=list)
    daftar_kesalahan: list = field(default_factory=list)
    daftar_dilewati: list = field(default_factory=list)
    daftar_tidak_ada: list = field(default_factory=list)  # RT of the database that the file does not name

    @property
    def daftar_baru(self):
        return [rencana for rencana in self.daftar_rencana if rencana.baru]

    @property
    def daftar_berubah(self):
        return [rencana for rencana in self.daftar_rencana if rencana.berubah]

    @property
    def daftar_tetap(self):
        return [rencana for rencana in self.daftar_rencana if not rencana.baru and not rencana.berubah]

    @property
    def jumlah_ditolak(self):
        """Rows with at least one wrong cell."""
        return len({(salah.lembar, "".join(filter(str.isdigit, salah.sel))) for salah in self.daftar_kesalahan})

    @property
    def sidik(self):
        """Fingerprint of all that would be saved: another one means the register or the database has changed."""
        isi = [(self.tahun_program.pk, self.tanggal_kk, self.sumber)]
        isi += [
            (r.baris, r.rt and r.rt.pk, r.usulan and r.usulan.pk, r.kelompok and r.kelompok.pk, r.data, r.kk_baru)
            for r in self.daftar_rencana
        ]
        isi += [(r.tingkat and r.tingkat.kk_minimal, r.pagu_akhir, r.perubahan) for r in self.daftar_rencana]
        return hashlib.sha256(repr(isi + self.daftar_kesalahan + self.daftar_dilewati).encode()).hexdigest()

    @property
    def daftar_rekap(self):
        jumlah = defaultdict(lambda: [0, 0])
        for rencana in self.daftar_rencana:
            if rencana.kelompok_akhir:
                jumlah[rencana.kelompok_akhir, rencana.pagu_akhir][0] += 1
                jumlah[rencana.kelompok_akhir, rencana.pagu_akhir][1] += rencana.data.kk
        urut = sorted(jumlah.items(), key=lambda isi: (-isi[0][0].tahun_program.tahun, isi[0][0].kode, isi[0][1]))
        return [Rekap(kelompok, pagu, rt, kk) for (kelompok, pagu), (rt, kk) in urut]


def ambil_tahun(tahun):
    """The TahunProgram of the main programme, or LangkahDitolak."""
    tahun_program = TahunProgram.objects.filter(program__kode=PROGRAM_UTAMA, tahun=tahun).first()
    if tahun_program is None:
        raise LangkahDitolak(f"Tahun program {tahun} belum ada. Buat dulu di halaman Pengaturan, lalu ulangi.")
    return tahun_program


def rencanakan(hasil, tahun, tanggal_kk, sumber):
    """Return the RencanaImpor of a HasilBaca. Saves nothing; ten queries whatever the number of rows."""
    if tanggal_kk > timezone.localdate():
        raise LangkahDitolak("Tanggal keadaan KK ada di masa depan. Isi tanggal pendataannya.")
    return _Perencana(ambil_tahun(tahun), tanggal_kk, sumber.strip()[:200]).rencanakan(hasil)


class _Perencana:
    """The state of the database that a plan is made against."""

    def __init__(self, tahun_program, tanggal_kk, sumber):
        self.tahun_program, self.tanggal_kk, self.sumber = tahun_program, tanggal_kk, sumber
        daftar_rt = RT.objects.nyata().filter(aktif=True).select_related("kelurahan")
        self.rt = {(rt.kelurahan_id, rt.nomor): rt for rt in daftar_rt}
        self.kelurahan = Kelurahan.objects.nyata().in_bulk()
        self.kk = kk_terbaru([rt.pk for rt in self.rt.values()])
        program = tahun_program.program_id
        self.kelompok = {k.kode: k for k in tahun_program.daftar_kelompok.select_related("tahun_program")}
        pilot = Kelompok.objects.filter(
            tahun_program__program=program, tahun_program__tahun=TAHUN_PILOT, kode=PILOT
        ).select_related("tahun_program")
        self.pilot = pilot.first()
        self.tingkat = {tahun_program.pk: daftar_tingkat(tahun_program)}
        self.usulan = self._usulan(tahun_program.pk)
        self.usulan_pilot = {}
        if self.pilot:
            self.tingkat[self.pilot.tahun_program_id] = daftar_tingkat(self.pilot.tahun_program)
            self.usulan_pilot = self._usulan(self.pilot.tahun_program_id)

    def _usulan(self, tahun_program_id):
        daftar = Usulan.objects.nyata().filter(tahun_program=tahun_program_id)
        return {u.rt_id: u for u in daftar.select_related("alokasi", "kelompok__tahun_program")}

    def rencanakan(self, hasil):
        rencana = RencanaImpor(self.tahun_program, hasil, self.tanggal_kk, self.sumber)
        rencana.daftar_kesalahan.extend(hasil.daftar_kesalahan)
        for baris in hasil.daftar_baris:
            try:
                rencana.daftar_rencana.append(self._baris(baris, rencana.daftar_dilewati))
            except _BarisDitolak as ditolak:
                letak = KesalahanSel(baris.lembar, f"baris {baris.nomor_baris}", baris.kelompok or "", str(ditolak))
                rencana.daftar_kesalahan.append(letak)
        disebut = {(baris.kelurahan_id, baris.nomor) for baris in hasil.daftar_baris}
        rencana.daftar_tidak_ada.extend(rt for kunci, rt in self.rt.items() if kunci not in disebut)
        return rencana

    def _baris(self, baris, dilewati):
        rt = self.rt.get((baris.kelurahan_id, baris.nomor))
        nama = f"RT {baris.nomor:02d} {self.kelurahan[baris.kelurahan_id].nama}"
        perubahan = self._perubahan_rt(rt, baris) if rt else []
        data, kk_baru = self._data_kk(rt, baris, nama, perubahan, dilewati)
        usulan, kelompok, alasan = self._tujuan(rt, baris)
        if alasan:
            dilewati.append(Dilewati(nama, "Kelompok", alasan))
        akhir = kelompok or (usulan and usulan.kelompok)
        if rt and kelompok:
            lama = usulan.kelompok.nama if usulan else "belum terdaftar"
            perubahan.append(Perubahan("Kelompok", lama, kelompok.nama))
        tingkat, pagu = self._tingkat(usulan, akhir, data, perubahan)
        return BarisRencana(
            baris, nama, rt, usulan, kelompok, data, kk_baru, tingkat, tuple(perubahan), akhir, pagu
        )  # fmt: skip

    @staticmethod
    def _perubahan_rt(rt, baris):
        """A blank cell says nothing; it never erases a name or a number."""
        pasangan = (("Ketua RT", rt.nama_ketua, baris.ketua), ("Nomor HP", rt.telepon, baris.telepon))
        return [Perubahan(hal, lama or TANPA_ISI, baru) for hal, lama, baru in pasangan if baru and baru != lama]

    def _data_kk(self, rt, baris, nama, perubahan, dilewati):
        """(the KK after the import, whether it is a new DataKK)."""
        kini = self.kk.get(rt.pk) if rt else None
        if kini is None:
            return DataBaris(baris.kk, baris.jiwa, self.tanggal_kk, self.sumber), True
        tetap = DataBaris(kini.kk, kini.jiwa, kini.tanggal, kini.sumber)
        # Without a column for it the number of people is unknown only when the KK itself is another.
        jiwa = kini.jiwa if baris.jiwa is None and baris.kk == kini.kk else baris.jiwa
        if (baris.kk, jiwa) == (kini.kk, kini.jiwa):
            return tetap, False
        if self.tanggal_kk < kini.tanggal:
            alasan = f"Di berkas {ribuan(baris.kk)} KK, tetapi sudah ada data yang lebih baru: {ribuan(kini.kk)} KK."
            dilewati.append(Dilewati(nama, "Jumlah KK", alasan))
            return tetap, False
        if baris.kk != kini.kk:
            perubahan.append(Perubahan("Jumlah KK", ribuan(kini.kk), ribuan(baris.kk)))
        if jiwa != kini.jiwa:
            perubahan.append(Perubahan("Jumlah jiwa", _jiwa(kini.jiwa), _jiwa(jiwa)))
        return DataBaris(baris.kk, jiwa, self.tanggal_kk, self.sumber), True

    def _tujuan(self, rt, baris):
        """(the Usulan of this row, the Kelompok it is to be made in or moved to, why the wish is not followed)."""
        usulan = self.usulan.get(rt.pk) if rt else None
        pilot = self.usulan_pilot.get(rt.pk) if rt else None
        if baris.kelompok is None:
            if usulan is None and pilot is None:
                raise _BarisDitolak("RT ini belum terdaftar, jadi Kelompoknya harus diisi: A, B, atau Pilot 2025.")
            return usulan or pilot, None, ""
        if baris.kelompok == PILOT_DI_BERKAS:
            return self._tujuan_pilot(usulan, pilot)
        return self._tujuan_tahun(usulan, pilot, baris.kelompok)

    def _tujuan_pilot(self, usulan, pilot):
        if pilot:
            return pilot, None, ""
        if usulan:
            return usulan, None, f"Sudah terdaftar di {usulan.kelompok} {self.tahun_program.tahun}, bukan pilot 2025."
        if self.pilot is None:
            raise _BarisDitolak("Tahun program 2025 dengan Kelompok Pilot belum ada. Hubungi pengelola portal.")
        return None, self.pilot, ""

    def _tujuan_tahun(self, usulan, pilot, kode):
        tahun = self.tahun_program.tahun
        kelompok = self.kelompok.get(kode)
        if kelompok is None:
            raise _BarisDitolak(f"Tahun program {tahun} tidak punya Kelompok {kode}. Periksa tahun atau Kelompoknya.")
        if usulan is None:
            # Rule of the programme: who got the pilot's money in 2025 gets none in the year after.
            if pilot and tahun == TAHUN_PILOT + 1:
                return pilot, None, f"RT pilot {TAHUN_PILOT} tidak mendapat dana {tahun}."
            if self.tahun_program.ditutup:
                raise _BarisDitolak(f"Tahun program {tahun} sudah ditutup. Pilih tahun yang masih berjalan.")
            return None, kelompok, ""
        if usulan.kelompok_id == kelompok.pk:
            return usulan, None, ""
        if usulan.tahap == Tahap.SOSIALISASI:
            return usulan, kelompok, ""
        return usulan, None, f"Tetap di {usulan.kelompok}: usulannya sudah di tahap {usulan.get_tahap_display()}."

    def _tingkat(self, usulan, kelompok, data, perubahan):
        """(the tier for an Alokasi to make or to change or None, the pagu in the end)."""
        if kelompok is None:
            return None, 0
        alokasi = getattr(usulan, "alokasi", None)
        if alokasi and (not alokasi.sementara or usulan.giliran == Giliran.TUTUP or alokasi.kk == data.kk):
            return None, alokasi.pagu
        tingkat = tingkat_untuk(self.tingkat[kelompok.tahun_program_id], data.kk)
        if alokasi and tingkat.pagu != alokasi.pagu:
            perubahan.append(Perubahan("Pagu sementara", rupiah(alokasi.pagu), rupiah(tingkat.pagu)))
        return tingkat, tingkat.pagu


def _jiwa(jumlah):
    return TANPA_ISI if jumlah is None else ribuan(jumlah)


class _BarisDitolak(ValueError):
    """A row that cannot be taken in; the message is a sentence for the person."""
