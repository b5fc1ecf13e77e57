"""txng geo, as the operator types it."""

import json

import pytest

from txng.conf import cli

pytestmark = pytest.mark.django_db
SQUARE = [[[108.4, 11.9], [108.5, 11.9], [108.5, 12.0], [108.4, 12.0], [108.4, 11.9]]]


@pytest.fixture(autouse=True)
def installed(monkeypatch, settings, tmp_path):
    """The database of the test is there; the command need not look."""
    monkeypatch.setattr("txng.conf.commands.geo.require_initialised", lambda: None)
    settings.BOUNDARIES_FILE = tmp_path / "boundaries.json"


@pytest.fixture
def shapes(tmp_path):
    feature = {
        "properties": {"code": "24846"},
        "geometry": {"type": "Polygon", "coordinates": SQUARE},
    }
    path = tmp_path / "ranh.geojson"
    path.write_text(
        json.dumps({"type": "FeatureCollection", "features": [feature]}), encoding="utf-8"
    )
    return str(path)


def run(capsys, *arguments):
    status = cli.run(list(arguments))
    told = capsys.readouterr()
    return status, told.out, told.err


def test_shapes_are_imported_and_removed(shapes, capsys, settings):
    status, out, _ = run(capsys, "geo", "import", shapes, "--source", "Thử", "--json")
    assert status == 0
    told = json.loads(out)
    assert (told["communes"], len(told["missing"]), told["unknown"]) == (1, 123, [])
    assert json.loads(settings.BOUNDARIES_FILE.read_text(encoding="utf-8"))["source"] == "Thử"
    assert json.loads(run(capsys, "geo", "remove", "--json")[1]) == {"removed": True}
    assert json.loads(run(capsys, "geo", "remove", "--json")[1]) == {"removed": False}


def test_a_wrong_file_is_a_sentence_and_a_status(tmp_path, capsys):
    wrong = tmp_path / "ranh.zip"
    wrong.write_bytes(b"PK\x03\x04")
    status, _, err = run(capsys, "geo", "import", str(wrong))
    assert status != 0
    assert "TopoJSON hoặc GeoJSON" in err
    assert run(capsys, "geo", "import", str(tmp_path / "none.json"))[0] != 0
