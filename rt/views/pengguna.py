from axes.models import AccessAttempt
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import Prefetch, Sum
from django.db.models.functions import Lower
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from rt.akses import peran_required
from rt.filters import PenggunaFilter
from rt.forms_orang import AkunForm, PenggunaForm
from rt.models import RT, TEMPAT_TUGAS, Pengguna, Penugasan, Peran
from rt.services import atur_ulang_sandi, buat_akun, buka_kunci, keadaan_sandi, nama_pengguna_bebas, ubah_pengguna
from rt.views.jawaban import Slip, baca_pk, ditolak, halaman_slip, kode

TEMPAT = ("rt__kelurahan", "kelurahan", "kecamatan")
PER_HALAMAN = 50


def sebut_tugas(daftar_penugasan):
    """ "Pendamping RT 02 Kenali Besar, RT 03 Kenali Besar dan 16 lagi": what fits a row."""
    daftar = [str(penugasan) for penugasan in daftar_penugasan]
    sisa = len(daftar) - 2
    return ", ".join(daftar[:2]) + (f" dan {sisa} lagi" if sisa > 0 else "")


@peran_required(Peran.DPMPPA)
def pengguna_list(request):
    aktif = Penugasan.objects.aktif().select_related(*TEMPAT).order_by("rt__nomor", "pk")
    daftar = Pengguna.objects.nyata().order_by(Lower("nama"), "pk")
    filterset = PenggunaFilter(request.GET, daftar)
    daftar = filterset.qs.prefetch_related(Prefetch("daftar_penugasan", aktif, to_attr="tugas_kini"))
    halaman = Paginator(daftar, PER_HALAMAN).get_page(request.GET.get("page"))
    saringan = request.GET.copy()
    saringan.pop("page", None)
    konteks = {
        "filterset": filterset,
        "halaman": halaman,
        "daftar_baris": [(pengguna, sebut_tugas(pengguna.tugas_kini)) for pengguna in halaman],
        "qs": saringan.urlencode(),
    }
    return render(request, "rt/pengguna_list.html", konteks)


def _ambil(pk):
    return get_object_or_404(Pengguna.objects.nyata(), pk=pk)


@peran_required(Peran.DPMPPA)
def pengguna_detail(request, pk):
    pengguna = _ambil(pk)
    gagal = AccessAttempt.objects.filter(username=pengguna.username).aggregate(n=Sum("failures_since_start"))["n"]
    konteks = {
        "pengguna": pengguna,
        "daftar_penugasan": pengguna.daftar_penugasan.select_related(*TEMPAT).order_by(
            "-mulai", "rt__kelurahan__kode", "rt__nomor", "pk"
        ),
        "bertempat": pengguna.peran in TEMPAT_TUGAS,
        "gagal_masuk": gagal or 0,
        "diri_sendiri": pengguna.pk == request.user.pk,
    }
    return render(request, "rt/pengguna_detail.html", konteks)


@peran_required(Peran.DPMPPA)
def pengguna_pilih(request):
    return render(request, "rt/pengguna_pilih.html", {"daftar_peran": Peran})


@peran_required(Peran.DPMPPA)
def pengguna_create(request, peran):
    if peran not in Peran.values:
        raise Http404
    form = AkunForm(request.POST or None, peran=peran, initial=_usul_isian(request.GET.get("rt", ""), peran))
    if request.method == "POST" and form.is_valid():
        isi = form.cleaned_data
        try:
            pengguna, sandi = buat_akun(
                username=isi["username"], nama=isi["nama"], peran=peran, email=isi["email"], **form.tugas()
            )
        except ValidationError as kesalahan:
            form.add_error(None, kesalahan)
        else:
            slip = Slip(pengguna, sebut_tugas(isi["daftar_tempat"]), sandi)
            kembali = reverse("rt:pengguna_detail", args=[pengguna.pk])
            return halaman_slip(request, [slip], judul=f"Akun {pengguna.nama} sudah dibuat", kembali=kembali)
    return render(request, "rt/pengguna_create.html", {"form": form, "peran": Peran(peran)}, status=kode(form))


def _usul_isian(teks_pk, peran):
    """What the page of an RT already knows about its ketua."""
    rt = RT.objects.nyata().filter(pk=baca_pk(teks_pk)).select_related("kelurahan").first()
    if peran != Peran.KETUA_RT or rt is None:
        return {}
    nama_pengguna = nama_pengguna_bebas([rt])[rt.pk]
    return {"nama": rt.nama_ketua, "username": nama_pengguna, "kelurahan": rt.kelurahan_id, "nomor": rt.nomor}


@peran_required(Peran.DPMPPA)
def pengguna_update(request, pk):
    pengguna = _ambil(pk)
    form = PenggunaForm(request.POST or None, instance=_ambil(pk))
    if request.method == "POST" and form.is_valid():
        try:
            ubah_pengguna(pengguna, **form.cleaned_data, oleh=request.user)
        except ValidationError as kesalahan:
            form.add_error(None, kesalahan)
        else:
            messages.success(request, f"Data akun {pengguna} tersimpan.")
            return redirect("rt:pengguna_detail", pk)
    return render(request, "rt/pengguna_form.html", {"form": form, "pengguna": pengguna}, status=kode(form))


@peran_required(Peran.DPMPPA)
def pengguna_sandi(request, pk):
    """Ask first; then the slip, in the answer to the POST and nowhere else."""
    pengguna = _ambil(pk)
    if request.method != "POST":
        tersembunyi = [("keadaan", keadaan_sandi([pengguna]))]
        return render(request, "rt/pengguna_sandi.html", {"pengguna": pengguna, "tersembunyi": tersembunyi})
    try:
        [(pengguna, sandi)] = atur_ulang_sandi([pengguna], keadaan=request.POST.get("keadaan", ""), oleh=request.user)
    except ValidationError as kesalahan:
        return ditolak(request, kesalahan)
    tugas = sebut_tugas(p.tempat for p in pengguna.daftar_penugasan.aktif().select_related(*TEMPAT))
    kembali = reverse("rt:pengguna_detail", args=[pk])
    return halaman_slip(request, [Slip(pengguna, tugas, sandi)], judul=f"Sandi baru {pengguna}", kembali=kembali)


@require_POST
@peran_required(Peran.DPMPPA)
def pengguna_buka_kunci(request, pk):
    pengguna = _ambil(pk)
    buka_kunci(pengguna)
    messages.success(request, f"Kunci masuk {pengguna} dibuka. Orang ini bisa langsung mencoba masuk lagi.")
    return redirect("rt:pengguna_detail", pk)
