"""Pages of printed ranges: what was printed, where each code led at the last check."""

import pytest

from tests import people
from tests.barcodes import registers
from txng.accounts.actors import operator
from txng.resolver import actions, link_queries
from txng.resolver.models import PrintedRange, Probe

pytestmark = pytest.mark.django_db
SAMPLES = ["https://cu.example/01/09506000134352", "https://cu.example/01/09506000134369"]


def written(person, name="Đợt 1"):
    by = people.signed_in_actor(person)
    return actions.record_range(by=by, name=name, samples=SAMPLES, quantity=5000)


def test_a_batch_of_labels_fills_the_form_with_codes_that_stand_for_all(settings):
    settings.BASE_URL = "https://txng.example"
    batch = registers.issued(registers.lot(), 10)
    browser = people.client_of(people.an())
    page = browser.get(f"/ma-dan-den/dot-in/them?lo={batch.pk}").content.decode()
    assert page.count(f"/01/{batch.quota.gtin}/10/{batch.quota.lot}/21/") == 5
    told = link_queries.printed_batch(people.signed_in_actor(people.an()), str(batch.pk))
    made = browser.post("/ma-dan-den/dot-in/them", {key: told[key] or "" for key in told})
    assert made.status_code == 302
    assert len(PrintedRange.objects.get().samples) == 5
    assert f"/01/{batch.quota.gtin}" not in (
        people.client_of(people.dung())
        .get(f"/ma-dan-den/dot-in/them?lo={batch.pk}")
        .content.decode()
    )


def test_a_range_is_written_down_watched_and_withdrawn():
    browser = people.client_of(people.an())
    answer = browser.post(
        "/ma-dan-den/dot-in/them",
        {"name": "Đợt 1", "samples": "\n".join(SAMPLES), "quantity": "5000"},
    )
    one = PrintedRange.objects.get()
    assert answer["Location"] == f"/ma-dan-den/dot-in/{one.pk}"
    assert "Chưa đi thử" in browser.get("/ma-dan-den/dot-in").content.decode()
    dead = Probe(
        printed_range=one,
        url=SAMPLES[0],
        verdict=Probe.Verdict.DEAD,
        ended_at="https://cu.example/het",
    )
    fine = Probe(printed_range=one, url=SAMPLES[1], verdict=Probe.Verdict.OK)
    actions.keep_probes(by=operator(), probes=[dead, fine])
    assert "1 trên 2 mã không mở được" in browser.get("/ma-dan-den/dot-in").content.decode()
    page = browser.get(f"/ma-dan-den/dot-in/{one.pk}").content.decode()
    assert "https://cu.example/het" in page
    browser.post(f"/ma-dan-den/dot-in/{one.pk}/thoi")
    assert browser.get(f"/ma-dan-den/dot-in/{one.pk}").status_code == 404


def test_dung_sees_no_range_of_ans_and_the_standing_agency_does():
    one = written(people.an())
    assert people.client_of(people.dung()).get(f"/ma-dan-den/dot-in/{one.pk}").status_code == 404
    assert people.client_of(people.binh()).get(f"/ma-dan-den/dot-in/{one.pk}").status_code == 200


def test_a_wrong_code_is_told_at_its_field():
    answer = people.client_of(people.an()).post(
        "/ma-dan-den/dot-in/them", {"name": "Đợt 1", "samples": "09506000134352"}
    )
    assert answer.status_code == 400
    assert "bắt đầu bằng https://" in answer.content.decode()


def test_a_list_of_ranges_costs_as_many_questions_as_one_range(django_assert_max_num_queries):
    for number in range(4):
        written(people.an(), f"Đợt {number}")
    browser = people.client_of(people.an())
    with django_assert_max_num_queries(12):
        browser.get("/ma-dan-den/dot-in")
