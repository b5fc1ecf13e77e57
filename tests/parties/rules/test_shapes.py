"""Plots as geometry: against obvious slow answers, and against what must hold for all shapes."""

import itertools
import math
from fractions import Fraction

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from txng.parties.rules import shapes
from txng.parties.rules.shapes import Shape, area_ha, first_crossing, holds, overlap

WEST, SOUTH = 108_450_000, 11_940_000
GRID = st.tuples(st.integers(0, 12), st.integers(0, 12))
TOLERANCE_HA = (
    5e-4  # 5 m² of up to 170 ha: edges are straight in one plane here and in another there
)
A, F = 6_378_137.0, 1 / 298.257223563


def box(x1, y1, x2, y2, scale=1000):
    places = ((x1, y1), (x2, y1), (x2, y2), (x1, y2))
    return Shape(tuple((WEST + scale * x, SOUTH + scale * y) for x, y in places))


def placed(ring, scale=1000):
    return tuple((WEST + scale * x, SOUTH + scale * y) for x, y in ring)


@st.composite
def simple_rings(draw):
    """Counterclockwise rings on a small grid, each seen to be simple by comparing every pair of edges."""
    places = draw(st.lists(GRID, min_size=3, max_size=7, unique=True))
    x, y = (sum(n) / len(places) for n in zip(*places, strict=True))
    ring = tuple(sorted(places, key=lambda at: (math.atan2(at[1] - y, at[0] - x), at)))
    if not slow_is_simple(ring):  # several in one direction: take the box of them, which is simple
        xs, ys = zip(*places, strict=True)
        right, top = max(max(xs), min(xs) + 1), max(max(ys), min(ys) + 1)
        ring = ((min(xs), min(ys)), (right, min(ys)), (right, top), (min(xs), top))
    return ring if shapes.doubled(ring) > 0 else ring[::-1]


def slow_is_simple(ring):
    """Every pair of edges, with exact fractions, by solving for the point they share."""
    lines = list(shapes.edges(ring))
    for (i, (a, b)), (j, (c, d)) in itertools.combinations(enumerate(lines), 2):
        common = shared(a, b, c, d)
        if (j - i) in (1, len(lines) - 1):
            corner = b if j - i == 1 else a
            if common != {corner} and not (len(lines) == 3 and common == {corner}):
                return False
        elif common:
            return False
    return shapes.doubled(ring) != 0


def shared(a, b, c, d):
    """Points that two segments share: none, one, or the two ends of a common piece."""
    run = (b[0] - a[0]) * (d[1] - c[1]) - (b[1] - a[1]) * (d[0] - c[0])
    if run:
        t = Fraction((c[0] - a[0]) * (d[1] - c[1]) - (c[1] - a[1]) * (d[0] - c[0]), run)
        u = Fraction((c[0] - a[0]) * (b[1] - a[1]) - (c[1] - a[1]) * (b[0] - a[0]), run)
        if 0 <= t <= 1 and 0 <= u <= 1:
            return {(a[0] + t * (b[0] - a[0]), a[1] + t * (b[1] - a[1]))}
        return set()
    if (b[0] - a[0]) * (c[1] - a[1]) != (b[1] - a[1]) * (c[0] - a[0]):
        return set()
    low, high = sorted((a, b)), sorted((c, d))
    start, end = max(low[0], high[0]), min(low[1], high[1])
    return {start, end} if start <= end else set()


@given(st.lists(GRID, min_size=3, max_size=8, unique=True))
def test_a_line_that_meets_itself_is_found(ring):
    ring = tuple(ring)
    assume(shapes.doubled(ring) != 0)
    assert (first_crossing(ring) is None) == slow_is_simple(ring)


def test_a_bow_tie_is_told_which_sides_cross_and_where():
    ring = placed([(0, 0), (10, 10), (10, 0), (0, 10)])
    crossing = first_crossing(ring)
    assert (crossing.first, crossing.second) == (1, 3)
    assert crossing.at == pytest.approx((108.455, 11.945))


def test_a_way_back_on_itself_is_found():
    assert first_crossing(placed([(0, 0), (10, 0), (5, 0), (5, 5)])) is not None


def test_a_rectangle_of_degrees_has_the_area_of_the_ellipsoid():
    """Against the integral of M·N·cos φ over the latitudes, by Simpson's rule with 2,000 steps."""
    shape = box(0, 0, 10, 10)
    south, north = (math.radians(y / 1e6) for y in (SOUTH, SOUTH + 10_000))
    e2 = F * (2 - F)

    def ring_of(latitude):
        w = 1 - e2 * math.sin(latitude) ** 2
        return A * (1 - e2) / w**1.5 * A / math.sqrt(w) * math.cos(latitude)

    steps = 2000  # even, as Simpson asks
    step = (north - south) / steps
    weights = [1, *[4, 2] * (steps // 2 - 1), 4, 1]
    total = sum(w * ring_of(south + i * step) for i, w in enumerate(weights)) * step / 3
    assert area_ha(shape) == pytest.approx(total * math.radians(0.01) / 10_000, rel=1e-9)


@given(simple_rings())
def test_an_area_is_what_pick_counts_on_the_grid(ring):
    """2A = 2I + B - 2 on the grid; the hectares follow, because all of it lies within 1.4 km."""
    xs, ys = zip(*ring, strict=True)
    border = sum(math.gcd(abs(b[0] - a[0]), abs(b[1] - a[1])) for a, b in shapes.edges(ring))
    cells = itertools.product(range(min(xs), max(xs) + 1), range(min(ys), max(ys) + 1))
    inside = sum(holds(ring, cell) for cell in cells) - border
    doubled = 2 * inside + border - 2
    assert doubled == shapes.doubled(ring)
    one = area_ha(box(0, 0, 1, 1))
    assert area_ha(Shape(placed(ring))) == pytest.approx(
        doubled / 2 * one, rel=2e-4, abs=TOLERANCE_HA
    )


@given(simple_rings(), simple_rings())
def test_an_overlap_is_the_same_both_ways_and_never_more_than_either(one, other):
    a, b = Shape(placed(one)), Shape(placed(other))
    forth, back = overlap(a, b), overlap(b, a)
    assert forth.area_ha == pytest.approx(back.area_ha, abs=1e-9)
    assert forth.area_ha <= min(area_ha(a), area_ha(b)) + TOLERANCE_HA
    assert overlap(a, a).area_ha == pytest.approx(area_ha(a), abs=TOLERANCE_HA)


@given(simple_rings(), simple_rings(), st.integers(1, 11))
def test_what_a_line_cuts_in_two_overlaps_as_much_as_the_whole(one, other, cut):
    """The grid is cut in two rectangles: the shares of both add up to the whole."""
    a, b = Shape(placed(one)), Shape(placed(other))
    left, right = box(0, 0, cut, 12), box(cut, 0, 12, 12)
    assert overlap(a, left).area_ha + overlap(a, right).area_ha == pytest.approx(
        area_ha(a), abs=TOLERANCE_HA
    )
    assert (
        overlap(a, b).area_ha <= overlap(a, left).area_ha + overlap(a, right).area_ha + TOLERANCE_HA
    )


@settings(max_examples=30)
@given(simple_rings(), simple_rings())
def test_an_overlap_is_what_a_fine_grid_counts(one, other):
    """Counted in cells of a sixth of a step: coarse, but nothing of it is ours."""
    odd = range(1, 144, 2)
    finer = [[(12 * x, 12 * y) for x, y in ring] for ring in (one, other)]
    counted = sum(all(crossed(ring, x, y) for ring in finer) for x in odd for y in odd)
    ours = overlap(Shape(placed(one)), Shape(placed(other))).area_ha
    unit = area_ha(box(0, 0, 1, 1))
    assert ours == pytest.approx(counted / 36 * unit, abs=unit * 4)


def crossed(ring, x, y):
    """Even-odd in whole numbers; no corner has odd coordinates."""
    inside = False
    for (x1, y1), (x2, y2) in shapes.edges(ring):
        if (y1 > y) != (y2 > y):
            left = (x - x1) * (y2 - y1) < (y - y1) * (x2 - x1)
            inside ^= left if y2 > y1 else not left
    return inside


def test_neighbours_with_a_common_border_do_not_overlap():
    found = overlap(box(0, 0, 5, 5), box(5, 0, 10, 5))
    assert (found.area_ha, found.is_told) == (0, False)


def test_a_sliver_along_a_border_is_not_told():
    found = overlap(box(0, 0, 100, 100, 10), box(99, 0, 199, 100, 10))
    assert 0 < found.share < 0.02
    assert not found.is_told


def test_the_same_plot_again_is_recognised():
    assert overlap(box(0, 0, 5, 5), box(0, 0, 5, 5)).is_same
    assert not overlap(box(0, 0, 5, 5), box(0, 0, 10, 10)).is_same


def test_a_hole_is_no_land():
    ring = box(0, 0, 10, 10)
    hole = box(2, 2, 8, 8)
    pond = Shape(ring.outer, (hole.outer[::-1],))
    assert area_ha(pond) == pytest.approx(area_ha(ring) - area_ha(hole), rel=1e-9)
    assert overlap(pond, box(3, 3, 7, 7)).area_ha == 0
    assert overlap(pond, ring).area_ha == pytest.approx(area_ha(pond), abs=TOLERANCE_HA)


def test_a_point_in_a_plot_is_told():
    inside, outside = Shape(placed([(1, 1)])), Shape(placed([(11, 1)]))
    assert overlap(inside, box(0, 0, 5, 5)).is_told
    assert not overlap(outside, box(0, 0, 5, 5)).is_told
    assert overlap(inside, inside).is_same
