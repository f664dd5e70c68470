from django.shortcuts import render

from pokja.services import LangkahDitolak


class LangkahDitolakMiddleware:
    """A refused step that no form caught becomes a page with its sentences and the way back. Status 409."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_exception(self, request, exception):
        if isinstance(exception, LangkahDitolak):
            return render(request, "ditolak.html", {"daftar_pesan": exception.daftar_pesan}, status=409)
        return None
