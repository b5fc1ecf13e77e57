"""A stranger's file is written anew or refused: no place, no script, no second file inside (F22)."""

import io
import zipfile

import pytest
from PIL import Image
from PIL.TiffImagePlugin import IFDRational

from tests import people
from txng.documents import actions, attachments, queries, storage
from txng.documents.errors import BadFileError

PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


def picture(kind="JPEG", size=(64, 48), mode="RGB", **options):
    buffer = io.BytesIO()
    Image.new(mode, size, "green").save(buffer, kind, **options)
    return buffer.getvalue()


def with_gps():
    exif = Image.Exif()
    exif[0x010F] = "Nikon of An"
    gps = exif.get_ifd(0x8825)
    gps[1], gps[2] = "N", (IFDRational(11, 1), IFDRational(56, 1), IFDRational(30, 1))
    return picture(exif=exif)


def test_a_photo_loses_where_it_was_taken_and_with_what():
    sent = with_gps()
    assert b"Nikon" in sent
    kept = attachments.clean(sent)
    assert (kept.media_type, kept.ending) == ("image/jpeg", "jpg")
    with Image.open(io.BytesIO(kept.content)) as opened:
        assert dict(opened.getexif()) == {}
    assert b"Nikon" not in kept.content
    assert b"Exif" not in kept.content


def test_nothing_behind_a_picture_survives():
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as made:
        made.writestr("evil.html", "<script>alert(1)</script>")
    for kind in ("JPEG", "PNG", "WEBP"):
        sent = picture(kind) + archive.getvalue() + b"<script>alert(1)</script>"
        kept = attachments.clean(sent).content
        assert b"script" not in kept
        assert b"PK\x03\x04" not in kept


def test_a_comment_and_a_profile_in_a_picture_are_gone():
    sent = picture(comment=b"<script>alert(1)</script>", icc_profile=b"x" * 200)
    assert b"script" in sent
    kept = attachments.clean(sent).content
    assert b"script" not in kept
    assert b"ICC_PROFILE" not in kept


def test_large_pictures_are_made_smaller_and_turned_upright():
    exif = Image.Exif()
    exif[0x0112] = 6  # lying on its side
    kept = attachments.clean(picture(size=(4000, 1000), exif=exif))
    with Image.open(io.BytesIO(kept.content)) as opened:
        assert opened.size == (600, 2400)


def test_what_is_see_through_stays_so():
    kept = attachments.clean(picture("PNG", mode="RGBA", size=(10, 10)))
    assert kept.media_type == "image/jpeg"  # green all over: nothing shows through
    glass = io.BytesIO()
    Image.new("RGBA", (10, 10), (0, 0, 0, 100)).save(glass, "PNG")
    assert attachments.clean(glass.getvalue()).media_type == "image/png"


def test_a_picture_of_too_many_pixels_is_refused_before_it_is_unpacked():
    bomb = picture("PNG", size=(8000, 7000), mode="1")
    assert len(bomb) < 21_000
    with pytest.raises(BadFileError, match="Ảnh quá lớn"):
        attachments.clean(bomb)


@pytest.mark.parametrize(
    "sent",
    [
        b"",
        b"GIF89a",
        b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>",
        b"MZ\x90\x00",
        b"PK\x03\x04",
        picture()[:200],
        picture("GIF"),
        picture("TIFF"),
        b"\x89PNG\r\n\x1a\n" + b"\0" * 100,
    ],
)
def test_what_is_no_picture_and_no_pdf_is_refused(sent):
    with pytest.raises(BadFileError, match="không phải ảnh JPEG, PNG, WebP hay PDF"):
        attachments.clean(sent)


def test_a_pdf_is_kept_as_it_is():
    assert attachments.clean(PDF) == attachments.Clean(PDF, "application/pdf", "pdf")


@pytest.mark.parametrize(
    "evil",
    [
        PDF.replace(b"/Pages", b"/OpenAction 3 0 R/Pages"),
        PDF.replace(b"/Pages", b"/JavaScript (app.alert(1))/Pages"),
        PDF.replace(b"/Pages", b"/J#61vaScript (app.alert(1))/Pages"),
        PDF.replace(b"/Pages", b"/EmbeddedFiles 3 0 R/Pages"),
        PDF.replace(b"/Pages", b"/Launch 3 0 R/Pages"),
        PDF + b"PK\x05\x06" + b"\0" * 18,
        PDF.replace(b"1 0 obj", b"PK\x03\x04 1 0 obj"),
        PDF + b"<script>alert(1)</script>",
        PDF[:-6],
        PDF + b"x" * 2000,
    ],
)
def test_a_pdf_with_something_else_in_it_is_refused(evil):
    with pytest.raises(BadFileError, match="In lại thành PDF rồi gửi"):
        attachments.clean(evil)


def test_a_heavy_file_is_told_its_weight():
    with pytest.raises(BadFileError, match="Tệp nặng 16 MB; nhận nhiều nhất 15 MB"):
        attachments.clean(b"x" * 15_000_001)


@pytest.mark.django_db
def test_a_file_is_attached_to_a_record_and_taken_away(folder, django_capture_on_commit_callbacks):
    an = people.an()
    subject = ("parties.plot", "7")
    made = actions.attach(
        by=an,
        subject=subject,
        title="Giấy chứng nhận",
        file_name="../../a<b>.php.jpg",
        content=with_gps(),
    )
    assert made.name == "a-b--php.jpg"
    path = storage.path_of(folder, storage.ATTACHMENTS, made.pk)
    assert path.read_bytes()[:2] == b"\xff\xd8"
    assert oct(path.stat().st_mode)[-3:] == "640"
    assert queries.attachments(an, *subject) == [made]
    with django_capture_on_commit_callbacks(execute=True):
        actions.detach(by=an, attachment=made)
    assert queries.attachments(an, *subject) == []
    assert not path.exists()
