"""One RT whose LPJ holds every kind of money, walked there through the pages: 40 receipts, two kinds of tax, a shift,

a failed transfer and its repetition, two corrections, swadaya, money paid back and a finding.
"""

from django.urls import reverse

from anggaran.models import TarifPajak
from anggaran.services.bukukas import uang
from kampung.testing import foto, make_pengguna, make_rt, make_usulan, pdf
from kampung.tests import test_perjalanan as awal
from rt.models import Jabatan, Kelurahan, Peran

PAGU = 50_000_000
TAK_TERPAKAI = 23_457
BUNGA, BIAYA = 1_250, 10_000
KEMBALI = TAK_TERPAKAI + BUNGA - BIAYA
SWADAYA = 1_000_000

# uraian: (jenis biaya, volume, satuan, price, sumber). The last of programme money takes what is left of the pagu.
RAB = {
    "CCTV": ("alat", "1", "unit", 2_500_000, "program"),
    "Semen": ("bahan", "100,5", "sak", 65_000, "program"),
    "Pasir": ("bahan", "2,5", "m3", 212_345, "program"),
    "Batu": ("bahan", "20", "m3", 300_000, "program"),
    "Upah tukang": ("upah", "60", "HOK", 150_000, "program"),
    "Papan dan paku": ("bahan", "1", "paket", None, "program"),
    "Konsumsi": ("bahan", "1", "paket", SWADAYA, "swadaya_uang"),
    "Gotong royong": ("upah", "20", "HOK", 100_000, "swadaya_tenaga"),
}
# Receipts per line; each fixed line of the Kelompok has one. With the five of those: 40.
NOTA = {"CCTV": 1, "Semen": 10, "Pasir": 1, "Batu": 9, "Upah tukang": 8, "Papan dan paku": 4, "Konsumsi": 2}
PAJAK = {"Semen": ("PPh 22 pembelian barang", 3), "Upah tukang": ("PPh 21 upah dan honor", 2)}
TUNAI = ("Upah tukang", "Konsumsi")


class KisahUang(awal.Kisah):
    """The people at their browsers, with what they do to the money."""

    def buku(self, jenis, /, **isian):
        self.isi("bendahara", f"anggaran:bukukas_{jenis}", **{"tanggal": "2026-11-20"} | isian)
        return self.usulan.daftar_bukukas.order_by("-pk").first()

    def koreksi(self, baris, alasan):
        alamat = reverse("anggaran:bukukas_koreksi", args=[self.usulan.pk, baris.pk])
        self["bendahara"].buka(alamat).kirim(alasan=alasan)

    def tekan(self, siapa, alamat, aksi, **isian):
        """Open a page and press the button whose form goes to `aksi`."""
        halaman = self[siapa].buka(alamat)
        return halaman.kirim(_form=next(f for f in halaman.halaman.forms if f.action == aksi), **isian)

    def baris_rab(self, uraian):
        return self.usulan.daftar_versi_rab.get(status="berlaku").daftar_baris.get(uraian=uraian)


def jalani(login, orang):
    """The whole walk; returns its people and the Usulan, Selesai."""
    kisah = KisahUang(login, orang)
    awal.daftarkan(kisah)
    # Of the same tier and fixed in the same moment: what a changed pagu is seen by.
    make_usulan(
        make_rt(Kelurahan.objects.get(nama="Kenali Besar"), nomor=9, kk=40), kisah.usulan.kelompok, sementara=True
    )
    for langkah in (awal.sosialisasi_dan_rembuk, awal.pokja_dan_rekening, awal.rencana, proposal, pencairan):
        langkah(kisah)
    buku_kas(kisah)
    selesaikan(kisah)
    return kisah


def orang_kota():
    """As the fixture `orang` of test_perjalanan, without a fixture."""
    kenali_besar = Kelurahan.objects.get(nama="Kenali Besar")
    return {
        "dpmppa": make_pengguna(Peran.DPMPPA, "dpmppa"),
        "keuangan": make_pengguna(Peran.KEUANGAN, "keuangan"),
        "inspektorat": make_pengguna(Peran.INSPEKTORAT, "inspektorat"),
        "petugas": make_pengguna(Peran.KELURAHAN, "petugas", kelurahan=kenali_besar, jabatan=Jabatan.PETUGAS),
        "lurah": make_pengguna(Peran.KELURAHAN, "lurah", kelurahan=kenali_besar, jabatan=Jabatan.LURAH),
    }


def proposal(kisah):
    kisah.isi(
        "ketua", "anggaran:narasi", latar_belakang="Parit meluap.", tujuan="Lorong bebas banjir.",
        penerima_manfaat="180", cara_pelaksanaan="Swakelola Pokja.",
    )  # fmt: skip
    cctv, gerobak = kisah.usulan.tahun_program.daftar_item_wajib.order_by("nama")
    kegiatan = str(kisah.usulan.daftar_renja1.get().pk)
    for uraian, (jenis_biaya, volume, satuan, harga, sumber) in RAB.items():
        kisah.isi(
            "bendahara", "anggaran:rab", kegiatan=kegiatan, uraian=uraian, jenis_biaya=jenis_biaya, volume=volume,
            satuan=satuan, harga_satuan=str(harga or PAGU - uang(kisah.usulan).rab), sumber=sumber,
            item_wajib=str(cctv.pk) if uraian == "CCTV" else "",
        )  # fmt: skip
    kisah.isi("bendahara", "anggaran:item_wajib", item_wajib=str(gerobak.pk), alasan="RT dekat TPS 3R")
    kisah.unggah("bendahara", "anggaran:berkas_proposal", "foto_0", foto())
    kisah.ajukan("anggaran:ajukan")
    kisah.periksa("petugas", "terima")
    kisah.periksa("dpmppa", "terima", sk_nomor="SK/77/2026", sk_tanggal="2026-11-18")
    assert kisah.keadaan() == ("pencairan", "kelurahan")
    assert uang(kisah.usulan).rab == PAGU
    # 2,5 m3 at Rp212.345 is half a rupiah over: it goes up.
    assert kisah.baris_rab("Pasir").jumlah == 530_863


def mohonkan(kisah, nomor):
    kisah["petugas"].buka(reverse("anggaran:permohonan_create")).kirim(
        nomor=nomor, tanggal="2026-11-18", pilih=[str(kisah.usulan.pk)]
    )
    permohonan = kisah.usulan.daftar_pencairan.order_by("-pk").first().permohonan
    kisah.tekan(
        "lurah",
        reverse("anggaran:permohonan_detail", args=[permohonan.pk]),
        reverse("anggaran:permohonan_tandatangani", args=[permohonan.pk]),
    )
    assert kisah.keadaan() == ("pencairan", "keuangan")


def pencairan(kisah):
    """The bank sends the first transfer back; the second arrives."""
    mohonkan(kisah, "900/1/KB/2026")
    kisah.isi("keuangan", "anggaran:gagalkan", alasan="Nama pemilik rekening berbeda")
    assert kisah.keadaan() == ("pencairan", "kelurahan")
    mohonkan(kisah, "900/2/KB/2026")
    kisah.isi("keuangan", "anggaran:cairkan", sp2d_nomor="SP2D/9/2026", sp2d_tanggal="2026-11-19", nilai="50.000.000")
    kisah.isi("ketua", "anggaran:konfirmasi", diterima="50.000.000", tanggal="2026-11-19")
    assert kisah.keadaan() == ("pelaksanaan", "rt")
    assert sorted(kisah.usulan.daftar_pencairan.values_list("status", flat=True)) == ["cair", "gagal"]


def belanja(kisah, uraian, banyak=1, sisakan=0):
    """`banyak` receipts that use up a line, but for `sisakan`."""
    baris = kisah.baris_rab(uraian)
    tarif, bertarif = PAJAK.get(uraian, ("", 0))
    satu, lebih = divmod(baris.jumlah - sisakan, banyak)
    halaman = kisah["bendahara"].buka(kisah.alamat("anggaran:bukukas_belanja"))
    # One form for all: without its token each send is another row. Nobody waits for the book after each.
    isian = dict(halaman.formulir("foto", "nilai").form_values()) | {"token": "", "tanggal": "2026-11-20", "pajak": ""}
    isian |= {
        "baris_rab": str(baris.pk),
        "toko": f"Toko {uraian}"[:100],
        "tempat": "kas" if uraian in TUNAI else "bank",
    }
    for urut in range(banyak):
        isian |= {
            "foto": foto(),
            "uraian": f"{uraian[:50]} {urut + 1}",
            "nilai": str(satu + (lebih if urut == 0 else 0)),
            "nomor_bukti": f"N-{baris.pk}-{urut + 1}",
            "tarif": str(TarifPajak.objects.get(nama=tarif).pk) if urut < bertarif else "",
        }
        assert halaman.client.post(halaman.url, isian).status_code == 302


def buku_kas(kisah):
    for baris in kisah.usulan.daftar_versi_rab.get().daftar_baris.filter(tetap__isnull=False):
        belanja(kisah, baris.uraian)
    belanja(kisah, "Semen", NOTA["Semen"])
    geser(kisah)
    kisah.buku("tarik_tunai", nilai=str(kisah.baris_rab("Upah tukang").jumlah), dana="program")
    kisah.buku("swadaya", nilai=str(SWADAYA), uraian="Iuran warga")
    kisah.koreksi(kisah.buku("bunga", nilai="12.500"), "Seharusnya Rp1.250")
    kisah.buku("bunga", nilai=str(BUNGA))
    kisah.buku("biaya_bank", nilai=str(BIAYA))
    salah = kisah.buku(
        "belanja", foto=foto(), baris_rab=str(kisah.baris_rab("Papan dan paku").pk), uraian="Papan salah ketik",
        toko="Toko Kayu", nilai="999.999", nomor_bukti="K-1", tempat="bank", pajak="",
        tarif=str(TarifPajak.objects.get(nama="PPh 22 pembelian barang").pk),
    )  # fmt: skip
    kisah.koreksi(salah, "Nilainya salah ketik")
    for uraian in NOTA:
        if uraian != "Semen":
            belanja(kisah, uraian, NOTA[uraian], TAK_TERPAKAI if uraian == "Batu" else 0)
    for baris in kisah.usulan.daftar_bukukas.sah().filter(pajak__gt=0):
        kisah.buku(
            "setor_pajak", belanja=str(baris.pk), nilai="", nomor_bukti=f"NTPN{baris.pk:04d}", foto=pdf(), tempat=baris.tempat
        )  # fmt: skip
    kisah.buku("setor_sisa", nilai=str(KEMBALI), nomor_bukti="STS/5/2026", tempat="bank", foto=pdf())
    assert kisah.usulan.daftar_bukukas.sah().filter(jenis="belanja").count() == 40


def geser(kisah):
    """Rp600.000 from stone to wages, within the year's limit: in force at once, beside the old plan."""
    kisah.isi("ketua", "anggaran:pergeseran", alasan="Batu kurang, tukang tambah", foto=pdf())
    baru = kisah.usulan.daftar_versi_rab.get(nomor=2)
    for uraian, volume in (("Batu", "18"), ("Upah tukang", "64")):
        baris = baru.daftar_baris.get(uraian=uraian)
        kisah["ketua"].buka(reverse("anggaran:pergeseran_ubah", args=[kisah.usulan.pk, baru.pk, baris.pk])).kirim(
            volume=volume
        )
    alamat = [kisah.usulan.pk, baru.pk]
    kisah.tekan(
        "ketua", reverse("anggaran:pergeseran_detail", args=alamat), reverse("anggaran:pergeseran_ajukan", args=alamat)
    )
    baru.refresh_from_db()
    assert baru.status == "berlaku"


def selesaikan(kisah):
    """Handover, LPJ, and a finding that holds it up until it is answered and closed."""
    kisah.isi("ketua", "laporan:kemajuan", persen="100", tanggal="2026-11-20", catatan="Selesai")
    kisah.unggah("ketua", "laporan:berkas_kemajuan", "foto_100", foto())
    kisah.ajukan("laporan:ajukan")
    kisah.isi(
        "ketua", "laporan:bast", tanggal="2026-11-20", tempat="Balai RT", penerima="Hasan", uraian="Parit 120 meter"
    )
    kegiatan = str(kisah.usulan.daftar_renja1.get().pk)
    kisah.isi("ketua", "laporan:hasil", kegiatan=kegiatan, volume="118,5", keterangan="Terhalang tiang listrik")
    kisah.isi(
        "ketua", "laporan:aset", nama="Parit beton", banyak="1", satuan="unit", nilai="20.000.000", tempat="Lorong Mawar",
        penjaga="Hasan", kondisi="baik",
    )  # fmt: skip
    kisah.ajukan("laporan:ajukan")
    kisah.periksa("petugas", "terima")
    kisah.isi("ketua", "laporan:pernyataan", pernyataan="Semua dana dipakai sesuai RAB.", setuju="on")
    kisah.ajukan("laporan:ajukan")
    kisah.periksa("petugas", "teruskan")
    kisah.isi("inspektorat", "laporan:temuan_create", uraian="Nota Batu 3 kurang jelas", nilai="100.000")
    temuan = reverse("laporan:temuan_detail", args=[kisah.usulan.pk, kisah.usulan.daftar_temuan.get().pk])
    assert "Temuan masih terbuka" in kisah["dpmppa"].buka(kisah.alamat("laporan:periksa")).teks()
    kisah["ketua"].buka(temuan).kirim(jawaban="Foto baru terlampir.", berkas=foto())
    kisah["inspektorat"].buka(temuan).kirim(diselesaikan="100.000", penutup="Bukti cukup", tutup="on")
    kisah.periksa("dpmppa", "terima")
    assert kisah.keadaan() == ("selesai", "tutup")
