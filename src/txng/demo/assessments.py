"""Two fictional firms that assess themselves: one passed, declared and was received, one is half done.

Written by the verbs that people use, with the clock of the day: unlike events this is no story of the past.
Running it again changes nothing.
"""

from datetime import timedelta
from typing import Final

from django.utils import timezone

from txng.accounts import actions as accounts
from txng.accounts.actors import Actor, operator, operator_for
from txng.accounts.queries import organisation_named
from txng.certification.actions import assessments, checklists, declarations
from txng.certification.actions.assessments import Given
from txng.certification.actions.declarations import DeclarationFacts
from txng.certification.queries import assessments as asked
from txng.certification.queries import checklists as questions
from txng.certification.queries import declarations as declared
from txng.certification.rules import checklists as rules
from txng.certification.rules import declarations as steps
from txng.demo import enterprises
from txng.demo.cast import Firm
from txng.parties import actions as parties
from txng.parties.actions import PartyFacts
from txng.parties.models import Enterprise
from txng.products.actions import groups, trade_items
from txng.products.queries import groups as tree
from txng.products.rules.facts import Facts

AGENCY: Final = "Cơ quan thường trực trình diễn (hư cấu)"
NOTE: Final = "Câu trả lời trình diễn, hư cấu."
GREEN_COFFEE: Final = "nong-san/ca-phe/ca-phe-nhan/"
PARTS_OF_HALF: Final = 3


def put_in() -> int:
    """How many firms were written down; 0 when they are there already."""
    groups.put_in_packaged_groups(by=operator())
    checklists.put_in_packaged_checklists(by=operator())
    done = 0
    for firm, is_whole in ((enterprises.CAU_DAT, True), (enterprises.STORAGE, False)):
        holder = accounts.ensure_organisation(by=operator(), name=firm.name)
        actor = operator_for(holder.pk, holder.name)
        if asked.own_enterprise(actor) is None:
            _register(firm)
        entry = asked.own_enterprise(actor)
        assert entry is not None
        if is_whole:
            _make_coffee(firm, actor, entry)
        if not asked.assessments(actor).filter(enterprise=entry).exists():
            _assess(actor, is_whole=is_whole)
            done += 1
    return done


def _register(firm: Firm) -> None:
    parties.register_enterprise(
        by=operator(),
        facts=PartyFacts(
            name=firm.name, kind="hop-tac-xa" if "HTX" in firm.name else "cong-ty",
            sector="nong-nghiep", commune_code=firm.commune_code,
        ),
        organisation=organisation_named(firm.name),
    )  # fmt: skip


def _make_coffee(firm: Firm, actor: Actor, entry: Enterprise) -> None:
    """Its own product of the declared group: the certificates know the firm with other products."""
    group = tree.group_at(actor, GREEN_COFFEE)
    assert group is not None
    if group in declared.own_groups(entry):
        return
    trade_items.create_trade_item(
        by=actor, owner=entry, group=group, own_code=f"TD-{firm.number:03}",
        facts=Facts(name="Cà phê nhân trình diễn (hư cấu)"),
    )  # fmt: skip


def _assess(actor: Actor, *, is_whole: bool) -> None:
    checklist = questions.checklist(actor, rules.TCVN_13167)
    assert checklist is not None
    one = assessments.start_assessment(by=actor, checklist=checklist)
    parts = questions.sections(one.version)
    for part in parts if is_whole else parts[:PARTS_OF_HALF]:
        given = {row.pk: Given(rules.MET, NOTE) for row in part.criteria.all()}
        assessments.answer_section(by=actor, assessment=one, section=part, answers=given)
    if not is_whole:
        return
    done = assessments.finish_assessment(by=actor, assessment=one)
    group, today = tree.group_at(actor, GREEN_COFFEE), timezone.localdate()
    assert group is not None
    made = declarations.declare(
        by=actor,
        facts=DeclarationFacts(
            basis=steps.SELF, assessment=done.pk, standard=checklist.standard, declared_on=today,
            valid_to=today + timedelta(days=365), signer_name="Người ký hư cấu",
            signer_title="Giám đốc", groups=[group.pk],
        ),
    )  # fmt: skip
    agency = accounts.ensure_organisation(by=operator(), name=AGENCY, kind="agency")
    declarations.receive(by=operator_for(agency.pk, agency.name), declaration=made)
