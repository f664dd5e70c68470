"""Issuing: a number from the register, a snapshot, a file. Nothing else writes Surat."""

import hashlib
import io
import json
import re
from contextlib import ExitStack

from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import Max
from django.urls import reverse
from django.utils import timezone

from anggaran.models import Permohonan
from laporan.surat.cetak import CetakGagal, cetak
from laporan.surat.umum import ROMAWI
from pokja.models import Berkas, Surat
from pokja.services import LangkahDitolak
from rt.models import Kelurahan

ISIAN_POLA = re.compile(r"\{(urut|jenis|kelurahan|bulan|tahun)\}")


def halangan_terbit(jenis, objek, pengguna):
    """Why this person cannot issue this paper now; empty: it will work."""
    if pengguna.peran not in jenis.peran:
        daftar = ", ".join(str(peran.label) for peran in jenis.peran)
        return [
            f"{jenis.label} diterbitkan oleh {daftar}. Minta salah satunya menerbitkan; Anda dapat membacanya di sini."
        ]
    return jenis.halangan(objek)


def surat_terakhir(jenis, objek):
    return Surat.objects.filter(kunci=jenis.kunci(objek), jenis=jenis.kode).order_by("-versi").first()


def pratinjau(jenis, objek):
    """The paper as it would be issued now, marked as a preview, without a number. Writes nothing."""
    isi = jenis.isi(objek)
    hari = isi.tanggal or timezone.localdate()
    surat = {"label": jenis.label, "nomor": "", "versi": 0, "kode": "", "alamat": "", "tanggal": hari.isoformat()}
    surat["latihan"] = jenis.kelurahan(objek).latihan
    return _cetak(jenis.kode, {"surat": surat, "isi": isi.data}, isi.gambar)


@transaction.atomic
def terbitkan(jenis, objek, *, oleh, alamat_dasar):
    """Issue the paper and return its Surat; what was issued already and has not changed is returned as it is.

    `alamat_dasar` ("https://host") is where the QR code leads. Raises LangkahDitolak.
    """
    halangan = halangan_terbit(jenis, objek, oleh)
    if halangan:
        raise LangkahDitolak(*halangan)
    kelurahan = jenis.kelurahan(objek)
    # One number of a kelurahan at a time; a second click waits here and then finds the first one's paper.
    Kelurahan.objects.select_for_update().get(pk=kelurahan.pk)
    isi = jenis.isi(objek)
    data = {"isi": isi.data, "gambar": isi.gambar}
    lama = surat_terakhir(jenis, objek)
    if lama and (jenis.sekali or _sama(lama, data)):
        return lama
    hari = isi.tanggal or timezone.localdate()
    surat = Surat(
        jenis=jenis.kode,
        label=jenis.label,
        kunci=jenis.kunci(objek),
        versi=lama.versi + 1 if lama else 1,
        kelurahan=kelurahan,
        usulan=jenis.usulan(objek),
        tahun=hari.year,
        tanggal=hari,
        nilai=isi.nilai,
        data=json.dumps(data | {"alamat": alamat_dasar}, ensure_ascii=False, sort_keys=True),
        diterbitkan_oleh=oleh,
    )
    surat.urut, surat.nomor = _nomor(surat, jenis, objek, isi.nomor)
    _simpan(surat)
    return surat


def _sama(surat, data):
    """Does the paper already say this? Compared as JSON: what was a tuple is a list there."""
    lama = json.loads(surat.data)
    return {nama: lama[nama] for nama in data} == json.loads(json.dumps(data))


def _simpan(surat):
    """Print, keep the file, write the row; a row that is refused leaves no file behind."""
    pdf = cetak_ulang(surat)
    surat.sidik = hashlib.sha256(pdf).hexdigest()
    surat.isi.save("surat", ContentFile(pdf), save=False)
    try:
        with transaction.atomic():
            surat.save(force_insert=True)
    except Exception:
        surat.isi.delete(save=False)
        raise


def cetak_ulang(surat):
    """The PDF from the snapshot alone."""
    data = json.loads(surat.data)
    return _cetak(surat.jenis, {"surat": _kepala(surat, data["alamat"]), "isi": data["isi"]}, data["gambar"])


def berkas_surat(surat):
    """The file as it was issued, open; made again from the snapshot if it is lost, but only if every byte is the same.

    Raises FileNotFoundError when neither is to be had.
    """
    try:
        return surat.isi.open()
    except FileNotFoundError:
        try:
            pdf = cetak_ulang(surat)
        except (CetakGagal, KeyError):
            # A template that has changed since may not fit the old snapshot any more.
            pdf = b""
        if hashlib.sha256(pdf).hexdigest() != surat.sidik:
            raise
        return io.BytesIO(pdf)


def _kepala(surat, alamat_dasar):
    """What the frame of the paper says: number, version, and where it can be checked."""
    return {
        "label": surat.label,
        "nomor": surat.nomor,
        "versi": surat.versi,
        "kode": surat.kode_terbaca,
        "alamat": alamat_dasar + reverse("laporan:cek", args=[surat.kode]),
        "tanggal": surat.tanggal.isoformat(),
        "latihan": surat.kelurahan.latihan,
    }


def _cetak(templat, data, gambar):
    with ExitStack() as terbuka:
        berkas = Berkas.objects.in_bulk(gambar.values())
        daftar = [(nama, terbuka.enter_context(_buka(berkas[pk]))) for nama, pk in sorted(gambar.items())]
        return cetak(templat, data, daftar)


def _buka(berkas):
    """The stored file; empty if the disk has lost it, so that the paper shows a frame in its place and still prints."""
    try:
        return berkas.isi.open()
    except FileNotFoundError:
        return io.BytesIO()


# --- the number -----------------------------------------------------------------------------------------------------


def _nomor(surat, jenis, objek, nomor_sendiri):
    """(next row of the register, number): never one that this kelurahan gave before in that year."""
    daftar = Surat.objects.filter(kelurahan=surat.kelurahan, tahun=surat.tahun)
    urut = (daftar.aggregate(terakhir=Max("urut"))["terakhir"] or 0) + 1
    if nomor_sendiri:
        if daftar.filter(nomor=nomor_sendiri).exists():
            raise LangkahDitolak(
                f"Nomor {nomor_sendiri} sudah dipakai surat lain kelurahan ini. Lihat register surat untuk memeriksanya."
            )
        return urut, nomor_sendiri
    pola = jenis.tahun_program(objek).pola_nomor
    while True:
        nomor = susun_nomor(pola, urut, jenis.singkat, surat.kelurahan, surat.tanggal)
        # A permohonan brings a number that somebody typed; it may have taken this one.
        if not daftar.filter(nomor=nomor).exists() and not _dipakai_permohonan(surat.kelurahan, nomor):
            return urut, nomor
        urut += 1


def _dipakai_permohonan(kelurahan, nomor):
    return Permohonan.objects.filter(kelurahan=kelurahan, nomor=nomor).exists()


def susun_nomor(pola, urut, singkat, kelurahan, hari):
    """Fill the year's pattern: "{urut}/{jenis}-KB/{kelurahan}/{bulan}/{tahun}" -> "007/KW-KB/09.1001/XI/2026"."""
    isian = {
        "urut": f"{urut:03d}",
        "jenis": singkat,
        # The last two parts of the area code: 09.1001 of 15.71.09.1001.
        "kelurahan": ".".join(kelurahan.kode.split(".")[-2:]),
        "bulan": ROMAWI[hari.month - 1],
        "tahun": str(hari.year),
    }
    return ISIAN_POLA.sub(lambda cocok: isian[cocok[1]], pola)
