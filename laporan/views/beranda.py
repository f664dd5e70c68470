"""Home: what waits for this person. A fixed number of queries, whatever the rows."""

from datetime import timedelta
from urllib.parse import urlencode

from django.db.models import Count, Q, Sum
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from anggaran.models import Alokasi, Pencairan, Permohonan, VersiRAB
from laporan.filters import SEMUA
from laporan.ringkasan import menunggu
from pokja.filters import tahun_berjalan
from pokja.models import Usulan
from pokja.tahapan import DUA_BELAS, GILIRAN_PERAN, TAHAP_AKHIR, Giliran, Tahap
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


# --- the RT side ----------------------------------------------------------------------------------------------------


def _rt(request):
    """One RT: straight to its Usulan. Several (pendamping): a list, what needs doing first on top."""
    daftar = usulan_terbaru(request.user)
    if len(daftar) == 1:
        return redirect(daftar[0])
    daftar.sort(key=lambda usulan: (usulan.giliran != Giliran.RT, not usulan.terlambat, usulan.jatuh_tempo is None))
    konteks = {
        "daftar": [(usulan, menunggu(usulan)) for usulan in daftar],
        "giliran_rt": sum(usulan.giliran == Giliran.RT for usulan in daftar),
        "terlambat": sum(usulan.terlambat for usulan in daftar),
    }
    return render(request, "laporan/beranda_rt.html", konteks)


def usulan_terbaru(pengguna):
    """The newest Usulan of each RT of this person. One query."""
    semua = Usulan.objects.untuk(pengguna).select_related("rt__kelurahan", "tahun_program", "kelompok")
    per_rt = {}
    for usulan in semua.order_by("-tahun_program__tahun", "rt__kelurahan__kode", "rt__nomor"):
        per_rt.setdefault(usulan.rt_id, usulan)
    return list(per_rt.values())


# --- those who check and pay ----------------------------------------------------------------------------------------


def _kantor(request, **tambahan):
    giliran = GILIRAN_PERAN[request.user.peran]
    antrean = Usulan.objects.untuk(request.user).menunggu(request.user)
    banyak = {baris["tahap"]: baris for baris in _per_tahap(antrean)}
    konteks = {
        "daftar_antrean": [
            {
                "label": tahap.label,
                "banyak": banyak[tahap]["banyak"],
                "terlambat": banyak[tahap]["terlambat"],
                "url": _url_antrean(tahap, giliran),
            }
            for tahap in DUA_BELAS
            if tahap in banyak
        ],
        "jumlah": sum(baris["banyak"] for baris in banyak.values()),
        "tertua": [
            (usulan, *umur(usulan.giliran_sejak))
            for usulan in antrean.select_related("rt__kelurahan").order_by("giliran_sejak", "pk")[:TERTUA]
        ],
        "url_semua": _url_daftar(tahun=SEMUA, menunggu="saya"),
        "tautan_hitung": _hitung(request.user, giliran),
        **tambahan,
    }
    return render(request, "laporan/beranda_kantor.html", konteks)


def _per_tahap(daftar):
    terlambat = Q(jatuh_tempo__lt=timezone.localdate())
    return daftar.order_by().values("tahap").annotate(banyak=Count("pk"), terlambat=Count("pk", filter=terlambat))


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
    return hitung


def _dpmppa(request):
    """The queue, with the year's totals and the shifts that wait for a decision."""
    tahun = tahun_berjalan()
    pergeseran = VersiRAB.objects.filter(status=VersiRAB.Status.DIAJUKAN).select_related("usulan__rt__kelurahan")
    return _kantor(
        request,
        daftar_angka=_total(tahun),
        tahun=tahun,
        daftar_pergeseran=pergeseran.order_by("dibuat_pada")[:TERTUA],
    )


def _total(tahun):
    usulan = Usulan.objects.filter(tahun_program__tahun=tahun).aggregate(
        semua=Count("pk"), selesai=Count("pk", filter=Q(tahap=Tahap.SELESAI))
    )
    pagu = Alokasi.objects.filter(usulan__tahun_program__tahun=tahun).aggregate(total=Sum("pagu"))["total"] or 0
    cair = Pencairan.objects.cair().filter(usulan__tahun_program__tahun=tahun).aggregate(total=Sum("nilai"))["total"]
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
    }
    return render(request, "laporan/beranda_pembaca.html", konteks)


BERANDA = {
    Peran.KETUA_RT: _rt,
    Peran.PENGURUS_POKJA: _rt,
    Peran.PENDAMPING: _rt,
    Peran.KELURAHAN: _kantor,
    Peran.DPMPPA: _dpmppa,
    Peran.KEUANGAN: _kantor,
    Peran.KECAMATAN: _pembaca,
    Peran.INSPEKTORAT: _pembaca,
}


# --- addresses and ages ---------------------------------------------------------------------------------------------


def _url_daftar(**saringan):
    return f"{reverse('laporan:usulan_list')}?{urlencode(saringan)}"


def _url_antrean(tahap, giliran):
    kerja = KERJA_BANYAK.get((tahap, giliran))
    return reverse(kerja) if kerja else _url_daftar(tahun=SEMUA, menunggu="saya", tahap=tahap.value)


def umur(sejak):
    """(working days waited, the look of its label): Monday to Friday, the day of arrival not counted."""
    awal, kini = timezone.localdate(sejak), timezone.localdate()
    pekan, sisa = divmod(max((kini - awal).days, 0), 7)
    hari = pekan * 5 + sum((awal + timedelta(days=n)).weekday() < 5 for n in range(1, sisa + 1))
    return hari, "terlambat" if hari > 5 else "perbaikan" if hari > 2 else "tenang"
