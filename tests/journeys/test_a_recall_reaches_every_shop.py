"""Chi finds residue, Bình orders; every shop is named, every phone is told, everybody can check it.

An: one lot, split, roasted, in cases ──> three shops
Chi drafts ──> Bình reads, types the lot ──> scan pages, log, list of holders ──> answers ──> the share
"""

import re
import urllib.error
import urllib.request
from decimal import Decimal

import pytest
from django.utils import timezone

from tests import people, servers
from tests.journeys.phone import scan
from tests.journeys.test_a_scan_shows_where_it_grew import ask
from tests.parties import register
from tests.supervision import recalling
from tests.transparency.logs import log_in
from txng.supervision import actions
from txng.supervision.actions.recall_holders import Answer
from txng.supervision.models import Recall
from txng.tlog.entry import parse_entry
from txng.transparency.models import Act

pytestmark = pytest.mark.django_db(transaction=True)
SOLD, ON_THE_SHELF = f"/01/{recalling.BAG}/21/S1", f"/01/{recalling.BAG}/21/S9"
RECALLED = "LÔ ĐANG THU HỒI"


def pressed(person, path: str, **typed: object) -> str:
    """The page after a form was sent by this person: followed to where it leads."""
    answer = people.client_of(person).post(path, typed, follow=True)
    assert answer.status_code == 200, (answer.status_code, path)
    return str(answer.content.decode())


def fetched(url: str) -> tuple[int, bytes]:
    try:
        with urllib.request.urlopen(url) as answer:
            return answer.status, answer.read()
    except urllib.error.HTTPError as refused:
        return refused.code, refused.read()


def test_a_recall_reaches_every_shop(site, tmp_path):
    register.ans_cooperative()
    ask(site, people.key_of(people.an()), "POST", "/epcis/capture", recalling.story())
    for path in (SOLD, ON_THE_SHELF):
        assert RECALLED not in scan(site.url + path).text  # and the server keeps these pages

    one = _drafted(recalling.chi())
    assert RECALLED not in scan(site.url + ON_THE_SHELF).text
    page = pressed(
        recalling.binh(), f"/giam-sat/thu-hoi/{one.pk}/xac-nhan", typed="C1", revision=one.revision
    )
    one.refresh_from_db()
    assert re.fullmatch(r"TH-20[0-9]{2}-0001", one.number)
    for name in recalling.NAMES:
        assert name in page

    for path in (SOLD, ON_THE_SHELF):
        seen = scan(site.url + path)
        assert RECALLED in seen.text
        assert seen.text.index("Không uống. Trả lại nơi mua.") < seen.text.index("Số lô")
        assert f"Lệnh thu hồi {one.number}" in seen.text
    said = {(row.name, row.unit): row.out for row in one.holders.all()}
    assert [said[name, "H87"] for name in recalling.NAMES] == [3, 3, 3]

    _entered(site, one, tmp_path)
    _answered(one)
    assert f"Đã về {5} cái trên {9} cái" in pressed_end(one)
    assert RECALLED not in scan(site.url + ON_THE_SHELF).text
    told = scan(f"{site.url}/thu-hoi/{one.number}")
    assert "Năm gói về, bốn gói đã uống." in told.text


def _drafted(chi) -> Recall:
    """In the four steps of the pages."""
    pressed(
        chi, "/giam-sat/thu-hoi/moi", kind="ordered", document="12/QĐ-TH", document_on="08/11/2025",
        risk="serious", reason="Dư lượng thuốc vượt mức.",
    )  # fmt: skip
    one = Recall.objects.get()
    page = pressed(chi, f"/giam-sat/thu-hoi/{one.pk}/pham-vi", code=recalling.CHERRY, lot="C1")
    assert "ở 4 nơi" in page  # the preview: three shops and the roastery
    pressed(
        chi, f"/giam-sat/thu-hoi/{one.pk}/loi-nhan", advice="Không uống. Trả lại nơi mua.",
        instructions="Ngừng bán, để riêng.",
    )  # fmt: skip
    one.refresh_from_db()
    return one


def _entered(site: servers.Site, one: Recall, folder) -> None:
    """The order is an entry of the log, under the name of the lot."""
    with log_in(folder) as log:
        log.catch_up()
        entries = [parse_entry(raw) for raw in log.entries()]
    (recall,) = [entry for entry in entries if entry.kind == "recall"]
    assert recall.clear["about"] == recalling.LOT
    assert recall.clear["act"] == "issue"
    assert recall.clear["document"].startswith(one.number)
    act = Act.objects.get(kind="recall")
    assert fetched(f"{site.url}/thu-hoi/{one.number}/bang-chung/{act.pk + 1}.tlog-proof")[0] == 404


def _answered(one: Recall) -> None:
    """Two shops give back all but what they sold; An tells for the roastery on An's own page."""
    chi, today = recalling.chi(), timezone.localdate()
    back = dict(zip(recalling.NAMES, (2, 3, 0), strict=True))
    for row in one.holders.filter(unit="H87"):
        actions.answer_recall(
            by=chi, holder=row, answer=Answer(Decimal(back[row.name]), None, today)
        )
    rest = one.holders.get(unit="KGM")
    page = pressed(
        people.an(), f"/thu-hoi-cua-toi/{rest.pk}", destroyed="100", done_on=f"{today:%d/%m/%Y}"
    )
    assert "hủy 100 kg" in page


def pressed_end(one: Recall) -> str:
    return pressed(
        recalling.binh(),
        f"/giam-sat/thu-hoi/{one.pk}/ket-thuc",
        result="Năm gói về, bốn gói đã uống.",
    )
