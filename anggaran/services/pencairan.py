"""From DPMPPA's decision to the money on the Pokja's account. One file a noun; this is where others import from."""

from anggaran.services.calon import calon_permohonan, halangan_mohonkan
from anggaran.services.penahanan import lepas, penahanan_aktif, tahan
from anggaran.services.penetapan import halangan_setujui, lepaskan_penetapan, penetapan_berlaku, setujui, tolak
from anggaran.services.permohonan import (
    batalkan_permohonan,
    halangan_tanda_tangan,
    kelurahan_petugas,
    susun_permohonan,
    tanda_tangani,
)
from anggaran.services.proses import kegagalan_terbuka, terima_proses
from anggaran.services.rekening import (
    ganti_rekening,
    halangan_ganti,
    halangan_periksa,
    periksa_rekening,
    rekening_dari,
    tandai_berganti,
)
from anggaran.services.sp2d import sudah_cair
from anggaran.services.termin import nilai_termin, termin_berikut
from anggaran.services.transfer import (
    cairkan,
    cairkan_banyak,
    gagalkan,
    halangan_cairkan,
    halangan_gagalkan,
    halangan_jelaskan,
    halangan_konfirmasi,
    halangan_termin,
    jelaskan_selisih,
    konfirmasi,
    langkah_transfer,
    menunggu_konfirmasi,
)

__all__ = [
    "batalkan_permohonan",
    "cairkan",
    "cairkan_banyak",
    "calon_permohonan",
    "gagalkan",
    "ganti_rekening",
    "halangan_cairkan",
    "halangan_gagalkan",
    "halangan_ganti",
    "halangan_jelaskan",
    "halangan_konfirmasi",
    "halangan_mohonkan",
    "halangan_periksa",
    "halangan_setujui",
    "halangan_tanda_tangan",
    "halangan_termin",
    "jelaskan_selisih",
    "kegagalan_terbuka",
    "kelurahan_petugas",
    "konfirmasi",
    "langkah_transfer",
    "lepas",
    "lepaskan_penetapan",
    "menunggu_konfirmasi",
    "nilai_termin",
    "penahanan_aktif",
    "penetapan_berlaku",
    "periksa_rekening",
    "rekening_dari",
    "setujui",
    "sudah_cair",
    "susun_permohonan",
    "tahan",
    "tanda_tangani",
    "tandai_berganti",
    "terima_proses",
    "termin_berikut",
    "tolak",
]
