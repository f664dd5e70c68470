"""Gates of the steps whose facts live in pokja: what is still missing, as sentences with the way out."""

from pokja.models import Berkas, ButirPemetaan, Unsur
from pokja.tahapan import Giliran, Tahap

T, G = Tahap, Giliran


def rekening_berlaku(usulan):
    return usulan.rt.daftar_rekening.filter(berlaku=True).select_related("foto").first()


def jenis_berkas(usulan):
    """The kinds of upload this Usulan has."""
    return set(usulan.daftar_berkas.ada().values_list("jenis", flat=True))


def tanpa_tanda(usulan):
    """A checker passes nothing on while marks are open. Reads `.all()`, so that a list may prefetch it."""
    if any(tanda.ditutup_pada is None for tanda in usulan.daftar_tanda.all()):
        return [
            "Masih ada bagian yang ditandai perlu diperbaiki. Tutup tandanya bila sudah benar, atau kembalikan ke RT."
        ]
    return []


def ajukan_rembuk(usulan):
    rembuk = getattr(usulan, "rembuk", None)
    if rembuk is None:
        return ["Berita acara rembuk belum diisi. Buka bagian Berita acara rembuk dan isi dulu."]
    halangan = []
    if not rembuk.jumlah_hadir:
        halangan.append("Jumlah yang hadir masih nol. Isi jumlah laki-laki dan perempuan yang hadir.")
    ada = jenis_berkas(usulan)
    if Berkas.Jenis.DAFTAR_HADIR not in ada:
        halangan.append("Pindaian daftar hadir belum ada. Foto lembar daftar hadir lalu unggah.")
    if Berkas.Jenis.FOTO_REMBUK not in ada:
        halangan.append("Foto rembuk belum ada. Unggah sedikitnya satu foto.")
    if rembuk.siap and not usulan.daftar_keinginan.exists():
        halangan.append("Keinginan warga belum ada. Catat sedikitnya satu keinginan warga.")
    return halangan


def terima_rembuk(usulan):
    if not usulan.rembuk.siap:
        return ["Warga menyatakan tidak siap, jadi usulan ini tidak bisa diteruskan. Pilih “Terima: warga tidak siap”."]
    return tanpa_tanda(usulan)


def terima_mundur(usulan):
    if usulan.rembuk.siap:
        return ["Warga menyatakan siap. Pilih “Terima hasil rembuk”."]
    return tanpa_tanda(usulan)


def halangan_anggota(usulan):
    """The ketua RT and somebody of every other unsur."""
    halangan = []
    terisi = set(usulan.daftar_anggota.values_list("unsur", flat=True))
    kosong = [unsur.label for unsur in Unsur if unsur not in terisi and unsur != Unsur.KETUA]
    if not usulan.rt.nama_ketua:
        halangan.append("Nama ketua RT belum tercatat di daftar RT. Minta DPMPPA mengisinya.")
    if kosong:
        halangan.append(f"Unsur Pokja yang belum terisi: {', '.join(kosong)}. Tambahkan anggotanya.")
    return halangan


def ajukan_pokja(usulan):
    halangan = halangan_anggota(usulan)
    rekening = rekening_berlaku(usulan)
    if rekening is None:
        halangan.append("Rekening Pokja belum diisi. Buka bagian Rekening Pokja dan isi dulu.")
    elif rekening.foto is None:
        halangan.append("Foto buku tabungan belum ada. Unggah foto halaman depan buku tabungan.")
    return halangan


def terima_pokja(usulan):
    halangan = tanpa_tanda(usulan)
    if not hasattr(usulan, "pokja"):
        halangan.append("Nomor dan tanggal SK Pokja belum diisi. Isi keduanya pada formulir ini.")
    return halangan


def ajukan_pemetaan(usulan):
    """Reads `.all()`, so that a preview of many may prefetch it."""
    ada = {butir.jenis for butir in usulan.daftar_pemetaan.all()}
    halangan = []
    if ButirPemetaan.Jenis.POTENSI not in ada:
        halangan.append("Potensi RT belum ada. Catat sedikitnya satu potensi.")
    if ButirPemetaan.Jenis.MASALAH not in ada:
        halangan.append("Masalah RT belum ada. Catat sedikitnya satu masalah.")
    if not usulan.daftar_swadaya.all():
        halangan.append("Swadaya warga belum ada. Catat sedikitnya satu: uang, tenaga atau bahan.")
    if not usulan.daftar_renja5.all():
        halangan.append("Renja 5 tahun belum ada. Catat sedikitnya satu kegiatan.")
    return halangan


GERBANG = {
    (T.REMBUK, G.RT, "ajukan"): ajukan_rembuk,
    (T.REMBUK, G.KELURAHAN, "terima"): terima_rembuk,
    (T.REMBUK, G.KELURAHAN, "terima_mundur"): terima_mundur,
    (T.POKJA, G.RT, "ajukan"): ajukan_pokja,
    (T.POKJA, G.KELURAHAN, "terima"): terima_pokja,
    (T.PEMETAAN, G.RT, "ajukan"): ajukan_pemetaan,
    (T.PEMETAAN, G.KELURAHAN, "terima"): tanpa_tanda,
}
