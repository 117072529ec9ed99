"""How much of one thread somebody is told: as of its channel, or as they chose for it alone (F51)."""

import pytest
import pytest_asyncio

from community import db
from community.discussion.following import queries as following
from community.discussion.queries import called_by_id
from tests.notifications.test_notices import everybody_is_told, heard, is_removed, sentences
from tests.support.cohorts import a_cohort
from tests.support.discussion import says, the_channel, writes_to

REPLIED, ANNOUNCED = "message.replied", "message.announced"


@pytest_asyncio.fixture
async def cohort(app):
    async with a_cohort(app, "Ana", "Ben", "Cem") as made:
        await everybody_is_told()
        yield made


async def told_of(message) -> set[int]:
    return set((await following.followers_by_id([message.id])).get(message.id, []))


async def chooses(member, root, level):
    return await member.posts(f"{root.address}/involvement", level=level)


async def test_who_began_a_thread_or_has_answered_there_is_told_of_a_reply_and_who_wrote_it_is_not(cohort):
    ana, ben, cem = await cohort.seats("Ana", "Ben", "Cem")
    root = await says(ana, "Who has tried it?")
    first = await says(ben, "I have", thread=root)
    assert await told_of(first) == {ana.person.id}
    assert await told_of(await says(cem, "Me too", thread=root)) == {ana.person.id, ben.person.id}
    assert await told_of(root) == set(), "what begins a thread is no reply"
    await everybody_is_told()
    assert await heard(ana.person) == [REPLIED] * 2 and await heard(cem.person) == []


async def test_who_is_mentioned_in_a_reply_is_told_that_once_and_not_the_reply(cohort):
    ana, ben = await cohort.seats("Ana", "Ben")
    root = await says(ana, "Who has tried it?")
    await says(ben, f"@{ana.person.name} I have", thread=root)
    await everybody_is_told()
    assert await heard(ana.person) == ["message.posted"]


# what Ana chose for the channel, and for the thread; whether a reply, and a mention in the thread, is told
LEVELS = [
    ("everything", None, True, True),
    ("mentions", None, False, True),
    ("nothing", None, False, False),
    ("hidden", None, False, False),
    ("everything", "mentions", False, True),
    ("everything", "nothing", False, False),
    ("mentions", "everything", True, True),
    ("nothing", "everything", True, True),
    ("nothing", "mentions", False, True),
    ("nothing", "channel", False, False),
]


async def test_f51_a_thread_tells_as_its_reader_chose_for_it_else_as_its_channel(cohort):
    ana, ben = await cohort.seats("Ana", "Ben")
    root = await says(ana, "Who has tried it?")
    general = await the_channel(ana)
    for channel, thread, replies, mentions in LEVELS:
        assert (await ana.posts(f"{general.address}/involvement", level=channel)).status_code == 303
        assert (await chooses(ana, root, thread or "channel")).headers["location"] == root.address
        reply = await says(ben, "I have", thread=root)
        mention = await says(ben, f"@{ana.person.name} have you?", thread=root)
        called = (await called_by_id([mention.id])).get(mention.id, [])
        assert ((ana.person.id in await told_of(reply)), ana.person.id in called) == (replies, mentions), (
            channel, thread,
        )  # fmt: skip


async def test_who_follows_a_thread_hears_of_it_without_having_written_there(cohort):
    ana, ben, cem = await cohort.seats("Ana", "Ben", "Cem")
    root = await says(ana, "Who has tried it?")
    await chooses(cem, root, "everything")
    assert await told_of(await says(ben, "I have", thread=root)) == {ana.person.id, cem.person.id}
    page = (await cem.opens(f"{root.address}/involvement")).text
    assert 'value="everything" checked' in page and "General: Everything." in page
    assert f'href="{root.address}/involvement"' in (await cem.opens(root.address)).text
    assert 'value="channel" checked' in (await ana.opens(f"{root.address}/involvement")).text, "nobody else sees it"


async def test_a_thread_of_two_a_reply_and_nonsense_have_no_such_choice(cohort):
    ana, ben = await cohort.seats("Ana", "Ben")
    root = await says(ana, "Who has tried it?")
    reply, private = await says(ben, "I have", thread=root), await writes_to(ben, ana, "A word?")
    for message in (reply, private):
        address = f"/cohorts/{cohort.id}/messages/{message.id}/involvement"
        assert (await ana.opens(address)).status_code == 404
        assert (await ana.posts(address, level="nothing")).status_code == 404
    for level in ("hidden", ""):
        assert (await chooses(ana, root, level)).status_code == 422
    assert await db.value("select count(*) from thread_involvement where person_id = :id", id=ana.person.id) == 0


async def test_f56_an_announcement_is_told_to_all_but_who_asked_for_mentions_only(cohort):
    ana, ben, cem = await cohort.seats("Ana", "Ben", "Cem")
    lead = cohort.facilitator
    place = await the_channel(lead, "announcements")
    await ben.posts(f"{place.address}/involvement", level="mentions")
    announced = await says(lead, f"@{cem.person.name} brings the cards on Thursday", "announcements")
    await says(lead, "And bring a pencil", "announcements")
    await everybody_is_told()
    assert await heard(ana.person) == [ANNOUNCED] * 2 and await heard(ben.person) == []
    assert sorted(await heard(cem.person)) == [ANNOUNCED, "message.posted"], "who is named is told that"
    assert sentences((await ana.opens("/inbox")).text) == [
        f"2 announcements to all of {cohort.cohort.name}. The newest is by {lead.person.name}."
    ]
    assert announced.address in (await ana.opens("/inbox")).text, "it leads to the first of them"


@pytest.mark.parametrize("gone", ["removed", "deleted"])
async def test_who_is_gone_or_what_is_deleted_tells_nobody(cohort, gone):
    ana, ben = await cohort.seats("Ana", "Ben")
    root = await says(ana, "Who has tried it?")
    reply = await says(ben, "I have", thread=root)
    if gone == "removed":
        await is_removed(cohort, "Ana")
    else:
        await db.run("update message set deleted_at = at where id = :id", id=reply.id)
    assert await told_of(reply) == set()
