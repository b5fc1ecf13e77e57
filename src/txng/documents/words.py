"""Words of the library for people, in the language of the page."""

from collections.abc import Mapping

from django.utils.translation import gettext as _

from txng.documents.models import Facet, Instrument
from txng.documents.rules import library as rules
from txng.ui import dates, lists

MARKS: Mapping[str, lists.Mark] = {
    rules.IN_FORCE: "good",
    rules.PARTLY: "warn",
    rules.EXPIRED: "stop",
    rules.NOT_YET: "info",
    rules.UNKNOWN: "info",
}


def status(code: str) -> str:
    return _(rules.NOT_YET_WORDS) if code == rules.NOT_YET else _(rules.STATUSES[code])


def kind(one: Instrument) -> str:
    return _(rules.KINDS[one.kind])


def why(told: rules.Standing, language: str) -> str:
    day = dates.written(told.day, language) if told.day else ""
    return _(told.why) % {"day": day} if "%(day)s" in told.why else _(told.why)


def facet(kind: str, code: str) -> str:
    known = rules.GROUPS if kind == rules.GROUP else rules.AUDIENCES
    return _(known[code]) if code in known else code


def facets(one: Instrument, kind: str) -> list[str]:
    """Of a document whose facets were fetched; an empty list means that it applies to all."""
    held: list[Facet] = list(one.facets.all())
    known = rules.GROUPS if kind == rules.GROUP else rules.AUDIENCES
    codes = {row.code for row in held if row.kind == kind}
    return [_(words) for code, words in known.items() if code in codes]


def choices(known: Mapping[str, str]) -> list[tuple[str, str]]:
    return [(code, _(words)) for code, words in known.items()]


def relation(kind: str, *, is_newer: bool) -> str:
    """As read from one of the two documents; `is_newer`: the other is the newer."""
    onto, by = rules.RELATIONS[kind]
    return _(by) if is_newer else _(onto)


FIELDS = {
    "number": rules.N_("Số, ký hiệu"),
    "kind": rules.N_("Loại"),
    "title": rules.N_("Tên"),
    "issuer": rules.N_("Nơi ban hành"),
    "summary": rules.N_("Tóm tắt"),
    "source": rules.N_("Nguồn"),
    "address": rules.N_("Địa chỉ toàn văn"),
    "signed_on": rules.N_("Ngày ban hành"),
    "starts_on": rules.N_("Có hiệu lực từ"),
    "ends_on": rules.N_("Hết hiệu lực sau ngày"),
    "facets": rules.N_("Áp dụng cho"),
    "status": rules.N_("Hiệu lực"),
    "status_read_on": rules.N_("Đọc nguồn ngày"),
    "relation": rules.N_("Quan hệ"),
    "file": rules.N_("Tệp"),
}


def change(name: str, value: object) -> str:
    """A value of the history as people read it."""
    if value in (None, "", []):
        return _("không có")
    if name == "status":
        return status(str(value))
    if name == "kind":
        return _(rules.KINDS.get(str(value), str(value)))
    if name == "facets" and isinstance(value, list):
        return ", ".join(facet(*str(one).split(":", 1)) for one in value)
    if name == "relation":
        kind, _colon, number = str(value).partition(":")
        return f"{_(rules.RELATIONS[kind][0])}: {number}" if kind in rules.RELATIONS else str(value)
    return str(value)
