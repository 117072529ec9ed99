"""Whose draft it is asks the facilitators to look at a note: settled with a sentence, or hidden from them (F77)."""

import re
from uuid import uuid4

import pytest

from community import db
from community.evidence import queries as works
from community.feedback.flags import rules
from tests.board.live import open_page, served
from tests.feedback.test_reading import note_ids
from tests.notifications.test_notices import everybody_is_told, sentences
from tests.support.cohorts import Member, a_cohort
from tests.support.feedback import DRAFT, KEY, asks, gives, words_of

SHARP = "You should know this by now."
WHY = "It reads as if I were lazy"


@pytest.fixture
async def cohort(app):
    async with a_cohort(app, "Ana", "Ben", "Cy") as made:
        yield made


@pytest.fixture
async def note(cohort):
    """A sharp note of Ben's on Ana's draft."""
    ana, ben = await cohort.seats("Ana", "Ben")
    request = await asks(cohort, ana)
    await gives(ben, request, cool=SHARP)
    number = await db.value("select id from note where text = :text order by id desc limit 1", text=SHARP)
    assert str(number) in map(str, note_ids((await ana.opens(request.ledger)).text)), "the premise"
    return Asked(request, number)


class Asked:
    def __init__(self, request, number: int) -> None:
        self.request, self.number = request, number
        self.flags = f"/feedback/{request.id}/notes/{number}/flags"

    async def address(self) -> str:
        found = await db.value("select max(id) from note_flag where note_id = :id", id=self.number)
        return f"/cohorts/{self.request.cohort_id}/flags/{found}"


async def raises(member, note, why=WHY):
    return await member.posts(note.flags, why=why, post_key=str(uuid4()))


async def answers(member, address, done="settled", answer="I have spoken with both of you."):
    return await member.posts(f"{address}/answer", done=done, answer=answer)


class Seat:
    def __init__(self, role="facilitator", cohort_id=1, person_id=9):
        self.role, self.cohort_id, self.person_id = role, cohort_id, person_id


def test_who_looks_is_a_facilitator_of_that_cohort_who_neither_gave_it_nor_was_given_it():
    assert rules.may_look(Seat(), 1, 2, 3)
    assert rules.may_look(Seat(), 1, None, 3), "also when its giver is erased"
    for seat in (Seat("helper"), Seat("participant"), Seat(cohort_id=5), Seat(person_id=2), Seat(person_id=3)):
        assert not rules.may_look(seat, 1, 2, 3)


async def test_facilitators_see_that_note_alone_and_why_and_never_the_draft(cohort, note):
    ana, guide = await cohort.seats("Ana"), cohort.facilitator
    assert "Ask a facilitator" in words_of(await ana.opens(note.flags + "/new"))
    assert (await raises(ana, note)).status_code == 303
    await everybody_is_told()
    said = f"{ana.person.name} asks you to look at a note on Artifact 1."
    assert said in sentences((await guide.opens("/inbox")).text)
    assert await note.address() in (await guide.opens(f"/cohorts/{cohort.id}/feedback")).text
    page = words_of(await guide.opens(await note.address()))
    assert SHARP in page and WHY in page and "This line let me see it" not in page, "the other notes are not shown"
    assert not any(line in page for line in DRAFT.split("\n\n"))


async def test_its_giver_and_all_others_are_told_nothing_of_it(cohort, note):
    ana, ben, cy = await cohort.seats("Ana", "Ben", "Cy")
    before = words_of(await ben.opens(f"{note.request.address}/given"))
    await raises(ana, note)
    await answers(cohort.facilitator, await note.address(), "hidden", "It is about you, not your draft.")
    await everybody_is_told()
    assert words_of(await ben.opens(f"{note.request.address}/given")) == before
    for other in (ben, cy):
        told = " ".join(sentences((await other.opens("/inbox")).text))
        assert "asks you to look" not in told and "hidden" not in told
        assert (await other.opens(await note.address())).status_code == 404
        assert (await answers(other, await note.address())).status_code == 404
        assert (await raises(other, note)).status_code == 404
        assert (await other.opens(note.flags + "/new")).status_code == 404
    said = await db.many(
        dict,
        "select topic from event where kind in ('flag.raised', 'flag.answered') and subject_id in "
        "(select id from note_flag where note_id = :id) order by topic limit 20",
        id=note.number,
    )
    line = f"line:{cohort.id}"  # which only who leads may follow
    theirs = {ana.seat.topic, cohort.facilitator.seat.topic, line}
    assert {row["topic"] for row in said} == theirs, "none that Ben follows"


async def test_that_it_was_looked_at_stands_where_a_desk_reads_who_did_what(app, cohort, note):
    ana, guide = await cohort.seats("Ana"), cohort.facilitator
    await raises(ana, note)
    await answers(guide, await note.address(), "hidden", "It is about you.")
    olga = Member(cohort.organizer, None, await cohort.browser(cohort.organizer))
    said = words_of(await olga.opens(f"/affiliates/{cohort.local.id}/audit?what=flag.answered"))
    _choice, row = re.findall(r"Note of feedback looked at.{0,200}", said)
    assert "hidden" in row and guide.person.name in row
    untold = (ana.person.name, "It is about you", WHY, SHARP)
    assert not any(each in said for each in untold), "neither who asked nor a word"


async def test_settled_with_a_sentence_that_its_receiver_reads_beside_the_note(cohort, note):
    ana, guide = await cohort.seats("Ana"), cohort.facilitator
    await raises(ana, note)
    assert "You have asked the facilitators" in words_of(await ana.opens(note.request.ledger))
    assert (await answers(guide, await note.address())).status_code == 303
    page = words_of(await ana.opens(note.request.ledger))
    assert SHARP in page and "I have spoken with both of you." in page and "You have asked" not in page
    await everybody_is_told()
    said = f"{guide.person.name} has answered you about a note on your Artifact 1."
    assert said in sentences((await ana.opens("/inbox")).text)
    assert (await answers(guide, await note.address(), "hidden")).status_code == 409, "what was answered stands"
    assert await note.address() not in (await guide.opens(f"/cohorts/{cohort.id}/feedback")).text


async def test_a_hidden_note_is_gone_for_its_receiver_with_the_reason_in_its_place(cohort, note):
    ana, ben, guide = *await cohort.seats("Ana", "Ben"), cohort.facilitator
    where = f"/feedback/{note.request.id}/notes/{note.number}"
    await raises(ana, note)
    await answers(guide, await note.address(), "hidden", "It is about you, not your draft.")
    page = await ana.opens(note.request.ledger)
    assert SHARP not in page.text and "It is about you, not your draft." in page.text
    assert "has hidden this note from you" in page.text and "This line let me see it" in page.text
    assert (await ana.posts(f"{where}/uptake", uptake="used")).status_code == 404
    assert (await ana.posts(f"{where}/replies", text="Why?", post_key=str(uuid4()))).status_code == 404
    assert (await raises(ana, note)).status_code == 404
    assert (await ben.posts(f"{where}/replies", text="Sorry", post_key=str(uuid4()))).status_code == 303
    await everybody_is_told()
    assert "Sorry" not in (await ana.opens(note.request.ledger)).text
    assert not any("replied about" in one for one in sentences((await ana.opens("/inbox")).text))
    said = f"{guide.person.name} has hidden a note on your Artifact 1 that you asked about."
    assert said in sentences((await ana.opens("/inbox")).text)


async def test_with_the_last_open_note_hidden_the_work_is_drafted_on(cohort, note):
    ana = await cohort.seats("Ana")
    for one in note_ids((await ana.opens(note.request.ledger)).text):
        if str(one) != str(note.number):
            await ana.posts(f"/feedback/{note.request.id}/notes/{one}/uptake", uptake="used")
    await ana.posts(f"/feedback/{note.request.id}/ending")
    assert (await works.work(ana.person, cohort.cohort.code, KEY)).state == "answered", "the premise: one is open"
    await raises(ana, note)
    await answers(cohort.facilitator, await note.address(), "hidden")
    assert (await works.work(ana.person, cohort.cohort.code, KEY)).state == "drafting"


async def test_it_is_asked_once_at_a_time_and_with_a_few_words(cohort, note):
    ana = await cohort.seats("Ana")
    for why in ("", "   ", "x" * 301):
        answer = await raises(ana, note, why)
        assert answer.status_code == 422 and 'href="#why"' in answer.text
    assert "x" * 301 in answer.text, "what was typed stands"
    key = str(uuid4())
    assert [(await ana.posts(note.flags, why=WHY, post_key=key)).status_code for _ in range(2)] == [303, 303]
    assert (await raises(ana, note)).status_code == 409
    assert await db.value("select count(*) from note_flag where note_id = :id", id=note.number) == 1
    for text in ("", "x" * 1001):
        answer = await answers(cohort.facilitator, await note.address(), "settled", text)
        assert answer.status_code == 422 and 'href="#answer"' in answer.text
    await answers(cohort.facilitator, await note.address())
    assert (await raises(ana, note)).status_code == 303, "after an answer one may ask again"


async def test_a_facilitator_who_gave_the_note_does_not_look_and_where_there_is_no_other_it_is_said(cohort):
    ana, guide = await cohort.seats("Ana"), cohort.facilitator
    request = await asks(cohort, ana, asks="named", **{f"reader_{guide.seat.id}": "yes"})
    await gives(guide, request, cool=SHARP)
    note = Asked(request, await db.value("select max(id) from note where text = :text", text=SHARP))
    assert "no other facilitator" in (await ana.opens(note.flags + "/new")).text
    answer = await raises(ana, note)
    assert answer.status_code == 409 and "no other facilitator" in answer.text
    assert await db.value("select count(*) from note_flag where note_id = :id", id=note.number) == 0


async def test_what_is_asked_and_answered_is_seen_live_as_a_reload_shows_it(app, cohort, note):
    """The parts hear that something happened, and ask for themselves anew; the giver's page hears nothing."""
    ana, ben, guide = *await cohort.seats("Ana", "Ben"), cohort.facilitator
    async with (
        served(app) as address,
        open_page(address, ana, note.request.ledger) as author,
        open_page(address, ben, note.request.address) as giver,
        open_page(address, guide, f"/cohorts/{cohort.id}/feedback") as looks,
    ):
        await raises(ana, note)
        await answers(guide, await note.address(), "hidden", "It is about you.")
        for page in (author, looks):
            await page.catches_up()
            shown = "".join(one["html"] for one in page.socket.named("show"))
            assert 'id="news-of-flag-' in shown and "It is about you" not in shown and WHY not in shown
        await giver.catches_up()
        assert "news-of-flag" not in "".join(one["html"] for one in giver.socket.named("show"))
        assert "It is about you." in await author.reloaded()


async def test_who_leads_no_more_looks_no_more(cohort, note):
    ana = await cohort.seats("Ana")
    await raises(ana, note)
    await ana.posts(f"/feedback/{note.request.id}/ending")
    assert (await cohort.facilitator.opens(await note.address())).status_code == 200, "also when the draft is closed"
    await db.run("update seat set role = 'participant' where id = :id", id=cohort.facilitator.seat.id)
    assert (await cohort.facilitator.opens(await note.address())).status_code == 404
