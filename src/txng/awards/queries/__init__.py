"""Questions of awards: the asker first; a stranger's record is answered like a missing one."""

from txng.awards.queries.years import (
    CommendationOfYear,
    IncentiveOfYear,
    TopicOfYear,
    commendations_of_year,
    incentives_of_year,
    topics_of_year,
)

__all__ = [
    "CommendationOfYear",
    "IncentiveOfYear",
    "TopicOfYear",
    "commendations_of_year",
    "incentives_of_year",
    "topics_of_year",
]
