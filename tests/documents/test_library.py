"""The library: what is entered has a source, changes are kept, people follow them."""

from dataclasses import replace
from datetime import date

import pytest
from django.db import IntegrityError, transaction

from tests import people
from txng.documents.actions import library as actions
from txng.documents.actions.library import Facts, Told
from txng.documents.actions.loading import load_instruments, packaged
from txng.documents.errors import FieldError, NotAllowedError, NotThereError, StaleError
from txng.documents.models import Instrument, InstrumentChange
from txng.documents.queries import library as queries
from txng.documents.queries.library import Asked
from txng.documents.rules import library as rules
from txng.documents.rules.library import Effect, standing

pytestmark = pytest.mark.django_db
READ = Told(rules.IN_FORCE, "vbpl.vn", date(2026, 3, 1))


def facts(number: str = "12/2026/TT-BKHCN", **changed: object) -> Facts:
    return replace(Facts(number, "thong-tu", "Quản lý truy xuất nguồn gốc"), **changed)  # type: ignore[arg-type]


def add(
    number: str = "12/2026/TT-BKHCN", told: Told | None = None, **changed: object
) -> Instrument:
    return actions.add_instrument(by=people.binh(), facts=facts(number, **changed), told=told)


@pytest.fixture
def shipped() -> None:
    load_instruments(by=people.binh())


def test_the_shipped_documents_are_loaded_once_and_stay_as_people_keep_them(shipped) -> None:
    count = Instrument.objects.count()
    assert count == len(packaged()) >= 50
    one = Instrument.objects.get(number="02/2024/TT-BKHCN")
    actions.change_status(by=people.binh(), instrument=one, version=1, told=READ)
    again = load_instruments(by=people.binh())
    one.refresh_from_db()
    assert (again.added, again.related, Instrument.objects.count()) == (0, 0, count)
    assert one.status == rules.IN_FORCE


def test_every_shipped_document_names_its_source_and_no_status_is_without_one() -> None:
    for told in packaged():
        assert told["source"], told["number"]
        assert ("status" in told) == ("status_source" in told) == ("read_on" in told), told[
            "number"
        ]
        assert set(told.get("groups", ())) <= set(rules.GROUPS), told["number"]
        assert set(told.get("audiences", ())) <= set(rules.AUDIENCES), told["number"]


def test_statuses_are_those_of_the_sources(shipped) -> None:
    told = dict(Instrument.objects.values_list("number", "status"))
    assert told["02/2024/TT-BKHCN"] == rules.PARTLY
    assert told["TCVN 12850:2019"] == rules.IN_FORCE
    assert told["TCVN 13840:2023"] == rules.UNKNOWN
    assert told["119/2017/NĐ-CP"] == rules.UNKNOWN
    assert told["TCVN 13167:2020"] == rules.EXPIRED


DAY = date(2026, 6, 1)
KNOWN = Effect(rules.IN_FORCE, read_on=date(2026, 3, 1), starts=date(2024, 6, 1))


@pytest.mark.parametrize(
    ("known", "on", "status"),
    [
        (KNOWN, date(2024, 5, 31), rules.NOT_YET),
        (KNOWN, date(2024, 6, 1), rules.IN_FORCE),
        (KNOWN, date(2027, 1, 1), rules.IN_FORCE),
        (replace(KNOWN, ends=DAY), DAY, rules.IN_FORCE),
        (replace(KNOWN, ends=DAY), date(2026, 6, 2), rules.EXPIRED),
        (replace(KNOWN, replaced_on=[DAY]), date(2026, 5, 31), rules.IN_FORCE),
        (replace(KNOWN, replaced_on=[DAY]), DAY, rules.EXPIRED),
        (replace(KNOWN, replaced_on=[None]), DAY, rules.IN_FORCE),
        (replace(KNOWN, status=rules.UNKNOWN), DAY, rules.UNKNOWN),
        (replace(KNOWN, starts=None), date(2020, 1, 1), rules.UNKNOWN),
        (replace(KNOWN, status=rules.EXPIRED), DAY, rules.EXPIRED),
        (replace(KNOWN, status=rules.EXPIRED), date(2025, 1, 1), rules.UNKNOWN),
        (
            replace(KNOWN, status=rules.EXPIRED, ends=date(2026, 1, 1)),
            date(2025, 1, 1),
            rules.IN_FORCE,
        ),
        (replace(KNOWN, status=rules.PARTLY), date(2025, 1, 1), rules.PARTLY),
    ],
)
def test_the_effect_on_a_day_is_told_as_far_as_sources_go(known, on, status) -> None:
    assert standing(known, on).status == status


def test_a_replaced_document_leads_to_what_replaced_it(shipped) -> None:
    old = Instrument.objects.get(number="TCVN 13167:2020")
    assert [one.number for one in queries.chain(None, old)][-1] == "TCVN 13167:2025"
    law = Instrument.objects.get(number="13/2023/NĐ-CP")
    told = queries.standings(None, [law], date(2026, 1, 1))[law.pk]
    assert (told.status, told.day) == (rules.EXPIRED, date(2026, 1, 1))


def test_a_circle_of_replacements_has_an_end() -> None:
    one, two = add("1/A"), add("2/A")
    for newer, older in ((one, two), (two, one)):
        actions.relate(
            by=people.binh(), newer=newer, older=older, kind=rules.REPLACES, source="nguồn"
        )
    assert len(queries.chain(None, one)) == 2


def numbers(user=None, **asked: object) -> list[str]:
    return [one.number for one in queries.found(user, Asked(**asked))]  # type: ignore[arg-type]


def test_words_are_found_without_marks_and_in_any_order(shipped) -> None:
    assert "TCVN 13840:2023" in numbers(text="ca phe truy xuat")
    assert numbers(text="13840") == ["TCVN 13840:2023"]
    assert numbers(text="02/2024/tt")[0] == "02/2024/TT-BKHCN"
    assert numbers(text="khong co chu nay dau") == []


def test_a_facet_finds_what_names_it_and_what_applies_to_all(shipped) -> None:
    found = numbers(group="che")
    assert "TCVN 13993:2024" in found
    assert "TCVN 12850:2019" in found
    assert "TCVN 13840:2023" not in found


def test_what_applies_to_me_goes_by_my_organisation_and_what_i_follow(shipped) -> None:
    an = people.signed_in_actor(people.an())
    found = numbers(an, is_mine=True)
    assert "02/2024/TT-BKHCN" in found
    assert "100/QĐ-TTg" not in found
    actions.follow(by=an, facet=(rules.GROUP, "che"))
    assert "TCVN 13840:2023" not in numbers(an, is_mine=True)


def test_each_change_is_kept_with_what_was_and_what_is() -> None:
    one = add(told=READ)
    one = actions.change_instrument(
        by=people.binh(), instrument=one, version=1, facts=facts(title="Tên mới", groups=["che"])
    )
    last = queries.history(None, one)[0]
    assert last.told["title"] == ["Quản lý truy xuất nguồn gốc", "Tên mới"]
    assert last.told["facets"] == [[], ["nhom:che"]]
    same = actions.change_instrument(
        by=people.binh(), instrument=one, version=2, facts=facts(title="Tên mới", groups=["che"])
    )
    assert (same.version, len(queries.history(None, one))) == (2, 2)


def test_a_status_needs_its_source_and_the_day_it_was_read() -> None:
    one = add()
    for told, field in (
        (Told(rules.EXPIRED), "status_source"),
        (Told(rules.EXPIRED, "vbpl.vn"), "status_read_on"),
        (Told(rules.EXPIRED, "vbpl.vn", date(2999, 1, 1)), "status_read_on"),
        (Told("dang-ngo"), "status"),
    ):
        with pytest.raises(FieldError) as refused:
            actions.change_status(by=people.binh(), instrument=one, version=1, told=told)
        assert refused.value.field == field
    with pytest.raises(IntegrityError), transaction.atomic():
        Instrument.objects.filter(pk=one.pk).update(status=rules.EXPIRED)


def test_bad_entries_are_refused_at_their_field() -> None:
    add()
    for changed, field in (
        ({"number": "12/2026/TT-BKHCN"}, "number"),
        ({"title": " "}, "title"),
        ({"kind": "la"}, "kind"),
        ({"starts_on": date(2026, 2, 1), "ends_on": date(2026, 1, 1)}, "ends_on"),
        ({"address": "javascript:alert(1)"}, "address"),
    ):
        with pytest.raises(FieldError) as refused:
            add(**({"number": "9/X"} | changed))
        assert refused.value.field == field


def test_two_people_do_not_overwrite_each_other() -> None:
    one = add()
    actions.change_instrument(
        by=people.binh(), instrument=one, version=1, facts=facts(title="Của Bình")
    )
    with pytest.raises(StaleError, match="Bình"):
        actions.change_status(by=people.binh(), instrument=one, version=1, told=READ)


def test_a_relation_has_two_ends_and_is_written_in_both_histories() -> None:
    old, new = add("1/A"), add("2/A")
    row = actions.relate(by=people.binh(), newer=new, older=old, kind=rules.AMENDS, source="Điều 1")
    assert {one.kind for one in InstrumentChange.objects.filter(instrument=old)} == {
        "added",
        "related",
    }
    for other in (new, old):
        with pytest.raises(FieldError):
            actions.relate(
                by=people.binh(), newer=new, older=other, kind=rules.AMENDS, source="Điều 1"
            )
    with pytest.raises(NotThereError):
        actions.unrelate(by=people.binh(), instrument=add("3/A"), number=row.pk)
    actions.unrelate(by=people.binh(), instrument=old, number=row.pk)
    assert queries.links(None, new) == []


def test_only_who_keeps_the_library_changes_it() -> None:
    one = add()
    for stranger in (people.an(), people.dung(), people.with_role(people.binh(), "can-bo")):
        with pytest.raises(NotAllowedError):
            actions.add_instrument(by=stranger, facts=facts("9/X"))
        with pytest.raises(NotAllowedError):
            actions.change_status(by=stranger, instrument=one, version=1, told=READ)
        with pytest.raises(NotAllowedError):
            load_instruments(by=stranger)


def test_a_follower_sees_what_changed_since_the_last_look_and_nobody_elses(time_machine) -> None:
    time_machine.move_to("2026-03-02 03:00:00Z")
    tea, coffee = add("1/CHE", groups=["che"]), add("2/CAPHE", groups=["ca-phe"])
    an, dung = (people.signed_in_actor(one) for one in (people.an(), people.dung()))
    time_machine.move_to("2026-03-03 03:00:00Z")
    actions.follow(by=an, facet=(rules.GROUP, "che"))
    mine = actions.follow(by=an, instrument=coffee)
    actions.follow(by=an, instrument=coffee)
    time_machine.move_to("2026-03-04 03:00:00Z")
    for one in (tea, coffee):
        actions.change_status(by=people.binh(), instrument=one, version=1, told=READ)
    assert {one.instrument.number for one in queries.changes(an)} == {"1/CHE", "2/CAPHE"}
    assert queries.changes(dung) == []
    assert queries.follows(dung) == []
    actions.unfollow(by=dung, number=mine.pk)
    assert len(queries.follows(an)) == 2
    time_machine.move_to("2026-03-05 03:00:00Z")
    actions.mark_seen(by=an)
    assert queries.changes(an) == []
    actions.unfollow(by=an, number=mine.pk)
    assert len(queries.follows(an)) == 1


def test_a_facet_that_there_is_not_is_not_followed() -> None:
    an = people.signed_in_actor(people.an())
    with pytest.raises(FieldError):
        actions.follow(by=an, facet=(rules.GROUP, "vang"))
    with pytest.raises(NotAllowedError):
        actions.follow(by=people.an(), facet=(rules.GROUP, "che"))
