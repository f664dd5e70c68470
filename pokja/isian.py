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

from pokja.berkas import BerkasDitolak, buang_berkas, periksa_unggahan, simpan_berkas, sudah_terkirim
from pokja.cara_mengisi import CARA_MENGISI
from pokja.luring import jawab_ditolak, jawab_terkirim, lewat_luring
from pokja.models import Berkas, Usulan
from pokja.ringkasan import baca_isian, daftar_foto
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
        "cara": CARA_MENGISI.get(kunci),
    }


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
        berikut = konteks["bagian_berikut"]
        return redirect(reverse(berikut.url_name, args=[pk]) if berikut else usulan.get_absolute_url())
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
            return redirect(self.url_name, pk)
        return render(request, self.template_ubah, konteks | {"form": form}, status=kode(form))

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


def halaman_berkas(request, pk, *, kunci, daftar_jenis, bantuan="", template="pokja/berkas.html"):
    """Uploads of one part: one file a send, each acknowledged by itself."""
    usulan = ambil_usulan(request, pk)
    konteks = konteks_bagian(usulan, request.user, kunci)
    galat = {}
    if request.method == "POST":
        try:
            messages.success(request, _terima_berkas(request, usulan, kunci, daftar_jenis))
            return jawab_terkirim(request, request.path) if lewat_luring(request) else redirect(request.path)
        except BerkasDitolak as ditolak:
            if lewat_luring(request):
                return jawab_ditolak(ditolak.daftar_pesan)
            galat = {request.POST.get("jenis", ""): str(ditolak)}
    ada = list(usulan.daftar_berkas.ada().filter(jenis__in=daftar_jenis))
    konteks["daftar_unggahan"] = [
        {
            "jenis": jenis,
            "judul": Berkas.Jenis(jenis).label,
            "daftar_foto": daftar_foto(berkas for berkas in ada if berkas.jenis == jenis),
            "galat": galat.get(jenis, ""),
        }
        for jenis in daftar_jenis
    ]
    konteks["galat_umum"] = [pesan for jenis, pesan in galat.items() if jenis not in daftar_jenis]
    konteks["ada_galat"], konteks["bantuan"] = bool(galat), bantuan
    return render(request, template, konteks, status=422 if galat else 200)


def _terima_berkas(request, usulan, kunci, daftar_jenis):
    """Delete or store what was posted; answers with the sentence of thanks."""
    hapus, jenis = request.POST.get("hapus", ""), request.POST.get("jenis", "")
    if not boleh_ubah(usulan, request.user, kunci):
        # Sent while the part was open, the answer lost on the way: it is here, and that is all the phone asks.
        if not hapus and jenis in daftar_jenis and sudah_terkirim(usulan, jenis, request.FILES.get("berkas")):
            return f"{Berkas.Jenis(jenis).label} terkirim."
        raise BagianTerkunci
    if not hapus and jenis not in daftar_jenis:
        raise BerkasDitolak("Berkas ini tidak diminta di bagian ini. Muat ulang halaman, lalu kirim lagi.")
    # Decoding a photo takes a while: before the lock, not under it.
    unggahan = None if hapus else periksa_unggahan(request.FILES.get("berkas"))
    with transaction.atomic():
        kunci_isian(usulan.pk, request.user, kunci)
        if hapus:
            buang_berkas(usulan, hapus, daftar_jenis)
            return "Berkas dihapus."
        simpan_berkas(usulan, jenis, unggahan, oleh=request.user)
        return f"{Berkas.Jenis(jenis).label} terkirim."
