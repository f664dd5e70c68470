"""Forms on the money's way out. They turn input into values; what may be done is asked of the services."""

from django import forms

from pokja.forms.tim import RekeningForm
from rt.fields import RupiahField
from rt.forms import FormBiasa

PANJANG_NOMOR, PANJANG_ALASAN = 60, 300
# The explanation is stored behind a sentence with the amounts; together they fill the column.
PANJANG_PENJELASAN = 160


def baca_id(teks):
    """The id a form or an address names; 0, which is nobody's, for whatever is none."""
    teks = teks or ""
    return int(teks) if teks.isdecimal() and len(teks) < 19 else 0


def isian_alasan(label, bantuan="", **kwargs):
    return forms.CharField(
        label=label,
        help_text=bantuan,
        max_length=kwargs.pop("max_length", PANJANG_ALASAN),
        widget=forms.Textarea(attrs={"rows": 3}),
        **kwargs,
    )


class GantiRekeningForm(RekeningForm):
    """A new account: typed twice like the first, with the reason and a new photo. Saved by ganti_rekening."""

    alasan_ganti = isian_alasan(
        "Alasan mengganti rekening", "Misalnya: buku tabungan lama ditutup bank, atau nomor yang dulu salah ketik."
    )
    lama = forms.IntegerField(widget=forms.HiddenInput, required=False)
    bukti_id = forms.IntegerField(widget=forms.HiddenInput, required=False)  # a photo that came with an earlier send
    judul_bukti = "Foto buku tabungan"
    field_order = (*RekeningForm.field_order, "alasan_ganti")

    def __init__(self, *args, lama, bukti=None, **kwargs):
        super().__init__(*args, foto=bukti, **kwargs)
        self.bukti = bukti
        self.fields["lama"].initial = lama.pk if lama else 0
        self.fields["berkas"].required = self.bukti is None
        self.fields["berkas"].error_messages["required"] = (
            "Foto halaman depan buku tabungan yang baru, lalu pilih di sini."
        )

    def _get_validation_exclusions(self):
        """Whose number it is, is asked by the service: the RT's own old row must not stand in the way."""
        return super()._get_validation_exclusions() | {"berlaku"}


class PermohonanForm(FormBiasa):
    nomor = forms.CharField(label="Nomor surat permohonan", max_length=PANJANG_NOMOR)
    tanggal = forms.DateField(label="Tanggal surat")


class SP2DForm(FormBiasa):
    """One SP2D for all ticked transfers, with the amounts that were asked for."""

    sp2d_nomor = forms.CharField(label="Nomor SP2D", max_length=PANJANG_NOMOR)
    sp2d_tanggal = forms.DateField(label="Tanggal SP2D")


class CairkanForm(SP2DForm):
    nilai = RupiahField(
        label="Nilai SP2D untuk RT ini", min_value=1, help_text="Ketik dari lembar SP2D; harus sama dengan permohonan."
    )


class GagalForm(FormBiasa):
    alasan = isian_alasan("Alasan dari bank", "Misalnya: nama pemilik rekening berbeda.")


class KonfirmasiForm(FormBiasa):
    diterima = RupiahField(
        label="Uang yang masuk ke rekening", help_text="Lihat di buku tabungan atau SMS bank. Tulis 0 bila belum masuk."
    )
    tanggal = forms.DateField(label="Tanggal masuk", help_text="Bila tidak masuk: tanggal Anda memeriksa rekening.")
    catatan = isian_alasan("Keterangan", "Wajib hanya bila jumlahnya berbeda.", required=False)


class JelaskanForm(FormBiasa):
    nilai = RupiahField(
        label="Nilai cair yang benar",
        min_value=1,
        help_text="Biarkan bila yang tercatat sudah benar; RT memeriksa lagi.",
    )
    penjelasan = isian_alasan("Penjelasan untuk RT", max_length=PANJANG_PENJELASAN)


class TahanForm(FormBiasa):
    alasan = isian_alasan("Alasan menahan", "Dibaca juga oleh RT dan kelurahan.")


class LepasForm(FormBiasa):
    alasan = isian_alasan("Alasan melepas")
