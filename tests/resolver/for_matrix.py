"""Objects of the resolver for the matrix: An's and Dũng's links, and their hosts."""

from collections.abc import Callable
from dataclasses import replace

from tests import people
from tests.accounts.matrix import Objects
from tests.barcodes import registers
from txng.accounts.actors import Actor, operator_for
from txng.barcodes.actions import prefixes
from txng.barcodes.models import Batch
from txng.resolver import actions
from txng.resolver.actions.links import Content

MISSING = 999_999_999
OVERSEE = frozenset({"thuong-truc"})


def host_of(person: Actor, name: str) -> int:
    by = operator_for(person.organisation_id or 0, person.organisation)
    return actions.request_host(by=by, host=name).pk


def link_of(person: Actor, name: str, code: str) -> int:
    by = operator_for(person.organisation_id or 0, person.organisation)
    actions.approve_host(by=by, host_id=host_of(person, name))
    page = Content("gs1:pip", f"https://{name}/", "Trang")
    return actions.register_link(by=by, code=code, content=page).pk


def links(**more: int) -> Callable[[], Objects]:
    def make() -> Objects:
        own = link_of(people.an(), "an.example", "/01/09506000134352")
        foreign = link_of(people.dung(), "dung.example", "/01/09506000134369")
        return Objects(
            own={"number": own, **more},
            foreign={"number": foreign, **more},
            missing={"number": MISSING, **more},
        )

    return make


def asked_for() -> Objects:
    return Objects(
        own={"number": host_of(people.an(), "an.example")},
        foreign={"number": host_of(people.dung(), "dung.example")},
        missing={"number": MISSING},
        seen_by={"own": OVERSEE, "foreign": OVERSEE},
    )


def refused() -> Objects:
    found = asked_for()
    verdict = {"verdict": "khong-duyet"}
    return replace(
        found,
        own={**found.own, **verdict},
        foreign={**found.foreign, **verdict},
        missing={**found.missing, **verdict},
    )


def seen_links() -> Objects:
    return replace(links()(), seen_by={"own": OVERSEE, "foreign": OVERSEE})


def printed_by(person: Actor) -> int:
    by = operator_for(person.organisation_id or 0, person.organisation)
    sample = "https://txng.example/01/09506000134352"
    return actions.record_range(by=by, name="Đợt 1", samples=[sample]).pk


def printed() -> Objects:
    return Objects(
        own={"number": printed_by(people.an())},
        foreign={"number": printed_by(people.dung())},
        missing={"number": MISSING},
        seen_by_ours=frozenset({"chu-co-so"}),
    )


def seen_ranges() -> Objects:
    return replace(printed(), seen_by={"own": OVERSEE, "foreign": OVERSEE})


def batches() -> Objects:
    """Whoever captures for the enterprise tells its labels; nobody tells those of another."""
    dungs = registers.dungs()
    foreign = Batch.objects.get(pk=registers.issued(registers.lot()).pk)
    foreign.pk, foreign.enterprise = None, dungs
    foreign.save()
    own = registers.issued(registers.lot(name="L2"))
    return Objects(
        own={"number": own.pk},
        foreign={"number": foreign.pk},
        missing={"number": MISSING},
        seen_by_ours=frozenset({"chu-co-so", "chu-co-so-cho", "nhan-vien"}),
    )


def own_names() -> Objects:
    made = []
    for person, enterprise in ((people.an(), registers.ans()), (people.dung(), registers.dungs())):
        told = {"by": person, "enterprise": enterprise, "code": "lo-7", "words": "Lô 7"}
        own = prefixes.give_own_name(**told)
        prefixes.join_to_gs1(by=person, name=own.name, gs1="(01)09506000134352(10)L7")
        made.append(own.pk)
    return Objects(
        own={"number": made[0]},
        foreign={"number": made[1]},
        missing={"number": MISSING},
        seen_by_ours=frozenset({"chu-co-so", "chu-co-so-cho", "nhan-vien"}),
    )


OBJECTS = {
    "resolver:range": seen_ranges,
    "resolver:withdraw_range": printed,
    "resolver:declared_batch": batches,
    "resolver:declare_batch": batches,
    "resolver:declared_own_name": own_names,
    "resolver:declare_own_name": own_names,
    "resolver:link": seen_links,
    "resolver:change_link": links(),
    "resolver:withdraw_link": links(),
    "resolver:restore_link": links(version=1),
    "resolver:approve_host": asked_for,
    "resolver:decline_host": refused,
}
