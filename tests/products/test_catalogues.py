"""From a proposal to a list in force, through the verbs; two people at once; nobody edits what holds."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from tests import people
from tests.products import makers
from txng.accounts.actors import operator
from txng.accounts.models import JournalEntry
from txng.products.actions import items, lists
from txng.products.errors import (
    FactsRefusedError,
    NotAllowedError,
    RoadmapRefusedError,
    StepRefusedError,
    UnknownRecordError,
)
from txng.products.models import ListVersion, Proposal
from txng.products.queries import lists as queries
from txng.products.rules import lists as rules
from txng.products.rules.roadmap import Milestone
from txng.products.rules.scoring import Advice

pytestmark = pytest.mark.django_db
DAY = date(2026, 8, 1)
CODE = Milestone("code", months_after=6)


def test_a_list_goes_the_whole_way_and_holds_from_its_day():
    version = makers.in_force(makers.COFFEE, makers.TEA)
    assert queries.in_force(None, rules.MANDATORY, date(2026, 6, 30)) is None
    held = queries.in_force(None, rules.MANDATORY, date(2026, 7, 1))
    assert held == version
    assert [item.group.path for item in held.items.all()] == [makers.COFFEE, makers.TEA]
    verbs = set(JournalEntry.objects.values_list("verb", flat=True))
    assert {"list.opened", "proposal.led", "list.stepped", "proposal.marked", "list.chosen",
            "list.roadmap", "list.issued"} <= verbs  # fmt: skip


def test_several_agencies_lead_one_proposal_each_with_its_reason():
    version = makers.open_version()
    first = makers.proposed(version)
    officer = people.officer(sector="nong-nghiep")
    again = lists.propose(
        by=officer,
        version=version,
        group=makers.group(makers.COFFEE),
        reason="Xuất khẩu",
        grounds=["export"],
    )
    assert again == first
    assert {lead.agency: lead.reason for lead in first.leads.all()} == {
        people.BINHS_AGENCY: "Sản phẩm trọng điểm", people.OFFICERS_AGENCY: "Xuất khẩu",
    }  # fmt: skip
    first.refresh_from_db()
    assert first.grounds == ["key", "export"]
    with pytest.raises(NotAllowedError):
        lists.leave_proposal(by=people.an(), proposal=first)
    lists.leave_proposal(by=officer, proposal=first)
    lists.leave_proposal(by=people.binh(), proposal=first)
    assert not Proposal.objects.exists()


def test_what_a_second_agency_knows_stands_beside_what_the_first_told():
    version = makers.step(makers.open_version(), rules.COLLECTING)
    values = {"version": version, "group": makers.group(makers.COFFEE), "reason": "Trọng điểm"}
    lists.propose(by=people.binh(), **values, evidence="500.000 tấn")
    officer = people.officer(sector="nong-nghiep")
    for _again in range(2):
        lists.propose(by=officer, **values, evidence="12 vụ vi phạm", grdp_share=Decimal("7.5"))
    proposal = Proposal.objects.get()
    assert (proposal.evidence, proposal.grdp_share) == (
        "500.000 tấn\n12 vụ vi phạm",
        Decimal("7.5"),
    )
    with pytest.raises(FactsRefusedError, match="đã ghi 7,5 %") as refused:
        lists.propose(by=people.binh(), **values, grdp_share=Decimal(8))
    assert refused.value.field == "grdp_share"
    with pytest.raises(FactsRefusedError, match="nhận được") as refused:
        lists.propose(by=people.binh(), **values, evidence="x" * 1990)
    assert refused.value.field == "evidence"
    proposal.refresh_from_db()
    assert proposal.grdp_share == Decimal("7.5")


def test_nobody_decides_on_a_list_of_the_province_from_one_commune_or_sector():
    makers.open_version()
    for narrow in (
        people.officer(makers.LANG_BIANG, role="thuong-truc"),
        people.officer(sector="nong-nghiep", role="thuong-truc"),
    ):
        with pytest.raises(NotAllowedError):
            lists.open_version(by=narrow, kind=rules.PRIORITY, title="Danh mục ưu tiên")


def test_a_version_after_a_repeal_begins_with_nothing():
    version = makers.in_force()
    items.repeal_version(by=people.binh(), version=version, number="20/QĐ-UBND", on=DAY)
    following = makers.open_version()
    assert (following.items.count(), following.replaces) == (0, version)


def test_an_officer_proposes_within_the_sector_granted():
    version = makers.step(makers.open_version(), rules.COLLECTING)
    officer = people.officer(sector="cong-thuong")
    with pytest.raises(NotAllowedError, match="thuộc lĩnh vực Nông nghiệp") as refused:
        lists.propose(by=officer, version=version, group=makers.group(makers.COFFEE), reason="x")
    assert refused.value.field == "group"
    assert lists.propose(by=officer, version=version, group=makers.group("thuc-pham/"), reason="x")


def test_whoever_disagrees_says_why_and_may_change_their_mind():
    proposal = makers.proposed(makers.open_version())
    makers.step(proposal.version, rules.CONSULTING)
    with pytest.raises(FactsRefusedError, match="vì sao"):
        lists.give_opinion(by=people.binh(), proposal=proposal, stance=rules.DISAGREE)
    lists.give_opinion(by=people.binh(), proposal=proposal, stance=rules.DISAGREE, said="Quá sớm")
    lists.give_opinion(by=people.binh(), proposal=proposal, stance=rules.AGREE)
    assert [(one.stance, one.words) for one in proposal.opinions.all()] == [("agree", "")]


def test_marks_of_agencies_become_a_verdict_and_a_ranking_that_tells_ties():
    version = makers.open_version()
    coffee, tea, rice = (
        makers.proposed(version, path) for path in (makers.COFFEE, makers.TEA, makers.RICE)
    )
    makers.step(version, rules.SCORING)
    for proposal, safety in ((coffee, 4), (tea, 2), (rice, 2)):
        makers.marked(proposal, safety=safety)
    makers.marked(coffee, by=people.officer(), safety=2)
    ranked = queries.ranking(people.binh(), version)
    assert [(one.place.rank, one.proposal) for one in ranked] == [(1, coffee), (2, tea), (2, rice)]
    assert ranked[1].tied_with == (rice,)
    verdict = ranked[0].place.verdict
    assert [one.agency for one in verdict.lines[0].marks] == sorted(
        [people.BINHS_AGENCY, people.OFFICERS_AGENCY]
    )
    assert "apart" in {one.kind for one in verdict.reasons}


def test_weights_of_the_version_decide_and_are_fixed_once_opinions_are_asked():
    version = makers.open_version()
    only = {"safety": 100, "feasibility": 0, "export": 0, "grdp": 0}
    with pytest.raises(FactsRefusedError, match="đúng 100; nhận được tổng 90"):
        lists.set_weights(by=people.binh(), version=version, weights=only | {"safety": 90})
    lists.set_weights(by=people.binh(), version=version, weights=only)
    proposal = makers.proposed(version)
    makers.step(version, rules.SCORING)
    makers.marked(proposal, safety=4, feasibility=0, export=0, grdp=0)
    verdict = queries.verdict(queries.proposal(people.binh(), proposal.pk))
    assert (verdict.total, verdict.advice) == (100, Advice.PRIORITY)
    with pytest.raises(StepRefusedError):
        lists.set_weights(by=people.binh(), version=version, weights=only)


# --- two at once ----------------------------------------------------------------------------------


def test_of_two_who_step_on_at_once_one_wins_and_the_other_is_told():
    version = makers.open_version()
    makers.proposed(version)
    lists.step_on(by=people.binh(), version=version, seen=rules.COLLECTING)
    with pytest.raises(StepRefusedError, match="vừa chuyển bản này sang bước “Xin ý kiến”"):
        lists.step_on(by=people.binh(), version=version, seen=rules.COLLECTING)
    version.refresh_from_db()
    assert version.state == rules.CONSULTING


def test_of_two_who_issue_at_once_one_wins_and_the_other_is_told():
    version = makers.open_version()
    proposal = makers.proposed(version)
    makers.step(version, rules.SCORING)
    item = items.choose_item(by=people.binh(), proposal=makers.marked(proposal))
    items.set_roadmap(by=people.binh(), item=item, milestones=[CODE])
    stale = ListVersion.objects.get(pk=version.pk)
    for number, seen in (("12/QĐ-UBND", version), ("13/QĐ-UBND", stale)):
        if seen is version:
            items.issue_version(
                by=people.binh(), version=seen, seen=rules.SCORING, decision=makers.decision(number)
            )
        else:
            with pytest.raises(StepRefusedError, match="Đã ban hành"):
                items.issue_version(
                    by=people.binh(),
                    version=seen,
                    seen=rules.SCORING,
                    decision=makers.decision(number),
                )
    assert ListVersion.objects.get().decision_number == "12/QĐ-UBND"


def test_one_version_of_a_list_is_open_at_a_time():
    makers.open_version()
    with pytest.raises(StepRefusedError, match="đang có một bản mở"):
        makers.open_version()
    assert makers.open_version(kind=rules.PRIORITY)


def test_the_database_itself_holds_one_version_a_day():
    makers.in_force()
    with pytest.raises(IntegrityError), transaction.atomic():
        ListVersion.objects.create(
            kind=rules.MANDATORY, number=9, title="x", state=rules.ISSUED, weights={}, opened_by="x",
            decision_number="99", decided_on=date(2026, 6, 1), effective_from=date(2026, 7, 1), body="x",
            issued_at="2026-06-01T00:00Z",
        )  # fmt: skip


# --- nobody edits what holds ----------------------------------------------------------------------


def test_nothing_of_an_issued_version_can_be_changed():
    version = makers.in_force()
    proposal, item = version.proposals.get(), version.items.get()
    binh = people.binh()
    for verb in (
        lambda: lists.propose(by=binh, version=version, group=makers.group(makers.TEA), reason="x"),
        lambda: lists.give_opinion(by=binh, proposal=proposal, stance=rules.AGREE),
        lambda: makers.marked(proposal),
        lambda: items.choose_item(by=binh, proposal=proposal),
        lambda: items.leave_out(by=binh, item=item),
        lambda: items.set_roadmap(by=binh, item=item, milestones=[]),
        lambda: lists.drop_version(by=binh, version=version, seen=rules.ISSUED),
        lambda: lists.leave_proposal(by=binh, proposal=proposal),
        lambda: lists.step_on(by=binh, version=version, seen=rules.ISSUED),
    ):
        with pytest.raises(StepRefusedError, match="Đã ban hành"):
            verb()


def test_a_change_is_a_new_version_that_begins_with_what_holds_and_keeps_its_days():
    old = makers.in_force(makers.COFFEE, effective=date(2026, 7, 1))
    version = makers.open_version()
    carried = version.items.get()
    assert (carried.carried_from, carried.group.path) == (old.items.get(), makers.COFFEE)
    assert [one.due_on for one in carried.milestones.all()] == [date(2027, 1, 1)]
    tea = makers.proposed(version, makers.TEA)
    makers.step(version, rules.SCORING)
    item = items.choose_item(by=people.binh(), proposal=makers.marked(tea))
    items.set_roadmap(by=people.binh(), item=item, milestones=[CODE])
    with pytest.raises(StepRefusedError, match="Bản trước có hiệu lực từ 01/07/2026") as refused:
        items.issue_version(
            by=people.binh(),
            version=version,
            seen=rules.SCORING,
            decision=makers.decision("13/QĐ-UBND"),
        )
    assert refused.value.field == "effective_from"
    new = items.issue_version(
        by=people.binh(), version=version, seen=rules.SCORING,
        decision=makers.decision("13/QĐ-UBND", date(2026, 9, 1)),
    )  # fmt: skip
    held = {
        day: queries.in_force(None, rules.MANDATORY, day)
        for day in (date(2026, 8, 31), date(2026, 9, 1))
    }
    assert list(held.values()) == [old, new]


def test_a_list_that_a_paper_repeals_holds_no_longer():
    version = makers.in_force()
    with pytest.raises(StepRefusedError):
        items.repeal_version(
            by=people.binh(), version=version, number="20/QĐ-UBND", on=date(2026, 1, 1)
        )
    items.repeal_version(by=people.binh(), version=version, number="20/QĐ-UBND", on=DAY)
    assert queries.in_force(None, rules.MANDATORY, DAY) is None
    assert queries.in_force(None, rules.MANDATORY, date(2026, 7, 31)) == version
    with pytest.raises(StepRefusedError, match="đã bị bãi bỏ"):
        items.repeal_version(by=people.binh(), version=version, number="21/QĐ-UBND", on=DAY)
    with pytest.raises(UnknownRecordError):
        items.repeal_version(by=people.binh(), version=makers.open_version(), number="1", on=DAY)


def test_a_mandatory_item_needs_marks_and_a_roadmap_that_can_be_read():
    version = makers.open_version()
    proposal = makers.proposed(version)
    makers.step(version, rules.SCORING)
    item = items.choose_item(by=people.binh(), proposal=proposal)

    def issue():
        return items.issue_version(
            by=people.binh(), version=version, seen=rules.SCORING, decision=makers.decision()
        )

    with pytest.raises(StepRefusedError, match="Chưa chấm đủ bốn tiêu chí cho: Cà phê"):
        issue()
    makers.marked(proposal)
    with pytest.raises(StepRefusedError, match="Còn thiếu: Cà phê"):
        issue()
    with pytest.raises(RoadmapRefusedError, match="hai mốc"):
        items.set_roadmap(
            by=people.binh(), item=item, milestones=[CODE, Milestone("code", months_after=9)]
        )
    items.set_roadmap(by=people.binh(), item=item, milestones=[CODE])
    assert issue().state == rules.ISSUED


# --- who ------------------------------------------------------------------------------------------


def test_dung_sees_no_draft_and_does_nothing_in_it():
    version = makers.open_version()
    proposal = makers.proposed(version)
    dung = people.dung()
    assert queries.version(dung, version.pk) is None
    assert queries.proposal(dung, proposal.pk) is None
    assert list(queries.versions(dung)) == []
    for verb in (
        lambda: lists.open_version(by=dung, kind=rules.PRIORITY, title="x"),
        lambda: lists.propose(by=dung, version=version, group=makers.group(makers.TEA), reason="x"),
        lambda: lists.give_opinion(by=dung, proposal=proposal, stance=rules.AGREE),
        lambda: makers.marked(proposal, by=dung),
        lambda: lists.step_on(by=dung, version=version, seen=rules.COLLECTING),
        lambda: lists.set_weights(by=dung, version=version, weights={}),
        lambda: items.choose_item(by=dung, proposal=proposal),
        lambda: items.issue_version(
            by=dung, version=version, seen="scoring", decision=makers.decision()
        ),
    ):
        with pytest.raises(NotAllowedError):
            verb()


def test_an_officer_proposes_and_marks_and_does_not_decide():
    version = makers.step(makers.open_version(), rules.COLLECTING)
    with pytest.raises(NotAllowedError):
        lists.step_on(by=people.officer(), version=version, seen=rules.COLLECTING)


def test_the_operator_speaks_for_no_agency():
    version = makers.step(makers.open_version(), rules.COLLECTING)
    with pytest.raises(NotAllowedError, match=r"của một cơ quan|chưa được giao"):
        lists.propose(by=operator(), version=version, group=makers.group(makers.TEA), reason="x")


def test_everybody_reads_what_was_issued():
    version = makers.in_force()
    assert queries.version(people.dung(), version.pk) == version
    assert queries.proposal(people.dung(), version.proposals.get().pk) is None


def test_a_proposed_group_that_stands_in_the_list_already_is_shown():
    makers.in_force(makers.COFFEE)
    found = queries.overlaps(None, rules.MANDATORY, makers.GREEN_COFFEE, DAY)
    assert [(one.path, one.is_same) for one in found] == [(makers.COFFEE, False)]
    assert queries.overlaps(None, rules.MANDATORY, makers.TEA, DAY) == []


def test_a_workspace_page_costs_the_same_with_many_proposals(django_assert_max_num_queries):
    version = makers.open_version()
    for path in (makers.COFFEE, makers.TEA, makers.RICE):
        makers.proposed(version, path)
    binh = people.binh()
    with django_assert_max_num_queries(5):  # proposals, leads, opinions, scores, items
        assert len(queries.ranking(binh, version)) == 3
