"""What a stranger's file becomes before it is kept: a picture written anew, or a PDF looked through.

    JPEG, PNG, WebP   decoded, turned upright, made smaller, written as JPEG (or PNG with see-through parts):
                      nothing of the file survives but its pixels; no EXIF, which says where it was taken
    PDF               begins and ends as one, carries no script and no other file, is no archive as well
    anything else     refused

The type is what the bytes are, not what the name or the sender says. Source: reliability.md F22.
"""

import io
import re
import warnings
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext as _
from PIL import Image, ImageOps, UnidentifiedImageError

from txng.documents.errors import BadFileError

MOST_BYTES: Final = 15_000_000
MOST_PIXELS: Final = 50_000_000
LONGEST_SIDE: Final = 2400
QUALITY: Final = 82
KINDS: Final = ("JPEG", "PNG", "WEBP")
PDF: Final = "application/pdf"
_TAIL: Final = 1024
_PDF_END: Final = re.compile(rb"%%EOF[\r\n\t \x00]{0,32}\Z")
_PDF_NAMES: Final = re.compile(
    rb"/(?:JavaScript|JS|Launch|EmbeddedFiles?|RichMedia|OpenAction|AA|XFA|SubmitForm|ImportData)"
    rb"(?![A-Za-z0-9])"
)
_HIDDEN_NAME: Final = re.compile(rb"/[A-Za-z]*#[0-9A-Fa-f]{2}")  # /J#61vaScript
_OTHERS: Final = (b"PK\x05\x06", b"PK\x03\x04", b"<script", b"<?php", b"\x7fELF", b"MZ\x90\x00")


@dataclass(frozen=True, slots=True)
class Clean:
    """`ending` for the name under which it is offered."""

    content: bytes
    media_type: str
    ending: str


def clean(sent: bytes) -> Clean:
    """Raises BadFileError."""
    if len(sent) > MOST_BYTES:
        raise BadFileError(
            _("Tệp nặng %(got)d MB; nhận nhiều nhất %(most)d MB.")
            % {"got": -(-len(sent) // 1_000_000), "most": MOST_BYTES // 1_000_000}
        )
    if sent[:5] == b"%PDF-":
        return _pdf(sent)
    return _picture(sent)


def _pdf(sent: bytes) -> Clean:
    if not _PDF_END.search(sent[-_TAIL:]) or any(mark in sent for mark in _OTHERS):
        raise BadFileError(
            _("Tệp PDF này hỏng, hoặc kèm thứ khác bên trong. In lại thành PDF rồi gửi.")
        )
    if _PDF_NAMES.search(sent) or _HIDDEN_NAME.search(sent):
        raise BadFileError(
            _("Tệp PDF này có mã chạy hoặc tệp kèm bên trong. In lại thành PDF rồi gửi.")
        )
    return Clean(sent, PDF, "pdf")


def _picture(sent: bytes) -> Clean:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(sent), formats=KINDS) as opened:
                if opened.width * opened.height > MOST_PIXELS:
                    raise BadFileError(_too_large())
                opened.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
                upright = ImageOps.exif_transpose(opened)
                upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
                rgba = upright.convert("RGBA")
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise BadFileError(_too_large()) from None
    except BadFileError:  # a ValueError too
        raise
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, EOFError):
        raise BadFileError(
            _("Tệp này không phải ảnh JPEG, PNG, WebP hay PDF. Chọn tệp khác.")
        ) from None
    written = io.BytesIO()
    if any(rgba.getchannel("A").histogram()[:255]):  # something is see-through
        pixels = Image.new("RGBA", rgba.size)
        pixels.paste(rgba)
        pixels.save(written, "PNG", optimize=True)
        return Clean(written.getvalue(), "image/png", "png")
    ground = Image.new("RGB", rgba.size, "white")
    ground.paste(rgba)
    ground.save(written, "JPEG", quality=QUALITY, optimize=True)
    return Clean(written.getvalue(), "image/jpeg", "jpg")


def _too_large() -> str:
    return _("Ảnh quá lớn. Chọn ảnh dưới 50 triệu điểm ảnh.")
