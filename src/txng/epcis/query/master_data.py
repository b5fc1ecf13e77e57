"""SimpleMasterDataQuery: what is known about places, products and parties, asked in the standard's words.

    vocabularyName      only things of these vocabularies           urn:epcglobal:epcis:vtype:Location
    EQ_name             only these things
    WD_name             only these things and what lies below them, however deep
    HASATTR             only things that have one of these attributes  cbvmda:name
    EQATTR_attribute    only things whose attribute has one of these values
    includeAttributes   required: whether attributes are told
    includeChildren     required: whether the ids of what lies directly below are told
    attributeNames      tell only these attributes (nothing is left out of the answer for it)
    maxElementCount     refuse an answer with more things than this

Every parameter narrows: all must hold. Values of one list are alternatives. An attribute may be named in
full or with a prefix of the EPCIS context (`cbvmda:name`); things in any spelling that `gs1` reads, words
of the CBV in any of theirs (`shipping`, `urn:epcglobal:cbv:bizstep:shipping`).

>>> query = parse_plain_master_data([("includeAttributes", "true"), ("includeChildren", "false"),
...     ("WD_name", "urn:epc:id:sgln:0614141.07346.0"), ("EQATTR_cbvmda:countryCode", "VN|LA")])
>>> query.wd_name, query.eqattr
(('https://id.gs1.org/414/0614141073467',), (('urn:epcglobal:cbv:mda:countryCode', ('VN', 'LA')),))

Source: EPCIS 2.0 §8.2.7.2; EPCIS 1.2 §8.2.7.2.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from txng.epcis import vocabulary
from txng.epcis.context import Namespaces
from txng.epcis.errors import QueryParameterException
from txng.epcis.query import names
from txng.gs1.errors import Gs1Error
from txng.gs1.identifier import identify

MAX_VALUES: Final = 1000  # of one list
MAX_PARAMETERS: Final = 200
_ATTRIBUTE_PREFIXES: Final = ("EQATTR_", "EQ_ATTR_")  # the second as EPCIS 2.0 writes it for events
_BOOLEANS: Final = {"true": True, "1": True, "false": False, "0": False}

Value = str | list[str] | None
"""A text, an ArrayOfString or a VoidHolder, as SOAP brings them."""


@dataclass(frozen=True, slots=True)
class MasterDataQuery:
    """None where nothing was asked. Names of things are canonical, those of CBV words as they were asked:
    the store looks for all their spellings. Names of attributes are full."""

    include_attributes: bool
    include_children: bool
    vocabulary_names: tuple[str, ...] | None = None
    attribute_names: tuple[str, ...] | None = None
    eq_name: tuple[str, ...] | None = None
    wd_name: tuple[str, ...] | None = None
    hasattr: tuple[str, ...] | None = None
    eqattr: tuple[tuple[str, tuple[str, ...]], ...] = ()
    max_element_count: int | None = None


def parse_soap_master_data(
    params: Iterable[tuple[str, Value]], namespaces: Mapping[str, str] | None = None
) -> MasterDataQuery:
    """Parameters as a SOAP Poll brings them. Raises QueryParameterException.

    `namespaces` are the prefixes in force there. A single text stands for a list of one: some
    clients write no ArrayOfString around it.
    """
    given: dict[str, Value] = {}
    for name, value in params:
        if name in given:
            raise QueryParameterException(
                f"Expected the parameter {name} once, got it twice",
                detail_vi=f"Tham số {name} lặp lại. Chỉ ghi một lần.",
            )
        given[name] = value
        _limit(len(given))
    return _read(given, namespaces or {})


def parse_plain_master_data(pairs: Iterable[tuple[str, str]]) -> MasterDataQuery:
    """Parameters of a URL or a command line: lists are split at "|" or repeated."""
    given: dict[str, Value] = {}
    for count, (name, text) in enumerate(pairs, start=1):
        _limit(count)
        known = given.get(name)
        if _is_list(name):
            given[name] = [*(known if isinstance(known, list) else ()), *text.split("|")]
        elif name in given:
            raise QueryParameterException(
                f"Expected the parameter {name} once, got it twice",
                detail_vi=f"Tham số {name} lặp lại. Chỉ ghi một lần.",
            )
        else:
            given[name] = text
    return _read(given, {})


def _limit(count: int) -> None:
    if count > MAX_PARAMETERS:
        raise QueryParameterException(
            f"Expected at most {MAX_PARAMETERS} parameters, got more",
            detail_vi=f"Câu hỏi có quá {MAX_PARAMETERS} tham số.",
        )


def _is_list(name: str) -> bool:
    return name in _LISTS or name.startswith(_ATTRIBUTE_PREFIXES)


def _read(given: dict[str, Value], prefixes: Mapping[str, str]) -> MasterDataQuery:
    namespaces = names.namespaces_of(dict(prefixes))
    for name in given:
        if name not in _LISTS and name not in _SINGLES and not name.startswith(_ATTRIBUTE_PREFIXES):
            raise QueryParameterException(
                f"Expected a parameter of SimpleMasterDataQuery, got {name[:100]!r}",
                detail_vi=f"SimpleMasterDataQuery không có tham số {name[:100]!r}.",
            )
    return MasterDataQuery(
        include_attributes=_boolean(given, "includeAttributes"),
        include_children=_boolean(given, "includeChildren"),
        vocabulary_names=_texts(given, "vocabularyName"),
        attribute_names=_attributes(given, "attributeNames", namespaces),
        eq_name=_things(given, "EQ_name"),
        wd_name=_things(given, "WD_name"),
        hasattr=_attributes(given, "HASATTR", namespaces),
        eqattr=tuple(_values_asked(given, namespaces)),
        max_element_count=_count(given, "maxElementCount"),
    )


_SINGLES = frozenset({"includeAttributes", "includeChildren", "maxElementCount"})
_LISTS = frozenset({"vocabularyName", "attributeNames", "EQ_name", "WD_name", "HASATTR"})


def _refuse(name: str, expected: str, expected_vi: str, got: object) -> QueryParameterException:
    shown = repr(got)[:100]
    return QueryParameterException(
        f"Expected {expected} in {name}, got {shown}",
        detail_vi=f"Tham số {name} cần {expected_vi}, nhưng nhận được {shown}.",
    )


def _single(given: dict[str, Value], name: str, expected: str, expected_vi: str) -> str:
    value = given[name]
    if not isinstance(value, str):
        raise _refuse(name, expected, expected_vi, value)
    return value.strip()


def _boolean(given: dict[str, Value], name: str) -> bool:
    if name not in given:
        raise QueryParameterException(
            f"Expected the parameter {name} (true or false), got none",
            detail_vi=f"Thiếu tham số bắt buộc {name} (true hoặc false).",
        )
    text = _single(given, name, "true or false", "true hoặc false")
    if text not in _BOOLEANS:
        raise _refuse(name, "true or false", "true hoặc false", text)
    return _BOOLEANS[text]


def _count(given: dict[str, Value], name: str) -> int | None:
    if name not in given:
        return None
    expected, expected_vi = "a whole number from 0 to 999999999", "số nguyên từ 0 đến 999999999"
    text = _single(given, name, expected, expected_vi)
    if not (text.isascii() and text.isdigit() and len(text) <= 9):
        raise _refuse(name, expected, expected_vi, text)
    return int(text)


def _texts(given: dict[str, Value], name: str) -> tuple[str, ...] | None:
    """Without repetitions, in the order asked. An empty list is a mistake, never "everything"."""
    if name not in given:
        return None
    value = given[name]
    texts = [value] if isinstance(value, str) else value
    if not texts or not all(texts) or len(texts) > MAX_VALUES:
        expected = f"a list of 1 to {MAX_VALUES} texts"
        raise _refuse(name, expected, f"danh sách từ 1 đến {MAX_VALUES} giá trị", value)
    return tuple(dict.fromkeys(texts))


def _things(given: dict[str, Value], name: str) -> tuple[str, ...] | None:
    texts = _texts(given, name)
    if texts is None:
        return None
    found = []
    for text in texts:
        if vocabulary.words_of(text):
            found.append(text)
            continue
        try:
            found.append(identify(text).canonical)
        except Gs1Error as error:
            raise _refuse(name, f"an identifier ({error})", f"một mã ({error})", text) from None
    return tuple(dict.fromkeys(found))


def _attributes(
    given: dict[str, Value], name: str, namespaces: Namespaces
) -> tuple[str, ...] | None:
    texts = _texts(given, name)
    if texts is None:
        return None
    return tuple(dict.fromkeys(_attribute(text, namespaces) for text in texts))


def _attribute(text: str, namespaces: Namespaces) -> str:
    return names.full(text, namespaces) or names.settled(text)


def _values_asked(
    given: dict[str, Value], namespaces: Namespaces
) -> Iterable[tuple[str, tuple[str, ...]]]:
    for name in given:
        for prefix in _ATTRIBUTE_PREFIXES:
            if name.startswith(prefix):
                attribute = name.removeprefix(prefix)
                if not attribute:
                    raise _refuse(name, "the name of an attribute", "tên thuộc tính", name)
                yield _attribute(attribute, namespaces), _texts(given, name) or ()
