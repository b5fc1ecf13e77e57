"""What the demonstration has of papers."""

import pytest

from txng.accounts.actors import operator
from txng.demo import agencies, documents
from txng.documents.models import Instrument, PaperRecord
from txng.documents.queries import official

pytestmark = pytest.mark.django_db


def test_the_demonstration_has_a_library_three_papers_of_2026_and_a_draft_once() -> None:
    agencies.put_in(by=operator())
    for _time in range(2):
        documents.put_in(by=operator())
    assert Instrument.objects.count() > 50
    held = official.papers(agencies.staff("so-khcn"))
    assert sorted(held.values_list("state", flat=True)) == ["draft", "issued", "issued", "issued"]
    assert set(held.exclude(state="draft").values_list("year", flat=True)) == {2026}
    assert not PaperRecord.objects.exclude(about__contains="(trình diễn)").exists()
