"""Who stands how to the cohort here, and each one's browser."""

from contextlib import AsyncExitStack
from datetime import timedelta

from community import clock, db
from community.affiliates import actions as affiliates
from community.affiliates import queries as affiliate_queries
from community.cohorts import queries as cohorts
from community.cohorts.invitations import actions as inviting
from community.cohorts.invitations import letters
from community.cohorts.invitations import queries as invitations
from community.cohorts.seats import actions as seats
from community.people.queries import Person
from tests.support.cases import a_committee
from tests.support.cohorts import Made
from tests.support.discussion import says
from tests.support.people import make_person, signed_in_client
from tests.support.roles import ISSUER, Asker
from tests.support.servers import browser_like
from tests.support.world.ground import World


async def everybody(here: Made, there: Made, state) -> dict[str, Person]:
    place = await cohorts.place(here.organizer, here.id)
    left, removed = await here.seats("Lena", "Viktor")
    observer, helper = await here.seats("Obi", "Hana")
    for member, role in ((observer, "observer"), (helper, "helper")):
        await db.run("update seat set role = :role where id = :id", role=role, id=member.seat.id)
    aside = {"waiting": "Wes", "asking": "Rita", "paused": "Paul"}
    for role, name in aside.items():
        stands = {"waiting": "waitlisted", "asking": "requested"}.get(role, role)
        member, until = await here.seats(name), clock.now().date() + timedelta(days=20) if role == "paused" else None
        sql = "update seat set state = :state, returns_on = :until, asks = :asks where id = :id"
        asks = "May I come, too?" if role == "asking" else ""
        await db.run(sql, state=stands, until=until, asks=asks, id=member.seat.id)
    await says(left, "I said this before I left")
    await seats.leave(left.person, left.seat, here.cohort)
    await seats.remove(place, await cohorts.member_at(place, removed.seat.id))
    invited, second = await make_person("Ines Ortiz"), await make_person("Sam Lund")
    await seats.invite(place, invited, "facilitator")
    await seats.invite(place, second, "facilitator")  # so that the first may leave (R13)
    await seats.accept(second, here.id)
    above, editor, approver = [await make_person(name) for name in ("Abe Stone", "Edda Quill", "Vera Holm")]
    committee, *_others = await a_committee("Coleen Quorum", "Carl Second", "Cleo Third")
    issuer = await affiliate_queries.public_issuer(ISSUER)
    await affiliates.give_desk(editor, "catalogue_editor", issuer)
    await affiliates.give_desk(approver, "approver", issuer)
    await affiliates.give_desk(above, "organizer", state)
    desk = await make_person("Suda Desk")
    await affiliates.give_desk(desk, "support")
    administrator = await make_person("Ada Platt")
    await affiliates.give_desk(administrator, "administrator")
    return {role: here.members[name].person for role, name in aside.items()} | {
        "stranger": await make_person("Stan Weber"),
        "elsewhere": (await there.seats("Tess")).person,
        "left": left.person,
        "removed": removed.person,
        "invited": invited,
        "participant": (await here.seats("Ana")).person,
        "author": (await here.seats("Ada")).person,
        "observer": observer.person,
        "helper": helper.person,
        "facilitator": here.facilitator.person,
        "organizer": here.organizer,
        "above": above,
        "sibling": there.organizer,
        "editor": editor,
        "approver": approver,
        "reviewer": await make_person("Rolf Unknown"),
        "committee": committee,
        "support": desk,
        "administrator": administrator,
    }


async def invite_by_mail(world: World, person: Person) -> None:
    """The stranger's address has a letter, of two days ago."""
    place = await cohorts.place(world.here.organizer, world.here.id)
    await inviting.invite(place, [person.email], "participant")
    (letter,) = await invitations.pending(place, clock.now())
    earlier = clock.now() - timedelta(days=2)
    await db.run("update invitation set invited_at = :at, sent_at = :at where id = :id", at=earlier, id=letter.id)
    world.ids |= {"invitation_id": letter.id, "letter": letters.link(letter).rsplit("/", 1)[1]}


async def at_the_door(app, stack: AsyncExitStack, role: str, person: Person | None) -> Asker:
    way_in = browser_like(app) if person is None else signed_in_client(app, person)
    client = await stack.enter_async_context(way_in)
    page = (await client.get("/sign-in" if person is None else "/profile")).text
    return Asker(role, person, client, page.split('name="csrf" value="', 1)[1].split('"', 1)[0])
