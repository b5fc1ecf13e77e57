"""What can be wrong with a file as a whole. Cells have their own sentences (reading.Problem).

SheetError
├── UnreadableError     no workbook, a password, a kind we do not read, broken
├── TooLargeError       more bytes, parts, rows or columns than anybody types
├── UnsafeError         macros, links to other files, a DOCTYPE
└── WrongTemplateError  another template, columns missing or twice, no rows
"""


class SheetError(ValueError):
    """The message is a sentence for the person who sent the file."""


class UnreadableError(SheetError):
    pass


class TooLargeError(SheetError):
    pass


class UnsafeError(SheetError):
    pass


class WrongTemplateError(SheetError):
    pass
