from datetime import timedelta

from django.conf import settings
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

SEGAR = timedelta(minutes=5)


class SesiMiddleware:
    """End idle sessions, and ask for a new password where one is due.

    The session's age counts from the last use, but is written at most every five minutes: one write less per page.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if request.user.is_authenticated:
            kini = int(timezone.now().timestamp())
            if kini - request.session.get("dipakai", 0) > SEGAR.total_seconds():
                request.session["dipakai"] = kini
            bebas = {reverse("akun"), reverse("keluar")}
            if request.user.harus_ganti_sandi and request.path not in bebas:
                return redirect("akun")
        return self.get_response(request)


def alamat_ip(request):
    """The caller's address; behind our own proxy the last entry of X-Forwarded-For, the only one it wrote itself."""
    if settings.KAMPUNG_PROKSI:
        terusan = request.META.get("HTTP_X_FORWARDED_FOR", "").rpartition(",")[2].strip()
        if terusan:
            return terusan
    return request.META.get("REMOTE_ADDR", "")
