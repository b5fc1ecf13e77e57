"""Verbs of policies and their calls: write, put in force, end; open a call, close it early."""

from collections.abc import Collection
from dataclasses import asdict, dataclass, field
from datetime import date
from decimal import Decimal

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from txng.accounts import journal
from txng.accounts.actors import Actor
from txng.awards import rules
from txng.awards.actions.stepping import text
from txng.awards.errors import FieldError, NotAllowedError, StaleError, StepError
from txng.awards.models import Call, Policy
from txng.awards.queries import incentives as queries
from txng.awards.queries import reach
from txng.awards.rules import incentives
from txng.documents import actions as documents
from txng.documents.models import Attachment
from txng.parties import queries as parties
from txng.parties.models import Agency, Enterprise
from txng.products.queries import groups


@dataclass(frozen=True, slots=True)
class PolicyFacts:
    """`lead` and `coapprover` are codes of agencies; `coapprover` "" is nobody. `groups` are paths."""

    title: str
    legal_basis: str
    who: str
    what: str
    valid_from: date
    lead: str
    valid_until: date | None = None
    coapprover: str = ""
    kinds: Collection[str] = field(default=())
    sizes: Collection[str] = field(default=())
    groups: Collection[str] = field(default=())
    most_vnd: Decimal | None = None


@dataclass(frozen=True, slots=True)
class CallFacts:
    title: str
    opens_on: date
    closes_on: date
    budget_vnd: Decimal | None = None


@transaction.atomic
def write_policy(*, by: Actor, facts: PolicyFacts) -> Policy:
    """A draft: nobody outside reads it. Raises NotAllowedError, FieldError."""
    _refuse_others(by)
    made = Policy(**_columns(by, facts))
    made.save()
    made.groups.set(_groups(by, facts))
    journal.record(by, "policy.written", made)
    return made


@transaction.atomic
def change_policy(
    *, by: Actor, policy: Policy, facts: PolicyFacts, seen: int | None = None
) -> Policy:
    """While it is a draft; of one in force only the last day changes, further away (`prolong`). Raises
    NotAllowedError, StepError, StaleError, FieldError."""
    row = _locked(by, policy, seen)
    if row.state != incentives.DRAFT:
        raise StepError(
            _("Chính sách này đã áp dụng nên không sửa nội dung. Kết thúc rồi lập chính sách khác.")
        )
    for name, value in _columns(by, facts).items():
        setattr(row, name, value)
    row.version += 1
    row.save()
    row.groups.set(_groups(by, facts))
    journal.record(by, "policy.changed", row)
    return row


@transaction.atomic
def open_policy(*, by: Actor, policy: Policy, seen: int | None = None) -> Policy:
    """From now on enterprises and the public read it. Raises NotAllowedError, StepError, StaleError."""
    return _turned(by, policy, seen, incentives.DRAFT, incentives.OPEN, "opened")


@transaction.atomic
def end_policy(*, by: Actor, policy: Policy, seen: int | None = None) -> Policy:
    """Nobody applies any more; what was handed in goes on. Raises NotAllowedError, StepError, StaleError."""
    return _turned(by, policy, seen, incentives.OPEN, incentives.ENDED, "ended")


@transaction.atomic
def open_call(*, by: Actor, policy: Policy, facts: CallFacts) -> Call:
    """Raises NotAllowedError, StepError, FieldError."""
    row = _locked(by, policy, None)
    if row.state != incentives.OPEN:
        raise StepError(_("Cho chính sách áp dụng trước, rồi mở đợt nhận hồ sơ."))
    title = text(facts.title, "title", _("Nhập tên đợt."), rules.LONGEST_TITLE)
    if facts.closes_on < facts.opens_on:
        raise FieldError(_("Ngày cuối của đợt phải từ ngày mở trở đi."), "closes_on")
    if facts.opens_on < row.valid_from:
        raise FieldError(_("Đợt mở trước ngày chính sách áp dụng."), "opens_on")
    if row.valid_until is not None and facts.closes_on > row.valid_until:
        raise FieldError(_("Đợt kết thúc sau ngày cuối của chính sách."), "closes_on")
    if facts.budget_vnd is not None and not 0 < facts.budget_vnd <= rules.MOST_VND:
        raise FieldError(
            _("Kinh phí là số dương, tính bằng đồng; chưa rõ thì để trống."), "budget_vnd"
        )
    made = Call.objects.create(
        policy=row,
        title=title,
        opens_on=facts.opens_on,
        closes_on=facts.closes_on,
        budget_vnd=facts.budget_vnd,
    )
    journal.record(by, "award_call.opened", made, policy=row.pk)
    return made


@transaction.atomic
def close_call(*, by: Actor, call: Call) -> Call:
    """Before its last day. Raises NotAllowedError, StepError."""
    _refuse_others(by)
    changed = Call.objects.filter(pk=call.pk, closed_at__isnull=True).update(
        closed_at=timezone.now()
    )
    if not changed:
        raise StepError(_("Đợt này đã đóng."))
    journal.record(by, "award_call.closed", call)
    return call


def attach_to_policy(*, by: Actor, policy: Policy, file_name: str, content: bytes) -> Attachment:
    """The text of the policy. Raises NotAllowedError, BadFileError."""
    _refuse_others(by)
    return documents.attach(
        by=by, subject=(queries.POLICY_SUBJECT, str(policy.pk)), title=policy.title,
        file_name=file_name, content=content,
    )  # fmt: skip


# --- inside ---------------------------------------------------------------------------------------


def _refuse_others(by: Actor) -> None:
    if not reach.keeps(by):
        raise NotAllowedError(_("Chỉ cơ quan quản lý chính sách của tỉnh làm được việc này."))


def _locked(by: Actor, policy: Policy, seen: int | None) -> Policy:
    _refuse_others(by)
    row = Policy.objects.select_for_update().get(pk=policy.pk)
    if seen is not None and seen != row.version:
        raise StaleError(
            _("Chính sách vừa được người khác sửa. Xem lại nội dung mới rồi bấm lần nữa."),
            row.version,
        )
    return row


def _turned(by: Actor, policy: Policy, seen: int | None, was: str, to: str, verb: str) -> Policy:
    row = _locked(by, policy, seen)
    if row.state != was:
        raise StepError(
            _("Chính sách đang ở trạng thái “%(state)s”, nên không làm bước này được.")
            % {"state": row.get_state_display()}
        )
    row.state = to
    row.version += 1
    row.save(update_fields=["state", "version"])
    journal.record(by, f"policy.{verb}", row)
    return row


def _columns(by: Actor, facts: PolicyFacts) -> dict[str, object]:
    told = asdict(facts)
    for name, sentence, longest in (
        ("title", _("Nhập tên chính sách."), rules.LONGEST_TITLE),
        (
            "legal_basis",
            _("Nhập căn cứ pháp lý: số, ngày, cơ quan ban hành."),
            rules.LONGEST_REASON,
        ),
        ("who", _("Ghi ai được hưởng."), rules.LONGEST_TEXT),
        ("what", _("Ghi được hưởng gì."), rules.LONGEST_TEXT),
    ):
        told[name] = text(told[name], name, sentence, longest)
    if facts.valid_until is not None and facts.valid_until < facts.valid_from:
        raise FieldError(_("Ngày cuối phải từ ngày bắt đầu áp dụng trở đi."), "valid_until")
    if facts.most_vnd is not None and not 0 < facts.most_vnd <= rules.MOST_VND:
        raise FieldError(_("Mức cao nhất là số dương, tính bằng đồng."), "most_vnd")
    for name, known in (
        ("kinds", Enterprise.Kind.values), ("sizes", Enterprise.Size.values),
    ):  # fmt: skip
        if set(told[name]) - set(known):
            raise FieldError(_("Chọn trong danh sách."), name)
        told[name] = sorted(told[name])
    told["lead"] = _agency(by, facts.lead, "lead")
    told["coapprover"] = _agency(by, facts.coapprover, "coapprover") if facts.coapprover else None
    del told["groups"]
    return told


def _agency(by: Actor, code: str, field_name: str) -> Agency:
    found = parties.agency(by, code)
    if found is None:
        raise FieldError(_("Chọn một cơ quan trong danh sách."), field_name)
    return found


def _groups(by: Actor, facts: PolicyFacts) -> list[int]:
    known = groups.numbers()
    if set(facts.groups) - set(known):
        raise FieldError(_("Chọn nhóm sản phẩm trong danh sách."), "groups")
    return [known[path] for path in facts.groups]
