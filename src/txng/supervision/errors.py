"""What verbs of supervision refuse; each message is a sentence for the person who asked.

SupervisionError
├── TooManyReportsError     a limit is reached
├── BadPhotoError           no picture, too large, or of a kind that is not taken
├── UnknownReportError      no report has this number
├── AlreadyAnsweredError    an answer stands and is not rewritten
├── NotAllowedError         the actor lacks the right
├── LimitError              a number of days that cannot be
├── NoSuchRecallError       no recall, row or holder that this person may see
└── RecallError             a step of a recall that cannot be taken; `field` where one is at fault
"""


class SupervisionError(Exception):
    pass


class TooManyReportsError(SupervisionError):
    pass


class BadPhotoError(SupervisionError):
    pass


class UnknownReportError(SupervisionError):
    pass


class AlreadyAnsweredError(SupervisionError):
    pass


class NotAllowedError(SupervisionError):
    pass


class LimitError(SupervisionError):
    """`field` is the kind that the sentence belongs to."""

    def __init__(self, sentence: str, field: str) -> None:
        super().__init__(sentence)
        self.field = field


class NoSuchRecallError(SupervisionError):
    pass


class RecallError(SupervisionError):
    """`field` is the name of what is at fault, "" for the step itself."""

    def __init__(self, sentence: str, field: str = "") -> None:
        super().__init__(sentence)
        self.field = field
