"""Who reads next: the numbers given differ by at most one among the willing (R42)."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from community import db
from community.feedback import content
from community.feedback.requests import rules
from community.feedback.willing.rules import may_meet
from tests.support.cohorts import a_cohort
from tests.support.feedback import asks, gives, takes


@dataclass
class Asking:
    """An open request, as far as the order of readers asks for it."""

    opened_at: datetime
    taken: float = 0
    ending: str = ""
    until_at: datetime = datetime(2026, 12, 24, tzinfo=UTC)
    author_sits: bool = True
    cohort_state: str = "running"
    work_state: str = "asking"


@dataclass
class Offer:
    """The same at a colleague's door."""

    request: Asking
    by_name: bool = False


@given(st.integers(2, 12), st.lists(st.integers(0, 11), max_size=80))
def test_r42_in_whatever_order_they_press_the_numbers_differ_by_at_most_one(willing, presses):
    loads = [0.0] * willing
    for press in presses:
        me = press % willing
        if rules.is_turn(loads[me], [load for other, load in enumerate(loads) if other != me]):
            loads[me] += 1
        assert max(loads) - min(loads) <= 1


@given(
    st.integers(2, 8),
    st.sets(st.tuples(st.integers(0, 7), st.integers(0, 7))),
    st.lists(st.tuples(st.integers(0, 7), st.integers(0, 7)), max_size=80),
)
def test_r42_with_pairs_kept_apart_nobody_is_offered_one_and_who_can_read_stay_within_one(willing, pairs, presses):
    apart = {me: {b if a == me else a for a, b in pairs if me in (a, b)} for me in range(willing)}
    loads = [0.0] * willing
    for reader, author in presses:
        me, asks = reader % willing, author % willing
        can = [one for one in range(willing) if may_meet(one, asks, apart[one])]
        if me in can and rules.is_turn(loads[me], [loads[one] for one in can if one != me]):
            loads[me] += 1
            assert asks not in apart[me] and me not in apart[asks] and me != asks
            assert loads[me] - min(loads[one] for one in can) <= 1, "nobody goes ahead of who could read it too"


@given(st.integers(1, 8), st.integers(0, 60))
def test_r42_who_always_takes_the_next_one_leaves_requests_whose_readers_differ_by_at_most_one(number, presses):
    begun = datetime(2026, 11, 27, tzinfo=UTC)
    requests = [Asking(begun + timedelta(minutes=minute)) for minute in range(number)]
    for minute in range(presses):
        rules.next_for([Offer(one) for one in requests], begun + timedelta(hours=1, minutes=minute)).request.taken += 1
        readers = [one.taken for one in requests]
        assert max(readers) - min(readers) <= 1
        assert readers == sorted(readers, reverse=True), "of those alike the one that has waited longest comes first"


@given(st.lists(st.integers(0, 9), min_size=1, max_size=12))
def test_r42_somebody_is_always_next(loads):
    assert any(rules.is_turn(mine, loads[:place] + loads[place + 1 :]) for place, mine in enumerate(loads))


@pytest.fixture
async def cohort(app):
    async with a_cohort(app, "Ana", "Ben", "Cy", "Di") as made:
        yield made


async def test_r45_the_database_counts_each_form_as_its_content_says(app):
    forms = content.protocols()
    feedback = "unnest(cast(:forms as text[])) as feedback (protocol)"
    select = f"select protocol, cast({content.COUNTS_AS} as float) as counts from {feedback}"
    counted = await db.many(dict, select, forms=list(forms))
    assert {one["protocol"]: one["counts"] for one in counted} == {one.key: one.counts_as for one in forms.values()}


async def test_r42_the_next_one_is_who_has_the_fewest_readers_then_the_longest_wait(cohort):
    ana, ben, cy, di = await cohort.seats("Ana", "Ben", "Cy", "Di")
    first, second = await asks(cohort, ana), await asks(cohort, ben)
    await takes(di, first)
    answer = await cy.posts(f"/cohorts/{cohort.id}/feedback/next")
    assert answer.headers["location"] == second.address
    await asks(cohort, di, asks="named", **{f"reader_{ana.seat.id}": "yes"})
    assert "you are asked by name" in (await ana.opens(f"/cohorts/{cohort.id}/feedback")).text
    answer = await ana.posts(f"/cohorts/{cohort.id}/feedback/next")
    assert answer.status_code == 303 and answer.headers["location"] != second.address, "who asks by name comes first"


async def test_r42_who_has_read_more_lets_others_go_first_but_may_choose_by_hand(cohort):
    ana, ben, cy = await cohort.seats("Ana", "Ben", "Cy")
    first = await asks(cohort, ana)
    await gives(cy, first)
    second = await asks(cohort, ben)
    answer = await cy.posts(f"/cohorts/{cohort.id}/feedback/next")
    assert answer.status_code == 409 and "their turn first" in answer.text
    assert (await takes(cy, second)).status_code == 303
    facilitator = cohort.facilitator
    assert (await facilitator.posts(f"/cohorts/{cohort.id}/feedback/next")).status_code == 403
