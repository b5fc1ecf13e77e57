"""What the scan page says, as plain values: the template only lays it out.

verdict      one sentence first: what this code is and what is known against it
product      picture, name, brand, producer, commune
facts        harvest, packed, use by, lot, GTIN: only those that are known
journey      one step per event, oldest first, each with who declared it
certificates, checks, advice      each with who says so
log          whether the event that made it stands in the transparency log
missing      what the record does not show, by name
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal, NamedTuple

VerdictState = Literal["recalled", "unknown", "inactive", "copied", "incomplete", "issued"]
Said = Literal["maker", "certifier", "agency"]
"""Who stands behind a statement: who sells the goods, a body that certifies others, an authority."""


class InVietnamese(str):
    """A text that its declarer gave in Vietnamese only, shown to a reader of another language."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Verdict:
    """`state` chooses icon and colour; words always stand beside them. Texts are translated.

    `phone` is a number to call about a recall, "" when nobody gave one. `notice` is the number of a recall
    that an agency ordered, `notice_path` its page.
    """

    state: VerdictState
    title: str
    sentences: tuple[str, ...] = ()
    phone: str = ""
    notice: str = ""
    notice_path: str = ""


@dataclass(frozen=True, slots=True)
class Warned:
    """A recall of which the code alone does not say whether it calls this thing back: the bag does.

    `which`: lots, serials and days, in words.
    """

    number: str
    path: str
    which: tuple[str, ...]
    advice: str
    phone: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """`commune` and `province` are names valid today; coordinates in degrees, rounded for farms."""

    name: str
    commune: str = ""
    province: str = ""
    country: str = ""
    latitude: float | None = None
    longitude: float | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """One event of the journey. `event_time` stands in the event's own time zone offset."""

    event_id: str
    event_time: datetime
    biz_step: str  # bare CBV word: chooses the icon, never shown as text
    title: str  # translated: "Thu hoạch"
    place: Place | None
    party: str  # who did it, "" when the event does not say
    declared_by: str  # the organisation whose key captured it
    detail: str = ""  # translated: "từ 3 lô" , "" when there is nothing to add
    is_origin: bool = False
    is_recall: bool = False
    said: Said = "maker"
    declared_on: date | None = None  # by our clock


@dataclass(frozen=True, slots=True)
class Certificate:
    """`checked_on`: the day on which an authority last declared the same certificate to us.

    `path` leads to its page where it stands in the register of certificates (looked up on `said_on`); then
    `stopped` says in one sentence that it is suspended or withdrawn, and `because` why.
    """

    title: str
    number: str = ""
    issuer: str = ""
    valid_until: date | None = None
    is_expired: bool = False
    said: Said = "maker"
    said_by: str = ""
    said_on: date | None = None
    checked_on: date | None = None
    checked_by: str = ""
    holder: str = ""
    path: str = ""
    stopped: str = ""
    because: str = ""


@dataclass(frozen=True, slots=True)
class Check:
    """A test or an inspection that an event tells of."""

    title: str
    on: date
    who: str
    result: str = ""
    said: Said = "maker"


@dataclass(frozen=True, slots=True)
class Advice:
    """What the label says about safety and use: `title` is ours, `text` the declarer's."""

    title: str
    text: str
    is_warning: bool = False


@dataclass(frozen=True, slots=True)
class LogLine:
    """Of the event that made the thing. `proof_url` is a `.tlog-proof` on this host."""

    is_published: bool
    witnesses: int = 0
    at: datetime | None = None
    proof_url: str = ""
    policy: str = ""


@dataclass(frozen=True, slots=True)
class MakersLink:
    """Registered by who holds the code; its host was approved."""

    title: str
    href: str
    host: str


class Asked(NamedTuple):
    """A question whose changes stand in no journal, and the answer that a page was made from."""

    question: Callable[[], object]
    answer: object


@dataclass(frozen=True, slots=True)
class TracePage:
    """Empty strings and None are facts nobody declared: the page leaves them out."""

    verdict: Verdict
    code: str  # canonical Digital Link URI
    path: str  # "/01/.../21/..."
    gtin: str
    lot: str = ""
    serial: str = ""
    product_name: str = ""
    picture: str = ""  # a path on this host
    brand: str = ""
    net_content: str = ""
    product_group: str = ""
    producer: str = ""
    producer_place: Place | None = None
    harvested: tuple[date, ...] = ()  # first and last day, or one
    packed_on: date | None = None
    use_by: date | None = None
    standard: str = ""
    warned: Warned | None = None
    steps: tuple[Step, ...] = ()
    origins: tuple[Place, ...] = ()
    missing: tuple[str, ...] = ()
    truncated: bool = False  # the trace met its cap: said aloud on the page
    is_demonstration: bool = False  # enterprises are fictional: said aloud on the page
    certificates: tuple[Certificate, ...] = ()
    checks: tuple[Check, ...] = ()
    advice: tuple[Advice, ...] = ()
    story: str = ""
    links: tuple[MakersLink, ...] = ()
    told: int = 0  # of the ten elements of circular 02/2024 ..
    of: int = 0  # .. that are due for this product; 0: not judged
    views: int = 0
    first_view: date | None = None
    log: LogLine | None = None
    made_at: datetime | None = None  # when this page was put together
    # what new events would have to speak of to change the page; not shown
    depends_on: frozenset[str] = field(default=frozenset(), repr=False)
    rests_on: tuple[Asked, ...] = field(default=(), repr=False)

    @property
    def stopped_certificates(self) -> list[Certificate]:
        """Those that an issuer or an authority took out of force: said before anything else is read."""
        return [one for one in self.certificates if one.stopped]

    @property
    def labels(self) -> frozenset[Said]:
        """Who stands behind anything on this page."""
        told: set[Said] = {"maker"}
        told.update(one.said for one in self.steps)
        told.update(one.said for one in self.certificates)
        told.update(one.said for one in self.checks)
        if any(one.checked_on for one in self.certificates):
            told.add("agency")
        return frozenset(told)
