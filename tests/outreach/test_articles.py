"""Articles: written, reviewed by another person, published, changed, withdrawn."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tests import people
from tests.outreach import makers
from txng.accounts import journal  # noqa: F401
from txng.accounts.models import JournalEntry
from txng.documents.errors import BadFileError
from txng.outreach import queries as figures
from txng.outreach.actions import articles as actions
from txng.outreach.errors import FieldError, NotAllowedError, StaleError, StepError
from txng.outreach.queries import articles as queries

pytestmark = pytest.mark.django_db
ANYONE = None


def test_an_article_goes_from_draft_to_the_public_through_two_persons():
    one = makers.article()
    assert queries.standing(one) == "nhap"
    sent = actions.submit_article(by=makers.diep(), article=one)
    shown = makers.approved(sent)
    assert queries.standing(shown) == "dang"
    assert [row.slug for row in queries.news(ANYONE)] == ["quet-ma-o-di-linh"]
    verbs = set(JournalEntry.objects.values_list("verb", flat=True))
    assert {"article.written", "article.submitted", "article.approved"} <= verbs


def test_who_wrote_it_does_not_approve_it():
    one = actions.submit_article(by=makers.diep(), article=makers.article())
    with pytest.raises(NotAllowedError, match="hai người"):
        makers.approved(one, by=makers.diep())
    assert list(queries.published(ANYONE)) == []


def test_who_may_only_write_does_not_approve():
    lan = makers.lan()
    one = actions.submit_article(by=lan, article=makers.article(lan))
    other = people.with_role(people.binh(), "can-bo")
    with pytest.raises(NotAllowedError):
        makers.approved(one, by=other)


def test_dung_sees_no_article_and_writes_none():
    one = makers.article()
    assert queries.article(people.dung(), one.pk) is None
    assert list(queries.articles(people.dung())) == []
    with pytest.raises(NotAllowedError):
        actions.write_article(by=people.dung(), kind="tin", facts=makers.facts())


def test_an_agency_sees_its_own_articles_and_the_standing_agency_all():
    own = makers.article(makers.lan())
    others = makers.article(makers.diep())
    assert list(queries.articles(makers.lan())) == [own]
    assert set(queries.articles(makers.binh())) == {own, others}
    with pytest.raises(NotAllowedError):
        actions.submit_article(by=makers.lan(), article=others)


def test_what_is_missing_is_told_before_review():
    one = makers.article(summary="", body="Ngắn", video="https://video.example/1")
    with pytest.raises(FieldError) as refused:
        actions.submit_article(by=makers.diep(), article=one)
    told = str(refused.value)
    assert "tóm tắt" in told
    assert "40 ký tự" in told
    assert "lời thoại" in told


def test_a_picture_without_words_keeps_an_article_from_being_published():
    one = makers.article(body=makers.BODY + "\n[hình 1]\n[hình 2]")
    made = actions.add_picture(
        by=makers.diep(), article=one, file_name="vườn.png", content=makers.picture()
    )
    with pytest.raises(FieldError, match="Hình 1 chưa có lời tả"):
        actions.submit_article(by=makers.diep(), article=one)
    actions.tell_picture(by=makers.diep(), article=one, number=made.number, alt="Vườn cà phê")
    with pytest.raises(FieldError, match="không có hình đó") as refused:
        actions.submit_article(by=makers.diep(), article=one)
    assert "Hình 1 chưa" not in str(refused.value)


def test_a_file_that_is_no_picture_is_refused():
    one = makers.article()
    with pytest.raises(BadFileError):
        actions.add_picture(by=makers.diep(), article=one, file_name="a.exe", content=b"MZ")
    pdf = b"%PDF-1.4\n1 0 obj <<>> endobj\ntrailer <<>>\n%%EOF\n"
    with pytest.raises(FieldError, match="nhận được PDF"):
        actions.add_picture(by=makers.diep(), article=one, file_name="a.pdf", content=pdf)
    assert queries.pictures(one) == []


def test_the_public_reads_the_approved_version_while_a_new_one_is_written():
    one = makers.published()
    changed = actions.change_article(
        by=makers.diep(), article=one, base=1, facts=makers.facts(title="Đầu đề mới")
    )
    assert queries.standing(changed) == "nhap"
    shown = queries.public_article(ANYONE, "quet-ma-o-di-linh")
    assert shown.shown.title == "Quét mã ở Di Linh"
    makers.approved(actions.submit_article(by=makers.diep(), article=changed))
    assert queries.public_article(ANYONE, "quet-ma-o-di-linh").shown.title == "Đầu đề mới"


def test_of_two_who_change_at_once_the_second_is_told_what_changed():
    one = makers.article()
    actions.change_article(
        by=makers.diep(), article=one, base=1, facts=makers.facts(title="Của Diệp")
    )
    with pytest.raises(StaleError, match=r"Diệp.*đầu đề"):
        actions.change_article(
            by=makers.binh(), article=one, base=1, facts=makers.facts(title="Của Bình")
        )
    assert queries.article(makers.diep(), one.pk).latest.title == "Của Diệp"


def test_a_reviewer_who_read_an_older_version_is_told():
    one = makers.article()
    changed = actions.change_article(
        by=makers.diep(), article=one, base=1, facts=makers.facts(title="Khác")
    )
    sent = actions.submit_article(by=makers.diep(), article=changed)
    with pytest.raises(StaleError):
        actions.approve_article(by=makers.binh(), article=sent, base=1)


def test_saving_the_same_again_makes_no_version():
    one = makers.article()
    again = actions.change_article(by=makers.diep(), article=one, base=1, facts=makers.facts())
    assert again.latest.number == 1


def test_a_scheduled_article_is_read_from_its_moment_on():
    sent = actions.submit_article(by=makers.diep(), article=makers.article())
    at = timezone.now() + timedelta(days=2)
    one = makers.approved(sent, publish_at=at)
    assert queries.standing(one) == "hen"
    assert queries.public_article(ANYONE, one.slug) is None
    assert list(queries.published(ANYONE, at + timedelta(minutes=1))) == [one]


def test_a_withdrawn_article_leaves_with_its_reason_and_may_come_back_within_a_day():
    one = makers.published()
    with pytest.raises(FieldError):
        actions.withdraw_article(by=makers.binh(), article=one, reason="x")
    gone = actions.withdraw_article(by=makers.binh(), article=one, reason="Số liệu sai, đang sửa.")
    assert queries.public_article(ANYONE, one.slug) is None
    assert queries.is_withdrawn(ANYONE, one.slug)
    back = actions.undo_withdrawal(by=makers.binh(), article=gone)
    assert queries.public_article(ANYONE, back.slug) == one
    gone = actions.withdraw_article(by=makers.binh(), article=one, reason="Số liệu sai, đang sửa.")
    gone.withdrawn_at -= timedelta(hours=25)
    gone.save()
    with pytest.raises(StepError, match="24 giờ"):
        actions.undo_withdrawal(by=makers.binh(), article=gone)


def test_a_reviewer_returns_it_with_a_reason():
    sent = actions.submit_article(by=makers.diep(), article=makers.article())
    back = actions.return_article(by=makers.binh(), article=sent, reason="Thiếu nguồn của số liệu.")
    assert (back.state, back.said) == ("nhap", "Thiếu nguồn của số liệu.")
    with pytest.raises(StepError):
        actions.return_article(by=makers.binh(), article=back, reason="Lần nữa nhé")


def test_an_older_version_becomes_the_newest_one():
    one = makers.article()
    actions.change_article(by=makers.diep(), article=one, base=1, facts=makers.facts(title="Hai"))
    again = actions.restore_version(by=makers.diep(), article=one, number=1)
    assert (again.latest.number, again.latest.title) == (3, "Quét mã ở Di Linh")
    assert [row.number for row in queries.versions(one)] == [3, 2, 1]


def test_what_was_typed_is_kept_by_the_page_and_goes_when_it_is_saved():
    one = makers.article()
    values = {"title": "Đang gõ", "xấu": "bỏ"}
    actions.keep_draft(by=makers.diep(), article=one, base=1, values=values)
    kept = queries.draft_of(makers.diep(), one)
    assert (kept.values, kept.base) == ({"title": "Đang gõ"}, 1)
    assert queries.draft_of(makers.binh(), one) is None
    actions.change_article(by=makers.diep(), article=one, base=1, facts=makers.facts(title="Xong"))
    assert queries.draft_of(makers.diep(), one) is None


@pytest.mark.parametrize(
    ("told", "field"),
    [
        ({"title": ""}, "title"),
        ({"video": "javascript:alert(1)"}, "video"),
        ({"group": "khong-co/"}, "group"),
        ({"audience": "ai-do"}, "audience"),
        ({"clause": "9.9"}, "clause"),
    ],
)
def test_a_wrong_value_stands_at_its_field(told, field):
    with pytest.raises(FieldError) as refused:
        makers.article(**told)
    assert refused.value.field == field


def test_two_articles_of_one_title_have_two_addresses():
    makers.published()
    assert makers.published().slug == "quet-ma-o-di-linh-2"


def test_what_was_published_between_two_days_is_counted_for_the_report():
    one = makers.published()
    today = timezone.localdate()
    assert list(figures.articles_published(ANYONE, today, today)) == [one]
    long_ago = today - timedelta(days=10)
    assert list(figures.articles_published(ANYONE, long_ago, long_ago)) == []


def test_search_finds_without_marks():
    one = makers.published()
    assert queries.matching_published(ANYONE, "quet ma di linh", 5) == [one]
    assert queries.matching_published(ANYONE, "thanh long", 5) == []
