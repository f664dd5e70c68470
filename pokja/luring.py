"""Answers to a form that a phone kept and sends by script: only the server's own word counts as sent.

See static/luring.js and docs/keputusan/0008-luring.md.
"""

from django.contrib.messages import get_messages
from django.http import JsonResponse

LATAR = "latar"  # sent by itself later, not from the form's own page


def lewat_luring(request):
    return "X-Luring" in request.headers


def jawab_terkirim(request, url):
    pesan = []
    if request.headers["X-Luring"] == LATAR:
        # Nobody goes on to a page that would show them: the list of what was kept does.
        pesan = [str(satu) for satu in get_messages(request)]
    return JsonResponse({"keadaan": "terkirim", "url": url, "pesan": pesan})


def jawab_ditolak(daftar_pesan, *, status=422, **lain):
    """Refused, or asked: what was kept stays on the phone until its person has looked at it."""
    return JsonResponse({"keadaan": "ditolak", "pesan": daftar_pesan, **lain}, status=status)


def jawab_form(form, *, tanya=(), status=422):
    """`galat` by field name, `isian` for the hidden fields as the next send must carry them."""
    galat = {nama: [str(satu) for satu in daftar] for nama, daftar in form.errors.items()}
    pesan = [*tanya]
    for nama, daftar in galat.items():
        label = form.fields[nama].label if nama in form.fields else ""
        pesan += [f"{label}: {satu}" if label else satu for satu in daftar]
    isian = {isian.html_name: str(form.data.get(isian.html_name, "")) for isian in form.hidden_fields()}
    return jawab_ditolak(pesan, galat=galat, isian=isian, tanya=list(tanya), status=status)
