"""What can be wrong with a code.

    Gs1Error (a ValueError)
    ├── CheckDigitError    the last digit does not follow from the others: misread or mistyped
    ├── LengthError        too short or too long
    ├── CharacterError     a character that the field does not allow, invisible characters included
    ├── DateError          digits that are no day of the calendar
    ├── SyntaxRefused      the pieces are fine, their arrangement is not
    │   ├── ElementStringError
    │   ├── DigitalLinkError
    │   ├── EpcUrnError
    │   └── EpcBinaryError
    └── UnknownCode        nothing in GS1 looks like this

Every message says "Expected .., got ..", for whoever programs or reads a log; `vi` is the kind of mistake
in a sentence for the person who holds the label. A message quotes what it got through `quoted`, so that
hostile input can neither flood a log nor write a second line into it.
"""

from typing import ClassVar


class Gs1Error(ValueError):
    """Any code that GS1 would not read. Catch this one unless the remedy differs."""

    vi: ClassVar[str] = "Mã không viết theo cách nào của GS1."


class CheckDigitError(Gs1Error):
    vi = "Chữ số kiểm tra không khớp các chữ số trước nó."


class LengthError(Gs1Error):
    vi = "Mã dài quá hoặc ngắn quá."


class CharacterError(Gs1Error):
    vi = "Mã có ký tự không được dùng, như dấu cách, chữ có dấu hay ký tự vô hình."


class DateError(Gs1Error):
    vi = "Mã ghi một ngày không có trong lịch."


class SyntaxRefused(Gs1Error):
    vi = "Các phần của mã xếp chưa đúng cách."


class ElementStringError(SyntaxRefused):
    vi = "Chuỗi mã phải viết như (01)09506000134352(10)ABC123."


class DigitalLinkError(SyntaxRefused):
    vi = "Địa chỉ phải viết như https://id.gs1.org/01/09506000134352/10/ABC123."


class EpcUrnError(SyntaxRefused):
    vi = "EPC URN phải viết như urn:epc:id:sgtin:9506000.013435.123."


class EpcBinaryError(SyntaxRefused):
    vi = "Dãy bit EPC phải viết như 3066C4409047E140075BCD15."


class UnknownCode(Gs1Error):
    vi = "Không có loại mã GS1 nào viết như vậy."


def quoted(text: str) -> str:
    """At most 60 characters of what came, with invisible characters spelt out.

    >>> quoted("LOT\\u200b1")
    "'LOT\\\\u200b1'"
    """
    return ascii(text if len(text) <= 60 else text[:57] + "...")
