"""Who acts: what every verb takes as `by` and every question as its first argument."""

from dataclasses import dataclass

from txng.accounts import rules


@dataclass(frozen=True, slots=True)
class Actor:
    """`organisation_id` is None for the operator, who acts for no organisation.

    `name` goes into the journal: a key's prefix, "operator".
    """

    organisation_id: int | None
    organisation: str
    scopes: frozenset[str]
    name: str

    def may(self, scope: str) -> bool:
        return scope in self.scopes


def operator() -> Actor:
    """The person at the server's own shell, who can read the database anyway."""
    return Actor(None, "", frozenset(rules.SCOPES), "operator")


def operator_for(organisation_id: int, organisation: str) -> Actor:
    """The operator entering documents in the name of an organisation."""
    return Actor(organisation_id, organisation, frozenset(rules.SCOPES), "operator")
