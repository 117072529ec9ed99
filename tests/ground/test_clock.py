"""One clock: the database's, whatever this machine's says, moved by tests and the demo only."""

from datetime import UTC, datetime, timedelta

import pytest

from community import clock
from community.config import settings


@pytest.fixture(autouse=True)
def as_before(monkeypatch):
    """Each test hears the time for itself."""
    monkeypatch.setattr(clock, "_heard", None)
    monkeypatch.setattr(clock, "_offset", timedelta())
    yield
    settings.cache_clear()


class Jumped(datetime):
    """What this machine says after somebody set its clock."""

    @classmethod
    def now(cls, tz=None):
        return datetime(1999, 1, 1, tzinfo=tz)


def test_before_the_database_was_heard_it_is_this_machines_time():
    assert abs(clock.now() - datetime.now(UTC)) < timedelta(seconds=1)


def test_the_database_s_time_counts_and_goes_on():
    clock.heard(datetime(2031, 3, 9, 6, 59, 59, 999_000, tzinfo=UTC))
    first = clock.now()
    assert first.year == 2031
    while clock.now() == first:
        pass
    assert clock.now() > first


def test_a_jump_of_this_machines_clock_changes_nothing(monkeypatch):
    clock.heard(datetime(2031, 3, 9, 7, tzinfo=UTC))
    monkeypatch.setattr(clock, "datetime", Jumped)
    assert clock.now() - datetime(2031, 3, 9, 7, tzinfo=UTC) < timedelta(seconds=5)


def test_an_instant_without_a_zone_is_refused():
    with pytest.raises(ValueError, match="without a time zone"):
        clock.heard(datetime(2031, 3, 9, 7))  # noqa: DTZ001


def test_it_is_moved_where_that_is_allowed(monkeypatch):
    clock.heard(datetime(2031, 3, 9, 7, tzinfo=UTC))
    clock.move(timedelta(days=2))
    assert clock.now().day == 11
    clock.move(-clock.offset())
    assert clock.now().day == 9


def test_it_is_not_moved_elsewhere(monkeypatch):
    monkeypatch.delenv("ROUNDTABLE_MOVE_CLOCK")
    settings.cache_clear()
    with pytest.raises(PermissionError):
        clock.move(timedelta(hours=1))
