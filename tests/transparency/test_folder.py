"""Files of the log: whole or absent, never replaced by others, and on the disk before anybody says so."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from txng.tlog.tiles import entries_path, tile_path
from txng.transparency import folder as module
from txng.transparency.folder import InUseError, LogFolder, LogFolderError


@pytest.fixture
def shard(tmp_path):
    return LogFolder(tmp_path / "log" / "2026")


def test_what_is_put_can_be_fetched_and_put_again(shard):
    shard.put([("tile/0/x001/000", b"1"), ("tile/entries/000", b"2")])
    shard.put([("tile/0/x001/000", b"1")])
    assert (shard.fetch("tile/0/x001/000"), shard.fetch("tile/entries/000")) == (b"1", b"2")
    assert shard.fetch("tile/0/000") is None
    assert shard.fetch("tile/0/x001/000/deeper") is None
    assert not shard.is_empty()


def test_a_tile_is_never_replaced_by_another(shard):
    shard.put([("tile/0/000", b"1")])
    with pytest.raises(LogFolderError, match="tile/0/000"):
        shard.put([("tile/0/001", b"x"), ("tile/0/000", b"2"), ("tile/0/002", b"y")])
    assert shard.fetch("tile/0/000") == b"1"
    shard.put([("tile/0/000", b"2")], is_rebuilding=True)
    assert shard.fetch("tile/0/000") == b"2"


def test_a_checkpoint_may_be_replaced(shard):
    shard.publish("checkpoint", b"1")
    shard.publish("checkpoint", b"2")
    assert shard.fetch("checkpoint") == b"2"


def test_every_byte_is_on_the_disk_before_its_name_and_every_name_before_the_answer(
    shard, monkeypatch
):
    told: list[str] = []

    class Watched:
        """The module os as `folder` sees it."""

        def __getattr__(self, name):
            return getattr(os, name)

        def fsync(self, descriptor):
            path = Path(f"/proc/self/fd/{descriptor}").readlink()
            told.append(f"sync {os.path.relpath(path, shard.root.parent)}")
            os.fsync(descriptor)

    real = module.Path.rename

    def rename(self, target):
        told.append(f"rename {self.name}")
        return real(self, target)

    monkeypatch.setattr(module, "os", Watched())
    monkeypatch.setattr(module.Path, "rename", rename)
    shard.put([("tile/0/000", b"1"), ("tile/entries/000", b"2")])
    assert told == [
        "sync ..", "sync .", "sync 2026", "sync 2026/tile",  # the names of new folders
        "sync 2026/tile/0/.000.new", "rename .000.new",
        "sync 2026/tile",
        "sync 2026/tile/entries/.000.new", "rename .000.new",
        "sync 2026/tile/0", "sync 2026/tile/entries",
    ]  # fmt: skip
    told.clear()
    shard.put([("tile/0/000", b"1")])
    assert told == ["sync 2026/tile/0"], "its name may not have been on the disk yet"
    told.clear()
    shard.publish("checkpoint", b"1")
    assert told == ["sync 2026/.checkpoint.new", "rename .checkpoint.new", "sync 2026"]


def test_a_short_write_goes_on(shard, monkeypatch):
    class Stingy:
        def __getattr__(self, name):
            return getattr(os, name)

        def write(self, descriptor, content):
            return os.write(descriptor, content[:3])

    monkeypatch.setattr(module, "os", Stingy())
    shard.put([("tile/0/000", b"0123456789")])
    assert shard.fetch("tile/0/000") == b"0123456789"


def test_one_process_writes_at_a_time(shard):
    with shard.locked(), pytest.raises(InUseError), LogFolder(shard.root).locked():
        pass
    script = (
        "import os, sys; from pathlib import Path; from txng.transparency.folder import LogFolder\n"
        "with LogFolder(Path(sys.argv[1])).locked(): os._exit(9)"
    )
    done = subprocess.run([sys.executable, "-c", script, str(shard.root)], check=False)
    assert done.returncode == 9
    with shard.locked():
        pass  # a lock dies with its process


def test_partial_tiles_go_when_the_full_ones_are_there(shard):
    names = [tile_path(0, 0, 3), entries_path(0, 3), tile_path(1, 0, 1), tile_path(0, 1, 9)]
    shard.put([(name, b"x") for name in names])
    shard.drop_partial(250, 260)
    assert [shard.fetch(name) for name in names] == [None, None, b"x", b"x"]
    shard.drop_partial(250, 260)
