"""Settings of letters: the server that takes them, whom they are from, how many a minute.

    TXNG_SMTP_URL=smtp://user:password@host:587?tls=start    TXNG_MAIL_FROM=Truy xuất <txng@example.vn>

Without TXNG_SMTP_URL letters are off: docs/operate/mail.md.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from email.utils import parseaddr
from typing import Any, Final, Literal
from urllib.parse import parse_qsl, unquote, urlsplit

from txng.conf.env_errors import SettingError
from txng.conf.speech import gettext as _

_ADDRESS: Final = re.compile(
    r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+"
)


@dataclass(frozen=True, slots=True)
class Smtp:
    """The server that takes our letters. `tls`: "start" (STARTTLS), "whole" (from the first byte), "none"."""

    host: str
    port: int
    user: str = ""
    password: str = ""
    tls: Literal["start", "whole", "none"] = "start"

    @property
    def shown(self) -> str:
        """For people and logs: never the user or the password."""
        return f"{self.host}:{self.port}"


def mail(environ: Mapping[str, str]) -> dict[str, Any]:
    smtp = _smtp((environ.get("TXNG_SMTP_URL") or "").strip())
    sender = (environ.get("TXNG_MAIL_FROM") or "").strip()
    if smtp is not None and not sender:
        raise SettingError(
            "TXNG_MAIL_FROM", _("cần có khi đặt TXNG_SMTP_URL: thư gửi từ địa chỉ nào.")
        )
    if (sender and not _ADDRESS.fullmatch(parseaddr(sender)[1])) or not sender.isprintable():
        raise SettingError(
            "TXNG_MAIL_FROM",
            _(
                "cần một địa chỉ như “Truy xuất Lâm Đồng <txng@example.vn>”, nhưng nhận được “%(got)s”."
            )
            % {"got": sender},
        )
    pace = (environ.get("TXNG_MAIL_PER_MINUTE") or "30").strip()
    if not (pace.isascii() and pace.isdigit() and 1 <= int(pace) <= 6000):
        raise SettingError(
            "TXNG_MAIL_PER_MINUTE",
            _("cần một số từ 1 đến 6000, nhưng nhận được “%(got)s”.") % {"got": pace},
        )
    return {"smtp": smtp, "mail_from": sender, "mail_per_minute": int(pace)}


def _smtp(text: str) -> Smtp | None:
    """smtp://user:password@host:587?tls=start | smtps://user:password@host:465

    The address may hold a password: what is refused is never repeated.
    """
    if not text:
        return None
    wrong = _(
        "cần smtp://người-dùng:mật-khẩu@máy:587?tls=start hoặc smtps://người-dùng:mật-khẩu@máy:465."
    )
    try:
        url = urlsplit(text)
        port = url.port
        options = dict(parse_qsl(url.query, keep_blank_values=True))
    except ValueError:
        raise SettingError("TXNG_SMTP_URL", wrong) from None
    tls = options.pop("tls", "start")
    is_odd = options or url.path.strip("/") or url.fragment or tls not in ("start", "none")
    if url.scheme not in ("smtp", "smtps") or not url.hostname or is_odd:
        raise SettingError("TXNG_SMTP_URL", wrong)
    user, password = unquote(url.username or ""), unquote(url.password or "")
    if not (user + password).isascii():  # smtplib signs in with ASCII alone
        raise SettingError(
            "TXNG_SMTP_URL", _("người dùng và mật khẩu chỉ gồm chữ không dấu, số và ký hiệu.")
        )
    if url.scheme == "smtps":
        return Smtp(url.hostname, port or 465, user, password, "whole")
    if tls == "none":
        if user:
            raise SettingError(
                "TXNG_SMTP_URL", _("tls=none thì không kèm mật khẩu: ai trên mạng cũng đọc được.")
            )
        return Smtp(url.hostname, port or 25, tls="none")
    return Smtp(url.hostname, port or 587, user, password, "start")
