"""Every code on the hand-outs opens a page that says what its card promises."""

import pytest

from tests.journeys.phone import scan
from txng.demo.samples import SAMPLES


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.code)
def test_a_sample_opens_a_page_with_its_kind_of_verdict(demo_site, sample):
    seen = scan(demo_site.url + sample.code)
    verdicts = {"recalled": "recalled", "nobody_shipped_it": "incomplete"}
    assert seen.status == 200
    assert seen.verdict == verdicts.get(sample.fault, "issued")
    assert (seen.name, seen.producer) == (sample.product_vi, sample.producer)
    assert seen.commune.startswith(sample.commune)
    assert seen.text.startswith("LÔ ĐANG THU HỒI") == (sample.kind == "recall")
    assert ("Hồ sơ chưa cho biết" in seen.text) == (sample.fault == "nobody_shipped_it")
    assert bool(seen.steps)
    assert (seen.steps[0] == "Thu hoạch") == (sample.steps[0] == "harvest")
