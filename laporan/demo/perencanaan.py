"""Tahap 2 to 5: rembuk, Pokja and account, pemetaan, Renja."""

import datetime as dt

from laporan.demo import bahan
from laporan.demo.kalender import TAHUN
from laporan.demo.orang import nama_orang
from pokja.models import (
    AnggotaPokja,
    BentukSwadaya,
    BeritaAcaraRembuk,
    Berkas,
    ButirPemetaan,
    KegiatanLimaTahun,
    KegiatanTahunan,
    KeinginanWarga,
    Pokja,
    Rekening,
    Swadaya,
    Unsur,
)
from pokja.tahapan import Giliran, Tahap

PEREMPUAN = (Unsur.PEREMPUAN,)


def isi(h, gudang, lemari):
    """Write what this Usulan has of tahap 2 to 5."""
    _rembuk(h, gudang, lemari)
    _pokja(h, gudang, lemari)
    _pemetaan(h, gudang)
    _renja(h, gudang)


def _rembuk(h, gudang, lemari):
    saat = h.saat_isi(Tahap.REMBUK)
    if saat is None:
        return
    pada, lengkap = saat
    acak, tanggal = h.acak, pada.date() - dt.timedelta(days=h.acak.randrange(0, 3))
    if tanggal < h.jalan.jadwal[Tahap.REMBUK][0]:
        tanggal = pada.date()
    hadir = max(18, h.kk * acak.randrange(35, 65) // 100)
    siap = not h.mundur_di_rembuk
    gudang.buat(
        BeritaAcaraRembuk,
        usulan_id=h.usulan_id,
        tanggal=tanggal,
        waktu=dt.time(*acak.choice(((16, 0), (19, 30), (20, 0)))) if tanggal < pada.date() else dt.time(8, 0),
        tempat=acak.choice(bahan.TEMPAT_RAPAT),
        pimpinan=h.rt.nama_ketua or h.ketua.nama,
        notulis=nama_orang(acak),
        hadir_laki=hadir * 55 // 100,
        hadir_perempuan=hadir - hadir * 55 // 100,
        keputusan="siap" if siap else "tidak_siap",
        catatan="Warga sepakat mengikuti program dan menyusun urutan keinginan."
        if siap
        else "Warga belum sanggup menyusun pertanggungjawaban tahun ini.",
        diubah_pada=pada,
    )
    if not lengkap:
        return
    lemari.foto(h, Berkas.Jenis.DAFTAR_HADIR, pada, "daftar hadir rembuk")
    lemari.foto(h, Berkas.Jenis.FOTO_REMBUK, pada, "foto rembuk")
    for urut, rencana in enumerate(_keinginan(h) if siap else (), start=1):
        gudang.buat(
            KeinginanWarga,
            usulan_id=h.usulan_id,
            prioritas=urut,
            kegiatan=rencana.nama,
            bidang=rencana.bidang,
            lokasi=acak.choice(bahan.LOKASI),
            volume=max(1, h.pagu * 3 // 10 // rencana.harga) * 1000,
            satuan=rencana.satuan,
            swadaya=acak.choice(("", "Tenaga gotong royong", "Makan dan minum pekerja", "Pasir satu truk")),
            diubah_pada=pada,
        )


def _keinginan(h):
    """What the year takes first, then what it leaves for later."""
    dipilih = [rencana.kegiatan for rencana in h.rencana]
    lain = [kegiatan for kegiatan in bahan.KEGIATAN if kegiatan not in dipilih]
    return dipilih + h.acak.sample(lain, 2)


def _pokja(h, gudang, lemari):
    saat = h.saat_isi(Tahap.POKJA)
    if saat is None:
        return
    pada, lengkap = saat
    for unsur in Unsur:
        kelamin = "P" if unsur in PEREMPUAN else h.acak.choice("LLP")
        nama = h.anggota.get(unsur) or nama_orang(h.acak, kelamin)
        if unsur == Unsur.KETUA:
            nama = h.rt.nama_ketua or h.ketua.nama
            kelamin = "P" if nama.split()[0] in bahan.DEPAN_P else "L"
        h.anggota[unsur] = nama
        gudang.buat(
            AnggotaPokja, usulan_id=h.usulan_id, unsur=unsur, nama=nama, jenis_kelamin=kelamin, diubah_pada=pada
        )
        if not lengkap and unsur == Unsur.BENDAHARA:
            return
    _rekening(h, gudang, lemari, pada)


def _rekening(h, gudang, lemari, pada):
    sah = next((p.pada for p in h.jalan.nyata if p.dari[0] == Tahap.POKJA and p.aksi == "terima"), None)
    # A few accounts of those that wait for their money are still to be compared with the passbook.
    menunggu = h.jalan.kini == (Tahap.PENCAIRAN, Giliran.KELURAHAN, "") and not h.jalan.nyata_pada(
        Tahap.PENCAIRAN, "mohonkan"
    )
    diperiksa = sah and not (menunggu and not h.pameran and not h.jalan.nasib.tanda_tangan and h.acak.random() < 0.35)
    h.rekening = gudang.buat(
        Rekening,
        rt_id=h.rt.pk,
        nomor=h.nomor_rekening,
        atas_nama=h.atas_nama,
        foto=lemari.foto(h, Berkas.Jenis.BUKU_TABUNGAN, pada, "buku tabungan"),
        dibuat_oleh=h.ketua,
        diperiksa_oleh=h.petugas if diperiksa else None,
        diperiksa_pada=sah if diperiksa else None,
        diubah_pada=pada,
    )
    if sah:
        gudang.buat(
            Pokja,
            usulan_id=h.usulan_id,
            sk_nomor=f"{h.rt.nomor:02d}/SK-POKJA/{h.kelurahan.nama.upper().replace(' ', '')}/{TAHUN}",
            sk_tanggal=sah.date(),
            disahkan_oleh=h.petugas,
            disahkan_pada=sah,
        )


def _pemetaan(h, gudang):
    saat = h.saat_isi(Tahap.PEMETAAN)
    if saat is None:
        return
    pada, lengkap = saat
    umum = {"usulan_id": h.usulan_id, "diubah_pada": pada}
    potensi = {h.rencana[0].kegiatan.potensi, *h.acak.sample(bahan.POTENSI, 2)}
    for uraian in sorted(potensi):
        gudang.buat(ButirPemetaan, jenis=ButirPemetaan.Jenis.POTENSI, uraian=uraian, **umum)
    for rencana in h.rencana:
        lokasi = h.acak.choice(bahan.LOKASI)
        gudang.buat(
            ButirPemetaan, jenis=ButirPemetaan.Jenis.MASALAH, uraian=rencana.kegiatan.masalah, lokasi=lokasi, **umum
        )
    if not lengkap:
        return
    hok = h.acak.randrange(20, 90)
    gudang.buat(
        Swadaya, bentuk=BentukSwadaya.TENAGA, uraian="Gotong royong warga", volume=hok * 1000, satuan="HOK", nilai=hok * 100_000, **umum
    )  # fmt: skip
    if h.acak.random() < 0.6:
        gudang.buat(
            Swadaya, bentuk=BentukSwadaya.BAHAN, uraian="Pasir dan kayu dari warga", volume=1000, satuan="paket",
            nilai=h.acak.randrange(4, 30) * 50_000, **umum,
        )  # fmt: skip
    if h.acak.random() < 0.6:
        gudang.buat(
            Swadaya, bentuk=BentukSwadaya.UANG, uraian="Iuran warga", volume=h.kk * 1000, satuan="KK",
            nilai=h.kk * h.acak.choice((5_000, 10_000)), **umum,
        )  # fmt: skip
    _renja5(h, gudang, umum)


def _renja5(h, gudang, umum):
    """This year's activities, then one or two for each of the four years after."""
    dipilih = [rencana.kegiatan for rencana in h.rencana]
    lain = [kegiatan for kegiatan in bahan.KEGIATAN if kegiatan not in dipilih]
    nanti = [(TAHUN + 1 + urut % 4, kegiatan, h.pagu // 4) for urut, kegiatan in enumerate(h.acak.sample(lain, 5))]
    for rencana in h.rencana:
        rencana.lokasi = h.acak.choice(bahan.LOKASI)
        rencana.renja5 = _kegiatan5(gudang, umum, TAHUN, rencana.kegiatan, rencana.lokasi, rencana.perkiraan)
    for tahun, kegiatan, perkiraan in nanti:
        _kegiatan5(gudang, umum, tahun, kegiatan, h.acak.choice(bahan.LOKASI), perkiraan)


def _kegiatan5(gudang, umum, tahun, kegiatan, lokasi, perkiraan):
    return gudang.buat(
        KegiatanLimaTahun, tahun=tahun, bidang=kegiatan.bidang, kegiatan=kegiatan.nama, lokasi=lokasi, perkiraan=perkiraan, **umum
    )  # fmt: skip


def _renja(h, gudang):
    saat = h.saat_isi(Tahap.RENJA)
    if saat is None:
        return
    pada, lengkap = saat
    for rencana in h.rencana if lengkap else h.rencana[:1]:
        h.kegiatan.append(
            gudang.buat(
                KegiatanTahunan,
                usulan_id=h.usulan_id,
                dari=rencana.renja5,
                lokasi=rencana.lokasi,
                volume=rencana.volume,
                satuan=rencana.kegiatan.satuan,
                perkiraan=rencana.perkiraan,
                diubah_pada=pada,
            )
        )
