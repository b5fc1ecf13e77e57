"""What verbs of documents refuse; each message is a sentence for the person who asked.

DocumentsError (ValueError)     `field` names the field of a form that it belongs to, "" for none
├── NotThereError          no such run, file or paper, or not for this person: the same sentence
├── NotAllowedError        the right is missing
├── WrongStateError        too late or too early: already taken over, already signed, 24 hours are over
├── StaleError             somebody changed it since the form was opened
├── FieldError             a field that cannot be kept as it was typed
└── BadFileError           an attachment that is no picture and no PDF, too large, or two things at once

RowRefusedError            an importer's word on one row that was right when it was checked
"""


class DocumentsError(ValueError):
    def __init__(self, sentence: str = "", field: str = "") -> None:
        super().__init__(sentence)
        self.field = field


class NotThereError(DocumentsError):
    pass


class NotAllowedError(DocumentsError):
    pass


class WrongStateError(DocumentsError):
    pass


class StaleError(DocumentsError):
    pass


class FieldError(DocumentsError):
    pass


class BadFileError(DocumentsError):
    pass


class RowRefusedError(ValueError):
    """`number`: the row as the spreadsheet counts it; `key`: the column, "" for the row as a whole."""

    def __init__(self, number: int, sentence: str, key: str = "") -> None:
        super().__init__(sentence)
        self.number, self.key = number, key
