"""Pages of the room, as people press their buttons."""

from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from django.urls import reverse

from tests import people
from tests.awards import stories
from tests.parties import register
from txng.awards.actions import topics
from txng.awards.models import Application, Commendation, Council, Policy, Topic
from txng.awards.queries import incentives
from txng.awards.rules import steps
from txng.awards.rules import topics as rules
from txng.ui import dates

pytestmark = pytest.mark.django_db

PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


def day(value):
    return dates.written(value, "vi")


def body(answer) -> str:
    return answer.content.decode()


def went_to(answer) -> str:
    assert answer.status_code == 303, body(answer)[:3000]
    return urlsplit(answer["Location"]).path


def test_a_policy_is_written_put_in_force_and_opened_by_pressing_buttons():
    stories.policy()  # loads the agencies
    bích = people.client_of(stories.binh())
    new = reverse("awards:new_policy")
    typed = {
        "title": "Thưởng tem sạch (hư cấu)", "legal_basis": "NQ 01/2026 (hư cấu)", "who": "Hợp tác xã",
        "what": "Tiền tem", "valid_from": day(stories.today()), "lead": "so-khcn",
        "valid_until": day(stories.today() - timedelta(days=1)), "kinds": ["hop-tac-xa"],
    }  # fmt: skip
    wrong = bích.post(new, typed)
    assert wrong.status_code == 400
    assert "Ngày cuối phải từ ngày bắt đầu" in body(wrong)
    assert "Thưởng tem sạch" in body(wrong)  # what was typed is kept
    address = went_to(bích.post(new, typed | {"valid_until": ""}))
    one = Policy.objects.get(title__startswith="Thưởng tem sạch")
    assert "Cho áp dụng" in body(bích.get(address))
    went_to(bích.post(reverse("awards:open_policy", args=[one.pk])))
    call = {
        "title": "Đợt 1", "opens_on": day(stories.today()),
        "closes_on": day(stories.today() + timedelta(days=9)), "budget_vnd": "100.000.000",
    }  # fmt: skip
    went_to(bích.post(reverse("awards:new_call", args=[one.pk]), call))
    assert "100.000.000 đồng" in body(bích.get(address))
    sent = bích.post(address, {"paper": upload()})
    assert went_to(sent) == address
    assert "chinh-sach.pdf" in body(bích.get(address))
    assert "Đợt 1" in body(people.client_of(people.chi()).get(reverse("awards:public_policies")))


def upload(name="chinh-sach.pdf", content=PDF):
    from django.core.files.uploadedfile import SimpleUploadedFile

    return SimpleUploadedFile(name, content)


def test_an_reads_what_fits_and_why_and_applies():
    register.ans_cooperative()
    call = stories.call(stories.policy(kinds=("hop-tac-xa",)))
    stories.policy(title="Chỉ cho công ty (hư cấu)", kinds=("cong-ty",))
    an = people.client_of(people.an())
    page = body(an.get(reverse("awards:offers")))
    assert page.index("Hỗ trợ xây dựng") < page.index("Chỉ cho công ty")
    assert "Không dành cho loại hình của cơ sở." in page
    form = reverse("awards:apply", args=[call.pk])
    wrong = an.post(form, {"wish": "Mua máy", "asked_vnd": "không", "own_vnd": "0"})
    assert wrong.status_code == 400
    assert "Mua máy" in body(wrong)
    address = went_to(
        an.post(form, {"wish": "Mua máy", "asked_vnd": "50.000.000", "own_vnd": "5.000.000"})
    )
    assert "Cơ quan chủ trì thẩm tra." in body(an.get(address))
    an.post(address, {"paper": upload("báo giá.pdf")})
    assert "báo giá.pdf" in body(an.get(address))
    an.post(address, {"paper": upload("máy.exe", b"MZ\x90\x00")})
    assert "không phải ảnh JPEG" in body(an.get(address))
    offered = body(an.get(reverse("awards:offers")))
    assert form not in offered  # one application in a call: no button that would be refused
    assert "Hồ sơ của bạn: KK-" in offered
    again = an.post(form, {"wish": "Lần nữa", "asked_vnd": "1.000.000", "own_vnd": "0"})
    assert again.status_code == 400
    assert "đã có hồ sơ trong đợt này" in body(again)


def test_officers_take_an_application_to_its_end_by_their_pages():
    one = stories.application()
    binh, bich = (people.client_of(each) for each in (stories.binh(), person_of_agency()))
    step = lambda slug: reverse("awards:application_step", args=[one.number, slug])  # noqa: E731
    went_to(
        binh.post(
            step("tham-tra"), {"note": "Đủ.", "proposed_vnd": "40.000.000", "seen": one.version}
        )
    )
    decided = {
        "granted_vnd": "40.000.000", "decision_number": "1/QĐ-SKHCN",
        "decision_on": day(stories.today()), "note": "Đúng đối tượng.",
    }  # fmt: skip
    refused = binh.post(step("cho-huong"), decided)
    assert refused.status_code == 400
    assert "Bạn là người thẩm tra" in body(refused)
    went_to(bich.post(step("cho-huong"), decided))
    finance = people.client_of(stories.finance())
    page = reverse("awards:application", args=[one.number])
    assert "Đồng thuận về kinh phí" in body(finance.get(page))
    assert "Đồng thuận về kinh phí" not in body(binh.get(page))
    went_to(finance.post(step("dong-thuan"), {"note": ""}))
    one.refresh_from_db()
    assert one.state == steps.GRANTED


def person_of_agency():
    """A second account of Bình's agency, with the role of the standing agency."""
    people.ROLES.setdefault("Bích", "thuong-truc")
    return stories.colleague()


def test_a_stale_form_says_so_and_the_next_press_counts():
    one = stories.application()
    step = reverse("awards:application_step", args=[one.number, "tham-tra"])
    binh = people.client_of(stories.binh())
    assert 'value="50.000.000"' in body(binh.get(step))  # what was asked for, thousands apart
    typed = {"note": "Đủ.", "proposed_vnd": "40000000", "seen": one.version - 1}
    stale = binh.post(step, typed)
    assert stale.status_code == 400
    assert "vừa được người khác sửa" in body(stale)
    assert f'name="seen" value="{one.version}"' in body(stale)
    went_to(binh.post(step, typed | {"seen": one.version}))
    late = binh.get(step)
    assert late.status_code == 303  # pressed Back: told where it stands


def test_dung_gets_the_answer_of_a_missing_page():
    one, topic = stories.granted(), stories.running()
    dung = people.client_of(people.dung())
    for route, number in (("own_application", one.number), ("own_topic", topic.number)):
        assert dung.get(reverse(f"awards:{route}", args=[number])).status_code == 404
    assert one.number not in body(dung.get(reverse("awards:offers")))
    assert dung.get(reverse("awards:applications")).status_code == 403


def test_a_topic_is_proposed_marked_and_selected_by_pages():
    call = stories.topic_call()
    an, binh = people.client_of(people.an()), people.client_of(stories.binh())
    assert call.title in body(an.get(reverse("awards:own_topics")))
    typed = {
        "kind": "de-tai", "title": "Tem cảm biến (hư cấu)", "summary": "Thử ở ba vườn.",
        "technologies": ["iot"], "leader": "Người Thử", "months": "12", "asked_vnd": "200.000.000",
        "own_vnd": "50.000.000",
    }  # fmt: skip
    wrong = an.post(reverse("awards:propose", args=[call.pk]), typed | {"technologies": []})
    assert wrong.status_code == 400
    address = went_to(an.post(reverse("awards:propose", args=[call.pk]), typed))
    one = Topic.objects.get()
    assert one.title in body(an.get(address))
    went_to(binh.post(reverse("awards:close_topic_call", args=[call.pk])))
    formed = binh.post(
        reverse("awards:form_for_call", args=[call.pk]),
        {"decision_number": "5/QĐ", "formed_on": day(stories.today())},
    )
    council = Council.objects.get()
    assert went_to(formed) == reverse("awards:council", args=[council.pk])
    for number in range(3):
        went_to(binh.post(reverse("awards:seat_member", args=[council.pk]), {
            "name": f"Ủy viên {number}", "role": "uy-vien" if number else "chu-tich",
            "workplace": "Viện hư cấu",
        }))  # fmt: skip
    points = {code: str(most) for code, (_title, most) in rules.CRITERIA[rules.SELECTION].items()}
    for member in council.members.all():
        sheet = reverse("awards:sheet", args=[council.pk, member.pk, one.number])
        assert binh.post(sheet, points | {"noi-dung": "99"}).status_code == 400
        went_to(binh.post(sheet, points))
    page = body(binh.get(reverse("awards:council", args=[council.pk])))
    assert "Hạng 1" in page
    assert "điểm trung bình 100" in page
    went_to(binh.post(reverse("awards:conclude", args=[council.pk]),
                      {"met_on": day(stories.today()), "minutes": "Nhất trí."}))  # fmt: skip
    chosen = people.client_of(person_of_agency()).post(
        reverse("awards:topic_step", args=[one.number, "chon"]),
        {"decision_number": "9/QĐ", "decision_on": day(stories.today())},
    )
    went_to(chosen)
    one.refresh_from_db()
    assert one.state == steps.SELECTED


def test_late_progress_is_told_in_words_and_with_an_icon():
    one = stories.running()
    one.reports.update(due_on=stories.today() - timedelta(days=4))
    page = body(people.client_of(stories.binh()).get(reverse("awards:topic", args=[one.number])))
    assert "Trễ 4 ngày" in page
    assert page.count("<svg") >= 2
    register_page = body(people.client_of(stories.binh()).get(reverse("awards:topics")))
    assert "Báo cáo tiến độ chưa gửi" in register_page


def test_the_carrier_reports_lists_results_and_hands_them_in():
    one = stories.running()
    an = people.client_of(people.an())
    went_to(
        an.post(
            reverse("awards:report", args=[one.number, 1]), {"percent": "50", "done": "Xong A."}
        )
    )
    twice = an.post(
        reverse("awards:report", args=[one.number, 1]), {"percent": "50", "done": "Xong A."}
    )
    assert twice.status_code == 400
    output = {"kind": "phan-mem", "name": "Phần mềm", "quantity": "1"}
    went_to(an.post(reverse("awards:add_output", args=[one.number]), output))
    went_to(
        an.post(
            reverse("awards:own_topic_step", args=[one.number, "nop-ket-qua"]), {"note": "Xong."}
        )
    )
    one.refresh_from_db()
    assert one.state == steps.HANDED_IN
    went_to(an.post(reverse("awards:undo_own_topic", args=[one.number])))
    one.refresh_from_db()
    assert one.state == steps.RUNNING


def test_everybody_reads_accepted_topics_without_the_leaders_name(client):
    one = stories.accepted()
    other = stories.topic(stories.topic_call(), title="Còn bí mật (hư cấu)")
    page = body(client.get(reverse("awards:public_topics")))
    assert one.title in page
    assert other.title not in page
    told = body(client.get(reverse("awards:public_topic", args=[one.number])))
    assert "Phần mềm ghi sự kiện" in told
    assert one.leader not in told
    assert client.get(reverse("awards:public_topic", args=[other.number])).status_code == 404
    assert one.title not in body(client.get(reverse("awards:public_topics") + "?cong-nghe=ai"))


def test_the_public_page_of_a_policy_leads_only_those_who_may_apply_to_the_form(client):
    one = stories.call().policy
    page, door = reverse("awards:public_policy", args=[one.pk]), reverse("awards:offers")
    register.ans_cooperative()
    an, binh = people.client_of(people.an()), people.client_of(stories.binh())
    assert "Đăng nhập và nộp hồ sơ" in body(client.get(page))
    assert door in body(an.get(page))
    assert "Đăng nhập và nộp hồ sơ" not in body(an.get(page))
    assert door not in body(binh.get(page))


def test_a_draft_policy_is_nobodys_outside(client):
    one = stories.policy()
    Policy.objects.filter(pk=one.pk).update(state="soan")
    assert client.get(reverse("awards:public_policy", args=[one.pk])).status_code == 404
    assert "Hiện không có chính sách" in body(client.get(reverse("awards:public_policies")))
    assert incentives.policy(people.an(), one.pk) is None


def test_commendation_is_proposed_sent_up_and_decided_by_pages():
    cooperative = register.ans_cooperative()
    binh = people.client_of(stories.binh())
    shown = binh.get(reverse("awards:candidates"))
    assert "Hệ thống không quyết định ai được khen." in body(shown)
    propose = reverse("awards:propose_commendation") + f"?co-so={cooperative.code}"
    year = stories.today().year
    address = went_to(binh.post(propose, {
        "year": year, "whom": "co-so", "who": cooperative.code, "merits": "Dữ liệu đầy đủ.",
        "form": "bang-khen",
    }))  # fmt: skip
    one = Commendation.objects.get()
    assert [row["code"] for row in one.grounds] == ["nghia-vu"]  # what spoke for it then
    assert "Sổ liệu nói gì khi đề nghị" in body(binh.get(address))
    went_to(binh.post(reverse("awards:submit_commendations"), {
        "chosen": [one.number], "paper_number": "3/TTr", "on": day(stories.today()),
    }))  # fmt: skip
    decided = {
        "form": "bang-khen",
        "decision_number": "8/QĐ-UBND",
        "decision_on": day(stories.today()),
    }
    step = reverse("awards:commendation_step", args=[one.number, "quyet-dinh"])
    assert "Bạn là người lập đề nghị" in body(binh.post(step, decided))
    went_to(people.client_of(person_of_agency()).post(step, decided))
    one.refresh_from_db()
    assert one.state == steps.COMMENDED
    page = body(binh.get(reverse("awards:commendations") + f"?nam={year}&state=duoc-khen"))
    assert one.number in page
    nothing = binh.get(reverse("awards:submit_commendations"))
    assert nothing.status_code == 303  # nothing waits: says so on the list


@pytest.mark.parametrize(
    "route", ["policies", "applications", "topics", "topic_calls", "commendations"]
)
def test_lists_are_told_as_pages_csv_and_excel_and_empty_ones_say_what_to_do(route):
    binh = people.client_of(stories.binh())
    address = reverse(f"awards:{route}")
    assert 'class="empty"' in body(binh.get(address))
    assert binh.get(address + "?format=csv")["Content-Type"].startswith("text/csv")
    assert "spreadsheet" in binh.get(address + "?format=xlsx")["Content-Type"]


@pytest.mark.parametrize(
    ("route", "most"), [("topics", 16), ("applications", 12), ("commendations", 12)]
)
def test_a_list_asks_as_often_for_many_rows_as_for_few(route, most, django_assert_max_num_queries):
    one = stories.application()
    for number in range(2, 8):
        Application.objects.create(
            number=f"KK-2026-9{number:03}", call=one.call, enterprise=one.enterprise, wish="x",
            asked_vnd=1, state=steps.WITHDRAWN,
        )  # fmt: skip
    call = stories.topic_call()
    for number in range(6):
        stories.topic(call, title=f"Đề tài {number} (hư cấu)")
    binh = people.client_of(stories.binh())
    with django_assert_max_num_queries(most):
        assert binh.get(reverse(f"awards:{route}")).status_code == 200


def test_the_council_page_asks_as_often_for_many_proposals(django_assert_max_num_queries):
    call = stories.topic_call()
    ours = [stories.topic(call, title=f"Đề tài {number} (hư cấu)") for number in range(6)]
    topics.close_call(by=stories.binh(), call=call)
    council = stories.council(call)
    for one in ours:
        stories.marked(council, one)
    binh = people.client_of(stories.binh())
    with django_assert_max_num_queries(22):
        assert binh.get(reverse("awards:council", args=[council.pk])).status_code == 200


def test_bad_numbers_in_addresses_are_missing_pages():
    binh = people.client_of(stories.binh())
    assert binh.get("/khuyen-khich/de-tai/khong-co").status_code == 404
    assert binh.get("/khuyen-khich/ho-so/KK-2026-0001/buoc/khong-co").status_code == 404
    assert binh.get("/khuyen-khich/khen-thuong/trinh?nam=abc").status_code == 303
