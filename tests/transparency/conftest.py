"""A log of its own for each test."""

import pytest


@pytest.fixture
def log(tmp_path):
    # pytest loads this file before it has set up Django
    from tests.transparency.logs import log_in

    with log_in(tmp_path) as found:
        yield found
