"""A shift of money between RAB lines: a new version beside the old, drafted by the RT, in force by notice or decision."""

from django.db import transaction
from django.utils import timezone

from anggaran.models import BarisRAB, VersiRAB
from anggaran.services.banding import banding, perlu_persetujuan, sidik_baris, versi_sebelum
from anggaran.services.bukukas import bukukas_terbuka
from anggaran.services.rab import (
    halangan_rujukan,
    item_wajib_kurang,
    lampaui_pagu,
    pemakaian,
    rab_berlaku,
    total_rab,
)
from pokja.models import Usulan
from pokja.services import BagianTerkunci, LangkahDitolak, catat_peristiwa
from rt.angka import rupiah
from rt.peran import SISI_RT, Peran

Status = VersiRAB.Status
# What a line of the version in force keeps in a shift: other goods are another line, or the limit would mean nothing.
TETAP_SAMA = ("kegiatan_id", "jenis_biaya", "uraian", "satuan", "sumber", "tetap_id", "item_wajib_id")


# --- drafting -------------------------------------------------------------------------------------------------------


class PergeseranBerubah(LangkahDitolak):
    """Somebody changed a line after the page was opened."""

    def __init__(self):
        super().__init__(
            "Baris pergeseran ini baru saja diubah orang lain, jadi belum diajukan. Periksa lagi barisnya, lalu ajukan."
        )


class PergeseranTertutup(BagianTerkunci):
    def __init__(self):
        LangkahDitolak.__init__(self, "Pergeseran RAB hanya bisa disusun RT sejak uang diterima sampai LPJ diajukan.")


def boleh_susun(usulan, pengguna):
    """Shifts are possible as long as the buku kas is open, so that an overspent line never ends an LPJ's way."""
    return pengguna.peran in SISI_RT and bukukas_terbuka(usulan)


def boleh_ajukan(usulan, pengguna):
    return pengguna.peran == Peran.KETUA_RT and bukukas_terbuka(usulan)


def boleh_putus(usulan, pengguna):
    return pengguna.peran == Peran.DPMPPA and not usulan.berakhir


def _kunci_susun(usulan_id, oleh):
    usulan = Usulan.objects.select_for_update().get(pk=usulan_id)
    if not boleh_susun(usulan, oleh):
        raise PergeseranTertutup
    return usulan


def _kunci_versi(versi_rab, status, pesan):
    """The version as it stands, its Usulan locked: the book and the RAB change one after the other."""
    Usulan.objects.select_for_update().get(pk=versi_rab.usulan_id)
    versi_rab = VersiRAB.objects.select_related("usulan__tahun_program", "usulan__alokasi").get(pk=versi_rab.pk)
    if versi_rab.status != status:
        raise LangkahDitolak(pesan)
    return versi_rab


@transaction.atomic
def mulai_pergeseran(usulan, *, alasan, berita_acara, oleh):
    """Copy the version in force into a draft that may be edited. Both stay side by side. Sent twice: one draft."""
    usulan = _kunci_susun(usulan.pk, oleh)
    lama = rab_berlaku(usulan)
    if lama is None:
        raise LangkahDitolak("RAB yang berlaku belum ada, jadi belum ada yang bisa digeser.")
    berjalan = usulan.daftar_versi_rab.filter(status__in=[Status.DISIAPKAN, Status.DIAJUKAN]).first()
    if berjalan and (berjalan.status, berjalan.alasan) == (Status.DISIAPKAN, alasan.strip()):
        return berjalan
    if berjalan:
        raise LangkahDitolak("Masih ada pergeseran yang belum selesai. Selesaikan atau batalkan yang itu dulu.")
    if not alasan.strip() or berita_acara is None or berita_acara.usulan_id != usulan.pk:
        raise LangkahDitolak("Pergeseran memerlukan alasan dan berita acara musyawarah. Lengkapi keduanya.")
    terakhir = usulan.daftar_versi_rab.order_by("-nomor").first().nomor
    baru = VersiRAB.objects.create(
        usulan=usulan,
        nomor=terakhir + 1,
        status=Status.DISIAPKAN,
        alasan=alasan.strip(),
        berita_acara=berita_acara,
        dibuat_oleh=oleh,
    )
    for baris in lama.daftar_baris.order_by("pk"):
        salinan = {kolom: getattr(baris, kolom) for kolom in (*TETAP_SAMA, "volume", "harga_satuan")}
        BarisRAB.objects.create(versi_rab=baru, asal=baris, **salinan)
    return baru


@transaction.atomic
def simpan_baris_geser(baris, *, oleh, tulis=None):
    """Save a line of a draft. `tulis` is a form's guarded write, if any. Raises LangkahDitolak."""
    usulan = _kunci_susun(baris.versi_rab.usulan_id, oleh)
    _kunci_versi(baris.versi_rab, Status.DISIAPKAN, "Pergeseran ini sudah diajukan, barisnya tidak bisa diubah lagi.")
    _tolak_baris_tetap(baris)
    halangan = halangan_rujukan(baris, usulan)
    if baris.asal and any(getattr(baris, kolom) != getattr(baris.asal, kolom) for kolom in TETAP_SAMA):
        halangan.append(
            "Pada baris lama hanya volume dan harga yang bisa digeser. Tulis barang lain sebagai baris baru."
        )
    if halangan:
        raise LangkahDitolak(*halangan)
    hasil = (tulis or baris.save)() or baris
    pakai = pemakaian(baris.versi_rab)[hasil.pk][0]
    if hasil.jumlah < pakai:
        raise LangkahDitolak(_di_bawah_belanja(hasil, pakai))
    return hasil


@transaction.atomic
def hapus_baris_geser(baris, *, oleh):
    _kunci_susun(baris.versi_rab.usulan_id, oleh)
    _kunci_versi(baris.versi_rab, Status.DISIAPKAN, "Pergeseran ini sudah diajukan, barisnya tidak bisa dihapus lagi.")
    _tolak_baris_tetap(baris)
    if pemakaian(baris.versi_rab).get(baris.pk, (0, 0))[0]:
        raise LangkahDitolak(f"{baris.uraian}: sudah dibelanjakan, barisnya tidak boleh hilang dari rencana baru.")
    baris.delete()


def _tolak_baris_tetap(baris):
    if baris.tetap_id:
        raise LangkahDitolak("Baris ini ditetapkan oleh DPMPPA dan tidak bisa digeser.")


def _di_bawah_belanja(baris, pakai):
    return f"{baris.uraian}: sudah dibelanjakan {rupiah(pakai)}, tidak bisa menjadi {rupiah(baris.jumlah)}."


def nilai_ditetapkan(usulan):
    """The programme money DPMPPA approved, or None before its decision."""
    berlaku = usulan.daftar_penetapan.filter(dibatalkan_pada__isnull=True, disetujui=True)
    return berlaku.values_list("nilai", flat=True).first()


# --- submitting and deciding ----------------------------------------------------------------------------------------


def halangan_pergeseran(versi_rab):
    """What stands between a draft shift and its submission."""
    usulan = versi_rab.usulan
    daftar = banding(versi_sebelum(versi_rab), versi_rab)
    if not any(banding.berubah for banding in daftar):
        return ["Belum ada baris yang berubah. Ubah volume atau harga, atau tambahkan baris."]
    total, ditetapkan = total_rab(versi_rab), nilai_ditetapkan(usulan)
    halangan = lampaui_pagu(usulan, total)
    if ditetapkan is not None and total > ditetapkan:
        halangan.append(
            f"Dana program sesudah pergeseran {rupiah(total)}, melebihi yang ditetapkan {rupiah(ditetapkan)} "
            f"sebesar {rupiah(total - ditetapkan)}. Kurangi baris lain."
        )
    for satu in daftar:
        if satu.lama and satu.lama.tetap_id and satu.berubah:
            halangan.append(f"{satu.baris.uraian}: baris tetap tidak boleh berubah.")
        if satu.baru is None and satu.terpakai:
            halangan.append(f"{satu.baris.uraian}: sudah dibelanjakan, barisnya tidak boleh hilang dari rencana baru.")
        elif satu.baru and satu.baru.jumlah < satu.terpakai:
            halangan.append(_di_bawah_belanja(satu.baru, satu.terpakai))
    # What was missing before (an item the year added later) does not stand in the way of a shift.
    sudah_kurang = item_wajib_kurang(usulan, versi_sebelum(versi_rab))
    for item in item_wajib_kurang(usulan, versi_rab):
        if item in sudah_kurang:
            continue
        halangan.append(f"{item.nama} adalah barang wajib dan tidak boleh hilang dari rencana baru.")
    return halangan


@transaction.atomic
def ajukan_pergeseran(versi_rab, *, oleh, sidik_dilihat=None):
    """Within the year's limit the shift takes effect at once, above it DPMPPA decides. Returns the new status.

    `sidik_dilihat` is that of the lines on the page from which it is submitted.
    """
    usulan = _kunci_susun(versi_rab.usulan_id, oleh)
    if not boleh_ajukan(usulan, oleh):
        raise LangkahDitolak("Pergeseran RAB diajukan oleh ketua RT, bukan oleh akun Anda.")
    versi_rab = _kunci_versi(versi_rab, Status.DISIAPKAN, "Pergeseran ini sudah diajukan atau sudah diputus.")
    if sidik_dilihat not in (None, sidik_baris(versi_rab)):
        raise PergeseranBerubah
    halangan = halangan_pergeseran(versi_rab)
    if halangan:
        raise LangkahDitolak(*halangan)
    if perlu_persetujuan(versi_rab):
        versi_rab.status = Status.DIAJUKAN
        versi_rab.save(update_fields=["status"])
        _catat(versi_rab, "pergeseran_diajukan", oleh, f"Menunggu persetujuan DPMPPA. {versi_rab.alasan}")
    else:
        batas = versi_rab.usulan.tahun_program.batas_pergeseran
        _berlakukan(versi_rab, oleh, f"Dalam batas {batas} %, berlaku sebagai pemberitahuan.")
    return Status(versi_rab.status)


@transaction.atomic
def putuskan_pergeseran(versi_rab, *, setuju, catatan, oleh):
    """DPMPPA approves or refuses. The rules are asked again: money may have been spent since."""
    if not boleh_putus(versi_rab.usulan, oleh):
        raise LangkahDitolak("Pergeseran RAB diputuskan oleh DPMPPA, bukan oleh akun Anda.")
    versi_rab = _kunci_versi(versi_rab, Status.DIAJUKAN, "Pergeseran ini sudah diputus.")
    if setuju:
        halangan = halangan_pergeseran(versi_rab)
        if halangan:
            raise LangkahDitolak(*halangan)
        _berlakukan(versi_rab, oleh, catatan)
        return
    if not catatan.strip():
        raise LangkahDitolak("Tuliskan alasan menolak pergeseran.")
    _putus(versi_rab, Status.DITOLAK, oleh, catatan)


@transaction.atomic
def batalkan_pergeseran(versi_rab, *, oleh):
    """The RT gives up its own draft; the row stays as refused."""
    _kunci_susun(versi_rab.usulan_id, oleh)
    versi_rab = _kunci_versi(versi_rab, Status.DISIAPKAN, "Pergeseran ini sudah diajukan dan tidak bisa dibatalkan.")
    _putus(versi_rab, Status.DITOLAK, oleh, "Dibatalkan oleh RT.", aksi="pergeseran_batal")


def _berlakukan(baru, oleh, catatan):
    baru.usulan.daftar_versi_rab.filter(status=Status.BERLAKU).update(status=Status.DIGANTI)
    _putus(baru, Status.BERLAKU, oleh, catatan, aksi="pergeseran_berlaku")


def _putus(versi_rab, status, oleh, catatan, aksi="pergeseran_ditolak"):
    versi_rab.status, versi_rab.diputus_oleh, versi_rab.diputus_pada = status, oleh, timezone.now()
    versi_rab.catatan_putusan = catatan.strip()[:300]
    versi_rab.save(update_fields=["status", "diputus_oleh", "diputus_pada", "catatan_putusan"])
    _catat(versi_rab, aksi, oleh, catatan)


def _catat(versi_rab, aksi, oleh, catatan):
    catat_peristiwa([versi_rab.usulan], aksi, oleh=oleh, catatan=f"RAB versi {versi_rab.nomor}. {catatan}")
