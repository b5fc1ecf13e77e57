"""Verbs of applications for a prefix, and of the fee table."""

from collections.abc import Collection
from datetime import date

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from txng.accounts import journal
from txng.accounts.actors import Actor
from txng.barcodes.actions import prefixes
from txng.barcodes.actions.permission import require, there
from txng.barcodes.errors import NotAllowedError, StepError
from txng.barcodes.models import FeeLine, PrefixCase
from txng.barcodes.queries import prefixes as queries
from txng.barcodes.rules import KEEP_PREFIXES, SET_FEES
from txng.parties.actions.merging import standing
from txng.parties.models import Enterprise

WANTED = ("GCP-8", "GCP-9", "GCP-10")


def kind_for(products: int) -> str:
    """The smallest prefix that has a number for each product, a tenth of them kept free.

    >>> kind_for(40), kind_for(95), kind_for(2000)
    ('GCP-10', 'GCP-9', 'GCP-8')
    """
    if products <= 90:
        return "GCP-10"
    return "GCP-9" if products <= 900 else "GCP-8"


@transaction.atomic
def open_case(*, by: Actor, enterprise: Enterprise, products: int) -> PrefixCase:
    """Raises NotAllowedError, StepError (a case is open already, or a number that cannot be)."""
    enterprise = standing(enterprise)
    require(by, KEEP_PREFIXES, enterprise)
    if not 1 <= products <= 9000:
        raise StepError(
            _("Số loại sản phẩm cần từ 1 đến 9.000; bạn nhập %(got)d.") % {"got": products},
            "products",
        )
    try:
        with transaction.atomic():
            case = PrefixCase.objects.create(
                enterprise=enterprise, products=products, wanted=kind_for(products), done=["kind"]
            )
    except IntegrityError as error:
        raise StepError(_("Cơ sở đang có một hồ sơ chưa xong. Làm tiếp hồ sơ đó.")) from error
    journal.record(by, "prefixcase.opened", case, enterprise=enterprise.code, wanted=case.wanted)
    return case


@transaction.atomic
def tick(*, by: Actor, case_id: int, done: Collection[str], note: str) -> PrefixCase:
    """Which items are ready now; unknown words are left out. Raises NotThereError, StepError."""
    case = _to_change(by, case_id)
    _refuse_unless(case, "open", "sent")
    ready = {*done, "send"} if case.state == "sent" else set(done) - {"send"}
    case.done = [step.code for step in queries.checklist() if step.code in ready]
    case.note = " ".join(note.split())[:500]
    case.save(update_fields=["done", "note"])
    journal.record(by, "prefixcase.ticked", case, done=case.done)
    return case


@transaction.atomic
def send(*, by: Actor, case_id: int, sent_on: date) -> PrefixCase:
    """The papers went out. Raises NotThereError, StepError while something is not ready."""
    case = _to_change(by, case_id)
    _refuse_unless(case, "open")
    missing = [step.title for step in queries.checklist() if step.code not in (*case.done, "send")]
    if missing:
        raise StepError(
            _("Chưa xong: %(missing)s. Đánh dấu đủ rồi ghi ngày nộp.")
            % {"missing": "; ".join(missing)},
            "sent_on",
        )
    case.state, case.sent_on, case.done = "sent", sent_on, [*case.done, "send"]
    case.save(update_fields=["state", "sent_on", "done"])
    journal.record(by, "prefixcase.sent", case, sent_on=sent_on.isoformat())
    return case


@transaction.atomic
def grant(
    *, by: Actor, case_id: int, digits: str, certificate: str, granted_on: date
) -> PrefixCase:
    """The prefix arrived: it is written down, and the case ends.

    Raises NotThereError, StepError, PrefixError.
    """
    case = _to_change(by, case_id)
    _refuse_unless(case, "open", "sent")
    case.prefix = prefixes.hold_prefix(
        by=by,
        enterprise=case.enterprise,
        digits=digits,
        certificate=certificate,
        granted_on=granted_on,
        paid_until=granted_on.year,  # the first year is paid with the application
    )
    case.state, case.decided_on = "granted", granted_on
    case.save(update_fields=["prefix", "state", "decided_on"])
    journal.record(by, "prefixcase.granted", case, digits=case.prefix.digits)
    return case


@transaction.atomic
def close(*, by: Actor, case_id: int, is_refused: bool, note: str, decided_on: date) -> PrefixCase:
    """Refused by GS1 Vietnam, or not pursued. Raises NotThereError, StepError."""
    case = _to_change(by, case_id)
    _refuse_unless(case, "open", "sent")
    case.state = "refused" if is_refused else "dropped"
    case.decided_on, case.note = decided_on, " ".join(note.split())[:500]
    case.save(update_fields=["state", "decided_on", "note"])
    journal.record(by, f"prefixcase.{case.state}", case)
    return case


@transaction.atomic
def set_fee(
    *,
    by: Actor,
    kind: str,
    once: int,
    yearly: int,
    valid_from: date,
    source: str,
    valid_until: date | None = None,
) -> FeeLine:
    """A line of the fee table; one of the same kind and day is replaced.

    Raises NotAllowedError, StepError.
    """
    if not by.may_everywhere(SET_FEES):
        raise NotAllowedError(_("Chỉ cơ quan thường trực sửa được bảng phí."))
    source = " ".join(source.split())[:300]
    if kind not in queries.fee_kinds():
        known = ", ".join(queries.fee_kinds())
        raise StepError(_("Loại mã phải là một trong %(known)s.") % {"known": known}, "kind")
    if not source:
        raise StepError(
            _("Nhập nguồn của mức phí: số và ngày của văn bản, hoặc trang đã đọc."), "source"
        )
    if valid_until is not None and valid_until < valid_from:
        raise StepError(_("Ngày hết áp dụng phải sau ngày bắt đầu."), "valid_until")
    line, _is_new = FeeLine.objects.update_or_create(
        kind=kind,
        valid_from=valid_from,
        defaults={"once": once, "yearly": yearly, "valid_until": valid_until, "source": source},
    )
    journal.record(by, "fee.set", line, kind=kind, once=once, yearly=yearly)
    return line


def _to_change(by: Actor, case_id: int) -> PrefixCase:
    found = there(
        queries.case(by, case_id, KEEP_PREFIXES), _("Không có hồ sơ số %(id)d.") % {"id": case_id}
    )
    # locked apart: PostgreSQL locks no row behind a join that may be empty
    PrefixCase.objects.select_for_update().get(pk=found.pk)
    return there(queries.case(by, case_id, KEEP_PREFIXES), "")


def _refuse_unless(case: PrefixCase, *states: str) -> None:
    if case.state not in states:
        raise StepError(
            _("Hồ sơ này %(state)s nên không sửa được nữa.")
            % {"state": str(case.get_state_display()).lower()}
        )
