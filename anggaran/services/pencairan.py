"""From DPMPPA's decision to the money on the Pokja's account."""

from django.db import transaction
from django.db.models import Max, Sum
from django.utils import timezone

from anggaran.models import (
    BukuKas,
    Jenis,
    Penahanan,
    Pencairan,
    Penetapan,
    Permohonan,
    SKPenetapan,
    Termin,
)
from anggaran.services.rab import ajukan_proposal, rab_berlaku, total_rab
from pokja.gerbang import rekening_berlaku, tanpa_tanda
from pokja.models import Rekening, Usulan
from pokja.services import LangkahDitolak, UsulanBerubah, pindah_tahap
from pokja.tahapan import Giliran, Tahap
from rt.angka import rupiah
from rt.models.orang import PENANDA_TANGAN

Status = Pencairan.Status


# --- penetapan ------------------------------------------------------------------------------------------------------


def penetapan_berlaku(usulan):
    return usulan.daftar_penetapan.filter(dibatalkan_pada__isnull=True).select_related("sk").first()


def halangan_setujui(usulan):
    return tanpa_tanda(usulan) + ajukan_proposal(usulan)


@transaction.atomic
def setujui(usulan, *, sk_nomor, sk_tanggal, oleh, versi, catatan=""):
    """Approve the proposal under an SK; the approved amount is the programme money of its RAB."""
    pindah_tahap(usulan, "terima", oleh=oleh, versi=versi, halangan=halangan_setujui(usulan), catatan=catatan)
    sk, _baru = SKPenetapan.objects.get_or_create(
        tahun_program_id=usulan.tahun_program_id, nomor=sk_nomor, defaults={"tanggal": sk_tanggal}
    )
    if sk.tanggal != sk_tanggal:
        raise LangkahDitolak(f"SK {sk.nomor} sudah tercatat bertanggal {sk.tanggal:%d/%m/%Y}. Samakan tanggalnya.")
    return Penetapan.objects.create(
        usulan=usulan, sk=sk, disetujui=True, nilai=total_rab(rab_berlaku(usulan)), oleh=oleh
    )


@transaction.atomic
def tolak(usulan, *, oleh, versi, catatan):
    pindah_tahap(usulan, "tolak", oleh=oleh, versi=versi, halangan=[], catatan=catatan)
    return Penetapan.objects.create(usulan=usulan, disetujui=False, oleh=oleh)


# --- account --------------------------------------------------------------------------------------------------------


@transaction.atomic
def periksa_rekening(rekening, *, oleh, versi):
    """Mark an account as compared with the passbook photo."""
    rekening = Rekening.objects.select_for_update().get(pk=rekening.pk)
    if not rekening.berlaku or rekening.versi != versi:
        raise LangkahDitolak("Rekening ini baru saja berubah. Lihat lagi nomor dan fotonya.")
    if rekening.foto is None:
        raise LangkahDitolak("Foto buku tabungan belum ada, jadi rekening belum bisa diperiksa.")
    rekening.diperiksa_oleh, rekening.diperiksa_pada = oleh, timezone.now()
    rekening.save(update_fields=["diperiksa_oleh", "diperiksa_pada"])


@transaction.atomic
def ganti_rekening(usulan, *, bank, nomor, atas_nama, foto, alasan, oleh):
    """A new account after the first was verified: needs a reason, a photo, and a new verification."""
    lama = rekening_berlaku(usulan)
    if not alasan.strip() or foto is None:
        raise LangkahDitolak("Penggantian rekening memerlukan alasan dan foto buku tabungan yang baru.")
    if usulan.berakhir or usulan.daftar_pencairan.filter(status=Status.DIPROSES).exists():
        raise LangkahDitolak("Uang sedang diproses keuangan. Tunggu hasil transfernya, lalu ganti rekening bila gagal.")
    if Rekening.objects.filter(nomor=nomor, berlaku=True).exclude(rt=usulan.rt).exists():
        raise LangkahDitolak("Nomor rekening itu sudah dipakai Pokja lain. Periksa angkanya di buku tabungan.")
    if lama:
        Rekening.objects.filter(pk=lama.pk).update(berlaku=False)
    return Rekening.objects.create(
        rt=usulan.rt,
        bank=bank,
        nomor=nomor,
        atas_nama=atas_nama,
        foto=foto,
        alasan_ganti=alasan.strip(),
        dibuat_oleh=oleh,
    )


# --- the bundle -----------------------------------------------------------------------------------------------------


def termin_berikut(usulan):
    """The instalment that is due next, or None when all are released or under way."""
    jalan = usulan.daftar_pencairan.filter(status__in=[Status.DISIAPKAN, Status.DIPROSES, Status.CAIR]).values("termin")
    return Termin.objects.filter(tahun_program=usulan.tahun_program_id).exclude(pk__in=jalan).order_by("urut").first()


def nilai_termin(usulan, termin):
    """The amount of an instalment: its share, rounded down; the last takes the rest, so the sum is the approved amount."""
    nilai = penetapan_berlaku(usulan).nilai
    semua = list(Termin.objects.filter(tahun_program=usulan.tahun_program_id).order_by("urut"))
    if termin == semua[-1]:
        return nilai - sum(nilai * lain.persen // 100 for lain in semua[:-1])
    return nilai * termin.persen // 100


def halangan_mohonkan(usulan):
    """What keeps an RT out of a bundle. The others go on without it."""
    halangan = []
    penetapan = penetapan_berlaku(usulan)
    if penetapan is None or not penetapan.disetujui:
        halangan.append("Penetapan DPMPPA belum ada.")
    if not hasattr(usulan, "pokja"):
        halangan.append("SK Pokja belum ada.")
    rekening = rekening_berlaku(usulan)
    if rekening is None:
        halangan.append("Rekening Pokja belum ada. Minta RT mengisinya.")
    elif rekening.diperiksa_pada is None:
        halangan.append(
            "Nomor rekening Pokja belum diperiksa. Cocokkan dengan foto buku tabungan lalu tandai sudah diperiksa."
        )
    tahan = usulan.daftar_penahanan.aktif().first()
    if tahan:
        halangan.append(f"Pencairan sedang ditahan: {tahan.alasan}. Tunggu sampai Keuangan melepasnya.")
    return halangan


def calon_permohonan(kelurahan, tahun_program):
    """Usulan of a kelurahan whose next instalment may be asked for, with what still keeps each out."""
    daftar = (
        Usulan.objects.filter(rt__kelurahan=kelurahan, tahun_program=tahun_program)
        .filter(tahap__in=[Tahap.PENCAIRAN, Tahap.PELAKSANAAN])
        .select_related("rt__kelurahan", "kelompok", "pokja", "alokasi")
    )
    hasil = []
    for usulan in daftar:
        if usulan.tahap == Tahap.PENCAIRAN and usulan.giliran != Giliran.KELURAHAN:
            continue
        termin = termin_berikut(usulan)
        if termin is not None:
            hasil.append((usulan, termin, halangan_mohonkan(usulan)))
    return hasil


@transaction.atomic
def susun_permohonan(kelurahan, tahun_program, *, nomor, tanggal, daftar_usulan, oleh):
    """Bundle the ready ones of `daftar_usulan` into one request. Raises LangkahDitolak when one is not ready."""
    siap = {
        usulan.pk: (usulan, termin, halangan) for usulan, termin, halangan in calon_permohonan(kelurahan, tahun_program)
    }
    if not daftar_usulan:
        raise LangkahDitolak("Pilih sedikitnya satu RT untuk permohonan ini.")
    if Permohonan.objects.filter(kelurahan=kelurahan, tahun_program=tahun_program, nomor=nomor).exists():
        raise LangkahDitolak(
            f"Nomor surat {nomor} sudah dipakai kelurahan ini. Beri nomor lain, atau buka permohonan yang ada."
        )
    permohonan = Permohonan.objects.create(
        kelurahan=kelurahan, tahun_program=tahun_program, nomor=nomor, tanggal=tanggal, dibuat_oleh=oleh
    )
    for usulan in daftar_usulan:
        if usulan.pk not in siap:
            raise LangkahDitolak(f"{usulan.rt} tidak lagi menunggu pencairan. Muat ulang daftar calonnya.")
        _usulan, termin, halangan = siap[usulan.pk]
        if halangan:
            raise LangkahDitolak(f"{usulan.rt} belum siap: {' '.join(halangan)}")
        sudah = usulan.daftar_pencairan.filter(termin=termin).aggregate(terakhir=Max("percobaan"))["terakhir"] or 0
        Pencairan.objects.create(
            usulan=usulan,
            permohonan=permohonan,
            termin=termin,
            percobaan=sudah + 1,
            nilai=nilai_termin(usulan, termin),
            rekening=rekening_berlaku(usulan),
        )
    return permohonan


def halangan_tanda_tangan(permohonan, oleh):
    """The signer is the lurah (or Plt/Plh) of this kelurahan and never the maker."""
    if permohonan.status != Permohonan.Status.DISIAPKAN:
        return ["Permohonan ini sudah ditandatangani atau dibatalkan."]
    if permohonan.dibuat_oleh_id == oleh.pk:
        return ["Penyusun tidak boleh menandatangani permohonannya sendiri. Minta lurah masuk dengan akunnya."]
    jabatan = oleh.daftar_penugasan.aktif().filter(kelurahan=permohonan.kelurahan_id).values_list("jabatan", flat=True)
    if not set(jabatan) & set(PENANDA_TANGAN):
        return ["Permohonan ditandatangani oleh lurah atau Plt./Plh. lurah. Minta lurah masuk dengan akunnya."]
    return []


@transaction.atomic
def tanda_tangani(permohonan, *, oleh):
    """Sign and send to Keuangan. An RT that is no longer ready drops out and holds up nobody; returns those."""
    permohonan = Permohonan.objects.select_for_update().get(pk=permohonan.pk)
    halangan = halangan_tanda_tangan(permohonan, oleh)
    if halangan:
        raise LangkahDitolak(*halangan)
    keluar = []
    for pencairan in permohonan.daftar_pencairan.filter(status=Status.DISIAPKAN).select_related(
        "usulan__rt__kelurahan"
    ):
        usulan = pencairan.usulan
        kendala = halangan_mohonkan(usulan)
        if not kendala and pencairan.rekening_id != rekening_berlaku(usulan).pk:
            kendala = ["Rekening Pokja berganti sesudah permohonan disusun. Masukkan lagi pada permohonan berikutnya."]
        if usulan.tahap == Tahap.PENCAIRAN and usulan.giliran != Giliran.KELURAHAN:
            kendala = ["Usulan tidak lagi menunggu permohonan kelurahan."]
        if kendala:
            pencairan.status = Status.BATAL
            keluar.append((usulan, kendala))
        else:
            if usulan.tahap == Tahap.PENCAIRAN:
                pindah_tahap(
                    usulan,
                    "mohonkan",
                    oleh=oleh,
                    versi=usulan.versi,
                    halangan=[],
                    catatan=f"Permohonan {permohonan.nomor}",
                )
            pencairan.status = Status.DIPROSES
        pencairan.save(update_fields=["status"])
    permohonan.status = Permohonan.Status.DITANDATANGANI
    permohonan.ditandatangani_oleh, permohonan.ditandatangani_pada = oleh, timezone.now()
    permohonan.save(update_fields=["status", "ditandatangani_oleh", "ditandatangani_pada"])
    return keluar


@transaction.atomic
def batalkan_permohonan(permohonan, *, oleh):
    """Take an unsigned bundle apart; its RT are free for another."""
    permohonan = Permohonan.objects.select_for_update().get(pk=permohonan.pk)
    if permohonan.status != Permohonan.Status.DISIAPKAN:
        raise LangkahDitolak("Permohonan yang sudah ditandatangani tidak bisa dibatalkan.")
    permohonan.daftar_pencairan.filter(status=Status.DISIAPKAN).update(status=Status.BATAL)
    permohonan.status = Permohonan.Status.DIBATALKAN
    permohonan.save(update_fields=["status"])


# --- the money ------------------------------------------------------------------------------------------------------


def sudah_cair(usulan):
    """Released so far, whole rupiah."""
    return Pencairan.objects.cair().filter(usulan=usulan).aggregate(total=Sum("nilai"))["total"] or 0


def _kunci_pencairan(pencairan, status):
    pencairan = (
        Pencairan.objects.select_for_update(of=("self",)).select_related("usulan__rt__kelurahan").get(pk=pencairan.pk)
    )
    if pencairan.status != status:
        raise UsulanBerubah
    return pencairan


@transaction.atomic
def cairkan(pencairan, *, sp2d_nomor, sp2d_tanggal, nilai, oleh):
    """Record the SP2D of one transfer. Never more than was approved."""
    pencairan = _kunci_pencairan(pencairan, Status.DIPROSES)
    usulan = pencairan.usulan
    halangan = []
    tahan = usulan.daftar_penahanan.aktif().first()
    if tahan:
        halangan.append(f"Pencairan {usulan.rt} sedang ditahan: {tahan.alasan}. Lepaskan dulu penahanannya.")
    if sp2d_tanggal > timezone.localdate() or sp2d_tanggal.year != pencairan.permohonan.tahun_program.tahun:
        halangan.append("Tanggal SP2D harus dalam tahun program dan tidak sesudah hari ini.")
    if nilai != pencairan.nilai:
        halangan.append(
            f"Nilai SP2D {rupiah(nilai)} tidak sama dengan permohonan {rupiah(pencairan.nilai)}. Periksa angkanya."
        )
    penetapan = penetapan_berlaku(usulan)
    lebih = sudah_cair(usulan) + nilai - (penetapan.nilai if penetapan else 0)
    if lebih > 0:
        halangan.append(f"Jumlah cair melebihi nilai penetapan sebesar {rupiah(lebih)}. Periksa angkanya.")
    if usulan.tahap == Tahap.PENCAIRAN:
        pindah_tahap(usulan, "cairkan", oleh=oleh, versi=usulan.versi, halangan=halangan, catatan=f"SP2D {sp2d_nomor}")
    elif halangan:
        raise LangkahDitolak(*halangan)
    pencairan.status, pencairan.sp2d_nomor, pencairan.sp2d_tanggal = Status.CAIR, sp2d_nomor, sp2d_tanggal
    pencairan.dicatat_oleh = oleh
    pencairan.save(update_fields=["status", "sp2d_nomor", "sp2d_tanggal", "dicatat_oleh"])
    return pencairan


@transaction.atomic
def gagalkan(pencairan, *, alasan, oleh):
    """The bank refused: the RT goes back to the kelurahan and can be bundled again."""
    pencairan = _kunci_pencairan(pencairan, Status.DIPROSES)
    if not alasan.strip():
        raise LangkahDitolak("Tuliskan alasan dari bank, misalnya nama pemilik rekening berbeda.")
    if pencairan.usulan.tahap == Tahap.PENCAIRAN:
        usulan = pencairan.usulan
        pindah_tahap(usulan, "gagalkan", oleh=oleh, versi=usulan.versi, halangan=[], catatan=alasan)
    pencairan.status, pencairan.alasan_gagal, pencairan.dicatat_oleh = Status.GAGAL, alasan.strip(), oleh
    pencairan.save(update_fields=["status", "alasan_gagal", "dicatat_oleh"])


def menunggu_konfirmasi(usulan):
    """Released transfers the RT has not confirmed, or confirmed with a difference; oldest first."""
    daftar = usulan.daftar_pencairan.cair().select_related("termin").order_by("termin__urut")
    return [pencairan for pencairan in daftar if pencairan.selisih != 0]


@transaction.atomic
def konfirmasi(pencairan, *, diterima, tanggal, oleh, versi, catatan=""):
    """The RT says what arrived. Equal: the money enters the buku kas. A difference goes to Keuangan to be explained."""
    pencairan = _kunci_pencairan(pencairan, Status.CAIR)
    usulan = pencairan.usulan
    if pencairan.selisih == 0:
        raise LangkahDitolak("Uang ini sudah dikonfirmasi.")
    if not pencairan.sp2d_tanggal <= tanggal <= timezone.localdate():
        raise LangkahDitolak(
            f"Tanggal diterima harus antara tanggal SP2D ({pencairan.sp2d_tanggal:%d/%m/%Y}) dan hari ini."
        )
    cocok = diterima == pencairan.nilai
    if usulan.tahap == Tahap.PENCAIRAN:
        aksi = "konfirmasi" if cocok else "laporkan_selisih"
        pindah_tahap(usulan, aksi, oleh=oleh, versi=versi, halangan=[], catatan=catatan)
    elif not cocok and not catatan.strip():
        raise LangkahDitolak("Tuliskan keterangan tentang selisihnya.")
    pencairan.diterima, pencairan.diterima_tanggal, pencairan.diterima_oleh = diterima, tanggal, oleh
    pencairan.save(update_fields=["diterima", "diterima_tanggal", "diterima_oleh"])
    if cocok:
        BukuKas.objects.create(
            usulan=usulan,
            jenis=Jenis.TERIMA_PROGRAM,
            tanggal=tanggal,
            uraian=f"Dana program {pencairan.termin}",
            nilai=diterima,
            nomor_bukti=pencairan.sp2d_nomor,
            pencairan=pencairan,
            dicatat_oleh=oleh,
        )
    return cocok


@transaction.atomic
def jelaskan_selisih(pencairan, *, nilai, penjelasan, oleh, versi):
    """Keuangan explains a difference, correcting the released amount where it was typed wrong; the RT confirms anew."""
    pencairan = _kunci_pencairan(pencairan, Status.CAIR)
    usulan = pencairan.usulan
    if not pencairan.selisih:
        raise LangkahDitolak("Tidak ada selisih pada pencairan ini.")
    penetapan = penetapan_berlaku(usulan)
    if not 1 <= nilai <= penetapan.nilai - (sudah_cair(usulan) - pencairan.nilai):
        raise LangkahDitolak("Nilai cair harus lebih dari nol dan tidak melebihi nilai penetapan.")
    if not penjelasan.strip():
        raise LangkahDitolak("Tuliskan penjelasan selisih untuk RT.")
    if usulan.tahap == Tahap.PENCAIRAN:
        pindah_tahap(usulan, "jelaskan_selisih", oleh=oleh, versi=versi, halangan=[], catatan=penjelasan)
    pencairan.nilai, pencairan.penjelasan_selisih = nilai, penjelasan.strip()
    pencairan.diterima = pencairan.diterima_tanggal = pencairan.diterima_oleh = None
    pencairan.save(update_fields=["nilai", "penjelasan_selisih", "diterima", "diterima_tanggal", "diterima_oleh"])


def tahan(usulan, *, alasan, oleh):
    if usulan.berakhir:
        raise LangkahDitolak("Usulan ini sudah berakhir, tidak ada yang perlu ditahan.")
    if usulan.daftar_penahanan.aktif().exists():
        raise LangkahDitolak("Pencairan RT ini sudah ditahan.")
    return Penahanan.objects.create(usulan=usulan, alasan=alasan.strip(), oleh=oleh)


def lepas(penahanan, *, alasan, oleh):
    if penahanan.dilepas_pada:
        raise LangkahDitolak("Penahanan ini sudah dilepas.")
    penahanan.dilepas_oleh, penahanan.dilepas_pada, penahanan.alasan_lepas = oleh, timezone.now(), alasan.strip()
    penahanan.save(update_fields=["dilepas_oleh", "dilepas_pada", "alasan_lepas"])


def halangan_termin(usulan):
    """Every later instalment must be settled before the works end."""
    halangan = []
    if termin_berikut(usulan) is not None:
        halangan.append(f"{termin_berikut(usulan)} belum dicairkan. Minta kelurahan mengajukan permohonannya.")
    if usulan.daftar_pencairan.filter(status__in=[Status.DISIAPKAN, Status.DIPROSES]).exists():
        halangan.append("Masih ada pencairan yang diproses. Tunggu sampai selesai.")
    if menunggu_konfirmasi(usulan):
        halangan.append("Masih ada uang cair yang belum dikonfirmasi. Konfirmasi dulu jumlah yang diterima.")
    return halangan


def lepaskan_penetapan(usulan):
    """When DPMPPA undoes its decision: the decision's row stays, marked as undone."""
    usulan.daftar_penetapan.filter(dibatalkan_pada__isnull=True).update(dibatalkan_pada=timezone.now())
