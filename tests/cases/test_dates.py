"""Steps end and reminders go by the clock; answers in and after their time; plans; what nobody changes any more."""

import pytest
from asyncpg import PostgresError

from community import clock, db
from community.awards.rules import State
from community.cases import answering, queries
from community.cases.rules import PLANS, Kind, Plan
from community.errors import Conflict
from community.people.closing import actions as closing
from tests.awards.test_standing import now as standing_of
from tests.support.awards import signed_award
from tests.support.cases import a_case_about, is_voting, later, log_of, now, the_clock_looks, votes
from tests.support.catalogue import a_definition
from tests.support.people import make_person
from tests.support.questions import questions_counted
from tests.support.reviews import presses


async def told_of(kind: str, case) -> int:
    return await db.value("select count(*) from event where kind = :kind and subject_id = :id", kind=kind, id=case.id)


async def test_steps_end_by_the_clock_and_each_is_reminded_of_once(vera, committee, ana, definition):
    award = await signed_award(ana, definition)
    case = await a_case_about(vera.desk, award, holds=True)
    await the_clock_looks()
    assert await log_of(case) == ["opened", "held", "notified"], "nothing is due on the first day"
    with later(days=12):
        await the_clock_looks()
        await the_clock_looks()
        assert (await log_of(case))[-1] == "reminded" and await told_of("case.answer_due", case) == 1
    with later(days=15):
        await the_clock_looks()
        assert (await log_of(case))[-2:] == ["answers_closed", "voting"]
        await votes(committee[0], case, True)
    with later(days=27):
        await the_clock_looks()
        assert await told_of("case.vote_due", case) == 1
        waited_for = (await queries.missing_by_id([case.id]))[case.id]
        assert set(waited_for) == {one.id for one in committee[1:]}
    with later(days=29):
        with pytest.raises(Conflict):
            await votes(committee[1], case, True)
        await the_clock_looks()
        await the_clock_looks()
    assert (await log_of(case))[-4:] == ["no_quorum", "not_upheld", "restored", "closed"]
    assert (await now(case)).upheld is False and (await standing_of(award)).state is State.IN_FORCE


async def test_at_its_date_the_majority_of_those_entitled_decides(vera, committee, ana, definition):
    await queries.set_plan(vera.desk, Kind.AWARD, Plan(14, 0, 14, 30, 2))
    try:
        award = await signed_award(ana, definition)
        case = await is_voting(await a_case_about(vera.desk, award))
        await votes(committee[0], case, True)
        await votes(committee[1], case, True)
        with later(days=29):
            await the_clock_looks()
        assert (await now(case)).upheld is True and (await standing_of(award)).state is State.REVOKED
    finally:
        await queries.set_plan(vera.desk, Kind.AWARD, PLANS[Kind.AWARD])


async def test_an_answer_stands_as_it_was_when_its_date_came(vera, committee, hers, definition):
    first = await a_case_about(vera.desk, await signed_award(hers.person, definition))
    await answering.answer(hers.person, first, "In time")
    with later(days=15), pytest.raises(Conflict):
        await answering.answer(hers.person, first, "Changed too late")
    (said,) = await queries.answers_by_id(first.id)
    assert (said.text, said.is_late) == ("In time", False)


async def test_a_late_answer_is_marked_late(vera, committee, hers, definition):
    case = await a_case_about(vera.desk, await signed_award(hers.person, definition))
    with later(days=15):
        await the_clock_looks()
        await answering.answer(hers.person, case, "I was ill")
        (said,) = await queries.answers_by_id(case.id)
        assert said.is_late and (await log_of(case))[-1] == "answered_late"
        with pytest.raises(Conflict):
            await answering.answer(hers.person, case, "And another")
    assert "Late" in (await hers.get(f"/cases/{case.number}")).text


async def test_an_issuers_plan_holds_for_what_is_opened_from_then_on(vera, committee, ana, hers, definition):
    here = f"/issuers/{vera.desk.slug}/cases/plan"
    before = await a_case_about(vera.desk, await signed_award(hers.person, definition))
    plan = {"answer_days": "10", "second_days": "5", "vote_days": "7", "appeal_days": "20", "quorum": "2"}
    try:
        assert (await presses(vera, here, f"{here}/award", **plan)).status_code == 303
        after = await a_case_about(vera.desk, await signed_award(await _somebody(), definition))
        assert (await now(before)).plan == PLANS[Kind.AWARD]
        assert after.plan == Plan(10, 5, 7, 20, 2)
        with later(days=11):
            await the_clock_looks()
            assert (await now(after)).state == "answering_again" and (await log_of(after))[-1] == "second_asked"
        wrong = await presses(vera, here, f"{here}/award", **plan | {"answer_days": "0"})
        assert wrong.status_code == 422 and 'id="award-answer_days-error"' in wrong.text
        assert wrong.text.count('value="20"') == 1, "what was typed is kept, in its own form"
        nothing = await presses(vera, here, f"{here}/award", vote_days="none")
        assert nothing.status_code == 422
        assert (await presses(vera, here, f"{here}/award", **plan)).status_code == 303
        unknown = await vera.post(f"{here}/nothing", data={"csrf": _csrf(wrong.text)} | plan)
        assert unknown.status_code == 404
    finally:
        await queries.set_plan(vera.desk, Kind.AWARD, PLANS[Kind.AWARD])


def _csrf(html: str) -> str:
    return html.split('name="csrf" value="', 1)[1].split('"', 1)[0]


async def _somebody():
    return await make_person("Una Other")


@pytest.mark.parametrize(
    "deed", ["update case_line set kind = 'closed'", "delete from case_line", "truncate case_line cascade"]
)
async def test_no_line_of_a_log_is_changed_or_taken_away(vera, committee, ana, definition, deed):
    case = await a_case_about(vera.desk, await signed_award(ana, definition))
    with pytest.raises(PostgresError, match="stays as it was written"):
        await db.run(deed)
    assert await log_of(case) == ["opened", "notified"]


async def test_who_closes_their_account_leaves_a_case_without_a_name_and_it_is_decided_all_the_same(
    vera, committee, ana, definition
):
    award = await signed_award(ana, definition)
    case = await is_voting(await a_case_about(vera.desk, award))
    await answering.answer(ana, case, "Mine")
    await db.run("update person set closes_at = :at where id = :id", at=clock.now(), id=ana.id)
    await closing.close(ana.id)
    assert (await now(case)).person_id is None
    for person in committee:
        await votes(person, case, True)
    assert (await now(case)).state == "closed" and (await standing_of(award)).state is State.REVOKED


async def test_the_lists_ask_as_often_for_many_cases_as_for_one(vera, committee, hers, definition, monkeypatch):
    asked = []
    for code in ("EL-02", "FAM-02", "PAR-06"):
        award = await signed_award(hers.person, await a_definition(code))
        await a_case_about(vera.desk, award)
        with questions_counted(monkeypatch) as counted:
            page = (await vera.get("/committee")).text
            mine = (await hers.get("/cases")).text
        assert "Waits for an answer" in page and award.spoken in mine
        asked.append(sum(counted.values()))
    assert asked[0] == asked[-1]
