"""What the page of one Usulan shows: where it stands, what to do next, what was done. Composed in Python, drawn by templates."""

from django.db.models import Exists, OuterRef
from django.urls import reverse

from anggaran.models import BarisRAB, BukuKas, PembebasanItem, Proposal
from laporan.kata_aksi import KATA_AKSI
from laporan.models import BAST, LPJ, Aset, HasilKegiatan, Kemajuan
from pokja.models import (
    AnggotaPokja,
    BeritaAcaraRembuk,
    Berkas,
    ButirPemetaan,
    KegiatanLimaTahun,
    KegiatanTahunan,
    KeinginanWarga,
    Rekening,
    Swadaya,
    Usulan,
)
from pokja.tahapan import BAGIAN, DUA_BELAS, GILIRAN_PERAN, NOMOR_TAHAP, PERIKSA, Giliran, Tahap, jangkar_baris
from rt.angka import rupiah
from rt.peran import SISI_RT

T, G, J = Tahap, Giliran, Berkas.Jenis
# The queue pages of steps that are taken for many Usulan at once.
TANPA_PK = {"anggaran:permohonan", "pokja:sosialisasi"}
KATA_STATUS = {
    "belum": "Belum",
    "dikerjakan": "Dikerjakan",
    "diperiksa": "Diperiksa",
    "perbaikan": "Perlu perbaikan",
    "selesai": "Selesai",
}
# Whom everybody waits for where nobody checks a filing.
MENUNGGU = {
    (T.SOSIALISASI, G.DPMPPA): "Menunggu DPMPPA mencatat kehadiran sosialisasi",
    (T.PENCAIRAN, G.KELURAHAN): "Menunggu kelurahan memohonkan pencairan",
    (T.PENCAIRAN, G.KEUANGAN): "Menunggu Keuangan memproses pencairan",
    (T.PENCAIRAN, G.RT): "Menunggu ketua RT mengonfirmasi uang yang diterima",
}


def _milik(model, **saring):
    return Exists(model.objects.filter(usulan=OuterRef("pk"), **saring))


def _berkas(*daftar_jenis):
    return _milik(Berkas, jenis__in=daftar_jenis, dihapus_pada=None)


def _rab(**saring):
    return Exists(BarisRAB.objects.filter(versi_rab__usulan=OuterRef("pk"), **saring))


# Where to look whether a part has anything in it.
ISI = {
    "rembuk": _milik(BeritaAcaraRembuk),
    "keinginan": _milik(KeinginanWarga),
    "berkas_rembuk": _berkas(J.DAFTAR_HADIR, J.FOTO_REMBUK),
    "anggota": _milik(AnggotaPokja),
    "rekening": Exists(Rekening.objects.filter(rt=OuterRef("rt"), berlaku=True)),
    "potensi": _milik(ButirPemetaan),
    "swadaya": _milik(Swadaya),
    "renja5": _milik(KegiatanLimaTahun),
    "renja1": _milik(KegiatanTahunan),
    "narasi": _milik(Proposal),
    "rab": _rab(tetap=None),
    "item_wajib": _rab(item_wajib__isnull=False) | _milik(PembebasanItem),
    "berkas_proposal": _berkas(J.FOTO_0),
    "bukukas": _milik(BukuKas, jenis="belanja"),
    "kemajuan": _milik(Kemajuan),
    "berkas_kemajuan": _berkas(J.FOTO_50, J.FOTO_100),
    "bast": _milik(BAST),
    "hasil": _milik(HasilKegiatan),
    "aset": _milik(Aset),
    "berkas_bast": _berkas(J.FOTO_100),
    "pernyataan": _milik(LPJ),
}


# Parts that may rightly stay empty: no assets declared, nothing mandatory this year, residents not ready, nothing bought.
BOLEH_KOSONG = {"aset", "item_wajib", "keinginan", "bukukas"}


def bagian_kosong(usulan, terisi):
    """The parts of this tahap that still have nothing in them: why a filing is not possible yet, for one query."""
    daftar = BAGIAN.get(usulan.tahap, ())
    return [bagian for bagian in daftar if bagian.kunci not in terisi and bagian.kunci not in BOLEH_KOSONG]


def bagian_terisi(usulan):
    """The keys of the parts of this tahap that have something in them. One query."""
    daftar = [bagian.kunci for bagian in BAGIAN.get(usulan.tahap, ())]
    if not daftar:
        return set()
    ada = Usulan.objects.filter(pk=usulan.pk).values(**{f"ada_{kunci}": ISI[kunci] for kunci in daftar}).get()
    return {kunci for kunci in daftar if ada[f"ada_{kunci}"]}


# --- the twelve stages ----------------------------------------------------------------------------------------------


def daftar_tahap(usulan, daftar_riwayat, terisi=frozenset()):
    """The task list: each of the twelve with its state, its parts and a word about it."""
    di_sini = _nomor_terakhir(usulan, daftar_riwayat)
    tampil, hasil = set(), []
    for nomor, tahap in enumerate(DUA_BELAS, start=1):
        kini = nomor == di_sini
        status = _status(usulan, nomor, di_sini)
        daftar = []
        for bagian in BAGIAN.get(tahap, ()) if nomor <= di_sini else ():
            # The proposal's parts belong to three stages, the buku kas to three: shown at the first, and where we are.
            if bagian.kunci not in tampil or kini:
                tampil.add(bagian.kunci)
                daftar.append((bagian, reverse(bagian.url_name, args=[usulan.pk]), kini and bagian.kunci in terisi))
        hasil.append(
            {
                "label": tahap.label,
                "status": status,
                "keadaan": "Berhenti di sini" if kini and usulan.berakhir and status != "selesai" else KATA_STATUS[status],
                "daftar_bagian": daftar,
                "kini": kini and not usulan.berakhir,
            }
        )  # fmt: skip
    return hasil


def _nomor_terakhir(usulan, daftar_riwayat):
    """The number of the stage it is in, or in which it ended."""
    if usulan.tahap == T.SELESAI:
        return len(DUA_BELAS)
    if usulan.berakhir:
        return NOMOR_TAHAP.get(daftar_riwayat[-1].dari_tahap, 1) if daftar_riwayat else 1
    return usulan.nomor_tahap


def _status(usulan, nomor, di_sini):
    if nomor < di_sini or usulan.tahap == T.SELESAI:
        return "selesai"
    if nomor > di_sini or usulan.berakhir:
        return "belum"
    if usulan.giliran == G.RT:
        return "perbaikan" if usulan.dikembalikan_oleh else "dikerjakan"
    return "dikerjakan" if usulan.tahap in (T.SOSIALISASI, T.PENCAIRAN) else "diperiksa"


# --- what to do next ------------------------------------------------------------------------------------------------


def tautan_langkah(langkah, usulan):
    return reverse(langkah.url_name) if langkah.url_name in TANPA_PK else reverse(langkah.url_name, args=[usulan.pk])


def url_bagian(usulan, kunci):
    """The page of the part a mark or a finding is on, at the marked row; empty for a key nobody knows."""
    utama = kunci.partition(":")[0]
    for daftar in (BAGIAN.get(usulan.tahap, ()), *BAGIAN.values()):
        for bagian in daftar:
            if bagian.kunci == utama:
                return reverse(bagian.url_name, args=[usulan.pk]) + jangkar_baris(kunci)
    return ""


def menunggu(usulan):
    """One phrase: whom everybody waits for now."""
    if usulan.berakhir:
        return f"Usulan ini sudah berakhir: {usulan.get_tahap_display()}"
    khusus = MENUNGGU.get((usulan.tahap, usulan.giliran))
    if khusus:
        return khusus
    if usulan.giliran == G.RT:
        return "Menunggu RT memperbaiki yang ditandai" if usulan.dikembalikan_oleh else "Menunggu RT mengisi tahap ini"
    return f"Menunggu {usulan.get_giliran_display()} memeriksa"


def kartu(usulan, pengguna, daftar_langkah, daftar_tanda=(), terisi=frozenset()):
    """The one big next step: a heading, what keeps it shut, and at most one main button.

    `daftar_langkah` is a list of (Langkah, its halangan) of this person.
    """
    giliran_saya = not usulan.berakhir and GILIRAN_PERAN.get(pengguna.peran) == usulan.giliran
    hasil = {"judul": menunggu(usulan), "giliran_saya": giliran_saya, "tombol": [], "halangan": [], "isi": ""}
    if not giliran_saya:
        return hasil
    if pengguna.peran in SISI_RT:
        _kartu_rt(hasil, usulan, daftar_langkah, daftar_tanda, terisi)
    else:
        _kartu_kantor(hasil, usulan, daftar_langkah)
    for nomor, tombol in enumerate(hasil["tombol"]):
        tombol["utama"] = nomor == 0
    return hasil


def _kartu_rt(hasil, usulan, daftar_langkah, daftar_tanda, terisi):
    utama = [(langkah, halangan) for langkah, halangan in daftar_langkah if langkah.aksi in ("ajukan", "konfirmasi")]
    bagian = BAGIAN.get(usulan.tahap, ())
    if usulan.dikembalikan_oleh:
        hasil["judul"] = "Perbaiki yang diminta, lalu ajukan lagi"
        for tanda in daftar_tanda[:1]:
            hasil["tombol"].append({"label": f"Perbaiki: {tanda.label}", "url": url_bagian(usulan, tanda.kunci)})
    elif bagian:
        berikut = next((b for b in bagian if b.kunci not in terisi), None)
        hasil["judul"] = f"Lengkapi {usulan.get_tahap_display()}"
        if berikut:
            hasil["tombol"].append(
                {"label": f"Isi: {berikut.label}", "url": reverse(berikut.url_name, args=[usulan.pk])}
            )
    if not utama:
        hasil["isi"] = "Yang mengajukan adalah ketua RT, sesudah semua bagian terisi."
        if not bagian:
            hasil["isi"] = "Langkah ini dilakukan oleh ketua RT."
    for langkah, halangan in utama:
        if halangan:
            hasil["halangan"] = halangan
        else:
            if not usulan.dikembalikan_oleh:
                hasil["judul"], hasil["tombol"] = langkah.label, []
            hasil["tombol"].append({"label": langkah.label, "url": tautan_langkah(langkah, usulan)})
    if (hasil["halangan"] or not utama) and not hasil["tombol"]:
        # Everything has something in it and a gate is still shut, or it is not theirs to file: what is left to do is on
        # one of these pages.
        hasil["tombol"] = [{"label": f"Buka: {b.label}", "url": reverse(b.url_name, args=[usulan.pk])} for b in bagian]


def _kartu_kantor(hasil, usulan, daftar_langkah):
    hasil["judul"] = f"{usulan.get_tahap_display()}: giliran Anda"
    for langkah, halangan in daftar_langkah:
        url = tautan_langkah(langkah, usulan)
        if halangan:
            hasil["halangan"] = hasil["halangan"] + halangan
            if langkah.url_name in TANPA_PK:
                # The queue page says the same beside its remedies: sign the bundle, check the account.
                hasil["tombol"].append({"label": "Lihat permohonan pencairan", "url": url})
            continue
        if langkah.url_name == PERIKSA:
            label = f"Periksa {usulan.get_tahap_display()}"
        elif langkah.perlu_catatan and hasil["tombol"]:
            continue
        else:
            label = langkah.label
        if url not in [tombol["url"] for tombol in hasil["tombol"]]:
            hasil["tombol"].append({"label": label, "url": url})


def langkah_lain(usulan, daftar_langkah, kartu_langkah):
    """The other steps this person may take now, that have no button in the card: (label, address, ends the life)."""
    sudah = {tombol["url"] for tombol in kartu_langkah["tombol"]}
    hasil = {}
    for langkah, halangan in daftar_langkah:
        if not halangan:
            hasil.setdefault(tautan_langkah(langkah, usulan), langkah)
    return [(langkah.label, url, langkah.berakhir) for url, langkah in hasil.items() if url not in sudah]


# --- money and history ----------------------------------------------------------------------------------------------


def tujuh_angka(angka):
    return [
        {"label": "Pagu", "nilai": rupiah(angka.pagu)},
        {"label": "RAB", "nilai": rupiah(angka.rab)},
        {"label": "Cair", "nilai": rupiah(angka.cair)},
        {"label": "Belanja", "nilai": rupiah(angka.belanja)},
        {"label": "Pajak dipotong", "nilai": rupiah(angka.pajak)},
        {"label": "Kembali", "nilai": rupiah(angka.kembali)},
        {"label": "Selisih", "nilai": rupiah(angka.selisih), "lewat": angka.selisih < 0},
    ]


def riwayat_terbaca(daftar_riwayat):
    """Newest first, with words for the step."""
    return [(KATA_AKSI.get(riwayat.aksi, riwayat.aksi), riwayat) for riwayat in reversed(daftar_riwayat)]
