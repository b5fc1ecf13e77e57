"""Text on screen: Vietnamese in NFC, its translations complete, and compiled as they are written."""

import re
import unicodedata

import pytest

from tests.house import reading
from tools import messages

PLACES = re.compile(r"%\((\w+)\)[sd]|%[sd]")
TAGS = re.compile(r"<[^>]+>")
VIETNAMESE = re.compile(
    "[àáảãạăằắẳẵặâầấẩẫậđèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵ]", re.IGNORECASE
)
PEOPLES = re.compile("Mạ")  # a people and its language
FOUND = list(messages.sentences())
WANTED = {
    locale: [one for one in FOUND if locale == "en" or messages.is_for_consumers(one)]
    for locale in messages.LOCALES
}


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


@pytest.mark.parametrize("locale", messages.LOCALES)
def test_every_catalogue_is_complete(locale):
    """English for every sentence; Chinese, Japanese and Korean for what a consumer sees."""
    catalogue = messages.read(locale)
    lacking = {
        f"{sentence.file}: {sentence.id!r}"
        for sentence in WANTED[locale]
        if catalogue.get(sentence.id, sentence.context) is None
    }
    lacking |= {f"django.po: {message.id!r}" for message in messages.untranslated(catalogue)}
    assert sorted(lacking) == [], f"make messages, then write the {messages.LOCALES[locale]}"


@pytest.mark.parametrize("locale", messages.LOCALES)
def test_a_catalogue_holds_nothing_that_is_no_longer_said(locale):
    said = {(sentence.id, sentence.context) for sentence in WANTED[locale]}
    stale = [
        m.id for m in messages.messages(messages.read(locale)) if (m.id, m.context) not in said
    ]
    assert stale == [], "make messages"


@pytest.mark.parametrize("locale", messages.LOCALES)
def test_a_translation_names_the_same_places_in_each_sentence(locale):
    different = [
        message.id
        for message in messages.messages(messages.read(locale))
        for translated in parts(message.string)
        if translated
        and set(PLACES.findall(translated)) - set(PLACES.findall(" ".join(parts(message.id))))
    ]
    assert different == []


@pytest.mark.parametrize("locale", messages.CONSUMER_LOCALES)
def test_no_place_and_no_tag_is_lost_in_the_languages_of_consumers(locale):
    lost = [
        message.id
        for message in messages.messages(messages.read(locale))
        for translated in parts(message.string)
        if set(PLACES.findall(parts(message.id)[0])) != set(PLACES.findall(translated))
        or sorted(TAGS.findall(parts(message.id)[0])) != sorted(TAGS.findall(translated))
    ]
    assert lost == []


@pytest.mark.parametrize("locale", messages.LOCALES)
def test_the_compiled_catalogue_is_the_written_one(locale):
    compiled = messages.file_of(locale).with_suffix(".mo")
    assert compiled.exists(), "make messages"
    assert compiled.read_bytes() == messages.compiled(messages.read(locale)), "make messages"


@pytest.mark.parametrize("locale", messages.CONSUMER_LOCALES)
def test_no_vietnamese_is_left_in_the_languages_of_consumers(locale):
    left = [
        message.string
        for message in messages.messages(messages.read(locale))
        for translated in parts(message.string)
        if VIETNAMESE.search(PEOPLES.sub("", translated))
    ]
    assert left == []
