"""How far each has read; what one may find; where the backlog begins."""

import re
from uuid import uuid4

import pytest
import pytest_asyncio

from community import db
from community.discussion import queries
from tests.support.cohorts import a_cohort
from tests.support.discussion import edits, reads, said, says, the_channel, unread
from tests.support.people import signed_in_client


@pytest_asyncio.fixture
async def cohort(app):
    async with a_cohort(app, "Ana", "Ben") as made:
        yield made


async def finds(member, words: str) -> list[str]:
    """The excerpts of a search's first page."""
    answer = await member.client.get(f"/cohorts/{member.seat.cohort_id}/search", params={"q": words})
    assert answer.status_code == 200, answer.text
    return [part.split("</article>")[0] for part in answer.text.split("<article")[1:]]


# --- f47: unread ---


async def test_f47_what_others_say_is_unread_until_its_newest_was_seen(cohort):
    ana, ben = await cohort.seats("Ana", "Ben")
    assert await unread(ben) == {}
    first = await says(ana, "One")
    last = await says(ana, "Two")
    await says(ana, "My plan", spot="of-talk_plan")
    await says(ben, "My own")
    assert await unread(ben) == {"general": 2, "of-talk_plan": 1}
    assert await unread(ana) == {"general": 1}
    await reads(ben, first)
    assert await unread(ben) == {"general": 1, "of-talk_plan": 1}
    await reads(ben, last)
    assert await unread(ben) == {"of-talk_plan": 1}


async def test_f47_what_was_read_on_one_device_is_read_on_the_other(app, cohort):
    ana, ben = await cohort.seats("Ana", "Ben")
    message = await says(ana, "One")
    async with signed_in_client(app, ben.person) as phone:
        address = (await the_channel(ben)).address
        assert "New since you were here</h2></li>\n" in (await phone.get(address)).text.split("<template")[0]
        await reads(ben, message)
        assert "New since you were here" not in (await phone.get(address)).text.split("<template")[0]


async def test_the_marker_moves_by_a_post_only_and_only_forward(cohort):
    ana, ben = await cohort.seats("Ana", "Ben")
    first, second = [await says(ana, text) for text in ("One", "Two")]
    for _ in range(2):
        await ben.opens((await the_channel(ben)).address)
    assert await unread(ben) == {"general": 2}, "looking changes nothing"
    await reads(ben, second)
    await reads(ben, first)
    assert await unread(ben) == {}
    answer = await ben.posts(f"{(await the_channel(ben)).address}/read-marker", message_id=str(2**61))
    assert answer.status_code == 303
    await says(ana, "Three")
    assert await unread(ben) == {"general": 1}, "nobody has read what is not there yet"


async def test_an_answer_in_a_thread_is_unread_too_and_what_is_deleted_is_not(cohort):
    ana, ben = await cohort.seats("Ana", "Ben")
    root = await says(ana, "One")
    await says(ana, "Answer", thread=root)
    assert await unread(ben) == {"general": 2}
    await ana.posts(f"{root.address}/deletion")
    assert await unread(ben) == {"general": 1}


async def test_threads_that_were_answered_meanwhile_are_named_above(cohort):
    ana, ben = await cohort.seats("Ana", "Ben")
    old, other = [await says(ana, text) for text in ("An old   question", "Another")]
    await reads(ben, other)
    for number in range(2):
        await says(ana, f"Answer {number}", thread=old)
    await says(ben, "My own", thread=other)
    address = (await the_channel(ben)).address
    page = (await ben.opens(address)).text.split('<nav class="thread-news"')[1].split("</nav>")[0]
    assert "An old question" in page
    assert "2 new" in page
    assert "Another" not in page, "one's own answer is no news"
    await reads(ben, (await queries.replies(ben.seat, other))[-1])
    assert '<nav class="thread-news"' not in (await ben.opens(address)).text


async def test_the_line_stands_above_the_first_unread(cohort):
    ana, ben = await cohort.seats("Ana", "Ben")
    for text in ("One", "Two"):
        last = await says(ana, text)
    await reads(ben, last)
    for text in ("Three", "Four"):
        await says(ana, text)
    page = (await ben.opens((await the_channel(ben)).address)).text.split("<template")[0]
    above, below = page.split("New since you were here")
    assert said(above) == ["One", "Two"]
    assert said(below) == ["Three", "Four"]


async def test_r17_who_comes_later_reads_what_was_said_and_the_line_stands_at_the_joining(cohort):
    ana = cohort.members["Ana"]
    await says(ana, "Before")
    dev = await cohort.joins("Dev")
    await says(ana, "After")
    assert await unread(dev) == {"general": 1}
    page = (await dev.opens((await the_channel(dev)).address)).text.split("<template")[0]
    assert [said(part) for part in page.split("New since you were here")] == [["Before"], ["After"]]


async def test_who_posts_a_plain_form_has_read(cohort):
    ana, ben = await cohort.seats("Ana", "Ben")
    await says(ana, "One")
    await ben.posts(
        f"{(await the_channel(ben)).address}/messages", text="Two", post_key="00000000-0000-4000-8000-000000000001"
    )
    assert await unread(ben) == {}


# --- r17: the backlog ---


@pytest_asyncio.fixture
async def quiet(app):
    """A cohort whose backlog begins with the joining: Ana was there, Dev came later."""
    async with a_cohort(app, "Ana", backlog="from_joining") as made:
        made.before = await says(made.members["Ana"], "Before Dev, chips")
        await says(made.members["Ana"], "Answer before Dev, chips", thread=made.before)
        await made.joins("Dev")
        made.late_answer = await says(made.members["Ana"], "Answer after Dev, chips", thread=made.before)
        made.after = await says(made.members["Ana"], "After Dev, chips")
        yield made


async def test_r17_what_was_begun_before_the_joining_is_not_shown_found_or_counted(quiet):
    dev = quiet.members["Dev"]
    channel = await the_channel(dev)
    assert said((await dev.opens(channel.address)).text) == ["After Dev, chips"]
    assert said((await dev.opens(f"{channel.address}?at={quiet.before.id}")).text) == ["After Dev, chips"]
    assert said((await dev.opens(f"{channel.address}/messages?before={quiet.after.id}")).text) == []
    for hidden in (quiet.before, quiet.late_answer):
        for path in ("", "/versions"):
            assert (await dev.opens(hidden.address + path)).status_code == 404
        assert (await dev.posts(f"{hidden.address}/reactions", kind="love")).status_code == 404
    assert len(await finds(dev, "chips")) == 1
    assert await unread(dev) == {"general": 1}


async def test_r17_the_facilitator_and_who_was_there_read_all(quiet):
    for member in (quiet.members["Ana"], quiet.facilitator):
        assert said((await member.opens((await the_channel(member)).address)).text) == [
            "Before Dev, chips",
            "After Dev, chips",
        ]
        assert len(await finds(member, "chips")) == 4


# --- f53: search ---


async def test_f53_one_finds_what_one_may_read_and_nothing_else(app, cohort):
    ana = cohort.members["Ana"]
    async with a_cohort(app, "Zoe") as other:
        zoe = await other.seats("Zoe")
        await says(zoe, "Our **talking chips** are blue")
        await says(ana, "Our **talking chips** are red", spot="of-talk_plan")
        (found,) = await finds(ana, "talking chips")
        assert "red" in found
        assert "Artifact" in found, "it says in which channel"
        (found,) = await finds(zoe, "chips")
        assert "blue" in found


async def test_words_are_found_by_the_cohorts_dictionary_and_marked(cohort):
    ana = cohort.members["Ana"]
    await says(ana, "She *talked* about <b>structures & frames</b>")
    (found,) = await finds(ana, "structure talking")
    assert "<mark>talked</mark>" in found
    assert "<mark>structures</mark> &amp; frames" in found
    assert "<b>" not in found
    assert await finds(ana, '"frames structures"') == [], "in quotes: side by side"
    assert await finds(ana, "talked -frames") == []


async def test_answers_edits_and_deletions_are_found_as_they_are_now(cohort):
    ana, ben = await cohort.seats("Ana", "Ben")
    root = await says(ana, "Nothing of the kind")
    answer = await says(ben, "A xylophone", thread=root)
    assert len(await finds(ana, "xylophone")) == 1
    await edits(ben, answer, "A glockenspiel")
    assert await finds(ana, "xylophone") == [], "what it said before is in its versions"
    assert len(await finds(ana, "glockenspiel")) == 1
    answer = (await queries.messages_by_id([answer.id]))[answer.id]
    await ben.posts(f"{answer.address}/deletion")
    assert await finds(ana, "glockenspiel") == []


@pytest.mark.parametrize(
    "words", ["'", '"', "a' or 1=1 --", "%_%", "!!! & | <->", "\\", "the", "(", "x" * 5000, "🙏", "-"]
)
async def test_a41_any_words_are_only_words(cohort, words):
    await says(cohort.members["Ana"], "Nothing to find")
    assert await finds(cohort.members["Ana"], words) == []


async def test_many_come_by_the_page(cohort):
    ana = cohort.members["Ana"]
    for number in range(45):
        await says(ana, f"Blue chips in box{number} here")
    path, seen = f"/cohorts/{cohort.id}/search?q=chips", []
    while path:
        page = (await ana.opens(path)).text
        seen += re.findall(r"</mark> in box(\d+) here", page)
        onward = page.split('rel="next"')[0].rsplit('href="', 1)[1].split('"')[0] if 'rel="next"' in page else ""
        path = onward.replace("&amp;", "&")
    assert seen == [str(number) for number in reversed(range(45))]


async def test_a_spanish_cohort_is_searched_by_spanish_words(app):
    async with a_cohort(app, "Ana", language="es") as cohort:
        ana = cohort.members["Ana"]
        await says(ana, "Las maestras hablaban mucho")
        assert len(await finds(ana, "hablar maestra")) == 1
        assert await db.value("select language from message order by id desc limit 1") == "es"


async def test_the_tab_on_the_cohorts_other_pages_says_how_much_is_unread(app):
    async with a_cohort(app, "Ana", "Ben") as cohort:
        ana, ben = await cohort.seats("Ana", "Ben")
        assert (await ben.opens(f"/cohorts/{cohort.id}/unread")).text.strip() == ""
        board = (await ben.opens(f"/cohorts/{cohort.id}/board")).text
        assert f'hx-get="/cohorts/{cohort.id}/unread"' in board
        for text in ("One", "Two"):
            await ana.posts(f"/cohorts/{cohort.id}/channels/general/messages", text=text, post_key=str(uuid4()))
        assert "2 unread" in (await ben.opens(f"/cohorts/{cohort.id}/unread")).text
        assert (await ana.opens(f"/cohorts/{cohort.id}/unread")).text.strip() == "", "one's own are read"
