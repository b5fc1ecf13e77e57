"""What can be wrong with a request to awards.

    AwardsError (ValueError)   `field`: where it belongs in a form, "" for the whole
    ├── FieldError             one value
    ├── NotAllowedError        who may not, or may not alone
    ├── StepError              the record stands where this step cannot begin
    ├── NoMoneyError           more than is left; says both figures
    └── StaleError             somebody else decided first; look again

Messages are translated sentences for the person at the keyboard.
"""


class AwardsError(ValueError):
    def __init__(self, sentence: str, field: str = "") -> None:
        super().__init__(sentence)
        self.field = field


class FieldError(AwardsError):
    pass


class NotAllowedError(AwardsError):
    pass


class StepError(AwardsError):
    pass


class NoMoneyError(AwardsError):
    pass


class StaleError(AwardsError):
    """`version` is the one that stands now."""

    def __init__(self, sentence: str, version: int) -> None:
        super().__init__(sentence)
        self.version = version
