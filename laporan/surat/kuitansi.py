"""Kuitansi of one transfer that was paid: what arrived, or as long as the RT has not confirmed it, what was released."""

from anggaran.models import Pencairan
from anggaran.services.penetapan import penetapan_berlaku
from laporan.surat.pernyataan import METERAI
from laporan.surat.umum import Isi, kop_pokja, pejabat, pengurus, tanggal_panjang, uang, wilayah
from rt.angka import rupiah, terbilang
from rt.models import Pejabat

Status = Pencairan.Status
# A receipt for more than this carries a meterai.
BATAS_METERAI = 5_000_000
TANPA_UANG = {
    Status.GAGAL: "Transfer ini gagal, jadi tidak ada uang yang diterima. Terbitkan kuitansi dari transfer penggantinya.",
    Status.BATAL: "Pencairan ini dibatalkan, jadi tidak ada uang yang diterima. Tunggu permohonan berikutnya.",
}


def halangan(pencairan):
    if pencairan.status != Status.CAIR:
        belum = "Uang termin ini belum cair. Kuitansinya bisa terbit sesudah Keuangan mencatat nomor SP2D."
        return [TANPA_UANG.get(pencairan.status, belum)]
    if pencairan.diterima == 0:
        return ["RT mengonfirmasi uangnya belum masuk sama sekali. Minta Keuangan menelusuri transfernya dulu."]
    return []


def isi(pencairan):
    usulan = pencairan.usulan
    nilai = pencairan.nilai if pencairan.diterima is None else pencairan.diterima
    hari = pencairan.diterima_tanggal or pencairan.sp2d_tanggal
    tempat = wilayah(usulan.rt)
    data = {
        "kop": kop_pokja(usulan),
        "dari": f"Pemerintah Kota Jambi melalui {usulan.tahun_program.nama_dinas}",
        "angka": f"{rupiah(nilai)},00",
        "terbilang": f"{terbilang(nilai)} rupiah",
        "untuk": (
            f"Dana Program {usulan.tahun_program}, {pencairan.termin}, untuk Pokja {tempat['lengkap']}"
            f"{_menurut(usulan)}."
        ),
        "sp2d": f"Nomor {pencairan.sp2d_nomor}, tanggal {tanggal_panjang(pencairan.sp2d_tanggal)}",
        "permohonan": f"Nomor {pencairan.permohonan.nomor}, tanggal {tanggal_panjang(pencairan.permohonan.tanggal)}",
        "rekening": (
            f"{pencairan.rekening.bank} {pencairan.rekening.nomor_samar} atas nama {pencairan.rekening.atas_nama}"
        ),
        "keterangan": _keterangan(pencairan),
        "tanggal": tanggal_panjang(hari),
        "meterai": METERAI if nilai > BATAS_METERAI else "",
        "bendahara": pengurus(usulan, "bendahara"),
        "ketua": pengurus(usulan, "ketua"),
        "lurah": pejabat(Pejabat.Lembaga.KELURAHAN, hari, kelurahan=usulan.rt.kelurahan),
    }
    return Isi(data, nilai=nilai, tanggal=hari)


def _menurut(usulan):
    penetapan = penetapan_berlaku(usulan)
    return f", menurut SK Penetapan nomor {penetapan.sk.nomor}" if penetapan and penetapan.sk else ""


def _keterangan(pencairan):
    """Which amount this is: the paper must not leave it to be guessed."""
    if pencairan.dikoreksi:
        return _keterangan_koreksi(pencairan)
    if pencairan.diterima is None:
        return "Jumlah di atas adalah yang dicairkan menurut SP2D; RT belum mengonfirmasi uang yang masuk ke rekening."
    if not pencairan.selisih:
        return f"{_masuk(pencairan)}, sama dengan nilai SP2D."
    return f"{_masuk(pencairan)}{_beda(pencairan)} nilai SP2D {uang(pencairan.nilai)}.{_penjelasan(pencairan)}"


def _keterangan_koreksi(pencairan):
    """The SP2D and the permohonan have another amount than was released: name both, and why."""
    if pencairan.diterima is None:
        kata = "Jumlah di atas adalah yang dicairkan; RT belum mengonfirmasi uang yang masuk ke rekening"
    else:
        kata = _masuk(pencairan) + (f"{_beda(pencairan)} yang dicairkan" if pencairan.selisih else "")
    return (
        f"{kata}. Yang dimohonkan {uang(pencairan.nilai_diminta)}; yang dicairkan sesudah dikoreksi Keuangan "
        f"{uang(pencairan.nilai)}.{_penjelasan(pencairan)}"
    )


def _masuk(pencairan):
    return f"Jumlah di atas adalah yang masuk ke rekening Pokja pada {tanggal_panjang(pencairan.diterima_tanggal)}"


def _beda(pencairan):
    return f", {'kurang' if pencairan.selisih > 0 else 'lebih'} {rupiah(abs(pencairan.selisih))} dari"


def _penjelasan(pencairan):
    return f" Penjelasan: {pencairan.penjelasan_selisih}" if pencairan.penjelasan_selisih else " Belum dijelaskan."
