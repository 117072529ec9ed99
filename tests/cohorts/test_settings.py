"""A cohort's settings are changed later, recorded with what they were and became, and seen at once."""

import json
import re
from datetime import date, time, timedelta
from html import unescape

import pytest

from community import clock, db
from community.cohorts import queries
from community.cohorts.settings import rules
from community.cohorts.waiting.actions import stand_in_line
from tests.board.live import open_page, served, span_of
from tests.support.cohorts import Member, a_cohort
from tests.support.opening import answers, place_of
from tests.support.people import make_person, signed_in_client


@pytest.fixture
async def address(app):
    async with served(app) as address:
        yield address


async def seen_by(member, cohort_id: int) -> str:
    """The fingerprint in the page of settings."""
    page = await member.opens(f"/cohorts/{cohort_id}/settings")
    assert page.status_code == 200
    return re.search(r'name="seen" value="(\w+)"', page.text).group(1)


async def changes(member, cohort, **typed):
    """Send the form of settings: what it holds already, and this."""
    form = {
        "name": cohort.name, "starts_on": cohort.starts_on, "time_zone": cohort.time_zone, "capacity": cohort.capacity,
        "who_may_join": cohort.who_may_join, "ends_on": cohort.ends_on, "seen": await seen_by(member, cohort.id),
    }
    return await member.posts(f"/cohorts/{cohort.id}/settings", **form | typed)


def fields_of(html: str) -> dict[str, str]:
    """What the form of settings would send as it stands."""
    form = re.search(r'<form [^>]*/settings".*?</form>', html, re.S)[0]
    inputs = re.findall(r'<input (?![^>]*type="radio")[^>]*?name="(\w+)"[^>]*?value="([^"]*)"', form)
    chosen = re.findall(r'type="radio"[^>]*?name="(\w+)" value="(\w+)" checked', form)
    picked = re.findall(r'<select id="(\w+)".*?<option value="([^"]*)" selected', form, re.S)
    return {name: unescape(value) for name, value in [*inputs, *chosen, *picked]}


async def told_of(cohort_id: int) -> list[dict]:
    rows = await db.many(
        dict,
        "select distinct id, detail from event where kind = 'cohort.changed' and topic = :topic order by id limit 10",
        topic=f"cohort:{cohort_id}",
    )
    return [row["detail"] for row in rows]


async def test_each_change_says_what_it_was_and_became_and_texts_stay_out_of_the_log(app):
    async with a_cohort(app) as made:
        gloria = made.facilitator
        wanted = {"mode": "in_person", "place": "Room 12", "sign_up": "closed", "backlog": "from_joining"}
        answer = await changes(gloria, made.cohort, capacity=20, **wanted)
        assert answer.headers["location"].endswith("/settings?done=changed")
        now = await made.fresh()
        assert (now.capacity, now.mode, now.place, now.sign_up_open) == (20, "in_person", "Room 12", False)
        (detail,) = await told_of(made.id)
        assert detail["was"] == {
            "capacity": 16, "mode": "online", "place": None, "sign_up_open": True, "backlog": "all",
        }
        assert detail["became"] == {
            "capacity": 20, "mode": "in_person", "place": None, "sign_up_open": False, "backlog": "from_joining",
        }
        again = await changes(gloria, now, **wanted)
        assert again.headers["location"].endswith("?done=same")
        assert len(await told_of(made.id)) == 1


async def test_two_who_change_at_the_same_time_do_not_undo_each_other(app):
    async with a_cohort(app) as made:
        gloria, old = made.facilitator, await seen_by(made.facilitator, made.id)
        await changes(gloria, made.cohort, capacity=20)
        refused = await changes(gloria, made.cohort, seen=old, place="Room 12")
        assert (refused.status_code, "Somebody else has changed" in refused.text) == (409, True)
        assert "You had: Room 12" in refused.text and "You had: 16" in refused.text, "what was typed stands beside"
        assert 'name="capacity" type="number" value="20"' in refused.text, "the colleague's number is in its field"
        form = {name: value for name, value in fields_of(refused.text).items() if name != "csrf"}
        saved = await gloria.posts(f"/cohorts/{made.id}/settings", **form | {"place": "Room 12"})
        assert saved.headers["location"].endswith("?done=changed")
        now = await made.fresh()
        assert (now.capacity, now.place) == (20, "Room 12"), "to save it again undoes nothing"


async def test_days_that_were_told_meanwhile_are_not_dropped_in_silence(app):
    async with a_cohort(app) as made:
        gloria, free = made.facilitator, await seen_by(made.facilitator, made.id)
        await made.joins("Ana")
        first = made.cohort.starts_on + timedelta(days=7)
        refused = await changes(gloria, made.cohort, seen=free, starts_on=first)
        assert (refused.status_code, "Somebody else has changed" in refused.text) == (409, True)
        assert f"You had: {first}" in refused.text and "changed meeting by meeting" in refused.text
        assert (await made.fresh()).starts_on == made.cohort.starts_on
        assert (await changes(gloria, made.cohort, seen=free, place="Room 12")).status_code == 303
        assert (await made.fresh()).place == "Room 12", "what has nothing to do with it is changed"


async def test_before_members_are_told_the_days_can_be_moved(app):
    async with a_cohort(app) as made:
        first = clock.now().date() + timedelta(days=30)
        answer = await changes(
            made.facilitator, made.cohort, starts_on=first, weekday=first.weekday(), meets_at="17:00", meeting_count=4,
            ends_on="",
        )
        assert answer.status_code == 303
        now = await made.fresh()
        assert (now.starts_on, now.meets_at, now.meeting_weeks) == (first, time(17), [1, 2, 3, 4])
        assert now.ends_on == first + timedelta(weeks=3)


async def test_once_members_were_told_only_the_last_day_is_moved_here(app):
    async with a_cohort(app, "Ana") as made:
        page = (await made.facilitator.opens(f"/cohorts/{made.id}/settings")).text
        assert "changed meeting by meeting" in page
        assert 'name="starts_on"' not in page
        later = made.cohort.ends_on + timedelta(days=14)
        answer = await changes(made.facilitator, made.cohort, starts_on="2030-01-01", meets_at="06:00", ends_on=later)
        assert answer.status_code == 303
        now = await made.fresh()
        assert (now.starts_on, now.meets_at, now.ends_on) == (made.cohort.starts_on, None, later)
        refused = await changes(made.facilitator, now, ends_on="2020-01-01")
        assert (refused.status_code, "A meeting is planned after this day" in refused.text) == (422, True)


async def test_r14_there_are_never_fewer_seats_than_members(app):
    async with a_cohort(app, "Ana", "Ben") as made:
        refused = await changes(made.facilitator, made.cohort, capacity=1)
        assert (refused.status_code, "There are 2 members already" in refused.text) == (422, True)
        assert (await changes(made.facilitator, made.cohort, capacity=2)).status_code == 303


async def test_r15_more_seats_and_an_opened_sign_up_are_offered_to_the_line_at_once(app):
    async with a_cohort(app, "Ana", capacity=1) as made:
        wes, una, tom = [await make_person(f"{name} Waiter") for name in ("Wes", "Una", "Tom")]
        for person in (wes, una, tom):
            await stand_in_line(person, made.cohort.join_code)

        async def offered() -> list[bool]:
            seats = [await queries.seat_of(person, made.id) for person in (wes, una, tom)]
            return [bool(seat and seat.offered_until) for seat in seats]

        more = await changes(made.facilitator, await made.fresh(), capacity=2, sign_up="open")
        assert (more.status_code, await offered()) == (303, [True, False, False])
        await changes(made.facilitator, await made.fresh(), capacity=3, sign_up="closed")
        assert await offered() == [True, False, False], "sign-up is closed: nobody is offered a seat"
        await changes(made.facilitator, await made.fresh(), sign_up="open")
        assert await offered() == [True, True, False]


async def test_r22_a_closed_cohort_keeps_its_settings(app):
    async with a_cohort(app) as made:
        seen = await seen_by(made.facilitator, made.id)
        await db.run("update cohort set state = 'closed' where id = :id", id=made.id)
        assert 'name="seen"' not in (await made.facilitator.opens(f"/cohorts/{made.id}/settings")).text
        form = {"seen": seen, "capacity": 3, "starts_on": made.cohort.starts_on, "time_zone": made.cohort.time_zone}
        refused = await made.facilitator.posts(f"/cohorts/{made.id}/settings", **form)
        assert refused.status_code == 409
        assert (await made.fresh()).capacity == 16


@pytest.mark.parametrize("who", ["Ana", "Gloria", "organizer"])
async def test_when_and_where_is_seen_live_as_a_reload_shows_it(app, address, who):
    async with a_cohort(app, "Ana") as made, signed_in_client(app, made.organizer) as desk:
        reader = Member(made.organizer, None, desk) if who == "organizer" else made.members[who]
        async with open_page(address, reader, f"/cohorts/{made.id}/members") as page:
            before = about(page.html, made.id)
            await changes(made.facilitator, made.cohort, mode="both", place="Room 12", link="https://meet.example/r")
            await made.facilitator.posts(f"/cohorts/{made.id}/moves", move="begin")
            await page.catches_up()
            seen = about(page.html, made.id)
            assert seen == about(await page.reloaded(), made.id)
            assert seen != before
            assert all(said in seen for said in ("Room 12", "Running", "https://meet.example/r"))


def about(html: str, cohort_id: int) -> str:
    found = re.search(rf'<section [^>]*id="about-{cohort_id}".*?</section>', html, re.S).group(0)
    return re.sub(r"\s+", " ", found)


async def test_the_rooms_address_is_shown_to_nobody_outside(app):
    async with a_cohort(app, "Ana") as made, signed_in_client(app, await make_person("Vi Okafor")) as client:
        await changes(made.facilitator, made.cohort, link="https://meet.example/secret")
        assert "meet.example" in (await made.members["Ana"].opens(f"/cohorts/{made.id}")).text
        stranger = Member(None, None, client)
        for door in (f"/cohorts/{made.id}", f"/join/{made.cohort.join_code}", f"/join?code={made.cohort.join_code}"):
            assert "meet.example" not in (await stranger.opens(door)).text, door


async def test_a_cohort_on_a_stack_goes_on_to_its_next(olga):
    number = place_of(await olga.posts("/cohorts", **await answers(olga.local, definition=await a_stack())))
    (cohort,) = (await queries.cohorts_by_id([number])).values()
    choices = await queries.stack_choices(await queries.place(olga.person, number))
    assert cohort.definition_version_id in dict(choices)
    other = choices[-1][0]
    assert (await changes(olga, cohort, at_hand=other)).status_code == 303
    refused = await changes(olga, (await queries.cohorts_by_id([number]))[number], at_hand=10**9)
    assert (refused.status_code, "at_hand-error" in refused.text) == (422, True)
    assert (await queries.cohorts_by_id([number]))[number].definition_version_id == other


async def a_stack() -> str:
    await answers(type("Local", (), {"id": 0}))
    return f"stack:{await db.value('select code from stack order by code limit 1')}"


async def test_an_affiliate_keeps_a_template_and_opens_the_next_from_it(app, olga):
    first = await answers(olga.local, mode="in_person", place="Room 12", capacity="9", link="https://meet.example/r")
    number = place_of(await olga.posts("/cohorts", **first))
    form = {"template": "Our winter", "post_key": "7f4df7ee-5f43-4f3c-9d5b-0c6a7f0fd7c1"}
    for _twice in range(2):
        assert (await olga.posts(f"/cohorts/{number}/templates", **form)).status_code == 303
    (kept,) = await queries.templates(olga.person)
    page = (await olga.opens(f"/cohorts/new?from=own-{kept.id}")).text
    assert all(said in page for said in ("Our winter", 'value="Room 12"', 'value="9"'))
    assert "meet.example" not in page, "the address of one cohort's room is no part of it"
    async with a_cohort(app) as other, signed_in_client(app, other.organizer) as client:
        theirs = Member(other.organizer, None, client)
        assert (await theirs.opens(f"/cohorts/new?from=own-{kept.id}")).status_code == 404, "another local's (R11)"
        refused = await other.facilitator.posts(f"/cohorts/{other.id}/templates", **form)
        assert (refused.status_code, "Only the organizer" in refused.text) == (403, True)


async def test_a_template_is_retired_at_its_desk_and_taken_back(app, olga):
    number = place_of(await olga.posts("/cohorts", **await answers(olga.local)))
    form = {"template": "Our summer", "post_key": "0c1c9f60-61b5-4b6f-8f7e-6e2f0b9b7a11"}
    await olga.posts(f"/cohorts/{number}/templates", **form)
    kept = next(one for one in await queries.templates(olga.person) if one.name == "Our summer")
    desk = f"/affiliates/{olga.local.id}/templates"
    assert "Retire it" in (await olga.opens(desk)).text
    for _twice in range(2):
        assert (await olga.posts(f"{desk}/{kept.id}/retirement")).headers["location"] == f"{desk}?done=retired"
    assert "Our summer" not in (await olga.opens("/cohorts/new")).text
    assert (await olga.opens(f"/cohorts/new?from=own-{kept.id}")).status_code == 404
    page = (await olga.opens(desk)).text
    assert "Our summer" in page and "Take it back" in page, "it stands at the desk"
    for _twice in range(2):
        assert (await olga.posts(f"{desk}/{kept.id}/retirement/end")).status_code == 303
    assert "Our summer" in (await olga.opens("/cohorts/new")).text
    told = "select kind from event where subject_id = :id and kind like 'template.%' order by id limit 10"
    assert [row["kind"] for row in await db.many(dict, told, id=kept.id)] == ["template.retired", "template.returned"]
    async with a_cohort(app) as other, signed_in_client(app, other.organizer) as client:
        theirs, there = Member(other.organizer, None, client), f"/affiliates/{other.local.id}/templates"
        for address in (f"{desk}/{kept.id}/retirement", f"{there}/{kept.id}/retirement"):
            assert (await theirs.posts(address)).status_code == 404, "another local's (R11)"
    assert kept.id in [one.id for one in await queries.templates(olga.person)]


async def test_what_colleagues_see_of_somebody_new_is_what_the_cohort_says_until_they_choose(app):
    async with a_cohort(app, "Ana") as made:
        await changes(made.facilitator, made.cohort, shows="working_done")
        ben = await made.joins("Ben")
        assert ben.seat.shows == "working_done"
        assert (await queries.seat(made.members["Ana"].person, made.id)).shows == "all", "she was here before"
        await ben.posts(f"/cohorts/{made.id}/visibility", shows="nothing")
        assert (await queries.seat(ben.person, made.id)).shows == "nothing"


async def test_a_facilitators_name_stands_outside_only_if_she_wishes(app):
    async with a_cohort(app) as made:
        await made.facilitator.posts(f"/cohorts/{made.id}/naming", named="yes")
        assert (await queries.public_cohort(made.cohort.slug)).guides == ["Gloria"]
        await made.facilitator.posts(f"/cohorts/{made.id}/naming")
        assert (await queries.public_cohort(made.cohort.slug)).guides == []


async def test_the_join_link_is_a_picture_to_scan_for_who_leads(app):
    async with a_cohort(app, "Ana") as made:
        answer = await made.facilitator.opens(f"/cohorts/{made.id}/join-code.svg")
        assert answer.headers["content-type"].startswith("image/svg+xml")
        assert answer.text.startswith("<?xml")
        before = answer.text
        await made.facilitator.posts(f"/cohorts/{made.id}/codes", uses=3)
        assert (await made.facilitator.opens(f"/cohorts/{made.id}/join-code.svg")).text != before, "a new code (R12)"
        assert (await made.members["Ana"].opens(f"/cohorts/{made.id}/join-code.svg")).status_code == 403


def test_the_schedule_is_told_once_somebody_sits_there_or_it_runs():
    told = [rules.schedule_is_told(state, members) for state in ("draft", "open", "running") for members in (0, 3)]
    assert told == [False, False, False, True, True, True]


def test_the_log_keeps_numbers_states_and_days_and_no_text():
    assert rules.told("place", "Room 12") is None
    assert rules.told("starts_on", date(2027, 1, 12)) == "2027-01-12"
    assert rules.told("meets_at", time(16, 30)) == "16:30:00"
    assert rules.told("meeting_weeks", [1, 2]) == [1, 2]


@pytest.mark.parametrize("who", ["Ana", "Olive", "Gloria"])
async def test_a_new_name_is_seen_live_on_every_page_of_the_cohort_as_a_reload_shows_it(app, address, who):
    async with a_cohort(app, "Ana") as made:
        olive = await made.joins("Olive")
        await db.run("update seat set role = 'observer' where id = :id", id=olive.seat.id)
        reader, bar = made.members[who], f"name-of-cohort-{made.id}"
        here = f"/cohorts/{made.id}"
        pages = [here, f"{here}/board", f"{here}/channels/general", f"{here}/meetings", f"{here}/members"]
        if who == "Ana":
            pages += [f"/work/{made.cohort.code}"]
        for number, path in enumerate(pages):
            async with open_page(address, reader, path, follows=marks_of_parts) as page:
                name = f"The {number}. name"
                await changes(made.facilitator, await made.fresh(), name=name)
                await page.catches_up()
                begin, end = span_of(page.html, bar)
                assert page.html[begin:end] == f'<span id="{bar}">{name}</span>', path
                again = await page.reloaded()
                begin, end = span_of(again, bar)
                assert again[begin:end] == f'<span id="{bar}">{name}</span>', path


def marks_of_parts(html: str) -> list[str]:
    """The marks of the page and of its parts, each once."""
    lists = [json.loads(unescape(marks)) for marks in re.findall(r"data-topics='([^']*)'", html)]
    return list(dict.fromkeys(mark for marks in lists for mark in marks))
