"""Cohorts over HTTP: opened at a desk, joined by a code, led, left, and shut to everybody else."""

import asyncio
import re

import pytest

from community import db
from community.cohorts import queries
from community.cohorts.seats import actions as seats
from community.errors import Conflict
from tests.support.cohorts import Member, a_cohort, csrf_of
from tests.support.opening import answers, place_of
from tests.support.people import make_person, signed_in_client
from tests.support.servers import browser_like

DOORS = ("", "/members", "/members?part=1", "/leaving")  # those that a member's browser opens


async def test_an_organizer_opens_a_cohort_and_facilitates_it(olga):
    assert "Open a cohort" in (await olga.opens("/cohorts/new")).text
    made = await olga.posts("/cohorts", **await answers(olga.local))
    number = place_of(made)
    page = (await olga.opens(f"/cohorts/{number}")).text
    assert "Talk to Learn, Winter" in page
    (card,) = await queries.cards(olga.person)
    assert (card.role, card.taken, card.cohort.capacity, card.cohort.state) == ("facilitator", 0, 12, "open")
    assert (card.cohort.time_zone, card.cohort.slug) == ("America/Chicago", "talk-to-learn-winter")


async def test_a_form_sent_twice_makes_one_cohort(olga):
    form = await answers(olga.local)
    assert place_of(await olga.posts("/cohorts", **form)) == place_of(await olga.posts("/cohorts", **form))
    assert len(await queries.cards(olga.person)) == 1


async def test_what_was_typed_is_kept_on_an_error_and_nothing_is_made(olga):
    form = await answers(
        olga.local, name="Ta", ends_on="2020-01-01", who="other", facilitator="gloria@nowhere", capacity="many"
    )
    answer = await olga.posts("/cohorts", **form)
    assert answer.status_code == 422
    for said in (
        "at least 3 characters",
        "comes before the first",
        "no ending such as",
        "whole number",
        'value="gloria@nowhere"',
        'value="many"',
    ):
        assert said in answer.text
    assert await queries.cards(olga.person) == []


async def test_somebody_else_is_asked_to_facilitate_and_answers(app, olga):
    gloria = await make_person("Gloria Santos")
    number = place_of(await olga.posts("/cohorts", **await answers(olga.local, who="other", facilitator=gloria.email)))
    page = (await olga.opens(f"/cohorts/{number}/members")).text
    assert gloria.email in page
    assert "Santos" not in page, "an address is not told whose it is (A54)"
    async with signed_in_client(app, gloria) as client:
        guide = Member(gloria, None, client)
        assert (await guide.opens(f"/cohorts/{number}")).status_code == 404, "invited is not yet in"
        assert "You are asked to facilitate" in (await guide.opens("/cohorts")).text
        assert "You are asked to facilitate" in (await guide.opens("/")).text
        assert place_of(await guide.posts(f"/cohorts/{number}/acceptance")) == number
        assert "Join code" in (await guide.opens(f"/cohorts/{number}/members")).text


async def test_who_says_no_is_asked_no_more(app, olga):
    gloria = await make_person("Gloria Santos")
    number = place_of(await olga.posts("/cohorts", **await answers(olga.local, who="other", facilitator=gloria.email)))
    async with signed_in_client(app, gloria) as client:
        guide = Member(gloria, None, client)
        assert (await guide.posts(f"/cohorts/{number}/refusal")).headers["location"] == "/cohorts?done=declined"
        assert "You are asked to facilitate" not in (await guide.opens("/cohorts")).text
        assert (await guide.posts(f"/cohorts/{number}/acceptance")).status_code == 404
    assert "Nobody facilitates this cohort now" in (await olga.opens(f"/cohorts/{number}/members")).text


async def test_only_an_organizer_opens_cohorts(app):
    async with signed_in_client(app, await make_person("Ana Torres")) as client:
        answer = await client.get("/cohorts/new")
        assert (answer.status_code, "opened by an organizer" in answer.text) == (403, True)
        assert "/cohorts/new" not in (await client.get("/cohorts")).text


async def test_r11_an_organizer_sees_only_her_affiliate_and_those_below(app, olga):
    async with a_cohort(app, "Ana") as cohort:
        for door in ("", "/members", "/members?part=1"):
            assert (await olga.opens(f"/cohorts/{cohort.id}{door}")).status_code == 404, "a sibling's cohort"
        seat = (await cohort.seats("Ana")).seat
        for deed, fields in (
            ("/moves", {"move": "begin"}),
            ("/codes", {"uses": "3"}),
            ("/facilitators", {"email": olga.person.email}),
            (f"/members/{seat.id}/removal", {}),
            (f"/members/{seat.id}/invitation", {}),
        ):
            assert (await olga.posts(f"/cohorts/{cohort.id}{deed}", **fields)).status_code == 404, deed
        assert cohort.cohort.name not in (await olga.opens("/cohorts")).text
        assert (await olga.posts("/cohorts", **await answers(cohort.local))).status_code == 404, "nor opened there"
        async with signed_in_client(app, cohort.organizer) as client:
            own = Member(cohort.organizer, None, client)
            page = (await own.opens(f"/cohorts/{cohort.id}")).text
            assert cohort.cohort.spoken_code in page
            assert "organizer’s desk" in page
            assert f"/cohorts/{cohort.id}/board" not in page, "an organizer has no board"
            assert (await own.opens(f"/cohorts/{cohort.id}/board")).status_code == 404
            assert (await cohort.seats("Ana")).person.email in page, "the roster with addresses is the organizer's"
            assert cohort.cohort.name in (await own.opens("/cohorts")).text


async def test_a_member_sees_names_and_who_leads_sees_addresses_and_the_code(app):
    async with a_cohort(app, "Ana", "Ben") as cohort:
        ana, ben = await cohort.seats("Ana", "Ben")
        for door in (f"/cohorts/{cohort.id}", f"/cohorts/{cohort.id}/members", f"/cohorts/{cohort.id}/members?part=1"):
            page = (await ana.opens(door)).text
            assert ben.person.name in page
            for secret in (
                ben.person.email,
                cohort.facilitator.person.email,
                cohort.cohort.join_code,
                cohort.cohort.spoken_code,
                "/removal",
            ):
                assert secret not in page, door
        page = (await cohort.facilitator.opens(f"/cohorts/{cohort.id}/members")).text
        assert ben.person.email in page
        assert cohort.cohort.spoken_code in page
        for deed, fields in (
            ("/moves", {"move": "begin"}),
            ("/codes", {"uses": "3"}),
            ("/facilitators", {"email": ben.person.email}),
            (f"/members/{ben.seat.id}/removal", {}),
            (f"/members/{ben.seat.id}/invitation", {}),
        ):
            assert (await ana.posts(f"/cohorts/{cohort.id}{deed}", **fields)).status_code == 403, deed


async def test_the_cohorts_page_holds_members_and_the_places_of_board_and_discussion(app):
    async with a_cohort(app, "Ana") as cohort:
        page = (await (await cohort.seats("Ana")).opens(f"/cohorts/{cohort.id}")).text
        for part in ("board", "discussion"):
            assert f'hx-get="/cohorts/{cohort.id}/{part}?part=1"' in page
            assert f'<a class="button" href="/cohorts/{cohort.id}/{part}">' in page, "a link stands there until it came"
        assert 'id="roster"' in page
        assert page.count("data-topics=") == 3, "the body's, the bell's and the roster's"


async def test_one_joins_by_a_code(app):
    async with a_cohort(app) as cohort, signed_in_client(app, await make_person("Ana Torres")) as client:
        ana = Member(None, None, client)
        assert (
            f'value="{cohort.cohort.spoken_code}"' in (await ana.opens(f"/join?code={cohort.cohort.spoken_code}")).text
        )
        answer = await ana.posts("/join", code=cohort.cohort.spoken_code.lower())
        assert answer.headers["location"] == f"/cohorts/{cohort.id}?done=joined"
        assert "You have a seat" in (await ana.opens(answer.headers["location"])).text
        assert (await ana.posts("/join", code=cohort.cohort.join_code)).headers["location"] == answer.headers[
            "location"
        ], "again"
        assert cohort.cohort.name in (await ana.opens("/cohorts")).text
        assert cohort.cohort.name in (await ana.opens("/")).text


async def test_a_code_waits_for_who_signs_in_first(app):
    async with browser_like(app) as visitor:
        page = (await visitor.get("/join?code=K7QM-2XWD-93HF")).text
        assert 'href="/sign-in?next=%2Fjoin%3Fcode%3DK7QM-2XWD-93HF"' in page
        assert (await visitor.get("/join")).status_code == 200


async def test_r12_wrong_old_and_used_up_codes_get_the_same_words(app):
    async with a_cohort(app, "Ana") as cohort, signed_in_client(app, await make_person("Cy Novak")) as client:
        cy, old = Member(None, None, client), cohort.cohort.join_code
        reset = await cohort.facilitator.posts(f"/cohorts/{cohort.id}/codes", uses="1")
        assert reset.headers["location"] == f"/cohorts/{cohort.id}/members?done=code"
        new = (await cohort.fresh()).join_code
        async with signed_in_client(app, await make_person("Di Kim")) as other:
            assert (await Member(None, None, other).posts("/join", code=new)).status_code == 303
        said = []
        for code in (old, new, "0" * 12, "x"):
            answer = await cy.posts("/join", code=code)
            assert answer.status_code == 422
            assert f'value="{code}"' in answer.text, "what was typed is kept"
            said.append(re.search(r'id="code-error">.*?<span>(.*?)</span>', answer.text, re.S).group(1))
        assert set(said) == {said[0]}
        assert "mistyped" in said[0]


async def test_r12_no_more_are_tried_when_they_come_at_once(app):
    async with a_cohort(app), signed_in_client(app, await make_person("Guy Guess")) as client:
        guesser, csrf = Member(None, None, client), await csrf_of(client)
        tries = [guesser.client.post("/join", data={"csrf": csrf, "code": f"{number:012d}"}) for number in range(14)]
        answers = [answer.status_code for answer in await asyncio.gather(*tries)]
        assert sorted(answers) == [422] * 10 + [429] * 4


async def test_r12_codes_are_tried_ten_times_a_minute_at_most(app):
    async with a_cohort(app) as cohort, signed_in_client(app, await make_person("Guy Guess")) as client:
        guesser = Member(None, None, client)
        answers = [(await guesser.posts("/join", code=f"{number:012d}")).status_code for number in range(11)]
        assert answers == [422] * 10 + [429]
        assert (await guesser.posts("/join", code=cohort.cohort.join_code)).status_code == 429, (
            "also the right one has to wait"
        )


async def test_r14_when_it_is_full_one_reads_why_and_what_else_there_is(app):
    async with (
        a_cohort(app, "Ana", capacity=1) as cohort,
        signed_in_client(app, await make_person("Ben Kim")) as client,
    ):
        await db.run("update cohort set join_uses_left = 5 where id = :id", id=cohort.id)
        answer = await Member(None, None, client).posts("/join", code=cohort.cohort.join_code)
        assert answer.status_code == 409
        assert "The one seat is taken" in answer.text
        assert 'href="/catalogue/EL-02"' in answer.text
        assert f'value="{cohort.cohort.join_code}"' in answer.text


@pytest.mark.parametrize("state", ["draft", "finishing", "closed"])
async def test_nobody_joins_what_is_not_open(app, state):
    async with a_cohort(app) as cohort, signed_in_client(app, await make_person("Ben Kim")) as client:
        await db.run("update cohort set state = :state where id = :id", state=state, id=cohort.id)
        answer = await Member(None, None, client).posts("/join", code=cohort.cohort.join_code)
        assert answer.status_code == 409
        assert ("not open yet" if state == "draft" else "takes nobody new") in answer.text


async def test_a_member_leaves_and_every_door_is_shut(app):
    async with a_cohort(app, "Ana", "Ben") as cohort:
        ana, ben = await cohort.seats("Ana", "Ben")
        for door in DOORS:
            assert (await ana.opens(f"/cohorts/{cohort.id}{door}")).status_code == 200, "open as long as she sits there"
        assert "Leave “" in (await ana.opens(f"/cohorts/{cohort.id}/leaving")).text
        assert (await ana.posts(f"/cohorts/{cohort.id}/leaving")).headers["location"] == "/cohorts?done=left"
        for door in (*DOORS, "/board", "/discussion"):
            assert (await ana.opens(f"/cohorts/{cohort.id}{door}")).status_code == 404, door
        assert (await ana.posts(f"/cohorts/{cohort.id}/leaving")).status_code == 404
        assert "You were removed" not in (await ana.opens("/cohorts")).text
        assert ana.person.name not in (await ben.opens(f"/cohorts/{cohort.id}/members")).text


async def test_a_removed_member_is_told_and_every_door_is_shut(app):
    async with a_cohort(app, "Ana") as cohort:
        ana, gloria = await cohort.seats("Ana"), cohort.facilitator
        removal = f"/cohorts/{cohort.id}/members/{ana.seat.id}/removal"
        asked = (await gloria.opens(removal)).text
        assert f"End the seat of {ana.person.name}?" in asked
        assert (await ana.opens(f"/cohorts/{cohort.id}")).status_code == 200, "asking changes nothing"
        assert (await gloria.posts(removal)).headers["location"] == f"/cohorts/{cohort.id}/members?done=removed"
        for door in (*DOORS, "/board", "/discussion"):
            assert (await ana.opens(f"/cohorts/{cohort.id}{door}")).status_code == 404, door
        for page in ("/cohorts", "/"):
            assert f"You were removed from “{cohort.cohort.name}”" in (await ana.opens(page)).text
        refused = await ana.posts("/join", code=cohort.cohort.join_code)
        assert (refused.status_code, "You were removed" in refused.text) == (409, True)
        assert (await gloria.posts(removal)).status_code == 409, "twice is once"
        invited = await gloria.posts(f"/cohorts/{cohort.id}/members/{ana.seat.id}/invitation")
        assert invited.headers["location"] == f"/cohorts/{cohort.id}/members?done=asked"
        page = (await ana.opens("/cohorts")).text
        assert ("A seat is kept for you" in page, "You were removed" in page) == (True, False)
        assert (await ana.posts(f"/cohorts/{cohort.id}/acceptance")).status_code == 303
        assert (await ana.opens(f"/cohorts/{cohort.id}")).status_code == 200


async def test_a_seat_of_another_cohort_is_not_reached_from_here(app):
    async with a_cohort(app, "Ana") as cohort, a_cohort(app, "Ben", code="FA-01") as other:
        ben = await other.seats("Ben")
        for door in ("removal", "invitation"):
            answer = await cohort.facilitator.posts(f"/cohorts/{cohort.id}/members/{ben.seat.id}/{door}")
            assert answer.status_code == 404
        assert (await ben.opens(f"/cohorts/{other.id}")).status_code == 200


async def test_r13_the_last_facilitator_is_told_to_find_another_first(app):
    async with a_cohort(app, "Ana") as cohort:
        gloria = cohort.facilitator
        refused = await gloria.posts(f"/cohorts/{cohort.id}/leaving")
        assert (refused.status_code, "Nobody else facilitates" in refused.text) == (409, True)
        gus = await make_person("Gus Guide")
        wrong = await gloria.posts(f"/cohorts/{cohort.id}/facilitators", email="gus.example.org")
        assert (wrong.status_code, 'value="gus.example.org"' in wrong.text) == (422, True)
        taken = await gloria.posts(f"/cohorts/{cohort.id}/facilitators", email=(await cohort.seats("Ana")).person.email)
        assert (taken.status_code, "has a seat here already" in taken.text) == (422, True)
        assert (await gloria.posts(f"/cohorts/{cohort.id}/facilitators", email=gus.email)).status_code == 303
        async with signed_in_client(app, gus) as client:
            await Member(gus, None, client).posts(f"/cohorts/{cohort.id}/acceptance")
        assert (await gloria.posts(f"/cohorts/{cohort.id}/leaving")).status_code == 303


async def test_a_cohort_is_taken_through_its_life(app):
    async with a_cohort(app, publish=False) as cohort:
        gloria = cohort.facilitator
        for move, state in (("publish", "open"), ("begin", "running"), ("finish", "finishing"), ("close", "closed")):
            assert f'value="{move}"' in (await gloria.opens(f"/cohorts/{cohort.id}/members")).text, (
                "its button stands there"
            )
            assert (await gloria.posts(f"/cohorts/{cohort.id}/moves", move=move)).status_code == 303
            assert (await cohort.fresh()).state == state
        late = await gloria.posts(f"/cohorts/{cohort.id}/moves", move="close")
        assert (late.status_code, "has moved on" in late.text) == (409, True)
        assert (await gloria.posts(f"/cohorts/{cohort.id}/moves", move="explode")).status_code == 422


async def test_a_closed_cohort_is_read_only(app):
    async with a_cohort(app, "Ana") as cohort:
        gloria, gus = cohort.facilitator, await make_person("Gus Guide")
        await seats.invite(await queries.place(cohort.organizer, cohort.id), gus, "facilitator")
        for move in ("begin", "finish", "close"):
            assert (await gloria.posts(f"/cohorts/{cohort.id}/moves", move=move)).status_code == 303
        code = (await cohort.fresh()).join_code
        assert (await gloria.posts(f"/cohorts/{cohort.id}/codes", uses="3")).status_code == 409
        asked = await gloria.posts(f"/cohorts/{cohort.id}/facilitators", email=(await make_person("Hal Helper")).email)
        assert (asked.status_code, "can be read, not changed" in asked.text) == (422, True)
        with pytest.raises(Conflict):
            await seats.accept(gus, cohort.id)
        assert (await cohort.fresh()).join_code == code
        page = await (await cohort.seats("Ana")).opens(f"/cohorts/{cohort.id}")
        assert (page.status_code, "Closed" in page.text) == (200, True), "it is still read"


@pytest.mark.parametrize("number", ["0", "999999999", "99999999999999999999999"])
async def test_a_number_that_is_no_cohort_is_not_there(app, number):
    async with signed_in_client(app, await make_person("Ana Torres")) as client:
        for door in ("", "/members", "/leaving", "/members/99999999999999999999999/removal"):
            assert (await client.get(f"/cohorts/{number}{door}")).status_code == 404, door


async def test_who_is_not_signed_in_is_asked_to(app):
    async with browser_like(app) as visitor:
        for door in ("/cohorts", "/cohorts/new", "/cohorts/1", "/cohorts/1/members"):
            answer = await visitor.get(door)
            assert (answer.status_code, answer.headers["location"].startswith("/sign-in")) == (303, True)


async def test_nothing_there_yet(app, olga):
    page = (await olga.opens("/cohorts")).text
    assert "You are not in a cohort yet" in page
    assert "No cohort here yet" in page
