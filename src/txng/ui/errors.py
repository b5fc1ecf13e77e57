"""Error pages: one sentence that says what happened and what to do next.

conf/urls.py names these as handler400, handler403, handler404 and handler500.
"""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template import TemplateDoesNotExist
from django.utils.translation import gettext as _

LAST_WORDS = (
    "Hệ thống đang có sự cố. Thử lại sau vài phút. / The system has a fault. Try again later."
)


def error_page(request: HttpRequest, status: int, title: str, sentence: str) -> HttpResponse:
    values = {"status": status, "title": title, "sentence": sentence}
    return render(request, "ui/error.html", values, status=status)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return error_page(
        request,
        400,
        _("Máy chủ không đọc được yêu cầu"),
        _("Kiểm tra lại địa chỉ trên thanh trình duyệt, hoặc nhập mã vào ô bên dưới."),
    )


def permission_denied(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return error_page(
        request,
        403,
        _("Tài khoản này không được mở trang này"),
        _("Đăng nhập bằng tài khoản khác, hoặc hỏi người quản trị của đơn vị bạn."),
    )


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return error_page(
        request,
        404,
        _("Không có trang này"),
        _("Kiểm tra lại địa chỉ trên thanh trình duyệt, hoặc nhập mã vào ô bên dưới."),
    )


def server_error(request: HttpRequest) -> HttpResponse:
    try:
        return error_page(
            request,
            500,
            _("Hệ thống đang có sự cố"),
            _("Sự cố đã được ghi lại. Thử lại sau vài phút."),
        )
    except (TemplateDoesNotExist, ValueError, OSError):
        # The frame itself may be what broke (a static file missing from the manifest, a full disk).
        return HttpResponse(LAST_WORDS, status=500, content_type="text/plain; charset=utf-8")
