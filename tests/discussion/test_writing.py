"""Who is writing in a channel, a thread, between two: told to who reads it there, from who may post there."""

import pytest_asyncio

from community import app as roof
from community import db
from community.discussion import queries
from community.discussion.private import actions as private
from community.discussion.rules import Party
from community.discussion.writing import may_write_by_id
from tests.board.live import open_page, served
from tests.support.cohorts import a_cohort
from tests.support.discussion import says, the_channel, writes_to


@pytest_asyncio.fixture(scope="module")
async def address(app):
    async with served(app) as at:
        yield at


@pytest_asyncio.fixture
async def cohort(app):
    """Ana and Ben were there from the start; Dev came later and reads from then on."""
    async with a_cohort(app, "Ana", "Ben", backlog="from_joining") as made:
        made.early = await says(made.members["Ana"], "Before Dev")
        await made.joins("Dev")
        made.late = await says(made.members["Ana"], "After Dev")
        yield made


async def may(member, channel_id, root=None):
    return await may_write_by_id(member.person.id, channel_id, root.id if root else 0)


async def test_f49_writing_is_told_to_those_who_read_the_thread(cohort, address):
    ana, ben, dev = await cohort.seats("Ana", "Ben", "Dev")
    channel = await the_channel(ana)
    async with (
        open_page(address, ana, channel.address) as hers,
        open_page(address, ben, channel.address) as his,
        open_page(address, dev, channel.address) as devs,
    ):
        await hers.socket.says(writing=[channel.topic, cohort.early.id])
        await his.socket.until(lambda: his.socket.named("writing"))
        await his.socket.says(writing=[channel.topic, cohort.late.id])
        await devs.socket.until(lambda: devs.socket.named("writing"))
        assert his.socket.named("writing")[0] == {
            "topic": channel.topic, "place": cohort.early.id, "person": ana.person.id, "called": ana.person.called,
        }
        assert [said["place"] for said in devs.socket.named("writing")] == [cohort.late.id]


async def test_only_who_may_post_is_told_of(cohort):
    ana, ben, dev = await cohort.seats("Ana", "Ben", "Dev")
    general = cohort.early.channel_id
    assert await may(ana, general) == ""
    assert await may(ana, general, cohort.early) == cohort.early.at.isoformat()
    assert await may(dev, general, cohort.early) is None, "it began before she came"
    news = await says(cohort.facilitator, "Welcome", spot="announcements")
    assert await may(ana, news.channel_id) is None
    assert await may(cohort.facilitator, news.channel_id) == ""
    assert await may(ana, news.channel_id, cohort.early) is None, "a thread of another channel"
    answer = await says(ben, "Yes", thread=cohort.early)
    assert await may(ana, general, answer) is None, "threads are one deep"
    async with a_cohort(None, "Eve") as other:
        assert await may(other.members["Eve"], general) is None
    assert await may_write_by_id(ana.person.id, 10**9, 0) is None
    await db.run("update seat set role = 'observer' where id = :id", id=ben.seat.id)
    assert await may(ben, general) is None
    await db.run("update cohort set state = 'closed' where id = :id", id=cohort.id)
    assert await may(ana, general) is None


async def test_between_two_only_the_two_are_told(cohort):
    ana, ben, dev = await cohort.seats("Ana", "Ben", "Dev")
    message = await writes_to(ana, ben, "Shall we talk?")
    assert await may(ana, message.channel_id) == await may(ben, message.channel_id) == ""
    for other in (dev, cohort.facilitator):
        assert await may(other, message.channel_id) is None
        pair = (other.person.id, message.channel_id)
        assert await queries.audiences_by_id({pair}) == {}, "and who does not follow is not told"
    await private.stand(ben.seat, await queries.channel(ben.seat, message.channel_id), Party.LEFT)
    assert await may(ana, message.channel_id) is None, "nobody else reads there any more"


def test_only_talk_has_it_and_no_draft_of_evidence():
    assert set(roof.merged("composes")) == {"channel"}
