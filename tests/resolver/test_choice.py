"""Choosing among links: steps in their order, and ties that stay ties."""

from hypothesis import given
from hypothesis import strategies as st

from txng.resolver.choice import Described, choose, is_decided_by_request, quality, ranges

VI = Described("vi", "text/html", ("vi",))
EN = Described("en", "text/html", ("en-GB", "en"))
PDF = Described("pdf", "application/pdf", ("en",))
PLAIN = Described("plain")
HEADERS = st.sampled_from(
    [
        "",
        "*/*",
        "text/html",
        "vi",
        "en;q=0.5, vi",
        "application/pdf;q=0",
        "text/*;q=nan",
        ";;;",
        ",",
        "q=1",
        "*",
    ]
)


def names(links):
    return [link.href for link in links]


def test_nothing_is_chosen_from_nothing():
    assert choose([]) == []


def test_one_link_is_chosen_whatever_is_asked():
    assert choose([PDF], accept="text/html", language="vi", contexts=["x"]) == [PDF]


def test_media_type_comes_before_language():
    assert names(choose([VI, PDF], accept="application/pdf", language="vi")) == ["pdf"]


def test_a_link_without_language_serves_whoever_reads_none_of_the_others():
    assert names(choose([VI, EN, Described("any", "text/html")], language="ko")) == ["any"]
    assert names(choose([VI, EN], language="ko")) == ["vi", "en"], "and a tie stays one"


def test_a_range_finds_wider_and_narrower_tags():
    assert names(choose([VI, EN], language="en")) == ["en"]
    assert names(choose([VI, EN], language="en-US")) == ["en"]
    assert names(choose([VI, EN], language="vi-Latn-VN-x-old")) == ["vi"]


def test_contexts_are_words_without_case():
    links = [Described("a", context=("AU",)), Described("b", context=("NZ",)), Described("c")]
    assert names(choose(links, contexts=["nz"])) == ["b"]
    assert names(choose(links, contexts=["vn"])) == ["c"]
    assert names(choose(links)) == ["c"]


def test_a_refined_default_must_be_asked_for_by_name():
    assert names(is_decided_by_request([VI, EN], language="fr")) == []
    assert names(is_decided_by_request([VI, EN], language="fr, en;q=0.1")) == ["en"]
    assert names(is_decided_by_request([VI, PDF], accept="image/png", language="vi")) == []


def test_weights_that_are_no_numbers_weigh_nothing():
    assert quality("text/html", "text/html;q=x") == 0
    assert ranges("vi;q=nan, en") == ("en",)


@given(HEADERS, HEADERS, st.lists(st.sampled_from([VI, EN, PDF, PLAIN]), min_size=1, unique=True))
def test_something_is_always_chosen_and_only_what_was_there(accept, language, links):
    chosen = choose(links, accept=accept, language=language)
    assert chosen
    assert set(chosen) <= set(links)
    assert choose(chosen, accept=accept, language=language) == chosen, (
        "asking again decides no more"
    )
