"""Who needs their facilitator and why: without a database."""

from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace as Thing

import pytest

from community.evidence.rules import State
from community.overview import rules
from community.overview.rules import Need, Standing

NOW = datetime(2026, 11, 20, 15, tzinfo=UTC)
TODAY = date(2026, 11, 20)
BEGAN = NOW - timedelta(days=60)
COLUMNS = (Thing(key="plan"), Thing(key="talk"))


def days_ago(number: float) -> datetime:
    return NOW - timedelta(days=number)


def member(seat_id=1, states=(), application=None, is_open=False, safe_day=None, name="Ana", changed=3.0,
           last_day=None, **known):
    pieces = tuple(
        Thing(key=column.key, state=State(state), changed_at=days_ago(changed))
        for column, state in zip(COLUMNS, states, strict=False)
    )
    row = Thing(
        seat_id=seat_id, name=name, columns=COLUMNS, pieces=pieces, application=application, is_open=is_open,
        safe_day=safe_day, last_day=last_day,
    )
    return Standing(row, **{"joined_at": BEGAN} | known)


def needs(standing, begins_on=BEGAN) -> list[tuple[Need, int]]:
    return [(why.need, why.days) for why in rules.whys(standing, begins_on, NOW, TODAY)]


@pytest.mark.parametrize(("days", "found"), [(13.9, []), (14, [(Need.NOT_BEGUN, 14)]), (30, [(Need.NOT_BEGUN, 30)])])
def test_who_has_not_begun_for_two_weeks(days, found):
    assert needs(member(joined_at=days_ago(days))) == found


def test_nobody_is_late_before_the_cohort_has_run_two_weeks():
    assert needs(member(), begins_on=days_ago(5)) == []


@pytest.mark.parametrize(
    ("silent", "busy", "found"),
    [(13.9, 5, []), (14, 3, [(Need.STOPPED, 14)]), (16, 2, []), (40, 9, [(Need.STOPPED, 40)])],
)
def test_f41_who_was_busy_and_has_been_silent_for_two_weeks(silent, busy, found):
    assert needs(member(states=["drafting"], last_step=days_ago(silent), busy_days=busy)) == found


@pytest.mark.parametrize("application", ["submitted", "earned"])
def test_who_has_submitted_or_earned_is_left_in_peace(application):
    done = member(states=["submitted"] * 2, application=application, last_step=days_ago(40), busy_days=9)
    assert needs(done) == []


def test_who_has_everything_ready_is_not_silent():
    assert needs(member(states=["ready", "met"], last_step=days_ago(40), busy_days=9)) == []
    assert needs(member(states=["ready"], last_step=days_ago(40), busy_days=9)), "a part is not begun yet"


@pytest.mark.parametrize(("ahead", "found"), [(15, []), (14, [14]), (0, [0]), (-2, [-2])])
def test_r25_the_safe_date_is_near_two_weeks_ahead_and_stays_so_once_over(ahead, found):
    near = member(states=["drafting"], application="open", is_open=True, last_step=days_ago(1),
                  safe_day=TODAY + timedelta(days=ahead))
    assert needs(near) == [(Need.SAFE_DAY_NEAR, days) for days in found]


@pytest.mark.parametrize(("ahead", "found"), [(31, []), (30, [30]), (0, [0])])
def test_r25_a_window_that_ends_within_a_month_presses_more_than_its_safe_date(ahead, found):
    soon = {"states": ["drafting"], "application": "open", "last_step": days_ago(1)}
    ending = member(**soon, is_open=True, last_day=TODAY + timedelta(days=ahead), safe_day=TODAY)
    assert needs(ending) == [*((Need.EXPIRING, days) for days in found), (Need.SAFE_DAY_NEAR, 0)]
    gone = member(states=["submitted"], application="submitted", last_day=TODAY, last_step=days_ago(1))
    assert needs(gone) == [], "with the reviewers no clock runs"


@pytest.mark.parametrize(("days", "may"), [(-1, False), (0, False), (1, True), (60, True), (61, False)])
def test_it_is_put_off_until_a_day_within_two_months(days, may):
    assert rules.may_put_off(TODAY + timedelta(days=days), TODAY) == may


@pytest.mark.parametrize(("hours", "found"), [(47, []), (48, [(Need.UNREAD, 2)])])
def test_who_has_waited_48_hours_for_a_reader(hours, found):
    waits = member(states=["asking"], last_step=days_ago(1), asked_at=NOW - timedelta(hours=hours))
    assert needs(waits) == found


@pytest.mark.parametrize("state", ["not_yet", "returned_incomplete"])
def test_what_came_back_presses_most(state):
    back = member(states=[state, "met"], application="submitted", changed=2, last_step=days_ago(2))
    assert needs(back)[0] == (Need.CAME_BACK, 2)


def test_each_member_stands_once_by_her_most_pressing_need_that_is_not_put_off():
    near = {"application": "open", "is_open": True, "safe_day": TODAY, "last_step": days_ago(20), "busy_days": 5}
    both = member(1, ["drafting"], **near)
    waits, longer = member(2, joined_at=days_ago(20)), member(3, joined_at=days_ago(30), name="Ben")
    found = [why for one in (waits, longer, both) for why in rules.whys(one, BEGAN, NOW, TODAY)]
    listed = [(why.seat_id, why.need) for why in rules.most_pressing(found, ())]
    assert listed == [(1, Need.SAFE_DAY_NEAR), (3, Need.NOT_BEGUN), (2, Need.NOT_BEGUN)]
    later = [(why.seat_id, why.need) for why in rules.most_pressing(found, {(1, "safe_day_near"), (3, "not_begun")})]
    assert later == [(1, Need.STOPPED), (2, Need.NOT_BEGUN)]


def test_three_letters_two_days_apart_until_she_does_something():
    two = member(states=["drafting"], last_step=days_ago(20), nudges=(days_ago(30), days_ago(10), days_ago(3)))
    assert rules.nudges_left(two) == 1, "the one before her last step does not count"
    assert rules.next_nudge_at(two, NOW) is None
    lately = member(nudges=(days_ago(1),))
    assert rules.next_nudge_at(lately, NOW) == days_ago(1) + timedelta(hours=48)
    assert rules.nudges_left(member(nudges=(days_ago(9), days_ago(7), days_ago(5), days_ago(3)))) == 0
    assert rules.nudges_left(member()) == rules.MOST_NUDGES


@pytest.mark.parametrize(
    ("known", "hours"),
    [
        ({}, 10),
        ({"joined_at": NOW - timedelta(days=13, hours=21)}, 3),
        ({"last_step": NOW - timedelta(days=13, hours=22), "busy_days": 5}, 2),
        ({"asked_at": NOW - timedelta(hours=41)}, 7),
        ({"nudges": (days_ago(9), NOW - timedelta(hours=47))}, 1),
        ({"last_step": days_ago(14), "asked_at": NOW - timedelta(hours=48), "nudges": (days_ago(2),)}, 10),
    ],
)
def test_the_page_knows_when_it_changes_by_itself(known, hours):
    found = rules.changes_at([member(), member(2, **known)], BEGAN, NOW, NOW + timedelta(hours=10))
    assert found == NOW + timedelta(hours=hours)


def test_something_to_show_is_what_was_made_ready_or_asked_about_last():
    ready, asked = member(1, ["ready", "drafting"], changed=5), member(2, ["asking"], changed=1)
    drafts, done = member(3, ["drafting"], changed=0.5), member(4, ["ready"] * 2, application="submitted")
    shown = [(one.seat_id, piece.key) for one, piece in rules.to_show([ready, drafts, asked, done])]
    assert shown == [(2, "plan"), (1, "plan")]
