from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError, connection
from django.http import Http404, JsonResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache

from kampung.gaya import DAFTAR_IKON, DAFTAR_WARNA, daftar_komponen


@login_not_required
@never_cache
def sehat(request):
    """For the monitor: 200 and the database's own answer, or 503."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
            jawaban = cursor.fetchone()[0]
    except DatabaseError:
        return JsonResponse({"keadaan": "basis data tidak menjawab"}, status=503)
    return JsonResponse({"keadaan": "sehat", "basis_data": connection.vendor, "jawaban": jawaban})


def gaya(request):
    """Every component on one page, for those who write pages; in the demo only."""
    if not settings.KAMPUNG_DEMO:
        raise Http404
    konteks = {"daftar_komponen": daftar_komponen(request), "daftar_ikon": DAFTAR_IKON, "daftar_warna": DAFTAR_WARNA}
    return render(request, "gaya.html", konteks)
