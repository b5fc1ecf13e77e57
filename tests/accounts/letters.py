"""What tests of letters share: letters turned on, a person with a confirmed address."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.test import override_settings

from tests import people
from tests.fakes.mail_server import MailServer
from txng.accounts import mail, rules
from txng.accounts.actions import letters
from txng.accounts.actions import mail_address as addresses
from txng.accounts.actions.people import of_person
from txng.accounts.actors import Actor
from txng.accounts.models import MailAddress

WORKER = Actor(None, "", frozenset(), "txng work")
BASE = "https://txng.example.vn"


@contextmanager
def mail_on(server: MailServer | None = None, **options: Any) -> Iterator[MailServer]:
    """Letters are on, towards a server of this machine."""
    with server or MailServer() as open_server, towards(open_server, **options):
        yield open_server


def towards(server: MailServer, **options: Any) -> Any:
    given = {
        "SMTP": server.smtp,
        "MAIL_FROM": "Truy xuất Lâm Đồng <txng@example.vn>",
        "MAIL_PER_MINUTE": 6000,
        "BASE_URL": BASE,
    }
    return override_settings(**{**given, **options})


def confirmed(actor: Actor, address: str, **choices: Any) -> MailAddress:
    """The person has confirmed the address; letters must be on. What waits is the confirmation, sent."""
    person = people.account_of(actor)
    box = addresses.ask_for_letters(by=actor, person=person, address=address)
    box = addresses.confirm_address(by=themselves(actor), token=mail.confirm_token(box))
    person.letters.filter(kind=rules.CONFIRMATION).delete()
    if choices:
        MailAddress.objects.filter(pk=box.pk).update(**choices)
        box.refresh_from_db()
    return box


def themselves(actor: Actor) -> Actor:
    """One of the cast at their own account."""
    return of_person(people.account_of(actor))


def write(actor: Actor, about: str = "test:1", **more: Any) -> Any:
    given = {
        "kind": rules.NEWS,
        "subject": "Khó khăn của bạn đã được trả lời",
        "text": "Mở trang để đọc.",
    }
    return letters.write_letter(
        by=WORKER, person=people.account_of(actor), about=about, **{**given, **more}
    )


def send() -> int:
    return letters.send_waiting(by=WORKER)


def links(text: str) -> list[str]:
    return re.findall(r"https?://\S+", text)


def words(message: Any) -> str:
    """The text of a letter that a server took."""
    told: str = message.get_content()
    return told
