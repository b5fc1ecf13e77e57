"""F51, F44: wrong names, lost disks, restored backups, two at once: refused before anything is written."""

import shutil
from pathlib import Path

import pytest

from tests.transparency.logs import BASE, TestLog, captured
from txng.eventstore import journal
from txng.tlog.entry import parse_entry
from txng.tlog.policy import parse_policy
from txng.tlog.proof_file import check
from txng.transparency import queries, signer
from txng.transparency.connection import store
from txng.transparency.fsck import Fsck
from txng.transparency.halting import Halted
from txng.transparency.integrator import Integrator, advance
from txng.transparency.models import Act, Checkpoint, Opening, Progress, Shard
from txng.transparency.recovery import accept_loss, adopt_key, rebuild

pytestmark = pytest.mark.django_db

ORIGIN = f"{BASE}/2026"


@pytest.fixture
def filled(log) -> TestLog:
    """Ten entries, then ten more."""
    captured(10)
    log.catch_up()
    captured(10, first=10)
    log.catch_up()
    return log


def why(log: TestLog, **options) -> str:
    """Why the integrator will not go on; nothing may have changed."""
    before = (
        files(log.folder),
        Progress.objects.values().get() if Progress.objects.exists() else None,
    )
    signed = log.duty.last(ORIGIN)
    with pytest.raises(Halted) as halted:
        log.catch_up(**options)
    after = files(log.folder), Progress.objects.values().get()
    assert after[0] == before[0]
    assert log.duty.last(ORIGIN) == signed
    return halted.value.why


def files(folder: Path) -> dict[str, bytes]:
    return {
        str(file.relative_to(folder)): file.read_bytes()
        for file in folder.rglob("*")
        if file.is_file() and file.name != ".lock"
    }


def forget_database() -> None:
    """As if another, empty database were connected."""
    for model in (Opening, Act, Checkpoint, Shard, Progress):
        model.objects.all().delete()


def restored(log: TestLog) -> signer.Duty:
    """A signer whose memory is of before the last ten entries."""
    other = log.root / "restored"
    other.mkdir()
    shutil.copy(log.root / "signer" / "key", other / "key")
    memory = signer.Memory(other / "memory.sqlite3", begin=True)
    memory.replace("signer", None, (log.root / "owner").read_bytes())
    memory.replace(ORIGIN, None, next(iter(log.duty.history(ORIGIN))))
    memory.close()
    return other


def test_another_name_is_refused(filled):
    filled_again = Integrator(filled.folder, "other.example/log", filled.duty, clock=filled.clock)
    with pytest.raises(Halted) as halted:
        filled_again.catch_up()
    assert halted.value.why == "other origin"


def test_an_empty_folder_is_refused(filled):
    shutil.rmtree(filled.folder)
    assert why(filled) == "empty folder"


def test_another_disk_with_nothing_on_it_is_refused(filled, tmp_path_factory):
    filled.root = tmp_path_factory.mktemp("other")
    (filled.folder / "2026").mkdir(parents=True)
    assert why(filled) == "empty folder"


@pytest.mark.parametrize("lost", ["tile/0/000.p/20", "tile/entries/000.p/20"])
def test_a_lost_tile_is_refused(filled, lost):
    (filled.shard().root / lost).unlink()
    assert why(filled) == "empty folder"


def test_old_tiles_are_refused(log):
    captured(10)
    log.catch_up()
    backup = log.root / "backup"
    shutil.copytree(log.folder, backup)
    captured(10, first=10)
    log.catch_up()
    shutil.rmtree(log.folder)
    shutil.copytree(backup, log.folder)
    assert why(log) == "empty folder"


def test_an_old_signer_is_refused(filled):
    note = next(iter(filled.duty.history(ORIGIN)))
    memory = filled.duty._memory
    assert memory.replace(ORIGIN, memory.recall(ORIGIN), note)
    assert why(filled) == "old signer"


def test_a_signer_that_forgot_everything_is_refused(filled):
    memory = filled.duty._memory
    memory._connection.execute("DELETE FROM value WHERE name = ?", (ORIGIN,))
    assert why(filled) == "old signer"


def test_a_signer_with_another_key_is_refused(filled, tmp_path_factory):
    other = tmp_path_factory.mktemp("signer")
    signer.begin(other, BASE)
    with signer.opened(other, BASE) as stranger:
        note = filled.duty.last(ORIGIN)
        forged = note.replace(note[-20:-10], b"A" * 10)
        assert stranger._memory.replace(ORIGIN, None, forged)
        filled.duty = stranger
        assert why(filled) == "other key"


def test_an_old_database_is_refused(filled):
    Opening.objects.filter(place__gte=Opening.objects.order_by("place")[10].place).delete()
    Checkpoint.objects.order_by("-place").first().delete()
    Progress.objects.update(size=10)
    assert why(filled) == "old database"


def test_an_empty_database_is_refused(filled):
    forget_database()
    with pytest.raises(Halted) as halted:
        filled.catch_up()
    assert halted.value.why == "old database"
    assert Shard.objects.count() == 0


def test_an_empty_database_beside_files_and_a_new_signer_is_refused(filled, tmp_path_factory):
    forget_database()
    other = tmp_path_factory.mktemp("signer")
    signer.begin(other, BASE)
    with signer.opened(other, BASE) as stranger:
        filled.duty = stranger
        with pytest.raises(Halted) as halted:
            filled.catch_up()
    assert halted.value.why == "old database"


def test_a_second_integrator_is_refused(filled):
    first = filled.integrator()
    captured(1, first=20)
    first.round()
    try:
        assert why(filled) == "second"
    finally:
        first.close()
    captured(1, first=21)
    assert filled.catch_up() == 1


def test_two_integrators_with_folders_of_their_own_cannot_share_a_database(log, tmp_path_factory):
    """No lock sees the other machine: the database does."""
    captured(3)
    first = log.integrator()
    first.round()
    opened = first.opened
    captured(3, first=3)
    Progress.objects.update(size=4)  # what the other one did meanwhile
    progress = Progress.objects.get()
    progress.size = 3
    with pytest.raises(Halted) as halted:
        advance(progress, size=5)
    assert halted.value.why == "second"
    assert opened is not None
    first.close()


@pytest.mark.parametrize("what", ["opening", "event", "payload"])
def test_a_row_that_is_gone_before_it_is_written_is_named(log, what):
    captured(3)
    working = log.integrator()
    working.catch_up()
    captured(3, first=3)
    opened = working._resume()
    working.assign(opened)  # and killed
    working.close()
    last, driver = Opening.objects.order_by("-place").first(), store().driver
    key = driver.key(bytes(last.event_key))
    if what == "opening":
        last.delete()
    elif what == "event":
        driver.execute("UPDATE event SET key = %s WHERE key = %s", [driver.key(bytes(16)), key])
    else:
        driver.execute("UPDATE event SET payload = %s WHERE key = %s", [b"?", key])
    assert why(log) == "missing row"


def test_a_policy_that_cannot_be_read_stops_publishing(filled, settings, tmp_path):
    settings.LOG_POLICY = tmp_path / "policy.txt"
    settings.LOG_POLICY.write_text("quorum nobody\n")
    captured(1, first=20)
    with pytest.raises(Halted) as halted:
        filled.catch_up()
    assert halted.value.why == "bad policy"
    settings.LOG_POLICY = None
    filled.catch_up()
    assert filled.checkpoint().size == 21


def test_lost_files_are_made_again_from_the_rows(filled):
    before = files(filled.folder)
    shutil.rmtree(filled.folder)
    assert rebuild(filled.integrator()) == 20
    after = files(filled.folder)
    assert after == {name: before[name] for name in after}
    assert {"2026/checkpoint", "2026/tile/entries/000.p/20"} <= set(after)
    assert list(Fsck(filled.folder).run()) == []
    captured(5, first=20)
    assert filled.catch_up() == 5


def test_files_are_not_made_again_from_rows_that_were_changed(filled):
    shutil.rmtree(filled.folder)
    Opening.objects.filter(pk=Opening.objects.first().pk).update(secret=bytes(32))
    with pytest.raises(Halted) as halted:
        rebuild(filled.integrator())
    assert halted.value.why == "forked"
    assert files(filled.folder) == {}


# --- a lost or stolen key (F42, F45) ----------------------------------------------------------------


def test_after_a_lost_key_the_same_history_goes_on_under_a_new_one(
    filled, tmp_path_factory, settings
):
    settings.LOG_FOLDER = filled.folder
    row = journal.behind(store(), journal.BEGINNING, limit=1)[0]
    old_proof, old_policy = queries.proof_of(None, row.key), queries.public_policy()
    before, lost = filled.entries(), filled.duty
    other = tmp_path_factory.mktemp("signer")
    signer.begin(other, BASE)
    with signer.opened(other, BASE) as stranger:
        filled.duty = stranger
        assert why(filled) == "old signer", "nobody slips in a new signer unseen"
        adopt_key(filled.integrator(), "disk lost")
        with pytest.raises(Halted):
            adopt_key(filled.integrator(), "again")
        captured(5, first=20)
        assert filled.catch_up() == 5
        entries = filled.entries()
        assert entries[:20] == before
        told = [parse_entry(one) for one in entries[20:22]]
        assert [(one.kind, one.clear["act"]) for one in told] == [
            ("key", "revoke"),
            ("key", "enrol"),
        ]
        policy = parse_policy(queries.public_policy())
        assert check(queries.proof_of(None, row.key), policy).is_verified
        assert check(old_proof, parse_policy(old_policy)).is_verified, "old proofs stay true"
        assert not check(old_proof, policy).is_verified, "but the lost key counts no longer"
        assert list(Fsck(filled.folder).run()) == []
        filled.duty = lost
        with pytest.raises(Halted) as halted:
            filled.catch_up()
        assert halted.value.why == "old signer", "the stolen key cannot come back"


@pytest.mark.parametrize("step", ["assign", "write", "keep", "publish"])
def test_adopting_a_key_may_be_interrupted(filled, tmp_path_factory, step):
    from tests.transparency.test_steps import PowerCut, failing

    other = tmp_path_factory.mktemp("signer")
    signer.begin(other, BASE)
    with signer.opened(other, BASE) as stranger:
        filled.duty = stranger
        with pytest.raises(PowerCut):
            adopt_key(failing(filled, step, after=True), "disk lost")
        if stranger.last(ORIGIN) is None:
            adopt_key(filled.integrator(), "disk lost")
        captured(1, first=20)
        filled.catch_up()
        assert len(filled.entries()) == 23
        assert list(Fsck(filled.folder).run()) == []


# --- rows that are lost for good (F44) ----------------------------------------------------------------


def restore_old_database(log: TestLog) -> None:
    """As of the first ten entries; the other ten events were sent again by whoever had sent them."""
    openings = list(Opening.objects.order_by("place"))
    rows = journal.with_keys(store(), [bytes(openings[9].event_key)])
    read_time = next(iter(rows.values())).record_time
    Opening.objects.filter(place__gte=openings[10].place).delete()
    Checkpoint.objects.order_by("-place").first().delete()
    last = bytes(openings[9].event_key)
    Progress.objects.update(size=10, read_time=read_time, read_key=last)


def test_after_rows_are_lost_for_good_the_log_goes_on_behind_them(filled):
    before = filled.entries()
    restore_old_database(filled)
    assert why(filled) == "old database"
    assert accept_loss(filled.integrator(), "disk lost on 28 November") == (10, 20)
    with pytest.raises(Halted):
        accept_loss(filled.integrator(), "again")
    assert filled.catch_up() == 11
    entries = filled.entries()
    assert entries[:20] == before, "what was signed stays"
    assert b"entries 10 to 19 can no longer be opened" in entries[20]
    assert list(Fsck(filled.folder).run()) == []
    (filled.shard().root / "tile/entries/000.p/31").write_bytes(b"")
    assert next(one.index for one in Fsck(filled.folder).run()) == 0, "it still examines the rest"


def test_no_loss_is_accepted_where_nothing_is_lost(filled):
    with pytest.raises(Halted):
        accept_loss(filled.integrator(), "why not")
    restore_old_database(filled)
    (filled.shard().root / "tile/0/000.p/20").unlink()
    with pytest.raises(Halted) as halted:
        accept_loss(filled.integrator(), "disk lost")
    assert halted.value.why == "empty folder"
    assert Shard.objects.get().lost == ""
