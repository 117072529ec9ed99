"""A facilitator pins messages to the head of their channel; all who may read them see them there."""

import asyncio
import re

import pytest
import pytest_asyncio

from community import db
from community.discussion import actions, rules
from community.errors import Conflict
from tests.board.live import open_page, served
from tests.discussion.test_messages import _questions, events_of
from tests.support.cohorts import a_cohort
from tests.support.discussion import now, says, the_channel, writes_to


@pytest_asyncio.fixture(params=["all"])
async def cohort(app, request):
    """Ana said something, Ben answered; Dev came later."""
    async with a_cohort(app, "Ana", "Ben", backlog=request.param) as made:
        ana, ben = await made.seats("Ana", "Ben")
        made.root = await says(ana, "We meet on\n\n**Thursdays**")
        made.reply = await says(ben, "In room 4", thread=made.root)
        await made.joins("Dev")
        yield made


async def pins(member, message, pinned: str = "yes"):
    return await member.posts(f"{message.address}/pin", pinned=pinned)


async def head(member, spot: str = "general") -> dict[int, str]:
    """What stands at the head of the channel's page: {message: author and words}."""
    page = (await member.opens((await the_channel(member, spot)).address)).text
    assert 'class="pinned' in page, "the premise: there is a head"
    lines = re.findall(r'<li id="pin-(\d+)"[^>]*><a href="([^"]+)"[^>]*>(.*?)</a></li>', page, re.S)
    assert all(address == f"/cohorts/{member.seat.cohort_id}/messages/{id}" for id, address, _words in lines)
    return {int(id): re.sub(r"<[^>]+>", "", words) for id, _address, words in lines}


def press(html: str) -> str:
    """What the form on the message's page would say."""
    found = re.search(r'/pin" method="post">.*?name="pinned" value="(\w+)"', html, re.S)
    return found[1] if found else ""


async def test_a_facilitator_pins_a_message_and_takes_it_down(cohort):
    ben, gloria = await cohort.seats("Ben"), cohort.facilitator
    assert await head(ben) == {}
    assert press((await gloria.opens(cohort.root.address)).text) == "yes"
    answer = await pins(gloria, cohort.root)
    assert (answer.status_code, answer.headers["location"]) == (303, cohort.root.address), "a plain form goes round"
    await pins(gloria, cohort.reply)
    ana_said = f"{cohort.members['Ana'].person.name} We meet on **Thursdays**"
    assert await head(ben) == {cohort.root.id: ana_said, cohort.reply.id: f"{ben.person.name} In room 4"}
    assert press((await gloria.opens(cohort.root.address)).text) == "no"
    await pins(gloria, cohort.root, "no")
    assert list(await head(ben)) == [cohort.reply.id]
    assert (await pins(gloria, cohort.root, "perhaps")).status_code == 422


async def test_who_did_it_and_when_is_in_the_log_once_and_nobody_has_a_notice(cohort):
    gloria, before = cohort.facilitator, len(await events_of(cohort.root))
    for pinned in ("yes", "yes", "no", "no"):
        await pins(gloria, cohort.root, pinned)
    assert (await events_of(cohort.root))[before:] == ["message.pinned", "message.pinned"]
    told = await db.many(
        dict,
        """
        select person_id, at is not null as dated, cast(detail->>'pinned' as boolean) as pinned from event
        where kind = 'message.pinned' and subject_id = :id order by id limit 10
        """,
        id=cohort.root.id,
    )
    assert [(one["person_id"], one["dated"], one["pinned"]) for one in told] == [
        (gloria.person.id, True, True),
        (gloria.person.id, True, False),
    ]


async def test_others_pin_nothing_and_see_no_button(cohort):
    for name in ("Ana", "Ben"):
        member = cohort.members[name]
        assert (await pins(member, cohort.root)).status_code == 403
        assert press((await member.opens(cohort.root.address)).text) == ""
    assert await head(cohort.facilitator) == {}


async def test_five_find_room_in_a_channel_however_many_are_pinned_at_once(cohort):
    ana, gloria = await cohort.seats("Ana"), cohort.facilitator
    messages = [await says(ana, f"Number {number}") for number in range(8)]
    told = await asyncio.gather(
        *(actions.pin(gloria.seat, cohort.cohort, one, True) for one in messages), return_exceptions=True
    )
    assert sorted(type(one).__name__ for one in told) == ["Conflict"] * 3 + ["NoneType"] * rules.MOST_PINS
    pinned = await head(ana)
    assert len(pinned) == rules.MOST_PINS
    (left, *_rest) = [one for one in messages if one.id not in pinned]
    refused = await pins(gloria, left)
    assert refused.status_code == 409
    assert "Unpin one of them first" in refused.text
    await pins(gloria, next(one for one in messages if one.id in pinned), "no")
    assert (await pins(gloria, left)).status_code == 303
    elsewhere = await says(ana, "Another channel has room", spot="of-talk_plan")
    assert (await pins(gloria, elsewhere)).status_code == 303
    assert list(await head(ana, "of-talk_plan")) == [elsewhere.id]


async def test_what_is_deleted_or_hidden_loses_its_pin_and_gets_none(cohort):
    ben, gloria = await cohort.seats("Ben"), cohort.facilitator
    for message in (cohort.root, cohort.reply):
        await pins(gloria, message)
    await ben.posts(f"{cohort.reply.address}/deletion")
    assert list(await head(ben)) == [cohort.root.id]
    async with db.transaction():
        await actions.hide(gloria.seat, cohort.root.id, "It names a child.")
    assert await head(ben) == {}
    for message in (cohort.root, cohort.reply):
        assert (await events_of(message))[-1] == "message.pin_changed"
        assert (await pins(gloria, message)).status_code == 403
        with pytest.raises(Conflict):  # who had it open before
            await actions.pin(gloria.seat, cohort.cohort, message, True)


@pytest.mark.parametrize("cohort", ["all", "from_joining"], indirect=True)
async def test_who_came_later_sees_the_pins_of_what_they_may_read(cohort):
    gloria, dev = cohort.facilitator, cohort.members["Dev"]
    late = await says(cohort.members["Ana"], "Since Dev is here")
    late_answer = await says(cohort.members["Ana"], "To what was before", thread=cohort.root)
    for message in (cohort.root, late, late_answer):
        await pins(gloria, message)
    everything = [cohort.root.id, late.id, late_answer.id]
    assert list(await head(cohort.members["Ben"])) == everything
    assert list(await head(dev)) == (everything if cohort.cohort.backlog == "all" else [late.id])


async def test_between_two_nothing_is_pinned(cohort):
    ana, gloria = await cohort.seats("Ana"), cohort.facilitator
    message = await writes_to(gloria, ana, "Only for you")
    assert (await pins(gloria, message)).status_code == 403
    page = await gloria.opens(f"/cohorts/{cohort.id}/channels/{message.channel_id}")
    assert 'class="pinned' not in page.text


async def test_in_a_closed_cohort_the_pins_stay_as_they_are(cohort):
    gloria = cohort.facilitator
    await pins(gloria, cohort.root)
    await db.run("update cohort set state = 'closed' where id = :id", id=cohort.id)
    assert (await pins(gloria, cohort.root, "no")).status_code == 403
    assert list(await head(gloria)) == [cohort.root.id]


async def test_a_pin_comes_and_goes_on_an_open_page(cohort, app):
    ben, gloria = await cohort.seats("Ben"), cohort.facilitator
    async with served(app) as address, open_page(address, ben, (await the_channel(ben)).address) as page:
        for pinned in (True, False):
            await actions.pin(gloria.seat, cohort.cohort, await now(cohort.root), pinned)
            await page.catches_up()
            assert (f'<li id="pin-{cohort.root.id}"' in page.html) is pinned


async def test_the_head_of_a_channel_is_one_question_however_much_is_pinned(cohort, monkeypatch):
    ana, gloria = await cohort.seats("Ana"), cohort.facilitator
    address = (await the_channel(ana)).address
    none = await _questions(ana, address, monkeypatch)
    for number in range(rules.MOST_PINS):
        await pins(gloria, await says(ana, f"Number {number}"))
    assert len(await head(ana)) == rules.MOST_PINS
    assert await _questions(ana, address, monkeypatch) == none
