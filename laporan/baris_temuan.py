"""The row a finding is on: a row of the buku kas or a line of the RAB, named by a text key as a mark names its part."""

from django.db.models import F

from anggaran.models import BarisRAB, BukuKas
from anggaran.services.rab import daftar_baris, rab_berlaku
from rt.angka import rupiah


def kata_bukukas(baris):
    return f"Buku kas {baris.tanggal:%d/%m/%Y}: {baris.uraian}, {rupiah(baris.nilai)}"


def kata_rab(baris):
    return f"RAB: {baris.uraian}, {rupiah(baris.jumlah)}"


def pilihan_baris(usulan):
    """Choices of a form: the rows of the book that count, and the lines of the plan in force."""
    buku = [
        (f"bukukas:{baris.pk}", kata_bukukas(baris))
        for baris in usulan.daftar_bukukas.sah().order_by("tanggal", "pk")
    ]  # fmt: skip
    rab = rab_berlaku(usulan)
    rencana = [(f"rab:{baris.pk}", kata_rab(baris)) for baris in daftar_baris(rab)] if rab else []
    daftar = [("", "Tidak pada satu baris")]
    return daftar + [(judul, isi) for judul, isi in (("Buku kas", buku), ("Baris RAB", rencana)) if isi]


def nilai_baris(kunci):
    """The rupiah of the row that a key names; None for a key of no row."""
    jenis, pk = _urai(kunci)
    if pk is None or jenis not in ("bukukas", "rab"):
        return None
    model, kolom = (BukuKas, "nilai") if jenis == "bukukas" else (BarisRAB, "jumlah")
    return model.objects.filter(pk=pk).values_list(kolom, flat=True).first()


def sebut_baris(daftar_temuan):
    """Give each finding `baris`, the words for the row it is on, or "". At most two queries."""
    daftar_temuan = list(daftar_temuan)
    buku = BukuKas.objects.in_bulk(_pk(daftar_temuan, "bukukas"))
    rab = BarisRAB.objects.in_bulk(_pk(daftar_temuan, "rab"))
    for temuan in daftar_temuan:
        jenis, pk = _urai(temuan.kunci)
        temuan.baris = ""
        if jenis == "bukukas" and pk in buku:
            temuan.baris = kata_bukukas(buku[pk])
        elif jenis == "rab" and pk in rab:
            temuan.baris = kata_rab(rab[pk])
    return daftar_temuan


def kata_terbuka(usulan):
    """{key of a row: words about the findings on it that are not settled}: what makes the row stand out."""
    hasil = {}
    terbuka = usulan.daftar_temuan.terbuka().exclude(kunci="")
    for kunci, sisa in terbuka.values_list("kunci", F("nilai") - F("diselesaikan")):
        hasil.setdefault(kunci, []).append(f"temuan terbuka {rupiah(sisa)}" if sisa else "temuan terbuka")
    return {kunci: ", ".join(kata) for kunci, kata in hasil.items()}


def _pk(daftar_temuan, jenis):
    return {pk for nama, pk in (_urai(temuan.kunci) for temuan in daftar_temuan) if nama == jenis}


def _urai(kunci):
    jenis, _titik, pk = kunci.partition(":")
    return jenis, int(pk) if pk.isdecimal() else None
