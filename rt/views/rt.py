from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from rt.akses import boleh_atur, peran_required
from rt.forms_rt import KetuaForm, KKForm, NomorForm, TeleponForm
from rt.models import RT, Jabatan, Peran
from rt.services import betulkan_nama_ketua, catat_kk, ganti_ketua, ganti_nomor
from rt.views.jawaban import kode
from rt.views.pengguna import pengguna_create, pengguna_detail


def _ambil(request, pk):
    """An RT in this person's territory, or 404 as if it did not exist."""
    return get_object_or_404(RT.objects.untuk(request.user).select_related("kelurahan__kecamatan"), pk=pk)


def rt_detail(request, pk):
    rt = _ambil(request, pk)
    daftar_penugasan = list(rt.daftar_penugasan.select_related("pengguna"))
    punya_ketua = any(p.jabatan == Jabatan.KETUA and p.berlaku and p.pengguna.is_active for p in daftar_penugasan)
    konteks = {
        "rt": rt,
        "telepon": rt.telepon_untuk(request.user),
        "daftar_kk": rt.daftar_kk.select_related("dicatat_oleh"),
        "daftar_nomor_lama": rt.daftar_nomor_lama.select_related("oleh"),
        "daftar_ketua_lama": rt.daftar_ketua_lama.all(),
        "daftar_usulan": rt.daftar_usulan.select_related("tahun_program").order_by("-tahun_program__tahun"),
        "daftar_penugasan": daftar_penugasan,
        "daftar_tombol": [
            (label, reverse(f"rt:{nama}", args=[pk])) for label, nama, view in TOMBOL if boleh_atur(request.user, view)
        ],
        "tautan_akun": boleh_atur(request.user, pengguna_detail),
        "tawarkan_akun": rt.aktif and not punya_ketua and boleh_atur(request.user, pengguna_create),
    }
    return render(request, "rt/rt_detail.html", konteks)


def _halaman(request, rt, form, simpan, *, judul, bantuan=""):
    """One form about one RT: `simpan(**cleaned_data)` returns the sentence that says it worked."""
    if request.method == "POST" and form.is_valid():
        try:
            pesan = simpan(**form.cleaned_data)
        except ValidationError as kesalahan:
            form.add_error(None, kesalahan)
        else:
            messages.success(request, pesan)
            return redirect(rt)
    konteks = {"rt": rt, "form": form, "judul": judul, "bantuan": bantuan}
    return render(request, "rt/rt_form.html", konteks, status=kode(form))


@peran_required(Peran.DPMPPA)
def rt_nomor(request, pk):
    rt = _ambil(request, pk)

    def simpan(**isi):
        baru = ganti_nomor(rt, **isi, oleh=request.user)
        return f"{rt} sekarang bernomor {baru.nama_pendek}. Nomor lamanya tersimpan di riwayat."

    form = NomorForm(request.POST or None, initial={"nomor_lama": rt.nomor})
    return _halaman(request, rt, form, simpan, judul="Ganti nomor RT", bantuan=f"Sekarang: {rt}.")


@peran_required(Peran.DPMPPA)
def rt_ketua(request, pk):
    rt = _ambil(request, pk)

    def simpan(*, pembetulan, nama, nama_lama, **isi):
        if pembetulan:
            betulkan_nama_ketua(rt, nama=nama, nama_lama=nama_lama)
            return f"Nama ketua {rt} dibetulkan menjadi {nama}."
        ganti_ketua(rt, nama=nama, nama_lama=nama_lama, **isi)
        return f"Ketua {rt} sekarang {nama}. Akun ketua lama tidak lagi membuka RT ini; buatkan akun untuk ketua baru."

    form = KetuaForm(request.POST or None, initial={"nama_lama": rt.nama_ketua})
    bantuan = f"Ketua sekarang: {rt.nama_ketua or 'belum tercatat'}."
    return _halaman(request, rt, form, simpan, judul="Ganti ketua RT", bantuan=bantuan)


@peran_required(Peran.DPMPPA)
def rt_telepon(request, pk):
    rt = _ambil(request, pk)

    def simpan(*, telepon):
        rt.telepon = telepon
        rt.save(update_fields=["telepon"])
        return f"Nomor HP/WA ketua {rt} tersimpan."

    form = TeleponForm(request.POST or None, initial={"telepon": rt.telepon})
    return _halaman(request, rt, form, simpan, judul="Ubah nomor HP/WA ketua")


@peran_required(Peran.DPMPPA)
def kk_create(request, pk):
    rt = _ambil(request, pk)

    def simpan(**isi):
        catat_kk(rt, **isi, oleh=request.user)
        return f"Data KK {rt} tersimpan. Pagu yang sudah ditetapkan tidak berubah."

    bantuan = "Data baru ditambahkan; data lama tetap tersimpan. Pagu dihitung dari data dengan tanggal terbaru."
    return _halaman(request, rt, KKForm(request.POST or None), simpan, judul="Tambah data KK", bantuan=bantuan)


# What may be changed about an RT: label, URL name, view.
TOMBOL = (
    ("Ganti nomor RT", "rt_nomor", rt_nomor),
    ("Ganti ketua", "rt_ketua", rt_ketua),
    ("Ubah nomor HP/WA", "rt_telepon", rt_telepon),
    ("Tambah data KK", "kk_create", kk_create),
)
