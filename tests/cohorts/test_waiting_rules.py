"""How long an offer is kept, and what counts as taken."""

from datetime import UTC, date, datetime, time, timedelta
from types import SimpleNamespace
from zoneinfo import ZoneInfo

import pytest

from community.cohorts.waiting import rules
from community.cohorts.waiting.rules import Room

FIRST = datetime(2027, 1, 12, 16, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("before", "hours"),
    [
        (timedelta(days=10), 72),
        (timedelta(days=4, seconds=1), 72),
        (timedelta(days=4), 12),
        (timedelta(hours=1), 12),
        (timedelta(0), 12),
        (timedelta(seconds=-1), 72),  # it has begun: from now on it is a seat in a running cohort
        (timedelta(days=-30), 72),
    ],
)
def test_r15_an_offer_is_kept_72_hours_and_12_in_the_last_four_days(before, hours):
    at = FIRST - before
    assert rules.offer_ends(at, FIRST) - at == timedelta(hours=hours)


def test_r15_the_first_meeting_is_on_its_weekday_at_its_hour():
    planned = SimpleNamespace(
        starts_on=date(2027, 3, 12), weekday=6, meets_at=time(16, 30), time_zone="America/Los_Angeles"
    )
    assert rules.begins_at(planned) == datetime(2027, 3, 14, 16, 30, tzinfo=ZoneInfo("America/Los_Angeles"))
    planned.weekday = planned.meets_at = None
    assert rules.begins_at(planned) == datetime(2027, 3, 12, tzinfo=ZoneInfo("America/Los_Angeles"))


def test_r14_what_is_promised_is_not_free():
    room = Room(capacity=8, active=5, offered=1, paused=1, waiting=4, lapsed=2)
    assert (room.taken, room.free) == (7, 1)
    assert Room(capacity=2, active=3, offered=0, paused=0, waiting=0, lapsed=0).free == -1, "it was lowered"
