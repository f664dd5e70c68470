"""A hold on an RT's money: a dated row beside the state, with who, when and why."""

from django.db import transaction
from django.utils import timezone

from anggaran.models import Penahanan
from pokja.models import Usulan
from pokja.services import LangkahDitolak, catat_peristiwa
from rt.peran import Peran

# Who may hold and release.
PENAHAN = (Peran.KEUANGAN, Peran.DPMPPA)


def penahanan_aktif(usulan):
    """The open hold, or None. Reads `.all()`, so that a list may prefetch it."""
    return next((tahan for tahan in usulan.daftar_penahanan.all() if tahan.dilepas_pada is None), None)


@transaction.atomic
def tahan(usulan, *, alasan, oleh):
    """Hold the money. The lock makes it wait for an SP2D that is being recorded at this moment."""
    usulan = Usulan.objects.select_for_update().get(pk=usulan.pk)
    if usulan.berakhir:
        raise LangkahDitolak("Usulan ini sudah berakhir, tidak ada yang perlu ditahan.")
    if not alasan.strip():
        raise LangkahDitolak("Tuliskan alasan menahan, supaya RT dan kelurahan tahu apa yang ditunggu.")
    ada = penahanan_aktif(usulan)
    if ada and ada.oleh_id == oleh.pk and ada.alasan == alasan.strip():
        return ada
    if ada:
        raise LangkahDitolak(f"Pencairan RT ini sudah ditahan: {ada.alasan}. Lepaskan dulu bila alasannya berganti.")
    catat_peristiwa([usulan], "tahan", oleh=oleh, catatan=alasan)
    return Penahanan.objects.create(usulan=usulan, alasan=alasan.strip(), oleh=oleh)


@transaction.atomic
def lepas(penahanan, *, alasan, oleh):
    """Release a hold. The second of two presses changes nothing."""
    penahanan = Penahanan.objects.select_for_update().get(pk=penahanan.pk)
    if not alasan.strip():
        raise LangkahDitolak("Tuliskan alasan melepas penahanan.")
    if penahanan.dilepas_pada and (penahanan.dilepas_oleh_id != oleh.pk or penahanan.alasan_lepas != alasan.strip()):
        raise LangkahDitolak("Penahanan ini sudah dilepas.")
    if penahanan.dilepas_pada is None:
        penahanan.dilepas_oleh, penahanan.dilepas_pada = oleh, timezone.now()
        penahanan.alasan_lepas = alasan.strip()
        penahanan.save(update_fields=["dilepas_oleh", "dilepas_pada", "alasan_lepas"])
        catat_peristiwa([penahanan.usulan], "lepas", oleh=oleh, catatan=alasan)
    return penahanan
