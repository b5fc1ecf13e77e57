"""What can be wrong with a request to reports.

    ReportsError (ValueError)   `field`: where it belongs in a form, "" for the whole
    ├── FieldError            one value
    ├── NotAllowedError
    └── StaleError            somebody else decided first; look again

Messages are translated sentences for the person at the keyboard.
"""


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
