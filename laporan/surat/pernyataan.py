"""What the Pokja signs for before its money comes: the pakta integritas, and the ketua's SPTJM."""

from django.utils import timezone

from anggaran.services.penetapan import penetapan_berlaku
from anggaran.services.rekening import rekening_dari
from laporan.surat.umum import Isi, kop_pokja, pejabat, pengurus, tanggal_panjang, uang, wilayah
from pokja.models.tim import Unsur
from rt.models import Pejabat

PENGURUS = (Unsur.KETUA, Unsur.SEKRETARIS, Unsur.BENDAHARA)
METERAI = "Rp10.000"


def _pengurus_kosong(usulan, daftar_unsur):
    ada = {anggota.unsur for anggota in usulan.daftar_anggota.all()}
    kosong = [unsur.value for unsur in daftar_unsur if unsur not in ada]
    if not kosong:
        return []
    return [f"Nama {', '.join(kosong)} Pokja belum diisi. Isi dulu pada tahap Pokja dan rekening."]


def _sk_pokja(usulan):
    pokja = getattr(usulan, "pokja", None)
    return f"SK Pokja nomor {pokja.sk_nomor} tanggal {tanggal_panjang(pokja.sk_tanggal)}" if pokja else ""


def _umum(usulan):
    return {
        "kop": kop_pokja(usulan),
        "wilayah": wilayah(usulan.rt),
        "program": str(usulan.tahun_program),
        "sk_pokja": _sk_pokja(usulan),
        "meterai": METERAI,
        "mengetahui": pejabat(Pejabat.Lembaga.KELURAHAN, timezone.localdate(), kelurahan=usulan.rt.kelurahan),
    }


# --- pakta integritas -----------------------------------------------------------------------------------------------


def halangan_pakta(usulan):
    return _pengurus_kosong(usulan, PENGURUS)


def isi_pakta(usulan):
    return Isi(_umum(usulan) | {"penanda": [pengurus(usulan, unsur) for unsur in PENGURUS]})


# --- surat pernyataan tanggung jawab mutlak -------------------------------------------------------------------------


def halangan_sptjm(usulan):
    halangan = _pengurus_kosong(usulan, PENGURUS[:1])
    penetapan = penetapan_berlaku(usulan)
    if penetapan is None:
        halangan.append("Penetapan DPMPPA belum ada, jadi nilainya belum pasti. Tunggu SK penetapannya.")
    elif not penetapan.disetujui:
        halangan.append("Proposal usulan ini ditolak DPMPPA, jadi tidak ada dana yang dipertanggungjawabkan.")
    return halangan


def isi_sptjm(usulan):
    penetapan, rekening = penetapan_berlaku(usulan), rekening_dari(usulan)
    data = _umum(usulan) | {
        "penanda": [pengurus(usulan, Unsur.KETUA)],
        "jumlah": uang(penetapan.nilai),
        "sk_penetapan": f"SK nomor {penetapan.sk.nomor} tanggal {tanggal_panjang(penetapan.sk.tanggal)}",
        "rekening": f"{rekening.bank} {rekening.nomor_samar} atas nama {rekening.atas_nama}" if rekening else "",
    }
    return Isi(data, nilai=penetapan.nilai)
