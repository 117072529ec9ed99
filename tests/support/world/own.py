"""What everybody has of their own: work, fees, claims, offers, sign-ins, a notice and a zip."""

from datetime import timedelta

from community import clock, db, files
from community.affiliates import actions as affiliates
from community.affiliates import queries as affiliate_queries
from community.catalogue.queries import Definition
from community.evidence import actions as evidence_actions
from community.evidence import queries as evidence
from community.evidence.scrub import actions as scrub
from community.evidence.scrub import queries as names
from community.fees import queries as fees
from community.fees.rules import State
from community.people.addresses import queries as addresses
from community.people.codes import actions as codes
from community.people.exports import queries as exports
from community.people.queries import Person
from community.people.sessions import actions as sessions
from community.review import desks as review_desks
from community.review.certifying import actions as certifying
from community.review.certifying import queries as certifications
from community.review.certifying.queries import Offered
from tests.support.artifacts import a_pdf, attaches
from tests.support.catalogue import a_definition
from tests.support.evidence import requirement_of, writes
from tests.support.roles import ISSUER, KEY, SECRETS, WAITING, Asker
from tests.support.world.ground import World


async def give_everybody(world: World) -> None:
    """A second sign-in, two drafts, a text of another device that waits beside them, and a notice."""
    for asker in world.askers.values():
        if asker.person is None:
            continue
        await sessions.begin(asker.person, "password", "another device")
        newest = await db.value("select max(id) from session where person_id = :id", id=asker.person.id)
        await writes(asker.person, world.definition, KEY, f"One plan of {asker.role}")
        await writes(asker.person, world.definition, KEY, f"Another plan, {SECRETS[asker.role]}")
        await _writes_beside(asker.person, world.definition, f"A plan of {asker.role} from the phone")
        file = await attaches(asker.person, world.definition, KEY, f"Five lessons {SECRETS[asker.role]}.pdf", a_pdf())
        await scrub.watch(asker.person, f"Watched {SECRETS[asker.role]}")
        (watched,) = await names.watched_names(asker.person)
        code = await codes.ask("address", f"{asker.role}.new@example.org", "en", person=asker.person)
        await affiliates.enrol(asker.person, world.here.local, clock.now().date().replace(month=1, day=1))
        seat = "select id from seat where cohort_id = :cohort_id and person_id = :person_id"
        seat_id = await db.value(seat, cohort_id=world.here.id, person_id=asker.person.id)
        paid, due = await _owes(asker.person, world)
        notice_id = await db.value(
            """
            insert into notice (person_id, kind, subject_id, at) values (:person_id, 'seat.invited', :seat_id, :at)
            returning id
            """,
            person_id=asker.person.id,
            seat_id=world.here.facilitator.seat.id,
            at=clock.now(),
        )
        asker.own |= await _at_the_affiliate(world, asker.person)
        asker.own |= await _at_the_issuer(world, asker)
        asker.own |= {"file": file.number, "page": 1}
        asker.own |= {"session_id": newest, "address_code": code, "notice_id": notice_id}
        asker.own |= {"fee": due, "paid": paid, "name_id": watched.id}
        asker.own |= {"own_seat_id": seat_id} if seat_id else {}
        asker.own |= {"export_id": await their_data(asker.person)}


async def their_data(person: Person) -> int:
    """A zip of it that is there."""
    export_id, file, at = await exports.ask(person, clock.now()), files.draw(), clock.now()
    await exports.begin_by_id(export_id, file, 1)
    await exports.finish_by_id(export_id, file, 1, at, at + timedelta(days=7))
    return export_id


async def _at_the_affiliate(world: World, person: Person) -> dict[str, int]:
    """A claim that waits and a desk that is offered, both at the local of here; and a second address."""
    local, at = world.here.local, clock.now()
    desk = await affiliate_queries.desk(world.here.organizer, local.id)
    async with db.transaction():
        second = f"second.{person.email}"
        await addresses.add_address(person, second, at)
        found = {one.address: one.id for one in await addresses.addresses(person)}
    return {
        "address_id": found[second],
        "claim_id": await affiliate_queries.add_claim(person, local.id, "", person.name.split()[-1], "", at),
        "offer_id": await affiliate_queries.add_offer(
            desk, "building_representative", person.email, at, at + timedelta(days=30)
        ),
    }


async def _at_the_issuer(world: World, asker: Asker) -> dict[str, int]:
    """One is asked to review what is learned here; who does already, another one."""
    vera, person = world.askers["approver"].person, asker.person
    desk, definition = await review_desks.desk(vera, ISSUER, "approver"), world.definition
    if asker.role == "reviewer":
        await certifying.ask(desk, _offered(definition), person.email, "expert", "Judges with care", None, "en")
        await certifying.take(person, (await certifications.offers(person))[0].id)
        await certifying.calibrated(person, definition.micro_credential_id)
        definition = await a_definition("FAM-02")
    await certifying.ask(desk, _offered(definition), person.email, "expert", "Judges with care", None, "en")
    return {"certification_id": (await certifications.offers(person))[0].id}


def _offered(definition: Definition) -> Offered:
    return Offered(definition.micro_credential_id, definition.code, definition.title)


async def _owes(person: Person, world: World) -> tuple[str, str]:
    """The numbers of two fees: one was paid and a Start used it, one is due. Both go through the local here."""
    terms = await fees.public_terms(world.definition.micro_credential_id)
    kept = []
    for is_paid in (True, False):
        fee_id = await fees.add_fee(person, terms, world.here.local.id, clock.now())
        fee = (await fees.fees_by_id([fee_id]))[fee_id]
        kept.append(fee.number)
        if is_paid:
            assert await fees.move_by_id(fee, State.PAID, clock.now(), None, how="desk")
            await db.run("update fee set used = true where id = :id", id=fee_id)
    return kept[0], kept[1]


async def _writes_beside(person: Person, definition: Definition, text: str) -> None:
    requirement = await requirement_of(definition, KEY)
    await evidence_actions.draft(person, definition, requirement, text, based_on=1, device="phone", writer="phone")
    work = await evidence.work(person, definition.code, KEY)
    assert [one.number for one in await evidence.conflicts(person, work)] == [WAITING]
