"""Find a kelurahan however it is spelt. Pure Python: the caller brings the territory as a list of Wilayah."""

import difflib
import re
import unicodedata
from dataclasses import dataclass

from rt.lembar import kutip

BILANGAN = {
    kata: str(angka)
    for angka, daftar in enumerate(
        ("satu i", "dua ii", "tiga iii", "empat iv", "lima v", "enam vi", "tujuh vii", "delapan viii", "sembilan ix",
         "sepuluh x"), start=1,
    )
    for kata in daftar.split()
}  # fmt: skip


@dataclass(frozen=True)
class Wilayah:
    kelurahan_id: int | str
    kelurahan: str
    kecamatan: str
    kode: str


def kunci_nama(nama):
    """Fold the spelling variants of a place: "Simpang Tiga Sipin" = "SIMPANG III SIPIN", "Pal Merah" = "Paal Merah"."""
    daftar_kata = re.findall(r"[a-z]+|[0-9]+", unicodedata.normalize("NFKD", nama).casefold())
    gabungan = "".join(BILANGAN.get(kata, kata) for kata in daftar_kata)
    return re.sub(r"([a-z])\1+", r"\1", gabungan)


class Pencocok:
    """Find a Wilayah by name, kecamatan and code, whatever the spelling."""

    def __init__(self, daftar_wilayah):
        self.per_nama, self.per_kode, self.kecamatan = {}, {}, {}
        for wilayah in daftar_wilayah:
            self.per_nama.setdefault(kunci_nama(wilayah.kelurahan), []).append(wilayah)
            self.per_kode[re.sub(r"\D", "", wilayah.kode)] = wilayah
            self.kecamatan[kunci_nama(wilayah.kecamatan)] = wilayah.kecamatan

    def cari_kecamatan(self, teks):
        """Return the key of a kecamatan. Raises ValueError with a suggestion."""
        kunci = kunci_nama(re.sub(r"^\s*(kecamatan|kec\b\.?)\s*", "", teks, flags=re.IGNORECASE))
        if kunci not in self.kecamatan:
            mirip = difflib.get_close_matches(kunci, self.kecamatan, n=1, cutoff=0.7)
            saran = f"Mungkin maksudnya {self.kecamatan[mirip[0]]}?" if mirip else "Periksa ejaannya."
            raise ValueError(f"Kecamatan “{kutip(teks)}” tidak dikenal. {saran}")
        return kunci

    def cari_kelurahan(self, teks, kunci_kecamatan):
        """Return the Wilayah of a kelurahan; a known kecamatan must agree. Raises ValueError with the way out."""
        kunci = kunci_nama(re.sub(r"^\s*(kelurahan|kel\b\.?)\s*", "", teks, flags=re.IGNORECASE))
        calon = self.per_nama.get(kunci, [])
        if not calon:
            mirip = difflib.get_close_matches(kunci, self.per_nama, n=1, cutoff=0.7)
            saran = f"Mungkin maksudnya {self.per_nama[mirip[0]][0].kelurahan}?" if mirip else "Periksa ejaannya."
            raise ValueError(f"Kelurahan “{kutip(teks)}” tidak dikenal. {saran}")
        cocok = [w for w in calon if kunci_kecamatan is None or kunci_nama(w.kecamatan) == kunci_kecamatan]
        if not cocok:
            raise ValueError(
                f"{calon[0].kelurahan} ada di Kecamatan {calon[0].kecamatan}, bukan {self.kecamatan[kunci_kecamatan]}. "
                "Perbaiki kecamatan atau kelurahannya."
            )
        if len(cocok) > 1:
            raise ValueError(f"Ada {len(cocok)} kelurahan bernama {cocok[0].kelurahan}. Isi juga kecamatannya.")
        return cocok[0]

    def cari_kode(self, nilai, wilayah, kunci_kecamatan=None):
        """Return the Wilayah of a Kemendagri code, which must agree with the name or the kecamatan found beside it."""
        if isinstance(nilai, float) and nilai.is_integer():
            nilai = int(nilai)
        menurut_kode = self.per_kode.get(re.sub(r"\D", "", str(nilai)))
        if menurut_kode is None:
            raise ValueError(f"Kode kelurahan “{kutip(nilai)}” tidak dikenal. Tulis seperti 15.71.01.1001.")
        if wilayah and wilayah != menurut_kode:
            raise ValueError(
                f"Kode ini milik {menurut_kode.kelurahan}, bukan {wilayah.kelurahan}. Perbaiki kode atau namanya."
            )
        if kunci_kecamatan is not None and kunci_nama(menurut_kode.kecamatan) != kunci_kecamatan:
            tempat = f"{menurut_kode.kelurahan}, Kecamatan {menurut_kode.kecamatan}"
            raise ValueError(f"Kode ini milik {tempat}. Perbaiki kode atau kecamatannya.")
        return menurut_kode
