"""Home: what waits for this person. A fixed number of queries, whatever the rows."""

from urllib.parse import urlencode

from django.db.models import Count, Min, Q, Sum
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from anggaran.models import Alokasi, Pencairan, Permohonan, VersiRAB
from anggaran.services.lanjutan import banyak_termin_lanjutan
from laporan.filters import SEMUA
from laporan.views.beranda_rt import beranda_rt
from laporan.views.kendali import kendali
from pokja.filters import tahun_berjalan
from pokja.hari_kerja import muat_libur, umur
from pokja.models import Usulan
from pokja.tahapan import DUA_BELAS, GILIRAN_PERAN, TAHAP_AKHIR, Giliran, Tahap
from rt.akses import boleh_buka
from rt.angka import ribuan, rupiah
from rt.peran import Peran

TERTUA = 10
# Work of a tahap that is done for many Usulan at once has its own page; all else starts from the list.
KERJA_BANYAK = {
    (Tahap.SOSIALISASI, Giliran.DPMPPA): "pokja:sosialisasi",
    (Tahap.PENCAIRAN, Giliran.KELURAHAN): "anggaran:permohonan",
    (Tahap.PENCAIRAN, Giliran.KEUANGAN): "anggaran:pencairan_proses",
}


def beranda(request):
    return BERANDA[request.user.peran](request)


# --- those who check and pay ----------------------------------------------------------------------------------------


def _kantor(request, **tambahan):
    giliran = GILIRAN_PERAN[request.user.peran]
    antrean = Usulan.objects.untuk(request.user).menunggu(request.user)
    banyak = {baris["tahap"]: baris for baris in _per_tahap(antrean)}
    libur = muat_libur()
    konteks = {
        "daftar_antrean": [
            {
                "label": tahap.label,
                "banyak": banyak[tahap]["banyak"],
                "terlambat": banyak[tahap]["terlambat"],
                "tertua": umur(banyak[tahap]["tertua"], libur),
                "url": _url_antrean(tahap, giliran),
            }
            for tahap in DUA_BELAS
            if tahap in banyak
        ],
        "jumlah": sum(baris["banyak"] for baris in banyak.values()),
        "tertua": [
            (usulan, umur(usulan.giliran_sejak, libur))
            for usulan in antrean.select_related("rt__kelurahan").order_by("giliran_sejak", "pk")[:TERTUA]
        ],
        "url_semua": reverse("laporan:antrean"),
        "tautan_hitung": _hitung(request.user, giliran),
        "url_kendali": _url_kendali(request.user),
        **tambahan,
    }
    return render(request, "laporan/beranda_kantor.html", konteks)


def _per_tahap(daftar):
    terlambat = Q(jatuh_tempo__lt=timezone.localdate())
    angka = {"banyak": Count("pk"), "terlambat": Count("pk", filter=terlambat), "tertua": Min("giliran_sejak")}
    return daftar.order_by().values("tahap").annotate(**angka)


def _hitung(pengguna, giliran):
    """How many are late, how many came back to the RT from this side, and what waits for a signature."""
    terlambat = Q(jatuh_tempo__lt=timezone.localdate())
    angka = (
        Usulan.objects.untuk(pengguna)
        .exclude(giliran=Giliran.TUTUP)
        .aggregate(
            terlambat=Count("pk", filter=terlambat), dikembalikan=Count("pk", filter=Q(dikembalikan_oleh=giliran))
        )
    )
    hitung = [("terlambat, di pihak mana pun", angka["terlambat"], _url_daftar(tahun=SEMUA, terlambat="ya"))]
    if giliran != Giliran.KEUANGAN:
        url = _url_daftar(tahun=SEMUA, dikembalikan=giliran.value)
        hitung.append(("Anda kembalikan dan sedang diperbaiki RT", angka["dikembalikan"], url))
    if giliran == Giliran.KELURAHAN:
        menunggu_tanda = Permohonan.objects.untuk(pengguna).filter(status=Permohonan.Status.DISIAPKAN).count()
        hitung.append(("permohonan menunggu tanda tangan lurah", menunggu_tanda, reverse("anggaran:permohonan")))
        lanjutan = banyak_termin_lanjutan(pengguna)
        hitung.append(("RT bisa dimohonkan termin lanjutannya", lanjutan, reverse("anggaran:permohonan_create")))
    return hitung


def _dpmppa(request):
    """The queue, with the year's totals and the shifts that wait for a decision."""
    tahun = tahun_berjalan()
    pergeseran = VersiRAB.objects.filter(
        status=VersiRAB.Status.DIAJUKAN, usulan__latihan=request.user.latihan
    ).select_related("usulan__rt__kelurahan")
    return _kantor(
        request,
        daftar_angka=_total(tahun, request.user.latihan),
        tahun=tahun,
        daftar_pergeseran=pergeseran.order_by("dibuat_pada")[:TERTUA],
    )


def _total(tahun, latihan):
    usulan = Usulan.objects.filter(tahun_program__tahun=tahun, latihan=latihan).aggregate(
        semua=Count("pk"), selesai=Count("pk", filter=Q(tahap=Tahap.SELESAI))
    )
    milik = {"usulan__tahun_program__tahun": tahun, "usulan__latihan": latihan}
    pagu = Alokasi.objects.filter(**milik).aggregate(total=Sum("pagu"))["total"] or 0
    cair = Pencairan.objects.cair().filter(**milik).aggregate(total=Sum("nilai"))["total"]
    return [
        {"label": "RT ikut program", "nilai": ribuan(usulan["semua"]), "url": _url_daftar(tahun=tahun)},
        {"label": "Selesai", "nilai": ribuan(usulan["selesai"]), "url": _url_daftar(tahun=tahun, tahap="selesai")},
        {"label": "Pagu", "nilai": rupiah(pagu), "url": reverse("laporan:rekap")},
        {"label": "Cair", "nilai": rupiah(cair or 0), "url": reverse("laporan:pencairan_list")},
    ]


# --- those who read -------------------------------------------------------------------------------------------------


def _pembaca(request):
    tahun = tahun_berjalan()
    daftar = Usulan.objects.untuk(request.user).filter(tahun_program__tahun=tahun)
    banyak = {baris["tahap"]: baris for baris in _per_tahap(daftar)}
    konteks = {
        "tahun": tahun,
        "daftar_tahap": [
            {
                "label": tahap.label,
                "banyak": banyak[tahap]["banyak"],
                "terlambat": 0 if tahap in TAHAP_AKHIR else banyak[tahap]["terlambat"],
                "url": _url_daftar(tahun=tahun, tahap=tahap.value),
            }
            for tahap in Tahap
            if tahap in banyak
        ],
        "jumlah": sum(baris["banyak"] for baris in banyak.values()),
        "url_kendali": _url_kendali(request.user),
    }
    return render(request, "laporan/beranda_pembaca.html", konteks)


BERANDA = {
    Peran.KETUA_RT: beranda_rt,
    Peran.PENGURUS_POKJA: beranda_rt,
    Peran.PENDAMPING: beranda_rt,
    Peran.KELURAHAN: _kantor,
    Peran.DPMPPA: _dpmppa,
    Peran.KEUANGAN: _kantor,
    Peran.KECAMATAN: _pembaca,
    Peran.INSPEKTORAT: _pembaca,
}


# --- addresses ------------------------------------------------------------------------------------------------------


def _url_kendali(pengguna):
    return reverse("laporan:kendali") if boleh_buka(pengguna, kendali) else ""


def _url_daftar(**saringan):
    return f"{reverse('laporan:usulan_list')}?{urlencode(saringan)}"


def _url_antrean(tahap, giliran):
    kerja = KERJA_BANYAK.get((tahap, giliran))
    return reverse(kerja) if kerja else f"{reverse('laporan:antrean')}?{urlencode({'tahap': tahap.value})}"
