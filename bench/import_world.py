"""Enterprises that hold everything, and for each importer the rows of a sheet about them.

    cases(1000)     what `bench.imports` asks for: code, actor, row(n), wrong(n)

Half of the rows name an enterprise by its code, half by its tax code. Row n never repeats another row.
"""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Any, Final

from django.utils import timezone

from bench.register_world import _tax_code
from tests import people
from tests.certification import makers as certification
from tests.products import makers as products
from txng.accounts.actors import Actor, operator
from txng.accounts.models import Organisation
from txng.barcodes.actions import prefixes
from txng.gs1.check_digit import digit_for
from txng.parties import actions as parties
from txng.parties.actions import PartyFacts
from txng.parties.administrative_units import communes
from txng.parties.models import Enterprise, Plot
from txng.parties.rules import own_codes
from txng.products.models import Mark, ProductGroup, TradeItem
from txng.ui.collation import sort_key

Row = dict[str, object]
Told = tuple[str, Actor, Callable[[int], Row], Callable[[int], Row]]
PLACE: Final = "Xã Đạ Tẻh"
SECTOR: Final = "nong-nghiep"
DUNGS: Final = "8936012"
COOPERATIVES: Final = 20


class World:
    """`households` with a plot and a product each, `groups` of them, An's enterprise, Lan's body."""

    def __init__(self, count: int) -> None:
        self.groups = _parties("hop-tac-xa", "Hợp tác xã", COOPERATIVES, 0)
        self.households = _parties("cong-ty", "Công ty", count, 1000)
        first = own_codes.code_of
        self.plots = Plot.objects.bulk_create(
            Plot(
                code=first(own_codes.PLOT, 500_000 + number), enterprise=one, name=f"Thửa {number}",
                commune_code=one.commune_code, crop="Cà phê", declared_ha=1,
            )
            for number, one in enumerate(self.households)
        )  # fmt: skip
        self.group = products.group()
        self.items = TradeItem.objects.bulk_create(
            TradeItem(
                owner=one, gtin=_gtin(700_000_000 + number) if number % 2 else None,
                own_code="" if number % 2 else f"SP-{number:06}", group=self.group,
                name=f"Cà phê {number}", name_key=sort_key(f"Cà phê {number}"),
            )
            for number, one in enumerate(self.households)
        )  # fmt: skip
        self.officer = people.signed_in_actor(people.officer(sector=SECTOR))
        self.an = _owner(people.an())
        _owner(people.dung())
        dungs = Enterprise.objects.get(organisation_id=people.dung().organisation_id)
        prefixes.hold_prefix(by=people.dung(), enterprise=dungs, digits=DUNGS)
        certification.body(schemes=("vietgap",))
        self.lan = certification.mai()

    def named(self, number: int, among: list[Enterprise] | None = None) -> str:
        some = among or self.households
        one = some[number % len(some)]
        return one.tax_code if number % 2 else one.code


def cases(count: int) -> Iterator[Told]:
    world = World(count)
    nobody = {"holder": own_codes.code_of(own_codes.PARTY, 900_000)}
    officer, today = world.officer, timezone.localdate()
    yield (
        "co-so",
        officer,
        _enterprise,
        lambda n: {"code": own_codes.code_of(own_codes.PARTY, 900_000 + n)},
    )
    yield "thua", officer, lambda n: _plot(world, n), lambda _n: nobody
    yield "dia-diem", officer, lambda n: _place(world, n), lambda _n: nobody
    yield (
        "thanh-vien",
        officer,
        lambda n: _member(world, n),
        lambda _n: {"member": nobody["holder"]},
    )
    yield (
        "ma-so-vung-trong", officer, lambda n: _site_code(world, n),
        lambda n: nobody if n % 20 else {"plots": own_codes.code_of(own_codes.PLOT, 900_000)},
    )  # fmt: skip
    yield "san-pham", officer, lambda n: _item(world, n), lambda _n: {"owner": nobody["holder"]}
    mark, group = _mark()
    yield (
        "giay-phep-nhan-hieu", officer,
        lambda n: {
            "mark": mark.name, "group": str(group), "number": f"{n}/GP", "holder": world.named(n),
            "valid_from": today, "valid_until": today + timedelta(days=365),
        },
        lambda _n: nobody,
    )  # fmt: skip
    yield "hang-ocop", officer, lambda n: _rating(world, n), lambda _n: {"gtin": _gtin(999_999_999)}
    yield (
        "ma-doanh-nghiep", world.an,
        lambda n: {"digits": f"8937{n:06}", "certificate": f"GCN-{n}", "paid_until": today.year},
        lambda n: {"digits": f"{DUNGS}{n:05}"},
    )  # fmt: skip
    yield (
        "nguoi-dung", world.an, lambda n: {"for_whom": f"Nguyễn Thị Lan {n}", "role": "Nhân viên"},
        lambda _n: {"territories": PLACE},
    )  # fmt: skip
    yield (
        "chung-nhan", world.lan,
        lambda n: _certificate(world, n),
        lambda n: nobody if n % 20 else {"products": "KHONG-CO"},
    )  # fmt: skip


def _parties(kind: str, name: str, count: int, start: int) -> list[Enterprise]:
    places = communes()
    facts = []
    number = start
    while len(facts) < count:
        code = _tax_code(number)
        if code:  # one number in eleven has no check digit
            place = places[number % len(places)].code
            facts.append(PartyFacts(kind, f"{name} {number}", SECTOR, place, tax_code=code))
        number += 1
    return parties.register_all(by=operator(), facts=facts)


def _owner(person: Actor) -> Actor:
    """Signed in, with an entry of its own in the register."""
    facts = PartyFacts("hop-tac-xa", person.organisation, SECTOR, "25126")
    (own,) = parties.register_all(by=operator(), facts=[facts])
    organisation = Organisation.objects.get(pk=person.organisation_id)
    parties.attach_account(by=operator(), enterprise=own, organisation=organisation)
    return people.signed_in_actor(person)


def _gtin(number: int) -> str:
    body = f"893{number:09}"
    return f"0{body}{digit_for(body)}"


def _gln(number: int) -> str:
    body = f"893{number:09}"
    return f"{body}{digit_for(body)}"


def _enterprise(number: int) -> Row:
    return {
        "name": f"Hợp tác xã mới {number}", "kind": "Hợp tác xã", "commune": PLACE, "sector": "Nông nghiệp",
        "workers": 10,
    }  # fmt: skip


def _plot(world: World, number: int) -> Row:
    north, east = 11.9 + number % 100 * 0.002, 108.4 + number // 100 * 0.002
    corners = (
        (north, east),
        (north, east + 0.001),
        (north + 0.001, east + 0.001),
        (north + 0.001, east),
    )
    return {
        "holder": world.named(number), "name": f"Thửa mới {number}", "commune": PLACE, "crop": "Cà phê",
        "boundary": "; ".join(f"{one:.6f} {other:.6f}" for one, other in corners),
    }  # fmt: skip


def _place(world: World, number: int) -> Row:
    return {
        "holder": world.named(number), "kind": "Kho", "name": f"Kho {number}", "commune": PLACE,
        "gln": _gln(number) if number % 2 else None, "spot": "11,94 108,45",
    }  # fmt: skip


def _member(world: World, number: int) -> Row:
    group = number // len(world.households)
    return {
        "group": world.named(group, world.groups), "member": world.named(number),
        "joined_on": date(2021, 3, 15),
    }  # fmt: skip


def _site_code(world: World, number: int) -> Row:
    place = communes()[number // 99 % len(communes())].code
    plot = world.plots[number % len(world.plots)]
    return {
        "holder": world.named(number), "kind": "Mã số vùng trồng", "issued_on": date(2025, 8, 1),
        "code": f"VN-68-{place}-{number % 99 + 1:02}-25", "plots": plot.code,
    }  # fmt: skip


def _item(world: World, number: int) -> Row:
    return {
        "name": f"Cà phê rang xay {number}", "group": str(world.group), "owner": world.named(number),
        "gtin": _gtin(number) if number % 2 else None, "brand": "Nắng Gió",
        "own_code": None if number % 2 else f"MOI-{number}", "net_content": 5, "net_unit": "kg",
    }  # fmt: skip


def _rating(world: World, number: int) -> Row:
    item = world.items[number % len(world.items)]
    told = (
        {"gtin": item.gtin} if item.gtin else {"own_code": item.own_code, "owner": item.owner.code}
    )
    decision = f"{number // len(world.items) + 1}/QĐ-UBND"
    return told | {"points": 86.5, "decision_number": decision, "decided_on": date(2025, 9, 15)}


def _certificate(world: World, number: int) -> Row:
    item = world.items[number % len(world.items)]
    begins = timezone.localdate() - timedelta(days=5)
    return {
        "number": f"VG-{number}", "scheme": str(certification.scheme().name),
        "holder": world.named(number), "issued_on": begins, "valid_from": begins,
        "products": item.gtin or item.own_code, "sites": world.plots[number % len(world.plots)].code,
        "volume_kg_year": 12000,
    }  # fmt: skip


def _mark() -> tuple[Any, ProductGroup]:
    """One of the officer's sector."""
    for mark in Mark.objects.prefetch_related("groups").order_by("pk"):
        for group in mark.groups.all():
            if group.sector == SECTOR:
                return mark, group
    raise LookupError("no mark of this sector")
