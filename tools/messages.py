"""The catalogues: collect every sentence on screen, keep its translations, compile.

    src/txng/**/*.py, **/templates/**   "Lô hàng bị thu hồi"        the source language is Vietnamese
    src/txng/locale/en/.../django.po    "This lot is recalled"      written by people
    src/txng/locale/ja/.../django.po    only what a consumer sees   (CONSUMER below); zh_Hans and ko too
    src/txng/locale/*/.../django.mo     the same for gettext        committed: a bare machine compiles nothing

`make messages` prints how many sentences still lack a translation; tests/house/test_messages.py fails
while there are any. Needs Babel, not the gettext programs.
"""

import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from fnmatch import fnmatch
from io import BytesIO
from pathlib import Path
from typing import NamedTuple

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.conf import settings
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parents[1]
SOURCE = ROOT / "src" / "txng"
LOCALES = {"en": "English", "zh_Hans": "Chinese", "ja": "Japanese", "ko": "Korean"}
CONSUMER_LOCALES = tuple(locale for locale in LOCALES if locale != "en")
# files whose sentences stand on pages that somebody opens who scanned a code
CONSUMER = (
    "src/txng/ui/errors.py",
    "src/txng/ui/templates/ui/error.html",
    "src/txng/ui/templates/ui/look_up_box.html",
    "src/txng/ui/templates/ui/page.html",
    "src/txng/ui/templates/ui/proof_verdict.html",
    "src/txng/ui/templates/ui/verify_proof.html",
    "src/txng/certification/templates/certification/search.html",
    "src/txng/certification/templates/certification/search_box.html",
    "src/txng/certification/templates/certification/verify.html",
    "src/txng/certification/views/public.py",
    "src/txng/certification/words_public.py",
    "src/txng/conf/menu.py",
    "src/txng/repository/wording/steps.py",
    "src/txng/resolver/templates/*",
    "src/txng/resolver/templatetags/*",
    "src/txng/resolver/ordered.py",
    "src/txng/resolver/queries.py",
    "src/txng/resolver/registered.py",
    "src/txng/resolver/rest/door.py",
    "src/txng/resolver/statements.py",
    "src/txng/resolver/verdicts.py",
    "src/txng/resolver/views/public.py",
    "src/txng/resolver/words.py",
    "src/txng/supervision/recall_public_words.py",
    "src/txng/supervision/templates/supervision/public_recall.html",
    "src/txng/supervision/templates/supervision/public_recalls.html",
    "src/txng/supervision/templates/supervision/recall_no_proof.html",
    "src/txng/supervision/templates/supervision/report.html",
    "src/txng/supervision/templates/supervision/status.html",
    "src/txng/supervision/actions/reports.py",
    "src/txng/supervision/models/reports.py",
    "src/txng/supervision/photos.py",
    "src/txng/supervision/views/public_recalls.py",
    "src/txng/supervision/views/reports.py",
)
# among them, but for people who sign in
AT_WORK = ("src/txng/resolver/templates/resolver/work/*",)
BEGINNING = datetime(2026, 1, 1, tzinfo=UTC)  # not the clock: the same sentences give the same file
KEYWORDS = dict(DEFAULT_KEYWORDS) | {
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext_lazy": (1, 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext_lazy": ((1, "c"), 2, 3),
}


class Sentence(NamedTuple):
    """One message as gettext knows it: `id` is a pair for singular and plural."""

    id: str | tuple[str, str]
    context: str | None
    file: str
    line: int


def file_of(locale: str) -> Path:
    return SOURCE / "locale" / locale / "LC_MESSAGES" / "django.po"


def is_for_consumers(sentence: Sentence) -> bool:
    return any(fnmatch(sentence.file, pattern) for pattern in CONSUMER) and not any(
        fnmatch(sentence.file, pattern) for pattern in AT_WORK
    )


def sentences(source: Path = SOURCE) -> Iterator[Sentence]:
    """Every translatable sentence of the package, file by file."""
    for path in sorted(source.rglob("*")):
        if "vendor" in path.parts or not path.is_file():
            continue
        if path.suffix == ".py":
            text = path.read_bytes()
        elif "templates" in path.parts and path.suffix in (".html", ".txt", ".svg", ".xml"):
            text = as_python(path).encode()
        else:
            continue
        file = path.relative_to(source.parents[1]).as_posix()
        options = {"encoding": "utf-8"}
        for line, found, _comments, context in extract(
            "python", BytesIO(text), KEYWORDS, options=options
        ):
            ids = found if isinstance(found, str) else tuple(found)
            yield Sentence(ids, context, file, line)  # type: ignore[arg-type]


def as_python(template: Path) -> str:
    """A template as the Python-like text that Django's own makemessages reads."""
    return templatize(template.read_text(encoding="utf-8"), origin=str(template))


def wanted(locale: str) -> Iterator[Sentence]:
    """What this catalogue has to translate."""
    for sentence in sentences():
        if locale == "en" or is_for_consumers(sentence):
            yield sentence


def collected(locale: str) -> Catalog:
    """The catalogue without translations."""
    catalogue = Catalog(locale=locale, project="txng", creation_date=BEGINNING)
    for sentence in wanted(locale):
        catalogue.add(sentence.id, context=sentence.context, locations=[(sentence.file, 0)])
    return catalogue


def read(locale: str = "en") -> Catalog:
    if not file_of(locale).exists():
        return Catalog(locale=locale, project="txng", creation_date=BEGINNING)
    with file_of(locale).open("rb") as file:
        return read_po(file, locale=locale)


def messages(catalogue: Catalog) -> list[Message]:
    """Without the header, which gettext keeps under the empty id."""
    return [message for message in catalogue if message.id]


def untranslated(catalogue: Catalog) -> list[Message]:
    return [
        message
        for message in messages(catalogue)
        if message.fuzzy or not all(_strings(message)) or not message.string
    ]


def _strings(message: Message) -> list[str]:
    return [message.string] if isinstance(message.string, str) else list(message.string or [])


def compiled(catalogue: Catalog) -> bytes:
    """The bytes of the .mo file."""
    buffer = BytesIO()
    write_mo(buffer, catalogue)
    return buffer.getvalue()


def written(catalogue: Catalog) -> bytes:
    """The bytes of the .po file: no line numbers, so that moving code changes nothing."""
    buffer = BytesIO()
    write_po(buffer, catalogue, width=100, include_lineno=False, ignore_obsolete=True)
    return buffer.getvalue()


def main() -> int:
    settings.configure(USE_I18N=True)
    for locale, language in LOCALES.items():
        _refresh(locale, language)
    return 0


def _refresh(locale: str, language: str) -> None:
    catalogue = read(locale)
    catalogue.update(collected(locale), no_fuzzy_matching=True, update_creation_date=False)
    catalogue.fuzzy = False
    catalogue.revision_date = BEGINNING
    catalogue.header_comment = f"# {language} for txng. Sentences are collected by `make messages`."
    file = file_of(locale)
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(written(catalogue))
    file.with_suffix(".mo").write_bytes(compiled(read(locale)))
    missing = untranslated(read(locale))
    print(f"{len(messages(catalogue))} sentences, {len(missing)} without {language}")
    for message in missing[:20]:
        print(f"  {message.locations[0][0] if message.locations else '?'}: {message.id!r}")


if __name__ == "__main__":
    sys.exit(main())
