"""The bundle: a kelurahan asks for the money of several RT at once. Whoever is not ready holds up nobody."""

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from anggaran.models import Pencairan, Permohonan
from anggaran.services.calon import calon_permohonan, halangan_siap
from anggaran.services.rekening import rekening_dari
from anggaran.services.termin import nilai_termin
from pokja.models import Usulan
from pokja.services import LangkahDitolak, pindah_tahap
from pokja.tahapan import Giliran, Tahap
from rt.models import Kelurahan, Peran
from rt.models.orang import PENANDA_TANGAN

Status = Pencairan.Status


# --- the bundle -----------------------------------------------------------------------------------------------------


def kelurahan_petugas(pengguna):
    """The kelurahan whose officer this person is today."""
    if pengguna.peran != Peran.KELURAHAN:
        return Kelurahan.objects.none()
    return Kelurahan.objects.filter(pk__in=pengguna.daftar_penugasan.aktif().values("kelurahan")).order_by("nama")


@transaction.atomic
def susun_permohonan(kelurahan, tahun_program, *, nomor, tanggal, daftar_usulan, oleh, syarat_terpenuhi=()):
    """Bundle `daftar_usulan` into one request. Raises LangkahDitolak when one is not ready.

    `syarat_terpenuhi`: ids of those for which the maker declares that the condition of their termin is met. The same
    maker sending the same letter twice gets the first one.
    """
    # One bundle of a kelurahan at a time: two officers, or two clicks, must not take the same RT or number.
    Kelurahan.objects.select_for_update().get(pk=kelurahan.pk)
    diminta = {usulan.pk: usulan for usulan in daftar_usulan}
    list(Usulan.objects.select_for_update().filter(pk__in=diminta).order_by("pk"))
    nomor = " ".join(nomor.split())
    ada = _bernomor(kelurahan, tahun_program, nomor)
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


def _bernomor(kelurahan, tahun_program, nomor):
    """The letter that has this number; on paper "900/1 KB" and "900/1kb" are one number."""
    daftar = Permohonan.objects.filter(kelurahan=kelurahan, tahun_program=tahun_program)
    return next((satu for satu in daftar if _rapat(satu.nomor) == _rapat(nomor)), None)


def _rapat(nomor):
    return "".join(nomor.split()).casefold()


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
        diminta=calon.nilai,
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
