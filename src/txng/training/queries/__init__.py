"""Questions of training: the user first.

What other rooms ask stands in results.py: trained, needs_of_year, classes_of_year.
"""

from txng.training.queries.results import (
    Needed,
    Trained,
    classes_between,
    classes_of_year,
    needs_of_year,
    trained,
)

__all__ = ["Needed", "Trained", "classes_between", "classes_of_year", "needs_of_year", "trained"]
