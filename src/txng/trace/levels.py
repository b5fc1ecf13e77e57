"""What accounts hold while a book is kept: by box, and by holder with all its boxes together.

Only accounts where goods are: where they come from and end is told by the movements.

    levels.boxed("L1", "KGM")     {Account(held, P): 60, Account(held, P, box 7): 40}
    levels.placed("L1", "KGM")    {Account(held, P): 100}

What moves between the boxes of one holder does not touch the second, so an unknown amount of it does
not make unknown what the holder has.
"""

from dataclasses import dataclass
from fractions import Fraction

from txng.trace.movements import WHERE_GOODS_ARE, Account, Kind

ZERO = Fraction(0)


@dataclass(slots=True)
class Level:
    """What an account holds; `last` numbers the last movement into it."""

    known: Fraction = ZERO
    is_unknown: bool = False
    last: int = 0

    @property
    def holds_some(self) -> bool:
        return self.is_unknown or self.known.numerator > 0  # comparing fractions is dear

    def settle(self, amount: Fraction) -> None:
        self.known, self.is_unknown = amount, False


Accounts = dict[Account, Level]
_NOTHING = Level()  # never changed: what an account holds that was never touched


class Levels:
    """Of every thing in every unit that the book keeps it in."""

    def __init__(self) -> None:
        self._boxed: dict[tuple[str, str], Accounts] = {}
        self._placed: dict[tuple[str, str], Accounts] = {}

    def boxed(self, thing: str, unit: str) -> Accounts:
        return self._boxed.setdefault((thing, unit), {})

    def placed(self, thing: str, unit: str) -> Accounts:
        return self._placed.setdefault((thing, unit), {})

    def of(self, thing: str, unit: str, account: Account) -> Level:
        """Of a box, or of a holder with all its boxes. To read, not to change."""
        accounts = self.boxed(thing, unit) if account.box else self.placed(thing, unit)
        return accounts.get(account, _NOTHING)

    def loose(self, thing: str, unit: str, holder: Account) -> Level:
        """Of a holder, outside of its boxes. To read, not to change."""
        return self.boxed(thing, unit).get(holder, _NOTHING)

    def move(
        self,
        thing: str,
        unit: str,
        amount: Fraction | None,
        source: Account,
        target: Account,
        number: int,
    ) -> None:
        _book(self.boxed(thing, unit), source, target, amount, number)
        here, there = source.where, target.where
        if here != there:
            _book(self.placed(thing, unit), here, there, amount, number)

    def latest(self, thing: str, unit: str, kind: Kind, other_than: Account) -> list[Account]:
        """Holders of some, the one who got some last first."""
        found = [
            (level.last, account)
            for account, level in self.placed(thing, unit).items()
            if account.kind is kind and account != other_than and level.holds_some
        ]
        if len(found) > 1:
            found.sort(reverse=True)
        return [account for _, account in found]

    def boxes_at(self, thing: str, unit: str, holder: Account) -> list[Account]:
        """The boxes of a holder that have some of it, first packed first."""
        return [
            account
            for account, level in self.boxed(thing, unit).items()
            if account.box and level.holds_some and account.where == holder
        ]


def _book(
    accounts: Accounts, source: Account, target: Account, amount: Fraction | None, number: int
) -> None:
    if source.kind in WHERE_GOODS_ARE:
        level = accounts.get(source)
        if level is None:
            level = accounts[source] = Level()
        if amount is None:
            level.is_unknown = True
        else:
            # most things leave as they came, and fractions are dear
            level.known = ZERO if level.known is amount else level.known - amount
    if target.kind in WHERE_GOODS_ARE:
        level = accounts.get(target)
        if level is None:
            level = accounts[target] = Level()
        level.last = number
        if amount is None:
            level.is_unknown = True
        else:
            level.known = amount if level.known is ZERO else level.known + amount
