"""What a checker reads: the evidence of each Bagian as plain rows, so that one template draws them all.

Each function takes a Usulan (and who reads, where that matters) and asks a fixed number of queries, whatever the rows.
"""

from dataclasses import dataclass, field
from functools import cached_property

from django.utils.crypto import salted_hmac

from anggaran.services.rab import daftar_baris, rab_berlaku, total_rab, total_renja, total_swadaya
from anggaran.views.renja import RENJA
from laporan import bukti_uang
from laporan.bukti_dasar import Baris, Bukti, Tabel, bukti_dari, rincian_dari
from laporan.perbaikan import UNGGAHAN
from laporan.views.serah_terima import RINGKASAN
from pokja.gerbang import rekening_berlaku
from pokja.models import Berkas
from pokja.ringkasan import daftar_foto, ringkas_berkas
from pokja.tahapan import BAGIAN, Bagian, Tahap
from pokja.views.ajukan import RINGKASAN as RINGKASAN_POKJA
from rt.angka import rupiah, volume

J = Berkas.Jenis


def _dari(ringkas):
    """The summary that the RT looked over before filing is evidence as it stands."""
    return lambda usulan: bukti_dari(ringkas(usulan))


def sidik(nomor):
    """The same for the same account number, and of no use for finding it."""
    return salted_hmac("laporan.bukti.rekening", nomor).hexdigest()


def _rekening(usulan):
    """With the whole number: it is here to be compared with the passbook, digit by digit."""
    rekening = rekening_berlaku(usulan)
    if rekening is None:
        return Bukti()
    periksa = "Sudah dicocokkan dengan buku tabungan" if rekening.diperiksa_pada else "Belum dicocokkan"
    return Bukti(
        rincian=[
            ("Bank", rekening.bank),
            ("Nomor rekening", rekening.nomor),
            ("Atas nama", rekening.atas_nama),
            ("Pemeriksaan", periksa),
        ],
        daftar_foto=daftar_foto([rekening.foto] if rekening.foto else []),
        samar={"Nomor rekening": (rekening.nomor_samar, sidik(rekening.nomor))},
    )


def _renja1(usulan):
    bukti = bukti_dari(RENJA.ringkas(usulan))
    bukti.rincian = [
        ("Pagu", rupiah(usulan.alokasi.pagu)),
        ("Perkiraan dari dana program", rupiah(total_renja(usulan))),
    ]
    return bukti


def _narasi(usulan):
    return Bukti(
        rincian=rincian_dari(
            getattr(usulan, "proposal", None), "latar_belakang", "tujuan", "penerima_manfaat", "cara_pelaksanaan"
        )
    )


def _rab(usulan):
    """Every line can be marked by itself; fixed lines are DPMPPA's own and cannot."""
    rab = rab_berlaku(usulan)
    if rab is None:
        return Bukti()
    program, pagu = total_rab(rab), usulan.alokasi.pagu
    daftar = daftar_baris(rab)
    return Bukti(
        rincian=[
            ("Pagu", rupiah(pagu)),
            ("RAB dari dana program", rupiah(program)),
            ("Sisa pagu", rupiah(pagu - program)),
            ("Swadaya (di luar dana program)", rupiah(total_swadaya(rab))),
        ],
        daftar_tabel=[
            Tabel(
                (("Uraian", False), ("Untuk", False), ("Volume", True), ("Harga satuan", True), ("Jumlah", True), ("Sumber", False)),
                [
                    Baris(
                        [
                            b.uraian, f"{b.kegiatan or 'Baris tetap'} ({b.get_jenis_biaya_display()})", f"{volume(b.volume)} {b.satuan}",
                            rupiah(b.harga_satuan), rupiah(b.jumlah), b.get_sumber_display(),
                        ],
                        kunci="" if b.tetap_id else f"rab:{b.pk}",
                        label=f"RAB, {b.uraian}",
                        nomor=b.pk,
                    )
                    for b in daftar
                ],
                catatan="Baris yang ditandai bisa diubah RT, tidak bisa dihapus. Bila harus dihapus, nilai seluruh RAB “Perlu diperbaiki”.",
            )
        ],
    )  # fmt: skip


def _item_wajib(usulan):
    rab = rab_berlaku(usulan)
    baris = []
    if rab:
        for b in rab.daftar_baris.exclude(item_wajib=None).select_related("item_wajib"):
            isi = [b.item_wajib.nama, f"Ada di RAB: {b.uraian}, {volume(b.volume)} {b.satuan}, {rupiah(b.jumlah)}"]
            baris.append(Baris(isi, nomor=b.pk))
    for b in usulan.daftar_pembebasan.select_related("item_wajib"):
        # Below zero, where no line of the RAB has its id.
        baris.append(Baris([b.item_wajib.nama, f"Dibebaskan: {b.alasan}"], nomor=-b.pk))
    return Bukti(daftar_tabel=[Tabel((("Barang wajib", False), ("Keterangan", False)), baris)])


def _hasil(usulan):
    hasil = {b.kegiatan_id: b for b in usulan.daftar_hasil.all()}
    baris = []
    for kegiatan in usulan.daftar_renja1.select_related("dari"):
        terlaksana = hasil.get(kegiatan.pk)
        baris.append(
            Baris(
                [
                    str(kegiatan),
                    f"{volume(kegiatan.volume)} {kegiatan.satuan}",
                    f"{volume(terlaksana.volume)} {kegiatan.satuan}" if terlaksana else "belum dicatat",
                    terlaksana.keterangan if terlaksana else "",
                ],
                janggal="" if terlaksana and terlaksana.volume == kegiatan.volume else "berbeda dari rencana",
                nomor=kegiatan.pk,
            )
        )
    kepala = (("Kegiatan", False), ("Direncanakan", True), ("Terlaksana", True), ("Keterangan", False))
    return Bukti(daftar_tabel=[Tabel(kepala, baris)])


BUKTI = {
    **{kunci: _dari(ringkas) for kunci, ringkas in (RINGKASAN_POKJA | RINGKASAN).items()},
    "rekening": _rekening,
    "renja1": _renja1,
    "narasi": _narasi,
    "rab": _rab,
    "item_wajib": _item_wajib,
    "berkas_proposal": _dari(ringkas_berkas([J.FOTO_0, J.LAMPIRAN])),
    "hasil": _hasil,
}
# A signal about another RT names only what its reader may see.
BUKTI_PEMBACA = {"bukukas": bukti_uang.bukukas}
# The buku kas is open during the handover and is checked with the LPJ.
TIDAK_DIPERIKSA = {Tahap.SERAH_TERIMA: {"bukukas"}}


@dataclass
class BagianDiperiksa:
    bagian: Bagian
    bukti: Bukti = field(default_factory=Bukti)

    @property
    def baris_bertanda(self):
        """The rows and documents that can be marked by themselves."""
        baris = [baris for tabel in self.bukti.daftar_tabel for baris in tabel.daftar_baris if baris.kunci]
        return baris + [dokumen for _foto, dokumen in self.daftar_foto if dokumen]

    @cached_property
    def daftar_foto(self):
        """[(photo, it as a Baris that can be marked, or None where it is sent on another page)]."""
        boleh = UNGGAHAN.get(self.bagian.kunci, ())
        return [(foto, self._dokumen(foto) if foto["jenis"] in boleh else None) for foto in self.bukti.daftar_foto]

    def _dokumen(self, foto):
        label = f"{foto['judul']}, {foto['nama']}"[:200]
        return Baris([], kunci=f"{self.bagian.kunci}:{foto['pk']}", label=label, nomor=foto["pk"])


def bagian_diperiksa(usulan, pengguna):
    """The parts this checker judges in this tahap, each with its evidence."""
    lewati = TIDAK_DIPERIKSA.get(usulan.tahap, ())
    return [
        BagianDiperiksa(bagian, _bukti(bagian.kunci, usulan, pengguna))
        for bagian in BAGIAN.get(usulan.tahap, ())
        if bagian.kunci not in lewati
    ]


def _bukti(kunci, usulan, pengguna):
    if kunci in BUKTI_PEMBACA:
        return BUKTI_PEMBACA[kunci](usulan, pengguna)
    return BUKTI[kunci](usulan) if kunci in BUKTI else Bukti()


def bukti_per_bagian(usulan, pengguna, daftar_kunci, terbaca=()):
    """{key of a part: its evidence} for the parts of some marks; `terbaca` are BagianDiperiksa that are here already."""
    ada = {bagian.bagian.kunci: bagian.bukti for bagian in terbaca}
    daftar = {kunci.partition(":")[0] for kunci in daftar_kunci}
    return {kunci: ada[kunci] if kunci in ada else _bukti(kunci, usulan, pengguna) for kunci in daftar}
