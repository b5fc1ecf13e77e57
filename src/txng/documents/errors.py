"""What verbs of documents refuse; each message is a sentence for the person who asked.

DocumentsError (ValueError)
├── NotThereError          no such run or file, or not for this person: the same sentence
├── NotAllowedError        the right is missing
├── WrongStateError        too late or too early: already taken over, already undone, 24 hours are over
└── BadFileError           an attachment that is no picture and no PDF, too large, or two things at once

RowRefusedError            an importer's word on one row that was right when it was checked
"""


class DocumentsError(ValueError):
    pass


class NotThereError(DocumentsError):
    pass


class NotAllowedError(DocumentsError):
    pass


class WrongStateError(DocumentsError):
    pass


class BadFileError(DocumentsError):
    pass


class RowRefusedError(ValueError):
    """`number`: the row as the spreadsheet counts it; `key`: the column, "" for the row as a whole."""

    def __init__(self, number: int, sentence: str, key: str = "") -> None:
        super().__init__(sentence)
        self.number, self.key = number, key
