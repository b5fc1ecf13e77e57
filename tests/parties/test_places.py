"""Establishments, plots and codes: measured, compared with neighbours, and kept from strangers."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from tests import people
from tests.parties import register
from tests.parties.register import LAC_DUONG
from txng.accounts.actors import operator
from txng.parties import actions, queries
from txng.parties.actions import CodeFacts, PlaceFacts, PlotFacts
from txng.parties.actions.places import notes
from txng.parties.errors import ChangedMeanwhileError, FieldError, NotAllowedError
from txng.parties.models import Plot
from txng.parties.rules import geojson

pytestmark = pytest.mark.django_db

HOUSE = PlaceFacts(kind="dong-goi", name="Xưởng đóng gói", commune_code=LAC_DUONG)
GARDEN = PlotFacts(name="Thửa đồi", commune_code=LAC_DUONG)


def refused(field, **changes):
    enterprise = register.party()
    with pytest.raises(FieldError) as caught:
        actions.register_plot(
            by=operator(), enterprise=enterprise, facts=replace(GARDEN, **changes)
        )
    assert caught.value.field == field
    return str(caught.value)


# establishments


def test_a_place_has_our_own_code_and_may_get_a_gln_later():
    enterprise = register.party()
    kept = actions.register_establishment(by=operator(), enterprise=enterprise, facts=HOUSE)
    assert (kept.code, kept.gln) == ("CS-000001-0", "")
    given = replace(HOUSE, gln="9506000134307", spot="12,1 108,6")
    again = actions.edit_establishment(by=operator(), establishment=kept, facts=given)
    assert (again.code, again.gln) == ("CS-000001-0", "9506000134307")
    assert (again.latitude, again.longitude) == (12_100_000, 108_600_000)


def test_a_gln_stands_once():
    enterprise = register.party()
    for expected in (None, "GLN này đã có trong sổ"):
        given = replace(HOUSE, gln="9506000134307")
        if expected is None:
            actions.register_establishment(by=operator(), enterprise=enterprise, facts=given)
        else:
            with pytest.raises(FieldError, match=expected):
                actions.register_establishment(by=operator(), enterprise=enterprise, facts=given)


def test_a_spot_is_one_point():
    with pytest.raises(FieldError, match="Nhập một điểm"):
        actions.register_establishment(
            by=operator(),
            enterprise=register.party(),
            facts=replace(HOUSE, spot="12,1 108,6\n12,1 108,61\n12,11 108,61"),
        )


def test_dung_neither_sees_nor_changes_ans_places():
    ours = register.ans_cooperative()
    kept = actions.register_establishment(by=people.an(), enterprise=ours, facts=HOUSE)
    assert queries.establishment(people.an(), kept.code) is not None
    assert queries.establishment(people.dung(), kept.code) is None
    with pytest.raises(NotAllowedError):
        actions.edit_establishment(by=people.dung(), establishment=kept, facts=HOUSE)
    with pytest.raises(NotAllowedError):
        actions.register_plot(by=people.dung(), enterprise=ours, facts=GARDEN)


# plots


def test_a_plot_is_measured():
    kept = register.plot(register.party())
    assert kept.code == "TH-000001-1"
    assert kept.area_ha == Decimal("4.8171")
    assert kept.geometry.startswith('{"type":"Polygon","coordinates":[[[108.600000,12.100000],')


def test_a_plot_that_nobody_measured_has_no_shape():
    kept = actions.register_plot(by=operator(), enterprise=register.party(), facts=GARDEN)
    assert (kept.geometry, kept.west, kept.area_ha) == ("", None, None)


def test_a_point_stands_for_four_hectares_at_most():
    assert "khai diện tích" in refused("declared_ha", boundary="12,1 108,6")
    point = replace(GARDEN, boundary="12,1 108,6", declared_ha=Decimal("3.5"))
    kept = actions.register_plot(
        by=operator(), enterprise=register.party("Hai (hư cấu)"), facts=point
    )
    assert kept.area_ha == 0
    assert '"Point"' in kept.geometry


def test_more_than_four_hectares_need_a_boundary():
    told = refused("declared_ha", boundary="12,1 108,6", declared_ha=Decimal("4.1"))
    assert "4,1 ha cần ranh đầy đủ" in told


@pytest.mark.parametrize(
    ("field", "changes", "sentence"),
    [
        ("boundary", {"boundary": "{"}, "GeoJSON"),
        ("boundary", {"boundary": "12,1 108,6\nx"}, "Dòng 2"),
        ("name", {"name": ""}, "Nhập tên thửa."),
        ("planted_year", {"planted_year": 15}, "bốn chữ số"),
        ("declared_ha", {"declared_ha": Decimal(0)}, "lớn hơn 0"),
        ("cropping_system", {"cropping_system": "x"}, "Chọn một mục"),
    ],
)
def test_a_wrong_value_is_told_at_its_field(field, changes, sentence):
    assert sentence in refused(field, **changes)


def test_what_deserves_a_look_is_told_and_stops_nothing():
    given = replace(
        GARDEN,
        commune_code="25126",
        boundary=register.boundary(0, 0.002),
        declared_ha=Decimal(1),
    )
    assert {note.word for note in notes(given)} == {
        "geo_coarse",
        "area_differs",
        "far_from_commune",
    }
    actions.register_plot(by=operator(), enterprise=register.party(), facts=given)


def test_a_neighbour_that_lies_over_the_plot_is_told():
    enterprise = register.party()
    first = register.plot(enterprise)
    second = register.plot(enterprise, west=0.001, east=0.003)
    register.plot(enterprise, west=0.003, east=0.005)  # only touches
    (found,) = queries.overlaps(operator(), geojson.kept(second.geometry), but=second)
    assert found.plot == first
    assert found.overlap.share == pytest.approx(0.5, abs=1e-6)


def test_drawing_does_not_tell_where_others_grow():
    ours, theirs = register.ans_cooperative(), register.dungs_company()
    register.plot(theirs)
    mine = register.plot(ours)
    shape = geojson.kept(mine.geometry)
    assert queries.overlaps(people.an(), shape, but=mine) == []
    assert len(queries.overlaps(people.officer(LAC_DUONG), shape, but=mine)) == 1


def test_overlaps_are_searched_with_one_query(django_assert_num_queries):
    enterprise = register.party()
    for step in range(5):
        register.plot(enterprise, west=step * 0.001, east=step * 0.001 + 0.002)
    shape = geojson.kept(Plot.objects.first().geometry)
    with django_assert_num_queries(1):
        found = queries.overlaps(operator(), shape)
    assert [round(one.overlap.share, 3) for one in found] == [1.0, 0.5]


def test_two_people_who_draw_at_once_one_wins():
    kept = register.plot(register.party())
    given = replace(GARDEN, name="Một", boundary=register.boundary(0, 0.002))
    actions.edit_plot(by=operator(), plot=kept, facts=given, version=kept.version)
    with pytest.raises(ChangedMeanwhileError):
        actions.edit_plot(by=operator(), plot=kept, facts=given, version=kept.version)


def test_the_boundary_of_a_household_is_for_those_who_may_see_persons():
    land = register.plot(register.household())
    sees = people.officer(LAC_DUONG)
    blind = replace(
        sees, grants=tuple(replace(g, rights=frozenset({"parties.see"})) for g in sees.grants)
    )
    assert [one.shows_person for one in queries.plots(sees)] == [True]
    assert [one.shows_person for one in queries.plots(blind)] == [False]
    shape = geojson.kept(land.geometry)
    assert [one.plot for one in queries.overlaps(sees, shape)] == [land]
    assert queries.overlaps(blind, shape) == []


# codes of areas and packing houses


def code(**more):
    usual = {"kind": "vung-trong", "code": "VN-68-24848-01-26", "issued_on": date(2026, 5, 1)}
    return CodeFacts(**(usual | more))


def test_a_cooperatives_area_covers_the_plots_of_its_members():
    cooperative, member = register.ans_cooperative(), register.household()
    theirs = register.plot(member)
    with pytest.raises(FieldError, match="không của cơ sở này"):
        actions.register_site_code(
            by=operator(), enterprise=cooperative, facts=code(plots=[theirs])
        )
    actions.add_member(by=operator(), group=cooperative, member=member)
    kept = actions.register_site_code(
        by=operator(), enterprise=cooperative, facts=code(plots=[theirs])
    )
    assert (list(kept.plots.all()), kept.format) == ([theirs], "vung-trong-2025")


def test_a_code_of_other_years_is_told_with_its_day():
    with pytest.raises(FieldError, match=r"thời kỳ khác\. Ngày 01/05/2026"):
        actions.register_site_code(
            by=operator(),
            enterprise=register.party(),
            facts=code(code="VN-68-675-24865-01-26"),
        )


def test_a_code_stands_once():
    enterprise = register.party()
    actions.register_site_code(by=operator(), enterprise=enterprise, facts=code())
    with pytest.raises(FieldError, match="đã có trong sổ"):
        actions.register_site_code(by=operator(), enterprise=enterprise, facts=code())


def test_who_stops_a_code_says_why_and_a_revoked_one_stays_revoked():
    kept = actions.register_site_code(by=operator(), enterprise=register.party(), facts=code())
    day = date(2026, 6, 1)
    with pytest.raises(FieldError, match="Ghi lý do"):
        actions.state_site_code(by=operator(), site_code=kept, state="tam-dung", since=day)
    for state in ("tam-dung", "hieu-luc", "thu-hoi"):
        actions.state_site_code(
            by=operator(), site_code=kept, state=state, since=day, reason="Trồng xen cà phê"
        )
    with pytest.raises(FieldError, match="Cấp mã mới"):
        actions.state_site_code(by=operator(), site_code=kept, state="hieu-luc", since=day)
