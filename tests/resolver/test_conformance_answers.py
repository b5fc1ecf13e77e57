"""GS1-Conformant Resolver 1.2, R12 to R23 and the traps: what is answered, over a real socket."""

import json

import pytest
from pyld import jsonld

from tests.resolver.asking import SHOP
from tests.resolver.chain import FACTORY, harvest, recall
from tests.resolver.test_conformance import HTML, LINKSET, VOC, is_valid_linkset, known, shop
from tests.servers import txng
from txng.gs1.check_digit import digit_for

__all__ = ["shop"]  # a fixture


def test_r12_the_link_set_is_the_union_of_six_most_specific_first(resolver):
    gtin = resolver.product()
    paths = [f"/01/{gtin}{below}" for below in ("/21/S", "/22/V/10/L", "/10/L", "/22/V", "")]
    for number, path in enumerate(reversed(paths)):
        resolver.register(path, "gs1:pip", f"{SHOP}/{number}")
    resolver.register(f"/01/{gtin}/235/T", "gs1:pip", f"{SHOP}/t")
    whole = f"/01/{gtin}/22/V/10/L/21/S?linkType=linkset"
    assert list(resolver.ask(whole, Accept=LINKSET).sets) == paths
    lot = resolver.ask(f"/01/{gtin}/10/L?linkType=linkset", Accept=LINKSET)
    assert list(lot.sets) == [f"/01/{gtin}/10/L", f"/01/{gtin}"]
    third = resolver.ask(f"/01/{gtin}/235/T?linkType=linkset", Accept=LINKSET)
    assert list(third.sets) == [f"/01/{gtin}/235/T", f"/01/{gtin}"]


def test_r12_a_serial_outranks_a_lot_and_a_lot_outranks_a_product(resolver):
    gtin = resolver.product()
    resolver.register(gtin, "gs1:pip", f"{SHOP}/p", default="yes")
    resolver.register(f"/01/{gtin}/10/L", "gs1:pip", f"{SHOP}/l", default="yes")
    resolver.register(f"/01/{gtin}/21/S", "gs1:pip", f"{SHOP}/s", default="yes")
    assert resolver.ask(f"/01/{gtin}/10/L/21/S").location == f"{SHOP}/s"
    assert resolver.ask(f"/01/{gtin}/10/L").location == f"{SHOP}/l"
    assert resolver.ask(f"/01/{gtin}/10/M").location == f"{SHOP}/p"
    assert resolver.ask(f"/01/{gtin}/10/L?linkType=gs1:pip").location.startswith(f"{SHOP}/l?")


def test_r13_without_a_link_type_the_default_answers(resolver, shop):
    resolver.register(shop, "gs1:epil", f"{SHOP}/epil", hreflang=["vi"])
    for headers in ({}, {"Accept_Language": "vi"}, {"Accept": HTML}, {"Accept": "application/pdf"}):
        answer = resolver.ask(f"/01/{shop}", **headers)
        assert (answer.status, answer.location) == (307, SHOP)
    assert resolver.ask(f"/01/{shop}?linkType=gs1:defaultLink").location.startswith(f"{SHOP}?")


def test_r13_a_refined_default_answers_whom_it_is_for_and_nobody_else(resolver, shop):
    for tag in ("vi", "en"):
        resolver.register(shop, "gs1:pip", f"{SHOP}/{tag}", default="multi", hreflang=[tag])
    resolver.register(
        shop, "gs1:pip", f"{SHOP}/pdf", default="multi", type="application/pdf", hreflang=["en"]
    )
    asked = {
        "vi-VN,vi;q=0.9": f"{SHOP}/vi",
        "fr": SHOP,
        "": SHOP,
    }
    for language, target in asked.items():
        headers = {"Accept_Language": language} if language else {}
        assert resolver.ask(f"/01/{shop}", **headers).location == target, language
    pdf = resolver.ask(f"/01/{shop}", Accept="application/pdf", Accept_Language="en")
    assert pdf.location == f"{SHOP}/pdf"


@pytest.mark.parametrize(
    "spelling",
    ["gs1:pip", f"{VOC}pip", "https://gs1.org/voc/pip", "http://gs1.org/voc/pip", "gs1%3Apip"],
)
def test_r14_a_link_type_is_found_by_any_of_its_names(resolver, shop, spelling):
    answer = resolver.ask(f"/01/{shop}?linkType={spelling}")
    assert (answer.status, answer.location) == (307, f"{SHOP}?linkType={spelling}")


@pytest.mark.parametrize("kind", ["gs1:nosuchlt", "gs1:a%23b", "pip", "https://evil.example/x", ""])
def test_r14_a_type_without_a_link_is_not_found(resolver, shop, kind):
    answer = resolver.ask(f"/01/{shop}?linkType={kind}")
    assert (answer.status, answer.location) == (404, "")
    page = resolver.ask(f"/01/{shop}?linkType={kind}", Accept=HTML)
    assert page.status == 404
    assert SHOP in page.text, "the links that there are may be listed"


def test_r14_a_type_of_another_vocabulary_is_kept_as_it_is(resolver, shop):
    kind = "https://example.com/voc/soilTest"
    resolver.register(shop, kind, f"{SHOP}/soil")
    assert resolver.ask(f"/01/{shop}?linkType={kind}").location.startswith(f"{SHOP}/soil")


@pytest.fixture
def reports(resolver, shop):
    """Five links of one type that differ in language, media type and context."""
    for name, more in {
        "vi": {"hreflang": ["vi"], "type": "text/html"},
        "en": {"hreflang": ["en"], "type": "text/html"},
        "pdf": {"hreflang": ["en"], "type": "application/pdf"},
        "au": {"hreflang": ["en"], "type": "application/pdf", "context": ["AU"]},
        "kho": {"hreflang": ["kpm"], "type": "text/html"},
    }.items():
        resolver.register(shop, "gs1:certificationInfo", f"{SHOP}/{name}", **more)
    return f"/01/{shop}?linkType=gs1:certificationInfo"


@pytest.mark.parametrize(
    ("accept", "language", "context", "chosen"),
    [
        ("text/html", "vi", "", "vi"),
        ("text/html", "vi-VN", "", "vi"),
        ("text/html", "fr, en;q=0.2", "", "en"),
        ("text/html;q=0.2, application/pdf", "en", "", "pdf"),
        ("application/pdf", "vi", "", "pdf"),
        ("application/pdf", "en", "AU", "au"),
        ("application/pdf", "en", "NZ", "pdf"),
        (HTML, "vi;q=0.1, en;q=0.9", "", "en"),
        ("text/html", "kpm", "", "kho"),
        ("text/html", "en-GB-oed", "", "en"),
        ("text/*", "VI", "", "vi"),
    ],
)
def test_r15_media_type_then_language_then_context_choose(
    resolver, reports, accept, language, context, chosen
):
    target = f"{reports}&context={context}" if context else reports
    answer = resolver.ask(target, Accept=accept, Accept_Language=language)
    assert answer.status == 307
    assert answer.location.partition("?")[0] == f"{SHOP}/{chosen}"


@pytest.mark.parametrize("accept", [LINKSET, "text/html", "application/json"])
def test_r15_a_tie_is_answered_300_with_the_candidates(resolver, shop, accept):
    for number in (1, 2):
        resolver.register(shop, "gs1:recipeInfo", f"{SHOP}/r{number}", hreflang=["vi"])
    resolver.register(shop, "gs1:recipeInfo", f"{SHOP}/r3", hreflang=["en"])
    answer = resolver.ask(
        f"/01/{shop}?linkType=gs1:recipeInfo", Accept=accept, Accept_Language="vi"
    )
    assert (answer.status, answer.location) == (300, "")
    if accept == "text/html":
        assert f"{SHOP}/r1" in answer.text
        return
    assert is_valid_linkset(answer.json)
    assert [link["href"] for link in answer.sets[f"/01/{shop}"][f"{VOC}recipeInfo"]] == [
        f"{SHOP}/r1",
        f"{SHOP}/r2",
    ]


@pytest.mark.parametrize("ask", ["linkType=linkset", "linkType=all", "linktype=linkset"])
@pytest.mark.parametrize(
    ("accept", "kind"),
    [
        (LINKSET, LINKSET),
        ("application/json", "application/json"),
        ("application/ld+json", "application/ld+json"),
        ("text/html", "text/html; charset=utf-8"),
        ("*/*", "text/html; charset=utf-8"),
        ("image/png", LINKSET),
    ],
)
def test_r16_the_link_set_is_told_in_four_forms_without_a_redirect(
    resolver, shop, ask, accept, kind
):
    answer = resolver.ask(f"/01/{shop}?{ask}", Accept=accept)
    assert (answer.status, answer.location) == (200, "")
    assert answer.header("Content-Type") == kind
    assert "Accept" in answer.header("Vary")
    rel = 'rel="http://www.w3.org/ns/json-ld#context"; type="application/ld+json"'
    assert f"<{resolver.url}/.well-known/linkset-context>; {rel}" in answer.all("Link")
    if kind == LINKSET:
        assert is_valid_linkset(answer.json)


def test_r16_without_an_accept_header_the_link_set_is_a_page(resolver, shop):
    assert "text/html" in resolver.ask(f"/01/{shop}?linkType=linkset").header("Content-Type")


def test_r16_the_header_alone_asks_for_the_link_set(resolver, shop):
    answer = resolver.ask(f"/01/{shop}/10/L", Accept=LINKSET)
    assert (answer.status, list(answer.sets)) == (200, [f"/01/{shop}"])
    told = answer.sets[f"/01/{shop}"]
    assert told["itemDescription"] == "Cà phê rang"
    assert told["anchor"] == f"{resolver.url}/01/{shop}"


def test_r16_the_page_holds_the_same_links_as_json_ld(resolver, shop):
    page = resolver.ask(f"/01/{shop}?linkType=linkset", Accept="text/html").text
    _, _, rest = page.partition('<script type="application/ld+json">')
    inside = json.loads(rest.partition("</script>")[0])
    assert inside["linkset"][0]["anchor"].endswith(f"/01/{shop}")
    triples = jsonld.to_rdf(inside)["@default"]
    pairs = {(one["predicate"]["value"], one["object"]["value"]) for one in triples}
    assert (f"{VOC}pip", SHOP) in pairs
    assert (f"{VOC}defaultLink", SHOP) in pairs


def test_r16_the_context_makes_json_ld_of_the_plain_link_set(resolver, shop):
    context = resolver.ask("/.well-known/linkset-context")
    assert context.header("Content-Type") == "application/ld+json"
    plain = resolver.ask(f"/01/{shop}", Accept=LINKSET).json
    embedded = resolver.ask(f"/01/{shop}?linkType=linkset", Accept="application/ld+json").json
    assert jsonld.to_rdf({**context.json, **plain}) == jsonld.to_rdf(embedded)


@pytest.mark.parametrize(
    ("href", "query", "location"),
    [
        (SHOP, "foo=bar", f"{SHOP}?foo=bar"),
        (f"{SHOP}?a=1", "foo=bar", f"{SHOP}?a=1&foo=bar"),
        (f"{SHOP}#top", "foo=bar", f"{SHOP}?foo=bar#top"),
        (f"{SHOP}?a=1#top", "b=%2F;c", f"{SHOP}?a=1&b=%2F;c#top"),
        (SHOP, "17=261231;x=%C3%A9&&y", f"{SHOP}?17=261231;x=%C3%A9&&y"),
        (SHOP, "", SHOP),
    ],
)
def test_r17_the_whole_query_is_handed_on_as_it_came(resolver, href, query, location):
    gtin = resolver.product()
    resolver.register(gtin, "gs1:pip", href, default="yes")
    assert resolver.ask(f"/01/{gtin}?{query}").location == location


def test_r18_a_redirect_says_where_the_link_set_is_and_lists_no_links(resolver, shop):
    resolver.register(shop, "gs1:epil", f"{SHOP}/e")
    answer = resolver.ask(f"/01/{shop}")
    linkset = f'<{resolver.url}/01/{shop}?linkType=linkset>; rel="linkset"; type="{LINKSET}"'
    assert answer.all("Link") == [linkset]


def test_r19_a_forwarded_prefix_says_who_handles_it(resolver):
    txng(
        resolver.site.environ, "link", "forward", "952999", "https://an.example/cu", "--organisation",
        "An (hư cấu)",
    )  # fmt: skip
    gtin = "0952999000001" + digit_for("0952999000001")
    answer = resolver.ask(f"/01/{gtin}/10/L?x=1")
    assert (answer.status, answer.location) == (307, f"https://an.example/cu/01/{gtin}/10/L?x=1")
    assert answer.all("Link") == [f'<https://an.example/cu/01/{gtin}/10/L>; rel="{VOC}handledBy"']
    resolver.register(gtin, "gs1:pip", SHOP, default="yes")
    other = "0952999000002" + digit_for("0952999000002")
    assert resolver.ask(f"/01/{other}").location == f"https://an.example/cu/01/{other}"


def test_r20_a_key_without_a_page_and_without_a_default_has_its_link_set_for_one(resolver):
    resolver.register("/00/095201234567891112", "gs1:logisticsInfo", SHOP)
    answer = resolver.ask("/00/095201234567891112", Accept=HTML)
    assert answer.status == 200
    assert SHOP in answer.text
    assert resolver.ask("/.well-known/gs1resolver").json["linkTypeDefaultCanBeLinkset"] is True


@pytest.mark.parametrize("tail", ["", "/10/L"])
@pytest.mark.parametrize("query", ["", "?linkType=gs1:pip", "?linkType=linkset"])
def test_r21_a_slash_at_the_end_changes_nothing(resolver, shop, tail, query):
    plain = resolver.ask(f"/01/{shop}{tail}{query}")
    slash = resolver.ask(f"/01/{shop}{tail}/{query}")
    assert (plain.status, plain.location) == (slash.status, slash.location)
    assert resolver.ask(f"/01/{shop}{tail}//{query}").status == 400


def test_r22_the_description_says_what_the_resolver_can_do(resolver):
    answer = resolver.ask("/.well-known/gs1resolver", Accept="application/json")
    assert answer.header("Content-Type") == "application/json"
    told = answer.json
    assert told["resolverRoot"] == resolver.url
    assert told["supportedPrimaryKeys"] == ["all"]
    assert told["supportedLinkType"] == [{"namespace": VOC, "prefix": "gs1:"}]
    assert resolver.ask(told["jsonLdContextLocation"].removeprefix(resolver.url)).status == 200
    assert resolver.ask("/.well-known/other").status == 404


def test_r23_a_redirect_is_temporary_and_keeps_the_method(resolver, shop):
    for target in (f"/01/{shop}", f"/01/{shop}?linkType=gs1:pip"):
        for method in ("GET", "HEAD"):
            assert resolver.ask(target, method).status == 307


# --- traps ------------------------------------------------------------------------------------


def test_trap_b_a_language_of_three_letters_does_not_spoil_the_link_set(resolver, shop):
    resolver.register(shop, "gs1:instructions", f"{SHOP}/kho", hreflang=["kpm"])
    answer = resolver.ask(f"/01/{shop}", Accept=LINKSET)
    assert is_valid_linkset(answer.json)
    assert "hreflang" not in answer.sets[f"/01/{shop}"][f"{VOC}instructions"][0]


@pytest.mark.parametrize("kind", ["https://txng.example/voc/a-b", "https://txng.example/voc#x"])
def test_trap_c_a_link_type_that_the_schema_refuses_is_refused_at_once(resolver, shop, kind):
    resolver.register(shop, kind, SHOP, expect=422)


def test_trap_d_the_most_specific_level_with_any_default_decides(resolver, shop):
    resolver.register(shop, "gs1:pip", f"{SHOP}/vi", default="multi", hreflang=["vi"])
    resolver.register(f"/01/{shop}/10/L", "gs1:pip", f"{SHOP}/l", default="yes")
    assert resolver.ask(f"/01/{shop}/10/L", Accept_Language="vi").location == f"{SHOP}/l"


@pytest.mark.parametrize("query", ["", "?linkType=gs1:pip"])
@pytest.mark.parametrize("accept", [HTML, "*/*"])
def test_trap_f_an_unknown_serial_is_never_led_to_the_page_of_the_product(
    resolver, shop, query, accept
):
    resolver.tell(known(shop, "S1"))
    assert resolver.ask(f"/01/{shop}/21/S1{query}", Accept=accept).status == 307
    for invented in (f"/01/{shop}/21/S2", f"/01/{shop}/10/L/21/S2", f"/01/{shop}/235/T2"):
        answer = resolver.ask(f"{invented}{query}", Accept=accept)
        assert (answer.status, answer.location) == (404, "")
    page = resolver.ask(f"/01/{shop}/21/S2", Accept=HTML)
    assert "Không có mã này trong hệ thống" in page.text


def test_a_recalled_thing_shows_our_page_whatever_was_registered(resolver, shop):
    assert resolver.ask(f"/01/{shop}/10/L1").status == 307
    resolver.tell(recall(f"https://id.gs1.org/01/{shop}/10/L2"))
    answer = resolver.ask_until(f"/01/{shop}/10/L2", 200, Accept=HTML)
    assert answer.location == ""
    assert "LÔ ĐANG THU HỒI" in answer.text


def test_a_product_without_links_has_the_scan_page_for_its_default(resolver):
    gtin = resolver.product()
    resolver.tell(known(gtin, "S1"))
    page = resolver.ask(f"/01/{gtin}/21/S1", Accept=HTML)
    assert page.status == 200
    assert "<h1" in page.text
    assert 'rel="linkset"' in page.header("Link")
    assert page.header("Access-Control-Allow-Origin") == "*"
    told = resolver.ask(f"/01/{gtin}/21/S1", Accept=LINKSET)
    assert is_valid_linkset(told.json)
    page = f"{resolver.url}/xem/01/{gtin}/21/S1"
    assert told.sets[f"/01/{gtin}/21/S1"][f"{VOC}traceability"][0]["href"] == page
    assert told.sets[f"/01/{gtin}"][f"{VOC}defaultLink"][0]["href"] == page
    asked = resolver.ask(f"/01/{gtin}/21/S1?linkType=gs1:traceability", Accept=HTML)
    assert asked.status == 200, "who reads pages gets it at once"


def named(gtin):
    """Master data that make a product a described one."""
    said = {"cbvmda:descriptionShort": "Chè ô long (hư cấu)"}
    return [("EPCClass", f"https://id.gs1.org/01/{gtin}", said)]


@pytest.mark.parametrize("query", ["", "?linkType=gs1:traceability", "?17=261231&x=%20y"])
def test_a_program_is_redirected_to_the_scan_page_where_that_is_the_default(resolver, query):
    gtin = resolver.product()
    resolver.tell(known(gtin, "S1"))
    for accept in ("*/*", "application/json"):
        answer = resolver.ask(f"/01/{gtin}/21/S1{query}", Accept=accept)
        assert answer.status == 307
        assert answer.location == f"{resolver.url}/xem/01/{gtin}/21/S1{query}"
        assert "Accept" in answer.header("Vary").split(", ")
    page = resolver.ask(f"/01/{gtin}/21/S1{query}", Accept=HTML)
    assert "Accept" in page.header("Vary").split(", ")


def test_the_scan_page_at_its_own_address_leads_nowhere_else(resolver, shop):
    """A default of the maker does not matter there, nor does what is asked."""
    resolver.tell(known(shop, "S1"))
    assert resolver.ask(f"/01/{shop}/21/S1", Accept="*/*").location == SHOP
    for query in ("", "?linkType=gs1:pip", "?linkType=linkset"):
        for accept in (HTML, "*/*", LINKSET):
            page = resolver.ask(f"/xem/01/{shop}/21/S1{query}", Accept=accept)
            assert (page.status, page.location) == (200, "")
            assert f'rel="canonical" href="{resolver.url}/01/{shop}/21/S1"' in page.text
    assert resolver.ask(f"/xem/01/{shop}/21/S2", Accept="*/*").status == 404
    assert resolver.ask("/xem/01/", Accept="*/*").status == 404
    assert resolver.ask(f"/xem/00/{shop}", Accept="*/*").status == 404
    assert resolver.ask(f"/xem/01/{shop}/21/S1", "POST").status == 405


def test_a_slash_in_a_lot_stays_in_it_on_the_way_to_the_scan_page(resolver):
    gtin = resolver.product()
    resolver.tell(harvest(3, FACTORY, f"https://id.gs1.org/01/{gtin}/10/A%2FB"))
    answer = resolver.ask(
        f"/01/{gtin}/10/A%2FB", Accept="*/*", X_Original_URI=f"/01/{gtin}/10/A%2FB"
    )
    assert answer.location == f"{resolver.url}/xem/01/{gtin}/10/A%2FB"
    path = answer.location.removeprefix(resolver.url)
    assert resolver.ask(path, Accept=HTML).status == 200
    assert resolver.ask(path, Accept=HTML, X_Original_URI=path).status == 200
    short = f"/xem/01/{gtin[1:]}"
    assert resolver.ask(short, Accept=HTML, X_Original_URI=short).location == f"/01/{gtin}"


def test_an_invented_serial_of_a_product_without_links_is_led_nowhere_either(resolver):
    gtin = resolver.product()
    resolver.tell(known(gtin, "S1"), master_data=named(gtin))
    assert resolver.ask(f"/01/{gtin}", Accept="*/*").status == 307
    for query in ("", "?linkType=gs1:traceability"):
        answer = resolver.ask(f"/01/{gtin}/21/S2{query}", Accept="*/*")
        assert (answer.status, answer.location) == (404, "")


def test_whatever_nobody_described_is_described_by_its_code(resolver):
    gtin = resolver.product()
    resolver.register(gtin, "gs1:pip", SHOP, default="yes")
    told = resolver.ask(f"/01/{gtin}", Accept=LINKSET)
    assert told.sets[f"/01/{gtin}"]["itemDescription"] == f"(01){gtin}"


def test_what_master_data_name_is_described_by_that_name(resolver):
    gtin = resolver.product()
    resolver.tell(known(gtin, "S1"), master_data=named(gtin))
    for path in (f"/01/{gtin}/21/S1", f"/01/{gtin}"):
        told = resolver.ask(path, Accept=LINKSET)
        assert {one["itemDescription"] for one in told.json["linkset"]} == {"Chè ô long (hư cấu)"}
    # an unknown lot of a described product: a program walks up to the product's page
    unknown = resolver.ask(f"/01/{gtin}/10/KL8G", Accept="*/*")
    assert unknown.location == f"{resolver.url}/xem/01/{gtin}"
    assert resolver.ask(f"/01/{gtin}/10/KL8G", Accept=HTML).status == 404


def test_the_scan_page_keeps_sending_short_gtins_to_the_long_address(resolver):
    gtin = resolver.product()
    answer = resolver.ask(f"/01/{gtin[1:]}?x=1")
    assert (answer.status, answer.location) == (308, f"/01/{gtin}?x=1")
