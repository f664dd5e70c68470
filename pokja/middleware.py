from django.shortcuts import render

from pokja.luring import jawab_ditolak, lewat_luring
from pokja.services import LangkahDitolak


class HanyaPosMiddleware:
    """The address of a button, opened as a page (typed, from history, after signing in): a page with the way back. 405.

    Whoever asks for no page, a script or HEAD, gets Django's empty answer.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if response.status_code != 405 or response.content or request.method != "GET":
            return response
        if lewat_luring(request) or not request.accepts("text/html"):
            return response
        halaman = render(request, "405.html", status=405)
        halaman["Allow"] = response["Allow"]
        return halaman


class LangkahDitolakMiddleware:
    """A refused step that no form caught becomes a page with its sentences and the way back. Status 409."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_exception(self, request, exception):
        if isinstance(exception, LangkahDitolak):
            if lewat_luring(request):
                return jawab_ditolak(exception.daftar_pesan, status=409)
            return render(request, "ditolak.html", {"daftar_pesan": exception.daftar_pesan}, status=409)
        return None
