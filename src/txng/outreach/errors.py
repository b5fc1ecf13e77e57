"""What can be wrong with a request to outreach.

    OutreachError (ValueError)   `field`: where it belongs in a form, "" for the whole
    ├── FieldError            one value
    ├── NotAllowedError
    ├── StepError             not in this state
    ├── TooManyError          too much in too short a time
    └── StaleError            somebody else changed it first; look again

Messages are translated sentences for the person at the keyboard.
"""


class OutreachError(ValueError):
    def __init__(self, sentence: str, field: str = "") -> None:
        super().__init__(sentence)
        self.field = field


class FieldError(OutreachError):
    pass


class NotAllowedError(OutreachError):
    pass


class StepError(OutreachError):
    pass


class TooManyError(OutreachError):
    pass


class StaleError(OutreachError):
    pass
