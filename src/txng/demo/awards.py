"""What the fictional province encourages: two policies, four topics from 2024 to 2026, commendation of 2026.

Titles and decision numbers end in "(trình diễn)" or say "TD": nothing of it was decided by anybody. Written
by the verbs of the room, each step by somebody who may take it alone. Running it again changes nothing.
"""

from datetime import date
from decimal import Decimal
from typing import Final

from django.utils import timezone

from txng.accounts import actions as accounts
from txng.accounts.actors import Actor, operator_for
from txng.awards.actions import applications, commendations, contracts, councils, policies, topics
from txng.awards.actions.applications import Wish
from txng.awards.actions.commendations import CommendationFacts
from txng.awards.actions.contracts import ContractFacts, Progress
from txng.awards.actions.councils import MemberFacts
from txng.awards.actions.policies import CallFacts, PolicyFacts
from txng.awards.actions.topics import CallFacts as TopicCallFacts
from txng.awards.actions.topics import Proposal
from txng.awards.models import Application, Call, Council, Topic, TopicCall
from txng.awards.queries import incentives
from txng.awards.rules import topics as rules
from txng.demo import agencies, enterprises
from txng.demo.cast import Firm
from txng.parties import actions as parties
from txng.parties.actions import PartyFacts
from txng.parties.models import Enterprise
from txng.parties.queries import own_enterprise

MILLION: Final = Decimal(1_000_000)
MEMBERS: Final = (
    ("Trần Chủ Tọa (hư cấu)", "chu-tich", "Trường Đại học Đồi Thông (hư cấu)"),
    ("Lê Thư Ký (hư cấu)", "thu-ky", "Hội Tin học (hư cấu)"),
    ("Phạm Phản Biện (hư cấu)", "uy-vien", "Viện Cây công nghiệp (hư cấu)"),
)


def put_in(*, by: Actor) -> None:
    if incentives.policies(by).exists():
        return
    _policies()
    _topics()
    _commendations()


def past(year: int, month: int, day: int) -> date:
    """That day, or today while it is still to come: nothing is decided in the future."""
    return min(date(year, month, day), timezone.localdate())


def officer(person: str = "chuyen-vien") -> Actor:
    return agencies.staff("so-khcn", person)


def leader() -> Actor:
    return agencies.staff("so-khcn", "lanh-dao")


def _of(firm: Firm) -> tuple[Actor, Enterprise]:
    """Somebody of this firm and its entry, made where nothing else of the demonstration made it."""
    account = accounts.ensure_organisation(by=officer(), name=firm.name)
    actor = operator_for(account.pk, account.name)
    entry = own_enterprise(actor)
    if entry is None:
        entry = parties.register_enterprise(
            by=officer(),
            facts=PartyFacts(
                name=firm.name, kind="hop-tac-xa" if "HTX" in firm.name else "cong-ty",
                sector="nong-nghiep", commune_code=firm.commune_code,
            ),
            organisation=account,
        )  # fmt: skip
    return actor, entry


# --- incentives -----------------------------------------------------------------------------------


def _policies() -> None:
    system = _call(
        PolicyFacts(
            title="Hỗ trợ xây dựng hệ thống truy xuất nguồn gốc (trình diễn)",
            legal_basis="Kế hoạch 6736/KH-UBND, mục IV.1.c và IV.3.b; quyết định TD-01 (hư cấu)",
            who="Doanh nghiệp, hợp tác xã của tỉnh đầu tư hệ thống bằng vốn của mình và hỗ trợ của tỉnh.",
            what="Tối đa 50 % chi phí phần mềm, thiết bị, tem năm đầu, không quá 200 triệu đồng.",
            valid_from=date(2026, 1, 1), lead="so-khcn", coapprover="so-tai-chinh",
            kinds=("cong-ty", "hop-tac-xa"), most_vnd=200 * MILLION,
        ),
        CallFacts("Đợt 1 năm 2026", date(2026, 2, 2), date(2026, 12, 31), 500 * MILLION),
    )  # fmt: skip
    labels = _call(
        PolicyFacts(
            title="Hỗ trợ tem cho hợp tác xã, tổ hợp tác (trình diễn)",
            legal_basis="Kế hoạch 6736/KH-UBND, mục IV.1.c; quyết định TD-02 (hư cấu)",
            who="Hợp tác xã, tổ hợp tác, hộ kinh doanh có sản phẩm trong sổ.",
            what="10.000 tem đầu tiên và mã số mã vạch năm đầu.",
            valid_from=date(2025, 7, 1), valid_until=date(2027, 12, 31), lead="so-nong-nghiep",
            kinds=("hop-tac-xa", "to-hop-tac", "ho-kinh-doanh"), most_vnd=20 * MILLION,
        ),
        CallFacts("Năm 2026", date(2026, 1, 5), date(2026, 12, 31), None),
    )  # fmt: skip
    first = _granted(system, enterprises.CAU_DAT, "Phần mềm và máy in tem tại xưởng", 180, 150)
    who, _entry = _of(enterprises.CAU_DAT)
    applications.report(
        by=who, application=first, spent_vnd=148 * MILLION,
        note="Đã mua hai máy in, nối sổ sự kiện, tập huấn 12 người (trình diễn).",
    )  # fmt: skip
    applications.accept(by=officer(), application=first, note="Đủ hồ sơ, đã kiểm tra tại xưởng.")
    _granted(system, enterprises.STORAGE, "Cân và đầu đọc mã ở kho", 120, 90)
    _applied(system, enterprises.COFFEE_MILLER, "Đầu đọc mã ở dây chuyền", 160, (2026, 10, 12))
    tea = _applied(labels, enterprises.TEA_COOPERATIVE, "Tem cho ba loại chè", 15, (2026, 3, 9))
    _examined(tea, 12)
    applications.approve(
        by=leader(), application=tea, granted_vnd=12 * MILLION, decision_number="41/QĐ-TD",
        decision_on=past(2026, 4, 2), note="Đúng đối tượng (trình diễn).",
    )  # fmt: skip
    more = _applied(labels, enterprises.VEGETABLE_COOPERATIVE, "Tem rau", 10, (2026, 9, 14))
    applications.return_for_more(
        by=officer(), application=more, note="Bổ sung báo giá tem (trình diễn)."
    )


def _call(facts: PolicyFacts, call: CallFacts) -> Call:
    made = policies.write_policy(by=officer(), facts=facts)
    made = policies.open_policy(by=leader(), policy=made)
    return policies.open_call(by=officer(), policy=made, facts=call)


def _applied(
    call: Call, firm: Firm, wish: str, asked: int, on: tuple[int, int, int]
) -> Application:
    who, _entry = _of(firm)
    day = max(past(*on), call.opens_on)
    facts = Wish(f"{wish} (trình diễn).", asked * MILLION, asked * MILLION)
    return applications.apply(by=who, call=call, facts=facts, on=day)


def _examined(one: Application, proposed: int) -> Application:
    return applications.examine(
        by=officer(), application=one, note="Đúng đối tượng, đủ giấy tờ (trình diễn).",
        proposed_vnd=proposed * MILLION,
    )  # fmt: skip


def _granted(call: Call, firm: Firm, wish: str, asked: int, granted: int) -> Application:
    """By examination, decision and the agreement of Finance: three people of two agencies."""
    one = _examined(_applied(call, firm, wish, asked, (2026, 3, 2)), granted)
    applications.approve(
        by=leader(), application=one, granted_vnd=granted * MILLION,
        decision_number=f"{30 + one.pk}/QĐ-TD", decision_on=past(2026, 5, 15),
        note="Theo biên bản thẩm tra (trình diễn).",
    )  # fmt: skip
    return applications.coapprove(
        by=agencies.staff("so-tai-chinh"), application=one, note="Có nguồn (trình diễn)."
    )


# --- topics ---------------------------------------------------------------------------------------


def _topics() -> None:
    centre = agencies.staff("tt-ung-dung-khcn")
    first = _round(
        "Đặt hàng năm 2024 (trình diễn)", "dat-hang", date(2024, 2, 1), date(2024, 3, 31)
    )
    chain = _proposed(centre, first, date(2024, 3, 4), "Ghi sự kiện cà phê bằng chuỗi khối",
                      "de-tai", ("blockchain", "iot"), 18, 850, 150)  # fmt: skip
    _chosen(first, {chain: Decimal("0.88")}, date(2024, 5, 20))
    _signed(chain, date(2024, 7, 1), date(2025, 12, 31), 800, 150)
    for period, day in ((1, date(2024, 12, 27)), (2, date(2025, 6, 30)), (3, date(2025, 12, 29))):
        _reported(chain, centre, period, 33 * period, day)
    _accepted(chain, centre)

    second = _round("Kêu gọi năm 2025 (trình diễn)", "keu-goi", date(2025, 3, 1), date(2025, 4, 30))
    farms, firm = agencies.staff("so-nong-nghiep"), _of(enterprises.CAU_DAT)[0]
    scales = _proposed(farms, second, date(2025, 4, 7), "Nhận dạng lá bệnh cho nhật ký rau",
                       "du-an", ("ai", "big-data"), 18, 1_200, 300)  # fmt: skip
    sensors = _proposed(firm, second, date(2025, 4, 21), "Cảm biến ẩm độ gắn với lô cà phê",
                        "nhiem-vu", ("iot",), 12, 400, 200)  # fmt: skip
    _chosen(second, {scales: Decimal("0.9"), sensors: Decimal("0.8")}, date(2025, 6, 30))
    _signed(scales, date(2025, 9, 1), date(2027, 2, 28), 1_100, 300)
    _reported(scales, farms, 1, 30, date(2026, 3, 2))
    _reported(scales, farms, 2, 55, date(2026, 9, 9))  # some days late
    _signed(sensors, date(2026, 5, 4), date(2027, 5, 3), 380, 200)

    third = _round("Kêu gọi năm 2026 (trình diễn)", "keu-goi", date(2026, 10, 1), date(2027, 1, 31))
    _proposed(centre, third, date(2026, 11, 10), "Tem chống giả cho hoa cắt cành", "de-tai",
              ("khac", "blockchain"), 24, 900, 100)  # fmt: skip


def _round(title: str, mode: str, opens_on: date, closes_on: date) -> TopicCall:
    demand = "Giải pháp công nghệ dùng được trong truy xuất nông sản của tỉnh, chuyển giao được."
    facts = TopicCallFacts(title, mode, demand, min(opens_on, timezone.localdate()), closes_on)
    return topics.open_call(by=officer(), facts=facts)


def _proposed(
    who: Actor, call: TopicCall, on: date, title: str, kind: str, tags: tuple[str, ...],
    months: int, asked: int, own: int,
) -> Topic:  # fmt: skip
    return topics.propose(
        by=who, call=call, on=max(min(on, timezone.localdate()), call.opens_on),
        facts=Proposal(
            kind=kind, title=f"{title} (trình diễn)",
            summary="Làm thử ở ba cơ sở, đo lượng dữ liệu thiếu trước và sau, viết hướng dẫn (hư cấu).",
            leader="Nguyễn Nghiên Cứu (hư cấu)", months=months, asked_vnd=asked * MILLION,
            own_vnd=own * MILLION, technologies=tags,
        ),
    )  # fmt: skip


def _council(
    formed_on: date, *, call: TopicCall | None = None, topic: Topic | None = None
) -> Council:
    number = f"{formed_on.year % 100}{formed_on.month:02}/QĐ-TD"
    made = councils.form_council(
        by=officer("thu-ky"), call=call, topic=topic, decision_number=number, formed_on=formed_on
    )
    for name, role, workplace in MEMBERS:
        councils.seat_member(
            by=officer("thu-ky"), council=made, facts=MemberFacts(name, role, workplace)
        )
    return made


def _met(council: Council, shares: dict[Topic, Decimal], met_on: date) -> None:
    criteria = rules.CRITERIA[council.purpose]
    for member in council.members.order_by("pk"):
        for topic, share in shares.items():
            marks = {
                code: (most * share).quantize(Decimal("0.1")) for code, (_title, most) in criteria.items()
            }  # fmt: skip
            councils.mark(
                by=officer("thu-ky"), council=council, member=member, topic=topic, marks=marks
            )
    councils.conclude(
        by=officer("thu-ky"), council=council, met_on=met_on,
        minutes="Hội đồng đủ thành phần, thảo luận và thống nhất theo phiếu chấm (trình diễn).",
    )  # fmt: skip


def _chosen(call: TopicCall, shares: dict[Topic, Decimal], on: date) -> None:
    _met(_council(on, call=call), shares, on)
    for number, topic in enumerate(shares, start=1):
        topics.select(
            by=leader(),
            topic=topic,
            decision_number=f"{on.month * 10 + number}/QĐ-TD",
            decision_on=on,
        )


def _signed(topic: Topic, begins_on: date, ends_on: date, amount: int, own: int) -> None:
    day = min(begins_on, timezone.localdate())
    facts = ContractFacts(
        number=f"{topic.pk:02}/HĐ-TD", signed_on=day, begins_on=day, ends_on=ends_on,
        amount_vnd=amount * MILLION, own_vnd=own * MILLION,
    )  # fmt: skip
    contracts.sign(by=officer(), topic=topic, facts=facts)


def _reported(topic: Topic, who: Actor, period: int, percent: int, on: date) -> None:
    facts = Progress(percent, "Làm xong phần việc của kỳ theo thuyết minh (trình diễn).", "", None)
    contracts.send_report(
        by=who, topic=topic, period=period, facts=facts, on=min(on, timezone.localdate())
    )
    contracts.remark(by=officer(), topic=topic, period=period, note="Đã xem (trình diễn).")


def _accepted(topic: Topic, who: Actor) -> None:
    for kind, name in (
        ("phan-mem", "Mô đun ghi sự kiện vào chuỗi khối"), ("quy-trinh", "Quy trình ghi lô tại xưởng"),
        ("bai-bao", "Bài trên tạp chí (hư cấu)"),
    ):  # fmt: skip
        contracts.add_output(by=who, topic=topic, kind=kind, name=f"{name} (trình diễn)")
    topics.hand_in(
        by=who, topic=topic,
        note="Ba cơ sở dùng được mô đun; phần lô thiếu dữ liệu giảm từ 31 % còn 9 % (số hư cấu).",
    )  # fmt: skip
    day = past(2026, 4, 22)
    _met(_council(day, topic=topic), {topic: Decimal("0.93")}, day)
    topics.accept(
        by=leader(), topic=topic, grade="xuat-sac", decision_number="57/QĐ-TD", decision_on=day
    )
    _actor, receiver = _of(enterprises.CAU_DAT)
    contracts.transfer(
        by=officer(), topic=topic, receiver=receiver.code, transferred_on=past(2026, 7, 1),
        what="Mô đun, tài liệu và hai buổi hướng dẫn (trình diễn).",
    )  # fmt: skip


# --- commendation ---------------------------------------------------------------------------------


def _commendations() -> None:
    year = min(2026, timezone.localdate().year)
    coffee, tea = (_of(firm)[1] for firm in (enterprises.CAU_DAT, enterprises.TEA_COOPERATIVE))
    told = (
        ("co-so", coffee.code, "bang-khen", "Ghi đủ sự kiện cả năm, chuyển giao cho hai cơ sở khác."),
        ("co-so", tea.code, "giay-khen", "Dán tem mọi lô chè, trả lời người mua trong ngày."),
        ("co-quan", "tt-ung-dung-khcn", "bang-khen", "Hoàn thành đề tài, đào tạo cán bộ xã."),
        ("co-quan", "so-nong-nghiep", "giay-khen", "Xong các nhiệm vụ được giao trong năm."),
        ("ca-nhan", "Đỗ Thị Mẫu (hư cấu), HTX Cà phê Sương Đồi", "giay-khen", "Hướng dẫn 40 hộ ghi nhật ký."),
    )  # fmt: skip
    made = [
        commendations.propose(
            by=officer(), facts=CommendationFacts(year, whom, who, f"{merits} (trình diễn)", form)
        )
        for whom, who, form, merits in told
    ]
    sent = commendations.submit_list(
        by=officer(), year=year, chosen=[one.number for one in made[:4]],
        paper_number="88/TTr-TD", on=past(2026, 11, 2),
    )  # fmt: skip
    for one in (sent[0], sent[2]):
        commendations.commend(
            by=leader(), commendation=one, form=one.form, decision_number="1201/QĐ-TD",
            decision_on=past(2026, 11, 20), note="Quyết định trình diễn.",
        )  # fmt: skip
    commendations.decline(
        by=leader(), commendation=sent[3], note="Chưa đủ thời gian theo quy chế (trình diễn)."
    )
