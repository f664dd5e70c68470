from pokja.ajukan import halaman_ajukan
from pokja.forms.rembuk import RembukForm
from pokja.gerbang import GERBANG
from pokja.ringkasan import ringkas_berkas, ringkas_tunggal
from pokja.tahapan import Tahap
from pokja.tim import tulis_ketua
from pokja.views.pemetaan import POTENSI, RENJA5, SWADAYA
from pokja.views.rembuk import BERKAS_REMBUK, KEINGINAN, rembuk_dari
from pokja.views.tim import ringkas_anggota, ringkas_rekening

RINGKASAN = {
    "rembuk": ringkas_tunggal(RembukForm, rembuk_dari),
    "keinginan": KEINGINAN.ringkas,
    "berkas_rembuk": ringkas_berkas(BERKAS_REMBUK),
    "anggota": ringkas_anggota,
    "rekening": ringkas_rekening,
    "potensi": POTENSI.ringkas,
    "swadaya": SWADAYA.ringkas,
    "renja5": RENJA5.ringkas,
}


def ajukan(request, pk):
    return halaman_ajukan(request, pk, url_name="pokja:ajukan", gerbang=GERBANG, sebelum=_siapkan, ringkasan=RINGKASAN)


def _siapkan(usulan):
    if usulan.tahap == Tahap.POKJA:
        tulis_ketua(usulan)
