"""Gates of the steps whose facts live in anggaran."""

from anggaran.services import rab
from anggaran.services.pencairan import (
    halangan_cairkan,
    halangan_gagalkan,
    halangan_jelaskan,
    halangan_konfirmasi,
    halangan_mohonkan,
    halangan_setujui,
)
from pokja.gerbang import tanpa_tanda
from pokja.tahapan import Giliran, Tahap

GERBANG = rab.GERBANG | {
    (Tahap.RENJA, Giliran.KELURAHAN, "terima"): tanpa_tanda,
    (Tahap.VERIFIKASI, Giliran.KELURAHAN, "terima"): lambda usulan: tanpa_tanda(usulan) + rab.ajukan_proposal(usulan),
    (Tahap.PENETAPAN, Giliran.DPMPPA, "terima"): halangan_setujui,
    (Tahap.PENCAIRAN, Giliran.KELURAHAN, "mohonkan"): halangan_mohonkan,
    (Tahap.PENCAIRAN, Giliran.KEUANGAN, "cairkan"): halangan_cairkan,
    (Tahap.PENCAIRAN, Giliran.KEUANGAN, "gagalkan"): halangan_gagalkan,
    (Tahap.PENCAIRAN, Giliran.KEUANGAN, "jelaskan_selisih"): halangan_jelaskan,
    (Tahap.PENCAIRAN, Giliran.RT, "konfirmasi"): halangan_konfirmasi,
    (Tahap.PENCAIRAN, Giliran.RT, "laporkan_selisih"): halangan_konfirmasi,
}
