"""What the Tab key offers behind `txng query`: names of parameters, then the words they take.

    txng query EQ_biz<Tab>              EQ_bizStep=  EQ_bizLocation=
    txng query EQ_bizStep=shi<Tab>      shipping

bash takes a word apart at "=" before it asks, zsh and fish leave it whole.
"""

from collections.abc import Sequence

import click


def offered(context: click.Context, _parameter: click.Parameter, word: str) -> list[str]:
    before: Sequence[str] = context.params.get("parameters") or ()
    name, equals, value = word.partition("=")
    if equals:
        return [f"{name}={one}" for one in _values(name, value)]
    if before and before[-1] == "=":
        return _values(before[-2] if len(before) > 1 else "", word)
    if before and not word and before[-1] in _words():
        return _values(before[-1], "")
    return _names(word)


def _names(beginning: str) -> list[str]:
    from txng.epcis.query.parameters import PARAMETERS

    # where a unit, a type or a field belongs into the name, the person goes on
    parts = (one.name.partition("{") for one in PARAMETERS)
    names = (name if placeholder else f"{name}=" for name, placeholder, _rest in parts)
    return [name for name in dict.fromkeys(names) if name.startswith(beginning)]


def _values(name: str, beginning: str) -> list[str]:
    others, bar, last = beginning.rpartition("|")
    return [f"{others}{bar}{word}" for word in _words().get(name, ()) if word.startswith(last)]


def _words() -> dict[str, Sequence[str]]:
    from txng.epcis import vocabulary
    from txng.epcis.events import STANDARD_EVENT_TYPES

    truth = ("true", "false")
    return {
        "eventType": sorted(STANDARD_EVENT_TYPES),
        "EQ_action": ("ADD", "OBSERVE", "DELETE"),
        "EQ_bizStep": vocabulary.BIZ_STEPS,
        "EQ_disposition": vocabulary.DISPOSITIONS,
        "EQ_persistentDisposition_set": vocabulary.DISPOSITIONS,
        "EQ_persistentDisposition_unset": vocabulary.DISPOSITIONS,
        "EQ_errorReason": vocabulary.ERROR_REASONS,
        "EXISTS_errorDeclaration": truth,
        "EXISTS_sensorElementList": truth,
        "EQ_type": vocabulary.MEASUREMENT_TYPES,
        "EQ_booleanValue": truth,
        "orderBy": ("eventTime", "recordTime"),
        "orderDirection": ("ASC", "DESC"),
    }
