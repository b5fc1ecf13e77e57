"""What stories of this room begin with, made by the verbs that people use."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

from django.utils import timezone

from tests import people
from tests.parties import register
from txng.accounts.actors import Actor
from txng.awards.actions import applications, contracts, councils, policies, topics
from txng.awards.models import Application, Call, Council, Policy, Topic, TopicCall
from txng.awards.rules import topics as topic_rules
from txng.parties import actions as parties
from txng.parties import queries as registers

MILLION = Decimal(1_000_000)


def today() -> date:
    return timezone.localdate()


def binh() -> Actor:
    return people.binh()


def colleague(name: str = "Bích") -> Actor:
    """Somebody else of Bình's agency, with the same rights."""
    return replace(people.binh(), name=name)


def finance() -> Actor:
    people.ROLES.setdefault("Người của so-tai-chinh", "tai-chinh")  # for who signs in
    return people.staff_of("so-tai-chinh", "tai-chinh")


def facts(**more) -> policies.PolicyFacts:
    usual = {
        "title": "Hỗ trợ xây dựng hệ thống truy xuất (hư cấu)",
        "legal_basis": "Kế hoạch 6736, mục IV.1.c",
        "who": "Hợp tác xã và doanh nghiệp của tỉnh",
        "what": "Một phần chi phí phần mềm và tem",
        "valid_from": date(2026, 1, 1),
        "lead": "so-khcn",
        "coapprover": "so-tai-chinh",
    }
    return policies.PolicyFacts(**(usual | more))


def policy(**more) -> Policy:
    if not registers.plan_is_loaded(people.binh()):
        parties.load_plan(by=people.binh())
    made = policies.write_policy(by=binh(), facts=facts(**more))
    return policies.open_policy(by=binh(), policy=made)


def call(of: Policy | None = None, budget: Decimal | None = 100 * MILLION) -> Call:
    return policies.open_call(
        by=binh(),
        policy=of or policy(),
        facts=policies.CallFacts(
            "Đợt một", today() - timedelta(days=5), today() + timedelta(days=30), budget
        ),
    )


def application(of: Call | None = None, asked: Decimal = 50 * MILLION) -> Application:
    if registers.own_enterprise(people.an()) is None:
        register.ans_cooperative()
    return applications.apply(
        by=people.an(),
        call=of or call(),
        facts=applications.Wish("Mua máy in tem (hư cấu)", asked, 20 * MILLION),
    )


def examined(one: Application | None = None, by: Actor | None = None) -> Application:
    one = one or application()
    return applications.examine(
        by=by or binh(), application=one, note="Đúng đối tượng.", proposed_vnd=one.asked_vnd
    )


def approved(one: Application | None = None, granted: Decimal = 40 * MILLION) -> Application:
    return applications.approve(
        by=colleague(), application=one or examined(), granted_vnd=granted,
        decision_number="12/QĐ-SKHCN", decision_on=today(), note="Theo biên bản thẩm tra.",
    )  # fmt: skip


def granted(one: Application | None = None) -> Application:
    return applications.coapprove(by=finance(), application=one or approved())


# --- topics ---------------------------------------------------------------------------------------


def topic_call(days_left: int = 10) -> TopicCall:
    return topics.open_call(
        by=binh(),
        facts=topics.CallFacts(
            "Kêu gọi đề tài (hư cấu)", "keu-goi", "Giải pháp truy xuất cho cà phê.",
            today() - timedelta(days=20), today() + timedelta(days=days_left),
        ),
    )  # fmt: skip


def proposal(**more) -> topics.Proposal:
    usual = {
        "kind": "de-tai",
        "title": "Truy xuất cà phê bằng chuỗi khối (hư cấu)",
        "summary": "Làm thử ở ba hợp tác xã.",
        "leader": "Nguyễn Văn Thử (hư cấu)",
        "months": 12,
        "asked_vnd": 300 * MILLION,
        "own_vnd": 100 * MILLION,
        "technologies": ("blockchain", "iot"),
    }
    return topics.Proposal(**(usual | more))


def topic(of: TopicCall | None = None, by: Actor | None = None, **more) -> Topic:
    return topics.propose(by=by or people.an(), call=of or topic_call(), facts=proposal(**more))


def council(of: TopicCall | Topic, members: int = 3) -> Council:
    key = {"call": of} if isinstance(of, TopicCall) else {"topic": of}
    made = councils.form_council(by=binh(), decision_number="5/QĐ-SKHCN", formed_on=today(), **key)
    for number in range(members):
        councils.seat_member(
            by=binh(), council=made,
            facts=councils.MemberFacts(
                f"Thành viên {number} (hư cấu)", "uy-vien" if number else "chu-tich", "Viện hư cấu"
            ),
        )  # fmt: skip
    return made


def full_marks(purpose: str, share: Decimal = Decimal(1)) -> dict[str, Decimal]:
    return {code: most * share for code, (_title, most) in topic_rules.CRITERIA[purpose].items()}


def marked(one: Council, topic: Topic, share: Decimal = Decimal(1)) -> Council:
    for member in one.members.all():
        councils.mark(
            by=binh(), council=one, member=member, topic=topic, marks=full_marks(one.purpose, share)
        )
    return one


def concluded(one: Council) -> Council:
    return councils.conclude(by=binh(), council=one, met_on=today(), minutes="Biên bản họp.")


def selected(one: Topic | None = None, share: Decimal = Decimal(1)) -> Topic:
    one = one or topic()
    topics.close_call(by=binh(), call=one.call)
    one.call.refresh_from_db()
    concluded(marked(council(one.call), one, share))
    return topics.select(
        by=colleague(), topic=one, decision_number="9/QĐ-SKHCN", decision_on=today()
    )


def contract(**more) -> contracts.ContractFacts:
    usual = {
        "number": "HĐ-01/2026",
        "signed_on": today(),
        "begins_on": today(),
        "ends_on": topic_rules.months_later(today(), 12),
        "amount_vnd": 250 * MILLION,
        "own_vnd": 100 * MILLION,
    }
    return contracts.ContractFacts(**(usual | more))


def running(one: Topic | None = None) -> Topic:
    return contracts.sign(by=binh(), topic=one or selected(), facts=contract())


def handed_in(one: Topic | None = None) -> Topic:
    one = one or running()
    contracts.add_output(by=people.an(), topic=one, kind="phan-mem", name="Phần mềm ghi sự kiện")
    return topics.hand_in(by=people.an(), topic=one, note="Đã chạy thử ở ba hợp tác xã.")


def accepted(one: Topic | None = None, share: Decimal = Decimal("0.95")) -> Topic:
    one = one or handed_in()
    concluded(marked(council(one), one, share))
    return topics.accept(
        by=colleague(), topic=one, grade="xuat-sac", decision_number="30/QĐ-SKHCN",
        decision_on=today(),
    )  # fmt: skip
