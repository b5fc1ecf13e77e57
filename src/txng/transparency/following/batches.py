"""Batches of labels: how many, for everybody; which serials, committed to and shown to nobody.

So nobody, the authority included, can mint codes later and say that they were issued then.
"""

from hashlib import sha256
from typing import Final

from django.db import transaction

from txng.accounts.actors import Actor
from txng.barcodes.models import Batch
from txng.barcodes.queries.labels import issued_after, serials_in_order
from txng.transparency.actions import record_act
from txng.transparency.models import Followed, TakenUp

BATCHES: Final = "barcodes.batch"
MOST: Final = 50  # batches of one transaction; each may have 100,000 serials
LOOK_BACK: Final = 1000
"""Numbers behind the newest one that are looked at again: a batch with a lower number may be committed
after one with a higher, but not a thousand batches later."""


def take_up() -> None:
    Followed.objects.get_or_create(name=BATCHES)
    while _waiting() and _take_some() == MOST:
        pass


def _waiting() -> list[Batch]:
    floor = max(Followed.objects.get(name=BATCHES).position - LOOK_BACK, 0)
    taken = TakenUp.objects.filter(register=BATCHES, number__gt=floor)
    return list(issued_after(floor).exclude(pk__in=taken.values("number"))[:MOST])


@transaction.atomic
def _take_some() -> int:
    followed = Followed.objects.select_for_update().get(name=BATCHES)
    rows = _waiting()
    for batch in rows:
        _enter(batch)
    TakenUp.objects.bulk_create(TakenUp(register=BATCHES, number=one.pk) for one in rows)
    if rows:
        followed.position = max(followed.position, *(one.pk for one in rows))
        followed.save(update_fields=["position"])
    return len(rows)


def _enter(batch: Batch) -> None:
    owner = batch.enterprise.organisation
    content = {
        "batch": batch.pk,
        "gtin": batch.quota.gtin,
        "lot": batch.quota.lot,
        "count": batch.quantity,
        "at": batch.issued_at.isoformat(),
    }
    if batch.has_serials:
        listed = "".join(f"{serial}\n" for serial in serials_in_order(batch))
        content["serials"] = sha256(listed.encode()).hexdigest()
    record_act(
        by=Actor(
            owner.pk if owner else None, owner.name if owner else "", frozenset(), batch.issued_by
        ),
        kind="codes",
        clear={"count": str(batch.quantity)},
        content=content,
    )
