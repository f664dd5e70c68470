"""A form is written once: a second click finds the row of the first, a stale page overwrites nobody."""

import uuid

from django.db import IntegrityError, transaction

from pokja.services import LangkahDitolak


class IsianBerubah(LangkahDitolak):
    def __init__(self):
        super().__init__("Isian ini baru saja diubah orang lain. Salin ketikan Anda, muat ulang halaman, lalu ulangi.")


class IsianSudahTersimpan(LangkahDitolak):
    """A form sent once, then again with other words: the back button. Neither lost nor doubled without asking."""

    def __init__(self):
        super().__init__(
            "Isian dari formulir ini sudah tersimpan tadi. Untuk mengubahnya, buka barisnya di daftar. "
            "Kalau ini baris baru, tekan Simpan sekali lagi."
        )


def tulis_isian(form):
    """The guarded write itself, inside the caller's transaction and lock."""
    baris = form.instance
    if baris.pk is None:
        ada = _baris_bertoken(form)
        if ada is None:
            baris.token = form.cleaned_data.get("token") or baris.token
            return _simpan(form)
        if _sama(form, ada):
            return ada
        form.data = form.data.copy()
        form.data[form.add_prefix("token")] = uuid.uuid4()
        raise IsianSudahTersimpan
    tersimpan = type(baris).objects.filter(pk=baris.pk).first()
    if tersimpan is None:
        raise IsianBerubah
    token, versi = form.cleaned_data.get("token"), form.cleaned_data.get("versi_isian") or 0
    # The token too: a page opened empty has versi 0, and so has the row somebody else made meanwhile.
    if versi != tersimpan.versi or (token and token != tersimpan.token):
        if _sama(form, tersimpan):
            return tersimpan
        raise IsianBerubah
    baris.versi = tersimpan.versi + 1
    return _simpan(form)


def _simpan(form):
    try:
        with transaction.atomic():
            return form.save()
    except IntegrityError:
        # Validated before the lock, refused by the database after it: somebody else was first.
        raise IsianBerubah from None


def _baris_bertoken(form):
    token = form.cleaned_data.get("token")
    return type(form.instance).objects.filter(token=token).first() if token else None


def _sama(form, baris):
    """Does the row hold just what this form says?"""
    daftar = [kolom.attname for kolom in baris._meta.concrete_fields if kolom.editable and kolom.name in form.fields]
    return all(getattr(baris, nama) == getattr(form.instance, nama) for nama in daftar)


def terkirim_dua_kali(form):
    """Has an earlier send of this very form saved its row? Then a rule of uniqueness refuses the second in vain."""
    if form.instance.pk is not None:
        return False
    ada = _baris_bertoken(form)
    return ada is not None and _sama(form, ada)
