"""Surat permohonan pencairan: what the lurah of a kelurahan signed, with a list of the RT and their money."""

from django.utils import timezone

from anggaran.models import Pencairan, Permohonan
from anggaran.services.penetapan import penetapan_berlaku
from laporan.surat.umum import Isi, kop_kelurahan, pejabat, tanggal_panjang, uang
from rt.angka import ribuan
from rt.models import Pejabat
from rt.templatetags.rupiah import tanggal


def halangan(permohonan):
    if permohonan.status == Permohonan.Status.DISIAPKAN:
        return [
            "Permohonan ini belum ditandatangani. Minta lurah atau Plt./Plh. lurah menandatanganinya di halaman "
            "permohonan; sesudah itu suratnya bisa terbit."
        ]
    if permohonan.status == Permohonan.Status.DIBATALKAN:
        return ["Permohonan ini dibatalkan, jadi tidak ada suratnya. Susun permohonan baru dengan nomor baru."]
    if not _daftar_pencairan(permohonan).exists():
        return ["Semua RT dalam permohonan ini dibatalkan, jadi tidak ada yang dimohonkan. Susun permohonan baru."]
    return []


def isi(permohonan):
    daftar = list(
        _daftar_pencairan(permohonan)
        .select_related("usulan__rt__kelurahan", "termin", "rekening")
        .prefetch_related("usulan__daftar_penetapan__sk")
    )
    total = sum(pencairan.nilai_diminta for pencairan in daftar)
    kelurahan, tahun_program = permohonan.kelurahan, permohonan.tahun_program
    hari = _hari_tanda_tangan(permohonan)
    data = {
        "kop": kop_kelurahan(kelurahan),
        "nomor": permohonan.nomor,
        "tanggal": tanggal_panjang(permohonan.tanggal),
        "kelurahan": kelurahan.nama,
        "kecamatan": kelurahan.kecamatan.nama,
        "program": str(tahun_program),
        "tujuan": pejabat(Pejabat.Lembaga.KEUANGAN, hari, latihan=kelurahan.latihan)["jabatan"],
        "dinas": tahun_program.nama_dinas,
        "dasar": _dasar(tahun_program, daftar),
        "banyak_rt": len({pencairan.usulan_id for pencairan in daftar}),
        "jumlah": uang(total),
        "total": ribuan(total),
        "daftar": [
            {
                "rt": pencairan.usulan.rt.nama_pendek,
                "pokja": pencairan.rekening.atas_nama,
                "rekening": f"{pencairan.rekening.bank} {pencairan.rekening.nomor_samar}",
                "termin": _termin(pencairan),
                "nilai": ribuan(pencairan.nilai_diminta),
            }
            for pencairan in daftar
        ],
        "penanda": pejabat(Pejabat.Lembaga.KELURAHAN, hari, kelurahan=kelurahan),
        "di_portal": _di_portal(permohonan),
    }
    return Isi(data, nilai=total, tanggal=permohonan.tanggal, nomor=permohonan.nomor)


def _daftar_pencairan(permohonan):
    """Those that dropped out at the signature, or were cancelled later, are not asked for."""
    return permohonan.daftar_pencairan.exclude(status=Pencairan.Status.BATAL)


def _hari_tanda_tangan(permohonan):
    """Who signs is who was in office when it was signed, which may be days after the date of the letter."""
    pada = permohonan.ditandatangani_pada
    return timezone.localdate(pada) if pada else permohonan.tanggal


def _di_portal(permohonan):
    pada = permohonan.ditandatangani_pada
    kapan = f" pada {tanggal(pada)} WIB" if pada else ""
    return f"Disetujui dalam portal oleh {permohonan.ditandatangani_oleh}{kapan}."


def _termin(pencairan):
    ulang = f", percobaan ke-{pencairan.percobaan}" if pencairan.percobaan > 1 else ""
    return f"{pencairan.termin}{ulang}"


def _dasar(tahun_program, daftar):
    """What the request rests on: the year's regulation, and each decree that approved one of these RT, once."""
    daftar_sk = {}
    for pencairan in daftar:
        penetapan = penetapan_berlaku(pencairan.usulan)
        if penetapan and penetapan.sk:
            daftar_sk[penetapan.sk_id] = penetapan.sk
    kata = [
        f"SK Penetapan nomor {sk.nomor} tanggal {tanggal_panjang(sk.tanggal)}" for _pk, sk in sorted(daftar_sk.items())
    ]
    return [tahun_program.dasar_hukum, *kata] if tahun_program.dasar_hukum else kata
