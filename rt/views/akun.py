from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.views import LoginView
from django.shortcuts import redirect, render

from rt.forms_akun import GantiSandiForm, MasukForm
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
    return render(request, "akun/ganti_sandi.html", {"form": form, "wajib": wajib}, status=kode(form))
