from django.db.models import Count, Sum

from pokja.forms.pemetaan import ButirForm, Renja5Form, SwadayaForm, lima_tahun
from pokja.isian import JenisBaris
from rt.angka import rupiah, volume

POTENSI = JenisBaris(
    kunci="potensi",
    form=ButirForm,
    daftar=lambda usulan: usulan.daftar_pemetaan.all(),
    kolom=(
        ("Jenis", lambda baris: baris.get_jenis_display(), False),
        ("Uraian", lambda baris: baris.uraian, False),
        ("Lokasi", lambda baris: baris.lokasi or "–", False),
    ),
    bantuan="Catat apa yang sudah dimiliki RT (potensi) dan apa yang perlu dipecahkan (masalah), sedikitnya satu dari masing-masing.",
)


def _jumlah_swadaya(usulan):
    return {"jumlah": usulan.daftar_swadaya.aggregate(nilai=Sum("nilai"))["nilai"] or 0}


SWADAYA = JenisBaris(
    kunci="swadaya",
    form=SwadayaForm,
    daftar=lambda usulan: usulan.daftar_swadaya.all(),
    kolom=(
        ("Bentuk", lambda baris: baris.get_bentuk_display(), False),
        ("Uraian", lambda baris: baris.uraian, False),
        ("Volume", lambda baris: f"{volume(baris.volume)} {baris.satuan}", True),
        ("Nilai", lambda baris: rupiah(baris.nilai), True),
    ),
    bantuan="Catat yang sanggup diberikan warga: uang, tenaga atau bahan. Tenaga dan bahan dinilai dalam rupiah.",
    template="pokja/swadaya.html",
    tambahan=_jumlah_swadaya,
)


def _jumlah_per_tahun(usulan):
    """All five years, those without an activity too."""
    jumlah = {
        baris["tahun"]: baris
        for baris in usulan.daftar_renja5.order_by("tahun")
        .values("tahun")
        .annotate(n=Count("pk"), nilai=Sum("perkiraan"))
    }
    daftar = [(tahun, jumlah.get(tahun, {"n": 0, "nilai": 0})) for tahun in lima_tahun(usulan)]
    return {
        "jumlah_tahun": [
            {"label": str(tahun), "nilai": rupiah(isi["nilai"]), "catatan": f"{isi['n']} kegiatan"}
            for tahun, isi in daftar
        ],
        "jumlah": sum(isi["nilai"] for _tahun, isi in daftar),
    }


RENJA5 = JenisBaris(
    kunci="renja5",
    form=Renja5Form,
    daftar=lambda usulan: usulan.daftar_renja5.all(),
    kolom=(
        ("Tahun", lambda baris: baris.tahun, False),
        ("Kegiatan", lambda baris: baris.kegiatan, False),
        ("Bidang", lambda baris: baris.get_bidang_display(), False),
        ("Lokasi", lambda baris: baris.lokasi, False),
        ("Perkiraan biaya", lambda baris: rupiah(baris.perkiraan), True),
    ),
    bantuan="Rencana kegiatan lima tahun. Kegiatan tahun ini nanti dipilih dari daftar ini.",
    template="pokja/renja5.html",
    tambahan=_jumlah_per_tahun,
)
