"""What a Start costs and why, the life of a fee, vouchers, amounts (no database)."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from community.affiliates.rules import DESKS
from community.fees import rules
from community.fees.rules import MOVES, Bar, Cost, Mover, State, Why

TODAY = date(2026, 11, 26)


@dataclass(frozen=True)
class AFee:
    state: State
    amount_cents: int = 7500
    issuer_id: int = 1
    kept_at: datetime | None = None
    wished_at: datetime | None = None
    used: bool = False


def cost(fee=7500, standing="none", expired_on=None, months=12, asked=None) -> Cost:
    return rules.cost(fee, standing, expired_on, months, TODAY, asked)


# --- R8, R9 ---


def test_r8_free_for_active_members_due_for_all_others():
    assert cost() == Cost(Why.DUE, 7500)
    assert cost(standing="active") == Cost(Why.MEMBER)
    assert cost(fee=0) == Cost(Why.NO_FEE)
    assert cost(fee=5000) == Cost(Why.DUE, 5000), "the amount is an issuer's setting"


@pytest.mark.parametrize("asked", [None, AFee(State.DUE)])
def test_r8_who_waits_for_an_affiliate_waits_and_is_never_told_to_pay(asked):
    found = cost(standing="waiting", asked=asked)
    assert found == Cost(Why.WAITING) and not found.is_open and found.cents == 0


@pytest.mark.parametrize("state", State)
def test_r8_what_is_promised_paid_or_waived_is_settled(state):
    found = cost(asked=AFee(state))
    assert found.is_open == (state in (State.PROMISED, State.PAID, State.WAIVED))
    assert found.uses_fee == found.is_open


def test_r8_what_was_asked_for_once_keeps_its_amount():
    assert cost(fee=9000, asked=AFee(State.DUE, amount_cents=7500)) == Cost(Why.DUE, 7500)


@pytest.mark.parametrize(
    ("expired_on", "months", "why"),
    [
        (date(2025, 11, 26), 12, Why.AGAIN),  # the last day of the twelve months
        (date(2025, 11, 25), 12, Why.DUE),
        (TODAY, 12, Why.AGAIN),
        (TODAY - timedelta(days=1), 0, Why.DUE),  # the issuer gives no such time
        (date(2026, 8, 31), 3, Why.AGAIN),  # 30 November
    ],
)
def test_r9_a_new_start_soon_after_an_expiry_costs_nothing(expired_on, months, why):
    assert cost(expired_on=expired_on, months=months).why is why
    assert cost(expired_on=expired_on, months=months, standing="active").why is Why.MEMBER


def test_r9_the_time_after_an_expiry_leaves_a_settled_fee_alone():
    assert not cost(expired_on=TODAY, asked=AFee(State.PAID)).uses_fee


@given(
    fee=st.integers(0, 10**7),
    standing=st.sampled_from(["active", "waiting", "none"]),
    expired_on=st.none() | st.dates(date(2020, 1, 1), TODAY),
    months=st.integers(0, 120),
    state=st.none() | st.sampled_from([State.DUE, State.PROMISED, State.PAID, State.WAIVED]),
)
def test_r8_r9_no_start_is_open_and_costs_something(fee, standing, expired_on, months, state):
    found = cost(fee, standing, expired_on, months, AFee(state, fee) if state and fee else None)
    assert (found.cents > 0) == (found.why is Why.DUE)
    assert found.cents in (0, fee), "what is due is the whole amount, or nothing"
    assert found.is_open == (found.why not in (Why.DUE, Why.WAITING))
    if standing != "none":
        assert found.why is not Why.DUE, "neither a member nor who waits is told to pay"


@given(st.dates(date(2000, 1, 1), date(2090, 12, 31)), st.integers(0, 120))
def test_r9_months_are_calendar_months(day, months):
    later = rules.months_after(day, months)
    assert (later.year * 12 + later.month) - (day.year * 12 + day.month) == months
    assert later.day == day.day or (later + timedelta(days=1)).day == 1


# --- the life of a fee ---


def test_r8_each_move_of_the_table_and_no_other():
    for name, move in MOVES.items():
        for state in State:
            assert rules.can_move(AFee(state), name) == (state in move.was)
    assert {move.became for move in MOVES.values()} == set(State)
    assert {name for name, move in MOVES.items() if move.who is not Mover.DESK} == {"redeem", "join", "confirm"}


def test_r8_a_fee_is_returned_until_the_first_submission():
    paid, kept = AFee(State.PAID), AFee(State.PAID, kept_at=datetime(2026, 11, 1, tzinfo=UTC))
    assert rules.can_wish(paid) and rules.can_move(paid, "refund")
    assert not rules.can_wish(kept) and not rules.can_move(kept, "refund")
    assert not rules.can_wish(AFee(State.PAID, wished_at=datetime(2026, 11, 1, tzinfo=UTC))), "it was asked for already"
    assert not any(rules.can_wish(AFee(state)) for state in State if state is not State.PAID)


def test_r8_what_a_start_has_used_is_returned_on_wish_alone():
    used, wished = AFee(State.PAID, used=True), AFee(State.PAID, used=True, wished_at=datetime(2026, 11, 1, tzinfo=UTC))
    assert not rules.can_move(used, "refund") and rules.can_wish(used)
    assert rules.can_move(wished, "refund")


def test_r8_a_promise_that_a_start_has_used_is_not_due_again():
    assert rules.can_move(AFee(State.PROMISED), "end_promise")
    assert rules.can_move(AFee(State.PROMISED, used=True), "end_promise")
    assert rules.can_move(AFee(State.PROMISED, used=True), "waive")


def test_r11_who_looks_after_fees():
    kinds = {kind for kinds in DESKS.values() for kind in kinds}
    assert {kind for kind in kinds if rules.looks_after(SimpleNamespace(kind=kind))} == {
        "organizer",
        "catalogue_editor",
        "administrator",
    }


# --- vouchers ---


@pytest.mark.parametrize(
    ("change", "bar"),
    [
        ({}, None),
        ({"issuer_id": 1}, None),
        ({"ends_on": TODAY}, None),
        ({"value_cents": 10_000}, None),
        ({"issuer_id": 2}, Bar.ELSEWHERE),
        ({"ends_on": TODAY - timedelta(days=1)}, Bar.ENDED),
        ({"used": 3}, Bar.USED),
        ({"value_cents": 7499}, Bar.TOO_SMALL),
        ({"withdrawn_at": datetime(2026, 11, 1, tzinfo=UTC)}, Bar.WITHDRAWN),
    ],
)
def test_r8_which_voucher_pays_which_fee(change, bar):
    whole = {"issuer_id": None, "value_cents": 7500, "uses": 3, "used": 2, "ends_on": TODAY, "withdrawn_at": None}
    assert rules.bar_to_redeem(SimpleNamespace(**whole | change), AFee(State.DUE), TODAY) == bar


# --- amounts ---


@given(st.integers(0, 99_999_999))
def test_an_amount_is_read_as_it_is_written(cents):
    assert rules.cents(rules.dollars(cents)) == cents


@pytest.mark.parametrize(("typed", "cents"), [("75", 7500), ("$75.5", 7550), (" 1,200.00 ", 120000), ("0.05", 5)])
def test_an_amount_as_people_write_it(typed, cents):
    assert rules.cents(typed) == cents


@pytest.mark.parametrize("typed", ["", "-5", "75.", ".5", "1e3", "75.005", "٣", "1.2.3", "free", "1234567"])
def test_what_is_no_amount(typed):
    with pytest.raises(ValueError):
        rules.cents(typed)
