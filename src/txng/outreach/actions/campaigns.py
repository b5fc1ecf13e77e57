"""Verbs of campaigns and evidence."""

from dataclasses import dataclass, fields
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from txng.accounts import journal
from txng.accounts.actors import Actor
from txng.documents import actions as documents
from txng.documents.models import Attachment
from txng.outreach.errors import FieldError, NotAllowedError, StaleError, StepError
from txng.outreach.models import Activity, Campaign, Evidence
from txng.outreach.queries import campaigns as queries
from txng.outreach.rules import (
    AUDIENCES,
    CAMPAIGN,
    LONGEST_REASON,
    SHORTEST_REASON,
    WRITE,
    articles,
    is_clause,
)
from txng.outreach.rules import campaigns as rules
from txng.parties import queries as parties
from txng.parties.models import Agency
from txng.products.models import ProductGroup


@dataclass(frozen=True, slots=True)
class ActivityFacts:
    """`agency` is a code, `group` a path or ""."""

    agency: str
    channel: str
    starts_on: date
    ends_on: date
    planned: int
    group: str = ""
    audience: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class EvidenceFacts:
    """`activity` is the number of a line of the plan or None; `reach` None where nobody knows."""

    channel: str
    title: str
    outlet: str
    told_on: date
    link: str = ""
    reach: int | None = None
    activity: int | None = None
    group: str = ""
    audience: str = ""
    note: str = ""


@transaction.atomic
def open_campaign(
    *, by: Actor, year: int, title: str, goal: str = "", clause: str = ""
) -> Campaign:
    """Led by the agency that the actor acts for. Raises NotAllowedError, FieldError."""
    if not by.may(CAMPAIGN):
        raise NotAllowedError(_("Vai trò của bạn không lập đợt tuyên truyền."))
    agency = _own_agency(by)
    values = _checked_campaign(year, title, goal, clause)
    try:
        with transaction.atomic():
            made = Campaign.objects.create(agency=agency, opened_by=by.name, **values)
    except IntegrityError:
        raise FieldError(
            _("Năm %(year)d cơ quan đã có đợt tên này. Đặt tên khác, hoặc mở đợt đó.")
            % {"year": year},
            "title",
        ) from None
    journal.record(by, "campaign.opened", made, year=year)
    return made


@transaction.atomic
def change_campaign(
    *, by: Actor, campaign: Campaign, base: int, year: int, title: str, goal: str = "",
    clause: str = "",
) -> Campaign:  # fmt: skip
    row = _led(by, campaign)
    _fresh(row.version, base)
    for name, value in _checked_campaign(year, title, goal, clause).items():
        setattr(row, name, value)
    row.version += 1
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError:
        raise FieldError(_("Cơ quan đã có đợt tên này trong năm đó."), "title") from None
    journal.record(by, "campaign.changed", row)
    return row


@transaction.atomic
def close_campaign(*, by: Actor, campaign: Campaign) -> Campaign:
    row = _led(by, campaign)
    if row.closed_at is not None:
        raise StepError(_("Đợt này đã đóng."))
    row.closed_at = timezone.now()
    row.save(update_fields=["closed_at"])
    journal.record(by, "campaign.closed", row)
    return row


@transaction.atomic
def reopen_campaign(*, by: Actor, campaign: Campaign) -> Campaign:
    row = _led(by, campaign)
    if row.closed_at is None:
        raise StepError(_("Đợt này đang mở."))
    row.closed_at = None
    row.save(update_fields=["closed_at"])
    journal.record(by, "campaign.reopened", row)
    return row


@transaction.atomic
def plan_activity(*, by: Actor, campaign: Campaign, facts: ActivityFacts) -> Activity:
    """A line for any agency by whoever leads; for one's own by everybody. Raises OutreachError."""
    row = Campaign.objects.select_for_update().get(pk=campaign.pk)
    if not by.may(CAMPAIGN):
        raise NotAllowedError(_("Vai trò của bạn không lập hoạt động tuyên truyền."))
    if row.closed_at is not None:
        raise StepError(_("Đợt này đã đóng. Mở lại đợt rồi thêm hoạt động."))
    agency = Agency.objects.filter(code=facts.agency).first()
    if agency is None or (agency.ended_on is not None and agency.ended_on < facts.starts_on):
        raise FieldError(_("Chọn một cơ quan đang hoạt động trong thời gian này."), "agency")
    own = parties.agency_of(by)
    if not queries.may_lead(by, row) and (own is None or own.pk != agency.pk):
        raise NotAllowedError(
            _("Chỉ cơ quan chủ trì lập hoạt động cho cơ quan khác. Chọn cơ quan của bạn."), "agency"
        )
    if facts.channel not in rules.CHANNELS:
        raise FieldError(_("Chọn kênh."), "channel")
    wrong = rules.wrong_period(facts.starts_on, facts.ends_on, row.year)
    if wrong == "crossed":
        raise FieldError(_("Ngày cuối cần sau hoặc đúng ngày đầu."), "ends_on")
    if wrong:
        raise FieldError(
            _("Đợt này của năm %(year)d: nhập ngày trong năm đó.") % {"year": row.year}, "starts_on"
        )
    if not 1 <= facts.planned <= rules.MOST_PLANNED:
        raise FieldError(_("Cần từ 1 đến %(most)d lần.") % {"most": rules.MOST_PLANNED}, "planned")
    made = Activity.objects.create(
        campaign=row, agency=agency, channel=facts.channel, group=_group(facts.group),
        audience=_audience(facts.audience), starts_on=facts.starts_on, ends_on=facts.ends_on,
        planned=facts.planned, note=facts.note[: rules.LONGEST_NOTE], planned_by=by.name,
    )  # fmt: skip
    journal.record(by, "campaign.planned", row, activity=made.pk, channel=made.channel)
    return made


@transaction.atomic
def drop_activity(*, by: Actor, activity: Activity) -> None:
    """Only while nothing was done for it. Raises StepError, NotAllowedError."""
    row = (
        Activity.objects.select_for_update(of=("self",))
        .select_related("campaign")
        .get(pk=activity.pk)
    )
    own = parties.agency_of(by)
    if not queries.may_lead(by, row.campaign) and (own is None or own.pk != row.agency_id):
        raise NotAllowedError(_("Chỉ cơ quan chủ trì hoặc cơ quan thực hiện bỏ hoạt động này."))
    if row.evidence.exists():
        raise StepError(_("Đã có bằng chứng cho hoạt động này nên không bỏ được."))
    journal.record(by, "campaign.activity_dropped", row.campaign, activity=row.pk)
    row.delete()


@transaction.atomic
def record_evidence(*, by: Actor, facts: EvidenceFacts) -> Evidence:
    """Of the agency that the actor acts for. Raises OutreachError."""
    if not by.may(WRITE):
        raise NotAllowedError(_("Vai trò của bạn không ghi hoạt động tuyên truyền."))
    agency = _own_agency(by)
    values = _checked_evidence(agency, facts)
    try:
        with transaction.atomic():
            made = Evidence.objects.create(agency=agency, recorded_by=by.name, **values)
    except IntegrityError:
        raise _twice() from None
    journal.record(by, "evidence.recorded", made, channel=made.channel)
    return made


@transaction.atomic
def change_evidence(*, by: Actor, evidence: Evidence, base: int, facts: EvidenceFacts) -> Evidence:
    """Raises StaleError, OutreachError."""
    row = _own_evidence(by, evidence)
    _fresh(row.version, base)
    values = _checked_evidence(row.agency, facts)
    if values["link"] != row.link:
        row.link_state, row.link_failures, row.link_status = rules.UNKNOWN, 0, 0
        row.link_check_at = timezone.now()
    for name, value in values.items():
        setattr(row, name, value)
    row.version += 1
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError:
        raise _twice() from None
    journal.record(by, "evidence.changed", row)
    return row


@transaction.atomic
def strike_evidence(*, by: Actor, evidence: Evidence, reason: str) -> Evidence:
    """It counts nowhere from now on; the row stays with the reason."""
    row = _own_evidence(by, evidence)
    told = reason.strip()
    if not SHORTEST_REASON <= len(told) <= LONGEST_REASON:
        raise FieldError(
            _("Ghi lý do, từ %(least)d đến %(most)d ký tự.")
            % {"least": SHORTEST_REASON, "most": LONGEST_REASON},
            "reason",
        )
    row.struck_at, row.struck_because = timezone.now(), told
    row.save(update_fields=["struck_at", "struck_because"])
    journal.record(by, "evidence.struck", row)
    return row


@transaction.atomic
def restore_evidence(*, by: Actor, evidence: Evidence) -> Evidence:
    """What was struck counts again. Raises FieldError where its link was entered anew meanwhile."""
    row = _own_evidence(by, evidence, is_struck=True)
    row.struck_at, row.struck_because = None, ""
    try:
        with transaction.atomic():
            row.save(update_fields=["struck_at", "struck_because"])
    except IntegrityError:
        raise _twice() from None
    journal.record(by, "evidence.restored", row)
    return row


@transaction.atomic
def attach_clip(*, by: Actor, evidence: Evidence, file_name: str, content: bytes) -> Attachment:
    """A picture or PDF of what was told. Raises OutreachError; BadFileError of documents."""
    row = _own_evidence(by, evidence)
    return documents.attach(
        by=by, subject=(queries.SUBJECT, str(row.pk)), title=row.title[:200],
        file_name=file_name, content=content,
    )  # fmt: skip


# --- inside ---------------------------------------------------------------------------------------


def _own_agency(by: Actor) -> Agency:
    found = parties.agency_of(by)
    if found is None:
        raise NotAllowedError(
            _(
                "Tài khoản của bạn chưa được gắn với cơ quan nào của Kế hoạch. Nhờ Sở Khoa học và Công"
                " nghệ gắn ở trang Cơ quan và nhiệm vụ."
            )
        )
    return found


def _led(by: Actor, campaign: Campaign) -> Campaign:
    row = Campaign.objects.select_for_update().get(pk=campaign.pk)
    if not queries.may_lead(by, row):
        raise NotAllowedError(_("Chỉ cơ quan chủ trì hoặc cơ quan thường trực sửa đợt này."))
    return row


def _own_evidence(by: Actor, evidence: Evidence, *, is_struck: bool = False) -> Evidence:
    row = (
        Evidence.objects.select_for_update(of=("self",))
        .select_related("agency")
        .get(pk=evidence.pk)
    )
    if not queries.may_change(by, row):
        raise NotAllowedError(_("Chỉ cơ quan đã ghi mới sửa được dòng này."))
    if (row.struck_at is not None) != is_struck:
        raise StepError(_("Dòng này đã được gạch hoặc khôi phục. Mở lại trang để xem."))
    return row


def _fresh(version: int, base: int) -> None:
    if version != base:
        raise StaleError(
            _(
                "Người khác đã sửa trong lúc bạn mở trang này. Mở lại trang, xem bản mới rồi sửa tiếp."
            )
        )


def _checked_campaign(year: int, title: str, goal: str, clause: str) -> dict[str, Any]:
    if not rules.FIRST_YEAR <= year <= rules.LAST_YEAR:
        raise FieldError(
            _("Kế hoạch chạy từ %(first)d đến %(last)d; nhận được %(got)d.")
            % {"first": rules.FIRST_YEAR, "last": rules.LAST_YEAR, "got": year},
            "year",
        )
    if not title:
        raise FieldError(_("Nhập tên đợt."), "title")
    if clause and not is_clause(clause):
        raise FieldError(_("Ghi điều khoản như II.1.a hoặc PL.1, hoặc để trống."), "clause")
    return {"year": year, "title": title, "goal": goal, "clause": clause}


def _checked_evidence(agency: Agency, facts: EvidenceFacts) -> dict[str, Any]:
    today = timezone.localdate()
    if facts.channel not in rules.CHANNELS:
        raise FieldError(_("Chọn kênh."), "channel")
    for name, sentence in (
        ("title", _("Nhập tên tin bài hoặc hoạt động.")),
        ("outlet", _("Nhập nơi đăng hoặc nơi tổ chức.")),
    ):
        if not getattr(facts, name):
            raise FieldError(sentence, name)
    if facts.told_on > today or facts.told_on.year < rules.FIRST_YEAR:
        raise FieldError(
            _("Nhập ngày đã đăng hoặc đã tổ chức: từ năm %(first)d đến hôm nay.")
            % {"first": rules.FIRST_YEAR},
            "told_on",
        )
    if facts.link and articles.wrong_address(facts.link):
        raise FieldError(
            _("Cần một địa chỉ bắt đầu bằng https://; nhận được địa chỉ khác."), "link"
        )
    if facts.reach is not None and not 0 <= facts.reach <= rules.MOST_REACH:
        raise FieldError(_("Cần một số người hợp lý, hoặc để trống khi chưa rõ."), "reach")
    activity = None
    if facts.activity is not None:
        activity = Activity.objects.filter(pk=facts.activity, agency=agency).first()
        if activity is None:
            raise FieldError(_("Chọn một hoạt động của cơ quan mình, hoặc để trống."), "activity")
    values: dict[str, Any] = {
        one.name: getattr(facts, one.name)
        for one in fields(EvidenceFacts)
        if one.name not in ("activity", "group", "audience")
    }
    return values | {
        "activity": activity,
        "group": _group(facts.group),
        "audience": _audience(facts.audience),
    }


def _group(path: str) -> ProductGroup | None:
    if not path:
        return None
    found = ProductGroup.objects.filter(path=path).first()
    if found is None:
        raise FieldError(_("Chọn một nhóm sản phẩm trong danh sách, hoặc để trống."), "group")
    return found


def _audience(word: str) -> str:
    if word and word not in AUDIENCES:
        raise FieldError(_("Chọn một đối tượng trong danh sách, hoặc để trống."), "audience")
    return word


def _twice() -> FieldError:
    return FieldError(
        _("Cơ quan đã ghi liên kết này. Mở dòng đó rồi sửa, hoặc dùng liên kết khác."), "link"
    )
