"""Registers as full as the province's: 50,000 enterprises for 500,000 trade items, and what belongs to them.

    fill(500_000)       enterprises by the verb of imports; everything else in rows of the same shape as the
                        verbs write, with the words that they are found by
    person("owner")     who asks: the owner of OWNED products, an officer of the province, one of a commune

A tenth of the enterprises are firms and own seven tenths of the products; a commune in a hundred and twenty
has its share of all of it.
"""

import random
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from itertools import islice
from typing import Any, Final, TypeVar

from django.db.models import Model
from django.utils import timezone

from tests import people
from txng.accounts import journal
from txng.accounts.actors import Actor, operator
from txng.accounts.models import ApiKey, Assignment, Organisation, User
from txng.barcodes.models import Batch, CompanyPrefix, GivenKey, LotQuota, OwnName, PrefixCase
from txng.documents.models import ImportRun
from txng.gs1.check_digit import digit_for
from txng.parties import actions as parties
from txng.parties.actions import PartyFacts
from txng.parties.administrative_units import communes
from txng.parties.models import Enterprise, Establishment, Plot
from txng.parties.rules import CROPPING_SYSTEMS, own_codes, tax_codes
from txng.products.actions import groups as group_actions
from txng.products.models import (
    Fulfilment,
    Mark,
    MarkLicence,
    ProductGroup,
    TradeItem,
    TradeItemVersion,
    TradeItemWord,
)
from txng.products.rules.facts import Facts
from txng.resolver.models import Link, LinkedKey
from txng.ui import search
from txng.ui.collation import sort_key

Row = TypeVar("Row", bound=Model)
BATCH: Final = 5_000
COMMUNE: Final = "25126"  # Đạ Tẻh: what "da teh" shall find
PREFIX: Final = "8939000000"  # the owner's, with a tenth of all keys
CROPS: Final = (
    "Cà phê", "Chè", "Sầu riêng", "Rau", "Hoa", "Dâu tằm", "Thanh long", "Điều", "Tiêu", "Gạo nếp",
)  # fmt: skip
WAYS: Final = ("sấy", "rang xay", "nhân", "bột", "tươi", "đóng hộp", "cấp đông", "ướp")
PLACES: Final = ("Đạ Tẻh", "Cầu Đất", "Di Linh", "Đơn Dương", "B'Lao", "Lạc Dương", "Tuy Phong")
BRANDS: Final = ("Langbiang", "Hương Rừng", "Nắng Gió", "Ban Mai", "Đồi Gió", "")


def fill(items: int) -> None:
    """A tenth as many enterprises, and the others in proportion. Into an initialised, empty installation."""
    chance = random.Random(6736)
    enterprises = _enterprises(max(items // 10, 40))
    own = _cast(enterprises)
    _people(items // 100)
    groups = _groups()
    gtins = _trade_items(items, [own, *enterprises], groups, chance)
    _in_bulk(MarkLicence, _licences(items // 100, enterprises, chance))
    _places(items // 10, [own, *enterprises], chance)
    _barcodes(items // 10, own, enterprises, gtins, chance)
    _imports(items // 100)
    _links(items // 10, own, gtins)
    _list_in_force()


def person(who: str) -> Actor:
    if who == "owner":
        return people.an()
    if who == "commune":
        return replace(people.officer(COMMUNE), name="Cán bộ xã")
    return people.binh()


def _enterprises(count: int) -> list[Enterprise]:
    places = communes()
    made: list[Enterprise] = []
    for start in range(0, count, BATCH):
        facts = [
            PartyFacts(
                kind="nong-ho" if number % 10 else "cong-ty",
                name=f"{'Hộ trồng' if number % 10 else 'Công ty'} {CROPS[number % 7]} {number}",
                sector=("nong-nghiep", "nong-nghiep", "cong-thuong", "y-te")[number // 10 % 4],
                commune_code=places[number % len(places)].code,
                tax_code="" if number % 10 else _tax_code(number),
            )
            for number in range(start, min(start + BATCH, count))
        ]
        made += parties.register_all(by=operator(), facts=facts)
    return made


def _tax_code(number: int) -> str:
    nine = f"{312_000_000 + number:09}"
    check = tax_codes.check_digit(nine)
    return nine + check if check else ""


def _cast(enterprises: list[Enterprise]) -> Enterprise:
    """An's organisation gets an entry of its own in the commune that is asked about."""
    an = people.an()
    facts = PartyFacts("hop-tac-xa", an.organisation, "nong-nghiep", COMMUNE)
    (own,) = parties.register_all(by=operator(), facts=[facts])
    assert an.organisation_id is not None
    organisation = Organisation.objects.get(pk=an.organisation_id)
    return parties.attach_account(by=operator(), enterprise=own, organisation=organisation)


def _groups() -> list[ProductGroup]:
    if not ProductGroup.objects.exists():
        group_actions.put_in_packaged_groups(by=operator())
    rows = list(ProductGroup.objects.order_by("path"))
    inner = {row.path.rstrip("/").rpartition("/")[0] + "/" for row in rows}
    return [row for row in rows if row.path not in inner]


def _trade_items(
    count: int, owners: list[Enterprise], groups: list[ProductGroup], chance: random.Random
) -> list[str]:
    """The GTINs of a tenth of those that have one. The first owner has a two-hundredth of everything."""
    own, firms, today = owners[0], owners[1::10], timezone.localdate()
    coffee = [group for group in groups if "ca-phe" in group.path] or groups
    gtins: list[str] = []

    def rows() -> Iterator[tuple[TradeItem, Facts]]:
        for number in range(count):
            kind = chance.random()
            owner = own if number % 200 == 0 else chance.choice(firms if kind < 0.7 else owners)
            crop = chance.choice(CROPS[:2] if kind < 0.4 else CROPS)
            name = f"{crop} {chance.choice(WAYS)} {chance.choice(PLACES)} {number}"
            facts = Facts(
                name=name, brand=chance.choice(BRANDS), origin="VN", net_unit="KGM", markets=("VN",)
            )
            is_ended = chance.random() < 0.05
            body = f"893{number:09}"
            gtin = f"0{body}{digit_for(body)}" if number % 5 < 3 else None
            if gtin and number % 10 == 0:
                gtins.append(gtin)
            yield (
                TradeItem(
                    owner=owner, gtin=gtin, own_code="" if gtin else f"SP-{number:06}",
                    group=chance.choice(coffee if kind < 0.4 else groups), name=name,
                    brand=facts.brand, name_key=sort_key(name), is_exported=kind < 0.1,
                    lacking=0 if kind < 0.6 else 3, state="withdrawn" if is_ended else "active",
                    withdrawn_on=today if is_ended else None,
                ),
                facts,
            )  # fmt: skip

    waiting = rows()
    while some := list(islice(waiting, BATCH)):
        made = TradeItem.objects.bulk_create([row for row, _facts in some])
        _in_bulk(
            TradeItemWord,
            (
                TradeItemWord(of=row, word=word)
                for row, facts in some
                for word in sorted(
                    search.index_words(
                        texts=[facts.name, facts.brand],
                        codes=[code for code in (row.gtin, row.own_code) if code],
                    )
                )
            ),
        )
        TradeItemVersion.objects.bulk_create(
            TradeItemVersion(
                trade_item=row, number=1, holds_from=today, facts=facts.as_dict(), recorded_by="An"
            )
            for row, facts in some
        )
        Fulfilment.objects.bulk_create(
            Fulfilment(trade_item=row, requirement=what, done_on=today, said="computed", said_by="txng")
            for row in made
            for what in (["code"] if row.lacking else ["code", "elements"])
        )  # fmt: skip
        journal.record_all(
            journal.Line(operator(), "tradeitem.created", ("products.tradeitem", str(row.pk)), {})
            for row in made
        )
    return gtins


def _licences(count: int, owners: list[Enterprise], chance: random.Random) -> Iterator[MarkLicence]:
    marks, today = list(Mark.objects.prefetch_related("groups")), timezone.localdate()
    pairs = [(mark, group) for mark in marks for group in mark.groups.all()]
    for number in range(count if pairs else 0):
        mark, group = pairs[number % len(pairs)]
        yield MarkLicence(
            mark=mark, group=group, holder=chance.choice(owners), number=f"GP-{number}",
            valid_from=today - timedelta(days=900),
            valid_until=today + timedelta(days=number % 1000 - 300),
        )  # fmt: skip


def _places(count: int, owners: list[Enterprise], chance: random.Random) -> None:
    def site(number: int) -> Establishment:
        owner = chance.choice(owners)
        code = own_codes.code_of(own_codes.ESTABLISHMENT, number + 1)
        return Establishment(
            code=code, enterprise=owner, kind="kho", name=f"Kho {number}", commune_code=owner.commune_code
        )  # fmt: skip

    def plot(number: int) -> Plot:
        owner = owners[0] if number % 500 == 0 else chance.choice(owners)
        return Plot(
            code=own_codes.code_of(own_codes.PLOT, number + 1), enterprise=owner, name=f"Thửa {number}",
            commune_code=owner.commune_code, crop=chance.choice(CROPS), declared_ha=1,
            cropping_system=chance.choice(("", *CROPPING_SYSTEMS)),
        )  # fmt: skip

    _in_bulk(Establishment, map(site, range(count // 2)))
    _in_bulk(Plot, map(plot, range(count)))


def _barcodes(
    count: int, own: Enterprise, owners: list[Enterprise], gtins: list[str], chance: random.Random
) -> None:
    now = timezone.now()

    def owner(number: int) -> Enterprise:
        return own if number % 100 == 0 else chance.choice(owners)

    _in_bulk(
        CompanyPrefix,
        (
            CompanyPrefix(
                enterprise=owner(number), digits=f"8939{number:06}", paid_until=now.year - number % 2
            )
            for number in range(count // 10)
        ),
    )  # fmt: skip
    prefixes = list(CompanyPrefix.objects.order_by("pk"))
    first = prefixes[0]
    keys: Iterator[tuple[CompanyPrefix, int]] = (
        (first if number % 10 == 0 else prefixes[number % len(prefixes)], number)
        for number in range(count)
    )
    _in_bulk(
        GivenKey,
        (
            GivenKey(
                prefix=prefix, kind="gtin", value=f"{number:014}", number=number, purpose="Trà", given_by="An"
            )
            for prefix, number in keys
        ),
    )  # fmt: skip
    lots = [
        LotQuota(
            enterprise=owner(number), gtin=gtins[number % len(gtins)], lot=f"L{number}",
            product_name="Cà phê rang xay", weight_kg=100, content_g=500, allowed=200, taken=100,
            declared_at=now - timedelta(minutes=number),
        )
        for number in range(count)
    ]  # fmt: skip
    _in_bulk(LotQuota, iter(lots))
    _in_bulk(
        Batch,
        (
            Batch(
                quota=lot, enterprise=lot.enterprise, quantity=100, group="food", layout={},
                state=("issued", "printed", "commissioned")[number % 3], issued_by="An",
                issued_at=now - timedelta(minutes=number),
            )
            for number, lot in enumerate(lots)
        ),
    )  # fmt: skip
    _in_bulk(
        PrefixCase,
        (
            PrefixCase(enterprise=one, wanted="GCP-10", opened_at=now - timedelta(hours=number))
            for number, one in enumerate(owners[: count // 20])
        ),
    )
    _in_bulk(
        OwnName,
        (
            OwnName(enterprise=owner(number), name=f"https://example.vn/noi-bo/{number}", words="Trà")
            for number in range(count // 5)
        ),
    )  # fmt: skip


def _people(count: int) -> None:
    """Organisations with a person and a key each, and the lines that people leave; a hundredth is An's."""
    an, role = people.an(), people.shipped("nhan-vien")
    assert role is not None
    now = timezone.now()
    _in_bulk(
        Organisation,
        (
            Organisation(name=f"Đơn vị {number}", kind="enterprise", code=f"don-vi-{number}")
            for number in range(count)
        ),
    )  # fmt: skip
    held = list(
        Organisation.objects.filter(code__startswith="don-vi-").values_list("pk", flat=True)
    )
    _in_bulk(
        User,
        (User(username=f"nguoi-{number}", full_name=f"Nguyễn Văn {number}") for number in range(count)),
    )  # fmt: skip
    people_ = list(User.objects.filter(username__startswith="nguoi-").values_list("pk", flat=True))

    def home(number: int) -> int | None:
        return an.organisation_id if number % 100 == 0 else held[number % len(held)]

    _in_bulk(
        Assignment,
        (
            Assignment(person_id=one, organisation_id=home(number), role=role, given_by="An")
            for number, one in enumerate(people_)
        ),
    )
    _in_bulk(
        ApiKey,
        (
            ApiKey(
                prefix=f"k{number:012}", digest="0" * 64, organisation_id=home(number), scopes="query",
                created_by="An", expires_at=now + timedelta(days=300),
            )
            for number in range(count)
        ),
    )  # fmt: skip
    for start in range(0, count * 20, BATCH):
        journal.record_all(
            journal.Line(
                Actor(home(number), "", frozenset(), f"nguoi-{number % count}", people_[number % count]),
                "session.begun", ("accounts.session", str(number)), {},
            )
            for number in range(start, min(start + BATCH, count * 20))
        )  # fmt: skip


def _imports(count: int) -> None:
    an, binh, now = people.an(), people.binh(), timezone.now()
    _in_bulk(
        ImportRun,
        (
            ImportRun(
                importer="co-so" if number % 2 else "san-pham", actor="An", file_name=f"{number}.xlsx",
                organisation_id=(an if number % 2 else binh).organisation_id, file_size=1, total=10,
                file_sha256="0" * 64, state="dropped", created_at=now - timedelta(minutes=number),
            )
            for number in range(count)
        ),
    )  # fmt: skip


def _links(count: int, own: Enterprise, gtins: list[str]) -> None:
    others = list(
        Organisation.objects.filter(code__startswith="don-vi-").values_list("pk", flat=True)
    )
    keys = [
        LinkedKey(
            path=f"/01/{gtin}", description="Cà phê rang xay",
            organisation_id=own.organisation_id if number % 100 == 0 else others[number % len(others)],
        )
        for number, gtin in enumerate(gtins[:count])
    ]  # fmt: skip
    _in_bulk(LinkedKey, iter(keys))
    _in_bulk(
        Link,
        (
            Link(
                key=key, path=key.path, link_type="https://ref.gs1.org/voc/pip",
                href=f"https://example.vn{key.path}", title="Trang sản phẩm",
            )
            for key in keys
        ),
    )  # fmt: skip


def _list_in_force() -> None:
    """A mandatory list with two items and three milestones each: what the overview counts."""
    from tests.products import makers
    from txng.products.rules.roadmap import Milestone

    milestones = tuple(Milestone(one, months_after=6) for one in ("code", "elements", "events"))
    day = date(2025, 7, 1)
    makers.in_force(makers.COFFEE, makers.TEA, milestones=milestones, effective=day)


def _in_bulk(model: type[Row], rows: Iterator[Row]) -> None:
    manager: Any = model._default_manager
    while some := list(islice(rows, BATCH)):
        manager.bulk_create(some)
