"""The verbs of a Usulan's life. Nothing else writes tahap, giliran or versi."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from pokja.models import JadwalTahap, Riwayat, Tanda, Usulan
from pokja.tahapan import BAGIAN, DUA_BELAS, TAHAP_AKHIR, Giliran, Tahap, cari_langkah, langkah_dari
from rt.peran import SISI_RT

TEMPO_LATIHAN = timedelta(days=14)


class LangkahDitolak(Exception):
    """A step that is refused; each message is a sentence the person reads as it is."""

    def __init__(self, *daftar_pesan):
        super().__init__(*daftar_pesan)
        self.daftar_pesan = [str(pesan) for pesan in daftar_pesan]

    def __str__(self):
        return " ".join(self.daftar_pesan)


class UsulanBerubah(LangkahDitolak):
    """Somebody else, or the same person's second click, was first."""

    def __init__(self):
        super().__init__(
            "Usulan ini baru saja berubah. Lihat keadaannya yang terbaru di bawah, lalu ulangi bila perlu."
        )


class BagianTerkunci(LangkahDitolak):
    """A write to a part that is not open to this person now."""

    def __init__(self):
        super().__init__(
            "Bagian ini sedang terkunci: usulan sudah diajukan, atau bagian ini tidak diminta diperbaiki. "
            "Lihat halaman usulan untuk tahu giliran siapa sekarang."
        )


def langkah_untuk(usulan, pengguna):
    """The steps this person's Peran may take now, in the order of ALUR; gates are asked separately."""
    return [langkah for langkah in langkah_dari(usulan.tahap, usulan.giliran) if langkah.peran == pengguna.peran]


def jatuh_tempo(kelompok_id, tahap):
    """Last day of a tahap for a Kelompok whose calendar has been taken, else None."""
    if tahap in TAHAP_AKHIR:
        return None
    jadwal = JadwalTahap.objects.filter(kelompok=kelompok_id, tahap=tahap, kelompok__jadwal_ditetapkan=True)
    return jadwal.values_list("selesai", flat=True).first()


def batas_tahap(usulan, tahap):
    """The due date of a Usulan in a tahap: its Kelompok's calendar says it, and in the practice two weeks from today.

    A life begun anew in November must not be months late in its first minute.
    """
    if usulan.latihan and tahap not in TAHAP_AKHIR:
        return timezone.localdate() + TEMPO_LATIHAN
    return jatuh_tempo(usulan.kelompok_id, tahap)


@transaction.atomic
def pindah_tahap(usulan, aksi, *, oleh, versi, halangan, catatan=""):
    """Take one step of ALUR and record it.

    `versi` is what the person's page showed; `halangan` the sentences of the gates that are still shut, asked by
    the app that owns the step's facts, so that nobody can forget them.
    Raises LangkahDitolak, or UsulanBerubah when the Usulan has moved meanwhile.
    """
    langkah = cari_langkah(usulan.tahap, usulan.giliran, aksi)
    if usulan.versi != versi:
        raise UsulanBerubah
    if langkah is None:
        raise LangkahDitolak(
            f"Langkah ini tidak ada pada tahap {usulan.get_tahap_display()} selagi giliran {usulan.get_giliran_display()}. "
            "Buka halaman usulan untuk melihat langkah yang tersedia."
        )
    if langkah.peran != oleh.peran or not Usulan.objects.untuk(oleh).filter(pk=usulan.pk).exists():
        raise LangkahDitolak(f"Langkah ini dilakukan oleh {langkah.peran.label}, bukan oleh akun Anda.")
    if langkah.perlu_catatan and not catatan.strip():
        raise LangkahDitolak("Tuliskan alasannya pada kolom catatan.")
    if halangan:
        raise LangkahDitolak(*halangan)
    ke_giliran = langkah.ke_giliran
    if aksi == "ajukan" and usulan.dikembalikan_oleh:
        ke_giliran = Giliran(usulan.dikembalikan_oleh)
    dikembalikan_oleh = usulan.giliran if aksi == "kembalikan" else ""
    _tulis(usulan, aksi, langkah.ke_tahap, ke_giliran, dikembalikan_oleh, oleh=oleh, catatan=catatan)
    return langkah


def sudah_dilakukan(usulan, aksi, *, oleh, versi):
    """The second of two clicks: the first one, by the same person from the same page, has done it."""
    terakhir = usulan.daftar_riwayat.last()
    return bool(terakhir and usulan.versi == versi + 1 and terakhir.aksi == aksi and terakhir.oleh_id == oleh.pk)


@transaction.atomic
def buka_kembali(usulan, *, oleh, versi, halangan, catatan):
    """Undo the step that led here: DPMPPA only, with a reason. The undone step stays in the Riwayat."""
    if usulan.versi != versi:
        raise UsulanBerubah
    if not catatan.strip():
        raise LangkahDitolak("Tuliskan alasan membuka kembali.")
    if halangan:
        raise LangkahDitolak(*halangan)
    terakhir = langkah_terakhir(usulan)
    if terakhir is None:
        raise LangkahDitolak("Belum ada langkah yang bisa dibuka kembali.")
    _tulis(
        usulan,
        "buka_kembali",
        terakhir.dari_tahap,
        terakhir.dari_giliran,
        terakhir.dari_dikembalikan_oleh,
        oleh=oleh,
        catatan=catatan,
    )


@transaction.atomic
def tutup_latihan(usulan, *, oleh, versi, catatan):
    """End a life of the practice, wherever it is, so that another can begin. What has ended already keeps its end."""
    if not usulan.latihan:
        raise LangkahDitolak("Hanya usulan latihan yang bisa ditutup untuk dimulai baru.")
    if usulan.versi != versi:
        raise UsulanBerubah
    ke_tahap = usulan.tahap if usulan.berakhir else Tahap.MUNDUR
    _tulis(usulan, "tutup_latihan", ke_tahap, Giliran.TUTUP, "", oleh=oleh, catatan=catatan)


def langkah_terakhir(usulan):
    """The newest step that has not been undone: what buka_kembali undoes. None at the start, and of a closed practice life.

    Each buka_kembali takes the last step off the pile, so it is counted together with that step.
    """
    dibuka = 0
    for riwayat in usulan.daftar_riwayat.order_by("-pk"):
        if riwayat.aksi == "tutup_latihan":
            return None
        if riwayat.di_tempat:
            continue
        if riwayat.aksi == "buka_kembali":
            dibuka += 1
        elif riwayat.aksi == "dimuat":
            return None
        elif dibuka:
            dibuka -= 1
        else:
            return riwayat
    return None


def _tulis(usulan, aksi, ke_tahap, ke_giliran, dikembalikan_oleh, *, oleh, catatan):
    """The one place that moves a Usulan: a guarded UPDATE, then the Riwayat row."""
    kini = timezone.now()
    baru = {
        "tahap": ke_tahap,
        "giliran": ke_giliran,
        "giliran_sejak": kini,
        "jatuh_tempo": batas_tahap(usulan, ke_tahap),
        "dikembalikan_oleh": dikembalikan_oleh,
        "versi": usulan.versi + 1,
    }
    # Two at once: the filtered UPDATE lets exactly one through, on SQLite and PostgreSQL.
    if not Usulan.objects.filter(pk=usulan.pk, versi=usulan.versi).update(**baru):
        raise UsulanBerubah
    riwayat_dari(usulan, aksi, oleh=oleh, catatan=catatan, ke_tahap=ke_tahap, ke_giliran=ke_giliran, pada=kini).save()
    for nama, nilai in baru.items():
        setattr(usulan, nama, nilai)


def riwayat_dari(usulan, aksi, *, oleh, catatan, ke_tahap, ke_giliran, pada):
    """An unsaved Riwayat row that leaves the present state of a Usulan."""
    return Riwayat(
        usulan=usulan,
        aksi=aksi,
        dari_tahap=usulan.tahap,
        dari_giliran=usulan.giliran,
        dari_dikembalikan_oleh=usulan.dikembalikan_oleh,
        ke_tahap=ke_tahap,
        ke_giliran=ke_giliran,
        jatuh_tempo=usulan.jatuh_tempo,
        oleh=oleh,
        nama=oleh.nama if oleh else "",
        peran=oleh.peran if oleh else "",
        catatan=catatan.strip(),
        pada=pada,
    )


def catat_peristiwa(daftar_usulan, aksi, *, oleh, catatan):
    """Write into the Riwayat what happened beside the steps (a hold, another account): the state stays as it is."""
    kini = timezone.now()
    Riwayat.objects.bulk_create(
        riwayat_dari(
            usulan, aksi, oleh=oleh, catatan=catatan, ke_tahap=usulan.tahap, ke_giliran=usulan.giliran, pada=kini
        )
        for usulan in daftar_usulan
    )


# --- what may be edited ---------------------------------------------------------------------------------------------


def bagian_terbuka(usulan):
    """The keys of the parts the RT side may edit now: all of the tahap, or after a return only what is marked."""
    if usulan.giliran != Giliran.RT:
        return frozenset()
    if usulan.dikembalikan_oleh:
        terbuka = frozenset(usulan.daftar_tanda.terbuka().values_list("kunci", flat=True))
        # Filed as "tidak siap" there were no wishes; residents who change their minds must be able to write them.
        diajukan = usulan.daftar_keinginan.filter(diubah_pada__lte=usulan.giliran_sejak)
        return terbuka | {"keinginan"} if "rembuk" in terbuka and not diajukan.exists() else terbuka
    return frozenset(bagian.kunci for bagian in BAGIAN.get(usulan.tahap, ()))


def boleh_ubah(usulan, pengguna, kunci):
    """May this person edit the part `kunci` now? A mark on "rab" opens "rab:7" too, one on "rab:7" only that row."""
    return pengguna.peran in SISI_RT and bool({kunci, kunci.partition(":")[0]} & bagian_terbuka(usulan))


@transaction.atomic
def kunci_isian(usulan_id, pengguna, kunci):
    """Lock the Usulan for a write to one of its parts, or raise LangkahDitolak. Call inside a transaction.

    Without the lock a part could be saved in the very moment its filing is submitted.
    """
    usulan = Usulan.objects.select_for_update().get(pk=usulan_id)
    if not boleh_ubah(usulan, pengguna, kunci):
        raise BagianTerkunci
    return usulan


@transaction.atomic
def kembalikan(usulan, *, oleh, versi, daftar_tanda, catatan="", potret=None):
    """Return a filing with its marks: a list of (kunci, label, alasan, catatan). At least one open mark must stand.

    Marks still open from last time stay; a mark on a part that is marked already replaces its words.
    `potret(keys)` gives what each marked part says now, as plain JSON: kept with the mark, to read beside what comes.
    """
    for kunci, label, alasan, kata in (*daftar_tanda, *_ikut_terbuka(usulan, daftar_tanda)):
        Tanda.objects.update_or_create(
            usulan=usulan,
            kunci=kunci,
            ditutup_pada=None,
            defaults={
                "label": label,
                "alasan": alasan,
                "catatan": kata,
                "tahap": usulan.tahap,
                "giliran": usulan.giliran,
                "dibuat_oleh": oleh,
            },
        )
    terbuka = list(usulan.daftar_tanda.terbuka().select_related("alasan"))
    if potret and terbuka:
        _simpan_potret(terbuka, potret([tanda.kunci for tanda in terbuka]))
    halangan = (
        [] if terbuka else ["Tandai sedikitnya satu bagian yang harus diperbaiki, supaya RT tahu apa yang diminta."]
    )
    ringkas = "; ".join(str(tanda) for tanda in terbuka)
    return pindah_tahap(
        usulan,
        "kembalikan",
        oleh=oleh,
        versi=versi,
        halangan=halangan,
        catatan=". ".join(filter(None, [catatan, ringkas])),
    )


def _ikut_terbuka(usulan, daftar_tanda):
    """Mandatory goods are lines of the RAB: their mark opens it too, by a mark of its own that both sides read."""
    terbuka = {*usulan.daftar_tanda.terbuka().values_list("kunci", flat=True), *(kunci for kunci, *_ in daftar_tanda)}
    if "item_wajib" in terbuka and "rab" not in terbuka:
        yield "rab", "RAB", None, "Ikut terbuka karena barang wajib adalah baris RAB. Ubah baris barang itu saja."


def _simpan_potret(daftar_tanda, potret):
    """Of every open mark, the old ones too: the next check asks what has changed since this return."""
    kini = timezone.now()
    for tanda in daftar_tanda:
        tanda.isi_lama, tanda.dipotret_pada = potret.get(tanda.kunci, {}), kini
    Tanda.objects.bulk_update(daftar_tanda, ["isi_lama", "dipotret_pada"])


def tutup_tanda(usulan, *, oleh, daftar_id):
    """Close the marks a checker has found mended."""
    usulan.daftar_tanda.terbuka().filter(pk__in=daftar_id).update(ditutup_oleh=oleh, ditutup_pada=timezone.now())


def sesuaikan_jatuh_tempo(kelompok):
    """After a calendar edit: bring every running Usulan of the Kelompok in step. One UPDATE a tahap."""
    for tahap in DUA_BELAS:
        daftar = Usulan.objects.nyata().filter(kelompok=kelompok, tahap=tahap)
        daftar.update(jatuh_tempo=jatuh_tempo(kelompok.pk, tahap))
