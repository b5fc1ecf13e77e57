"""A stranger's photo becomes a picture of ours, or is refused."""

import io

import pytest
from PIL import Image

from txng.supervision import photos
from txng.supervision.errors import BadPhotoError

PLACE = b"11 deg 56' N SECRET-PLACE"


def sent(kind="JPEG", size=(3000, 2000), **more):
    image = Image.new("RGB" if kind == "JPEG" else "RGBA", size, "green")
    exif = Image.Exif()
    exif[0x010E] = PLACE.decode()
    exif[0x0112] = 6  # turned by 90 degrees
    buffer = io.BytesIO()
    image.save(buffer, kind, exif=exif, **more)
    buffer.seek(0)
    return buffer


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_photo_is_turned_upright_made_smaller_and_stripped_of_exif(kind):
    original = sent(kind)
    assert PLACE in original.getvalue()
    ours = photos.as_our_own(original)
    assert b"SECRET-PLACE" not in ours
    with Image.open(io.BytesIO(ours)) as image:
        assert image.format == "JPEG"
        assert dict(image.getexif()) == {}
        assert max(image.size) <= 1600
        assert image.height > image.width


def test_what_hangs_behind_the_picture_is_cut_off():
    original = io.BytesIO(sent().getvalue() + b"<script>alert(1)</script>")
    assert b"script" not in photos.as_our_own(original)


@pytest.mark.parametrize(
    "content",
    [b"", b"GIF89a<script>", b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
     b"%PDF-1.7", b"\xff\xd8\xff\xe0 broken", sent().getvalue()[:200]],
    ids=["empty", "gif", "svg", "pdf", "broken", "cut"],
)  # fmt: skip
def test_what_is_no_photo_is_refused_with_a_sentence(content):
    with pytest.raises(BadPhotoError, match="JPEG, PNG hoặc WebP"):
        photos.as_our_own(io.BytesIO(content))


def test_a_bomb_of_pixels_is_refused_before_it_is_decoded():
    small_file = io.BytesIO()
    Image.new("1", (20_000, 20_000)).save(small_file, "PNG")
    assert len(small_file.getvalue()) < 100_000
    small_file.seek(0)
    with pytest.raises(BadPhotoError, match="quá lớn"):
        photos.as_our_own(small_file)


def test_a_kept_photo_is_for_officers_only(tmp_path):
    path = photos.keep(tmp_path, "LD-2026-000123", b"jpeg")
    assert path == tmp_path / "2026/LD-2026-000123.jpg"
    assert path.stat().st_mode & 0o007 == 0
    assert [one.name for one in path.parent.iterdir()] == ["LD-2026-000123.jpg"]
