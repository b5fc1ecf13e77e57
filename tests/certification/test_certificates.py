"""The life of a certificate: what is refused and at which field, who may do what, what stays for ever."""

from decimal import Decimal

import pytest

from tests import people
from tests.certification import makers
from tests.products import makers as products
from txng.accounts.models import JournalEntry
from txng.certification.actions import bodies as body_actions
from txng.certification.actions import ending, issuing
from txng.certification.errors import (
    CertificationError,
    NotAllowedError,
    NotThereError,
    ScopeError,
    StepError,
)
from txng.certification.models import Certificate, Change
from txng.certification.models.certificates import AppendOnlyError
from txng.certification.queries import bodies, scopes
from txng.certification.queries import certificates as queries
from txng.parties.models import Establishment, Membership, Plot

pytestmark = pytest.mark.django_db


def refused(error=CertificationError, **more):
    with pytest.raises(error) as told:
        makers.certificate(**more)
    return told.value.field, str(told.value)


def standing(one, day=None, actor=None):
    found = queries.certificate(actor or makers.lan(), one.pk)
    return queries.standing_on(found, day or makers.today())


def test_a_body_issues_a_certificate_and_the_holder_reads_it():
    one = makers.certificate(number="VG 12/2026", volume_kg_year=Decimal(4000))
    assert queries.certificate(people.an(), one.pk) == one
    assert one.code == queries.certificate(makers.lan(), one.pk).code
    assert standing(one) == "valid"
    (step,) = queries.changes(people.an(), one)
    assert (step.verb, step.by, step.organisation) == ("issued", "Lan", makers.LANS_BODY)
    assert step.scope["groups"] == [products.COFFEE]
    line = JournalEntry.objects.get(verb="certificate.issued")
    assert line.concerns_id == people.an().organisation_id


def test_a_stranger_and_another_body_see_nothing_and_officers_as_far_as_they_reach():
    one = makers.certificate()
    other = makers.certificate(people.dung(), by=makers.stranger())
    seen = [people.an(), makers.lan(), people.binh(), people.officer(products.LANG_BIANG)]
    for actor in seen:
        assert one in queries.certificates(actor), actor.name
    for actor in [people.dung(), makers.stranger(), people.officer(products.DA_TEH)]:
        assert queries.certificate(actor, one.pk) is None, actor.name
    assert list(queries.certificates(people.dung())) == [other]
    assert queries.changes(people.dung(), one) == []


def test_a_cooperative_reads_the_certificates_of_its_members():
    member = products.enterprise_of(None, kind="nong-ho")
    makers.body()
    one = issuing.issue_certificate(
        by=makers.lan(), body=makers.body(), scheme=makers.scheme(), holder=member,
        said=makers.said(),
    )  # fmt: skip
    assert queries.certificate(people.an(), one.pk) is None
    Membership.objects.create(group=makers.holder(), member=member)
    assert queries.certificate(people.an(), one.pk) == one


@pytest.mark.parametrize(
    ("more", "field", "words"),
    [
        ({"code": "globalgap"}, "scheme", "không có chương trình “GlobalG.A.P.”"),
        ({"issued_on": (-500)}, "issued_on", "không có quyết định công nhận nào còn hiệu lực"),
        ({"issued_on": 1, "valid_from": 1}, "issued_on", "không sau hôm nay"),
        ({"valid_from": -31}, "valid_from", "phải từ ngày cấp"),
        ({"valid_until": -31}, "valid_until", "phải từ ngày bắt đầu"),
        ({"valid_until": 9999}, "valid_until", "nhiều nhất 10 năm"),
        ({"groups": ()}, "products", "ít nhất một sản phẩm"),
        ({"groups": ("khong-co/",)}, "groups", "Chưa có nhóm sản phẩm"),
        ({"products": ("8935003450014",)}, "products", "không có sản phẩm mang mã “8935003450014”"),
        ({"sites": ("CS-000001-0",)}, "sites", "không có địa điểm hoặc thửa"),
        ({"number": "  "}, "", ""),
        ({"number": "-/-"}, "number", "có chữ hoặc số"),
        ({"volume_kg_year": Decimal(-3)}, "volume_kg_year", "lớn hơn 0"),
    ],
)  # fmt: skip
def test_what_cannot_stand_is_refused_at_its_field(more, field, words):
    more = {
        key: makers.days(value) if isinstance(value, int) else value for key, value in more.items()
    }
    if more.get("number") == "  ":
        with pytest.raises(CertificationError) as told:
            issuing.issue_certificate(
                by=makers.lan(), body=makers.body(), scheme=makers.scheme(),
                holder=makers.holder(), said=makers.Said("  ", makers.today(), makers.today()),
            )  # fmt: skip
        assert told.value.field == "number"
        return
    found, sentence = refused(**more)
    assert (found, words in sentence) == (field, True), (found, sentence)
    assert not Certificate.objects.exists()


def test_a_group_outside_the_accreditation_is_refused_and_one_under_it_is_not():
    makers.body(groups=("nong-san/ca-phe/",))
    field, sentence = refused(ScopeError, groups=(products.TEA,))
    assert (field, "“Chè”" in sentence) == ("groups", True)
    assert makers.certificate(groups=(products.GREEN_COFFEE,)).groups.count() == 1
    item = products.trade_item(people.an(), path=products.TEA)
    field, _sentence = refused(ScopeError, groups=(), products=(item.own_code,))
    assert field == "groups"
    field, sentence = refused(ScopeError, code="iso-22000", groups=())
    assert (field, "chỉ có một số nhóm" in sentence) == ("groups", True)


def test_products_and_sites_are_those_of_the_holder_and_of_its_members():
    an = makers.holder()
    item = products.trade_item(people.an(), gtin=products.GTIN)
    foreign = products.trade_item(people.dung())
    place = Establishment.objects.create(
        code="CS-000001-0", enterprise=an, kind="che-bien", name="Xưởng", commune_code="24846",
        gln="8935003450007",
    )  # fmt: skip
    member = products.enterprise_of(None, kind="nong-ho")
    Membership.objects.create(group=an, member=member)
    plot = Plot.objects.create(
        code="TH-000001-0", enterprise=member, name="Đồi", commune_code="24846"
    )
    one = makers.certificate(groups=(), products=(products.GTIN,), sites=(place.gln, plot.code))
    assert scopes.scope_of(one).as_dict() == {
        "products": [item.gtin],
        "groups": [],
        "sites": [place.code, plot.code],
        "volume_kg_year": "",
    }
    assert refused(ScopeError, products=(foreign.own_code,))[0] == "products"


def test_an_expired_accreditation_lets_nothing_be_issued_and_a_new_version_keeps_the_old():
    given = makers.body(begin=-100, end=-10)
    assert (
        refused(ScopeError, issued_on=makers.days(-5), valid_from=makers.days(-5))[0] == "issued_on"
    )
    first = bodies.accreditation_on(given, makers.days(-50))
    makers.accredited(begin=-9, end=300, schemes=("haccp",))
    given = bodies.body(people.binh(), given.pk)
    assert [one.version for one in given.accreditations.all()] == [2, 1]
    assert bodies.accreditation_on(given, makers.days(-50)) == first
    assert bodies.accredited_on(given, makers.today()).schemes == {"haccp"}
    assert refused(ScopeError, issued_on=makers.days(-5), valid_from=makers.days(-5))[0] == "scheme"


def test_a_number_names_one_certificate_of_a_body_however_it_is_spelt():
    makers.certificate(number="VG-12/2026")
    field, sentence = refused(number="vg 12 2026")
    assert (field, "đã có chứng nhận số" in sentence) == ("number", True)
    assert makers.certificate(people.dung(), by=makers.stranger(), number="VG-12/2026")


def test_a_body_issues_in_its_own_name_only_and_nobody_else_issues():
    makers.body()
    for actor in (makers.stranger(), people.an(), people.binh(), people.dung()):
        with pytest.raises(NotAllowedError):
            issuing.issue_certificate(
                by=actor, body=makers.body(), scheme=makers.scheme(), holder=makers.holder(),
                said=makers.said(),
            )  # fmt: skip


def test_without_an_end_a_certificate_holds_as_long_as_its_scheme_usually_does():
    one = makers.certificate(valid_until=None)
    assert 725 <= (one.valid_until - one.valid_from).days <= 731  # 24 months
    body_actions.set_months(
        by=people.binh(), scheme=makers.scheme(), months=12, months_source="QĐ 1"
    )
    assert (makers.certificate(valid_until=None).valid_until - one.valid_from).days < 366


def test_a_suspension_holds_at_once_and_its_own_side_lifts_it():
    one = makers.certificate()
    with pytest.raises(StepError) as told:
        ending.suspend_certificate(by=makers.lan(), certificate=one, reason=" ")
    assert told.value.field == "reason"
    ending.suspend_certificate(by=makers.lan(), certificate=one, reason="Vườn phun sai thuốc")
    assert standing(one) == "suspended"
    with pytest.raises(StepError):
        ending.suspend_certificate(by=makers.lan(), certificate=one, reason="Nữa")
    ending.restore_certificate(by=makers.lan(), certificate=one, reason="Đã khắc phục")
    assert standing(one) == "valid"
    assert [step.verb for step in queries.changes(people.an(), one)] == [
        "restored", "suspended", "issued",
    ]  # fmt: skip


def test_what_the_standing_agency_suspended_the_body_does_not_restore():
    one = makers.certificate()
    ending.suspend_certificate(by=makers.lan(), certificate=one, reason="Tự đình chỉ")
    ending.suspend_certificate(by=people.binh(), certificate=one, reason="Mẫu không đạt")
    with pytest.raises(NotAllowedError):
        ending.restore_certificate(by=makers.lan(), certificate=one, reason="Xong")
    ending.withdraw_certificate(by=makers.lan(), certificate=one, reason="Trả lại")
    ending.take_back_withdrawal(by=makers.lan(), certificate=one)
    with pytest.raises(NotAllowedError):  # a detour is no way either
        ending.restore_certificate(by=makers.lan(), certificate=one, reason="Xong")
    ending.restore_certificate(by=people.binh(), certificate=one, reason="Mẫu lại đạt")
    assert standing(one) == "valid"


@pytest.mark.parametrize("verb", [ending.suspend_certificate, ending.withdraw_certificate])
def test_neither_the_holder_nor_a_stranger_moves_a_certificate(verb):
    one = makers.certificate()
    with pytest.raises(NotAllowedError):
        verb(by=people.an(), certificate=one, reason="Vì thế")
    for actor in (people.dung(), makers.stranger()):
        with pytest.raises(NotThereError):
            verb(by=actor, certificate=one, reason="Vì thế")
    assert standing(one) == "valid"


def test_a_withdrawal_suspends_at_once_and_a_second_person_makes_it_final():
    one = makers.certificate()
    lan = makers.signed_in(makers.lan())
    ending.withdraw_certificate(by=lan, certificate=one, reason="Hồ sơ giả")
    assert standing(one) == "suspended"
    for actor in (lan, makers.lan()):  # the same person; a machine
        with pytest.raises(NotAllowedError):
            ending.confirm_withdrawal(by=actor, certificate=one)
    ending.confirm_withdrawal(by=makers.mai(), certificate=one)
    assert standing(one) == "withdrawn"
    for verb in (
        ending.suspend_certificate,
        ending.restore_certificate,
        ending.withdraw_certificate,
    ):
        with pytest.raises(StepError):
            verb(by=lan, certificate=one, reason="Lại")
    with pytest.raises(StepError):
        ending.take_back_withdrawal(by=lan, certificate=one)


def test_the_agency_may_be_the_second_person_and_until_then_it_is_taken_back():
    one, two = makers.certificate(), makers.certificate()
    ending.suspend_certificate(by=makers.lan(), certificate=one, reason="Chờ mẫu")
    for each in (one, two):
        ending.withdraw_certificate(by=makers.lan(), certificate=each, reason="Hồ sơ giả")
        with pytest.raises(StepError):
            ending.withdraw_certificate(by=makers.lan(), certificate=each, reason="Hồ sơ giả")
        with pytest.raises(StepError):
            ending.restore_certificate(by=makers.lan(), certificate=each, reason="Không")
    ending.take_back_withdrawal(by=makers.lan(), certificate=one)
    one.refresh_from_db()
    assert (one.state, one.state_reason) == ("suspended", "Chờ mẫu")
    ending.confirm_withdrawal(by=makers.signed_in(people.binh()), certificate=two)
    assert standing(two) == "withdrawn"


def test_a_renewal_is_a_new_certificate_that_takes_the_place_on_its_own_day():
    one = makers.certificate(valid_until=makers.days(20))
    told = makers.said(
        issued_on=makers.today(), valid_from=makers.days(10), valid_until=makers.days(700)
    )
    new = issuing.renew_certificate(by=makers.lan(), certificate=one, said=told)
    assert (new.replaces, standing(one), standing(new)) == (one, "valid", "not_yet")
    assert standing(one, makers.days(10)) == "replaced"
    assert standing(new, makers.days(10)) == "valid"
    with pytest.raises(StepError):
        issuing.renew_certificate(
            by=makers.lan(), certificate=one, said=makers.said(valid_from=makers.days(11))
        )
    ending.suspend_certificate(by=makers.lan(), certificate=new, reason="Chờ")
    with pytest.raises(StepError):
        issuing.renew_certificate(
            by=makers.lan(), certificate=new, said=makers.said(valid_from=makers.days(11))
        )


def test_another_scope_holds_from_now_on_and_what_it_was_before_stays():
    one = makers.certificate()
    issuing.change_scope(
        by=makers.lan(), certificate=one, reason="Thêm chè", groups=(products.COFFEE, products.TEA),
        volume_kg_year=Decimal("1200.5"),
    )  # fmt: skip
    steps = queries.changes(makers.lan(), one)
    assert steps[0].scope["groups"] == [products.COFFEE, products.TEA]
    assert steps[0].scope["volume_kg_year"] == "1200.5"
    assert steps[1].scope["groups"] == [products.COFFEE]
    with pytest.raises(ScopeError) as told:
        issuing.change_scope(by=makers.lan(), certificate=one, reason="Bỏ hết")
    assert told.value.field == "products"


def test_what_was_entered_by_mistake_gives_its_number_back_unless_something_happened():
    one = makers.certificate(number="VG-9")
    issuing.strike_certificate(by=makers.lan(), certificate=one, reason="Nhập nhầm")
    two = makers.certificate(number="VG-9")
    ending.suspend_certificate(by=makers.lan(), certificate=two, reason="Chờ")
    with pytest.raises(StepError):
        issuing.strike_certificate(by=makers.lan(), certificate=two, reason="Nhập nhầm")
    assert Certificate.objects.count() == 2


def test_steps_are_counted_without_a_gap_and_never_rewritten():
    one, two = makers.certificate(), makers.certificate(people.dung(), by=makers.stranger())
    ending.suspend_certificate(by=makers.lan(), certificate=one, reason="Chờ")
    assert [step.number for step in queries.steps_after(0, 10)] == [1, 2, 3]
    assert [step.certificate for step in queries.steps_after(1, 1)] == [two]
    with pytest.raises(AppendOnlyError):
        Change.objects.update(reason="khác")
    with pytest.raises(AppendOnlyError):
        Change.objects.all().delete()


def test_what_ends_soon_is_counted_for_body_holder_and_agency():
    makers.certificate(valid_until=makers.days(20))
    makers.certificate(valid_until=makers.days(80))
    makers.certificate(valid_until=makers.days(200))
    makers.certificate(people.dung(), by=makers.stranger(), valid_until=makers.days(5))
    ended = makers.certificate(valid_until=makers.days(10))
    issuing.renew_certificate(
        by=makers.lan(), certificate=ended,
        said=makers.said(issued_on=makers.today(), valid_from=makers.days(9)),
    )  # fmt: skip
    for actor in (makers.lan(), people.an()):
        assert queries.ending_soon(actor, makers.today()) == {30: 1, 60: 1, 90: 2}
    assert queries.ending_soon(people.binh(), makers.today())[30] == 2


def test_a_body_finds_a_holder_by_its_whole_code_and_strangers_find_nobody():
    an = makers.holder()
    makers.body()
    assert scopes.holder_by_code(makers.lan(), f" {an.code.lower()} ") == an
    assert scopes.holder_by_code(makers.lan(), an.code[:4]) is None
    assert scopes.holder_by_code(people.dung(), an.code) is None
