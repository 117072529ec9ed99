"""Drift: how far a reader still agrees with the outcome and with the others, for approvers and for the reader (R51)."""

import re
from html import unescape

import pytest_asyncio

from community import clock, db
from community.review.certifying import queries as certifying
from community.review.drifting import queries, rules
from community.review.drifting.rules import Agreed, Drift
from tests.support.evidence import events_about
from tests.support.people import signed_in_client
from tests.support.questions import questions_counted
from tests.support.reviewing import ISSUER, a_reviewer, a_set
from tests.support.reviews import all_at, an_attempt, presses, recommends, state_of

REGISTER = f"/issuers/{ISSUER}/reviewers"


def words(html: str) -> str:
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", html)))


@pytest_asyncio.fixture
async def readers(vera, definition):
    """Otto stands before Rita, whatever they find."""
    return {name: await a_reviewer(vera.desk, definition, f"{name} Vogt") for name in ("Rita", "Otto", "Tina")}


async def read_by(readers, definition, agreeing: int, differing: int) -> None:
    """Rita and Otto read all of it; of some, Tina decides as Otto found."""
    for _turn in range(agreeing):
        submission = await an_attempt(definition)
        for name in ("Rita", "Otto"):
            await recommends(readers[name], submission, all_at(definition))
        assert await state_of(submission) == "earned", "the premise"
    for _turn in range(differing):
        submission = await an_attempt(definition)
        await recommends(readers["Rita"], submission, all_at(definition))
        for name in ("Otto", "Tina"):
            await recommends(readers[name], submission, all_at(definition, support="not_yet"))
        assert await state_of(submission) == "not_yet", "the premise"


async def drift_of(vera, person) -> Drift | None:
    mine = await certifying.mine(person)
    return (await queries.drift(vera.desk, mine)).get(mine[0].id)


async def test_r51_an_approver_sees_how_far_a_reader_agrees_by_outcome_and_by_criterion(vera, readers, definition):
    await read_by(readers, definition, agreeing=5, differing=2)
    await recommends(readers["Rita"], await an_attempt(definition), all_at(definition))
    rita, otto = [await drift_of(vera, readers[name]) for name in ("Rita", "Otto")]
    assert rita.lately == Agreed(5, 7), "what is not decided does not count"
    assert [(one.key, one.same) for one in rita.differing] == [("support", Agreed(5, 7))]
    assert otto.lately == Agreed(7, 7)
    assert [(one.key, one.same) for one in otto.differing] == [("support", Agreed(5, 7))], "one of two others did"
    page = words((await vera.get(REGISTER)).text)
    assert "Agreed with the outcome in 5 of the last 7." in page and "the same in 5 of 7" in page
    assert page.index("Otto Vogt") < page.index("Rita Vogt"), "by name, not by how far they agree (R65)"
    assert page.count("Ask to calibrate again") == 1, "of who agrees, nothing is asked"


async def test_fewer_than_five_say_nothing(vera, readers, definition):
    await read_by(readers, definition, agreeing=3, differing=1)
    found = await drift_of(vera, readers["Rita"])
    assert found.lately == Agreed(3, 4) and not found.is_low(80) and found.differing == []
    page = (await vera.get(REGISTER)).text
    mine = page[page.index(f'id="reviewer-{(await certifying.mine(readers["Rita"]))[0].id}"') :]
    assert "from five on" in mine[: mine.index("</li>")] and "3 of the last" not in page


async def test_the_last_ten_count_and_the_ten_before_them(vera, readers, definition):
    await read_by(readers, definition, agreeing=0, differing=6)
    await read_by(readers, definition, agreeing=9, differing=0)
    found = await drift_of(vera, readers["Rita"])
    assert (found.lately, found.before) == (Agreed(9, 10), Agreed(0, 5))
    assert "Before that: 0 of 5." in words((await vera.get(REGISTER)).text)


async def test_who_drifts_is_asked_kindly_once_and_answers_with_a_set(app, vera, readers, definition):
    await read_by(readers, definition, agreeing=3, differing=2)
    (one,) = await certifying.mine(readers["Rita"])
    door = f"{REGISTER}/{one.id}/calibration"
    answer = await presses(vera, REGISTER, door)
    assert answer.status_code == 303 and answer.headers["location"].endswith("done=asked-again")
    told = {event.topic for event in await events_about("certification.asked_again", one.id)}
    assert told == {vera.desk.topic, readers["Rita"].topic}
    assert door not in (await vera.get(REGISTER)).text and "to calibrate again" in (await vera.get(REGISTER)).text
    async with signed_in_client(app, readers["Rita"]) as rita:
        page = words((await rita.get("/reviewing")).text)
        assert "asks you to calibrate again" in page and "in 3 of your last 5" in page
        assert (await certifying.mine(readers["Rita"]))[0].standing == "in_force", "and goes on meanwhile"
        set_id = await a_set(vera.desk, definition)
        await db.run(
            """
            insert into calibration_reading
                (calibration_set_id, person_id, begun_at, finished_at, agreed, criteria, percent)
            values (:set_id, :person_id, :at, :at, 8, 8, 80)
            """,
            set_id=set_id,
            person_id=readers["Rita"].id,
            at=clock.now(),
        )
        assert "asks you to calibrate again" not in words((await rita.get("/reviewing")).text)


async def test_a_reader_sees_their_own_and_nobody_elses(app, vera, readers, definition):
    await read_by(readers, definition, agreeing=3, differing=2)
    async with signed_in_client(app, readers["Otto"]) as otto:
        page = words((await otto.get("/reviewing")).text)
        assert "You agreed with the outcome in 5 of your last 5." in page and "Rita" not in page
        assert (await otto.get(REGISTER)).status_code == 404
        mine = await certifying.mine(readers["Rita"])
        assert (await otto.post(f"{REGISTER}/{mine[0].id}/calibration")).status_code in (403, 404)
        assert await queries.own_drift(readers["Otto"], mine) == {}, "not even by the number"


async def test_it_is_one_question_for_one_reader_and_for_all(vera, readers, definition, monkeypatch):
    await read_by(readers, definition, agreeing=1, differing=1)
    found = await certifying.register(vera.desk)
    asked = []
    for shown in (found[:1], found):
        with questions_counted(monkeypatch) as questions:
            await queries.drift(vera.desk, shown)
        asked.append(sum(times for sql, times in questions.items() if "recommended_level" in sql))
    assert asked == [1, 1] and len(found) > 1


def test_drift_is_low_below_what_calibration_asks_for():
    def low(agreed: int, of: int) -> bool:
        return Drift(Agreed(agreed, of), Agreed(0, 0)).is_low(80)

    assert low(7, 10) and not low(8, 10) and low(3, 5) and not low(4, 5)
    assert not low(0, rules.LEAST - 1), "fewer say nothing"
