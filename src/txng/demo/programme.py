"""The Plan at work in the demonstration: its seven tasks, years of them, reports of 2025 and 2026, plans of
sectors. One plan is late, one task is done and waits for an agency beside.

Fixed days, so that the annual report of 2026 reads the same whenever the demonstration is loaded; what lies
after today is left out. Fictional: notes say so.
"""

from datetime import date
from functools import cache
from importlib import resources
from io import BytesIO
from typing import Final, NamedTuple

from django.utils import timezone

from txng.accounts.actors import Actor
from txng.demo import agencies
from txng.programme import queries
from txng.programme.actions import loading, progress, shares, tasks
from txng.programme.actions.tasks import Facts
from txng.programme.models import Task

SIGN: Final = "(số liệu trình diễn)"


class Report(NamedTuple):
    """A report on a row of the appendix, of a year where it comes back every year."""

    row: str
    year: int | None
    who: str
    on: date
    state: str
    percent: int | None
    note: str
    has_picture: bool = False


REPORTS: Final = (
    Report(
        "PL.4",
        None,
        "so-khcn",
        date(2020, 12, 20),
        "done",
        None,
        "Hai nơi thí điểm: rau ở Lạc Dương, gạo ở Đạ Tẻh.",
    ),
    Report(
        "PL.1",
        2025,
        "so-khcn",
        date(2025, 12, 15),
        "done",
        None,
        "Tin bài, phóng sự và một hội nghị của năm đã xong.",
    ),
    Report(
        "PL.2", 2025, "so-khcn", date(2025, 12, 18), "done", None, "Các lớp của năm đã mở xong."
    ),
    Report(
        "PL.3",
        2025,
        "so-nong-nghiep",
        date(2025, 12, 10),
        "done",
        None,
        "Đã trình danh mục ưu tiên của ngành.",
    ),
    Report(
        "PL.7",
        2025,
        "so-khcn",
        date(2025, 12, 5),
        "paused",
        60,
        "Một đề tài tạm dừng, chờ kinh phí năm sau.",
    ),
    Report(
        "PL.5",
        None,
        "so-khcn",
        date(2025, 11, 30),
        "doing",
        45,
        "Các mô hình của giai đoạn trước đã tổng kết.",
    ),
    Report(
        "PL.6", None, "so-khcn", date(2025, 12, 20), "doing", 55, "Báo thay các đơn vị chứng nhận."
    ),
    Report(
        "PL.1",
        2026,
        "so-khcn",
        date(2026, 5, 30),
        "doing",
        40,
        "Mở chuyên mục phát thanh; tin bài theo kế hoạch quý.",
    ),
    Report(
        "PL.1",
        2026,
        "so-khcn",
        date(2026, 10, 20),
        "doing",
        80,
        "Phóng sự về cà phê và sầu riêng đã phát.",
        True,
    ),
    Report(
        "PL.2",
        2026,
        "so-khcn",
        date(2026, 11, 10),
        "done",
        None,
        "Các lớp của năm đã mở xong; kết quả ở sổ đào tạo.",
        True,
    ),
    Report(
        "PL.3",
        2026,
        "so-nong-nghiep",
        date(2026, 8, 15),
        "doing",
        50,
        "Đã lấy ý kiến các xã về danh mục ưu tiên.",
    ),
    Report(
        "PL.3",
        2026,
        "so-cong-thuong",
        date(2026, 10, 5),
        "doing",
        65,
        "Bổ sung nhóm thực phẩm chế biến.",
    ),
    Report("PL.5", None, "so-khcn", date(2026, 10, 30), "doing", 58, "Thêm mô hình chè, hoa, rau."),
    Report(
        "PL.6",
        None,
        "so-khcn",
        date(2026, 11, 5),
        "doing",
        62,
        "Báo thay các đơn vị chứng nhận; số liệu ở sổ chứng nhận.",
    ),
    Report(
        "PL.7", 2026, "so-khcn", date(2026, 6, 30), "doing", 30, "Đã chọn đề tài, đang ký hợp đồng."
    ),
)
# row, year, who, answer, why
ANSWERS: Final = (
    ("PL.1", 2025, "so-y-te", "confirmed", "Đã đăng trên trang của ngành."),
    ("PL.2", 2025, "so-nong-nghiep", "confirmed", "Đã cử cán bộ khuyến nông học."),
    ("PL.2", 2026, "so-y-te", "confirmed", "Đã cử cơ sở dược liệu học."),
    ("PL.2", 2026, "so-nong-nghiep", "confirmed", "Đã cử cán bộ và hợp tác xã học."),
    ("PL.2", 2026, "so-cong-thuong", "confirmed", ""),
    ("PL.1", 2026, "so-cong-thuong", "refused", "Chưa nhận được tài liệu để đăng; hẹn trong tháng 12."),
    ("PL.1", 2026, "bao-va-dai", "confirmed", "Đã phát phóng sự và đăng tin."),
)  # fmt: skip


def put_in(*, by: Actor) -> None:
    standing = agencies.staff("so-khcn")
    loading.load_appendix(by=standing)
    if queries.tasks(by, clause="IV.2.c").exists():
        return  # it was loaded before
    today = timezone.localdate()
    for told in REPORTS:
        task = queries.appendix_task(by, told.row, told.year)
        if task is None or told.on > today:
            continue
        picture = _picture(f"{told.row}, {told.on:%d/%m/%Y}") if told.has_picture else None
        progress.report_progress(
            by=agencies.staff(told.who) if _leads(task, told.who) else standing,
            task=task,
            state=told.state,
            percent=told.percent,
            note=f"{told.note} {SIGN}",
            on=told.on,
            file=("minh-chung.png", picture) if picture else None,
        )
    for row, year, who, answer, note in ANSWERS:
        task = queries.appendix_task(by, row, year)
        if task is not None and task.first_day <= today:
            _answer(task, who, answer, note)
    _own_tasks(standing, today)


def _own_tasks(standing: Actor, today: date) -> None:
    """Plans of sectors and sub-tasks: one done and waiting for Sở KH&CN, one late."""
    health = _added(
        "so-y-te", "Kế hoạch truy xuất dược liệu và thực phẩm chức năng năm 2026", "IV.2.c",
        date(2026, 2, 1), date(2026, 10, 31), beside=("so-khcn",),
    )  # fmt: skip
    _reported(
        health, "so-y-te", date(2026, 10, 28), "done", None, "Đã ban hành, các cơ sở đã tham gia."
    )
    farming = _added(
        "so-nong-nghiep", "Kế hoạch truy xuất rau, hoa, cà phê, sầu riêng năm 2026", "IV.2.c",
        date(2026, 1, 15), date(2026, 9, 30), beside=("so-khcn", "ubnd-cap-xa"),
    )  # fmt: skip
    _reported(
        farming, "so-nong-nghiep", date(2026, 6, 20), "doing", 45, "Còn chờ ý kiến của một số xã."
    )
    _added(
        "ubnd-cap-xa", "Quản lý truy xuất sản phẩm ưu tiên tại xã, phường năm 2026", "IV.5.a",
        date(2026, 3, 1), date(2026, 12, 31),
    )  # fmt: skip
    mass_media = queries.appendix_task(standing, "PL.1", 2026)
    series = _added(
        "so-khcn", "Chuyên mục “Quét mã biết nguồn gốc”", "PL.1", date(2026, 2, 1),
        date(2026, 12, 20), beside=("bao-va-dai",), parent=mass_media,
    )  # fmt: skip
    _reported(series, "so-khcn", date(2026, 10, 15), "doing", 75, "Các số của ba quý đầu đã phát.")
    _added(
        "so-khcn", "Trung tâm Ứng dụng đưa giải pháp quét mã về 12 hợp tác xã", "IV.1.e",
        date(2026, 4, 1), date(2026, 12, 15), beside=("tt-ung-dung-khcn",),
    )  # fmt: skip


def _added(
    who: str,
    title: str,
    clause: str,
    first: date,
    last: date,
    beside: tuple[str, ...] = (),
    parent: Task | None = None,
) -> Task:
    facts = Facts(
        title=f"{title} (trình diễn)", first_day=first, last_day=last, clauses=(clause,),
        leading=(who,), beside=beside,
    )  # fmt: skip
    return tasks.add_task(by=agencies.staff(who), facts=facts, parent=parent)


def _reported(task: Task, who: str, on: date, state: str, percent: int | None, note: str) -> None:
    if on <= timezone.localdate():
        progress.report_progress(
            by=agencies.staff(who), task=task, state=state, percent=percent, on=on,
            note=f"{note} {SIGN}",
        )  # fmt: skip


def _leads(task: Task, who: str) -> bool:
    return any(one.agency.code == who and one.role == "chu-tri" for one in task.agencies.all())


def _answer(task: Task, who: str, answer: str, note: str) -> None:
    for part in task.agencies.all():
        if part.agency.code == who and part.role == "phoi-hop":
            shares.answer_share(by=agencies.staff(who), share=part, answer=answer, note=note)


@cache
def _picture(words: str) -> bytes:
    """A sheet that says that it is no real evidence."""
    from PIL import Image, ImageDraw, ImageFont

    face = resources.files("txng.documents").joinpath("fonts", "Tinos-Regular.ttf")
    page = Image.new("RGB", (640, 400), "#e4f2e9")
    pen = ImageDraw.Draw(page)
    with resources.as_file(face) as path:
        large, small = (ImageFont.truetype(str(path), size) for size in (36, 24))
    pen.text((40, 130), "Ảnh minh chứng trình diễn", fill="#0b5c36", font=large)
    pen.text((40, 190), words, fill="#16211b", font=small)
    written = BytesIO()
    page.save(written, "PNG")
    return written.getvalue()
