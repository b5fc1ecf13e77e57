"""Questions about papers: of the actor's own organisation, for whoever drafts, signs or issues there."""

from dataclasses import dataclass

from django.db.models import QuerySet

from txng.accounts.actors import Actor
from txng.documents import rules
from txng.documents.models import Letterhead, NumberRegister, PaperRecord, PaperStep
from txng.documents.papers import Paper, stored
from txng.documents.rules import papers as paper_rules
from txng.ui import search
from txng.ui.fold import words

PAPER_RIGHTS = (rules.DRAFT, rules.SIGN, rules.ISSUE)
DEFAULT_PLACE = "Lâm Đồng"


@dataclass(frozen=True, slots=True)
class May:
    """What this actor may do with this paper now; each is a button."""

    edit: bool
    send: bool
    give_back: bool
    sign: bool
    issue: bool
    withdraw: bool


def papers(actor: Actor) -> QuerySet[PaperRecord]:
    """Those of the organisation that the actor acts for; the operator without one sees all."""
    if not any(actor.may(right) for right in PAPER_RIGHTS):
        return PaperRecord.objects.none()
    if actor.is_operator and actor.organisation_id is None:
        return PaperRecord.objects.all()
    return PaperRecord.objects.filter(organisation_id=actor.organisation_id or 0)


def paper(actor: Actor, pk: int) -> PaperRecord | None:
    return papers(actor).filter(pk=pk).first()


def paper_of_source(actor: Actor, source: str) -> PaperRecord | None:
    """The newest paper that was made of this record of another room ("reports.report:12")."""
    return papers(actor).filter(source=source).order_by("-pk").first() if source else None


def numbered(actor: Actor) -> QuerySet[PaperRecord]:
    """The register of numbers: what was issued, withdrawn ones too."""
    return papers(actor).filter(state__in=paper_rules.NUMBERED)


def registers(actor: Actor, year: int) -> list[NumberRegister]:
    """Per symbol the last number that was given."""
    found = NumberRegister.objects.filter(year=year).order_by("symbol")
    if not (actor.is_operator and actor.organisation_id is None):
        found = found.filter(organisation_id=actor.organisation_id or 0)
    return list(found) if any(actor.may(right) for right in PAPER_RIGHTS) else []


def steps(actor: Actor, one: PaperRecord) -> list[PaperStep]:
    return list(PaperStep.objects.filter(paper__in=papers(actor).filter(pk=one.pk)).order_by("pk"))


def content(actor: Actor, one: PaperRecord) -> Paper:
    """As it is printed: with its number and day once it has them."""
    number = None if one.number is None else paper_rules.written_number(one.number)
    return stored.from_json(one.content, number=number, day=one.issued_on)


def is_whole(one: PaperRecord) -> bool:
    """Whether the content is still what was signed."""
    return not one.digest or stored.digest(one.content) == one.digest


def may(actor: Actor, one: PaperRecord) -> May:
    state = one.state
    drafts, signs, issues = (actor.may(right) for right in PAPER_RIGHTS)
    me = (actor.person_id, actor.name)
    is_mine = paper_rules.is_same_person(me, (one.drafter_id, one.drafted_by))
    return May(
        edit=drafts and state == paper_rules.DRAFTED and one.typed is not None,
        send=drafts and state == paper_rules.DRAFTED,
        give_back=(state == paper_rules.SENT and (signs or (drafts and is_mine)))
        or (state == paper_rules.SIGNED and signs),
        sign=signs and state == paper_rules.SENT and not is_mine,
        issue=issues and state == paper_rules.SIGNED,
        withdraw=issues and state == paper_rules.ISSUED,
    )


def waits_for_another(actor: Actor, one: PaperRecord) -> bool:
    """The drafter could sign, and may not: somebody else has to."""
    me = (actor.person_id, actor.name)
    is_mine = paper_rules.is_same_person(me, (one.drafter_id, one.drafted_by))
    return one.state == paper_rules.SENT and actor.may(rules.SIGN) and is_mine


def letterhead(actor: Actor) -> Letterhead:
    """How the actor's organisation heads its papers; a proposal of its name while nobody set it."""
    found = Letterhead.objects.filter(organisation_id=actor.organisation_id or 0).first()
    if found is not None:
        return found
    name = actor.organisation or ""
    initials = "".join(word[0] for word in name.split() if word[:1].isalpha()).upper()
    return Letterhead(
        parent="",
        body=name.upper()[:200],
        abbreviation=initials[:20],
        place=DEFAULT_PLACE,
        version=0,
    )


def found_by(rows: QuerySet[PaperRecord], text: str) -> search.Found:
    """Papers that have every word of the text; the last may be the beginning of one."""
    *whole, begun = words(text)[: search.MOST_ASKED] or [""]
    for word in whole:
        rows = rows.filter(folded__contains=f" {word} ")
    if begun:
        rows = rows.filter(folded__contains=f" {begun}")
    return search.Found(rows, False)
