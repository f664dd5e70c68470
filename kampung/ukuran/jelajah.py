"""Opens every page of the URL conf in every Peran with the test client: bytes, queries, and whom it opened for.

Addresses come from the URL conf (those without a row, and those of a Usulan) and from the links and buttons of the
pages that opened (rows below a Usulan, accounts, papers): a new page is measured without anybody thinking of it.
"""

import gzip
from collections import Counter, deque
from dataclasses import dataclass
from itertools import product
from urllib.parse import urlencode, urljoin, urlsplit

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import Resolver404, URLResolver, get_resolver, resolve
from lxml import html

from kampung.ukuran.peladen import klien, sesi
from pokja.models import Usulan
from rt.akses import boleh_buka
from rt.peran import Peran

TANPA_MASUK = "tanpa masuk"
# So many pages of one address: of a Usulan for its ketua, since they differ from tahap to tahap, and else; so many attempts.
CONTOH_KETUA, CONTOH, COBA = 24, 5, 30
USULAN = "usulan/<int:pk>/"


@dataclass(frozen=True)
class Kunjungan:
    """One page that opened."""

    rute: str
    nama: str
    peran: str
    alamat: str
    sesi: str  # for the real browser
    byte: int
    terkirim: int  # as sent, compressed
    kueri: int
    statis: tuple  # css, scripts and icons it asks for


def semua_rute(resolver=None, awal=""):
    for pola in (resolver or get_resolver()).url_patterns:
        if isinstance(pola, URLResolver):
            yield from semua_rute(pola, awal + str(pola.pattern))
        else:
            yield awal + str(pola.pattern), pola.callback


class Jelajah:
    def __init__(self):
        self.rute = dict(semua_rute())
        self.daftar = []  # Kunjungan
        self.salah = []  # (status, address, Peran): what should never be
        self.jawaban = {rute: Counter() for rute in self.rute}  # what else an address answered
        self._terbuka, self._coba = Counter(), Counter()  # by address and Peran
        self._sudah, self._bukan_halaman = set(), set()

    def semua(self, daftar_orang, contoh):
        for pengguna in daftar_orang:
            self.telusuri(pengguna, contoh)

    def telusuri(self, pengguna, contoh):
        """Everything this person (nobody: None) can open, as long as there are not enough samples of it."""
        browser = klien(pengguna)
        peran = pengguna.peran if pengguna else TANPA_MASUK
        antre = deque(self._mulai(pengguna, contoh))
        while antre:
            alamat = antre.popleft()
            rute = _rute(alamat)
            kunci = (rute, peran)
            if rute not in self.rute or (pengguna, alamat) in self._sudah or not self._perlu(kunci, pengguna):
                continue
            self._sudah.add((pengguna, alamat))
            self._coba[kunci] += 1
            antre.extend(self._buka(browser, rute, peran, alamat))

    def _mulai(self, pengguna, contoh):
        """Addresses without a row, then those of the chosen Usulan that this person may see."""
        yield from (f"/{rute}" for rute in self.rute if "<" not in rute)
        if pengguna is None:
            return
        terlihat = set(Usulan.objects.untuk(pengguna).values_list("pk", flat=True))
        daftar_rute = [r for r in self.rute if r.startswith(USULAN) and r.count("<") == 1]
        daftar_pk = [pk for pk in contoh if pk in terlihat]
        for rute, pk in product(daftar_rute, daftar_pk):
            yield "/" + rute.replace("<int:pk>", str(pk))

    def _perlu(self, kunci, pengguna):
        cukup = CONTOH_KETUA if kunci[1] == Peran.KETUA_RT and kunci[0].startswith(USULAN) else CONTOH
        if kunci[0] in self._bukan_halaman or self._terbuka[kunci] >= cukup or self._coba[kunci] >= COBA:
            return False
        return pengguna is None or boleh_buka(pengguna, self.rute[kunci[0]])

    def _buka(self, browser, rute, peran, alamat):
        """Count one page; gives the addresses that it leads to."""
        with CaptureQueriesContext(connection) as kueri:
            response = browser.get(alamat)
            # Inside: a file that is streamed asks the database as it goes.
            isi = b"".join(response.streaming_content) if response.streaming else response.content
        jenis = response.headers.get("Content-Type", "").partition(";")[0]
        if response.status_code >= 500:
            self.salah.append((response.status_code, alamat, peran))
        if response.status_code != 200 or jenis != "text/html":
            self._catat_lain(rute, response.status_code, jenis)
            return []
        lepas = gzip.decompress(isi) if response.headers.get("Content-Encoding") == "gzip" else isi
        halaman = html.fromstring(lepas.decode())
        self._terbuka[rute, peran] += 1
        self.daftar.append(
            Kunjungan(
                rute=rute,
                nama=response.resolver_match.view_name,
                peran=peran,
                alamat=alamat,
                sesi=sesi(browser),
                byte=len(lepas),
                terkirim=len(isi),
                kueri=len(kueri.captured_queries),
                statis=tuple(sorted(_statis(halaman))),
            )
        )
        return _tujuan(halaman, alamat)

    def _catat_lain(self, rute, status, jenis):
        """A file, a redirect, a refusal; files and what is only posted to need not be asked again."""
        self.jawaban[rute][jenis if status == 200 else status] += 1
        if status in (200, 405):
            self._bukan_halaman.add(rute)


def _rute(alamat):
    try:
        return resolve(urlsplit(alamat).path).route
    except Resolver404:
        return None  # not "": that is the home page


def _statis(halaman):
    daftar = halaman.xpath(
        "//link[@rel='stylesheet' or @rel='icon' or @rel='manifest']/@href | //script/@src | //img/@src"
    )
    return {satu for satu in daftar if satu.startswith("/static/")}


def _tujuan(halaman, alamat):
    """Links and forms without their query, and the forms that are sent by GET with the boxes one can tick."""
    for href in halaman.xpath("//a/@href | //form/@action | //img/@src"):
        tujuan = urlsplit(urljoin(alamat, href))
        if not tujuan.netloc:
            yield tujuan.path
    for form in halaman.xpath("//form[@method='get' and @action]"):
        kotak = form.xpath(".//input[@type='checkbox' and @name and @value]") + halaman.xpath(
            "//input[@type='checkbox' and @name and @value and @form=$id]", id=form.get("id", "")
        )
        if kotak:
            yield f"{urlsplit(form.get('action')).path}?{urlencode([(k.get('name'), k.get('value')) for k in kotak[:10]])}"
