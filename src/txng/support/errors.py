"""What can be wrong with a request to support.

    SupportError (ValueError)     `field`: where it belongs in a form, "" for the whole
    ├── FieldError                one value
    ├── TaxCodeTakenError         somebody has this tax code: the way on is to ask to be let in
    ├── NotAllowedError
    ├── NotReadyError             roles are not put in yet (`txng init`)
    └── StaleError                somebody else decided first; look again

Messages are translated sentences for the person at the keyboard.
"""


class SupportError(ValueError):
    def __init__(self, sentence: str, field: str = "") -> None:
        super().__init__(sentence)
        self.field = field


class FieldError(SupportError):
    pass


class TaxCodeTakenError(SupportError):
    pass


class NotAllowedError(SupportError):
    pass


class NotReadyError(SupportError):
    pass


class StaleError(SupportError):
    pass
