"""The same nota twice: a signal for those who check, with its reason. Never a refusal: one nota may pay for two lines."""

from collections import defaultdict
from dataclasses import dataclass

from django.utils.formats import date_format

from anggaran.models import BukuKas, Jenis
from pokja.models import Usulan
from rt.angka import rupiah
from rt.peran import Peran

# Who weighs the signals. The RT reads none: it is asked once, gently, while it enters the row (syarat_bukukas).
PEMERIKSA = (Peran.KELURAHAN, Peran.DPMPPA, Peran.INSPEKTORAT)
# What people put between letters and digits.
PEMISAH = " .,-–—_/\\|:;#()'\"’&+*\t\xa0"
BUANG = str.maketrans("", "", PEMISAH)


@dataclass(frozen=True)
class Isyarat:
    """One other expense that looks the same. `usulan_id` is set where it stands in another book that the reader may open."""

    kalimat: str
    usulan_id: int | None = None
    dana: str = ""


def isyarat_nota(usulan, pengguna, daftar=None):
    """`nota_kembar` for those who check; nothing, and no query, for everybody else."""
    return nota_kembar(usulan, pengguna, daftar) if pengguna.peran in PEMERIKSA else {}


def nota_kembar(usulan, pengguna=None, daftar=None):
    """{id of an expense: [Isyarat]} of every RT and year; at most five queries, whatever the rows.

    Of a row outside the territory of `pengguna` only its RT is named. `daftar`: the rows of this book that count, with
    their proofs, where a page has read them already.
    """
    if daftar is None:
        daftar = belanja_bernota().filter(usulan=usulan).select_related("bukti")
    milik = [baris for baris in daftar if baris.jenis == Jenis.BELANJA and baris.bukti_id]
    if not milik:
        return {}
    dunia = belanja_bernota().filter(usulan__latihan=usulan.latihan)
    kembar = _kembar(milik, _sefoto(milik, dunia), _senomor(milik, dunia))
    lain = {calon.usulan_id for daftar in kembar.values() for calon, _alasan in daftar} - {usulan.pk}
    terbaca = _dalam_wilayah(lain, pengguna)
    return {pk: [_isyarat(usulan, *satu, terbaca) for satu in daftar] for pk, daftar in kembar.items()}


def belanja_bernota():
    """Expenses that count: what was cancelled, and the counter-row that cancels it, are no twins."""
    return BukuKas.objects.sah().filter(jenis=Jenis.BELANJA, bukti__isnull=False).order_by("tanggal", "pk")


def rapikan(teks):
    """Without separators and capitals, so that "Toko Sinar-Jaya" and "TOKO SINAR JAYA" are one."""
    return teks.lower().translate(BUANG)


def sidik(baris):
    """What two entries of one nota have in common; None where shop or number is missing and nothing can be said."""
    return _sidik(baris.toko, baris.nomor_bukti, baris.nilai)


def _sidik(toko, nomor, nilai):
    toko, nomor = rapikan(toko), rapikan(nomor)
    return (toko, nomor, nilai) if toko and nomor else None


def _lengkap(daftar):
    return daftar.select_related("bukti", "usulan__rt__kelurahan", "usulan__tahun_program")


def _sefoto(milik, dunia):
    """Every expense with one of these photos, by the hash of the bytes as they were sent."""
    return list(_lengkap(dunia).filter(bukti__sha256__in={baris.bukti.sha256 for baris in milik}))


def _senomor(milik, dunia):
    """Every expense with shop, number and amount of one of these.

    The database finds the amounts, in narrow rows of one table, for every RT has the same fees; how people write a shop
    and a number is compared here, the same on every database.
    """
    sidik_milik = {sidik(baris) for baris in milik} - {None}
    if not sidik_milik:
        return []
    calon = BukuKas.objects.filter(jenis=Jenis.BELANJA, nilai__in={nilai for _toko, _nomor, nilai in sidik_milik})
    calon = calon.exclude(nomor_bukti="").order_by().values_list("pk", "toko", "nomor_bukti", "nilai")
    cocok = [pk for pk, *isi in calon if _sidik(*isi) in sidik_milik]
    return list(_lengkap(dunia).filter(pk__in=cocok))


def _kembar(milik, sefoto, senomor):
    """{id: [(other expense, why)]} of those that have any."""
    per_foto, per_nomor = defaultdict(dict), defaultdict(dict)
    for calon in sefoto:
        per_foto[calon.bukti.sha256][calon.pk] = calon
    for calon in senomor:
        per_nomor[sidik(calon)][calon.pk] = calon
    hasil = {}
    for baris in milik:
        foto, nomor = per_foto[baris.bukti.sha256], per_nomor.get(sidik(baris), {})
        hasil[baris.pk] = [
            (calon, _alasan(calon, calon.pk in foto, calon.pk in nomor))
            for calon in (foto | nomor).values()
            if calon.pk != baris.pk
        ]
    return {pk: daftar for pk, daftar in hasil.items() if daftar}


def _alasan(calon, foto, nomor):
    berkas = "Foto" if calon.bukti.gambar else "PDF"
    if foto and nomor:
        return f"{berkas}, toko, nomor nota dan nilai yang sama"
    return f"{berkas} yang sama" if foto else "Toko, nomor nota dan nilai yang sama"


def _dalam_wilayah(daftar_id, pengguna):
    if not daftar_id or pengguna is None:
        return set()
    return set(Usulan.objects.untuk(pengguna).filter(pk__in=daftar_id).values_list("pk", flat=True))


def _isyarat(usulan, calon, alasan, terbaca):
    if calon.usulan_id == usulan.pk:
        return Isyarat(f"{alasan} juga dipakai pada baris lain RT ini, {sebut(calon)}.")
    rt = str(calon.usulan.rt)
    if calon.usulan.tahun_program_id != usulan.tahun_program_id:
        rt += f" tahun program {calon.usulan.tahun_program.tahun}"
    if calon.usulan_id in terbaca:
        return Isyarat(f"{alasan} juga dipakai di {rt}, {sebut(calon)}.", calon.usulan_id, calon.dana)
    return Isyarat(f"{alasan} juga dipakai di {rt}, di luar wilayah Anda.")


def sebut(baris):
    return f"{date_format(baris.tanggal, 'j F Y')}, {rupiah(baris.nilai)} ({baris.uraian})"
