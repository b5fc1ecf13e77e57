"""Questions of outreach: the user first. What was published is asked by anybody (`user` is None then)."""

from txng.outreach.queries.articles import articles_published
from txng.outreach.queries.campaigns import evidence_of_year
from txng.outreach.queries.matters import difficulties_of_year

__all__ = ["articles_published", "difficulties_of_year", "evidence_of_year"]
