"""Campaigns by channel, and the evidence of what was told."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from tests import people
from tests.outreach import makers
from txng.documents.errors import BadFileError
from txng.outreach import queries as figures
from txng.outreach.actions import campaigns as actions
from txng.outreach.actions import links
from txng.outreach.errors import FieldError, NotAllowedError, StaleError, StepError
from txng.outreach.models import Evidence
from txng.outreach.queries import campaigns as queries
from txng.repository.webhooks import Sight

pytestmark = pytest.mark.django_db


def test_a_plan_counts_what_was_done_for_each_line():
    one = makers.campaign()
    line = makers.activity(one)
    makers.evidence(activity=line.pk)
    (planned,) = queries.plan(one)
    assert (planned.done, planned.activity.planned, planned.is_done) == (1, 2, False)


def test_each_agency_records_and_changes_its_own_evidence():
    row = makers.evidence()
    assert row.agency.code == "bao-va-dai"
    with pytest.raises(NotAllowedError):
        actions.strike_evidence(by=makers.binh(), evidence=row, reason="Không phải của mình")
    gone = actions.strike_evidence(by=makers.lan(), evidence=row, reason="Ghi nhầm ngày")
    assert list(queries.evidence(makers.lan())) == []
    actions.restore_evidence(by=makers.lan(), evidence=gone)
    assert list(queries.evidence(makers.lan())) == [row]


def test_dung_sees_no_campaign_and_no_evidence():
    one, row = makers.campaign(), makers.evidence()
    assert queries.campaign(people.dung(), one.pk) is None
    assert list(queries.evidence(people.dung())) == []
    assert queries.one_evidence(people.dung(), row.pk) is None
    with pytest.raises(NotAllowedError):
        makers.evidence(people.dung())


def test_an_account_of_no_agency_is_told_what_to_do():
    nobody = people.officer(role="phoi-hop")
    with pytest.raises(NotAllowedError, match="chưa được gắn với cơ quan"):
        makers.evidence(nobody)


@pytest.mark.parametrize(
    ("told", "field"),
    [
        ({"channel": "x"}, "channel"),
        ({"title": ""}, "title"),
        ({"outlet": ""}, "outlet"),
        ({"told_on": date(2018, 1, 1)}, "told_on"),
        ({"told_on": date(2099, 1, 1)}, "told_on"),
        ({"link": "ftp://x.vn/a"}, "link"),
        ({"reach": -1}, "reach"),
        ({"activity": 999_999}, "activity"),
        ({"group": "khong-co/"}, "group"),
        ({"audience": "x"}, "audience"),
    ],
)
def test_a_wrong_value_of_evidence_stands_at_its_field(told, field):
    with pytest.raises(FieldError) as refused:
        makers.evidence(**told)
    assert refused.value.field == field


def test_a_link_is_entered_once_by_an_agency():
    makers.evidence()
    with pytest.raises(FieldError, match="đã ghi liên kết này"):
        makers.evidence(title="Khác")


@pytest.mark.parametrize(
    ("told", "field"),
    [
        ({"ends_on": date(2026, 2, 1)}, "ends_on"),
        ({"starts_on": date(2025, 1, 1), "ends_on": date(2025, 2, 1)}, "starts_on"),
        ({"planned": 0}, "planned"),
        ({"channel": "x"}, "channel"),
        ({"agency": "so-tttt"}, "agency"),
        ({"agency": "khong-co"}, "agency"),
    ],
)
def test_a_wrong_line_of_the_plan_is_refused_at_its_field(told, field):
    one = makers.campaign()
    with pytest.raises(FieldError) as refused:
        makers.activity(one, **told)
    assert refused.value.field == field


def test_another_agency_plans_for_itself_only():
    one = makers.campaign()
    assert makers.activity(one, makers.lan()).agency.code == "bao-va-dai"
    with pytest.raises(NotAllowedError):
        makers.activity(one, makers.lan(), agency="so-khcn")


def test_a_line_with_evidence_is_not_dropped():
    line = makers.activity(makers.campaign())
    makers.evidence(activity=line.pk)
    with pytest.raises(StepError):
        actions.drop_activity(by=makers.binh(), activity=line)


def test_a_closed_campaign_takes_no_more_lines_until_it_is_opened_again():
    one = makers.campaign()
    closed = actions.close_campaign(by=makers.binh(), campaign=one)
    with pytest.raises(StepError):
        makers.activity(closed)
    actions.reopen_campaign(by=makers.binh(), campaign=closed)
    assert makers.activity(one).pk


def test_two_campaigns_of_one_name_and_year_are_refused():
    makers.campaign()
    with pytest.raises(FieldError) as refused:
        makers.campaign()
    assert refused.value.field == "title"
    with pytest.raises(FieldError, match="2019 đến 2030"):
        makers.campaign(year=2035)


def test_of_two_who_change_evidence_at_once_one_is_told():
    row = makers.evidence()
    facts = makers.evidence_facts(title="Mới")
    actions.change_evidence(by=makers.lan(), evidence=row, base=1, facts=facts)
    with pytest.raises(StaleError):
        actions.change_evidence(by=makers.lan(), evidence=row, base=1, facts=facts)


def test_a_clip_is_a_picture_or_a_pdf():
    row = makers.evidence()
    kept = actions.attach_clip(
        by=makers.lan(), evidence=row, file_name="chụp.png", content=makers.picture()
    )
    assert queries.files(makers.lan(), row) == [kept]
    with pytest.raises(BadFileError):
        actions.attach_clip(by=makers.lan(), evidence=row, file_name="a.mp4", content=b"ftyp")


def test_a_year_is_counted_by_agency_and_channel_and_unknown_reach_is_none(
    django_assert_num_queries,
):
    makers.evidence(reach=1200)
    makers.evidence(link="", title="Tọa đàm", channel="hoi-thao")
    makers.evidence(makers.binh(), link="https://so.example/a", channel="trang-tin")
    makers.evidence(told_on=date(2025, 5, 1), link="https://bao.example/2025")
    with django_assert_num_queries(4):
        found = figures.evidence_of_year(None, 2026)
    assert (found.all.count, found.all.reach, found.all.reach_known) == (3, 1200, 1)
    assert {channel: cell.count for channel, cell in found.by_channel.items()} == {
        "bao-viet": 1, "hoi-thao": 1, "trang-tin": 1,
    }  # fmt: skip
    assert [(line.agency.code, line.all.count) for line in found.by_agency] == [
        ("bao-va-dai", 2), ("so-khcn", 1),
    ]  # fmt: skip
    assert found.by_channel["hoi-thao"].reach is None
    assert found.rows.count() == 3


def answering(status):
    return lambda url: Sight(status=status)


def test_a_link_that_fails_three_times_is_told_as_dead_and_may_come_back():
    row = makers.evidence()
    now = timezone.now()
    for day in range(3):
        assert (
            links.check_links(
                by=makers.CONSUMER, look=answering(404), now=now + timedelta(days=day)
            )
            == 1
        )
    row.refresh_from_db()
    assert (row.link_state, row.link_failures, row.link_status) == ("chet", 3, 404)
    assert figures.evidence_of_year(None, 2026).dead_links == 1
    links.check_links(by=makers.CONSUMER, look=answering(200), now=now + timedelta(days=4))
    row.refresh_from_db()
    assert (row.link_state, row.link_failures) == ("tot", 0)
    assert (
        links.check_links(by=makers.CONSUMER, look=answering(200), now=now + timedelta(days=5)) == 0
    )


def test_a_link_into_our_own_network_is_never_called():
    makers.evidence(link="https://localhost.localdomain/x")
    Evidence.objects.update(link="http://127.0.0.1:9/x")
    assert links.look("http://127.0.0.1:9/x").refused or links.look("http://127.0.0.1:9/x").error
