"""Times in strange spellings: a remark, a strict refusal, and one spelling in what is kept."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tests.epcis.documents import NOW, document, event
from tests.epcis.test_intake import draft, findings
from txng.epcis.errors import ValidationException
from txng.epcis.json_ld import read_document

DECLARED = {"errorDeclaration": {"declarationTime": "{}", "reason": "incorrect_data"}}
MEASURED = {"type": "Mass", "value": 1}
TIMES = {
    "/eventTime": {"eventTime": "{}"},
    "/recordTime": {"recordTime": "{}"},
    "/errorDeclaration/declarationTime": DECLARED,
    "/sensorElementList/0/sensorMetadata/time": {
        "sensorElementList": [{"sensorMetadata": {"time": "{}"}, "sensorReport": [MEASURED]}]
    },
    "/sensorElementList/0/sensorReport/1/time": {
        "sensorElementList": [{"sensorReport": [MEASURED, MEASURED | {"time": "{}"}]}]
    },
}
TIME = "2026-10-01T08:00:00Z"


def timed(shape: dict[str, Any], text: str) -> dict[str, Any]:
    return event(**json.loads(json.dumps(shape).replace("{}", text)))


@pytest.mark.parametrize(("place", "shape"), TIMES.items(), ids=TIMES)
@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("2026-10-01 08:00:00Z", TIME),
        ("2026-10-01t08:00:00Z", TIME),
        ("2026-10-01T08:00:00z", TIME),
        ("2026-10-01 08:00:00.1234567z", "2026-10-01T08:00:00.1234567Z"),
        ("2026-10-01T15:00:00+0700", "2026-10-01T15:00:00+07:00"),
        ("2026-10-02T07:59:00.5+23:59", "2026-10-01T08:00:00.5Z"),
    ],
)
def test_a_time_in_another_spelling_is_remarked_on_and_kept_as_every_reader_knows_it(
    place, shape, text, plain
):
    """An's device writes a blank; Bình's JSON Schema and Chi's XML Schema know only the T."""
    told, meant = timed(shape, text), timed(shape, plain)
    found = read_document(document(told), now=NOW).warnings
    (remark,) = [one for one in found if one.rule == "time_spelling"]
    assert remark.pointer.removeprefix("/epcisBody/eventList/0") == place
    assert plain in remark.message
    assert plain in remark.message_vi
    one, other = draft(told), draft(meant)
    assert json.loads(one.payload) == json.loads(other.payload)
    assert (one.event, one.content) == (other.event, other.content)
    with pytest.raises(ValidationException, match="Expected a time spelt like"):
        read_document(document(told), now=NOW, strict=True)
    assert "time_spelling" not in findings(meant)


@pytest.mark.parametrize("text", ["2026-10-01T08:00:00-00:00", "2026-10-01T22:00:00.5+14:00", TIME])
@pytest.mark.parametrize("shape", TIMES.values(), ids=TIMES)
def test_a_time_as_it_should_be_stays_as_it_is(shape, text):
    told = timed(shape, text)
    assert "time_spelling" not in findings(told)
    if "recordTime" not in shape:
        assert json.dumps(text) in draft(told).payload.decode()


@pytest.mark.parametrize(
    "text", ["2026-10-01", "2026-10-01T08:00:00", "2026-10-01T08:00Z", "8", ""]
)
def test_what_is_no_time_with_a_zone_is_refused_and_never_completed(text):
    assert findings(event(eventTime=text)).keys() & {"malformed_member"}


def test_a_time_that_is_none_is_left_to_the_rules():
    for odd in (5, ["x"], {"time": "2026-10-01 08:00:00Z"}, ["2026-10-01 08:00:00Z"]):
        for name in ("eventTime", "errorDeclaration", "sensorElementList"):
            assert "malformed_member" in findings(event(**{name: odd}))


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2026-10-01 09:00:00Z", datetime(2026, 10, 1, 9, tzinfo=UTC)),
        ("2026-10-01t16:00:00+07:00", datetime(2026, 10, 1, 9, tzinfo=UTC)),
        ("2026-10-01T09:00:00z", datetime(2026, 10, 1, 9, tzinfo=UTC)),
        ("2026-10-01T09:00:00", datetime(2026, 10, 1, 9, tzinfo=UTC)),
        ("2026-W01-1", datetime(2025, 12, 29, tzinfo=UTC)),
        ("20260101T000000", datetime(2026, 1, 1, tzinfo=UTC)),
        ("2026-01-01", datetime(2026, 1, 1, tzinfo=UTC)),
        ("2026-01-01T07:00:30+07:00:30", datetime(2026, 1, 1, tzinfo=UTC)),
    ],
)
def test_a_creation_date_that_gs1s_schema_refuses_earns_a_remark_or_a_strict_refusal(text, moment):
    body = document(event(), creationDate=text)
    found = read_document(body, now=NOW)
    assert found.creation_date == moment
    assert found.creation_date.utcoffset() == timedelta(0)
    (remark,) = found.warnings
    assert (remark.rule, remark.pointer) == ("time_spelling", "/creationDate")
    with pytest.raises(ValidationException, match="Expected a time spelt like"):
        read_document(body, now=NOW, strict=True)


@pytest.mark.parametrize("text", ["yesterday", 20260101, "0001-01-01 00:00:00+07:00", ""])
def test_a_creation_date_that_is_none_is_refused(text):
    with pytest.raises(ValidationException, match="Expected a date and time"):
        read_document(document(event(), creationDate=text), now=NOW)
