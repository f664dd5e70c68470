"""The eight Peran, and what each may see of the territory."""

from django.db.models import TextChoices


class Peran(TextChoices):
    KETUA_RT = "ketua_rt", "Ketua RT"
    PENGURUS_POKJA = "pengurus_pokja", "Pengurus Pokja"
    PENDAMPING = "pendamping", "Pendamping"
    KELURAHAN = "kelurahan", "Kelurahan"
    KECAMATAN = "kecamatan", "Kecamatan"
    DPMPPA = "dpmppa", "DPMPPA"
    KEUANGAN = "keuangan", "Keuangan"
    INSPEKTORAT = "inspektorat", "Inspektorat"


# Who types for an RT. Only the ketua submits; see ALUR.
SISI_RT = (Peran.KETUA_RT, Peran.PENGURUS_POKJA, Peran.PENDAMPING)
# Whose territory comes from a dated Penugasan; the others see the whole city.
BERPENUGASAN = (*SISI_RT, Peran.KELURAHAN, Peran.KECAMATAN)
SE_KOTA = (Peran.DPMPPA, Peran.KEUANGAN, Peran.INSPEKTORAT)
# Who has a desk where work arrives, and so may be told of it once a day by e-mail.
PENERIMA_RINGKASAN = (Peran.KELURAHAN, Peran.DPMPPA, Peran.KEUANGAN)
