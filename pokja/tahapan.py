"""The life of a Usulan, in one table. The first file a newcomer reads.

State is (tahap, giliran): the stage, and whose turn it is. `versi` guards it, see services.pindah_tahap.
Source: the programme's stage calendar of the agency; which steps exist is code, dates and amounts are rows.
"""

from dataclasses import dataclass

from django.db.models import TextChoices

from rt.peran import SISI_RT, Peran


class Tahap(TextChoices):
    SOSIALISASI = "sosialisasi", "Sosialisasi"
    REMBUK = "rembuk", "Rembuk warga"
    POKJA = "pokja", "Pokja & rekening"
    PEMETAAN = "pemetaan", "Pemetaan & Renja 5 tahun"
    RENJA = "renja", "Renja 1 tahun"
    PROPOSAL = "proposal", "Proposal & RAB"
    VERIFIKASI = "verifikasi", "Verifikasi kelurahan"
    PENETAPAN = "penetapan", "Penetapan"
    PENCAIRAN = "pencairan", "Pencairan"
    PELAKSANAAN = "pelaksanaan", "Pelaksanaan"
    SERAH_TERIMA = "serah_terima", "Serah terima"
    LPJ = "lpj", "LPJ"
    SELESAI = "selesai", "Selesai"
    MUNDUR = "mundur", "Mengundurkan diri"
    DITOLAK = "ditolak", "Ditolak"


class Giliran(TextChoices):
    RT = "rt", "RT"
    KELURAHAN = "kelurahan", "Kelurahan"
    DPMPPA = "dpmppa", "DPMPPA"
    KEUANGAN = "keuangan", "Keuangan"
    TUTUP = "tutup", "Tidak ada"


TAHAP_AKHIR = (Tahap.SELESAI, Tahap.MUNDUR, Tahap.DITOLAK)
# The twelve that have work, in order.
DUA_BELAS = tuple(tahap for tahap in Tahap if tahap not in TAHAP_AKHIR)
NOMOR_TAHAP = {tahap: nomor for nomor, tahap in enumerate(DUA_BELAS, start=1)}

# Which Peran acts in whose turn: "menunggu saya" is read from here.
PERAN_GILIRAN = {
    Giliran.RT: SISI_RT,
    Giliran.KELURAHAN: (Peran.KELURAHAN,),
    Giliran.DPMPPA: (Peran.DPMPPA,),
    Giliran.KEUANGAN: (Peran.KEUANGAN,),
    Giliran.TUTUP: (),
}
GILIRAN_PERAN = {peran: giliran for giliran, daftar in PERAN_GILIRAN.items() for peran in daftar}


@dataclass(frozen=True)
class Langkah:
    """One step: from (tahap, giliran) by `aksi` of a Peran to (ke_tahap, ke_giliran)."""

    tahap: Tahap
    giliran: Giliran
    aksi: str
    label: str
    ke_tahap: Tahap
    ke_giliran: Giliran
    peran: Peran
    url_name: str  # the view that performs the step, in the app that owns its facts
    perlu_catatan: bool = False

    @property
    def kunci(self):
        return (self.tahap, self.giliran, self.aksi)

    @property
    def berakhir(self):
        return self.ke_giliran == Giliran.TUTUP


T, G, P = Tahap, Giliran, Peran
# The view that checks a filing: marks or passes on, `terima` and `kembalikan` in one form.
PERIKSA = "laporan:periksa"
MUNDUR = "pokja:mundur"

# An "ajukan" after a return goes to the side that returned it (Usulan.dikembalikan_oleh), not to the side named here.
ALUR = (
    #       tahap           giliran      aksi                label                       ke_tahap        ke_giliran   peran         url_name
    Langkah(T.SOSIALISASI,  G.DPMPPA,    "catat_hadir",      "Catat kehadiran",          T.REMBUK,       G.RT,        P.DPMPPA,     "pokja:sosialisasi"),
    Langkah(T.REMBUK,       G.RT,        "ajukan",           "Ajukan hasil rembuk",      T.REMBUK,       G.KELURAHAN, P.KETUA_RT,   "pokja:ajukan"),
    Langkah(T.REMBUK,       G.RT,        "mundur",           "Mengundurkan diri",        T.MUNDUR,       G.TUTUP,     P.KETUA_RT,   MUNDUR, True),
    Langkah(T.REMBUK,       G.KELURAHAN, "terima",           "Terima hasil rembuk",      T.POKJA,        G.RT,        P.KELURAHAN,  PERIKSA),
    Langkah(T.REMBUK,       G.KELURAHAN, "terima_mundur",    "Terima: warga tidak siap", T.MUNDUR,       G.TUTUP,     P.KELURAHAN,  PERIKSA),
    Langkah(T.REMBUK,       G.KELURAHAN, "kembalikan",       "Kembalikan ke RT",         T.REMBUK,       G.RT,        P.KELURAHAN,  PERIKSA, True),
    Langkah(T.POKJA,        G.RT,        "ajukan",           "Ajukan Pokja",             T.POKJA,        G.KELURAHAN, P.KETUA_RT,   "pokja:ajukan"),
    Langkah(T.POKJA,        G.RT,        "mundur",           "Mengundurkan diri",        T.MUNDUR,       G.TUTUP,     P.KETUA_RT,   MUNDUR, True),
    Langkah(T.POKJA,        G.KELURAHAN, "terima",           "Sahkan Pokja",             T.PEMETAAN,     G.RT,        P.KELURAHAN,  PERIKSA),
    Langkah(T.POKJA,        G.KELURAHAN, "kembalikan",       "Kembalikan ke RT",         T.POKJA,        G.RT,        P.KELURAHAN,  PERIKSA, True),
    Langkah(T.PEMETAAN,     G.RT,        "ajukan",           "Ajukan pemetaan",          T.PEMETAAN,     G.KELURAHAN, P.KETUA_RT,   "pokja:ajukan"),
    Langkah(T.PEMETAAN,     G.RT,        "mundur",           "Mengundurkan diri",        T.MUNDUR,       G.TUTUP,     P.KETUA_RT,   MUNDUR, True),
    Langkah(T.PEMETAAN,     G.KELURAHAN, "terima",           "Terima pemetaan",          T.RENJA,        G.RT,        P.KELURAHAN,  PERIKSA),
    Langkah(T.PEMETAAN,     G.KELURAHAN, "kembalikan",       "Kembalikan ke RT",         T.PEMETAAN,     G.RT,        P.KELURAHAN,  PERIKSA, True),
    Langkah(T.RENJA,        G.RT,        "ajukan",           "Ajukan Renja 1 tahun",     T.RENJA,        G.KELURAHAN, P.KETUA_RT,   "anggaran:ajukan"),
    Langkah(T.RENJA,        G.RT,        "mundur",           "Mengundurkan diri",        T.MUNDUR,       G.TUTUP,     P.KETUA_RT,   MUNDUR, True),
    Langkah(T.RENJA,        G.KELURAHAN, "terima",           "Terima Renja",             T.PROPOSAL,     G.RT,        P.KELURAHAN,  PERIKSA),
    Langkah(T.RENJA,        G.KELURAHAN, "kembalikan",       "Kembalikan ke RT",         T.RENJA,        G.RT,        P.KELURAHAN,  PERIKSA, True),
    Langkah(T.PROPOSAL,     G.RT,        "ajukan",           "Ajukan proposal",          T.VERIFIKASI,   G.KELURAHAN, P.KETUA_RT,   "anggaran:ajukan"),
    Langkah(T.PROPOSAL,     G.RT,        "mundur",           "Mengundurkan diri",        T.MUNDUR,       G.TUTUP,     P.KETUA_RT,   MUNDUR, True),
    Langkah(T.VERIFIKASI,   G.KELURAHAN, "terima",           "Teruskan ke DPMPPA",       T.PENETAPAN,    G.DPMPPA,    P.KELURAHAN,  PERIKSA),
    Langkah(T.VERIFIKASI,   G.KELURAHAN, "kembalikan",       "Kembalikan ke RT",         T.VERIFIKASI,   G.RT,        P.KELURAHAN,  PERIKSA, True),
    Langkah(T.VERIFIKASI,   G.RT,        "ajukan",           "Ajukan perbaikan",         T.VERIFIKASI,   G.KELURAHAN, P.KETUA_RT,   "anggaran:ajukan"),
    Langkah(T.VERIFIKASI,   G.RT,        "mundur",           "Mengundurkan diri",        T.MUNDUR,       G.TUTUP,     P.KETUA_RT,   MUNDUR, True),
    Langkah(T.PENETAPAN,    G.DPMPPA,    "terima",           "Setujui",                  T.PENCAIRAN,    G.KELURAHAN, P.DPMPPA,     PERIKSA),
    Langkah(T.PENETAPAN,    G.DPMPPA,    "kembalikan",       "Kembalikan ke RT",         T.PENETAPAN,    G.RT,        P.DPMPPA,     PERIKSA, True),
    Langkah(T.PENETAPAN,    G.DPMPPA,    "tolak",            "Tolak",                    T.DITOLAK,      G.TUTUP,     P.DPMPPA,     PERIKSA, True),
    Langkah(T.PENETAPAN,    G.RT,        "ajukan",           "Ajukan perbaikan",         T.PENETAPAN,    G.DPMPPA,    P.KETUA_RT,   "anggaran:ajukan"),
    Langkah(T.PENETAPAN,    G.RT,        "mundur",           "Mengundurkan diri",        T.MUNDUR,       G.TUTUP,     P.KETUA_RT,   MUNDUR, True),
    Langkah(T.PENCAIRAN,    G.KELURAHAN, "mohonkan",         "Mohonkan pencairan",       T.PENCAIRAN,    G.KEUANGAN,  P.KELURAHAN,  "anggaran:permohonan"),
    Langkah(T.PENCAIRAN,    G.KELURAHAN, "mundur",           "Catat pengunduran diri",   T.MUNDUR,       G.TUTUP,     P.KELURAHAN,  MUNDUR, True),
    Langkah(T.PENCAIRAN,    G.KEUANGAN,  "cairkan",          "Catat SP2D",               T.PENCAIRAN,    G.RT,        P.KEUANGAN,   "anggaran:cairkan"),
    Langkah(T.PENCAIRAN,    G.KEUANGAN,  "gagalkan",         "Catat transfer gagal",     T.PENCAIRAN,    G.KELURAHAN, P.KEUANGAN,   "anggaran:gagalkan", True),
    Langkah(T.PENCAIRAN,    G.KEUANGAN,  "jelaskan_selisih", "Jelaskan selisih",         T.PENCAIRAN,    G.RT,        P.KEUANGAN,   "anggaran:jelaskan_selisih", True),
    Langkah(T.PENCAIRAN,    G.RT,        "konfirmasi",       "Konfirmasi uang diterima", T.PELAKSANAAN,  G.RT,        P.KETUA_RT,   "anggaran:konfirmasi"),
    Langkah(T.PENCAIRAN,    G.RT,        "laporkan_selisih", "Laporkan selisih",         T.PENCAIRAN,    G.KEUANGAN,  P.KETUA_RT,   "anggaran:konfirmasi", True),
    Langkah(T.PELAKSANAAN,  G.RT,        "ajukan",           "Nyatakan selesai 100 %",   T.SERAH_TERIMA, G.RT,        P.KETUA_RT,   "laporan:ajukan"),
    Langkah(T.SERAH_TERIMA, G.RT,        "ajukan",           "Ajukan serah terima",      T.SERAH_TERIMA, G.KELURAHAN, P.KETUA_RT,   "laporan:ajukan"),
    Langkah(T.SERAH_TERIMA, G.KELURAHAN, "terima",           "Terima serah terima",      T.LPJ,          G.RT,        P.KELURAHAN,  PERIKSA),
    Langkah(T.SERAH_TERIMA, G.KELURAHAN, "kembalikan",       "Kembalikan ke RT",         T.SERAH_TERIMA, G.RT,        P.KELURAHAN,  PERIKSA, True),
    Langkah(T.LPJ,          G.RT,        "ajukan",           "Ajukan LPJ",               T.LPJ,          G.KELURAHAN, P.KETUA_RT,   "laporan:ajukan"),
    Langkah(T.LPJ,          G.KELURAHAN, "teruskan",         "Teruskan ke DPMPPA",       T.LPJ,          G.DPMPPA,    P.KELURAHAN,  PERIKSA),
    Langkah(T.LPJ,          G.KELURAHAN, "kembalikan",       "Kembalikan ke RT",         T.LPJ,          G.RT,        P.KELURAHAN,  PERIKSA, True),
    Langkah(T.LPJ,          G.DPMPPA,    "terima",           "Terima LPJ",               T.SELESAI,      G.TUTUP,     P.DPMPPA,     PERIKSA),
    Langkah(T.LPJ,          G.DPMPPA,    "kembalikan",       "Kembalikan ke RT",         T.LPJ,          G.RT,        P.DPMPPA,     PERIKSA, True),
)  # fmt: skip


@dataclass(frozen=True)
class Bagian:
    """A part of a filing: what an RT fills on one page and a checker marks."""

    kunci: str
    label: str
    url_name: str


_PROPOSAL = (
    Bagian("narasi", "Narasi proposal", "anggaran:narasi"),
    Bagian("rab", "RAB", "anggaran:rab"),
    Bagian("item_wajib", "Barang wajib", "anggaran:item_wajib"),
    Bagian("berkas_proposal", "Foto 0 % dan lampiran", "anggaran:berkas_proposal"),
)
BAGIAN = {
    T.REMBUK: (
        Bagian("rembuk", "Berita acara rembuk", "pokja:rembuk"),
        Bagian("keinginan", "Keinginan warga", "pokja:keinginan"),
        Bagian("berkas_rembuk", "Daftar hadir dan foto", "pokja:berkas_rembuk"),
    ),
    T.POKJA: (
        Bagian("anggota", "Anggota Pokja", "pokja:anggota"),
        Bagian("rekening", "Rekening Pokja", "pokja:rekening"),
    ),
    T.PEMETAAN: (
        Bagian("potensi", "Potensi dan masalah", "pokja:potensi"),
        Bagian("swadaya", "Swadaya warga", "pokja:swadaya"),
        Bagian("renja5", "Renja 5 tahun", "pokja:renja5"),
    ),
    T.RENJA: (Bagian("renja1", "Kegiatan tahun ini", "anggaran:renja1"),),
    T.PROPOSAL: _PROPOSAL,
    T.VERIFIKASI: _PROPOSAL,
    T.PENETAPAN: _PROPOSAL,
    T.PELAKSANAAN: (
        Bagian("bukukas", "Buku kas", "anggaran:bukukas"),
        Bagian("kemajuan", "Kemajuan pekerjaan", "laporan:kemajuan"),
        Bagian("berkas_kemajuan", "Foto 50 % dan 100 %", "laporan:berkas_kemajuan"),
    ),
    T.SERAH_TERIMA: (
        Bagian("bukukas", "Buku kas", "anggaran:bukukas"),
        Bagian("bast", "Berita acara serah terima", "laporan:bast"),
        Bagian("hasil", "Hasil kegiatan", "laporan:hasil"),
        Bagian("aset", "Daftar aset", "laporan:aset"),
        Bagian("berkas_bast", "Foto 100 %", "laporan:berkas_bast"),
    ),
    T.LPJ: (
        Bagian("bukukas", "Buku kas", "anggaran:bukukas"),
        Bagian("pernyataan", "Pernyataan LPJ", "laporan:pernyataan"),
    ),
}


def langkah_dari(tahap, giliran):
    """The steps that lead out of a state, in the order of the table."""
    return [langkah for langkah in ALUR if langkah.tahap == tahap and langkah.giliran == giliran]


def cari_langkah(tahap, giliran, aksi):
    return next((langkah for langkah in langkah_dari(tahap, giliran) if langkah.aksi == aksi), None)


def jangkar_baris(kunci):
    """Where on its part's page a marked row stands: "rab:7" -> "#baris-7"; empty for a mark on the whole part."""
    nomor = kunci.partition(":")[2]
    return f"#baris-{nomor}" if nomor else ""
