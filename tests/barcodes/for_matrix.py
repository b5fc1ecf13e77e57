"""Objects of barcodes for the matrix: An's and Dũng's of each kind."""

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from tests import people
from tests.accounts.matrix import Objects
from tests.barcodes import registers
from txng.accounts.actors import Actor
from txng.barcodes import layouts
from txng.barcodes.actions import cases, lots, prefixes
from txng.barcodes.models import Batch
from txng.parties.models import Enterprise

MISSING = 999_999_999
WATCH = frozenset({"thuong-truc", "can-bo", "kiem-tra"})
LIFT = frozenset({"thuong-truc"})
LAYOUT = layouts.presets()["tem-50x30"]


def batch_of(person: Actor, enterprise: Enterprise, digits: str) -> Batch:
    prefixes.hold_prefix(by=person, enterprise=enterprise, digits=digits)
    (key,) = prefixes.allocate(by=person, digits=digits, kind="gtin", purposes=["Cà phê"])
    lot = lots.declare_lot(
        by=person, enterprise=enterprise, gtin=key.value, lot="L1", product_name="Cà phê",
        weight_kg=Decimal(10), content_g=Decimal(500),
    )  # fmt: skip
    return registers.issued(lot, 2, by=person)


def objects(
    key: str, of: Callable[[Actor, Enterprise, str], Any], missing: Any, seen_by: Any
) -> Callable[[], Objects]:
    def make() -> Objects:
        an = of(people.an(), registers.ans(), "8938505974")
        dung = of(people.dung(), registers.dungs(), "8936666666")
        seen: Mapping[str, frozenset[str]] = {"own": seen_by, "foreign": seen_by}
        return Objects(own={key: an}, foreign={key: dung}, missing={key: missing}, seen_by=seen)

    return make


def digits(person: Actor, enterprise: Enterprise, prefix: str) -> str:
    return prefixes.hold_prefix(by=person, enterprise=enterprise, digits=prefix).digits


def case(person: Actor, enterprise: Enterprise, prefix: str) -> int:
    return cases.open_case(by=person, enterprise=enterprise, products=3).pk


def own_name(person: Actor, enterprise: Enterprise, prefix: str) -> int:
    return prefixes.give_own_name(by=person, enterprise=enterprise, code="a", words="a").pk


def lot(person: Actor, enterprise: Enterprise, prefix: str) -> int:
    return batch_of(person, enterprise, prefix).quota_id


def batch(person: Actor, enterprise: Enterprise, prefix: str) -> int:
    return batch_of(person, enterprise, prefix).pk


def design(person: Actor, enterprise: Enterprise, prefix: str) -> str:
    return f"m{lots.keep_design(by=person, enterprise=enterprise, layout=LAYOUT).pk}"


NOBODY: frozenset[str] = frozenset()
OBJECTS = {
    **{f"barcodes:{name}": objects("digits", digits, "8930000", seen_by) for name, seen_by in (
        ("prefix", WATCH), ("given", WATCH), ("allocate", NOBODY), ("record_earlier", NOBODY),
        ("pay_fee", NOBODY),
    )},
    **{f"barcodes:{name}": objects("number", case, MISSING, seen_by) for name, seen_by in (
        ("case", WATCH), ("tick_case", NOBODY), ("send_case", NOBODY), ("grant_case", NOBODY),
        ("close_case", NOBODY), ("case_form", NOBODY),
    )},
    "barcodes:join": objects("number", own_name, MISSING, NOBODY),
    **{f"barcodes:{name}": objects("number", lot, MISSING, seen_by) for name, seen_by in (
        ("lot", WATCH), ("issue", NOBODY), ("exceed", LIFT),
    )},
    **{f"barcodes:{name}": objects("number", batch, MISSING, seen_by) for name, seen_by in (
        ("batch", WATCH), ("print", NOBODY), ("scan_back", NOBODY), ("step", NOBODY), ("serials", NOBODY),
    )},
    "barcodes:design": objects("name", design, f"m{MISSING}", NOBODY),
}  # fmt: skip
