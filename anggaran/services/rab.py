"""RAB: its lines, its ceiling, its gates. Shifts of a RAB in force are in services.pergeseran."""

from collections import defaultdict

from django.db import transaction
from django.db.models import Case, Sum, Value, When

from anggaran.models import BarisRAB, BarisTetap, BukuKas, Jenis, JenisBiaya, VersiRAB
from anggaran.models.rab import hitung_jumlah
from pokja.models import Berkas, Sumber
from pokja.services import LangkahDitolak, kunci_isian, pindah_tahap
from pokja.tahapan import Giliran, Tahap
from rt.angka import rupiah

# I Bahan, II Alat, III Upah, IV Operasional: the order of the paper, not of the alphabet.
URUT_KERTAS = Case(*[When(jenis_biaya=jenis, then=Value(urut)) for urut, jenis in enumerate(JenisBiaya)])


def rab_berlaku(usulan):
    """The version in force, or None before the proposal stage."""
    return usulan.daftar_versi_rab.filter(status=VersiRAB.Status.BERLAKU).order_by("nomor").first()


def daftar_baris(versi_rab):
    """The lines of a version in the order of the paper, with what a page shows of them. One query."""
    return versi_rab.daftar_baris.select_related("kegiatan__dari", "item_wajib").order_by(URUT_KERTAS, "pk")


def total_rab(versi_rab, sumber=Sumber.PROGRAM):
    """Sum of one source, whole rupiah. Programme money and swadaya are never added together."""
    return versi_rab.daftar_baris.filter(sumber=sumber).aggregate(total=Sum("jumlah"))["total"] or 0


def total_swadaya(versi_rab):
    return versi_rab.daftar_baris.exclude(sumber=Sumber.PROGRAM).aggregate(total=Sum("jumlah"))["total"] or 0


def pemakaian(versi_rab):
    """{line id: (rupiah spent gross, number of proofs)}, under whichever version it was booked. Two queries."""
    keluarga = BarisRAB.objects.filter(versi_rab__usulan=versi_rab.usulan_id).order_by()
    induk, milik = {}, []
    for pk, asal, versi in keluarga.values_list("pk", "asal", "versi_rab"):
        induk[pk] = asal
        if versi == versi_rab.pk:
            milik.append(pk)
    total, banyak = defaultdict(int), defaultdict(int)
    belanja = BukuKas.objects.sah().filter(usulan=versi_rab.usulan_id, jenis=Jenis.BELANJA).order_by()
    for pk, nilai in belanja.values_list("baris_rab", "nilai"):
        total[pk] += nilai
        banyak[pk] += 1
    hasil = {}
    for pk in milik:
        leluhur = list(silsilah(pk, induk))
        hasil[pk] = (sum(total[lama] for lama in leluhur), sum(banyak[lama] for lama in leluhur))
    return hasil


def silsilah(pk, induk):
    """A line's id and those of the lines it came of in earlier versions, newest first."""
    while pk is not None:
        yield pk
        pk = induk.get(pk)


def total_renja(usulan):
    """Estimated programme money of this year's activities, whole rupiah. Reads `.all()`, so that a list may prefetch."""
    return sum(kegiatan.perkiraan for kegiatan in usulan.daftar_renja1.all() if kegiatan.sumber == Sumber.PROGRAM)


def lampaui_pagu(usulan, total):
    """The sentence for a total of programme money above the pagu, or nothing."""
    if not hasattr(usulan, "alokasi"):
        return ["Pagu RT ini belum dihitung. Minta DPMPPA menghitung pagunya di Pengaturan."]
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
def simpan_renja(kegiatan, *, oleh, tulis=None):
    """Save an activity of this year; Rp1 above the pagu is refused. `tulis` is a form's guarded write, if any."""
    usulan = kunci_isian(kegiatan.usulan_id, oleh, f"renja1:{kegiatan.pk}" if kegiatan.pk else "renja1")
    if kegiatan.dari.usulan_id != usulan.pk:
        raise LangkahDitolak("Kegiatan itu bukan dari Renja 5 tahun RT ini. Pilih dari daftar yang ada.")
    sebelum = total_renja(usulan)
    hasil = (tulis or kegiatan.save)()
    _jaga_pagu(usulan, sebelum, total_renja(usulan))
    return hasil or kegiatan


@transaction.atomic
def simpan_baris(baris, *, oleh, tulis=None):
    """Save a RAB line of the proposal; Rp1 above the pagu is refused. `tulis` is a form's guarded write, if any.

    Raises LangkahDitolak.
    """
    usulan = kunci_isian(baris.versi_rab.usulan_id, oleh, f"rab:{baris.pk}" if baris.pk else "rab")
    if baris.tetap_id:
        raise LangkahDitolak("Baris ini ditetapkan oleh DPMPPA dan tidak bisa diubah.")
    halangan = halangan_rujukan(baris, usulan)
    if halangan:
        raise LangkahDitolak(*halangan)
    sebelum = total_rab(baris.versi_rab)
    hasil = (tulis or baris.save)()
    _jaga_pagu(usulan, sebelum, total_rab(baris.versi_rab))
    return hasil or baris


def halangan_rujukan(baris, usulan):
    """A line that people write belongs to an activity of this RT, and names only what is this year's."""
    if baris.versi_rab.usulan_id != usulan.pk or baris.kegiatan is None or baris.kegiatan.usulan_id != usulan.pk:
        return ["Pilih kegiatan tahun ini untuk baris ini."]
    if baris.item_wajib and baris.item_wajib.tahun_program_id != usulan.tahun_program_id:
        return ["Barang wajib itu bukan untuk tahun program ini. Pilih dari daftar yang ada."]
    return []


def _jaga_pagu(usulan, sebelum, sesudah):
    """Refuse, and so roll back, whatever brought the programme money above the pagu; what lowers it may pass."""
    lebih = lampaui_pagu(usulan, sesudah)
    if lebih and sesudah > sebelum:
        raise LangkahDitolak(*lebih)


@transaction.atomic
def hapus_baris(baris, *, oleh):
    """A mark on one row opens it for a change only: without it, a mandatory item could be missing for good."""
    kunci_isian(baris.versi_rab.usulan_id, oleh, "rab")
    if baris.tetap_id:
        raise LangkahDitolak("Baris ini ditetapkan oleh DPMPPA dan tidak bisa dihapus.")
    baris.delete()


def daftar_item_wajib(usulan, versi_rab=None):
    """[(mandatory item, its lines in the RAB, its exemption or None)] of the Usulan's year. Three queries."""
    versi_rab = versi_rab or rab_berlaku(usulan)
    baris = versi_rab.daftar_baris.exclude(item_wajib=None) if versi_rab else ()
    return _item_wajib(usulan, baris)


def _item_wajib(usulan, daftar_baris):
    """The same over lines that are loaded already. Reads `.all()`, so that a list may prefetch it."""
    baris = defaultdict(list)
    for satu in daftar_baris:
        baris[satu.item_wajib_id].append(satu)
    bebas = {satu.item_wajib_id: satu for satu in usulan.daftar_pembebasan.all()}
    daftar = [item for item in usulan.tahun_program.daftar_item_wajib.all() if item.aktif]
    # An exemption that DPMPPA no longer allows does not count.
    return [(item, baris[item.pk], bebas.get(item.pk) if item.boleh_bebas else None) for item in daftar]


def item_wajib_kurang(usulan, versi_rab=None):
    """Mandatory items that are neither in the RAB nor exempted."""
    return [item for item, baris, bebas in daftar_item_wajib(usulan, versi_rab) if not baris and not bebas]


def total_baris_tetap(usulan):
    """What the fixed lines of the Kelompok will take of the pagu, whole rupiah."""
    daftar = BarisTetap.objects.filter(kelompok=usulan.kelompok_id, aktif=True)
    return sum(hitung_jumlah(tetap.volume, tetap.harga_satuan) for tetap in daftar)


# --- gates ----------------------------------------------------------------------------------------------------------


def ajukan_renja(usulan):
    if not hasattr(usulan, "alokasi") or usulan.alokasi.sementara:
        return ["Pagu RT ini masih sementara. Minta DPMPPA menetapkan pagu Kelompok dulu."]
    if not usulan.daftar_renja1.all():
        return ["Kegiatan tahun ini belum ada. Ambil sedikitnya satu kegiatan dari Renja 5 tahun."]
    return lampaui_pagu(usulan, total_renja(usulan))


def ajukan_proposal(usulan):
    """Reads `.all()` throughout, so that a preview of many may prefetch SYARAT_PROPOSAL."""
    halangan = []
    if not hasattr(usulan, "proposal"):
        halangan.append("Narasi proposal belum diisi. Buka bagian Narasi proposal dan isi dulu.")
    versi_rab, daftar = _rab_proposal(usulan)
    dari_program = [baris for baris in daftar if baris.sumber == Sumber.PROGRAM]
    if all(baris.tetap_id for baris in dari_program):
        halangan.append("RAB belum berisi kegiatan. Tambahkan sedikitnya satu baris di bagian RAB.")
    if versi_rab:
        halangan += lampaui_pagu(usulan, sum(baris.jumlah for baris in dari_program))
    for item, baris, bebas in _item_wajib(usulan, daftar):
        if not baris and not bebas:
            halangan.append(
                f"{item.nama} belum ada di RAB. Tambahkan barisnya, atau isi alasan pembebasan di bagian Barang wajib."
            )
    if not any(
        berkas.jenis == Berkas.Jenis.FOTO_0 and not berkas.dihapus_pada for berkas in usulan.daftar_berkas.all()
    ):
        halangan.append("Foto 0 % belum ada. Unggah foto keadaan sebelum pekerjaan dimulai.")
    return halangan


def nilai_proposal(usulan):
    """The programme money of the RAB in force, whole rupiah; 0 without one. For a preview that prefetched it."""
    return sum(baris.jumlah for baris in _rab_proposal(usulan)[1] if baris.sumber == Sumber.PROGRAM)


def _rab_proposal(usulan):
    versi_rab = next(
        (versi for versi in usulan.daftar_versi_rab.all() if versi.status == VersiRAB.Status.BERLAKU), None
    )
    return versi_rab, list(versi_rab.daftar_baris.all()) if versi_rab else []


SYARAT_PROPOSAL = (
    "daftar_versi_rab__daftar_baris",
    "daftar_pembebasan",
    "tahun_program__daftar_item_wajib",
    "daftar_berkas",
)
GERBANG = {
    (Tahap.RENJA, Giliran.RT, "ajukan"): ajukan_renja,
    (Tahap.PROPOSAL, Giliran.RT, "ajukan"): ajukan_proposal,
    (Tahap.VERIFIKASI, Giliran.RT, "ajukan"): ajukan_proposal,
    (Tahap.PENETAPAN, Giliran.RT, "ajukan"): ajukan_proposal,
}
