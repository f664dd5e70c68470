"""What the program has checked by itself before a filing reaches a checker: the sentences that are ticked.

They are true when the gate of the filing has nothing to say; otherwise the page shows what the gate says.
"""

from pokja.tahapan import Tahap

_PROPOSAL = (
    "Dana program dalam RAB tidak melebihi pagu, sampai ke rupiahnya.",
    "Jumlah setiap baris RAB sama dengan volume kali harga satuan.",
    "Setiap barang wajib ada di RAB atau dibebaskan dengan alasan.",
    "Narasi terisi dan foto 0 % ada.",
)
PERIKSA_OTOMATIS = {
    Tahap.REMBUK: (
        "Jumlah hadir laki-laki dan perempuan terisi.",
        "Pindaian daftar hadir dan sedikitnya satu foto ada.",
    ),
    Tahap.POKJA: (
        "Semua unsur Pokja terisi.",
        "Nomor rekening tidak dipakai Pokja lain, dan foto buku tabungan ada.",
    ),
    Tahap.PEMETAAN: ("Potensi, masalah, swadaya dan Renja 5 tahun masing-masing terisi.",),
    Tahap.RENJA: (
        "Setiap kegiatan diambil dari Renja 5 tahun.",
        "Perkiraan dari dana program tidak melebihi pagu.",
    ),
    Tahap.VERIFIKASI: _PROPOSAL,
    Tahap.PENETAPAN: _PROPOSAL,
    Tahap.SERAH_TERIMA: (
        "Volume terlaksana setiap kegiatan tercatat.",
        "Aset terdaftar, atau dinyatakan tidak ada.",
        "Foto 100 % ada.",
    ),
    Tahap.LPJ: (
        "Dana diterima + bunga sama dengan belanja + setoran sisa, sampai ke rupiahnya.",
        "Setiap belanja punya nota dan baris RAB, tidak ada yang melebihi rencana.",
        "Tidak ada pajak dipotong yang belum disetor.",
        "Pernyataan LPJ terisi dan disetujui ketua RT.",
    ),
}
