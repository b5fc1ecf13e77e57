"""Own code -> GS1 code: two names of one thing, declared as master data, long after the events perhaps.

    {"id": "urn:htx:lot:7", "attributes": [{"id": "http://www.w3.org/2002/07/owl#sameAs",
                                            "attribute": "https://id.gs1.org/01/08938505974019/10/L7"}]}

No event is rewritten: whoever walks reads the one name as the other. A private code has at most one GS1
code, a GS1 code may have many private ones. A code that events name belongs to whoever was first to record
one of them: nobody grafts another's history on goods of his own. Of a code without events the word of whoever
declared it first holds, as with all master data.

Declared again without `sameAs`, the alias ends.
"""

from collections.abc import Mapping
from typing import Any, Final

import msgspec

from txng.eventstore.drivers import Driver
from txng.gs1.errors import Gs1Error
from txng.gs1.identifier import Identifier, identify

SAME_AS: Final = "http://www.w3.org/2002/07/owl#sameAs"


def declared(attributes: Mapping[str, Any]) -> str | None:
    """The GS1 code that a declaration names; None for none, several, or what is no GS1 code."""
    told = attributes.get(SAME_AS)
    found = {
        identifier.canonical
        for one in (told if isinstance(told, list) else [told])
        if (identifier := _identified(one)) is not None and identifier.scheme != "private"
    }
    return found.pop() if len(found) == 1 else None


def _identified(value: Any) -> Identifier | None:
    if isinstance(value, Mapping):
        value = value.get("id", value.get("@id"))
    try:
        return identify(value) if isinstance(value, str) else None
    except Gs1Error:
        return None


def is_own(code: str) -> bool:
    identifier = _identified(code)
    return identifier is not None and identifier.scheme == "private"


def note(driver: Driver, own: str, owner: int, attributes: Mapping[str, Any]) -> None:
    """What a declaration of master data says of another name; call inside its transaction."""
    if not is_own(own):
        return
    thing = declared(attributes)
    if thing is None:
        driver.execute("DELETE FROM alias WHERE own = %s AND owner = %s", [own, owner])
        return
    driver.execute(
        "INSERT INTO alias (own, owner, thing) VALUES (%s, %s, %s)"
        " ON CONFLICT (own, owner) DO UPDATE SET thing = excluded.thing",
        [own, owner, thing],
    )


def all_declared(driver: Driver) -> set[tuple[str, int, str]]:
    """Every alias that the master data declare: own code, declarer, GS1 code."""
    found = set()
    for own, owner, element in driver.rows("SELECT id, owner, element FROM vocabulary_element"):
        if is_own(own):
            thing = declared(msgspec.json.decode(element)["attributes"])
            if thing is not None:
                found.add((own, owner, thing))
    return found


def tell_again(driver: Driver) -> None:
    driver.execute("DELETE FROM alias")
    for own, owner, thing in sorted(all_declared(driver)):
        driver.execute(
            "INSERT INTO alias (own, owner, thing) VALUES (%s, %s, %s)", [own, owner, thing]
        )
