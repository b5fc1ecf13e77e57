"""What a page says after a verb: one sentence, and a way back where the verb has one.

    notices.good(request, _("Đã xóa thửa “Đồi 3”."), undo=reverse("parties:restore_plot", args=[9]))
    return redirect("parties:plots")

The next page that extends ui/signed_in.html shows it once. `undo` is an address that takes a POST: the
notice then carries a button "Hoàn tác". Carried in a signed cookie, so no session is needed for it.
"""

import json
from dataclasses import dataclass
from typing import Final, Literal

from django.contrib import messages
from django.http import HttpRequest

Kind = Literal["good", "info", "warn", "stop"]
LEVELS: Final[dict[Kind, int]] = {
    "good": messages.SUCCESS,
    "info": messages.INFO,
    "warn": messages.WARNING,
    "stop": messages.ERROR,
}
_KINDS: Final = {level: kind for kind, level in LEVELS.items()}


@dataclass(frozen=True, slots=True)
class Notice:
    kind: Kind
    sentence: str
    undo: str  # an address for a POST, "" for none


def good(request: HttpRequest, sentence: str, *, undo: str = "") -> None:
    """The verb did what was asked."""
    _tell(request, "good", sentence, undo)


def warn(request: HttpRequest, sentence: str, *, undo: str = "") -> None:
    """It was done, and something about it needs attention."""
    _tell(request, "warn", sentence, undo)


def stop(request: HttpRequest, sentence: str) -> None:
    """It was not done; the sentence says why and what to do next."""
    _tell(request, "stop", sentence, "")


def told(request: HttpRequest) -> list[Notice]:
    """What is to be said on this page; asking takes it away."""
    return [
        Notice(_KINDS.get(message.level, "info"), str(message.message), _undo(message.extra_tags))
        for message in messages.get_messages(request)
    ]


def _tell(request: HttpRequest, kind: Kind, sentence: str, undo: str) -> None:
    tags = json.dumps({"undo": undo}) if undo else ""
    messages.add_message(request, LEVELS[kind], sentence, extra_tags=tags)


def _undo(tags: str | None) -> str:
    address = json.loads(tags).get("undo", "") if tags else ""
    is_ours = isinstance(address, str) and address.startswith("/") and address[1:2] != "/"
    return address if is_ours else ""
