"""Gates of the steps whose facts live in anggaran."""

from anggaran.services import rab
from anggaran.services.pencairan import halangan_mohonkan, halangan_setujui
from pokja.gerbang import tanpa_tanda
from pokja.tahapan import Giliran, Tahap

GERBANG = rab.GERBANG | {
    (Tahap.RENJA, Giliran.KELURAHAN, "terima"): tanpa_tanda,
    (Tahap.VERIFIKASI, Giliran.KELURAHAN, "terima"): lambda usulan: tanpa_tanda(usulan) + rab.ajukan_proposal(usulan),
    (Tahap.PENETAPAN, Giliran.DPMPPA, "terima"): halangan_setujui,
    (Tahap.PENCAIRAN, Giliran.KELURAHAN, "mohonkan"): halangan_mohonkan,
}
