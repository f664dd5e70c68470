from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.views import LoginView
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from rt.akses import boleh_buka, peran_required
from rt.forms_akun import GantiSandiForm, MasukForm, RingkasanForm
from rt.peran import PENERIMA_RINGKASAN
from rt.services import ganti_sandi
from rt.views.jawaban import kode


class Masuk(LoginView):
    """Django's own, which knows a safe `next`; axes answers 429 after repeated failures."""

    template_name = "akun/masuk.html"
    authentication_form = MasukForm
    redirect_authenticated_user = True

    def form_invalid(self, form):
        return self.render_to_response(self.get_context_data(form=form), status=422)


def akun(request):
    """One's own password; at the first sign-in the only page there is."""
    form = GantiSandiForm(request.user, request.POST or None)
    wajib = request.user.harus_ganti_sandi
    if request.method == "POST" and form.is_valid():
        ganti_sandi(request.user, form.cleaned_data["new_password1"])
        # This browser stays signed in, every other one is signed out.
        update_session_auth_hash(request, request.user)
        messages.success(request, "Sandi baru tersimpan. Pakai sandi itu saat masuk berikutnya.")
        return redirect("beranda")
    konteks = {"form": form, "wajib": wajib}
    if not wajib and boleh_buka(request.user, akun_ringkasan):
        konteks["form_ringkasan"] = RingkasanForm(instance=request.user)
    return render(request, "akun/ganti_sandi.html", konteks, status=kode(form))


@require_POST
@peran_required(*PENERIMA_RINGKASAN)
def akun_ringkasan(request):
    """Switch the daily e-mail on or off. A checkbox that is not sent is off."""
    form = RingkasanForm(request.POST, instance=request.user)
    form.save()
    nyala = request.user.ringkasan_surel
    messages.success(request, f"Ringkasan harian {'akan dikirim' if nyala else 'tidak dikirim lagi'} ke surel Anda.")
    return redirect("akun")
