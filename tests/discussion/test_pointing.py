"""A message says what it is about, leads there, and is found from the board's cell (F58)."""

import re
from uuid import uuid4

import pytest
import pytest_asyncio

from community import db
from community.discussion import actions
from community.discussion.pointing.targets import targets
from tests.support.cohorts import a_cohort
from tests.support.discussion import now, said, says, the_channel, writes_to
from tests.support.people import form_in
from tests.support.questions import questions_counted


@pytest_asyncio.fixture(params=["all"])
async def cohort(app, request):
    async with a_cohort(app, "Ana", "Ben", backlog=request.param) as made:
        yield made


def talk(cohort, key: str = "talk_plan", by=None) -> str:
    return f"/cohorts/{cohort.id}/requirements/{key}/talk{f'?by={by.seat.id}' if by else ''}"


async def posts_about(member, about: str, channel):
    form = form_in((await member.opens(channel.address)).text, f"{channel.address}/messages")
    fields = form | {"text": "What counts?", "post_key": str(uuid4()), "about": about}
    return await member.client.post(f"{channel.address}/messages", data=fields)


async def dots(member) -> dict[str, int]:
    """{requirement: number} of all dots on the board."""
    page = (await member.opens(f"/cohorts/{member.seat.cohort_id}/board")).text
    found = re.findall(r'class="talk-dot" id="talk-\d+-(\w+)".*?</svg>\s*(\d+)', page, re.S)
    return {key: int(number) for key, number in found}


async def test_what_one_may_write_about_is_each_requirement_and_its_criteria(cohort):
    every = await targets(cohort.cohort.definition_version_id)
    page = (await cohort.members["Ana"].opens((await the_channel(cohort.members["Ana"])).address)).text
    assert re.findall(r'<option value="([^"]+)"', page) == [one.name for one in every]
    plan = next(one for one in every if one.name == "talk_plan 2.1")
    assert plan.words == "Artifact 1 · criterion 2.1"


async def test_a_message_leads_to_what_it_is_about_and_the_cell_leads_to_it(cohort):
    ana, ben = await cohort.seats("Ana", "Ben")
    assert (await posts_about(ana, "talk_plan 2.1", await the_channel(ana))).status_code == 303
    page = (await ben.opens((await the_channel(ben)).address)).text
    assert f'<a href="{talk(cohort)}">About: Artifact 1 · criterion 2.1</a>' in page
    assert said((await ben.opens(talk(cohort))).text) == ["What counts?"]
    board = (await ben.opens(f"/cohorts/{cohort.id}/board")).text
    dot = re.search(r'<a class="talk-dot" id="talk-\d.*?</a>', board, re.S)[0]
    assert f'id="talk-{ana.seat.id}-talk_plan"' in dot and f'href="{talk(cohort, by=ana)}"' in dot
    assert re.sub(r"<[^>]+>|\s+", " ", dot).split() == f"1 message by {ana.person.called} about this".split()
    assert said((await ben.opens(talk(cohort, by=ana))).text) == ["What counts?"]
    assert said((await ben.opens(talk(cohort, by=ben))).text) == []


async def test_what_is_deleted_or_resolved_has_no_dot(cohort):
    ana, ben = await cohort.seats("Ana", "Ben")
    first, second = [await says(ana, text, about="talk_plan") for text in ("One", "Two")]
    answer = await says(ben, "Like this", thread=second, about="talk_record")
    assert await dots(ben) == {"talk_plan": 2, "talk_record": 1}
    await actions.delete(ana.seat, cohort.cohort, first)
    await actions.resolve(ana.seat, cohort.cohort, await now(second), await now(answer), True)
    assert await dots(ben) == {} and said((await ben.opens(talk(cohort))).text) == []
    await actions.resolve(ana.seat, cohort.cohort, await now(second), await now(second), False)
    assert await dots(ben) == {"talk_plan": 1, "talk_record": 1}


async def test_what_this_cohort_does_not_work_on_is_refused_with_what_was_typed(cohort):
    ana = cohort.members["Ana"]
    answer = await posts_about(ana, "somebody_elses", await the_channel(ana))
    assert answer.status_code == 422
    assert "Choose something from the list." in answer.text and "What counts?</textarea>" in answer.text
    assert (await ana.client.get(talk(cohort, "somebody_elses"))).status_code == 404


async def test_what_two_talk_about_points_nowhere(cohort):
    ana, ben = await cohort.seats("Ana", "Ben")
    thread = await the_channel(ana, str((await writes_to(ana, ben, "Only for you")).channel_id))
    assert (await posts_about(ana, "talk_plan", thread)).status_code == 303
    assert await dots(ben) == {} and said((await ben.opens(talk(cohort))).text) == []


@pytest.mark.parametrize("cohort", ["from_joining"], indirect=True)
async def test_r17_a_late_joiner_reads_nothing_from_before_about_it(cohort):
    ana = cohort.members["Ana"]
    await says(ana, "Before Dev", about="talk_plan")
    dev = await cohort.joins("Dev")
    await says(ana, "After Dev", about="talk_plan")
    assert said((await dev.opens(talk(cohort))).text) == ["After Dev"]
    assert said((await ana.opens(talk(cohort))).text) == ["After Dev", "Before Dev"]


async def test_the_board_asks_no_more_however_much_is_said(cohort, monkeypatch):
    ana, ben = await cohort.seats("Ana", "Ben")
    board = f"/cohorts/{cohort.id}/board"
    await ana.opens(board)
    with questions_counted(monkeypatch) as few:
        await ana.opens(board)
    for member in (ana, ben):
        for key in ("talk_plan", "talk_record"):
            await says(member, "And this?", about=key)
    with questions_counted(monkeypatch) as many:
        await ana.opens(board)
    assert few.total() == many.total() > 0, many
    assert await dots(ana) == {"talk_plan": 1, "talk_record": 1}


async def heads(member) -> dict[str, int]:
    """{requirement: number} at the heads of the board's columns."""
    page = (await member.opens(f"/cohorts/{member.seat.cohort_id}/board")).text
    found = re.findall(r'class="talk-dot" id="talk-of-(\w+)".*?</svg>\s*(\d+)', page, re.S)
    return {key: int(number) for key, number in found}


async def test_f58_a_columns_head_counts_what_is_new_to_the_reader_by_anyone(cohort):
    ana, ben, gloria = *await cohort.seats("Ana", "Ben"), cohort.facilitator
    first = await says(ana, "One", about="talk_plan")
    await says(gloria, "Two", about="talk_plan")
    await says(ben, "Mine", about="talk_record")
    assert await heads(ben) == {"talk_plan": 2}, "what one wrote oneself is not new"
    assert await heads(ana) == {"talk_plan": 1, "talk_record": 1}
    await ben.posts(f"/cohorts/{cohort.id}/channels/{first.channel_id}/read-marker", message_id=str(first.id))
    assert await heads(ben) == {"talk_plan": 1}
    assert await dots(ben) == {"talk_plan": 1, "talk_record": 1}, "what is read is open still"


async def test_r17_a_dot_counts_only_what_its_reader_may_read(cohort):
    ana, gloria = cohort.members["Ana"], cohort.facilitator
    await says(ana, "Before Dev", about="talk_plan")
    await db.run("update cohort set backlog = 'from_joining' where id = :id", id=cohort.id)
    dev = await cohort.seats("Dev")
    assert await dots(dev) == {} and await heads(dev) == {}
    await says(ana, "After Dev", about="talk_plan")
    assert await dots(dev) == await heads(dev) == {"talk_plan": 1}
    assert await dots(gloria) == {"talk_plan": 2}
    alone = (await dev.opens(f"/cohorts/{cohort.id}/board/talk")).text
    assert len(re.findall('class="talk-dot"', alone)) == 2 and "<h1" not in alone
