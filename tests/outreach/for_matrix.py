"""Objects of outreach for the matrix: "own" is of Bình's agency, "foreign" of the press."""

from collections.abc import Callable
from typing import Any

from tests.accounts.matrix import Objects
from tests.outreach import makers
from txng.outreach.actions import articles, campaigns
from txng.outreach.models import Article

MISSING = 999_999_999
NOBODY: frozenset[str] = frozenset()
AGENCY = frozenset({"thuong-truc"})
WRITERS = frozenset({"thuong-truc", "can-bo", "phoi-hop"})


def article(seen: frozenset[str], **more: Any) -> Callable[[], Objects]:
    """`more`: a version or a picture of it."""

    def kwargs(one: Article, by: Any) -> dict[str, Any]:
        if "picture" in more:
            articles.add_picture(by=by, article=one, file_name="a.png", content=makers.picture())
        return {"number": one.pk, **more}

    def make() -> Objects:
        makers.binh()
        mai, lan = makers.diep(), makers.lan()
        return Objects(
            own=kwargs(makers.article(mai), mai),
            foreign=kwargs(makers.article(lan), lan),
            missing={"number": MISSING, **more},
            seen_by={"own": seen, "foreign": AGENCY},
            seen_by_ours=NOBODY,
        )

    return make


def campaign(foreign: frozenset[str]) -> Callable[[], Objects]:
    def make() -> Objects:
        return Objects(
            own={"number": makers.campaign(makers.binh()).pk},
            foreign={"number": makers.campaign(makers.lan()).pk},
            missing={"number": MISSING},
            seen_by={"own": WRITERS, "foreign": foreign},
            seen_by_ours=NOBODY,
        )

    return make


def activity() -> Objects:
    one = makers.campaign(makers.binh())
    return Objects(
        own={"number": makers.activity(one, agency="so-khcn").pk},
        foreign={"number": makers.activity(one).pk},
        missing={"number": MISSING},
        seen_by={"own": WRITERS, "foreign": WRITERS},
        seen_by_ours=NOBODY,
    )


def evidence(foreign: frozenset[str], *, file: bool = False) -> Callable[[], Objects]:
    def kwargs(by: Any, link: str) -> dict[str, Any]:
        row = makers.evidence(by, link=link)
        if not file:
            return {"number": row.pk}
        kept = campaigns.attach_clip(
            by=by, evidence=row, file_name="a.png", content=makers.picture()
        )
        return {"number": row.pk, "attachment": kept.pk}

    def make() -> Objects:
        return Objects(
            own=kwargs(makers.binh(), "https://so.example/1"),
            foreign=kwargs(makers.lan(), "https://bao.example/1"),
            missing={"number": MISSING} | ({"attachment": MISSING} if file else {}),
            seen_by={"own": WRITERS, "foreign": foreign},
            seen_by_ours=NOBODY,
        )

    return make


def matter(own: frozenset[str], *, is_given: bool = False) -> Callable[[], Objects]:
    def make() -> Objects:
        ours, others = makers.difficulty(makers.binh()), makers.difficulty(makers.lan())
        if is_given:
            makers.given(ours, "so-khcn")
            makers.given(others, "bao-va-dai")
        return Objects(
            own={"number": ours.number},
            foreign={"number": others.number},
            missing={"number": "KK-2026-999999"},
            seen_by={"own": own, "foreign": AGENCY},
            seen_by_ours=NOBODY,
        )

    return make


def years(seen: frozenset[str]) -> Callable[[], Objects]:
    """Every year has its page, empty or not."""

    def make() -> Objects:
        return Objects(
            own={"year": 2025},
            foreign={"year": 2026},
            missing={"year": 1999},
            seen_by={"own": seen, "foreign": seen},
            seen_by_ours=NOBODY,
        )

    return make


OBJECTS = {
    **{
        f"outreach:{name}": article(WRITERS)
        for name in (
            "article", "change_article", "keep_draft", "drop_draft", "submit_article", "return_article",
            "add_picture",
        )
    },
    **{
        f"outreach:{name}": article(AGENCY)
        for name in ("approve_article", "withdraw_article", "undo_withdrawal")
    },
    "outreach:version": article(WRITERS, version=1),
    "outreach:restore_version": article(WRITERS, version=1),
    "outreach:picture": article(WRITERS, picture=1),
    "outreach:tell_picture": article(WRITERS, picture=1),
    "outreach:campaign": campaign(WRITERS),
    "outreach:plan_activity": campaign(WRITERS),
    "outreach:change_campaign": campaign(AGENCY),
    "outreach:close_campaign": campaign(AGENCY),
    "outreach:reopen_campaign": campaign(AGENCY),
    "outreach:drop_activity": activity,
    "outreach:evidence": evidence(WRITERS),
    "outreach:clip": evidence(WRITERS, file=True),
    "outreach:change_evidence": evidence(NOBODY),
    "outreach:strike_evidence": evidence(NOBODY),
    "outreach:restore_evidence": evidence(NOBODY),
    "outreach:evidence_year": years(WRITERS),
    "outreach:matter_figures": years(WRITERS),
    "outreach:difficulties": years(WRITERS),
    "outreach:matter": matter(WRITERS),
    "outreach:answer_matter": matter(WRITERS, is_given=True),
    "outreach:take_answer_back": matter(WRITERS, is_given=True),
    "outreach:give_matter": matter(AGENCY),
    "outreach:escalate_matter": matter(AGENCY),
    "outreach:record_decision": matter(AGENCY),
    "outreach:close_matter": matter(AGENCY),
}  # fmt: skip
