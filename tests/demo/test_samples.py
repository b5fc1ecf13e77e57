"""The codes on hand-outs: each is what the generator makes, and shows what its card promises."""

import pytest
from django.utils import translation

from tests.demo import small
from txng.demo import coffee, durian, enterprises, rice, tea, vegetables
from txng.demo.samples import SAMPLES
from txng.gs1.identifier import identify
from txng.parties.administrative_units import commune

PLANTED = {
    fault for chain in (coffee, tea, vegetables, rice, durian) for fault in chain.FAULTS.values()
}
LINK = "https://id.gs1.org"


@pytest.fixture(params=SAMPLES, ids=lambda sample: sample.code)
def sample(request):
    return request.param


def test_a_sample_is_a_code_of_the_small_province(sample):
    assert identify(LINK + sample.code).canonical == LINK + sample.code
    assert small.steps(LINK + sample.code) == sample.steps


def test_a_sample_names_the_product_and_its_producer(sample):
    product = small.master_data()[LINK + "/".join(sample.code.split("/")[:3])]
    producer = small.master_data()[product["cbvmda:informationProvider"]]
    assert sample.product_vi == product["cbvmda:descriptionShort"]
    assert sample.product_en == product["txng:descriptionShortEn"]
    assert sample.producer == producer["cbvmda:name"]
    assert sample.commune == commune(producer["txng:communeCode"]).name


def test_only_the_broken_story_has_an_unknown_origin(sample):
    unknown = small.trace(LINK + sample.code).unknown_ends
    assert bool(unknown) == (sample.fault == "nobody_shipped_it")


def test_a_clean_sample_begins_with_a_harvest(sample):
    if sample.fault != "nobody_shipped_it":
        assert sample.steps[0] == "harvest"


def test_a_sample_speaks_both_languages(sample):
    assert sample.title == sample.title_vi
    with translation.override("en"):
        assert (sample.title, sample.note) == (sample.title_en, sample.note_en)


@pytest.mark.parametrize("chain", ["coffee", "tea", "vegetables", "rice", "durian"])
def test_every_chain_has_a_clean_serial_and_a_clean_lot(chain):
    clean = [one.code for one in SAMPLES if one.chain == chain and one.kind == "ordinary"]
    assert any("/21/" in code for code in clean)
    assert any("/10/" in code for code in clean)


def test_everything_planted_has_a_sample():
    assert {one.fault for one in SAMPLES if one.fault} == PLANTED
    assert {one.kind for one in SAMPLES if one.fault == "recalled"} == {"recall"}
    assert {one.kind for one in SAMPLES if one.fault not in ("recalled", None)} == {"fault"}
    assert {one.chain for one in SAMPLES if one.kind == "recall"} == {"vegetables", "durian"}


def test_a_recalled_item_belongs_to_the_recalled_lot():
    recalled = {
        told.event["quantityList"][0]["epcClass"]
        for told in small.all_events()
        if told.event["disposition"] == "recalled"
    }
    for one in SAMPLES:
        if one.kind != "recall":
            continue
        made = next(
            told.event
            for told in small.all_events()
            if LINK + one.code in told.event.get("outputEPCList", [])
            or any(
                LINK + one.code == out["epcClass"]
                for out in told.event.get("outputQuantityList", [])
            )
        )
        product = "/".join(one.code.split("/")[:3])
        assert f"{LINK}{product}/10/{made['ilmd']['cbvmda:lotNumber']}" in recalled


def test_the_page_of_the_demonstration_has_every_chain_of_the_samples():
    from txng.demo.views import STORIES

    assert {one.chain for one in SAMPLES} == set(STORIES)
    assert len(enterprises.FIRMS) > 12
