"""The checker's desk: what waits, oldest first, under the filters of the address bar; and which one comes next."""

from django.db.models import Count, Exists, OuterRef, Q, Subquery
from django.urls import reverse
from django.utils import timezone

from anggaran.models import Penahanan, Pencairan
from anggaran.services.jumlah import kolom_masuk
from laporan.filters import SEMUA, SaringUsulan, pilihan
from laporan.services.periksa import antrean_periksa
from pokja.models import Tanda, Usulan
from pokja.tahapan import ALUR, DUA_BELAS, GILIRAN_PERAN, PERIKSA, Giliran, Tahap
from rt.peran import SE_KOTA, Peran

URUT = ("giliran_sejak", "pk")
SAYA, SELURUH, TERLAMBAT, DIKEMBALIKAN = "saya", "seluruh", "terlambat", "dikembalikan"
PEMERIKSA = (Peran.KELURAHAN, Peran.DPMPPA, Peran.KEUANGAN)


class SaringAntrean(SaringUsulan):
    """The lists' filters without those that the tabs stand for. A queue hides no year unless asked to."""

    tahap = pilihan("Tahap", [(tahap.value, tahap.label) for tahap in DUA_BELAS], method="saring_tahap")
    giliran = menunggu = terlambat = dikembalikan = tingkat = belum_lewat = None
    tersembunyi = ()

    def __init__(self, data, queryset, *, pengguna, isi):
        data = data.copy()
        data["tahun"] = data.get("tahun") or SEMUA
        self.isi = isi
        super().__init__(data, queryset, pengguna=pengguna)

    def saring_tahap(self, queryset, nama, nilai):
        """Left to Antrean, which also counts the rows of the other tahap."""
        return queryset

    def terpakai(self):
        return {nama: nilai for nama, nilai in super().terpakai().items() if (nama, nilai) != ("tahun", SEMUA)}

    def qs_teks(self, *, tanpa="", **ganti):
        """The tab is always named: that is how a check page knows that it belongs to a queue."""
        return super().qs_teks(tanpa=tanpa, **{"isi": self.isi, **ganti})

    def cip(self, urut=""):
        return super().cip(urut)[1 if self.data["tahun"] == SEMUA else 0 :]


class Antrean:
    """The queue that an address asks for. What it counts and lists needs filters that can be read (`sah`)."""

    def __init__(self, pengguna, data):
        self.pengguna = pengguna
        self.syarat_tab = _daftar_tab(pengguna)
        self.isi = data.get("isi") if data.get("isi") in self.syarat_tab else SAYA
        self.saringan = SaringAntrean(data, Usulan.objects.untuk(pengguna), pengguna=pengguna, isi=self.isi)

    @property
    def sah(self):
        return self.saringan.sah

    @property
    def qs(self):
        return self.saringan.qs_teks()

    @property
    def url(self):
        return f"{reverse('laporan:antrean')}?{self.qs}"

    def daftar(self):
        """The rows of the tab, oldest first."""
        return self._setahap().filter(self.syarat_tab[self.isi][1]).order_by(*URUT)

    def _setahap(self):
        tahap = self.saringan.form.cleaned_data["tahap"]
        return self.saringan.qs.filter(tahap=tahap) if tahap else self.saringan.qs

    def tab(self):
        """[{label, url, aktif, banyak}], counted under the same filters. One query."""
        hitung = {f"n_{nama}": Count("pk", filter=syarat) for nama, (_label, syarat) in self.syarat_tab.items()}
        banyak = self._setahap().order_by().aggregate(**hitung)
        return [
            {
                "label": label,
                "url": f"?{self.saringan.qs_teks(isi=nama)}",
                "aktif": nama == self.isi,
                "banyak": banyak[f"n_{nama}"],
            }
            for nama, (label, _syarat) in self.syarat_tab.items()
        ]

    def per_tahap(self):
        """[(label, how many, query string, chosen)] of the tahap that have rows in this tab. One query."""
        terpilih = self.saringan.form.cleaned_data["tahap"]
        daftar = self.saringan.qs.filter(self.syarat_tab[self.isi][1]).order_by()
        banyak = dict(daftar.values_list("tahap").annotate(n=Count("pk")))
        return [
            (tahap.label, banyak[tahap], self.saringan.qs_teks(tahap=tahap.value), tahap == terpilih)
            for tahap in DUA_BELAS
            if tahap in banyak
        ]

    def daftar_periksa(self):
        """Those of this queue that this person decides on the check page."""
        return antrean_periksa(self.pengguna).filter(pk__in=self.daftar().order_by().values("pk"))


def _daftar_tab(pengguna):
    """{name: (label, condition on Usulan)}; only who returns filings has a tab for what came back."""
    giliran = GILIRAN_PERAN[pengguna.peran]
    jalan = ~Q(giliran=Giliran.TUTUP)
    tab = {
        SAYA: ("Menunggu saya", Q(giliran=giliran)),
        SELURUH: ("Seluruh kota" if pengguna.peran in SE_KOTA else "Seluruh kelurahan", jalan),
        TERLAMBAT: ("Terlambat", jalan & Q(jatuh_tempo__lt=timezone.localdate())),
    }
    if any(langkah.aksi == "kembalikan" and langkah.giliran == giliran for langkah in ALUR):
        tab[DIKEMBALIKAN] = ("Saya kembalikan", jalan & Q(dikembalikan_oleh=giliran))
    return tab


# --- the next one ---------------------------------------------------------------------------------------------------


class Urutan:
    """Where one Usulan stands among those to be checked, and which follows it: the first again after the last."""

    def __init__(self, daftar, usulan):
        self.daftar = daftar
        self.usulan = usulan
        self.kunci = (usulan.giliran_sejak, usulan.pk)

    def letak(self):
        """(place, of how many), or None for one that this queue does not hold. One query."""
        sejak, pk = self.kunci
        sebelum = Q(giliran_sejak__lt=sejak) | Q(giliran_sejak=sejak, pk__lte=pk)
        angka = self.daftar.order_by().aggregate(
            semua=Count("pk"), sampai=Count("pk", filter=sebelum), ini=Count("pk", filter=Q(pk=pk))
        )
        return (angka["sampai"], angka["semua"]) if angka["ini"] else None

    def berikut(self):
        sejak, pk = self.kunci
        lain = self.daftar.exclude(pk=pk)
        return lain.filter(Q(giliran_sejak__gt=sejak) | Q(giliran_sejak=sejak, pk__gt=pk)).first() or lain.first()


def antrean_dari(request):
    """The queue that a check page was opened from, or None; one whose filters cannot be read is none."""
    if "isi" not in request.GET:
        return None
    antrean = Antrean(request.user, request.GET)
    return antrean if antrean.sah else None


# --- rows -----------------------------------------------------------------------------------------------------------

_TRANSFER = Pencairan.objects.filter(usulan=OuterRef("pk")).order_by("termin__urut", "percobaan")
_BERJALAN = _TRANSFER.filter(status__in=Pencairan.BERJALAN)


def lengkapi(daftar):
    """With what a row shows: the money, the transfer under way, open marks, a hold. No query of its own."""
    return daftar.select_related("rt__kelurahan", "kelompok", "tahun_program", "alokasi").annotate(
        rab=kolom_masuk()["rab"],
        transfer_status=Subquery(_BERJALAN.values("status")[:1]),
        transfer_nilai=Subquery(_BERJALAN.values("nilai")[:1]),
        transfer_permohonan=Subquery(_BERJALAN.values("permohonan")[:1]),
        bertanda=Exists(Tanda.objects.terbuka().filter(usulan=OuterRef("pk"))),
        tertahan=Exists(Penahanan.objects.aktif().filter(usulan=OuterRef("pk"))),
    )


def _pencairan_kelurahan(usulan):
    if usulan.transfer_permohonan:
        return "Lihat permohonan", reverse("anggaran:permohonan_detail", args=[usulan.transfer_permohonan])
    return "Mohonkan", reverse("anggaran:permohonan_create")


def _pencairan_keuangan(usulan):
    if usulan.transfer_status == Pencairan.Status.DITANDATANGANI:
        return "Terima permohonan", reverse("anggaran:permohonan_detail", args=[usulan.transfer_permohonan])
    if usulan.transfer_status == Pencairan.Status.DIPROSES:
        return "Catat SP2D", reverse("anggaran:cairkan", args=[usulan.pk])
    return "Jelaskan selisih", reverse("anggaran:jelaskan_selisih", args=[usulan.pk])


# Work that is not done on the check page: (words, address) by state.
KERJA = {
    (Tahap.SOSIALISASI, Giliran.DPMPPA): lambda usulan: ("Catat kehadiran", reverse("pokja:sosialisasi")),
    (Tahap.PENCAIRAN, Giliran.KELURAHAN): _pencairan_kelurahan,
    (Tahap.PENCAIRAN, Giliran.KEUANGAN): _pencairan_keuangan,
}
DIPERIKSA = {(langkah.tahap, langkah.giliran) for langkah in ALUR if langkah.url_name == PERIKSA}


def kerja(usulan, pengguna, qs):
    """(words, address): straight to the page of the step if it is this person's turn, else to the Usulan."""
    keadaan = (usulan.tahap, usulan.giliran)
    if usulan.giliran == GILIRAN_PERAN[pengguna.peran]:
        if keadaan in DIPERIKSA:
            return "Periksa", f"{reverse(PERIKSA, args=[usulan.pk])}?{qs}"
        if keadaan in KERJA:
            return KERJA[keadaan](usulan)
    return "Lihat", usulan.get_absolute_url()
