"""Sosialisasi: DPMPPA marks who came, many RT at once."""

from django.db import transaction

from pokja.models import Usulan
from pokja.services import LangkahDitolak, pindah_tahap


@transaction.atomic
def catat_hadir(daftar_usulan, hadir, *, oleh, versi=None):
    """Mark each as present or absent and move it on: the absent move too, marked so.

    `versi` is what the page showed, {usulan id: versi}; without it, what is read now. Answers (those that moved,
    those that somebody else had moved meanwhile): the second do not hold up the first.
    """
    berpindah, tertinggal = [], []
    for usulan in daftar_usulan:
        try:
            pindah_tahap(
                usulan,
                "catat_hadir",
                oleh=oleh,
                versi=usulan.versi if versi is None else versi[usulan.pk],
                halangan=[],
                catatan="Hadir" if hadir else "Tidak hadir",
            )
        except LangkahDitolak:
            tertinggal.append(usulan)
        else:
            usulan.hadir_sosialisasi = hadir
            berpindah.append(usulan)
    Usulan.objects.filter(pk__in=[usulan.pk for usulan in berpindah]).update(hadir_sosialisasi=hadir)
    return berpindah, tertinggal
