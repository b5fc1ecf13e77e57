"""What the room refuses; each message is a sentence for the person who asked.

BarcodesError (ValueError)          `field` names the field of a form that it belongs to, "" for none
├── ContentError                    a lot or code that no symbol can hold as asked
├── LayoutError                     a label layout that cannot be read
├── PrefixError                     a company prefix that is wrong, or that somebody else holds
├── ExhaustedError                  a prefix without free keys, or a quota without labels
├── StepError                       a step that does not fit the state, or that lacks the scan-back
├── NotThereError                   no such record, or a stranger's: both answer alike
└── NotAllowedError                 the actor lacks the right
"""


class BarcodesError(ValueError):
    def __init__(self, sentence: str, field: str = "") -> None:
        super().__init__(sentence)
        self.field = field


class ContentError(BarcodesError):
    pass


class LayoutError(BarcodesError):
    pass


class PrefixError(BarcodesError):
    pass


class ExhaustedError(BarcodesError):
    pass


class StepError(BarcodesError):
    pass


class NotThereError(BarcodesError):
    pass


class NotAllowedError(BarcodesError):
    pass
