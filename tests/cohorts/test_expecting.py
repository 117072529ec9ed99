"""F38: until when a cohort expects what, with "now" on the board, live, and nobody's delay in it."""

import re
from datetime import date, timedelta
from types import SimpleNamespace

import pytest_asyncio

from community import db
from community.catalogue import queries as catalogue
from community.cohorts.expecting import rules
from tests.board.live import open_page, served
from tests.meetings.test_live import marks_of, squeezed
from tests.support.cohorts import a_cohort, today
from tests.support.people import signed_in_client


@pytest_asyncio.fixture
async def cohort(app):
    async with a_cohort(app, "Ana", "Ben") as made:
        yield made


async def keys(cohort) -> list:
    return list(await catalogue.public_requirements(cohort.cohort.definition_version_id))


async def expects(member, cohort, version: int = 0, **days):
    fields = {f"day {key}": str(day) for key, day in days.items()}
    return await member.posts(f"/cohorts/{cohort.id}/expected", version=str(version), **fields)


async def board(member, cohort) -> str:
    return (await member.opens(f"/cohorts/{cohort.id}/board")).text


def line_of(html: str, cohort) -> list[str]:
    found = re.search(rf'id="expected-{cohort.id}">(.*?)</div>', html, re.S)[1]
    texts = re.findall(r"<li.*?</li>", found, re.S)
    return [" ".join(re.sub(r"<[^>]+>", " ", text).split()) for text in texts]


async def test_the_board_shows_each_day_and_now_between_them(cohort):
    first, second, third = (await keys(cohort))[:3]
    now = today()
    answer = await expects(
        cohort.facilitator,
        cohort,
        **{third.key: now + timedelta(days=20), first.key: now - timedelta(days=3), second.key: now},
    )
    assert answer.headers["location"] == f"/cohorts/{cohort.id}/board"
    line = line_of(await board(cohort.members["Ana"], cohort), cohort)
    starts = [first.label, "Now,", second.label, third.label]
    assert [text.startswith(start) for text, start in zip(line, starts, strict=True)] == [True] * 4, line
    assert "its day is over" in line[0], "not by colour alone"


async def test_without_days_there_is_no_line_and_who_leads_is_led_to_the_form(cohort):
    where = f'href="/cohorts/{cohort.id}/expected"'
    assert where in await board(cohort.facilitator, cohort)
    page = await board(cohort.members["Ana"], cohort)
    assert where not in page and line_of(page, cohort) == []


async def test_a_second_one_does_not_write_over_it_and_a_wrong_day_is_named(cohort):
    gloria, first = cohort.facilitator, (await keys(cohort))[0]
    day = today() + timedelta(days=3)
    await expects(gloria, cohort, **{first.key: day})
    late = await expects(gloria, cohort, **{first.key: day + timedelta(days=9)})
    assert late.status_code == 409 and str(day + timedelta(days=9)) in late.text, "what was typed stays"
    for wrong in ("soon", "1999-01-01"):
        answer = await expects(gloria, cohort, 1, **{first.key: wrong})
        assert answer.status_code == 422 and f'id="day-{first.key}-error"' in answer.text
    assert (await expects(gloria, cohort, 1)).status_code == 303
    assert line_of(await board(gloria, cohort), cohort) == [], "taken away again"


async def test_who_leads_says_it_and_nobody_else(cohort):
    assert (await cohort.members["Ana"].opens(f"/cohorts/{cohort.id}/expected")).status_code == 403
    assert (await expects(cohort.members["Ana"], cohort)).status_code == 403
    async with signed_in_client(cohort.app, cohort.organizer) as desk:
        assert (await desk.get(f"/cohorts/{cohort.id}/expected")).status_code == 200


async def test_it_is_seen_live_as_a_reload_shows_it(app, cohort):
    gloria, first = cohort.facilitator, (await keys(cohort))[0]
    where, id = f"/cohorts/{cohort.id}/board", f"expected-{cohort.id}"
    olive = await cohort.joins("Olive")
    await db.run("update seat set role = 'observer' where id = :id", id=olive.seat.id)
    async with (
        served(app) as address,
        open_page(address, gloria, where, marks_of) as leads,
        open_page(address, cohort.members["Ana"], where, marks_of) as own,
        open_page(address, olive, where, marks_of) as observes,
    ):
        await expects(gloria, cohort, **{first.key: today() + timedelta(days=3)})
        for page in (leads, own, observes):
            await page.catches_up()
            assert len(line_of(page.html, cohort)) == 2
            assert squeezed(page.html, id) == squeezed(await page.reloaded(), id)


def test_a_day_is_past_when_it_is_over():
    at = date(2026, 11, 10)
    wanted = [SimpleNamespace(key=key, label=key.upper()) for key in "abc"]
    days = {"a": date(2026, 11, 10), "b": date(2026, 11, 9), "c": date(2026, 11, 11), "gone": at}
    line = rules.line(days, wanted, at)
    assert [(mark.label, mark.is_past) for mark in line] == [("B", True), ("", False), ("A", False), ("C", False)]
    assert rules.line({}, wanted, at) == ()
