"""Names of extensions in JSON-LD, however their context leads there, and the same in XML."""

import pytest

from tests.epcis.xml.documents import MEMBERS, NOW, spaces
from tests.epcis.xml.test_writing import told
from txng.epcis.event_hash import pre_hash, pre_hash_of_payload
from txng.epcis.reading import read_document
from txng.epcis.xml.writing import write_document

CHAINED = {"x": "urn:x:", "y": "x:sub:", "crop": "x:crop", "kind": {"@id": "y:kind"}}


@pytest.mark.parametrize("version", ["2.0", "1.2"])
@pytest.mark.parametrize(
    ("context", "more"),
    [
        (CHAINED, {"crop": "A"}),
        (CHAINED, {"kind": "A"}),
        (CHAINED, {"y:a": "y:b", "x:a": {"#text": "x:b", "y:c": "y:d"}}),
        (CHAINED, {"crop": {"kind": "y:robusta"}}),
        ({"other": "urn:x:crop"}, {"other": "A"}),
        ({"@vocab": "urn:v:"}, {"crop": "A"}),
        ({"@vocab": "x:v:", "x": "urn:x:"}, {"crop": {"kind": "x:k", "#text": "", "unit": "KGM"}}),
        ({"@vocab": "urn:v:"}, {"crop": {"quantity": "5", "action": "A"}}),
        ({"@vocab": "urn:v:"}, {"action": "ADD", "ilmd": {"crop": "A"}}),
        ({"lot": "cbvmda:lotNumber"}, {"action": "ADD", "ilmd": {"lot": "L1"}}),
        ({"p": "urn:x:crop"}, {"p": "A"}),
        ({"x": ""}, {"gs1:a": "x:b"}),
        ({"x": "a b"}, {"gs1:a": "x:b"}),
        ({"tag": "urn:t:"}, {"tag:a": "tag:b"}),
        ({"e": "urn:epcglobal:epcis:xsd:2"}, {"gs1:a": "e:b"}),
        ({"x": "urn:x:"}, {"x:tên": "Chè", "x:te\u0302n": "Chè"}),
        (
            {f"p{n}": f"p{n + 1}:{n}/" for n in range(8)} | {"p8": "urn:x:"},
            {"p0:a": "p0:b", "p3:c": "1"},
        ),
        ({"doi": "doi:10.1/"}, {"doi:a": "doi:b"}),
        # a remark is no part of the hash; what is only called like one is
        ({"r": "http://www.w3.org/2000/01/rdf-schema#"}, {"r:comment": "A"}),
        ({}, {"http://www.w3.org/2000/01/rdf-schema#comment": "A"}),
        ({"rdfs": "urn:x:"}, {"rdfs:comment": "A"}),
        ({"comment": "urn:x:comment"}, {"comment": "A"}),
        ({"@vocab": "urn:v:"}, {"comment": "A", "crop": {"comment": "B"}}),
    ],
)
def test_an_extension_has_one_hash_in_json_and_xml_whatever_names_it(version, context, more):
    members = {**MEMBERS, **more}
    written = write_document([(members, spaces(context))], version=version, created=NOW)
    (draft,) = read_document(written, now=NOW).drafts
    assert pre_hash_of_payload(draft.payload) == pre_hash(members, spaces(context))


def test_a_term_is_told_with_the_prefix_that_its_reader_knows():
    written = told({"crop": "A", "y:a": "1"}, context=CHAINED)
    assert ' xmlns:x="urn:x:"' in written
    assert ' xmlns:y="urn:x:sub:"' in written
    assert "<x:crop>A</x:crop><y:a>1</y:a>" in written
