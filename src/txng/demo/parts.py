"""Communes of the demonstration answer for their own parts of 2026: most have, a few could not, some are
silent.

Which commune says what follows from its place in the list, so that every loading tells the same. Fictional:
notes say so, and the accounts are called "(trình diễn)".
"""

from dataclasses import replace
from datetime import date
from typing import Final

from django.utils import timezone

from txng.accounts import actions as accounts
from txng.accounts.actors import Actor, operator_for
from txng.certification.queries import bodies
from txng.parties import actions, queries
from txng.parties.queries import OneOfMany
from txng.programme import queries as programme
from txng.programme.actions import parts as answers
from txng.programme.models import PartAnswer, Task

GROUP: Final = "ubnd-cap-xa"
DAY: Final = date(2026, 11, 1)
# row of the appendix, how many of a hundred communes have answered, what those say that could not
ANSWERED: Final = (
    ("PL.1", 61, "Chưa nhận được tài liệu để phát trên loa của xã."),
    ("PL.2", 87, "Người được cử đi học chuyển công tác, chưa có người thay."),
    ("PL.3", 42, "Xã chưa có sản phẩm nào được chứng nhận nhãn hiệu để đưa vào danh mục."),
)
DONE: Final = {
    "PL.1": "Đã phát trên loa của xã và dán áp phích ở chợ.",
    "PL.2": "Đã cử người học và phổ biến lại cho hợp tác xã.",
    "PL.3": "Đã gửi danh sách sản phẩm của xã.",
}
SIGN: Final = "(số liệu trình diễn)"


def put_in(*, by: Actor) -> None:
    group = queries.agency(by, GROUP)
    if group is None or PartAnswer.objects.exists() or timezone.localdate() < DAY:
        return
    communes = queries.one_by_one(by, group, timezone.localdate())
    speakers = [_seated(by, one) for one in communes]
    for row, share, excuse in ANSWERED:
        task = programme.appendix_task(by, row, 2026)
        if task is None:
            continue
        number = next(one.pk for one in task.agencies.all() if one.agency_id == group.pk)
        for place, (one, speaker) in enumerate(zip(communes, speakers, strict=True)):
            turn = (
                place * 37 + int(row[-1]) * 11
            ) % 100  # spread over the province, the same each time
            if turn >= share:
                continue
            could = turn % 29 != 3
            answers.answer_part(
                by=speaker,
                share=number,
                who=one.named.agency.code,
                answer="confirmed" if could else "refused",
                note=f"{DONE[row] if could else excuse} {SIGN}",
            )
    _certifiers(by)


def _seated(by: Actor, one: OneOfMany) -> Actor:
    name = f"{one.named.short} (trình diễn)"
    account = accounts.ensure_organisation(by=by, name=name, kind="agency")
    if not one.has_account:
        actions.seat_agency(by=by, agency=one.named.agency, organisation=account)
    return replace(operator_for(account.pk, account.name), name=f"{one.named.agency.code}.can-bo")


def _certifiers(by: Actor) -> None:
    task = programme.appendix_task(by, "PL.6")
    if task is None:
        return
    number = _led_by_certifiers(task)
    for body in bodies.bodies(by):
        certifier = operator_for(body.organisation_id, body.organisation.name)
        answers.answer_part(
            by=certifier, share=number, who=f"cn-{body.pk}", answer="confirmed",
            note=f"Đã cấp và giám sát các chứng nhận ghi ở sổ chứng nhận. {SIGN}",
        )  # fmt: skip


def _led_by_certifiers(task: Task) -> int:
    return next(one.pk for one in task.agencies.all() if one.agency.stands_for == "certifiers")
