"""Many threads, one commit: nobody answers early, nobody waits for ever, nobody pays for another."""

import threading
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest

from txng.repository import group_commit
from txng.repository.group_commit import GroupCommit, LeaderLost


def gather(group, works, threads=8):
    def one(work):
        try:
            return group.submit(work)
        except BaseException as error:
            return error

    with ThreadPoolExecutor(threads) as pool:
        return list(pool.map(one, works))


def weight_one(_work):
    return 1


def test_every_work_is_committed_once_and_answered_with_its_own_answer():
    committed = []

    def commit(works):
        time.sleep(0.001)
        committed.append(list(works))
        return [work * 2 for work in works]

    answers = gather(GroupCommit(commit, weight_one, 100), range(200), threads=16)
    assert answers == [work * 2 for work in range(200)]
    assert Counter(work for works in committed for work in works) == Counter(range(200))
    assert max(map(len, committed)) > 1, "those who waited were taken together"


def test_an_answer_comes_after_the_commit_that_holds_the_work():
    durable = set()

    def commit(works):
        time.sleep(0.002)
        durable.update(works)
        return works

    group = GroupCommit(commit, weight_one, 100)
    with ThreadPoolExecutor(8) as pool:
        seen = list(pool.map(lambda work: group.submit(work) in durable, range(100)))
    assert all(seen)


def test_a_commit_takes_no_more_than_its_limit_and_always_one():
    weights = []

    def commit(works):
        time.sleep(0.001)
        weights.append(works)
        return works

    gather(GroupCommit(commit, lambda work: work, 10), [3, 4, 5, 50, 2, 2, 2, 9, 1] * 5)
    assert all(sum(works) <= 10 or len(works) == 1 for works in weights)


def test_work_refused_alone_disturbs_nobody():
    def commit(works):
        return [ValueError(work) if work % 3 == 0 else work for work in works]

    answers = gather(GroupCommit(commit, weight_one, 100), range(30))
    for work, answer in enumerate(answers):
        assert isinstance(answer, ValueError) if work % 3 == 0 else answer == work


def test_an_exception_of_the_commit_reaches_everybody_whose_work_it_held():
    def commit(works):
        time.sleep(0.002)
        raise OSError("the disk is full")

    answers = gather(GroupCommit(commit, weight_one, 100), range(40))
    assert all(isinstance(answer, OSError) for answer in answers)


def test_the_next_ones_are_served_after_a_failure():
    state = {"broken": True}

    def commit(works):
        if state.pop("broken", False):
            raise OSError
        return works

    group = GroupCommit(commit, weight_one, 100)
    with pytest.raises(OSError):
        group.submit(1)
    assert group.submit(2) == 2


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_a_leader_that_is_stopped_leaves_nobody_waiting():
    """SystemExit ends the leader's thread in the middle of a commit."""
    inside, go_on = threading.Event(), threading.Event()
    first = []

    def commit(works):
        if not first:
            first.append(works)
            inside.set()
            assert go_on.wait(10)
            raise SystemExit
        return works

    group = GroupCommit(commit, weight_one, 100)
    leader = threading.Thread(target=group.submit, args=("leader",))
    leader.start()
    assert inside.wait(10)
    with ThreadPoolExecutor(4) as pool:
        waiting = [pool.submit(group.submit, number) for number in range(4)]
        go_on.set()
        assert [one.result(10) for one in waiting] == [0, 1, 2, 3]
    leader.join(10)
    assert not leader.is_alive()


def test_whose_work_a_lost_leader_had_taken_is_told_so():
    taken = threading.Barrier(2)

    def commit(works):
        if len(works) > 1:
            raise SystemExit
        taken.wait(10)
        deadline = time.monotonic() + 10
        while len(group._queue) < 3 and time.monotonic() < deadline:
            time.sleep(0.001)
        return works

    group = GroupCommit(commit, weight_one, 100)

    def one(work):
        try:
            return group.submit(work)
        except BaseException as error:
            return type(error)

    with ThreadPoolExecutor(4) as pool:
        first = pool.submit(one, "first")
        taken.wait(10)
        others = [pool.submit(one, number) for number in range(3)]
        assert first.result(10) == "first"
        told = Counter(other.result(10) for other in others)
    assert told == {SystemExit: 1, LeaderLost: 2}


def test_a_leader_that_died_without_a_word_is_noticed(monkeypatch):
    monkeypatch.setattr(group_commit, "PATIENCE", 0.05)
    group = GroupCommit(lambda works: works, weight_one, 100)
    dead = threading.Thread(target=lambda: None)
    dead.start()
    dead.join()
    group._leader = dead
    orphan = group_commit._Waiting("orphan", 1)
    group._taken = [orphan]
    assert group.submit("alive") == "alive"
    assert isinstance(orphan.answer, LeaderLost)
