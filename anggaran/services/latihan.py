"""The lives of the practice RT: opened, and begun anew. The old one is closed and stays; nothing is ever deleted."""

from dataclasses import dataclass
from itertools import pairwise

from django.db import transaction
from django.db.models import Exists, Max, OuterRef, Q
from django.utils import timezone

from anggaran.models import Alokasi, Pencairan, Permohonan, Sanggah, VersiRAB
from anggaran.services.pagu import daftar_tingkat, tingkat_untuk
from pokja.filters import tahun_berjalan
from pokja.models import TahunProgram, Usulan
from pokja.services import LangkahDitolak, UsulanBerubah, batas_tahap, tutup_latihan
from pokja.tahapan import Giliran, Tahap
from rt.models import Jabatan
from rt.services.latihan import PEMERAN, SUMBER_KK, buka_rt, kunci_kelurahan, siapkan_bersama

PALING_BANYAK = 40
# Whose turn it is -> the role that plays it.
PEMERAN_GILIRAN = {
    Giliran.RT: "ketua",
    Giliran.KELURAHAN: "kelurahan",
    Giliran.DPMPPA: "dpmppa",
    Giliran.KEUANGAN: "keuangan",
}


def tahun_latihan():
    """The year whose settings the practice borrows: the running one, if a life can be played in it.

    Raises LangkahDitolak with what is missing.
    """
    tahun_program = TahunProgram.objects.filter(tahun=tahun_berjalan() or 0, ditutup=False).order_by("pk").first()
    if tahun_program is None:
        raise LangkahDitolak(
            "Belum ada tahun program yang terbuka, jadi latihan belum bisa dimulai. Minta DPMPPA membuatnya di Pengaturan."
        )
    kurang = [
        nama
        for nama, ada in (
            ("tingkat pagu", daftar_tingkat(tahun_program)),
            ("Kelompok", tahun_program.daftar_kelompok.exists()),
            ("termin", tahun_program.daftar_termin.exists()),
        )
        if not ada
    ]
    if kurang:
        raise LangkahDitolak(
            f"Tahun {tahun_program.tahun} belum punya {' dan '.join(kurang)}, jadi latihan belum bisa dimulai. "
            "Minta DPMPPA melengkapinya di Pengaturan."
        )
    return tahun_program


def pilihan_kk(tahun_program):
    """[(households, pagu)]: one plain example a tier, so that each can be played."""
    daftar = daftar_tingkat(tahun_program)
    contoh = [(ini.kk_minimal + lanjut.kk_minimal) // 2 for ini, lanjut in pairwise(daftar)]
    contoh.append(daftar[-1].kk_minimal + 28)
    return [(max(kk, 1), tingkat.pagu) for kk, tingkat in zip(contoh, daftar, strict=True)]


# --- what is being played -------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Kehidupan:
    """One practice RT as it is played now."""

    usulan: Usulan
    dipakai: object  # when somebody last moved it, or sat down as one of its own people

    @property
    def nomor(self):
        return self.usulan.rt.nomor

    @property
    def kode_pemeran(self):
        """The role whose turn it is, or "" when the life has ended."""
        if self.usulan.giliran == Giliran.KELURAHAN and self.usulan.disiapkan:
            return "lurah"
        return PEMERAN_GILIRAN.get(self.usulan.giliran, "")

    @property
    def pemeran(self):
        return PEMERAN.get(self.kode_pemeran)


def daftar_kehidupan(nomor=None):
    """The running life of each practice RT, in the order of their numbers. One query."""
    disiapkan = Pencairan.objects.filter(usulan=OuterRef("pk"), status=Pencairan.Status.DISIAPKAN)
    daftar = Usulan.objects.filter(latihan=True, rt__aktif=True)
    if nomor is not None:
        daftar = daftar.filter(rt__nomor=nomor)
    # The pendamping serves them all: sitting down as one says nothing about this RT.
    sendiri = Q(rt__daftar_penugasan__jabatan__in=[Jabatan.KETUA, Jabatan.BENDAHARA])
    daftar = daftar.select_related("rt__kelurahan", "tahun_program", "alokasi").annotate(
        disiapkan=Exists(disiapkan), duduk=Max("rt__daftar_penugasan__pengguna__last_login", filter=sendiri)
    )
    return [Kehidupan(usulan, _terakhir(usulan)) for usulan in daftar.order_by("rt__nomor", "-pk")]


def _terakhir(usulan):
    return max(saat for saat in (usulan.giliran_sejak, usulan.duduk) if saat)


# --- opening and beginning anew -------------------------------------------------------------------------------------


@transaction.atomic
def tambah_rt(*, nomor, kk, oleh):
    """Open a further practice RT. `nomor` is the one the page offered: pressed twice, it is opened once."""
    tahun_program = tahun_latihan()
    kelurahan = kunci_kelurahan()
    siapkan_bersama(kelurahan)
    banyak = kelurahan.daftar_rt.filter(aktif=True).count()
    if nomor <= banyak:
        return daftar_kehidupan(nomor)[0].usulan
    if nomor != banyak + 1:
        raise LangkahDitolak("Daftar RT latihan baru saja berubah. Muat ulang halaman, lalu ulangi.")
    if banyak >= PALING_BANYAK:
        raise LangkahDitolak(f"Sudah ada {PALING_BANYAK} RT latihan. Pilih salah satu, lalu tekan Mulai baru.")
    return _lahirkan(kelurahan, nomor, tahun_program, kk, oleh)


@transaction.atomic
def mulai_baru(usulan, *, versi, kk, oleh):
    """Close this life and open another under the same number. A second press finds the first one's new life untouched.

    `versi` is what the confirming page showed: whoever has moved the life since is asked again. Raises LangkahDitolak.
    """
    tahun_program = tahun_latihan()
    kelurahan = kunci_kelurahan()
    usulan = Usulan.objects.select_for_update(of=("self",)).select_related("rt").get(pk=usulan.pk)
    if not usulan.latihan:
        raise LangkahDitolak("Hanya RT latihan yang bisa dimulai baru.")
    if not usulan.rt.aktif:
        return daftar_kehidupan(usulan.rt.nomor)[0].usulan
    if usulan.versi != versi:
        raise UsulanBerubah
    nomor = usulan.rt.nomor
    tutup_latihan(usulan, oleh=oleh, versi=versi, catatan=f"Kehidupan baru RT {nomor:02d} dibuka.")
    _bereskan(usulan, oleh)
    return _lahirkan(kelurahan, nomor, tahun_program, kk, oleh)


def _bereskan(usulan, oleh):
    """What a closed life leaves on the desks of others would wait there for ever."""
    kini = timezone.now()
    jalan = usulan.daftar_pencairan.filter(status__in=Pencairan.BERJALAN)
    daftar_permohonan = set(jalan.values_list("permohonan", flat=True))
    jalan.update(status=Pencairan.Status.BATAL)
    isi = Pencairan.objects.filter(permohonan=OuterRef("pk"), status=Pencairan.Status.DISIAPKAN)
    kosong = Permohonan.objects.filter(pk__in=daftar_permohonan, status=Permohonan.Status.DISIAPKAN).exclude(
        Exists(isi)
    )
    kosong.update(status=Permohonan.Status.DIBATALKAN)
    usulan.daftar_sanggah.terbuka().update(status=Sanggah.Status.DICABUT, dicabut_oleh=oleh, dicabut_pada=kini)
    usulan.daftar_versi_rab.filter(status__in=[VersiRAB.Status.DISIAPKAN, VersiRAB.Status.DIAJUKAN]).update(
        status=VersiRAB.Status.DITOLAK, diputus_oleh=oleh, diputus_pada=kini, catatan_putusan="Latihan dimulai baru."
    )
    usulan.daftar_penahanan.filter(dilepas_pada__isnull=True).update(
        dilepas_oleh=oleh, dilepas_pada=kini, alasan_lepas="Latihan dimulai baru."
    )
    usulan.daftar_tanda.terbuka().update(ditutup_oleh=oleh, ditutup_pada=kini)
    # Its account number may be typed again in the next life.
    usulan.rt.daftar_rekening.filter(berlaku=True).update(berlaku=False)


def _lahirkan(kelurahan, nomor, tahun_program, kk, oleh):
    """A new life at its start, with a settled Alokasi: no recomputation of the year ever touches it."""
    rt = buka_rt(kelurahan, nomor, kk=kk, oleh=oleh)
    usulan = Usulan(
        rt=rt,
        tahun_program=tahun_program,
        kelompok=tahun_program.daftar_kelompok.order_by("kode").first(),
        tahap=Tahap.SOSIALISASI,
        giliran=Giliran.DPMPPA,
        latihan=True,
    )
    usulan.jatuh_tempo = batas_tahap(usulan, usulan.tahap)
    usulan.save()
    tingkat = tingkat_untuk(daftar_tingkat(tahun_program), kk)
    Alokasi.objects.create(
        usulan=usulan,
        kk=kk,
        kk_tanggal=timezone.localdate(),
        kk_sumber=SUMBER_KK,
        kk_minimal=tingkat.kk_minimal,
        pagu=tingkat.pagu,
        sementara=False,
        ditetapkan_pada=timezone.now(),
        ditetapkan_oleh=oleh,
    )
    return usulan
