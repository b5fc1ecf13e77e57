"""The cast of every story: whoever reads one test knows the people of the next.

    An     owns an enterprise: captures, and asks about what An captured
    Bình   works at the standing agency: sees every organisation's events
    Chi    inspects: sees every organisation's events, captures inspections
    Dũng   is a stranger: another enterprise with a key of its own, or nobody at all

Each function makes the organisation when it is new and gives the person as an Actor, with the rights of
the role that ships for such people (conf/roles.py); `key_of` gives the key that a machine of theirs would
send, `client_of` a browser in which they are signed in:

    people.client_of(people.an()).get("/thanh-vien")
    people.client_of(people.officer("24846", sector="nong-nghiep")).get("/co-so")
"""

from dataclasses import replace

from django.test import Client

from txng.accounts import actions, cookies, queries, rules
from txng.accounts.actors import Actor, Grant, operator
from txng.accounts.models import Assignment, Organisation, Role, User
from txng.conf import roles

ANS_ENTERPRISE = "Hợp tác xã cà phê của An (hư cấu)"
BINHS_AGENCY = "Cơ quan thường trực của Bình (hư cấu)"
CHIS_INSPECTORATE = "Đoàn kiểm tra của Chi (hư cấu)"
DUNGS_ENTERPRISE = "Công ty của Dũng (hư cấu)"
OFFICERS_AGENCY = "Cơ quan của cán bộ (hư cấu)"

ROLES = {"An": "chu-co-so", "Bình": "thuong-truc", "Chi": "kiem-tra", "Dũng": "chu-co-so"}
"""Which shipped role each of the cast holds."""


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


def officer(*territories: str, sector: str | None = None, role: str = "can-bo") -> Actor:
    """An officer whose role reaches these communes (none: all of them) and this sector (None: all)."""
    reach = Grant(
        _rights(role),
        frozenset(territories) or None,
        None if sector is None else frozenset({sector}),
    )
    actor = _person("Cán bộ", agency(OFFICERS_AGENCY), "query", role=role)
    return replace(actor, grants=(reach,))


def seated(person: Actor, code: str) -> Actor:
    """The same person, whose organisation acts for this agency of the Plan ("so-khcn"), loaded if need be."""
    from txng.parties import actions as parties
    from txng.parties import queries as registers

    if not registers.plan_is_loaded(operator()):
        parties.load_plan(by=operator())
    agency = registers.agency(operator(), code)
    assert agency is not None, code
    if agency.organisation_id != person.organisation_id:
        organisation = Organisation.objects.get(pk=person.organisation_id)
        parties.seat_agency(by=operator(), agency=agency, organisation=organisation)
    return person


def staff_of(code: str, role: str = "can-bo") -> Actor:
    """Somebody of an agency of the Plan, whole province: staff_of("so-tai-chinh", "tai-chinh")."""
    house = agency(f"Cơ quan {code} (hư cấu)")
    person = _person(f"Người của {code}", house, "query", role=role)
    reach = Grant(_rights(role), None, None)
    return seated(replace(person, grants=(reach,)), code)


def with_role(person: Actor, role: str) -> Actor:
    """The same person with the rights of another role: An's staff is with_role(an(), "nhan-vien")."""
    kind = Organisation.objects.get(pk=person.organisation_id).kind
    reach = rules.reach_of(kind, None)
    grant = Grant(_rights(role), reach, reach)
    scopes = rules.scopes_among(roles.rights_of(role), sees_everything=True)
    return replace(person, name=f"{person.name} ({role})", scopes=scopes, grants=(grant,))


def reader(organisation: Organisation) -> Actor:
    """Somebody who may only ask, and only about what this organisation captured."""
    return Actor(organisation.pk, organisation.name, frozenset({"query"}), "Người đọc")


def key_of(person: Actor) -> str:
    """A plain key with the organisation and the scopes of this person: `Authorization: Bearer ...`."""
    holder = Organisation.objects.get(pk=person.organisation_id)
    _key, plain = actions.create_key(by=operator(), organisation=holder, scopes=person.scopes)
    return plain


def client_of(person: Actor, *, second_factor: bool = True) -> Client:
    """A browser in which one of the cast is signed in, second factor shown."""
    client = Client()
    sign_in(client, person, second_factor=second_factor)
    return client


def sign_in(client: Client, person: Actor, *, second_factor: bool = True) -> User:
    """Sign this client in as one of the cast: a real person, role, assignment and session."""
    user = account_of(person)
    _session, secret = actions.begin_session(
        person=user,
        organisation=Organisation.objects.get(pk=person.organisation_id),
        shown_two=second_factor,
    )
    client.cookies[cookies.name()] = secret
    return user


def account_of(person: Actor) -> User:
    """The person's account with the role and reach of this actor, made when it is new."""
    username = rules.code_for(person.name)
    user = User.objects.filter(username=username).first()
    if user is None:
        user = actions.create_person(by=operator(), username=username, full_name=person.name)
    role = shipped(person.name.rpartition("(")[2].rstrip(")") if "(" in person.name else "")
    if role is None:
        role = shipped(ROLES.get(person.name, "can-bo"))
    assert role is not None
    held = Assignment.objects.filter(person=user, organisation_id=person.organisation_id, role=role)
    if not held.exists():
        reach = person.grants[0]
        is_agency = reach.territories is None or reach.territories
        actions.assign(
            by=operator(),
            person=user,
            organisation=Organisation.objects.get(pk=person.organisation_id),
            role=role,
            territories=reach.territories if is_agency else None,
            sectors=reach.sectors if is_agency else None,
        )
    return user


def signed_in_actor(person: Actor) -> Actor:
    """The actor that a page sees when this person is signed in: with `person_id`."""
    user = account_of(person)
    return queries.current_actor(user, Organisation.objects.get(pk=person.organisation_id))


def shipped(code: str) -> Role | None:
    """The role that ships under this code, put in when it is missing; None when none does."""
    if code not in roles.ROLES:
        return None
    found = Role.objects.filter(code=code).first()
    if found is None:
        roles.install()
        found = Role.objects.get(code=code)
    return found


def _rights(role: str) -> frozenset[str]:
    return frozenset(roles.rights_of(role)) - frozenset(rules.SCOPES)


def _person(name: str, organisation: Organisation, *scopes: str, role: str = "") -> Actor:
    reach = rules.reach_of(organisation.kind, None)
    grant = Grant(_rights(role or ROLES[name]), reach, reach)
    return Actor(organisation.pk, organisation.name, frozenset(scopes), name, grants=(grant,))
