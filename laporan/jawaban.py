"""What a marked part said when its filing was returned, kept with the mark, and what of it is different now.

Composed of the evidence that the checker read, so that there is one description of each part. A Potret is plain JSON:
rincian [{label, teks, sidik}], baris [{nomor, sel [[heading, text]], nota}], berkas [{nomor, jenis, judul, nama, ukuran,
gambar}], isian (ids of the rows of the part); of one row or document also batas (the newest id when it was marked) and
jenis (the kind of the document).
"""

from dataclasses import dataclass

from laporan.bukti import bukti_per_bagian
from laporan.perbaikan import UNGGAHAN, nomor_isian

# What stands in the evidence of a part and is not the RT's own: when an office changes it, the RT has changed nothing.
BUKAN_RT = {"rekening": {"Pemeriksaan"}, "renja1": {"Pagu"}, "rab": {"Pagu", "Sisa pagu"}}


@dataclass(frozen=True)
class Banding:
    """The earlier answer, each of its pieces with what became of it (`kata`), and what stands there now instead."""

    dulu: dict
    kini: dict

    @property
    def berbeda(self):
        return any(satu.get("kata") for isi in (self.dulu, self.kini) for satu in _semua(isi))


def potret(usulan, pengguna, daftar_kunci):
    """{key of a mark: its Potret}. Asks what the evidence of the marked parts asks, and one query for each part."""
    bukti = bukti_per_bagian(usulan, pengguna, daftar_kunci)
    isian = {bagian: nomor_isian(usulan, bagian) for bagian in bukti}
    lama = dict(usulan.daftar_tanda.terbuka().values_list("kunci", "isi_lama"))
    hasil = {}
    for kunci in daftar_kunci:
        bagian, _, nomor = kunci.partition(":")
        semua = _potret(bukti[bagian], bagian)
        hasil[kunci] = semua | {"isian": isian[bagian]}
        if nomor:
            hasil[kunci] = _potret_satu(semua, bagian, int(nomor), lama.get(kunci) or {})
    return hasil


def _potret_satu(semua, bagian, nomor, lama):
    """Of one row or document. A mark that stays through another return keeps its boundary: what answered it is in it."""
    if "batas" in lama and _berganti(bagian):
        batas, jenis = lama["batas"], lama.get("jenis", "")
        return _hanya(semua, nomor, batas, jenis) | {"batas": batas, "jenis": jenis}
    batas = max((satu["nomor"] for satu in semua["baris"] + semua["berkas"]), default=0)
    jenis = next((satu["jenis"] for satu in semua["berkas"] if satu["nomor"] == nomor), "")
    return _hanya(semua, nomor) | {"batas": batas, "jenis": jenis}


def _berganti(bagian):
    """A receipt or a document is not changed but replaced: what came since stands beside it."""
    return bagian == "bukukas" or bagian in UNGGAHAN


def bandingkan(usulan, pengguna, daftar_tanda, daftar_bagian):
    """{key: Banding} for the marks that kept an earlier answer; reads the evidence that the page shows anyway."""
    bertanda = [tanda for tanda in daftar_tanda if tanda.isi_lama]
    bukti = bukti_per_bagian(usulan, pengguna, [tanda.kunci for tanda in bertanda], daftar_bagian)
    hasil = {}
    for tanda in bertanda:
        bagian, _, nomor = tanda.kunci.partition(":")
        # Marks from before kept these pairs too.
        dulu, kini = _tanpa(tanda.isi_lama, bagian), _potret(bukti[bagian], bagian)
        if nomor:
            batas = dulu.get("batas", 0) if _berganti(bagian) else None
            kini = _hanya(kini, int(nomor), batas, dulu.get("jenis", ""))
        hasil[tanda.kunci] = _banding(dulu, kini, hilang="dikoreksi" if bagian == "bukukas" else "dihapus")
    return hasil


def _tanpa(isi, bagian):
    lewati = BUKAN_RT.get(bagian, ())
    return isi | {"rincian": [satu for satu in isi.get("rincian", ()) if satu["label"] not in lewati]}


def _potret(bukti, bagian):
    daftar_baris = [
        {
            "nomor": baris.nomor,
            "sel": [[judul, str(nilai)] for judul, nilai, _angka in sel],
            "nota": baris.nota.pk if baris.nota else None,
        }
        for tabel in bukti.daftar_tabel
        for baris, sel in tabel.baris_bersel
        if baris.nomor
    ]
    isi = {
        "rincian": [_pasangan(bukti, label, str(teks)) for label, teks in bukti.rincian],
        "baris": daftar_baris,
        "berkas": [
            {
                "nomor": foto["pk"],
                "jenis": foto["jenis"],
                "judul": str(foto["judul"]),
                "nama": foto["nama"],
                "ukuran": foto["ukuran"],
                "gambar": bool(foto["url_kecil"]),
            }
            for foto in bukti.daftar_foto
        ],
    }
    return _tanpa(isi, bagian)


def _pasangan(bukti, label, teks):
    if label not in bukti.samar:
        return {"label": str(label), "teks": teks}
    samar, sidik = bukti.samar[label]
    return {"label": str(label), "teks": samar, "sidik": sidik}


def _hanya(isi, nomor, batas=None, jenis=""):
    """Only one row or document; with `batas` those that came after it too, of documents only its own kind."""

    def termasuk(satu):
        sejenis = not jenis or satu.get("jenis") == jenis
        return satu["nomor"] == nomor or (batas is not None and satu["nomor"] > batas and sejenis)

    return {"rincian": [], **{jenis: [satu for satu in isi[jenis] if termasuk(satu)] for jenis in ("baris", "berkas")}}


def _banding(dulu, kini, hilang):
    hasil_dulu, hasil_kini = {}, {}
    for jenis, kunci in (("rincian", "label"), ("baris", "nomor"), ("berkas", "nomor")):
        lama = {satu[kunci]: satu for satu in dulu.get(jenis, ())}
        baru = {satu[kunci]: satu for satu in kini[jenis]}
        hasil_dulu[jenis] = [satu | {"kata": _kata(satu, baru.get(nama), hilang)} for nama, satu in lama.items()]
        hasil_kini[jenis] = [
            satu | {"kata": "diubah" if nama in lama else "baru"}
            for nama, satu in baru.items()
            if _kata(satu, lama.get(nama), "baru")
        ]
    return Banding(hasil_dulu, hasil_kini)


def _kata(satu, lain, hilang):
    """What became of one piece; empty where it stands as it was. The row of another nota is another row."""
    if lain is None:
        return hilang
    return "diubah" if any(satu.get(nama) != lain.get(nama) for nama in ("teks", "sidik", "sel", "nota")) else ""


def _semua(isi):
    return [satu for jenis in ("rincian", "baris", "berkas") for satu in isi.get(jenis, ())]
