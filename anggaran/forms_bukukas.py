"""Forms that add a row to the buku kas. Each makes one unsaved BukuKas by `baris()`; the rules are in the services."""

import uuid

from django import forms
from django.db.models import Q
from django.utils import timezone

from anggaran.forms_bukti import BerbuktiForm
from anggaran.models import BukuKas, Jenis, TarifPajak, Tempat
from anggaran.models.bukukas import Dana
from anggaran.services.bukukas import pajak_terbuka, realisasi, saldo
from anggaran.services.syarat_bukukas import halangan_tarif
from pokja.models import Berkas, Sumber
from rt.angka import rupiah
from rt.fields import RupiahField
from rt.forms import FormBiasa

DANA_SUMBER = {Sumber.PROGRAM: Dana.PROGRAM, Sumber.SWADAYA_UANG: Dana.SWADAYA}


class CatatForm(BerbuktiForm):
    """What every new row has. `jenis` and the words of its page are the class's."""

    jenis = None
    judul = bantuan = ""
    tanggal = forms.DateField(label="Tanggal", initial=timezone.localdate)
    nilai = RupiahField(label="Jumlah (Rp)", min_value=1)
    uraian = forms.CharField(label="Keterangan", max_length=200, required=False)
    token = forms.UUIDField(widget=forms.HiddenInput, required=False, initial=uuid.uuid4)
    # Codes of the warnings that stood on the page from which this was sent.
    dibaca = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, usulan, **kwargs):
        self.usulan, self.peringatan = usulan, []
        super().__init__(*args, **kwargs)
        if "tempat" in self.fields:
            self.fields["tempat"].help_text = teks_saldo(saldo(usulan))

    def clean_dibaca(self):
        return set(self.cleaned_data["dibaca"].split())

    def tanyakan(self, daftar_peringatan):
        """Show what looks like a slip; the next send of this form says that it was read."""
        self.peringatan = daftar_peringatan
        dibaca = self.cleaned_data["dibaca"] | {satu.kode for satu in daftar_peringatan}
        self.data["dibaca"] = " ".join(sorted(dibaca))

    def baris(self):
        data = self.cleaned_data
        return BukuKas(
            usulan=self.usulan,
            jenis=self.jenis,
            tanggal=data["tanggal"],
            nilai=data["nilai"],
            uraian=data["uraian"] or self.jenis.label,
            tempat=data.get("tempat") or Tempat.BANK,
            nomor_bukti=data.get("nomor_bukti", ""),
            bukti=self.bukti,
            token=data["token"] or uuid.uuid4(),
        )


def bertoken(usulan, data):
    """What an earlier send of this form wrote into the book: one row, or none."""
    try:
        return usulan.daftar_bukukas.filter(token=uuid.UUID(data.get("token", "")))
    except ValueError:
        return usulan.daftar_bukukas.none()


def teks_saldo(keadaan):
    """Where how much money is now, programme and swadaya apart."""
    kalimat = []
    for dana in Dana:
        if dana == Dana.PROGRAM or any(keadaan[dana, tempat] for tempat in Tempat):
            isi = " dan ".join(f"{tempat.label.lower()} {rupiah(keadaan[dana, tempat])}" for tempat in Tempat)
            kalimat.append(f"{dana.label}: {isi}.")
    return "Saldo sekarang. " + " ".join(kalimat)


def isian_tempat(label, awal=Tempat.BANK):
    return forms.ChoiceField(label=label, choices=Tempat, initial=awal, widget=forms.RadioSelect)


class PilihanTarif(forms.Select):
    """Each option says its rate, so that the page can show what is left to pay."""

    def create_option(self, name, value, *args, **kwargs):
        pilihan = super().create_option(name, value, *args, **kwargs)
        if value:
            pilihan["attrs"]["data-per-sepuluh-ribu"] = value.instance.per_sepuluh_ribu
        return pilihan


class BelanjaForm(CatatForm):
    jenis = Jenis.BELANJA
    judul = "Catat belanja"
    bantuan = "Satu nota untuk satu baris RAB. Bila satu nota untuk dua baris, catat dua kali dengan foto yang sama."
    jenis_bukti = Berkas.Jenis.NOTA
    judul_bukti = "Foto nota"
    nilai = RupiahField(label="Nilai nota (Rp)", min_value=1, help_text="Termasuk pajak yang dipotong.")
    baris_rab = forms.ChoiceField(label="Baris RAB", error_messages={"required": "Pilih baris RAB untuk belanja ini."})
    toko = forms.CharField(label="Toko atau penerima", max_length=150)
    nomor_bukti = forms.CharField(label="Nomor nota", max_length=60, required=False)
    tempat = isian_tempat("Dibayar dari")
    tarif = forms.ModelChoiceField(
        label="Pajak yang dipotong",
        queryset=TarifPajak.objects.none(),
        required=False,
        empty_label="Tidak ada pajak",
        widget=PilihanTarif,
    )
    pajak = RupiahField(
        label="Jumlah pajak (Rp)", min_value=0, required=False, help_text="Kosongkan supaya dihitung dari tarifnya."
    )
    field_order = ("foto", "nilai", "baris_rab", "toko", "nomor_bukti", "tanggal", "tempat", "tarif", "pajak", "uraian")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        tahun = self.usulan.tahun_program.tahun
        berlaku = Q(selesai__isnull=True) | Q(selesai__year__gte=tahun)
        self.fields["tarif"].queryset = TarifPajak.objects.filter(berlaku, mulai__year__lte=tahun)
        self.pilihan = {str(hasil.baris.pk): hasil.baris for hasil in self._daftar_realisasi()}
        self.fields["baris_rab"].choices = [("", "Pilih baris RAB"), *self._kelompok()]
        self._ingat_kiriman_pertama()

    def _ingat_kiriman_pertama(self):
        """Sent again after a shift of the RAB: its old line must still be found, to find the first row."""
        ada = bertoken(self.usulan, self.data).filter(jenis=self.jenis).select_related("baris_rab").first()
        if ada and str(ada.baris_rab_id) not in self.pilihan:
            self.pilihan[str(ada.baris_rab_id)] = ada.baris_rab
            self.fields["baris_rab"].choices = [*self.fields["baris_rab"].choices, (ada.baris_rab_id, ada.uraian)]

    def _daftar_realisasi(self):
        if not hasattr(self, "_realisasi"):
            self._realisasi = [hasil for hasil in realisasi(self.usulan) if hasil.baris.sumber in DANA_SUMBER]
        return self._realisasi

    def _kelompok(self):
        for sumber, dana in DANA_SUMBER.items():
            daftar = [
                (hasil.baris.pk, f"{hasil.baris.uraian} (sisa {rupiah(hasil.sisa)} dari {rupiah(hasil.baris.jumlah)})")
                for hasil in self._daftar_realisasi()
                if hasil.baris.sumber == sumber
            ]
            if daftar:
                yield dana.label, daftar

    def clean(self):
        data = super().clean()
        tarif, nilai, tanggal = data.get("tarif"), data.get("nilai"), data.get("tanggal")
        if data.get("pajak") and not tarif and "tarif" not in self.errors:
            self.add_error("tarif", "Pilih jenis pajak yang dipotong.")
        for pesan in halangan_tarif(tarif, tanggal) if tarif and tanggal else ():
            self.add_error("tarif", pesan)
        if tarif and nilai and "pajak" not in self.errors and data.get("pajak") is None:
            # Rounded down to the rupiah, as tax is.
            data["pajak"] = nilai * tarif.per_sepuluh_ribu // 10_000
        if nilai and (data.get("pajak") or 0) > nilai:
            self.add_error("pajak", "Pajak tidak boleh melebihi nilai nota. Periksa angkanya.")
        return data

    def baris(self):
        baris, data = super().baris(), self.cleaned_data
        baris.baris_rab = self.pilihan[data["baris_rab"]]
        baris.dana = DANA_SUMBER[baris.baris_rab.sumber]
        baris.toko, baris.tarif, baris.pajak = data["toko"], data["tarif"], data["pajak"] or 0
        baris.uraian = data["uraian"] or baris.baris_rab.uraian
        return baris


class TarikTunaiForm(CatatForm):
    jenis = Jenis.TARIK_TUNAI
    judul = "Catat tarik tunai"
    bantuan = "Uang yang diambil dari rekening Pokja untuk kas tunai."
    dana = forms.ChoiceField(label="Uang dari", choices=Dana, initial=Dana.PROGRAM, widget=forms.RadioSelect)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["dana"].help_text = teks_saldo(saldo(self.usulan))

    def baris(self):
        baris = super().baris()
        baris.dana = self.cleaned_data["dana"]
        return baris


class SwadayaForm(CatatForm):
    jenis = Jenis.TERIMA_SWADAYA
    judul = "Catat swadaya uang"
    bantuan = "Uang dari warga. Tercatat terpisah dari dana program. Tenaga dan bahan tidak dicatat di sini."
    uraian = forms.CharField(
        label="Dari siapa", max_length=200, required=False, help_text="Misalnya iuran warga gang 3."
    )
    tempat = isian_tempat("Disimpan di", Tempat.KAS)

    def baris(self):
        baris = super().baris()
        baris.dana = Dana.SWADAYA
        return baris


class BungaForm(CatatForm):
    jenis = Jenis.BUNGA
    judul = "Catat bunga bank"
    bantuan = "Bunga yang masuk ke rekening Pokja, seperti tercetak di buku tabungan."


class BiayaBankForm(CatatForm):
    jenis = Jenis.BIAYA_BANK
    judul = "Catat biaya bank"
    bantuan = "Biaya administrasi atau pajak bunga yang dipotong bank dari rekening Pokja."


class SetorPajakForm(CatatForm):
    jenis = Jenis.SETOR_PAJAK
    judul = "Catat setor pajak"
    bantuan = "Pajak yang dipotong dari belanja dan sudah disetor ke negara atau daerah."
    jenis_bukti = Berkas.Jenis.BUKTI_SETOR
    judul_bukti = "Foto bukti setor"
    belanja = forms.ChoiceField(
        label="Pajak dari belanja",
        error_messages={
            "required": "Pilih belanja yang pajaknya disetor.",
            "invalid_choice": "Pajak belanja itu sudah disetor atau barisnya sudah dikoreksi. Pilih lagi dari daftar.",
        },
    )
    nomor_bukti = forms.CharField(
        label="Nomor bukti setor", max_length=60, help_text="NTPN untuk pajak pusat, nomor SSPD untuk pajak daerah."
    )
    nilai = RupiahField(
        label="Jumlah disetor (Rp)", min_value=1, required=False, help_text="Kosongkan bila disetor seluruhnya."
    )
    tempat = isian_tempat("Disetor dari")
    field_order = ("foto", "belanja", "nomor_bukti", "nilai", "tanggal", "tempat", "uraian")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.terbuka = {str(baris.pk): (baris, sisa) for baris, sisa in pajak_terbuka(self.usulan)}
        self._ingat_kiriman_pertama()
        self.fields["belanja"].choices = [("", "Pilih belanja")] + [
            (pk, f"{baris.tanggal:%d/%m/%Y} {baris.uraian}: {baris.tarif or 'pajak'}, belum disetor {rupiah(sisa)}")
            for pk, (baris, sisa) in self.terbuka.items()
        ]

    def _ingat_kiriman_pertama(self):
        """Sent twice, the tax is no longer open: the second send must still find its expense, to find the first row."""
        ada = bertoken(self.usulan, self.data).sah().filter(jenis=self.jenis).first()
        if ada:
            belanja = str(ada.pajak_dari_id)
            sisa = self.terbuka[belanja][1] if belanja in self.terbuka else 0
            self.terbuka[belanja] = (ada.pajak_dari, sisa + ada.nilai)

    def clean(self):
        data = super().clean()
        if data.get("belanja") and data.get("nilai") is None and "nilai" not in self.errors:
            data["nilai"] = self.terbuka[data["belanja"]][1]
        return data

    def baris(self):
        baris = super().baris()
        baris.pajak_dari = self.terbuka[self.cleaned_data["belanja"]][0]
        baris.dana = baris.pajak_dari.dana
        return baris


class SetorSisaForm(CatatForm):
    jenis = Jenis.SETOR_SISA
    judul = "Catat setoran sisa dana"
    bantuan = "Sisa dana program yang dikembalikan ke kas daerah."
    jenis_bukti = Berkas.Jenis.BUKTI_SETOR
    judul_bukti = "Foto bukti setoran (STS)"
    nomor_bukti = forms.CharField(label="Nomor STS", max_length=60)
    tempat = isian_tempat("Disetor dari")
    field_order = ("foto", "nilai", "nomor_bukti", "tanggal", "tempat", "uraian")


class KoreksiForm(FormBiasa):
    alasan = forms.CharField(
        label="Alasan koreksi", max_length=300, help_text="Misalnya salah ketik: seharusnya Rp150.000."
    )
