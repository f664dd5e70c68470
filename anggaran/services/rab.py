"""RAB: its versions, its ceiling, its arithmetic."""

from django.db import transaction
from django.db.models import Q, Sum
from django.utils import timezone

from anggaran.models import BarisRAB, BarisTetap, BukuKas, ItemWajib, Jenis, VersiRAB
from pokja.models import Berkas, Sumber
from pokja.services import LangkahDitolak, kunci_isian, pindah_tahap
from pokja.tahapan import Giliran, Tahap
from rt.angka import rupiah


def rab_berlaku(usulan):
    """The version in force, or None before the proposal stage."""
    return usulan.daftar_versi_rab.filter(status=VersiRAB.Status.BERLAKU).first()


def total_rab(versi_rab, sumber=Sumber.PROGRAM):
    """Sum of one source, whole rupiah. Programme money and swadaya are never added together."""
    return versi_rab.daftar_baris.filter(sumber=sumber).aggregate(total=Sum("jumlah"))["total"] or 0


def total_swadaya(versi_rab):
    return versi_rab.daftar_baris.exclude(sumber=Sumber.PROGRAM).aggregate(total=Sum("jumlah"))["total"] or 0


def lampaui_pagu(usulan, total):
    """The sentence for a total of programme money above the pagu, or nothing."""
    kelebihan = total - usulan.alokasi.pagu
    if kelebihan <= 0:
        return []
    return [
        f"Dana program dalam rencana {rupiah(total)}, melebihi pagu {rupiah(usulan.alokasi.pagu)} sebesar "
        f"{rupiah(kelebihan)}. Kurangi volume atau harga, atau pindahkan ke swadaya."
    ]


@transaction.atomic
def mulai_rab(usulan, *, oleh):
    """The first version with the fixed lines of the Kelompok. Called when the Renja is accepted."""
    versi_rab, baru = VersiRAB.objects.get_or_create(usulan=usulan, nomor=1, defaults={"dibuat_oleh": oleh})
    if baru:
        for tetap in BarisTetap.objects.filter(kelompok=usulan.kelompok, aktif=True):
            BarisRAB.objects.create(
                versi_rab=versi_rab,
                jenis_biaya=tetap.jenis_biaya,
                uraian=tetap.uraian,
                volume=tetap.volume,
                satuan=tetap.satuan,
                harga_satuan=tetap.harga_satuan,
                tetap=tetap,
            )
    return versi_rab


@transaction.atomic
def terima_renja(usulan, *, oleh, versi, halangan, catatan=""):
    pindah_tahap(usulan, "terima", oleh=oleh, versi=versi, halangan=halangan, catatan=catatan)
    mulai_rab(usulan, oleh=oleh)


@transaction.atomic
def simpan_baris(baris, *, oleh):
    """Save a RAB line of the proposal; Rp1 above the pagu is refused. Raises LangkahDitolak."""
    usulan = kunci_isian(baris.versi_rab.usulan_id, oleh, f"rab:{baris.pk}" if baris.pk else "rab")
    if baris.tetap_id:
        raise LangkahDitolak("Baris ini ditetapkan oleh DPMPPA dan tidak bisa diubah.")
    baris.save()
    _jaga_pagu(usulan, baris.versi_rab)
    return baris


def _jaga_pagu(usulan, versi_rab):
    """Refuse, and so roll back, whatever brought the programme money above the pagu."""
    lebih = lampaui_pagu(usulan, total_rab(versi_rab))
    if lebih:
        raise LangkahDitolak(*lebih)


@transaction.atomic
def hapus_baris(baris, *, oleh):
    kunci_isian(baris.versi_rab.usulan_id, oleh, f"rab:{baris.pk}")
    if baris.tetap_id:
        raise LangkahDitolak("Baris ini ditetapkan oleh DPMPPA dan tidak bisa dihapus.")
    baris.delete()


def item_wajib_kurang(usulan):
    """Mandatory items that are neither in the RAB nor exempted."""
    versi_rab = rab_berlaku(usulan)
    ada = (
        set(versi_rab.daftar_baris.exclude(item_wajib=None).values_list("item_wajib", flat=True))
        if versi_rab
        else set()
    )
    bebas = set(usulan.daftar_pembebasan.values_list("item_wajib", flat=True))
    daftar = ItemWajib.objects.filter(tahun_program=usulan.tahun_program_id, aktif=True)
    return [item for item in daftar if item.pk not in ada | bebas]


# --- gates ----------------------------------------------------------------------------------------------------------


def ajukan_renja(usulan):
    if usulan.alokasi.sementara:
        return ["Pagu RT ini masih sementara. Minta DPMPPA menetapkan pagu Kelompok dulu."]
    if not usulan.daftar_renja1.exists():
        return ["Kegiatan tahun ini belum ada. Ambil sedikitnya satu kegiatan dari Renja 5 tahun."]
    total = usulan.daftar_renja1.filter(sumber=Sumber.PROGRAM).aggregate(total=Sum("perkiraan"))["total"] or 0
    return lampaui_pagu(usulan, total)


def ajukan_proposal(usulan):
    halangan = []
    if not hasattr(usulan, "proposal"):
        halangan.append("Narasi proposal belum diisi. Buka bagian Narasi proposal dan isi dulu.")
    versi_rab = rab_berlaku(usulan)
    if not versi_rab or not versi_rab.daftar_baris.filter(tetap__isnull=True, sumber=Sumber.PROGRAM).exists():
        halangan.append("RAB belum berisi kegiatan. Tambahkan sedikitnya satu baris di bagian RAB.")
    if versi_rab:
        halangan += lampaui_pagu(usulan, total_rab(versi_rab))
    for item in item_wajib_kurang(usulan):
        halangan.append(
            f"{item.nama} belum ada di RAB. Tambahkan barisnya, atau isi alasan pembebasan di bagian Barang wajib."
        )
    if not usulan.daftar_berkas.ada().filter(jenis=Berkas.Jenis.FOTO_0).exists():
        halangan.append("Foto 0 % belum ada. Unggah foto keadaan sebelum pekerjaan dimulai.")
    return halangan


# --- shifts ---------------------------------------------------------------------------------------------------------


def bergeser(lama, baru):
    """Programme money moved between two versions: what the new one took away, in rupiah."""
    jumlah_baru = {baris.asal_id: baris.jumlah for baris in baru.daftar_baris.filter(sumber=Sumber.PROGRAM)}
    return sum(
        max(baris.jumlah - jumlah_baru.get(baris.pk, 0), 0) for baris in lama.daftar_baris.filter(sumber=Sumber.PROGRAM)
    )


def terpakai(baris):
    """Spent on a RAB line, under whichever version it was booked. Whole rupiah, gross."""
    silsilah, leluhur = [], baris
    while leluhur is not None:
        silsilah.append(leluhur.pk)
        leluhur = leluhur.asal
    belanja = BukuKas.objects.sah().filter(jenis=Jenis.BELANJA, baris_rab__in=silsilah)
    return belanja.aggregate(total=Sum("nilai"))["total"] or 0


@transaction.atomic
def mulai_pergeseran(usulan, *, alasan, berita_acara, oleh):
    """Copy the version in force into a draft that may be edited. Both stay side by side."""
    lama = rab_berlaku(usulan)
    if usulan.tahap != Tahap.PELAKSANAAN or lama is None:
        raise LangkahDitolak("Pergeseran RAB hanya bisa dibuat selama tahap Pelaksanaan.")
    if usulan.daftar_versi_rab.filter(Q(status="disiapkan") | Q(status="diajukan")).exists():
        raise LangkahDitolak("Masih ada pergeseran yang belum selesai. Selesaikan atau batalkan yang itu dulu.")
    if not alasan.strip() or berita_acara is None:
        raise LangkahDitolak("Pergeseran memerlukan alasan dan berita acara musyawarah. Lengkapi keduanya.")
    nomor = usulan.daftar_versi_rab.order_by("-nomor").values_list("nomor", flat=True)[0] + 1
    baru = VersiRAB.objects.create(
        usulan=usulan,
        nomor=nomor,
        status=VersiRAB.Status.DISIAPKAN,
        alasan=alasan.strip(),
        berita_acara=berita_acara,
        dibuat_oleh=oleh,
    )
    for baris in lama.daftar_baris.order_by("pk"):
        BarisRAB.objects.create(
            versi_rab=baru,
            asal=baris,
            **{
                kolom: getattr(baris, kolom)
                for kolom in (
                    "kegiatan", "jenis_biaya", "uraian", "volume", "satuan", "harga_satuan", "sumber", "tetap", "item_wajib"
                )
            },
        )  # fmt: skip
    return baru


def halangan_pergeseran(versi_rab):
    """What stands between a draft shift and its submission."""
    usulan = versi_rab.usulan
    halangan = lampaui_pagu(usulan, total_rab(versi_rab))
    penetapan = usulan.daftar_penetapan.filter(dibatalkan_pada__isnull=True, disetujui=True).first()
    total = total_rab(versi_rab)
    if penetapan and total > penetapan.nilai:
        halangan.append(
            f"Dana program sesudah pergeseran {rupiah(total)}, melebihi yang ditetapkan {rupiah(penetapan.nilai)} "
            f"sebesar {rupiah(total - penetapan.nilai)}. Kurangi baris lain."
        )
    for baris in versi_rab.daftar_baris.select_related("asal"):
        pakai = terpakai(baris)
        if pakai > baris.jumlah:
            halangan.append(
                f"{baris.uraian}: sudah dibelanjakan {rupiah(pakai)}, tidak bisa menjadi {rupiah(baris.jumlah)}."
            )
    lama = rab_berlaku(usulan)
    tersisa = set(versi_rab.daftar_baris.values_list("asal", flat=True))
    for baris in lama.daftar_baris.exclude(pk__in=tersisa - {None}):
        if terpakai(baris):
            halangan.append(f"{baris.uraian}: sudah dibelanjakan, barisnya tidak boleh hilang dari rencana baru.")
    return halangan


@transaction.atomic
def ajukan_pergeseran(versi_rab, *, oleh):
    """Within the year's limit the shift takes effect at once, above it DPMPPA decides. Returns the new status."""
    versi_rab = VersiRAB.objects.select_for_update().get(pk=versi_rab.pk)
    if versi_rab.status != VersiRAB.Status.DISIAPKAN:
        raise LangkahDitolak("Pergeseran ini sudah diajukan atau sudah diputus.")
    halangan = halangan_pergeseran(versi_rab)
    if halangan:
        raise LangkahDitolak(*halangan)
    lama = rab_berlaku(versi_rab.usulan)
    batas = versi_rab.usulan.tahun_program.batas_pergeseran
    if bergeser(lama, versi_rab) * 100 > total_rab(lama) * batas:
        versi_rab.status = VersiRAB.Status.DIAJUKAN
        versi_rab.save(update_fields=["status"])
    else:
        _berlakukan(versi_rab, lama, oleh, f"Dalam batas {batas} %, berlaku sebagai pemberitahuan.")
    return versi_rab.status


@transaction.atomic
def putuskan_pergeseran(versi_rab, *, setuju, catatan, oleh):
    versi_rab = VersiRAB.objects.select_for_update().get(pk=versi_rab.pk)
    if versi_rab.status != VersiRAB.Status.DIAJUKAN:
        raise LangkahDitolak("Pergeseran ini sudah diputus.")
    if setuju:
        halangan = halangan_pergeseran(versi_rab)
        if halangan:
            raise LangkahDitolak(*halangan)
        _berlakukan(versi_rab, rab_berlaku(versi_rab.usulan), oleh, catatan)
        return
    if not catatan.strip():
        raise LangkahDitolak("Tuliskan alasan menolak pergeseran.")
    _putus(versi_rab, VersiRAB.Status.DITOLAK, oleh, catatan)


def batalkan_pergeseran(versi_rab, *, oleh):
    """The RT gives up its own draft; the row stays as refused."""
    if versi_rab.status != VersiRAB.Status.DISIAPKAN:
        raise LangkahDitolak("Pergeseran ini sudah diajukan dan tidak bisa dibatalkan.")
    _putus(versi_rab, VersiRAB.Status.DITOLAK, oleh, "Dibatalkan oleh RT.")


def _berlakukan(baru, lama, oleh, catatan):
    lama.status = VersiRAB.Status.DIGANTI
    lama.save(update_fields=["status"])
    _putus(baru, VersiRAB.Status.BERLAKU, oleh, catatan)


def _putus(versi_rab, status, oleh, catatan):
    versi_rab.status, versi_rab.diputus_oleh, versi_rab.diputus_pada = status, oleh, timezone.now()
    versi_rab.catatan_putusan = catatan.strip()[:300]
    versi_rab.save(update_fields=["status", "diputus_oleh", "diputus_pada", "catatan_putusan"])


GERBANG = {
    (Tahap.RENJA, Giliran.RT, "ajukan"): ajukan_renja,
    (Tahap.PROPOSAL, Giliran.RT, "ajukan"): ajukan_proposal,
    (Tahap.VERIFIKASI, Giliran.RT, "ajukan"): ajukan_proposal,
    (Tahap.PENETAPAN, Giliran.RT, "ajukan"): ajukan_proposal,
}
