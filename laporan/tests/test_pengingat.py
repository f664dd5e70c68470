"""The reminder by WhatsApp: offered on the RT's turn to those who call the RT, logged, with a link to the exact step."""

from datetime import timedelta
from urllib.parse import unquote

import pytest
from django.urls import reverse
from django.utils import timezone

from laporan.pengingat import langkah_rt, tautan_wa
from laporan.tests import adegan
from pokja.models import AlasanKembali, Riwayat, Tanda
from rt.models import RT, Peran
from rt.templatetags.rupiah import tanggal

TOMBOL = "Ingatkan lewat WhatsApp"
NOMOR = "+6281234567890"
BOLEH = {Peran.PENDAMPING, Peran.KELURAHAN, Peran.DPMPPA}


@pytest.fixture
def di_rt(usulan):
    RT.objects.filter(pk=usulan.rt_id).update(telepon=NOMOR)
    return adegan.taruh(usulan, "rembuk", "rt", jatuh_tempo=timezone.localdate() + timedelta(days=5))


def alamat(usulan):
    return reverse("laporan:ingatkan", args=[usulan.pk])


def tercatat(usulan):
    return list(usulan.daftar_riwayat.filter(aksi="diingatkan").values_list("oleh__username", "catatan"))


def test_button_and_page_only_for_those_who_call_the_rt(login, semua_orang, di_rt):
    for peran, pengguna in semua_orang.items():
        client = login(pengguna)
        assert (TOMBOL in client.get(di_rt.get_absolute_url()).content.decode()) == (peran in BOLEH), peran
        assert client.post(alamat(di_rt)).status_code == (302 if peran in BOLEH else 403), peran
    assert {nama for nama, _catatan in tercatat(di_rt)} == {"pendamping", "petugas", "dpmppa"}


def test_text_after_the_press_and_the_use_in_the_riwayat(login, petugas, di_rt, settings):
    settings.KAMPUNG_ALAMAT = "https://kampung.example.go.id"
    client, versi = login(petugas), di_rt.versi
    awal = client.get(alamat(di_rt))
    assert ("teks" in awal.context, "wa.me" in awal.content.decode(), tercatat(di_rt)) == (False, False, [])
    response = client.post(alamat(di_rt), follow=True)
    teks = (
        "Yth. Bapak/Ibu Ketua Rt 02, Ketua RT 02 Kenali Besar.\n\n"
        "Kampung Bahagia 2026, tahap 2 dari 12 (Rembuk warga): mohon mengisi Berita acara rembuk.\n"
        f"Batas: {tanggal(di_rt.jatuh_tempo)} (tinggal 5 hari).\n\n"
        f"Buka langsung: https://kampung.example.go.id/usulan/{di_rt.pk}/rembuk/"
    )
    assert response.context["teks"] == teks
    url, _, isi = response.context["url_wa"].partition("?text=")
    assert (url, unquote(isi)) == ("https://wa.me/6281234567890", teks)
    assert tercatat(di_rt) == [("petugas", "Lewat WhatsApp: mohon mengisi Berita acara rembuk.")]
    di_rt.refresh_from_db()
    assert (di_rt.tahap, di_rt.giliran, di_rt.versi) == ("rembuk", "rt", versi)
    assert "RT diingatkan" in client.get(di_rt.get_absolute_url()).content.decode()


def test_second_press_adds_nothing_and_another_person_sees_who_was_first(login, petugas, dpmppa, di_rt):
    for _ in range(2):
        login(petugas).post(alamat(di_rt))
    assert len(tercatat(di_rt)) == 1
    halaman = login(dpmppa).get(alamat(di_rt))
    assert "Pengingat terakhir: Petugas," in halaman.content.decode()
    assert "teks" not in halaman.context


def test_reminder_of_an_earlier_turn_does_not_count(login, petugas, di_rt):
    login(petugas).post(alamat(di_rt))
    adegan.taruh(di_rt, "pokja", "rt", giliran_sejak=timezone.now())
    client = login(petugas)
    assert "teks" not in client.get(alamat(di_rt)).context
    client.post(alamat(di_rt))
    assert [catatan for _nama, catatan in tercatat(di_rt)] == [
        "Lewat WhatsApp: mohon mengisi Berita acara rembuk.", "Lewat WhatsApp: mohon mengisi Anggota Pokja.",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("tahap", "giliran"), [("rembuk", "kelurahan"), ("pencairan", "keuangan"), ("selesai", "tutup")]
)
def test_not_offered_and_refused_when_it_is_not_the_turn_of_the_rt(login, petugas, di_rt, tahap, giliran):
    adegan.taruh(di_rt, tahap, giliran)
    client = login(petugas)
    assert TOMBOL not in client.get(di_rt.get_absolute_url()).content.decode()
    for response in (client.get(alamat(di_rt)), client.post(alamat(di_rt))):
        assert response.status_code == 409
        assert "bukan giliran RT" in response.content.decode()
    assert Riwayat.objects.count() == 0


def test_an_rt_outside_the_territory_does_not_exist(login, petugas, usulan_tetangga):
    adegan.taruh(usulan_tetangga, "rembuk", "rt")
    client = login(petugas)
    assert client.get(alamat(usulan_tetangga)).status_code == 404
    assert client.post(alamat(usulan_tetangga)).status_code == 404


@pytest.mark.parametrize("nomor", ["", "+62741123456", "0812****7890", "bukan nomor"])
def test_without_a_mobile_number_there_is_the_text_and_no_link(login, petugas, di_rt, nomor):
    RT.objects.filter(pk=di_rt.rt_id).update(telepon=nomor)
    response = login(petugas).post(alamat(di_rt), follow=True)
    assert "wa.me" not in response.content.decode()
    assert "salin teksnya" in response.content.decode()
    assert tautan_wa(nomor, "x") == ""


def test_links_lead_to_the_exact_step(usulan, petugas):
    di_rt = adegan.taruh(usulan, "rembuk", "rt")
    adegan.isi_rembuk(di_rt)
    assert langkah_rt(di_rt) == ("menekan tombol “Ajukan hasil rembuk”", reverse("pokja:ajukan", args=[di_rt.pk]))
    alasan = AlasanKembali.objects.create(teks="Alasan uji")
    Tanda.objects.create(
        usulan=di_rt, kunci="keinginan", label="Keinginan warga", alasan=alasan, tahap="rembuk", giliran="kelurahan",
        dibuat_oleh=petugas,
    )  # fmt: skip
    di_rt = adegan.taruh(di_rt, "rembuk", "rt", dikembalikan_oleh="kelurahan", giliran_sejak=timezone.now())
    assert langkah_rt(di_rt) == ("memperbaiki Keinginan warga", reverse("pokja:keinginan", args=[di_rt.pk]))
    di_rt.daftar_keinginan.get().save()
    assert langkah_rt(di_rt)[1] == reverse("pokja:ajukan", args=[di_rt.pk])
    di_rt = adegan.taruh(di_rt, "pencairan", "rt", dikembalikan_oleh="")
    assert langkah_rt(di_rt) == (
        "menekan tombol “Konfirmasi uang diterima”", reverse("anggaran:konfirmasi", args=[di_rt.pk]),
    )  # fmt: skip


def test_late_list_links_to_the_reminder_for_the_kelurahan_and_not_for_keuangan(login, petugas, keuangan, di_rt):
    adegan.taruh(di_rt, "rembuk", "rt", jatuh_tempo=timezone.localdate() - timedelta(days=1))
    daftar = reverse("laporan:antrean") + "?isi=terlambat"
    assert alamat(di_rt) in login(petugas).get(daftar).content.decode()
    di_keuangan = login(keuangan).get(daftar).content.decode()
    assert ("RT 02 Kenali Besar" in di_keuangan, alamat(di_rt) in di_keuangan) == (True, False)


@pytest.mark.parametrize("lewat", [-1, 0])
def test_text_says_late_or_today(login, petugas, di_rt, lewat):
    hari = timezone.localdate() + timedelta(days=lewat)
    adegan.taruh(di_rt, "rembuk", "rt", jatuh_tempo=hari)
    RT.objects.filter(pk=di_rt.rt_id).update(nama_ketua="")
    teks = login(petugas).post(alamat(di_rt), follow=True).context["teks"]
    assert teks.startswith("Yth. Bapak/Ibu Ketua RT 02 Kenali Besar.\n")
    assert f"Batas: {tanggal(hari)} ({'hari ini' if lewat == 0 else 'sudah lewat 1 hari'})." in teks
