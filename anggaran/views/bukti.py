"""A proof that comes with a form is kept at the first send: a mistake elsewhere does not cost a second upload."""

import uuid

from pokja.berkas import BerkasDitolak, simpan_berkas


def form_berbukti(request, form_kelas, usulan, /, **kwargs):
    """The bound form with its proof: sent now, or with an earlier send of the same form (hidden `bukti_id`)."""
    data = request.POST.copy()
    bukti, galat = bukti_terdahulu(usulan, form_kelas.jenis_bukti, data.get("bukti_id", "")), ""
    if form_kelas.jenis_bukti and request.FILES.get("foto"):
        try:
            bukti = simpan_berkas(usulan, form_kelas.jenis_bukti, request.FILES["foto"], oleh=request.user)
        except BerkasDitolak as ditolak:
            galat = str(ditolak)
    data["bukti_id"] = bukti.pk if bukti else ""
    return form_kelas(data, bukti=bukti, galat_bukti=galat, **kwargs)


def bukti_terdahulu(usulan, jenis, teks):
    """The upload that an earlier send of the form left, if it is of this Usulan and kind."""
    if not jenis or not teks.isdecimal() or len(teks) > 18:
        return None
    return usulan.daftar_berkas.ada().filter(pk=int(teks), jenis=jenis).first()


def token_baru(form):
    """The next send of this form is another row."""
    form.data["token"] = str(uuid.uuid4())
