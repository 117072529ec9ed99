"""By when a result comes: calendar days, or business days without weekends and holidays, in every zone (R58)."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from community.review.rules import due_on
from community.submissions.expecting.rules import FEWEST, MOST, THIRD_READER_DAYS, Target, expected

CALENDAR = Target()
instants = st.integers(1_500_000_000, 2_200_000_000).map(lambda seconds: datetime.fromtimestamp(seconds, UTC))
zones = st.sampled_from(
    ["UTC", "America/New_York", "America/Los_Angeles", "Pacific/Honolulu", "Pacific/Kiritimati", "Pacific/Pago_Pago",
     "Australia/Lord_Howe", "Asia/Kathmandu", "America/St_Johns", "Europe/Berlin"]
)  # fmt: skip


def off(at: datetime, mask: int) -> frozenset[date]:
    """A holiday on each day from this one on whose bit is set, so that they fall where they matter."""
    return frozenset(at.date() + timedelta(days=day) for day in range(mask.bit_length()) if mask >> day & 1)


business_days = st.integers(FEWEST, MOST)
masks = st.integers(0, 2**40)


def test_r58_fourteen_calendar_days_from_receipt_where_its_earner_lives():
    at = datetime(2026, 11, 10, 4, 0, tzinfo=UTC)
    assert expected(at, "America/Los_Angeles", CALENDAR).on == date(2026, 11, 23)
    assert expected(at, "UTC", CALENDAR).on == date(2026, 11, 24)
    assert expected(at, "UTC", CALENDAR).first_on == date(2026, 11, 19), "five of them are a third reader's"


@pytest.mark.parametrize(
    "received, closed, on",
    [
        (date(2026, 11, 2), (), date(2026, 11, 16)),  # ten from a Monday: two weeks
        (date(2026, 11, 7), (), date(2026, 11, 20)),  # a Saturday: the first is Monday
        (date(2026, 11, 16), (date(2026, 11, 26), date(2026, 11, 27)), date(2026, 12, 2)),  # two days off
        (date(2026, 11, 16), (date(2026, 11, 28),), date(2026, 11, 30)),  # a holiday on a Saturday takes none
    ],
)
def test_r58_ten_business_days(received, closed, on):
    at = datetime.combine(received, datetime.min.time(), UTC) + timedelta(hours=12)
    assert expected(at, "UTC", Target(10, frozenset(closed))).on == on


@given(at=instants, zone=zones, days=business_days, mask=masks)
def test_r58_the_result_is_expected_on_a_day_on_which_somebody_works(at, zone, days, mask):
    target = Target(days, off(at, mask))
    promised = expected(at, zone, target)
    received = at.astimezone(ZoneInfo(zone)).date()
    for day in (promised.on, promised.first_on):
        assert day > received and day.weekday() < 5 and day not in target.holidays


@given(at=instants, zone=zones, days=business_days, mask=masks)
def test_r58_so_many_days_lie_between_and_five_of_them_are_a_third_readers(at, zone, days, mask):
    target = Target(days, off(at, mask))
    promised = expected(at, zone, target)
    received = at.astimezone(ZoneInfo(zone)).date()
    counted = [
        day
        for day in (received + timedelta(days=one) for one in range(1, (promised.on - received).days + 1))
        if day.weekday() < 5 and day not in target.holidays
    ]
    assert len(counted) == target.business_days
    assert sum(day > promised.first_on for day in counted) == THIRD_READER_DAYS


@given(at=instants, zone=zones, later=st.integers(0, 40 * 86400), days=st.none() | business_days, mask=masks)
def test_r58_who_submits_later_is_never_promised_an_earlier_day(at, zone, later, days, mask):
    target = Target(days, off(at, mask))
    after = at + timedelta(seconds=later)
    assert expected(at, zone, target).on <= expected(after, zone, target).on


@given(at=instants, days=business_days, mask=masks, more=st.integers(0, 100))
def test_r58_one_more_holiday_never_brings_it_nearer(at, days, mask, more):
    target = Target(days, off(at, mask))
    longer = Target(days, off(at, mask | 1 << more))
    assert expected(at, "UTC", target).on <= expected(at, "UTC", longer).on


@given(at=instants, zone=zones)
def test_r58_clocks_that_are_set_do_not_move_the_day(at, zone):
    received = at.astimezone(ZoneInfo(zone)).date()
    assert expected(at, zone, CALENDAR).on - received == timedelta(days=14)


@pytest.mark.parametrize("readers, reader, first", [(2, 1, True), (2, 2, True), (2, 3, False), (1, 1, False)])
def test_r58_each_reader_has_a_day(readers, reader, first):
    on, first_on = date(2026, 11, 24), date(2026, 11, 19)
    assert due_on(on, first_on, readers, reader) == (first_on if first else on)
