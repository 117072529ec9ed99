"""The clock, for tests that live through time."""

from datetime import timedelta

import pytest

from community import clock


@pytest.fixture
def later():
    """Move the clock on; it is put back afterwards."""
    moved = []

    def move(by: timedelta) -> None:
        clock.move(by)
        moved.append(by)

    yield move
    clock.move(-sum(moved, timedelta()))
