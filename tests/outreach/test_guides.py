"""Guides in two languages: the files, their pages, search, and the articles that take their place."""

import re
from html import unescape

import pytest
from django.test import Client

from tests import people
from tests.outreach import makers
from txng.outreach.actions import articles
from txng.outreach.models import Article
from txng.outreach.rules import LONGEST_TITLE, guides, markup
from txng.outreach.rules.articles import LONGEST_SUMMARY

pytestmark = pytest.mark.django_db

LINK = re.compile(r"\]\(([^)]*)\)")
NUMBER = re.compile(r"[0-9]+")
VIETNAMESE, ENGLISH = "vi", "en"


def page(address, language=VIETNAMESE, status=200):
    answer = Client().get(address, headers={"accept-language": language})
    assert answer.status_code == status, address
    return answer.content.decode()


def shape(text):
    """What stands where: heads, paragraphs, and how many items each list has."""
    return [(one.kind, len(one.lines)) for one in markup.blocks(text.body)]


def in_place_of(code, **told):
    one = articles.write_article(
        by=makers.diep(), kind="huong-dan", facts=makers.facts(**told), guide=code
    )
    return makers.approved(articles.submit_article(by=makers.diep(), article=one))


# --- the files ------------------------------------------------------------------------------------


def test_each_guide_is_two_files_and_there_is_no_other():
    folder = guides.resources.files("txng.outreach").joinpath("data", "guides")
    wanted = {f"{code}{ending}" for code in guides.ORDER for ending in (".txt", ".en.txt")}
    assert {file.name for file in folder.iterdir()} == wanted


@pytest.mark.parametrize("code", guides.ORDER)
def test_both_languages_have_the_same_heads_items_links_and_figures(code):
    one = guides.packaged(code)
    assert shape(one.en) == shape(one.vi)
    assert LINK.findall(one.en.body) == LINK.findall(one.vi.body)
    assert set(NUMBER.findall(one.en.body)) == set(NUMBER.findall(one.vi.body))


@pytest.mark.parametrize("code", guides.ORDER)
def test_a_guide_could_be_taken_into_the_editor_in_both_languages(code):
    one = guides.packaged(code)
    for text in (one.vi, one.en):
        assert 0 < len(text.title) <= LONGEST_TITLE
        assert 0 < len(text.summary) <= LONGEST_SUMMARY
        assert len(text.body) > 300
    assert one.en.title != one.vi.title


@pytest.mark.parametrize("code", guides.ORDER)
def test_the_head_of_the_english_is_title_and_summary_alone(code):
    head, _text = guides._read(f"{code}.en.txt")
    assert set(head) == {"title", "summary"}


def test_every_link_of_a_guide_leads_to_a_page():
    bodies = [text.body for one in guides.every() for text in (one.vi, one.en)]
    links = {link for body in bodies for link in LINK.findall(body)}
    assert links
    assert {link for link in links if Client().get(link).status_code != 200} == set()


# --- the pages ------------------------------------------------------------------------------------


@pytest.mark.parametrize("code", guides.ORDER)
def test_an_english_reader_reads_the_guide_in_english(code):
    one = guides.packaged(code)
    told = unescape(page(f"/huong-dan/{code}", ENGLISH))
    assert f"<title>{one.en.title} –" in told
    assert f'<meta name="description" content="{one.en.summary}">' in told
    assert f'<h1 lang="en">{one.en.title}</h1>' in told
    assert f'<div class="article prose" lang="en"><p class="lead-text">{one.en.summary}</p>' in told
    assert unescape(markup.html(one.en.body)) in told
    assert one.vi.title not in told
    assert 'lang="vi"><a href="/huong-dan' not in told
    assert all(number in told for number in one.documents)


@pytest.mark.parametrize(
    ("code", "language"), [*((code, VIETNAMESE) for code in guides.ORDER), ("ca-phe", "ko")]
)
def test_everybody_else_reads_it_in_vietnamese(code, language):
    one = guides.packaged(code)
    told = unescape(page(f"/huong-dan/{code}", language))
    assert f'<h1 lang="vi">{one.vi.title}</h1>' in told
    assert f'<div class="article prose" lang="vi"><p class="lead-text">{one.vi.summary}</p>' in told
    assert unescape(markup.html(one.vi.body)) in told
    assert one.en.title not in told
    assert all(number in told for number in one.documents)


@pytest.mark.parametrize("language", [VIETNAMESE, ENGLISH])
def test_the_list_speaks_the_language_of_its_reader(language):
    told = unescape(page("/huong-dan", language))
    for one in guides.every():
        text, other = (one.vi, one.en) if language == VIETNAMESE else (one.en, one.vi)
        link = f'<li lang="{language}"><a href="/huong-dan/{one.code}">{text.title}</a>'
        assert f"{link}<p>{text.summary}</p>" in told
        assert other.title not in told


@pytest.mark.parametrize("language", [VIETNAMESE, ENGLISH])
@pytest.mark.parametrize("asked", ["roaster+cherry", "rang+qua+tuoi", "Cà+phê:+từ+vườn+đến+gói"])
def test_search_finds_a_guide_by_the_words_of_either_language(asked, language):
    told = unescape(page(f"/cong-thong-tin/tim?q={asked}", language))
    coffee = guides.packaged("ca-phe")
    text = coffee.vi if language == VIETNAMESE else coffee.en
    assert f'<li lang="{language}"><a href="/huong-dan/ca-phe">{text.title}</a>' in told


# --- an article in their place --------------------------------------------------------------------


def test_an_article_takes_the_place_of_a_packaged_guide():
    one = articles.write_article(
        by=makers.diep(),
        kind="huong-dan",
        facts=makers.facts(title="Chè theo cách mới"),
        guide="che",
    )
    assert "Chè: từ luống đến hộp" in page("/huong-dan")
    shown = makers.approved(articles.submit_article(by=makers.diep(), article=one))
    assert "Chè theo cách mới" in page("/huong-dan")
    assert Client().get("/huong-dan/che").url == f"/tin/{shown.slug}"
    page("/huong-dan/khong-co", status=404)


def test_an_article_without_english_stays_vietnamese_for_an_english_reader():
    shown = in_place_of("che", title="Chè theo cách mới")
    told = page("/huong-dan", ENGLISH)
    assert f'<li lang="vi"><a href="/tin/{shown.slug}">Chè theo cách mới</a>' in told
    assert guides.packaged("che").en.title not in told
    assert "Chè theo cách mới" not in page("/cong-thong-tin/tim?q=withering", ENGLISH)


def test_an_article_with_english_is_shown_in_it_and_found_by_both():
    shown = in_place_of(
        "che", title="Chè theo cách mới", title_en="Tea, another way", body_en="Wither it slowly."
    )
    link = f'<li lang="en"><a href="/tin/{shown.slug}">Tea, another way</a>'
    assert link in page("/huong-dan", ENGLISH)
    assert link in page("/cong-thong-tin/tim?q=wither+slowly", ENGLISH)
    assert link in page("/cong-thong-tin/tim?q=cach+moi", ENGLISH)
    assert "Chè theo cách mới" in page("/cong-thong-tin/tim?q=wither+slowly")


def test_a_guide_is_taken_into_the_editor_in_both_languages():
    client, one = people.client_of(makers.diep()), guides.packaged("ca-phe")
    told = unescape(client.get("/tin-bai/viet?huong-dan=ca-phe").content.decode())
    for text in (one.vi, one.en):
        assert text.title in told
        assert text.summary in told
        assert text.body in told.replace("\r\n", "\n")
    values = {
        "kind": "huong-dan", "title": one.vi.title, "brief": one.vi.summary, "body": one.vi.body,
        "title_en": one.en.title, "brief_en": one.en.summary, "body_en": one.en.body,
    }  # fmt: skip
    assert client.post("/tin-bai/viet?huong-dan=ca-phe", values).status_code == 303
    version = Article.objects.get().latest
    assert (version.title_en, version.summary_en) == (one.en.title, one.en.summary)
    assert version.body_en.replace("\r\n", "\n") == one.en.body
