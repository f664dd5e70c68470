from pokja.forms.rembuk import KeinginanForm, RembukForm
from pokja.isian import JenisBaris, halaman_tunggal
from pokja.isian_berkas import halaman_berkas
from pokja.models import Berkas
from rt.angka import volume

BERKAS_REMBUK = (Berkas.Jenis.DAFTAR_HADIR, Berkas.Jenis.FOTO_REMBUK)


def rembuk_dari(usulan):
    return getattr(usulan, "rembuk", None)


def rembuk(request, pk):
    return halaman_tunggal(
        request, pk, kunci="rembuk", form_kelas=RembukForm, ambil=rembuk_dari, template="pokja/rembuk.html"
    )


def berkas_rembuk(request, pk):
    return halaman_berkas(
        request,
        pk,
        kunci="berkas_rembuk",
        daftar_jenis=BERKAS_REMBUK,
        bantuan="Foto lembar daftar hadir yang sudah ditandatangani, dan sedikitnya satu foto suasana rembuk.",
        template="pokja/berkas_rembuk.html",
    )


def _tidak_siap(usulan):
    hasil = rembuk_dari(usulan)
    if hasil and not hasil.siap:
        return {"catatan_bagian": "Warga menyatakan tidak siap, jadi daftar keinginan boleh kosong."}
    return {}


KEINGINAN = JenisBaris(
    kunci="keinginan",
    form=KeinginanForm,
    daftar=lambda usulan: usulan.daftar_keinginan.all(),
    kolom=(
        ("Prioritas", lambda baris: baris.prioritas, True),
        ("Kegiatan", lambda baris: baris.kegiatan, False),
        ("Bidang", lambda baris: baris.get_bidang_display(), False),
        ("Lokasi", lambda baris: baris.lokasi, False),
        ("Volume", lambda baris: f"{volume(baris.volume)} {baris.satuan}", True),
        ("Swadaya", lambda baris: baris.swadaya or "–", False),
    ),
    bantuan="Catat keinginan warga menurut urutan prioritas yang disepakati dalam rembuk.",
    tambahan=_tidak_siap,
)
