from anggaran.forms_rab import ProposalForm
from anggaran.gerbang import GERBANG
from anggaran.views.rab import BERKAS_PROPOSAL, ITEM_WAJIB, RAB, proposal_dari
from anggaran.views.renja import RENJA
from pokja.ajukan import halaman_ajukan
from pokja.ringkasan import ringkas_berkas, ringkas_tunggal
from rt.akses import peran_required
from rt.peran import SISI_RT

RINGKASAN = {
    "renja1": RENJA.ringkas,
    "narasi": ringkas_tunggal(ProposalForm, proposal_dari),
    "rab": RAB.ringkas,
    "item_wajib": ITEM_WAJIB.ringkas,
    "berkas_proposal": ringkas_berkas(BERKAS_PROPOSAL),
}


@peran_required(*SISI_RT)
def ajukan(request, pk):
    return halaman_ajukan(request, pk, url_name="anggaran:ajukan", gerbang=GERBANG, ringkasan=RINGKASAN)
