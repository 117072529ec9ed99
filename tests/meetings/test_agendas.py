"""The agenda of a meeting: the plan's for its week, as who leads changes it; what to say is for who leads alone."""

from html import unescape

import pytest_asyncio

from community import db
from community.cohorts import plans
from community.meetings import actions
from community.meetings.agendas import rules
from community.meetings.agendas.rules import Line
from tests.board.live import open_page, served, span_of
from tests.meetings.test_live import marks_of, squeezed
from tests.support.cohorts import a_cohort
from tests.support.meetings import meets, place_of

PLAN = plans.plans()["eight_weeks"]


@pytest_asyncio.fixture
async def cohort(app):
    async with a_cohort(app, "Ana") as made:
        await db.run(
            "update cohort set template = 'eight_weeks', weekday = 0, meets_at = '16:30', meeting_weeks = '{1,2}' "
            "where id = :id",
            id=made.id,
        )
        await actions.plan(await place_of(made.facilitator))
        yield made


async def first(cohort) -> str:
    number = await db.value("select min(id) from meeting where cohort_id = :id", id=cohort.id)
    return f"/cohorts/{cohort.id}/meetings/{number}"


async def words_of(member, where: str) -> str:
    return unescape((await member.opens(where)).text)


async def test_it_is_the_plans_of_that_week_with_what_to_say_for_who_leads(cohort):
    where, planned = await first(cohort), PLAN.meetings[0]
    for member, leads in ((cohort.members["Ana"], False), (cohort.facilitator, True)):
        page = await words_of(member, where)
        for line in planned.agenda:
            assert line["what"] in page
        assert planned.bring[0] in page
        assert (planned.facilitator_says[0] in page) is leads


async def test_another_name_keeps_it(cohort):
    where = await first(cohort)
    await db.run("update meeting set title = 'Hello' where id = :id", id=int(where.rsplit("/", 1)[1]))
    assert PLAN.meetings[0].agenda[0]["what"] in await words_of(cohort.members["Ana"], where)


async def test_who_leads_writes_it_anew_and_a_second_one_does_not_write_over_it(cohort):
    where, gloria = await first(cohort), cohort.facilitator
    sent = {"version": "0", "lines": "5 Hello\nTalk", "bring": "Cake", "says": "Be kind."}
    assert (await gloria.posts(f"{where}/agenda", **sent)).status_code == 303
    page = await words_of(gloria, where)
    assert "Hello" in page and "Be kind." in page and PLAN.meetings[0].agenda[0]["what"] not in page
    assert "Be kind." not in await words_of(cohort.members["Ana"], where)
    late = await gloria.posts(f"{where}/agenda", **sent | {"lines": "6 Mine"})
    assert late.status_code == 409 and "6 Mine" in late.text
    assert (await gloria.posts(f"{where}/agenda", **sent | {"version": "1", "lines": "6 Mine"})).status_code == 303
    wrong = await gloria.posts(f"{where}/agenda", **sent | {"version": "2", "lines": "x" * 301})
    assert wrong.status_code == 422 and 'id="lines-error"' in wrong.text
    assert (await cohort.members["Ana"].posts(f"{where}/agenda", **sent)).status_code == 403


async def test_one_that_nobody_planned_has_none_until_it_is_written(cohort):
    meeting = await meets(cohort.facilitator, "Extra")
    assert "No agenda is written yet." in await words_of(cohort.members["Ana"], meeting.address)


async def test_what_changes_is_seen_live_by_each_in_their_own_way(app, cohort):
    where, gloria, ana = await first(cohort), cohort.facilitator, cohort.members["Ana"]
    id = f"agenda-{where.rsplit('/', 1)[1]}"
    async with (
        served(app) as address,
        open_page(address, gloria, where, marks_of) as leads,
        open_page(address, ana, where, marks_of) as own,
    ):
        await gloria.posts(f"{where}/agenda", version="0", lines="5 Hello", bring="", says="Be kind.")
        for page in (leads, own):
            await page.catches_up()
            assert squeezed(page.html, id) == squeezed(await page.reloaded(), id)
            assert "Hello" in page.html[slice(*span_of(page.html, id))]
        assert "Be kind." in leads.html and "Be kind." not in own.html


def test_lines_as_they_are_typed():
    assert rules.lines("10 Round: names\n\n  Talk \n2 x") == (Line(10, "Round: names"), Line(0, "Talk"), Line(2, "x"))
    agenda = rules.planned(1, "eight_weeks", 1, "")
    assert agenda.minutes == PLAN.meetings[0].minutes
    assert rules.lines(rules.typed(agenda)["lines"]) == agenda.lines
    second = PLAN.meetings[1]
    assert rules.planned(1, "eight_weeks", None, second.title).lines[0].what == second.agenda[0]["what"]
    assert rules.planned(1, "", 1, "Begin").lines == ()
