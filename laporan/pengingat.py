"""A reminder to an RT by WhatsApp: the exact step, its words, and the log that it was used."""

from datetime import datetime, time
from urllib.parse import quote

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from laporan.perbaikan import sudah_diubah
from laporan.ringkasan import bagian_kosong, bagian_terisi, tautan_langkah, url_bagian
from pokja.models import Usulan
from pokja.services import LangkahDitolak, catat_peristiwa
from pokja.tahapan import Giliran, langkah_dari
from rt.peran import Peran
from rt.templatetags.rupiah import tanggal

AKSI = "diingatkan"
PENGINGAT = (Peran.PENDAMPING, Peran.KELURAHAN, Peran.DPMPPA)


class BukanGiliranRT(LangkahDitolak):
    def __init__(self):
        super().__init__(
            "Sekarang bukan giliran RT, jadi tidak ada yang perlu diingatkan. "
            "Lihat halaman usulan untuk tahu giliran siapa sekarang."
        )


def langkah_rt(usulan):
    """(what the RT has to do, path of the page where it is done): a mark to mend, an empty part, or the step itself."""
    daftar_tanda = list(usulan.daftar_tanda.terbuka()) if usulan.dikembalikan_oleh else []
    diubah = sudah_diubah(usulan, daftar_tanda)
    for tanda in daftar_tanda:
        url = url_bagian(usulan, tanda.kunci)
        if tanda.kunci not in diubah and url:
            return f"memperbaiki {tanda.label}", url
    kosong = [] if usulan.dikembalikan_oleh else bagian_kosong(usulan, bagian_terisi(usulan))
    if kosong:
        return f"mengisi {kosong[0].label}", reverse(kosong[0].url_name, args=[usulan.pk])
    langkah = next(satu for satu in langkah_dari(usulan.tahap, usulan.giliran) if satu.aksi in ("ajukan", "konfirmasi"))
    return f"menekan tombol “{langkah.label}”", tautan_langkah(langkah, usulan)


@transaction.atomic
def catat_pengingat(usulan, *, oleh):
    """Log the use: once for each person and day, so that a second click adds nothing. Raises BukanGiliranRT."""
    usulan = Usulan.objects.select_for_update().get(pk=usulan.pk)
    if usulan.giliran != Giliran.RT:
        raise BukanGiliranRT
    if not diingatkan_hari_ini(usulan, oleh):
        tugas, _url = langkah_rt(usulan)
        catat_peristiwa([usulan], AKSI, oleh=oleh, catatan=f"Lewat WhatsApp: mohon {tugas}.")


def diingatkan_hari_ini(usulan, oleh):
    """Has this person reminded the RT today, of this turn?"""
    pagi = timezone.make_aware(datetime.combine(timezone.localdate(), time.min))
    sejak = max(pagi, usulan.giliran_sejak)
    return usulan.daftar_riwayat.filter(aksi=AKSI, oleh=oleh, pada__gte=sejak).exists()


def pengingat_terakhir(usulan):
    """The newest reminder of this turn, by anybody; None without one."""
    return usulan.daftar_riwayat.filter(aksi=AKSI, pada__gte=usulan.giliran_sejak).last()


def teks_pengingat(usulan, tugas, url):
    """Ready to send: name, task, deadline, link. `url` is absolute."""
    rt = f"{usulan.rt.nama_pendek} {usulan.rt.kelurahan}"
    sapaan = f"{usulan.rt.nama_ketua}, Ketua {rt}" if usulan.rt.nama_ketua else f"Ketua {rt}"
    return "\n".join(
        [
            f"Yth. Bapak/Ibu {sapaan}.",
            "",
            f"{usulan.tahun_program.program} {usulan.tahun_program.tahun}, tahap {usulan.nomor_tahap} dari 12 "
            f"({usulan.get_tahap_display()}): mohon {tugas}.",
            *_batas(usulan),
            "",
            f"Buka langsung: {url}",
        ]
    )


def _batas(usulan):
    sisa = usulan.sisa_hari
    if sisa is None:
        return []
    kata = f"sudah lewat {-sisa} hari" if sisa < 0 else f"tinggal {sisa} hari" if sisa else "hari ini"
    return [f"Batas: {tanggal(usulan.jatuh_tempo)} ({kata})."]


def tautan_wa(telepon, teks):
    """The wa.me link to a mobile number; empty for a number that is missing, masked or a landline."""
    if not telepon.startswith("+628") or not telepon[1:].isdecimal():
        return ""
    return f"https://wa.me/{telepon[1:]}?text={quote(teks, safe='')}"
