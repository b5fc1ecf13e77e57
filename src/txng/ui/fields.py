"""Forms as people meet them: a label, a hint, an error that says what was expected and what was given.

    class PlotForm(fields.Form):                                  # from txng.ui import fields
        name = fields.TextField(_("Tên thửa"), longest=100)
        area_ha = fields.NumberField(_("Diện tích (ha)"), least=0, hint=_("Như 0,5"))
        planted_on = fields.DayField(_("Ngày trồng"), required=False)
        commune = fields.ChoiceField(_("Xã, phường"), choices=communes)

    {% include "ui/form.html" with button=_("Lưu thửa") %}       summary of errors, fields, button

What is not marked "(không bắt buộc)" is required; there are no asterisks. A form with errors comes back
with everything that was typed (files and passwords excepted: browsers take those back).
The browser's own checks are off (novalidate): its bubbles are in another language and vanish.

Not called forms.py: that name is a room's own (`.importlinter`, "Views and forms belong to their room").
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from txng.ui import dates, typed_values
from txng.ui.typed_values import TypedValueError, shown

Words = str | Promise
Choices = Sequence[tuple[str, Words]] | Callable[[], Iterable[tuple[str, Words]]]
NOTHING_CHOSEN: Final = gettext_lazy("Chọn…")
TYPE_IN: Final = gettext_lazy("Nhập %(what)s.")
CHOOSE: Final = gettext_lazy("Chọn %(what)s.")


class Form(forms.Form):
    """Base of every form of ours. `problems` is the summary: (address of the field, label, sentence).

    A field may not bear the name of an attribute of the form (`problems`, `to_mend`, `media`...): in a
    template the field would stand where the attribute was meant. Such a class is a TypeError.
    """

    use_required_attribute = False

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        # Django has taken the class's own fields out of its attributes by now
        if taken := [name for name in cls.declared_fields if hasattr(cls, name)]:
            raise TypeError(
                f"{cls.__name__}: a form's own attribute and no field: {', '.join(taken)}"
            )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)

    @property
    def problems(self) -> list[tuple[str, str, str]]:
        """Address within the page ("" for the form as a whole), label, sentence; in the order of fields."""
        whole = [("", "", str(sentence)) for sentence in self.non_field_errors()]
        return whole + [
            (f"#{bound.id_for_label or bound.auto_id + '_0'}", str(bound.label), str(sentence))
            for bound in self
            for sentence in bound.errors
        ]

    @property
    def to_mend(self) -> str:
        """ "Còn 2 chỗ cần sửa", "" for a form without errors."""
        count = len(self.problems) if self.is_bound else 0
        if not count:
            return ""
        told = ngettext("Còn %(count)d chỗ cần sửa", "Còn %(count)d chỗ cần sửa", count)
        return told % {"count": count}

    def refuse(self, field: str | None, sentence: str) -> None:
        """Put what a verb refused at its field, or over the form (None)."""
        self.add_error(field, ValidationError(sentence))


class _Ours:
    """What our fields share: a label first, `hint` under it, sentences of our own."""

    def __init__(
        self, label: Words, *, hint: Words = "", wide: bool = False, missing: Words = "", **kw: Any
    ) -> None:
        kw.setdefault("error_messages", {})
        kw["error_messages"].setdefault("required", missing or _Missing(label))
        super().__init__(label=label, help_text=hint, **kw)  # type: ignore[call-arg] # of a field
        self.wide = wide
        self.widget.attrs.setdefault("class", self.css_class)  # type: ignore[attr-defined]
        self.widget.attrs.setdefault("autocomplete", "off")  # type: ignore[attr-defined]

    css_class = "form-control"


class _Missing:
    """ "Nhập tên thửa.", in the language of the page that shows it."""

    def __init__(self, label: Words, verb: Words = TYPE_IN) -> None:
        self.label, self.verb = label, verb

    def __str__(self) -> str:
        label = str(self.label)
        head = label if label[:2].isupper() else label[:1].lower() + label[1:]
        return str(self.verb) % {"what": head}


class TextField(_Ours, forms.CharField):
    """One line, or several with `rows`: NFC, single spaces, nothing invisible."""

    def __init__(
        self, label: Words, *, longest: int, shortest: int = 0, rows: int = 0, **kw: Any
    ) -> None:
        self.longest, self.shortest, self.rows = longest, shortest, rows
        if rows:
            kw.setdefault("widget", forms.Textarea(attrs={"rows": rows}))
        super().__init__(label, **kw)

    def to_python(self, value: Any) -> str:
        typed = str(value) if value not in self.empty_values else ""
        return typed_values.lines(typed) if self.rows else typed_values.text(typed)

    def validate(self, value: str) -> None:
        super().validate(value)
        if len(value) > self.longest or (value and len(value) < self.shortest):
            least = max(self.shortest, 1)
            raise ValidationError(
                _("Cần từ %(least)d đến %(longest)d ký tự; nhận được %(got)d.")
                % {"least": least, "longest": self.longest, "got": len(value)}
            )


class NumberField(_Ours, forms.Field):
    """A Decimal as people here write it. `least` and `most` are allowed themselves."""

    def __init__(
        self,
        label: Words,
        *,
        least: Decimal | int | None = None,
        most: Decimal | int | None = None,
        whole: bool = False,
        **kw: Any,
    ) -> None:
        self.least, self.most, self.whole = least, most, whole
        kw.setdefault(
            "widget", forms.TextInput(attrs={"inputmode": "numeric" if whole else "decimal"})
        )
        super().__init__(label, **kw)

    def to_python(self, value: Any) -> Decimal | int | None:
        if value in self.empty_values:
            return None
        if isinstance(value, Decimal | int):
            return value
        try:
            reading = typed_values.whole_number if self.whole else typed_values.number
            return reading(str(value))
        except TypedValueError as error:
            raise ValidationError(str(error)) from None

    def prepare_value(self, value: Any) -> Any:
        return f"{value:f}".replace(".", ",") if isinstance(value, Decimal) else value

    def validate(self, value: Decimal | int | None) -> None:
        super().validate(value)
        if value is None:
            return
        if self.least is not None and value < self.least:
            told = _("Cần ít nhất %(least)s; nhận được %(got)s.") % {
                "least": self.prepare_value(self.least),
                "got": shown(self.prepare_value(value)),
            }
            raise ValidationError(told)
        if self.most is not None and value > self.most:
            told = _("Cần nhiều nhất %(most)s; nhận được %(got)s.") % {
                "most": self.prepare_value(self.most),
                "got": shown(self.prepare_value(value)),
            }
            raise ValidationError(told)


class DayField(_Ours, forms.Field):
    """A date, day first. A text box, because a calendar is slow for dates years away."""

    def __init__(
        self, label: Words, *, earliest: date | None = None, latest: date | None = None, **kw: Any
    ) -> None:
        self.earliest, self.latest = earliest, latest
        kw.setdefault("hint", gettext_lazy("Ngày/tháng/năm, như 05/03/2025"))
        super().__init__(label, **kw)

    def to_python(self, value: Any) -> date | None:
        if value in self.empty_values or isinstance(value, date):
            return value or None
        try:
            return typed_values.day(str(value))
        except TypedValueError as error:
            raise ValidationError(str(error)) from None

    def prepare_value(self, value: Any) -> Any:
        return dates.written(value, "vi") if isinstance(value, date) else value

    def validate(self, value: date | None) -> None:
        super().validate(value)
        if value is None:
            return
        got = shown(dates.written(value, "vi"))
        if self.earliest is not None and value < self.earliest:
            told = _("Cần ngày từ %(first)s trở đi; nhận được %(got)s.")
            raise ValidationError(told % {"first": dates.written(self.earliest, "vi"), "got": got})
        if self.latest is not None and value > self.latest:
            told = _("Cần ngày không sau %(last)s; nhận được %(got)s.")
            raise ValidationError(told % {"last": dates.written(self.latest, "vi"), "got": got})


class ChoiceField(_Ours, forms.ChoiceField):
    """One of a list: a select; with `radio` all are seen at once (up to about six)."""

    css_class = "form-select"

    def __init__(self, label: Words, *, choices: Choices, radio: bool = False, **kw: Any) -> None:
        self.radio = radio
        kw.setdefault("missing", _Missing(label, CHOOSE))
        kw.setdefault("widget", forms.RadioSelect() if radio else forms.Select())
        super().__init__(label, choices=self._with_nothing(choices), **kw)
        if radio:
            self.widget.attrs["class"] = "form-check-input"
            self.widget.attrs.pop("autocomplete", None)

    def _with_nothing(self, choices: Choices) -> Any:
        if self.radio:
            return choices
        return lambda: [("", NOTHING_CHOSEN), *(choices() if callable(choices) else choices)]

    def validate(self, value: Any) -> None:
        forms.Field.validate(self, value)
        if value and not self.valid_value(value):
            told = _("Cần một mục trong danh sách; nhận được %(got)s.") % {"got": shown(value)}
            raise ValidationError(told)


class ManyField(_Ours, forms.MultipleChoiceField):
    """Any number of a list, as boxes to tick."""

    css_class = "form-check-input"

    def __init__(self, label: Words, *, choices: Choices, **kw: Any) -> None:
        kw.setdefault("missing", _Missing(label, CHOOSE))
        kw.setdefault("widget", forms.CheckboxSelectMultiple())
        super().__init__(label, choices=choices, **kw)
        self.widget.attrs.pop("autocomplete", None)

    def validate(self, value: Any) -> None:
        forms.Field.validate(self, value)
        for one in value:
            if not self.valid_value(one):
                told = _("Cần các mục trong danh sách; nhận được %(got)s.") % {"got": shown(one)}
                raise ValidationError(told)


class FlagField(_Ours, forms.BooleanField):
    """One box to tick; `required` means that it has to be ticked."""

    css_class = "form-check-input"

    def __init__(self, label: Words, *, required: bool = False, **kw: Any) -> None:
        kw.setdefault("missing", gettext_lazy("Đánh dấu ô này để tiếp tục."))
        super().__init__(label, required=required, **kw)
        self.widget.attrs.pop("autocomplete", None)


class FileField(_Ours, forms.FileField):
    """A file of at most `most_bytes`; `kinds` (".xlsx,.csv") is what the browser offers, no check."""

    def __init__(self, label: Words, *, most_bytes: int, kinds: str = "", **kw: Any) -> None:
        self.most_bytes = most_bytes
        kw.setdefault("missing", _Missing(label, CHOOSE))
        kw.setdefault("error_messages", {}).setdefault(
            "empty", gettext_lazy("Tệp này rỗng. Chọn tệp khác.")
        )
        super().__init__(label, **kw)
        self.widget.attrs.pop("autocomplete", None)
        if kinds:
            self.widget.attrs["accept"] = kinds

    def to_python(self, data: Any) -> Any:
        sent = super().to_python(data)
        if sent is not None and sent.size > self.most_bytes:
            told = _("Tệp nặng %(got)s MB; nhận nhiều nhất %(most)d MB.") % {
                "got": f"{sent.size / 1e6:.1f}".replace(".", ","),
                "most": self.most_bytes // 1_000_000,
            }
            raise ValidationError(told)
        return sent
