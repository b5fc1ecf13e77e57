"""Questions about guides: those that come with the program, and the articles that took their place."""

from dataclasses import dataclass

from txng.outreach.models import Article
from txng.outreach.queries.articles import published
from txng.outreach.rules import articles as rules
from txng.outreach.rules import guides
from txng.outreach.rules.guides import Guide
from txng.ui.fold import words


@dataclass(frozen=True, slots=True)
class Shown:
    """A guide as the public finds it: `guide` is packaged or None, `article` what is read instead or None."""

    code: str
    title: str
    summary: str
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
    return found + [_of_article(one) for one in articles if not one.guide]


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
    """Guides that have every word, each as a beginning; packaged texts are read whole."""
    return [one for one in among if _has_all(asked, _text(one))]


def _text(one: Shown) -> str:
    body = one.article.shown.body if one.article and one.article.shown else ""
    return " ".join([one.title, one.summary, body or (one.guide.body if one.guide else "")])


def _has_all(asked: list[str], text: str) -> bool:
    told = set(words(text))
    return all(any(word.startswith(one) for word in told) for one in asked)


def _shown(known: Guide, article: Article | None) -> Shown:
    if article is None or article.shown is None:
        return Shown(known.code, known.title, known.summary, known.group, known, None)
    shown = article.shown
    group = shown.group.path if shown.group else ""
    return Shown(known.code, shown.told("title"), shown.told("summary"), group, known, article)


def _of_article(article: Article) -> Shown:
    shown = article.shown
    title, summary = (shown.told("title"), shown.told("summary")) if shown else ("", "")
    group = shown.group.path if shown and shown.group else ""
    return Shown(article.slug, title, summary, group, None, article)
