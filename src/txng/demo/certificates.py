"""The register of certificates of the demonstration: what the events of some chains already claim.

    urn:txng:demo:certificate:DEMO-NQ-0004  ─>  DEMO-NQ-0004, VietGAP, of the cooperative that declared it

One certificate for each cooperative, and one of them suspended. Body, holders, numbers and days are invented,
as everything here; days, holder and volume are those of the story's own declaration, so both say the same.
"""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any, Final

from txng.accounts import actions as accounts
from txng.accounts import queries as account_queries
from txng.accounts.actors import Actor, operator_for
from txng.accounts.errors import UnknownOrganisationError
from txng.accounts.models import Organisation
from txng.certification.actions import bodies, ending, issuing
from txng.certification.actions.issuing import Said
from txng.certification.models import Body
from txng.certification.queries import bodies as body_queries
from txng.certification.queries import certificates as queries
from txng.demo import coffee, durian, enterprises, master_data, rice, tea, vegetables
from txng.demo.cast import Firm
from txng.demo.story import Story
from txng.parties import queries as parties
from txng.parties.actions.enterprises import PartyFacts, register_enterprise
from txng.parties.models import Enterprise
from txng.products.actions import trade_items
from txng.products.actions.groups import put_in_packaged_groups
from txng.products.queries import groups
from txng.products.queries import trade_items as item_queries
from txng.products.rules.facts import Facts
from txng.ui import search

BODY: Final = "Tổ chức chứng nhận Lá Non (hư cấu)"  # as master_data.certificate names it
SCHEME: Final = "vietgap"
TOLD: Final[tuple[tuple[Callable[[int], Story], int], ...]] = (
    (coffee.tell, 3),
    (coffee.tell, 6),
    (tea.tell, 4),
    (vegetables.tell, 7),
    (rice.tell, 4),
    (durian.tell, 5),
)
SUSPENDED: Final = "DEMO-CP-0003"
REASON: Final = "Mẫu kiểm tra hư cấu không đạt mức dư lượng"


def put_in(*, by: Actor) -> int:
    """How many certificates are new; whatever is there stays. `by` is the operator.

    Only for firms whose events were captured: others are no organisations here.
    """
    told = [
        (organisation, firm, element)
        for tell, unit in TOLD
        for firm, vocabulary in tell(unit).declarations()
        for element in vocabulary.get(master_data.CERTIFICATE, ())
        if (organisation := _organisation(firm)) is not None
    ]
    if not told:
        return 0
    put_in_packaged_groups(by=by)
    bodies.put_in_packaged_schemes(by=by)
    body, certifier = _body(by)
    return sum(_issued(by, certifier, body, *one) for one in told)


def _organisation(firm: Firm) -> Organisation | None:
    try:
        return account_queries.organisation_named(firm.name)
    except UnknownOrganisationError:
        return None


def _body(by: Actor) -> tuple[Body, Actor]:
    organisation = accounts.ensure_organisation(by=by, name=BODY, kind="certifier")
    certifier = operator_for(organisation.pk, organisation.name)
    known = body_queries.own_body(certifier)
    if known is not None:
        return known, certifier
    made = bodies.register_body(
        by=by,
        organisation=organisation,
        decision_number="DEMO-CN-01",
        accreditor="Văn phòng công nhận (hư cấu)",
        schemes=[one for one in body_queries.schemes(by) if one.code == SCHEME],
        groups=[one for one in groups.groups(by) if one.depth == 0],
        valid_from=date(2023, 1, 1),
        valid_until=date(2032, 12, 31),
    )
    return made, certifier


def _issued(
    by: Actor,
    certifier: Actor,
    body: Body,
    organisation: Organisation,
    firm: Firm,
    element: dict[str, Any],
) -> bool:
    told = {one["id"]: one["attribute"] for one in element["attributes"]}
    number = element["id"].rpartition(":")[2]
    if queries.of_number(certifier, body, search.code_word(number)) is not None:
        return False
    holder = _holder(by, organisation, firm)
    scheme = body_queries.scheme_at(by, SCHEME)
    assert scheme is not None  # put in above
    begin = date.fromisoformat(told["txng:validFrom"])
    one = issuing.issue_certificate(
        by=certifier,
        body=body,
        scheme=scheme,
        holder=holder,
        said=Said(
            number=number,
            issued_on=begin,
            valid_from=begin,
            valid_until=date.fromisoformat(told["txng:validUntil"]),
            products=_products(by, holder, firm),
            volume_kg_year=Decimal(told["txng:certifiedQuantity"].split()[0]),
            note="Chứng nhận hư cấu của tỉnh trình diễn.",
        ),
    )
    if number == SUSPENDED:
        ending.suspend_certificate(by=certifier, certificate=one, reason=REASON)
    return True


def _holder(by: Actor, organisation: Organisation, firm: Firm) -> Enterprise:
    known = parties.own_enterprise(operator_for(organisation.pk, organisation.name))
    if known is not None:
        return known
    return register_enterprise(
        by=by,
        facts=PartyFacts(
            kind="hop-tac-xa",
            name=firm.name,
            sector="nong-nghiep",
            commune_code=firm.commune_code,
            gln=firm.id.rpartition("/")[2],
        ),
        organisation=organisation,
    )


def _products(by: Actor, holder: Enterprise, firm: Firm) -> tuple[str, ...]:
    """GTINs of what the firm makes, each in the register of products."""
    gtins = []
    for product in enterprises.PRODUCTS:
        if product.firm is not firm:
            continue
        gtin = product.id.rpartition("/")[2]
        gtins.append(gtin)
        if item_queries.by_code(by, gtin) is not None:
            continue
        group = next(one for one in groups.groups(by) if one.profile == product.group)
        trade_items.create_trade_item(
            by=by,
            owner=holder,
            group=group,
            facts=Facts(name=product.name, brand=product.brand),
            gtin=gtin,
            own_code="",
        )
    return tuple(gtins)
