"""Links are registered, replaced, withdrawn and restored; by their holder, to hosts that were approved."""

from dataclasses import replace

import pytest

from tests import people
from txng.accounts.actors import Actor, operator
from txng.accounts.models import JournalEntry
from txng.gs1.digital_link import parse
from txng.resolver import actions, link_queries, links_csv
from txng.resolver.actions.links import Content
from txng.resolver.errors import (
    BadFileError,
    BadLinkError,
    BadTargetError,
    LinksError,
    NotAllowedError,
    NotThereError,
    SecondDefaultError,
)
from txng.resolver.models import Link, LinkHost

pytestmark = pytest.mark.django_db

CODE = "/01/09506000134352"
PAGE = Content("gs1:pip", "https://an.example/ca-phe", "Trang sản phẩm", default="yes")


def may(person: Actor, *scopes: str) -> Actor:
    return replace(person, scopes=person.scopes | set(scopes))


@pytest.fixture
def an():
    return may(people.an(), "links")


@pytest.fixture
def dung():
    return may(people.dung(), "links")


@pytest.fixture
def binh():
    return may(people.binh(), "links")


@pytest.fixture
def approved(an, binh):
    """An's host, asked for by An and approved by Bình."""
    row = actions.request_host(by=an, host="an.example", reason="Trang của xưởng")
    return actions.approve_host(by=binh, host_id=row.pk)


def led_to(code=CODE):
    link_queries.forget()
    return [one.href for one in link_queries.sets_of(parse(f"https://id.gs1.org{code}")).defaults()]


def verbs():
    return list(JournalEntry.objects.order_by("pk").values_list("verb", flat=True))


# --- the life of a link -----------------------------------------------------------------------


def test_a_link_lives_through_all_its_states_and_each_is_in_history_and_journal(an, approved):
    link = actions.register_link(by=an, code=CODE, content=PAGE, description="Cà phê")
    assert led_to() == [PAGE.href]
    moved = replace(PAGE, href="https://an.example/moi")
    actions.replace_link(by=an, link_id=link.pk, content=moved)
    assert led_to() == [moved.href]
    actions.withdraw_link(by=an, link_id=link.pk)
    assert led_to() == []
    actions.restore_link(by=an, link_id=link.pk, number=1)
    assert led_to() == [PAGE.href]
    versions = list(link_queries.versions(an, link.pk))
    assert [(v.number, v.deed) for v in versions] == [
        (1, "registered"), (2, "replaced"), (3, "withdrawn"), (4, "restored"),
    ]  # fmt: skip
    assert [v.content and v.content["href"] for v in versions] == [
        PAGE.href, moved.href, None, PAGE.href,
    ]  # fmt: skip
    assert verbs()[-4:] == ["link.registered", "link.replaced", "link.withdrawn", "link.restored"]


def test_withdrawing_twice_is_withdrawing_once(an, approved):
    link = actions.register_link(by=an, code=CODE, content=PAGE)
    first = actions.withdraw_link(by=an, link_id=link.pk)
    assert actions.withdraw_link(by=an, link_id=link.pk).version == first.version == 2


def test_a_version_that_never_was_cannot_be_restored(an, approved):
    link = actions.register_link(by=an, code=CODE, content=PAGE)
    actions.withdraw_link(by=an, link_id=link.pk)
    for number in (2, 9):
        with pytest.raises(NotThereError):
            actions.restore_link(by=an, link_id=link.pk, number=number)


def test_what_was_restored_is_judged_anew(an, binh, approved):
    link = actions.register_link(by=an, code=CODE, content=PAGE)
    actions.withdraw_link(by=an, link_id=link.pk)
    actions.revoke_host(by=binh, host_id=approved.pk, reason="Đổi chủ")
    with pytest.raises(BadTargetError):
        actions.restore_link(by=an, link_id=link.pk, number=1)


@pytest.mark.parametrize(
    "code", [CODE, f"{CODE}/", "(01)09506000134352", "https://any.example/01/9506000134352"]
)
def test_a_code_may_be_written_in_any_way(an, approved, code):
    assert actions.register_link(by=an, code=code, content=PAGE).path == CODE


# --- who ------------------------------------------------------------------------------------------


def test_dung_cannot_touch_nor_see_the_links_of_an(an, dung, approved):
    link = actions.register_link(by=an, code=CODE, content=PAGE)
    own = actions.request_host(by=dung, host="dung.example")
    own.state, own.decided_at = LinkHost.State.APPROVED, own.requested_at
    own.save()
    hijack = replace(PAGE, href="https://dung.example/", default="no")
    with pytest.raises(NotAllowedError):
        actions.register_link(by=dung, code=f"{CODE}/10/L1", content=hijack)
    for verb in (
        lambda: actions.replace_link(by=dung, link_id=link.pk, content=hijack),
        lambda: actions.withdraw_link(by=dung, link_id=link.pk),
        lambda: actions.restore_link(by=dung, link_id=link.pk, number=1),
    ):
        with pytest.raises(NotThereError):
            verb()
    assert not link_queries.links(dung).exists()
    assert not link_queries.versions(dung, link.pk).exists()
    assert [row.host for row in link_queries.hosts(dung)] == ["dung.example"]


def test_oversight_sees_every_link_and_the_operator_too(an, binh, approved):
    actions.register_link(by=an, code=CODE, content=PAGE)
    assert link_queries.links(binh).count() == link_queries.links(operator()).count() == 1


def test_a_key_without_the_scope_changes_nothing(approved):
    with pytest.raises(NotAllowedError):
        actions.register_link(by=people.an(), code=CODE, content=PAGE)
    with pytest.raises(NotAllowedError):
        actions.register_link(by=operator(), code=CODE, content=PAGE)


def test_only_an_authority_decides_about_hosts_keys_and_prefixes(an, approved):
    organisation = people.enterprise()
    for verb in (
        lambda: actions.approve_host(by=an, host_id=approved.pk),
        lambda: actions.revoke_host(by=an, host_id=approved.pk, reason=""),
        lambda: actions.assign_key(by=an, code=CODE, organisation=organisation),
        lambda: actions.forward_prefix(
            by=an, prefix="9506000", stem="https://an.example", organisation=organisation
        ),
    ):
        with pytest.raises(NotAllowedError):
            verb()


def test_an_authority_gives_a_key_to_its_owner_and_old_links_lead_nowhere(an, dung, binh, approved):
    actions.register_link(by=an, code=CODE, content=PAGE)
    actions.assign_key(by=binh, code=CODE, organisation=people.enterprise(people.DUNGS_ENTERPRISE))
    assert led_to() == [], "the host of An is not approved for Dũng"
    assert link_queries.links(dung).count() == 1
    with pytest.raises(NotAllowedError):
        actions.register_link(by=an, code=f"{CODE}/10/L1", content=PAGE)


# --- hosts ------------------------------------------------------------------------------------


def test_a_host_must_be_approved_for_the_organisation_itself(an, dung, approved):
    other = "/01/09520000100018"
    with pytest.raises(BadTargetError, match=r"an\.example chưa được duyệt"):
        actions.register_link(by=dung, code=other, content=PAGE)
    actions.register_link(by=an, code=CODE, content=PAGE)


def test_until_it_is_approved_a_host_is_no_target_and_once_revoked_no_more(an, binh):
    row = actions.request_host(by=an, host="AN.example ")
    assert row.host == "an.example"
    with pytest.raises(BadTargetError):
        actions.register_link(by=an, code=CODE, content=PAGE)
    actions.refuse_host(by=binh, host_id=row.pk, reason="Chưa rõ chủ")
    again = actions.request_host(by=an, host="an.example", reason="Giấy đăng ký")
    assert (again.pk, again.state, again.decided_at) == (row.pk, "requested", None)
    actions.approve_host(by=binh, host_id=row.pk)
    actions.register_link(by=an, code=CODE, content=PAGE)
    assert led_to() == [PAGE.href]
    actions.revoke_host(by=binh, host_id=row.pk, reason="Bán tên miền")
    assert led_to() == [], "nobody touched the link, and nobody is led there"


@pytest.mark.parametrize(
    "host", ["аn.example", "xn--n-7sb.example", "127.0.0.1", "localhost", "an.example:8443"]
)
def test_names_that_mislead_cannot_even_be_asked_for(an, host):
    with pytest.raises(BadTargetError):
        actions.request_host(by=an, host=host)


def test_links_may_always_lead_to_our_own_pages(an, settings):
    settings.BASE_URL = "https://txng.example"
    own = replace(PAGE, href="https://txng.example/tro-giup")
    actions.register_link(by=an, code=CODE, content=own)
    assert led_to() == [own.href]


def test_a_row_that_no_verb_wrote_leads_nowhere_when_it_is_hostile(an, approved):
    link = actions.register_link(by=an, code=CODE, content=PAGE)
    for hostile in (
        "javascript:alert(1)",
        "https://an.example@evil.example/",
        "https://evil.example/",
    ):
        Link.objects.filter(pk=link.pk).update(href=hostile)
        assert led_to() == []


# --- content ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("change", "error"),
    [
        ({"link_type": "pip"}, BadLinkError),
        ({"link_type": "gs1:defaultLink"}, BadLinkError),
        ({"link_type": "gs1:handledBy"}, BadLinkError),
        ({"title": " "}, BadLinkError),
        ({"title": "a" * 201}, BadLinkError),
        ({"title": "a\u202eb"}, BadLinkError),
        ({"hreflang": ("tiếng Việt",)}, BadLinkError),
        ({"hreflang": ("vi",) * 21}, BadLinkError),
        ({"media_type": "text"}, BadLinkError),
        ({"media_type": "made/up"}, BadLinkError),
        ({"context": ("a b",)}, BadLinkError),
        ({"default": "maybe"}, BadLinkError),
        ({"href": "javascript:alert(1)"}, BadTargetError),
        ({"href": "https://an.example/{254}"}, BadTargetError),
    ],
)
def test_wrong_content_is_refused_with_a_sentence(an, approved, change, error):
    with pytest.raises(error) as caught:
        actions.register_link(by=an, code=CODE, content=replace(PAGE, **change))
    assert str(caught.value).endswith(".")
    assert not Link.objects.exists()


@pytest.mark.parametrize(
    "code", ["", "abc", "/01/09506000134353", f"{CODE}/10/L/21/S", "urn:epc:id:sgtin:1"]
)
def test_wrong_codes_are_refused(an, approved, code):
    with pytest.raises(BadLinkError):
        actions.register_link(by=an, code=code, content=PAGE)


def test_a_code_has_one_default_until_that_is_withdrawn(an, approved):
    first = actions.register_link(by=an, code=CODE, content=PAGE)
    with pytest.raises(SecondDefaultError):
        actions.register_link(by=an, code=CODE, content=replace(PAGE, link_type="gs1:epil"))
    actions.replace_link(by=an, link_id=first.pk, content=replace(PAGE, title="Tên mới"))
    actions.withdraw_link(by=an, link_id=first.pk)
    second = actions.register_link(by=an, code=CODE, content=PAGE)
    with pytest.raises(SecondDefaultError):
        actions.restore_link(by=an, link_id=first.pk, number=1)
    assert second.default == "yes"


# --- files ------------------------------------------------------------------------------------


def table(*rows):
    return links_csv.read("code,link_type,href,title,default\n" + "\n".join(rows))


GOOD = f"{CODE},gs1:pip,https://an.example/a,Trang,yes"


def test_a_file_is_read_in_twice_without_harm(an, approved):
    lot = f"{CODE}/10/L1,gs1:certificationInfo,https://an.example/b,Chứng nhận,no"
    assert actions.import_links(by=an, rows=table(GOOD, lot)) == (2, 0)
    assert actions.import_links(by=an, rows=table(GOOD, lot)) == (0, 0)
    changed = GOOD.replace("Trang", "Trang mới")
    assert actions.import_links(by=an, rows=table(changed, lot)) == (0, 1)
    assert link_queries.links(an).count() == 2


def test_what_was_exported_can_be_imported(an, approved):
    actions.register_link(
        by=an, code=CODE, description="Cà phê",
        content=replace(PAGE, title="=Trang", hreflang=("vi",), media_type="text/html", context=("vn",)),
    )  # fmt: skip
    text = links_csv.write(map(link_queries.as_row, link_queries.links(an)))
    assert "'=Trang" in text
    assert actions.import_links(by=an, rows=links_csv.read(text)) == (0, 0)


def test_one_wrong_row_keeps_every_row_out_and_each_is_named(an, approved):
    bad = ["/01/123,gs1:pip,https://an.example/,T,no", f"{CODE},gs1:pip,javascript:alert(1),T,no"]
    with pytest.raises(BadFileError) as caught:
        actions.import_links(by=an, rows=table(GOOD, *bad))
    assert [row for row, _ in caught.value.rows] == [3, 4]
    assert not Link.objects.exists()


# --- ranges and prefixes ----------------------------------------------------------------------


def test_a_range_is_told_with_samples_and_replaced_by_name(an, dung):
    first = actions.record_range(
        by=an, name="Tem 2026", samples=["https://an.example/01/1"] * 2, quantity=5
    )
    assert first.samples == ["https://an.example/01/1"]
    actions.record_range(by=an, name="Tem  2026", samples=["https://an.example/01/2"])
    assert [row.samples for row in link_queries.ranges(an)] == [["https://an.example/01/2"]]
    assert not link_queries.ranges(dung).exists()
    with pytest.raises(NotThereError):
        actions.withdraw_range(by=dung, range_id=first.pk)


@pytest.mark.parametrize(
    "samples",
    [
        [],
        ["x"],
        ["javascript:alert(1)"],
        ["https://an.example/{10}"],
        [f"https://an.example/{n}" for n in range(21)],
    ],
)
def test_samples_are_whole_addresses_and_few(an, samples):
    with pytest.raises(LinksError):
        actions.record_range(by=an, name="Tem", samples=samples)


def test_a_prefix_is_forwarded_to_an_approved_host_until_withdrawn(an, binh, approved):
    organisation = people.enterprise()
    gtin = parse("https://id.gs1.org/01/09506000134352")
    actions.forward_prefix(
        by=binh, prefix="9506000", stem="https://an.example/cu/", organisation=organisation
    )
    actions.forward_prefix(
        by=binh, prefix="95060001", stem="https://an.example/moi", organisation=organisation
    )
    link_queries.forget()
    assert link_queries.forwarding_for(gtin) == "https://an.example/moi", "the longest prefix"
    actions.withdraw_forwarding(by=binh, prefix="95060001")
    link_queries.forget()
    assert link_queries.forwarding_for(gtin) == "https://an.example/cu"
    for stem in ("https://evil.example", "https://an.example/?x=1", "javascript:alert(1)"):
        with pytest.raises(BadTargetError):
            actions.forward_prefix(by=binh, prefix="9506000", stem=stem, organisation=organisation)
    with pytest.raises(BadLinkError):
        actions.forward_prefix(
            by=binh, prefix="95x", stem="https://an.example", organisation=organisation
        )
