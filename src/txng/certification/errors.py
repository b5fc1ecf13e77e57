"""What the room refuses; each message is a sentence for the person who asked.

CertificationError (ValueError)     `field` names the field of a form that it belongs to, "" for none
├── ScopeError                      a certificate or body that does not cover what it is used for
├── StepError                       a step that does not fit the state
├── NotThereError                   no such record, or a stranger's: both answer alike
└── NotAllowedError                 the actor lacks the right
"""


class CertificationError(ValueError):
    def __init__(self, sentence: str, field: str = "") -> None:
        super().__init__(sentence)
        self.field = field


class ScopeError(CertificationError):
    pass


class StepError(CertificationError):
    pass


class NotThereError(CertificationError):
    pass


class NotAllowedError(CertificationError):
    pass
