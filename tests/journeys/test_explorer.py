"""Who sees what of one chain: An grows, Dũng roasts and sells, Chi inspects, and there is everybody else."""

import re
from datetime import UTC, date, datetime, timedelta
from urllib.parse import parse_qs, urlsplit

import pytest

from tests import people
from tests.resolver.chain import GS1, told
from txng.accounts.actors import Actor, operator
from txng.accounts.models import JournalEntry, Organisation
from txng.journeys import actions, queries
from txng.journeys.errors import BadLengthError, EndedViewError, NotAnAgencyError
from txng.journeys.model import Kind, Level, Viewer
from txng.journeys.question import Question
from txng.journeys.viewing import COOKIE, Lent, sign, unsign

pytestmark = pytest.mark.django_db

CHERRIES = f"{GS1}/01/09520000500016/10/C1"
ROASTED = f"{GS1}/01/09520000500023/10/R1"
FARM, ROASTERY = "urn:txng:test:plot:1", "urn:txng:test:place:roastery"
AN_PARTY, DUNG_PARTY = f"{GS1}/417/9520000500009", f"{GS1}/417/9520000600006"
VIEWS = ("", "/bang", "/ban-do", "/dong-thoi-gian")
FILES = ("/bang.csv", "/do-thi.graphml", "/so-do.svg", "/su-kien.jsonld")
SECRETS = ("612", "C1", "HD-77")  # An's weight, lot and paper


def event(day: int, step: str, activity: str, place: str, **members):
    return {
        "type": "ObjectEvent", "action": "OBSERVE",
        "eventTime": f"2025-11-{day:02}T01:00:00Z", "eventTimeZoneOffset": "+07:00",
        "bizStep": step, "txng:activity": activity,
        "readPoint": {"id": place}, "bizLocation": {"id": place},
    } | members  # fmt: skip


def lot(name: str, quantity: float):
    return [{"epcClass": name, "quantity": quantity, "uom": "KGM"}]


def harvest(quantity: float = 612):
    return event(
        1, "commissioning", "harvest", FARM, action="ADD", quantityList=lot(CHERRIES, quantity)
    )


def handover(day: int, step: str, place: str, quantity: float = 600):
    return event(
        day, step, "", place,
        quantityList=lot(CHERRIES, quantity),
        sourceList=[{"type": "owning_party", "source": AN_PARTY}],
        destinationList=[{"type": "owning_party", "destination": DUNG_PARTY}],
        bizTransactionList=[{"type": "inv", "bizTransaction": "urn:txng:test:inv:HD-77"}],
    )  # fmt: skip


def roasting(output: float = 500):
    found = event(
        5, "commissioning", "roasting", ROASTERY,
        type="TransformationEvent",
        inputQuantityList=lot(CHERRIES, 600), outputQuantityList=lot(ROASTED, output),
    )  # fmt: skip
    del found["action"]
    return found


MASTER_DATA = [
    ("Party", AN_PARTY, {"cbvmda:name": "HTX của An (hư cấu)"}),
    ("Location", FARM, {"cbvmda:name": "Hộ trồng LD-0001", "txng:communeCode": "24805"}),
    ("EPCClass", f"{GS1}/01/09520000500016", {"cbvmda:descriptionShort": "Quả cà phê"}),
]


@pytest.fixture
def story(db):
    told(harvest(), handover(2, "shipping", FARM), master_data=MASTER_DATA, by=people.an())
    told(handover(3, "receiving", ROASTERY), roasting(), by=people.dung())


def eyes(person: Actor | None) -> Viewer:
    if person is None:
        return Viewer()
    level = Level.ALL if "oversight" in person.scopes else Level.OWN
    return Viewer(level, person.organisation_id, person.organisation)


def chain(person: Actor | None, code: str = ROASTED, **asked):
    found = queries.chain(eyes(person), code, Question(code, **asked))
    return None if found is None else found.chain


def look(client, person: Actor | None, path: str = "", code: str = ROASTED, **query):
    client.cookies.clear()
    if person is not None:
        until = datetime.now(UTC) + timedelta(minutes=5)
        lent = Lent(person.organisation_id or 0, "oversight" in person.scopes, until)
        client.cookies[COOKIE] = sign(lent, "cookie")
    return client.get(
        f"/hanh-trinh{path}", {"code": code} | query, headers={"accept-language": "vi"}
    )


def text(response) -> str:
    """Without the time that it took."""
    return re.sub(r"trong [\d,.]+ giây", "", response.content.decode())


# --- who sees what --------------------------------------------------------------------------------


def test_oversight_sees_every_step_every_amount_and_whose_it_is(story):
    found = chain(people.chi())
    assert {one.name for one in found.things.values()} == {
        "Quả cà phê, lô C1",
        "01/09520000500023, lô R1",
    }
    assert {one.declared_by for one in found.acts.values()} == {
        people.ANS_ENTERPRISE,
        people.DUNGS_ENTERPRISE,
    }
    (tie,) = found.ties
    assert (tie.amount, tie.kg) == ("600 kg", 600.0)
    assert found.figure.gardens == 1


@pytest.mark.parametrize("path", VIEWS + FILES)
def test_the_public_sees_steps_and_places_and_no_amount_paper_or_code_of_others(
    client, story, path
):
    response = look(client, None, path)
    if path == "/su-kien.jsonld":
        assert response.status_code == 404
        return
    page = text(response)
    assert response.status_code == 200
    assert people.ANS_ENTERPRISE in page
    assert [secret for secret in SECRETS if secret in page] == []
    assert "10/C1" not in page


def test_the_public_is_told_no_figure_of_any_thing_whichever_it_looks_at(story):
    for node in chain(None).things:
        found = chain(None, node=node)
        assert {one.share for one in found.things.values()} == {None}
        assert {one.amounts for one in found.things.values()} == {()}
        assert {(tie.amount, tie.kg) for tie in found.ties} == {("", None)}
        told = {(act.amounts, act.papers, act.key, act.event_id) for act in found.acts.values()}
        assert told == {((), (), None, "")}
        assert (found.origins, found.may_contain) == ((), ())
    seen = [chain(people.chi(), node=node) for node in chain(people.chi()).things]
    assert any(act.papers for found in seen for act in found.acts.values())


def test_the_public_is_not_told_where_goods_went(story):
    assert chain(None, CHERRIES).things.keys() == {chain(None, CHERRIES).root}
    assert len(chain(people.chi(), CHERRIES).things) == 2


def test_the_map_shows_the_commune_and_never_the_plot(client, story):
    page = text(look(client, people.chi(), "/ban-do"))
    assert "Phường Xuân Trường" in page
    assert "nơi làm ra" in page


def test_an_organisation_sees_its_own_and_a_lock_where_others_go_on(story):
    found = chain(people.dung())
    assert {one.declared_by for one in found.acts.values()} == {people.DUNGS_ENTERPRISE}
    (lock,) = [one for one in found.things.values() if one.kind is Kind.LOCKED]
    assert (lock.code, lock.amounts, lock.acts, lock.share) == ("", (), (), None)
    assert people.ANS_ENTERPRISE not in lock.name + lock.organisation
    assert lock.ask == "HTX của An (hư cấu)"  # whom Dũng's own papers name
    assert found.gaps == ()  # somebody told where it comes from: nothing is missing


def test_where_nobody_goes_on_there_is_no_lock_but_a_gap(db):
    told(handover(3, "receiving", ROASTERY), roasting(), by=people.dung())
    found = chain(people.dung())
    assert not any(one.kind is Kind.LOCKED for one in found.things.values())
    assert found.gaps == (f"Chưa rõ nguồn của {found.things[found.ties[0].source].name}.",)


@pytest.mark.parametrize("path", VIEWS + FILES)
def test_what_another_organisation_declared_changes_nothing_but_the_lock(client, db, path):
    """An's weight, day and paper differ in two worlds; Dũng's pages do not."""
    told(handover(3, "receiving", ROASTERY), roasting(), by=people.dung())
    told(harvest(612), handover(2, "shipping", FARM), by=people.an())
    before = text(look(client, people.dung(), path))
    told(handover(1, "storing", FARM, 17), handover(2, "inspecting", FARM, 18), by=people.an())
    after = text(look(client, people.dung(), path))
    without = r'"(?:creationDate|nextPageToken)":"[^"]*"|name="csrfmiddlewaretoken" value="[^"]*"'
    assert re.sub(without, "", after) == re.sub(without, "", before)


@pytest.mark.parametrize("path", VIEWS + FILES)
def test_a_strangers_code_and_a_missing_one_answer_alike(client, story, path):
    told(event(9, "storing", "", FARM, quantityList=lot(f"{CHERRIES}X", 5)), by=people.an())
    foreign = look(client, people.dung(), path, f"{CHERRIES}X")
    missing = look(client, people.dung(), path, f"{CHERRIES}Y")
    token = r'name="csrfmiddlewaretoken" value="[^"]*"'
    assert foreign.status_code == missing.status_code == 404
    assert re.sub(token, "", text(foreign)).replace("C1X", "") == re.sub(
        token, "", text(missing)
    ).replace("C1Y", "")


def test_ids_on_the_page_differ_between_viewers(story):
    assert not chain(people.chi()).things.keys() & chain(people.dung()).things.keys()


# --- the answer -----------------------------------------------------------------------------------


def test_the_answer_comes_first_as_a_sentence(client, story):
    page = look(client, people.chi()).content.decode()
    answer = re.search(r'id="answer">([^<]*)<', page)
    assert answer is not None
    assert answer[1].startswith("Lô này từ 1 vườn, qua 2 cơ sở; ")


def test_what_does_not_add_up_is_a_sentence_on_every_view_and_a_mark_on_the_thing(client, db):
    told(harvest(), handover(2, "shipping", FARM), by=people.an())
    told(handover(3, "receiving", ROASTERY), roasting(output=900), by=people.dung())
    for path in VIEWS:
        assert "Điều không khớp" in text(look(client, people.chi(), path))
    found = chain(people.chi())
    assert found.things[found.root].findings


def test_a_corrected_event_is_shown_as_such(client, story):
    (sent,) = [one for one in chain(people.chi()).acts.values() if one.step == "receiving"]
    assert not sent.is_void
    wrong = handover(3, "receiving", ROASTERY) | {
        "eventID": sent.event_id,
        "errorDeclaration": {"declarationTime": "2025-11-20T00:00:00Z", "reason": "incorrect_data"},
    }
    told(wrong, by=people.dung())
    void = [one for one in chain(people.chi()).acts.values() if one.is_void]
    assert {one.step for one in void} == {"receiving"}
    assert "incorrect_data" in {one.void_reason for one in void}


def test_filters_leave_out_and_say_how_many(client, story):
    assert chain(people.chi(), depth=1).hidden == 0
    last = chain(people.chi(), first=date(2025, 11, 4))
    assert {one.when.day for one in last.acts.values()} == {5}
    assert "Bỏ lọc" in text(look(client, people.chi(), depth="1"))
    assert "Đã bỏ qua phần không hiểu được: số bước." in text(look(client, people.chi(), depth="x"))


def test_only_what_wants_something_stays_with_the_way_to_it(db):
    told(handover(3, "receiving", ROASTERY), roasting(), by=people.dung())
    found = chain(people.chi(), missing=True)
    assert len(found.things) == 2


@pytest.mark.parametrize("path", VIEWS)
def test_no_answer_is_kept_for_the_next_viewer(client, story, path):
    assert look(client, people.chi(), path)["Cache-Control"] == "no-store"


def test_a_wrong_code_gets_a_sentence_and_the_box_again(client, db):
    response = look(client, None, code="09520000500017")
    assert response.status_code == 400
    assert 'aria-invalid="true"' in response.content.decode()


def test_without_a_code_the_page_says_where_to_find_one(client, db):
    page = client.get("/hanh-trinh").content.decode()
    assert "Tìm mã ở đâu" in page


def test_the_events_come_whole_to_those_who_may_read_them(client, story):
    mine = look(client, people.dung(), "/su-kien.jsonld").json()["epcisBody"]["queryResults"]
    events = mine["resultsBody"]["eventList"]
    assert [one["bizStep"] for one in events] == ["receiving", "commissioning"]
    whole = look(client, people.chi(), "/su-kien.jsonld").json()["epcisBody"]["queryResults"]
    assert len(whole["resultsBody"]["eventList"]) == 4


# --- lent views -----------------------------------------------------------------------------------


def link_of(person: Actor, *, oversight: bool = False, minutes: int = 15) -> str:
    holder = Organisation.objects.get(pk=person.organisation_id)
    return actions.lend_view(
        by=operator(), organisation=holder, minutes=minutes, oversight=oversight
    )[0]


def test_a_link_opens_by_a_button_only_and_leaves_by_one(client, story):
    link = link_of(people.dung())
    page = client.get("/hanh-trinh/vao", {"view": link, "code": ROASTED})
    assert people.DUNGS_ENTERPRISE in page.content.decode()
    assert COOKIE not in page.cookies
    opened = client.post("/hanh-trinh/vao", {"view": link, "code": ROASTED})
    morsel = opened.cookies[COOKIE]
    assert (morsel["httponly"], morsel["samesite"], morsel["path"]) == (True, "Lax", "/hanh-trinh")
    assert parse_qs(urlsplit(opened["Location"]).query) == {"code": [ROASTED]}
    assert "Đang xem thay mặt" in client.get(opened["Location"]).content.decode()
    assert client.get("/hanh-trinh/roi").status_code == 405
    client.post("/hanh-trinh/roi")
    assert "Đang xem thay mặt" not in client.get(opened["Location"]).content.decode()
    verbs = JournalEntry.objects.filter(verb__startswith="view.").values_list(
        "verb", "organisation__name"
    )
    assert list(verbs.order_by("pk")) == [
        ("view.lent", None),
        ("view.opened", people.DUNGS_ENTERPRISE),
        ("view.left", people.DUNGS_ENTERPRISE),
    ]


def test_buttons_ask_for_a_token(db):
    from django.test import Client

    strict = Client(enforce_csrf_checks=True)
    assert strict.post("/hanh-trinh/vao", {"view": link_of(people.dung())}).status_code == 403
    assert strict.post("/hanh-trinh/roi").status_code == 403


@pytest.mark.parametrize("change", ["letter", "cookie", "empty", "long", "ended"])
def test_what_we_did_not_sign_opens_nothing(client, db, change):
    link = link_of(people.dung())
    past = Lent(people.dung().organisation_id or 0, False, datetime.now(UTC) - timedelta(seconds=1))
    given = {
        "letter": link[:-1] + ("A" if link[-1] != "A" else "B"),
        "cookie": sign(Lent(1, True, datetime.now(UTC) + timedelta(hours=1)), "cookie"),
        "empty": "",
        "long": "a" * 2000,
        "ended": sign(past, "link"),
    }[change]
    assert client.get("/hanh-trinh/vao", {"view": given}).status_code == 403
    response = client.post("/hanh-trinh/vao", {"view": given})
    assert response.status_code == 403
    assert COOKIE not in response.cookies
    with pytest.raises(EndedViewError):
        actions.open_view(by=None, link=given)


def test_a_link_is_no_cookie_and_a_cookie_ends_with_its_link():
    now = datetime(2026, 1, 1, tzinfo=UTC)
    lent = Lent(7, False, now + timedelta(minutes=1))
    assert unsign(sign(lent, "link"), "cookie", now) is None
    assert unsign(sign(lent, "cookie"), "cookie", now) == lent
    assert unsign(sign(lent, "cookie"), "cookie", now + timedelta(minutes=1)) is None


def test_oversight_is_lent_to_agencies_only(db):
    with pytest.raises(NotAnAgencyError, match="không phải là cơ quan"):
        link_of(people.dung(), oversight=True)
    assert queries.lent_to(link_of(people.chi(), oversight=True)).level is Level.ALL


def test_a_signed_oversight_of_an_enterprise_shows_only_its_own(db):
    """Should an agency's record become an enterprise's, its old links must not see all."""
    until = datetime.now(UTC) + timedelta(minutes=1)
    lent = Lent(people.dung().organisation_id or 0, True, until)
    assert queries.viewer(sign(lent, "cookie")).level is Level.OWN


@pytest.mark.parametrize("minutes", [0, -1, 481])
def test_a_view_is_short(db, minutes):
    with pytest.raises(BadLengthError, match="từ 1 đến 480"):
        link_of(people.dung(), minutes=minutes)
    assert not JournalEntry.objects.filter(verb="view.lent").exists()


def test_an_agency_without_oversight_sees_its_own_only(client, story):
    link = link_of(people.chi())
    client.post("/hanh-trinh/vao", {"view": link})
    assert client.get("/hanh-trinh", {"code": ROASTED}).status_code == 404
