"""The daily digest of one officer: what this person can act on, in counts and the oldest few. Composed here, sent elsewhere."""

from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Q
from django.urls import reverse
from django.utils import timezone

from anggaran.models import Penahanan, Pencairan, Permohonan, Sanggah, VersiRAB
from anggaran.services.lanjutan import banyak_termin_lanjutan
from anggaran.services.permohonan import halangan_tanda_tangan
from laporan.antrean import SAYA, URUT, kerja, lengkapi
from pokja.hari_kerja import umur
from pokja.models import Usulan
from pokja.tahapan import DUA_BELAS, Giliran, Tahap
from rt.angka import ribuan
from rt.peran import Peran
from rt.templatetags.rupiah import tanggal

TERTUA = 5


@dataclass(frozen=True)
class Ringkasan:
    per_tahap: list  # (label, how many, how many late)
    tertua: list  # (Usulan, Umur, words of the step, path)
    lain: list  # (sentence, how many, path): work beside the turns

    @property
    def menunggu(self):
        return sum(banyak for _label, banyak, _terlambat in self.per_tahap)

    @property
    def terlambat(self):
        return sum(terlambat for _label, _banyak, terlambat in self.per_tahap)

    @property
    def banyak(self):
        return self.menunggu + sum(banyak for _kata, banyak, _url in self.lain)


def ringkasan_untuk(pengguna, libur):
    """What waits for this person; `banyak` is 0 when nothing does. No more queries for more rows."""
    antrean = _bisa_dikerjakan(pengguna)
    terlambat = Q(jatuh_tempo__lt=timezone.localdate())
    angka = {
        tahap: (banyak, lewat)
        for tahap, banyak, lewat in antrean.order_by()
        .values("tahap")
        .annotate(banyak=Count("pk"), lewat=Count("pk", filter=terlambat))
        .values_list("tahap", "banyak", "lewat")
    }
    tertua = lengkapi(antrean).order_by(*URUT)[:TERTUA] if angka else []
    return Ringkasan(
        per_tahap=[(tahap.label, *angka[tahap]) for tahap in DUA_BELAS if tahap in angka],
        tertua=[
            (usulan, umur(usulan.giliran_sejak, libur), *kerja(usulan, pengguna, f"isi={SAYA}")) for usulan in tertua
        ],
        lain=[satu for satu in LAIN[pengguna.peran](pengguna) if satu[1]],
    )


def _bisa_dikerjakan(pengguna):
    """This person's turn, without what somebody else must do first: the lurah's signature, the release of a hold."""
    antrean = Usulan.objects.untuk(pengguna).menunggu(pengguna)
    milik = {"usulan": OuterRef("pk")}
    disiapkan = Pencairan.objects.filter(status=Pencairan.Status.DISIAPKAN, **milik)
    tertahan = Penahanan.objects.aktif().filter(**milik)
    macet = Q(Exists(disiapkan)) | Q(Exists(tertahan))
    return antrean.exclude(macet, tahap=Tahap.PENCAIRAN, giliran=Giliran.KELURAHAN)


# --- work beside the turns ------------------------------------------------------------------------------------------


def _kelurahan(pengguna):
    daftar = Permohonan.objects.untuk(pengguna).filter(status=Permohonan.Status.DISIAPKAN)
    tanda_tangan = sum(not halangan_tanda_tangan(permohonan, pengguna) for permohonan in daftar)
    lanjutan = banyak_termin_lanjutan(pengguna)
    return [
        ("permohonan pencairan menunggu tanda tangan Anda", tanda_tangan, reverse("anggaran:permohonan")),
        ("RT bisa dimohonkan termin lanjutannya", lanjutan, reverse("anggaran:permohonan_create")),
        ("sanggah jumlah KK menunggu pendapat kelurahan", *_sanggah(pengguna, Sanggah.Status.KELURAHAN)),
    ]


def _dpmppa(pengguna):
    pergeseran = VersiRAB.objects.filter(status=VersiRAB.Status.DIAJUKAN, usulan__latihan=pengguna.latihan).count()
    return [
        ("pergeseran RAB menunggu putusan", pergeseran, reverse("anggaran:pergeseran_antrean")),
        ("sanggah jumlah KK menunggu putusan", *_sanggah(pengguna, Sanggah.Status.DPMPPA)),
    ]


def _keuangan(pengguna):
    """Later instalments run beside the works, in which it is the RT's turn."""
    lanjutan = Pencairan.objects.untuk(pengguna).di_keuangan().exclude(usulan__giliran=Giliran.KEUANGAN).count()
    return [("transfer termin lanjutan menunggu SP2D", lanjutan, reverse("anggaran:pencairan_proses"))]


def _sanggah(pengguna, status):
    return Sanggah.objects.untuk(pengguna).filter(status=status).count(), reverse("anggaran:sanggah_list")


LAIN = {Peran.KELURAHAN: _kelurahan, Peran.DPMPPA: _dpmppa, Peran.KEUANGAN: _keuangan}


# --- words ----------------------------------------------------------------------------------------------------------


def judul(ringkasan):
    lewat = f", {ribuan(ringkasan.terlambat)} terlambat" if ringkasan.terlambat else ""
    return f"Kampung Bahagia: {ribuan(ringkasan.banyak)} pekerjaan menunggu Anda{lewat}"


def isi(ringkasan, alamat):
    """Plain text; names no person, only RT. `alamat` is the portal's own, without a slash at its end."""
    baris = [f"Yang menunggu Anda pada {tanggal(timezone.localdate())}:", ""]
    for label, banyak, lewat in ringkasan.per_tahap:
        baris.append(f"- {label}: {ribuan(banyak)} usulan" + (f", {ribuan(lewat)} terlambat" if lewat else ""))
    for kata, banyak, url in ringkasan.lain:
        baris += [f"- {ribuan(banyak)} {kata}", f"  {alamat}{url}"]
    if ringkasan.tertua:
        baris += ["", "Yang paling lama menunggu:"]
        for usulan, lama, kata, url in ringkasan.tertua:
            kepala = f"{usulan.rt}, {usulan.get_tahap_display()}"
            baris += ["", f"{kepala}: {_lama(lama)}{_batas(usulan)}", f"{kata}: {alamat}{url}"]
        baris += ["", f"Seluruh antrean: {alamat}{reverse('laporan:antrean')}"]
    baris += ["", "--", f"Surel ini dikirim sekali sehari. Matikan atau nyalakan di {alamat}{reverse('akun')}", ""]
    return "\n".join(baris)


def _lama(lama):
    return f"sudah {lama.hari} hari kerja" if lama.hari else "baru masuk"


def _batas(usulan):
    if usulan.jatuh_tempo is None:
        return ""
    return f", batas {tanggal(usulan.jatuh_tempo)}" + (f" (lewat {-usulan.sisa_hari} hari)" if usulan.terlambat else "")
