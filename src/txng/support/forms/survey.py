"""One section of the survey as a form, made of its questions; nothing in it is required."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from txng.parties import administrative_units as units
from txng.parties.models import Enterprise
from txng.support.rules import survey
from txng.ui import fields
from txng.ui.collation import sort_key


class SectionForm(fields.Form):
    """`groups`: product groups to choose from, path and name."""

    def __init__(
        self,
        *args: Any,
        questions: Sequence[survey.Question],
        groups: Sequence[tuple[str, str]],
        **kw: Any,
    ) -> None:
        super().__init__(*args, **kw)
        language = get_language() or "vi"
        self.questions = questions
        for one in questions:
            self.fields[one.key] = _field(one, language, groups)

    @property
    def told(self) -> dict[str, object]:
        """What was filled in; what was left empty is not an answer, unless "none" is one."""
        return {
            one.key: value
            for one in self.questions
            if (value := self.cleaned_data.get(one.key)) not in (None, "", [])
            or (one.may_be_empty and value == [])
        }


def first_values(answers: Mapping[str, Any]) -> dict[str, Any]:
    """Answers as boxes show them: amounts with a comma."""
    return {
        key: value.replace(".", ",")
        if isinstance(value, str) and (one := survey.question(key)) and one.kind == "decimal"
        else value
        for key, value in answers.items()
    }


def _field(one: survey.Question, language: str, groups: Sequence[tuple[str, str]]) -> Any:
    label, hint = one.words(language), one.hint(language)
    if one.kind in ("number", "decimal"):
        return fields.NumberField(
            label,
            hint=hint,
            least=one.least,
            most=one.most,
            whole=one.kind == "number",
            required=False,
        )
    if one.kind == "choice":
        return fields.ChoiceField(
            label, hint=hint, choices=one.options(language), radio=True, required=False
        )
    if one.kind == "many":
        return fields.ManyField(label, hint=hint, choices=one.options(language), required=False)
    if one.kind == "group":
        return fields.ChoiceField(label, hint=hint, choices=list(groups), required=False)
    return fields.TextField(label, hint=hint, longest=survey.LONGEST_TEXT, required=False)


class RoundForm(fields.Form):
    title = fields.TextField(_("Tên đợt"), longest=200, hint=_("Như Khảo sát cơ sở năm 2026"))
    opens_on = fields.DayField(_("Từ ngày"))
    closes_on = fields.DayField(_("Đến hết ngày"))


def _communes() -> list[tuple[str, str]]:
    return sorted(
        ((unit.code, unit.name) for unit in units.communes()), key=lambda one: sort_key(one[1])
    )


class NarrowForm(fields.Form):
    """Figures of some enterprises only; in the address, so that they can be sent to somebody."""

    commune = fields.ChoiceField(_("Xã, phường"), choices=_communes, required=False)
    sector = fields.ChoiceField(
        _("Ngành quản lý"), choices=Enterprise.Sector.choices, required=False
    )
    kind = fields.ChoiceField(_("Loại hình"), choices=Enterprise.Kind.choices, required=False)
