"""An organizer opens a cohort: four questions, and the rest filled in from a plan, a template, an earlier cohort."""

import asyncio
import re
from datetime import date, time, timedelta
from types import SimpleNamespace

import pytest

from community import clock, db, events, jobs
from community.affiliates import actions as affiliates
from community.cohorts import actions, queries
from community.cohorts.opening import asking
from community.cohorts.seats import actions as seats
from community.errors import Conflict
from tests.support.catalogue import a_definition
from tests.support.cohorts import Member, a_cohort
from tests.support.opening import answers, place_of
from tests.support.people import mail_to, make_person, signed_in_client

TUESDAY = date(2027, 1, 12)
# What tells the page of one cohort from that of another: its code, numbers, keys and moments.
THIS_ONE = re.compile(
    r"quote \w+|(/cohorts/|cohort:|roster:|line:|about-)\d+|value=\"[^\"]+\"|data-\w+='[^']*'"
    r"|datetime=\"[^\"]+\"|\w{4}-\w{4}-\w{4}"
)


async def finds_a_seat(person) -> None:
    """The follower reads on until a seat waits for this person; others' transactions may hold it up for a moment."""
    name = "facilitators_asked"
    begin = "insert into log_mark (name, xact, id) values (:name, '0', 0) on conflict (name) do nothing"
    await db.run(begin, name=name)
    async with asyncio.timeout(60):
        while not await queries.invitations(person):
            await jobs.read_on(name, asking.followers[name])


async def opened(olga, **changed) -> queries.Cohort:
    """The cohort that comes of the form."""
    number = place_of(await olga.posts("/cohorts", **await answers(olga.local, **changed)))
    return (await queries.cohorts_by_id([number]))[number]


async def test_four_answers_are_enough(olga):
    page = (await olga.opens("/cohorts/new")).text
    assert "Eight weeks" in page, "the field's plan is filled in"
    await a_definition("EL-02")
    answer = await olga.posts(
        "/cohorts", affiliate=olga.local.id, definition="EL-02", starts_on="2027-01-12", meets_at="16:30", who="me",
        time_zone="America/Los_Angeles", post_key="7f4df7ee-5f43-4f3c-9d5b-0c6a7f0fd7a2",
    )
    number = place_of(answer)
    cohort = (await queries.cohorts_by_id([number]))[number]
    assert cohort.name == f"{cohort.title}, Winter 2027"
    assert (cohort.weekday, cohort.meets_at, cohort.meeting_weeks) == (1, time(16, 30), [1, 2, 3, 4, 5, 6, 7, 8])
    assert (cohort.ends_on, cohort.minutes) == (date(2027, 3, 2), 60)
    assert (cohort.mode, cohort.capacity, cohort.who_may_join, cohort.sign_up_open) == ("online", 16, "members", True)
    assert (cohort.state, cohort.published_at is not None) == ("open", True)


async def test_r11_a_desk_over_more_affiliates_than_are_listed_finds_each_by_its_name(app):
    nation = await affiliates.make_affiliate("national", "Zinnia Nation", "zz-nation")
    state = await affiliates.make_affiliate("state", "Zinnia Educators", "zz-state", nation, state_code="ZZ")
    await db.run(
        """
        insert into affiliate (kind, parent_id, name, slug, time_zone)
        select 'local', :id, 'Zinnia ' || n, 'za-' || lpad(n::text, 4, '0'), 'America/Chicago'
        from generate_series(1, 502) as n
        """,
        id=state.id,
    )  # fmt: skip
    olga = await make_person("Olga Ruiz")
    await affiliates.give_desk(olga, "organizer", state)
    async with signed_in_client(app, olga) as client:
        hers = Member(olga, None, client)
        page = (await hers.opens("/cohorts/new")).text
        assert ">Zinnia Educators</option>" in page, "her own, whatever its place in the order"
        assert ">Zinnia 502</option>" not in page and "There are more" in page
        typed = await answers(state, affiliate_q="zinnia 502", place="Room 9")
        found = (await hers.posts("/cohorts", **typed, find="yes")).text
        number = re.search(r'<option value="(\d+)"[^>]*>Zinnia 502</option>', found)[1]
        assert "Room 9" in found and ">Zinnia 1</option>" not in found
        typed |= {"affiliate": number, "affiliate_q": ""}
        refused = await hers.posts("/cohorts", **typed | {"capacity": "0"})
        assert refused.status_code == 422 and f'<option value="{number}" selected>' in refused.text
        cohort = place_of(await hers.posts("/cohorts", **typed))
    assert await db.value("select affiliate_id from cohort where id = :id", id=cohort) == int(number)


async def test_a_day_at_the_end_of_the_calendar_is_refused_in_a_sentence(olga):
    for typed in ({"starts_on": "9999-12-31"}, {"starts_on": "0001-01-01"}, {"ends_on": "9999-12-31"}):
        answer = await olga.posts("/cohorts", **await answers(olga.local, **typed))
        assert (answer.status_code, "This must be at " in answer.text) == (422, True)


async def test_it_meets_on_another_weekday_and_in_weeks_of_its_own(olga):
    cohort = await opened(
        olga, starts_on=TUESDAY, weekday="3", every_weeks="0", weeks="1, 2, 5, 7", minutes="90", mode="both",
        place="Cedar Valley Middle School", link="https://meet.example/room", who_may_join="local", sign_up="closed",
        refusal_text="Ask Olga.", shows="working_done",
    )
    assert (cohort.weekday, cohort.meeting_weeks, cohort.ends_on) == (3, [1, 2, 5, 7], date(2027, 2, 25))
    assert (cohort.mode, cohort.place, cohort.link) == ("both", "Cedar Valley Middle School", "https://meet.example/room")
    assert (cohort.who_may_join, cohort.sign_up_open, cohort.refusal_text) == ("local", False, "Ask Olga.")
    assert cohort.shows == "working_done"
    assert cohort.hours("en") == "Thursday, 4:30 PM to 6:00 PM, Central Time"


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"link": "http://meet.example/room"}, "beginning with https://"),
        ({"link": "javascript:alert(1)"}, "beginning with https://"),
        ({"every_weeks": "0", "weeks": "soon"}, "Give the weeks in which it meets"),
        ({"every_weeks": "0", "weeks": "0, 3"}, "Give the weeks in which it meets"),
        ({"ends_on": "2027-01-20", "starts_on": "2027-01-12"}, "The last meeting falls on a later day"),
        ({"time_zone": "Mars/Olympus"}, "Choose one of the answers"),
        ({"definition": "stack:NONE"}, "Choose one of the answers"),
        ({"who": "other", "facilitator": ""}, "has no @"),
        ({"second": "gloria@nowhere"}, "no ending such as"),
        ({"minutes": "5"}, "at least 10"),
    ],
)
async def test_what_is_wrong_is_named_and_what_was_typed_is_kept(olga, typed, said):
    answer = await olga.posts("/cohorts", **await answers(olga.local, **typed, name="Our own words"))
    assert (answer.status_code, said in answer.text) == (422, True), answer.text[:3000]
    assert 'value="Our own words"' in answer.text
    (wrong,) = set(re.findall(r'id="(\w+)-error"', answer.text))
    assert wrong in (*typed, "ends_on"), "the field is named"
    assert await queries.cards(olga.person) == []


async def test_a_sentence_stands_open_where_something_is_wrong_or_was_changed(olga):
    plain = (await olga.opens("/cohorts/new")).text
    assert plain.count("<details>") == 7
    assert "<details open>" not in plain
    answer = await olga.posts("/cohorts", **await answers(olga.local, capacity="0", place="Room 12", name=""))
    assert answer.text.count("<details open>") == 3, "seats, place, and the time zone of the meetings"


async def test_filling_in_from_another_plan_keeps_the_answers(olga):
    form = await answers(olga.local, use="yes", start_from="four_meetings", meets_at="17:15", minutes="33", name="Mine")
    page = await olga.posts("/cohorts", **form)
    assert page.status_code == 200
    assert 'value="17:15"' in page.text
    assert 'value="1, 2, 5, 7"' in page.text
    assert 'value="33"' not in page.text, "the sentences are filled in anew"
    assert await queries.cards(olga.person) == [], "nothing is made yet"


async def test_an_earlier_cohort_is_copied_without_its_days_its_name_and_its_people(olga):
    first = await opened(olga, name="The first of its kind", mode="in_person", place="Room 12", backlog="from_joining")
    page = (await olga.opens(f"/cohorts/new?from=cohort-{first.id}")).text
    assert f'name="copied_from" value="{first.id}"' in page
    assert 'value="Room 12"' in page
    assert 'name="name" type="text" value=""' in page
    copy = await opened(
        olga, copied_from=first.id, start_from=f"cohort-{first.id}", post_key="7f4df7ee-5f43-4f3c-9d5b-0c6a7f0fd7a3"
    )
    assert copy.copied_from == first.id


async def test_r11_nobody_copies_a_cohort_that_is_not_hers_to_lead(app, olga):
    async with a_cohort(app) as other:
        assert (await olga.opens(f"/cohorts/new?from=cohort-{other.id}")).status_code == 404
        refused = await olga.posts("/cohorts", **await answers(olga.local, copied_from=other.id))
        assert (refused.status_code, "not yours to copy" in refused.text) == (422, True)
    for nothing in ("nothing", "own-1", "own-" + "9" * 5000, "cohort-", "cohort-99999999999999999999"):
        assert (await olga.opens(f"/cohorts/new?from={nothing}")).status_code == 404, nothing


async def test_r13_a_cohort_may_work_on_a_whole_stack(olga):
    await a_definition("EL-02")
    code = await db.value("select code from stack order by code limit 1")
    stack = await queries.public_stack(code)
    cohort = await opened(olga, definition=f"stack:{code}", name="")
    assert (cohort.stack_id, cohort.works_on) == (stack.id, stack.title)
    assert cohort.definition_version_id == stack.definition_version_id, "it begins with its first"
    assert cohort.name.startswith(stack.title)


async def test_r13_nothing_is_published_that_nobody_was_asked_to_facilitate(olga):
    async with a_cohort(None, publish=False) as made:
        with pytest.raises(Conflict, match="somebody facilitates it or is invited"):
            await actions.make_cohort(
                made.desk, made.organizer, await a_definition("EL-02"), name="Nobody leads", starts_on=TUESDAY,
                ends_on=TUESDAY, capacity=3, facilitator=None, time_zone="UTC",
            )


class TestAsking:
    """Facilitators are asked by address; whether it has an account is nobody's business (A54)."""

    @pytest.mark.usefixtures("postman")
    async def test_the_answer_and_the_page_are_the_same_with_and_without_an_account(self, olga):
        gloria, nobody = await make_person("Gloria Santos"), f"somebody.{clock.now():%f}@example.org"
        pages = []
        for number, address in enumerate((gloria.email, nobody)):
            form = await answers(olga.local, who="other", facilitator=address, name="One of two")
            answer = await olga.posts("/cohorts", **form | {"post_key": f"7f4df7ee-5f43-4f3c-9d5b-0c6a7f0fd7b{number}"})
            page = (await olga.opens(f"/cohorts/{place_of(answer)}/members")).text
            main = page.split("<main")[1].replace(address, "ADDRESS")
            pages.append(THIS_ONE.sub("", main))
        assert pages[0] == pages[1]
        assert "/sign-up" in (await mail_to(nobody, "asked to facilitate")).text
        (waits,) = await queries.invitations(gloria)  # a notice tells of it, in the app and by mail
        assert waits.role == "facilitator"

    async def test_who_makes_an_account_finds_the_seat_and_accepts(self, app, olga):
        address = f"new.{clock.now():%f}@example.org"
        cohort = await opened(olga, who="other", facilitator=address)
        assert cohort.state == "open", "an address that was asked is enough to publish (R13)"
        nadia = await make_person("Nadia Rahal", email=address)
        async with db.transaction():
            events.record("email.confirmed", nadia.topic, about=nadia.id, by=nadia.id)
        await finds_a_seat(nadia)
        async with signed_in_client(app, nadia) as client:
            guide = Member(nadia, None, client)
            assert "You are asked to facilitate" in (await guide.opens("/cohorts")).text
            assert place_of(await guide.posts(f"/cohorts/{cohort.id}/acceptance")) == cohort.id
            page = (await guide.opens(f"/cohorts/{cohort.id}/members")).text
        assert "Join code" in page
        assert "asked on" not in page, "who sits there is asked no more"

    async def test_who_has_sat_down_before_the_address_is_confirmed_keeps_that_seat(self, olga):
        address = f"new.{clock.now():%f}@example.org"
        cohort = await opened(olga, who="other", facilitator=address)
        nadia = await make_person("Nadia Rahal", email=address)
        await affiliates.enrol(nadia, olga.local, date(2020, 1, 1))
        seat = await seats.take_seat(nadia, cohort.join_code)
        async with db.transaction():
            await asking.keep_their_seats([SimpleNamespace(kind="email.confirmed", by=nadia.id)])
        assert await queries.seat_of(nadia, cohort.id) == seat

    async def test_two_are_asked_and_one_who_said_no_may_be_asked_again(self, app, olga):
        gloria, gus = await make_person("Gloria Santos"), await make_person("Gus Adler")
        cohort = await opened(olga, who="other", facilitator=gloria.email, second=gus.email)
        async with signed_in_client(app, gus) as client:
            await Member(gus, None, client).posts(f"/cohorts/{cohort.id}/refusal")
        page = (await olga.opens(f"/cohorts/{cohort.id}/members")).text
        assert page.count("asked on") == 1
        assert page.count("said no") == 1
        again = await olga.posts(f"/cohorts/{cohort.id}/facilitators", email=gus.email)
        assert again.status_code == 303
        assert (await olga.opens(f"/cohorts/{cohort.id}/members")).text.count("asked on") == 2

    async def test_who_sits_there_is_not_asked_and_a_closed_cohort_asks_nobody(self, app):
        async with a_cohort(app, "Ana") as cohort:
            ana = await cohort.seats("Ana")
            asked = await cohort.facilitator.posts(f"/cohorts/{cohort.id}/facilitators", email=ana.person.email)
            assert (asked.status_code, "has a seat here already" in asked.text) == (422, True)
            await db.run("update cohort set state = 'closed' where id = :id", id=cohort.id)
            for address in (ana.person.email, "nobody@example.org"):
                asked = await cohort.facilitator.posts(f"/cohorts/{cohort.id}/facilitators", email=address)
                assert (asked.status_code, "can be read, not changed" in asked.text) == (422, True)


async def test_the_days_filled_in_leave_time_to_spread_the_word(olga):
    page = (await olga.opens("/cohorts/new")).text
    first = date.fromisoformat(re.search(r'name="starts_on" type="date" value="([\d-]+)"', page).group(1))
    assert timedelta(days=13) <= first - clock.now().date() <= timedelta(days=15)
