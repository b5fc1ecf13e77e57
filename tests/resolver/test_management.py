"""/resolver/: links are managed by machines with a key that has the scope."""

import pytest

from tests.resolver.asking import SHOP


def test_without_a_good_key_nothing_is_told(resolver):
    assert resolver.ask("/resolver/links").status == 401
    assert resolver.ask("/resolver/links", key="txng_aaaaaaaa_" + "a" * 32).status == 401
    assert "Bearer" in resolver.ask("/resolver/links").header("WWW-Authenticate")


def test_a_link_is_registered_read_replaced_withdrawn_and_restored(resolver):
    gtin = resolver.product()
    made = resolver.register(gtin, "gs1:pip", SHOP, default="yes", hreflang=["vi"])
    here = made.location
    assert here == f"/resolver/links/{made.json['id']}"
    assert made.json["linkType"] == "gs1:pip"
    new = {"linkType": "gs1:pip", "href": f"{SHOP}/2", "title": "Mới", "default": "yes"}
    assert resolver.send("PUT", here, new).json["version"] == 2
    assert resolver.ask(here, "DELETE", key=resolver.an).json["withdrawnAt"]
    listed = resolver.ask(f"/resolver/links?path=/01/{gtin}", key=resolver.an).json
    assert listed["total"] == 0
    again = resolver.ask(f"/resolver/links?path=/01/{gtin}&withdrawn=1", key=resolver.an).json
    assert again["total"] == 1
    assert resolver.send("POST", f"{here}/restore", {"version": 1}).json["href"] == SHOP
    told = resolver.ask(f"{here}/versions", key=resolver.an).json["versions"]
    assert [one["deed"] for one in told] == ["registered", "replaced", "withdrawn", "restored"]


def test_a_change_is_seen_by_scans_within_a_second_or_two(resolver):
    gtin = resolver.product()
    made = resolver.register(gtin, "gs1:pip", SHOP, default="yes")
    assert resolver.ask(f"/01/{gtin}").location == SHOP
    resolver.ask(made.location, "DELETE", key=resolver.an)
    assert resolver.ask_until(f"/01/{gtin}", 404).location == ""


def test_dung_meets_what_is_of_an_like_what_is_not_there(resolver):
    gtin = resolver.product()
    here = resolver.register(gtin, "gs1:pip", SHOP).location
    new = {"linkType": "gs1:pip", "href": SHOP, "title": "x"}
    for method, path, body in (
        ("GET", here, None),
        ("PUT", here, new),
        ("DELETE", here, None),
        ("POST", f"{here}/restore", {"version": 1}),
    ):
        answer = resolver.send(method, path, body or {}, key=resolver.dung)
        assert (answer.status, answer.header("Content-Type")) == (404, "application/problem+json")
    assert resolver.ask(f"{here}/versions", key=resolver.dung).json == {"versions": []}
    resolver.register(f"/01/{gtin}/10/L", "gs1:pip", SHOP, key=resolver.dung, expect=403)


def test_a_host_is_asked_for_and_decided_by_an_authority(resolver):
    asked = resolver.send(
        "POST", "/resolver/hosts", {"host": "moi.example", "reason": "Trang mới"}
    ).json
    here = f"/resolver/hosts/{asked['id']}"
    assert asked["state"] == "requested"
    assert resolver.send("POST", f"{here}/approve", {}).status == 403
    decided = resolver.send("POST", f"{here}/approve", {}, key=resolver.binh).json
    assert decided["state"] == "approved"
    refused = resolver.send("POST", f"{here}/revoke", {"reason": "Bán"}, key=resolver.binh).json
    assert (refused["state"], refused["reason"]) == ("revoked", "Bán")
    assert "moi.example" not in resolver.ask("/resolver/hosts", key=resolver.dung).text


def test_the_whole_table_goes_out_and_comes_back(resolver):
    gtin = resolver.product()
    text = f"code,link_type,href,title\r\n/01/{gtin},gs1:pip,{SHOP},=Trang\r\n"
    kind = {"Content_Type": "text/csv"}
    put = resolver.ask("/resolver/links.csv", "PUT", text.encode(), resolver.an, **kind)
    assert put.json == {"registered": 1, "replaced": 0}
    out = resolver.ask("/resolver/links.csv", key=resolver.an)
    assert out.header("Content-Type") == "text/csv; charset=utf-8"
    assert f"/01/{gtin},gs1:pip,{SHOP},'=Trang" in out.text
    bad = text.replace(gtin, "123")
    answer = resolver.ask("/resolver/links.csv", "PUT", bad.encode(), resolver.an, **kind)
    assert (answer.status, answer.json["rows"][0]["row"]) == (422, 2)
    assert resolver.ask("/resolver/links.csv", "PUT", b"x", resolver.an, **kind).status == 400


def test_a_range_is_recorded_and_dropped(resolver):
    new = {
        "name": "Tem",
        "samples": ["https://an.example/01/1"],
        "quantity": 7,
        "printedOn": "2026-11-01",
    }
    made = resolver.send("POST", "/resolver/ranges", new).json
    assert made["printedOn"] == "2026-11-01"
    assert resolver.ask("/resolver/ranges", key=resolver.an).json["ranges"] == [made]
    assert resolver.ask("/resolver/ranges", key=resolver.dung).json["ranges"] == []
    assert resolver.ask(f"/resolver/ranges/{made['id']}", "DELETE", key=resolver.an).status == 200
    assert resolver.ask("/resolver/probes", key=resolver.an).json["bad"] == []


@pytest.mark.parametrize(
    ("method", "path", "body", "status"),
    [
        ("POST", "/resolver/links", b"{", 400),
        ("POST", "/resolver/links", b"[]", 400),
        ("POST", "/resolver/links", b"", 400),
        (
            "POST",
            "/resolver/links",
            b'{"linkType":"gs1:pip","href":"https://an.example","title":"x","evil":1}',
            400,
        ),
        ("POST", "/resolver/links", b"\xff", 400),
        ("POST", "/resolver/links", b" " * 70_000, 413),
        (
            "POST",
            "/resolver/links",
            b'{"linkType":"gs1:pip","href":"javascript:alert(1)","title":"x","code":"/01/09506000134352"}',
            422,
        ),
        ("PATCH", "/resolver/links", b"", 405),
        ("GET", "/resolver/nothing", b"", 404),
        ("GET", "/resolver/links/999999", b"", 404),
        ("DELETE", "/resolver/links/99999999999999999999", b"", 404),
        ("GET", "/resolver", b"", 404),
    ],
)
def test_nonsense_is_answered_by_a_problem(resolver, method, path, body, status):
    answer = resolver.ask(path, method, body, resolver.an, Content_Type="application/json")
    assert (answer.status, answer.header("Content-Type")) == (status, "application/problem+json")
    assert answer.json["detailVi"]
