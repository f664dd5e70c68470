"""Pages on which the RT side fills a part of a filing: one form, a list of rows, or uploads.

Each is GET to read and POST to save; a part that is locked is shown and cannot be saved. Used by later apps too.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.contrib import messages
from django.db import transaction
from django.db.models import ProtectedError
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path, reverse
from django.views.decorators.http import require_POST

from pokja.berkas import BerkasDitolak, buang_berkas, simpan_berkas
from pokja.models import Berkas, Usulan
from pokja.services import LangkahDitolak, boleh_ubah, kunci_isian
from pokja.tahapan import BAGIAN


class IsianBerubah(LangkahDitolak):
    def __init__(self):
        super().__init__("Isian ini baru saja diubah orang lain. Salin ketikan Anda, muat ulang halaman, lalu ulangi.")


def ambil_usulan(request, pk):
    """A Usulan in this person's territory, or 404 as if it did not exist."""
    daftar = Usulan.objects.untuk(request.user).select_related(
        "rt__kelurahan__kecamatan", "kelompok", "tahun_program__program"
    )
    return get_object_or_404(daftar, pk=pk)


def bagian_dari(usulan, kunci):
    """(Bagian, the next one of the same filing or None); works for parts of other stages too."""
    for daftar in (BAGIAN.get(usulan.tahap, ()), *BAGIAN.values()):
        for urut, bagian in enumerate(daftar):
            if bagian.kunci == kunci:
                return bagian, daftar[urut + 1] if urut + 1 < len(daftar) else None
    raise KeyError(kunci)


def konteks_bagian(usulan, pengguna, kunci):
    """What every part's page shows around its form."""
    bagian, berikut = bagian_dari(usulan, kunci)
    tanda = [t for t in usulan.daftar_tanda.terbuka().select_related("alasan") if t.kunci.partition(":")[0] == kunci]
    return {
        "usulan": usulan,
        "bagian": bagian,
        "bagian_berikut": berikut,
        "daftar_tanda": tanda,
        "terbuka": boleh_ubah(usulan, pengguna, kunci),
    }


def simpan_isian(form, *, oleh, kunci):
    """Save an IsianForm once: the same token finds the first row, a stale versi is refused. Raises LangkahDitolak."""
    with transaction.atomic():
        kunci_isian(form.usulan.pk, oleh, kunci)
        return tulis_isian(form)


def tulis_isian(form):
    """The guarded write itself, inside the caller's transaction and lock."""
    baris, model = form.instance, type(form.instance)
    if baris.pk is None:
        token = form.cleaned_data.get("token")
        ada = token and model.objects.filter(token=token).first()
        if ada:
            return ada
        if token:
            baris.token = token
        return form.save()
    if not model.objects.filter(pk=baris.pk, versi=form.cleaned_data.get("versi_isian") or 0).exists():
        raise IsianBerubah
    baris.versi += 1
    return form.save()


def tolak_di_form(form, ditolak):
    """Show a refusal on the form, so that nothing typed is lost."""
    for pesan in ditolak.daftar_pesan:
        form.add_error(None, pesan)


def halaman_tunggal(request, pk, *, kunci, form_kelas, ambil, template="pokja/isian.html", tambahan=None):
    """One form for one row per Usulan. `ambil(usulan)` gives the row or None."""
    usulan = ambil_usulan(request, pk)
    konteks = konteks_bagian(usulan, request.user, kunci)
    form = form_kelas(request.POST or None, instance=ambil(usulan), usulan=usulan)
    if request.method == "POST" and form.is_valid():
        try:
            simpan_isian(form, oleh=request.user, kunci=kunci)
        except LangkahDitolak as ditolak:
            tolak_di_form(form, ditolak)
        else:
            messages.success(request, f"{konteks['bagian'].label} tersimpan.")
            berikut = konteks["bagian_berikut"]
            return redirect(reverse(berikut.url_name, args=[pk]) if berikut else usulan.get_absolute_url())
    return render(request, template, {**konteks, **(tambahan or {}), "form": form}, status=kode(form))


def kode(form):
    """422 for a form that came back with errors, else 200."""
    return 422 if form.is_bound and form.errors else 200


@dataclass(frozen=True)
class JenisBaris:
    """A part that is a list of rows, each with its own small form. `kolom` is (heading, value of a row, is number)."""

    kunci: str
    form: type
    daftar: Callable  # usulan -> QuerySet
    kolom: tuple
    bantuan: str = ""
    template: str = "pokja/baris.html"
    simpan: Callable = simpan_isian  # (form, *, oleh, kunci)
    hapus: Callable | None = None  # (row, *, oleh); default deletes under the lock
    tambahan: Callable | None = None  # usulan -> extra context

    @property
    def url_name(self):
        return next(b.url_name for daftar in BAGIAN.values() for b in daftar if b.kunci == self.kunci)

    def urls(self):
        """Three paths: the list with its form for a new row, one row, its deletion."""
        nama = self.url_name.partition(":")[2]
        alamat = f"usulan/<int:pk>/{nama.replace('_', '-')}/"
        return [
            path(alamat, self.halaman, name=nama),
            path(f"{alamat}<int:baris_pk>/", self.halaman_ubah, name=f"{nama}_ubah"),
            path(f"{alamat}<int:baris_pk>/hapus/", require_POST(self.halaman_hapus), name=f"{nama}_hapus"),
        ]

    def konteks(self, usulan, pengguna):
        return {
            **konteks_bagian(usulan, pengguna, self.kunci),
            "jenis": self,
            "judul_kolom": [(judul, angka) for judul, _nilai, angka in self.kolom],
            "daftar_baris": [self._sajikan(usulan, pengguna, baris) for baris in self.daftar(usulan)],
            **(self.tambahan(usulan) if self.tambahan else {}),
        }

    def _sajikan(self, usulan, pengguna, baris):
        return {
            "baris": baris,
            "sel": [(judul, nilai(baris), angka) for judul, nilai, angka in self.kolom],
            "terbuka": boleh_ubah(usulan, pengguna, f"{self.kunci}:{baris.pk}")
            and not getattr(baris, "tetap_id", None),
            "url_ubah": reverse(f"{self.url_name}_ubah", args=[usulan.pk, baris.pk]),
            "url_hapus": reverse(f"{self.url_name}_hapus", args=[usulan.pk, baris.pk]),
        }

    def halaman(self, request, pk):
        usulan = ambil_usulan(request, pk)
        form = self.form(request.POST or None, usulan=usulan)
        if request.method == "POST" and form.is_valid() and self._coba(request, form, self.kunci):
            messages.success(request, "Baris tersimpan.")
            return redirect(self.url_name, pk)
        return render(request, self.template, {**self.konteks(usulan, request.user), "form": form}, status=kode(form))

    def halaman_ubah(self, request, pk, baris_pk):
        usulan = ambil_usulan(request, pk)
        baris = get_object_or_404(self.daftar(usulan), pk=baris_pk)
        kunci = f"{self.kunci}:{baris.pk}"
        form = self.form(request.POST or None, instance=baris, usulan=usulan)
        if request.method == "POST" and form.is_valid() and self._coba(request, form, kunci):
            messages.success(request, "Perubahan tersimpan.")
            return redirect(self.url_name, pk)
        konteks = konteks_bagian(usulan, request.user, self.kunci) | {
            "form": form,
            "kembali": reverse(self.url_name, args=[pk]),
        }
        konteks["terbuka"] = boleh_ubah(usulan, request.user, kunci)
        return render(request, "pokja/isian.html", konteks, status=kode(form))

    def halaman_hapus(self, request, pk, baris_pk):
        usulan = ambil_usulan(request, pk)
        # A second click finds nothing to delete and lands on the list just the same.
        baris = self.daftar(usulan).filter(pk=baris_pk).first()
        if baris:
            try:
                (self.hapus or self._hapus)(baris, oleh=request.user)
            except ProtectedError:
                raise LangkahDitolak(
                    "Baris ini sudah dipakai di bagian lain, jadi tidak bisa dihapus. Ubah saja isinya."
                ) from None
            messages.success(request, "Baris dihapus.")
        return redirect(self.url_name, pk)

    def _coba(self, request, form, kunci):
        try:
            self.simpan(form, oleh=request.user, kunci=kunci)
        except LangkahDitolak as ditolak:
            tolak_di_form(form, ditolak)
            return False
        return True

    def _hapus(self, baris, *, oleh):
        with transaction.atomic():
            kunci_isian(baris.usulan_id, oleh, f"{self.kunci}:{baris.pk}")
            baris.delete()


def halaman_berkas(request, pk, *, kunci, daftar_jenis, bantuan=""):
    """Uploads of one part: one file a send, each acknowledged by itself."""
    usulan = ambil_usulan(request, pk)
    konteks = konteks_bagian(usulan, request.user, kunci)
    galat = {}
    if request.method == "POST":
        jenis = request.POST.get("jenis", "")
        hapus = request.POST.get("hapus", "")
        try:
            with transaction.atomic():
                kunci_isian(pk, request.user, kunci)
                if hapus:
                    buang_berkas(usulan, hapus, daftar_jenis)
                    messages.success(request, "Berkas dihapus.")
                elif jenis in daftar_jenis:
                    simpan_berkas(usulan, jenis, request.FILES.get("berkas"), oleh=request.user)
                    messages.success(request, f"{Berkas.Jenis(jenis).label} terkirim.")
            return redirect(request.path)
        except BerkasDitolak as ditolak:
            galat = {jenis: str(ditolak)}
    ada = list(usulan.daftar_berkas.ada().filter(jenis__in=daftar_jenis))
    konteks["daftar_unggahan"] = [
        {
            "jenis": jenis,
            "judul": Berkas.Jenis(jenis).label,
            "daftar_berkas": [berkas for berkas in ada if berkas.jenis == jenis],
            "galat": galat.get(jenis, ""),
        }
        for jenis in daftar_jenis
    ]
    konteks["bantuan"] = bantuan
    return render(request, "pokja/berkas.html", konteks, status=422 if galat else 200)
