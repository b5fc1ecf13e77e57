"""What tests of products begin with: groups, enterprises of the cast, trade items, a list in force."""

from datetime import date
from decimal import Decimal
from itertools import count

from tests import people
from txng.accounts.actors import Actor, operator
from txng.accounts.models import Organisation
from txng.parties.models import Enterprise
from txng.products.actions import groups as group_actions
from txng.products.actions import items, lists, trade_items
from txng.products.models import ListVersion, ProductGroup, Proposal, TradeItem
from txng.products.rules import lists as list_rules
from txng.products.rules import roadmap, scoring
from txng.products.rules.facts import Facts
from txng.products.rules.lists import Decision
from txng.ui.collation import sort_key

LANG_BIANG, DA_TEH = "24846", "25126"
COFFEE, GREEN_COFFEE, TEA, RICE = (
    "nong-san/ca-phe/", "nong-san/ca-phe/ca-phe-nhan/", "nong-san/che/", "nong-san/lua-gao/",
)  # fmt: skip
GTIN = "8935003450014"
_numbers = count(1)

FACTS = Facts(
    name="Cà phê nhân Langbiang 60 kg", brand="Langbiang", description="Cà phê nhân Arabica chế biến ướt",
    image="https://anh.example/ca-phe.jpg", net_content=Decimal(60), net_unit="KGM", markets=("VN", "DE"),
    origin="VN", shelf_life_days=365, standards=("TCVN 4193",),
)  # fmt: skip


def group(path: str = GREEN_COFFEE) -> ProductGroup:
    if not ProductGroup.objects.exists():
        group_actions.put_in_packaged_groups(by=operator())
    return ProductGroup.objects.get(path=path)


def enterprise_of(
    person: Actor | None = None,
    *,
    commune: str = LANG_BIANG,
    kind: str = "hop-tac-xa",
    size: str = "",
) -> Enterprise:
    """The register entry of this person's organisation; without a person one that has no account."""
    organisation = None if person is None else Organisation.objects.get(pk=person.organisation_id)
    known = Enterprise.objects.filter(organisation=organisation).first() if organisation else None
    if known is not None:
        return known
    number = next(_numbers)
    name = organisation.name if organisation else f"Cơ sở số {number} (hư cấu)"
    return Enterprise.objects.create(
        code=f"DV{number:06}", kind=kind, size=size, ownership="tap-the", sector="nong-nghiep", name=name,
        commune_code=commune, organisation=organisation, name_key=sort_key(name),
    )  # fmt: skip


def trade_item(
    person: Actor | None = None,
    *,
    path: str = GREEN_COFFEE,
    facts: Facts = FACTS,
    gtin: str = "",
    **owner: str,
) -> TradeItem:
    return trade_items.create_trade_item(
        by=person or operator(),
        owner=enterprise_of(person, **owner),
        group=group(path),
        facts=facts,
        gtin=gtin,
        own_code="" if gtin else f"SP-{next(_numbers):05}",
    )


def open_version(kind: str = list_rules.MANDATORY, title: str = "Danh mục bắt buộc") -> ListVersion:
    return lists.open_version(by=people.binh(), kind=kind, title=title)


def step(version: ListVersion, to: str) -> ListVersion:
    """On until this step."""
    version.refresh_from_db()
    while version.state != to:
        version = lists.step_on(by=people.binh(), version=version, seen=version.state)
    return version


def proposed(version: ListVersion, path: str = COFFEE, by: Actor | None = None) -> Proposal:
    step(version, list_rules.COLLECTING)
    return lists.propose(
        by=by or people.binh(),
        version=version,
        group=group(path),
        reason="Sản phẩm trọng điểm",
        grounds=["key"],
    )


def marked(proposal: Proposal, by: Actor | None = None, **points: int) -> Proposal:
    given = dict.fromkeys(scoring.shipped().weights, 3) | points
    lists.mark_proposal(by=by or people.binh(), proposal=proposal, points=given, reasons={})
    return proposal


def decision(number: str = "12/QĐ-UBND", effective: date = date(2026, 7, 1)) -> Decision:
    return Decision(
        number,
        min(date(2026, 6, 1), effective),
        "Ủy ban nhân dân tỉnh",
        effective,
        "Luật 78/2025/QH15",
    )


def in_force(
    *paths: str,
    milestones: tuple[roadmap.Milestone, ...] = (roadmap.Milestone("code", months_after=6),),
    kind: str = list_rules.MANDATORY,
    effective: date = date(2026, 7, 1),
    number: str = "12/QĐ-UBND",
    **scope: object,
) -> ListVersion:
    """A list that went the whole way: proposed, marked, chosen, issued."""
    version = open_version(kind)
    proposals = [proposed(version, path) for path in paths or (COFFEE,)]
    step(version, list_rules.SCORING)
    for one in proposals:
        item = items.choose_item(by=people.binh(), proposal=marked(one), **scope)
        items.set_roadmap(by=people.binh(), item=item, milestones=milestones)
    return items.issue_version(
        by=people.binh(),
        version=version,
        seen=list_rules.SCORING,
        decision=decision(number, effective),
    )
