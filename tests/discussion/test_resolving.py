"""A thread is resolved, or one of its replies is the answer: by who began it or a facilitator (F55)."""

import re

import pytest
import pytest_asyncio

from community.discussion import actions
from community.errors import Conflict
from tests.discussion.test_messages import events_of
from tests.support.cohorts import a_cohort
from tests.support.discussion import now, says, the_channel


@pytest_asyncio.fixture
async def cohort(app):
    """Ana asked, Ben answered twice."""
    async with a_cohort(app, "Ana", "Ben", "Cem") as made:
        ana, ben = await made.seats("Ana", "Ben")
        made.root = await says(ana, "How do I film a class?")
        made.first, made.second = [await says(ben, text, thread=made.root) for text in ("By phone", "From behind")]
        yield made


async def resolves(member, message, resolved: str = "yes"):
    return await member.posts(f"{message.address}/resolution", resolved=resolved)


async def standing(cohort) -> tuple[bool, int | None, list[int]]:
    """Whether the thread is resolved, by which reply, and which replies say that they are it."""
    root, *replies = [await now(one) for one in (cohort.root, cohort.first, cohort.second)]
    return root.resolved_at is not None, root.answer_id, [one.id for one in replies if one.is_answer]


def press(html: str) -> tuple[str, str]:
    """What the form on the page would say, and its words."""
    found = re.search(r'/resolution" method="post">.*?name="resolved" value="(\w+)"[^>]*>([^<]+)</button>', html, re.S)
    return (found[1], found[2].strip()) if found else ("", "")


async def test_f55_who_began_a_thread_resolves_it_and_opens_it_again(cohort):
    ana, cem = await cohort.seats("Ana", "Cem")
    assert press((await ana.opens(cohort.root.address)).text) == ("yes", "Mark the thread as resolved")
    answer = await resolves(ana, cohort.root)
    assert (answer.status_code, answer.headers["location"]) == (303, cohort.root.address), "a plain form goes round"
    assert await standing(cohort) == (True, None, [])
    assert "Resolved" in (await cem.opens((await the_channel(cem)).address)).text, "everybody sees it"
    assert press((await ana.opens(cohort.root.address)).text) == ("no", "Open the thread again")
    await resolves(ana, cohort.root, "no")
    assert await standing(cohort) == (False, None, [])
    assert "Resolved" not in (await cem.opens((await the_channel(cem)).address)).text


async def test_f55_a_reply_is_the_answer_until_another_is(cohort):
    ana, cem = await cohort.seats("Ana", "Cem")
    await resolves(ana, cohort.first)
    assert await standing(cohort) == (True, cohort.first.id, [cohort.first.id])
    page = (await cem.opens(cohort.root.address)).text
    assert page.count("The answer") == 1
    assert f'<a href="{cohort.first.address}">See the answer</a>' in page
    await resolves(ana, cohort.second)
    assert await standing(cohort) == (True, cohort.second.id, [cohort.second.id])
    await resolves(ana, cohort.first, "no")
    assert await standing(cohort) == (True, cohort.second.id, [cohort.second.id]), "it was not the answer"
    assert press((await ana.opens(cohort.second.address)).text) == ("no", "This is not the answer after all")
    await resolves(ana, cohort.second, "no")
    assert await standing(cohort) == (False, None, [])


async def test_what_is_so_already_is_told_once(cohort):
    ana = await cohort.seats("Ana")
    before = len(await events_of(cohort.root))
    for _press in range(2):
        await resolves(ana, cohort.first)
    assert (await events_of(cohort.root))[before:] == ["message.resolved"]
    assert (await events_of(cohort.first))[1:] == ["message.marked"]


async def test_f55_a_facilitator_may_too_and_others_may_not(cohort):
    ben, gloria = await cohort.seats("Ben"), cohort.facilitator
    for message in (cohort.root, cohort.first):
        assert (await resolves(ben, message)).status_code == 403, "who answered does not say that it is the answer"
        assert press((await ben.opens(message.address)).text) == ("", "")
    assert await standing(cohort) == (False, None, [])
    assert (await resolves(gloria, cohort.first)).status_code == 303
    assert await standing(cohort) == (True, cohort.first.id, [cohort.first.id])
    assert (await resolves(gloria, cohort.first, "perhaps")).status_code == 422


async def test_a_deleted_reply_is_no_answer(cohort):
    ana, ben = await cohort.seats("Ana", "Ben")
    await resolves(ana, cohort.first)
    await ben.posts(f"{cohort.first.address}/deletion")
    assert await standing(cohort) == (True, None, []), "resolved it is, the link to what is gone is not shown"
    gone = await now(cohort.first)
    with pytest.raises(Conflict):
        await actions.resolve(ana.seat, cohort.cohort, cohort.root, gone, True)
    await resolves(ana, cohort.second)
    assert await standing(cohort) == (True, cohort.second.id, [cohort.second.id])
