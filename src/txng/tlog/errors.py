"""What can be wrong with a log, a proof or a note.

    TlogError (a ValueError)
    ├── MalformedError       bytes that do not follow their format: nothing in them was believed
    ├── ProofError           hashes that do not lead from the leaf, or the old root, to the root
    ├── SignatureError       no signature of a trusted key, or one that does not fit the text
    ├── QuorumError          signed by the log, but not by enough witnesses
    ├── DisclosureError      values, salts and digests that do not make the commitment of the entry
    ├── TileError            a tile or bundle that is missing, or not the one that belongs there
    └── Refused              what a witness does not cosign, with the status of its answer

Messages say "Expected .., got .." for whoever programs or reads a log; `vi` is the kind of mistake in a
sentence for the person who holds the proof. Nothing here ever says that goods are false: a proof that does
not verify proves nothing, neither way.
"""

from typing import ClassVar


class TlogError(ValueError):
    """Anything a verifier must not believe. Catch this one unless the remedy differs."""

    vi: ClassVar[str] = "Bằng chứng này chưa kiểm chứng được."


class MalformedError(TlogError):
    vi = "Tệp không đúng khuôn dạng của nhật ký minh bạch."


class ProofError(TlogError):
    vi = "Các mã băm không dẫn tới gốc của nhật ký."


class SignatureError(TlogError):
    vi = "Điểm mốc không có chữ ký đúng của nhật ký mà chính sách tin cậy."


class QuorumError(TlogError):
    vi = "Điểm mốc chưa có đủ nhân chứng mà chính sách đòi hỏi."


class DisclosureError(TlogError):
    vi = "Nội dung kèm theo không khớp với điều đã ghi vào nhật ký."


class TileError(TlogError):
    vi = "Nhật ký thiếu một ô, hoặc ô đó đã bị đổi."


class Refused(TlogError):
    """`status` and the message, which is the body, are what c2sp.org/tlog-witness has a witness answer."""

    vi = "Nhân chứng không ký điểm mốc này."

    def __init__(self, status: int, body: str, content_type: str = "text/plain") -> None:
        super().__init__(body)
        self.status = status
        self.body = body.encode()
        self.content_type = content_type


def quoted(text: str | bytes) -> str:
    """At most 60 characters of what came, with everything invisible spelt out.

    >>> quoted("old 1\\n"), quoted(bytes(2))
    ("'old 1\\\\n'", "b'\\\\x00\\\\x00'")
    """
    shown = ascii(text[:57]) if len(text) > 60 else ascii(text)
    return shown + "..." if len(text) > 60 else shown
