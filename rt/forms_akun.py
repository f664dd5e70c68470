"""Signing in, and one's own password."""

from django import forms
from django.contrib.auth.forms import AuthenticationForm, PasswordChangeForm


class MasukForm(AuthenticationForm):
    # One sentence for a wrong name, a wrong password and a closed account: it tells a guesser nothing.
    error_messages = dict.fromkeys(
        ("invalid_login", "inactive"),
        "Nama pengguna atau sandi salah, atau akun ini tidak aktif lagi. Periksa ketikannya, "
        "lalu minta DPMPPA mengatur ulang sandi bila masih belum bisa.",
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["username"].label = "Nama pengguna"
        self.fields["password"].label = "Sandi"

    def clean_username(self):
        """As it is stored: phones capitalise, and the lock after failures must count all spellings as one."""
        return self.cleaned_data["username"].strip().lower()


class GantiSandiForm(PasswordChangeForm):
    error_messages = {
        "password_incorrect": "Sandi lama salah. Ketik sekali lagi.",
        "password_mismatch": "Kedua sandi baru tidak sama. Ketik ulang keduanya.",
        "sama": "Sandi baru masih sama dengan sandi lama. Buat sandi yang lain.",
    }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["old_password"].label = "Sandi sekarang"
        self.fields["new_password1"].label = "Sandi baru"
        self.fields[
            "new_password1"
        ].help_text = "Paling sedikit 10 huruf atau angka, bukan angka semua, bukan nama Anda, dan bukan sandi yang banyak dipakai."
        self.fields["new_password2"].label = "Ulangi sandi baru"
        self.fields["new_password2"].help_text = ""

    def clean(self):
        super().clean()
        lama, baru = self.cleaned_data.get("old_password"), self.cleaned_data.get("new_password1")
        if lama and lama == baru:
            self.add_error("new_password1", forms.ValidationError(self.error_messages["sama"], code="sama"))
        return self.cleaned_data
