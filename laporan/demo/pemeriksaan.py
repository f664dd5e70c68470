"""The demo's own audit: set-based questions to the database, each of which must find nothing."""

from django.db import connection

from rt.angka import ribuan


class DataTidakSeimbang(Exception):
    """The generated year breaks a rule; nothing is kept."""


# sah: rows that count, neither cancelled nor a cancellation. gerak: what each row does to a place.
DASAR = """
WITH sah AS (
    SELECT b.* FROM anggaran_bukukas b WHERE b.membatalkan_id IS NULL
    AND NOT EXISTS (SELECT 1 FROM anggaran_bukukas k WHERE k.membatalkan_id = b.id)
), buku AS (
    SELECT usulan_id, SUM(pajak) AS pajak,
        SUM(CASE WHEN jenis = 'bunga' THEN nilai ELSE 0 END) AS bunga,
        SUM(CASE WHEN jenis IN ('belanja', 'biaya_bank') THEN nilai ELSE 0 END) AS belanja,
        SUM(CASE WHEN jenis = 'setor_pajak' THEN nilai ELSE 0 END) AS disetor,
        SUM(CASE WHEN jenis = 'setor_sisa' THEN nilai ELSE 0 END) AS kembali
    FROM sah WHERE dana = 'program' GROUP BY usulan_id
), cair AS (
    SELECT usulan_id, SUM(nilai) AS cair FROM anggaran_pencairan WHERE status = 'cair' GROUP BY usulan_id
), rab AS (
    SELECT v.usulan_id, SUM(b.jumlah) AS total FROM anggaran_versirab v
    JOIN anggaran_barisrab b ON b.versi_rab_id = v.id WHERE v.status = 'berlaku' AND b.sumber = 'program'
    GROUP BY v.usulan_id
), gerak AS (
    SELECT usulan_id, dana, tempat, tanggal, id,
        (CASE WHEN jenis IN ('terima_program', 'terima_swadaya', 'bunga') THEN 1 ELSE -1 END)
        * (CASE WHEN membatalkan_id IS NULL THEN 1 ELSE -1 END) * (nilai - pajak) AS gerak FROM anggaran_bukukas
    UNION ALL
    SELECT usulan_id, dana, 'kas', tanggal, id, CASE WHEN membatalkan_id IS NULL THEN nilai ELSE -nilai END
    FROM anggaran_bukukas WHERE jenis = 'tarik_tunai'
)
SELECT COUNT(*) FROM ("""

PERTANYAAN = {
    "LPJ yang diterima tidak sama dengan buku kas": """
        SELECT 1 FROM laporan_lpj l LEFT JOIN buku b ON b.usulan_id = l.usulan_id
        LEFT JOIN cair c ON c.usulan_id = l.usulan_id WHERE l.diterima_pada IS NOT NULL AND (b.usulan_id IS NULL
        OR c.usulan_id IS NULL OR l.cair <> c.cair OR l.bunga <> b.bunga OR l.belanja <> b.belanja
        OR l.pajak <> b.pajak OR l.kembali <> b.kembali)""",
    "usulan selesai yang tidak seimbang": """
        SELECT 1 FROM pokja_usulan u JOIN pokja_tahunprogram t ON t.id = u.tahun_program_id
        LEFT JOIN buku b ON b.usulan_id = u.id LEFT JOIN cair c ON c.usulan_id = u.id
        WHERE u.tahap = 'selesai' AND NOT t.ditutup AND (b.usulan_id IS NULL OR c.usulan_id IS NULL
        OR c.cair + b.bunga <> b.belanja + b.kembali OR b.pajak <> b.disetor)""",
    "saldo di bawah nol": """
        SELECT 1 FROM (SELECT SUM(gerak) OVER (PARTITION BY usulan_id, dana, tempat ORDER BY tanggal, id) AS saldo
        FROM gerak) s WHERE s.saldo < 0""",
    "uang cair melebihi penetapan": """
        SELECT 1 FROM cair c WHERE c.cair > COALESCE((SELECT SUM(p.nilai) FROM anggaran_penetapan p
        WHERE p.usulan_id = c.usulan_id AND p.disetujui AND p.dibatalkan_pada IS NULL), 0)""",
    "RAB melebihi pagu": """
        SELECT 1 FROM rab r JOIN anggaran_alokasi a ON a.usulan_id = r.usulan_id WHERE r.total > a.pagu""",
    "belanja melebihi baris RAB": """
        SELECT 1 FROM (SELECT baris_rab_id, SUM(nilai) AS nilai FROM sah WHERE jenis = 'belanja' GROUP BY baris_rab_id) s
        JOIN anggaran_barisrab b ON b.id = s.baris_rab_id WHERE s.nilai > b.jumlah""",
    "uang diterima yang tidak tercatat di buku kas": """
        SELECT 1 FROM anggaran_pencairan p WHERE p.status = 'cair' AND p.diterima = p.nilai
        AND NOT EXISTS (SELECT 1 FROM anggaran_bukukas b WHERE b.pencairan_id = p.id AND b.jenis = 'terima_program'
        AND b.nilai = p.nilai)""",
    "riwayat yang tidak sampai ke keadaan usulan": """
        SELECT 1 FROM pokja_usulan u JOIN pokja_tahunprogram t ON t.id = u.tahun_program_id WHERE NOT t.ditutup
        AND (u.versi <> (SELECT COUNT(*) FROM pokja_riwayat r WHERE r.usulan_id = u.id)
        OR (u.versi > 0 AND NOT EXISTS (SELECT 1 FROM pokja_riwayat r WHERE r.id =
        (SELECT MAX(x.id) FROM pokja_riwayat x WHERE x.usulan_id = u.id)
        AND r.ke_tahap = u.tahap AND r.ke_giliran = u.giliran AND r.pada = u.giliran_sejak)))""",
    "riwayat yang tidak urut": """
        SELECT 1 FROM (SELECT pada, dari_tahap, dari_giliran, LAG(pada) OVER w AS sebelum, LAG(ke_tahap) OVER w AS asal,
        LAG(ke_giliran) OVER w AS giliran FROM pokja_riwayat WINDOW w AS (PARTITION BY usulan_id ORDER BY id)) r
        WHERE r.pada <= r.sebelum OR r.asal <> r.dari_tahap OR r.giliran <> r.dari_giliran""",
}


def pelanggaran():
    """{question: number of rows that break it}, only those above zero."""
    hasil = {}
    with connection.cursor() as cursor:
        for nama, pertanyaan in PERTANYAAN.items():
            cursor.execute(DASAR + pertanyaan + ") hasil")
            jumlah = cursor.fetchone()[0]
            if jumlah:
                hasil[nama] = jumlah
    return hasil


def periksa():
    """Raise DataTidakSeimbang if any rule is broken."""
    if salah := pelanggaran():
        raise DataTidakSeimbang("; ".join(f"{nama}: {ribuan(jumlah)}" for nama, jumlah in salah.items()))
