"""The end of a window, and the warnings before it: each once, for those who wait for a mail, a page or a board."""

import asyncio
import re
from contextlib import contextmanager
from datetime import date, time, timedelta

import pytest
import pytest_asyncio

from community import app as roof
from community import clock, db, mail
from community.errors import Conflict
from community.evidence import actions, due, queries
from community.evidence.queries.due_rows import Due
from community.evidence.rules import State
from community.jobs import NotYet, Worker
from community.notifications.choosing import queries as choices
from community.people import letters
from community.people import queries as people
from tests.board.live import open_page, served
from tests.board.test_live import seen
from tests.support.catalogue import a_definition
from tests.support.cohorts import a_cohort
from tests.support.evidence import brings, clock_at, events_about, joins_a_local, requirement_of, writes
from tests.support.failing import whole_or_nothing
from tests.support.people import form_in, make_person, nobody_sleeps, signed_in_client

AUTUMN = "2026-09-01T19:00:00Z"  # noon in Los Angeles: the window ends with 1 March 2027 there, 2 March 08:00 UTC
pytestmark = pytest.mark.usefixtures("app")


async def ana_starts(at: str = "2025-01-10T19:00:00Z", **fields):
    """Ana in Los Angeles has texts in three states and an open window: until the end of 10 July there."""
    ana = await make_person("Ana Torres", **{"time_zone": "America/Los_Angeles"} | fields)
    await nobody_sleeps()
    return ana, await a_definition(), await opens_a_window(ana, at)


async def opens_a_window(person, at: str = "2025-01-10T19:00:00Z"):
    """Texts that are begun, ready and met, and Start, at this instant."""
    with clock_at(at):
        definition = await a_definition()
        await joins_a_local(person)
        await brings(person, definition, "Question 1")
        await brings(person, definition, "Question 2", "ready")
        await brings(person, definition, "Artifact 1", "submit", "meet")
        return await actions.start(person, definition)


@contextmanager
def before_the_end(application, **left):
    """Inside, it is so long before the window ends."""
    with clock_at((application.expires_at - timedelta(**left)).isoformat()):
        yield


async def letters_waiting(key: str) -> list[dict]:
    """What waits to be mailed under keys that begin so, in order; it is taken out, as if it were sent."""
    rows = await db.many(
        dict, "select key, payload from job where key like :key order by id limit 100", key=f"mail {key}%"
    )
    await db.run("delete from job where key like :key", key=f"mail {key}%")
    return [row["payload"] for row in rows]


async def states(person, definition) -> dict[str, str]:
    standing = await queries.standing(person, definition.code)
    return {one.label: str(standing.work(one.key).state) for one in standing.requirements}


# --- R25 ---


async def test_r25_four_warnings_and_none_after_submission():
    ana, _definition, hers = await ana_starts(AUTUMN)
    ben, _definition, his = await ana_starts(AUTUMN)
    assert hers.expires_at.isoformat() == "2027-03-02T08:00:00+00:00"
    days, sent = [100, 61, 60, 59, 31, 30, 29, 15, 14, 13, 4, 3, 2, 1], {}
    for left in days:
        with before_the_end(hers, days=left, hours=12):
            if left == 15:
                await db.run("update application set state = 'submitted' where id = :id", id=his.id)
            for _again in range(2):
                await due.warn({})
            for one in (hers, his):
                for letter in await letters_waiting(f"expiry warning {one.id} "):
                    sent.setdefault(one.id, []).append((left, letter["about"]["days"], letter["person_id"]))
    assert sent[hers.id] == [(left, left, ana.id) for left in (60, 30, 14, 3)], "each once, on its day"
    assert sent[his.id] == [(60, 60, ben.id), (30, 30, ben.id)], "none after submission"
    told = [event.detail["days"] for event in await events_about("application.warned", hers.id)]
    assert told == [60, 30, 14, 3]


async def test_r25_a_warning_is_there_in_the_morning_of_its_day():
    _ana, _definition, hers = await ana_starts(AUTUMN)
    for instant, letters_sent in [("2026-12-31T15:59:00Z", 0), ("2026-12-31T16:00:00Z", 1)]:  # 8 am in Los Angeles
        with clock_at(instant):
            await due.warn({})
            assert len(await letters_waiting(f"expiry warning {hers.id} ")) == letters_sent, instant


async def test_r25_when_the_job_was_late_only_the_nearest_warning_goes_out():
    _ana, _definition, hers = await ana_starts(AUTUMN)
    with before_the_end(hers, days=10, hours=12):
        await due.warn({})
        (letter,) = await letters_waiting(f"expiry warning {hers.id} ")
        assert (letter["key"], letter["about"]["days"]) == (f"expiry warning {hers.id} 14", 10)
        await due.warn({})
        assert await letters_waiting(f"expiry warning {hers.id} ") == []
    with before_the_end(hers, days=3, hours=12):
        await due.warn({})
        (letter,) = await letters_waiting(f"expiry warning {hers.id} ")
        assert letter["key"] == f"expiry warning {hers.id} 3"


async def test_r25_a_window_shorter_than_a_warning_is_not_warned_of_at_its_start():
    definition = await a_definition()
    await db.run("update issuer set window_months = 1 where id = :id", id=definition.issuer_id)
    try:
        _ana, _definition, hers = await ana_starts(AUTUMN)
        with clock_at("2026-09-01T20:00:00Z"):
            await due.warn({})
            assert await letters_waiting(f"expiry warning {hers.id} ") == []
        with before_the_end(hers, days=14, hours=12):
            await due.warn({})
            assert len(await letters_waiting(f"expiry warning {hers.id} ")) == 1
    finally:
        await db.run("update issuer set window_months = 6 where id = :id", id=definition.issuer_id)


async def test_r25_the_mail_says_the_safe_date_first_then_the_end_then_what_is_left():
    ana, definition, hers = await ana_starts(AUTUMN)
    with before_the_end(hers, days=60, hours=12):
        mail_60 = await the_mail(hers)
    assert mail_60.subject == "Safe to submit until Monday, January 18, 2027"
    places = [mail_60.text.index(said) for said in ("January 18, 2027", "Monday, March 1, 2027 at 11:59 PM", "2 of 6")]
    assert places == sorted(places)
    plan = re.findall(r"^\w+, (\w+ \d+, \d+): (Question 1|Question 3|Artifact 2|Reflection)", mail_60.text, re.M)
    assert [name for _day, name in plan] == ["Question 1", "Question 3", "Artifact 2", "Reflection"]
    assert plan[-1][0] == "January 18, 2027", "the last one on the safe date"
    assert "Question 2" not in mail_60.text and "Artifact 1" not in mail_60.text, "ready and met are not left"
    assert f"/work/{definition.code}\n" in mail_60.text
    with before_the_end(hers, days=14, hours=12):
        mail_14 = await the_mail(hers)
    assert mail_14.subject.startswith("14 days left") and "was Monday, January 18, 2027" in mail_14.text
    assert ana.called in mail_14.text


async def test_r25_the_end_is_said_in_the_readers_own_zone():
    ana, _definition, hers = await ana_starts(AUTUMN)
    await db.run("update person set time_zone = 'America/New_York' where id = :id", id=ana.id)
    with before_the_end(hers, days=30, hours=12):
        told = await the_mail(hers)
    assert "Tuesday, March 2, 2027 at 2:59 AM (America/New York)" in told.text


async def test_r25_a_warning_waits_until_its_reader_is_awake(app):
    ana, _definition, hers = await ana_starts(AUTUMN)
    await choices.set_settings(ana, True, time(0), time(23, 59))
    with before_the_end(hers, days=30, hours=12), pytest.raises(NotYet):
        await the_mail(hers)


async def test_the_letters_are_in_the_readers_language():
    _ana, _definition, hers = await ana_starts(AUTUMN, language="en-XA")
    with before_the_end(hers, days=60, hours=12):
        told = await the_mail(hers)
    assert told.subject.startswith("[Såfé")
    assert "Question 1" not in told.text and "requirements" not in told.text


async def the_mail(application) -> mail.Kept:
    """The warning that is due, composed and sent as the worker does."""
    await due.warn({})
    (payload,) = await letters_waiting(f"expiry warning {application.id} ")
    await letters.deliver(payload)
    reader = (await people.people_by_id([application.person_id]))[application.person_id]
    return next(kept for kept in mail.kept() if kept.to == reader.email)


def test_a_plan_spreads_what_is_left_and_ends_on_the_day():
    day = date(2027, 1, 1)
    assert due.plan(["a", "b", "c"], day, day + timedelta(days=9)) == [
        (date(2027, 1, 4), "a"), (date(2027, 1, 7), "b"), (date(2027, 1, 10), "c"),
    ]  # fmt: skip
    assert due.plan(["a", "b"], day, day) == [(day, "a"), (day, "b")]
    assert due.plan([], day, day) == []
    many = [by for by, _name in due.plan(list("abcdefgh"), day, day + timedelta(days=3))]
    assert many == sorted(many) and many[-1] == date(2027, 1, 4)


# --- R24 ---


async def test_r24_expiry_resets_work_and_keeps_the_texts():
    ana, definition, hers = await ana_starts()
    before = await states(ana, definition)
    with before_the_end(hers, seconds=1):
        await due.expire({})
        assert await states(ana, definition) == before, "the window is open until the last second"
    with before_the_end(hers, seconds=0):
        await due.expire({})
    assert (await queries.application(ana, hers.micro_credential_id)).state == "expired"
    after = await states(ana, definition)
    assert after == dict.fromkeys(after, "not_started") | {"Artifact 1": "met"}, "any but met"
    standing = await queries.standing(ana, definition.code)
    assert [one.label for one in standing.put_away] == ["Question 1", "Question 2"]
    for requirement in standing.put_away:
        work = standing.work(requirement.key)
        assert work.text == "", "it begins with an empty page"
        newest, kept = (await queries.revisions(ana, work))[:2]
        assert (newest.text, newest.number) == ("", work.revision)
        assert kept.text == f"Something by Ana Torres on {requirement.label}." and kept.kept
        (moved,) = [e for e in await events_about("work.moved", work.id) if e.detail["became"] == "not_started"]
        assert (moved.by, moved.topic) == (None, f"person:{ana.id}"), "by the clock, and nobody else hears of it"
    (told,) = await events_about("application.expired", hers.id)
    assert (told.by, told.topic, told.detail) == (None, f"person:{ana.id}", {"seat_id": None})
    (letter,) = await letters_waiting(f"expiry {hers.id}")
    await letters.deliver(letter)
    told = next(kept for kept in mail.kept() if kept.to == ana.email)
    assert "kept" in told.subject and "Thursday, July 10, 2025 at 11:59 PM" in told.text


async def test_r24_what_was_kept_is_never_thinned_and_each_text_can_be_put_back(app):
    ana, definition, _hers = await ana_starts()
    await writes(ana, definition, "Question 3", "")  # an empty page is nothing to keep
    await due.expire({})
    clock.move(timedelta(days=3))
    await actions.thin_revisions({})
    clock.move(-timedelta(days=3))
    plan = await requirement_of(definition, "Question 1")
    async with signed_in_client(app, ana) as client:
        work, address = await queries.work(ana, definition.code, plan.key), f"/work/{definition.code}/{plan.key}"
        versions = (await client.get(f"{address}/revisions")).text
        number = (await queries.revisions(ana, work))[1].number
        assert f"{address}/revisions/{number}" in versions
        page = (await client.get(f"{address}/revisions/{number}")).text
        form = form_in(page, f"{address}/restorations")
        assert (await client.post(f"{address}/restorations", data=form)).status_code == 303
    back = await queries.work(ana, definition.code, plan.key)
    assert (back.text, back.state) == ("Something by Ana Torres on Question 1.", State.DRAFTING)
    assert [one.label for one in (await queries.standing(ana, definition.code)).put_away] == ["Question 2"]


async def test_r24_who_writes_on_a_page_that_was_open_at_the_end_loses_nothing():
    ana, definition, _hers = await ana_starts()
    plan = await requirement_of(definition, "Question 1")
    open_page = await queries.work(ana, definition.code, plan.key)
    await due.expire({})
    await actions.draft(ana, definition, plan, open_page.text + " And more.", open_page.revision, "Phone", "phone")
    work = await queries.work(ana, definition.code, plan.key)
    (waiting,) = await queries.conflicts(ana, work)
    assert (work.text, waiting.text) == ("", "Something by Ana Torres on Question 1. And more.")


async def test_r24_her_pages_say_that_it_expired_and_lead_to_the_texts_and_to_start(app):
    ana, definition, _hers = await ana_starts()
    await due.expire({})
    async with signed_in_client(app, ana) as client:
        for address in (f"/work/{definition.code}", "/work"):
            page = (await client.get(address)).text
            assert "expired on Thursday, July 10, 2025; everything you wrote is kept" in page
            for label in ("Question 1", "Question 2"):
                key = (await requirement_of(definition, label)).key
                assert f"/work/{definition.code}/{key}/revisions" in page
        page = (await client.get(f"/work/{definition.code}")).text
        assert re.search(rf'href="/work/{definition.code}/applications/new">Start again<', page)


async def test_r27_after_an_expiry_a_new_start_is_possible():
    ana, definition, _hers = await ana_starts()
    with pytest.raises(Conflict):
        await actions.start(ana, definition)
    await due.expire({})
    again = await actions.start(ana, definition)
    assert again.state == "open"
    standing = await queries.standing(ana, definition.code)
    assert standing.application.id == again.id and standing.put_away, "what was kept stays at hand after a new Start"


async def test_a_window_without_an_end_and_one_that_was_submitted_never_expire():
    ana, definition, hers = await ana_starts()
    await db.run("update application set state = 'submitted' where id = :id", id=hers.id)
    _ben, _definition, endless = await ana_starts()
    await db.run("update application set expires_at = null where id = :id", id=endless.id)
    await due.expire({})
    left = [await db.value("select state from application where id = :id", id=one.id) for one in (hers, endless)]
    assert left == ["submitted", "open"]
    assert (await states(ana, definition))["Question 2"] == "ready"


async def test_twice_in_a_row_and_two_at_once_expire_once():
    ana, definition, hers = await ana_starts()
    work = await queries.work(ana, definition.code, (await requirement_of(definition, "Question 1")).key)
    await asyncio.gather(*(due.expire({}) for _worker in range(6)))
    await due.expire({})
    assert len(await events_about("application.expired", hers.id)) == 1
    moved = [e for e in await events_about("work.moved", work.id) if e.detail["became"] == "not_started"]
    assert len(moved) == 1 and len(await queries.revisions(ana, work)) == 2
    assert len(await letters_waiting(f"expiry {hers.id}")) == 1


async def test_two_workers_at_once_warn_once():
    _ana, _definition, hers = await ana_starts()
    with before_the_end(hers, days=30, hours=12):
        await asyncio.gather(*(due.warn({}) for _worker in range(6)))
    assert len(await events_about("application.warned", hers.id)) == 1


async def test_an_application_that_somebody_holds_is_left_to_the_next_turn_and_stops_nobody():
    _ana, _definition, held = await ana_starts()
    _ben, _definition, free = await ana_starts()
    holding, done = asyncio.Event(), asyncio.Event()

    async def holds():
        async with db.transaction():
            await db.value("select id from application where id = :id for update", id=held.id)
            holding.set()
            await done.wait()

    task = asyncio.create_task(holds())
    await holding.wait()
    async with asyncio.timeout(60):
        await due.expire({})
    assert [len(await events_about("application.expired", one.id)) for one in (held, free)] == [0, 1]
    done.set()
    await task
    await due.expire({})
    assert len(await events_about("application.expired", held.id)) == 1


async def test_what_goes_wrong_with_one_stops_no_other_and_is_told():
    _ana, _definition, first = await ana_starts("2025-01-09T19:00:00Z", time_zone="America/Denver")
    _ben, _definition, second = await ana_starts()
    await db.run("update person set time_zone = 'No/Where' where id = :id", id=first.person_id)
    with pytest.raises(Exception, match="No/Where"):
        await due.expire({})
    assert [len(await events_about("application.expired", one.id)) for one in (first, second)] == [0, 1]
    await db.run("update person set time_zone = 'UTC' where id = :id", id=first.person_id)
    await due.expire({})
    assert len(await events_about("application.expired", first.id)) == 1


async def test_more_than_a_batch_expires_in_one_turn(monkeypatch):
    monkeypatch.setattr(due, "A_BATCH", 2)
    made = [(await ana_starts())[2] for _number in range(5)]
    await due.expire({})
    assert [len(await events_about("application.expired", one.id)) for one in made] == [1] * 5


async def test_the_end_of_a_window_is_whole_or_nothing():
    async def prepare():
        return await ana_starts()

    async def act(subject):
        await due.end(Due(subject[2].id, subject[2].expires_at))

    async def state(subject):
        ana, definition, hers = subject
        kept = await db.value(
            """
            select count(*) from revision join work on work.id = revision.work_id
            where work.person_id = :id and revision.kept
            """,
            id=ana.id,
        )
        waits = await db.value("select count(*) from job where key = :key", key=f"mail expiry {hers.id}")
        told = [event.kind for event in await events_about("application.expired", hers.id)]
        application = await queries.application(ana, hers.micro_credential_id)
        return application.state, await states(ana, definition), kept, waits, told

    assert await whole_or_nothing(prepare, act, state) >= 10


async def test_a_warning_is_whole_or_nothing():
    async def prepare():
        return (await ana_starts())[2]

    async def act(application):
        with before_the_end(application, days=30, hours=12):
            await due.send_warning(Due(application.id, application.expires_at, 30))

    async def state(application):
        key = f"mail expiry warning {application.id} 30"
        waits = await db.value("select count(*) from job where key = :key", key=key)
        warned = await db.value("select warned_days from application where id = :id", id=application.id)
        return warned, waits, len(await events_about("application.warned", application.id))

    assert await whole_or_nothing(prepare, act, state) >= 4


async def test_a_worker_does_both_by_itself(database_url):
    _ana, _definition, over = await ana_starts()
    mine = {name: job for name, job in roof.merged("jobs").items() if name in ("evidence.expire", "evidence.warn")}
    with clock_at("2026-11-20T12:00:00Z"):
        _ben, _definition, near = await ana_starts("2026-06-01T19:00:00Z")  # until the end of 1 December
        async with Worker(database_url, mine, {}).running(), asyncio.timeout(60):
            for kind, one in (("application.expired", over), ("application.warned", near)):
                while not await events_about(kind, one.id):
                    await asyncio.sleep(0.02)


# --- live ---


@pytest_asyncio.fixture(scope="module")
async def address(app):
    async with served(app) as at:
        yield at


@pytest.mark.parametrize("reader", ["Ana", "Ben", "Gloria"], ids=["self", "peer", "facilitator"])
async def test_an_expiry_seen_live_is_what_a_reload_shows(app, address, reader):
    async with a_cohort(app, "Ana", "Ben") as cohort:
        ana = cohort.members["Ana"]
        hers = await opens_a_window(ana.person)
        async with open_page(address, cohort.members[reader], f"/cohorts/{cohort.id}/board") as page:
            before = seen(page.html, cohort)
            await due.expire({})
            await page.catches_up()
            after = seen(await page.reloaded(), cohort)
            assert seen(page.html, cohort) == after != before
            row = after[f"member-{ana.seat.id}"]
            assert "Ready" not in row and "Drafting" not in row and "Not started" in row
    (told,) = await events_about("application.expired", hers.id)
    assert (told.topic, told.detail) == (ana.seat.topic, {"seat_id": ana.seat.id})
