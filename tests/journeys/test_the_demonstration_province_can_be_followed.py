"""Every code on the hand-outs opens a page that says what its card promises."""

import pytest

from tests.journeys.phone import scan
from txng.demo.samples import SAMPLES


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.code)
def test_a_sample_opens_a_page_with_its_kind_of_verdict(demo_site, sample):
    seen = scan(demo_site.url + sample.code)
    # some makers declared no standard: nine of the ten elements of circular 02/2024
    lacks_standard = "Chưa khai: tiêu chuẩn áp dụng." in seen.text
    is_incomplete = lacks_standard or sample.fault == "nobody_shipped_it"
    assert seen.status == 200
    assert seen.verdict == (
        "recalled" if sample.fault == "recalled" else "incomplete" if is_incomplete else "issued"
    )
    assert (seen.name, seen.producer) == (sample.product_vi, sample.producer)
    assert seen.commune.startswith(sample.commune)
    assert seen.text.startswith("LÔ ĐANG THU HỒI") == (sample.kind == "recall")
    assert ("Hồ sơ chưa cho biết" in seen.text) == is_incomplete
    assert ("Chưa rõ nguồn của" in seen.text) == (sample.fault == "nobody_shipped_it")
    assert bool(seen.steps)
    assert (seen.steps[0] == "Thu hoạch") == (sample.steps[0] == "harvest")
