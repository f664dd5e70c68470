"""The money: SP2D, a transfer that failed, what arrived, and a difference explained.

Every verb locks the Usulan first and the transfer second, always in that order, so that nobody waits in a circle.
"""

from django.db import transaction
from django.utils import timezone

from anggaran.models import BukuKas, Jenis, Pencairan
from anggaran.services.penahanan import PENAHAN, penahanan_aktif
from anggaran.services.penetapan import penetapan_berlaku
from anggaran.services.sp2d import halangan_sp2d, halangan_tahan, sudah_cair, tanggal_tercatat
from anggaran.services.termin import termin_berikut
from pokja.models import Usulan
from pokja.services import LangkahDitolak, UsulanBerubah, catat_peristiwa, pindah_tahap
from pokja.tahapan import Tahap
from rt.angka import rupiah
from rt.models import Peran

Status = Pencairan.Status


# --- the transfer a step is about -----------------------------------------------------------------------------------


def _pertama(usulan, cocok):
    """The oldest transfer that fits. Reads `.all()`: ordered by termin and attempt, a handful of rows."""
    return next((pencairan for pencairan in usulan.daftar_pencairan.all() if cocok(pencairan)), None)


def transfer_diproses(usulan):
    """With Keuangan, whether it has taken the bundle up or not."""
    return _pertama(usulan, lambda pencairan: pencairan.status in Pencairan.DI_KEUANGAN)


def transfer_bisa_gagal(usulan):
    """Under way, or released and sent back by the bank: the RT said that nothing arrived."""
    return _pertama(usulan, bisa_gagal)


def bisa_gagal(pencairan):
    belum = pencairan.status in Pencairan.DI_KEUANGAN
    return belum or (pencairan.status == Status.CAIR and pencairan.diterima == 0)


def transfer_selisih(usulan):
    return _pertama(usulan, lambda pencairan: pencairan.status == Status.CAIR and bool(pencairan.selisih))


def transfer_belum_dikonfirmasi(usulan):
    return _pertama(usulan, lambda pencairan: pencairan.status == Status.CAIR and pencairan.diterima is None)


def halangan_cairkan(usulan):
    if transfer_diproses(usulan) is None:
        if transfer_selisih(usulan):
            return ["SP2D sudah tercatat dan RT melaporkan selisih. Jelaskan selisihnya kepada RT."]
        return ["Tidak ada transfer yang menunggu SP2D untuk RT ini. Tunggu permohonan kelurahan yang ditandatangani."]
    return halangan_tahan(usulan)


def halangan_gagalkan(usulan):
    if transfer_bisa_gagal(usulan) is None:
        return [
            "Tidak ada transfer yang bisa dicatat gagal. Sesudah SP2D tercatat, hanya yang oleh RT dilaporkan "
            "tidak sampai sama sekali (Rp0)."
        ]
    return []


def halangan_jelaskan(usulan):
    return [] if transfer_selisih(usulan) else ["Tidak ada selisih yang perlu dijelaskan untuk RT ini."]


def halangan_konfirmasi(usulan):
    if transfer_belum_dikonfirmasi(usulan):
        return []
    if transfer_selisih(usulan):
        return ["Selisih sudah dilaporkan. Tunggu penjelasan Keuangan, lalu konfirmasi lagi."]
    return ["Tidak ada uang yang menunggu konfirmasi. Tunggu sampai Keuangan mencatat SP2D-nya."]


LANGKAH_TERMIN = (
    (Peran.KETUA_RT, "Konfirmasi uang diterima", "anggaran:konfirmasi", transfer_belum_dikonfirmasi),
    (Peran.KEUANGAN, "Catat SP2D", "anggaran:cairkan", transfer_diproses),
    (Peran.KEUANGAN, "Catat transfer gagal", "anggaran:gagalkan", transfer_bisa_gagal),
    (Peran.KEUANGAN, "Jelaskan selisih", "anggaran:jelaskan_selisih", transfer_selisih),
)


def langkah_transfer(usulan, pengguna):
    """What this Peran may do beside ALUR now, as (label, url_name): a later instalment's steps, and holds.

    During Pencairan the steps come from ALUR; during Pelaksanaan a further instalment leaves the Usulan with the RT.
    """
    daftar = []
    if usulan.tahap == Tahap.PELAKSANAAN:
        daftar = [
            (label, url) for peran, label, url, cari in LANGKAH_TERMIN if peran == pengguna.peran and cari(usulan)
        ]
    if pengguna.peran in PENAHAN and penahanan_aktif(usulan):
        daftar.append(("Lepas penahanan", "anggaran:lepas"))
    elif pengguna.peran in PENAHAN and usulan.tahap in (Tahap.PENETAPAN, Tahap.PENCAIRAN, Tahap.PELAKSANAAN):
        daftar.append(("Tahan pencairan", "anggaran:tahan"))
    return daftar


# --- verbs ----------------------------------------------------------------------------------------------------------


def _kunci(pencairan, oleh, peran):
    if oleh.peran != peran:
        raise LangkahDitolak(f"Langkah ini dilakukan oleh {peran.label}, bukan oleh akun Anda.")
    Usulan.objects.select_for_update().get(pk=pencairan.usulan_id)
    daftar = Pencairan.objects.select_for_update(of=("self",))
    return daftar.select_related("usulan__rt__kelurahan", "permohonan__tahun_program", "termin").get(pk=pencairan.pk)


def _catat_termin(pencairan, aksi, oleh, kata):
    """A later instalment moves no stage, and yet belongs in the Riwayat."""
    catat_peristiwa([pencairan.usulan], aksi, oleh=oleh, catatan=f"{pencairan.termin}. {kata}")


@transaction.atomic
def cairkan(pencairan, *, sp2d_nomor, sp2d_tanggal, nilai, oleh):
    """Record the SP2D of one transfer. Never more than was approved. The same press twice counts once."""
    pencairan = _kunci(pencairan, oleh, Peran.KEUANGAN)
    usulan, sp2d_nomor = pencairan.usulan, " ".join(sp2d_nomor.split())
    tercatat = (pencairan.sp2d_nomor, pencairan.sp2d_tanggal, pencairan.nilai, pencairan.dicatat_oleh_id)
    if pencairan.status == Status.CAIR and tercatat == (sp2d_nomor, sp2d_tanggal, nilai, oleh.pk):
        return pencairan
    if pencairan.status not in Pencairan.DI_KEUANGAN:
        raise UsulanBerubah
    tercatat = tanggal_tercatat([sp2d_nomor], latihan=pencairan.usulan.latihan)
    daftar = halangan_sp2d(pencairan, sp2d_nomor, sp2d_tanggal, nilai, tercatat=tercatat)
    halangan = [pesan for _isian, pesan in daftar]
    if usulan.tahap == Tahap.PENCAIRAN:
        pindah_tahap(usulan, "cairkan", oleh=oleh, versi=usulan.versi, halangan=halangan, catatan=f"SP2D {sp2d_nomor}")
    elif halangan:
        raise LangkahDitolak(*halangan)
    else:
        _catat_termin(pencairan, "cairkan_termin", oleh, f"SP2D {sp2d_nomor}")
    pencairan.status, pencairan.sp2d_nomor, pencairan.sp2d_tanggal = Status.CAIR, sp2d_nomor, sp2d_tanggal
    pencairan.dicatat_oleh = oleh
    pencairan.save(update_fields=["status", "sp2d_nomor", "sp2d_tanggal", "dicatat_oleh"])
    return pencairan


@transaction.atomic
def cairkan_banyak(daftar_pencairan, *, sp2d_nomor, sp2d_tanggal, oleh):
    """One SP2D for many transfers, each with the amount that was asked for. All of them, or none."""
    halangan = []
    for pencairan in sorted(daftar_pencairan, key=lambda pencairan: pencairan.usulan_id):
        try:
            with transaction.atomic():
                cairkan(pencairan, sp2d_nomor=sp2d_nomor, sp2d_tanggal=sp2d_tanggal, nilai=pencairan.nilai, oleh=oleh)
        except LangkahDitolak as ditolak:
            halangan += [f"{pencairan.usulan.rt}: {pesan}" for pesan in ditolak.daftar_pesan]
    if halangan:
        raise LangkahDitolak(*halangan)


@transaction.atomic
def gagalkan(pencairan, *, alasan, oleh):
    """The bank refused or sent the money back: the RT goes back to the kelurahan and can be bundled again."""
    pencairan = _kunci(pencairan, oleh, Peran.KEUANGAN)
    usulan, alasan = pencairan.usulan, alasan.strip()
    if pencairan.status == Status.GAGAL and (pencairan.alasan_gagal, pencairan.dicatat_oleh_id) == (alasan, oleh.pk):
        return
    if not bisa_gagal(pencairan):
        raise UsulanBerubah
    if not alasan:
        raise LangkahDitolak("Tuliskan alasan dari bank, misalnya nama pemilik rekening berbeda.")
    if usulan.tahap == Tahap.PENCAIRAN:
        pindah_tahap(usulan, "gagalkan", oleh=oleh, versi=usulan.versi, halangan=[], catatan=alasan)
    else:
        _catat_termin(pencairan, "gagalkan_termin", oleh, alasan)
    pencairan.status, pencairan.alasan_gagal, pencairan.dicatat_oleh = Status.GAGAL, alasan, oleh
    pencairan.save(update_fields=["status", "alasan_gagal", "dicatat_oleh"])


def menunggu_konfirmasi(usulan):
    """Released transfers the RT has not confirmed, or confirmed with a difference; oldest first."""
    daftar = usulan.daftar_pencairan.cair().select_related("termin").order_by("termin__urut")
    return [pencairan for pencairan in daftar if pencairan.selisih != 0]


@transaction.atomic
def konfirmasi(pencairan, *, diterima, tanggal, oleh, versi, catatan=""):
    """The RT says what arrived. Equal: the money enters the buku kas. A difference goes to Keuangan to be explained.

    Returns whether it was equal. The same press twice counts once.
    """
    pencairan = _kunci(pencairan, oleh, Peran.KETUA_RT)
    usulan = pencairan.usulan
    tercatat = (pencairan.diterima, pencairan.diterima_tanggal, pencairan.diterima_oleh_id)
    if tercatat == (diterima, tanggal, oleh.pk):
        return pencairan.selisih == 0
    if pencairan.status != Status.CAIR or usulan.versi != versi:
        raise UsulanBerubah
    if pencairan.diterima is not None:
        raise LangkahDitolak("Penerimaan uang ini sudah dicatat. Bila ada selisih, tunggu penjelasan Keuangan.")
    if not pencairan.sp2d_tanggal <= tanggal <= timezone.localdate():
        raise LangkahDitolak(
            f"Tanggal diterima harus antara tanggal SP2D ({pencairan.sp2d_tanggal:%d/%m/%Y}) dan hari ini."
        )
    cocok = diterima == pencairan.nilai
    if not cocok and not catatan.strip():
        kata = (
            f"{rupiah(diterima)} tidak sama dengan yang dikirim, {rupiah(pencairan.nilai)}. Periksa lagi angkanya; "
            "bila memang berbeda, tuliskan keterangannya supaya Keuangan bisa menelusuri."
        )
        raise LangkahDitolak(f"{kata} {jalan_biaya_bank(pencairan, diterima)}".rstrip())
    kata = f"Diterima {rupiah(diterima)} dari {rupiah(pencairan.nilai)}. {catatan}"
    if usulan.tahap == Tahap.PENCAIRAN:
        aksi = "konfirmasi" if cocok else "laporkan_selisih"
        pindah_tahap(usulan, aksi, oleh=oleh, versi=versi, halangan=[], catatan=kata)
    else:
        _catat_termin(pencairan, "konfirmasi_termin" if cocok else "selisih_termin", oleh, kata)
    pencairan.diterima, pencairan.diterima_tanggal, pencairan.diterima_oleh = diterima, tanggal, oleh
    pencairan.save(update_fields=["diterima", "diterima_tanggal", "diterima_oleh"])
    if cocok:
        _catat_terima(pencairan, oleh)
    return cocok


def jalan_biaya_bank(pencairan, diterima):
    """Once Keuangan has explained: how a fee the bank took is booked. Empty where it cannot be one."""
    if not pencairan.penjelasan_selisih or not 0 < (diterima or 0) < pencairan.nilai:
        return ""
    return (
        f"Bila bank memotong biaya, konfirmasi nilai penuh {rupiah(pencairan.nilai)}, "
        f"lalu catat {rupiah(pencairan.nilai - diterima)} sebagai Biaya bank di buku kas."
    )


def _catat_terima(pencairan, oleh):
    """The receipt in the buku kas: the only row there that nobody types."""
    BukuKas.objects.create(
        usulan=pencairan.usulan,
        jenis=Jenis.TERIMA_PROGRAM,
        tanggal=pencairan.diterima_tanggal,
        uraian=f"Dana program {pencairan.termin}",
        nilai=pencairan.diterima,
        nomor_bukti=pencairan.sp2d_nomor,
        pencairan=pencairan,
        dicatat_oleh=oleh,
    )


@transaction.atomic
def jelaskan_selisih(pencairan, *, nilai, penjelasan, oleh, versi):
    """Keuangan explains a difference, correcting the released amount where it was typed wrong; the RT confirms anew."""
    pencairan = _kunci(pencairan, oleh, Peran.KEUANGAN)
    usulan = pencairan.usulan
    if pencairan.status != Status.CAIR or not pencairan.selisih or usulan.versi != versi:
        raise UsulanBerubah
    penetapan = penetapan_berlaku(usulan)
    batas = (penetapan.nilai if penetapan else 0) - (sudah_cair(usulan) - pencairan.nilai)
    if not 1 <= nilai <= batas:
        raise LangkahDitolak(
            f"Nilai cair paling sedikit Rp1 dan paling banyak {rupiah(batas)}, sisa nilai penetapan. "
            "Bila uangnya kembali seluruhnya, catat transfernya gagal."
        )
    if not penjelasan.strip():
        raise LangkahDitolak("Tuliskan penjelasan selisih untuk RT.")
    kata = f"RT melaporkan menerima {rupiah(pencairan.diterima)}. "
    if nilai != pencairan.nilai:
        kata += f"Nilai cair diperbaiki dari {rupiah(pencairan.nilai)} menjadi {rupiah(nilai)}. "
    kata += penjelasan.strip()
    if usulan.tahap == Tahap.PENCAIRAN:
        pindah_tahap(usulan, "jelaskan_selisih", oleh=oleh, versi=versi, halangan=[], catatan=kata)
    else:
        _catat_termin(pencairan, "jelaskan_termin", oleh, kata)
    pencairan.nilai, pencairan.penjelasan_selisih = nilai, kata[:300]
    pencairan.dilaporkan = pencairan.diterima
    pencairan.diterima = pencairan.diterima_tanggal = pencairan.diterima_oleh = None
    kolom = ["nilai", "penjelasan_selisih", "dilaporkan", "diterima", "diterima_tanggal", "diterima_oleh"]
    pencairan.save(update_fields=kolom)


def halangan_termin(usulan):
    """Every later instalment must be settled before the works end."""
    halangan = []
    berikut = termin_berikut(usulan)
    if berikut is not None:
        halangan.append(f"{berikut} belum dicairkan. Minta kelurahan mengajukan permohonannya.")
    if any(pencairan.status in Pencairan.BERJALAN for pencairan in usulan.daftar_pencairan.all()):
        halangan.append("Masih ada pencairan yang berjalan. Tunggu sampai selesai.")
    if menunggu_konfirmasi(usulan):
        halangan.append("Masih ada uang cair yang belum dikonfirmasi. Konfirmasi dulu jumlah yang diterima.")
    return halangan
