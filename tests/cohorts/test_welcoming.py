"""Who comes while a cohort runs: told where to begin, and somebody says hello."""

from community import db, events
from community.cohorts import actions, queries
from community.cohorts.seats import actions as seats
from community.cohorts.welcoming import queries as welcoming
from tests.support.cohorts import Made, Member, a_cohort
from tests.support.people import make_person, signed_in_client


async def begins(cohort: Made) -> None:
    await actions.move(await queries.place(cohort.facilitator.person, cohort.id), "begin")


async def host_of(member: Member) -> str:
    found = await welcoming.welcomer(member.seat)
    return found.called if found else ""


async def test_r17_each_who_comes_late_has_somebody_who_says_hello_and_who_hears_of_it(database):
    async with a_cohort(None, "Ana", "Ben") as cohort:
        ana = await cohort.seats("Ana")
        assert "seat.welcomed" not in [one.kind for one in await events.since({ana.person.topic: 0})], (
            "before it runs, all are new"
        )
        await begins(cohort)
        cy, di, ed = await cohort.seats("Cy", "Di", "Ed")
        assert [await host_of(one) for one in (cy, di, ed)] == ["Ana", "Ben", "Cy"], "in turns, not always the first"
        (told,) = [one for one in await events.since({ana.person.topic: 0}) if one.kind == "seat.welcomed"]
        assert (told.about, told.by) == (cy.seat.id, cy.person.id)
        assert await welcoming.welcomers_by_id([cy.seat.id]) == {cy.seat.id: [ana.person.id]}
        await seats.leave(ana.person, ana.seat, cohort.cohort)
        assert await host_of(cy) == "Gloria", "who has left says hello to nobody; the facilitator does"


async def test_r17_where_nobody_else_sits_the_facilitator_says_hello(database):
    async with a_cohort(None) as cohort:
        await begins(cohort)
        assert await host_of(await cohort.seats("Ana")) == "Gloria"


async def test_r17_who_comes_late_arrives_at_a_short_catch_up_with_the_next_meeting(app):
    async with a_cohort(app, "Ana") as cohort:
        await begins(cohort)
        nora = await make_person("Nora Late")
        async with signed_in_client(app, nora) as client:
            late = Member(nora, None, client)
            door = f"/join/{cohort.cohort.spoken_code}"
            assert "Join" in (await late.opens(door)).text
            joined = await late.posts("/join", code=cohort.cohort.join_code)
            assert joined.headers["location"] == f"/cohorts/{cohort.id}/welcome"
            page = (await late.opens(f"/cohorts/{cohort.id}/welcome")).text
            assert page.count("<li>") == 3 or page.count('<ol class="stack">') == 1
            for said in ("Ana ", "/channels/announcements", "/board", "/channels/general", "meetings?part=1"):
                assert said in page, said
            assert (await late.opens(f"/cohorts/{cohort.id}/meetings?part=1")).status_code == 200


async def test_who_comes_before_it_runs_goes_straight_in(app):
    async with a_cohort(app) as cohort:
        nora = await make_person("Nora Early")
        async with signed_in_client(app, nora) as client:
            early = Member(nora, None, client)
            joined = await early.posts("/join", code=cohort.cohort.join_code)
            assert joined.headers["location"] == f"/cohorts/{cohort.id}?done=joined"


async def test_a_welcome_survives_the_one_who_gives_it(database):
    async with a_cohort(None, "Ana") as cohort:
        await begins(cohort)
        cy = await cohort.seats("Cy")
        ana = cohort.members["Ana"].person
        await db.run("delete from seat where person_id = :id", id=ana.id)
        await db.run("update seat set welcomer_id = null where welcomer_id = :id", id=ana.id)
        assert await host_of(cy) == "Gloria"
