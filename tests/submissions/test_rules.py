"""An attempt without a database: what it is called, when its result is expected, until when it may be taken back."""

from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from community.submissions.rules import State, can_take_back, expected_on, neutral_name, take_back_until

AT = datetime(2026, 11, 10, 20, 0, tzinfo=UTC)
instants = st.integers(1_500_000_000, 2_200_000_000).map(lambda seconds: datetime.fromtimestamp(seconds, UTC))


def test_r58_a_result_is_expected_fourteen_days_on_where_its_earner_lives():
    assert expected_on(datetime(2026, 11, 10, 4, 0, tzinfo=UTC), "America/Los_Angeles") == date(2026, 11, 23)
    assert expected_on(datetime(2026, 11, 10, 4, 0, tzinfo=UTC), "UTC") == date(2026, 11, 24)


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
