"""Where a link may lead: hostile targets are refused when written, and ignored when read."""

import ipaddress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from txng.resolver.targets import fill, host_of, places, refuse, refuse_host

APPROVED = {"an.example", "www.an.example"}
INSIDE = [ipaddress.ip_network("10.1.0.0/16")]

HOSTILE = {
    "javascript:alert(1)": "scheme",
    "JaVaScRiPt:alert(1)": "scheme",
    "java\nscript:alert(1)": "scheme",
    " javascript:alert(1)": "scheme",
    "data:text/html,<script>alert(1)</script>": "scheme",
    "vbscript:msgbox(1)": "scheme",
    "intent://scan/#Intent;scheme=zxing;end": "scheme",
    "market://details?id=x": "scheme",
    "file:///etc/passwd": "scheme",
    "blob:https://an.example/1": "scheme",
    "view-source:https://an.example/": "scheme",
    "//an.example/x": "scheme",
    "/local": "scheme",
    "": "scheme",
    "http://an.example/": "scheme",
    "https://an.example@evil.example/": "userinfo",
    "https://an.example:443@evil.example/": "userinfo",
    "https://an.example%40evil.example/": "host",
    "https://evil.example/": "unapproved",
    "https://evil.example/an.example": "unapproved",
    "https://an.example.evil.example/": "unapproved",
    "https://evilan.example/": "unapproved",
    "https://an.example:8443/": "host",
    "https://an.example./": "host",
    "https://аn.example/": "host",  # a Cyrillic letter
    "https://xn--n-7sb.example/": "host",  # the same in punycode
    "https://ąn.example/": "host",
    "https://an。example/": "host",  # a full stop that browsers take for one
    "https://127.0.0.1/": "host",
    "https://2130706433/": "host",
    "https://0x7f.1/": "host",
    "https://[::1]/": "host",
    "https://localhost/": "host",
    "https://an.example\\@evil.example/": "characters",
    "https:\\\\an.example/": "characters",
    "https:/an.example/": "characters",
    "https:an.example": "characters",
    "https://an.example/\r\nSet-Cookie: a=b": "characters",
    "https://an.example/a b": "characters",
    'https://an.example/"onmouseover="x': "characters",
    "https://an.example/<script>": "characters",
    "https://an.example/%zz": "characters",
    "https://an.example/{x}": "characters",
    "https://{01}.an.example/": "characters",
    "https://an.example/‮gpj.exe": "characters",
    "https://an.example:port/": "characters",
    "https://[an.example/": "characters",
    "https://an.example/" + "a" * 3000: "length",
}


@pytest.mark.parametrize(("href", "reason"), HOSTILE.items())
def test_a_hostile_target_is_refused(href, reason):
    refusal = refuse(href, APPROVED)
    assert refusal is not None
    assert refusal.reason == reason


@pytest.mark.parametrize(
    "href",
    [
        "https://an.example",
        "https://an.example/",
        "HTTPS://AN.example/x?y=1#z",
        "https://www.an.example/{10}?s={21}",
        "https://an.example:443/",
        "https://an.example/%C3%A9",
    ],
)
def test_a_plain_target_on_an_approved_host_is_good(href):
    assert refuse(href, APPROVED) is None


def test_only_the_operators_own_network_is_reached_by_plain_http():
    assert refuse("http://10.1.2.3:8080/x", {"10.1.2.3:8080"}, INSIDE) is None
    assert refuse("http://10.1.2.3:8080/x", set(), INSIDE).reason == "unapproved"
    assert refuse("http://10.2.2.3/x", {"10.2.2.3"}, INSIDE).reason == "scheme"
    assert refuse("http://an.example/", APPROVED, INSIDE).reason == "scheme"


@pytest.mark.parametrize("host", ["an.example", "www.an.com.vn", "a-b.an.vn", "1a.an.vn"])
def test_a_name_of_ascii_labels_can_be_approved(host):
    assert refuse_host(host) is None


@pytest.mark.parametrize(
    "host",
    [
        "",
        "an",
        "an..vn",
        "-an.vn",
        "an-.vn",
        "an.vn.",
        "an.1",
        "1.2.3.4",
        "xn--an-x.vn",
        "án.vn",
        "an_b.vn",
        "a" * 64 + ".vn",
        "*.an.vn",
        "an.vn/x",
        "an.vn:443",
    ],
)
def test_other_names_cannot(host):
    assert refuse_host(host) is not None


@given(st.text(max_size=80))
def test_nothing_but_an_approved_https_address_ever_passes(text):
    if refuse(text, APPROVED) is None:
        assert text.lower().startswith("https://")
        assert host_of(text) in APPROVED


@given(st.text(max_size=40))
def test_a_value_never_leaves_its_place(value):
    filled = fill("https://an.example/{10}/x?s={21}", {"10": value, "21": value})
    assert filled is not None
    assert host_of(filled) == "an.example"
    assert filled.count("/") == 4
    assert filled.count("?") == 1


def test_a_target_without_its_values_is_none():
    assert fill("https://an.example/{10}", {"01": "1"}) is None
    assert fill("https://an.example/", {}) == "https://an.example/"
    assert places("https://an.example/{10}?s={21}") == {"10", "21"}
