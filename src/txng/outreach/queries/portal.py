"""What the first page of the portal counts, and what its search finds."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.utils import timezone

from txng.accounts.actors import operator
from txng.certification.queries import declarations
from txng.certification.rules import declarations as declaration_rules
from txng.documents.models import Instrument
from txng.documents.queries import library
from txng.outreach.models import Article
from txng.outreach.queries import articles, guides
from txng.parties.queries.enterprises import enterprises
from txng.products.models import ListVersion, ProductGroup
from txng.products.queries import groups, lists
from txng.products.rules import lists as list_rules
from txng.ui import search
from txng.ui.fold import words

MOST_FOUND: Final = 10


@dataclass(frozen=True, slots=True)
class Counts:
    """Numbers of this moment, each from a question of its room. `mandatory` None: no list is in force."""

    enterprises: int
    declarations: int
    groups: int
    mandatory: int | None


def counts(user: object, day: date | None = None) -> Counts:
    """Of the whole province: only how many, nothing of whom."""
    today = day or timezone.localdate()
    valid = declarations.standing_is(
        declarations.published(user), declaration_rules.RECEIVED, today
    )
    version = lists.in_force(user, list_rules.MANDATORY, today)
    return Counts(
        # the register's own question, asked for the house: a count tells nobody's name
        enterprises=enterprises(operator()).filter(closed_on__isnull=True).count(),
        declarations=valid.order_by().count(),
        groups=len(groups.numbers()),
        mandatory=None if version is None else version.items.count(),
    )


def top_groups(user: object) -> list[ProductGroup]:
    """What the portal shows: the groups right under the top, and those at the top that have none."""
    every = groups.groups(user)
    parents = {one.parent_id for one in every if one.parent_id}
    tops = {one.pk for one in every if one.depth == 0}
    return [
        one
        for one in every
        if (one.depth == 1 and one.parent_id in tops) or (one.depth == 0 and one.pk not in parents)
    ]


@dataclass(frozen=True, slots=True)
class Found:
    """What a search finds, in the order shown. `asked` empty: nothing was typed that could be looked for."""

    asked: Sequence[str]
    news: Sequence[Article]
    guides: Sequence[guides.Shown]
    groups: Sequence[ProductGroup]
    lists: Sequence[ListVersion]
    documents: Sequence[Instrument]

    @property
    def count(self) -> int:
        rows = (self.news, self.guides, self.groups, self.lists, self.documents)
        return sum(len(one) for one in rows)


def found(user: object, text: str) -> Found:
    """News, guides, product groups, lists and documents that have every word."""
    asked = search.asked_words(text)
    if not asked:
        return Found((), (), (), (), (), ())
    every = guides.all_guides(user)
    articles_found = [
        one
        for one in articles.matching_published(user, text, 3 * MOST_FOUND)
        if one.kind != "huong-dan"
    ]
    return Found(
        asked,
        articles_found[:MOST_FOUND],
        guides.matching(user, asked, every)[:MOST_FOUND],
        [
            one
            for one in groups.groups(user)
            if _has_all(asked, f"{one.name} {one.name_en} {one.standard}")
        ][:MOST_FOUND],
        [
            one
            for kind in (list_rules.MANDATORY, list_rules.PRIORITY)
            for one in lists.issued(user, kind)
            if _has_all(asked, f"{one.title} {one.decision_number}")
        ][:MOST_FOUND],
        list(library.found(None, library.Asked(text=text))[:MOST_FOUND]),
    )


def _has_all(asked: Sequence[str], text: str) -> bool:
    told = words(text)
    return all(any(word.startswith(one) for word in told) for one in asked)
