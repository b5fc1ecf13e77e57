"""What stands around the events of a document: what nobody would read there is refused."""

import pytest

from tests.epcis.xml.documents import MEMBERS, document, event, read

BODY = "EventList, VocabularyList, QueryResults, extension"
OWN = 'xmlns:o="urn:own:"'


def misplaced(got: str, parent: str, place: str, expected: str) -> tuple[str, str, dict[str, str]]:
    return "misplaced_element", place, {"parent": parent, "expected": expected, "got": got}


@pytest.mark.parametrize("name", ["eventList", "EventsList", "Events"])
@pytest.mark.parametrize("count", [0, 1, 3])
def test_a_list_that_is_misspelt_is_refused_and_not_read_as_no_events(name, count):
    body = f"<{name}>{event() * count}</{name}>"
    assert read(document(body=body))[1:] == ([], [misplaced(name, "EPCISBody", "/epcisBody", BODY)])


@pytest.mark.parametrize("where", ["{0}{1}", "{1}{0}", "{1}{0}{1}{1}"])
def test_an_event_beside_the_list_is_refused_and_those_in_it_are_read(where):
    body = where.format(f"<EventList>{event()}</EventList>", event())
    _, events, reported = read(document(body=body))
    assert len(events) == 1
    assert reported == [misplaced("ObjectEvent", "EPCISBody", "/epcisBody", BODY)]


@pytest.mark.parametrize(
    ("body", "reported"),
    [
        ("", [("missing_member", "", {"name": "EPCISBody"})]),
        (
            "<epcisBody><EventList>{event}</EventList></epcisBody>",
            [
                misplaced("epcisBody", "EPCISDocument", "", "EPCISHeader, EPCISBody, extension"),
                ("missing_member", "", {"name": "EPCISBody"}),
            ],
        ),
        (
            "<EPCISBody><extension><EventList>{event}</EventList></extension></EPCISBody>",
            [misplaced("ObjectEvent", "EventList", "/epcisBody", "extensions")],
        ),
        (
            "<EPCISHeader><extension>{event}</extension></EPCISHeader><EPCISBody/>",
            [misplaced("ObjectEvent", "extension", "", "extensions")],
        ),
        (
            "<EPCISBody><EventList/></EPCISBody><EPCISBody><EventList/></EPCISBody>",
            [("duplicate_member", "", {"name": "EPCISBody"})],
        ),
        (
            "<EPCISBody><EventList/><EventList/></EPCISBody>",
            [("duplicate_member", "/epcisBody", {"name": "EventList"})],
        ),
        (
            "<EPCISBody><EventList/></EPCISBody><EPCISHeader/>",
            [misplaced("EPCISHeader", "EPCISDocument", "", "EPCISHeader (before the events)")],
        ),
    ],
)
def test_what_stands_in_a_document_where_nobody_looks_is_refused(body, reported):
    whole = document(body="").replace(b"<EPCISBody></EPCISBody>", body.encode())
    assert read(whole.replace(b"{event}", event().encode()))[2] == reported


RESULTS = "/epcisBody/queryResults"


@pytest.mark.parametrize(
    ("results", "reported"),
    [
        (
            "<queryName>Q</queryName>",
            ("missing_member", RESULTS, {"name": "resultsBody"}),
        ),
        (
            "<resultsBody/>",
            (
                "missing_member",
                f"{RESULTS}/resultsBody",
                {"name": "EventList or VocabularyList"},
            ),
        ),
        (
            "<resultsBody><EventList/><eventList/></resultsBody>",
            misplaced(
                "eventList", "resultsBody", f"{RESULTS}/resultsBody", "EventList, VocabularyList"
            ),
        ),
        (
            "<resultsBody><EventList/></resultsBody><EventList/>",
            misplaced(
                "EventList",
                "QueryResults",
                RESULTS,
                "queryName, subscriptionID, resultsBody, extension",
            ),
        ),
        (None, ("missing_member", "/epcisBody", {"name": "QueryResults"})),
    ],
)
def test_an_answer_without_its_results_is_refused(results, reported):
    space = 'xmlns:q="urn:epcglobal:epcis-query:xsd:2"'
    inside = "" if results is None else f"<q:QueryResults>{results}</q:QueryResults>"
    whole = (
        f'<q:EPCISQueryDocument {space} schemaVersion="2.0" creationDate="2026-10-01T09:00:00Z">'
        f"<EPCISBody>{inside}</EPCISBody></q:EPCISQueryDocument>"
    )
    assert read(whole.encode())[2] == [reported]
    if results is not None:
        alone = f"<q:QueryResults {space}>{results}</q:QueryResults>"
        assert read(alone.encode())[2] == [reported]


def test_extensions_of_a_document_may_hold_what_they_like():
    own = f"<o:own {OWN}><EventList>{event()}</EventList>{event()}</o:own>"
    plain = "<extension><note>1</note></extension>"
    listed = f"<EventList>{event()}</EventList>{plain}{own}"
    whole = document(body=listed, header=f"<EPCISHeader>{plain}{own}</EPCISHeader>")
    whole = whole.replace(b"</epcis:EPCISDocument>", f"{plain}{own}</epcis:EPCISDocument>".encode())
    _, events, reported = read(whole)
    assert [one for one, _ in events] == [MEMBERS]
    assert reported == []
