"""People of a cohort talk: what one says, the others read; nobody else does."""

import asyncio
from uuid import uuid4

import pytest
import pytest_asyncio

from community import clock, db
from community.cohorts import queries as cohorts
from community.cohorts.seats import actions as seats
from community.discussion import actions, queries
from community.errors import Conflict, Forbidden, NotFound
from tests.support.cohorts import a_cohort
from tests.support.discussion import how_many, posts, replies, said, says, the_channel


@pytest_asyncio.fixture
async def cohort(app):
    async with a_cohort(app, "Ana", "Ben") as made:
        yield made


async def test_what_one_says_the_others_read(cohort):
    ana, ben = await cohort.seats("Ana", "Ben")
    answer = await posts(ana, "Hello **all**")
    assert answer.status_code == 200, answer.text
    assert 'data-into="messages-general"' in answer.text, "the answer is the partial that the socket shows"
    page = await ben.opens((await the_channel(ben)).address)
    assert said(page.text) == ["Hello all"]
    assert "<strong>all</strong>" in page.text


async def test_without_javascript_a_form_goes_round(cohort):
    ana = await cohort.seats("Ana")
    answer = await posts(ana, "Plainly", htmx=False)
    assert answer.status_code == 303
    assert said((await ana.opens(answer.headers["location"])).text) == ["Plainly"]


async def test_the_discussion_opens_where_somebody_spoke_last(cohort):
    ana, ben = await cohort.seats("Ana", "Ben")
    first = await ana.opens(f"/cohorts/{cohort.id}/discussion")
    assert first.headers["location"].endswith("/channels/general"), "nobody has spoken"
    message = await says(ben, "My plan", spot="of-talk_plan")
    again = await ana.opens(f"/cohorts/{cohort.id}/discussion")
    assert again.headers["location"].endswith(f"/channels/{message.channel_id}")


# --- channels ---


async def test_a_requirements_channel_can_be_read_before_it_is_made_and_is_made_by_the_first_message(cohort):
    ana = await cohort.seats("Ana")
    address = f"/cohorts/{cohort.id}/requirements/talk_plan/channel"
    empty = await ana.opens(address)
    assert empty.status_code == 200
    assert "Nothing has been said here yet" in empty.text
    assert await db.value("select count(*) from channel where cohort_id = :id", id=cohort.id) == 0, "looking made a row"
    await says(ana, "My plan", spot="of-talk_plan")
    assert said((await ana.opens(address)).text) == ["My plan"], "the old address goes on"
    assert (await the_channel(ana, "of-talk_plan")).id
    assert (await ana.opens(f"/cohorts/{cohort.id}/requirements/nothing_so_called/channel")).status_code == 404
    assert (await ana.posts(f"/cohorts/{cohort.id}/requirements/nothing/channel/messages", text="x")).status_code == 404


async def test_ten_first_messages_at_once_make_one_channel(cohort):
    ana, ben = await cohort.seats("Ana", "Ben")
    empty = await the_channel(ana)
    assert empty.id is None
    await asyncio.gather(
        *(actions.post(one.seat, cohort.cohort, empty, f"{n}", uuid4()) for n in range(5) for one in (ana, ben))
    )
    assert await db.value("select count(*) from channel where cohort_id = :id", id=cohort.id) == 1
    assert await how_many(cohort) == 10
    made = "select count(*) from event where kind = 'channel.made' and topic = :topic"
    assert await db.value(made, topic=cohort.cohort.topic) == 1


async def test_facilitators_announce_and_members_read_it(cohort):
    ana, gloria = cohort.members["Ana"], cohort.facilitator
    assert (await posts(gloria, "Thursday moves", spot="announcements")).status_code == 200
    page = await ana.opens((await the_channel(ana, "announcements")).address)
    assert said(page.text) == ["Thursday moves"]
    assert "Facilitators write here" in page.text
    assert '<form class="composer"' not in page.text
    assert (await posts(ana, "Me too", spot="announcements")).status_code == 403
    (message,) = await queries.messages(ana.seat, cohort.cohort, await the_channel(ana, "announcements"))
    assert (await replies(ana, message, "Me too")).status_code == 403
    assert await how_many(cohort) == 1


async def test_a_facilitator_makes_a_channel_and_a_member_does_not(cohort):
    ana, gloria = cohort.members["Ana"], cohort.facilitator
    address, key = f"/cohorts/{cohort.id}/channels", str(uuid4())
    made = [await gloria.posts(address, name="Small wins", post_key=key) for _ in range(2)]
    assert made[0].status_code == 303
    assert made[1].headers["location"] == made[0].headers["location"], "made once, however often it is sent"
    assert (await posts(ana, "I slept", spot="Small wins")).status_code == 200
    short = await gloria.posts(address, name="a", post_key=str(uuid4()))
    assert short.status_code == 422
    assert "at least 3" in short.text
    assert (await ana.posts(address, name="Mine", post_key=str(uuid4()))).status_code == 403


async def test_an_observer_reads_and_does_not_write(cohort):
    await says(cohort.members["Ana"], "Hello")
    oona = await cohort.joins("Oona")
    await db.run("update seat set role = 'observer' where id = :id", id=oona.seat.id)
    page = await oona.opens((await the_channel(oona)).address)
    assert said(page.text) == ["Hello"]
    assert "you read along" in page.text
    assert (await posts(oona, "May I?")).status_code == 403


async def test_r22_a_closed_cohort_is_read_only(cohort):
    ana = cohort.members["Ana"]
    message = await says(ana, "Goodbye")
    await db.run("update cohort set state = 'closed' where id = :id", id=cohort.id)
    assert said((await ana.opens((await the_channel(ana)).address)).text) == ["Goodbye"]
    assert (await posts(ana, "One more thing")).status_code == 403
    assert (await ana.posts(f"{message.address}/reactions", kind="thanks")).status_code == 403
    assert (await ana.opens(f"{message.address}/editor")).status_code == 403


# --- nobody else ---


async def test_another_cohorts_talk_is_at_no_address(app, cohort):
    message = await says(cohort.members["Ana"], "Between us")
    root = await says(cohort.members["Ana"], "A thread")
    async with a_cohort(app, "Zoe") as other:
        zoe = await other.seats("Zoe")
        for path in (message.address, f"{message.address}/versions", f"/cohorts/{cohort.id}/channels/general"):
            assert (await zoe.opens(path)).status_code == 404
        for foreign in (
            f"/cohorts/{other.id}/messages/{message.id}",
            f"/cohorts/{other.id}/messages/{message.id}/versions",
            f"/cohorts/{other.id}/channels/{message.channel_id}",
            f"/cohorts/{other.id}/channels/{message.channel_id}/messages",
        ):
            assert (await zoe.opens(foreign)).status_code == 404, "nor through her own cohort"
        for foreign, fields in {
            f"messages/{root.id}/replies": {"text": "x", "post_key": str(uuid4())},
            f"messages/{root.id}/reactions": {"kind": "thanks"},
            f"channels/{root.channel_id}/messages": {"text": "x", "post_key": str(uuid4())},
            f"channels/{root.channel_id}/read-marker": {"message_id": str(root.id)},
        }.items():
            assert (await zoe.posts(f"/cohorts/{other.id}/{foreign}", **fields)).status_code == 404
    assert await how_many(cohort) == 2


async def test_who_has_left_finds_nothing_any_more(cohort):
    ana, ben = await cohort.seats("Ana", "Ben")
    message = await says(ana, "Hello")
    assert (await ben.opens(message.address)).status_code == 200
    await seats.leave(ben.person, ben.seat, cohort.cohort)
    here = f"/cohorts/{cohort.id}"
    for path in (
        "discussion",
        "channels",
        "channels/general",
        f"channels/{message.channel_id}",
        "search?q=hello",
        "names",
    ):
        assert (await ben.opens(f"{here}/{path}")).status_code == 404, path
    assert (await ben.opens(message.address)).status_code == 404
    answer = await ben.posts(f"{here}/channels/{message.channel_id}/messages", text="Still here", post_key=str(uuid4()))
    assert answer.status_code == 404
    assert said((await ana.opens(message.address)).text)[0] == "Hello", "what was said stays"


# --- once ---


async def test_x10_a_post_repeated_is_one_message(cohort):
    ana, key = cohort.members["Ana"], str(uuid4())
    first, again = [await posts(ana, "Only once", key=key) for _ in range(2)]
    assert again.text == first.text
    assert await how_many(cohort) == 1


async def test_x11_each_of_a_hundred_posts_sent_twice_at_once_is_one_message(cohort):
    ana = cohort.members["Ana"]
    channel = await the_channel(ana)
    for number in range(100):
        key = uuid4()
        one, other = await asyncio.gather(
            *(actions.post(ana.seat, cohort.cohort, channel, f"Number {number}", key) for _ in range(2))
        )
        assert one == other
        channel = await the_channel(ana)
    assert await how_many(cohort) == 100
    told = "select count(*) from event where kind = 'message.posted' and topic = :topic"
    assert await db.value(told, topic=channel.topic) == 100


async def test_a_key_is_its_persons_own(cohort):
    ana, ben = await cohort.seats("Ana", "Ben")
    key = str(uuid4())
    await posts(ana, "Mine", key=key)
    await posts(ben, "Mine too", key=key)
    assert await how_many(cohort) == 2


@pytest.mark.parametrize(
    ("fields", "field"),
    [({"text": "   "}, "text"), ({"text": "x" * 20_001}, "text"), ({"text": "x", "post_key": "no key"}, "post_key")],
)
async def test_what_cannot_be_sent_says_why_and_is_kept(cohort, fields, field):
    ana = cohort.members["Ana"]
    address = (await the_channel(ana)).address
    answer = await ana.posts(f"{address}/messages", **{"post_key": str(uuid4())} | fields)
    assert answer.status_code == 422
    assert await how_many(cohort) == 0
    if field == "text":
        assert 'aria-invalid="true"' in answer.text.replace("aria-invalid=true", 'aria-invalid="true"')
        assert fields["text"].strip() in answer.text


async def test_there_is_a_rate(cohort):
    ana = cohort.members["Ana"]
    answers = [(await posts(ana, f"{n}")).status_code for n in range(32)]
    assert answers[:30] == [200] * 30
    assert answers[30:] == [429, 429]


# --- rules hold in the action too ---


async def test_the_action_checks_what_the_page_does_not_show(cohort):
    ana, ben = await cohort.seats("Ana", "Ben")
    message = await says(ana, "Mine")
    with pytest.raises(Forbidden):
        await actions.edit(ben.seat, cohort.cohort, message, "Yours")
    with pytest.raises(Forbidden):
        await actions.delete(cohort.facilitator.seat, cohort.cohort, message)
    with pytest.raises(Forbidden):
        await actions.make_channel(ben.seat, cohort.cohort, "Mine")
    gone = await actions.delete(ana.seat, cohort.cohort, message)
    with pytest.raises(Conflict):
        await actions.post(ben.seat, cohort.cohort, await the_channel(ben), "Too late", uuid4(), gone)
    async with a_cohort(None, "Zoe") as other:
        seat = (await other.seats("Zoe")).seat
        with pytest.raises(NotFound):
            await queries.message(seat, await cohorts.cohort(seat), message.id)
    assert clock.now() >= gone.deleted_at
