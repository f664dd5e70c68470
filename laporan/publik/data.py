"""Which rows are public, and what is read of them. Money by the functions of the portal's own lists."""

from django.db.models import Count, Sum

from anggaran.services.jumlah import jumlah_uang, kolom_uang
from pokja.models import Berkas, Usulan
from pokja.tahapan import Tahap

# Past DPMPPA's decision and not given up: only then plans and photos are shown.
DIUMUMKAN = (Tahap.PENCAIRAN, Tahap.PELAKSANAAN, Tahap.SERAH_TERIMA, Tahap.LPJ, Tahap.SELESAI)
SEBELUM, SESUDAH = Berkas.Jenis.FOTO_0, Berkas.Jenis.FOTO_100
UANG_BARIS = ("cair", "belanja", "kembali")


def usulan_publik():
    """Every Usulan of the programme, whatever became of it: its stage and its money are no secret."""
    return Usulan.objects.nyata()


def foto_publik():
    """The photos before and after, and nothing else that was ever uploaded."""
    return Berkas.objects.ada().filter(
        jenis__in=(SEBELUM, SESUDAH), tipe="image/jpeg", usulan__in=usulan_publik().filter(tahap__in=DIUMUMKAN)
    )


def jumlah(daftar_usulan):
    """{"baris", "pagu", "cair", "belanja", "kembali"} of all these Usulan, as the portal's lists add them up."""
    dasar = daftar_usulan.aggregate(baris=Count("pk"), pagu=Sum("alokasi__pagu"))
    return {"baris": dasar["baris"], "pagu": dasar["pagu"] or 0} | jumlah_uang(daftar_usulan, *UANG_BARIS)[()]


def berisi(daftar_pk):
    """The rows of a page, in its order, with their money."""
    uang = kolom_uang()
    daftar = (
        usulan_publik()
        .filter(pk__in=daftar_pk)
        .select_related("rt__kelurahan", "alokasi")
        .annotate(**{nama: uang[nama] for nama in UANG_BARIS})
    )
    per_pk = {usulan.pk: usulan for usulan in daftar}
    return [per_pk[pk] for pk in daftar_pk if pk in per_pk]
