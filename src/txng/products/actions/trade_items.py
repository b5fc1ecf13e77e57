"""Verbs of trade items: write one down, tell new facts, give it a GTIN, withdraw it, say what is done."""

from datetime import date

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from txng.accounts import journal
from txng.accounts.actors import Actor
from txng.parties.actions.merging import standing
from txng.parties.models import Enterprise
from txng.products import words
from txng.products.errors import (
    CodeRefusedError,
    FactsRefusedError,
    NewGtinNeededError,
    NotAllowedError,
    StepRefusedError,
    UnknownRecordError,
)
from txng.products.models import (
    Fulfilment,
    ProductGroup,
    TradeItem,
    TradeItemVersion,
    TradeItemWord,
)
from txng.products.queries import reach
from txng.products.queries import trade_items as queries
from txng.products.rules import codes, elements, roadmap, trade_items
from txng.products.rules import facts as facts_rules
from txng.products.rules.codes import GtinRefused, OwnCodeRefused
from txng.products.rules.facts import Facts
from txng.ui import search
from txng.ui.collation import sort_key


@transaction.atomic
def create_trade_item(
    *,
    by: Actor,
    owner: Enterprise,
    group: ProductGroup,
    facts: Facts,
    gtin: str = "",
    own_code: str = "",
    holds_from: date | None = None,
) -> TradeItem:
    """Raises NotAllowedError, CodeRefusedError, FactsRefusedError; `field` of each names where it belongs."""
    owner = standing(owner)
    _refuse_writing(by, owner, group)
    facts = _good_facts(facts)
    number = _free_gtin(by, gtin, None) if gtin.strip() else None
    code = _free_own_code(own_code, owner) if own_code.strip() else ""
    if number is None and not code:
        raise CodeRefusedError(_("Nhập mã GTIN, hoặc mã riêng nếu chưa có GTIN."), "gtin")
    today = timezone.localdate()
    trade_item = TradeItem(owner=owner, group=group, gtin=number, own_code=code)
    _take_over(trade_item, facts)
    try:
        with transaction.atomic():
            trade_item.save()
    except (
        IntegrityError
    ):  # somebody took the code between the look and the write: ask again, and say whose it is
        if number:
            _free_gtin(by, number, None)
        if code:
            _free_own_code(code, owner)
        raise
    TradeItemVersion.objects.create(
        trade_item=trade_item,
        number=1,
        holds_from=holds_from or today,
        facts=facts.as_dict(),
        recorded_by=by.name,
    )
    _settle_computed(trade_item, today)
    _keep_words(trade_item, facts)
    journal.record(
        by, "tradeitem.created", trade_item, owner=owner.code, gtin=number or "", own_code=code
    )
    return trade_item


@transaction.atomic
def tell_facts(
    *,
    by: Actor,
    trade_item: TradeItem,
    facts: Facts,
    seen: int,
    is_correction: bool = False,
    holds_from: date | None = None,
) -> TradeItem:
    """A new version of what is told. `seen` is the number of the version that the person had before them.

    Telling the same again changes nothing. Raises NotAllowedError, FactsRefusedError, NewGtinNeededError
    when a product with a GTIN would become another, StepRefusedError when somebody else told something
    meanwhile.
    """
    trade_item = _to_change(by, trade_item)
    if seen != trade_item.versions_told:
        raise StepRefusedError(
            _("Người khác vừa sửa sản phẩm này. Xem lại thông tin hiện tại rồi sửa tiếp.")
        )
    facts = _good_facts(facts)
    last = queries.newest(trade_item)
    before = Facts.from_dict(last.facts)
    changed = facts_rules.differences(before, facts)
    if not changed:
        return trade_item
    another = codes.changes_that_need_a_new_gtin(before, facts)
    if another and trade_item.gtin and not is_correction:
        raise NewGtinNeededError(words.of_changes(another), "is_correction")
    today = timezone.localdate()
    day = last.holds_from if is_correction else (holds_from or today)
    if day < last.holds_from:
        raise FactsRefusedError(
            _("Bản trước có hiệu lực từ %(day)s; bản mới không thể bắt đầu sớm hơn.")
            % {"day": words.day(last.holds_from)},
            "holds_from",
        )
    trade_item.versions_told += 1
    trade_item.changed_at = timezone.now()
    _take_over(trade_item, facts)
    trade_item.save()
    TradeItemVersion.objects.create(
        trade_item=trade_item,
        number=trade_item.versions_told,
        holds_from=day,
        facts=facts.as_dict(),
        is_correction=is_correction,
        recorded_by=by.name,
    )
    _settle_computed(trade_item, today)
    _keep_words(trade_item, facts)
    journal.record(
        by, "tradeitem.told", trade_item, changed=list(changed), is_correction=is_correction
    )
    return trade_item


@transaction.atomic
def change_trade_item(
    *,
    by: Actor,
    trade_item: TradeItem,
    facts: Facts,
    group: ProductGroup,
    seen: int,
    is_correction: bool = False,
) -> TradeItem:
    """Facts and group at once, as a form sends them; both or neither. Raises what either of them raises."""
    tell_facts(by=by, trade_item=trade_item, facts=facts, seen=seen, is_correction=is_correction)
    return move_to_group(by=by, trade_item=trade_item, group=group)


@transaction.atomic
def assign_gtin(*, by: Actor, trade_item: TradeItem, gtin: str) -> TradeItem:
    """Once and for good. Raises NotAllowedError, CodeRefusedError."""
    trade_item = _to_change(by, trade_item)
    if trade_item.gtin:
        raise CodeRefusedError(
            _("Sản phẩm này đã có mã %(code)s. Mã GTIN đi theo sản phẩm suốt đời, không đổi được.")
            % {"code": trade_item.code},
            "gtin",
        )
    trade_item.gtin = _free_gtin(by, gtin, trade_item.pk)
    trade_item.changed_at = timezone.now()
    try:
        with transaction.atomic():
            trade_item.save()
    except IntegrityError:
        _free_gtin(by, gtin, trade_item.pk)
        raise
    _settle_computed(trade_item, timezone.localdate())
    _keep_words(trade_item, Facts.from_dict(queries.newest(trade_item).facts))
    journal.record(by, "tradeitem.gtin", trade_item, gtin=trade_item.gtin)
    return trade_item


@transaction.atomic
def move_to_group(*, by: Actor, trade_item: TradeItem, group: ProductGroup) -> TradeItem:
    """Into the group whose duties it has. Raises NotAllowedError."""
    trade_item = _to_change(by, trade_item)
    _refuse_writing(by, trade_item.owner, group)
    if trade_item.group_id == group.pk:
        return trade_item
    before = trade_item.group.path
    trade_item.group = group
    trade_item.changed_at = timezone.now()
    trade_item.save(update_fields=["group", "changed_at"])
    journal.record(by, "tradeitem.moved", trade_item, before=before, after=group.path)
    return trade_item


@transaction.atomic
def withdraw_trade_item(*, by: Actor, trade_item: TradeItem, on: date) -> TradeItem:
    """No longer made since a day; its number stays its own. Raises NotAllowedError, FactsRefusedError."""
    trade_item = _to_change(by, trade_item)
    if on > timezone.localdate():  # its duties end at once, so the day is one that was
        raise FactsRefusedError(_("Ngày ngừng không thể ở tương lai."), "on")
    if trade_item.state == trade_items.ACTIVE:
        trade_item.state, trade_item.withdrawn_on = (
            trade_items.WITHDRAWN,
            on,
        )  # paired: a constraint
        trade_item.changed_at = timezone.now()
        trade_item.save(update_fields=["state", "withdrawn_on", "changed_at"])
        journal.record(by, "tradeitem.withdrawn", trade_item, on=on.isoformat())
    return trade_item


@transaction.atomic
def resume_trade_item(*, by: Actor, trade_item: TradeItem) -> TradeItem:
    """Made again, under the same number: it is the same product. Raises NotAllowedError."""
    trade_item = _to_change(by, trade_item)
    if trade_item.state == trade_items.WITHDRAWN:
        trade_item.state, trade_item.withdrawn_on = trade_items.ACTIVE, None
        trade_item.changed_at = timezone.now()
        trade_item.save(update_fields=["state", "withdrawn_on", "changed_at"])
        journal.record(by, "tradeitem.resumed", trade_item)
    return trade_item


@transaction.atomic
def strike_trade_item(*, by: Actor, trade_item: TradeItem) -> None:
    """Take out what was written down by mistake and never used: its number names nothing yet.

    Raises NotAllowedError; StepRefusedError when anything was told or rated since; ProtectedError when
    another register names it.
    """
    trade_item = _to_change(by, trade_item)
    declared = trade_item.fulfilments.exclude(said=Fulfilment.Said.COMPUTED)
    if trade_item.versions_told > 1 or declared.exists() or trade_item.ocop_ratings.exists():
        raise StepRefusedError(
            _("“%(name)s” đã được sửa hoặc dùng, không bỏ được. Ghi ngừng sản xuất thay vào đó.")
            % {"name": trade_item.name}
        )
    number = trade_item.pk
    with transaction.atomic():
        trade_item.fulfilments.all().delete()
        trade_item.versions.all().delete()
        trade_item.delete()
    journal.record(
        by, "tradeitem.struck", ("products.tradeitem", str(number)), gtin=trade_item.gtin or ""
    )


# --- what is done ---------------------------------------------------------------------------------


@transaction.atomic
def declare_fulfilment(
    *, by: Actor, trade_item: TradeItem, requirement: str, done_on: date, note: str
) -> Fulfilment:
    """The enterprise says that it meets a requirement since a day. Raises NotAllowedError,
    FactsRefusedError.
    """
    trade_item = _to_change(by, trade_item)
    _refuse_computed(requirement)
    if done_on > timezone.localdate():
        raise FactsRefusedError(_("Ngày xong không thể ở tương lai."), "done_on")
    note = " ".join(note.split())
    if not 0 < len(note) <= trade_items.LONGEST_NOTE:
        raise FactsRefusedError(
            _("Ghi bằng chứng trong 1 đến %(most)d ký tự: làm gì, ở đâu, xem được ở đâu.")
            % {"most": trade_items.LONGEST_NOTE},
            "note",
        )
    known = Fulfilment.objects.filter(trade_item=trade_item, requirement=requirement).first()
    if known is not None and known.said == Fulfilment.Said.CONFIRMED:
        return known  # what an agency confirmed is not declared over
    told, _new = Fulfilment.objects.update_or_create(
        trade_item=trade_item,
        requirement=requirement,
        defaults={
            "done_on": done_on,
            "said": Fulfilment.Said.DECLARED,
            "said_by": by.name,
            "note": note,
        },
    )
    journal.record(
        by, "fulfilment.declared", trade_item, requirement=requirement, done_on=done_on.isoformat()
    )
    return told


@transaction.atomic
def confirm_fulfilment(*, by: Actor, trade_item: TradeItem, requirement: str) -> Fulfilment:
    """An officer has seen it. Raises NotAllowedError, UnknownRecordError when nobody declared it."""
    _refuse_overseeing(by, trade_item)
    _refuse_computed(requirement)
    told = (
        Fulfilment.objects.select_for_update()
        .filter(trade_item=trade_item, requirement=requirement)
        .first()
    )
    if told is None:
        raise UnknownRecordError(_("Cơ sở chưa khai việc này, nên chưa có gì để xác nhận."))
    if told.said != Fulfilment.Said.CONFIRMED:
        told.said, told.said_by = Fulfilment.Said.CONFIRMED, f"{by.organisation} ({by.name})"[:200]
        told.save(update_fields=["said", "said_by"])
        journal.record(by, "fulfilment.confirmed", trade_item, requirement=requirement)
    return told


@transaction.atomic
def take_back_fulfilment(
    *, by: Actor, trade_item: TradeItem, requirement: str, reason: str
) -> None:
    """Whoever declared takes it back; what an agency confirmed only an officer of it takes back.

    Raises NotAllowedError, UnknownRecordError.
    """
    _refuse_computed(requirement)
    rows = Fulfilment.objects.select_for_update()
    told = rows.filter(trade_item=trade_item, requirement=requirement).first()
    if told is None:
        raise UnknownRecordError(_("Việc này chưa được khai."))
    if told.said == Fulfilment.Said.CONFIRMED:
        _refuse_overseeing(by, trade_item)
    else:
        _to_change(by, trade_item)
    told.delete()
    journal.record(
        by, "fulfilment.taken_back", trade_item, requirement=requirement, reason=reason[:200]
    )


# --- inside ---------------------------------------------------------------------------------------


def _to_change(by: Actor, trade_item: TradeItem) -> TradeItem:
    """The row, locked, for whoever may write it. Raises NotAllowedError."""
    # of the row only: PostgreSQL locks no side of an outer join
    rows = queries.writable(by).select_for_update(of=("self",))
    found = rows.filter(pk=trade_item.pk).first()
    if found is None:
        raise NotAllowedError(_("Tài khoản này không ghi được vào sản phẩm đó."))
    return found


def _refuse_writing(by: Actor, owner: Enterprise, group: ProductGroup) -> None:
    if not reach.reaches(by, queries.EDIT, owner, group):
        raise NotAllowedError(_("Tài khoản này không ghi được sản phẩm của cơ sở đó."))


def _refuse_overseeing(by: Actor, trade_item: TradeItem) -> None:
    if not reach.reaches_as_officer(by, queries.OVERSEE, trade_item.owner, trade_item.group):
        raise NotAllowedError(_("Chỉ cán bộ được giao địa bàn và ngành này mới xác nhận được."))


def _refuse_computed(requirement: str) -> None:
    known = roadmap.REQUIREMENTS.get(requirement)
    if known is None or known.is_computed:
        raise FactsRefusedError(_("Việc này do hệ thống tự tính từ sổ, không khai tay được."))


def _good_facts(facts: Facts) -> Facts:
    facts = facts.tidy()
    for problem in facts_rules.problems(facts):
        raise FactsRefusedError(words.of_fact(problem), problem.field)
    return facts


def _free_gtin(by: Actor, typed: str, own_number: int | None) -> str:
    try:
        gtin = codes.read_gtin(typed)
        if holder := queries.holder_of(by, gtin):
            codes.refuse_reuse(
                gtin,
                held_by=holder.name or " ",
                is_withdrawn=holder.is_withdrawn,
                is_same=holder.number == own_number,
            )
    except GtinRefused as refused:
        refused.expected = refused.expected.strip()
        raise CodeRefusedError(words.of_gtin(refused), "gtin") from refused
    return gtin


def _free_own_code(typed: str, owner: Enterprise) -> str:
    try:
        code = codes.own_code(typed)
    except OwnCodeRefused as refused:
        raise CodeRefusedError(words.of_own_code(refused), "own_code") from refused
    held = TradeItem.objects.filter(owner=owner, own_code=code).first()
    if held is not None:
        raise CodeRefusedError(
            _("Mã riêng %(code)s đang thuộc “%(name)s” của cơ sở này.")
            % {"code": code, "name": held.name},
            "own_code",
        )
    return code


def _take_over(trade_item: TradeItem, facts: Facts) -> None:
    """What lists and searches need of the newest facts."""
    trade_item.name, trade_item.brand = facts.name, facts.brand
    trade_item.name_key = sort_key(facts.name)
    trade_item.is_exported = trade_items.is_exported(facts.markets)
    law = elements.checklist(elements.CIRCULAR_02, queries.told(trade_item, facts))
    trade_item.lacking = len(law.missing)


def _settle_computed(trade_item: TradeItem, today: date) -> None:
    """`code` is met as long as the row stands; `elements` from the day on which nothing is missing."""
    met = {"code": True, "elements": trade_item.lacking == 0}
    for requirement, is_met in met.items():
        if is_met:
            Fulfilment.objects.get_or_create(
                trade_item=trade_item,
                requirement=requirement,
                defaults={"done_on": today, "said": Fulfilment.Said.COMPUTED, "said_by": "txng"},
            )
        else:
            Fulfilment.objects.filter(trade_item=trade_item, requirement=requirement).delete()


def _keep_words(trade_item: TradeItem, facts: Facts) -> None:
    """By which it is found: a GTIN is found without its check digit too, as a prefix."""
    texts = [facts.name, facts.functional_name, facts.brand]
    known = [code for code in (trade_item.gtin, trade_item.own_code) if code]
    search.keep(TradeItemWord, {trade_item.pk: search.index_words(texts=texts, codes=known)})
