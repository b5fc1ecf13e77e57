"""The library is kept: documents are entered, changed with a history, related, followed.

An effect is entered with its source and the day on which that was read: nothing is "in force" because
nobody said otherwise.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from txng.accounts import journal
from txng.accounts.actors import Actor
from txng.documents import rules
from txng.documents.actions.attaching import attach
from txng.documents.errors import FieldError, NotAllowedError, NotThereError, StaleError
from txng.documents.models import (
    Attachment,
    Facet,
    Follow,
    Instrument,
    InstrumentChange,
    LastLook,
    Relation,
)
from txng.documents.queries import library as queries
from txng.documents.rules import library
from txng.ui.fold import words

NO_DAY: Final = date(1900, 1, 1)


@dataclass(frozen=True, slots=True)
class Facts:
    """What a document is; its effect is told apart, with a source (`Told`)."""

    number: str
    kind: str
    title: str
    issuer: str = ""
    signed_on: date | None = None
    starts_on: date | None = None
    ends_on: date | None = None
    summary: str = ""
    source: str = ""
    address: str = ""
    groups: Collection[str] = field(default_factory=tuple)
    audiences: Collection[str] = field(default_factory=tuple)


@dataclass(frozen=True, slots=True)
class Told:
    """What a source says of the effect, and the day on which it was read."""

    status: str = library.UNKNOWN
    source: str = ""
    read_on: date | None = None


@transaction.atomic
def add_instrument(*, by: Actor, facts: Facts, told: Told | None = None) -> Instrument:
    """Raises NotAllowedError, FieldError."""
    refuse_strangers(by)
    _check(facts)
    told = _checked(told or Told())
    if Instrument.objects.filter(number=facts.number).exists():
        raise _taken(facts.number)
    one = Instrument(
        slug=_slug(facts.number),
        status=told.status,
        status_source=told.source,
        status_read_on=told.read_on,
        **_columns(facts),
    )
    one.folded = _folded(one)
    one.save()
    _set_facets(one, facts)
    _keep(by, one, "added", {}, facts.source)
    journal.record(by, "instrument.added", one, number=one.number)
    return one


@transaction.atomic
def change_instrument(
    *, by: Actor, instrument: Instrument, version: int, facts: Facts
) -> Instrument:
    """Raises NotAllowedError, FieldError, StaleError. What stays the same is no change."""
    refuse_strangers(by)
    _check(facts)
    one = _locked(instrument, version)
    if Instrument.objects.filter(number=facts.number).exclude(pk=one.pk).exists():
        raise _taken(facts.number)
    before = _shown(one)
    for name, value in _columns(facts).items():
        setattr(one, name, value)
    _set_facets(one, facts)
    after = _shown(one)
    told = {name: [before[name], after[name]] for name in after if before[name] != after[name]}
    if not told:
        return one
    _save(one)
    _keep(by, one, "edited", told, facts.source)
    journal.record(by, "instrument.changed", one, fields=sorted(told))
    return one


@transaction.atomic
def change_status(*, by: Actor, instrument: Instrument, version: int, told: Told) -> Instrument:
    """What a source says today; also when it says the same again, for then it was read anew.

    Raises NotAllowedError, FieldError, StaleError.
    """
    refuse_strangers(by)
    told = _checked(told)
    if told.read_on is not None and told.read_on > timezone.localdate():
        raise FieldError(_("Ngày đọc nguồn không thể ở tương lai."), "status_read_on")
    one = _locked(instrument, version)
    before = [one.status, one.status_read_on and one.status_read_on.isoformat()]
    one.status, one.status_source, one.status_read_on = told.status, told.source, told.read_on
    after = [one.status, one.status_read_on and one.status_read_on.isoformat()]
    _save(one)
    changed = {"status": [before[0], after[0]], "status_read_on": [before[1], after[1]]}
    _keep(by, one, "status", changed, told.source)
    journal.record(by, "instrument.status_told", one, was=before[0], now=after[0])
    return one


@transaction.atomic
def relate(*, by: Actor, newer: Instrument, older: Instrument, kind: str, source: str) -> Relation:
    """Raises NotAllowedError, FieldError."""
    refuse_strangers(by)
    if kind not in library.RELATIONS:
        raise FieldError(_("Chọn quan hệ giữa hai văn bản."), "kind")
    if newer.pk == older.pk:
        raise FieldError(_("Chọn một văn bản khác: đây là chính văn bản này."), "other")
    if not source.strip():
        raise FieldError(_("Ghi nguồn nói về quan hệ này, như tên và điều của văn bản."), "source")
    row, is_new = Relation.objects.get_or_create(
        newer=newer, older=older, kind=kind, defaults={"source": source[:300]}
    )
    if not is_new:
        raise FieldError(_("Quan hệ này đã có trong thư viện."), "other")
    for one, other in ((newer, older), (older, newer)):
        _keep(by, one, "related", {"relation": [None, f"{kind}:{other.number}"]}, source)
    journal.record(by, "instrument.related", newer, kind=kind, older=older.number)
    return row


@transaction.atomic
def unrelate(*, by: Actor, instrument: Instrument, number: int) -> None:
    """Raises NotAllowedError, NotThereError."""
    refuse_strangers(by)
    row = Relation.objects.filter(pk=number).select_related("newer", "older").first()
    if row is None or instrument.pk not in (row.newer_id, row.older_id):
        raise NotThereError(_("Quan hệ này không còn trong thư viện. Mở lại trang để xem."))
    row.delete()
    for one, other in ((row.newer, row.older), (row.older, row.newer)):
        _keep(by, one, "related", {"relation": [f"{row.kind}:{other.number}", None]}, row.source)
    journal.record(by, "instrument.unrelated", row.newer, kind=row.kind, older=row.older.number)


@transaction.atomic
def attach_text(
    *, by: Actor, instrument: Instrument, title: str, file_name: str, content: bytes
) -> Attachment:
    """A PDF of the text, or a picture. Raises NotAllowedError, BadFileError."""
    refuse_strangers(by)
    subject = (queries.SUBJECT, str(instrument.pk))
    made = attach(by=by, subject=subject, title=title, file_name=file_name, content=content)
    _keep(by, instrument, "file", {"file": [None, made.name]}, "")
    return made


# --- people who follow ------------------------------------------------------------------------------


@transaction.atomic
def follow(
    *, by: Actor, instrument: Instrument | None = None, facet: tuple[str, str] | None = None
) -> Follow:
    """One document, or a facet (kind, code). Twice is once. Raises NotAllowedError, FieldError."""
    person = _person(by)
    if instrument is not None:
        one, is_new = Follow.objects.get_or_create(person_id=person, instrument=instrument)
        what = instrument.number
    else:
        kind, code = facet or ("", "")
        known = {library.GROUP: library.GROUPS, library.AUDIENCE: library.AUDIENCES}
        if code not in known.get(kind, {}):
            raise FieldError(_("Chọn một nhóm sản phẩm hoặc một đối tượng để theo dõi."), "facet")
        one, is_new = Follow.objects.get_or_create(
            person_id=person, instrument=None, facet_kind=kind, facet_code=code
        )
        what = f"{kind}:{code}"
    if is_new:
        journal.record(by, "library.followed", one, what=what)
    return one


@transaction.atomic
def unfollow(*, by: Actor, number: int) -> None:
    """Raises NotAllowedError; what is not followed stays so."""
    found = Follow.objects.filter(pk=number, person_id=_person(by)).first()
    if found is not None:
        journal.record(by, "library.unfollowed", found)
        found.delete()


@transaction.atomic
def mark_seen(*, by: Actor) -> None:
    """Changes until now count as seen. Raises NotAllowedError."""
    look, _is_new = LastLook.objects.update_or_create(
        person_id=_person(by), defaults={"at": timezone.now()}
    )
    journal.record(by, "library.seen", look)


# --- inside -----------------------------------------------------------------------------------------


def refuse_strangers(by: Actor) -> None:
    if not by.may(rules.LIBRARY):
        raise NotAllowedError(_("Bạn không có quyền quản lý thư viện văn bản."))


def _person(by: Actor) -> int:
    if by.person_id is None:
        raise NotAllowedError(_("Đăng nhập bằng tài khoản của một người để theo dõi văn bản."))
    return by.person_id


def _check(facts: Facts) -> None:
    if not facts.number.strip():
        raise FieldError(_("Nhập số, ký hiệu, như 02/2024/TT-BKHCN."), "number")
    if facts.kind not in library.KINDS:
        raise FieldError(_("Chọn loại văn bản."), "kind")
    if not facts.title.strip():
        raise FieldError(_("Nhập tên văn bản."), "title")
    if not library.is_period(facts.starts_on, facts.ends_on):
        raise FieldError(_("Ngày hết hiệu lực cần sau hoặc bằng ngày có hiệu lực."), "ends_on")
    if facts.address and not facts.address.startswith(("https://", "http://")):
        raise FieldError(_("Địa chỉ cần bắt đầu bằng https:// hoặc http://."), "address")


def _checked(told: Told) -> Told:
    if told.status not in library.STATUSES:
        raise FieldError(_("Chọn hiệu lực theo nguồn."), "status")
    if told.status == library.UNKNOWN:
        return told
    if not told.source.strip():
        raise FieldError(_("Ghi nguồn nói về hiệu lực: tên trang và địa chỉ."), "status_source")
    if told.read_on is None:
        raise FieldError(_("Ghi ngày đọc nguồn."), "status_read_on")
    return told


def _taken(number: str) -> FieldError:
    return FieldError(
        _("Thư viện đã có văn bản số %(number)s. Mở văn bản đó để sửa.") % {"number": number},
        "number",
    )


def _locked(instrument: Instrument, version: int) -> Instrument:
    one = Instrument.objects.select_for_update().filter(pk=instrument.pk).first()
    if one is None:
        raise NotThereError(_("Văn bản này không còn trong thư viện."))
    if one.version != version:
        last = one.changes.order_by("-pk").first()
        raise StaleError(
            _("%(who)s đã sửa văn bản này sau khi bạn mở trang. Mở lại trang, rồi sửa tiếp.")
            % {"who": last.by if last else _("Người khác")}
        )
    return one


def _columns(facts: Facts) -> dict[str, Any]:
    return {
        "number": facts.number.strip(),
        "kind": facts.kind,
        "title": facts.title.strip(),
        "issuer": facts.issuer.strip(),
        "signed_on": facts.signed_on,
        "starts_on": facts.starts_on,
        "ends_on": facts.ends_on,
        "summary": facts.summary.strip(),
        "source": facts.source.strip(),
        "address": facts.address.strip(),
        "order_day": facts.signed_on or facts.starts_on or NO_DAY,
    }


def _shown(one: Instrument) -> dict[str, Any]:
    names = ("number", "kind", "title", "issuer", "summary", "source", "address")
    days = ("signed_on", "starts_on", "ends_on")
    told: dict[str, Any] = {name: getattr(one, name) for name in names}
    told |= {name: (day := getattr(one, name)) and day.isoformat() for name in days}
    told["facets"] = sorted(str(facet) for facet in Facet.objects.filter(instrument=one))
    return told


def _set_facets(one: Instrument, facts: Facts) -> None:
    wanted = {(library.GROUP, code) for code in facts.groups if code in library.GROUPS}
    wanted |= {(library.AUDIENCE, code) for code in facts.audiences if code in library.AUDIENCES}
    kept = {(facet.kind, facet.code): facet.pk for facet in Facet.objects.filter(instrument=one)}
    gone = [pk for key, pk in kept.items() if key not in wanted]
    if gone:
        Facet.objects.filter(pk__in=gone).delete()
    come = sorted(wanted - set(kept))
    Facet.objects.bulk_create(Facet(instrument=one, kind=kind, code=code) for kind, code in come)


def _folded(one: Instrument) -> str:
    told = (one.number, one.title, one.issuer, one.summary)
    return " " + " ".join(word for text in told for word in words(text)) + " "


def _save(one: Instrument) -> None:
    one.folded = _folded(one)
    one.version += 1
    one.updated_at = timezone.now()
    try:
        with transaction.atomic():
            one.save()
    except IntegrityError:
        raise _taken(one.number) from None


def _slug(number: str) -> str:
    """02/2024/TT-BKHCN becomes 02-2024-tt-bkhcn; a second one of that name gets a number."""
    stem = "-".join(words(number))[:70] or "van-ban"
    slug, count = stem, 1
    while Instrument.objects.filter(slug=slug).exists():
        count += 1
        slug = f"{stem}-{count}"
    return slug


def _keep(
    by: Actor, one: Instrument, kind: str, told: Mapping[str, Any], source: str
) -> InstrumentChange:
    return InstrumentChange.objects.create(
        instrument=one, kind=kind, told=dict(told), source=source[:300], by=by.name
    )
