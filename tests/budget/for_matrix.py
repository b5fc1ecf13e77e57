"""Objects of budget for the matrix: lines, vouchers, years, sources, pilots.

Bình's agency stands for so-khcn, so every role of an agency acts for it: "own" is a line of so-khcn, which
each of them sees; "foreign" one of agriculture, which those see who see everything.
"""

from collections.abc import Callable
from decimal import Decimal

from django.utils import timezone

from tests.accounts.matrix import Objects
from tests.budget import makers
from txng.budget.actions import pilots, spending
from txng.budget.actions.pilots import PilotFacts
from txng.budget.models import BudgetLine, Source, Voucher
from txng.budget.rules.pilots import Item

MISSING = 999_999_999
NO_LINE = "DT-999999"
NOBODY: frozenset[str] = frozenset()
EVERYWHERE = frozenset({"thuong-truc", "tai-chinh", "lanh-dao"})
AGENCIES = EVERYWHERE | {"can-bo", "phoi-hop"}
FINANCE = frozenset({"tai-chinh"})
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


def lines(
    make: Callable[..., BudgetLine], own: frozenset[str], foreign: frozenset[str]
) -> Callable[[], Objects]:
    def told() -> Objects:
        return Objects(
            own={"code": make(by=makers.binh()).code},
            foreign={"code": make(by=makers.hoa()).code},
            missing={"code": NO_LINE},
            seen_by={"own": own, "foreign": foreign},
            seen_by_ours=NOBODY,
        )

    return told


def _vouchers() -> tuple[Voucher, Voucher]:
    one, other = (
        makers.spent(makers.approved(by=who), by=who) for who in (makers.binh(), makers.hoa())
    )
    return one, other


def vouchers() -> Objects:
    own, foreign = _vouchers()
    return Objects(
        own={"number": own.pk},
        foreign={"number": foreign.pk},
        missing={"number": MISSING},
        seen_by={"own": AGENCIES, "foreign": EVERYWHERE},
        seen_by_ours=NOBODY,
    )


def files() -> Objects:
    told = []
    for voucher, who in zip(_vouchers(), (makers.binh(), makers.hoa()), strict=True):
        made = spending.attach_file(by=who, voucher=voucher, file_name="unc.pdf", content=PDF)
        told.append({"number": voucher.pk, "attachment": made.pk})
    return Objects(
        own=told[0],
        foreign=told[1],
        missing={"number": MISSING, "attachment": MISSING},
        seen_by={"own": AGENCIES, "foreign": EVERYWHERE},
        seen_by_ours=NOBODY,
    )


def years(seen: frozenset[str]) -> Callable[[], Objects]:
    def told() -> Objects:
        makers.binh()
        return Objects(
            own={"year": timezone.localdate().year},
            foreign={"year": 2020},
            missing={"year": 1990},
            seen_by={"own": seen, "foreign": seen},
            seen_by_ours=NOBODY,
        )

    return told


def settlements() -> Objects:
    for who in (makers.binh(), makers.hoa()):
        makers.approved(by=who)
    return Objects(
        own={"year": makers.YEAR, "agency": "so-khcn"},
        foreign={"year": makers.YEAR, "agency": "so-nong-nghiep"},
        missing={"year": makers.YEAR, "agency": "khong-co"},
        seen_by={"own": FINANCE, "foreign": FINANCE},
        seen_by_ours=NOBODY,
    )


def sources() -> Objects:
    makers.binh()
    makers.source()
    first, second = Source.objects.order_by("pk")[:2]
    keepers = frozenset({"thuong-truc"})
    return Objects(
        own={"code": first.code},
        foreign={"code": second.code},
        missing={"code": "khong-co"},
        seen_by={"own": keepers, "foreign": keepers},
        seen_by_ours=NOBODY,
    )


def programmes() -> Objects:
    makers.binh()
    makers.source()
    known = {"code": "nang-suat-chat-luong-2016-2020"}
    return Objects(
        own=known,
        foreign=known,
        missing={"code": "khong-co"},
        seen_by={"own": AGENCIES, "foreign": AGENCIES},
        seen_by_ours=NOBODY,
    )


def _pilot(by, title):  # type: ignore[no-untyped-def]
    facts = PilotFacts(title, "Lạc Dương", 2019, 2020, "cơ sở", 3)
    made = pilots.add_pilot(by=by, facts=facts)
    item = Item("ha-tang", "Máy chủ", Decimal(1), "bộ", Decimal(5))
    return made, pilots.add_item(by=by, pilot=made, item=item)


def models() -> Objects:
    """Whoever may see money reads every pilot; the verbs refuse who may not change it."""
    own, foreign = (_pilot(who, who.name)[0] for who in (makers.binh(), makers.hoa()))
    return Objects(
        own={"number": own.pk},
        foreign={"number": foreign.pk},
        missing={"number": MISSING},
        seen_by={"own": AGENCIES, "foreign": AGENCIES},
        seen_by_ours=NOBODY,
    )


def items() -> Objects:
    told = [
        {"number": one.pk, "item": item.pk}
        for one, item in (_pilot(who, who.name) for who in (makers.binh(), makers.hoa()))
    ]
    return Objects(
        own=told[0],
        foreign=told[1],
        missing={"number": MISSING, "item": MISSING},
        seen_by={"own": AGENCIES, "foreign": AGENCIES},
        seen_by_ours=NOBODY,
    )


OBJECTS = {
    "budget:line": lines(makers.draft, AGENCIES, EVERYWHERE),
    "budget:change_line": lines(makers.draft, AGENCIES, EVERYWHERE),
    "budget:propose": lines(makers.draft, AGENCIES, EVERYWHERE),
    "budget:take_back": lines(makers.proposed, AGENCIES, EVERYWHERE),
    "budget:drop_line": lines(makers.draft, AGENCIES, EVERYWHERE),
    "budget:appraise": lines(makers.proposed, FINANCE, FINANCE),
    "budget:return_line": lines(makers.proposed, FINANCE, FINANCE),
    "budget:approve": lines(makers.appraised, EVERYWHERE, EVERYWHERE),
    "budget:undo": lines(
        makers.appraised,
        frozenset({"thuong-truc", "tai-chinh"}),
        frozenset({"thuong-truc", "tai-chinh"}),
    ),
    "budget:new_voucher": lines(makers.approved, AGENCIES, EVERYWHERE),
    "budget:counter": vouchers,
    "budget:attach": vouchers,
    "budget:file": files,
    "budget:year": years(AGENCIES),
    "budget:close": years(FINANCE),
    "budget:reopen": years(FINANCE),
    "budget:settle": settlements,
    "budget:unsettle": settlements,
    "budget:change_source": sources,
    "budget:programme": programmes,
    "budget:pilot": models,
    "budget:change_pilot": models,
    "budget:new_item": models,
    "budget:drop_item": items,
    "budget:estimate": models,
}
