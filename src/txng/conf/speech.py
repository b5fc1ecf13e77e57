"""What the command line says, in Vietnamese or English, before Django is up.

    txng --help             Vietnamese, the source language
    txng --lang en --help   English; also where LC_ALL, LC_MESSAGES or LANG begin with "en"

Reads the same catalogues as the pages (src/txng/locale), with the standard library: `txng --help`
must not wait for Django. Once Django is set up, `speak` turns its translations as well.
"""

import gettext as standard
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Final

LOCALE: Final = Path(__file__).parents[1] / "locale"
SOURCE_LANGUAGE: Final = "vi"
LANGUAGES: Final = ("vi", "en")

_spoken = SOURCE_LANGUAGE


def language_of(environ: Mapping[str, str]) -> str:
    """ "en" when the person's locale is English; C and POSIX say nothing, so Vietnamese."""
    locale = environ.get("LC_ALL") or environ.get("LC_MESSAGES") or environ.get("LANG") or ""
    return "en" if locale.lower().startswith("en") else SOURCE_LANGUAGE


def speak(language: str) -> None:
    """From here on every sentence is in this language."""
    global _spoken  # one process, one person at the keyboard
    _spoken = language
    from django.conf import settings

    if settings.configured:
        from django.utils import translation

        translation.activate(language)


def spoken() -> str:
    return _spoken


@cache
def _catalogue(language: str) -> standard.NullTranslations:
    return standard.translation("django", localedir=LOCALE, languages=[language], fallback=True)


def gettext(sentence: str | None) -> str:
    return _catalogue(_spoken).gettext(sentence) if sentence else ""


def ngettext(singular: str, plural: str, count: int) -> str:
    return _catalogue(_spoken).ngettext(singular, plural, count)


def gettext_noop(sentence: str) -> str:
    """Mark a sentence for the catalogue where it is written; it is translated where it is shown."""
    return sentence
