from functools import wraps

from django.core.exceptions import PermissionDenied

from rt.peran import Peran


def peran_required(*daftar_peran):
    """Which pages a Peran has: others get 403. Which rows is `untuk`, which steps is ALUR."""

    def dekorator(view):
        @wraps(view)
        def bungkus(request, *args, **kwargs):
            if request.user.peran not in daftar_peran:
                raise PermissionDenied
            return view(request, *args, **kwargs)

        bungkus.daftar_peran = daftar_peran
        return bungkus

    return dekorator


def boleh_buka(pengguna, view):
    """Does this person's Peran have the page? What links and buttons ask, so that none leads to a 403."""
    return pengguna.peran in getattr(view, "daftar_peran", Peran)


def boleh_atur(pengguna, view):
    """`boleh_buka` of a page on which the register or an account is changed: a role of the practice has none."""
    return not pengguna.latihan and boleh_buka(pengguna, view)
