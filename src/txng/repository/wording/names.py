"""What things, places and amounts are called in a sentence.

    names = Names(queries.vocabulary)
    names.thing("https://id.gs1.org/01/09521007000011/10/R5")    Cà phê rang Arabica, hàng rời, lô R5
    names.amount(Amount(Fraction("412.5"), "KGM"))               412,5 kg
    names.ratio(Fraction("0.84"))                                84 %

Names are those that the parties declared; a thing that nobody described goes by its code.
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import date, datetime
from fractions import Fraction
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils.translation import get_language, gettext

from txng.gs1.errors import Gs1Error
from txng.gs1.identifier import Identifier, identify
from txng.trace.amounts import HECTARE, PIECE, Amount
from txng.trace.telling import product_of
from txng.ui import dates

MDA = "urn:epcglobal:cbv:mda:"
TXNG = "urn:txng:voc:"
LINK = "https://id.gs1.org/"
SHOWN = 3  # names of a list before "and so many more"
_DECIMALS = {PIECE: 0, HECTARE: 2}
_SIGNS = {"KGM": "kg", "LTR": "l", "HAR": "ha", "MTR": "m"}
Vocabulary = Callable[[Collection[str]], Mapping[str, Mapping[str, Any]]]


class Names:
    """Master data are asked for once; `learn` many things at once before many sentences."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._ask = vocabulary
        self._known: dict[str, Mapping[str, Any]] = {}

    def learn(self, texts: Iterable[str]) -> None:
        # not a difference of sets, which would look at everything known for each name
        wanted = {name for text in texts for name in _described_by(text) if name not in self._known}
        if wanted:
            found = self._ask(wanted)
            self._known.update((one, found.get(one, {})) for one in wanted)

    def _attributes(self, canonical: str) -> Mapping[str, Any]:
        self.learn([canonical])
        return self._known.get(canonical, {})

    # --- things --------------------------------------------------------------------------------

    def thing(self, text: str) -> str:
        """A product with its lot or serial, a box, a certificate; else its code."""
        thing = _identifier(text)
        if thing is None:
            return text
        parts = thing.canonical.removeprefix(LINK).split("/")
        if thing.scheme == "sscc":
            return gettext("kiện %(code)s") % {"code": parts[1]}
        product = self.product(text)
        if thing.scheme == "lgtin":
            return gettext("%(product)s, lô %(lot)s") % {"product": product, "lot": parts[3]}
        if thing.scheme == "sgtin":
            return gettext("%(product)s, sê-ri %(serial)s") % {
                "product": product,
                "serial": parts[3],
            }
        if thing.scheme == "private" and product != text:
            return f"{product} ({':'.join(text.split(':')[-2:])})"
        return product

    def product(self, text: str) -> str:
        thing = _identifier(text)
        if thing is None:
            return text
        product = product_of(thing)
        attributes = self._attributes(product)
        name = _text(attributes, "descriptionShort") or _text(attributes, "name")
        return name or product.removeprefix(LINK)

    def certificate(self, text: str) -> str:
        """Its scheme and the end of its code; a label's own words stay as they are."""
        thing = _identifier(text)
        if thing is None:
            return text
        scheme = self._attributes(thing.canonical).get(f"{TXNG}scheme")
        return f"{scheme} {text.rpartition(':')[2]}" if isinstance(scheme, str) else text

    def place(self, text: str) -> str:
        """A place or a party; a code that nobody described stays a code."""
        thing = _identifier(text)
        if thing is None:
            return text
        return _text(self._attributes(thing.canonical), "name") or text.removeprefix(LINK)

    def listed(self, texts: Collection[str]) -> str:
        shown = [self.place(text) for text in list(texts)[:SHOWN]]
        if len(texts) > SHOWN:
            shown.append(gettext("và %(count)d nơi khác") % {"count": len(texts) - SHOWN})
        return ", ".join(shown)

    # --- amounts, days -------------------------------------------------------------------------

    def amount(self, amount: Amount) -> str:
        if amount.value is None:
            return gettext("một lượng chưa rõ")
        number = figure(amount.value, _DECIMALS.get(amount.unit, 1))
        if amount.unit == PIECE:
            return gettext("%(number)s đơn vị") % {"number": number}
        return f"{number} {_SIGNS.get(amount.unit, amount.unit)}"

    def ratio(self, value: Fraction) -> str:
        """131 %"""
        return f"{figure(100 * value, 1)} %"

    def day(self, value: date) -> str:
        return dates.written(value, get_language() or "vi")

    def moment(self, value: datetime) -> str:
        local = value.astimezone(ZoneInfo(settings.TIME_ZONE))
        return dates.written_moment(local, get_language() or "vi")


def figure(value: Fraction | float, decimals: int) -> str:
    """12.345,6 in Vietnamese, 12,345.6 in English; no noughts at the end."""
    text = f"{float(value):,.{decimals}f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return text if get_language() == "en" else text.translate(str.maketrans(",.", ".,"))


def _described_by(text: str) -> list[str]:
    thing = _identifier(text)
    return [] if thing is None else list(dict.fromkeys((product_of(thing), thing.canonical)))


def _identifier(text: str) -> Identifier | None:
    try:
        return identify(text)
    except Gs1Error:
        return None


def _text(attributes: Mapping[str, Any], name: str) -> str:
    english = attributes.get(f"{TXNG}{name}En") if get_language() == "en" else None
    value = english or attributes.get(MDA + name)
    return value if isinstance(value, str) else ""
