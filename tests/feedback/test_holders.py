"""What nobody reads for four days is offered to holders of the badge elsewhere, by turn, if all three wish it (R44)."""

from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta

import pytest
import pytest_asyncio

from community import clock, db
from community.affiliates import actions as affiliates
from community.affiliates import queries as affiliate_queries
from community.evidence.artifacts import queries as artifacts
from community.feedback.holders import actions, queries, rules
from community.feedback.holders.rules import Candidate
from community.feedback.readings import actions as reading
from community.feedback.readings import queries as readings
from community.feedback.requests import queries as requests
from community.review.conflicts import CONDITIONS, Cause
from tests.board.live import open_page, served
from tests.feedback.test_asking import moved
from tests.support.artifacts import a_pdf
from tests.support.artifacts import sends as sends_file
from tests.support.awards import earns
from tests.support.cohorts import Member, a_cohort, a_local
from tests.support.feedback import KEY, asks, definition_of, gives, newest_request, pins, takes, words_of
from tests.support.people import form_in, make_person, signed_in_client

ELSEWHERE, ASKED = "/feedback/elsewhere", "You are asked"


@pytest_asyncio.fixture(scope="module")
async def address(app):
    async with served(app) as at:
        yield at


@pytest_asyncio.fixture
async def cohort(app):
    """Ana, Ben and Cy; Gloria allows that holders elsewhere are asked."""
    async with a_cohort(app, "Ana", "Ben", "Cy") as made:
        await allows(made)
        yield made
        await db.run("delete from holder_willing")  # or they were asked in the next test


async def allows(cohort, welcome: str = "yes"):
    answer = await cohort.facilitator.posts(f"/cohorts/{cohort.id}/feedback/holders", welcome=welcome)
    assert answer.status_code == 303


@asynccontextmanager
async def a_holder(cohort, name: str = "Hana Okafor", a_month: int = 2, state=None):
    """She holds the badge, is a member of another local of the state, and said how often she may be asked."""
    person = await make_person(name)
    local = await a_local(under=state or await above(cohort.local))
    await affiliates.enrol(person, local, clock.now().date() - timedelta(days=90))
    await earns(person, await definition_of(cohort))
    async with signed_in_client(cohort.app, person) as client:
        holder = Member(person, None, client)
        if a_month:
            assert (await says(holder, a_month)).status_code == 303
        yield holder


async def says(member, a_month: int):
    form = form_in((await member.opens(ELSEWHERE)).text, ELSEWHERE)
    return await member.client.post(ELSEWHERE, data=form | {"a_month": str(a_month)})


async def above(local):
    """The state that this local belongs to."""
    slug = await db.value(
        "select slug from affiliate where id = (select parent_id from affiliate where id = :id)", id=local.id
    )
    return await affiliate_queries.public_affiliate(slug)


async def asks_holders(cohort, **fields):
    return await asks(cohort, await cohort.seats("Ana"), **({"holders": "yes"} | fields))


async def state_of(holder, request) -> str:
    found = await readings.given(holder.person, request)
    return found.state if found else ""


async def after_four_days(cohort):
    """The job has run once four days are over."""
    with moved(hours=97):
        await actions.ask_holders({})


# --- who is asked ---


def test_r44_whoever_was_asked_least_and_longest_ago_comes_first():
    early, late = datetime(2026, 9, 1, tzinfo=UTC), datetime(2026, 11, 1, tzinfo=UTC)
    people = [Candidate(1, 2, early), Candidate(2, 1, late), Candidate(3, 1, early), Candidate(4, 0, None)]
    assert [one.person_id for one in rules.by_turn(people)] == [4, 3, 2, 1]


async def test_r44_after_96_hours_without_a_reader_a_holder_elsewhere_is_asked(cohort):
    async with a_holder(cohort) as hana:
        request = await asks_holders(cohort)
        with moved(hours=95):
            await actions.ask_holders({})
        assert await state_of(hana, request) == ""
        await after_four_days(cohort)
        assert await state_of(hana, request) == "asked"
        await after_four_days(cohort)
        assert len(await readings.readers((await cohort.seats("Ana")).person, [request])) == 1, "once"


@pytest.mark.parametrize("missing", ["cohort", "author", "holder"])
async def test_r44_nobody_is_asked_unless_holder_cohort_and_author_wish_it(cohort, missing):
    async with a_holder(cohort, a_month=0 if missing == "holder" else 2) as hana:
        request = await asks_holders(cohort, **({"holders": "no"} if missing == "author" else {}))
        if missing == "cohort":
            await allows(cohort, "no")
        await after_four_days(cohort)
        assert await state_of(hana, request) == ""


async def test_r44_what_somebody_reads_is_offered_to_no_holder(cohort):
    async with a_holder(cohort) as hana:
        request = await asks_holders(cohort)
        await takes(await cohort.seats("Ben"), request)
        await after_four_days(cohort)
        assert await state_of(hana, request) == ""


async def test_r44_only_holders_of_this_badge_in_this_state_who_sit_elsewhere(cohort):
    ben = await cohort.seats("Ben")
    await earns(ben.person, await definition_of(cohort))
    await queries.say(ben.person, 2, clock.now())
    other = await a_local()
    abroad = await above(other)
    async with a_holder(cohort, "Revoked Roe") as roe, a_holder(cohort, "Far Away", state=abroad) as far:
        await db.run(
            "update award set revoked_at = :at, state = 'revoked', reason = 'in_error' where person_id = :id",
            at=clock.now(), id=roe.person.id,
        )  # fmt: skip
        request = await asks_holders(cohort)
        await after_four_days(cohort)
        assert [await state_of(one, request) for one in (ben, roe, far)] == ["", "", ""]


async def test_r44_two_at_a_time_the_next_when_one_declines_and_nobody_more_often_than_they_said(cohort):
    async with a_holder(cohort, "One Once", 1) as one, a_holder(cohort, "Two Twice") as two, a_holder(cohort) as three:
        request = await asks_holders(cohort)
        await after_four_days(cohort)
        assert [await state_of(each, request) for each in (one, two, three)] == ["asked", "asked", ""]
        with moved(hours=97):
            assert (await one.posts(f"{request.address}/declining")).headers["location"] == ELSEWHERE
            await actions.ask_holders({})
        assert [await state_of(each, request) for each in (one, two, three)] == ["declined", "asked", "asked"]
        other = await asks(cohort, await cohort.seats("Cy"), holders="yes")
        await after_four_days(cohort)
        assert await state_of(one, other) == "", "once a month is once"
        assert {await state_of(two, other), await state_of(three, other)} == {"asked"}


async def test_r42_who_is_kept_from_the_author_is_neither_asked_nor_lets_in(cohort):
    async with a_holder(cohort) as hana:
        request = await asks_holders(cohort)
        await after_four_days(cohort)
        assert (await hana.opens(request.address)).status_code == 200, "the premise"
        async with a_cohort(None) as earlier:  # where the two sat together once
            ana = await cohort.seats("Ana")
            for person in (ana.person, hana.person):
                await db.run(
                    """
                    insert into seat (cohort_id, person_id, role, state, joined_at)
                    values (:id, :who, 'helper', 'active', :at)
                    """,
                    id=earlier.id, who=person.id, at=clock.now(),
                )  # fmt: skip
            await db.run(
                """
                insert into reading_pair (one_seat_id, other_seat_id, by_seat_id, at)
                select min(id), max(id), min(id), :at from seat where cohort_id = :id and role = 'helper'
                """,
                id=earlier.id, at=clock.now(),
            )  # fmt: skip
        assert (await hana.opens(request.address)).status_code == 404
        assert await queries.candidates_by_id(request.id, clock.now(), clock.now().date()) == []


# --- what she reads ---


async def test_r40_a_holder_who_accepts_reads_that_draft_until_its_day_and_nothing_else(cohort):
    ana = await cohort.seats("Ana")
    async with a_holder(cohort) as hana:
        request = await asks_holders(cohort)
        for path in (request.address, f"{request.address}/files", f"{request.address}/changes"):
            assert (await hana.opens(path)).status_code == 404, "not asked yet"
        await after_four_days(cohort)
        assert ASKED in (await hana.opens(ELSEWHERE)).text
        offer = await hana.opens(request.address)
        assert "Read and answer" in offer.text and "Students say" not in offer.text
        assert (await hana.opens(f"{request.address}/files")).status_code == 403
        with moved(hours=98):
            assert (await takes(hana, request)).status_code == 303
            await sends_file(ana.client, "frames.pdf", a_pdf())
            await db.run("update upload set state = 'ready' where name = 'frames.pdf'")
            (file,) = await artifacts.shown(ana.person, request.work_id)
            page = await hana.opens(request.address)
            assert "Students say" in page.text and "frames.pdf" in page.text
            assert f"/cohorts/{cohort.id}" not in page.text, "nothing leads into the cohort"
            assert (await hana.opens(f"{request.address}/files/{file.number}/copy/content")).status_code == 200
            for path in ("", "/board", "/discussion", "/members", "/feedback"):
                assert (await hana.opens(f"/cohorts/{cohort.id}{path}")).status_code == 404
            assert (await hana.posts(f"{request.address}/readers", reader="1")).status_code == 403
        with moved(days=8):
            assert (await hana.opens(request.address)).status_code == 403
            assert (await hana.opens(f"{request.address}/files")).status_code == 403


async def test_r44_what_she_sends_bears_her_name_and_wakes_the_work(cohort):
    ana = await cohort.seats("Ana")
    async with a_holder(cohort) as hana:
        request = await asks_holders(cohort)
        await after_four_days(cohort)
        with moved(hours=98):
            await gives(hana, request, warm="I teach this, too.")
            ledger = words_of(await ana.opens(request.ledger))
            assert "I teach this, too." in ledger and hana.person.name in ledger
            note_id = await db.value(
                "select note.id from note join feedback on feedback.id = feedback_id where person_id = :id limit 1",
                id=hana.person.id,
            )
            await ana.posts(f"{request.address}/notes/{note_id}/uptake", uptake="used", reason="")
            given = await hana.opens(f"{request.address}/given")
            assert given.status_code == 200 and "I teach this, too." in given.text


async def test_r43_a_holders_claim_goes_back_after_72_hours(cohort):
    async with a_holder(cohort) as hana:
        request = await asks_holders(cohort)
        with moved(hours=97):
            await actions.ask_holders({})
            await takes(hana, request)
            assert await state_of(hana, request) == "reading"
        with moved(hours=97 + 73):
            await reading.give_back({})
        assert await state_of(hana, request) == "returned"
        assert (await newest_request(cohort, await cohort.seats("Ana"))).taken == 0


async def test_r49_opening_is_logged_and_r52_whoever_opened_it_reviews_nothing_of_its_author(cohort):
    ana = await cohort.seats("Ana")
    excluded = f"""
        with application as (select cast(:author as bigint) as person_id),
             reviewer as (select cast(:holder as bigint) as person_id)
        select {CONDITIONS[Cause.OPENED]} from application, reviewer
    """
    async with a_holder(cohort) as hana:
        people = {"author": ana.person.id, "holder": hana.person.id}
        request = await asks_holders(cohort)
        await after_four_days(cohort)
        await hana.opens(request.address)
        assert not await db.value(excluded, **people), "who only saw the question"
        with moved(hours=98):
            await takes(hana, request)
            await hana.opens(request.address)
            (opening,) = await readings.openings(ana.person, [request])
            assert opening.by.id == hana.person.id and "Opened 1 time" in words_of(await ana.opens(request.ledger))
        assert await db.value(excluded, **people)


@pytest.mark.parametrize("ends", ["cohort", "award", "author"])
async def test_r40_her_access_ends_when_one_of_the_three_is_gone(cohort, address, ends):
    ana = await cohort.seats("Ana")
    async with a_holder(cohort) as hana:
        request = await asks_holders(cohort)
        await after_four_days(cohort)
        await takes(hana, request)
        assert (await hana.opens(request.address)).status_code == 200
        follows = {(hana.person.id, request.id)}
        assert await requests.audiences_by_id(follows, clock.now()) == {(hana.person.id, request.id): "reader"}
        if ends == "cohort":
            await allows(cohort, "no")
        elif ends == "author":
            await ana.posts(f"{request.address}/ending")
        else:
            await db.run(
                "update award set revoked_at = :at, state = 'revoked', reason = 'in_error' where person_id = :id",
                at=clock.now(), id=hana.person.id,
            )  # fmt: skip
        assert (await hana.opens(request.address)).status_code == (403 if ends == "author" else 404)
        assert await requests.audiences_by_id(follows, clock.now()) == {}


async def test_she_hears_of_it_and_her_page_follows_the_draft(cohort, address):
    from tests.notifications.test_notices import everybody_is_told, sentences

    ana = await cohort.seats("Ana")
    async with a_holder(cohort) as hana:
        request = await asks_holders(cohort)
        await after_four_days(cohort)
        with moved(hours=97):
            await everybody_is_told()
            told = sentences((await hana.opens("/inbox")).text)[0]
            assert ana.person.name in told and "four days" in told
        await takes(hana, request)
        async with open_page(address, hana, request.address) as page:
            before = dict(page.socket.seen)
            await sends_file(ana.client, "later.pdf", a_pdf())
            await page.catches_up()
            assert page.socket.seen != before


# --- what is said ---


async def test_r44_only_who_holds_a_badge_says_how_often_and_only_facilitators_allow_it(cohort):
    ana = await cohort.seats("Ana")
    page = await ana.opens(ELSEWHERE)
    assert page.status_code == 200 and "This is for who holds a badge" in page.text
    answer = await ana.posts(ELSEWHERE, a_month="2")
    assert answer.status_code == 403 and await queries.a_month(ana.person) == 0
    async with a_holder(cohort, a_month=0) as hana:
        assert await queries.a_month(hana.person) == 0, "off until she says otherwise"
        assert (await says(hana, 3)).status_code == 422
        await says(hana, 1)
        assert await queries.a_month(hana.person) == 1
        await says(hana, 0)
        assert await queries.a_month(hana.person) == 0
    assert (await ana.posts(f"/cohorts/{cohort.id}/feedback/holders", welcome="no")).status_code == 403


async def test_the_author_is_offered_it_only_where_the_cohort_allows_it(cohort):
    ana = await cohort.seats("Ana")
    await asks_holders(cohort)
    request = await newest_request(cohort, ana)
    assert request.asks_holders and "nobody has read it for four days" in words_of(await ana.opens(request.ledger))
    await ana.posts(f"{request.address}/ending")
    form = f"/work/EL-02/{KEY}/requests/new"
    assert 'name="holders"' in (await ana.opens(form)).text
    await allows(cohort, "no")
    assert 'name="holders"' not in (await ana.opens(form)).text
    await asks(cohort, ana, holders="yes")
    assert not (await newest_request(cohort, ana)).asks_holders
    assert (await pins(ana, request)).status_code == 404
