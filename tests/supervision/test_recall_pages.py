"""Pages of recalls, as officers, firms and everybody else meet them."""

import re
from decimal import Decimal
from html import unescape
from io import BytesIO

import pypdfium2
import pytest
from openpyxl import load_workbook  # type: ignore[import-untyped]

from tests import people
from tests.parties import register
from tests.supervision import recalling
from tests.supervision.recalling import BAG, CHERRY
from tests.transparency.logs import log_in
from txng.supervision import actions
from txng.supervision.models import Recall
from txng.supervision.rules.recalls import Scope
from txng.tlog.entry import parse_entry
from txng.tlog.hashing import leaf_hash
from txng.tlog.proof_file import parse_proof, read_extra
from txng.tlog.proofs import verify_inclusion

pytestmark = pytest.mark.django_db
HOSTILE = "<script>alert(1)</script>\" onload='x' {{ 7*7 }} =1+1"


def browser(person=None):
    return people.client_of(person or recalling.binh())


def page(path: str, person=None, status: int = 200) -> str:
    answer = browser(person).get(path)
    assert answer.status_code == status, path
    return str(answer.content.decode())


def public(client, path: str, status: int = 200) -> str:
    answer = client.get(path)
    assert answer.status_code == status, path
    return str(answer.content.decode())


def words(html: str) -> str:
    return " ".join(unescape(re.sub("<[^>]*>", " ", html)).split())


def test_an_empty_list_says_what_to_do_first():
    assert "Soạn một việc thu hồi, hoặc diễn tập" in page("/giam-sat/thu-hoi")


def test_the_list_says_how_each_stands_and_marks_drills():
    recalling.captured()
    recalling.underway()
    recalling.draft(Scope(BAG, lot="L1"), is_drill=True)
    told = words(page("/giam-sat/thu-hoi"))
    for part in ("TH-", "-0001", "Đang thu hồi", "0/4", "DIỄN TẬP", "Đang soạn", "Bản soạn"):
        assert part in told
    assert "DIỄN TẬP" not in words(page("/giam-sat/thu-hoi?dien-tap=khong"))


def test_four_pages_lead_from_a_reason_to_a_draft_and_say_what_is_wrong():
    chi = recalling.chi()
    sent = {
        "kind": "voluntary", "document": "1/TB", "document_on": "01/11/2025", "risk": "low",
        "reason": "Sai nhãn.",
    }  # fmt: skip
    answer = browser(chi).post("/giam-sat/thu-hoi/moi", sent)
    assert answer.status_code == 400
    assert "mã số thuế của cơ sở" in answer.content.decode()
    answer = browser(chi).post("/giam-sat/thu-hoi/moi", sent | {"firm": "DV999999"})
    assert "không có mã này" in answer.content.decode()
    answer = browser(chi).post("/giam-sat/thu-hoi/moi", sent | {"kind": "ordered"})
    one = Recall.objects.get()
    assert answer.headers["Location"] == f"/giam-sat/thu-hoi/{one.pk}/pham-vi"
    scope = f"/giam-sat/thu-hoi/{one.pk}/pham-vi"
    wrong = browser(chi).post(scope, {"code": "12345"})
    assert (wrong.status_code, one.scopes.count()) == (400, 0)
    browser(chi).post(scope, {"code": f"(01){BAG}(10)L7"})
    browser(chi).post(scope, {"code": f"https://txng.example/01/{BAG}/21/S5"})
    assert [row.said for row in one.scopes.order_by("pk")] == [
        Scope(BAG, lot="L7"), Scope(BAG, first="S5", last="S5"),
    ]  # fmt: skip


def test_whoever_drafted_is_offered_no_order_and_the_second_person_is():
    binh = recalling.binh()
    one = recalling.draft(by=binh)
    told = page(f"/giam-sat/thu-hoi/{one.pk}", binh)
    assert "xac-nhan" not in told
    assert "người khác đọc lại" in words(told)
    other = recalling.draft()
    assert f"/giam-sat/thu-hoi/{other.pk}/xac-nhan" in page(f"/giam-sat/thu-hoi/{other.pk}", binh)


def test_a_recall_page_shows_who_holds_what_and_what_came_back():
    recalling.captured()
    one = recalling.underway()
    told = words(page(f"/giam-sat/thu-hoi/{one.pk}"))
    for part in (*recalling.NAMES, "3 cái", "100 kg", "0 trên 4 nơi đã trả lời", "Chưa trả lời"):
        assert part in told


def test_what_is_not_known_is_told_as_unknown_and_not_as_nothing():
    one = recalling.underway()
    one.holders.create(identity="x", name="Quầy không rõ", unit="")
    told = words(page(f"/giam-sat/thu-hoi/{one.pk}"))
    assert "chưa rõ" in told
    assert "0 cái" not in told


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_the_table_of_holders_comes_as_a_file(kind):
    recalling.captured()
    one = recalling.underway()
    answer = browser().get(f"/giam-sat/thu-hoi/{one.pk}/noi-giu?format={kind}")
    if kind == "csv":
        assert "Quầy Hai" in answer.content.decode()
        assert answer.content.decode().count("\n") == 5
        return
    sheet = load_workbook(BytesIO(answer.content)).worksheets[0]
    cells = [[cell.value for cell in row] for row in sheet.iter_rows()]
    (row,) = [row for row in cells if "Quầy Hai" in row]
    assert 3 in row


@pytest.mark.parametrize("is_drill", [False, True])
def test_the_letter_to_a_holder_says_what_it_received_and_marks_a_drill(is_drill):
    recalling.captured()
    one = recalling.underway(is_drill=is_drill)
    row = one.holders.get(name="Quầy Hai")
    answer = browser().get(f"/giam-sat/thu-hoi/{one.pk}/noi-giu/{row.pk}/cong-van.pdf")
    sheet = pypdfium2.PdfDocument(answer.content)[0].get_textpage().get_text_range()
    text = " ".join(sheet.split())
    for part in ("Quầy Hai", "3 cái", "C1", "Ngừng bán"):
        assert part in text
    assert ("DIỄN TẬP" in text) is is_drill


def test_hostile_words_are_text_on_every_page_and_in_every_file(client):
    messages = actions.recalls.Messages(HOSTILE, HOSTILE)
    one = recalling.ordered(reason=HOSTILE, document=HOSTILE[:90], messages=messages)
    one.holders.create(identity=HOSTILE, name=HOSTILE, unit="H87", out=Decimal(1))
    ends = ("", "/ket-thuc", "/pham-vi")
    told = [page("/giam-sat/thu-hoi"), *(page(f"/giam-sat/thu-hoi/{one.pk}{end}") for end in ends)]
    told += [public(client, path) for path in ("/thu-hoi", f"/thu-hoi/{one.number}")]
    told.append(public(client, f"/01/{CHERRY}/10/C1"))
    for html in told:
        assert "<script>alert" not in html
    assert sum("alert(1)" in html for html in told) >= 5
    table = page(f"/giam-sat/thu-hoi/{one.pk}/noi-giu")
    assert '"<script>' in table.splitlines()[1]  # quoted: one cell


def test_a_drill_is_marked_on_every_page_and_never_public(client):
    one = recalling.underway(is_drill=True)
    for end in ("", "/pham-vi", "/ket-thuc", "/rut"):
        assert "DIỄN TẬP" in page(f"/giam-sat/thu-hoi/{one.pk}{end}")
    assert one.number not in public(client, "/thu-hoi")
    public(client, f"/thu-hoi/{one.number}", 404)
    assert "thu hồi" not in words(public(client, f"/01/{CHERRY}/10/C1", 404)).lower()


def test_everybody_reads_an_order_its_reason_and_its_steps_and_no_holder(client):
    recalling.captured()
    one = recalling.underway()
    told = words(public(client, f"/thu-hoi/{one.number}"))
    for part in ("Đang thu hồi", "Không uống", "Dư lượng", "Lô C1", "0263 3822 000", "12/QĐ-TH"):
        assert part in told
    assert "Quầy" not in told
    assert "Chi" not in told
    actions.withdraw_recall(by=recalling.binh(), recall=one, reason="Mẫu lại đạt.")
    told = words(public(client, f"/thu-hoi/{one.number}"))
    assert "Đã rút lệnh thu hồi" in told
    assert "Mẫu lại đạt." in told


def test_a_draft_has_no_public_page_and_a_strange_number_none(client):
    recalling.draft()
    for number in ("TH-2026-0001", "x", "1"):
        public(client, f"/thu-hoi/{number}", 404)


def test_a_proof_is_only_of_the_recall_that_it_is_asked_for(client):
    one = recalling.ordered()
    other = recalling.ordered(Scope(BAG, lot="L1"))
    act = other.steps.get(verb="ordered").acts.get()
    public(client, f"/thu-hoi/{one.number}/bang-chung/{act.pk}.tlog-proof", 404)
    told = public(client, f"/thu-hoi/{other.number}/bang-chung/{act.pk}.tlog-proof", 404)
    assert "bằng chứng có sau khi nhật ký được công bố" in words(told)


def test_a_firm_sees_what_touches_it_and_answers_and_dung_does_not():
    register.ans_cooperative()
    register.dungs_company()
    recalling.captured()
    one = recalling.underway()
    an = people.an()
    told = words(page("/thu-hoi-cua-toi", an))
    assert "Quầy Hai" in told
    assert "Ngừng bán, để riêng, báo lại." in told
    row = one.holders.get(name="Quầy Hai")
    sent = {"returned": "3", "destroyed": "", "done_on": "01/11/2026"}
    answer = browser(an).post(f"/thu-hoi-cua-toi/{row.pk}", sent, follow=True)
    assert "trả lại 3 cái, hủy chưa rõ" in words(answer.content.decode())
    assert (
        browser(an).post(f"/thu-hoi-cua-toi/{row.pk}", sent | {"returned": "4"}).status_code == 400
    )
    assert "Không có lệnh thu hồi nào" in page("/thu-hoi-cua-toi", people.dung())
    page(f"/thu-hoi-cua-toi/{row.pk}", people.dung(), 404)


def test_a_page_of_a_recall_costs_as_many_questions_for_many_holders(django_assert_max_num_queries):
    one = recalling.underway()
    for number in range(30):
        one.holders.create(identity=f"x{number}", name=f"Quầy {number}", unit="H87", out=number)
    seen = browser()
    with django_assert_max_num_queries(20):
        seen.get(f"/giam-sat/thu-hoi/{one.pk}")
    with django_assert_max_num_queries(15):
        seen.get("/giam-sat/thu-hoi")


def test_the_proof_of_an_order_verifies_and_says_what_was_ordered(client, settings, tmp_path):
    one = recalling.ordered()
    act = one.steps.get(verb="ordered").acts.get()
    with log_in(tmp_path) as log:
        settings.LOG_FOLDER, settings.HAS_LOG = log.folder, True
        log.catch_up()
        path = f"/thu-hoi/{one.number}/bang-chung/{act.pk}.tlog-proof"
        assert path in public(client, f"/thu-hoi/{one.number}")
        proof = parse_proof(public(client, path).encode())
        entry, _disclosure = read_extra(proof.extra)
        at = log.checkpoint()
        verify_inclusion(leaf_hash(entry), proof.index, at.size, proof.proof, at.root)
    assert parse_entry(entry).clear["about"] == recalling.LOT
