"""What the agency types about freshness: days per kind."""

from typing import Any

from django.utils.translation import gettext_lazy

from txng.supervision import freshness_words as words
from txng.supervision import rules
from txng.ui import fields


class LimitsForm(fields.Form):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for kind in rules.KINDS:
            self.fields[kind] = fields.NumberField(
                words.KINDS[kind],
                whole=True,
                least=1,
                most=rules.MOST_DAYS,
                hint=gettext_lazy("Số ngày được coi là còn mới kể từ lần gần nhất"),
            )

    @property
    def days(self) -> dict[str, int]:
        return {kind: int(self.cleaned_data[kind]) for kind in rules.KINDS}
