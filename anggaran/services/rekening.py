"""The Pokja's account: compared with the passbook before money moves, and changed with a reason."""

from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from anggaran.models import Pencairan
from pokja.models import Rekening, Usulan
from pokja.services import LangkahDitolak, catat_peristiwa
from pokja.tahapan import NOMOR_TAHAP, Tahap
from pokja.tim import NomorDipakai, nomor_dipakai


class RekeningBerubah(LangkahDitolak):
    def __init__(self):
        super().__init__("Rekening ini baru saja berubah. Lihat lagi nomor dan fotonya, lalu ulangi bila perlu.")


def rekening_dari(usulan):
    """The account in force, or None. Reads `.all()`, so that a list may prefetch it."""
    return next((rekening for rekening in usulan.rt.daftar_rekening.all() if rekening.berlaku), None)


def tandai_berganti(daftar_pencairan):
    """Annotate transfers with `berganti`: their account took the place of an earlier one of the same RT."""
    pendahulu = Rekening.objects.filter(rt=OuterRef("rekening__rt"), pk__lt=OuterRef("rekening"))
    return daftar_pencairan.annotate(berganti=Exists(pendahulu))


def halangan_periksa(rekening):
    if rekening is None:
        return ["Rekening Pokja belum diisi. Minta RT mengisinya di bagian Rekening Pokja."]
    if nomor_dipakai(rekening.nomor, rekening):
        return ["Nomor rekening ini juga dipakai Pokja lain. Minta RT menggantinya lewat halaman Ganti rekening."]
    if rekening.foto is None:
        return ["Foto buku tabungan belum ada, jadi rekening belum bisa diperiksa. Minta RT mengunggahnya."]
    return []


@transaction.atomic
def periksa_rekening(rekening, *, oleh, versi):
    """Mark an account as compared with the passbook photo. The second of two presses changes nothing."""
    rekening = Rekening.objects.select_for_update(of=("self",)).select_related("foto").get(pk=rekening.pk)
    if not rekening.berlaku or rekening.versi != versi:
        raise RekeningBerubah
    halangan = halangan_periksa(rekening)
    if halangan:
        raise LangkahDitolak(*halangan)
    if rekening.diperiksa_pada is None:
        rekening.diperiksa_oleh, rekening.diperiksa_pada = oleh, timezone.now()
        rekening.save(update_fields=["diperiksa_oleh", "diperiksa_pada"])


def halangan_ganti(usulan):
    """Why the account may not be changed here now, each with the way out."""
    if usulan.berakhir:
        return ["Usulan ini sudah berakhir, jadi rekeningnya tidak diganti lagi."]
    lama = rekening_dari(usulan)
    if NOMOR_TAHAP[usulan.tahap] <= NOMOR_TAHAP[Tahap.POKJA] and (lama is None or lama.diperiksa_pada is None):
        return [
            "Rekening ini belum diperiksa, jadi masih diubah di bagian Rekening Pokja. "
            "Bila bagian itu terkunci, minta kelurahan mengembalikannya."
        ]
    if Pencairan.objects.di_keuangan().filter(usulan__rt=usulan.rt_id).exists():
        return ["Uang sedang diproses keuangan. Tunggu hasil transfernya, lalu ganti rekening bila gagal."]
    return []


@transaction.atomic
def ganti_rekening(usulan, *, bank, nomor, atas_nama, foto, alasan, oleh, token=None, lama_id=None):
    """A new account in place of the old one: needs a reason, a photo, and a new verification.

    `token` finds the row of a first send; `lama_id` is the account the page showed. Raises LangkahDitolak.
    """
    usulan = Usulan.objects.select_for_update(of=("self",)).select_related("rt").get(pk=usulan.pk)
    ada = token and Rekening.objects.filter(token=token, rt=usulan.rt_id).first()
    if ada:
        return ada
    lama = rekening_dari(usulan)
    if lama_id is not None and lama_id != (lama.pk if lama else 0):
        raise RekeningBerubah
    halangan = halangan_ganti(usulan)
    if not alasan.strip() or foto is None:
        halangan.append("Penggantian rekening memerlukan alasan dan foto buku tabungan. Lengkapi keduanya.")
    elif lama is not None and lama.foto is not None and foto.sha256 == lama.foto.sha256:
        halangan.append("Foto ini sama dengan foto rekening yang lama. Foto lagi halaman depan buku tabungannya.")
    if nomor_dipakai(nomor, usulan):
        halangan += NomorDipakai().daftar_pesan
    if halangan:
        raise LangkahDitolak(*halangan)
    Rekening.objects.filter(rt=usulan.rt_id, berlaku=True).update(berlaku=False)
    baru = Rekening(
        rt=usulan.rt,
        latihan=usulan.latihan,
        bank=bank,
        nomor=nomor,
        atas_nama=atas_nama,
        foto=foto,
        alasan_ganti=alasan.strip(),
        dibuat_oleh=oleh,
    )
    if token:
        baru.token = token
    try:
        with transaction.atomic():
            baru.save()
    except IntegrityError:
        # Another Pokja took the number between the check above and this line.
        raise NomorDipakai from None
    catat_peristiwa([usulan], "ganti_rekening", oleh=oleh, catatan=f"{baru.bank} {baru.nomor_samar}. {alasan.strip()}")
    return baru
