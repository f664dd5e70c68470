"""manage.py impor_rt BERKAS.xlsx --tahun 2026: the register of RT into a tahun program, all of it or nothing."""

from argparse import ArgumentTypeError
from datetime import date

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from anggaran.acuan import muat_acuan, muat_tahun
from anggaran.forms_pengaturan import tahun_utama
from anggaran.impor import BerkasDitolak, baca_dan_rencanakan, terapkan
from pokja.services import LangkahDitolak
from rt.angka import ribuan, rupiah

PALING_SEDIKIT, PALING_BANYAK = 2015, 2100  # as the database holds it


def _tanggal(teks):
    try:
        return date.fromisoformat(teks)
    except ValueError:
        raise ArgumentTypeError(f"“{teks}” bukan tanggal. Tulis tahun-bulan-hari, misalnya 2025-12-31.") from None


class Command(BaseCommand):
    help = "Memuat register RT (.xlsx) ke satu tahun program. Bila ada satu sel yang salah, tidak ada yang disimpan."

    def add_arguments(self, parser):
        parser.add_argument("berkas", metavar="BERKAS.xlsx")
        parser.add_argument("--tahun", type=int, required=True, help="tahun program, misalnya 2026")
        parser.add_argument("--tanggal-kk", type=_tanggal, help="keadaan KK per tanggal, misalnya 2025-12-31")
        parser.add_argument("--sumber", default="", help="sumber jumlah KK, misalnya 'Pendataan kelurahan'")
        parser.add_argument("--periksa", action="store_true", help="hanya memeriksa, tidak menyimpan")

    @transaction.atomic
    def handle(self, *, berkas, tahun, tanggal_kk, sumber, periksa, **options):
        if not PALING_SEDIKIT <= tahun <= PALING_BANYAK:
            raise CommandError(f"Tahun {tahun} tidak wajar. Isi misalnya --tahun 2026.")
        try:
            # Inside the transaction: a file with errors leaves an empty database as empty as it was.
            muat_acuan()
            if not tahun_utama().filter(tahun=tahun).exists():
                muat_tahun(tahun)
                self.stdout.write(f"Tahun program {tahun} dibuat dengan tingkat bawaan; jadwalnya belum ditetapkan.")
            rencana = baca_dan_rencanakan(berkas, tahun, tanggal_kk, sumber)
            if rencana.daftar_kesalahan:
                self._tulis_kesalahan(rencana)
            self._tulis_ringkasan(rencana)
            if tanggal_kk is None and rencana.hasil.tanggal_kk is None:
                self.stdout.write(
                    "Tanggal KK tidak tertulis di berkas, jadi dipakai hari ini. Ubah dengan --tanggal-kk."
                )
            if periksa:
                transaction.set_rollback(True)
                self.stdout.write("Hanya diperiksa: tidak ada yang disimpan.")
            else:
                terapkan(rencana)
                self.stdout.write(self.style.SUCCESS("Tersimpan."))
        except (BerkasDitolak, LangkahDitolak) as ditolak:
            raise CommandError(f"{ditolak} Tidak ada yang disimpan.") from None

    def _tulis_kesalahan(self, rencana):
        for salah in rencana.daftar_kesalahan:
            tertulis = f" “{salah.nilai}”" if salah.nilai else " (kosong)"
            self.stderr.write(f"{salah.lembar}!{salah.sel}{tertulis}: {salah.pesan}")
        raise CommandError(
            f"{len(rencana.daftar_kesalahan)} sel salah pada {rencana.jumlah_ditolak} baris. "
            "Perbaiki berkasnya, lalu ulangi. Tidak ada yang disimpan."
        )

    def _tulis_ringkasan(self, rencana):
        tulis = self.stdout.write
        tulis(f"Register RT untuk {rencana.tahun_program}")
        tulis(f"KK per {rencana.tanggal_kk:%d-%m-%Y}, sumber: {rencana.sumber}")
        for lembar in rencana.hasil.daftar_lewat:
            tulis(f"Lembar “{lembar}” dilewati: tidak punya kolom register.")
        tulis("")
        for judul, daftar in (
            ("baru", rencana.daftar_baru),
            ("berubah", rencana.daftar_berubah),
            ("tetap", rencana.daftar_tetap),
            ("tidak diterapkan", rencana.daftar_dilewati),
            ("tidak ada di berkas (dibiarkan)", rencana.daftar_tidak_ada),
        ):
            tulis(f"{ribuan(len(daftar)):>8}  {judul}")
        tulis("")
        for rekap in rencana.daftar_rekap:
            tulis(
                f"{rekap.kelompok.tahun_program.tahun} {rekap.kelompok.nama:<12} pagu {rupiah(rekap.pagu):>13}: "
                f"{ribuan(rekap.jumlah_rt):>6} RT {ribuan(rekap.jumlah_kk):>8} KK {rupiah(rekap.total):>18}"
            )
        for dilewati in rencana.daftar_dilewati:
            tulis(f"Tidak diterapkan: {dilewati.nama}, {dilewati.hal}: {dilewati.alasan}")
