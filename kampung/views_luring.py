"""Working without signal: the worker of the browser, its one page, and what is asked before something kept is sent.

See docs/keputusan/0008-luring.md.
"""

import hashlib
import json

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import reverse

DAFTAR_STATIS = ("kampung.css", "kampung.js", "favicon.svg", "luring.js", "luring-foto.js", "luring-form.js",
                 "luring-halaman.js")  # fmt: skip


def sandi_kirim(request):
    """Whose session this is, and a fresh CSRF token for it. Without a session the middleware answers with the login."""
    return JsonResponse({"akun": request.user.pk, "sandi": get_token(request)})


@login_not_required
def halaman(request):
    return HttpResponse(_cangkang())


def _cangkang():
    # Without the request: no name, no menu, no token of whoever happens to ask.
    return render_to_string("luring/halaman.html", {"demo": settings.KAMPUNG_DEMO})


@login_not_required
def pekerja(request):
    """From the root, since a service worker sees only what lies below its own address."""
    daftar = [static(nama) for nama in DAFTAR_STATIS]
    versi = hashlib.sha256("".join([_cangkang(), *daftar]).encode()).hexdigest()[:12]
    isi = {"halaman": reverse("luring"), "statis": daftar, "versi": versi}
    naskah = render_to_string("luring/pekerja.js", {"isi": json.dumps(isi)})
    return HttpResponse(naskah, content_type="text/javascript", headers={"Cache-Control": "no-cache"})
