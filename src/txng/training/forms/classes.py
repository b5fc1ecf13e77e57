"""Forms of classes: the class, a session, a trainer, a material, somebody put down from paper."""

from collections.abc import Sequence
from datetime import time
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from txng.documents.attachments import MOST_BYTES
from txng.parties import queries as parties
from txng.parties.place_field import CommuneField, place_of
from txng.training import rules, words
from txng.training.actions.classes import ClassFacts, SessionFacts
from txng.training.actions.learners import Person
from txng.training.models import Subject, TrainingClass
from txng.training.rules import classes
from txng.ui import fields, typed_values

KINDS = tuple(words.KINDS.items())


class HourField(fields.TextField):
    """A time of the day: 8h30, 13:30."""

    def __init__(self, label: Any, **kw: Any) -> None:
        kw.setdefault("hint", _("Như 8h00 hoặc 13:30"))
        super().__init__(label, longest=10, **kw)

    def clean(self, value: Any) -> Any:
        typed = super().clean(value)
        found = classes.read_time(typed)
        if found is None:
            told = gettext("Cần giờ như 8h00 hoặc 13:30; nhận được %(got)s.")
            raise ValidationError(told % {"got": typed_values.shown(typed)})
        return found

    def prepare_value(self, value: Any) -> Any:
        return f"{value:%H:%M}" if isinstance(value, time) else value


class ClassForm(fields.Form):
    subject = fields.ChoiceField(_("Chuyên đề"), choices=())
    title = fields.TextField(
        _("Tên lớp"), longest=rules.LONGEST_TITLE, wide=True,
        hint=_("Như Vận hành hệ thống cho hợp tác xã cà phê, khóa 2"),
    )  # fmt: skip
    audience = fields.ManyField(
        _("Dành cho"), choices=KINDS, required=False, hint=_("Không chọn ai là dành cho mọi người")
    )
    about = fields.TextField(
        _("Giới thiệu"), longest=rules.LONGEST_TEXT, rows=4, required=False, wide=True
    )
    places = fields.NumberField(_("Số chỗ"), whole=True, least=1, most=classes.MOST_PLACES)
    is_online = fields.FlagField(_("Học trực tuyến"))
    commune = CommuneField(_("Xã, phường nơi học"), required=False)
    address = fields.TextField(
        _("Địa điểm, hoặc địa chỉ phòng học trực tuyến"), longest=300, required=False, wide=True
    )
    share = fields.NumberField(
        _("Dự ít nhất bao nhiêu phần trăm số buổi thì được giấy"), whole=True, least=1, most=100,
        hint=_("Thường là 80"),
    )  # fmt: skip
    has_quiz = fields.FlagField(_("Phải đạt bài kiểm tra của chuyên đề mới được giấy"))
    host = fields.ChoiceField(_("Đơn vị tổ chức"), choices=(), required=False)

    def __init__(self, *args: Any, subjects: Sequence[Subject], **kw: Any) -> None:
        super().__init__(*args, **kw)
        self._subjects = {one.code: one for one in subjects}
        self._hosts = {
            one.agency.code: one
            for one in parties.agencies(None, timezone.localdate(), one_by_one=True)
        }
        self.fields["subject"].choices = [  # type: ignore[attr-defined]
            ("", fields.NOTHING_CHOSEN), *((one.code, one.title) for one in subjects),
        ]  # fmt: skip
        self.fields["host"].choices = [  # type: ignore[attr-defined]
            ("", fields.NOTHING_CHOSEN),
            *((code, one.written) for code, one in self._hosts.items()),
        ]

    @property
    def facts(self) -> ClassFacts:
        told = self.cleaned_data
        place, host = told["commune"], self._hosts.get(told["host"])
        return ClassFacts(
            subject=self._subjects[told["subject"]],
            commune_code=place.commune.code if place else "",
            host=host.agency if host else None,
            **{
                name: told[name]
                for name in (
                    *("title", "audience", "about", "places", "is_online", "address", "share"),
                    "has_quiz",
                )
            },
        )

    @staticmethod
    def first_values(one: TrainingClass) -> dict[str, Any]:
        names = (
            "title",
            "audience",
            "about",
            "places",
            "is_online",
            "address",
            "share",
            "has_quiz",
        )
        return {name: getattr(one, name) for name in names} | {
            "subject": one.subject.code,
            "host": one.host.code if one.host else "",
            "commune": place_of(one.commune_code, ""),
        }


class SessionForm(fields.Form):
    day = fields.DayField(_("Ngày"))
    begins_at = HourField(_("Từ giờ"))
    ends_at = HourField(_("Đến giờ"))
    title = fields.TextField(
        _("Nội dung buổi"), longest=rules.LONGEST_TITLE, required=False, wide=True
    )

    @property
    def facts(self) -> SessionFacts:
        return SessionFacts(**self.cleaned_data)


class TrainerForm(fields.Form):
    name = fields.TextField(_("Họ tên"), longest=rules.LONGEST_NAME)
    title = fields.TextField(_("Chức vụ, đơn vị"), longest=rules.LONGEST_TITLE, required=False)
    username = fields.TextField(
        _("Tên đăng nhập"), longest=60, required=False,
        hint=_("Người có tài khoản thì thấy danh sách lớp và điểm danh được"),
    )  # fmt: skip


class MaterialForm(fields.Form):
    title = fields.TextField(_("Tài liệu là gì"), longest=rules.LONGEST_TITLE)
    file = fields.FileField(
        _("Tệp PDF hoặc ảnh"), most_bytes=MOST_BYTES, kinds=".pdf,.jpg,.jpeg,.png,.webp"
    )


class ReasonForm(fields.Form):
    reason = fields.TextField(
        _("Lý do"), longest=rules.LONGEST_REASON, shortest=rules.SHORTEST_REASON, rows=3, wide=True
    )


class PutDownForm(fields.Form):
    """Somebody who came and has no ticket."""

    name = fields.TextField(_("Họ tên"), longest=rules.LONGEST_NAME)
    kind = fields.ChoiceField(_("Người học là"), choices=KINDS)
    organisation = fields.TextField(_("Đơn vị"), longest=rules.LONGEST_TITLE, required=False)
    contact = fields.TextField(_("Điện thoại hoặc thư điện tử"), longest=120, required=False)

    @property
    def person(self) -> Person:
        return Person(**self.cleaned_data)
