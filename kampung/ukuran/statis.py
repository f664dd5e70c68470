"""Bytes of the files that pages ask for, as they are sent and unpacked."""

from functools import cache

from kampung.ukuran.peladen import klien


@cache
def ukuran_statis(alamat):
    """(as sent, unpacked) of one css, script or icon."""
    polos = klien().get(alamat, headers={"accept-encoding": "identity"})
    return len(b"".join(klien().get(alamat).streaming_content)), len(b"".join(polos.streaming_content))


def jumlah_statis(daftar_alamat):
    semua = [ukuran_statis(alamat) for alamat in daftar_alamat]
    return sum(terkirim for terkirim, _ in semua), sum(lepas for _, lepas in semua)
