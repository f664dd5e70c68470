"""The return cycle as a test plays it: mark, mend each kind of part as a person would, file again."""

from django.urls import reverse

from kampung.testing import foto
from laporan.bukti import TIDAK_DIPERIKSA
from pokja.models import Berkas, Usulan
from pokja.tahapan import ALUR, BAGIAN, Giliran

# Part: what is changed in its form, what stood there before, what stands there after.
ISIAN = {
    "rembuk": ({"tempat": "Musala"}, "Balai RT", "Musala"),
    "keinginan": ({"lokasi": "Lorong 9"}, "Lorong 2", "Lorong 9"),
    "anggota": ({"nama": "Warga Baru"}, "Warga Sekretaris", "Warga Baru"),
    "potensi": ({"uraian": "Kebun warga"}, "Tanah lapang", "Kebun warga"),
    "swadaya": ({"uraian": "Kerja bakti"}, "Gotong royong", "Kerja bakti"),
    "renja5": ({"lokasi": "Lorong 9"}, "Lorong 2", "Lorong 9"),
    "renja1": ({"lokasi": "Lorong 9"}, "Lorong 2", "Lorong 9"),
    "narasi": ({"tujuan": "Jalan kering"}, "Jalan baik", "Jalan kering"),
    "rab": ({"uraian": "Semen putih"}, "Semen", "Semen putih"),
    "bast": ({"tempat": "Musala"}, "Balai RT", "Musala"),
    "hasil": ({"keterangan": "Selesai rapi"}, "120", "Selesai rapi"),
    "aset": ({"nama": "Jalan beton"}, "Jalan semen", "Jalan beton"),
    "pernyataan": ({"pernyataan": "Semua sesuai RAB."}, "Dana dipakai sesuai RAB.", "Semua sesuai RAB."),
    "rekening": ({"atas_nama": "Pokja Kenali"}, "Pokja RT 02", "Pokja Kenali"),
}
UNGGAHAN = {
    "berkas_rembuk": Berkas.Jenis.FOTO_REMBUK,
    "berkas_proposal": Berkas.Jenis.FOTO_0,
    "berkas_bast": Berkas.Jenis.FOTO_100,
}
KEMBALI = [(langkah.tahap, langkah.giliran) for langkah in ALUR if langkah.aksi == "kembalikan"]


def segar(usulan):
    return Usulan.objects.get(pk=usulan.pk)


def bagian_periksa(tahap):
    return [b for b in BAGIAN[tahap] if b.kunci not in TIDAK_DIPERIKSA.get(tahap, ())]


def tandai(*daftar_kunci, kata="Perbaiki ini"):
    """What a checker posts to return with marks on these parts ("rab") and rows ("rab:7")."""
    isian = {}
    for kunci in daftar_kunci:
        nama = kunci.replace(":", "_")
        isian[f"kata_{nama}"] = kata
        isian |= {f"baris_{nama}": "on"} if ":" in kunci else {f"nilai_{nama}": "perbaiki"}
    return isian


def isi_form(form, **ganti):
    nilai = {nama: form[nama].value() for nama in form.fields if nama != "berkas"}
    isi = {nama: isi for nama, isi in (nilai | ganti).items() if isi not in (None, False)}
    return isi | ({"waktu": f"{isi['waktu']:%H:%M}"} if "waktu" in isi else {})


def ubah(client, usulan, bagian):
    """Mend one part as a person would: open its page, change a field or send a photo, save."""
    url = reverse(bagian.url_name, args=[usulan.pk])
    halaman = client.get(url)
    assert halaman.status_code == 200
    assert "Perbaiki ini" in halaman.content.decode()
    if bagian.kunci in UNGGAHAN:
        return client.post(url, {"jenis": UNGGAHAN[bagian.kunci], "berkas": foto()})
    if bagian.kunci == "bukukas":
        return koreksi_dan_catat(client, usulan, usulan.daftar_bukukas.get(jenis="belanja"))
    if bagian.kunci == "item_wajib":
        # Mandatory goods are lines of the RAB: the mark opens them.
        baris = usulan.daftar_versi_rab.get().daftar_baris.get()
        url = reverse("anggaran:rab_ubah", args=[usulan.pk, baris.pk])
        return client.post(url, isi_form(client.get(url).context["form"], harga_satuan="900000"))
    if "daftar_baris" in halaman.context:
        url = halaman.context["daftar_baris"][0]["url_ubah"]
        halaman = client.get(url)
    return client.post(url, isi_form(halaman.context["form"], **ISIAN[bagian.kunci][0]))


def koreksi_dan_catat(client, usulan, baris):
    """One click from the marked row to its correction, and on to writing it anew with what it said."""
    buku = client.get(reverse("anggaran:bukukas", args=[usulan.pk])).content.decode()
    koreksi = reverse("anggaran:bukukas_koreksi", args=[usulan.pk, baris.pk])
    assert f'href="{koreksi}"' in buku
    catat = client.post(koreksi, {"alasan": "Nota buram"}).url
    if not usulan.daftar_tanda.terbuka().filter(kunci=f"bukukas:{baris.pk}").exists():
        catat = reverse("anggaran:bukukas_belanja", args=[usulan.pk]) + f"?salin={baris.pk}"
    form = client.get(catat).context["form"]
    isian = {nama: form[nama].value() for nama in form.fields if nama != "foto"}
    assert isian["toko"] == baris.toko
    isi = {nama: nilai for nama, nilai in isian.items() if nilai is not None}
    return client.post(catat.partition("?")[0], isi | {"toko": "Toko Baru", "foto": foto()})


def ajukan(client, usulan):
    usulan = segar(usulan)
    langkah = next(s for s in ALUR if s.kunci == (usulan.tahap, Giliran.RT, "ajukan"))
    jawaban = client.post(reverse(langkah.url_name, args=[usulan.pk]), {"versi": usulan.versi})
    assert jawaban.url == reverse("pokja:terkirim", args=[usulan.pk])
    return segar(usulan)


def url_foto(usulan):
    return reverse("anggaran:berkas_proposal", args=[usulan.pk])
