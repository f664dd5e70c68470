"""Settings that are lists of rows: fixed lines, mandatory items, tax rates, reasons. One list page, one row page."""

from collections.abc import Callable
from dataclasses import dataclass

from django.contrib import messages
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path, reverse

from anggaran.forms_pengaturan import AlasanForm, BarisTetapForm, ItemWajibForm, TarifPajakForm
from anggaran.impor_rencana import ambil_tahun
from anggaran.models import TarifPajak
from anggaran.services.pengaturan import ambil_terbuka
from pokja.isian import kode
from pokja.models import AlasanKembali, Kelompok
from rt.akses import peran_required
from rt.angka import ribuan, volume
from rt.peran import Peran


def ya(nilai):
    return "Ya" if nilai else "Tidak"


def hari(tanggal):
    return f"{tanggal:%d-%m-%Y}" if tanggal else "seterusnya"


@dataclass(frozen=True)
class DaftarAcuan:
    """`kolom` is (heading, value of a row, is number); `daftar(tahun_program, kelompok)` gives the rows."""

    nama: str
    judul: str
    alamat: str  # may hold <int:tahun> and <int:kelompok>
    form: type
    daftar: Callable
    kolom: tuple
    bantuan: str = ""
    induk: Callable = lambda tahun_program, kelompok: None
    jumlah: Callable | None = None  # rows -> text below the table

    def urls(self):
        """Two paths: the list with its form for a new row, and one row."""
        halaman, ubah = (peran_required(Peran.DPMPPA)(view) for view in (self.halaman, self.halaman_ubah))
        return [
            path(self.alamat, halaman, name=self.nama),
            path(f"{self.alamat}<int:pk>/", ubah, name=f"{self.nama}_ubah"),
        ]

    def halaman(self, request, **alamat):
        tahun_program, kelompok = self._induk(alamat)
        form = self.form(request.POST or None, induk=self.induk(tahun_program, kelompok))
        if request.method == "POST" and form.is_valid():
            return self._simpan(request, form, alamat, "Baris ditambahkan.")
        daftar = list(self.daftar(tahun_program, kelompok))
        konteks = self._konteks(tahun_program, kelompok) | {
            "form": form,
            "judul_kolom": [(judul, angka) for judul, _nilai, angka in self.kolom],
            "daftar_baris": [self._sajikan(baris, alamat) for baris in daftar],
            "jumlah": self.jumlah(daftar) if self.jumlah else "",
        }
        return render(request, "anggaran/pengaturan_daftar.html", konteks, status=kode(form))

    def halaman_ubah(self, request, pk, **alamat):
        tahun_program, kelompok = self._induk(alamat)
        baris = get_object_or_404(self.daftar(tahun_program, kelompok), pk=pk)
        form = self.form(request.POST or None, instance=baris, induk=self.induk(tahun_program, kelompok))
        if request.method == "POST" and form.is_valid():
            return self._simpan(request, form, alamat, "Perubahan tersimpan.")
        konteks = self._konteks(tahun_program, kelompok) | {"form": form, "kembali": self._url(alamat)}
        return render(request, "anggaran/pengaturan_form.html", konteks, status=kode(form))

    def _simpan(self, request, form, alamat, pesan):
        with transaction.atomic():
            if "tahun" in alamat:
                ambil_terbuka(alamat["tahun"])
            form.save()
        messages.success(request, pesan)
        return redirect(self._url(alamat))

    def _konteks(self, tahun_program, kelompok):
        judul = f"{self.judul} {kelompok}" if kelompok else self.judul
        return {"tahun_program": tahun_program, "kelompok": kelompok, "judul": judul, "bantuan": self.bantuan}

    def _sajikan(self, baris, alamat):
        return {
            "nama": str(baris),
            "sel": [(judul, nilai(baris), angka) for judul, nilai, angka in self.kolom],
            "url_ubah": reverse(f"anggaran:{self.nama}_ubah", kwargs={**alamat, "pk": baris.pk}),
        }

    def _url(self, alamat):
        return reverse(f"anggaran:{self.nama}", kwargs=alamat)

    @staticmethod
    def _induk(alamat):
        tahun_program = ambil_tahun(alamat["tahun"]) if "tahun" in alamat else None
        if "kelompok" not in alamat:
            return tahun_program, None
        return tahun_program, get_object_or_404(Kelompok, tahun_program=tahun_program, pk=alamat["kelompok"])


def _jumlah_baris_tetap(daftar):
    total = sum((baris.volume * baris.harga_satuan + 500) // 1000 for baris in daftar if baris.aktif)
    return f"Jumlah baris tetap yang dipakai: Rp{ribuan(total)} dari pagu tiap RT."


BARIS_TETAP = DaftarAcuan(
    nama="pengaturan_baris_tetap",
    judul="Baris tetap RAB",
    alamat="pengaturan/<int:tahun>/kelompok/<int:kelompok>/baris-tetap/",
    form=BarisTetapForm,
    daftar=lambda tahun_program, kelompok: kelompok.daftar_baris_tetap.all(),
    induk=lambda tahun_program, kelompok: kelompok,
    kolom=(
        ("Uraian", lambda b: b.uraian, False),
        ("Jenis biaya", lambda b: b.get_jenis_biaya_display(), False),
        ("Banyaknya", lambda b: f"{volume(b.volume)} {b.satuan}", True),
        ("Harga satuan", lambda b: ribuan(b.harga_satuan), True),
        ("Jumlah", lambda b: ribuan((b.volume * b.harga_satuan + 500) // 1000), True),
        ("Dipakai", lambda b: ya(b.aktif), False),
    ),
    bantuan="Baris ini disalin ke setiap RAB yang baru dimulai, harganya terkunci. "
    "Perubahan di sini tidak mengubah RAB yang sudah mulai disusun.",
    jumlah=_jumlah_baris_tetap,
)
ITEM_WAJIB = DaftarAcuan(
    nama="pengaturan_item_wajib",
    judul="Barang wajib",
    alamat="pengaturan/<int:tahun>/barang-wajib/",
    form=ItemWajibForm,
    daftar=lambda tahun_program, kelompok: tahun_program.daftar_item_wajib.all(),
    induk=lambda tahun_program, kelompok: tahun_program,
    kolom=(
        ("Barang", lambda b: b.nama, False),
        ("Keterangan", lambda b: b.keterangan, False),
        ("Boleh dibebaskan", lambda b: ya(b.boleh_bebas), False),
        ("Wajib", lambda b: ya(b.aktif), False),
    ),
    bantuan="Setiap proposal harus memuat barang ini di RAB, atau alasan pembebasannya bila boleh.",
)
TARIF_PAJAK = DaftarAcuan(
    nama="pengaturan_pajak",
    judul="Tarif pajak",
    alamat="pengaturan/tarif-pajak/",
    form=TarifPajakForm,
    daftar=lambda tahun_program, kelompok: TarifPajak.objects.all(),
    kolom=(
        ("Pajak", lambda b: b.nama, False),
        ("Tarif (%)", lambda b: volume(b.per_sepuluh_ribu * 10), True),
        ("Mulai", lambda b: hari(b.mulai), False),
        ("Sampai", lambda b: hari(b.selesai), False),
    ),
    bantuan="Nilai awal, cocokkan dengan kantor pajak. Bila tarif berubah, isi tanggal akhir pada yang lama "
    "lalu tambahkan yang baru.",
)
ALASAN = DaftarAcuan(
    nama="pengaturan_alasan",
    judul="Alasan pengembalian",
    alamat="pengaturan/alasan/",
    form=AlasanForm,
    daftar=lambda tahun_program, kelompok: AlasanKembali.objects.all(),
    kolom=(("Alasan", lambda b: b.teks, False), ("Ada di pilihan", lambda b: ya(b.aktif), False)),
    bantuan="Pilihan bagi kelurahan dan DPMPPA ketika mengembalikan isian ke RT.",
)
SEMUA = (BARIS_TETAP, ITEM_WAJIB, TARIF_PAJAK, ALASAN)
