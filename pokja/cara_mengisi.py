"""How to fill in each part, in a few sentences and one good example: shown folded on the part's page.

One place for all twelve stages, by the key of a Bagian (pokja.tahapan). A part of a later app is here too: these are
words, and the one who words them should see them all at once.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class CaraMengisi:
    petunjuk: tuple[str, ...]
    contoh: tuple[tuple[str, str], ...]  # (label, what a good answer looks like)


CARA_MENGISI = {
    "rembuk": CaraMengisi(
        (
            "Isi sesudah rembuk selesai, dengan berita acara yang ditandatangani di tangan Anda.",
            "Jumlah hadir dihitung dari daftar hadir, bukan dikira-kira.",
            "“Siap” berarti warga mau ikut program tahun ini. “Tidak siap” mengakhiri keikutsertaan RT.",
        ),
        (
            ("Tempat", "Rumah Bapak Syahrul, Lorong Mawar"),
            ("Hadir", "18 laki-laki, 21 perempuan"),
            ("Catatan", "Warga sepakat mendahulukan parit sebelum musim hujan."),
        ),
    ),
    "keinginan": CaraMengisi(
        (
            "Satu baris untuk satu keinginan. Nomor 1 adalah yang paling didahulukan warga.",
            "Tulis tempat yang bisa didatangi orang luar: nama lorong dan patokannya.",
            "Swadaya adalah yang disumbang warga: tenaga, uang, atau bahan.",
        ),
        (
            ("Kegiatan", "Perbaikan parit yang tersumbat"),
            ("Lokasi", "Lorong Mawar, dari pos ronda sampai mushala"),
            ("Volume", "120 meter"),
            ("Swadaya", "Gotong royong tiga hari Minggu"),
        ),
    ),
    "berkas_rembuk": CaraMengisi(
        (
            "Foto lembar daftar hadir dari atas, satu lembar satu foto, tanda tangannya terbaca.",
            "Foto suasana memperlihatkan warga yang hadir dan tempatnya.",
            "Kirim satu per satu. Yang sudah terkirim tidak hilang walau sinyal putus.",
        ),
        (("Foto yang baik", "Terang, tegak, seluruh lembar masuk, tidak tertutup jari"),),
    ),
    "anggota": CaraMengisi(
        (
            "Ketua Pokja adalah ketua RT dan tercatat sendiri.",
            "Isi sekretaris, bendahara, wakil perempuan, pemuda, tokoh masyarakat dan tokoh agama.",
            "Nama ditulis sama dengan KTP, karena dipakai di SK.",
        ),
        (("Unsur", "Bendahara"), ("Nama", "Rina Wati"), ("Jenis kelamin", "Perempuan")),
    ),
    "rekening": CaraMengisi(
        (
            "Salin dari buku tabungan Pokja, jangan dari ingatan. Nomornya diketik dua kali.",
            "Nomor yang salah satu angka menahan uang seluruh RT di kelurahan Anda.",
            "Foto halaman depan buku tabungan: nama, nomor dan bank harus terbaca.",
        ),
        (("Nomor rekening", "1234567890"), ("Nama pemilik rekening", "POKJA RT 02 KENALI BESAR")),
    ),
    "potensi": CaraMengisi(
        (
            "Potensi adalah yang sudah dimiliki RT dan bisa dipakai. Masalah adalah yang mengganggu warga.",
            "Isi sedikitnya satu potensi dan satu masalah. Tulis apa adanya, dengan ukuran bila ada.",
        ),
        (
            ("Masalah", "Parit sepanjang 120 meter tersumbat, air masuk ke 15 rumah bila hujan lebat"),
            ("Potensi", "Ada 6 tukang batu di RT ini"),
        ),
    ),
    "swadaya": CaraMengisi(
        (
            "Swadaya di luar pagu. Tidak mengurangi uang dari pemerintah.",
            "Tenaga dihitung dalam HOK: satu orang bekerja satu hari sama dengan 1 HOK.",
            "Nilainya ditulis untuk seluruh baris, dalam rupiah.",
        ),
        (
            ("Uraian", "Gotong royong menggali parit"),
            ("Volume", "20 HOK (10 orang, 2 hari)"),
            ("Nilai", "2.400.000"),
        ),
    ),
    "renja5": CaraMengisi(
        (
            "Catat kegiatan lima tahun ke depan. Yang tahun ini diambil dari daftar ini pada tahap berikutnya.",
            "Tidak harus setiap tahun terisi. Perkiraan biaya boleh kasar.",
        ),
        (
            ("Direncanakan tahun", "2026"),
            ("Kegiatan", "Perbaikan parit Lorong Mawar"),
            ("Perkiraan biaya", "45.000.000"),
        ),
    ),
    "renja1": CaraMengisi(
        (
            "Pilih kegiatan dari Renja 5 tahun, lalu isi volume dan perkiraan biayanya.",
            "Jumlah dari dana program tidak boleh lebih dari pagu. Sisakan untuk baris tetap RAB.",
            "Kegiatan yang dibiayai warga sendiri diberi sumber swadaya.",
        ),
        (("Kegiatan", "Perbaikan parit Lorong Mawar"), ("Volume", "120 meter"), ("Perkiraan biaya", "45.000.000")),
    ),
    "narasi": CaraMengisi(
        ("Dua sampai lima kalimat untuk setiap isian sudah cukup.", "Tulis seperti bercerita kepada tetangga."),
        (
            (
                "Latar belakang",
                "Parit di Lorong Mawar tersumbat sejak 2023. Setiap hujan lebat air masuk ke 15 rumah.",
            ),
            ("Tujuan", "Air hujan mengalir ke sungai dan tidak lagi masuk ke rumah warga."),
        ),
    ),
    "rab": CaraMengisi(
        (
            "Satu baris untuk satu barang atau satu upah. Jumlah = volume × harga satuan, dihitung sendiri.",
            "Koma untuk pecahan, titik untuk ribuan: 2,5 m3 dan 1.250.000.",
            "Baris tetap diisi DPMPPA dan harganya terkunci. Isi baris lain sampai sisa pagu habis atau cukup.",
        ),
        (
            ("Uraian", "Semen 50 kg"),
            ("Volume dan satuan", "40 sak"),
            ("Harga satuan", "65.000"),
            ("Jumlah", "Rp2.600.000"),
        ),
    ),
    "item_wajib": CaraMengisi(
        (
            "Setiap barang wajib dibeli lewat RAB: pilih barangnya pada baris RAB yang membelinya.",
            "Bila RT sudah punya, isi alasan pembebasannya di sini.",
        ),
        (("Alasan dibebaskan", "RT sudah punya 4 CCTV yang berfungsi sejak 2024, di pos ronda dan mushala."),),
    ),
    "berkas_proposal": CaraMengisi(
        (
            "Foto 0 % adalah keadaan sebelum dikerjakan, satu foto untuk setiap tempat.",
            "Ingat tempat berdirinya: foto 50 % dan 100 % diambil dari tempat yang sama.",
        ),
        (("Foto yang baik", "Terlihat parit yang rusak dan satu patokan, misalnya tiang listrik atau pagar"),),
    ),
    "bukukas": CaraMengisi(
        (
            "Catat setiap nota pada hari belanja, dengan foto notanya. Jangan ditumpuk sampai akhir.",
            "Satu nota yang berisi dua baris RAB dicatat dua kali, masing-masing sebesar bagiannya.",
            "Salah catat tidak dihapus: tekan Koreksi, lalu catat yang benar.",
        ),
        (("Uraian", "Semen 50 kg, 40 sak"), ("Nilai nota", "2.600.000"), ("Toko", "TB Sumber Jaya")),
    ),
    "kemajuan": CaraMengisi(
        (
            "Laporkan tiga kali: 0 % saat mulai, 50 % di tengah, 100 % sesudah selesai.",
            "Tulis apa yang sudah jadi, bukan berapa uang yang terpakai.",
        ),
        (
            ("Kemajuan", "50 %"),
            ("Catatan", "60 meter dari 120 meter parit sudah dicor."),
        ),
    ),
    "berkas_kemajuan": CaraMengisi(
        ("Ambil dari tempat dan arah yang sama dengan foto 0 %.", "Kirim satu per satu, sedikitnya satu foto."),
        (("Foto yang baik", "Patokan pada foto 0 % terlihat lagi"),),
    ),
    "bast": CaraMengisi(
        (
            "Penerima adalah orang yang menerima hasil pekerjaan untuk dipakai dan dirawat warga.",
            "Bila tidak ada barang atau bangunan yang tersisa, centang “tidak ada aset”.",
        ),
        (
            ("Penerima", "Syahrul, wakil warga Lorong Mawar"),
            ("Uraian", "Parit beton 120 meter, lebar 40 cm, berfungsi baik."),
        ),
    ),
    "hasil": CaraMengisi(
        (
            "Ukur yang benar-benar jadi. Tulis 0 bila kegiatannya tidak terlaksana.",
            "Bila berbeda dari rencana, tulis sebabnya.",
        ),
        (
            ("Direncanakan", "120 meter"),
            ("Volume terlaksana", "118"),
            ("Keterangan", "2 meter terakhir sudah dibangun pemilik rumah."),
        ),
    ),
    "aset": CaraMengisi(
        (
            "Catat barang yang tetap ada sesudah program selesai, dengan tempat dan penjaganya.",
            "Semen dan pasir yang sudah terpakai bukan aset.",
        ),
        (
            ("Nama", "CCTV 2 kamera"),
            ("Nilai", "4.500.000"),
            ("Tempat", "Pos ronda Lorong Mawar"),
            ("Penanggung jawab", "Rudi Hartono"),
        ),
    ),
    "berkas_bast": CaraMengisi(
        ("Foto hasil yang sudah selesai, dari tempat yang sama dengan foto 0 %.",),
        (("Foto yang baik", "Seluruh hasil terlihat, terang, dengan patokan yang sama"),),
    ),
    "pernyataan": CaraMengisi(
        (
            "Angka LPJ disusun sendiri dari buku kas. Anda hanya memeriksa dan menyatakan kebenarannya.",
            "Bila ada angka yang salah, betulkan di buku kas dulu.",
        ),
        (("Pernyataan", "Seluruh pekerjaan selesai dan uang dipakai sesuai RAB. Notanya disimpan bendahara."),),
    ),
}
