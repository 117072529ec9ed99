"""What lies at the desks of an affiliate, an issuer and the platform."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

from community import clock, db
from community.affiliates import actions as affiliates
from community.affiliates import queries as affiliate_queries
from community.affiliates.lines import pieces
from community.affiliates.rosters import actions as rosters
from community.affiliates.rosters import linking
from community.catalogue.credit.desk import actions as credit_desk
from community.cohorts import queries as cohorts
from community.cohorts.settings import actions as cohort_settings
from community.fees import queries as fees
from community.fees.vouchers import actions as vouchers
from community.finding.asking import actions as asking
from community.finding.gathering import actions as gathering
from community.support.desk import actions as support_answers
from community.support.desk import queries as support_desk
from community.support.rules import Route as Desk
from community.support.tickets import actions as tickets
from community.support.tickets import queries as asked_tickets
from tests.support.cohorts import Made
from tests.support.people import make_person
from tests.support.roles import ISSUER
from tests.support.world.ground import World


async def ids_at_the_desk(here: Made) -> dict[str, Any]:
    """A line of the roster that is somebody's, somebody's desk, and a roster that was looked at."""
    local, desk = here.local, await affiliate_queries.desk(here.organizer, here.local.id)
    await rosters.import_roster(local, pieces("number,last name,first name\nR-1,Roster,Rita\n"))
    rita, bea = await make_person("Rita Roster"), await make_person("Bea Building")
    row = await affiliate_queries.row_for(desk, "R-1")
    async with db.transaction():
        await linking.one(row.id, rita.id, "number")
    held = await affiliates.give_desk(bea, "building_representative", local)
    text = "number,last name\n77,Ruiz\n"
    seen = await rosters.look(desk, pieces(text))
    rule = {"place_kind": "district", "place": "Cedar District", "gives": "Ten hours", "applies_to": ["teacher"]}
    return {
        "rule_id": await credit_desk.add(desk, rule),
        "affiliate_id": local.id, "row_id": row.id, "desk_id": held.id, "roster": text, "roster_mark": seen.mark,
    }


async def give_a_voucher(world: World) -> None:
    desk = await affiliate_queries.desk(world.here.organizer, world.here.local.id)
    (number,) = await vouchers.make(desk, 1, 7500, 1000, clock.now().date() + timedelta(days=90), "Doors")
    (voucher,) = await fees.vouchers_at(desk)
    world.ids |= {"voucher_id": voucher.id}
    world.named |= {"voucher": number}
    at_the_issuer = await fees.issuer_desk(world.askers["editor"].person, ISSUER)
    await vouchers.make(at_the_issuer, 1, 7500, 1, clock.now().date() + timedelta(days=90), "Doors")
    (voucher,) = await fees.vouchers_at(at_the_issuer)
    world.named |= {"issued": voucher.id}


async def keep_a_template(world: World) -> dict[str, Any]:
    place = await cohorts.place(world.here.organizer, world.here.id)
    return {"template_id": await cohort_settings.keep_as_template(place, "Our winter")}


async def gather(world: World) -> dict[str, Any]:
    """A name that waits for its link, in a gathering where another one stands already."""
    local, definition = world.here.local, world.definition
    await gathering.confirm(await gathering.ask(local, definition, "Nils Holm", "nils@example.org", "en"))
    name = await gathering.ask(local, definition, "Nadia Roy", "nadia@example.org", "en")
    return {"name_link": gathering.link(name.id), "gathering_id": name.gathering_id}


async def ask(world: World) -> dict[str, Any]:
    """A question that waits for its link, and one that waits for its answer."""
    local = world.here.local
    visitor = await asking.ask(local, "Nadia Roy", "nadia@example.org", "en", "Who may come?", uuid4())
    waiting = await asking.add(world.here.facilitator.person, local, "When does the next cohort begin?", uuid4())
    return {"question_link": asking.link(visitor), "question_id": waiting}


async def ask_support(world: World) -> dict[str, Any]:
    """A ticket of the author's, a visitor's that is in the queue, and an answer that the desk keeps."""
    author, at_desk = (await world.here.seats("Ada")).person, world.askers["support"].person
    what = await tickets.carried(author, f"/cohorts/{world.here.id}/board")
    number = await tickets.add(author, Desk.CONTENT_SUPPORT, "What counts as a plan?", uuid4(), what, "0" * 16)
    visitor = "visiting@example.org", "en", Desk.TECHNICAL_ASSISTANCE
    await tickets.ask("Nadia Roy", *visitor, "The link in my mail is dead.", uuid4(), "/sign-in", "")
    waiting = await db.value("select id from ticket where person_id is null")
    await tickets.confirm((await asked_tickets.tickets_by_id([waiting]))[waiting])
    support = await support_desk.desk(at_desk)
    await support_answers.keep(support, Desk.CONTENT_SUPPORT, "Where rubrics stand", "On each page.", uuid4())
    (kept,) = await support_desk.canned(support)
    return {"ticket": number, "ticket_link": tickets.link(waiting), "canned_id": kept.id}
