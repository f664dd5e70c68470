"""Signing in, and one's own password."""

from django import forms
from django.contrib.auth import password_validation
from django.contrib.auth.forms import AuthenticationForm, PasswordChangeForm

from rt.forms import kata_wajib
from rt.models import Pengguna

KATA_SANDI_LEMAH = {
    "password_too_short": "Sandi terlalu pendek. Pakai paling sedikit 10 huruf atau angka.",
    "password_too_common": "Sandi ini dipakai banyak orang. Buat sandi yang lain.",
    "password_entirely_numeric": "Sandi tidak boleh angka semua. Tambahkan huruf.",
    "password_too_similar": "Sandi ini mirip nama Anda. Buat sandi yang lain.",
}


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
        kata_wajib(self)

    def clean_username(self):
        """As it is stored: phones capitalise, and the lock after failures must count all spellings as one."""
        nama = self.cleaned_data["username"].strip().lower()
        # Django only writes this limit into the page; the table of failures has no room for more.
        if len(nama) > self.fields["username"].max_length:
            raise self.get_invalid_login_error()
        return nama


class RingkasanForm(forms.ModelForm):
    """The switch of the daily e-mail, on one's own account."""

    class Meta:
        model = Pengguna
        fields = ["ringkasan_surel"]


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

    def validate_password_for_user(self, user, password_field_name):
        """Django's rules in the words of this portal, beside the field where the password is chosen."""
        sandi = self.cleaned_data.get(password_field_name)
        if not sandi:
            return
        try:
            password_validation.validate_password(sandi, user)
        except forms.ValidationError as lemah:
            for galat in lemah.error_list:
                kata = KATA_SANDI_LEMAH.get(galat.code, galat.messages[0])
                self.add_error("new_password1", forms.ValidationError(kata, code=galat.code))

    def clean(self):
        super().clean()
        lama, baru = self.cleaned_data.get("old_password"), self.cleaned_data.get("new_password1")
        if lama and lama == baru:
            self.add_error("new_password1", forms.ValidationError(self.error_messages["sama"], code="sama"))
        return self.cleaned_data
