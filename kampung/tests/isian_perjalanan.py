"""What the people of the walks write: name of a field -> what stands in it. Walked by the test client and by a browser."""

REMBUK = {
    "tanggal": "2026-11-15", "waktu": "20:00", "tempat": "Balai RT", "pimpinan": "Dewi Lestari", "notulis": "Rudi",
    "hadir_laki": "18", "hadir_perempuan": "21", "keputusan": "siap",
}  # fmt: skip
KEINGINAN = {
    "prioritas": "1", "kegiatan": "Perbaikan parit", "bidang": "infrastruktur", "lokasi": "Lorong Mawar", "volume": "120",
    "satuan": "meter", "swadaya": "Gotong royong",
}  # fmt: skip
ANGGOTA = [
    {"unsur": unsur, "nama": nama, "jenis_kelamin": "P"}
    for unsur, nama in (
        ("sekretaris", "Rudi"), ("bendahara", "Sari"), ("perempuan", "Wati"), ("pemuda", "Joko"),
        ("tokoh_masyarakat", "Hasan"), ("tokoh_agama", "Yusuf"),
    )
]  # fmt: skip
REKENING = {
    "bank": "Bank Jambi", "nomor": "1234567890", "nomor_ulang": "1234567890", "atas_nama": "Pokja RT 03",
}  # fmt: skip
SK_POKJA = {"sk_nomor": "400/03/KB/2026", "sk_tanggal": "2026-11-16"}
POTENSI = [
    {"jenis": "potensi", "uraian": "Tukang batu banyak", "lokasi": ""},
    {"jenis": "masalah", "uraian": "Parit meluap", "lokasi": "Lorong Mawar"},
]
SWADAYA = {"bentuk": "tenaga", "uraian": "Gotong royong", "volume": "20", "satuan": "HOK", "nilai": "2.000.000"}
RENJA5 = {
    "tahun": "2026", "bidang": "infrastruktur", "kegiatan": "Perbaikan parit", "lokasi": "Lorong Mawar",
    "perkiraan": "Rp 25.000.000,00",
}  # fmt: skip
RENJA1 = {"lokasi": "Lorong Mawar", "volume": "120", "satuan": "meter", "sumber": "program"}
NARASI = {
    "latar_belakang": "Parit meluap tiap hujan.", "tujuan": "Lorong bebas banjir.", "penerima_manfaat": "180",
    "cara_pelaksanaan": "Swakelola Pokja.",
}  # fmt: skip
BARIS_RAB = {"jenis_biaya": "bahan", "volume": "1", "satuan": "paket", "sumber": "program"}
BEBAS = {"alasan": "RT dekat TPS 3R"}
SK_PENETAPAN = {"sk_nomor": "SK/77/2026", "sk_tanggal": "2026-11-18"}
PERMOHONAN = {"nomor": "900/1/KB/2026", "tanggal": "2026-11-18"}
SP2D = {"sp2d_nomor": "SP2D/9/2026", "sp2d_tanggal": "2026-11-19"}
KEMAJUAN = {"persen": "100", "tanggal": "2026-11-20", "catatan": "Selesai"}
BAST = {"tanggal": "2026-11-20", "tempat": "Balai RT", "penerima": "Hasan", "uraian": "Parit 120 meter"}
HASIL = {"volume": "118,5", "keterangan": "Terhalang tiang listrik"}
ASET = {
    "nama": "Parit beton", "banyak": "1", "satuan": "unit", "nilai": "20.000.000", "tempat": "Lorong Mawar",
    "penjaga": "Hasan", "kondisi": "baik",
}  # fmt: skip
PERNYATAAN = {"pernyataan": "Semua dana dipakai sesuai RAB.", "setuju": "on"}
SETOR_PAJAK = {"nomor_bukti": "NTPN123", "tanggal": "2026-11-21"}
SETORAN = {"nomor_bukti": "STS/5/2026", "tanggal": "2026-11-21"}
