"""Lists of the review desk go on behind fifty, by key: nothing stops silently, nothing is shown twice or left out."""

import re
from datetime import date, timedelta
from html import unescape

import pytest

from community import clock
from community.review import entering
from community.review.calibrating import queries as calibrating
from community.review.paging import A_PAGE, Mark, mark
from community.review.queue import queries as queue
from tests.support.people import signed_in_client
from tests.support.questions import questions_counted
from tests.support.reviewing import ISSUER, a_reviewer, a_set
from tests.support.reviews import an_attempt, claims_it, numbers_in

SETS = f"/issuers/{ISSUER}/calibration"


def onward(html: str) -> str:
    return unescape(re.search(r'href="([^"]*\?after=[^"]+)"', html)[1])


def attempts_in(html: str) -> list[str]:
    return re.findall(r'<h2><a href="/approvals/([0-9A-Z]{12})"', html)


@pytest.mark.parametrize(
    "typed", ["", "7", "2026-02-31.K7QM2XWD93HF", "2026-12-01.K7QM2XWD93HU", "٢٠٢٦-12-01.K7QM2XWD93HF"]
)
def test_what_is_no_mark_begins_at_the_beginning(typed):
    assert mark(typed) is None


def test_a_mark_is_read_as_it_is_written():
    for one in (Mark(date(2026, 12, 1), "K7QM2XWD93HF"), Mark(date(2026, 12, 1), "K7QM2XWD93HF", first=True)):
        assert mark(str(one)) == one


async def test_r58_the_queue_goes_on_behind_fifty_the_overdue_first(app, vera, definition, monkeypatch):
    rita, now = await a_reviewer(vera.desk, definition), clock.now()
    ages = [timedelta(days=number % 20, minutes=number) for number in range(A_PAGE + 3)]
    made = [await an_attempt(definition, at=now - age) for age in ages]
    desk = await entering.review_desk(rita)
    async with signed_in_client(app, rita) as client:
        with questions_counted(monkeypatch) as short:
            page = (await client.get("/reviews")).text
        first, on = numbers_in(page), onward(page)
        assert len(first) == A_PAGE and f"{A_PAGE + 3} attempts wait for you." in page
        with questions_counted(monkeypatch) as long:
            rest = (await client.get(on)).text
        second = numbers_in(rest)
        assert len(second) == 3 and "?after=" not in rest and f"{A_PAGE + 3} attempts" in rest
        assert set(first) | set(second) == {one.number for one in made}
        assert short.total() == long.total() <= 15
        (last,) = [one for one in made if one.number == first[-1]]
        await claims_it(await a_reviewer(vera.desk, definition, "Otto Vogt"), last)
        assert numbers_in((await client.get(on)).text) == second, "though the last one before is at another place now"
    found = await queue.waiting(desk, now, most=A_PAGE + 3)
    assert [one.due_on for one in found] == sorted(one.due_on for one in found)
    assert found[0].due_on < now.date(), "the overdue on top"


async def test_approvals_go_on_behind_fifty(vera, definition):
    for number in range(A_PAGE + 2):
        await an_attempt(definition, at=clock.now() - timedelta(days=30 + number % 3))
    page = (await vera.get("/approvals")).text
    first = attempts_in(page)
    rest = attempts_in((await vera.get(onward(page))).text)
    assert len(first) == A_PAGE and len(rest) >= 2 and not set(first) & set(rest)
    assert f"{len(first) + len(rest)} attempts wait for you." in page


async def test_calibration_sets_go_on_behind_fifty_the_retired_last(vera, definition):
    made = [await a_set(vera.desk, definition, f"Set {number}") for number in range(A_PAGE + 2)]
    await calibrating.retire(vera.desk, made[0], clock.now())
    page = (await vera.get(SETS)).text
    rest = (await vera.get(onward(page))).text
    shown = [[int(id) for id in re.findall(rf'href="{SETS}/(\d+)"', one)] for one in (page, rest)]
    assert [len(ids) for ids in shown] == [A_PAGE, 2] and shown[1][-1] == made[0]
    assert sorted(shown[0] + shown[1]) == sorted(made)
