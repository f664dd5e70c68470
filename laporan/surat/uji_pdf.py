"""Can a PDF somebody uploaded be printed, and how many pages has it? Asked in a process of its own.

A PDF may be broken, locked, or made to eat memory; the process that reads it may die of it, and must not be the server.
This file is also what runs there: nothing of ours is imported.
"""

import json
import re
import subprocess
import sys
import threading

import typst

HALAMAN_DIPERIKSA = 6
MEMORI = 512 * 1024**2
DETIK = 3
# Files that kill their process are rare: after so many of them the rest is not asked any more.
MATI_PALING_BANYAK = 3
RUSAK = {"halaman": 0, "ukuran": 0}
# A usual book takes a tenth of a second here. One at a time, so that MEMORI is taken once and not by every thread.
_BERGILIR = threading.BoundedSemaphore(1)
_SUMBER = b"""#set document(date: none)
#set page(width: auto, height: auto, margin: 0pt)
#for n in json(bytes(sys.inputs.halaman)) { image("/" + sys.inputs.nama, page: n) }
"""


def uji(folder, daftar_nama):
    """[{"halaman": pages, "ukuran": bytes its first pages take in a book}] for files in `folder`; 0 pages: unprintable."""
    hasil, mati = [], 0
    while len(hasil) < len(daftar_nama) and mati < MATI_PALING_BANYAK:
        perintah = [sys.executable, "-I", __file__, str(folder), *daftar_nama[len(hasil) :]]
        with _BERGILIR:
            keluar = subprocess.run(perintah, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=False)  # noqa: S603
        hasil += [json.loads(baris) for baris in keluar.stdout.splitlines()]
        if len(hasil) < len(daftar_nama):
            hasil.append(RUSAK)
            mati += 1
    return hasil + [RUSAK] * (len(daftar_nama) - len(hasil))


def _satu(cetak, nama):
    try:
        halaman = _banyak_halaman(cetak, nama)
        dicetak = list(range(1, min(halaman, HALAMAN_DIPERIKSA) + 1))
        return {"halaman": halaman, "ukuran": len(cetak(nama, dicetak))} if dicetak else RUSAK
    except typst.TypstError:
        return RUSAK


def _banyak_halaman(cetak, nama):
    """typst counts the pages only when it refuses one that is not there."""
    try:
        cetak(nama, [10**9])
    except typst.TypstError as salah:
        cocok = re.search(r"only has (\d+) page", " ".join(salah.hints))
        if cocok:
            return int(cocok[1])
        raise
    return 0


def _pencetak(folder):
    """One compiler for all files, and no fonts: reading those takes longer than the rest."""
    huruf = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False)
    mesin = typst.Compiler(root=folder, font_paths=huruf)

    def cetak(nama, halaman):
        masukan = {"nama": nama, "halaman": json.dumps(halaman)}
        return mesin.compile(_SUMBER, format="pdf", sys_inputs=masukan)

    return cetak


def _utama(folder, *daftar_nama):
    import resource

    resource.setrlimit(resource.RLIMIT_AS, (MEMORI, MEMORI))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    cetak = _pencetak(folder)
    for nama in daftar_nama:
        # Whole seconds of this process's time so far, rounded up, and some for this file.
        terpakai = resource.getrusage(resource.RUSAGE_SELF)
        batas = int(terpakai.ru_utime + terpakai.ru_stime) + 1 + DETIK
        resource.setrlimit(resource.RLIMIT_CPU, (batas, resource.RLIM_INFINITY))
        sys.stdout.write(json.dumps(_satu(cetak, nama)) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    _utama(*sys.argv[1:])
