"""Which instant a local time is, whatever clocks do; and until when a meeting may be changed."""

from datetime import UTC, date, datetime, time, timedelta
from types import SimpleNamespace
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as some

from community.meetings import rules

# Those of reliability.md X19, and two whose clocks once left out half an hour and a whole day.
ZONES = ("America/New_York", "America/Phoenix", "America/Adak", "America/St_Johns")
ODD = (*ZONES, "Australia/Lord_Howe", "Pacific/Apia")
CHANGES = (date(2026, 3, 8), date(2026, 11, 1), date(2027, 3, 14), date(2027, 11, 7))
minutes = some.builds(
    datetime.combine,
    some.dates(date(2005, 1, 1), date(2040, 12, 31)),
    some.times().map(lambda at: at.replace(second=0, microsecond=0)),
)
near = some.builds(
    lambda day, minute: datetime.combine(day, time()) + timedelta(minutes=minute),
    some.sampled_from(CHANGES),
    some.integers(-180, 36 * 60),
)


@given(some.one_of(minutes, near), some.sampled_from(ODD))
def test_x19_a_time_that_there_is_stays_what_it_was(local, zone):
    at = rules.instant(local, zone)
    shown = rules.local(at, zone).replace(fold=0)
    assert at.tzinfo is UTC and shown >= local
    if shown != local:
        skipped = [local + timedelta(minutes=n) for n in range(int((shown - local).total_seconds() // 60))]
        assert len(skipped) <= 24 * 60
        for each in skipped:  # nothing between what was asked for and what it became was ever shown by a clock
            aware = each.replace(tzinfo=ZoneInfo(zone))
            assert aware.astimezone(UTC).astimezone(ZoneInfo(zone)).replace(tzinfo=None, fold=0) != each


@given(some.one_of(minutes, near), some.sampled_from(ODD))
def test_x19_of_two_that_look_alike_it_is_the_first(local, zone):
    at = rules.instant(local, zone)
    for earlier in (30, 60, 120):
        before = at - timedelta(minutes=earlier)
        assert rules.local(before, zone).replace(fold=0) != rules.local(at, zone).replace(fold=0)


@given(near, near, some.sampled_from(ZONES))
def test_x19_later_clocks_are_never_an_earlier_instant_but_where_they_go_back(one, other, zone):
    first, second = sorted((one, other))
    back = ZoneInfo(zone).utcoffset(first) - ZoneInfo(zone).utcoffset(second)
    assert rules.instant(first, zone) <= rules.instant(second, zone) + max(back, timedelta())


@pytest.mark.parametrize(
    ("local", "zone", "instant"),
    [
        ("2026-03-08T02:30", "America/New_York", "2026-03-08T07:00Z"),  # never shown: 3:00 comes after 1:59
        ("2026-03-08T02:30", "America/Phoenix", "2026-03-08T09:30Z"),  # clocks stay as they are there
        ("2026-03-08T02:30", "America/Adak", "2026-03-08T12:00Z"),
        ("2026-03-08T02:30", "America/St_Johns", "2026-03-08T05:30Z"),
        ("2026-03-08T03:00", "America/New_York", "2026-03-08T07:00Z"),
        ("2026-11-01T01:30", "America/New_York", "2026-11-01T05:30Z"),  # twice: the first
        ("2026-11-01T01:30", "America/Phoenix", "2026-11-01T08:30Z"),
        ("2026-11-01T01:30", "America/Adak", "2026-11-01T10:30Z"),
        ("2026-11-01T01:30", "America/St_Johns", "2026-11-01T04:00Z"),
        ("2011-12-30T16:30", "Pacific/Apia", "2011-12-30T10:00Z"),  # a whole day that never was
    ],
)
def test_x19_the_nights_of_the_change(local, zone, instant):
    assert rules.instant(datetime.fromisoformat(local), zone) == datetime.fromisoformat(instant)


@pytest.mark.parametrize("zone", ZONES)
def test_x19_a_weekly_meeting_stays_at_its_hour_over_the_change(zone):
    cohort = SimpleNamespace(starts_on=date(2026, 10, 20), weekday=1, meeting_weeks=[1, 2, 3], meets_at=time(16, 30))
    locals_ = rules.local_times(cohort)
    assert [str(local) for local in locals_] == ["2026-10-20 16:30:00", "2026-10-27 16:30:00", "2026-11-03 16:30:00"]
    first, second, third = (rules.instant(local, zone) for local in locals_)
    assert second - first == timedelta(weeks=1)
    assert third - second == timedelta(weeks=1, hours=0 if zone == "America/Phoenix" else 1)


def test_a_cohort_without_a_weekday_plans_nothing():
    assert rules.local_times(SimpleNamespace(starts_on=date(2026, 10, 20), weekday=None, meeting_weeks=[1])) == []


@pytest.mark.parametrize("state", rules.State)
@pytest.mark.parametrize("is_closed", [False, True])
def test_r22_a_meeting_changes_until_it_is_cancelled_or_the_cohort_closed(state, is_closed):
    allowed = rules.can_change(SimpleNamespace(state=state), is_closed)
    assert allowed == (not is_closed and state != rules.State.CANCELLED)


def test_a_title_is_in_the_cohorts_language():
    assert rules.title(3, "en") == "Meeting 3"
    assert rules.title(3, "en-XA") != "Meeting 3" and "3" in rules.title(3, "en-XA")
    assert rules.title(3, "es") == "Meeting 3", "a language without a catalogue has English"
