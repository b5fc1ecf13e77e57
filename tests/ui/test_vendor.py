"""Front-end files of others: pinned, unchanged, and their licence beside them."""

import json

from tools import vendor

PACKAGES = json.loads(vendor.MANIFEST.read_text(encoding="utf-8"))["packages"]


def test_every_vendored_file_is_the_one_of_the_manifest():
    assert vendor.differences() == []


def test_every_package_carries_its_licence():
    for package in PACKAGES:
        licences = [name for name in package["files"] if name.endswith(vendor.LICENCE_FILE)]
        assert len(licences) == 1, package["name"]
        assert len((vendor.VENDOR / licences[0]).read_text(encoding="utf-8")) > 500


def test_a_changed_file_is_named(tmp_path, monkeypatch):
    (tmp_path / "bootstrap").mkdir()
    (tmp_path / "bootstrap/extra.css").write_text("")
    manifest = tmp_path / "manifest.json"
    manifest.write_text(vendor.MANIFEST.read_text(encoding="utf-8"))
    monkeypatch.setattr(vendor, "VENDOR", tmp_path)
    monkeypatch.setattr(vendor, "MANIFEST", manifest)

    sentences = vendor.differences()

    assert "bootstrap/extra.css: on disk, not in the manifest" in sentences
    assert "bootstrap/bootstrap.min.css: in the manifest, not on disk" in sentences


def test_no_sheet_of_ours_asks_another_host():
    sheets = [
        path
        for path in (vendor.VENDOR.parents[3]).glob("*/static/**/*.css")
        if vendor.VENDOR not in path.parents
    ]
    assert sheets
    assert [path.name for path in sheets if "//" in path.read_text(encoding="utf-8")] == []
