"""From the form to the answer: through the doors that people use."""

import io
from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import timezone
from PIL import Image

from tests import people
from txng.accounts.actors import operator
from txng.accounts.models import JournalEntry
from txng.supervision import actions, photos, queries, rules
from txng.supervision.errors import AlreadyAnsweredError, UnknownReportError
from txng.supervision.models import Report

pytestmark = pytest.mark.django_db
CODE = "/01/09521234543213/21/QTX7Z"
PHONE = {"HTTP_USER_AGENT": "Mozilla/5.0 Zalo", "REMOTE_ADDR": "203.0.113.9"}


@pytest.fixture(autouse=True)
def reports_folder(settings, tmp_path):
    settings.REPORTS_FOLDER = tmp_path / "reports"
    return settings.REPORTS_FOLDER


def form(client, code=CODE, **told):
    """What a person sends who read the form for ten seconds."""
    with time_machine.travel(timezone.now() - timedelta(seconds=10), tick=False):
        moment = client.get("/bao-nghi-ngo", {"code": code}, **PHONE).context["moment"]
    return {"code": code, "moment": moment, "reason": "copied"} | told


def send(client=None, **told):
    client = client or Client(enforce_csrf_checks=True)
    return client.post("/bao-nghi-ngo", form(client, **told), **PHONE)


def photo():
    buffer = io.BytesIO()
    Image.new("RGB", (40, 30), "red").save(buffer, "JPEG")
    buffer.seek(0)
    buffer.name = "../../etc/passwd.jpg"
    return buffer


def test_three_taps_give_a_number_and_a_page_of_its_state():
    client = Client(enforce_csrf_checks=True)
    answer = send(client)
    year = timezone.localdate().year
    assert answer.status_code == 303
    assert answer["Location"].startswith(f"/bao-nghi-ngo/LD-{year}-000001")
    assert answer.cookies == {}
    page = client.get(answer["Location"]).content.decode()
    assert f"LD-{year}-000001" in page
    assert "Đã nhận" in page
    report = Report.objects.get()
    assert (report.code, report.reason, report.place, report.has_photo) == (
        CODE,
        "copied",
        "",
        False,
    )


def test_photo_place_and_words_are_kept_and_shown_to_nobody_in_public(reports_folder):
    send(photo=photo(), place="Chợ Đà Lạt", words="Tem bị dán đè")
    report = Report.objects.get()
    assert report.has_photo
    assert photos.path_of(reports_folder, report.number).read_bytes()[:2] == b"\xff\xd8"
    page = Client().get(f"/bao-nghi-ngo/{report.number}").content.decode()
    assert all(hidden not in page for hidden in ("Chợ Đà Lạt", "dán đè", CODE))


def test_numbers_have_no_gap():
    numbers = [send().headers["Location"][14:28] for _ in range(3)]
    assert [int(number[-6:]) for number in numbers] == [1, 2, 3]


def test_a_file_that_is_no_photo_comes_back_with_a_sentence_and_what_was_typed():
    fake = io.BytesIO(b"<svg onload=alert(1)>")
    fake.name = "photo.jpg"
    answer = send(photo=fake, place="Chợ Đà Lạt")
    assert answer.status_code == 400
    assert "JPEG, PNG hoặc WebP" in answer.content.decode()
    assert 'value="Chợ Đà Lạt"' in answer.content.decode()
    assert Report.objects.count() == 0


@pytest.mark.parametrize(
    "told",
    [{"website": "http://spam.example"}, {"reason": "x"}, {"reason": ""}, {"moment": "forged"},
     {"moment": ""}, {"code": "javascript:alert(1)"}, {"code": "urn:private:1"}, {"code": ""}],
    ids=str,
)  # fmt: skip
def test_what_no_person_would_send_is_not_taken(told):
    answer = (
        send(**told)
        if "code" not in told
        else Client().post("/bao-nghi-ngo", form(Client()) | told, **PHONE)
    )
    assert answer.status_code == 400
    assert "javascript:" not in answer.content.decode()
    assert Report.objects.count() == 0


def test_a_form_sent_in_the_same_second_is_asked_for_again():
    client = Client()
    moment = client.get("/bao-nghi-ngo", {"code": CODE}).context["moment"]
    answer = client.post("/bao-nghi-ngo", {"code": CODE, "reason": "label", "moment": moment})
    assert answer.status_code == 400
    assert "Bạn bấm nhanh quá" in answer.content.decode()
    assert "checked" in answer.content.decode()


def test_a_device_is_stopped_after_five_in_an_hour():
    answers = [send() for _ in range(rules.PER_SENDER_AN_HOUR + 1)]
    assert [one.status_code for one in answers] == [303] * 5 + [400]
    assert "gửi lại sau một giờ" in answers[-1].content.decode()


def test_a_form_that_is_too_large_is_refused_before_it_is_read():
    answer = Client().post(
        "/bao-nghi-ngo", b"x", content_type="multipart/form-data; boundary=x",
        CONTENT_LENGTH=str(rules.MOST_BYTES + 1),
    )  # fmt: skip
    assert answer.status_code == 400


def test_who_sent_it_is_forgotten_when_the_day_is_over():
    send()
    assert Report.objects.get().sender is not None
    assert actions.forget_senders(by=operator()) == 0
    tomorrow = timezone.now() + timedelta(days=1)
    assert actions.forget_senders(by=operator(), now=tomorrow) == 1
    assert Report.objects.get().sender is None


def test_the_officer_s_answer_is_public_and_stands():
    send()
    number = Report.objects.get().number
    actions.begin_checking(by=operator(), number=number)
    actions.answer_report(by=operator(), number=number, answer="Đã kiểm tra <b>cửa hàng</b>.")
    page = Client().get(f"/bao-nghi-ngo/{number}").content.decode()
    assert "Đã kiểm tra &lt;b&gt;cửa hàng" in page
    assert "Đã trả lời" in page
    with pytest.raises(AlreadyAnsweredError):
        actions.answer_report(by=operator(), number=number, answer="Khác")
    with pytest.raises(UnknownReportError):
        actions.begin_checking(by=operator(), number="LD-2026-999999")
    verbs = list(JournalEntry.objects.order_by("pk").values_list("verb", flat=True))
    assert verbs[-3:] == ["report.received", "report.checking", "report.answered"]


def test_only_who_has_oversight_reads_reports():
    send()
    assert queries.reports(people.binh()).count() == 1
    assert queries.reports(people.dung()).count() == 0
    assert queries.report(people.an(), Report.objects.get().number) is None


@pytest.mark.parametrize("number", ["LD-2026-000009", "LD-1", "<script>"])
def test_an_unknown_number_says_so(number):
    answer = Client().get(f"/bao-nghi-ngo/{number}")
    assert answer.status_code == 404
    assert "Không có phản ánh số này" in answer.content.decode()


@pytest.mark.parametrize("language", ["vi", "en", "zh-hans", "ja", "ko"])
def test_the_form_speaks_five_languages(language):
    page = Client().get("/bao-nghi-ngo", {"code": CODE, "lang": language}).content.decode()
    assert f'<html lang="{language}">' in page
    assert page.count('type="radio"') == 6
