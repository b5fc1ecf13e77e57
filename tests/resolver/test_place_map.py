from dataclasses import replace

from tests.resolver.pages import FARM, ROASTERY, SHOP
from txng.resolver.place_map import place_map
from txng.ui import lamdong_outline as outline


def test_a_place_lies_where_its_degrees_say():
    drawn = place_map([FARM, ROASTERY])
    assert drawn is not None
    farm, roastery = drawn.dots
    assert farm.x > roastery.x, "Cầu Đất lies east of Lạc Dương"
    assert farm.y > roastery.y, "and south of it"
    assert all(0 < dot.x < outline.WIDTH and 0 < dot.y < outline.HEIGHT for dot in drawn.dots)


def test_farms_of_one_commune_are_one_dot_and_one_name():
    drawn = place_map([FARM, replace(FARM, name="Hộ trồng khác")])
    assert drawn is not None
    assert (len(drawn.dots), drawn.names) == (1, ("Phường Xuân Trường – Đà Lạt",))


def test_without_a_dot_there_is_no_map():
    assert place_map([]) is None
    assert place_map([SHOP]) is None
    assert place_map([replace(SHOP, latitude=21.03, longitude=105.85)]) is None, "Hà Nội"


def test_the_outline_weighs_little():
    assert len(outline.PATH) < 1500
