"""Pages on which the RT side fills a part of a filing: one form or a list of rows; uploads are pokja.isian_berkas.

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

from pokja.cara_mengisi import CARA_MENGISI
from pokja.models import Usulan
from pokja.ringkasan import baca_isian
from pokja.sekali import terkirim_dua_kali, tulis_isian
from pokja.services import BagianTerkunci, LangkahDitolak, bagian_terbuka, boleh_ubah, kunci_isian
from pokja.tahapan import BAGIAN, cari_langkah, jangkar_baris
from rt.peran import SISI_RT


def ambil_usulan(request, pk):
    """A Usulan in this person's territory, or 404 as if it did not exist."""
    daftar = Usulan.objects.untuk(request.user).select_related(
        "rt__kelurahan__kecamatan", "kelompok", "tahun_program__program"
    )
    return get_object_or_404(daftar, pk=pk)


def bagian_dari(usulan, kunci, buka=frozenset()):
    """(Bagian, the next one of the same filing or None); works for parts of other stages too.

    After a return the way leads past what is locked, from one part in `buka` to the next.
    """
    daftar_kini = BAGIAN.get(usulan.tahap, ())
    if usulan.dikembalikan_oleh:
        buka = {satu.partition(":")[0] for satu in buka}
        daftar_kini = [bagian for bagian in daftar_kini if bagian.kunci in buka or bagian.kunci == kunci]
    for daftar in (daftar_kini, *BAGIAN.values()):
        for urut, bagian in enumerate(daftar):
            if bagian.kunci == kunci:
                return bagian, daftar[urut + 1] if urut + 1 < len(daftar) else None
    raise KeyError(kunci)


def konteks_bagian(usulan, pengguna, kunci):
    """What every part's page shows around its form."""
    buka = bagian_terbuka(usulan)
    bagian, berikut = bagian_dari(usulan, kunci, buka)
    ajukan = cari_langkah(usulan.tahap, usulan.giliran, "ajukan")
    tanda = [t for t in usulan.daftar_tanda.terbuka().select_related("alasan") if t.kunci.partition(":")[0] == kunci]
    for satu in tanda:
        satu.jangkar = jangkar_baris(satu.kunci)
    return {
        "usulan": usulan,
        "bagian": bagian,
        "bagian_berikut": berikut,
        "url_name_ajukan": ajukan.url_name if ajukan and not berikut else "",
        "daftar_tanda": tanda,
        "terbuka": pengguna.peran in SISI_RT and kunci in buka,
        "buka": buka if pengguna.peran in SISI_RT else frozenset(),
        "cara": CARA_MENGISI.get(kunci),
    }


def nomor_baris(buka, kunci):
    """The ids of the rows of a part that are open by themselves: {"rab:7"} -> [7]."""
    pasangan = (satu.partition(":") for satu in buka)
    return sorted(int(nomor) for bagian, _, nomor in pasangan if bagian == kunci and nomor.isdecimal())


def url_berikut(usulan, bagian_berikut, buka):
    """The page of the next part, at its first marked row where only rows are open; empty after the last part."""
    if bagian_berikut is None:
        return ""
    kunci, url = bagian_berikut.kunci, reverse(bagian_berikut.url_name, args=[usulan.pk])
    nomor = [] if kunci in buka else nomor_baris(buka, kunci)
    return url + jangkar_baris(f"{kunci}:{nomor[0]}") if nomor else url


def simpan_isian(form, *, oleh, kunci):
    """Save an IsianForm once: the same token finds the first row, a stale versi is refused. Raises LangkahDitolak."""
    with transaction.atomic():
        kunci_isian(form.usulan.pk, oleh, kunci)
        return tulis_isian(form)


def tolak_di_form(form, ditolak):
    """Show a refusal on the form, so that nothing typed is lost."""
    form.status_ditolak = 409 if isinstance(ditolak, BagianTerkunci) else 422
    for pesan in ditolak.daftar_pesan:
        form.add_error(None, pesan)


def halaman_tunggal(request, pk, *, kunci, form_kelas, ambil, template="pokja/isian.html", tambahan=None):
    """One form for one row per Usulan. `ambil(usulan)` gives the row or None."""
    usulan = ambil_usulan(request, pk)
    konteks = konteks_bagian(usulan, request.user, kunci)
    baris = ambil(usulan)
    konteks["rincian"] = baca_isian(form_kelas, baris)
    form = form_kelas(kiriman(request), instance=baris, usulan=usulan)
    if request.method == "POST" and coba_simpan(form, simpan_isian, konteks["terbuka"], oleh=request.user, kunci=kunci):
        messages.success(request, f"{konteks['bagian'].label} tersimpan.")
        return redirect(url_berikut(usulan, konteks["bagian_berikut"], konteks["buka"]) or usulan.get_absolute_url())
    return render(request, template, {**konteks, **(tambahan or {}), "form": form}, status=kode(form))


def kiriman(request):
    """What was posted, be it nothing at all; None for a page that is only read."""
    return request.POST if request.method == "POST" else None


def coba_simpan(form, simpan, terbuka, *, oleh, kunci):
    """Validate and save by `simpan(form, oleh=, kunci=)`. False: what is wrong stands on the form."""
    try:
        if not terbuka:
            raise BagianTerkunci
        if not form.is_valid():
            return terkirim_dua_kali(form)
        simpan(form, oleh=oleh, kunci=kunci)
    except LangkahDitolak as ditolak:
        tolak_di_form(form, ditolak)
        return False
    return True


def kode(form):
    """422 for a form that came back with errors (409 if its part is locked), else 200."""
    return getattr(form, "status_ditolak", 422) if form.is_bound and form.errors else 200


@dataclass(frozen=True)
class JenisBaris:
    """A part that is a list of rows, each with its own small form. `kolom` is (heading, value of a row, is number)."""

    kunci: str
    form: type
    daftar: Callable  # usulan -> QuerySet
    kolom: tuple
    bantuan: str = ""
    template: str = "pokja/baris.html"
    template_ubah: str = "pokja/isian.html"
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

    def ringkas(self, usulan):
        """The rows to look over before submitting, see pokja.ringkasan."""
        daftar = list(self.daftar(usulan))
        return {
            "judul_kolom": self._judul(),
            "daftar_sel": [self._sel(baris) for baris in daftar],
            "daftar_ubah": [self._ubah(usulan, baris) for baris in daftar],
            "daftar_nomor": [baris.pk for baris in daftar],
        }

    def _ubah(self, usulan, baris):
        """(key that must be open, address) of the page that changes a row; nothing for a row that is fixed."""
        if getattr(baris, "tetap_id", None):
            return None
        return f"{self.kunci}:{baris.pk}", reverse(f"{self.url_name}_ubah", args=[usulan.pk, baris.pk])

    def konteks(self, usulan, pengguna):
        buka = bagian_terbuka(usulan) if pengguna.peran in SISI_RT else frozenset()
        konteks = konteks_bagian(usulan, pengguna, self.kunci)
        tanda = {satu.kunci: satu for satu in konteks["daftar_tanda"]}
        daftar_baris = [self._sajikan(usulan, baris, buka, tanda) for baris in self.daftar(usulan)]
        return {
            **konteks,
            "jenis": self,
            "judul_kolom": self._judul(),
            "daftar_baris": daftar_baris,
            "sebagian": any(baris["terbuka"] for baris in daftar_baris),
            **(self.tambahan(usulan) if self.tambahan else {}),
        }

    def _judul(self):
        return [(judul, angka) for judul, _nilai, angka in self.kolom]

    def _sel(self, baris):
        return [(judul, nilai(baris), angka) for judul, nilai, angka in self.kolom]

    def _sajikan(self, usulan, baris, buka, tanda):
        tetap = bool(getattr(baris, "tetap_id", None))
        bagian_buka = self.kunci in buka
        baris_buka = bagian_buka or f"{self.kunci}:{baris.pk}" in buka
        return {
            "baris": baris,
            "sel": self._sel(baris),
            "tanda": tanda.get(f"{self.kunci}:{baris.pk}"),
            "terbuka": baris_buka and not tetap,
            "bisa_dihapus": (baris_buka if self.hapus else bagian_buka) and not tetap,
            "url_ubah": reverse(f"{self.url_name}_ubah", args=[usulan.pk, baris.pk]),
            "url_hapus": reverse(f"{self.url_name}_hapus", args=[usulan.pk, baris.pk]),
        }

    def halaman(self, request, pk):
        usulan = ambil_usulan(request, pk)
        form = self.form(kiriman(request), usulan=usulan)
        if request.method == "POST":
            terbuka = boleh_ubah(usulan, request.user, self.kunci)
            if coba_simpan(form, self.simpan, terbuka, oleh=request.user, kunci=self.kunci):
                messages.success(request, "Baris tersimpan.")
                return redirect(self.url_name, pk)
        return render(request, self.template, {**self.konteks(usulan, request.user), "form": form}, status=kode(form))

    def halaman_ubah(self, request, pk, baris_pk):
        usulan = ambil_usulan(request, pk)
        baris = get_object_or_404(self.daftar(usulan), pk=baris_pk)
        kunci = f"{self.kunci}:{baris.pk}"
        konteks = konteks_bagian(usulan, request.user, self.kunci)
        konteks |= {
            "daftar_tanda": [tanda for tanda in konteks["daftar_tanda"] if tanda.kunci in (self.kunci, kunci)],
            "rincian": baca_isian(self.form, baris),
            "kembali": reverse(self.url_name, args=[pk]),
            "terbuka": boleh_ubah(usulan, request.user, kunci) and not getattr(baris, "tetap_id", None),
        }
        form = self.form(kiriman(request), instance=baris, usulan=usulan)
        if request.method == "POST" and coba_simpan(
            form, self.simpan, konteks["terbuka"], oleh=request.user, kunci=kunci
        ):
            messages.success(request, "Perubahan tersimpan.")
            return redirect(self._sesudah_ubah(usulan, konteks["bagian_berikut"]))
        return render(request, self.template_ubah, konteks | {"form": form}, status=kode(form))

    def _sesudah_ubah(self, usulan, bagian_berikut):
        """After one row: the next marked row that waits, then the next marked part, else the list."""
        url = reverse(self.url_name, args=[usulan.pk])
        buka = bagian_terbuka(usulan) if usulan.dikembalikan_oleh else frozenset()
        nomor = nomor_baris(buka, self.kunci)
        if not nomor or self.kunci in buka:
            return url
        waktu_lalu = self.daftar(usulan).filter(pk__in=nomor, diubah_pada__lt=usulan.giliran_sejak).first()
        if waktu_lalu:
            return url + jangkar_baris(f"{self.kunci}:{waktu_lalu.pk}")
        return url_berikut(usulan, bagian_berikut, buka) or url

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

    def _hapus(self, baris, *, oleh):
        """A mark on one row opens it for a change only: without the row, the part could be filed no more."""
        with transaction.atomic():
            kunci_isian(baris.usulan_id, oleh, self.kunci)
            if getattr(baris, "tetap_id", None):
                raise LangkahDitolak("Baris tetap ditentukan DPMPPA, jadi tidak bisa dihapus.")
            baris.delete()
