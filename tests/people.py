"""The cast of every story: whoever reads one test knows the people of the next.

    An     owns an enterprise: captures, and asks about what An captured
    Bình   works at the standing agency: sees every organisation's events
    Chi    inspects: sees every organisation's events, captures inspections
    Dũng   is a stranger: another enterprise with a key of its own, or nobody at all

Each function makes the organisation when it is new and gives the person as an Actor; `key_of` gives the
key that a machine of theirs would send.
"""

from txng.accounts import actions
from txng.accounts.actors import Actor, operator
from txng.accounts.models import Organisation

ANS_ENTERPRISE = "Hợp tác xã cà phê của An (hư cấu)"
BINHS_AGENCY = "Cơ quan thường trực của Bình (hư cấu)"
CHIS_INSPECTORATE = "Đoàn kiểm tra của Chi (hư cấu)"
DUNGS_ENTERPRISE = "Công ty của Dũng (hư cấu)"


def enterprise(name: str = ANS_ENTERPRISE) -> Organisation:
    return actions.ensure_organisation(by=operator(), name=name, kind="enterprise")


def agency(name: str = BINHS_AGENCY) -> Organisation:
    return actions.ensure_organisation(by=operator(), name=name, kind="agency")


def an() -> Actor:
    return _person("An", enterprise(ANS_ENTERPRISE), "capture", "query")


def binh() -> Actor:
    return _person("Bình", agency(BINHS_AGENCY), "query", "oversight")


def chi() -> Actor:
    return _person("Chi", agency(CHIS_INSPECTORATE), "capture", "query", "oversight")


def dung() -> Actor:
    return _person("Dũng", enterprise(DUNGS_ENTERPRISE), "capture", "query")


def reader(organisation: Organisation) -> Actor:
    """Somebody who may only ask, and only about what this organisation captured."""
    return _person("Người đọc", organisation, "query")


def key_of(person: Actor) -> str:
    """A plain key with the organisation and the scopes of this person: `Authorization: Bearer ...`."""
    holder = Organisation.objects.get(pk=person.organisation_id)
    _key, plain = actions.create_key(by=operator(), organisation=holder, scopes=person.scopes)
    return plain


def _person(name: str, organisation: Organisation, *scopes: str) -> Actor:
    return Actor(organisation.pk, organisation.name, frozenset(scopes), name)
