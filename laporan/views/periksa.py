"""The check page: evidence on the left, the verdict on the right."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse

from laporan.antrean import Urutan, antrean_dari
from laporan.bukti import bagian_diperiksa
from laporan.forms.periksa import PutusanForm
from laporan.gerbang import GERBANG
from laporan.jawaban import bandingkan
from laporan.otomatis import PERIKSA_OTOMATIS, PERLU_MATA
from laporan.perbaikan import sudah_diubah
from laporan.services import halangan_temuan
from laporan.services.periksa import antrean_periksa, langkah_periksa, putuskan
from pokja.ajukan import baca_versi
from pokja.gerbang import rekening_berlaku
from pokja.isian import ambil_usulan, kiriman, kode, tolak_di_form
from pokja.services import LangkahDitolak, sudah_dilakukan
from pokja.tahapan import Giliran, Tahap
from rt.akses import peran_required
from rt.peran import Peran

GERBANG_SAMA = (Tahap.VERIFIKASI, Tahap.PENETAPAN, Tahap.SERAH_TERIMA, Tahap.LPJ)


@peran_required(Peran.KELURAHAN, Peran.DPMPPA)
def periksa(request, pk):
    usulan = ambil_usulan(request, pk)
    daftar_langkah = langkah_periksa(usulan, request.user)
    if not daftar_langkah:
        # Not this person's turn (any more): the Usulan's page says whose it is.
        return _bukan_giliran(request, usulan)
    form = _form(request, usulan, daftar_langkah)
    antrean = antrean_dari(request)
    urutan = Urutan(antrean.daftar_periksa() if antrean else antrean_periksa(request.user), usulan)
    if request.method == "POST" and form.is_valid():
        try:
            sesudah = putuskan(usulan, form.putusan(), oleh=request.user, versi=baca_versi(request))
        except LangkahDitolak as ditolak:
            dibuka, usulan = usulan, ambil_usulan(request, pk)
            if (usulan.tahap, usulan.giliran) != (dibuka.tahap, dibuka.giliran):
                # Decided between our reading and the lock: this form asks about a filing that has gone on.
                return _bukan_giliran(request, usulan)
            tolak_di_form(form, ditolak)
        else:
            messages.success(request, _tersimpan(sesudah))
            return redirect(_sesudahnya(form, antrean, urutan))
    konteks = _konteks(usulan, form, daftar_langkah) | _konteks_antrean(antrean, urutan)
    return render(request, "laporan/periksa.html", konteks, status=kode(form))


def _bukan_giliran(request, usulan):
    if request.method == "POST":
        aksi = request.POST.get("aksi", "")
        if sudah_dilakukan(usulan, aksi, oleh=request.user, versi=baca_versi(request)):
            messages.success(request, _tersimpan(usulan))
        else:
            messages.error(request, "Putusan tidak tersimpan: usulan ini tidak lagi menunggu pemeriksaan Anda.")
    return redirect(usulan)


def _form(request, usulan, daftar_langkah):
    daftar_bagian = bagian_diperiksa(usulan, request.user)
    daftar_tanda = _tanda_terurut(usulan, request.user, daftar_bagian)
    return PutusanForm(
        kiriman(request),
        usulan=usulan,
        daftar_langkah=daftar_langkah,
        daftar_bagian=daftar_bagian,
        daftar_tanda=daftar_tanda,
        rekening=rekening_berlaku(usulan) if usulan.tahap == Tahap.POKJA else None,
        initial=_awal(usulan),
    )


def _tanda_terurut(usulan, pengguna, daftar_bagian):
    """The marks still open, those first whose answer the RT changed; each knows whether it was (`diubah`), and how."""
    daftar = list(usulan.daftar_tanda.terbuka().select_related("alasan"))
    if not daftar:
        return daftar
    dikembalikan = usulan.daftar_riwayat.filter(aksi="kembalikan").order_by("-pk").values_list("pada", flat=True)
    diubah = sudah_diubah(usulan, daftar, sejak=dikembalikan.first())
    banding = bandingkan(usulan, pengguna, daftar, daftar_bagian)
    ada_bukti = {bagian.bagian.kunci for bagian in daftar_bagian}
    for tanda in daftar:
        bagian = tanda.kunci.partition(":")[0]
        tanda.banding = banding.get(tanda.kunci)
        tanda.disimpan = tanda.kunci in diubah
        tanda.diubah = tanda.banding.berbeda if tanda.banding else tanda.disimpan
        tanda.jangkar = f"#bukti-{bagian}" if bagian in ada_bukti else ""
    return sorted(daftar, key=lambda tanda: not tanda.diubah)


def _awal(usulan):
    """An SK written before a step was undone comes back as it was."""
    pokja = getattr(usulan, "pokja", None) if usulan.tahap == Tahap.POKJA else None
    return {"sk_nomor": pokja.sk_nomor, "sk_tanggal": pokja.sk_tanggal} if pokja else {}


def _tersimpan(usulan):
    sekarang = usulan.get_tahap_display() if usulan.berakhir else f"menunggu {usulan.get_giliran_display()}"
    return f"{usulan.rt}: putusan tersimpan. Sekarang {sekarang}."


def _sesudahnya(form, antrean, urutan):
    """The next one of the same queue if asked for, else the queue."""
    berikut = urutan.berikut() if form.cleaned_data["berikutnya"] else None
    if berikut:
        return _url_periksa(berikut, antrean)
    return antrean.url if antrean else reverse("laporan:antrean")


def _url_periksa(usulan, antrean):
    alamat = reverse("laporan:periksa", args=[usulan.pk])
    return f"{alamat}?{antrean.qs}" if antrean else alamat


def _konteks_antrean(antrean, urutan):
    """Where this one stands in its queue, and the way to the next without a decision."""
    letak = urutan.letak()
    berikut = urutan.berikut() if letak and letak[1] > 1 else None
    return {
        "letak": letak,
        "url_berikut": _url_periksa(berikut, antrean) if berikut else "",
        "url_antrean": antrean.url if antrean else reverse("laporan:antrean"),
        "cip": [label for label, _qs in antrean.saringan.cip()] if antrean else [],
    }


def _konteks(usulan, form, daftar_langkah):
    terbaca = {nama: isi for bagian in form.daftar_bagian for nama, isi in bagian.bukti.terbaca.items()}
    kurang = GERBANG[usulan.tahap, Giliran.RT, "ajukan"](usulan, **terbaca)
    temuan = halangan_temuan(usulan) if usulan.tahap == Tahap.LPJ else []
    # Where passing on asks the same gate, its button would only be refused; findings hold up the acceptance alone.
    tertutup = (bool(kurang) and usulan.tahap in GERBANG_SAMA) or (bool(temuan) and usulan.giliran == Giliran.DPMPPA)
    return {
        "usulan": usulan,
        "form": form,
        "daftar_langkah": [(langkah, tertutup and not langkah.perlu_catatan) for langkah in daftar_langkah],
        "tertutup": tertutup,
        "otomatis": PERIKSA_OTOMATIS.get(usulan.tahap, ()),
        "halangan_otomatis": [*kurang, *temuan],
        "ringkas": _ringkas(form.daftar_bagian),
        "daftar_bagian": [_bagian(bagian, form) for bagian in _bertanda_dulu(form)],
        "daftar_nilai": [(*kolom, PERLU_MATA.get(kolom[0].kunci, "")) for kolom in form.kolom_bagian()],
    }


def _ringkas(daftar_bagian):
    """The amounts that stand beside the buttons: pairs of the part that is about money."""
    bukti = {bagian.bagian.kunci: bagian.bukti for bagian in daftar_bagian}
    uang = next((bukti[kunci] for kunci in ("rab", "renja1") if kunci in bukti), None)
    return uang.rincian[:2] if uang else []


def _bertanda_dulu(form):
    """Evidence of what was marked comes first; the rest keeps its order."""
    bertanda = _terbuka_tadi(form)
    return sorted(form.daftar_bagian, key=lambda bagian: bagian.bagian.kunci not in bertanda)


def _terbuka_tadi(form):
    """The parts that the RT could change since the return: the marked ones, and the wishes with the berita acara."""
    bertanda = form.bagian_bertanda_lama()
    return {*bertanda, "keinginan"} if "rembuk" in bertanda else bertanda


def _bagian(bagian, form):
    """A part with its tables and photos, each row and document beside the fields that mark it.

    What was not marked at the return was locked since: it is folded, and can be read.
    """
    daftar_tabel = []
    for tabel in bagian.bukti.daftar_tabel:
        baris = [(b, sel, form.kolom_baris(b) if b.kunci else None) for b, sel in tabel.baris_bersel]
        daftar_tabel.append({"tabel": tabel, "daftar_baris": baris})
    daftar_foto = [(foto, b, form.kolom_baris(b) if b else None) for foto, b in bagian.daftar_foto]
    bertanda = _terbuka_tadi(form)
    return {
        "bagian": bagian.bagian,
        "bukti": bagian.bukti,
        "daftar_tabel": daftar_tabel,
        "daftar_foto": daftar_foto,
        "dilipat": bool(bertanda) and bagian.bagian.kunci not in bertanda and not _ada_galat(bagian, form),
    }


def _ada_galat(bagian, form):
    """An error on a line must not be folded away with it."""
    nama = [b.kunci.replace(":", "_") for b in bagian.baris_bertanda]
    return form.is_bound and any(f"kata_{satu}" in form.errors or f"alasan_{satu}" in form.errors for satu in nama)
