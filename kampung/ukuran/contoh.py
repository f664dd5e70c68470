"""Which rows and which people the pages are opened with: found in the data, so that nobody keeps a list."""

from collections import defaultdict

from django.db.models import Count
from django.utils import timezone

from kampung.ukuran.peladen import akun_contoh
from pokja.models import Tanda, Usulan
from pokja.tahapan import Giliran
from rt.models import Penugasan
from rt.peran import SISI_RT, Peran


def contoh_usulan():
    """Of each (tahap, giliran) the fullest Usulan, also of those without a mark, and one near the demo accounts; and
    those with most rows of a kind."""
    isi, terkaya = _kekayaan()
    dekat = set(Usulan.objects.untuk(akun_contoh().filter(peran=Peran.KELURAHAN).first()).values_list("pk", flat=True))
    per_keadaan = defaultdict(list)
    for pk, tahap, giliran in Usulan.objects.order_by("pk").values_list("pk", "tahap", "giliran"):
        per_keadaan[giliran != Giliran.RT, tahap, giliran].append(pk)
    bertanda = set(Tanda.objects.values_list("usulan", flat=True))
    pilihan = []
    for keadaan in sorted(per_keadaan):  # the RT's turn first: then its forms are open
        daftar = per_keadaan[keadaan]
        pilihan += [max(satu, key=isi.get) for satu in (daftar, set(daftar) - bertanda, dekat & set(daftar)) if satu]
    return list(dict.fromkeys(pilihan + terkaya))


def _kekayaan():
    """(pk -> (kinds of rows, rows) of each Usulan, those with most rows of a kind)."""
    isi, terkaya = dict.fromkeys(Usulan.objects.order_by("pk").values_list("pk", flat=True), (0, 0)), []
    for hubungan in Usulan._meta.related_objects:
        kolom = hubungan.field.attname
        daftar = hubungan.related_model.objects.exclude(**{kolom: None}).order_by().values_list(kolom)
        banyak = dict(daftar.annotate(Count("pk")))
        for pk, n in banyak.items():
            isi[pk] = (isi[pk][0] + 1, isi[pk][1] + n)
        if banyak:
            terkaya.append(max(sorted(banyak), key=banyak.get))
    return isi, terkaya


def orang_per_peran(daftar_pk):
    """Peran -> its people: for the RT side those of the chosen Usulan in their order, and the demo accounts."""
    rt = dict(Usulan.objects.filter(pk__in=daftar_pk).values_list("pk", "rt"))
    urut = {rt[pk]: nomor for nomor, pk in enumerate(daftar_pk)}
    tugas = Penugasan.objects.filter(rt__in=urut, pengguna__peran__in=SISI_RT).exclude(selesai__lt=timezone.localdate())
    hasil = defaultdict(dict)
    for satu in sorted(tugas.select_related("pengguna").order_by("pk"), key=lambda satu: urut[satu.rt_id]):
        hasil[satu.pengguna.peran][satu.pengguna_id] = satu.pengguna
    for pengguna in akun_contoh():
        hasil[pengguna.peran][pengguna.pk] = pengguna
    return {peran: list(hasil[peran].values()) for peran in Peran}
