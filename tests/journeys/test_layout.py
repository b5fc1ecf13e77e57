"""Where boxes stand: nothing overlaps, goods go right, and the order of telling changes nothing."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from txng.journeys.layout import (
    HEIGHT,
    LANE_HEAD,
    WIDTH,
    Arrow,
    Box,
    components,
    crossings,
    lay_out,
)

LANES = ["farm", "mill", "shop", ""]


@st.composite
def graphs(draw):
    count = draw(st.integers(0, 40))
    boxes = [
        Box(f"b{number}", draw(st.sampled_from(LANES)), float(draw(st.integers(0, 9))))
        for number in range(count)
    ]
    ends = st.integers(0, max(0, count - 1))
    pairs = draw(st.lists(st.tuples(ends, ends), max_size=80)) if count else []
    return boxes, [Arrow(f"b{one}", f"b{other}") for one, other in pairs]


@given(graphs())
def test_no_two_boxes_overlap_and_each_stands_in_its_lane(graph):
    boxes, arrows = graph
    drawn = lay_out(boxes, arrows)
    assert set(drawn.at) == {box.id for box in boxes}
    lanes = {lane.name: lane for lane in drawn.lanes}
    placed = [(box, drawn.at[box.id]) for box in boxes]
    for position, (box, place) in enumerate(placed):
        lane = lanes[box.lane]
        assert lane.top + LANE_HEAD <= place.y
        assert place.y + HEIGHT <= lane.top + lane.height
        assert place.x + WIDTH <= drawn.width
        for _, other in placed[position + 1 :]:
            assert abs(place.x - other.x) >= WIDTH or abs(place.y - other.y) >= HEIGHT


@given(graphs())
def test_arrows_go_right_unless_they_close_a_circle(graph):
    boxes, arrows = graph
    drawn = lay_out(boxes, arrows)
    circle = components([box.id for box in boxes], arrows)
    for arrow in arrows:
        if arrow in drawn.back:
            assert circle[arrow.source] == circle[arrow.target]
        else:
            assert drawn.at[arrow.source].x + WIDTH <= drawn.at[arrow.target].x


@given(graphs(), st.randoms(use_true_random=False))
def test_the_order_of_telling_changes_nothing(graph, chance):
    boxes, arrows = graph
    first = lay_out(boxes, arrows)
    chance.shuffle(boxes)
    chance.shuffle(arrows)
    assert lay_out(boxes, arrows + arrows) == first


@given(graphs())
def test_lanes_share_no_height(graph):
    drawn = lay_out(*graph)
    for above, below in zip(drawn.lanes, drawn.lanes[1:], strict=False):
        assert above.top + above.height <= below.top


def test_a_circle_is_opened_where_it_goes_back_in_time():
    boxes = [Box("a", "", 1), Box("b", "", 2), Box("c", "", 3)]
    arrows = [Arrow("a", "b"), Arrow("b", "c"), Arrow("c", "a")]
    drawn = lay_out(boxes, arrows)
    assert drawn.back == {Arrow("c", "a")}
    assert [drawn.at[name].layer for name in "abc"] == [0, 1, 2]


def test_a_beginning_stands_right_before_its_first_use():
    boxes = [Box(name, "", 0) for name in "abcz"]
    drawn = lay_out(boxes, [Arrow("a", "b"), Arrow("b", "c"), Arrow("z", "c")])
    assert drawn.at["z"].layer == 1


def test_the_clock_wins_over_nothing_else_when_goods_go_forward():
    """A receipt told for an earlier hour than the shipment: the arrow still goes right."""
    drawn = lay_out([Box("sent", "", 9), Box("got", "", 1)], [Arrow("sent", "got")])
    assert not drawn.back
    assert drawn.at["sent"].x < drawn.at["got"].x


def test_boxes_are_ordered_so_that_fewer_arrows_cross():
    boxes = [Box(f"a{n}", "", n) for n in range(6)] + [Box(f"b{n}", "", 10 + n) for n in range(6)]
    arrows = [Arrow(f"a{n}", f"b{5 - n}") for n in range(6)]
    drawn = lay_out(boxes, arrows)
    straight = {name: replace(place, y=boxes.index(next(b for b in boxes if b.id == name)))
                for name, place in drawn.at.items()}  # fmt: skip
    assert crossings(replace(drawn, at=straight), arrows) == 15
    assert crossings(drawn, arrows) == 0


def test_arrows_to_nowhere_are_left_out():
    assert lay_out([Box("a", "")], [Arrow("a", "gone"), Arrow("gone", "a")]).back == frozenset()
