"""Files say what the page says, and run nothing where they are opened."""

import csv
import io
import xml.etree.ElementTree as ET
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.journeys.test_grouping import chain, thing
from txng.journeys import drawing, exports, svg
from txng.journeys.grouping import picture
from txng.journeys.model import Thing

HOSTILE = ['=HYPERLINK("http://x")', "+1", "-1", "@SUM(A1)", "\t=1", " =1", "＝1", "\r=1"]


def thing_named(text: str) -> Thing:
    return replace(thing("aa"), name=text, organisation=text)


@pytest.mark.parametrize("text", HOSTILE)
def test_no_cell_of_the_table_is_a_formula(text):
    found = chain([thing_named(text), thing("root", "Xưởng", "Cà phê", 9)], [("aa", "root", 1.0)])
    told = exports.table_csv(found).decode("utf-8-sig")
    for row in csv.reader(io.StringIO(told, newline="")):
        for cell in row:
            assert not cell.lstrip(" ").startswith(exports._FORMULA)


@given(st.text(max_size=30))
def test_every_text_comes_back_from_the_table(text):
    found = chain([thing_named(text), thing("root", "Xưởng", "Cà phê", 9)], [])
    told = exports.table_csv(found).decode("utf-8-sig")
    names = [row[0] for row in csv.reader(io.StringIO(told, newline=""))]
    assert text in {name.removeprefix("'") for name in names} | set(names)


@given(st.text(max_size=30))
def test_graphml_is_xml_with_every_node_and_edge_whatever_is_declared(text):
    found = chain([thing_named(text), thing("root", "Xưởng", "Cà phê", 9)], [("aa", "root", 12.5)])
    space = {"g": exports.GRAPHML}
    graph = ET.fromstring(exports.graphml(found))
    nodes = {one.get("id") for one in graph.findall(".//g:node", space)}
    assert nodes == {"naa", "nroot"}
    (edge,) = graph.findall(".//g:edge", space)
    assert (edge.get("source"), edge.get("target")) == ("naa", "nroot")
    told = {one.get("key"): one.text for one in edge.findall("g:data", space)}
    assert told == {"relation": "transformation", "kg": "12.5"}
    keys = {one.get("id") for one in graph.findall("g:key", space)}
    assert {one.get("key") for one in graph.findall(".//g:data", space)} <= keys


@given(st.text(max_size=30))
def test_a_drawing_is_xml_with_a_box_for_each_thing_and_no_script(text):
    found = chain([thing_named(text), thing("root", "Xưởng", "Cà phê", 9)], [("aa", "root", 12.5)])
    graph = drawing.graph(picture(found), "root")
    links = svg.Links({}, "code=1", "#panel", "root")
    for told in (svg.file_svg(graph, text), svg.page_svg(graph, links)):
        root = ET.fromstring(told)
        plates = [one for one in root.iter() if one.get("class") == "plate"]
        assert len(plates) == 2
        assert not any(one.tag.endswith("script") for one in root.iter())
        assert not any(name.startswith("on") for one in root.iter() for name in one.attrib)


def test_an_arrow_is_as_thick_as_the_root_of_its_weight():
    lots = [thing("aa"), thing("bb", product="Khác"), thing("root", "Xưởng", "Cà phê", 9)]
    found = chain(lots, [("aa", "root", 400.0), ("bb", "root", 100.0)])
    widths = sorted(float(one.width) for one in drawing.graph(picture(found), "root").curves)
    assert widths == [pytest.approx(5.25, abs=0.1), 9.0]
