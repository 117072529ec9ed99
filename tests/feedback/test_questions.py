"""The lists of feedback ask the database a handful of times, however much stands in them."""

import pytest

from community import db
from tests.support.cohorts import a_cohort
from tests.support.feedback import asks, gives, takes, words_of
from tests.support.questions import questions_counted


@pytest.fixture
async def cohort(app):
    async with a_cohort(app, "Ana", "Ben", "Cy") as made:
        yield made


async def questions(monkeypatch, member, address: str) -> int:
    """How often the database is asked for this page."""
    await member.opens(address)
    with questions_counted(monkeypatch) as counted:
        assert (await member.opens(address)).status_code == 200
    return counted.total()


async def ten_ask(cohort) -> None:
    for number in range(10):
        await asks(cohort, await cohort.joins(f"Member{number}"))


async def test_who_asks_is_a_handful_of_questions_for_a_reader_and_a_facilitator(cohort, monkeypatch):
    ana, ben = await cohort.seats("Ana", "Ben")
    await takes(ben, await asks(cohort, ana))
    home = f"/cohorts/{cohort.id}/feedback"
    before = [await questions(monkeypatch, one, home) for one in (ben, cohort.facilitator)]
    await ten_ask(cohort)
    assert words_of(await ben.opens(home)).count("Is the purpose clear?") == 11, "the premise"
    assert [await questions(monkeypatch, one, home) for one in (ben, cohort.facilitator)] == before
    assert max(before) < 30


async def test_a_draft_with_forty_notes_is_read_with_a_handful_of_questions(cohort, monkeypatch):
    ana, ben = await cohort.seats("Ana", "Ben")
    request = await asks(cohort, ana)
    await takes(ben, request)
    await pinned(request, 1)
    before = await questions(monkeypatch, ben, request.address)
    await pinned(request, 39)
    assert "40 notes pinned" in words_of(await ben.opens(request.address)), "the premise"
    assert await questions(monkeypatch, ben, request.address) == before < 40


async def test_its_author_s_page_with_forty_notes_from_many_is_a_handful_of_questions(cohort, monkeypatch):
    ana, ben, cy = await cohort.seats("Ana", "Ben", "Cy")
    request = await asks(cohort, ana, wanted="5")
    await gives(ben, request)
    await replied_and_asked(request)
    before = await questions(monkeypatch, ana, request.ledger)
    await gives(cy, request)
    for name in ("Di", "Eve", "Fay"):
        await gives(await cohort.joins(name), request)
    await pinned(request, 25)
    await replied_and_asked(request)
    page = words_of(await ana.opens(request.ledger))
    assert "40 notes" in page and page.count("A word about it") == 43 and "has answered" in page, "the premise"
    assert await questions(monkeypatch, ana, request.ledger) == before < 40


async def pinned(request, number: int) -> None:
    """So many notes more, by who took it first."""
    await db.run(
        """
        insert into note (feedback_id, kind, text, place, pinned_at)
        select (select min(id) from feedback where request_id = :id), 'warm', 'I see it, number ' || n, 'whole', :at
        from generate_series(1, cast(:number as int)) as n
        """,
        id=request.id,
        at=request.opened_at,
        number=number,
    )


async def replied_and_asked(request) -> None:
    """Of each note something is said, and it was asked about and answered."""
    await db.run(
        """
        insert into note_reply (note_id, person_id, text, at)
        select note.id, feedback.person_id, 'A word about it', :at
        from note join feedback on feedback.id = note.feedback_id where feedback.request_id = :id
        """,
        id=request.id,
        at=request.opened_at,
    )
    await db.run(
        """
        insert into note_flag (note_id, why, raised_at, state, answer, answered_by, answered_at)
        select note.id, 'Why so?', :at, 'settled', 'I have spoken with both', feedback.person_id, :at
        from note join feedback on feedback.id = note.feedback_id where feedback.request_id = :id
        """,
        id=request.id,
        at=request.opened_at,
    )
