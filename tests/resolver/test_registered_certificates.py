"""Certificates of the register on the page of a scan: what covers, what is said, what stands no more."""

import pytest

from tests import people
from tests.certification import makers
from tests.products import makers as products
from tests.resolver import chain
from txng.certification.actions import ending, issuing
from txng.certification.queries import public
from txng.certification.queries.public import Journey
from txng.parties.models import Establishment
from txng.resolver import registered
from txng.resolver.queries import page_for

pytestmark = pytest.mark.django_db


def of(gtins=(), owners=(), glns=(), numbers=()):
    return public.of_journey(None, Journey(gtins, owners, glns, numbers))


def item(person=None, **more):
    return products.trade_item(person or people.an(), gtin=products.GTIN, **more)


def numbers(found):
    return [(one.number, one.standing) for one in found]


def test_a_certificate_covers_a_product_by_itself_and_by_its_group_and_no_other():
    thing = item()
    makers.certificate(number="A", groups=(), products=(products.GTIN,))
    makers.certificate(number="B", groups=(products.COFFEE,))
    makers.certificate(number="C", groups=(products.TEA,))
    makers.certificate(number="D", code="iso-22000", groups=("nong-san/",))
    makers.certificate(people.dung(), by=makers.stranger(), number="E", groups=(products.COFFEE,))
    assert sorted(numbers(of([thing.gtin]))) == [("A", "valid"), ("B", "valid"), ("D", "valid")]
    assert of(["09506000134352"]) == []


def test_a_management_certificate_without_groups_covers_all_that_its_holder_makes():
    makers.body(groups=())
    thing = item()
    makers.certificate(number="D", code="iso-22000", groups=())
    assert numbers(of([thing.gtin])) == [("D", "valid")]
    assert of([], [people.an().organisation_id]) == []  # An told of it, and does not own it


def test_goods_from_another_place_than_the_paper_names_are_not_covered():
    thing = item()
    here, there = (
        Establishment.objects.create(
            code=f"CS-00000{number}-0", enterprise=makers.holder(), kind="che-bien", name="Xưởng",
            commune_code="24846", gln=gln,
        )
        for number, gln in ((1, "8935003450007"), (2, "8935003450021"))
    )  # fmt: skip
    makers.certificate(number="A", sites=(here.gln,))
    assert numbers(of([thing.gtin], glns=[here.gln])) == [("A", "valid")]
    assert numbers(of([thing.gtin])) == [("A", "valid")]  # nobody says where the goods were
    assert of([thing.gtin], glns=[there.gln]) == []


def test_what_was_stopped_comes_first_and_what_ended_only_when_it_is_claimed():
    thing = item()
    makers.certificate(number="B")
    stopped = makers.certificate(number="A")
    makers.certificate(
        number="X",
        issued_on=makers.days(-90),
        valid_from=makers.days(-90),
        valid_until=makers.days(-1),
    )
    ending.suspend_certificate(by=makers.lan(), certificate=stopped, reason="Mẫu không đạt")
    found = of([thing.gtin])
    assert numbers(found) == [("A", "suspended"), ("B", "valid")]
    assert (found[0].reason, found[0].holder) == ("Mẫu không đạt", people.ANS_ENTERPRISE)
    assert ("X", "expired") in numbers(of([thing.gtin], numbers=["urn:x:X", "x"]))


def test_a_valid_number_that_a_stranger_claims_proves_nothing_and_a_stopped_one_warns():
    one = makers.certificate(number="A")
    thing = products.trade_item(people.dung(), gtin=products.GTIN)

    def claims():
        return of([thing.gtin], [people.dung().organisation_id], numbers=["A"])

    assert claims() == []
    assert numbers(of([thing.gtin], [people.an().organisation_id], numbers=["A"])) == [
        ("A", "valid")
    ]
    ending.suspend_certificate(by=makers.lan(), certificate=one, reason="Mẫu không đạt")
    assert numbers(claims()) == [("A", "suspended")]
    assert of([thing.gtin], [people.dung().organisation_id]) == []
    # another body's certificate of the same number is Dũng's own: the stopped one is not meant
    makers.certificate(people.dung(), by=makers.stranger(), number="A")
    assert numbers(claims()) == [("A", "valid")]


def test_a_household_is_a_code_and_what_was_struck_is_not_there():
    household = products.enterprise_of(people.an(), kind="nong-ho")
    one = makers.certificate(number="A")
    assert public.by_code(None, one.code).holder == f"Nông hộ {household.code}"
    assert numbers(public.by_number(None, "a")) == [("A", "valid")]
    issuing.strike_certificate(by=makers.lan(), certificate=one, reason="Nhầm")
    assert public.by_code(None, one.code) is None
    assert public.by_number(None, "A") == []


def registered_bag():
    """An's bag of coffee in the register of products, as the chain of these tests packs it."""
    return products.trade_item(people.an(), gtin=chain.BAG)


def test_the_scan_page_tells_who_vouches_and_warns_first_once_it_is_suspended():
    told = [chain.harvest(3, chain.PLOT), chain.packing()]
    chain.told(*told, master_data=chain.MASTER_DATA)
    registered_bag()
    one = makers.certificate(number="VG-1", code="vietgap")
    page = page_for(None, chain.SERIAL)
    (said,) = [each for each in page.certificates if each.path]
    assert (said.number, said.issuer, said.said, said.stopped) == (
        "VG-1", makers.LANS_BODY, "certifier", "",
    )  # fmt: skip
    assert (said.said_on, said.path) == (makers.today(), f"/chung-nhan/{one.code}")
    assert page.stopped_certificates == []
    assert all(asked.question() == asked.answer for asked in page.rests_on)
    ending.suspend_certificate(by=makers.lan(), certificate=one, reason="Mẫu không đạt")
    registered._steps.look_again()
    assert any(asked.question() != asked.answer for asked in page.rests_on)
    page = page_for(None, chain.SERIAL)
    (stopped,) = page.stopped_certificates
    assert "VietGAP số VG-1 bị đình chỉ từ ngày" in stopped.stopped
    assert stopped.because == "Mẫu không đạt"


def test_what_events_declare_under_a_number_of_the_register_is_left_out():
    name = "urn:x:certificate:VG-1"
    packing = chain.packing() | {"certificationInfo": name}
    declared = ("Certificate", name, {"txng:scheme": "VietGAP"})
    chain.told(packing, master_data=[*chain.MASTER_DATA, declared])
    assert [one.number for one in page_for(None, chain.SERIAL).certificates if one.number] == [
        "VG-1"
    ]
    registered_bag()
    one = makers.certificate(
        number="VG 1", groups=(products.TEA,)
    )  # claimed, though not for coffee
    ending.suspend_certificate(by=makers.lan(), certificate=one, reason="Mẫu không đạt")
    named = [each for each in page_for(None, chain.SERIAL).certificates if each.number]
    assert [(each.number, bool(each.stopped)) for each in named] == [("VG 1", True)]
