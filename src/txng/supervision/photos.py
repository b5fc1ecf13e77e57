"""A photo as a stranger sends it becomes a picture of ours: decoded, made smaller, written anew as JPEG.

Nothing of the file survives but its pixels: no EXIF (which tells where and with what it was taken), no
colour profile, no bytes behind the picture, no second format inside. What is no picture is refused.
"""

import io
import warnings
from pathlib import Path
from typing import IO, Final

from django.utils.translation import gettext as _
from PIL import Image, ImageOps, UnidentifiedImageError

from txng.documents import storage
from txng.supervision import rules
from txng.supervision.errors import BadPhotoError

KINDS: Final = ("JPEG", "PNG", "WEBP")
QUALITY: Final = 80


def as_our_own(sent: IO[bytes]) -> bytes:
    """The bytes of a JPEG of at most LONGEST_SIDE. Raises BadPhotoError."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(sent, formats=KINDS) as opened:
                if opened.width * opened.height > rules.MOST_PIXELS:
                    raise BadPhotoError(_too_large())
                opened.draft("RGB", (rules.LONGEST_SIDE, rules.LONGEST_SIDE))
                upright = ImageOps.exif_transpose(opened)
                upright.thumbnail((rules.LONGEST_SIDE, rules.LONGEST_SIDE))
                pixels = _without_anything_else(upright)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise BadPhotoError(_too_large()) from None
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, EOFError):
        raise BadPhotoError(
            _("Tệp này không phải ảnh JPEG, PNG hoặc WebP. Chọn ảnh khác, hoặc gửi không kèm ảnh.")
        ) from None
    written = io.BytesIO()
    pixels.save(written, "JPEG", quality=QUALITY, optimize=True)
    return written.getvalue()


def _without_anything_else(image: Image.Image) -> Image.Image:
    """Only the pixels, on white where there were none."""
    rgba = image.convert("RGBA")
    ground = Image.new("RGB", rgba.size, "white")
    ground.paste(rgba, mask=rgba.getchannel("A"))
    return ground


def _too_large() -> str:
    return _("Ảnh quá lớn. Chọn ảnh dưới 50 triệu điểm ảnh và 8 MB.")


def path_of(folder: Path, number: str) -> Path:
    """TXNG_DATA/reports/2026/LD-2026-000123.jpg"""
    return folder / number[3:7] / f"{number}.jpg"


def keep(folder: Path, number: str, content: bytes) -> Path:
    """Readable by the owner and the group of the data folder only; whole or not at all."""
    path = path_of(folder, number)
    storage.keep(path, content)
    return path
