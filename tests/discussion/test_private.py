"""Private threads: two of a cohort talk, and nobody else reads, hears, finds or is told of it."""

import asyncio
from dataclasses import replace
from uuid import uuid4

import pytest
import pytest_asyncio

from community import db
from community.cohorts import queries as cohorts
from community.discussion import queries
from community.discussion.private import actions as private
from community.discussion.rules import Party
from community.errors import Conflict, Forbidden, NotFound
from tests.support.cohorts import a_cohort
from tests.support.discussion import said, says, unread, writes_to
from tests.support.questions import questions_counted

WORDS = "Shall we talk about the marigold lesson?"


@pytest_asyncio.fixture
async def cohort(app):
    async with a_cohort(app, "Ana", "Ben", "Dev") as made:
        yield made


def here(cohort) -> str:
    return f"/cohorts/{cohort.id}"


async def writes(member, to, text=WORDS, key=""):
    return await member.posts(
        f"/cohorts/{member.seat.cohort_id}/private-threads", to=to.seat.id, text=text, post_key=key or str(uuid4())
    )


async def test_two_talk_in_a_thread_of_their_own(cohort):
    ana, ben = await cohort.seats("Ana", "Ben")
    answer = await writes(ana, ben)
    assert answer.status_code == 303
    thread = answer.headers["location"].split("#")[0]
    assert (await unread(ben))[thread.rsplit("/", 1)[1]] == 1
    assert WORDS in said((await ben.opens(thread)).text)
    await ben.posts(f"{thread}/messages", text="Yes, after school.", post_key=str(uuid4()))
    assert "Yes, after school." in said((await ana.opens(thread)).text)


async def test_nobody_else_reads_finds_or_follows_it(cohort):
    ana, ben = await cohort.seats("Ana", "Ben")
    message = await writes_to(ana, ben, WORDS)
    for other in (cohort.facilitator, await cohort.seats("Dev")):
        for path in (
            f"/channels/{message.channel_id}",
            f"/channels/{message.channel_id}/messages",
            f"/messages/{message.id}",
            f"/messages/{message.id}/versions",
        ):
            assert (await other.opens(here(cohort) + path)).status_code == 404, path
        assert WORDS not in (await other.opens(f"{here(cohort)}/search?q=marigold")).text
        assert f"channel-{message.channel_id}" not in (await other.opens(f"{here(cohort)}/channels")).text
        seat = await cohorts.seat(other.person, cohort.id)
        assert f"channel:{message.channel_id}" not in await queries.topics(seat)
        assert await queries.audiences_by_id({(other.person.id, message.channel_id)}) == {}
    assert "marigold" in (await ben.opens(f"{here(cohort)}/search?q=marigold")).text
    assert (ben.person.id, message.channel_id) in await queries.audiences_by_id({(ben.person.id, message.channel_id)})


async def test_two_have_one_thread_whoever_writes_first_and_however_often(cohort):
    ana, ben = await cohort.seats("Ana", "Ben")
    told = await asyncio.gather(*(writes_to(*pair, "Hello") for pair in [(ana, ben), (ben, ana)] * 4))
    assert len({message.channel_id for message in told}) == 1
    again = await ana.opens(f"{here(cohort)}/private-threads/new?to={ben.seat.id}")
    assert again.headers["location"] == f"{here(cohort)}/channels/{told[0].channel_id}"


async def test_a_letter_that_is_sent_twice_is_there_once(cohort):
    ana, ben = await cohort.seats("Ana", "Ben")
    key = str(uuid4())
    first, second = await writes(ana, ben, key=key), await writes(ana, ben, key=key)
    assert first.headers["location"] == second.headers["location"]


async def test_the_other_is_told_and_who_is_only_mentioned_there_is_not(cohort):
    ana, ben = await cohort.seats("Ana", "Ben")
    message = await writes_to(ana, ben, "As @Dev said")
    assert await queries.called_by_id([message.id]) == {message.id: [ben.person.id]}


async def test_who_mutes_it_is_not_told_and_reads_on(cohort):
    ana, ben = await cohort.seats("Ana", "Ben")
    thread = f"{here(cohort)}/channels/{(await writes_to(ana, ben, 'One')).channel_id}"
    await ben.posts(f"{thread}/standing", state="muted")
    message = await writes_to(ana, ben, "Two")
    assert await queries.called_by_id([message.id]) == {}
    assert thread.rsplit("/", 1)[1] not in await unread(ben)
    assert said((await ben.opens(thread)).text) == ["One", "Two"]
    await ben.posts(f"{thread}/standing", state="open")
    assert await queries.called_by_id([message.id]) == {message.id: [ben.person.id]}


async def test_who_leaves_it_reads_no_more_of_it_and_the_other_learns_why_nobody_answers(cohort):
    ana, ben = await cohort.seats("Ana", "Ben")
    message = await writes_to(ana, ben, "One")
    thread = f"{here(cohort)}/channels/{message.channel_id}"
    left = await ben.posts(f"{thread}/standing", state="left")
    assert left.headers["location"] == f"{here(cohort)}/channels/general"
    assert (await ben.opens(thread)).status_code == 404
    assert await queries.audiences_by_id({(ben.person.id, message.channel_id)}) == {}
    assert "The other has left" in (await ana.opens(thread)).text
    with pytest.raises(Conflict):
        await writes_to(ana, ben, "Two")
    await writes_to(ben, ana, "I am back")
    assert said((await ana.opens(thread)).text) == ["One", "I am back"]


async def test_what_is_typed_to_who_has_left_is_kept(cohort):
    ana, ben = await cohort.seats("Ana", "Ben")
    thread = f"{here(cohort)}/channels/{(await writes_to(ana, ben, 'One')).channel_id}"
    await ben.posts(f"{thread}/standing", state="left")
    answer = await writes(ana, ben, "A long thought")
    assert answer.status_code == 409
    assert "A long thought" in answer.text
    assert await db.value("select count(*) from message where text = 'A long thought'") == 0


async def test_nobody_writes_to_themself_nor_to_an_observer(cohort):
    ana, dev = await cohort.seats("Ana", "Dev")
    await db.run("update seat set role = 'observer' where id = :id", id=dev.seat.id)
    for other in (ana, dev):
        with pytest.raises(Forbidden):
            await writes_to(ana, other, "Hello")
        assert (await writes(ana, other)).status_code == 403
    assert (await dev.opens(f"{here(cohort)}/private-threads/new")).status_code == 403


async def test_nobody_of_another_cohort_is_written_to(cohort, app):
    async with a_cohort(app, "Tess") as there:
        tess, ana = await there.seats("Tess"), await cohort.seats("Ana")
        refused = await writes(ana, tess)
        assert refused.status_code == 422 and WORDS in refused.text and "Choose somebody who sits here" in refused.text


async def test_a_private_thread_is_not_where_the_discussion_opens(cohort):
    ana, ben = await cohort.seats("Ana", "Ben")
    said_to_all = await says(ana, "To all")
    await writes_to(ana, ben, "To one")
    opened = await ben.opens(f"{here(cohort)}/discussion")
    assert opened.headers["location"] == f"{here(cohort)}/channels/{said_to_all.channel_id}"


async def test_the_action_asks_itself_whether_somebody_may(cohort):
    ana, ben = await cohort.seats("Ana", "Ben")
    channel = await queries.channel(
        await cohorts.seat(ana.person, cohort.id), (await writes_to(ana, ben, "One")).channel_id
    )
    dev = await cohort.seats("Dev")
    sent = await dev.posts(f"{channel.address}/messages", text="I was not asked", post_key=str(uuid4()))
    assert sent.status_code == 404
    for wrong in (replace(channel, kind="general"), replace(channel, id=(channel.id or 0) + 1000)):
        with pytest.raises(NotFound):
            await private.stand(ana.seat, wrong, Party.LEFT)


async def test_the_list_is_a_handful_of_questions_however_many_threads(cohort, monkeypatch):
    ana = await cohort.seats("Ana")
    with questions_counted(monkeypatch) as few:
        await ana.opens(f"{here(cohort)}/channels")
    for name in ("Eva", "Finn", "Greta"):
        await writes_to(ana, await cohort.joins(name), "Hello")
    with questions_counted(monkeypatch) as many:
        assert "Ana and Greta" in (await ana.opens(f"{here(cohort)}/channels")).text
    assert many.total() <= few.total()
