"""The RAB in the LPJ book: as it was decided on, and as it stands after the shifts, line beside line."""

from django.utils import timezone

from anggaran.models import BarisRAB, JenisBiaya, VersiRAB
from anggaran.services.rab import daftar_baris, silsilah
from laporan.surat.umum import tanggal_panjang
from pokja.models import Sumber
from rt.angka import ribuan, volume


def daftar_versi(usulan):
    """The versions that were in force, oldest first; the last one is the one in force now. One query."""
    daftar = usulan.daftar_versi_rab.filter(status__in=[VersiRAB.Status.BERLAKU, VersiRAB.Status.DIGANTI])
    return list(daftar.select_related("berita_acara").order_by("nomor"))


def rab(usulan, versi):
    """None before there is a RAB."""
    if not versi:
        return None
    baris = _sandingkan(usulan, versi[0], versi[-1])
    return {
        "bergeser": len(versi) > 1,
        "daftar_geser": [
            {
                "nomor": str(satu.nomor),
                "alasan": satu.alasan,
                "tanggal": tanggal_panjang(timezone.localdate(satu.diputus_pada or satu.dibuat_pada)),
            }
            for satu in versi[1:]
        ],
        "program": _tabel([pasangan for pasangan in baris if _sebut(pasangan).sumber == Sumber.PROGRAM]),
        "swadaya": _tabel([pasangan for pasangan in baris if _sebut(pasangan).sumber != Sumber.PROGRAM]),
    }


def per_jenis_biaya(daftar, baris, tulis):
    """[{"judul": "I. Bahan", "baris": rows}] in the order of the paper, without empty groups."""
    hasil = []
    for jenis in JenisBiaya:
        milik = [tulis(satu) for satu in daftar if baris(satu).jenis_biaya == jenis]
        if milik:
            hasil.append({"judul": jenis.label, "baris": milik})
    return hasil


def _sandingkan(usulan, awal, akhir):
    """[(line as decided, line now)]; None on the side where there is none. Two queries, or four after a shift."""
    kini = list(daftar_baris(akhir))
    if awal == akhir:
        return [(baris, baris) for baris in kini]
    semula = {baris.pk: baris for baris in daftar_baris(awal)}
    induk = dict(BarisRAB.objects.filter(versi_rab__usulan=usulan).order_by().values_list("pk", "asal"))
    hasil, terpakai = [], set()
    for baris in kini:
        pk = next((lama for lama in silsilah(baris.pk, induk) if lama in semula), None)
        terpakai.add(pk)
        hasil.append((semula.get(pk), baris))
    return hasil + [(baris, None) for pk, baris in semula.items() if pk not in terpakai]


def _sebut(pasangan):
    return pasangan[1] or pasangan[0]


def _tabel(daftar):
    semula = sum(lama.jumlah for lama, _kini in daftar if lama)
    menjadi = sum(kini.jumlah for _lama, kini in daftar if kini)
    return {
        "kelompok": per_jenis_biaya(daftar, _sebut, _baris),
        "semula": ribuan(semula),
        "menjadi": ribuan(menjadi),
        "selisih": _bertanda(menjadi - semula),
    }


def _baris(pasangan):
    lama, kini = pasangan
    jumlah_lama, jumlah_kini = (baris.jumlah if baris else 0 for baris in pasangan)
    return {
        "uraian": _sebut(pasangan).uraian,
        "sumber": _sebut(pasangan).get_sumber_display(),
        "semula": _hitungan(lama),
        "jumlah_semula": ribuan(jumlah_lama),
        "menjadi": _hitungan(kini),
        "jumlah_menjadi": ribuan(jumlah_kini),
        "selisih": _bertanda(jumlah_kini - jumlah_lama),
    }


def _hitungan(baris):
    return f"{volume(baris.volume)} {baris.satuan} x {ribuan(baris.harga_satuan)}" if baris else "tidak ada"


def _bertanda(nilai):
    return f"+{ribuan(nilai)}" if nilai > 0 else ribuan(nilai)
