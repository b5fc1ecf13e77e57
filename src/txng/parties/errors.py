"""What can be wrong with a request to the register.

    PartiesError (ValueError)
    ├── FieldError            one value, at its field; `field` is the name of the argument
    ├── NotThereError         not there, or not for this person to see: the same sentence
    ├── NotAllowedError       seen, but not to be changed by this person
    ├── ChangedMeanwhileError somebody else saved first
    └── CannotMergeError

Messages are translated sentences for the person at the keyboard; `status` is the answer of the API.
"""

from typing import ClassVar


class PartiesError(ValueError):
    status: ClassVar[int] = 422


class FieldError(PartiesError):
    """`word` names the reason for machines: "tax_check_digit"."""

    def __init__(self, field: str, sentence: str, word: str = "") -> None:
        super().__init__(sentence)
        self.field = field
        self.word = word


class NotThereError(PartiesError):
    status = 404


class NotAllowedError(PartiesError):
    status = 403


class ChangedMeanwhileError(PartiesError):
    status = 409


class CannotMergeError(PartiesError):
    status = 409
