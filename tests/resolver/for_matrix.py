"""Objects of the resolver for the matrix: An's and Dũng's links, and their hosts."""

from collections.abc import Callable
from dataclasses import replace

from tests import people
from tests.accounts.matrix import Objects
from txng.accounts.actors import Actor, operator_for
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


OBJECTS = {
    "resolver:link": seen_links,
    "resolver:change_link": links(),
    "resolver:withdraw_link": links(),
    "resolver:restore_link": links(version=1),
    "resolver:approve_host": asked_for,
    "resolver:decline_host": refused,
}
