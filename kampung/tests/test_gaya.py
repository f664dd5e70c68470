import pytest
from django.urls import reverse


@pytest.mark.parametrize(("demo", "kode"), [(True, 200), (False, 404)])
def test_component_page_is_there_in_the_demo_only(login, ketua_rt, settings, demo, kode):
    settings.KAMPUNG_DEMO = demo
    assert login(ketua_rt).get(reverse("gaya")).status_code == kode


@pytest.mark.django_db
def test_health_says_the_answer_of_the_database(client):
    jawaban = client.get(reverse("sehat"))
    assert (jawaban.status_code, jawaban.json()["keadaan"], jawaban.json()["jawaban"]) == (200, "sehat", 1)
