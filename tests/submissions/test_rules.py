"""An attempt without a database: what it is called, when its result is expected, until when it may be taken back."""

from datetime import UTC, date, datetime, timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from community import words
from community.notifications.choosing import rules as choosing
from community.submissions.routes import Attempt
from community.submissions.rules import (
    State,
    can_take_back,
    neutral_name,
    school_until,
    take_back_until,
    tells_at,
)  # fmt: skip

AT = datetime(2026, 11, 10, 20, 0, tzinfo=UTC)
instants = st.integers(1_500_000_000, 2_200_000_000).map(lambda seconds: datetime.fromtimestamp(seconds, UTC))


@given(at=instants, later=st.integers(0, 10_000))
def test_r35_it_may_be_taken_back_for_sixty_minutes_and_no_longer(at, later):
    now = at + timedelta(seconds=later)
    assert can_take_back(State.SUBMITTED, at, None, now) == (later < 3600)
    assert not can_take_back(State.TAKEN_BACK, at, None, now), "once"


def test_r35_not_beyond_the_end_of_the_window_which_would_take_it_all():
    ends = AT + timedelta(minutes=20)
    assert take_back_until(AT, ends) == ends
    assert can_take_back(State.SUBMITTED, AT, ends, AT + timedelta(minutes=19))
    assert not can_take_back(State.SUBMITTED, AT, ends, AT + timedelta(minutes=21))


def test_r31_a_frozen_file_is_called_after_its_requirement_alone():
    assert neutral_name("talk_record", 2, "pdf") == "talk-record-2.pdf"


# --- when a result is told (R58) ---

ZONE = "America/New_York"
FAR = date(2040, 1, 1)


def no_quiet(_moment):
    return None


def quiet(moment):
    return choosing.quiet_until(choosing.Choice(), ZONE, moment)


@pytest.mark.parametrize(
    ("at", "told"),
    [
        ("2027-01-12T07:00", "2027-01-12T16:00"),
        ("2027-01-12T15:59", "2027-01-12T16:00"),
        ("2027-01-12T16:00", "2027-01-12T16:00"),
        ("2027-01-12T21:30", "2027-01-13T16:00"),
        ("2027-01-15T22:00", "2027-01-16T07:00"),
        ("2027-01-16T12:00", "2027-01-16T12:00"),
        ("2027-01-18T03:00", "2027-01-18T16:00"),
    ],
    ids=["lesson", "last minute", "school is over", "night", "Friday night", "Saturday", "Monday night"],
)
def test_r58_a_result_is_told_after_school_and_when_it_is_not_quiet(at, told):
    zone = ZoneInfo(ZONE)
    here, then = (datetime.fromisoformat(one).replace(tzinfo=zone) for one in (at, told))
    assert tells_at(here, ZONE, FAR, quiet) == then
    assert tells_at(here, ZONE, FAR, quiet, at_once=True) == here


def test_r58_the_expected_day_is_kept_whatever_hour_it_is():
    night = datetime(2027, 1, 12, 21, 30, tzinfo=ZoneInfo(ZONE))
    assert tells_at(night, ZONE, night.date(), quiet) == night
    lesson = night.replace(hour=10)
    always = lesson + timedelta(days=2)
    after_school = lesson.replace(hour=16, minute=0)
    assert tells_at(lesson, ZONE, lesson.date(), lambda moment: always if moment > lesson else None) == after_school
    assert tells_at(night, ZONE, night.date() - timedelta(days=1), quiet) > night, "a day that is over binds nobody"


@given(at=instants)
def test_r58_it_is_never_told_before_it_is_decided_nor_in_a_lesson(at):
    told = tells_at(at, ZONE, FAR, no_quiet)
    assert told >= at and school_until(ZONE, told) is None


def test_what_stands_in_a_note_by_itself_is_in_the_language_of_what_is_judged():
    posted = Attempt(post_key=uuid4(), another=True, context="Second graders, in a circle", note="I changed the plan.")
    with words.speaking(words.PSEUDO):
        told = posted.told("en")
    assert "Another lesson stands in place" in told, "not in that of its author's pages (R50)"
    assert "I changed the plan." in told and "Second graders" in told
