"""Who acts: what every verb takes as `by` and every question as its first argument."""

from dataclasses import dataclass

from txng.accounts import rules


@dataclass(frozen=True, slots=True)
class Grant:
    """What a role gives within a reach.

    `territories` are codes of communes, `sectors` words such as "nong-nghiep"; None is all of them,
    and an empty set is none: then the rights hold for what belongs to one's own organisation alone.
    """

    rights: frozenset[str]
    territories: frozenset[str] | None
    sectors: frozenset[str] | None

    def covers(self, territory: str | None = None, sector: str | None = None) -> bool:
        """None asks about no particular territory or sector, and is always covered."""
        return (
            territory is None or self.territories is None or territory in self.territories
        ) and (sector is None or self.sectors is None or sector in self.sectors)


@dataclass(frozen=True, slots=True)
class Actor:
    """`organisation_id` is None for whoever acts for no organisation, such as the operator.

    `name` goes into the journal: a key's prefix, a person's user name, "operator". `scopes` are those
    of a key; of a person's roles only those that are given without limit of territory and sector.
    """

    organisation_id: int | None
    organisation: str
    scopes: frozenset[str]
    name: str
    person_id: int | None = None
    grants: tuple[Grant, ...] = ()
    is_operator: bool = False

    def may(self, right: str, *, territory: str | None = None, sector: str | None = None) -> bool:
        """Whether a scope or a grant has the right, and one grant covers both territory and sector.

        Without a territory it asks whether the right is held at all: enough to open a list, never
        enough to show a row of it.
        """
        if self.is_operator or right in self.scopes:
            return True
        return any(
            right in grant.rights and grant.covers(territory, sector) for grant in self.grants
        )

    def grants_for(self, right: str) -> tuple[Grant, ...]:
        """The reaches within which the right is held: questions make one condition of each."""
        if self.is_operator:
            return (Grant(frozenset({right}), None, None),)
        return tuple(grant for grant in self.grants if right in grant.rights)

    def may_own_only(self, right: str) -> bool:
        """Whether the right is held for the things of one's own organisation and of no others."""
        return self.may(right) and all(
            grant.territories == rules.OWN_ONLY for grant in self.grants_for(right)
        )

    def may_everywhere(self, right: str) -> bool:
        """Whether the right is held without any limit: a duty for the whole province."""
        return any(
            grant.territories is None and grant.sectors is None for grant in self.grants_for(right)
        )


def operator() -> Actor:
    """The person at the server's own shell, who can read the database anyway."""
    return Actor(None, "", frozenset(rules.SCOPES), rules.OPERATOR, is_operator=True)


def operator_for(organisation_id: int, organisation: str) -> Actor:
    """The operator entering documents in the name of an organisation."""
    return Actor(
        organisation_id, organisation, frozenset(rules.SCOPES), rules.OPERATOR, is_operator=True
    )
