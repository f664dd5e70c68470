import ipaddress
from datetime import timedelta

from django.conf import settings
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

SEGAR = timedelta(minutes=5)


class SesiMiddleware:
    """End idle sessions, ask for a new password where one is due, and keep personal pages out of every cache.

    The session's age counts from the last use, but is written at most every five minutes: one write less per page.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if not request.user.is_authenticated:
            return self.get_response(request)
        self._segarkan(request.session)
        bebas = {reverse("akun"), reverse("keluar"), reverse("bantuan_umum")}
        if request.user.harus_ganti_sandi and request.path not in bebas:
            response = redirect("akun")
        else:
            response = self.get_response(request)
        # A shared phone or a proxy must not show it again after signing out. A view that set its own keeps it.
        response.headers.setdefault("Cache-Control", "private, no-store")
        return response

    def _segarkan(self, session):
        kini = int(timezone.now().timestamp())
        # With a short idle time five minutes would be too seldom.
        jeda = min(SEGAR.total_seconds(), settings.SESSION_COOKIE_AGE / 4)
        if kini - session.get("dipakai", 0) > jeda:
            session["dipakai"] = kini


def alamat_ip(request):
    """The caller's address; behind our own proxy the last entry of X-Forwarded-For, the only one it wrote itself."""
    if settings.KAMPUNG_PROKSI:
        terusan = request.META.get("HTTP_X_FORWARDED_FOR", "").rpartition(",")[2].strip()
        try:
            return str(ipaddress.ip_address(terusan))
        except ValueError:
            pass  # no address, or not one that the database would take
    return request.META.get("REMOTE_ADDR", "")
