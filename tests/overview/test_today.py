"""The facilitator's page over HTTP: who needs her and why, a letter from there, "not today"."""

import re
from datetime import timedelta
from html import unescape
from uuid import uuid4

import pytest_asyncio

from community import clock, db
from community.cohorts import queries as cohorts
from community.cohorts.pausing import actions as pausing
from tests.support.catalogue import a_definition
from tests.support.cohorts import a_cohort, today
from tests.support.discussion import said
from tests.support.evidence import brings, writes
from tests.support.people import signed_in_client
from tests.support.questions import questions_counted

SECRET = "marigolds and the sum of all angles"


@pytest_asyncio.fixture
async def cohort(app):
    """Begun 40 days ago; Ana wrote on four days and then stopped, Ben has not begun, Cem wrote today."""
    async with a_cohort(app, starts_on=today() - timedelta(days=40)) as made:
        clock.move(-timedelta(days=30))
        try:
            ana, _ben, cem = await made.seats("Ana", "Ben", "Cem")
            definition = await a_definition(made.cohort.code)
            for day in range(4):
                clock.move(timedelta(days=day and 1))
                await writes(ana.person, definition, "Artifact 1", f"{SECRET}, day {day}")
            clock.move(-timedelta(days=3))
        finally:
            clock.move(timedelta(days=30))
        await writes(cem.person, definition, "Artifact 1", "A beginning")
        ana.client = await made.browser(ana.person)  # the sign-in of then is over
        yield made


def line(html: str, member) -> str:
    """What the page says of one who needs her; "" for who does not."""
    found = re.search(rf'<li class="needs" id="needs-{member.seat.id}">.*?</li>', html, re.S)
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", found[0])).split()) if found else ""


async def page(cohort) -> str:
    answer = await cohort.facilitator.opens(f"/cohorts/{cohort.id}/today")
    assert answer.status_code == 200, answer.text[:300]
    return answer.text


async def puts_off(cohort, member, need: str, days: int | None = None):
    """Not today, or until so many days from now."""
    until = {} if days is None else {"until": str(today() + timedelta(days=days))}
    return await cohort.facilitator.posts(f"/cohorts/{cohort.id}/today/{member.seat.id}/later", need=need, **until)


async def thread_of(cohort, member) -> str:
    """Where the two talk."""
    address = f"/cohorts/{cohort.id}/private-threads/new?to={cohort.facilitator.seat.id}"
    return (await member.opens(address)).headers["location"]


async def nudges(cohort, member, text="How can I help?", need="stopped", key=""):
    return await cohort.facilitator.posts(
        f"/cohorts/{cohort.id}/today/{member.seat.id}/letter", need=need, text=text, post_key=key or str(uuid4())
    )


async def test_who_has_stopped_and_who_has_not_begun_stand_there_with_the_reason(cohort):
    ana, ben, cem = await cohort.seats("Ana", "Ben", "Cem")
    html = await page(cohort)
    assert "Was busy, no step for 27 days" in line(html, ana) and "Drafting: Artifact 1" in line(html, ana)
    assert "Has not begun, 30 days in" in line(html, ben)
    assert not line(html, cem) and cem.person.name in html
    assert html.index(f"needs-{ana.seat.id}") < html.index(f"needs-{ben.seat.id}"), "most pressing first"
    assert "2 people need you" in html and "Week 6 of 9" in html


async def test_r64_no_word_of_a_draft_is_on_the_page(cohort):
    assert SECRET not in await page(cohort)


async def test_who_takes_a_step_is_off_the_list(cohort):
    ana = await cohort.seats("Ana")
    await brings(ana.person, await a_definition(cohort.cohort.code), "Artifact 1", "ready")
    assert not line(await page(cohort), ana)


async def test_who_is_away_until_a_day_needs_nobody(cohort):
    ben = await cohort.seats("Ben")
    seat = await cohorts.seat(ben.person, cohort.id)
    await pausing.pause(ben.person, seat, cohort.cohort, today() + timedelta(days=5))
    html = await page(cohort)
    assert not line(html, ben) and ben.person.name not in html


async def test_not_today_is_until_tomorrow_and_a_day_is_until_that_day(cohort, later):
    ana, ben = await cohort.seats("Ana", "Ben")
    assert (await puts_off(cohort, ana, "stopped")).headers["location"].endswith("/today?done=later")
    await puts_off(cohort, ben, "not_begun", 7)
    html = (await cohort.facilitator.opens(f"/cohorts/{cohort.id}/today?done=later")).text
    assert "You will be reminded" in html
    assert not line(html, ana) and not line(html, ben) and "2 more are put off by you" in html
    later(timedelta(days=1))
    html = await page(cohort)
    assert line(html, ana) and not line(html, ben)
    later(timedelta(days=6))
    async with signed_in_client(cohort.app, cohort.facilitator.person) as again:
        assert line((await again.get(f"/cohorts/{cohort.id}/today")).text, ben)


async def test_nothing_is_put_off_for_ever(cohort):
    ana = await cohort.seats("Ana")
    for days in (0, -1, 61, 400):
        refused = await puts_off(cohort, ana, "stopped", days)
        assert refused.status_code == 422 and str(today() + timedelta(days=days)) in refused.text
    assert line(await page(cohort), ana)


async def test_a_letter_is_drafted_and_goes_into_the_thread_of_the_two(cohort):
    ana = await cohort.seats("Ana")
    address = f"/cohorts/{cohort.id}/today/{ana.seat.id}/letter"
    drafted = (await cohort.facilitator.opens(f"{address}?need=stopped")).text
    assert "Hello Ana, I have not seen a step of yours for a while" in unescape(drafted)
    sent = await nudges(cohort, ana, "May I help?")
    assert sent.headers["location"] == f"/cohorts/{cohort.id}/today?done=written"
    assert said((await ana.opens(await thread_of(cohort, ana))).text) == ["May I help?"]
    assert "2 letters left" in line(await page(cohort), ana) and "You wrote lately" in line(await page(cohort), ana)


async def test_a_letter_sent_twice_is_one(cohort):
    ana, key = await cohort.seats("Ana"), str(uuid4())
    first, second = await nudges(cohort, ana, key=key), await nudges(cohort, ana, key=key)
    assert first.headers["location"] == second.headers["location"]
    assert await db.value("select count(*) from nudge where seat_id = :id", id=ana.seat.id) == 1
    assert len(said((await ana.opens(await thread_of(cohort, ana))).text)) == 1


async def test_letters_are_two_days_apart_and_three_at_most_and_what_was_typed_stays(cohort, later):
    ana = await cohort.seats("Ana")
    await nudges(cohort, ana)
    soon = await nudges(cohort, ana, "A second one at once")
    assert soon.status_code == 409 and "A second one at once" in soon.text and "Give it two days" in soon.text
    for number in range(2):
        later(timedelta(hours=48, minutes=1))
        async with signed_in_client(cohort.app, cohort.facilitator.person) as cohort.facilitator.client:
            assert (await nudges(cohort, ana, f"Again {number}")).status_code == 303
    later(timedelta(days=3))
    async with signed_in_client(cohort.app, cohort.facilitator.person) as cohort.facilitator.client:
        fourth = await nudges(cohort, ana, "A fourth")
        assert fourth.status_code == 409 and "A call may help more" in fourth.text
        assert "Write to Ana" not in line(await page(cohort), ana)
    assert await db.value("select count(*) from nudge where seat_id = :id", id=ana.seat.id) == 3


async def test_an_empty_letter_is_refused_with_a_sentence(cohort):
    ana = await cohort.seats("Ana")
    assert (await nudges(cohort, ana, "  ")).status_code == 422


async def test_an_empty_cohort_says_that_nobody_works_here_yet(app):
    async with a_cohort(app) as empty:
        html = await page(empty)
        assert "Nobody works here yet" in html and "Nobody needs you just now" in html


async def test_the_page_is_a_handful_of_questions_however_many_members(cohort, monkeypatch):
    with questions_counted(monkeypatch) as few:
        await page(cohort)
    for name in ("Dev", "Eva", "Finn", "Greta"):
        await cohort.joins(name)
    with questions_counted(monkeypatch) as many:
        await page(cohort)
    assert many.total() <= few.total()
