"""More time: asked for in a sentence, given with a reason by the desk of the issuer, never by another (F89, R26)."""

from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace
from uuid import uuid4

import pytest
import pytest_asyncio

from community import db
from community.affiliates import actions as affiliates
from community.affiliates import queries as issuers
from community.errors import Conflict
from community.evidence import queries as evidence
from community.evidence import rules as evidence_rules
from community.evidence.extending import actions, queries, rules
from community.people.queries import people_by_id
from tests.board.live import open_page, served, span_of
from tests.notifications.test_notices import everybody_is_told, sentences
from tests.support.attempts import CODE, falls_short, has_submitted, makes_all, opens_a_window
from tests.support.catalogue import a_definition
from tests.support.cohorts import a_cohort
from tests.support.evidence import clock_at
from tests.support.fees import an_issuer_desk, issuer_slug
from tests.support.people import form_in, make_person, signed_in_client

OWN = f"/work/{CODE}/extensions"
WHY = "My class was closed for three weeks."
NOW = datetime(2027, 1, 12, 17, tzinfo=UTC)


@pytest_asyncio.fixture
async def definition(app):
    return await a_definition(CODE)


@pytest_asyncio.fixture
async def ana(app, definition):
    """Somebody whose window is open, with a browser."""
    person = await make_person(f"Ana Torres{uuid4().hex[:4]}", time_zone="Pacific/Honolulu")
    await opens_a_window(person, definition)
    async with signed_in_client(app, person) as client:
        yield SimpleNamespace(person=person, client=client)


@pytest_asyncio.fixture
async def desk(app, definition):
    """The browser of an editor of the issuer."""
    held = await an_issuer_desk(definition)
    async with signed_in_client(app, (await people_by_id([held.person_id]))[held.person_id]) as client:
        client.held, client.at = held, f"/issuers/{await issuer_slug(definition)}/applications"
        yield client


async def window_of(person):
    return (await evidence.standing(person, CODE)).application


async def asks(ana, sentence=WHY, **fields):
    page = (await ana.client.get(OWN)).text
    return await ana.client.post(OWN, data=form_in(page, OWN) | {"sentence": sentence} | fields)


async def answers(desk, window, noun, **fields):
    page = (await desk.get(f"{desk.at}/{window.id}")).text
    where = f"{desk.at}/{window.id}/{noun}"
    return await desk.post(where, data=form_in(page, where) | fields)


@pytest.mark.parametrize("state, has", [("open", True), ("submitted", False), ("expired", False), ("earned", False)])
def test_only_a_window_that_is_open_and_ends_is_moved(state, has):
    window = SimpleNamespace(state=state, expires_at=NOW)
    assert rules.has_end(window, NOW - timedelta(seconds=1)) is has
    assert not rules.has_end(window, NOW)
    assert not rules.has_end(SimpleNamespace(state=state, expires_at=None), NOW)


@pytest.mark.parametrize(
    "day, may",
    [(date(2027, 8, 31), False), (date(2027, 9, 1), True), (date(2028, 2, 29), True), (date(2028, 3, 1), False)],
)
def test_later_than_now_and_six_months_at_most_at_a_time(day, may):
    assert rules.may_end_on(day, date(2027, 8, 31)) is may


def test_only_who_may_know_names_looks_after_it():
    for kind, may in (("catalogue_editor", True), ("administrator", True), ("approver", False), ("reviewer", False)):
        assert rules.looks_after(SimpleNamespace(kind=kind)) is may


async def test_she_asks_in_a_sentence_and_the_desk_gives_a_later_end(ana, desk):
    before = await window_of(ana.person)
    assert (await asks(ana)).headers["location"] == f"{OWN}?done=asked"
    assert "Not answered yet." in (await ana.client.get(OWN)).text
    await everybody_is_told()
    assert f"{ana.person.name} asks for more time for {(await a_definition(CODE)).title}." in sentences(
        (await desk.get("/inbox")).text
    )
    assert WHY in (await desk.get(desk.at)).text
    later = before.last_day + timedelta(days=30)
    given = await answers(desk, before, "extensions", until=later.isoformat(), reason="A closed school.")
    assert given.status_code == 303
    after = await window_of(ana.person)
    assert after.last_day == later and after.safe_day == before.safe_day + timedelta(days=30)
    assert after.expires_at == evidence_rules.end_of_day(later, "Pacific/Honolulu"), "to the end of the day in her zone"
    page = (await ana.client.get(OWN)).text
    assert "A closed school." in page and WHY in page and "Given: from" in page
    assert WHY not in (await desk.get(desk.at)).text.split("windows-h")[0], "it is answered"
    assert "A closed school." in (await desk.get(f"{desk.at}/{before.id}")).text, "and kept, with who and when"
    await everybody_is_told()
    assert any("is open until" in said for said in sentences((await ana.client.get("/inbox")).text))


async def test_what_is_given_is_in_the_log_with_who_gave_it(ana, desk):
    window = await window_of(ana.person)
    await answers(desk, window, "extensions", until=(window.last_day + timedelta(days=9)).isoformat(), reason="Flu.")
    (given,) = await queries.extensions(ana.person, window)
    assert given.sentence == "" and given.was_until == window.expires_at and given.answered_by == "Edda Quill"
    row = await db.one(
        dict,
        """
        select person_id, detail from event
        where kind = 'extension.given' and subject_id = :id and topic like 'issuer:%'
        """,
        id=given.id,
    )
    assert row["person_id"] == desk.held.person_id and "Flu" not in str(row["detail"])


async def test_refused_with_a_sentence_and_asked_again(ana, desk):
    window = await window_of(ana.person)
    await asks(ana)
    with pytest.raises(Conflict):
        await actions.ask(ana.person, window, "And once more")
    assert 'name="sentence"' not in (await ana.client.get(OWN)).text
    assert (await answers(desk, window, "refusal", reason=" ")).status_code == 422
    assert (await answers(desk, window, "refusal", reason="You have five months still.")).status_code == 303
    assert (await window_of(ana.person)).expires_at == window.expires_at
    page = (await ana.client.get(OWN)).text
    assert "You have five months still." in page and 'name="sentence"' in page, "she may ask again"
    await everybody_is_told()
    assert any("You have five months still." in said for said in sentences((await ana.client.get("/inbox")).text))


async def test_it_is_never_made_shorter_and_never_moved_while_an_attempt_is_read(ana, desk, definition):
    window = await window_of(ana.person)
    for day in (window.last_day, rules.furthest(window.last_day) + timedelta(days=1)):
        wrong = await answers(desk, window, "extensions", until=day.isoformat(), reason="Why not")
        assert wrong.status_code == 422 and "six months" in wrong.text and "Why not" in wrong.text
    await makes_all(ana.person, definition)
    submission = await has_submitted(ana.person)
    seen = await queries.window(desk.held, window.id)
    with pytest.raises(Conflict):
        await actions.give(desk.held, seen, window.last_day + timedelta(days=5), "Late")
    assert "not open now" in (await desk.get(f"{desk.at}/{window.id}")).text
    assert 'name="sentence"' not in (await ana.client.get(OWN)).text
    await falls_short(submission, definition, "talk_plan")
    seen = await queries.window(desk.held, window.id)
    await actions.give(desk.held, seen, seen.last_day + timedelta(days=5), "To rework")
    after = await window_of(ana.person)
    assert after.last_day == seen.last_day + timedelta(days=5) and after.reworks


async def test_r26_what_a_result_gives_is_kept_beside_what_the_desk_gave(ana, desk, definition):
    await makes_all(ana.person, definition)
    window = await window_of(ana.person)
    seen = await queries.window(desk.held, window.id)
    await actions.give(desk.held, seen, window.last_day + timedelta(days=2), "Two days")
    submission = await has_submitted(ana.person)
    last = (await window_of(ana.person)).last_day
    with clock_at(f"{last}T12:00+00:00"):
        await falls_short(submission, definition, "talk_plan")
        assert (await window_of(ana.person)).last_day == last + timedelta(days=28)


async def test_two_desks_at_one_moment_give_once(ana, desk):
    seen = await queries.window(desk.held, (await window_of(ana.person)).id)
    await actions.give(desk.held, seen, seen.last_day + timedelta(days=5), "First")
    with pytest.raises(Conflict):
        await actions.give(desk.held, seen, seen.last_day + timedelta(days=9), "Second")
    assert (await window_of(ana.person)).last_day == seen.last_day + timedelta(days=5)


async def test_nobody_elses_desk_knows_it(app, ana, desk, definition):
    window = await window_of(ana.person)
    for kind, said in (("approver", 403), ("reviewer", 403)):
        held = await an_issuer_desk(definition, kind, name=f"Vera {kind}")
        async with signed_in_client(app, (await people_by_id([held.person_id]))[held.person_id]) as client:
            for page in (desk.at, f"{desk.at}/{window.id}"):
                assert (await client.get(page)).status_code == said, kind
    other = await make_person("Otto Other")
    await affiliates.give_desk(other, "catalogue_editor", await issuers.public_issuer("commonwealth-educators"))
    async with signed_in_client(app, other) as client:
        theirs = "/issuers/commonwealth-educators/applications"
        assert (await client.get(desk.at)).status_code == 404
        assert (await client.get(theirs)).status_code == 200, "the premise"
        assert (await client.get(f"{theirs}/{window.id}")).status_code == 404
        assert ana.person.name not in (await client.get(theirs)).text
    assert (await ana.client.get(desk.at)).status_code == 404


async def test_ones_own_is_answered_by_another(app, definition):
    held = await an_issuer_desk(definition)
    editor = (await people_by_id([held.person_id]))[held.person_id]
    await opens_a_window(editor, definition)
    async with signed_in_client(app, editor) as client:
        at = f"/issuers/{await issuer_slug(definition)}/applications"
        assert (await client.get(f"{at}/{(await window_of(editor)).id}")).status_code == 404


async def test_the_desk_finds_a_window_by_name_and_turns_pages(ana, desk, monkeypatch):
    monkeypatch.setattr(queries, "MOST_SHOWN", 1)
    first = (await desk.get(desk.at)).text
    assert ">More<" in first or ana.person.name in first
    found = (await desk.get(desk.at, params={"name": ana.person.name.lower()})).text
    assert found.split('id="windows-h"')[1].count("/applications/") == 1 and ana.person.name in found
    assert (await desk.get(desk.at, params={"after": "nonsense 7"})).status_code == 200
    assert "No window" in (await desk.get(desk.at, params={"name": "nobody at all"})).text


async def test_warnings_follow_the_later_end(ana, desk):
    window = await window_of(ana.person)
    with clock_at((window.expires_at - timedelta(days=20)).isoformat()):
        seen = await queries.window(desk.held, window.id)
        await actions.give(desk.held, seen, seen.last_day + timedelta(days=90), "Ill")
        warned = await db.value("select warned_days from application where id = :id", id=window.id)
        assert warned is None, "each warning before the new end comes anew"


async def test_the_board_shows_the_later_end_at_once(app, desk, definition):
    async with served(app) as address, a_cohort(app, "Ana") as cohort:
        ana = await cohort.seats("Ana")
        await opens_a_window(ana.person, definition)
        window = await window_of(ana.person)
        board = f"/cohorts/{cohort.id}/board"
        async with open_page(address, ana, board) as own, open_page(address, cohort.facilitator, board) as leads:
            seen = await queries.window(desk.held, window.id)
            await actions.give(desk.held, seen, seen.last_day + timedelta(days=40), "Moved school")
            month = (await window_of(ana.person)).safe_day.strftime("%B")
            for page, part in ((own, f"own-clock-{ana.seat.id}"), (leads, f"clock-{ana.seat.id}")):
                await page.catches_up()
                live, fresh = page.html, await page.reloaded()
                assert month in _part(live, part) == _part(fresh, part)


def _part(html: str, id: str) -> str:
    begin, end = span_of(html, id)
    return " ".join(html[begin:end].split())
