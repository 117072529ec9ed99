"""The rules of the first page, without a database."""

from datetime import UTC, date, datetime
from types import SimpleNamespace as Thing

import pytest

from community import words
from community.home import rules


@pytest.mark.parametrize(
    ("hour", "zone", "part"),
    [
        (11, "UTC", "morning"),
        (12, "UTC", "afternoon"),
        (18, "UTC", "evening"),
        (3, "UTC", "evening"),
        (3, "America/Los_Angeles", "evening"),
        (18, "Pacific/Honolulu", "morning"),
    ],
)
def test_the_day_is_greeted_where_the_person_is(hour, zone, part):
    assert words.part_of_day(datetime(2026, 11, 10, hour, tzinfo=UTC), zone) == part


def test_seats_stand_evenly_round_the_table_from_its_head_on():
    assert rules.chairs(4) == [(120.0, 22.0), (218.0, 120.0), (120.0, 218.0), (22.0, 120.0)]


def test_one_sits_at_the_head_and_who_is_here_beside():
    members = [Thing(person_id=number, initials=f"M{number}", tone="lake") for number in range(30)]
    chairs = rules.table(members, me=7, here={20})
    assert [chair.person_id for chair in chairs[:3]] == [7, 20, 0]
    assert [chair.kind for chair in chairs[:2]] == ["you", "taken"]
    assert len(chairs) == rules.MOST_SEATS, "a large room is drawn in part"


def test_an_empty_table_keeps_one_seat_for_you():
    assert [chair.kind for chair in rules.empty_table()].count("you") == 1


def standing(kind, safe_day=None, saved=None):
    application = Thing(safe_day=safe_day) if safe_day else None
    return Thing(next=(kind, None), application=application, works={"plan": Thing(saved_at=saved)})


def test_what_came_back_is_first_then_the_nearest_safe_date_then_what_was_written_last():
    back = standing("not_yet")
    soon, later = standing("drafting", date(2027, 1, 4)), standing("drafting", date(2027, 2, 1))
    fresh = standing("drafting", saved=datetime(2026, 11, 10, tzinfo=UTC))
    old = standing("drafting", saved=datetime(2026, 10, 1, tzinfo=UTC))
    assert rules.most_pressing([old, later, soon, fresh, back]) is back
    assert rules.most_pressing([old, later, soon, fresh]) is soon
    assert rules.most_pressing([old, fresh]) is fresh


def test_what_is_done_or_waits_for_others_presses_nobody():
    assert rules.most_pressing([standing("done"), standing("wait")]) is None
    assert rules.most_pressing([]) is None


def a_window(last_day, safe_day=None, is_running=True):
    window = Thing(last_day=last_day, safe_day=safe_day, is_running=is_running)
    return Thing(application=window, definition=Thing(title="Talk", code="HV-1"))


def test_dates_come_nearest_first_those_that_are_over_left_out():
    meeting = Thing(title="Swap", starts_at=datetime(2026, 11, 28, 3, tzinfo=UTC))  # still the 27th in Denver
    running = a_window(date(2026, 12, 20), date(2026, 11, 20))
    over, endless = a_window(date(2026, 12, 1), is_running=False), a_window(None)
    alone = Thing(application=None, definition=Thing(title="Alone", code="HV-2"))
    found = rules.dates([running, over, endless, alone], {7: meeting}, date(2026, 11, 26), "America/Denver")
    assert [(one.kind, one.day, one.address) for one in found] == [
        ("meeting", date(2026, 11, 27), "/cohorts/7/meetings"),
        ("closes", date(2026, 12, 20), "/work/HV-1"),
    ]
