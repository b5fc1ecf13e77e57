"""Objects of accounts for the matrix."""

from tests import people
from tests.accounts.matrix import Objects
from txng.accounts import actions, mail, queries
from txng.accounts.actors import operator
from txng.accounts.models import ApiKey, Assignment, MailAddress, Passkey

MISSING = 999_999_999


def an_assignment() -> Objects:
    """Staff of An and staff of Dũng: an agency manages its own people only."""
    made = {}
    for owner, name in ((people.an(), "lan"), (people.dung(), "minh")):
        someone = actions.create_person(by=operator(), username=name)
        made[name] = actions.assign(
            by=operator(),
            person=someone,
            organisation=queries.organisation_named(owner.organisation),
            role=people.shipped("nhan-vien"),
        ).pk
    return Objects(own={"pk": made["lan"]}, foreign={"pk": made["minh"]}, missing={"pk": MISSING})


def a_link() -> Objects:
    made = {}
    for owner in (people.an(), people.dung()):
        link, _secret = actions.invite(
            by=operator(),
            organisation=queries.organisation_named(owner.organisation),
            role=people.shipped("nhan-vien"),
            for_whom="Lan",
        )
        made[owner.name] = link.pk
    return Objects(own={"pk": made["An"]}, foreign={"pk": made["Dũng"]}, missing={"pk": MISSING})


def a_key() -> Objects:
    for owner in (people.an(), people.dung()):
        people.key_of(owner)
    prefixes = {key.organisation.name: key.prefix for key in ApiKey.objects.all()}
    return Objects(
        own={"prefix": prefixes[people.ANS_ENTERPRISE]},
        foreign={"prefix": prefixes[people.DUNGS_ENTERPRISE]},
        missing={"prefix": "txng_aaaaaaaa"},
    )


def a_passkey() -> Objects:
    """Everybody's own alone: An's is foreign to An's staff too."""
    made = {}
    for person in (people.an(), people.dung()):
        made[person.name] = Passkey.objects.create(
            person=people.account_of(person),
            credential_id=person.name,
            attested=b"x",
            name="Máy",
        ).pk
    return Objects(
        own={"pk": made["An"]},
        foreign={"pk": made["Dũng"]},
        missing={"pk": MISSING},
        seen_by_ours=frozenset({"chu-co-so"}),
    )


def a_role() -> Objects:
    """Roles belong to nobody: whoever may change roles sees them all."""
    people.shipped("can-bo")
    return Objects(
        own={"code": "nhan-vien"},
        foreign={"code": "can-bo"},
        missing={"code": "khong-co"},
        seen_by={"own": {"thuong-truc"}, "foreign": {"thuong-truc"}},
    )


def somebody_to_look_as() -> Objects:
    """An's and Dũng's people are open to the standing agency, officers to nobody."""
    an, chi = people.account_of(people.an()), people.account_of(people.chi())
    pks = {one.person_id: one.pk for one in Assignment.objects.all()}
    return Objects(
        own={"pk": pks[an.pk]},
        foreign={"pk": pks[chi.pk]},
        missing={"pk": MISSING},
        seen_by={"own": {"thuong-truc"}},
    )


def a_confirmation() -> Objects:
    """Everybody's own alone, like the address that it confirms."""
    tokens = {}
    for person in (people.an(), people.dung()):
        box = MailAddress.objects.create(
            person=people.account_of(person), address="x@example.vn", nonce=person.name
        )
        tokens[person.name] = mail.confirm_token(box)
    return Objects(
        own={"token": tokens["An"]},
        foreign={"token": tokens["Dũng"]},
        missing={"token": "khong-co"},
        seen_by_ours=frozenset({"chu-co-so"}),
    )


OBJECTS = {
    "accounts:confirm_address": a_confirmation,
    "accounts:member": an_assignment,
    "accounts:end_assignment": an_assignment,
    "accounts:reset": an_assignment,
    "accounts:withdraw": a_link,
    "accounts:revoke_key": a_key,
    "accounts:drop_passkey": a_passkey,
    "accounts:role": a_role,
    "accounts:begin_look": somebody_to_look_as,
}
