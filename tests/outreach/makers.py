"""Articles, campaigns, evidence and matters as tests need them."""

import io
import secrets
from datetime import date
from typing import Any

from PIL import Image

from tests import people
from txng.accounts.actors import Actor
from txng.outreach.actions import articles, campaigns, matters
from txng.outreach.actions.articles import ArticleFacts
from txng.outreach.actions.campaigns import ActivityFacts, EvidenceFacts
from txng.outreach.models import Activity, Article, Campaign, Evidence, Matter

BODY = "Hợp tác xã quét mã từng lô cà phê trước khi giao, ai mua cũng xem được nơi trồng."
CONSUMER = Actor(None, "", frozenset(), "consumer")


def binh() -> Actor:
    """Of the standing agency, and acting for it."""
    return people.seated(people.binh(), "so-khcn")


def diep() -> Actor:
    """Somebody else of the standing agency: what Diệp writes, Bình reviews."""
    return people._person("Diệp", people.agency(), "query", role="thuong-truc")


def lan() -> Actor:
    """Of the press, which is an agency of the Plan."""
    return people.staff_of("bao-va-dai", "phoi-hop")


def facts(**told: Any) -> ArticleFacts:
    return ArticleFacts(
        **{"title": "Quét mã ở Di Linh", "summary": "Một hợp tác xã quét mã.", "body": BODY} | told
    )


def article(by: Actor | None = None, kind: str = "tin", **told: Any) -> Article:
    return articles.write_article(by=by or diep(), kind=kind, facts=facts(**told))


def approved(article: Article, by: Actor | None = None, **told: Any) -> Article:
    base = article.latest.number
    return articles.approve_article(by=by or binh(), article=article, base=base, **told)


def published(by: Actor | None = None, **told: Any) -> Article:
    one = article(by, **told)
    return approved(articles.submit_article(by=by or diep(), article=one))


def campaign(by: Actor | None = None, **told: Any) -> Campaign:
    values = {"year": 2026, "title": "Tuyên truyền 2026", "clause": "PL.1"} | told
    return campaigns.open_campaign(by=by or binh(), **values)


def activity(one: Campaign, by: Actor | None = None, **told: Any) -> Activity:
    values = {
        "agency": "bao-va-dai", "channel": "bao-viet", "starts_on": date(2026, 3, 1),
        "ends_on": date(2026, 6, 30), "planned": 2,
    } | told  # fmt: skip
    return campaigns.plan_activity(by=by or binh(), campaign=one, facts=ActivityFacts(**values))


def evidence_facts(**told: Any) -> EvidenceFacts:
    values = {
        "channel": "bao-viet", "title": "Mỗi gói cà phê một lai lịch", "outlet": "Báo (hư cấu)",
        "told_on": date(2026, 4, 2), "link": "https://bao.example/ca-phe",
    } | told  # fmt: skip
    return EvidenceFacts(**values)


def evidence(by: Actor | None = None, **told: Any) -> Evidence:
    return campaigns.record_evidence(by=by or lan(), facts=evidence_facts(**told))


def feedback(**told: Any) -> matters.Received:
    values = {
        "kind": "hoi", "words": "Tôi trồng hoa ở Lạc Dương, đăng ký ở đâu?", "device": "máy",
        "consents": True, "form": secrets.token_hex(8),
    } | told  # fmt: skip
    return matters.receive_feedback(by=CONSUMER, **values)


def difficulty(by: Actor | None = None, **told: Any) -> Matter:
    values = {
        "title": "Thiếu máy quét", "words": "Xã chưa có máy quét mã để hướng dẫn bà con.",
        "wish": "Đề nghị cấp hai máy.", "clause": "II.3.a",
    } | told  # fmt: skip
    return matters.send_difficulty(by=by or lan(), **values)


def given(one: Matter, agency: str = "bao-va-dai") -> Matter:
    return matters.give_matter(by=binh(), matter=one, base=one.version, agency=agency)


def picture() -> bytes:
    written = io.BytesIO()
    Image.new("RGB", (40, 30), "green").save(written, "PNG")
    return written.getvalue()
