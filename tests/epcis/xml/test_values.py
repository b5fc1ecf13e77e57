"""Where XML has room for one value: what stands there, and what is refused."""

import pytest

from tests.epcis.xml.documents import spaces
from tests.epcis.xml.test_writing import CONTEXT, told
from txng.epcis.xml.writing import CannotBeTold, vocabulary_list


def test_a_text_that_is_null_is_none():
    """XML said "None"; a text beside attributes is what a reader of JSON finds there, nothing."""
    assert "<e:x/>" in told({"e:x": {"#text": None}})
    assert "<e:x><e:y>1</e:y></e:x>" in told({"e:x": {"#text": None, "e:y": "1"}})
    report = {"type": "Mass", "#text": None}
    assert "None" not in told({"sensorElementList": [{"sensorReport": [report]}]})


@pytest.mark.parametrize(
    ("value", "member"),
    [
        ({"#text": "q", "id": "7"}, "id"),
        ({"#text": "q", "xmlns": "urn:y:"}, "xmlns"),
        ({"#text": {"e:x": "1"}}, "#text"),
        ([["q"]], "#text"),
    ],
)
@pytest.mark.parametrize("version", ["2.0", "1.2"])
def test_master_data_that_xml_cannot_say_is_refused(version, value, member):
    element = {"id": "urn:x:1", "attributes": [{"id": "urn:x:area", "attribute": value}]}
    listed = [{"type": "urn:x:type", "vocabularyElementList": [element]}]
    with pytest.raises(CannotBeTold) as refusal:
        vocabulary_list(listed, version, spaces(CONTEXT))
    assert refusal.value.member == member


def test_master_data_have_values_texts_and_attributes_of_their_own():
    values = ["2.5", None, True, {"#text": 2, "unit": "HAR"}, {"#text": None, "e:x": "1"}]
    attributes = [{"id": "e:area", "attribute": one} for one in values]
    element = {"id": "urn:x:1", "attributes": attributes}
    listed = [{"type": "urn:x:type", "vocabularyElementList": [element]}]
    written = vocabulary_list(listed, "2.0", spaces(CONTEXT))
    found = written.findall(".//attribute")
    assert [one.attrib.pop("id") for one in found] == ["urn:example:area"] * 5
    assert [(one.text, dict(one.attrib), len(one)) for one in found] == [
        ("2.5", {}, 0), (None, {}, 0), ("true", {}, 0), ("2", {"unit": "HAR"}, 0), (None, {}, 1),
    ]  # fmt: skip
