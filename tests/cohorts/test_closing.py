"""A cohort is closed (R22): with open applications somebody looks after each; by itself once the last is done."""

import re
from datetime import timedelta

import pytest

from community import db
from community.cohorts.life import actions as life
from community.cohorts.life import queries, rules
from community.cohorts.pausing import actions as pausing
from community.evidence import actions as evidence
from tests.support.catalogue import a_definition
from tests.support.cohorts import Member, a_cohort, today
from tests.support.evidence import joins_a_local
from tests.support.people import signed_in_client


async def begins(member) -> None:
    """Start an application on what the cohort works on."""
    await joins_a_local(member.person)
    await evidence.start(member.person, await a_definition("EL-02"))


async def ends(member, state: str) -> None:
    sql = "update application set state = :state, ended_at = started_at where person_id = :id"
    await db.run(sql, id=member.person.id, state=state)


async def finishes(cohort) -> None:
    await db.run("update cohort set state = 'finishing', finished_at = now() where id = :id", id=cohort.id)


async def state_of(cohort) -> str:
    return (await cohort.fresh()).state


async def test_r22_closing_asks_who_looks_after_each_open_application(app):
    async with a_cohort(app, "Ana", "Ben", "Cy", "Di") as cohort, signed_in_client(app, cohort.organizer) as desk:
        ana, ben, cy, _di = await cohort.seats("Ana", "Ben", "Cy", "Di")
        gloria, olga = cohort.facilitator, Member(cohort.organizer, None, desk)
        for one in (ana, ben, cy):
            await begins(one)
        await ends(cy, "earned")
        await finishes(cohort)
        asked = await olga.posts(f"/cohorts/{cohort.id}/moves", move="close")
        assert asked.headers["location"] == f"/cohorts/{cohort.id}/closing"
        page = (await olga.opens(f"/cohorts/{cohort.id}/closing")).text
        assert re.findall(r'name="after_(\d+)"', page) == [str(ana.seat.id), str(ben.seat.id)]
        refused = await olga.posts(f"/cohorts/{cohort.id}/closing", **{f"after_{ana.seat.id}": gloria.person.id})
        assert (refused.status_code, "Say who looks after Ben" in refused.text) == (422, True)
        assert f'value="{gloria.person.id}" selected' in refused.text, "what was chosen is kept"
        stranger = {f"after_{ana.seat.id}": cy.person.id, f"after_{ben.seat.id}": "alone"}
        assert (await olga.posts(f"/cohorts/{cohort.id}/closing", **stranger)).status_code == 422, "she does not lead"
        assert await state_of(cohort) == "finishing"

        form = {f"after_{ana.seat.id}": gloria.person.id, f"after_{ben.seat.id}": "alone"}
        assert (await olga.posts(f"/cohorts/{cohort.id}/closing", **form)).status_code == 303
        assert await state_of(cohort) == "closed"
        told = await queries.concerned_by_id([cohort.id])
        assert set(told[cohort.id]) == {ana.person.id, ben.person.id, gloria.person.id}
        page = (await ana.opens(f"/cohorts/{cohort.id}/members")).text
        assert f"is looked after by {gloria.person.name}" in page
        assert "goes on alone" not in page, "each reads her own line"
        page = (await gloria.opens(f"/cohorts/{cohort.id}/members")).text
        assert all(said in page for said in ("is looked after by", "goes on alone"))
        again = await olga.posts(f"/cohorts/{cohort.id}/closing", **form)
        assert again.status_code == 409


async def test_r22_with_no_application_open_it_is_closed_at_one_press(app):
    async with a_cohort(app, "Ana") as cohort:
        await finishes(cohort)
        await cohort.facilitator.posts(f"/cohorts/{cohort.id}/moves", move="close")
        assert await state_of(cohort) == "closed"


async def test_r22_who_is_away_with_an_application_open_is_looked_after_too(app):
    async with a_cohort(app, "Ana") as cohort:
        ana, gloria = cohort.members["Ana"], cohort.facilitator
        await begins(ana)
        await pausing.pause(ana.person, ana.seat, cohort.cohort, today() + timedelta(days=20))
        await finishes(cohort)
        await gloria.posts(f"/cohorts/{cohort.id}/moves", move="close")
        assert await state_of(cohort) == "finishing", "who looks after Ana is asked first"
        form = {f"after_{ana.seat.id}": gloria.person.id}
        assert (await gloria.posts(f"/cohorts/{cohort.id}/closing", **form)).status_code == 303
        assert set((await queries.concerned_by_id([cohort.id]))[cohort.id]) == {ana.person.id, gloria.person.id}


@pytest.mark.parametrize("last", ["earned", "expired", "left"])
async def test_r22_it_closes_by_itself_when_the_last_member_has_earned_left_or_expired(app, last):
    async with a_cohort(app, "Ana", "Ben") as cohort:
        ana, ben = await cohort.seats("Ana", "Ben")
        await begins(ana)
        await begins(ben)
        await ends(ben, "earned")
        await finishes(cohort)
        await life.move_on({})
        assert await state_of(cohort) == "finishing", "Ana is not done"
        if last == "left":
            await ana.posts(f"/cohorts/{cohort.id}/leaving")
        else:
            await ends(ana, last)
        for _twice in range(2):
            await life.move_on({})
            assert await state_of(cohort) == "closed"


async def test_r22_who_has_begun_no_application_keeps_it_open(app):
    async with a_cohort(app, "Ana") as cohort:
        await finishes(cohort)
        await life.move_on({})
        assert await state_of(cohort) == "finishing"


def test_r22_only_a_finishing_cohort_is_done():
    done = {7: rules.Standing.DONE}
    assert [rules.is_done(state, [7], done) for state in ("draft", "open", "running", "finishing", "closed")] == [
        *(False, False, False, True, False)
    ]
    assert not rules.is_done("finishing", [7, 8], done)
    assert not rules.is_done("finishing", [7], {7: rules.Standing.OPEN})
    assert rules.is_done("finishing", [], {}), "all have left"
