"""All gates together, for the page: what a step still needs, asked of the app that owns the facts."""

import anggaran.gerbang
import laporan.services
import pokja.gerbang

GERBANG = pokja.gerbang.GERBANG | anggaran.gerbang.GERBANG | laporan.services.GERBANG


def halangan(usulan, aksi):
    """The sentences of the gates still shut for this step; empty when it will work if pressed."""
    gerbang = GERBANG.get((usulan.tahap, usulan.giliran, aksi))
    return gerbang(usulan) if gerbang else []
