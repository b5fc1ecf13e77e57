"""Proposals for commendation, year by year, and what was decided."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from txng.awards import rules
from txng.awards.models.stepping import Stepped
from txng.awards.rules import commendations, steps


class Commendation(Stepped):
    """One proposal of a year. `name` is how it stands on the list, as it was then; `grounds` are the
    reasons that the registers gave when it was proposed: [{"code", "sentence", "values", "url"}]."""

    class Whom(models.TextChoices):
        ENTERPRISE = commendations.ENTERPRISE, _("Cơ sở")
        AGENCY = commendations.AGENCY, _("Cơ quan, đơn vị")
        PERSON = commendations.PERSON, _("Cá nhân")

    class State(models.TextChoices):
        NAMED = steps.NAMED, _("Đề nghị, chưa trình")
        SENT_UP = steps.SENT_UP, _("Đã trình, chờ quyết định")
        COMMENDED = steps.COMMENDED, _("Được khen thưởng")
        DECLINED = steps.DECLINED, _("Không khen thưởng")
        WITHDRAWN = steps.WITHDRAWN, _("Đã rút đề nghị")
        REVOKED = steps.REVOKED, _("Đã thu hồi khen thưởng")

    class Form(models.TextChoices):
        CERTIFICATE = "bang-khen", _("Bằng khen của Chủ tịch UBND tỉnh")
        LETTER = "giay-khen", _("Giấy khen")
        THANKS = "thu-khen", _("Thư khen")
        OTHER = "khac", _("Hình thức khác")

    number = models.CharField(_("số"), max_length=20, unique=True)
    year = models.PositiveSmallIntegerField(_("năm"))
    whom = models.CharField(_("đối tượng"), max_length=10, choices=Whom.choices)
    enterprise = models.ForeignKey(
        "parties.Enterprise", on_delete=models.PROTECT, null=True, related_name="commendations",
        verbose_name=_("cơ sở"),
    )  # fmt: skip
    agency = models.ForeignKey(
        "parties.Agency", on_delete=models.PROTECT, null=True, related_name="commendations",
        verbose_name=_("cơ quan"),
    )  # fmt: skip
    name = models.CharField(_("tên"), max_length=rules.LONGEST_NAME)
    merits = models.CharField(_("thành tích"), max_length=rules.LONGEST_TEXT)
    grounds = models.JSONField(_("căn cứ từ sổ"), default=list)
    form = models.CharField(_("hình thức"), max_length=10, choices=Form.choices)
    state = models.CharField(
        _("trạng thái"), max_length=16, choices=State.choices, default=State.NAMED
    )
    proposed_at = models.DateTimeField(_("đề nghị lúc"), default=timezone.now)
    proposed_by = models.CharField(_("người đề nghị"), max_length=200)
    proposed_by_person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        db_index=False,
    )
    submitted_number = models.CharField(
        _("số tờ trình"), max_length=rules.LONGEST_NUMBER, blank=True
    )
    submitted_on = models.DateField(_("ngày trình"), null=True)
    decision_number = models.CharField(
        _("số quyết định"), max_length=rules.LONGEST_NUMBER, blank=True
    )
    decision_on = models.DateField(_("ngày quyết định"), null=True)

    class Meta:
        verbose_name = _("đề nghị khen thưởng")
        verbose_name_plural = _("đề nghị khen thưởng")
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=tuple(steps.COMMENDATION_STATES)),
                name="commendation_state_known",
            ),
            models.CheckConstraint(
                condition=Q(whom=commendations.ENTERPRISE, enterprise__isnull=False, agency=None)
                | Q(whom=commendations.AGENCY, agency__isnull=False, enterprise=None)
                | Q(whom=commendations.PERSON, enterprise=None, agency=None),
                name="commendation_of_one",
            ),
            models.CheckConstraint(
                condition=~Q(state=steps.COMMENDED)
                | (Q(decision_on__isnull=False) & ~Q(decision_number="")),
                name="commendation_by_decision",
            ),
            # who is proposed stands once on the list of a year
            models.UniqueConstraint(
                fields=["year", "enterprise"],
                condition=Q(enterprise__isnull=False)
                & ~Q(state__in=(steps.WITHDRAWN, steps.DECLINED, steps.REVOKED)),
                name="commendation_enterprise_once",
            ),
            models.UniqueConstraint(
                fields=["year", "agency"],
                condition=Q(agency__isnull=False)
                & ~Q(state__in=(steps.WITHDRAWN, steps.DECLINED, steps.REVOKED)),
                name="commendation_agency_once",
            ),
        ]
        indexes = [
            # the list of a year
            models.Index(fields=["year", "number"], name="commendation_by_year"),
        ]

    def __str__(self) -> str:
        return f"{self.number}: {self.name}"
