"""What every page shows around its content: the menu of a Peran, and the demo's banner. No queries."""

from django.conf import settings
from django.urls import reverse

from rt.peran import SISI_RT, Peran

SEMUA = frozenset(Peran)
KANTOR = SEMUA - frozenset(SISI_RT)
MENU = (
    # label              url name                     Peran
    ("Beranda", "beranda", SEMUA),
    ("RT", "laporan:rt_list", KANTOR),
    ("Usulan", "laporan:usulan_list", KANTOR | {Peran.PENDAMPING}),
    ("Sosialisasi", "pokja:sosialisasi", {Peran.DPMPPA}),
    ("Permohonan", "anggaran:permohonan", {Peran.KELURAHAN}),
    ("Proses pencairan", "anggaran:pencairan_proses", {Peran.KEUANGAN}),
    ("Pencairan", "laporan:pencairan_list", KANTOR),
    ("Pergeseran", "anggaran:pergeseran_antrean", {Peran.DPMPPA}),
    ("Buku kas", "laporan:bukukas_list", KANTOR),
    ("LPJ", "laporan:lpj_list", KANTOR | {Peran.PENDAMPING}),
    ("Rekap", "laporan:rekap", KANTOR),
    ("Surat", "laporan:surat_list", KANTOR | {Peran.PENDAMPING}),
    ("Pengaturan", "anggaran:pengaturan", {Peran.DPMPPA}),
    ("Pengguna", "rt:pengguna_list", {Peran.DPMPPA}),
)  # fmt: skip


def kerangka(request):
    pengguna = getattr(request, "user", None)
    menu = []
    # Whoever must choose a new password first has no menu: every link would lead back to that page.
    if pengguna is not None and pengguna.is_authenticated and not pengguna.harus_ganti_sandi:
        menu = [_butir(label, reverse(nama), request.path) for label, nama, peran in MENU if pengguna.peran in peran]
    return {"demo": settings.KAMPUNG_DEMO, "menu": menu}


def _butir(label, url, alamat):
    aktif = alamat == url if url == "/" else alamat.startswith(url)
    return {"label": label, "url": url, "aktif": aktif}
