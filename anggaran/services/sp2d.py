"""Why an SP2D cannot be recorded. The form of one transfer, the ticked rows and the Excel sheet all ask here."""

from django.db.models import Sum
from django.utils import timezone

from anggaran.models import Pencairan
from anggaran.services.penahanan import penahanan_aktif
from anggaran.services.penetapan import penetapan_berlaku
from rt.angka import rupiah


def sudah_cair(usulan):
    """Released so far, whole rupiah."""
    return Pencairan.objects.cair().filter(usulan=usulan).aggregate(total=Sum("nilai"))["total"] or 0


def halangan_tahan(usulan):
    tahan = penahanan_aktif(usulan)
    return (
        [f"Pencairan {usulan.rt} sedang ditahan: {tahan.alasan.rstrip('.')}. Lepaskan dulu penahanannya."]
        if tahan
        else []
    )


def tanggal_tercatat(daftar_nomor, *, latihan):
    """{(id of the tahun program, number): date} of the SP2D that are recorded already in one world. One query."""
    cair = Pencairan.objects.cair().filter(sp2d_nomor__in=daftar_nomor, usulan__latihan=latihan).order_by()
    baris = cair.values_list("permohonan__tahun_program", "sp2d_nomor", "sp2d_tanggal").distinct()
    return {(tahun_program, nomor): tanggal for tahun_program, nomor, tanggal in baris}


def halangan_sp2d(pencairan, nomor, tanggal, nilai, *, tercatat):
    """Why this SP2D cannot be recorded for a transfer: (field, sentence); the form and the sheet ask the same.

    `tercatat` is tanggal_tercatat of its number. Reads `.all()` of the Usulan's rows, so that a sheet may prefetch them.
    """
    halangan = [("", pesan) for pesan in halangan_tahan(pencairan.usulan)]
    if not nomor:
        halangan.append(("sp2d_nomor", "Nomor SP2D belum diisi. Isi nomornya."))
    halangan += [("sp2d_tanggal", pesan) for pesan in _halangan_tanggal(pencairan.permohonan, nomor, tanggal, tercatat)]
    penetapan = penetapan_berlaku(pencairan.usulan)
    cair = sum(lain.nilai for lain in pencairan.usulan.daftar_pencairan.all() if lain.status == Pencairan.Status.CAIR)
    lebih = cair + nilai - (penetapan.nilai if penetapan else 0)
    if nilai != pencairan.nilai:
        sama = f"Nilai SP2D {rupiah(nilai)} tidak sama dengan permohonan {rupiah(pencairan.nilai)}. Periksa angkanya."
        halangan.append(("nilai", sama))
    elif lebih > 0:
        kata = (
            f"Jumlah cair melebihi nilai penetapan sebesar {rupiah(lebih)}. Catat transfernya gagal, lalu minta "
            "kelurahan menyusun permohonan baru."
        )
        halangan.append(("nilai", kata))
    return halangan


def _halangan_tanggal(permohonan, nomor, tanggal, tercatat):
    halangan = []
    if not permohonan.tanggal <= tanggal <= timezone.localdate() or tanggal.year != permohonan.tahun_program.tahun:
        halangan.append(
            f"Tanggal SP2D harus dalam tahun {permohonan.tahun_program.tahun}, tidak sebelum tanggal surat permohonan "
            f"({permohonan.tanggal:%d/%m/%Y}) dan tidak sesudah hari ini. Periksa tanggalnya."
        )
    lain = tercatat.get((permohonan.tahun_program_id, nomor), tanggal)
    if lain != tanggal:
        halangan.append(f"SP2D {nomor} sudah bertanggal {lain:%d/%m/%Y} untuk RT lain. Samakan tanggalnya.")
    return halangan
