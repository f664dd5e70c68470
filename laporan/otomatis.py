"""What the program has checked by itself before a filing reaches a checker: the sentences that are ticked.

They are true when the gate of the filing has nothing to say; otherwise the page shows what the gate says.
Beside them, what no program can see: one question to the eyes for each part.
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

# By the key of a Bagian.
PERLU_MATA = {
    "rembuk": "Hari, tempat dan jumlah yang hadir sama dengan yang tertulis di daftar hadir?",
    "keinginan": "Keinginan warga jelas, ada di wilayah RT ini, dan belum dibiayai program lain?",
    "berkas_rembuk": "Daftar hadir terbaca dan bertanda tangan, fotonya rembuk di RT ini?",
    "anggota": "Orangnya warga RT ini, dan tidak satu keluarga memegang beberapa unsur?",
    "rekening": "Nomor dan nama sama, angka demi angka, dengan foto buku tabungan?",
    "potensi": "Potensi dan masalahnya memang ada di RT ini?",
    "swadaya": "Swadaya yang dijanjikan masuk akal untuk warga RT ini?",
    "renja5": "Kegiatannya menjawab masalah yang dicatat?",
    "renja1": "Kegiatannya bisa selesai tahun ini, dan lokasinya milik umum?",
    "narasi": "Tujuan dan cara pelaksanaannya cocok dengan RAB?",
    "rab": "Volume dan harga satuannya wajar menurut harga setempat?",
    "item_wajib": "Alasan pembebasan barang wajib, bila ada, bisa diterima?",
    "berkas_proposal": "Foto 0 % menunjukkan tempat yang akan dikerjakan?",
    "bast": "Uraian pekerjaannya cocok dengan yang terlihat di tempat?",
    "hasil": "Volume terlaksana benar, dan bedanya dengan rencana beralasan?",
    "aset": "Tempat dan penjaga setiap aset jelas?",
    "berkas_bast": "Foto 100 % menunjukkan pekerjaan yang sama dengan foto 0 %?",
    "bukukas": "Setiap nota terbaca, dan barangnya sesuai dengan baris RAB-nya?",
    "pernyataan": "Pernyataannya tidak bertentangan dengan buku kas?",
}
