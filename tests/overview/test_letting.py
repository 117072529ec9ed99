"""A facilitator reads a draft only while its author lets her in, until a day, and each opening is shown (R64)."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
import pytest_asyncio

from community import db
from community.cohorts.seats import actions as seats
from community.evidence import queries as evidence
from community.evidence.scrub import actions as scrub
from community.overview.letting import queries, rules
from tests.support.catalogue import a_definition
from tests.support.cohorts import a_cohort
from tests.support.evidence import writes
from tests.support.people import signed_in_client

TEXT = "My purpose is that marigolds grow"
KEY = "talk_plan"


@pytest_asyncio.fixture
async def cohort(app):
    async with a_cohort(app, "Ana", "Ben") as made:
        ana = await made.seats("Ana")
        await writes(ana.person, await a_definition(made.cohort.code), KEY, TEXT)
        yield made


def member(cohort, name="Ana") -> str:
    return f"/cohorts/{cohort.id}/today/{cohort.members[name].seat.id}"


async def asks(cohort, sentence="May I help?", name="Ana", key=KEY, post_key=""):
    return await cohort.facilitator.posts(
        f"{member(cohort, name)}/askings", key=key, sentence=sentence, post_key=post_key or str(uuid4())
    )


async def asked(cohort):
    return (await queries.askings(cohort.members["Ana"].person))[0]


async def answers(cohort, answer="open", **fields):
    return await cohort.members["Ana"].posts(f"{(await asked(cohort)).address}/answers", answer=answer, **fields)


async def reads(cohort):
    return await cohort.facilitator.opens(f"{member(cohort)}/drafts/{KEY}")


async def test_r64_a_facilitator_reads_a_draft_only_while_its_author_lets_her_in(cohort, later):
    assert (await reads(cohort)).status_code == 404, "nobody asked"
    page = (await cohort.facilitator.opens(member(cohort))).text
    assert "Ask to be let in" in page and TEXT not in page
    assert "You have asked" in (await cohort.facilitator.opens((await asks(cohort)).headers["location"])).text
    assert (await reads(cohort)).status_code == 404, "not answered"
    assert "May I help?" in (await cohort.members["Ana"].opens((await asked(cohort)).address)).text
    said = await answers(cohort, until=((await asked(cohort)).today + timedelta(days=2)).isoformat())
    assert "You can close it at any time" in (await cohort.members["Ana"].opens(said.headers["location"])).text
    assert "open until" in (await cohort.members["Ana"].opens("/let-in")).text
    assert TEXT in (await reads(cohort)).text
    later(timedelta(days=3))
    async with signed_in_client(cohort.app, cohort.facilitator.person) as cohort.facilitator.client:
        assert (await reads(cohort)).status_code == 404, "the day is over"


async def test_r64_its_author_sees_each_opening(cohort):
    await asks(cohort)
    await answers(cohort)
    assert "Never so far" in (await cohort.members["Ana"].opens((await asked(cohort)).address)).text
    for _ in range(2):
        await reads(cohort)
    assert len(await queries.openings(cohort.members["Ana"].person, await asked(cohort))) == 2
    page = (await cohort.members["Ana"].opens((await asked(cohort)).address)).text
    assert page.count(f"<li>{cohort.facilitator.person.name}, ") == 2


async def test_not_now_gives_two_weeks_of_peace_and_no_reason(cohort, later):
    await asks(cohort)
    said = await answers(cohort, "not_now")
    assert "It stays yours" in (await cohort.members["Ana"].opens(said.headers["location"])).text
    assert (await reads(cohort)).status_code == 404
    again = await asks(cohort, "Please, a look")
    assert again.status_code == 409 and "theirs to decide" in again.text
    later(timedelta(days=14, minutes=1))
    async with signed_in_client(cohort.app, cohort.facilitator.person) as cohort.facilitator.client:
        assert (await asks(cohort)).status_code == 303


async def test_what_was_opened_is_closed_at_once_when_its_author_says_so(cohort):
    await asks(cohort)
    await answers(cohort)
    assert (await reads(cohort)).status_code == 200
    await answers(cohort, "not_now")
    assert (await reads(cohort)).status_code == 404
    assert (await answers(cohort, "open")).status_code == 409, "it has to be asked for again"


async def test_it_ends_when_either_leaves(cohort):
    await asks(cohort)
    await answers(cohort)
    ana = cohort.members["Ana"]
    await seats.leave(ana.person, ana.seat, cohort.cohort)
    assert (await reads(cohort)).status_code == 404


async def test_it_ends_when_who_asked_facilitates_no_more(cohort):
    await asks(cohort)
    await answers(cohort)
    await db.run("update seat set role = 'helper' where id = :id", id=cohort.facilitator.seat.id)
    assert (await reads(cohort)).status_code == 403


async def test_nobody_else_decides_or_even_sees_the_asking(cohort):
    await asks(cohort)
    asking = await asked(cohort)
    for other in (cohort.members["Ben"], cohort.facilitator):
        assert (await other.opens(asking.address)).status_code == 404
        assert (await other.posts(f"{asking.address}/answers", answer="open")).status_code == 404
    assert (await asked(cohort)).state == "asked"


async def test_what_is_not_begun_cannot_be_asked_for(cohort):
    assert (await asks(cohort, name="Ben")).status_code == 404
    assert (await asks(cohort, key="no_such_part")).status_code == 404
    assert "Nothing is begun yet" in (await cohort.facilitator.opens(member(cohort, "Ben"))).text


@pytest.mark.parametrize("days", [-1, 31, 4000])
async def test_a_day_is_from_today_on_and_within_thirty(cohort, days):
    await asks(cohort)
    answer = await answers(cohort, until=((await asked(cohort)).today + timedelta(days=days)).isoformat())
    assert answer.status_code == 422 and "within 30 days" in answer.text
    assert (await asked(cohort)).state == "asked"


async def test_asked_twice_by_one_form_is_asked_once(cohort):
    key = str(uuid4())
    assert [(await asks(cohort, post_key=key)).status_code for _ in range(2)] == [303, 303]
    assert len(await queries.askings(cohort.members["Ana"].person)) == 1


async def test_an_empty_sentence_is_refused_and_nothing_is_asked(cohort):
    assert (await asks(cohort, " ")).status_code == 422
    assert await queries.askings(cohort.members["Ana"].person) == []


async def test_notices_go_to_who_decides_and_to_who_asked(cohort):
    await asks(cohort)
    asking = await asked(cohort)
    assert await queries.authors_by_id([asking.id]) == {asking.id: [cohort.members["Ana"].person.id]}
    assert await queries.askers_by_id([asking.id]) == {asking.id: [cohort.facilitator.person.id]}


def test_the_last_day_belongs_to_it():
    class Opened:
        state, until = "open", date(2026, 11, 20)

    assert rules.is_open(Opened, date(2026, 11, 20)) and not rules.is_open(Opened, date(2026, 11, 21))


async def test_r32_what_may_be_a_name_is_answered_before_a_draft_is_opened(cohort):
    ana = await cohort.seats("Ana")
    definition = await a_definition(cohort.cohort.code)
    await writes(ana.person, definition, KEY, TEXT + ", as Marisol said.")
    await asks(cohort)
    asking = await asked(cohort)
    names = f"/work/{cohort.cohort.code}/{KEY}/names"
    page = (await ana.opens(asking.address)).text
    assert f'href="{names}"' in page and "Look at 1 word" in page and "Marisol" in (await ana.opens(names)).text
    refused = await answers(cohort)
    assert refused.status_code == 409 and "Something in it may be a name" in refused.text
    assert (await reads(cohort)).status_code == 404
    await answered(ana.person, definition)
    assert names not in (await ana.opens(asking.address)).text
    assert (await answers(cohort)).status_code == 303 and TEXT in (await reads(cohort)).text


async def test_r32_a_name_that_comes_into_an_open_draft_withholds_it(cohort):
    ana = await cohort.seats("Ana")
    definition = await a_definition(cohort.cohort.code)
    await asks(cohort)
    await answers(cohort)
    await writes(ana.person, definition, KEY, TEXT + ", as Marisol said.")
    page = (await reads(cohort)).text
    assert "It cannot be read just now" in page and TEXT not in page and "Marisol" not in page
    assert await queries.openings(ana.person, await asked(cohort)) == [], "it was not opened"
    await answered(ana.person, definition)
    assert "as Marisol said" in (await reads(cohort)).text


async def answered(person, definition) -> None:
    """Each of what is found is no name, says its author."""
    work = await evidence.work(person, definition.code, KEY)
    for finding in await scrub.check(person, work):
        await scrub.answer(person, work, finding.key)
