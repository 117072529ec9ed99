"""R20: each has a private calendar address with all meetings and their own dates, which can be renewed."""

import re
from datetime import timedelta
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

import pytest_asyncio
from icalendar import Calendar

from community import clock, db, logs
from community.board import queries as board
from community.limits import RATES
from community.meetings.calendars import actions, queries
from tests.support import attempts
from tests.support.catalogue import a_definition
from tests.support.cohorts import a_cohort
from tests.support.evidence import clock_at
from tests.support.feedback import asks, newest_request, takes
from tests.support.meetings import cancels, in_days, meets, moves
from tests.support.servers import browser_like


@pytest_asyncio.fixture
async def cohort(app):
    async with a_cohort(app, "Ana", "Ben") as made:
        yield made


@pytest_asyncio.fixture
async def program(app):
    """A calendar program: no cookie, no page of ours before."""
    async with browser_like(app, accept="text/calendar") as client:
        yield client


async def address_of(member) -> str:
    """Made by a press on the page, as a path."""
    page = (await member.opens("/profile/calendar")).text
    key = re.search(r'name="post_key" value="([^"]+)"', page)[1]
    await member.posts("/profile/calendar", post_key=key)
    page = (await member.opens("/profile/calendar")).text
    return urlsplit(re.search(r'id="address"[^>]* value="([^"]+)"', page)[1]).path


async def events(program, where: str) -> dict[str, dict]:
    answer = await program.get(where)
    assert answer.status_code == 200, answer.text[:200]
    return {str(event["uid"]): event for event in Calendar.from_ical(answer.content).walk("VEVENT")}


def uid(kind: str, number: int) -> str:
    return f"{kind}-{number}@127.0.0.1"


async def test_r20_it_has_all_meetings_of_ones_cohorts_at_their_instants(app, cohort, program):
    ana, gloria = cohort.members["Ana"], cohort.facilitator
    swap, later = await meets(gloria, "Swap", 5, place="Room 12"), await meets(gloria, "Later", 9)
    async with a_cohort(app, "Zoe") as other:
        theirs = await meets(other.facilitator, "Over there", 5)
        found = await events(program, await address_of(ana))
    meetings = {number for number in found if number.startswith("meeting-")}
    assert meetings == {uid("meeting", swap.id), uid("meeting", later.id)} and uid("meeting", theirs.id) not in found
    event = found[uid("meeting", swap.id)]
    assert (event["dtstart"].dt, event["dtend"].dt) == (swap.starts_at, swap.ends_at)
    assert event["location"] == "Room 12" and event["summary"] == f"Swap · {cohort.cohort.name}"


async def test_r20_a_move_keeps_the_uid_and_counts_up_and_a_cancelled_one_stays(cohort, program):
    meeting, where = await meets(cohort.facilitator, "Swap", 5), await address_of(cohort.members["Ana"])
    one = uid("meeting", meeting.id)
    assert (await events(program, where))[one]["sequence"] == 0
    moved = await moves(cohort.facilitator, meeting, in_days(8))
    event = (await events(program, where))[one]
    assert (event["sequence"], event["dtstart"].dt, event["status"]) == (1, moved.starts_at, "CONFIRMED")
    await cancels(cohort.facilitator, moved)
    event = (await events(program, where))[one]
    assert (event["sequence"], event["status"]) == (2, "CANCELLED") and event["summary"].startswith("Cancelled: ")
    with clock_at((moved.starts_at + timedelta(days=31)).isoformat()):
        assert one not in await events(program, where)


async def test_r20_across_a_change_of_clocks_it_stays_at_its_local_time(cohort, program):
    zone = ZoneInfo("America/Los_Angeles")
    meetings = [await meets(cohort.facilitator, f"Month {month}", 30 * month) for month in range(1, 8)]
    found = await events(program, await address_of(cohort.members["Ana"]))
    starts = [found[uid("meeting", one.id)]["dtstart"].dt for one in meetings]
    assert {f"{at.astimezone(zone):%H:%M}" for at in starts} == {"16:30"}
    assert len({at.astimezone(zone).utcoffset() for at in starts}) == 2, "the premise: clocks change between them"


async def test_r20_it_has_ones_own_dates_and_nobody_elses(cohort, program):
    ana, ben = cohort.members["Ana"], cohort.members["Ben"]
    at = clock.now()
    for member, days in ((ana, 180), (ben, 90)):
        await db.run(
            """
            insert into application (person_id, micro_credential_id, definition_version_id, state, time_zone,
                                     started_at, expires_at)
            select :person_id, micro_credential_id, id, 'open', 'America/Los_Angeles', :at, :until
            from definition_version where id = (select definition_version_id from cohort where id = :cohort_id)
            """,
            person_id=member.person.id,
            cohort_id=cohort.id,
            at=at,
            until=at + timedelta(days=days),
        )
    found = await events(program, await address_of(ana))
    days = {number.split("-")[0]: event for number, event in found.items() if not number.startswith("meeting")}
    assert set(days) == {"closes", "safe"}
    last = (at + timedelta(days=180) - timedelta(seconds=1)).astimezone(ZoneInfo("America/Los_Angeles")).date()
    closes, safe = days["closes"], days["safe"]
    assert closes["dtstart"].dt == last and closes["dtend"].dt == last + timedelta(days=1)
    assert safe["dtstart"].dt == last - timedelta(days=42), "R25"
    assert closes["transp"] == "TRANSPARENT" and closes["summary"].startswith("Your window ends: ")


async def test_r26_after_a_not_yet_calendar_and_board_have_the_days_of_the_window_that_it_opened(cohort, program):
    """Nine days before the end of her window: 28 more are open, in the calendar that fetches the same address."""
    ana = cohort.members["Ana"]
    definition = await a_definition(attempts.CODE)
    await attempts.makes_all(ana.person, definition)
    await attempts.opens_a_window(ana.person, definition)
    where = await address_of(ana)
    before = {number.split("-")[0]: (number, event) for number, event in (await events(program, where)).items()}
    submission = await attempts.has_submitted(ana.person)
    last = before["closes"][1]["dtstart"].dt
    day = last - timedelta(days=9)
    with clock_at(f"{day}T16:30+00:00"):
        assert [event["dtstart"].dt for event in (await events(program, where)).values()] == [last]
        await attempts.falls_short(submission, definition, "talk_plan")
        after = {number.split("-")[0]: (number, event) for number, event in (await events(program, where)).items()}
        row = (await board.rows_by_id([ana.seat.id]))[ana.seat.id]
    assert (row.last_day, row.safe_day) == (day + timedelta(days=28), day + timedelta(days=14)), "the board follows"
    assert after["closes"][1]["dtstart"].dt == day + timedelta(days=28)
    assert after["safe"][1]["dtstart"].dt == day + timedelta(days=14), "time for the review of one rework"
    assert after["closes"][0] == before["closes"][0], "the same entry, moved"


async def test_r20_it_has_the_feedback_one_promised_without_whose_draft_it_is(cohort, program):
    ana, ben = cohort.members["Ana"], cohort.members["Ben"]
    await asks(cohort, ben)
    request = await newest_request(cohort, ben)
    await takes(ana, request)
    where = await address_of(ana)
    (event,) = (await events(program, where)).values()
    assert event["summary"] == f"Feedback you promised: {cohort.cohort.name}" and event["url"].endswith(request.address)
    until = (request.until_at - timedelta(seconds=1)).astimezone(ZoneInfo(ana.person.time_zone)).date()
    assert event["dtstart"].dt == until
    assert ben.person.name not in (await program.get(where)).text
    await db.run("update feedback set state = 'declined' where request_id = :id", id=request.id)
    assert await events(program, where) == {}, "it is promised no more"


async def test_r20_a_new_address_ends_the_former_one_at_once(cohort, program):
    ana = cohort.members["Ana"]
    former = await address_of(ana)
    assert (await program.get(former)).status_code == 200
    fresh = await address_of(ana)
    assert fresh != former and (await program.get(former)).status_code == 404
    assert (await program.get(fresh)).status_code == 200
    await ana.posts("/profile/calendar/end")
    assert (await program.get(fresh)).status_code == 404
    assert "Make my address" in (await ana.opens("/profile/calendar")).text


async def test_r20_one_form_sent_twice_makes_one_address(cohort):
    ana = cohort.members["Ana"]
    key = re.search(r'name="post_key" value="([^"]+)"', (await ana.opens("/profile/calendar")).text)[1]
    await ana.posts("/profile/calendar", post_key=key)
    first = await queries.address(ana.person)
    await ana.posts("/profile/calendar", post_key=key)
    assert await queries.address(ana.person) == first


async def test_r20_who_left_has_their_meetings_no_more(cohort, program):
    ana = cohort.members["Ana"]
    await meets(cohort.facilitator, "Swap", 5)
    where = await address_of(ana)
    assert len(await events(program, where)) == 1
    await db.run("update seat set state = 'left', ended_at = :at where id = :id", id=ana.seat.id, at=clock.now())
    assert await events(program, where) == {}


async def test_r20_nobody_else_is_named_in_it(cohort, program):
    await meets(cohort.facilitator, "Swap", 5)
    text = (await program.get(await address_of(cohort.members["Ana"]))).text
    for person in (*(member.person for member in cohort.members.values()), cohort.organizer):
        assert person.name not in text and person.email not in text
    assert "ATTENDEE" not in text and "VALARM" not in text


async def test_a_calendar_asks_whether_anything_is_new(cohort, program):
    where = await address_of(cohort.members["Ana"])
    await meets(cohort.facilitator, "Swap", 5)
    first = await program.get(where)
    mark = first.headers["etag"]
    again = await program.get(where, headers={"If-None-Match": f'"other", W/{mark}'})
    assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", mark)
    await meets(cohort.facilitator, "Later", 9)
    changed = await program.get(where, headers={"If-None-Match": mark})
    assert changed.status_code == 200 and changed.headers["etag"] != mark
    head = await program.head(where)
    assert head.status_code == 200 and head.headers["etag"] == changed.headers["etag"] and not head.content


async def test_it_is_private_and_keeps_nothing_at_the_program(cohort, program):
    answer = await program.get(await address_of(cohort.members["Ana"]))
    assert answer.headers["content-type"] == "text/calendar; charset=utf-8"
    assert answer.headers["cache-control"] == "private, max-age=900"
    assert (answer.headers["referrer-policy"], answer.headers["x-robots-tag"]) == ("no-referrer", "noindex")
    assert "set-cookie" not in answer.headers


async def test_its_lines_are_as_rfc_5545_wants_them(cohort, program):
    await meets(cohort.facilitator, "Élan, “très” long; " + "ñ" * 90, 5)
    where = await address_of(cohort.members["Ana"])
    content = (await program.get(where)).content
    lines = content.split(b"\r\n")
    assert b"\n" not in content.replace(b"\r\n", b"") and lines[-1] == b""
    assert max(map(len, lines)) <= 75, "octets, folded within no sign"
    for line in lines:
        line.decode("utf-8")
    (event,) = (await events(program, where)).values()
    assert event["summary"].startswith("Élan, “très” long; ññ")
    calendar = Calendar.from_ical(content)
    assert calendar["method"] == "PUBLISH" and calendar["x-published-ttl"] == "PT1H"
    assert b"REFRESH-INTERVAL;VALUE=DURATION:PT1H" in content


async def test_an_address_is_long_drawn_by_chance_and_stands_in_no_log(cohort):
    secrets = set()
    for _ in range(5):
        await actions.renew(cohort.members["Ana"].person)
        secrets.add((await queries.address(cohort.members["Ana"].person)).secret)
    assert len(secrets) == 5 and min(map(len, secrets)) >= 32
    secret = secrets.pop()
    assert secret not in logs.redacted(f"GET /calendar/{secret}.ics 500")
    told = "select count(*) from event where detail::text like '%' || :secret || '%'"
    assert await db.value(told, secret=secret) == 0


async def test_who_asks_all_the_time_waits(cohort, program):
    where = await address_of(cohort.members["Ana"])
    told = [(await program.get(where)).status_code for _ in range(RATES["calendar"].most + 1)]
    assert told == [200] * RATES["calendar"].most + [429]
