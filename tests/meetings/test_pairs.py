"""Pairs of a meeting over HTTP: proposed, changed, agreed; each opens a draft or not; all ends with it."""

import asyncio
import re
from datetime import timedelta
from html import unescape

import pytest_asyncio

from community import clock, db
from community.evidence import queries as works
from community.feedback.requests import actions as requests
from community.meetings.pairs import actions
from tests.board.live import open_page, served
from tests.meetings.test_live import marks_of
from tests.notifications.test_notices import everybody_is_told, sentences
from tests.support.cohorts import a_cohort
from tests.support.discussion import said
from tests.support.feedback import KEY, asks, drafts, words_of
from tests.support.meetings import cancels, meets

FOCUS = "Is the purpose clear?"


@pytest_asyncio.fixture
async def cohort(app):
    async with a_cohort(app, "Ana", "Ben", "Cy") as made:
        yield made


def fields(*pairs) -> dict[str, str]:
    """What the form says: these are together."""
    return {f"pair_of_{member.seat.id}": str(number) for number, pair in enumerate(pairs, 1) for member in pair}


async def agrees(cohort, meeting, *pairs, version: int = 0):
    return await cohort.facilitator.posts(f"{meeting.address}/pairs", version=str(version), **fields(*pairs))


async def opens_a_draft(member, meeting, key: str = KEY, focus: str = FOCUS):
    return await member.posts(f"{meeting.address}/pairs/opening", key=key, focus=focus)


def proposed(html: str) -> dict[str, str]:
    """{name: number of the pair} as the form stands."""
    found = {}
    for name, rest in re.findall(r'<label for="pair_of_\d+"><strong>(.*?)</strong>(.*?)</select>', html, re.S):
        chosen = re.search(r'<option value="(\d*)" selected', rest)
        found[unescape(name)] = chosen[1] if chosen else ""
    return found


async def request_of(member) -> int | None:
    work = "join work on work.id = work_id where person_id = :id and ended_at is null"
    return await db.value(f"select feedback_request.id from feedback_request {work}", id=member.person.id)


async def reads(reader, request_id: int) -> int:
    """What a reader is told who takes a draft and opens it."""
    await reader.posts(f"/feedback/{request_id}/readings", form="whole")
    page = await reader.opens(f"/feedback/{request_id}")
    return page.status_code if "Students say, ask and revise" in page.text else 404


async def test_who_needs_a_reader_is_proposed_first_and_who_cannot_come_or_has_no_time_is_not(cohort):
    ana, ben, cy = await cohort.seats("Ana", "Ben", "Cy")
    meeting = await meets(cohort.facilitator, "Swap", 5)
    await asks(cohort, cy)
    page = (await cohort.facilitator.opens(f"{meeting.address}/pairs")).text
    assert set(proposed(page).values()) == {"1"}, "three are one pair"
    assert "waits for a reader" in page and "has no draft yet" in page
    await ben.posts(f"{meeting.address}/rsvp", answer="cannot")
    page = (await cohort.facilitator.opens(f"{meeting.address}/pairs")).text
    assert proposed(page) == {cy.person.name: "1", ana.person.name: "1", ben.person.name: ""}
    await ana.posts(f"/cohorts/{cohort.id}/feedback/willingness", state="not_now")
    page = (await cohort.facilitator.opens(f"{meeting.address}/pairs")).text
    assert set(proposed(page).values()) == {""} and "has no time to read just now" in page


async def test_agreed_pairs_hear_of_it_and_each_two_have_a_thread_that_nobody_else_reads(cohort):
    ana, ben, cy = await cohort.seats("Ana", "Ben", "Cy")
    meeting = await meets(cohort.facilitator, "Swap", 5)
    answer = await agrees(cohort, meeting, [ana, ben])
    assert answer.headers["location"].startswith(f"{meeting.address}?done=pairs")
    await everybody_is_told()
    (told,) = [one for one in sentences((await ben.opens("/inbox")).text) if "read each other" in one]
    assert "Swap" in told and "Ana" in told and "Ben" in told
    assert not [one for one in sentences((await cy.opens("/inbox")).text) if "read each other" in one]
    on_the_page = words_of(await ana.opens(meeting.address))
    assert "Whom you read with" in on_the_page and ben.person.name in on_the_page
    assert "Whom you read with" not in words_of(await cy.opens(meeting.address))
    thread = (await ana.opens(f"/cohorts/{cohort.id}/private-threads/new?to={ben.seat.id}")).headers["location"]
    assert [(await one.opens(thread)).status_code for one in (ana, ben, cy, cohort.facilitator)] == [200, 200, 404, 404]
    await ben.posts(f"{thread}/messages", text="Shall we?", post_key="8c3f2f0e-6f0a-4f0e-9a53-1c1f7f3b8a11")
    assert said((await ana.opens(thread)).text) == ["Shall we?"]


async def test_r40_a_draft_is_open_to_the_other_by_its_authors_own_yes_until_the_meeting_ends(cohort, later):
    ana, ben, cy = await cohort.seats("Ana", "Ben", "Cy")
    meeting = await meets(cohort.facilitator, "Swap", 1)
    await drafts(cohort, ana)
    await drafts(cohort, ben)
    await agrees(cohort, meeting, [ana, ben])
    assert await request_of(ana) is None and await request_of(ben) is None, "agreeing a pair opens nothing"
    assert (await opens_a_draft(ana, meeting)).status_code == 303
    request_id = await request_of(ana)
    assert await request_of(ben) is None, "the other's stays closed until the other says so"
    assert await reads(cy, request_id) == 404 and await reads(cohort.facilitator, request_id) == 404
    assert await reads(ben, request_id) == 200
    assert "The draft of Ana" in words_of(await ben.opens(meeting.address))
    assert await db.value("select until_at from feedback_request where id = :id", id=request_id) == meeting.ends_at
    later(meeting.ends_at - clock.now())
    ben.client = await cohort.browser(ben.person)
    assert await reads(ben, request_id) == 404, "at once, whenever the job comes"
    await actions.end_over({})
    await requests.end_what_is_over({})
    assert "There is no such pair any more" in words_of(await ben.opens(meeting.address))
    assert await request_of(ana) is None


async def test_opened_twice_it_is_one_request_and_who_is_in_no_pair_opens_nothing(cohort):
    ana, ben, cy = await cohort.seats("Ana", "Ben", "Cy")
    meeting = await meets(cohort.facilitator, "Swap", 5)
    for member in (ana, cy):
        await drafts(cohort, member)
    await agrees(cohort, meeting, [ana, ben])
    answers = await asyncio.gather(*(opens_a_draft(ana, meeting) for _ in range(3)))
    assert [one.status_code for one in answers] == [303, 303, 303]
    own = "select count(*) from feedback_request join work on work.id = work_id where person_id = :id"
    assert await db.value(own, id=ana.person.id) == 1
    assert (await opens_a_draft(cy, meeting)).status_code == 404
    empty = await opens_a_draft(ben, meeting)
    assert empty.status_code == 409 and "Write something first" in empty.text
    assert (await opens_a_draft(ben, meeting, focus=" ")).status_code == 422
    assert (await ben.opens(f"{meeting.address}/pairs/opening")).status_code == 200


async def test_a_pair_that_is_no_more_is_asked_for_no_draft_and_refuses_one_with_a_sentence(cohort):
    ana, ben, cy = await cohort.seats("Ana", "Ben", "Cy")
    meeting = await meets(cohort.facilitator, "Swap", 5)
    await drafts(cohort, ana)
    await agrees(cohort, meeting, [ana, ben])
    assert (await ana.opens(f"{meeting.address}/pairs/opening")).status_code == 200
    await agrees(cohort, meeting, [ben, cy], version=1)
    for answer in (await ana.opens(f"{meeting.address}/pairs/opening"), await opens_a_draft(ana, meeting)):
        assert answer.status_code == 409 and "There is no such pair any more" in answer.text
        assert 'name="focus"' not in answer.text
    assert FOCUS in answer.text, "what was typed is not lost"
    assert await request_of(ana) is None


async def test_when_its_meeting_is_over_a_pair_opens_nothing_though_no_job_has_ended_it(cohort, later):
    ana, ben = await cohort.seats("Ana", "Ben")
    meeting = await meets(cohort.facilitator, "Swap", 1)
    await drafts(cohort, ana)
    await agrees(cohort, meeting, [ana, ben])
    assert "/pairs/opening" in (await ana.opens(meeting.address)).text
    later(meeting.ends_at - clock.now())
    ana.client = await cohort.browser(ana.person)
    assert "/pairs/opening" not in (await ana.opens(meeting.address)).text
    assert (await ana.opens(f"{meeting.address}/pairs/opening")).status_code == 409


async def test_r32_what_may_be_a_name_is_answered_before_a_pair_reads_it(cohort):
    ana, ben = await cohort.seats("Ana", "Ben")
    meeting = await meets(cohort.facilitator, "Swap", 5)
    await drafts(cohort, ana, f"I planned it with {ben.person.name}.")
    await agrees(cohort, meeting, [ana, ben])
    refused = await opens_a_draft(ana, meeting)
    assert refused.status_code == 409 and FOCUS in refused.text
    assert f"/work/{cohort.cohort.code}/{KEY}/names" in refused.text and await request_of(ana) is None


async def test_r42_who_is_kept_from_another_is_never_put_with_them_also_not_by_hand(cohort):
    ana, ben, cy = await cohort.seats("Ana", "Ben", "Cy")
    meeting = await meets(cohort.facilitator, "Swap", 5)
    await ana.posts(f"/cohorts/{cohort.id}/feedback/pairs", one="", other=str(ben.seat.id))
    shown = proposed((await cohort.facilitator.opens(f"{meeting.address}/pairs")).text)
    together = [name for name, number in shown.items() if number]
    assert len(together) == 2 and cy.person.name in together
    refused = await agrees(cohort, meeting, [ana, ben])
    assert refused.status_code == 422 and "cannot be put together" in unescape(refused.text)
    assert proposed(refused.text)[ana.person.name] == "1", "what was chosen stands there still"
    alone = await agrees(cohort, meeting, [ana])
    assert alone.status_code == 422 and "Nobody else is in this pair" in alone.text
    assert await db.value("select count(*) from pair where meeting_id = :id", id=meeting.id) == 0


async def test_changed_pairs_close_what_was_open_to_the_former_one_and_leave_the_others_alone(cohort):
    ana, ben, cy = await cohort.seats("Ana", "Ben", "Cy")
    dan, eva = await cohort.seats("Dan", "Eva")
    meeting = await meets(cohort.facilitator, "Swap", 5)
    for member in (ana, dan):
        await drafts(cohort, member)
    await agrees(cohort, meeting, [ana, ben], [dan, eva])
    for member in (ana, dan):
        await opens_a_draft(member, meeting)
    first, second = await request_of(ana), await request_of(dan)
    assert await reads(ben, first) == 200 and await reads(eva, second) == 200
    stale = await agrees(cohort, meeting, [ana, cy], [dan, eva], version=0)
    assert stale.status_code == 409, "somebody has agreed others since"
    await agrees(cohort, meeting, [ana, cy], [dan, eva], version=2)
    assert await reads(ben, first) == 404 and await reads(eva, second) == 200
    assert await request_of(ana) is None and await request_of(dan) == second
    assert cy.person.name in words_of(await ana.opens(meeting.address))
    ending = await db.value("select ending from feedback_request where id = :id", id=first)
    assert ending == "pair" and (await works.work(ana.person, cohort.cohort.code, KEY)).state == "drafting"


async def test_a_cancelled_meeting_ends_its_pairs_and_a_closed_door_is_said(cohort):
    ana, ben = await cohort.seats("Ana", "Ben")
    meeting = await meets(cohort.facilitator, "Swap", 5)
    await drafts(cohort, ana)
    await agrees(cohort, meeting, [ana, ben])
    await opens_a_draft(ana, meeting)
    request_id = await request_of(ana)
    assert await reads(ben, request_id) == 200
    await cancels(cohort.facilitator, meeting)
    assert await reads(ben, request_id) == 404
    assert (await agrees(cohort, meeting, [ana, ben], version=2)).status_code == 409
    assert (await opens_a_draft(ana, meeting)).status_code == 409


async def test_what_is_seen_live_of_pairs_is_what_a_reload_shows(app, cohort):
    ana, ben, cy = await cohort.seats("Ana", "Ben", "Cy")
    meeting = await meets(cohort.facilitator, "Swap", 5)
    await drafts(cohort, ben)
    await agrees(cohort, meeting, [ana, ben])

    def shown(html: str, pattern: str) -> str:
        found = re.search(pattern, html, re.S)
        return re.sub(r"\s+", " ", found[0]) if found else ""

    own, all_of_them = r'id="pair-\d+">.*?</div>', rf'id="pairs-{meeting.id}">.*?</div>'
    async with (
        served(app) as address,
        open_page(address, ana, meeting.address, marks_of) as hers,
        open_page(address, cohort.facilitator, meeting.address, marks_of) as guides,
    ):
        before = shown(hers.html, own)
        await opens_a_draft(ben, meeting)
        await hers.catches_up()
        assert "The draft of Ben" in shown(hers.html, own) == shown(await hers.reloaded(), own) != before
        await agrees(cohort, meeting, version=1)
        await hers.catches_up()
        await guides.catches_up()
        assert "no such pair" in shown(hers.html, own) == shown(await hers.reloaded(), own)
        assert "No pairs are agreed" in shown(guides.html, all_of_them) == shown(await guides.reloaded(), all_of_them)
        await agrees(cohort, meeting, [ben, cy], version=2)
        await guides.catches_up()
        assert cy.person.name in shown(guides.html, all_of_them) == shown(await guides.reloaded(), all_of_them)
        await actions.end_of_meeting(meeting.id)
        await guides.catches_up()
        assert "No pairs are agreed" in shown(guides.html, all_of_them) == shown(await guides.reloaded(), all_of_them)


async def test_who_is_asked_in_a_pair_may_still_decline(cohort):
    ana, ben = await cohort.seats("Ana", "Ben")
    meeting = await meets(cohort.facilitator, "Swap", 5)
    await drafts(cohort, ana)
    await agrees(cohort, meeting, [ana, ben])
    await opens_a_draft(ana, meeting)
    request_id = await request_of(ana)
    assert (await ben.posts(f"/feedback/{request_id}/declining")).status_code == 303
    assert await db.value("select state from feedback where request_id = :id", id=request_id) == "declined"


async def test_a_move_leaves_the_pairs_and_an_earlier_end_closes_the_drafts_then(cohort, later):
    ana, ben = await cohort.seats("Ana", "Ben")
    meeting = await meets(cohort.facilitator, "Swap", 5)
    await drafts(cohort, ana)
    await agrees(cohort, meeting, [ana, ben])
    await opens_a_draft(ana, meeting)
    await db.run("update meeting set starts_at = :at where id = :id", at=clock.now(), id=meeting.id)
    later(timedelta(minutes=meeting.minutes))
    await actions.end_over({})
    assert await request_of(ana) is None
