"""What was told and what was asked, in the demonstration: six articles, a campaign of 2026 with evidence of
several agencies, five feedbacks, three difficulties of which one was brought before the province.

Fictional: names of outlets say "(trình diễn)", links end in ".example". What lies after today is left out.
"""

import io
from datetime import date
from typing import Final, NamedTuple

from django.utils import timezone
from PIL import Image, ImageDraw

from txng.accounts.actors import Actor
from txng.demo import agencies
from txng.outreach.actions import articles, campaigns, matters
from txng.outreach.actions.articles import ArticleFacts
from txng.outreach.actions.campaigns import ActivityFacts, EvidenceFacts
from txng.outreach.models import Article, Matter
from txng.products.queries import groups

SIGN: Final = "(trình diễn)"
YEAR: Final = 2026
SENDER: Final = Actor(None, "", frozenset(), "public")


class Told(NamedTuple):
    """`scene` draws a picture with these words for those who cannot see it; "" for none."""

    who: str
    kind: str
    title: str
    summary: str
    body: str
    group: str = ""
    audience: str = ""
    clause: str = ""
    title_en: str = ""
    body_en: str = ""
    scene: str = ""


ARTICLES: Final = (
    Told(
        "so-khcn", "tin", "Mở đợt tuyên truyền truy xuất nguồn gốc năm 2026",
        "Mười kênh, bốn cơ quan, từ hội nghị đến mạng xã hội.",
        "Sở Khoa học và Công nghệ mở đợt tuyên truyền của năm theo nhiệm vụ 1 trong phụ lục Kế hoạch 6736."
        "\n\n## Ai làm gì\n- Báo và Đài: bài viết, phóng sự.\n- Các sở: hội nghị với ngành mình.\n- Xã,"
        " phường: pa nô ở chợ, buổi nói chuyện ở thôn.\n\nAi cũng xem được [hướng dẫn](/huong-dan).",
        clause="PL.1", title_en="The 2026 campaign on traceability begins",
        body_en="The department of science and technology opens the campaign of the year."
        "\n\nGuides are [here](/huong-dan).",
    ),
    Told(
        "bao-va-dai", "dien-hinh", "Mỗi bao cà phê một lai lịch",
        "Một hợp tác xã ở Di Linh ghi từng lô từ vườn đến kho, khách quét là thấy.",
        "Mỗi sáng mùa hái, tổ trưởng cân bao của từng hộ và ghi lô trên điện thoại.\n\n[hình 1: Cân quả"
        " tươi đầu buổi]\n\n## Được gì\n- Tìm ra một bao lỗi trong vài phút thay vì nửa ngày.\n- Khách ở xa"
        " xem được vườn và ngày hái.\n\n## Còn khó\n- Hộ lớn tuổi cần người ghi thay.",
        group="nong-san/ca-phe/", audience="san-xuat", clause="IV.6",
        scene="Tranh vẽ: bao cà phê trên cân, bên cạnh là điện thoại đang ghi lô.",
    ),
    Told(
        "bao-va-dai", "dien-hinh", "Rau Lạc Dương: tem thùng đi cùng xe lạnh",
        "Tổ hợp tác dán tem từ lúc đóng thùng, nơi nhận quét là xong.",
        "Tổ hợp tác đóng hai trăm thùng một ngày. Tem in trước, dán ngay ở nhà sơ chế.\n\n[hình 1]\n\nNơi"
        " nhận quét thùng để xác nhận, nên thùng lạc được tìm thấy trong buổi.",
        group="nong-san/rau/", audience="phan-phoi", clause="IV.6",
        scene="Tranh vẽ: thùng rau có tem, xếp cạnh cửa xe lạnh.",
    ),
    Told(
        "so-nong-nghiep", "tin", "Hội nghị với người trồng sầu riêng trước vụ",
        "Nhắc lại mã vùng trồng, cách ly thuốc và giữ phiếu kiểm nghiệm theo lô.",
        "Ba điều cần làm trước khi cắt:\n1. Ghi mã vùng trồng vào thửa.\n2. Xem ngày hết cách ly.\n3. Giữ"
        " phiếu kiểm nghiệm của lô.\n\nĐọc [hướng dẫn sầu riêng](/huong-dan/sau-rieng).",
        group="nong-san/trai-cay/sau-rieng/", audience="san-xuat", clause="II.1.b",
    ),
    Told(
        "so-khcn", "tin", "Cách đọc một tem truy xuất", "Ba việc khi quét một món hàng ở chợ.",
        "1. Quét tem bằng máy ảnh điện thoại.\n2. So tên, số lô, hạn dùng với bao bì.\n3. Thấy lạ thì"
        " [báo nghi ngờ](/bao-nghi-ngo).\n\nTem có thể bị chép, nên hãy so cả món hàng trong tay.",
        audience="nguoi-tieu-dung", clause="II.1.b",
    ),
    Told(
        "so-khcn", "tin", "Góp ý nay có số theo dõi và hạn trả lời",
        "Gửi không cần tài khoản; câu trả lời đọc bằng số và mã bí mật.",
        "Trang [Góp ý](/gop-y) nhận góp ý, vướng mắc và câu hỏi. Người gửi nhận một số và một mã; cơ quan trả"
        " lời theo ngày làm việc.",
        clause="IV.1.b",
    ),
)  # fmt: skip

PLAN: Final = (
    ("so-khcn", "hoi-nghi", date(2026, 1, 15), date(2026, 3, 31), 2, "", "co-quan"),
    ("bao-va-dai", "bao-viet", date(2026, 1, 1), date(2026, 12, 31), 6, "nong-san/ca-phe/", ""),
    (
        "bao-va-dai",
        "phong-su",
        date(2026, 4, 1),
        date(2026, 11, 30),
        3,
        "nong-san/rau/",
        "nguoi-tieu-dung",
    ),
    (
        "so-nong-nghiep",
        "hoi-thao",
        date(2026, 3, 1),
        date(2026, 6, 30),
        2,
        "nong-san/trai-cay/",
        "san-xuat",
    ),
    ("so-cong-thuong", "chuyen-de", date(2026, 5, 1), date(2026, 9, 30), 1, "", "ban-le"),
    ("ubnd-cap-xa", "pano", date(2026, 2, 1), date(2026, 4, 30), 4, "", "nguoi-tieu-dung"),
)

EVIDENCE: Final = (
    ("so-khcn", "hoi-nghi", "Hội nghị triển khai năm 2026", "Hội trường tỉnh", date(2026, 1, 28), "", 180),
    ("bao-va-dai", "bao-viet", "Mỗi bao cà phê một lai lịch", "Báo", date(2026, 2, 12),
     "https://bao.example/ca-phe-lai-lich", 5200),
    ("bao-va-dai", "bao-viet", "Người trồng chè ghi sổ bằng điện thoại", "Báo", date(2026, 3, 20),
     "https://bao.example/che-ghi-so", None),
    ("bao-va-dai", "phong-su", "Một thùng rau đi đâu", "Truyền hình", date(2026, 5, 8), "", 31000),
    ("bao-va-dai", "bao-viet", "Hộ nhỏ tham gia thế nào", "Báo", date(2026, 8, 19),
     "https://bao.example/ho-nho", 2700),
    ("so-nong-nghiep", "hoi-thao", "Hội thảo trước vụ sầu riêng", "Hội trường xã", date(2026, 4, 16), "", 95),
    ("so-nong-nghiep", "trang-tin", "Ba việc trước khi cắt", "Trang tin của sở", date(2026, 4, 22),
     "https://so.example/ba-viec", None),
    ("so-cong-thuong", "chuyen-de", "Chợ hỏi gì ở tem", "Bản tin ngành", date(2026, 6, 30), "", 640),
    ("ubnd-cap-xa", "pano", "Quét trước khi mua", "Chợ xã", date(2026, 3, 5), "", None),
    ("so-khcn", "mang-xa-hoi", "Cách đọc một tem", "Trang của sở", date(2026, 9, 9),
     "https://mxh.example/doc-tem", 8800),
)  # fmt: skip

FEEDBACKS: Final = (
    ("hoi", "Hộ tôi trồng 5 sào cà phê, chưa có mã số thuế thì đăng ký được không?", "24958"),
    ("gop-y", "Trang tra mã nên có chữ to hơn cho người lớn tuổi.", ""),
    ("vuong-mac", "Đăng ký rồi mà một tuần chưa thấy ai xác nhận cơ sở của chúng tôi.", "24846"),
    ("hoi", "Tem dán lên bó hoa bị ướt thì bong, có loại tem nào chịu nước không?", ""),
    ("gop-y", "Xin thêm hướng dẫn cho người bán ở chợ, không chỉ người trồng.", ""),
)


def put_in(*, by: Actor) -> None:
    if Article.objects.exists():
        return
    for told in ARTICLES:
        _article(told)
    _campaign()
    _feedback()
    _difficulties()


def _article(told: Told) -> None:
    author, reviewer = agencies.staff(told.who, "bien-tap"), agencies.staff("so-khcn", "lanh-dao")
    known = {one.path for one in groups.groups(author)}
    facts = ArticleFacts(
        title=told.title, summary=told.summary, body=told.body, title_en=told.title_en,
        body_en=told.body_en, group=told.group if told.group in known else "",
        audience=told.audience, clause=told.clause,
    )  # fmt: skip
    one = articles.write_article(by=author, kind=told.kind, facts=facts)
    if told.scene:
        articles.add_picture(
            by=author, article=one, file_name="tranh.png", content=_picture(), alt=told.scene,
            credit=f"Tranh {SIGN}",
        )  # fmt: skip
    one = articles.submit_article(by=author, article=one)
    articles.approve_article(by=reviewer, article=one, base=1)


def _picture() -> bytes:
    drawn = Image.new("RGB", (640, 360), "#e4f2e9")
    pen = ImageDraw.Draw(drawn)
    pen.rectangle((0, 250, 640, 360), fill="#8fc3a6")
    pen.rounded_rectangle((120, 110, 330, 290), 18, fill="#6b4700")
    pen.rounded_rectangle((400, 130, 490, 300), 14, fill="#16211b")
    pen.rectangle((412, 148, 478, 276), fill="#ffffff")
    written = io.BytesIO()
    drawn.save(written, "PNG")
    return written.getvalue()


def _campaign() -> None:
    today, lead = timezone.localdate(), agencies.staff("so-khcn")
    known = {one.path for one in groups.groups(lead)}
    one = campaigns.open_campaign(
        by=lead, year=YEAR, title=f"Tuyên truyền truy xuất nguồn gốc {YEAR} {SIGN}",
        goal="Mỗi ngành có người hiểu cách ghi; mỗi chợ lớn có chỗ chỉ cách quét.", clause="PL.1",
    )  # fmt: skip
    lines = {}
    for who, channel, first, last, planned, group, audience in PLAN:
        facts = ActivityFacts(
            agency=who, channel=channel, starts_on=first, ends_on=last, planned=planned,
            group=group if group in known else "", audience=audience,
        )  # fmt: skip
        lines[who, channel] = campaigns.plan_activity(by=lead, campaign=one, facts=facts).pk
    for who, channel, title, outlet, day, link, reach in EVIDENCE:
        if day > today:
            continue
        campaigns.record_evidence(
            by=agencies.staff(who),
            facts=EvidenceFacts(
                channel=channel, title=title, outlet=f"{outlet} {SIGN}", told_on=day, link=link,
                reach=reach, activity=lines.get((who, channel)),
            ),
        )  # fmt: skip


def _feedback() -> None:
    agency = agencies.staff("so-khcn")
    rows = []
    for place, (kind, words, commune) in enumerate(FEEDBACKS):
        got = matters.receive_feedback(
            by=SENDER, kind=kind, words=words, commune_code=commune, consents=True,
            device=f"demo {place}", form=f"demo {place}",
        )  # fmt: skip
        rows.append(got.matter)
    first = _given(agency, rows[0], "ubnd-cap-xa")
    _answered(
        agencies.staff("ubnd-cap-xa"), first,
        "Được. Mã số thuế không bắt buộc với hộ gia đình: mở trang Bắt đầu và chọn Hộ gia đình.",
    )  # fmt: skip
    second = _answered(
        agency, _given(agency, rows[1], "so-khcn"),
        "Cảm ơn góp ý. Trang theo cỡ chữ của điện thoại; hướng dẫn đã thêm cách phóng chữ.",
    )  # fmt: skip
    matters.close_matter(by=agency, matter=second, base=second.version)
    _given(agency, rows[2], "ubnd-cap-xa")


def _difficulties() -> None:
    agency = agencies.staff("so-khcn")
    sent = [
        matters.send_difficulty(by=agencies.staff(who), title=title, words=words, wish=wish, clause=clause)
        for who, title, words, wish, clause in (
            ("ubnd-cap-xa", "Xã chưa có máy quét và máy in tem",
             "Nhiều xã mới chưa có máy quét, máy in để hướng dẫn bà con.",
             "Cho dùng chung một bộ theo cụm xã.", "II.3.a"),
            ("so-nong-nghiep", "Hai hệ thống hỏi cùng một dữ liệu",
             "Hợp tác xã phải khai hai lần cho hệ thống của bộ và của tỉnh.",
             "Thống nhất một nơi khai, nơi kia lấy về.", "II.3.b"),
            ("so-cong-thuong", "Tiểu thương chưa quen quét mã",
             "Ở chợ truyền thống ít người quét khi nhập hàng.", "", "II.1.b"),
        )
    ]  # fmt: skip
    one = _given(agency, sent[0], "so-khcn")
    one = matters.escalate_matter(
        by=agency, matter=one, base=one.version,
        words="Vượt kinh phí của sở: đề nghị cho mua theo cụm xã từ nguồn của Kế hoạch.",
    )  # fmt: skip
    one = matters.record_decision(
        by=agency, matter=one, base=one.version, decided_on=timezone.localdate(),
        number=f"01/TB-UBND {SIGN}",
        decision="Đồng ý mỗi cụm xã một bộ máy quét, máy in; Sở Tài chính cân đối trong dự toán năm sau.",
    )  # fmt: skip
    _answered(agency, one, "UBND tỉnh đồng ý cấp theo cụm xã; sở sẽ báo lịch nhận máy.")
    _given(agency, sent[1], "so-khcn")


def _given(by: Actor, one: Matter, agency: str) -> Matter:
    return matters.give_matter(by=by, matter=one, base=one.version, agency=agency)


def _answered(by: Actor, one: Matter, answer: str) -> Matter:
    return matters.answer_matter(by=by, matter=one, base=one.version, answer=answer)
