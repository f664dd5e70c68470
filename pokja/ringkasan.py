"""What was filled in, to read and not to change: for locked parts, "periksa jawaban" and the checker's page.

A summary is a dict with any of: rincian (label, text), judul_kolom and daftar_sel
(rows of a list), daftar_foto. `nama_isian` and `daftar_ubah` say, in the same order, where each answer is changed.
A part's function takes the Usulan: `JenisBaris.ringkas`, or one made here.
"""

from datetime import date, time

from django.db import models
from django.forms import RadioSelect
from django.template.defaultfilters import filesizeformat
from django.utils.text import capfirst

from rt.angka import rupiah, volume
from rt.templatetags.rupiah import tanggal


def baca_isian(form_kelas, baris):
    """(label, text) of every field of a form as the saved row has it; empty texts where there is no row."""
    return [
        (form_kelas.base_fields[kolom.name].label or capfirst(kolom.verbose_name), _teks(baris, kolom) if baris else "")
        for kolom in _kolom_isian(form_kelas)
    ]


def _kolom_isian(form_kelas):
    """The columns of the model that the form asks for, in the order of the form."""
    kolom = {k.name: k for k in form_kelas._meta.model._meta.concrete_fields if k.editable}
    return [kolom[nama] for nama in form_kelas.base_fields if nama in kolom]


def _teks(baris, kolom):
    nilai = getattr(baris, kolom.name)
    if nilai is None:
        return ""
    if kolom.choices:
        return getattr(baris, f"get_{kolom.name}_display")()
    if isinstance(kolom, models.BigIntegerField):
        return volume(nilai) if kolom.name == "volume" else rupiah(nilai)
    if isinstance(nilai, bool):
        return "Ya" if nilai else "Tidak"
    if isinstance(nilai, date):
        return tanggal(nilai)
    if isinstance(nilai, time):
        return f"{nilai:%H.%M} WIB"
    return str(nilai)


def ringkas_tunggal(form_kelas, ambil):
    """The summary of a part that is one form; `ambil(usulan)` gives its row or None."""
    isian = form_kelas.base_fields
    # Radios are focused by their first option, as in the error summary.
    nama_isian = [
        f"{kolom.name}_0" if isinstance(isian[kolom.name].widget, RadioSelect) else kolom.name
        for kolom in _kolom_isian(form_kelas)
    ]
    return lambda usulan: {"rincian": baca_isian(form_kelas, ambil(usulan)), "nama_isian": nama_isian}


def ringkas_berkas(daftar_jenis):
    """The summary of a part that is uploads."""
    return lambda usulan: {"daftar_foto": daftar_foto(usulan.daftar_berkas.ada().filter(jenis__in=daftar_jenis))}


def daftar_foto(daftar_berkas):
    """Uploads as templates/_komponen/foto.html draws them."""
    return [
        {
            "pk": berkas.pk,
            "jenis": berkas.jenis,
            "ukuran": filesizeformat(berkas.ukuran),
            "nama": berkas.nama_asli,
            "url": berkas.get_absolute_url(),
            "url_kecil": f"{berkas.get_absolute_url()}?kecil" if berkas.gambar else "",
            "judul": berkas.get_jenis_display(),
            "keterangan": " ".join(
                filter(None, [berkas.nama_asli, berkas.diambil_pada and f"(foto {tanggal(berkas.diambil_pada)})"])
            ),
        }
        for berkas in daftar_berkas
    ]
