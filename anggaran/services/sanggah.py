"""Sanggah: the RT objects to its KK with proof, its kelurahan gives an opinion, DPMPPA answers.

An accepted one writes a new dated count. It moves the year's pagu only while the Alokasi is still sementara.
"""

from django.db import IntegrityError, transaction
from django.utils import timezone

from anggaran.models import Sanggah
from anggaran.services.pagu import hitung_ulang
from anggaran.services.pengaruh_kk import alokasi_dari, halangan_tanggal, kk_berlaku, pengaruh
from anggaran.services.pengaturan import PratinjauBerubah, sidik
from pokja.models import TahunProgram, Usulan
from pokja.services import BagianTerkunci, LangkahDitolak, catat_peristiwa
from rt.angka import ribuan
from rt.peran import Peran
from rt.services.wilayah import catat_kk

Status, Pendapat = Sanggah.Status, Sanggah.Pendapat
BUKTI_TERBANYAK = 10
AWAL_SUMBER = "Sanggah RT, "
# At which desk a Peran finds its work; whoever only reads looks at DPMPPA's.
MEJA = {Peran.KELURAHAN: Status.KELURAHAN}
# Who may take which verb on an open objection, by its state.
LANGKAH = {
    Status.KELURAHAN: {Peran.KETUA_RT: ("bukti", "cabut"), Peran.KELURAHAN: ("pendapat",)},
    Status.DPMPPA: {Peran.KETUA_RT: ("bukti", "cabut"), Peran.DPMPPA: ("terima", "tolak")},
}


class SanggahBerubah(BagianTerkunci):
    """Somebody was first; what was typed is of no use any more."""

    def __init__(self):
        LangkahDitolak.__init__(
            self, "Sanggah ini baru saja berubah. Lihat keadaannya yang terbaru di halaman ini, lalu ulangi bila perlu."
        )


def sanggah_terakhir(usulan):
    return usulan.daftar_sanggah.first()


def halangan_ajukan(usulan):
    """Why no objection can be filed for this Usulan, or an empty list."""
    if usulan.berakhir:
        return [
            f"Usulan {usulan.tahun_program.tahun} sudah berakhir, jadi tidak bisa disanggah lagi. "
            "Ajukan sanggah pada usulan tahun berikutnya, atau minta kelurahan meneruskan data KK ke DPMPPA."
        ]
    if usulan.tahun_program.ditutup:
        return [f"Tahun program {usulan.tahun_program.tahun} sudah ditutup. Ajukan sanggah pada tahun berikutnya."]
    return []


def langkah(usulan, sanggah, pengguna):
    """The verbs this person may take now; `sanggah` is the newest of the Usulan, or None."""
    if sanggah is not None and sanggah.terbuka:
        return LANGKAH[sanggah.status].get(pengguna.peran, ())
    boleh = pengguna.peran == Peran.KETUA_RT and not halangan_ajukan(usulan)
    return ("ajukan",) if boleh else ()


def sidik_terima(sanggah, pratinjau, tanggal, sumber):
    """Fingerprint of what DPMPPA was shown before it confirms: the effect, the words, and the proofs that were there."""
    bukti = sorted(sanggah.daftar_bukti.values_list("pk", flat=True))
    return sidik(sanggah.pk, sanggah.status, pratinjau, tanggal, sumber, bukti)


# --- the RT ---------------------------------------------------------------------------------------------------------


@transaction.atomic
def ajukan_sanggah(usulan, *, kk, alasan, bukti, terakhir, oleh):
    """File an objection. `terakhir` is the newest Sanggah the page knew (0 for none). Sent twice: one."""
    usulan = Usulan.objects.select_for_update(of=("self",)).select_related("tahun_program", "rt__kelurahan").get(
        pk=usulan.pk
    )  # fmt: skip
    if oleh.peran != Peran.KETUA_RT:
        raise LangkahDitolak("Sanggah diajukan oleh ketua RT, bukan oleh akun Anda.")
    ada = sanggah_terakhir(usulan)
    if ada and (ada.kk, ada.alasan, ada.dibuat_oleh_id, ada.terbuka) == (kk, alasan.strip(), oleh.pk, True):
        return ada
    if ada and ada.terbuka:
        raise SanggahMasihTerbuka
    if (ada.pk if ada else 0) != terakhir:
        raise SanggahBerubah
    tercatat = _kk_disanggah(usulan)
    halangan = halangan_ajukan(usulan)
    if {kk} == set(tercatat):
        halangan.append(
            f"{ribuan(kk)} KK sama dengan yang sudah tercatat, jadi tidak ada yang disanggah. Periksa angkanya."
        )
    if not alasan.strip():
        halangan.append("Tuliskan alasan sanggah.")
    if bukti is None or bukti.usulan_id != usulan.pk:
        halangan.append("Sanggah memerlukan bukti. Foto daftar KK atau suratnya, lalu kirim.")
    if halangan:
        raise LangkahDitolak(*halangan)
    try:
        with transaction.atomic():
            sanggah = Sanggah.objects.create(
                usulan=usulan, kk=kk, kk_tercatat=next(iter(tercatat), 0), alasan=alasan.strip(), dibuat_oleh=oleh
            )
    except IntegrityError:
        # The database allows one open objection per Usulan, whoever came without the lock.
        raise SanggahMasihTerbuka from None
    sanggah.daftar_bukti.add(bukti)
    _catat(
        sanggah, "sanggah_diajukan", oleh, f"{_kk(sanggah.kk_tercatat)} menurut data, {_kk(kk)} menurut RT. {alasan}"
    )
    return sanggah


class SanggahMasihTerbuka(BagianTerkunci):
    def __init__(self):
        LangkahDitolak.__init__(
            self, "Masih ada sanggah yang belum diputus. Tunggu putusannya, atau cabut yang itu dulu."
        )


def _kk_disanggah(usulan):
    """The counts that stand for this RT: the one in force, and the one its Alokasi was made from."""
    data, alokasi = kk_berlaku(usulan), alokasi_dari(usulan)
    return list(dict.fromkeys(satu.kk for satu in (data, alokasi) if satu))


@transaction.atomic
def tambah_bukti(sanggah, *, bukti, oleh):
    """One more proof while it is open. The same file twice is one."""
    sanggah = _kunci(sanggah, "bukti", oleh)
    ada = set(sanggah.daftar_bukti.values_list("pk", flat=True))
    if bukti.pk in ada:
        return
    if len(ada) >= BUKTI_TERBANYAK:
        raise LangkahDitolak(f"Bukti sudah {BUKTI_TERBANYAK} berkas. Gabungkan sisanya menjadi satu PDF.")
    if bukti.usulan_id != sanggah.usulan_id:
        raise LangkahDitolak("Bukti ini milik usulan lain. Kirim foto atau PDF untuk sanggah ini.")
    sanggah.daftar_bukti.add(bukti)
    _catat(sanggah, "sanggah_bukti", oleh, bukti.nama_asli)


@transaction.atomic
def cabut_sanggah(sanggah, *, oleh):
    """The RT takes it back. The second press changes nothing."""
    if _sudah(sanggah, status=Status.DICABUT, dicabut_oleh=oleh):
        return
    sanggah = _kunci(sanggah, "cabut", oleh)
    sanggah.status, sanggah.dicabut_oleh, sanggah.dicabut_pada = Status.DICABUT, oleh, timezone.now()
    sanggah.save(update_fields=["status", "dicabut_oleh", "dicabut_pada"])
    _catat(sanggah, "sanggah_dicabut", oleh, f"Jumlah KK tetap {_kk(sanggah.kk_tercatat)}.")


# --- the offices ----------------------------------------------------------------------------------------------------


@transaction.atomic
def beri_pendapat(sanggah, *, pendapat, alasan, oleh):
    """The kelurahan says what it found. Pressed twice: once."""
    alasan = alasan.strip()
    if _sudah(sanggah, status=Status.DPMPPA, pendapat=pendapat, alasan_pendapat=alasan, pendapat_oleh=oleh):
        return
    sanggah = _kunci(sanggah, "pendapat", oleh)
    if not alasan:
        raise LangkahDitolak("Tuliskan apa yang Anda periksa dan alasannya, supaya DPMPPA bisa memutuskan.")
    sanggah.status, sanggah.pendapat, sanggah.alasan_pendapat = Status.DPMPPA, Pendapat(pendapat), alasan
    sanggah.pendapat_oleh, sanggah.pendapat_pada = oleh, timezone.now()
    sanggah.save(update_fields=["status", "pendapat", "alasan_pendapat", "pendapat_oleh", "pendapat_pada"])
    _catat(sanggah, "sanggah_pendapat", oleh, f"{sanggah.get_pendapat_display()}. {alasan}")


@transaction.atomic
def tolak_sanggah(sanggah, *, alasan, oleh):
    alasan = alasan.strip()
    if _sudah(sanggah, status=Status.DITOLAK, alasan_putusan=alasan, diputus_oleh=oleh):
        return
    sanggah = _kunci(sanggah, "tolak", oleh)
    if not alasan:
        raise LangkahDitolak("Tuliskan alasan menolak, supaya RT tahu bukti apa yang kurang.")
    _putus(sanggah, Status.DITOLAK, oleh, alasan_putusan=alasan)
    _catat(sanggah, "sanggah_ditolak", oleh, alasan)


@transaction.atomic
def terima_sanggah(sanggah, *, kk, tanggal, sumber, sidik_dilihat, oleh):
    """Record the count and move the Alokasi if it is still sementara. Returns the Pengaruh that took place.

    `sidik_dilihat` is of the preview: what is saved is what DPMPPA saw. Pressed twice: None.
    """
    kata_sumber = f"{AWAL_SUMBER}{sumber.strip()}"
    isi = {"data_kk__kk": kk, "data_kk__tanggal": tanggal, "data_kk__sumber": kata_sumber}
    if _sudah(sanggah, status=Status.DITERIMA, diputus_oleh=oleh, **isi):
        return None
    # Locked like the fixing of a Kelompok's pagu: one of the two goes first, and the other sees what it did.
    TahunProgram.objects.select_for_update().get(pk=sanggah.usulan.tahun_program_id)
    sanggah = _kunci(sanggah, "terima", oleh)
    usulan = sanggah.usulan
    akibat = pengaruh(usulan, kk)
    if sidik_terima(sanggah, akibat, tanggal, sumber.strip()) != sidik_dilihat:
        raise PratinjauBerubah
    halangan = halangan_tanggal(usulan, tanggal)
    if halangan:
        raise LangkahDitolak(*halangan)
    data = catat_kk(usulan.rt, kk=kk, jiwa=None, tanggal=tanggal, sumber=kata_sumber, oleh=oleh)
    if kk_berlaku(usulan) != data:
        raise LangkahDitolak("Surat itu sudah dipakai untuk data KK lain pada tanggal yang sama. Periksa nomornya.")
    tingkat = {}
    if not akibat.sebab:
        hitung_ulang(usulan.tahun_program, usulan=usulan)
        tingkat = {
            "kk_minimal_lama": akibat.kk_minimal_lama,
            "pagu_lama": akibat.pagu_lama,
            "kk_minimal_baru": akibat.kk_minimal,
            "pagu_baru": akibat.pagu,
        }
    _putus(sanggah, Status.DITERIMA, oleh, data_kk=data, **tingkat)
    _catat(sanggah, "sanggah_diterima", oleh, f"{_kk(kk)} ({kata_sumber}). {akibat.kata}")
    return akibat


# --- shared ---------------------------------------------------------------------------------------------------------


def _sudah(sanggah, **isi):
    """Has this very press been done already?"""
    return Sanggah.objects.filter(pk=sanggah.pk, **isi).exists()


def _kunci(sanggah, aksi, oleh):
    """The row and its Usulan as they stand, locked; raises when the verb is not this person's now."""
    Usulan.objects.select_for_update().get(pk=sanggah.usulan_id)
    sanggah = (
        Sanggah.objects.select_for_update(of=("self",))
        .select_related("usulan__tahun_program", "usulan__rt__kelurahan")
        .get(pk=sanggah.pk)
    )
    if not sanggah.terbuka or aksi not in LANGKAH[sanggah.status].get(oleh.peran, ()):
        raise SanggahBerubah
    return sanggah


def _putus(sanggah, status, oleh, **isi):
    for nama, nilai in {"status": status, "diputus_oleh": oleh, "diputus_pada": timezone.now(), **isi}.items():
        setattr(sanggah, nama, nilai)
    sanggah.save(update_fields=["status", "diputus_oleh", "diputus_pada", *isi])


def _catat(sanggah, aksi, oleh, catatan):
    catat_peristiwa([sanggah.usulan], aksi, oleh=oleh, catatan=catatan)


def _kk(banyak):
    return f"{ribuan(banyak)} KK"
