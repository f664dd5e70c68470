"""What an RT does with the money: a catalogue of activities with their RAB lines, shops, places and words. All invented."""

from dataclasses import dataclass

from anggaran.models import JenisBiaya
from pokja.models import Bidang

BAHAN, ALAT, UPAH = JenisBiaya.BAHAN, JenisBiaya.ALAT, JenisBiaya.UPAH
TB = ("Toko Bangunan Sumber Rezeki", "TB Maju Bersama", "TB Karya Mandiri", "Toko Bangunan Usaha Baru",
      "TB Sinar Harapan", "Toko Besi Anugerah", "TB Cahaya Abadi", "Toko Bangunan Batang Hari")  # fmt: skip
TOKO_LISTRIK = ("Toko Listrik Terang Jaya", "CV Mitra Elektronik", "Toko Sinar Elektrik", "UD Cahaya Lampu")
TOKO_UMUM = (
    "Toko Serba Ada Makmur",
    "UD Sejahtera",
    "Toko Perabot Indah",
    "CV Alat Kesehatan Sehat",
    "UD Plastik Jaya",
)
TOKO_ATK = ("Fotokopi dan ATK Pelangi", "Toko Buku Cerdas", "ATK Gemilang", "Percetakan Warna")
DAPUR = ("Katering Dapur Ibu", "RM Selera Kampung", "Katering Berkah", "Warung Nasi Sederhana")
TUKANG = ("Kelompok tukang RT", "Tukang batu (5 orang)", "Tukang dan pekerja RT", "Kelompok padat karya RT")


@dataclass(frozen=True)
class Baris:
    jenis: str
    uraian: str
    satuan: str
    harga: int
    bobot: float  # share of its activity's money
    toko: tuple = TB


@dataclass(frozen=True)
class Kegiatan:
    nama: str
    bidang: str
    satuan: str
    harga: int  # rupiah for one unit of the finished work, to know the volume
    daftar_baris: tuple
    aset: str = ""
    potensi: str = "Gotong royong warga masih berjalan tiap bulan"
    masalah: str = ""


KEGIATAN = (
    Kegiatan("Pembangunan drainase lingkungan", Bidang.INFRASTRUKTUR, "meter", 340_000, (
        Baris(BAHAN, "Semen PC 50 kg", "zak", 72_000, 0.26), Baris(BAHAN, "Pasir pasang", "m3", 285_000, 0.15),
        Baris(BAHAN, "Batu kali", "m3", 310_000, 0.18), Baris(UPAH, "Upah tukang dan pekerja", "HOK", 150_000, 0.36, TUKANG),
    ), "Saluran drainase", masalah="Air menggenang di jalan setiap hujan lebat"),
    Kegiatan("Rabat beton jalan setapak", Bidang.INFRASTRUKTUR, "meter", 425_000, (
        Baris(BAHAN, "Semen PC 50 kg", "zak", 72_000, 0.30), Baris(BAHAN, "Pasir cor", "m3", 315_000, 0.14),
        Baris(BAHAN, "Kerikil", "m3", 345_000, 0.17), Baris(ALAT, "Sewa molen", "hari", 350_000, 0.06),
        Baris(UPAH, "Upah tukang dan pekerja", "HOK", 150_000, 0.31, TUKANG),
    ), "Jalan setapak", masalah="Jalan setapak becek dan licin"),
    Kegiatan("Pemasangan paving block gang", Bidang.INFRASTRUKTUR, "m2", 165_000, (
        Baris(BAHAN, "Paving block K-200", "m2", 88_000, 0.55), Baris(BAHAN, "Pasir urug", "m3", 190_000, 0.12),
        Baris(UPAH, "Upah pasang paving", "HOK", 150_000, 0.30, TUKANG),
    ), "Jalan paving", masalah="Gang masih tanah dan berdebu"),
    Kegiatan("Lampu jalan lingkungan", Bidang.INFRASTRUKTUR, "titik", 1_450_000, (
        Baris(BAHAN, "Lampu LED 50 watt", "unit", 385_000, 0.38, TOKO_LISTRIK),
        Baris(BAHAN, "Tiang pipa besi 5 meter", "batang", 560_000, 0.38), Baris(UPAH, "Upah pemasangan lampu", "titik", 225_000, 0.20, TUKANG),
    ), "Lampu jalan", masalah="Jalan gelap pada malam hari"),
    Kegiatan("Plat duiker dan gorong-gorong", Bidang.INFRASTRUKTUR, "unit", 4_750_000, (
        Baris(BAHAN, "Besi beton 10 mm", "batang", 86_000, 0.28), Baris(BAHAN, "Semen PC 50 kg", "zak", 72_000, 0.24),
        Baris(BAHAN, "Kayu bekisting", "m3", 2_400_000, 0.12), Baris(UPAH, "Upah tukang dan pekerja", "HOK", 150_000, 0.33, TUKANG),
    ), "Gorong-gorong", masalah="Gorong-gorong runtuh, jalan terputus saat hujan"),
    Kegiatan("Tong sampah terpilah", Bidang.SANITASI, "unit", 465_000, (
        Baris(BAHAN, "Tong sampah 120 liter", "unit", 395_000, 0.85, TOKO_UMUM), Baris(UPAH, "Upah pemasangan", "unit", 60_000, 0.12, TUKANG),
    ), "Tong sampah terpilah", masalah="Sampah menumpuk di sudut gang"),
    Kegiatan("Perbaikan MCK dan sumur warga", Bidang.SANITASI, "unit", 8_500_000, (
        Baris(BAHAN, "Keramik dan sanitair", "paket", 1_850_000, 0.40), Baris(BAHAN, "Pipa PVC dan sambungan", "batang", 78_000, 0.22),
        Baris(UPAH, "Upah tukang dan pekerja", "HOK", 150_000, 0.35, TUKANG),
    ), "MCK warga", masalah="MCK umum rusak dan air sumur keruh"),
    Kegiatan("Peralatan bank sampah", Bidang.SANITASI, "paket", 6_200_000, (
        Baris(ALAT, "Timbangan digital 150 kg", "unit", 1_650_000, 0.30, TOKO_UMUM),
        Baris(BAHAN, "Rak dan karung pilah", "paket", 950_000, 0.62, TOKO_UMUM),
    ), "Peralatan bank sampah", masalah="Sampah plastik belum dipilah"),
    Kegiatan("Sarana posyandu", Bidang.SOSIAL, "paket", 7_400_000, (
        Baris(ALAT, "Timbangan bayi digital", "unit", 1_150_000, 0.32, TOKO_UMUM),
        Baris(ALAT, "Alat ukur tinggi dan tensimeter", "paket", 875_000, 0.30, TOKO_UMUM),
        Baris(BAHAN, "Meja dan kursi pelayanan", "set", 650_000, 0.34, TOKO_UMUM),
    ), "Peralatan posyandu", potensi="Kader posyandu aktif", masalah="Alat timbang posyandu sudah rusak"),
    Kegiatan("Tenda dan kursi warga", Bidang.SOSIAL, "set", 9_200_000, (
        Baris(ALAT, "Tenda rangka 4 x 6 meter", "unit", 4_100_000, 0.45, TOKO_UMUM),
        Baris(ALAT, "Kursi lipat", "buah", 165_000, 0.50, TOKO_UMUM),
    ), "Tenda dan kursi", masalah="Warga menyewa tenda mahal tiap ada hajatan"),
    Kegiatan("Pelatihan usaha rumahan ibu-ibu", Bidang.EKONOMI, "orang", 310_000, (
        Baris(BAHAN, "Bahan praktik pelatihan", "paket", 185_000, 0.55, TOKO_UMUM),
        Baris(UPAH, "Honor pelatih", "sesi", 750_000, 0.30, ("Pelatih usaha rumahan",)),
    ), "", potensi="Banyak ibu rumah tangga punya usaha kue", masalah="Usaha rumahan belum punya kemasan yang baik"),
    Kegiatan("Rehab pos kamling", Bidang.KELEMBAGAAN, "unit", 11_500_000, (
        Baris(BAHAN, "Bata dan semen", "paket", 1_450_000, 0.42), Baris(BAHAN, "Atap seng gelombang", "lembar", 92_000, 0.20),
        Baris(UPAH, "Upah tukang dan pekerja", "HOK", 150_000, 0.33, TUKANG),
    ), "Pos kamling", potensi="Ronda malam masih aktif", masalah="Pos kamling bocor dan tidak dipakai"),
    Kegiatan("Alat olahraga dan taman bermain", Bidang.SOSIAL, "paket", 8_000_000, (
        Baris(ALAT, "Net dan tiang voli", "set", 1_900_000, 0.42, TOKO_UMUM), Baris(ALAT, "Ayunan dan perosotan", "unit", 2_600_000, 0.50, TOKO_UMUM),
    ), "Taman bermain", potensi="Ada lapangan kosong milik bersama", masalah="Anak-anak bermain di jalan"),
)  # fmt: skip
CCTV = Kegiatan("Pemasangan CCTV lingkungan", Bidang.KELEMBAGAAN, "unit", 3_400_000, (
    Baris(ALAT, "CCTV dengan perekam dan kabel", "unit", 3_400_000, 1, TOKO_LISTRIK),
), "CCTV", masalah="Sering kehilangan motor di malam hari")  # fmt: skip
GEROBAK = Kegiatan("Gerobak motor sampah", Bidang.SANITASI, "unit", 32_500_000, (
    Baris(ALAT, "Gerobak motor sampah roda tiga", "unit", 32_500_000, 1, ("CV Niaga Motor Roda Tiga",)),
), "Gerobak motor sampah", masalah="Sampah warga tidak terangkut setiap hari")  # fmt: skip
ALASAN_BEBAS = (
    "Membeli bersama RT tetangga; gerobak disimpan di RT tersebut dan dipakai bergiliran.",
    "RT ini sudah dilayani TPS 3R di kelurahan.",
    "Jumlah KK sedikit; iuran pengangkutan sudah berjalan bersama RT tetangga.",
)

LOKASI = ("Gang Melati", "Gang Kenanga", "Gang Mawar", "Lorong Rambutan", "Lorong Duku", "Gang Masjid", "Jalan utama RT",
          "Lorong Cempaka", "Depan balai RT", "Gang Anggrek", "Lorong Setia", "Simpang pos ronda")  # fmt: skip
TEMPAT_RAPAT = ("Balai RT", "Rumah ketua RT", "Halaman musala", "Pos kamling", "Gedung serbaguna RT", "Teras posyandu")
POTENSI = ("Gotong royong warga masih berjalan tiap bulan", "Banyak warga bekerja sebagai tukang",
           "Karang taruna aktif", "Kader PKK dan posyandu aktif", "Ada lahan kosong milik bersama")  # fmt: skip

DEPAN_L = ("Ahmad", "Budi", "Darwis", "Edi", "Fadli", "Gunawan", "Hendra", "Irwan", "Junaidi", "Kamal", "Lukman", "Mulyadi",
           "Nasrul", "Rahmat", "Rudi", "Safrizal", "Taufik", "Usman", "Wahyu", "Yusuf", "Zainal")  # fmt: skip
DEPAN_P = ("Aisyah", "Dewi", "Eka", "Fitri", "Hartati", "Indah", "Juliana", "Kartika", "Lestari", "Maryani", "Nurhayati",
           "Ratna", "Rosmini", "Siti", "Sri", "Wati", "Yuliana", "Zubaidah", "Nilawati", "Rina", "Erna", "Marlina")  # fmt: skip
BELAKANG = ("Saputra", "Hidayat", "Ramadhan", "Pratama", "Kurniawan", "Syahputra", "Halim", "Lubis", "Nasution", "Tanjung",
            "Siregar", "Handayani", "Utami", "Rahman", "Basri", "Santoso", "Setiawan", "Harahap", "Manurung", "Wijaya")  # fmt: skip

LATAR = (
    "Warga {nama} bermusyawarah dan sepakat bahwa {masalah} adalah masalah yang paling mendesak. "
    "Jumlah keluarga {kk} KK, sebagian besar merasakan akibatnya setiap hari."
)
TUJUAN = "Lingkungan {nama} lebih sehat, aman dan nyaman, serta warga terbiasa merencanakan dan mengawasi bersama."
CARA = "Dikerjakan swakelola oleh Pokja Bahagia dengan tenaga warga, bahan dibeli di toko terdekat dengan nota, diawasi pendamping."
