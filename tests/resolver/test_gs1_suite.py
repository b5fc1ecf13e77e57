"""The checks of GS1's own test suite, in our words, against a running resolver.

The suite (gs1/GS1DL-resolver-testsuite, a page with a PHP helper) is not part of this repository; `make
gs1-suite` runs it. What it checks is asked here in the same order: it takes one address, looks at its
headers, breaks it, reads its link set, and follows every link of every level. What only a warning is there
must pass here too.
"""

from urllib.parse import urlsplit

import pytest

from tests.resolver.asking import SHOP
from tests.resolver.test_conformance import LINKSET, VOC, is_valid_linkset

ORIGIN = {"Origin": "https://ref.gs1.org/test-suites/resolver/"}


@pytest.fixture(scope="module", params=["", "/10/LOT-1"], ids=["product", "lot"])
def address(request, resolver):
    """A product with links of every kind, asked for itself or for a lot of it."""
    gtin = resolver.product()
    resolver.register(gtin, "gs1:pip", SHOP, default="yes", type="text/html", itemDescription="Áo")
    for tag in ("en", "fr"):
        resolver.register(
            gtin, "gs1:sustainabilityInfo", f"{SHOP}/{tag}", hreflang=[tag], type="text/html"
        )
    for number in (1, 2):
        resolver.register(gtin, "gs1:traceability", f"{SHOP}/t{number}", type="text/html")
    resolver.register(gtin, "gs1:certificationInfo", f"{SHOP}/c", type="application/pdf")
    resolver.register(
        gtin,
        "gs1:certificationInfo",
        f"{SHOP}/lk",
        type="application/pdf",
        hreflang=["en"],
        context=["LK"],
    )
    return f"/01/{gtin}{request.param}"


@pytest.fixture
def linkset(resolver, address):
    return resolver.ask(address, Accept=LINKSET, **ORIGIN)


def test_the_headers_of_the_address_itself(resolver, address):
    answer = resolver.ask(address, **ORIGIN)
    assert answer.header("Access-Control-Allow-Origin")
    for method in ("GET", "HEAD", "OPTIONS"):
        assert method in answer.header("Access-Control-Allow-Methods")
    links = answer.header("Link")
    assert 'rel="linkset"' in links
    assert 'rel="gs1:' not in links


def test_an_address_with_foo_behind_it_is_refused_and_not_with_200(resolver, address):
    assert resolver.ask(f"{address}/foo", **ORIGIN).status == 400


def test_a_slash_at_the_end_changes_neither_status_nor_location(resolver, address):
    plain, slash = resolver.ask(address, **ORIGIN), resolver.ask(f"{address}/", **ORIGIN)
    assert (plain.status, plain.location) == (slash.status, slash.location)


def test_the_query_is_passed_on(resolver, address):
    assert "foo=bar" in resolver.ask(f"{address}?foo=bar", **ORIGIN).location


@pytest.mark.parametrize("query", ["?linkType=linkset", "?linkType=all"])
@pytest.mark.parametrize("accept", ["", LINKSET])
def test_asking_for_the_link_set_neither_redirects_nor_fails(resolver, address, query, accept):
    headers = {"Accept": accept} if accept else {}
    assert resolver.ask(f"{address}{query}", **headers, **ORIGIN).status == 200


def test_the_link_set_is_valid_of_its_type_and_names_its_context(linkset):
    assert is_valid_linkset(linkset.json)
    assert linkset.header("Content-Type") == LINKSET
    (context,) = [one for one in linkset.all("Link") if "json-ld#context" in one]
    assert 'type="application/ld+json"' in context


def test_the_default_is_single_without_attributes_and_where_the_address_leads(
    resolver, address, linkset
):
    (default,) = [
        one[f"{VOC}defaultLink"] for one in linkset.json["linkset"] if f"{VOC}defaultLink" in one
    ]
    assert len(default) == 1
    assert set(default[0]) == {"href", "title"}
    assert resolver.ask(address, **ORIGIN).location == default[0]["href"]


def test_every_link_is_led_to_and_links_alike_in_everything_are_listed(resolver, address, linkset):
    seen: set[str] = set()
    followed = 0
    for told in linkset.json["linkset"]:
        assert urlsplit(told["anchor"]).path in (address, address.partition("/10/")[0])
        for kind, links in told.items():
            if not isinstance(links, list) or kind in seen or kind.endswith("defaultLink"):
                continue
            seen.add(kind)
            alike = [
                {k: v for k, v in link.items() if k not in ("href", "title")} for link in links
            ]
            for link, described in zip(links, alike, strict=True):
                asked = f"{address}?linkType=gs1:{kind.removeprefix(VOC)}"
                if "context" in link:
                    asked += f"&context={link['context'][0]}"
                headers = {"Accept": link.get("type", "*/*")}
                if "hreflang" in link:
                    headers["Accept-Language"] = link["hreflang"][0]
                answer = resolver.ask(asked, **headers, **ORIGIN)
                if len(links) > 1 and alike.count(described) > 1:
                    assert answer.status == 300, asked
                else:
                    assert answer.location.partition("?linkType=")[0] == link["href"], asked
                followed += 1
    assert followed == 7


def test_its_preflight_is_answered(resolver, address):
    asked = {"Access_Control_Request_Method": "GET,HEAD,OPTIONS"}
    answer = resolver.ask(address, "OPTIONS", **asked, **ORIGIN)
    assert answer.status == 204
    assert answer.header("Access-Control-Allow-Origin") == "*"
    for method in ("GET", "HEAD", "OPTIONS"):
        assert method in answer.header("Access-Control-Allow-Methods")


def test_its_invented_lot_and_extension_walk_up_to_the_default(resolver, address):
    product = address.partition("/10/")[0]
    assert resolver.ask(f"{product}/10/KL8G", **ORIGIN).location == SHOP
    place = f"/414/{product[5:18]}"
    resolver.register(place, "gs1:locationInfo", f"{SHOP}/place", default="yes")
    assert resolver.ask(f"{place}/254/KL8G", **ORIGIN).location == f"{SHOP}/place"


def test_a_type_that_no_link_has_is_not_found(resolver, address):
    assert resolver.ask(f"{address}?linkType=gs1:nosuchlt", **ORIGIN).status == 404


def test_the_description_file_has_what_is_required(resolver):
    told = resolver.ask("/.well-known/gs1resolver", Accept="application/json", **ORIGIN).json
    assert urlsplit(told["resolverRoot"]).scheme in ("http", "https")
    known = {"all", "01", "8006", "8013", "8010", "410", "411", "412", "413", "414", "415", "417", "8017",
             "8018", "255", "00", "253", "401", "402", "8003", "8004"}  # fmt: skip
    assert set(told["supportedPrimaryKeys"]) <= known
