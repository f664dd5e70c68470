from anggaran.forms_rab import RenjaForm
from anggaran.services.rab import simpan_renja, total_baris_tetap
from pokja.isian import JenisBaris, tulis_isian
from rt.angka import rupiah, volume


def simpan(form, *, oleh, kunci):
    return simpan_renja(form.instance, oleh=oleh, tulis=lambda: tulis_isian(form))


RENJA = JenisBaris(
    kunci="renja1",
    form=RenjaForm,
    daftar=lambda usulan: usulan.daftar_renja1.select_related("dari"),
    kolom=(
        ("Kegiatan", lambda k: k.dari.kegiatan, False),
        ("Bidang", lambda k: k.bidang, False),
        ("Lokasi", lambda k: k.lokasi, False),
        ("Volume", lambda k: f"{volume(k.volume)} {k.satuan}", True),
        ("Sumber dana", lambda k: k.get_sumber_display(), False),
        ("Perkiraan biaya", lambda k: rupiah(k.perkiraan), True),
    ),
    bantuan="Ambil kegiatan tahun ini dari Renja 5 tahun. Dana program semua kegiatan tidak boleh melebihi pagu.",
    template="anggaran/renja.html",
    template_ubah="anggaran/rab_ubah.html",
    simpan=simpan,
    tambahan=lambda usulan: {"baris_tetap": total_baris_tetap(usulan)},
)
