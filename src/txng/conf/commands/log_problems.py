"""Why the log or its signer will not go on, in a sentence with the next step."""

from collections.abc import Callable

from txng.conf.console import SYSTEM, Problem
from txng.conf.speech import gettext as _


def cannot_start(why: str, reason: str) -> Problem:
    """For `signer.CannotStart`."""
    sentence, step = _SIGNER.get(why, _SIGNER["half"])()
    return _problem("signer", why, sentence, step, reason)


def halted(why: str, reason: str) -> Problem:
    """For `halting.Halted`."""
    sentence, step = _LOG[why]()
    return _problem("log-halted", why, sentence, step, reason)


def signer_away(reason: str) -> Problem:
    return _problem(
        "signer-away",
        "away",
        _("Trình ký của nhật ký minh bạch không trả lời."),
        _("Chạy: txng signer (txng serve tự chạy lệnh này)."),
        reason,
    )


def _problem(kind: str, why: str, sentence: str, step: str, reason: str) -> Problem:
    return Problem(
        kind,
        sentence,
        step,
        exit_status=SYSTEM,
        details=(reason,),  # the program's own words, for whoever mends it
        members={"why": why, "reason": reason},
    )


_Words = Callable[[], tuple[str, str]]  # translated when asked for: --lang is read late

_SIGNER: dict[str, _Words] = {
    "no key": lambda: (
        _("Trình ký chưa có khóa."),
        _("Hãy chạy: txng init. Nếu khóa đã mất, xem docs/operate/transparency.md."),
    ),
    "readable key": lambda: (
        _("Người khác trên máy đọc được khóa của trình ký."),
        _("Chỉ để chủ của tệp đọc được: chmod 600."),
    ),
    "forgotten": lambda: (
        _("Trình ký mất trí nhớ: tệp ghi những gì đã ký không còn."),
        _("Gắn lại đúng ổ đĩa, hoặc xem docs/operate/transparency.md trước khi làm gì khác."),
    ),
    "half": lambda: (
        _("Thư mục của trình ký thiếu khóa hoặc thiếu trí nhớ."),
        _("Gắn lại đúng ổ đĩa, hoặc xem docs/operate/transparency.md trước khi làm gì khác."),
    ),
    "other key": lambda: (
        _("Trí nhớ của trình ký thuộc về một khóa khác."),
        _("Đưa lại đúng cặp khóa và trí nhớ vào thư mục của trình ký."),
    ),
    "origin": lambda: (
        _("Khóa của trình ký thuộc về một nhật ký có tên khác."),
        _("Đặt TXNG_LOG_ORIGIN như lúc đầu; tên của nhật ký không đổi được."),
    ),
    "second": lambda: (
        _("Đã có một trình ký khác đang chạy."),
        _("Chỉ chạy một trình ký; txng serve đã tự chạy nó."),
    ),
}

_LOG: dict[str, _Words] = {
    "other origin": lambda: (
        _("Nhật ký này được mở dưới một tên khác với TXNG_LOG_ORIGIN."),
        _("Đặt TXNG_LOG_ORIGIN như lúc đầu; tên của nhật ký không đổi được."),
    ),
    "other key": lambda: (
        _("Trình ký dùng một khóa khác với khóa đã ký nhật ký này."),
        _("Đưa lại đúng khóa vào thư mục của trình ký."),
    ),
    "second": lambda: (
        _("Đã có một trình ghi nhật ký khác đang chạy."),
        _("Chỉ chạy một trình; txng serve đã tự chạy nó."),
    ),
    "empty folder": lambda: (
        _("Thư mục của nhật ký trống, thiếu tệp hoặc cũ hơn những gì đã ký."),
        _("Gắn lại đúng ổ đĩa. Nếu tệp đã mất: txng log rebuild."),
    ),
    "old database": lambda: (
        _("Cơ sở dữ liệu biết ít mục hơn nhật ký đã ký: có phải vừa phục hồi từ bản sao?"),
        _("Đưa lại cơ sở dữ liệu mới nhất; xem docs/operate/transparency.md."),
    ),
    "old signer": lambda: (
        _("Trình ký nhớ ít hơn những gì đã ký: có phải vừa phục hồi từ bản sao?"),
        _("Đưa lại thư mục mới nhất của trình ký; xem docs/operate/transparency.md."),
    ),
    "forked": lambda: (
        _("Trình ký và cơ sở dữ liệu nhớ hai lịch sử khác nhau."),
        _("Giữ nguyên hiện trường và chạy: txng fsck."),
    ),
    "damaged event": lambda: (
        _("Một sự kiện đang chờ vào nhật ký không đọc được."),
        _("Phục hồi dòng sự kiện ấy từ bản sao rồi chạy lại."),
    ),
    "missing row": lambda: (
        _("Một mục đã có chỗ trong nhật ký nhưng không dựng lại được từ cơ sở dữ liệu."),
        _("Chạy: txng fsck để biết mục nào, rồi phục hồi dòng ấy từ bản sao."),
    ),
    "bad policy": lambda: (
        _("Không đọc được tệp chính sách nhân chứng."),
        _("Sửa tệp mà TXNG_LOG_POLICY chỉ tới; xem docs/operate/transparency.md."),
    ),
}
