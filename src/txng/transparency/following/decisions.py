"""Decisions on the priority catalogue and the mandatory list: adopted, repealed.

`digest` of such an entry is SHA-256 over the list in canonical JSON (`products.queries.lists.published`),
base64: whoever kept the list of that day can tell whether the one shown today is the same.
"""

import base64
from hashlib import sha256
from typing import Final

from django.db import transaction

from txng.accounts.actors import Actor
from txng.products.models import ListVersion
from txng.products.queries.lists import every_decision, published
from txng.tlog.canonical_json import encode
from txng.transparency.actions import record_act
from txng.transparency.following.lines import plain
from txng.transparency.models import TakenUp

ADOPTED: Final = "products.list"
REPEALED: Final = "products.repeal"


def take_up() -> None:
    """There are few lists: all decisions are looked at, each time."""
    taken = set(
        TakenUp.objects.filter(register__in=(ADOPTED, REPEALED)).values_list("register", "number")
    )
    for version in every_decision():
        if (ADOPTED, version.pk) not in taken:
            _take(version, ADOPTED)
        if version.repealed_from is not None and (REPEALED, version.pk) not in taken:
            _take(version, REPEALED)


@transaction.atomic
def _take(version: ListVersion, register: str) -> None:
    _row, is_new = TakenUp.objects.get_or_create(register=register, number=version.pk)
    if not is_new:  # somebody else's round was quicker
        return
    content = published(version)
    is_repeal = register == REPEALED
    day = version.repealed_from if is_repeal else version.effective_from
    assert day is not None  # constraints of the table
    record_act(
        by=Actor(None, version.body, frozenset(), version.body),
        kind="policy",
        clear={
            "act": "repeal" if is_repeal else "adopt",
            "name": plain(version.title),
            "document": plain(version.repeal_number if is_repeal else version.decision_number),
            "digest": base64.b64encode(sha256(encode(content)).digest()).decode(),
            "day": day.isoformat(),
        },
        content=content,
    )
