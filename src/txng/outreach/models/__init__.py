"""Tables of outreach, by noun."""

from txng.outreach.models.articles import (
    Article,
    ArticleDraft,
    ArticlePicture,
    ArticleVersion,
    ArticleWord,
)
from txng.outreach.models.campaigns import Activity, Campaign, Evidence
from txng.outreach.models.matters import Matter, MatterYear

__all__ = [
    "Activity",
    "Article",
    "ArticleDraft",
    "ArticlePicture",
    "ArticleVersion",
    "ArticleWord",
    "Campaign",
    "Evidence",
    "Matter",
    "MatterYear",
]
