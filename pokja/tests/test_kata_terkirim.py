"""What a person reads after filing: whom they wait for, or what they do next."""

import pytest

from pokja.ajukan import _kata_terkirim
from pokja.models import Usulan


@pytest.mark.parametrize(
    ("tahap", "giliran", "kata"),
    [
        ("rembuk", "kelurahan", "Terkirim. Sekarang menunggu: Kelurahan."),
        ("penetapan", "dpmppa", "Terkirim. Sekarang menunggu: DPMPPA."),
        ("serah_terima", "rt", "Tersimpan. Lanjut ke tahap Serah terima."),
    ],
)
def test_words_after_filing(tahap, giliran, kata):
    assert _kata_terkirim(Usulan(tahap=tahap, giliran=giliran)) == kata
