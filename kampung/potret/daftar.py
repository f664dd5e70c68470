"""Which pages are photographed, as whom, and of which rows: found in the demo by their state."""

from dataclasses import dataclass

from django.db.models import Count
from django.urls import reverse
from django.utils import timezone

from anggaran.models import Permohonan
from pokja.models import Usulan
from pokja.tahapan import Giliran, Tahap
from rt.models import Pengguna, Penugasan
from rt.peran import Peran


@dataclass(frozen=True)
class Potret:
    """One picture; `sampai`: the words that must stand on the page, at the top of the picture when `gulir`."""

    nama: str
    pengguna: Pengguna | None
    alamat: str
    sampai: str = ""
    gulir: bool = False
    tanpa_sinyal: bool = False


def daftar_potret():
    ketua2, bendahara = _akun("ketuart2"), _akun("bendahara")
    jalan, kembali = _milik(ketua2), _dikembalikan()
    kelurahan, dpmppa, keuangan = _akun("kelurahan"), _akun("dpmppa"), _akun("keuangan")
    verifikasi = _satu(Usulan.objects.untuk(kelurahan), Tahap.VERIFIKASI, Giliran.KELURAHAN)
    lpj = _satu(Usulan.objects.untuk(kelurahan), Tahap.LPJ, Giliran.KELURAHAN)
    diajukan = _satu(Usulan.objects.untuk(kelurahan), Tahap.POKJA, Giliran.KELURAHAN)
    return [
        Potret("hp-beranda", _akun("ketuart"), "/"),
        Potret("hp-periksa-jawaban", _ketua(kembali), _u("anggaran:ajukan", kembali)),
        Potret("hp-terkirim", _ketua(diajukan), _u("pokja:terkirim", diajukan)),
        Potret("hp-tahap", ketua2, "/", "12 tahap", gulir=True),
        Potret("hp-perbaikan", _ketua(kembali), "/", "Yang perlu diperbaiki"),
        Potret("hp-rab", _ketua(kembali), _u("anggaran:rab", kembali)),
        Potret("hp-buku-kas", bendahara, _u("anggaran:bukukas", jalan)),
        Potret("hp-belanja", bendahara, _u("anggaran:bukukas_belanja", jalan)),
        Potret("hp-belum-terkirim", bendahara, _u("anggaran:bukukas_belanja", jalan), tanpa_sinyal=True),
        Potret("hp-pendamping", _akun("pendamping"), "/"),
        Potret("hp-publik", None, reverse("laporan:publik")),
        Potret("meja-antrean", kelurahan, reverse("laporan:antrean")),
        Potret("meja-periksa", kelurahan, _u("laporan:periksa", verifikasi)),
        Potret("meja-lpj", kelurahan, _u("laporan:periksa", lpj)),
        Potret("meja-permohonan", _akun("lurah"), _permohonan(), "Tandatangani"),
        Potret("meja-kendali", dpmppa, reverse("laporan:kendali")),
        Potret("meja-usulan", dpmppa, reverse("laporan:usulan_list")),
        Potret("meja-pengaturan", dpmppa, reverse("anggaran:pengaturan")),
        Potret("meja-kalender", _akun("kecamatan"), reverse("laporan:kalender")),
        Potret("meja-pencairan", keuangan, reverse("anggaran:pencairan_proses")),
        Potret("meja-riwayat", _akun("inspektorat"), reverse("laporan:usulan_detail", args=[lpj.pk]), "Riwayat", gulir=True),
    ]  # fmt: skip


def _akun(username):
    return Pengguna.objects.get(username=username)


def _u(nama, usulan):
    return reverse(nama, args=[usulan.pk])


def _milik(pengguna):
    return Usulan.objects.untuk(pengguna).order_by("-tahun_program__tahun").first()


def _satu(daftar, tahap, giliran):
    return daftar.filter(tahap=tahap, giliran=giliran).order_by("giliran_sejak", "pk").first()


def _dikembalikan():
    """A filing that the kelurahan gave back with marks."""
    daftar = Usulan.objects.nyata().filter(tahap=Tahap.VERIFIKASI, giliran=Giliran.RT)
    return daftar.annotate(banyak=Count("daftar_tanda")).order_by("-banyak", "pk").first()


def _permohonan():
    """One that waits for the lurah."""
    menunggu = Permohonan.objects.untuk(_akun("lurah")).filter(status=Permohonan.Status.DISIAPKAN)
    return reverse("anggaran:permohonan_detail", args=[menunggu.order_by("pk").first().pk])


def _ketua(usulan):
    tugas = Penugasan.objects.filter(rt=usulan.rt_id, pengguna__peran=Peran.KETUA_RT)
    return tugas.exclude(selesai__lt=timezone.localdate()).select_related("pengguna").latest("mulai").pengguna
