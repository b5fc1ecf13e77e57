"""What stands on every page, and what a page of trouble says."""

import pytest
from django.http import Http404, HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils import translation

from txng.ui import errors

pytestmark = pytest.mark.django_db  # the frame asks whether the demonstration is loaded
HANDLERS = {
    400: errors.bad_request,
    403: errors.permission_denied,
    404: errors.not_found,
    500: errors.server_error,
}
BLAMING_WORDS = ("không hợp lệ", "vui lòng", "đã xảy ra lỗi", "please", "invalid", "sorry", "oops")


def get(path: str = "/") -> HttpRequest:
    return RequestFactory().get(path)


def frame(path: str = "/") -> str:
    return render_to_string("ui/page.html", request=get(path))


def answer(status: int) -> HttpResponse:
    handler = HANDLERS[status]
    return handler(get()) if status == 500 else handler(get(), Http404("secret"))


def test_the_frame_names_the_address_the_agency_and_the_version(settings):
    settings.BASE_URL = "https://txng.example.vn"
    page = frame()
    assert '<strong translate="no">txng.example.vn</strong>' in page
    assert "Sở Khoa học và Công nghệ tỉnh Lâm Đồng" in page
    assert "Bản thử, chưa phải trang chính thức" in page


def test_the_first_thing_on_a_page_is_the_way_past_the_header():
    body = frame().partition("<body>")[2].strip()
    assert body.startswith('<a class="skip" href="#main">')


def test_the_language_switch_keeps_what_was_asked():
    page = frame("/tra-cuu?code=%2801%29&lang=vi")
    assert 'href="?code=%2801%29&amp;lang=en" lang="en" hreflang="en"' in page
    assert "Tiếng Việt" in page


def test_a_page_says_which_language_it_is_in():
    with translation.override("en"):
        assert '<html lang="en">' in frame()


@pytest.mark.parametrize("status", HANDLERS)
@pytest.mark.parametrize("language", ["vi", "en"])
def test_a_page_of_trouble_says_what_to_do_next_and_blames_nobody(status, language):
    with translation.override(language):
        response = answer(status)
    text = response.content.decode().partition("<main")[2].partition("</main>")[0].lower()
    assert response.status_code == status
    assert "<h1>" in text
    assert [word for word in BLAMING_WORDS if word in text] == []
    assert "secret" not in text


def test_trouble_inside_the_frame_still_gets_a_sentence(monkeypatch):
    def broken(*_arguments: object) -> HttpResponse:
        raise OSError("no space left on device")

    monkeypatch.setattr(errors, "error_page", broken)
    response = errors.server_error(get())
    assert response.status_code == 500
    assert "Hệ thống đang có sự cố" in response.content.decode()
