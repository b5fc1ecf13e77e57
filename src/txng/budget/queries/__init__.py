"""Questions of budget: the user first. What reports may ask stands in `tables.py`."""

from txng.budget.queries.tables import YearRow, YearTable, table_of_year

__all__ = ["YearRow", "YearTable", "table_of_year"]
