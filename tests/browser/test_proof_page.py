"""The component with which a person checks a proof: what it says, what it asks for, how long it takes."""

from collections.abc import Iterator

import pytest
from django.template.loader import render_to_string
from django.utils import translation
from playwright.sync_api import Browser, Page

from tests.browser.conftest import DESK, NARROWEST, PHONE, Open
from tests.browser.proof_server import (
    SCRIPT,
    STATIC,
    WITHOUT_ED25519,
    WITHOUT_WEBCRYPTO,
    Served,
    serving,
)  # fmt: skip
from tests.tlog.logs import LOG, POLICY_TEXT, WITNESSES, proof_of_event

pytestmark = pytest.mark.browser
PROOF = "/lo.tlog-proof"
RAW = proof_of_event().encode()
OPEN = "details.verify-proof > summary"


@pytest.fixture
def served() -> Iterator[Served]:
    with serving() as place:
        place.files[PROOF] = ("application/octet-stream", RAW)
        for name in ("vendor/bootstrap/bootstrap.min.css", "tokens.css", "frame.css"):
            place.files[f"/{name}"] = ("text/css", (STATIC / name).read_bytes())
        for font in (STATIC / "vendor/be-vietnam-pro").glob("*.woff2"):
            path = f"/{font.relative_to(STATIC).as_posix()}"
            place.files[path] = ("font/woff2", font.read_bytes())
        put_page(place)
        yield place


def put_page(place: Served, language: str = "vi", policy: str = POLICY_TEXT) -> None:
    with translation.override(language):
        component = render_to_string("ui/verify_proof.html", {"proof_url": PROOF, "policy": policy})
    sheets = "".join(
        f'<link rel="stylesheet" href="{path}">' for path in place.files if path.endswith(".css")
    )
    place.files["/lo"] = (
        "text/html; charset=utf-8",
        f'<!doctype html><html lang="{language}"><head><meta charset="utf-8"><title>Lô L1</title>'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">{sheets}'
        '<script type="module" src="/verify_proof.js"></script></head>'
        f'<body><main class="shell"><h1>Lô L1</h1>{component}</main></body></html>'.encode(),
    )


def told(page: Page) -> str:
    """Open the expander and read the one sentence that is shown when all is done."""
    page.locator(OPEN).click()
    page.wait_for_selector("[role=status] p:not([data-state=running]):visible")
    return page.locator("[role=status]").inner_text()


def verdicts(page: Page) -> list[str]:
    return [one.inner_text() for one in page.locator("[data-step] > [data-verdict]:visible").all()]


@pytest.mark.parametrize(
    ("language", "sentence", "verdict"),
    [
        ("vi", "Đã kiểm chứng trong máy này.", "đạt"),
        ("en", "Verified on this device.", "passed"),
    ],
)
def test_opening_the_expander_verifies_and_names_the_witnesses(
    served: Served, visit: Open, language: str, sentence: str, verdict: str
):
    put_page(served, language)
    page = visit(served.url + "/lo", language=language).page
    assert told(page).startswith(sentence)
    assert verdicts(page) == [verdict] * 5
    names = page.locator("[data-witnesses] li").all_inner_texts()
    assert [name.partition(" ")[0] for name in names] == ["so-y-te", "so-nn-mt", "dai-hoc"]
    assert all("2026" in name for name in names)


def test_nothing_is_asked_of_anybody_but_the_proof_and_only_when_wanted(
    served: Served, visit: Open
):
    seen = visit(served.url + "/lo")
    before = list(served.asked)
    assert PROOF not in before
    told(seen.page)
    seen.settle()
    # the bold letters of the answer may bring their font
    assert [path for path in served.asked[len(before) :] if "woff2" not in path] == [PROOF]
    assert (seen.hosts, seen.complaints) == ({served.url.removeprefix("http://")}, [])


def test_without_javascript_the_file_is_there_and_no_empty_promise(served: Served, visit: Open):
    page = visit(served.url + "/lo", javascript=False).page
    assert (
        page.get_by_role("link", name="Tải bằng chứng (.tlog-proof)").get_attribute("href") == PROOF
    )
    assert not page.locator("details.verify-proof").is_visible()


def test_a_changed_proof_is_not_verified_and_nothing_is_called_false(served: Served, visit: Open):
    served.files[PROOF] = ("application/octet-stream", RAW.replace(b"index 77", b"index 78"))
    page = visit(served.url + "/lo").page
    sentence = told(page)
    assert sentence.startswith("Chưa kiểm chứng được.")
    assert "không nói gì về món hàng" in sentence
    assert verdicts(page) == ["đạt", "đạt", "không khớp", "đạt", "đạt"]


def test_too_few_witnesses_are_named_and_do_not_verify(served: Served, visit: Open):
    raw = proof_of_event(witnesses=WITNESSES[:2]).encode()
    served.files[PROOF] = ("application/octet-stream", raw)
    page = visit(served.url + "/lo").page
    assert told(page).startswith("Chưa kiểm chứng được.")
    assert len(page.locator("[data-witnesses] li").all()) == 2


def test_a_policy_that_asks_no_witness_is_not_called_verified(served: Served, visit: Open):
    put_page(served, policy=f"log {LOG.vkey}\nquorum none\n")
    page = visit(served.url + "/lo").page
    assert told(page).startswith("Có trong nhật ký minh bạch.")


@pytest.mark.parametrize("without", [WITHOUT_ED25519, WITHOUT_WEBCRYPTO], ids=["old", "no https"])
def test_a_browser_that_cannot_check_signatures_says_what_to_do(
    served: Served, browser: Browser, without: str
):
    page = browser.new_page()
    page.add_init_script(without)
    page.goto(served.url + "/lo")
    sentence = told(page)
    assert sentence.startswith("Trình duyệt này chưa kiểm được chữ ký.")
    assert "txng verify" in sentence
    assert verdicts(page)[3:] == ["trình duyệt này không kiểm được"] * 2
    page.close()


def test_a_proof_that_does_not_arrive_is_told_as_that(served: Served, visit: Open):
    del served.files[PROOF]
    assert told(visit(served.url + "/lo").page).startswith("Chưa tải được bằng chứng.")


def test_hostile_names_in_a_policy_stay_text(served: Served, visit: Open):
    name = "<img/src=x/onerror=alert(1)>"
    put_page(served, policy=POLICY_TEXT.replace(" so-y-te ", f" {name} "))
    seen = visit(served.url + "/lo")
    assert told(seen.page).startswith("Đã kiểm chứng")
    assert name in seen.page.locator("[data-witnesses]").inner_text()
    assert seen.page.locator("img").count() == 0
    assert seen.complaints == []


@pytest.mark.parametrize("width", [NARROWEST, PHONE, DESK])
@pytest.mark.parametrize("dark", [False, True])
def test_axe_finds_nothing_when_all_is_open(served: Served, visit: Open, width: int, dark: bool):
    seen = visit(served.url + "/lo", width=width, dark=dark)
    told(seen.page)
    seen.page.locator("details.verify-proof details > summary").click()
    assert seen.violations() == []
    assert not seen.is_wider_than_the_screen()


def test_the_script_weighs_less_than_25_kilobytes():
    assert SCRIPT.stat().st_size < 25_000
