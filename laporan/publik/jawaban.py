from functools import wraps

from django.contrib.auth.decorators import login_not_required
from django.utils.cache import get_conditional_response, set_response_etag
from django.views.decorators.http import require_safe

SIMPAN = "public, max-age=600"


def publik(view):
    """A page for everybody, kept by caches for ten minutes; whoever asks again gets 304 while nothing has changed."""

    @login_not_required
    @require_safe
    @wraps(view)
    def bungkus(request, *args, **kwargs):
        response = view(request, *args, **kwargs)
        if response.status_code not in (200, 304):
            return response
        response["Cache-Control"] = SIMPAN
        if not response.has_header("ETag"):
            set_response_etag(response)
        return get_conditional_response(request, etag=response["ETag"], response=response)

    return bungkus
