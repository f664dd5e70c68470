"""Where the money of one Usulan comes from: pagu, RAB, penetapan, transfer and receipt must tie from one to the next.

The services and the database let nothing else in; the LPJ asks again, so that a figure changed past both is found.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime

from django.db.models import OuterRef, Subquery

from anggaran.models import Alokasi, BarisRAB, Jenis, Pencairan, Penetapan, Tingkat, VersiRAB
from anggaran.models.rab import hitung_jumlah
from anggaran.services.pemeriksaan_buku import PULIHKAN, baris_sah, sebut
from pokja.models import Sumber, Usulan
from pokja.tahapan import Tahap
from rt.angka import rupiah, volume

# Versions whose money was planned: in force now, or before a shift.
PERNAH_BERLAKU = (VersiRAB.Status.BERLAKU, VersiRAB.Status.DIGANTI)
COCOKKAN = "Minta Keuangan mencocokkannya dengan SP2D dan rekening koran."


def halangan_asal(usulan, daftar_buku):
    """All of them, in the order the money goes. `daftar_buku`: the whole buku kas, read already."""
    daftar_baris = list(
        BarisRAB.objects.filter(versi_rab__usulan=usulan, versi_rab__status__in=PERNAH_BERLAKU)
        .select_related("versi_rab")
        .order_by("versi_rab__nomor", "pk")
    )
    daftar_pencairan = list(usulan.daftar_pencairan.select_related("termin"))
    batas = plafon(usulan)
    return [
        *halangan_pagu(usulan, batas),
        *halangan_rab(daftar_baris),
        *halangan_penetapan(batas, daftar_baris),
        *halangan_cair(usulan, batas, daftar_pencairan),
        *halangan_terima(daftar_pencairan, daftar_buku),
    ]


@dataclass(frozen=True)
class Plafon:
    """What bounds the money of a Usulan; None where there is none."""

    pagu: int | None
    kk_minimal: int | None
    ditetapkan_pada: datetime | None  # of the pagu; None: still *sementara*
    pagu_tingkat: int | None  # of the year's table today
    ditetapkan: int | None  # what DPMPPA approved


def plafon(usulan):
    """One query."""
    tingkat = Tingkat.objects.filter(
        tahun_program=OuterRef("tahun_program"), kk_minimal=OuterRef("alokasi__kk_minimal")
    )
    disetujui = Penetapan.objects.filter(usulan=OuterRef("pk"), disetujui=True, dibatalkan_pada__isnull=True)
    daftar = Usulan.objects.filter(pk=usulan.pk).values_list(
        "alokasi__pagu",
        "alokasi__kk_minimal",
        "alokasi__ditetapkan_pada",
        Subquery(tingkat.values("pagu")),
        Subquery(disetujui.values("nilai")),
    )
    return Plafon(*daftar.get())


def halangan_pagu(usulan, batas):
    """A fixed pagu is its tier's, or, when the table was changed since, that of an RT fixed in the same moment.

    Where no other RT of that tier was fixed then, nobody can tell, and the pagu stands as it is written.
    """
    if batas.ditetapkan_pada is None or batas.pagu == batas.pagu_tingkat:
        return []
    bersama = Alokasi.objects.filter(
        usulan__tahun_program=usulan.tahun_program_id,
        kk_minimal=batas.kk_minimal,
        ditetapkan_pada=batas.ditetapkan_pada,
    )
    bersama = bersama.exclude(usulan=usulan).exclude(usulan__tahap__in=[Tahap.MUNDUR, Tahap.DITOLAK])
    lain = set(bersama.order_by().values_list("pagu", flat=True).distinct())
    if not lain or batas.pagu in lain:
        return []
    return [
        f"Pagu RT ini {rupiah(batas.pagu)}, sedangkan RT lain dengan tingkat yang sama "
        f"{', '.join(rupiah(pagu) for pagu in sorted(lain))}. {PULIHKAN}"
    ]


def halangan_rab(daftar_baris):
    """Each line: the amount is volume times price, rounded half up."""
    halangan = []
    for baris in daftar_baris:
        benar = hitung_jumlah(baris.volume, baris.harga_satuan)
        if baris.jumlah != benar:
            halangan.append(
                f"RAB versi {baris.versi_rab.nomor}, {baris.uraian}: {volume(baris.volume)} {baris.satuan} x "
                f"{rupiah(baris.harga_satuan)} = {rupiah(benar)}, tertulis {rupiah(baris.jumlah)}, selisih "
                f"{rupiah(abs(baris.jumlah - benar))}. {PULIHKAN}"
            )
    return halangan


def halangan_penetapan(batas, daftar_baris):
    """DPMPPA approved the programme money of the first RAB; no shift may go above it, nor it above the pagu."""
    if batas.ditetapkan is None:
        return []
    total, berlaku = defaultdict(int), None
    for baris in daftar_baris:
        total[baris.versi_rab.nomor] += baris.jumlah if baris.sumber == Sumber.PROGRAM else 0
        if baris.versi_rab.status == VersiRAB.Status.BERLAKU:
            berlaku = baris.versi_rab.nomor
    nilai, halangan = f"nilai penetapan {rupiah(batas.ditetapkan)}", []
    if total and total[1] != batas.ditetapkan:
        halangan.append(
            f"Dana program dalam RAB yang ditetapkan {rupiah(total[1])} tidak sama dengan {nilai}: selisih "
            f"{rupiah(abs(total[1] - batas.ditetapkan))}. {PULIHKAN}"
        )
    if total[berlaku] > batas.ditetapkan:
        halangan.append(
            f"Dana program dalam RAB yang berlaku {rupiah(total[berlaku])} melebihi {nilai} sebesar "
            f"{rupiah(total[berlaku] - batas.ditetapkan)}. {PULIHKAN}"
        )
    if batas.pagu is not None and batas.ditetapkan > batas.pagu:
        halangan.append(
            f"Pagu RT ini {rupiah(batas.pagu)} kurang dari {nilai}: selisih {rupiah(batas.ditetapkan - batas.pagu)}. "
            f"{PULIHKAN}"
        )
    return halangan


def halangan_cair(usulan, batas, daftar_pencairan):
    """What was released is what was approved; less only where Keuangan explained a difference."""
    daftar = [pencairan for pencairan in daftar_pencairan if pencairan.status == Pencairan.Status.CAIR]
    cair, ditetapkan = sum(pencairan.nilai for pencairan in daftar), batas.ditetapkan or 0
    dijelaskan = any(pencairan.penjelasan_selisih for pencairan in daftar)
    # While the works go on, later instalments are still to come: the gate of Pelaksanaan asks for them.
    if cair > ditetapkan or (cair < ditetapkan and usulan.tahap == Tahap.LPJ and not dijelaskan):
        return [
            f"Dana yang cair {rupiah(cair)} tidak sama dengan nilai penetapan {rupiah(ditetapkan)}: selisih "
            f"{rupiah(abs(cair - ditetapkan))}. {COCOKKAN}"
        ]
    return []


def halangan_terima(daftar_pencairan, daftar_buku):
    """Each transfer arrived whole, and stands in the buku kas once, with what arrived."""
    tercatat = defaultdict(list)
    for baris in baris_sah(daftar_buku):
        if baris.jenis == Jenis.TERIMA_PROGRAM:
            tercatat[baris.pencairan_id].append(baris)
    halangan = []
    for pencairan in daftar_pencairan:
        daftar = tercatat.pop(pencairan.pk, [])
        if pencairan.status == Pencairan.Status.CAIR:
            halangan += _satu_transfer(pencairan, daftar)
        else:
            halangan += [f"{sebut(baris)}: transfernya tidak cair. {PULIHKAN}" for baris in daftar]
    for daftar in tercatat.values():
        halangan += [f"{sebut(baris)}: transfernya bukan untuk RT ini. {PULIHKAN}" for baris in daftar]
    return halangan


def _satu_transfer(pencairan, daftar):
    nama = f"{pencairan.termin}, SP2D {pencairan.sp2d_nomor}, {rupiah(pencairan.nilai)}"
    if pencairan.diterima is None:
        return [f"{nama}: belum dikonfirmasi. Konfirmasi dulu jumlah yang diterima."]
    halangan = []
    if pencairan.selisih:
        halangan.append(
            f"{nama}: yang diterima {rupiah(pencairan.diterima)}, selisih {rupiah(abs(pencairan.selisih))}. {COCOKKAN}"
        )
    elif not daftar:
        halangan.append(f"{nama}: sudah diterima tetapi tidak ada di buku kas. {PULIHKAN}")
    beda = sum(baris.nilai for baris in daftar) - pencairan.diterima
    if daftar and beda:
        halangan.append(
            f"{sebut(daftar[-1])}: uang yang diterima dari transfer itu {rupiah(pencairan.diterima)}, selisih "
            f"{rupiah(abs(beda))}. {PULIHKAN}"
        )
    return halangan
