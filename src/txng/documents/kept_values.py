"""Values of a row as JSON keeps them, and back: Decimal and date would else come back as words.

>>> from datetime import date
>>> from decimal import Decimal
>>> kept({"area_ha": Decimal("0.50"), "on": date(2025, 3, 5), "name": "Đồi 3", "trees": None})
{'area_ha': {'decimal': '0.50'}, 'on': {'day': '2025-03-05'}, 'name': 'Đồi 3', 'trees': None}
>>> given(_) == {"area_ha": Decimal("0.50"), "on": date(2025, 3, 5), "name": "Đồi 3", "trees": None}
True
"""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any


def kept(values: Mapping[str, Any]) -> dict[str, Any]:
    return {key: _kept(value) for key, value in values.items()}


def given(values: Mapping[str, Any]) -> dict[str, Any]:
    return {key: _given(value) for key, value in values.items()}


def _kept(value: Any) -> Any:
    if isinstance(value, Decimal):
        return {"decimal": str(value)}
    if isinstance(value, date):
        return {"day": value.isoformat()}
    if isinstance(value, tuple):
        return {"tuple": [_kept(one) for one in value]}
    if value is None or isinstance(value, str | int | float):
        return value
    raise TypeError(f"expected a value of a column, got {type(value).__name__}")


def _given(value: Any) -> Any:
    if not isinstance(value, dict):
        return value
    ((kind, told),) = value.items()
    if kind == "decimal":
        return Decimal(told)
    return date.fromisoformat(told) if kind == "day" else tuple(_given(one) for one in told)
