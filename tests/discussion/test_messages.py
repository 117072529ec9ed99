"""One message: its thread, its versions, its end, whom it mentions, the signs it is given."""

import asyncio
import re
from uuid import uuid4

import pytest_asyncio

from community import db
from community.cohorts.seats import actions as seats
from community.discussion import queries
from community.once import once
from tests.support.cohorts import a_cohort
from tests.support.discussion import edits, now, posts, replies, said, says, the_channel, writes_to
from tests.support.questions import questions_counted


@pytest_asyncio.fixture
async def cohort(app):
    async with a_cohort(app, "Ana", "Ben", "Cem") as made:
        yield made


async def events_of(message) -> list[str]:
    """What was told of it on its channel, in order."""
    rows = await db.many(
        dict,
        "select kind from event where subject_id = :id and topic = :topic order by seq limit 100",
        id=message.id,
        topic=message.topic,
    )
    return [row["kind"] for row in rows]


# --- threads ---


async def test_an_answer_stands_in_its_thread_and_the_first_message_says_so(cohort):
    ana, ben = await cohort.seats("Ana", "Ben")
    root = await says(ana, "Did you model it first?")
    answer = await replies(ben, root, "For two minutes.")
    assert f'data-into="thread-{root.id}"' in answer.text
    channel = await ana.opens((await the_channel(ana)).address)
    assert said(channel.text) == ["Did you model it first?"], "replies stand in the thread"
    assert "1 reply" in channel.text
    thread = await ana.opens(root.address)
    assert said(thread.text)[:2] == ["Did you model it first?", "For two minutes."]
    assert await events_of(root) == ["message.posted", "message.answered"]


async def test_an_answer_to_an_answer_stays_in_the_thread(cohort):
    ana, ben = await cohort.seats("Ana", "Ben")
    root = await says(ana, "First")
    second = await says(ben, "Second", thread=root)
    third = await replies(ana, second, "Third")
    assert f'data-into="thread-{root.id}"' in third.text
    assert (await now(root)).replies == 2


async def test_a_link_to_an_answer_shows_the_thread_and_what_one_can_do_with_that_answer(cohort):
    ana, ben = await cohort.seats("Ana", "Ben")
    root = await says(ana, "First")
    answer = await says(ben, "Second", thread=root)
    page = (await ben.opens(answer.address)).text
    assert said(page)[:2] == ["First", "Second"]
    assert f'href="{answer.address}/editor"' in page.split('id="about"')[1]
    assert f'href="{root.address}/editor"' not in page.split('id="about"')[1]


async def test_beside_the_channel_comes_the_thread_alone(cohort):
    ana = cohort.members["Ana"]
    root = await says(ana, "First")
    beside = (await ana.client.get(root.address, headers={"hx-request": "true"})).text
    assert beside.lstrip().startswith('<aside class="thread" id="thread"')
    assert f'id="message-{root.id}"' not in beside, "it stands in the channel's list already"


# --- f54: edit and delete ---


async def test_f54_an_edit_is_seen_and_what_it_said_before_is_read_by_all(cohort):
    ana, ben = await cohort.seats("Ana", "Ben")
    message = await says(ana, "Friday at **four**")
    assert (await edits(ana, message, "Friday at *five*")).status_code == 303
    page = (await ben.opens((await the_channel(ben)).address)).text
    assert said(page) == ["Friday at five"]
    assert f'href="{message.address}/versions">edited</a>' in page
    assert said((await ben.opens(f"{message.address}/versions")).text) == ["Friday at five", "Friday at four"]
    await edits(ana, await now(message), "Saturday")
    assert said((await ben.opens(f"{message.address}/versions")).text) == [
        "Saturday",
        "Friday at five",
        "Friday at four",
    ]
    assert await events_of(message) == ["message.posted", "message.edited", "message.edited"]


async def test_saving_the_same_text_is_no_edit(cohort):
    ana = cohort.members["Ana"]
    message = await says(ana, "Same")
    await edits(ana, message, " Same\r\n")
    assert (await now(message)).edited_at is None
    assert await events_of(message) == ["message.posted"]


async def test_two_edits_at_once_keep_one_and_show_the_other_to_its_writer(cohort):
    ana = cohort.members["Ana"]
    message = await says(ana, "Was")
    answers = await asyncio.gather(*(edits(ana, message, f"Became {n}") for n in range(2)))
    assert sorted(answer.status_code for answer in answers) == [303, 409]
    refused = next(n for n, answer in enumerate(answers) if answer.status_code == 409)
    assert f"Became {refused}" in answers[refused].text, "what was typed is still there"
    assert len(await queries.versions(ana.seat, message)) == 2


async def test_only_the_author_edits(cohort):
    ben, gloria = cohort.members["Ben"], cohort.facilitator
    message = await says(cohort.members["Ana"], "Mine")
    for other in (ben, gloria):
        assert (await other.opens(f"{message.address}/editor")).status_code == 403
        assert (await edits(other, message, "Yours")).status_code == 403
        assert (await other.posts(f"{message.address}/deletion")).status_code == 403
    assert said((await ben.opens(message.address)).text)[0] == "Mine"


async def test_f54_a_deleted_message_leaves_its_trace_and_its_text_to_author_and_facilitator(cohort):
    ana, ben, gloria = cohort.members["Ana"], cohort.members["Ben"], cohort.facilitator
    message = await says(ana, "Too much said")
    assert "Too much said" in (await ana.opens(f"{message.address}/deletion")).text
    assert (await ana.posts(f"{message.address}/deletion")).status_code == 303
    for path in ((await the_channel(ben)).address, message.address, f"/cohorts/{cohort.id}/search?q=much"):
        assert "Too much said" not in (await ben.opens(path)).text
    assert f"Deleted by {ana.person.name}" in (await ben.opens((await the_channel(ben)).address)).text
    assert (await ben.opens(f"{message.address}/versions")).status_code == 403
    for reader in (ana, gloria):
        assert said((await reader.opens(f"{message.address}/versions")).text) == ["Too much said"]
    assert (await edits(ana, message, "Said again")).status_code == 403
    assert (await ana.posts(f"{message.address}/deletion")).status_code == 403, "gone is gone"
    assert await events_of(message) == ["message.posted", "message.deleted"]


async def test_a_deleted_answer_is_not_counted_and_the_thread_goes_on(cohort):
    ana, ben = await cohort.seats("Ana", "Ben")
    root = await says(ana, "First")
    answer = await says(ben, "Second", thread=root)
    await ana.posts(f"{root.address}/deletion")
    assert (await replies(ana, root, "Third")).status_code == 200
    await ben.posts(f"{answer.address}/deletion")
    assert (await now(root)).replies == 1


# --- f50: mentions ---


async def test_f50_a_member_who_is_named_is_mentioned(cohort):
    ana, ben = await cohort.seats("Ana", "Ben")
    message = await says(ana, f"@{ben.person.name} and @cem and @Nobody")
    assert f'data-person="{ben.person.id}">@{ben.person.name}</span>' in message.html
    assert await _mentioned(message) == {ben.person.id, cohort.members["Cem"].person.id}
    await edits(ana, message, "@Ana herself")
    assert await _mentioned(message) == {ana.person.id}, "an edit names others"


async def test_who_is_to_hear_of_a_mention(cohort):
    ana, ben, cem = await cohort.seats("Ana", "Ben", "Cem")
    message = await says(ana, "@Ana, @Ben and @Cem")
    assert await queries.called_by_id([message.id]) == {message.id: [ben.person.id, cem.person.id]}
    await seats.leave(cem.person, cem.seat, cohort.cohort)
    assert await queries.called_by_id([message.id]) == {message.id: [ben.person.id]}
    await ana.posts(f"{message.address}/deletion")
    assert await queries.called_by_id([message.id]) == {}


async def test_nobody_of_another_cohort_is_mentioned(app, cohort):
    async with a_cohort(app, "Zoe") as other:
        zoe = await other.seats("Zoe")
        message = await says(cohort.members["Ana"], f"@{zoe.person.name} @Zoe")
        assert await _mentioned(message) == set()


async def test_completion_offers_members_of_this_cohort(app, cohort):
    ana, ben = await cohort.seats("Ana", "Ben")
    async with a_cohort(app, "Benno"):
        offered = (await ana.opens(f"/cohorts/{cohort.id}/names?q=be")).text
        assert f'data-name="{ben.person.name}"' in offered
        assert "Benno" not in offered


async def _mentioned(message) -> set[int]:
    rows = await db.many(
        dict, "select person_id from mention where message_id = :id order by person_id limit 50", id=message.id
    )
    return {row["person_id"] for row in rows}


# --- reactions ---


async def test_a_sign_is_given_and_taken_back(cohort):
    ana, ben = await cohort.seats("Ana", "Ben")
    message = await says(ana, "It worked")
    for member in (ana, ben):
        await member.posts(f"{message.address}/reactions", kind="celebrate")
    assert (await now(message)).reactions == {"celebrate": 2}
    assert 'aria-label="Celebrate, 2"' in (await ana.opens((await the_channel(ana)).address)).text
    await ben.posts(f"{message.address}/reactions", kind="celebrate")
    assert (await now(message)).reactions == {"celebrate": 1}, "pressed again it is taken back"
    assert (await ben.posts(f"{message.address}/reactions", kind="skull")).status_code == 422


async def test_a_sign_that_is_meant_twice_is_given_once(cohort):
    ana = cohort.members["Ana"]
    message = await says(ana, "It worked")
    for _ in range(3):
        await ana.posts(f"{message.address}/reactions", kind="thanks", on="yes")
    assert (await now(message)).reactions == {"thanks": 1}
    assert await events_of(message) == ["message.posted", "reaction.changed"]
    for _ in range(2):
        await ana.posts(f"{message.address}/reactions", kind="thanks", on="no")
    assert (await now(message)).reactions == {}


async def test_ones_own_signs_stand_on_ones_own_page_only(cohort):
    ana, ben = await cohort.seats("Ana", "Ben")
    message = await says(ana, "It worked")
    await ben.posts(f"{message.address}/reactions", kind="love")
    address = (await the_channel(ana)).address
    mine = f'<li id="mine-{message.id}" data-into="mine" data-message="{message.id}" data-kinds="love">'
    assert mine in (await ben.opens(address)).text
    assert f'id="mine-{message.id}"' not in (await ana.opens(address)).text
    pressed = (await ben.opens(message.address)).text.split('id="signs"')[1]
    assert 'name="kind" value="love">\n      <input type="hidden" name="on" value="no">' in pressed


async def test_a_deleted_message_is_given_no_sign(cohort):
    ana = cohort.members["Ana"]
    message = await says(ana, "Oh")
    await ana.posts(f"{message.address}/deletion")
    await ana.posts(f"{message.address}/reactions", kind="love", on="yes")
    assert (await now(message)).reactions == {}


# --- a page of many ---


async def test_older_ones_come_on_demand_and_a_link_leads_into_their_middle(cohort):
    ana = cohort.members["Ana"]
    written = [await says(ana, f"Number {n}") for n in range(120)]
    channel = await the_channel(ana)
    newest = (await ana.opens(channel.address)).text
    assert said(newest) == [f"Number {n}" for n in range(70, 120)]
    assert f'hx-get="{channel.address}/messages?before={written[70].id}"' in newest
    earlier = (await ana.opens(f"{channel.address}/messages?before={written[70].id}")).text
    assert said(earlier) == [f"Number {n}" for n in range(20, 70)]
    first = (await ana.opens(f"{channel.address}/messages?before={written[20].id}")).text
    assert said(first) == [f"Number {n}" for n in range(20)]
    assert "This is where it began" in first
    middle = (await ana.opens(f"{channel.address}?at={written[60].id}")).text
    assert said(middle) == [f"Number {n}" for n in range(36, 86)]
    assert "To the newest" in middle


async def test_each_reply_of_a_long_thread_is_reached_also_where_some_are_deleted(cohort):
    ana = cohort.members["Ana"]
    root = await says(ana, "Which words do you pick?")
    written = [await says(ana, f"Number {n}", thread=root) for n in range(55)]
    for gone in written[-5:]:
        await ana.posts(f"{gone.address}/deletion")
    newest = (await ana.opens(root.address)).text
    assert "Show 5 earlier replies" in newest and f'href="{root.address}?before={written[5].id}"' in newest
    first = (await ana.opens(f"{root.address}?before={written[5].id}")).text
    assert said(first)[1:6] == [f"Number {n}" for n in range(5)]
    assert "earlier repl" not in first, "nothing stands above it"


async def test_the_page_asks_the_database_as_often_for_fifty_messages_as_for_one(cohort, monkeypatch):
    ana, ben = await cohort.seats("Ana", "Ben")
    root = await says(ana, "One")
    address = (await the_channel(ana)).address
    few = {path: await _questions(ana, path, monkeypatch) for path in (address, root.address)}
    for number in range(60):
        message = await says(ben, f"@Ana {number}")
        await says(ana, f"Answer {number}", thread=message if number % 2 else root)
        await ben.posts(f"{message.address}/reactions", kind="thanks")
    many = {path: await _questions(ana, path, monkeypatch) for path in few}
    assert many == few
    assert all(number <= 16 for number in few.values()), few


async def _questions(member, path, monkeypatch) -> int:
    """How many statements this page asks for."""
    with questions_counted(monkeypatch) as asked:
        assert (await member.opens(path)).status_code == 200
    return asked.total()


async def test_a_key_that_stands_for_something_else_shows_nobodys_message(cohort):
    ana, ben, cem = await cohort.seats("Ana", "Ben", "Cem")
    private, key = await writes_to(ben, cem, "For Cem alone."), uuid4()

    async def noted() -> str:
        return str(private.id)

    await once("note", ana.person.id, key, noted)
    answer = await posts(ana, "Good morning.", key=str(key))
    assert answer.status_code == 409 and "For Cem alone." not in answer.text


async def test_hostile_markdown_does_nothing_on_the_page(cohort):
    ana = cohort.members["Ana"]
    await posts(ana, "<script>alert(1)</script> [x](javascript:alert(1)) <img src=x onerror=alert(1)> @<b>")
    page = (await ana.opens((await the_channel(ana)).address)).text
    (body,) = re.findall(r'<div class="body" hx-ignore>(.*?alert.*?)</div>', page, re.S)
    assert "<script" not in body
    assert "<img" not in body
    assert "href" not in body
