"""Access ends when the seat ends, and with the sign-in: on sockets that are open, from that commit on."""

from datetime import timedelta
from uuid import uuid4

import pytest_asyncio

from community import clock, db
from tests.support.cohorts import a_cohort
from tests.support.listening import at_a_browser, listening
from tests.support.servers import serve


@pytest_asyncio.fixture(scope="module")
async def base(database):
    """Two processes on one port: what one does, the other's sockets must know."""
    async with serve("--workers", "2") as server:
        yield server.url


async def said_something(base, member, cohort, text="Good evening") -> tuple[str, str]:
    """Somebody writes in General: the channel's topic, and the id of what is shown."""
    async with at_a_browser(member.person, base) as browser:
        await browser.sends(f"/cohorts/{cohort.id}/channels/general/messages", text=text, post_key=str(uuid4()))
    row = await db.one(
        dict, "select id, channel_id from message where text = :text order by id desc limit 1", text=text
    )
    return f"channel:{row['channel_id']}", f"message-{row['id']}"


async def test_who_is_removed_hears_nothing_more_and_is_told_why(base):
    async with a_cohort(None, "Ana", "Ben") as cohort:
        ana, ben, gloria = cohort.members["Ana"], cohort.members["Ben"], cohort.facilitator
        channel, _first = await said_something(base, ana, cohort)
        topics = (f"cohort:{cohort.id}", channel)
        async with listening(ben.person, base, *topics) as his, listening(ana.person, base, *topics) as hers:
            _same, before = await said_something(base, ana, cohort, "He still hears this")
            await his.hears("show", id=before)
            async with at_a_browser(gloria.person, base) as browser:
                await browser.sends(f"/cohorts/{cohort.id}/members/{ben.seat.id}/removal")
                gone = await his.hears("gone", topic=f"cohort:{cohort.id}")
                await his.hears("gone", topic=channel)
            assert gone["why"] == "seat.removed" and gone["text"] and gone["link"].startswith("/")
            _same, after = await said_something(base, ana, cohort, "He no longer hears this")
            await hers.hears("show", id=after)
            await his.all_told()
            assert after not in his.shown
            await his.follow(*topics)
            for topic in topics:
                await his.hears("gone", topic=topic, why="ended")  # nor can he follow it again
            async with at_a_browser(ben.person, base) as browser:
                assert (await browser.get(f"/cohorts/{cohort.id}/board")).status_code == 404


async def test_who_leaves_hears_nothing_more(base):
    async with a_cohort(None, "Ana", "Ben") as cohort:
        ben = cohort.members["Ben"]
        async with listening(ben.person, base, f"cohort:{cohort.id}") as his:
            async with at_a_browser(ben.person, base) as browser:
                await browser.sends(f"/cohorts/{cohort.id}/leaving")
            await his.hears("gone", topic=f"cohort:{cohort.id}")


async def test_a_sign_out_closes_the_sockets_of_that_sign_in_and_no_other(base):
    async with a_cohort(None, "Ana") as cohort:
        ana = cohort.members["Ana"]
        async with listening(ana.person, base) as laptop, listening(ana.person, base) as phone:
            async with at_a_browser(ana.person, base, laptop.token) as browser:
                await browser.sends("/sign-out")
            assert await laptop.is_closed() == 4401
            await phone.all_told()
            assert phone.closed is None


async def test_a_sign_in_that_is_ended_from_elsewhere_closes_its_sockets(base):
    async with a_cohort(None, "Ana") as cohort:
        ana = cohort.members["Ana"]
        async with listening(ana.person, base) as lost_phone, at_a_browser(ana.person, base) as laptop:
            await laptop.sends("/sessions/others/end")
            assert await lost_phone.is_closed() == 4401


async def test_what_ends_by_time_ends_within_seconds(base):
    """No event tells it: every five seconds everybody's rights are asked again."""
    async with a_cohort(None, "Ana", "Ben") as cohort:
        ana, ben = cohort.members["Ana"], cohort.members["Ben"]
        async with listening(ana.person, base) as hers, listening(ben.person, base, f"cohort:{cohort.id}") as his:
            await db.run(
                "update session set ends_at = :then where person_id = :person",
                then=clock.now() - timedelta(seconds=1),
                person=ana.person.id,
            )
            away = "update seat set state = 'paused', returns_on = :day where id = :id"
            await db.run(away, day=clock.now().date() + timedelta(days=9), id=ben.seat.id)
            assert await hers.is_closed() == 4401
            assert (await his.hears("gone", topic=f"cohort:{cohort.id}"))["why"] == "ended"
