"""The report becomes an official paper: handed to the register of papers, signed and numbered there.

hand_over ──> a draft paper with the very text and numbers of this moment; sections stand still
take_back ──> while the paper is a draft, or was withdrawn: sections may be written again
"""

from django.db import transaction
from django.utils.translation import gettext as _

from txng.accounts import journal
from txng.accounts.actors import Actor
from txng.documents import actions as documents
from txng.documents.errors import DocumentsError
from txng.documents.rules import papers as paper_rules
from txng.reports import rules
from txng.reports.errors import NotAllowedError, ReportsError, StaleError
from txng.reports.models import AnnualReport
from txng.reports.queries import checks, paper

FREE = (paper_rules.DRAFTED, paper_rules.WITHDRAWN)


@transaction.atomic
def hand_over(*, by: Actor, report: AnnualReport) -> AnnualReport:
    """Raises NotAllowedError, StaleError, ReportsError while the checks find something in the way."""
    _refuse_but_keepers(by)
    one = AnnualReport.objects.select_for_update().get(pk=report.pk)
    if one.state != AnnualReport.State.DRAFT:
        raise StaleError(_("Báo cáo này đã được trình rồi."))
    stopping = [found for found in checks.findings(by, one) if found.stops]
    if stopping:
        raise ReportsError(
            _("Chưa trình được: còn %(count)d việc cần sửa. Việc đầu: %(first)s")
            % {"count": len(stopping), "first": stopping[0].told}
        )
    try:
        record = documents.draft_paper(
            by=by, paper=paper.paper(by, one), source=paper.source_of(one)
        )
    except DocumentsError as error:
        raise ReportsError(str(error)) from None
    one.state, one.paper_number = AnnualReport.State.HANDED, record.pk
    one.save(update_fields=["state", "paper_number"])
    journal.record(by, "report.handed_over", one, year=one.year, paper=record.pk)
    return one


@transaction.atomic
def take_back(*, by: Actor, report: AnnualReport) -> AnnualReport:
    """Raises NotAllowedError, StaleError while the paper is with its signer, or has its number."""
    _refuse_but_keepers(by)
    one = AnnualReport.objects.select_for_update().get(pk=report.pk)
    if one.state != AnnualReport.State.HANDED:
        raise StaleError(_("Báo cáo này chưa trình nên không cần rút."))
    record = paper.record_of(one)
    if record is not None and record.state not in FREE:
        raise StaleError(
            _(
                "Văn bản đang ở bước “%(state)s”. Trả lại hoặc thu hồi ở sổ văn bản trước, rồi rút báo cáo."
            )
            % {"state": record.get_state_display()}
        )
    one.state, one.paper_number = AnnualReport.State.DRAFT, None
    one.save(update_fields=["state", "paper_number"])
    journal.record(by, "report.taken_back", one, year=one.year)
    return one


def _refuse_but_keepers(by: Actor) -> None:
    if not by.may(rules.KEEP):
        raise NotAllowedError(_("Chỉ cơ quan thường trực trình và rút báo cáo năm."))
