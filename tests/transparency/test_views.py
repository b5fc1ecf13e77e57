"""What people see: the page of the log, the page of a proof, the checkpoint for a newspaper."""

import msgspec
import pytest
import zxingcpp
from django.test import Client

from tests.epcis.documents import GTIN
from tests.transparency.logs import TestLog, captured
from txng.eventstore import journal
from txng.eventstore.keys import event_uri
from txng.tlog.policy import parse_policy
from txng.tlog.proof_file import check
from txng.transparency.connection import store
from txng.transparency.models import Opening
from txng.ui import qr

pytestmark = pytest.mark.django_db


@pytest.fixture
def filled(log, settings) -> TestLog:
    settings.LOG_FOLDER, settings.HAS_LOG = log.folder, True
    captured(12)
    log.catch_up()
    return log


@pytest.fixture
def name(filled) -> str:
    return event_uri(journal.behind(store(), journal.BEGINNING, limit=1)[0].key)


def page(path: str, status: int = 200, language: str = "vi") -> str:
    answer = Client(headers={"accept-language": language}).get(path)
    assert answer.status_code == status, path
    return answer.content.decode()


@pytest.mark.parametrize(
    ("language", "sentence"),
    [("vi", "Ai cũng kiểm được, không cần tin chúng tôi."), ("en", "without having to trust us")],
)
def test_the_page_of_the_log_says_what_it_is_in_plain_words(filled, language, sentence):
    html = page("/nhat-ky-minh-bach", language=language)
    assert sentence in html
    assert "txng.example/log/2026" in html
    assert ("Bản thử: chưa có nhân chứng" in html) == (language == "vi")


@pytest.mark.parametrize(("language", "shown"), [("vi", "1.012"), ("en", "1,012")])
def test_numbers_are_written_as_people_here_write_them(filled, language, shown):
    captured(1000, first=12)
    filled.catch_up()
    assert f"<dd>{shown}</dd>" in page("/nhat-ky-minh-bach", language=language)
    assert shown in page("/nhat-ky-minh-bach/ban-in", language=language)


def test_a_log_that_is_switched_off_says_so(settings):
    settings.HAS_LOG = False
    assert "chưa mở nhật ký minh bạch" in page("/nhat-ky-minh-bach")


def test_an_empty_log_says_so(settings, log):
    settings.LOG_FOLDER, settings.HAS_LOG = log.folder, True
    assert "chưa có dòng nào" in page("/nhat-ky-minh-bach")
    assert "chưa công bố điểm mốc nào" in page("/nhat-ky-minh-bach/ban-in", 404)


def test_a_policy_that_cannot_be_read_breaks_no_page(filled, settings, tmp_path, name):
    settings.LOG_POLICY = tmp_path / "policy.txt"
    settings.LOG_POLICY.write_text("nonsense\n")
    page("/nhat-ky-minh-bach")
    page("/nhat-ky-minh-bach/ban-in", 404)
    assert "Nhật ký đang được sửa" in page(f"/bang-chung/{name}", 503)
    assert "Nhật ký đang được sửa" in page(f"/bang-chung/{name}.tlog-proof", 503)
    settings.LOG_POLICY.unlink()
    assert Client().get("/nhat-ky-minh-bach/policy.txt").status_code == 503
    page("/nhat-ky-minh-bach")


def test_a_spoilt_checkpoint_does_not_break_a_page(filled, name):
    (filled.shard().root / "checkpoint").write_bytes(b"nonsense\n")
    page("/nhat-ky-minh-bach")
    page(f"/bang-chung/{name}", 404)
    filled.catch_up()
    page(f"/bang-chung/{name}")


def test_the_box_leads_to_the_proof_of_an_event(filled, name):
    answer = Client().get("/nhat-ky-minh-bach", {"event": name})
    assert (answer.status_code, answer["Location"]) == (302, f"/bang-chung/{name}")


def test_the_page_of_a_proof_offers_the_file_and_the_check(filled, name):
    html = page(f"/bang-chung/{name}")
    assert f"/bang-chung/{name}.tlog-proof" in html
    assert "data-verify-proof" in html
    assert "quorum none" in html


def test_the_file_verifies_with_the_policy_that_is_offered(filled, name):
    row = journal.behind(store(), journal.BEGINNING, limit=1)[0]
    (code,) = msgspec.json.decode(row.payload)["epcList"]
    policy = parse_policy(Client().get("/nhat-ky-minh-bach/policy.txt").content)
    for path in (f"/bang-chung/{name}.tlog-proof", f"/bang-chung/{name}.tlog-proof?code={code}"):
        answer = Client().get(path)
        assert answer.status_code == 200
        assert answer["Content-Disposition"].endswith('.tlog-proof"')
        report = check(answer.content, policy)
        assert report.is_verified
        assert len(report.disclosed.items) == ("code" in path)


@pytest.mark.parametrize(
    "name",
    ["urn:uuid:00000000-0000-8000-8000-000000000000", "x", "ni:///sha-256;00?ver=CBV2.0", "a/b/../c", "%00",
     "<script>", "x" * 3000],
)  # fmt: skip
def test_an_event_that_is_not_there_gets_a_sentence(filled, name):
    html = page(f"/bang-chung/{name}", 404)
    assert "Chưa có bằng chứng" in html
    assert "<script>" not in html.replace("<script type=", "")


def test_a_code_of_another_thing_gets_a_sentence(filled, name):
    html = page(f"/bang-chung/{name}.tlog-proof?code=(01){GTIN}(21)Q7", 404)
    assert "không nói về mã đó" in html


def test_a_tampered_event_has_no_proof(filled, name):
    Opening.objects.update(secret=bytes(32))
    assert "không còn khớp" in page(f"/bang-chung/{name}.tlog-proof", 503)


def test_the_printed_checkpoint_can_be_read_back_by_people_and_machines(filled):
    html = page("/nhat-ky-minh-bach/ban-in")
    root = filled.checkpoint().root.hex()
    for at in range(0, 64, 4):
        assert f"<code>{root[at : at + 4]}</code>" in html
    from txng.transparency import printing

    sheet = printing.sheet()
    assert sheet is not None
    assert "".join(sheet.groups) == root
    text = filled.checkpoint().text
    assert sheet.qr == qr.data_address(text)
    image = zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.QRCode).to_image()
    (read,) = zxingcpp.read_barcodes(image)
    assert read.text == text
