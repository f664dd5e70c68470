"""Playing a role of the practice kelurahan: who plays it, what it may open, and the way back to the own account.

A person signed in with the own account becomes a role; the session then remembers whose it is. A session of a role
without a living account behind it gets nothing.
"""

from django.contrib import messages
from django.contrib.auth import login, logout
from django.shortcuts import redirect, render
from django.utils.crypto import constant_time_compare

from anggaran.services.latihan import daftar_kehidupan
from rt.models import Pengguna
from rt.services.latihan import DAFTAR_PEMERAN

KUNCI = "latihan"
MESIN = "django.contrib.auth.backends.ModelBackend"

# Every page that a role may open. What does not stand here is refused: a new page needs a decision, and
# kampung/tests/test_latihan.py asks for it.
BOLEH = {
    "": "beranda masuk keluar bantuan bantuan_umum bantuan_panduan bantuan_gambar luring luring_pekerja sandi_kirim sehat "
    "latihan latihan_masuk latihan_selesai latihan_tambah latihan_mulai_baru",
    "rt": "rt_detail",
    "pokja": "sosialisasi rembuk keinginan keinginan_ubah keinginan_hapus berkas_rembuk anggota anggota_ubah "
    "anggota_hapus rekening potensi potensi_ubah potensi_hapus swadaya swadaya_ubah swadaya_hapus renja5 renja5_ubah "
    "renja5_hapus ajukan terkirim mundur berkas",
    "anggaran": "renja1 renja1_ubah renja1_hapus rab rab_ubah rab_hapus item_wajib item_wajib_ubah item_wajib_hapus "
    "ajukan narasi berkas_proposal pergeseran_antrean pergeseran pergeseran_detail pergeseran_ajukan pergeseran_batal "
    "pergeseran_putus pergeseran_ubah pergeseran_hapus bukukas bukukas_bekal bukukas_belanja bukukas_tarik_tunai "
    "bukukas_swadaya bukukas_bunga bukukas_biaya_bank bukukas_setor_pajak bukukas_setor_sisa bukukas_koreksi "
    "rekening_periksa rekening_ganti permohonan permohonan_create permohonan_detail permohonan_tandatangani "
    "permohonan_terima permohonan_batal pencairan_proses cairkan gagalkan konfirmasi jelaskan_selisih tahan lepas "
    "sanggah_list sanggah sanggah_ajukan sanggah_bukti sanggah_cabut sanggah_pendapat sanggah_terima sanggah_tolak",
    "laporan": "usulan_detail antrean antrean_bersama periksa buka_kembali ingatkan kemajuan kemajuan_ubah "
    "kemajuan_hapus berkas_kemajuan bast hasil hasil_ubah hasil_hapus aset aset_ubah aset_hapus berkas_bast pernyataan "
    "ajukan lpj_detail temuan_list temuan_create temuan_detail temuan_jawab temuan_tutup surat_usulan daftar_hadir "
    "surat_permohonan surat_list surat_xlsx surat_detail surat_unduh surat_pratinjau surat_terbitkan cek_form cek cari "
    "kalender kendali rt_list rt_xlsx usulan_list usulan_xlsx pencairan_list pencairan_xlsx pencairan_buku bukukas_list "
    "bukukas_xlsx lpj_list lpj_xlsx rekap rekap_xlsx sp2d sp2d_xlsx sp2d_pratinjau sp2d_simpan",
}
NAMA_BOLEH = frozenset(
    f"{ruang}:{nama}" if ruang else nama for ruang, daftar in BOLEH.items() for nama in daftar.split()
)


def boleh_dibuka(pengguna, nama_halaman):
    """May this person open the page at all? Peran and rows are asked elsewhere."""
    return not pengguna.latihan or nama_halaman in NAMA_BOLEH


# --- the session ----------------------------------------------------------------------------------------------------


def orang_asli(request):
    """The person behind this browser: the signed-in one, or whose session the role is played in. None: nobody."""
    if not request.user.latihan:
        return request.user
    isi = request.session.get(KUNCI) or {}
    asli = Pengguna.objects.nyata().filter(pk=isi.get("asli"), is_active=True, harus_ganti_sandi=False).first()
    # Another password, or the account closed, ends the sessions of its person: this one too.
    if asli and constant_time_compare(isi.get("sidik", ""), asli.get_session_auth_hash()):
        return asli
    return None


def masuk_sebagai(request, pemeran, nomor):
    """Become a role. Django ends the old session and begins another under a new key."""
    asli = request.orang_asli
    isi = {"asli": asli.pk, "sidik": asli.get_session_auth_hash(), "nomor": nomor}
    login(request, pemeran, backend=MESIN)
    request.session[KUNCI] = isi


def kembali_asli(request):
    """Back to the own account, in a session of its own."""
    asli = request.orang_asli
    if request.user != asli:
        login(request, asli, backend=MESIN)


class LatihanMiddleware:
    """Who plays a role, and which pages a role has. Stands behind sessions and messages."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if not request.user.is_authenticated:
            return self.get_response(request)
        request.orang_asli = orang_asli(request)
        if request.orang_asli is None:
            logout(request)
            messages.info(request, "Latihan sudah berakhir. Masuk lagi dengan akun Anda sendiri.")
            return redirect("masuk")
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        pengguna = request.user
        if pengguna.is_authenticated and not boleh_dibuka(pengguna, request.resolver_match.view_name):
            return render(request, "latihan/tertutup.html", status=403)
        return None


# --- the bar on every page ------------------------------------------------------------------------------------------


def bilah(request):
    """What the bar says: as whom one plays, whose turn it is, and the other roles. None for a person's own account."""
    asli = getattr(request, "orang_asli", None)
    if asli is None or not request.user.latihan:
        return None
    nomor = request.session[KUNCI]["nomor"]
    hidup = next(iter(daftar_kehidupan(nomor)), None)
    giliran = hidup.pemeran if hidup else None
    return {
        "nama": request.user.nama,
        "asli": asli.nama_tampil,
        "nomor": nomor,
        "hidup": hidup,
        "giliran": giliran,
        "giliran_sendiri": giliran is not None and giliran.username(nomor) == request.user.username,
        "daftar_lain": [p for p in DAFTAR_PEMERAN if p != giliran and p.username(nomor) != request.user.username],
    }
