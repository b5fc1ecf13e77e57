"""What can be wrong with a request to reports.

    ReportsError (ValueError)   `field`: where it belongs in a form, "" for the whole
    ├── FieldError            one value
    ├── NotAllowedError
    └── StaleError            somebody else decided first; look again
        └── StaleTextError    somebody else wrote first; `newer` is the section as it is now

Messages are translated sentences for the person at the keyboard.
"""

from typing import Any

from django.utils.translation import gettext as _


class ReportsError(ValueError):
    def __init__(self, sentence: str, field: str = "") -> None:
        super().__init__(sentence)
        self.field = field


class FieldError(ReportsError):
    pass


class NotAllowedError(ReportsError):
    pass


class StaleError(ReportsError):
    pass


class StaleTextError(StaleError):
    def __init__(self, newer: Any) -> None:
        told = _(
            "%(who)s đã lưu một bản khác trong lúc bạn viết. Cả hai bản ở dưới: ghép lại rồi lưu."
        )
        super().__init__(told % {"who": newer.changed_by}, "text")
        self.newer = newer
