"""Text on screen: Vietnamese in NFC, English complete, and the compiled catalogue is the written one."""

import re
import unicodedata

from tests.house import reading
from tools import messages

PLACES = re.compile(r"%\((\w+)\)[sd]|%[sd]")
FOUND = list(messages.sentences())


def parts(text: object) -> list[str]:
    return [text] if isinstance(text, str) else list(text)


def test_sentences_are_nfc():
    """gettext compares code points: a sentence typed in NFD is silently never translated."""
    loose = [
        f"{sentence.file}:{sentence.line}: {part!r}"
        for sentence in FOUND
        for part in parts(sentence.id)
        if not unicodedata.is_normalized("NFC", part)
    ]
    assert loose == []


def test_files_are_nfc():
    loose = [
        reading.name(path)
        for path in reading.committed()
        if "vendor" not in path.parts
        and (content := reading.text(path))
        and not unicodedata.is_normalized("NFC", content)
    ]
    assert loose == []


def test_english_is_complete():
    catalogue = messages.read()
    lacking = {
        f"{sentence.file}: {sentence.id!r}"
        for sentence in FOUND
        if catalogue.get(sentence.id, sentence.context) is None
    }
    lacking |= {f"django.po: {message.id!r}" for message in messages.untranslated(catalogue)}
    assert sorted(lacking) == [], "make messages, then write the English into django.po"


def test_english_holds_nothing_that_is_no_longer_said():
    said = {(sentence.id, sentence.context) for sentence in FOUND}
    stale = [m.id for m in messages.messages(messages.read()) if (m.id, m.context) not in said]
    assert stale == [], "make messages"


def test_english_names_the_same_places_in_each_sentence():
    different = [
        message.id
        for message in messages.messages(messages.read())
        for english in parts(message.string)
        if english
        and set(PLACES.findall(english)) - set(PLACES.findall(" ".join(parts(message.id))))
    ]
    assert different == []


def test_the_compiled_catalogue_is_the_written_one():
    compiled = messages.CATALOGUE.with_suffix(".mo")
    assert compiled.exists(), "make messages"
    assert compiled.read_bytes() == messages.compiled(messages.read()), "make messages"
