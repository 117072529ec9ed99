"""What is seen live is what a reload shows: for each kind in `live` and each audience (habit 16)."""

import re
from collections.abc import Iterator
from contextlib import AsyncExitStack

import pytest
import pytest_asyncio

from community import db
from community.cohorts import queries as cohorts
from community.discussion import actions
from tests.board.live import marks_of, open_page, served
from tests.support.artifacts import a_pdf
from tests.support.cohorts import a_cohort
from tests.support.discussion import brought, files_looked_at, now, says, the_channel, writes_to
from tests.support.pictures import a_picture


@pytest_asyncio.fixture(scope="module")
async def address(app):
    async with served(app) as at:
        yield at


@pytest_asyncio.fixture(params=["all", "from_joining"])
async def cohort(app, request):
    """Ana and Ben were there from the start, Dev came after some talk."""
    async with a_cohort(app, "Ana", "Ben", backlog=request.param) as made:
        ana, ben = await made.seats("Ana", "Ben")
        made.early = await says(ana, "Before Dev")
        await says(ben, "Answer before Dev", thread=made.early)
        await made.joins("Dev")
        made.first = await says(ana, "Tried the **chips** today.")
        made.second = await says(ben, "How did it go?")
        yield made


async def a_message(cohort):
    await says(cohort.members["Ben"], f"@{cohort.members['Ana'].person.name} see https://example.org")


async def a_message_about_a_criterion(cohort):
    await says(cohort.members["Ana"], "What counts?", about="talk_plan 2.1")


async def answers(cohort):
    for root in (cohort.early, cohort.first):
        await says(cohort.members["Ben"], "For two minutes", thread=root)


async def edits(cohort):
    ana = cohort.members["Ana"]
    for message in (cohort.early, cohort.first):
        await actions.edit(ana.seat, cohort.cohort, message, "Said *differently*")


async def deletions(cohort):
    ana, ben = await cohort.seats("Ana", "Ben")
    answer = await says(ben, "Too fast", thread=cohort.first)
    for author, message in ((ben, answer), (ana, cohort.early), (ben, cohort.second)):
        await actions.delete(author.seat, cohort.cohort, await now(message))


async def signs(cohort):
    await actions.react(cohort.members["Ana"].seat, cohort.cohort, cohort.early, "looking", True)
    for name in ("Ana", "Ben", "Dev"):
        member = cohort.members[name]
        await actions.react(member.seat, cohort.cohort, cohort.first, "thanks", True)
        await actions.react(member.seat, cohort.cohort, cohort.first, "love", True)
    await actions.react(cohort.members["Ben"].seat, cohort.cohort, cohort.first, "love", False)


async def resolutions(cohort):
    """One thread by an answer, which is another in the end; one without; one and open again."""
    ana, ben = await cohort.seats("Ana", "Ben")
    first, second = [await says(ben, text, thread=cohort.first) for text in ("Chips", "Cards")]
    for answer in (first, second):
        await actions.resolve(ana.seat, cohort.cohort, cohort.first, answer, True)
    await actions.resolve(ana.seat, cohort.cohort, cohort.early, cohort.early, True)
    for on in (True, False):
        await actions.resolve(ben.seat, cohort.cohort, cohort.second, cohort.second, on)


async def pins(cohort):
    """One that is said differently, one from before who came later, one that is taken down, one that is deleted."""
    (ana, ben), gloria = await cohort.seats("Ana", "Ben"), cohort.facilitator
    taken, deleted = await says(ben, "For an hour"), await says(ben, "Not for long")
    for message in (cohort.first, cohort.early, taken, deleted):
        await actions.pin(gloria.seat, cohort.cohort, message, True)
    await actions.edit(ana.seat, cohort.cohort, await now(cohort.first), "Read *this* first")
    await actions.pin(gloria.seat, cohort.cohort, await now(taken), False)
    await actions.delete(ben.seat, cohort.cohort, await now(deleted))


async def a_channel(cohort):
    await actions.make_channel(cohort.facilitator.seat, cohort.cohort, "Small wins")


async def a_requirements_channel(cohort):
    await says(cohort.facilitator, "Bring the plan you have.", spot="of-talk_plan")


async def files(cohort):
    """One that is found to be good, one that is not, a picture, and one that is still being looked at."""
    ana = cohort.members["Ana"]
    for name, content in (("A plan.pdf", a_pdf()), ("A ruin.pdf", b"%PDF-1.7 and no more")):
        await says(ana, name, thread=cohort.first, files=[await brought(name, content)])
    await says(ana, "A picture", files=[await brought("Tables.png", a_picture(kind="PNG"))])
    await files_looked_at()
    await says(ana, "Another plan", files=[await brought("Another plan.pdf", a_pdf())])


DEEDS = [
    *(a_message, a_message_about_a_criterion, answers, edits, deletions),
    *(signs, resolutions, pins, files, a_channel, a_requirements_channel),
]


READERS = ("Ana", "Ben", "Dev", "Gloria")  # who deeds and is mentioned, a peer, who came later, who leads


@pytest.mark.parametrize("deed", DEEDS, ids=lambda deed: deed.__name__)
async def test_what_is_seen_live_in_a_channel_is_what_a_reload_shows(cohort, address, deed):
    await _is_as_a_reload_shows(cohort, address, deed, (await the_channel(cohort.members["Ana"])).address)


@pytest.mark.parametrize("deed", [answers, edits, deletions, signs, resolutions, files], ids=lambda deed: deed.__name__)
async def test_what_is_seen_live_in_a_thread_is_what_a_reload_shows(cohort, address, deed):
    await _is_as_a_reload_shows(cohort, address, deed, cohort.first.address)


async def _is_as_a_reload_shows(cohort, address, deed, path):
    async with AsyncExitStack() as stack:
        pages = [await stack.enter_async_context(open_page(address, cohort.members[name], path)) for name in READERS]
        before = [seen(page.html) for page in pages]
        await deed(cohort)
        for page, was in zip(pages, before, strict=True):
            await page.catches_up()
            after = seen(await page.reloaded())
            assert seen(page.html) == after, page.member.name
            assert was != after, "the deed must show, or nothing is proved"


async def test_r17_nothing_from_before_the_joining_comes_live(cohort, address):
    dev, hidden = cohort.members["Dev"], cohort.cohort.backlog == "from_joining"
    async with open_page(address, dev, (await the_channel(dev)).address) as page:
        for deed in (answers, edits, signs, pins, deletions):
            await deed(cohort)
        await page.catches_up()
        early = {f"message-{cohort.early.id}", f"pin-{cohort.early.id}"}
        shown = {frame["id"] for frame in page.socket.named("show")}
        assert {f"message-{cohort.first.id}", f"pin-{cohort.first.id}"} <= shown, "the premise: the rest comes"
        assert (early & shown == set()) is hidden


async def test_what_was_deleted_is_not_replayed_to_who_was_away(cohort, address):
    ben = cohort.members["Ben"]
    async with open_page(address, ben, (await the_channel(ben)).address) as page:
        message = await says(cohort.members["Ana"], "Said in haste")
        await page.catches_up()
        assert "Said in haste" in page.html, "the premise: it was shown"
        marks = marks_of(page.html)
    await actions.delete(cohort.members["Ana"].seat, cohort.cohort, message)
    async with open_page(address, ben, (await the_channel(ben)).address) as page:
        await page.socket.says(follow=[[mark, 0] for mark in marks])
        await page.socket.answered()
        replayed = "".join(frame["html"] for frame in page.socket.named("show"))
        assert f"message-{message.id}" in replayed
        assert "Said in haste" not in replayed


async def test_ones_own_signs_travel_on_ones_own_seat_only(cohort, address):
    ana, ben = await cohort.seats("Ana", "Ben")
    path = (await the_channel(ana)).address
    async with open_page(address, ana, path) as hers, open_page(address, ben, path) as his:
        await actions.react(ben.seat, cohort.cohort, cohort.first, "thanks", True)
        await hers.catches_up()
        await his.catches_up()
        mine = f"mine-{cohort.first.id}"
        assert [frame["id"] for frame in hers.socket.named("show")] == [f"message-{cohort.first.id}"]
        assert {frame["id"] for frame in his.socket.named("show")} == {f"message-{cohort.first.id}", mine}


async def test_a_thread_of_two_is_put_into_the_side_list_of_both_and_of_nobody_else(cohort, address):
    ana, ben, dev = await cohort.seats("Ana", "Ben", "Dev")
    path = (await the_channel(ana)).address
    async with AsyncExitStack() as stack:
        pages = [await stack.enter_async_context(open_page(address, member, path)) for member in (ana, ben, dev)]
        thread = f"channel-{(await writes_to(ana, ben, 'After school?')).channel_id}"
        for page in pages:
            await page.catches_up()
            assert seen(page.html) == seen(await page.reloaded())
            assert (thread in seen(page.html)) is (page.member is not dev)


async def test_an_observer_hears_what_is_said(cohort, address):
    oona = await cohort.joins("Oona")
    await db.run("update seat set role = 'observer' where id = :id", id=oona.seat.id)
    seat = await cohorts.seat(oona.person, cohort.id)
    assert seat.role == "observer"
    async with open_page(address, oona, (await the_channel(oona)).address) as page:
        message = await says(cohort.members["Ana"], "Good morning")
        await page.catches_up()
        assert f"message-{message.id}" in seen(page.html)
        assert seen(page.html) == seen(await page.reloaded())


def seen(html: str) -> dict[str, str]:
    """Every message and pin, one's own signs, the side list, by id. Counts and lines are discussion.js's."""
    parts = {id: _plain(text) for id, text in _lines(html) if re.match(r"(message|mine|pin)-\d+$|channel-", id)}
    return {id: text for id, text in parts.items() if not id.startswith("mine-") or _counts(id, text, parts)}


def _lines(html: str) -> Iterator[tuple[str, str]]:
    """(id, html) of each list item."""
    begun = []
    for tag in re.finditer(r'<li(?: id="([\w-]+)")?[^>]*>|</li>', html):
        if tag[0] != "</li>":
            begun.append((tag[1] or "", tag.start()))
        else:
            id, start = begun.pop()
            yield id, html[start : tag.end()]


def _plain(text: str) -> str:
    own = r'<span class="count".*?</span></span>|(?<=" )data-newest="\d+"(?=>)| data-unread| aria-current=page'
    return re.sub(r">\s+|\s+<", lambda gap: gap[0].strip(), re.sub(own, "", text, flags=re.S))


def _counts(id: str, mine: str, parts: dict[str, str]) -> bool:
    """Signs on a message of this page; none is the same as no line."""
    return id.replace("mine", "message") in parts and 'data-kinds=""' not in mine
