"""Boundaries as people send them: put right where there is one meaning, named where there is not."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from txng.parties import words
from txng.parties.rules import Refused, geojson, province
from txng.parties.rules.shapes import Shape, doubled

SQUARE = [[108.450001, 11.94], [108.46, 11.94], [108.46, 11.95], [108.45, 11.95]]


def polygon(*rings):
    return json.dumps({"type": "Polygon", "coordinates": list(rings)})


def refused(text):
    with pytest.raises(Refused) as caught:
        geojson.read(text)
    problem = caught.value.problem
    assert "%(" not in words.sentence(problem)
    return problem


@pytest.mark.parametrize(
    "text",
    [
        polygon(SQUARE),
        polygon([*SQUARE, SQUARE[0]]),
        polygon([SQUARE[0], *SQUARE, SQUARE[0], SQUARE[0]]),
        polygon(SQUARE[::-1]),
        polygon([[*place, 1500.0] for place in SQUARE]),
        json.dumps({"type": "MultiPolygon", "coordinates": [[SQUARE]]}),
        json.dumps({"type": "Feature", "properties": {}, "geometry": json.loads(polygon(SQUARE))}),
        json.dumps(
            {
                "type": "FeatureCollection",
                "features": [{"type": "Feature", "geometry": json.loads(polygon(SQUARE))}],
            }
        ),
    ],
    ids="open closed twice clockwise heights multi feature collection".split(),
)
def test_what_has_one_meaning_is_one_shape(text):
    shape = geojson.read(text).shape
    assert set(shape.outer) == set(geojson.read(polygon(SQUARE)).shape.outer)
    assert doubled(shape.outer) > 0


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("", "geo_json"),
        ("[" * 100_000, "geo_json"),
        ('{"type":"Point","coordinates":[108.45,NaN]}', "geo_json"),
        ("[1,2]", "geo_kind"),
        (json.dumps({"type": "LineString", "coordinates": SQUARE}), "geo_kind"),
        (json.dumps({"type": "Polygon", "coordinates": []}), "geo_kind"),
        (json.dumps({"type": "FeatureCollection", "features": []}), "geo_many"),
        (json.dumps({"type": "MultiPolygon", "coordinates": [[SQUARE], [SQUARE]]}), "geo_many"),
        (polygon([[108.45, "11.94"], *SQUARE]), "geo_position"),
        (polygon([[True, 11.94], *SQUARE]), "geo_position"),
        (polygon("SQUARE"), "geo_position"),
        (polygon({"a": 1}), "geo_position"),
        (polygon([[450_000.12, 1_320_000.5], *SQUARE]), "geo_metres"),
        (polygon([place[::-1] for place in SQUARE]), "geo_swapped"),
        (polygon([[105.85, 21.03], *SQUARE]), "geo_elsewhere"),
        (polygon(SQUARE[:2]), "geo_few"),
        (polygon([SQUARE[0]] * 5), "geo_few"),
        (polygon([[108.45, 11.94], [108.455, 11.94], [108.46, 11.94]]), "geo_flat"),
        (polygon([SQUARE[0], SQUARE[2], SQUARE[1], SQUARE[3]]), "geo_crossing"),
        (polygon(SQUARE, [[108.47, 11.94], [108.48, 11.94], [108.48, 11.95]]), "geo_hole"),
        (polygon(SQUARE, SQUARE[:3]), "geo_hole"),
        (polygon(SQUARE, *[[[108.452, 11.942], [108.453, 11.942], [108.453, 11.943]]] * 2), "geo_hole"),
        (polygon(SQUARE, *[SQUARE] * 21), "geo_holes"),
        (polygon(SQUARE * 300), "geo_many_positions"),
        (polygon([[108.45, 11.94], [108.450005, 11.94], [108.45, 11.940005]]), "geo_small"),
        (polygon([[108.0, 11.6], [108.2, 11.6], [108.2, 11.8], [108.0, 11.8]]), "geo_large"),
        (json.dumps({"type": "Point", "coordinates": [108.45, 11.94], "x": "y" * 200_000}), "geo_long"),
    ],
)  # fmt: skip
def test_what_cannot_be_meant_has_a_name_and_a_sentence(text, word):
    assert refused(text).word == word


def test_the_crossing_is_told_by_its_sides_and_its_place():
    problem = refused(polygon([SQUARE[0], SQUARE[2], SQUARE[1], SQUARE[3]]))
    told = words.sentence(problem)
    assert "Cạnh 1 và cạnh 3" in told
    assert "11.945" in told


def test_few_decimals_are_told_and_stop_nothing():
    coarse = geojson.read(polygon([[108.45, 11.94], [108.46, 11.94], [108.46, 11.95]]))
    (note,) = coarse.notes
    assert (note.word, note.values["decimals"]) == ("geo_coarse", 2)
    assert geojson.read(polygon(SQUARE)).notes == ()


@pytest.mark.parametrize(
    "text",
    [
        "11.94, 108.45\n11.94, 108.46\n\n11.95, 108.46",
        "11,94; 108,45\n11,94; 108,46\n11,95; 108,46",
        "108.45 11.94\n108.46 11.94\n108.46 11.95",
        "11.94\t108.45\n11.94\t108.46\n11.95\t108.46",
        "11.94,108.45\n11.94,108.46\n11.95,108.46",
        "11.94° 108.45°\n11.94° 108.46°\n11.95° 108.46°",
    ],
)
def test_corners_are_read_in_the_ways_that_people_write_them(text):
    triangle = [[108.45, 11.94], [108.46, 11.94], [108.46, 11.95]]
    assert geojson.of_corners(text).shape == geojson.read(polygon(triangle)).shape


def test_a_line_that_is_no_corner_is_told_by_its_number():
    with pytest.raises(Refused) as caught:
        geojson.of_corners("11.94 108.45\nbờ suối\n11.95 108.46")
    assert caught.value.problem.values == {"number": 2, "got": "bờ suối"}


def test_one_corner_is_a_point():
    assert geojson.of_corners("11.9404 108.4583").shape == Shape(((108_458_300, 11_940_400),))


def test_a_point_needs_an_area_of_four_hectares_at_most():
    point = geojson.of_corners("11.9404 108.4583").shape
    assert geojson.area_problem(point, None).word == "point_needs_area"
    assert geojson.area_problem(point, 4.0) is None
    assert geojson.area_problem(point, 4.01).word == "point_too_large"


def test_a_declared_area_far_from_the_measured_one_is_told():
    shape = geojson.read(polygon(SQUARE)).shape
    assert geojson.area_problem(shape, 120.5) is None
    assert geojson.area_problem(shape, 12.05).word == "area_differs"


PLACES = st.lists(
    st.tuples(st.integers(108_400_000, 108_500_000), st.integers(11_900_000, 12_000_000)),
    min_size=1,
    max_size=12,
    unique=True,
)


@given(PLACES)
def test_what_is_kept_is_read_back_as_it_was(places):
    text = json.dumps(
        {"type": "Polygon", "coordinates": [[[x / 1e6, y / 1e6] for x, y in places]]}
        if len(places) > 1
        else {"type": "Point", "coordinates": [places[0][0] / 1e6, places[0][1] / 1e6]}
    )
    try:
        shape = geojson.read(text).shape
    except Refused:
        return
    kept = geojson.written(shape)
    assert geojson.read(kept).shape == shape
    assert geojson.written(geojson.read(kept).shape) == kept


def said(reader, text):
    """The sentence of a refusal: building it must not fail."""
    try:
        reader(text)
    except Refused as error:
        return words.sentence(error.problem)
    return ""


JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(["type", "coordinates", "geometry", "features", "x"]), inner, max_size=4
        )
    ),
    max_leaves=20,
)


@given(
    JSON,
    st.sampled_from(["Point", "Polygon", "MultiPolygon", "Feature", "FeatureCollection"]),
    st.sampled_from(["coordinates", "geometry", "features"]),
)
def test_any_json_is_read_or_refused_with_a_sentence(value, kind, member):
    text = json.dumps({"type": kind, member: value})
    said(geojson.read, text)


@given(st.text(max_size=60))
def test_any_corners_are_read_or_refused_with_a_sentence(text):
    said(geojson.of_corners, text)


def test_the_sketch_of_the_province_is_a_mainland_and_an_island():
    assert [len(ring) > 3 for ring in province.rings()] == [True, True]
    assert province.km_outside(108.945, 10.528) < 5  # Phú Quý
    assert province.km_outside(109.19, 12.24) > 10  # Nha Trang


def test_every_commune_lies_in_the_sketch():
    from txng.parties.administrative_units import communes

    assert [u.name for u in communes() if not province.is_near(u.longitude, u.latitude)] == []
