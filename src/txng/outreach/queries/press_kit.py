"""Success stories as a zip for the press: a folder each, with the text and its pictures, and a list of all.

doc-truoc.txt
01-quet-ma-o-di-linh/bai.txt
01-quet-ma-o-di-linh/hinh-1.jpg
"""

import io
import zipfile
from collections.abc import Iterable
from typing import Final

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from txng.outreach.models import Article
from txng.outreach.queries import articles as queries
from txng.outreach.rules import markup
from txng.ui import dates

ENDINGS: Final = {"image/jpeg": "jpg", "image/png": "png"}
MOST_BYTES: Final = 60_000_000
LEAD: Final = (
    "Gương điển hình về truy xuất nguồn gốc ở Lâm Đồng.\n"
    "Đăng lại thì ghi nguồn và giữ lời tả của hình cho người không nhìn thấy.\n\n"
)


def written(stories: Iterable[Article]) -> bytes:
    """Stops adding pictures beyond 60 MB; the texts are all there."""
    buffer, spent, index = io.BytesIO(), 0, [LEAD]
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as kit:
        for place, one in enumerate(stories, 1):
            folder = f"{place:02}-{one.slug}"
            index.append(f"{place:02}. {one.shown.title if one.shown else ''}\n")
            told, pictures = _text(one), queries.pictures(one)
            for each in pictures:
                content = queries.content_of(each.attachment)
                ending = ENDINGS.get(each.attachment.media_type)
                if content is None or ending is None or spent + len(content) > MOST_BYTES:
                    continue
                spent += len(content)
                name = f"hinh-{each.number}.{ending}"
                told += f"\n{name}: {each.alt}" + (f" (Ảnh: {each.credit})" if each.credit else "")
                kit.writestr(_entry(f"{folder}/{name}"), content)
            kit.writestr(_entry(f"{folder}/bai.txt"), told + "\n")
        kit.writestr(_entry("doc-truoc.txt"), "".join(index))
    return buffer.getvalue()


def _entry(name: str) -> zipfile.ZipInfo:
    """With one day for all: the same stories give the same bytes."""
    entry = zipfile.ZipInfo(name, (2026, 1, 1, 0, 0, 0))
    entry.compress_type = zipfile.ZIP_DEFLATED
    return entry


def _text(one: Article) -> str:
    version = one.shown
    if version is None or one.publish_at is None:
        return ""
    day = dates.written(timezone.localdate(one.publish_at), "vi")
    address = settings.BASE_URL + reverse("outreach:read", args=[one.slug])
    parts = [version.title, version.summary, markup.plain(version.body)]
    if version.body_en:
        parts += [version.title_en, markup.plain(version.body_en)]
    return "\n\n".join([*(part for part in parts if part), f"Đăng ngày {day}: {address}"]) + "\n"
