"""The same nota twice: a signal for checkers, never a refusal, since one nota may pay for two lines."""

from collections import defaultdict

from django.db.models import Q
from django.db.models.functions import Lower

from anggaran.models import BukuKas, Jenis
from rt.angka import rupiah


def nota_kembar(usulan):
    """{id of an expense: sentences on other expenses with its photo, or its shop, number and amount}. Two queries."""
    milik = list(_belanja().filter(usulan=usulan))
    foto = {baris.bukti.sha256 for baris in milik}
    toko = {baris.toko.strip().lower() for baris in milik if baris.nomor_bukti and baris.toko.strip()}
    nilai = {baris.nilai for baris in milik}
    calon = _belanja().annotate(toko_kecil=Lower("toko"))
    calon = calon.filter(Q(bukti__sha256__in=foto) | (Q(toko_kecil__in=toko, nilai__in=nilai) & ~Q(nomor_bukti="")))
    per_foto, per_nomor = defaultdict(list), defaultdict(list)
    for lain in calon:
        per_foto[lain.bukti.sha256].append(lain)
        per_nomor[_sidik(lain)].append(lain)
    hasil = {}
    for baris in milik:
        sama_foto = [lain for lain in per_foto[baris.bukti.sha256] if lain != baris]
        sama_nomor = [lain for lain in per_nomor[_sidik(baris)] if lain != baris and lain not in sama_foto]
        kalimat = [f"Foto nota yang sama dipakai pada {_sebut(lain, usulan)}." for lain in sama_foto]
        if baris.nomor_bukti and baris.toko.strip():
            kalimat += [f"Toko, nomor nota dan nilai yang sama ada pada {_sebut(lain, usulan)}." for lain in sama_nomor]
        if kalimat:
            hasil[baris.pk] = kalimat
    return hasil


def _belanja():
    belanja = BukuKas.objects.sah().filter(jenis=Jenis.BELANJA, bukti__isnull=False)
    return belanja.select_related("bukti", "usulan__rt__kelurahan", "usulan__tahun_program").order_by("pk")


def _sidik(baris):
    return (baris.toko.strip().lower(), baris.nomor_bukti.strip().lower(), baris.nilai)


def _sebut(lain, usulan):
    siapa = "baris lain usulan ini" if lain.usulan_id == usulan.pk else str(lain.usulan)
    return f"{siapa}: {lain.uraian}, {rupiah(lain.nilai)}, {lain.tanggal:%d/%m/%Y}"
