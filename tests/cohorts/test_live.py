"""What is seen live of the members is what a reload shows, for each kind of event and each audience (habit 16)."""

import re
from datetime import timedelta

import pytest

from community import clock, db
from community.cohorts import queries
from community.cohorts.invitations import actions as inviting
from community.cohorts.pausing import actions as pausing
from community.cohorts.requests import actions as requests
from community.cohorts.seats import actions as seats
from community.cohorts.waiting import line
from community.cohorts.waiting.actions import stand_in_line
from tests.board.live import open_page, served, span_of
from tests.support.cases import later
from tests.support.cohorts import Member, a_cohort, today
from tests.support.inviting import leads, letter_to, unique
from tests.support.people import make_person, signed_in_client


@pytest.fixture
async def address(app):
    async with served(app) as address:
        yield address


def members_of(html: str) -> list[str]:
    """The lines of the list of members, in whatever order they stand; presence is no event."""
    begin, end = span_of(html, "members")
    lines = re.findall(r'<li class="beside".*?</li>', html[begin:end], re.S)
    return sorted(re.sub(r"\s+", " ", line.replace(' data-presence="here"', "")) for line in lines)


def door_of(html: str) -> list[str]:
    """The lines of who is at the door, in whatever order they stand."""
    begin, end = span_of(html, "outside")
    lines = re.findall(r'<li class="stack".*?</li>', html[begin:end], re.S)
    return sorted(re.sub(r"\s+", " ", line) for line in lines)


def awaited_of(html: str) -> list[str]:
    """The lines of whose letter is awaited."""
    begin, end = span_of(html, "awaited")
    return [re.sub(r"\s+", " ", line) for line in re.findall(r'<li class="cluster".*?</li>', html[begin:end], re.S)]


@pytest.mark.parametrize("who", ["Gloria", "organizer"])
async def test_who_is_at_the_door_stays_as_a_reload_shows_it(app, address, who):
    async with a_cohort(app, "Ana", "Ben", "Cy", capacity=3) as cohort, signed_in_client(app, cohort.organizer) as desk:
        reader = Member(cohort.organizer, None, desk) if who == "organizer" else cohort.members[who]
        ana, ben, cy = await cohort.seats("Ana", "Ben", "Cy")
        place, code = await queries.place(cohort.organizer, cohort.id), cohort.cohort.join_code
        wes, una, tom = [await make_person(f"{name} Waiter") for name in ("Wes", "Una", "Tom")]
        async with open_page(address, reader, f"/cohorts/{cohort.id}/members") as page:
            before = door_of(page.html)
            for person in (wes, una, tom):
                await stand_in_line(person, code)
            await page.catches_up()
            await seats.decline(tom, cohort.id)
            await seats.leave(ana.person, ana.seat, cohort.cohort)
            await seats.accept(wes, cohort.id)
            await seats.remove(place, await queries.member_at(place, ben.seat.id), "A reason that only Ben reads")
            await pausing.pause(cy.person, cy.seat, cohort.cohort, clock.now().date() + timedelta(days=9))
            await db.run("update cohort set sign_up_open = false where id = :id", id=cohort.id)
            rita, remo = [await make_person(f"{name} Asker") for name in ("Rita", "Remo")]
            asked = [await requests.ask(one, code, "May I?") for one in (rita, remo)]
            await requests.refuse(place, asked[1], "Not now")
            await page.catches_up()
            seen = door_of(page.html)
            assert seen == door_of(await page.reloaded())
            assert seen != before
            text = " ".join(seen)
            for said in ("has left", "has an offer until", "said no", "removed", "away until", "asks for a seat"):
                assert said in text, said
            assert "told no" in text and "only Ben reads" not in text
            assert "Wes" not in text, "who sits there stands at no door"


async def test_whose_letter_is_awaited_stays_as_a_reload_shows_it(app, address):
    async with a_cohort(app) as cohort:
        nora, nils = [await make_person(f"{name} Private") for name in ("Nora", "Nils")]
        first, third, fourth = [await letter_to(cohort, unique(name)) for name in ("first", "third", "fourth")]
        where, place = f"/cohorts/{cohort.id}/invitations", await leads(cohort)
        async with open_page(address, cohort.facilitator, where) as page:
            second = await letter_to(cohort, unique("second"))
            await inviting.withdraw(place, first)
            await inviting.accept(nora, third)
            await inviting.decline(nils, fourth)
            await page.catches_up()
            seen = awaited_of(page.html)
            assert seen == awaited_of(await page.reloaded())
            addresses = [one.address for one in (first, second, third, fourth) if one.address in " ".join(seen)]
            assert addresses == [second.address]
            with later(days=3):
                await inviting.remind(place, second)
                await page.catches_up()
                assert awaited_of(page.html) == awaited_of(await page.reloaded()) != seen


async def test_what_ends_at_the_door_by_time_or_by_a_yes_stays_as_a_reload_shows_it(app, address):
    async with a_cohort(app, "Ana", capacity=1, starts_on=today() + timedelta(days=30)) as cohort:
        ana, code = await cohort.seats("Ana"), cohort.cohort.join_code
        place = await queries.place(cohort.organizer, cohort.id)
        wes, una, rita = [await make_person(f"{name} Waiter") for name in ("Wes", "Una", "Rita")]
        async with open_page(address, cohort.facilitator, f"/cohorts/{cohort.id}/members") as page:
            for person in (wes, una):
                await stand_in_line(person, code)
            await seats.invite(place, await make_person("Hana Kim"), "helper")
            await page.catches_up()
            assert door_of(page.html) == door_of(await page.reloaded())
            assert ["in line since" in line for line in door_of(page.html)].count(True) == 2
            await seats.leave(ana.person, ana.seat, cohort.cohort)
            await db.run("update seat set offered_until = :at where person_id = :id", at=clock.now(), id=wes.id)
            await line.move_on({})
            await db.run("update cohort set sign_up_open = false where id = :id", id=cohort.id)
            await requests.admit(place, await requests.ask(rita, code, "May I?"))
            await page.catches_up()
            seen = door_of(page.html)
            assert seen == door_of(await page.reloaded())
            text = " ".join(seen)
            assert "did not answer the offer" in text and "invited as helper" in text
            assert any("Rita" in one and "in line since" in one for one in seen)


@pytest.mark.parametrize("who", ["Ana", "Gloria", "organizer"])
async def test_the_list_of_members_stays_as_a_reload_shows_it(app, address, who):
    async with a_cohort(app, "Ana", "Ben", "Cy") as cohort, signed_in_client(app, cohort.organizer) as desk:
        reader = Member(cohort.organizer, None, desk) if who == "organizer" else cohort.members[who]
        ben, cy = await cohort.seats("Ben", "Cy")
        async with open_page(address, reader, f"/cohorts/{cohort.id}/members") as page:
            before = members_of(page.html)
            di = await cohort.joins("Di")
            await seats.leave(ben.person, ben.seat, cohort.cohort)
            place = await queries.place(cohort.organizer, cohort.id)
            await seats.remove(place, await queries.member_at(place, cy.seat.id))
            await page.catches_up()
            seen = members_of(page.html)
            assert seen == members_of(await page.reloaded())
            assert seen != before
            assert any(di.person.name in line for line in seen)
            assert not any(gone.person.name in line for line in seen for gone in (ben, cy))
            addresses = [re.findall(r"mailto:", line) for line in seen]
            assert all(addresses) == (who != "Ana"), "a peer hears names only, also live"
