"""Willing colleagues are asked by turn: whoever has least to read comes first, and nobody for themself (R42)."""

from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from community import db
from community.feedback.requests.rules import Asks
from community.feedback.turns import actions, rules
from tests.feedback.test_asking import moved
from tests.notifications.test_notices import everybody_is_told, sentences
from tests.support.cohorts import a_cohort
from tests.support.feedback import KEY, asking, asks, drafts, gives, newest_request, takes, words_of
from tests.support.same_instant import at_once


@pytest.fixture
async def cohort(app):
    async with a_cohort(app, "Ana", "Ben", "Cy", "Di") as made:
        yield made


@dataclass
class Wanting:
    """A request, as far as the number to be asked depends on it."""

    wanted: int
    taken: float = 0


@given(st.integers(2, 9), st.lists(st.tuples(st.integers(0, 8), st.integers(1, 5)), max_size=40))
def test_r42_asked_by_turn_the_numbers_differ_by_at_most_one_among_the_willing(willing, requests):
    """Requests of somebody who reads nothing here: all the willing can be asked about each of them."""
    loads = [0.0] * willing
    for _author, wanted in requests:
        able = rules.by_turn(rules.Candidate(one, load, None) for one, load in enumerate(loads))
        for one in able[: rules.room(Wanting(wanted), 0)]:
            loads[one.person_id] += 1
        assert max(loads) - min(loads) <= 1


@given(st.integers(2, 9), st.lists(st.tuples(st.integers(0, 8), st.integers(1, 5)), max_size=40))
def test_r42_nobody_is_asked_before_who_has_less_and_could_read_it_too(willing, requests):
    loads = [0.0] * willing
    for author, wanted in requests:
        can = [one for one in range(willing) if one != author % willing]
        asked = rules.by_turn(rules.Candidate(one, loads[one], None) for one in can)[: rules.room(Wanting(wanted), 0)]
        left = [loads[one] for one in can if one not in {each.person_id for each in asked}]
        assert all(each.load <= least for each in asked for least in left)
        for each in asked:
            loads[each.person_id] += 1


@pytest.mark.parametrize(("wanted", "taken", "awaited", "more"),
    [(2, 0, 0, 2), (2, 0, 1, 1), (2, 0.5, 1, 1), (2, 1.5, 0, 1), (2, 2, 0, 0), (1, 1, 2, 0)])  # fmt: skip
def test_as_many_are_asked_as_are_wanted(wanted, taken, awaited, more):
    assert rules.room(Wanting(wanted, taken), awaited) == more


async def asked_of(request) -> dict[str, str]:
    """{who: how it stands} of the people asked."""
    rows = await db.many(
        dict,
        """
        select person.name, feedback.state from feedback join person on person.id = feedback.person_id
        where request_id = :id order by feedback.id
        """,
        id=request.id,
    )
    return {row["name"].split()[0]: row["state"] for row in rows}


async def not_now(cohort, *names):
    for member in [await cohort.seats(name) for name in names]:
        await member.posts(f"/cohorts/{cohort.id}/feedback/willingness", state="not_now")


async def declines(member, request):
    return await member.posts(f"/feedback/{request.id}/declining")


async def test_r42_whoever_has_read_least_is_asked_and_told_and_nobody_else_reads_it(cohort):
    ana, ben, cy, di = await cohort.seats("Ana", "Ben", "Cy", "Di")
    await gives(ben, await asks(cohort, ana))
    request = await asks(cohort, di, asks="turn", wanted="2", **{f"reader_{ben.seat.id}": "yes"})
    assert await asked_of(request) == {"Ana": "asked", "Cy": "asked"}
    await everybody_is_told()
    told = f"{di.person.name} asks you to read Artifact 1."
    assert told in sentences((await cy.opens("/inbox")).text)
    assert told not in sentences((await ben.opens("/inbox")).text)
    assert (await ben.opens(request.address)).status_code == 403
    assert "you are asked by name" in (await cy.opens(f"/cohorts/{cohort.id}/feedback")).text
    assert (await takes(cy, request)).status_code == 303


async def test_r42_who_said_not_now_is_kept_apart_or_asks_is_not_asked(cohort):
    ana, cy = await cohort.seats("Ana", "Cy")
    await not_now(cohort, "Ben")
    await ana.posts(f"/cohorts/{cohort.id}/feedback/pairs", other=str(cy.seat.id))
    assert await asked_of(await asks(cohort, ana, asks="turn", wanted="5")) == {"Di": "asked"}


async def test_r44_who_declines_gives_no_reason_and_the_next_is_asked_until_it_is_everybodys(cohort):
    ana, ben, cy, di = await cohort.seats("Ana", "Ben", "Cy", "Di")
    request = await asks(cohort, ana, asks="turn", wanted="1")
    assert await asked_of(request) == {"Ben": "asked"}
    assert "asked by turn" in words_of(await ana.opens(request.ledger))
    assert (await declines(ben, request)).status_code == 303
    assert await asked_of(request) == {"Ben": "declined", "Cy": "asked"}
    await not_now(cohort, "Di")
    assert (await newest_request(cohort, ana)).asks == Asks.TURN
    assert (await declines(cy, request)).status_code == 303
    assert (await newest_request(cohort, ana)).asks == Asks.COHORT, "nobody willing is left"
    assert (await takes(di, request)).status_code == 303, "by hand"


async def test_r44_with_nobody_willing_it_asks_the_whole_cohort_from_the_first(cohort):
    ana = await cohort.seats("Ana")
    await not_now(cohort, "Ben", "Cy", "Di")
    request = await asks(cohort, ana, asks="turn")
    assert request.asks == Asks.COHORT and await asked_of(request) == {}


async def test_who_says_nothing_for_two_days_keeps_the_offer_and_the_next_is_asked(cohort):
    ana, ben = await cohort.seats("Ana", "Ben")
    request = await asks(cohort, ana, asks="turn", wanted="1")
    await actions.ask_by_turn({})
    assert await asked_of(request) == {"Ben": "asked"}
    with moved(hours=49):
        for _ in range(2):
            await actions.ask_by_turn({})
            assert await asked_of(request) == {"Ben": "asked", "Cy": "asked"}
        await gives(ben, request)
        await actions.ask_by_turn({})
    assert await asked_of(request) == {"Ben": "sent", "Cy": "asked"}, "it has what it wanted"


async def test_r42_two_requests_at_the_same_instant_ask_two_people(cohort):
    ana, di = await cohort.seats("Ana", "Di")
    await not_now(cohort, "Ana", "Di")
    for author in (ana, di):
        await drafts(cohort, author)
    where = f"/work/{cohort.cohort.code}/{KEY}/requests"
    both = [one.posts(where, **asking(asks="turn", wanted="1")) for one in (ana, di)]
    assert [answer.status_code for answer in await at_once("cohort", cohort.id, *both)] == [303, 303]
    requests = [await newest_request(cohort, one) for one in (ana, di)]
    asked = [await asked_of(one) for one in requests]
    assert sorted(name for one in asked for name in one) == ["Ben", "Cy"]
