"""How a cohort is doing, over HTTP: what its facilitator reads in numbers, and what of it a desk above reads."""

import re
from datetime import timedelta
from html import unescape

import pytest_asyncio

from community import clock, db
from community.catalogue import queries as catalogue
from tests.support.cohorts import a_cohort, today
from tests.support.evidence import brings
from tests.support.feedback import asks, gives
from tests.support.insights import an_attempt
from tests.support.meetings import meets
from tests.support.questions import questions_counted

NAMES = ("Ana", "Ben", "Cem", "Dua", "Eli", "Fay")


@pytest_asyncio.fixture(scope="module")
async def cohort(app):
    """Begun 15 days ago: six work here; Ana is ready with one, asks about another, and Ben reads it."""
    async with a_cohort(app, *NAMES, starts_on=today() - timedelta(days=15)) as made:
        ana, ben, cem = await made.seats("Ana", "Ben", "Cem")
        made.definition = await catalogue.public_definition(made.cohort.code)
        for member in await made.seats(*NAMES):
            await brings(member.person, made.definition, "Artifact 1")
        await brings(ana.person, made.definition, "Artifact 2", "ready")
        for member in (ana, ben, cem, (await made.seats("Dua"))):
            await says_hard(member, made.definition, "talk_plan")
        made.request = await asks(made, ana, "talk_plan")
        await gives(ben, made.request)
        await asks(made, cem, "talk_plan")
        made.above = await made.browser(made.organizer)
        yield made


async def says_hard(member, definition, key: str) -> None:
    await db.run(
        """
        insert into hard_requirement (person_id, micro_credential_id, requirement_key, said_at)
        values (:person_id, :id, :key, :at)
        """,
        person_id=member.person.id,
        id=definition.micro_credential_id,
        key=key,
        at=clock.now(),
    )


async def results(cohort, names, category: str) -> None:
    """Two results each, of which the first came back for this reason."""
    for member in [await cohort.seats(name) for name in names]:
        application = await db.value(
            """
            insert into application (person_id, micro_credential_id, definition_version_id, time_zone, started_at)
            values (:person_id, :id, :version, 'UTC', :at) returning id
            """,
            person_id=member.person.id,
            id=cohort.definition.micro_credential_id,
            version=cohort.definition.id,
            at=clock.now(),
        )
        for attempt, state in enumerate(("not_yet", "earned"), 1):
            await _result(cohort, application, attempt, state, category)


async def _result(cohort, application: int, attempt: int, state: str, category: str) -> None:
    submission = await an_attempt(application, cohort.definition, attempt, state)
    for sql in (
        "insert into submitted_work values (:id, 'talk_plan', 1, '', 0, repeat('0', 64))",
        "insert into submission_verdict values (:id, 'talk_plan', 'c', 1, false, 'low')",
        f"insert into submission_remark values (:id, 'talk_plan', 'c', 1, 'low', 'saw', 'meet', '{category}')",
    ):
        await db.run(sql, id=submission)


async def page(cohort, client=None, status: int = 200) -> str:
    answer = await (client or cohort.facilitator.client).get(f"/cohorts/{cohort.id}/insights")
    assert answer.status_code == status, answer.text[:500]
    return answer.text


def card(html: str, heading: str) -> str:
    """The words of the section with this heading's id."""
    found = re.search(rf'<section[^>]*aria-labelledby="{heading}-h".*?</section>', html, re.S)[0]
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", found)).split())


async def test_how_far_everybody_is_stands_in_a_table_of_numbers(cohort):
    html = await page(cohort)
    far = card(html, "far")
    assert "6 people" in far
    assert "Artifact 1 0 4 2 0 0" in far, "Ana's is talked over, Cem asks"
    assert "of 36 pieces" in card(html, "ready")


async def test_r65_no_name_stands_on_it_and_nobody_is_put_in_an_order(cohort):
    html = await page(cohort)
    main = html.split("<main", 1)[1].split("</main>")[0]
    for member in await cohort.seats(*NAMES):
        assert member.person.name not in main and f">{member.person.called}<" not in main


async def test_feedback_given_received_and_waiting_is_counted_by_people(cohort):
    said = card(await page(cohort), "feedback")
    assert "2 requests so far" in said and "1 reader has sent notes" in said
    assert "1 request waits for its first reader" in said
    assert "Once or twice 1 Not yet 5" in said


async def test_r65_hard_for_me_says_how_many_of_all_once_five_have_begun(cohort):
    said = card(await page(cohort), "hard")
    assert "Artifact 1, 4 of 6" in said
    assert "Fewer than five have begun: " in said and "Artifact 2" in said.split("Fewer than five have begun: ")[1]


async def test_attendance_is_a_bar_and_a_row_for_each_meeting(cohort):
    meeting = await meets(cohort.facilitator, "Opening circle", days=-3)
    for member, mark in zip(await cohort.seats(*NAMES), ("there", "there", "late", "not_there"), strict=False):
        address = f"/cohorts/{cohort.id}/meetings/{meeting.id}/attendance/{member.seat.id}"
        assert (await cohort.facilitator.posts(address, mark=mark)).status_code == 303
    said = card(await page(cohort), "came")
    assert "Opening circle" in said and "3/4" in said


async def test_r65_why_attempts_come_back_waits_for_ten_results_of_five_people(cohort):
    await results(cohort, NAMES[:4], "reflection")
    await results_again(cohort)
    assert "fewer than ten results here so far" in card(await page(cohort), "why"), "ten results, of four people"
    await results(cohort, NAMES[4:5], "names")
    said = card(await page(cohort), "why")
    assert "Artifact 1: The reflection is thin 4" in said and "Artifact 1: Names or faces 1" in said, said


async def results_again(cohort) -> None:
    """Two more of one of them."""
    application = await db.value("select max(id) from application")
    for attempt in (3, 4):
        await _result(cohort, application, attempt, "earned", "reflection")


async def test_a_desk_above_reads_the_same_counts(cohort):
    html = await page(cohort, cohort.above)
    assert "seen from your desk" in html and "6 people" in card(html, "far")


async def test_who_only_sits_here_is_told_that_it_is_not_for_them(cohort):
    ana = await cohort.seats("Ana")
    await page(cohort, ana.client, 403)


async def test_r65_of_four_people_a_desk_reads_no_number_and_their_facilitator_does(app):
    async with a_cohort(app, *NAMES[:4]) as few:
        above = await few.browser(few.organizer)
        answer = (await above.get(f"/cohorts/{few.id}/insights")).text
        assert "Too few to count" in answer and "heatmap" not in answer
        assert "4 people" in card(await page(few), "far")


async def test_it_asks_the_same_however_many_people_work_here(app, cohort, monkeypatch):
    async with a_cohort(app, "Ida") as few:
        with questions_counted(monkeypatch) as one:
            await page(few)
        with questions_counted(monkeypatch) as six:
            await page(cohort)
    assert sum(six.values()) <= sum(one.values()) + 2, six
