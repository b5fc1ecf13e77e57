"""Whatever is changed behind the application's back is found, and named by its number."""

import os
import random
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests import people
from tests.transparency.logs import TestLog, captured
from txng.transparency import rules
from txng.transparency.actions import record_act
from txng.transparency.connection import store
from txng.transparency.fsck import Damage, Fsck
from txng.transparency.models import Act, Checkpoint, Opening

pytestmark = pytest.mark.django_db

TAMPERINGS = 1000 if os.environ.get("TXNG_TEST_LONG") else 50
RECALL = {
    "act": "issue",
    "about": "https://id.gs1.org/01/09520000100018/10/L1",
    "authority": "Sở Y tế (hư cấu)",
    "document": "12/TB-SYT",
}


def damages(log: TestLog) -> list[Damage]:
    return list(Fsck(log.folder).run())


def filled(log: TestLog) -> int:
    """A log of 600 events in two rounds and two acts; how many entries."""
    captured(350)
    log.catch_up()
    for number in range(2):
        record_act(by=people.chi(), kind="recall", clear=RECALL, content={"number": number})
    captured(250, first=350)
    log.catch_up()
    return 602


def test_a_sound_log_has_nothing_to_tell(log):
    told: list[int] = []
    size = filled(log)
    assert list(Fsck(log.folder, told.append).run()) == []
    assert sum(told) == size == log.checkpoint().size


def changed_bit(content: bytes, chance: random.Random) -> tuple[bytes, int]:
    at = chance.randrange(len(content))
    changed = bytearray(content)
    changed[at] ^= 1 << chance.randrange(8)
    return bytes(changed), at


@dataclass
class Tampering:
    """`undo` brings everything back; `index` is the entry that must be named."""

    what: str
    index: int
    undo: object


def of_event(log: TestLog, chance: random.Random) -> Tampering:
    """One column of one event, or one bit of its payload."""
    index = chance.choice([i for i in range(600) if i not in (350, 351)])
    opening = Opening.objects.get(place=rules.place(2026, index))
    key = store().driver.key(bytes(opening.event_key))
    columns = (
        "event_time event_type action biz_step disposition read_point biz_location owner"
        " record_time dictionary payload"
    ).split()
    column = chance.choice(columns)
    driver = store().driver
    ((before,),) = driver.rows(f"SELECT {column} FROM event WHERE key = %s", [key])
    if column == "payload":
        after, _at = changed_bit(bytes(before), chance)
    elif column == "record_time":
        after = before + chance.choice([-1, 1]) * chance.randrange(1, 10**7)
    else:
        after = (before or 0) + chance.randrange(1, 100)
    driver.execute(f"UPDATE event SET {column} = %s WHERE key = %s", [after, key])
    return Tampering(
        f"event.{column}",
        index,
        lambda: driver.execute(f"UPDATE event SET {column} = %s WHERE key = %s", [before, key]),
    )


def of_opening(log: TestLog, chance: random.Random) -> Tampering:
    index = chance.choice([i for i in range(600) if i not in (350, 351)])
    opening = Opening.objects.get(place=rules.place(2026, index))
    name = chance.choice(["secret", "event_key", "place"])
    place = opening.place
    if name == "place":
        Opening.objects.filter(place=place).update(place=place + 10**6)
        return Tampering(
            "opening.place",
            index,
            lambda: Opening.objects.filter(place=place + 10**6).update(place=place),
        )
    before = bytes(getattr(opening, name))
    after, _at = changed_bit(before, chance)
    Opening.objects.filter(place=place).update(**{name: after})
    return Tampering(
        f"opening.{name}",
        index,
        lambda: Opening.objects.filter(place=place).update(**{name: before}),
    )


def of_act(log: TestLog, chance: random.Random) -> Tampering:
    act = chance.choice(list(Act.objects.all()))
    changes = [
        {"content": {"number": 99}},
        {"clear": RECALL | {"act": "withdraw"}},
        {"actor": "nobody"},
        {"organisation": 12345},
        {"kind": "cert"},
    ]
    change = chance.choice(changes)
    before = {name: getattr(act, name) for name in change}
    Act.objects.filter(pk=act.pk).update(**change)
    return Tampering(
        f"act.{next(iter(change))}",
        rules.index_of(act.place),
        lambda: Act.objects.filter(pk=act.pk).update(**before),
    )


def of_file(log: TestLog, chance: random.Random) -> Tampering:
    """One bit of one tile or bundle."""
    root = log.shard().root
    files = sorted(file for file in root.glob("tile/**/*") if file.is_file())
    file = chance.choice(files)
    before = file.read_bytes()
    after, at = changed_bit(before, chance)
    file.write_bytes(after)
    path = file.relative_to(root).as_posix()
    return Tampering(path, index_at(path, before, at), lambda: Path(file).write_bytes(before))


def index_at(path: str, content: bytes, at: int) -> int:
    """Number of the first entry that the byte of a file speaks of."""
    _tile, level, rest = path.split("/", 2)
    number = int(rest.partition(".p")[0])
    if level != "entries":
        return (number * 256 + at // 32) << 8 * int(level)
    index, end = number * 256, 0
    while True:
        end += 2 + int.from_bytes(content[end : end + 2], "big")
        if at < end:
            return index
        index += 1


def of_checkpoint(log: TestLog, chance: random.Random) -> Tampering:
    kept = chance.choice(list(Checkpoint.objects.all()))
    name = chance.choice(["root", "note"])
    before = bytes(getattr(kept, name))
    after, _at = changed_bit(before, chance)
    Checkpoint.objects.filter(pk=kept.pk).update(**{name: after})
    return Tampering(
        f"checkpoint.{name}",
        kept.size,
        lambda: Checkpoint.objects.filter(pk=kept.pk).update(**{name: before}),
    )


def names(damage: Damage, index: int) -> bool:
    return damage.index == index or damage.index <= index <= damage.last


def test_every_tampering_is_named_by_its_index(log):
    filled(log)
    chance = random.Random(20261128)
    kinds = (of_event, of_opening, of_act, of_file, of_checkpoint)
    missed, seen = [], set()
    for number in range(TAMPERINGS):
        tampering = kinds[number % len(kinds)](log, chance)
        found = damages(log)
        seen.add(tampering.what.partition("/")[0])
        if not any(names(one, tampering.index) for one in found):
            missed.append((number, tampering.what, tampering.index, found[:3]))
        if any(one.last - one.index > 600 for one in found):
            missed.append((number, "too vague", tampering.what, found[:3]))
        tampering.undo()
    assert missed == []
    assert damages(log) == [], "every tampering was undone"
    assert len(seen) > 8
