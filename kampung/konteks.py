"""What every page shows around its content: the menu of a Peran, the demo's banner, the bar of the practice.

No queries, but for the bar: a role of the practice sees whose turn it is.
"""

from django.conf import settings
from django.urls import reverse

from kampung.latihan import bilah, boleh_dibuka
from kampung.panduan import SLUG, UMUM, bab
from rt.peran import SISI_RT, Peran

SEMUA = frozenset(Peran)
KANTOR = SEMUA - frozenset(SISI_RT)
SEBARIS = 10  # entries that fit in one line at 1024 px, beside Bantuan
MENU = (  # what is used most stands first: the rest is folded, see _lipat
    # label              url name                     Peran
    ("Beranda", "beranda", SEMUA),
    ("Antrean", "laporan:antrean", {Peran.KELURAHAN, Peran.DPMPPA, Peran.KEUANGAN}),
    ("Kendali", "laporan:kendali", {Peran.DPMPPA, Peran.KECAMATAN, Peran.KEUANGAN, Peran.INSPEKTORAT}),
    ("Usulan", "laporan:usulan_list", KANTOR | {Peran.PENDAMPING}),
    ("Permohonan", "anggaran:permohonan", {Peran.KELURAHAN}),
    ("Proses pencairan", "anggaran:pencairan_proses", {Peran.KEUANGAN}),
    ("Pencairan", "laporan:pencairan_list", KANTOR),
    ("LPJ", "laporan:lpj_list", KANTOR | {Peran.PENDAMPING}),
    ("Kalender", "laporan:kalender", SEMUA),
    ("Rekap", "laporan:rekap", KANTOR),
    ("RT", "laporan:rt_list", KANTOR),
    ("Buku kas", "laporan:bukukas_list", KANTOR),
    ("Surat", "laporan:surat_list", KANTOR | {Peran.PENDAMPING}),
    ("Sanggah", "anggaran:sanggah_list", {Peran.KELURAHAN, Peran.KECAMATAN, Peran.DPMPPA, Peran.INSPEKTORAT}),
    ("Temuan", "laporan:temuan_list", {Peran.KELURAHAN, Peran.KECAMATAN, Peran.DPMPPA, Peran.INSPEKTORAT}),
    ("Sosialisasi", "pokja:sosialisasi", {Peran.DPMPPA}),
    ("Pergeseran", "anggaran:pergeseran_antrean", {Peran.DPMPPA}),
    ("Pengaturan", "anggaran:pengaturan", {Peran.DPMPPA}),
    ("Pengguna", "rt:pengguna_list", {Peran.DPMPPA}),
    ("Latihan", "latihan", SEMUA),
)  # fmt: skip


def kerangka(request):
    pengguna = getattr(request, "user", None)
    menu = []
    # Whoever must choose a new password first has no menu: every link would lead back to that page.
    if pengguna is not None and pengguna.is_authenticated and not pengguna.harus_ganti_sandi:
        menu = _lipat(
            [
                _butir(label, reverse(nama), request.path)
                for label, nama, peran in MENU
                if pengguna.peran in peran and boleh_dibuka(pengguna, nama)
            ]
        )
        aktif = request.path.startswith(reverse("bantuan"))
        menu.append({"label": "Bantuan", "url": alamat_bantuan(request), "aktif": aktif})
    return {"demo": settings.KAMPUNG_DEMO, "menu": menu, "luring": _luring(pengguna), "latihan": bilah(request)}


def _lipat(menu):
    """One line at a desk: what stands late in MENU is folded under "Lainnya" for a Peran that has a lot."""
    if len(menu) <= SEBARIS:
        return menu
    depan, lain = menu[: SEBARIS - 1], menu[SEBARIS - 1 :]
    return [*depan, {"label": "Lainnya", "aktif": any(butir["aktif"] for butir in lain), "anak": lain}]


def _luring(pengguna):
    """Whose notes the phone may show; the office needs no more than to be known as somebody else."""
    if pengguna is None or not pengguna.is_authenticated:
        return None
    return {"akun": pengguna.pk, "sisi_rt": pengguna.peran in SISI_RT}


def _butir(label, url, alamat):
    aktif = alamat == url if url == "/" else alamat.startswith(url)
    return {"label": label, "url": url, "aktif": aktif}


def alamat_bantuan(request):
    """The section on this page in one's own guide, else in the general one, else the list of guides."""
    cocok = request.resolver_match  # None where no page was found
    for slug in (SLUG[request.user.peran], UMUM) if cocok else ():
        jangkar = bab(cocok.view_name, slug)
        if jangkar:
            return f"{reverse('bantuan_panduan', args=[slug])}#{jangkar}"
    return reverse("bantuan")
