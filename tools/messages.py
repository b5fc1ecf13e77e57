"""The English catalogue: collect every sentence on screen, keep its translation, compile.

    src/txng/**/*.py, **/templates/**   "Lô hàng bị thu hồi"        the source language is Vietnamese
    src/txng/locale/en/.../django.po    "This lot is recalled"      written by people
    src/txng/locale/en/.../django.mo    the same for gettext        committed: a bare machine compiles nothing

`make messages` prints how many sentences still lack English; tests/house/test_messages.py fails
while there are any. Needs Babel, not the gettext programs.
"""

import sys
from collections.abc import Iterator
from datetime import UTC, datetime
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
CATALOGUE = SOURCE / "locale" / "en" / "LC_MESSAGES" / "django.po"
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


def collected() -> Catalog:
    """What the English catalogue has to translate, without translations."""
    catalogue = Catalog(locale="en", project="txng", creation_date=BEGINNING)
    for sentence in sentences():
        catalogue.add(sentence.id, context=sentence.context, locations=[(sentence.file, 0)])
    return catalogue


def read() -> Catalog:
    if not CATALOGUE.exists():
        return Catalog(locale="en", project="txng", creation_date=BEGINNING)
    with CATALOGUE.open("rb") as file:
        return read_po(file, locale="en")


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
    catalogue = read()
    catalogue.update(collected(), no_fuzzy_matching=True, update_creation_date=False)
    catalogue.fuzzy = False
    catalogue.revision_date = BEGINNING
    catalogue.header_comment = "# English for txng. Sentences are collected by `make messages`."
    CATALOGUE.parent.mkdir(parents=True, exist_ok=True)
    CATALOGUE.write_bytes(written(catalogue))
    CATALOGUE.with_suffix(".mo").write_bytes(compiled(read()))
    missing = untranslated(read())
    print(f"{len(messages(catalogue))} sentences, {len(missing)} without English")
    for message in missing[:20]:
        print(f"  {message.locations[0][0] if message.locations else '?'}: {message.id!r}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
