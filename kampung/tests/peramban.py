"""A browser without JavaScript: opens pages, fills the form a person would see, presses its button."""

from urllib.parse import urljoin

from lxml import html


class Peramban:
    def __init__(self, client):
        self.client = client
        self.halaman = None
        self.url = None

    def buka(self, url, status=200):
        return self._terima(self.client.get(url, follow=True), status, url)

    def _terima(self, jawaban, status, url):
        if jawaban.redirect_chain:
            url = jawaban.redirect_chain[-1][0]
        self.url, self.jawaban = url, jawaban
        self.halaman = (
            html.fromstring(jawaban.content.decode()) if jawaban.content and "html" in jawaban["Content-Type"] else None
        )
        assert jawaban.status_code == status, f"{url}: {jawaban.status_code}\n{self.teks()[:1500]}"
        return self

    def teks(self):
        return " ".join(self.halaman.text_content().split()) if self.halaman is not None else ""

    def formulir(self, *nama):
        """The form that has all these fields; hidden token and versi come along as the page gave them."""
        for form in self.halaman.forms:
            if set(nama) <= set(form.fields.keys()):
                return form
        ada = [sorted(form.fields.keys()) for form in self.halaman.forms]
        raise AssertionError(f"Tidak ada formulir dengan {nama} di {self.url}; yang ada: {ada}\n{self.teks()[:1200]}")

    def kirim(self, _status=200, _tombol=None, _form=None, **isian):
        """Fill fields, press the button (value of `aksi` when the form has several), follow redirects."""
        form = _form if _form is not None else self.formulir(*isian)
        data = {}
        for nama, nilai in form.form_values():
            data.setdefault(nama, []).append(nilai)
        for nama, nilai in isian.items():
            data[nama] = nilai
        if _tombol:
            data[_tombol[0]] = _tombol[1]
        alamat = urljoin(self.url, form.action or "")
        return self._terima(self.client.post(alamat, data, follow=True), _status, alamat)

    def tautan(self, teks):
        """Follow the link whose words contain `teks`."""
        for a in self.halaman.iter("a"):
            if teks.lower() in " ".join(a.text_content().split()).lower():
                return self.buka(urljoin(self.url, a.get("href")))
        raise AssertionError(f"Tidak ada tautan “{teks}” di {self.url}\n{self.teks()[:1200]}")
