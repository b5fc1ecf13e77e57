"""An with a key, a receiver, a worker with a clock of its own.

Imports stand inside the fixtures: pytest loads this file before it has set up Django.
"""

from ipaddress import ip_network
from typing import Any

import pytest

from tests.fakes.webhook_receiver import receiving


@pytest.fixture(autouse=True)
def this_machine_may_be_called(settings):
    settings.WEBHOOK_NETWORKS = (ip_network("127.0.0.0/8"),)


@pytest.fixture
def shop():
    with receiving() as receiver:
        yield receiver


@pytest.fixture
def clock() -> Any:
    from tests.repository.following.telling import Clock

    return Clock()


@pytest.fixture
def worker(clock):
    from txng.repository.follow import Follower

    follower = Follower(clock=clock)
    yield follower
    follower.close()


@pytest.fixture
def an():
    """An, whose organisation holds a key that is valid."""
    from tests import people

    actor = people.an()
    people.key_of(actor)
    return actor
