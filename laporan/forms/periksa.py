"""The checker's form: a verdict for each part, a mark for each line, and what the step itself needs."""

from django import forms
from django.utils import timezone

from laporan.filters import Pilih
from laporan.services.periksa import AKSI_MUNDUR, Putusan
from pokja.models import AlasanKembali
from pokja.tahapan import Tahap
from rt.forms import FormBiasa

SESUAI, PERBAIKI = "sesuai", "perbaiki"
TUTUP, TETAP = "tutup", "tetap"
PILIHAN_BAGIAN = [(SESUAI, "Sesuai"), (PERBAIKI, "Perlu diperbaiki")]
PILIHAN_TANDA = [(TUTUP, "Sudah benar"), (TETAP, "Masih perlu diperbaiki")]
KATA_TERPANJANG = 500


def isian_kata(label):
    return forms.CharField(
        label=label, max_length=KATA_TERPANJANG, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )


class PutusanForm(FormBiasa):
    """`daftar_bagian` is laporan.bukti.bagian_diperiksa, `daftar_tanda` the marks still open from last time."""

    aksi = forms.ChoiceField(widget=forms.HiddenInput, error_messages={"required": "Pilih putusannya dengan tombol."})
    catatan = forms.CharField(
        label="Catatan putusan", max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    berikutnya = forms.BooleanField(label="Lanjut ke usulan berikutnya", required=False, initial=True)
    semua_sesuai = forms.BooleanField(
        label="Semua sudah saya lihat dan sesuai",
        required=False,
        help_text="Berlaku untuk setiap bagian di bawah yang tidak Anda nilai sendiri.",
    )

    def __init__(self, *args, usulan, daftar_langkah, daftar_bagian, daftar_tanda, rekening=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.usulan, self.daftar_langkah = usulan, {langkah.aksi: langkah for langkah in daftar_langkah}
        self.daftar_tanda, self.daftar_bagian, self.rekening = daftar_tanda, daftar_bagian, rekening
        self.fields["aksi"].choices = [(langkah.aksi, langkah.label) for langkah in daftar_langkah]
        self.alasan = {str(alasan.pk): alasan for alasan in AlasanKembali.objects.filter(aktif=True)}
        self.pilihan_alasan = [("", "Pilih alasan")] + [(pk, alasan.teks) for pk, alasan in self.alasan.items()]
        bertanda = {tanda.kunci for tanda in daftar_tanda}
        for tanda in daftar_tanda:
            self._isian_putusan(f"tanda_{tanda.pk}", tanda.label, PILIHAN_TANDA)
        for bagian in daftar_bagian:
            if bagian.bagian.kunci not in bertanda:
                self._isian_putusan(bagian.bagian.kunci, bagian.bagian.label, PILIHAN_BAGIAN)
            for baris in bagian.baris_bertanda:
                if baris.kunci not in bertanda:
                    self._isian_baris(baris)
        self._isian_langkah()
        # The button pressed says what is needed, so that no field is `required`; only the note may always stay empty.
        for nama, isian in self.fields.items():
            isian.boleh_kosong = nama == "catatan"
        if not self.kolom_bagian():
            del self.fields["semua_sesuai"]

    def _isian_putusan(self, nama, label, pilihan):
        self.fields[f"nilai_{nama}"] = forms.ChoiceField(
            label=label, choices=pilihan, required=False, widget=forms.RadioSelect
        )
        self.fields[f"alasan_{nama}"] = forms.ChoiceField(label="Alasan", choices=self.pilihan_alasan, required=False)
        self.fields[f"kata_{nama}"] = isian_kata(f"Penjelasan: {label}")

    def _isian_baris(self, baris):
        nama = baris.kunci.replace(":", "_")
        self.fields[f"baris_{nama}"] = forms.BooleanField(label="Perlu diperbaiki", required=False)
        # A book has 150 rows, each with every reason.
        self.fields[f"alasan_{nama}"] = forms.ChoiceField(
            label=f"Alasan untuk {baris.label}", choices=self.pilihan_alasan, required=False, widget=Pilih
        )
        self.fields[f"kata_{nama}"] = forms.CharField(
            label=f"Yang harus diperbaiki pada {baris.label}",
            max_length=KATA_TERPANJANG,
            required=False,
            widget=forms.TextInput(attrs={"placeholder": "Apa yang salah?"}),
        )

    def _isian_langkah(self):
        """What one step needs beside the verdicts."""
        if "terima" in self.daftar_langkah and self.usulan.tahap in (Tahap.POKJA, Tahap.PENETAPAN):
            self.fields["sk_nomor"] = forms.CharField(
                label="Nomor SK",
                max_length=60,
                required=False,
                help_text="Nomor dan tanggal tidak perlu bila dikembalikan.",
            )
            self.fields["sk_tanggal"] = forms.DateField(
                label="Tanggal SK", required=False, widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
            )
        if self.rekening is not None and self.rekening.diperiksa_pada is None:
            self.fields["rekening_cocok"] = forms.BooleanField(
                label="Nomor dan nama rekening cocok dengan foto buku tabungan", required=False
            )
            self.fields["versi_rekening"] = forms.IntegerField(
                widget=forms.HiddenInput, required=False, initial=self.rekening.versi
            )

    # --- for the template -------------------------------------------------------------------------------------------

    def kolom_tanda(self):
        """(mark, verdict, reason, words) for each mark still open."""
        return [(tanda, *self._kolom(f"tanda_{tanda.pk}")) for tanda in self.daftar_tanda]

    def bagian_bertanda_lama(self):
        """The keys of the parts that hold an open mark, on themselves or on one of their rows."""
        return {tanda.kunci.partition(":")[0] for tanda in self.daftar_tanda}

    def kolom_bagian(self):
        """(part, verdict, reason, words) for each part that has no open mark of its own."""
        return [
            (bagian.bagian, *self._kolom(bagian.bagian.kunci))
            for bagian in self.daftar_bagian
            if f"nilai_{bagian.bagian.kunci}" in self.fields
        ]

    def _kolom(self, nama):
        return self[f"nilai_{nama}"], self[f"alasan_{nama}"], self[f"kata_{nama}"]

    def kolom_baris(self, baris):
        """(checkbox, reason, words) of a line or document, or None when it cannot be marked here."""
        nama = baris.kunci.replace(":", "_")
        if f"baris_{nama}" not in self.fields:
            return None
        return self[f"baris_{nama}"], self[f"alasan_{nama}"], self[f"kata_{nama}"]

    def kolom_langkah(self):
        return [self[nama] for nama in ("rekening_cocok", "sk_nomor", "sk_tanggal") if nama in self.fields]

    # --- the verdict ------------------------------------------------------------------------------------------------

    def clean(self):
        data = super().clean()
        self.tanda_baru, self.tanda_tutup, self.bagian_bertanda = [], [], set()
        aksi = data.get("aksi")
        if aksi is None:
            self.add_error(None, "Pilih putusannya dengan salah satu tombol di bawah formulir.")
            return data
        for tanda in self.daftar_tanda:
            self._baca_tanda(tanda, data)
        for bagian in self.daftar_bagian:
            self._baca_bagian(bagian, data)
        if aksi == "kembalikan":
            self._jaga_kembalikan(data)
        elif aksi != "tolak":
            self._jaga_lengkap(data)
        self._jaga_langkah(aksi, data)
        return data

    def _baca_tanda(self, tanda, data):
        nama = f"tanda_{tanda.pk}"
        if data.get(f"nilai_{nama}") == TUTUP:
            self.tanda_tutup.append(tanda.pk)
        elif data.get(f"nilai_{nama}") == TETAP and (data.get(f"alasan_{nama}") or data.get(f"kata_{nama}")):
            self._tandai(tanda.kunci, tanda.label, nama, data)

    def _baca_bagian(self, bagian, data):
        kunci = bagian.bagian.kunci
        nilai = data.get(f"nilai_{kunci}")
        baris_ditandai = [self._baca_baris(baris, data) for baris in bagian.baris_bertanda]
        if any(baris_ditandai):
            self.bagian_bertanda.add(kunci)
        if nilai == SESUAI and any(baris_ditandai):
            self.add_error(
                f"nilai_{kunci}", "Ada baris yang ditandai perlu diperbaiki. Nilai bagian ini “Perlu diperbaiki”."
            )
        if nilai != PERBAIKI:
            return
        if data.get(f"alasan_{kunci}") or data.get(f"kata_{kunci}"):
            self._tandai(kunci, bagian.bagian.label, kunci, data)
        elif not any(baris_ditandai):
            self.add_error(f"kata_{kunci}", "Pilih alasan atau tuliskan apa yang harus diperbaiki.")

    def _baca_baris(self, baris, data):
        nama = baris.kunci.replace(":", "_")
        if not data.get(f"baris_{nama}"):
            return False
        if data.get(f"alasan_{nama}") or data.get(f"kata_{nama}"):
            self._tandai(baris.kunci, baris.label[:200], nama, data)
        else:
            self.add_error(f"kata_{nama}", "Pilih alasan atau tuliskan apa yang harus diperbaiki di sini.")
        return True

    def _tandai(self, kunci, label, nama, data):
        alasan = self.alasan.get(data.get(f"alasan_{nama}"))
        self.tanda_baru.append((kunci, label, alasan, data.get(f"kata_{nama}") or ""))

    def _jaga_kembalikan(self, data):
        tetap = any(data.get(f"nilai_tanda_{tanda.pk}") != TUTUP for tanda in self.daftar_tanda)
        if not self.tanda_baru and not tetap and not self.errors:
            self.add_error(
                None, "Tandai sedikitnya satu bagian atau baris yang harus diperbaiki, supaya RT tahu apa yang diminta."
            )

    def _jaga_lengkap(self, data):
        """Passing on needs the whole verdict: every part judged right, every old mark found mended."""
        for tanda in self.daftar_tanda:
            if data.get(f"nilai_tanda_{tanda.pk}") != TUTUP:
                self.add_error(
                    f"nilai_tanda_{tanda.pk}",
                    "Belum bisa diteruskan: nyatakan sudah benar, atau kembalikan lagi ke RT.",
                )
        for bagian, nilai, _alasan, _kata in self.kolom_bagian():
            # One tick speaks for the parts that were not judged by themselves, never for one with a marked line.
            diam = SESUAI if data.get("semua_sesuai") and bagian.kunci not in self.bagian_bertanda else ""
            if (data.get(nilai.name) or diam) != SESUAI:
                self.add_error(
                    nilai.name,
                    f"Belum bisa diteruskan: {bagian.label} belum dinilai sesuai. Nilai dulu, atau kembalikan.",
                )

        if self.bagian_bertanda - {bagian.kunci for bagian, *_ in self.kolom_bagian()}:
            self.add_error(
                None,
                "Ada baris yang ditandai perlu diperbaiki, jadi belum bisa diteruskan. Hapus tandanya, atau kembalikan.",
            )

    def _jaga_langkah(self, aksi, data):
        if aksi == "terima" and "sk_nomor" in self.fields:
            if not data.get("sk_nomor"):
                self.add_error("sk_nomor", "Isi nomor SK.")
            if not data.get("sk_tanggal") and "sk_tanggal" not in self.errors:
                self.add_error("sk_tanggal", "Isi tanggal SK.")
            elif data.get("sk_tanggal") and data["sk_tanggal"] > timezone.localdate():
                self.add_error("sk_tanggal", "Tanggal SK tidak boleh sesudah hari ini.")
        if aksi == "tolak" and not data.get("catatan"):
            self.add_error("catatan", "Tuliskan alasan menolak, karena RT membacanya.")

    def putusan(self):
        """The whole verdict, for services.periksa.putuskan."""
        data = self.cleaned_data
        return Putusan(
            aksi=data["aksi"],
            daftar_tanda=tuple(self.tanda_baru) if data["aksi"] == "kembalikan" else (),
            tutup=tuple(self.tanda_tutup),
            catatan=self._catatan(data),
            sk_nomor=data.get("sk_nomor") or "",
            sk_tanggal=data.get("sk_tanggal"),
            versi_rekening=data.get("versi_rekening") if data.get("rekening_cocok") else None,
        )

    @staticmethod
    def _catatan(data):
        if data["aksi"] == AKSI_MUNDUR and not data["catatan"]:
            return "Warga menyatakan tidak siap."
        return data["catatan"]
