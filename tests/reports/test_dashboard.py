"""The leaders' dashboard and its map."""

import csv
import io
import json
from decimal import Decimal

import pytest
from django.core.cache import cache
from django.utils import timezone

from tests import people
from tests.products import makers as products
from txng.accounts.actors import operator
from txng.parties import administrative_units as units
from txng.programme.actions import indicators as indicator_actions
from txng.programme.models import Indicator
from txng.reports.actions import boundaries as actions
from txng.reports.errors import FieldError, NotAllowedError
from txng.reports.queries import boundaries as queries
from txng.reports.rules import boundaries, dashboard_map

pytestmark = pytest.mark.django_db
PAGE = "/dieu-hanh"
SQUARE = [[[108.4, 11.9], [108.5, 11.9], [108.5, 12.0], [108.4, 12.0], [108.4, 11.9]]]


@pytest.fixture(autouse=True)
def _nothing_is_remembered(settings, tmp_path):
    settings.BOUNDARIES_FILE = tmp_path / "boundaries.json"
    cache.clear()
    yield
    cache.clear()


def text_of(address: str = PAGE, who=None, status: int = 200) -> str:
    answer = people.client_of(who or people.binh()).get(address)
    assert answer.status_code == status, (address, answer.status_code)
    return answer.content.decode()


def geojson(code: str = products.LANG_BIANG, coordinates=SQUARE) -> bytes:
    feature = {
        "type": "Feature", "properties": {"code": code},
        "geometry": {"type": "Polygon", "coordinates": coordinates},
    }  # fmt: skip
    return json.dumps({"type": "FeatureCollection", "features": [feature]}).encode()


def test_it_shows_six_figures_before_anybody_has_defined_an_indicator():
    page = text_of()
    assert page.count('class="card-figure"') == 6
    assert "Tỉnh chưa đặt mức" in page
    assert "Định nghĩa" in page


def test_it_shows_the_indicators_that_the_agency_put_on_it_with_target_and_trend():
    indicator_actions.put_in_proposals(by=people.binh())
    one = Indicator.objects.get(code="co-so-ket-noi")
    year = timezone.localdate().year
    indicator_actions.set_targets(
        by=people.binh(), indicator=one, seen=1, targets={year: Decimal(40)}
    )
    indicator_actions.record_reading(
        by=people.binh(), indicator=one, day=timezone.localdate().replace(year=year - 1, day=1),
        value=Decimal(12), note="Số trình bày",
    )  # fmt: skip
    page = text_of()
    assert f"Mức năm {year}: 40" in page
    assert "so với 01/" in page
    assert '<svg class="trend"' in page


def test_the_map_says_in_words_what_it_shows():
    for _one in range(2):
        products.enterprise_of()
    products.enterprise_of(commune=products.DA_TEH)
    page = text_of()
    name = units.commune(products.LANG_BIANG).name
    assert f"{name} cao nhất: 2 cơ sở." in page
    assert "2 xã, phường, đặc khu có số liệu, 122 chưa có." in page
    assert page.count("<circle") == 124
    assert f'href="?xa={products.LANG_BIANG}"' in page


def test_small_bubbles_are_drawn_over_large_ones():
    drawn = dashboard_map.bubbles(
        {"a": 100, "b": 25, "c": 0},
        {"a": (108, 12), "b": (108, 12), "c": (108, 12), "d": (108, 12)},
    )
    assert [one.code for one in drawn] == ["a", "b", "c", "d"]
    assert [one.radius for one in drawn] == [34, 17, 3, 3]
    assert [dashboard_map.shade(value, 100) for value in (0, 1, 100, None)] == [0, 1, 5, 0]


def test_the_table_says_the_same_and_is_sorted_either_way():
    products.enterprise_of(commune=products.DA_TEH)
    page = text_of(f"{PAGE}?bang=1")
    assert "<circle" not in page
    name = units.commune(products.DA_TEH).name
    rows = page.split("<tbody>")[1]
    assert rows.index(name) < rows.index("Phường")
    assert 'aria-sort="descending"' in page
    assert 'aria-sort="ascending"' in text_of(f"{PAGE}?bang=1&sap=ten")


def test_filters_are_in_the_address_and_nonsense_narrows_nothing():
    products.enterprise_of(commune=products.DA_TEH)
    assert "Đạ Tẻh" in text_of(f"{PAGE}?xa={products.DA_TEH}&nganh=nong-nghiep&nam=2025")
    text_of(f"{PAGE}?xa=zz&nganh=zz&nhom=zz&nam=zz&hinh=zz&sap=zz&bang=zz&tv=zz")


def test_the_communes_are_a_file_too():
    products.enterprise_of(commune=products.DA_TEH)
    told = people.client_of(people.binh()).get(f"{PAGE}?format=csv").content.decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(told)))
    assert len(rows) == 125
    assert [products.DA_TEH, units.commune(products.DA_TEH).name, "1", "100"] in rows


def test_the_wall_shows_the_same_and_asks_again_by_itself():
    page = text_of(f"{PAGE}?tv=1")
    assert 'http-equiv="refresh"' in page
    assert page.count('class="card-figure"') == 6


def test_leaders_see_it_enterprises_and_the_public_do_not():
    assert "card-figure" in text_of(who=people.officer(role="lanh-dao"))
    text_of(who=people.dung(), status=403)
    text_of(who=people.an(), status=403)


def test_an_officer_of_a_commune_sees_numbers_of_that_commune_alone():
    products.enterprise_of()
    products.enterprise_of(commune=products.DA_TEH)
    page = text_of(who=people.officer(products.DA_TEH))
    assert "Đạ Tẻh cao nhất: 1 cơ sở." in page
    assert "Lang Biang - Đà Lạt cao nhất" not in page


def test_it_asks_no_more_when_there_is_more(django_assert_max_num_queries):
    client = people.client_of(people.binh())
    client.get(PAGE)
    for _one in range(5):
        products.enterprise_of()
    with django_assert_max_num_queries(16):
        client.get(PAGE)
    cache.clear()
    with django_assert_max_num_queries(60):
        client.get(PAGE)


# --- shapes of communes ----------------------------------------------------------------------------


def test_shapes_that_were_taken_in_are_drawn_in_place_of_bubbles_and_taken_out_again():
    actions.import_boundaries(by=operator(), data=geojson(), source="Sở NN&MT (hư cấu)")
    page = text_of()
    assert page.count('<path class="shape') == 1
    assert "Ranh: Sở NN&amp;MT (hư cấu)." in page
    assert actions.remove_boundaries(by=operator()) is True
    assert actions.remove_boundaries(by=operator()) is False
    assert queries.shapes(operator()) == {}
    assert '<path class="shape' not in text_of()


def test_a_topology_gives_the_same_shape_as_its_geojson():
    topology = {
        "type": "Topology",
        "arcs": [[[0, 0], [100, 0], [0, 100]], [[100, 100], [-100, 0], [0, -100]]],
        "transform": {"scale": [0.001, 0.001], "translate": [108.4, 11.9]},
        "objects": {
            "xa": {
                "type": "GeometryCollection",
                "geometries": [
                    {"type": "Polygon", "arcs": [[0, 1]], "properties": {"ma_xa": 24846}}
                ],
            }
        },
    }
    codes = [products.LANG_BIANG]
    plain = boundaries.read(geojson(), codes).paths
    assert boundaries.read(json.dumps(topology).encode(), codes).paths == plain
    assert plain == {products.LANG_BIANG: "M429 309l36 0 0-37-36 0z"}


@pytest.mark.parametrize(
    ("data", "word"),
    [
        (b"", "json"),
        (b"PK\x03\x04", "json"),
        (b"[" * 100_000, "json"),
        (b"[]", "kind"),
        (b'{"type": "Point"}', "kind"),
        (b'{"type": "Topology"}', "kind"),
        (b'{"type": "Topology", "arcs": [], "objects": 5}', "kind"),
        (b'{"type": "FeatureCollection", "features": []}', "empty"),
        (geojson("99999"), "codes"),
        (
            geojson(coordinates=[[[500000, 1300000], [500001, 1300000], [500001, 1300001]]]),
            "degrees",
        ),
        (geojson(coordinates="zz"), "kind"),
    ],
)
def test_a_wrong_file_is_refused_with_a_sentence_and_what_was_there_stays(data, word):
    actions.import_boundaries(by=operator(), data=geojson(), source="")
    with pytest.raises(boundaries.BoundariesRefused) as refused:
        boundaries.read(data, [products.LANG_BIANG])
    assert refused.value.word == word
    with pytest.raises(FieldError) as told:
        actions.import_boundaries(by=operator(), data=data, source="")
    assert str(told.value).endswith(".")
    assert products.LANG_BIANG in queries.shapes(operator())


def test_only_the_standing_agency_takes_shapes_in():
    for person in (people.officer(), people.dung()):
        with pytest.raises(NotAllowedError):
            actions.import_boundaries(by=person, data=geojson(), source="")


def test_a_damaged_file_of_shapes_is_no_map_of_shapes():
    queries.file().write_text("{", encoding="utf-8")
    assert queries.shapes(operator()) == {}
    assert text_of().count("<circle") == 124
