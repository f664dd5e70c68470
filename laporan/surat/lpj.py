"""The whole LPJ book: from the cover to the proofs, every figure from the services that the pages ask."""

from django.utils import timezone

from anggaran.models import Jenis
from anggaran.models.bukukas import Dana
from anggaran.services.bukukas import realisasi
from anggaran.services.bukukas import uang as uang_usulan
from anggaran.services.pemeriksaan_buku import baris_sah
from laporan.bukti_uang import pisah_dana
from laporan.services import ajukan_lpj
from laporan.surat import bast, bku, lpj_bukti, lpj_rab
from laporan.surat.lampiran import foto_kemajuan
from laporan.surat.umum import Isi, kop_pokja, pejabat, pengurus, tanggal_panjang, uang, wilayah
from pokja.tahapan import Giliran, Tahap
from rt.angka import ribuan, rupiah
from rt.models import Pejabat

LABEL_NILAI = bku.LABEL_NILAI
BERJALAN = (Tahap.PELAKSANAAN, Tahap.SERAH_TERIMA, Tahap.LPJ, Tahap.SELESAI)


def halangan(usulan):
    """No numbered book with figures that do not tie, or that the RT may still change."""
    if usulan.tahap not in (Tahap.LPJ, Tahap.SELESAI) or usulan.giliran == Giliran.RT:
        return ["Buku LPJ diterbitkan sesudah LPJ diajukan. Sebelum itu, isinya dapat dilihat sebagai pratinjau."]
    return ajukan_lpj(usulan)


def halangan_pratinjau(usulan):
    if usulan.tahap not in BERJALAN:
        return ["Buku LPJ dapat dilihat sejak tahap Pelaksanaan. Selesaikan dulu tahap sebelumnya."]
    return bku.halangan(usulan)


def isi(usulan):
    """`nilai` is the programme money spent, gross: what the LPJ accounts for."""
    angka = uang_usulan(usulan)
    lpj = getattr(usulan, "lpj", None)
    diajukan = _hari_diajukan(usulan)
    hari = timezone.localdate(lpj.diterima_pada) if lpj and lpj.diterima_pada else diajukan
    buku = list(usulan.daftar_bukukas.select_related("bukti").order_by("tanggal", "pk"))
    daftar_temuan = list(usulan.daftar_temuan.select_related("dibuat_oleh", "bukti"))
    daftar_versi = lpj_rab.daftar_versi(usulan)
    foto, gambar_foto = foto_kemajuan(usulan)
    bukti, gambar_bukti = lpj_bukti.bukti(buku, daftar_versi, daftar_temuan)
    data = {
        "kop": kop_pokja(usulan),
        "wilayah": wilayah(usulan.rt),
        "program": str(usulan.tahun_program),
        "tahun": str(usulan.tahun_program.tahun),
        "dana": uang(angka.cair),
        "keadaan": _keadaan(lpj, diajukan),
        "pengesahan": _pengesahan(lpj, diajukan),
        **_penanda(usulan, hari or timezone.localdate()),
        "sk": bast.sk_penetapan(usulan),
        "pernyataan": lpj.pernyataan if lpj else "",
        "persamaan": _persamaan(angka),
        "ringkas": _ringkas(angka),
        "swadaya": _swadaya(buku),
        "rab": lpj_rab.rab(usulan, daftar_versi),
        "realisasi": _realisasi(usulan, angka, buku),
        "bku": _bku(usulan),
        "daftar_temuan": [_temuan(temuan) for temuan in daftar_temuan],
        "bast": _bast(usulan),
        "foto": foto,
        "bukti": bukti,
    }
    return Isi(data, nilai=angka.belanja, tanggal=hari, gambar=gambar_foto | gambar_bukti)


def _hari_diajukan(usulan):
    """The WIB day the LPJ was last filed, None before."""
    ajukan = usulan.daftar_riwayat.filter(aksi="ajukan", dari_tahap=Tahap.LPJ).last()
    return timezone.localdate(ajukan.pada) if ajukan else None


def _keadaan(lpj, diajukan):
    if lpj and lpj.diterima_pada:
        return f"Diterima DPMPPA pada {tanggal_panjang(timezone.localdate(lpj.diterima_pada))}"
    return f"Diajukan pada {tanggal_panjang(diajukan)}, dalam pemeriksaan" if diajukan else "Belum diajukan"


def _pengesahan(lpj, diajukan):
    """Nothing is approved before DPMPPA has accepted it: until then the book says only when it was filed."""
    if lpj and lpj.diterima_pada:
        return f"disahkan pada tanggal {tanggal_panjang(timezone.localdate(lpj.diterima_pada))}"
    if diajukan:
        return f"diajukan pada tanggal {tanggal_panjang(diajukan)}; belum disetujui DPMPPA"
    return "belum diajukan dan belum disetujui DPMPPA"


def _penanda(usulan, hari):
    return {
        "ketua": pengurus(usulan, "ketua"),
        "bendahara": pengurus(usulan, "bendahara"),
        "lurah": pejabat(Pejabat.Lembaga.KELURAHAN, hari, kelurahan=usulan.rt.kelurahan),
        "dpmppa": pejabat(Pejabat.Lembaga.DPMPPA, hari, latihan=usulan.latihan),
    }


# --- money --------------------------------------------------------------------------------------------------------------


def _persamaan(angka):
    """The two sides of the LPJ: what came in, and where it went. Swadaya is never in it."""
    masuk = [["Dana program yang cair", angka.cair], ["Bunga bank", angka.bunga]]
    keluar = [
        ["Belanja bersih (nilai nota dikurangi pajak), dengan biaya bank", angka.belanja - angka.pajak],
        ["Pajak yang disetor", angka.pajak_disetor],
        ["Sisa dana yang disetor kembali", angka.kembali],
    ]
    jumlah_masuk, jumlah_keluar = (sum(nilai for _nama, nilai in sisi) for sisi in (masuk, keluar))
    return {
        "masuk": [[nama, rupiah(nilai)] for nama, nilai in masuk],
        "keluar": [[nama, rupiah(nilai)] for nama, nilai in keluar],
        "jumlah_masuk": rupiah(jumlah_masuk),
        "jumlah_keluar": rupiah(jumlah_keluar),
        "selisih": rupiah(jumlah_masuk - jumlah_keluar),
        "sama": jumlah_masuk == jumlah_keluar,
        "rumus_masuk": " + ".join(rupiah(nilai) for _nama, nilai in masuk),
        "rumus_keluar": " + ".join(rupiah(nilai) for _nama, nilai in keluar),
    }


def _ringkas(angka):
    return [
        ["Pagu", rupiah(angka.pagu)],
        ["Dana program dalam RAB yang berlaku", rupiah(angka.rab)],
        ["Dana program yang cair", rupiah(angka.cair)],
        ["Bunga bank", rupiah(angka.bunga)],
        ["Belanja menurut nota, dengan biaya bank", rupiah(angka.belanja)],
        ["di antaranya pajak yang dipotong", rupiah(angka.pajak)],
        ["Pajak yang belum disetor", rupiah(angka.pajak_terbuka)],
        ["Sisa dana yang disetor kembali", rupiah(angka.kembali)],
    ]


def _swadaya(buku):
    """Money of the residents, beside the equation; the gross of each nota."""
    sah = [baris for baris in baris_sah(buku) if baris.dana == Dana.SWADAYA]
    jumlah = {jenis: sum(baris.nilai for baris in sah if baris.jenis == jenis) for jenis in Jenis}
    return [
        ["Swadaya uang yang diterima", rupiah(jumlah[Jenis.TERIMA_SWADAYA])],
        ["Belanja swadaya uang menurut nota", rupiah(jumlah[Jenis.BELANJA])],
    ]


def _realisasi(usulan, angka, buku):
    """Planned, spent and left per line of the RAB in force, each fund by itself."""
    program, swadaya = pisah_dana(realisasi(usulan))
    biaya_bank = sum(baris.nilai for baris in baris_sah(buku) if baris.jenis == Jenis.BIAYA_BANK)
    return {
        "program": _tabel_realisasi(program),
        "swadaya": _tabel_realisasi(swadaya),
        "biaya_bank": ribuan(biaya_bank),
        "belanja": ribuan(angka.belanja),
    }


def _tabel_realisasi(daftar):
    return {
        "kelompok": lpj_rab.per_jenis_biaya(
            daftar,
            lambda hasil: hasil.baris,
            lambda hasil: [
                hasil.baris.uraian,
                ribuan(hasil.baris.jumlah),
                ribuan(hasil.terpakai),
                ribuan(hasil.sisa),
                f"{hasil.persen} %",
                str(hasil.banyak_bukti),
            ],
        ),
        "rencana": ribuan(sum(hasil.baris.jumlah for hasil in daftar)),
        "belanja": ribuan(sum(hasil.terpakai for hasil in daftar)),
        "sisa": ribuan(sum(hasil.sisa for hasil in daftar)),
        "bukti": str(sum(hasil.banyak_bukti for hasil in daftar)),
    }


def _bku(usulan):
    """What the paper of that name says, without its frame."""
    data = bku.isi(usulan).data
    return {nama: data[nama] for nama in ("program_buku", "swadaya_buku")}


# --- what was found, what was handed over -------------------------------------------------------------------------------


def _temuan(temuan):
    """By the office that found it, without names of persons."""
    if temuan.ditutup_pada:
        keadaan = f"Ditutup {tanggal_panjang(timezone.localdate(temuan.ditutup_pada))}"
    else:
        keadaan = "Masih terbuka"
    return {
        "oleh": temuan.dibuat_oleh.get_peran_display(),
        "tanggal": tanggal_panjang(timezone.localdate(temuan.dibuat_pada)),
        "uraian": temuan.uraian,
        "nilai": rupiah(temuan.nilai),
        "diselesaikan": rupiah(temuan.diselesaikan),
        "sisa": rupiah(temuan.sisa),
        "jawaban": temuan.jawaban,
        "keadaan": f"{keadaan}. {temuan.penutup}".strip(),
    }


def _bast(usulan):
    if not hasattr(usulan, "bast"):
        return None
    return {
        "tanggal": tanggal_panjang(usulan.bast.tanggal),
        "tempat": usulan.bast.tempat,
        "penerima": usulan.bast.penerima,
        **bast.hasil_kegiatan(usulan),
    }
