"""The public pages: the city, its RT, one RT, a photo. No login, no cookie, nothing about a person."""

from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.cache import get_conditional_response

from anggaran.services.bukukas import uang
from laporan import rekap
from laporan.publik import data, satu
from laporan.publik.jawaban import publik
from laporan.publik.saring import SaringPublik
from pokja.berkas import kecilkan
from pokja.isian import kode
from pokja.tahapan import Tahap
from rt.angka import ribuan, rupiah

BARIS_PER_HALAMAN = 50
TERTUTUP = "default-src 'none'; sandbox"


def _angka(*pasangan):
    return [{"label": label, "nilai": nilai} for label, nilai in pasangan]


@publik
def kota(request):
    """The city in a few numbers, then per kecamatan and kelurahan: the rekap of the portal, fewer columns."""
    form = SaringPublik(request.GET)
    konteks = {"form": form}
    if form.is_valid():
        daftar, jumlah = rekap.rekap(data.usulan_publik().filter(tahun_program__tahun=int(form.tahun_dipilih or 0)))
        angka = jumlah.angka
        konteks |= {
            "tahun": form.tahun_dipilih,
            "daftar_kecamatan": daftar,
            "jumlah": jumlah,
            "daftar_angka": _angka(
                ("RT ikut", ribuan(angka["usulan"])),
                ("RT sudah selesai", ribuan(angka[Tahap.SELESAI])),
                ("Pagu", rupiah(angka["pagu"])),
                ("Sudah cair", rupiah(angka["cair"])),
                ("Sudah dibelanjakan", rupiah(angka["belanja"])),
                ("Dikembalikan ke kas daerah", rupiah(angka["kembali"])),
            ),
            "daftar_tahap": [(tahap.label, angka[tahap.value]) for tahap in Tahap if angka[tahap.value]],
        }
    return render(request, "publik/kota.html", konteks, status=kode(form))


@publik
def rt_list(request):
    form = SaringPublik(request.GET)
    konteks = {"form": form}
    if form.is_valid():
        daftar = form.usulan()
        jumlah = data.jumlah(daftar)
        halaman = Paginator(range(jumlah["baris"]), BARIS_PER_HALAMAN).get_page(request.GET.get("hal"))
        mulai = max(halaman.start_index() - 1, 0)
        urut = daftar.order_by("rt__kelurahan__kode", "rt__nomor", "pk").values_list("pk", flat=True)
        konteks |= {
            "tahun": form.tahun_dipilih,
            "jumlah": jumlah,
            "halaman": halaman,
            "daftar_usulan": data.berisi(list(urut[mulai : mulai + BARIS_PER_HALAMAN])),
            "qs": urlencode(form.kueri()),
        }
    return render(request, "publik/rt_list.html", konteks, status=kode(form))


@publik
def usulan(request, pk):
    daftar = data.usulan_publik().select_related(
        "rt__kelurahan__kecamatan", "tahun_program__program", "kelompok", "alokasi"
    )
    usulan = get_object_or_404(daftar, pk=pk)
    angka = uang(usulan)
    konteks = {
        "usulan": usulan,
        "daftar_angka": _angka(
            ("Pagu", rupiah(angka.pagu)),
            ("Sudah cair", rupiah(angka.cair)),
            ("Bunga bank", rupiah(angka.bunga)),
            ("Sudah dibelanjakan", rupiah(angka.belanja)),
            ("Dikembalikan ke kas daerah", rupiah(angka.kembali)),
        ),
        "daftar_tahap": satu.daftar_tahap(usulan),
        "daftar_tahun_lain": data.usulan_publik()
        .filter(rt=usulan.rt_id)
        .exclude(pk=usulan.pk)
        .order_by("-tahun_program__tahun")
        .select_related("tahun_program__program"),
        **satu.isi_diumumkan(usulan),
    }
    return render(request, "publik/usulan.html", konteks)


@publik
def foto(request, pk):
    """Always the small version, never the file that was sent. A photo does not change, so its tag is its id."""
    berkas = get_object_or_404(data.foto_publik(), pk=pk)
    tanda = f'"foto-{berkas.pk}"'
    kosong = HttpResponse(headers={"ETag": tanda})
    jawaban = get_conditional_response(request, etag=tanda, response=kosong)
    if jawaban is not kosong:
        # The browser has it already: no need to shrink it again.
        return jawaban
    try:
        with berkas.isi.open() as isi:
            gambar = kecilkan(isi)
    except OSError:
        raise Http404 from None
    kepala = {"ETag": tanda, "X-Content-Type-Options": "nosniff", "Content-Security-Policy": TERTUTUP}
    return HttpResponse(gambar, content_type="image/jpeg", headers=kepala)
