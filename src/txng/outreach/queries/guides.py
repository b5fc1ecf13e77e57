"""Questions about guides: those that come with the program, and the articles that took their place."""

from dataclasses import dataclass
from functools import cache

from txng.outreach.models import Article, ArticleVersion
from txng.outreach.models.articles import is_asked_in_english
from txng.outreach.queries.articles import published
from txng.outreach.rules import articles as rules
from txng.outreach.rules import guides
from txng.outreach.rules.guides import Guide
from txng.ui.fold import words


@dataclass(frozen=True, slots=True)
class Shown:
    """A guide as the public finds it: `guide` is packaged or None, `article` what is read instead or None.

    The words are in `language`: "en" where the page asks for English and there is some, else "vi".
    """

    code: str
    title: str
    summary: str
    body: str
    language: str
    group: str
    guide: Guide | None
    article: Article | None


def packaged(code: str) -> Guide | None:
    return guides.packaged(code)


def all_guides(user: object) -> list[Shown]:
    """Packaged ones in their order, then articles of the kind "guide" that replace none. One query."""
    articles = list(published(user).filter(kind=rules.GUIDE))
    taken = {one.guide: one for one in articles if one.guide}
    found = [_shown(one, taken.get(one.code)) for one in guides.every()]
    own = [one for one in articles if not one.guide]
    return found + [_of_version(one.slug, one.shown, None, one) for one in own if one.shown]


def guide(user: object, code: str) -> Shown | None:
    """A packaged guide, or the article in its place."""
    known = guides.packaged(code)
    if known is None:
        return None
    return _shown(known, published(user).filter(guide=code).first())


def article_for(user: object, code: str) -> Article | None:
    """The article that somebody began for this guide, whatever its state."""
    return Article.objects.filter(guide=code).first() if code else None


def matching(user: object, asked: list[str], among: list[Shown]) -> list[Shown]:
    """Guides that have every word, each as a beginning; texts are read whole, in both languages."""
    return [one for one in among if _has_all(asked, _words(one))]


def _words(one: Shown) -> frozenset[str]:
    if one.article is not None and one.article.shown is not None:
        return _words_of_version(one.article.shown)
    return _words_of_packaged(one.code)


def _words_of_version(shown: ArticleVersion) -> frozenset[str]:
    vietnamese = (shown.title, shown.summary, shown.body)
    return frozenset(
        words(" ".join([*vietnamese, shown.title_en, shown.summary_en, shown.body_en]))
    )


@cache
def _words_of_packaged(code: str) -> frozenset[str]:
    known = guides.packaged(code)
    texts = (known.vi, known.en) if known is not None else ()
    return frozenset(
        word for one in texts for word in words(f"{one.title} {one.summary} {one.body}")
    )


def _has_all(asked: list[str], told: frozenset[str]) -> bool:
    return all(any(word.startswith(one) for word in told) for one in asked)


def _shown(known: Guide, article: Article | None) -> Shown:
    if article is not None and article.shown is not None:
        return _of_version(known.code, article.shown, known, article)
    is_english = is_asked_in_english()
    text = known.en if is_english else known.vi
    return Shown(
        known.code, text.title, text.summary, text.body, "en" if is_english else "vi", known.group,
        known, None,
    )  # fmt: skip


def _of_version(code: str, shown: ArticleVersion, known: Guide | None, article: Article) -> Shown:
    return Shown(
        code, shown.told("title"), shown.told("summary"), shown.told("body"),
        "en" if shown.is_shown_in_english else "vi", shown.group.path if shown.group else "",
        known, article,
    )  # fmt: skip
