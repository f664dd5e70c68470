"""The bundle: a kelurahan asks for the money of several RT at once. Whoever is not ready holds up nobody."""

from dataclasses import dataclass

from django.db import transaction
from django.db.models import Max, Q
from django.utils import timezone

from anggaran.models import Pencairan, Permohonan, Termin
from anggaran.services.penahanan import penahanan_aktif
from anggaran.services.penetapan import penetapan_berlaku
from anggaran.services.rekening import rekening_dari
from anggaran.services.termin import nilai_termin, termin_berikut, termin_tahun
from pokja.models import Usulan
from pokja.services import LangkahDitolak, pindah_tahap
from pokja.tahapan import Giliran, Tahap
from rt.models import Kelurahan, Peran
from rt.models.orang import PENANDA_TANGAN

Status = Pencairan.Status


@dataclass(frozen=True)
class Calon:
    """An Usulan whose next instalment may be asked for; `halangan` is what still keeps it out."""

    usulan: Usulan
    termin: Termin | None
    nilai: int
    halangan: list

    @property
    def syarat(self):
        """What the year asks for before this termin may be paid; a person looks whether it is met."""
        return self.termin.syarat.strip() if self.termin else ""

    @property
    def rekening_belum_diperiksa(self):
        """The one gate the kelurahan opens itself, on its own page."""
        rekening = rekening_dari(self.usulan)
        return rekening is not None and rekening.diperiksa_pada is None

    @property
    def permohonan_disiapkan(self):
        """The bundle it is in already, which waits for the lurah; None for the others."""
        daftar = self.usulan.daftar_pencairan.all()
        return next((pencairan.permohonan for pencairan in daftar if pencairan.status == Status.DISIAPKAN), None)


# --- who is ready ---------------------------------------------------------------------------------------------------


def halangan_siap(usulan):
    """What keeps an RT out of a bundle. The others go on without it."""
    halangan = []
    penetapan = penetapan_berlaku(usulan)
    if penetapan is None or not penetapan.disetujui:
        halangan.append("Penetapan DPMPPA belum ada. Tunggu SK penetapannya.")
    if not hasattr(usulan, "pokja"):
        halangan.append("SK Pokja belum ada. Minta DPMPPA membuka kembali tahap Pokja.")
    rekening = rekening_dari(usulan)
    if rekening is None:
        halangan.append("Rekening Pokja belum ada. Minta RT mengisinya di halaman Ganti rekening.")
    elif rekening.diperiksa_pada is None:
        halangan.append(
            "Nomor rekening Pokja belum diperiksa. Cocokkan dengan foto buku tabungan lalu tandai sudah diperiksa."
        )
    tahan = penahanan_aktif(usulan)
    if tahan:
        halangan.append(
            f"Pencairan sedang ditahan: {tahan.alasan.rstrip('.')}. Tunggu sampai Keuangan atau DPMPPA melepasnya."
        )
    cair = [pencairan for pencairan in usulan.daftar_pencairan.all() if pencairan.status == Status.CAIR]
    if any(pencairan.selisih != 0 for pencairan in cair):
        halangan.append("Uang termin sebelumnya belum dikonfirmasi RT. Minta ketua RT mengonfirmasinya dulu.")
    return halangan


def halangan_mohonkan(usulan):
    """As halangan_siap, and not in another bundle already."""
    halangan = halangan_siap(usulan)
    for pencairan in usulan.daftar_pencairan.all():
        if pencairan.status == Status.DISIAPKAN:
            halangan.append(
                f"Sudah masuk permohonan {pencairan.permohonan.nomor}. Minta lurah menandatanganinya, atau batalkan."
            )
    return halangan


def calon_permohonan(kelurahan, tahun_program):
    """Every Usulan of a kelurahan that waits for a request, ready or not. The same few queries for any number."""
    menunggu = Q(tahap=Tahap.PENCAIRAN, giliran=Giliran.KELURAHAN) | Q(tahap=Tahap.PELAKSANAAN)
    daftar = (
        Usulan.objects.filter(menunggu, rt__kelurahan=kelurahan, tahun_program=tahun_program)
        .select_related("rt__kelurahan", "kelompok", "pokja")
        .prefetch_related("daftar_penetapan", "daftar_penahanan", "rt__daftar_rekening", "daftar_pencairan__permohonan")
    )
    daftar_termin = termin_tahun(tahun_program.pk)
    hasil = []
    for usulan in daftar:
        status = {pencairan.status for pencairan in usulan.daftar_pencairan.all()}
        termin = termin_berikut(usulan, daftar_termin)
        disiapkan = Status.DISIAPKAN in status
        if status.intersection(Pencairan.DI_KEUANGAN) or (termin is None and not disiapkan and daftar_termin):
            continue
        halangan = halangan_mohonkan(usulan)
        nilai = nilai_termin(usulan, termin, daftar_termin)
        if not daftar_termin:
            halangan.append(f"Termin tahun {tahun_program.tahun} belum diatur. Minta DPMPPA mengaturnya.")
        elif nilai < 1 and not halangan:
            halangan.append("Nilai termin ini nol. Minta DPMPPA memeriksa nilai penetapan dan pembagian termin.")
        hasil.append(Calon(usulan, termin, nilai, halangan))
    return hasil


# --- the bundle -----------------------------------------------------------------------------------------------------


def kelurahan_petugas(pengguna):
    """The kelurahan whose officer this person is today."""
    if pengguna.peran != Peran.KELURAHAN:
        return Kelurahan.objects.none()
    return Kelurahan.objects.filter(pk__in=pengguna.daftar_penugasan.aktif().values("kelurahan")).order_by("nama")


@transaction.atomic
def susun_permohonan(kelurahan, tahun_program, *, nomor, tanggal, daftar_usulan, oleh, syarat_terpenuhi=()):
    """Bundle `daftar_usulan` into one request. Raises LangkahDitolak when one is not ready.

    `syarat_terpenuhi`: ids of those for which the maker declares that the condition of their termin is met. The same maker sending the same letter twice gets the first one.
    """
    # One bundle of a kelurahan at a time: two officers, or two clicks, must not take the same RT or number.
    Kelurahan.objects.select_for_update().get(pk=kelurahan.pk)
    diminta = {usulan.pk: usulan for usulan in daftar_usulan}
    list(Usulan.objects.select_for_update().filter(pk__in=diminta).order_by("pk"))
    nomor = " ".join(nomor.split())
    ada = Permohonan.objects.filter(kelurahan=kelurahan, tahun_program=tahun_program, nomor=nomor).first()
    if ada and _sama(ada, tanggal, set(diminta), oleh):
        return ada
    halangan = _halangan_surat(kelurahan, tahun_program, nomor, tanggal, oleh, ada)
    if not diminta:
        halangan.append("Pilih sedikitnya satu RT untuk permohonan ini.")
    calon = {calon.usulan.pk: calon for calon in calon_permohonan(kelurahan, tahun_program)}
    for pk, usulan in diminta.items():
        if pk not in calon:
            halangan.append(f"{usulan.rt} tidak lagi menunggu permohonan. Hilangkan centangnya.")
        elif calon[pk].halangan:
            halangan.append(f"{usulan.rt} belum siap: {' '.join(calon[pk].halangan)}")
        elif calon[pk].syarat and pk not in syarat_terpenuhi:
            halangan.append(
                f"{usulan.rt}: {calon[pk].termin} bersyarat “{calon[pk].syarat}”. Periksa, lalu centang syarat "
                "terpenuhi; bila belum terpenuhi, hilangkan centang RT itu."
            )
    if halangan:
        raise LangkahDitolak(*halangan)
    permohonan = Permohonan.objects.create(
        kelurahan=kelurahan, tahun_program=tahun_program, nomor=nomor, tanggal=tanggal, dibuat_oleh=oleh
    )
    for pk in diminta:
        _masukkan(permohonan, calon[pk])
    return permohonan


def _sama(permohonan, tanggal, daftar_pk, oleh):
    return (
        permohonan.status == Permohonan.Status.DISIAPKAN
        and (permohonan.dibuat_oleh_id, permohonan.tanggal) == (oleh.pk, tanggal)
        and set(permohonan.daftar_pencairan.values_list("usulan", flat=True)) == daftar_pk
    )


def _halangan_surat(kelurahan, tahun_program, nomor, tanggal, oleh, ada):
    halangan = []
    if not kelurahan_petugas(oleh).filter(pk=kelurahan.pk).exists():
        halangan.append(f"Permohonan {kelurahan} disusun oleh petugas kelurahan itu. Masuk dengan akun petugasnya.")
    if not nomor:
        halangan.append("Nomor surat belum diisi. Isi nomor surat permohonannya.")
    if ada and ada.status == Permohonan.Status.DIBATALKAN:
        halangan.append(
            f"Nomor surat {nomor} terpakai oleh permohonan yang dibatalkan dan tidak dipakai dua kali. Beri nomor baru."
        )
    elif ada:
        halangan.append(f"Nomor surat {nomor} sudah dipakai kelurahan ini. Beri nomor lain, atau buka permohonan itu.")
    if tanggal > timezone.localdate() or tanggal.year != tahun_program.tahun:
        halangan.append(
            f"Tanggal surat harus dalam tahun {tahun_program.tahun} dan tidak sesudah hari ini. Periksa tanggalnya."
        )
    return halangan


def _masukkan(permohonan, calon):
    sudah = calon.usulan.daftar_pencairan.filter(termin=calon.termin).aggregate(terakhir=Max("percobaan"))
    return Pencairan.objects.create(
        usulan=calon.usulan,
        permohonan=permohonan,
        termin=calon.termin,
        percobaan=(sudah["terakhir"] or 0) + 1,
        nilai=calon.nilai,
        rekening=rekening_dari(calon.usulan),
        syarat_terpenuhi=calon.syarat,
    )


def halangan_tanda_tangan(permohonan, oleh):
    """The signer is the lurah (or Plt/Plh) of this kelurahan and never the maker."""
    if permohonan.status != Permohonan.Status.DISIAPKAN:
        return ["Permohonan ini sudah ditandatangani atau dibatalkan."]
    if permohonan.dibuat_oleh_id == oleh.pk:
        return [
            "Anda penyusun permohonan ini, jadi tidak boleh menandatanganinya. Minta lurah atau Plt./Plh. lurah masuk "
            "dengan akunnya; bila Anda sendiri lurah, batalkan lalu minta petugas menyusunnya lagi."
        ]
    tugas = oleh.daftar_penugasan.aktif().filter(kelurahan=permohonan.kelurahan_id, jabatan__in=PENANDA_TANGAN)
    if oleh.peran != Peran.KELURAHAN or not tugas.exists():
        return [
            f"Permohonan ini ditandatangani oleh lurah atau Plt./Plh. lurah {permohonan.kelurahan}. "
            "Minta beliau masuk dengan akunnya."
        ]
    return []


@transaction.atomic
def tanda_tangani(permohonan, *, oleh):
    """Sign and send to Keuangan. An RT that is no longer ready drops out and holds up nobody.

    Returns those that dropped out: [(usulan, sentences)]. A second press of the same signer changes nothing.
    """
    permohonan = Permohonan.objects.select_for_update(of=("self",)).select_related("kelurahan").get(pk=permohonan.pk)
    if permohonan.ditandatangani_oleh_id == oleh.pk:
        return []
    halangan = halangan_tanda_tangan(permohonan, oleh)
    if halangan:
        raise LangkahDitolak(*halangan)
    isi = permohonan.daftar_pencairan.filter(status=Status.DISIAPKAN)
    list(Usulan.objects.select_for_update().filter(pk__in=isi.values("usulan")).order_by("pk"))
    keluar, banyak_kirim = [], 0
    for pencairan in isi.select_related("usulan__rt__kelurahan", "usulan__pokja", "termin"):
        kendala = _kendala_kirim(pencairan)
        if kendala:
            pencairan.status, pencairan.alasan_gagal = Status.BATAL, " ".join(kendala)[:300]
            keluar.append((pencairan.usulan, kendala))
        else:
            _kirim(pencairan, permohonan, oleh)
            banyak_kirim += 1
        pencairan.save(update_fields=["status", "alasan_gagal"])
    if not banyak_kirim:
        raise LangkahDitolak(
            "Tidak satu pun RT dalam permohonan ini siap dikirim. Lengkapi dulu, atau batalkan permohonannya.",
            *(f"{usulan.rt}: {' '.join(kendala)}" for usulan, kendala in keluar),
        )
    permohonan.status = Permohonan.Status.DITANDATANGANI
    permohonan.ditandatangani_oleh, permohonan.ditandatangani_pada = oleh, timezone.now()
    permohonan.save(update_fields=["status", "ditandatangani_oleh", "ditandatangani_pada"])
    return keluar


def _kendala_kirim(pencairan):
    """What changed since the bundle was made."""
    usulan = pencairan.usulan
    menunggu = usulan.tahap == Tahap.PELAKSANAAN or (
        usulan.tahap == Tahap.PENCAIRAN and usulan.giliran == Giliran.KELURAHAN
    )
    if not menunggu:
        return ["Usulan tidak lagi menunggu permohonan kelurahan."]
    kendala = halangan_siap(usulan)
    rekening = rekening_dari(usulan)
    if rekening and pencairan.rekening_id != rekening.pk:
        kendala.append("Rekening Pokja berganti sesudah permohonan disusun. Masukkan lagi pada permohonan berikutnya.")
    if not kendala and pencairan.nilai != nilai_termin(usulan, pencairan.termin):
        kendala.append("Nilai penetapan berubah sesudah permohonan disusun. Masukkan lagi pada permohonan berikutnya.")
    return kendala


def _kirim(pencairan, permohonan, oleh):
    usulan = pencairan.usulan
    if usulan.tahap == Tahap.PENCAIRAN:
        catatan = f"Permohonan {permohonan.nomor}"
        pindah_tahap(usulan, "mohonkan", oleh=oleh, versi=usulan.versi, halangan=[], catatan=catatan)
    pencairan.status = Status.DITANDATANGANI


@transaction.atomic
def batalkan_permohonan(permohonan, *, oleh):
    """Take an unsigned bundle apart; its RT are free for another."""
    permohonan = Permohonan.objects.select_for_update().get(pk=permohonan.pk)
    if permohonan.status == Permohonan.Status.DITANDATANGANI:
        raise LangkahDitolak(
            "Permohonan yang sudah ditandatangani tidak bisa dibatalkan. Minta Keuangan mencatat transfernya gagal, "
            "atau minta DPMPPA membuka kembali usulannya."
        )
    if not kelurahan_petugas(oleh).filter(pk=permohonan.kelurahan_id).exists():
        raise LangkahDitolak("Permohonan dibatalkan oleh petugas kelurahan itu sendiri.")
    permohonan.daftar_pencairan.filter(status=Status.DISIAPKAN).update(status=Status.BATAL)
    permohonan.status = Permohonan.Status.DIBATALKAN
    permohonan.save(update_fields=["status"])
