"""GS1-Conformant Resolver 1.2, requirement by requirement, over a real socket.

R1 to R23 are the rows of docs/standards/digital-link.md, which names the clause of each.
"""

import pytest
from jsonschema_rs import validator_for

from tests.resolver.asking import SHOP
from tests.resolver.chain import event

VOC = "https://ref.gs1.org/voc/"
LINKSET = "application/linkset+json"
HTML = "text/html,application/xhtml+xml;q=0.9,*/*;q=0.8"
GTIN = "09506000134352"

# What GS1's schema of link sets asks, in our words: nothing beside what is named here.
LINK = {
    "type": "object",
    "required": ["href", "title"],
    "additionalProperties": False,
    "properties": {
        "href": {"type": "string", "format": "uri"},
        "title": {"type": "string", "minLength": 1},
        "type": {"type": "string", "pattern": "^[a-z]+/[A-Za-z0-9.+_-]+$"},
        "hreflang": {"type": "array", "items": {"pattern": "^[a-z]{2}(-[A-Z]{2})?$"}},
        "context": {"type": "array", "items": {"type": "string"}},
    },
}
SCHEMA = {
    "type": "object",
    "required": ["linkset"],
    "properties": {
        "linkset": {
            "type": "array",
            "minItems": 1,
            "items": {
                "type": "object",
                "required": ["anchor"],
                "properties": {"anchor": {"format": "uri"}, "itemDescription": {"type": "string"}},
                "patternProperties": {
                    "^https?://[A-Za-z0-9./]+$": {"type": "array", "items": LINK}
                },
                "additionalProperties": False,
            },
        }
    },
    "additionalProperties": False,
}


def is_valid_linkset(content: object) -> bool:
    return validator_for(SCHEMA, validate_formats=True).is_valid(content)


@pytest.fixture
def shop(resolver):
    """A product with a default page."""
    gtin = resolver.product()
    resolver.register(gtin, "gs1:pip", SHOP, default="yes", itemDescription="Cà phê rang")
    return gtin


# --- R1 to R7: the request --------------------------------------------------------------------


@pytest.mark.parametrize("method", ["GET", "HEAD", "OPTIONS"])
def test_r01_get_head_and_options_are_answered_and_pages_of_any_site_may_ask(
    resolver, shop, method
):
    answer = resolver.ask(f"/01/{shop}", method, Origin="https://ref.gs1.org")
    assert answer.status == (204 if method == "OPTIONS" else 307)
    assert answer.header("Access-Control-Allow-Origin") == "*"
    for name in ("GET", "HEAD", "OPTIONS"):
        assert name in answer.header("Access-Control-Allow-Methods")
    for name in ("Link", "Location"):
        assert name in answer.header("Access-Control-Expose-Headers")
    if method != "GET":
        assert answer.body == b""


def test_r01_other_methods_are_refused_and_say_which_are_not(resolver, shop):
    answer = resolver.ask(f"/01/{shop}", "DELETE")
    assert (answer.status, answer.header("Allow")) == (405, "GET, HEAD, OPTIONS")


@pytest.mark.parametrize("accept", ["*/*", HTML, "application/json"])
@pytest.mark.parametrize(
    "wrong",
    [
        "/01/09506000134353",
        "/01/123",
        "/00/095201234567891234",
        "/01/09506000134352/10/L1/foo",
        "/01/09506000134352/10",
        "/414/9521141123455",
        "/8004/A",
    ],
)
def test_r02_a_wrong_address_is_answered_400(resolver, wrong, accept):
    assert resolver.ask(wrong, Accept=accept).status == 400


@pytest.mark.parametrize("accept", ["*/*", HTML, LINKSET])
@pytest.mark.parametrize("path", [f"/01/{GTIN}", "/00/095201234567891235", "/8004/95211415678"])
def test_r02_a_right_address_of_which_nothing_is_known_is_answered_404(resolver, path, accept):
    assert resolver.ask(path, Accept=accept).status == 404
    assert resolver.ask(f"{path}?linkType=linkset", Accept=accept).status == 404


def test_r03_a_gtin_has_fourteen_digits_and_shorter_ones_are_understood(resolver, shop):
    assert shop.startswith("0")
    assert resolver.ask(f"/01/{shop[1:]}").location == SHOP
    answer = resolver.ask(f"/01/{shop[1:]}?linkType=linkset", Accept=LINKSET)
    assert list(answer.sets) == [f"/01/{shop}"], "anchors are written in one way"


RIGHT = [
    "/01/{g}/22/V/10/L/21/S",
    "/01/{g}/10/L",
    "/01/{g}/21/S",
    "/01/{g}/235/T",
    "/414/9521141123454/254/E",
    "/414/9521141123454/7040/1AB2",
    "/417/9521141123454/7040/1AB2",
    "/8004/95211415678/7040/1AB2",
    "/8006/095211411234540102/22/V/10/L/21/S",
    "/8010/952114198765/8011/12",
    "/8018/952114112345678906/8019/1",
    "/8017/952114112345678906/8019/1",
    "/415/9521141123454/8020/A1",
    "/00/095201234567891235",
    "/253/95211411234545678",
    "/255/952114167890904711",
    "/401/95211411A",
    "/402/95211411234567892",
    "/8003/095211411234545678",
    "/8013/9521141A",
    "/410/9521141123454",
    "/411/9521141123454",
    "/412/9521141123454",
    "/413/9521141123454",
    "/416/9521141123454",
]
WRONG = [
    "/01/{g}/21/S/10/L",
    "/01/{g}/10/L/22/V",
    "/01/{g}/235/T/21/S",
    "/01/{g}/10/L/235/T",
    "/01/{g}/10/A/10/B",
    "/01/{g}/21/S/21/S",
    "/01/{g}/254/E",
    "/01/{g}/99/X",
    "/414/9521141123454/254/E/7040/1AB2",
    "/417/9521141123454/254/E",
    "/00/095201234567891235/10/L",
    "/415/9521141123454",
    "/8004/95211415678/21/S",
    "/8013/9521141A/21/S",
    "/01/{g}/17/261231",
    "/01/{g}/01/{g}",
    "/10/L/01/{g}",
    "/410/9521141123454/254/E",
]


@pytest.mark.parametrize("path", RIGHT)
def test_r04_permitted_paths_are_read(resolver, path):
    assert resolver.ask(path.format(g=GTIN)).status == 404, "read, and nothing is known"


@pytest.mark.parametrize("path", WRONG)
def test_r04_other_keys_other_orders_and_duplicates_are_refused(resolver, path):
    status = resolver.ask(path.format(g=GTIN)).status
    assert status == (404 if path.startswith("/10/") else 400)  # /10/.. is no address of a resolver


@pytest.mark.parametrize(
    "query", ["17=261231", "17=261231;3103=000500", "x=1&yz2=3", "17=261231&a=b"]
)
def test_r05_attributes_and_words_may_stand_in_the_query(resolver, shop, query):
    assert resolver.ask(f"/01/{shop}?{query}").location == f"{SHOP}?{query}"


@pytest.mark.parametrize(
    "query",
    [
        "01=09506000134352",
        "10=L",
        "21=S",
        "x=1;21=S",
        "999=1",
        "12345=6",
        "17=261331",
        "17=2",
        "17=261231&17=261231",
        "linkType=gs1:pip&linkType=gs1:epil",
        "00=095201234567891235",
        "%32%31=S",
    ],
)
def test_r05_keys_qualifiers_and_unknown_numbers_may_not(resolver, shop, query):
    assert resolver.ask(f"/01/{shop}?{query}").status == 400


SLASHED = [
    ("/01/{g}/10/A%2FB", "/01/{g}/10/A%2FB"),
    ("/01/{g}/21/A%2FB", "/01/{g}/21/A%2FB"),
    ("/01/{g}/10/A%2FB/21/7", "/01/{g}/10/A%2FB"),
    ("/01/{g}/235/T%2F1", "/01/{g}/235/T%2F1"),
    ("/253/9521141123454A{n}%2FB", None),
    ("/401/95211411A{n}%2FB", None),
    ("/8003/09521141123454A{n}%2FB", None),
    ("/8004/9521141A{n}%2FB", None),
    ("/8010/95211415A{n}%2FB", None),
    ("/8013/9521141A{n}%2FB", None),
    ("/414/9521141123454/254/E{n}%2F1", "/414/9521141123454/254/E{n}%2F1"),
    ("/415/9521141123454/8020/A{n}%2F1", "/415/9521141123454/8020/A{n}%2F1"),
]


@pytest.mark.parametrize(("path", "at"), SLASHED)
@pytest.mark.parametrize("proxied", [False, True], ids=["server alone", "behind a proxy"])
def test_r06_an_escaped_slash_stays_inside_its_value(resolver, path, at, proxied):
    gtin = resolver.product()
    number = next(resolver.numbers)
    sent = path.format(g=gtin, n=number)
    href = f"{SHOP}/{gtin}"
    entity = (at or path).format(g=gtin, n=number)
    resolver.register(entity, "gs1:pip", href, default="yes", expect=201)
    headers = {"X_Original_URI": sent} if proxied else {}
    if "/10/A%2FB/21/7" in sent:  # a serial that nobody recorded is led nowhere, so ask for the set
        assert entity in resolver.ask(f"{sent}?linkType=linkset", Accept=LINKSET, **headers).sets
        return
    assert resolver.ask(sent, **headers).location.startswith(SHOP)


@pytest.mark.parametrize(
    ("sent", "told", "status"),
    [
        ("/01/{g}/10/A/B", "/01/{g}/10/A/B", 400),
        ("/01/{g}/10/A%2FB", "/01/{g}/10/A%2FB", 404),
        ("/01/{g}/21/S%2F10%2FL", "/01/{g}/21/S%2F10%2FL", 404),
        ("/01/{g}/21/S/10/L", "/01/{g}/21/S/10/L", 400),
        ("/01/{g}/21/S/10/L", "/01/{g}/21/S%2F10%2FM", 400),
        ("/01/{g}/10/%zz", "/01/{g}/10/%zz", 400),
    ],
)
def test_r06_a_proxy_can_say_which_slashes_were_escaped_and_nothing_else(
    resolver, sent, told, status
):
    answer = resolver.ask(sent.format(g=GTIN), X_Original_URI=told.format(g=GTIN))
    assert answer.status == status


@pytest.mark.parametrize(
    ("short", "path"),
    [
        ("eh3076451FD40C0E400000162E", "/01/09521141123454/21/5678"),
        ("exMHZFH9QMDkAAABYu", "/01/09521141123454/21/5678"),
        ("eh3276451FD46072000000162E", "/414/9521141123454/254/5678"),
        ("ehF95095201234567891235", "/00/095201234567891235"),
    ],
)
def test_r07_compressed_addresses_are_answered_like_whole_ones(resolver, short, path):
    answer = resolver.ask(f"/{short}")
    assert answer.status == 404, "read, and nothing is known"
    assert f'<{resolver.url}{path}>; rel="owl:sameAs"' in answer.all("Link")


@pytest.mark.parametrize(
    "short", ["ehFF", "eh30", "eh3076451FD40C0E4000001", "exMHZF", "eh35000000000000000000001"]
)
def test_r07_what_cannot_be_unpacked_is_answered_400(resolver, short):
    assert resolver.ask(f"/{short}").status == 400


def test_r07_a_link_set_speaks_of_the_whole_address_and_nobody_is_sent_there(resolver):
    gtin = resolver.product()
    resolver.register(gtin, "gs1:pip", SHOP, default="yes")
    resolver.register(f"/01/{gtin}/21/32a%2Fb", "gs1:pip", f"{SHOP}/32", default="yes")
    short = f"/ehF73{gtin}8566CB0AFC4"
    assert resolver.ask(short).location == f"{SHOP}/32"
    answer = resolver.ask(f"{short}?linkType=linkset", Accept=LINKSET)
    assert list(answer.sets) == [f"/01/{gtin}/21/32a%2Fb", f"/01/{gtin}"]
    assert 'rel="owl:sameAs"' in answer.header("Link")


def test_r07_a_date_inside_the_short_code_is_handed_on(resolver):
    gtin = resolver.product()
    resolver.register(f"/01/{gtin}/21/32a%2Fb", "gs1:pip", SHOP, default="yes")
    answer = resolver.ask(f"/ehFB342CDE{gtin}8566CB0AFC4?x=1")
    assert answer.location == f"{SHOP}?17=220630&x=1"


# --- R8 to R11: what is registered ------------------------------------------------------------


def test_r08_every_link_has_target_type_title_languages_media_type_and_context(resolver):
    gtin = resolver.product()
    resolver.register(
        gtin, "gs1:pip", SHOP, title="Trang sản phẩm", hreflang=["vi", "en-AU"], type="text/html",
        context=["vn"], itemDescription="Cà phê",
    )  # fmt: skip
    answer = resolver.ask(f"/01/{gtin}?linkType=linkset", Accept=LINKSET)
    (link,) = answer.sets[f"/01/{gtin}"][f"{VOC}pip"]
    assert link == {
        "href": SHOP, "title": "Trang sản phẩm", "type": "text/html", "hreflang": ["vi", "en-AU"],
        "context": ["vn"],
    }  # fmt: skip
    assert is_valid_linkset(answer.json)


def test_r08_targets_are_filled_with_the_values_of_the_address(resolver):
    gtin = resolver.product()
    resolver.register(gtin, "gs1:pip", f"{SHOP}/{{01}}", default="yes")
    resolver.register(gtin, "gs1:certificationInfo", f"{SHOP}/lo/{{10}}?s={{01}}")
    assert resolver.ask(f"/01/{gtin}").location == f"{SHOP}/{gtin}"
    asked = resolver.ask(
        f"/01/{gtin}/10/A%2FB?linkType=gs1:certificationInfo", X_Original_URI=f"/01/{gtin}/10/A%2FB"
    )
    assert asked.location == f"{SHOP}/lo/A%2FB?s={gtin}&linkType=gs1:certificationInfo"
    assert resolver.ask(f"/01/{gtin}?linkType=gs1:certificationInfo").status == 404


def test_r09_a_code_has_one_default_with_a_title_only_and_listed_under_its_own_type(resolver):
    gtin = resolver.product()
    resolver.register(gtin, "gs1:pip", SHOP, default="yes", hreflang=["vi"], type="text/html")
    resolver.register(gtin, "gs1:epil", f"{SHOP}/2", default="yes", expect=409)
    resolver.register(gtin, "gs1:defaultLink", SHOP, expect=422)
    told = resolver.ask(f"/01/{gtin}?linkType=linkset", Accept=LINKSET).sets[f"/01/{gtin}"]
    assert told[f"{VOC}defaultLink"] == [{"href": SHOP, "title": "Trang"}]
    assert told[f"{VOC}pip"][0]["href"] == SHOP


def test_r09_several_refined_defaults_have_a_type_of_their_own(resolver):
    gtin = resolver.product()
    resolver.register(gtin, "gs1:pip", SHOP, default="yes")
    for tag in ("vi", "en"):
        resolver.register(gtin, "gs1:pip", f"{SHOP}/{tag}", default="multi", hreflang=[tag])
    told = resolver.ask(f"/01/{gtin}?linkType=linkset", Accept=LINKSET).sets[f"/01/{gtin}"]
    assert [one["hreflang"] for one in told[f"{VOC}defaultLinkMulti"]] == [["vi"], ["en"]]
    assert len(told[f"{VOC}pip"]) == 3


@pytest.mark.parametrize("below", ["/10/KL8G", "/22/V", "/22/V/10/L", "/235/T1"])
def test_r10_an_address_without_links_of_its_own_has_the_default_above(resolver, shop, below):
    answer = resolver.ask(f"/01/{shop}{below}")
    if below.startswith("/235"):  # a serial: see trap f
        assert answer.status == 404
        return
    assert (answer.status, answer.location) == (307, SHOP)


def test_r10_a_place_has_the_default_above_for_any_extension(resolver):
    resolver.register("/414/9520000000011", "gs1:locationInfo", SHOP, default="yes")
    assert resolver.ask("/414/9520000000011/254/KL8G").location == SHOP


def test_r10_whoever_registers_is_told_when_a_default_is_missing(resolver):
    gtin = resolver.product()
    assert resolver.register(f"/01/{gtin}/10/L1", "gs1:pip", SHOP).json["defaultIsMissing"]
    lacking = resolver.ask("/resolver/links", key=resolver.an).json["keysWithoutDefault"]
    assert f"/01/{gtin}/10/L1" in lacking
    resolver.register(gtin, "gs1:pip", SHOP, default="yes")
    assert not resolver.register(f"/01/{gtin}/10/L1", "gs1:epil", SHOP).json["defaultIsMissing"]


@pytest.mark.parametrize("below", ["", "/10/L", "/22/V", "/22/V/10/L", "/21/S", "/235/T"])
def test_r11_links_may_stand_at_these_levels(resolver, below):
    resolver.register(f"/01/{resolver.product()}{below}", "gs1:pip", SHOP)


@pytest.mark.parametrize("below", ["/10/L/21/S", "/22/V/21/S", "/22/V/10/L/21/S"])
@pytest.mark.parametrize("key", ["/01/{}", "/8006/{}0102"])
def test_r11_a_serial_stands_alone(resolver, key, below):
    path = key.format(resolver.product()) + below
    resolver.register(path, "gs1:pip", SHOP, expect=422)


def known(gtin, serial):
    """An event that makes a serial a known one."""
    return event(3, "commissioning", "packing", "urn:txng:test:p", action="ADD",
                 epcList=[f"https://id.gs1.org/01/{gtin}/21/{serial}"])  # fmt: skip
