"""The desk sets how long a review takes; the day is the same wherever it is told, and stays as promised (R58)."""

from datetime import date, timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
import pytest_asyncio

from community import clock, db, words
from community.people.queries import people_by_id
from community.review import entering
from community.review.queue import queries as queue
from community.submissions import queries
from community.submissions.expecting import actions
from community.submissions.expecting.rules import Target, expected
from tests.support.attempts import CHECK, has_submitted, makes_all, opens_a_window
from tests.support.catalogue import a_definition
from tests.support.evidence import clock_at
from tests.support.fees import an_issuer_desk, issuer_slug
from tests.support.people import form_in, make_person, signed_in_client
from tests.support.reviewing import a_reviewer, an_approver
from tests.support.reviews import an_attempt, numbers_in

CODE = "EL-02"
MONDAY = "2026-11-16T18:00+00:00"


@pytest_asyncio.fixture
async def definition(app):
    return await a_definition(CODE)


@pytest_asyncio.fixture
async def desk(app, definition):
    """The browser of an editor of the issuer, which counts calendar days again at the end."""
    held = await an_issuer_desk(definition)
    async with signed_in_client(app, (await people_by_id([held.person_id]))[held.person_id]) as client:
        client.held, client.base = held, f"/issuers/{await issuer_slug(definition)}"
        yield client
    await db.run("update issuer set review_business_days = null where id = :id", id=definition.issuer_id)
    await db.run("delete from issuer_holiday where issuer_id = :id", id=definition.issuer_id)


@pytest_asyncio.fixture
async def ana(definition):
    person = await make_person(f"Ana Torres{uuid4().hex[:5]}")
    await makes_all(person, definition)
    return person


async def sets(desk, **fields):
    page = (await desk.get(f"{desk.base}/review-days")).text
    return await desk.post(f"{desk.base}/review-days", data=form_in(page, f"{desk.base}/review-days") | fields)


async def adds(desk, day, name):
    page = (await desk.get(f"{desk.base}/review-days")).text
    where = f"{desk.base}/holidays"
    return await desk.post(where, data=form_in(page, where) | {"day": day, "name": name})


async def test_r58_the_desk_sets_business_days_and_keeps_holidays(desk):
    assert (await sets(desk, kind="business", days=10)).status_code == 303
    assert (await adds(desk, "2026-11-26", "Thanksgiving")).status_code == 303
    again = await adds(desk, "2026-11-26", "Once more")
    assert again.status_code == 409 and "stands in the list already" in again.text and "Once more" in again.text
    assert (await adds(desk, "2026-11-27", " ")).status_code == 422
    for days in (5, 61):
        assert (await sets(desk, kind="business", days=days)).status_code == 422
    page = (await desk.get(f"{desk.base}/review-days")).text
    assert "Thanksgiving" in page and 'value="business" checked' in page
    where = f"{desk.base}/holidays/removal"
    for _press in range(2):
        assert (await desk.post(where, data=form_in(page, where))).status_code == 303
    assert "Thanksgiving" not in (await desk.get(f"{desk.base}/review-days")).text


async def test_two_desks_at_one_moment_set_once(desk):
    page = (await desk.get(f"{desk.base}/review-days")).text
    await actions.set_days(desk.held, None, 12)
    stale = form_in(page, f"{desk.base}/review-days") | {"kind": "business", "days": 9}
    assert (await desk.post(f"{desk.base}/review-days", data=stale)).status_code == 409


async def test_r58_the_day_is_one_and_the_same_everywhere(app, desk, ana, definition):
    await actions.set_days(desk.held, None, 10)
    await actions.add_holiday(desk.held, date(2026, 11, 26), "Thanksgiving")
    with clock_at(MONDAY):
        await opens_a_window(ana, definition)
        on = date(2026, 12, 1)
        async with signed_in_client(app, ana) as client:
            assert words.day(on, "en") in (await client.get(CHECK)).text, "before she submits"
            submission = await has_submitted(ana)
            assert submission.expected_on == on
            page = (await client.get(submission.address)).text
            assert page.count(words.day(on, "en")) == 2, "in the receipt and where it stands"
        rita = await a_reviewer(await an_approver(), definition)
        desk_of = await entering.review_desk(rita)
        (waits,) = [one for one in await queue.waiting(desk_of, clock.now()) if one.number == submission.number]
        target = Target(10, frozenset({date(2026, 11, 26)}))
        assert waits.due_on == expected(submission.submitted_at, ana.time_zone, target).first_on == date(2026, 11, 23)
    about = await db.value("select payload -> 'about' ->> 'expected' from job where key = :key",
                           key=f"mail receipt {submission.id}")  # fmt: skip
    assert about in (None, words.day(on, "en")), "the mail, where it is not sent yet"


async def test_r58_the_page_says_how_the_days_are_counted(app, desk, ana, definition):
    await opens_a_window(ana, definition)
    async with signed_in_client(app, ana) as client:
        assert "14 days from receipt" in (await client.get(CHECK)).text
        await actions.set_days(desk.held, None, 12)
        page = (await client.get(CHECK)).text
    assert "12 business days from receipt" in page and "14 days" not in page


async def test_r58_what_was_promised_stays_whatever_is_set_later(desk, ana, definition):
    await opens_a_window(ana, definition)
    submission = await has_submitted(ana)
    received = submission.submitted_at.astimezone(ZoneInfo(ana.time_zone)).date()
    assert submission.expected_on == received + timedelta(days=14), "the premise"
    await actions.set_days(desk.held, None, 60)
    await actions.add_holiday(desk.held, submission.expected_on, "A day off")
    again = await queries.submission(ana, submission.number)
    assert again.expected_on == submission.expected_on
    kept = await db.value("select first_due_on from submission where id = :id", id=submission.id)
    assert kept == submission.expected_on - timedelta(days=5)


async def test_r58_overdue_ones_stand_first_and_are_marked(app, desk, definition):
    rita = await a_reviewer(await an_approver(), definition)
    fresh, late = await an_attempt(definition), await an_attempt(definition, at=clock.now() - timedelta(days=20))
    async with signed_in_client(app, rita) as client:
        page = (await client.get("/reviews")).text
    ours = [number for number in numbers_in(page) if number in (fresh.number, late.number)]
    assert ours == [late.number, fresh.number]
    assert "Overdue since" in page.split(f'action="/reviews/{late.number}/claims"')[0]


@pytest.mark.parametrize("kind", ["approver", "reviewer"])
async def test_who_judges_does_not_set_it(app, desk, definition, kind):
    held = await an_issuer_desk(definition, kind, name=f"Vera {kind}")
    async with signed_in_client(app, (await people_by_id([held.person_id]))[held.person_id]) as client:
        assert (await client.get(f"{desk.base}/review-days")).status_code == 403
