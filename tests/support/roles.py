"""One person, with a browser, for each way of standing to a cohort; and what there is in it to ask for."""

from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import uuid4

import httpx2

from community import assets, clock, db, files, mail, numbers
from community.affiliates import actions as affiliates
from community.affiliates import queries as affiliate_queries
from community.affiliates.lines import pieces
from community.affiliates.rosters import actions as rosters
from community.affiliates.rosters import linking
from community.awards import standing
from community.awards.keys import queries as keys
from community.awards.rules import Reason as Revoked
from community.awards.showcase import actions as showcase
from community.awards.showcase import queries as showcases
from community.awards.showcase.actions import Composed
from community.awards.showcase.rules import Audience
from community.catalogue import queries as catalogue
from community.catalogue.credit.desk import actions as credit_desk
from community.catalogue.queries import Definition
from community.cohorts import queries as cohorts
from community.cohorts.invitations import actions as inviting
from community.cohorts.invitations import letters
from community.cohorts.invitations import queries as invitations
from community.cohorts.seats import actions as seats
from community.cohorts.settings import actions as cohort_settings
from community.discussion import actions as discussion
from community.discussion.asked import actions as outside
from community.discussion.attachments import actions as attachments
from community.discussion.quoting import actions as quoting
from community.discussion.quoting import rules as quotation_rules
from community.evidence import actions as evidence_actions
from community.evidence import queries as evidence
from community.evidence.extending import actions as extending
from community.evidence.scrub import actions as scrub
from community.evidence.scrub import queries as names
from community.feedback.flags import actions as flags
from community.feedback.notes import actions as notes
from community.feedback.notes.rules import WHOLE
from community.feedback.practice import actions as practice
from community.feedback.practice.drafts import drafts as practice_drafts
from community.feedback.readings import actions as readings
from community.feedback.readings import queries as given
from community.feedback.requests import actions as requesting
from community.feedback.requests import queries as requests
from community.feedback.requests.actions import Asking
from community.feedback.requests.rules import Asks
from community.feedback.thanking import actions as thanking
from community.feedback.thanking import queries as thanks
from community.feedback.willing import queries as willing
from community.fees import queries as fees
from community.fees.rules import State
from community.fees.vouchers import actions as vouchers
from community.finding.asking import actions as asking
from community.finding.gathering import actions as gathering
from community.meetings import actions as meetings
from community.meetings.calendars import actions as calendars
from community.meetings.calendars import queries as calendar_rows
from community.meetings.coming import actions as rsvps
from community.meetings.coming import links
from community.meetings.coming.rules import Answer
from community.meetings.pairs import actions as pairs
from community.moderation import actions as moderation
from community.moderation import queries as reports
from community.moderation.rules import Reason
from community.notifications.announcing import actions as announcing
from community.overview.letters import actions as several
from community.overview.letting import actions as letting
from community.overview.letting import queries as askings
from community.people.accounts import actions as accounts
from community.people.addresses import queries as addresses
from community.people.codes import actions as codes
from community.people.codes.queries import Code
from community.people.exports import queries as exports
from community.people.queries import Person
from community.people.sessions import actions as sessions
from community.review import desks as review_desks
from community.review import entering
from community.review.calibrating import actions as calibrating
from community.review.certifying import actions as certifying
from community.review.certifying import queries as certifications
from community.review.certifying.queries import Offered
from community.review.claims import actions as claiming
from community.review.judging import actions as judging
from community.review.judging import bank
from community.submissions import queries as submissions
from community.submissions import rules as attempts
from community.submissions.expecting.rules import Target, expected
from community.submissions.opening import actions as opening
from community.submissions.queries import FrozenFile, FrozenWork
from community.submissions.rules import Promise, Remark, Verdict
from community.support.desk import actions as support_answers
from community.support.desk import queries as support_desk
from community.support.rules import Route as Desk
from community.support.tickets import actions as tickets
from community.support.tickets import queries as asked_tickets
from tests.support.artifacts import a_pdf, artifacts_of, attaches
from tests.support.awards import signed_award
from tests.support.cases import a_case_about, a_committee, is_voting
from tests.support.catalogue import a_definition
from tests.support.cohorts import Made, a_cohort, a_local
from tests.support.discussion import brought, files_looked_at, says, the_channel, writes_to
from tests.support.evidence import requirement_of, writes
from tests.support.factors import has_a_factor
from tests.support.meetings import meets
from tests.support.people import PASSWORD, make_person, signed_in_client
from tests.support.reviewing import a_set
from tests.support.servers import browser_like

ROLES = {
    "visitor": "not signed in",
    "stranger": "signed in, sits nowhere",
    "elsewhere": "participant in a cohort of another local",
    "left": "sat here and gave the seat back",
    "removed": "sat here and was removed",
    "invited": "asked to facilitate here, not answered yet",
    "participant": "sits here",
    "author": "sits here; the message in question is hers",
    "observer": "sits here to look on",
    "helper": "sits here to help",
    "facilitator": "leads here",
    "organizer": "of this cohort's local",
    "above": "organizer of its state",
    "sibling": "organizer of another local of the same state",
}
# Who has to do with it without sitting there: told what those are told who left, but where the table says otherwise.
ASIDE = {
    "waiting": "stands in line here",
    "asking": "has asked for a seat here",
    "paused": "sat here, is away for a while",
    "editor": "edits the catalogue of the issuer of what is learned here",
    "approver": "approves for that issuer, and keeps the register of its reviewers",
    "reviewer": "reviews what is learned here, knows nobody, and reads the author's attempt",
    "committee": "sits on that issuer's committee, which votes on a case about the author",
}
# Who has to do with nobody here: told what a stranger is told, but where the table says otherwise.
DESKS = {"support": "sits at the support desk", "administrator": "administrates the platform"}
EVERYBODY = ROLES | ASIDE | DESKS
KEY = "talk_plan"
ISSUER = "hazelbrook-institute"
SECRETS = {role: f"secret{uuid4().hex[:8]}" for role in EVERYBODY}  # in each one's draft: nobody else reads it (R64)
WAITING = 3  # the number of everybody's text that waits beside the draft


@dataclass
class Asker:
    """Somebody at the door. `own`: the numbers and codes that are this person's alone."""

    role: str
    person: Person | None
    client: httpx2.AsyncClient
    csrf: str
    own: dict[str, Any] = field(default_factory=dict)

    async def gets(self, path: str, **headers: str) -> httpx2.Response:
        return await self.client.get(path, headers=headers)

    async def posts(self, path: str, fields: dict[str, Any] | None = None, **headers: str) -> httpx2.Response:
        """With the form token of this person's own pages, so that a refusal is about permission; files as triples."""
        files = {name: value for name, value in (fields or {}).items() if isinstance(value, tuple)}
        typed = {name: value for name, value in (fields or {}).items() if name not in files}
        return await self.client.post(path, data={"csrf": self.csrf} | typed, files=files or None, headers=headers)


class World:
    """Two cohorts of two locals of one state: `here`, which everybody asks about, and `there`, of the sibling."""

    def __init__(self, here: Made, there: Made, definition: Definition) -> None:
        self.here, self.there, self.definition = here, there, definition
        self.askers: dict[str, Asker] = {}
        self.ids: dict[str, Any] = {}  # what stands in the places of an address, of what is here
        self.other: dict[str, Any] = {}  # the same of what is there
        self.named: dict[str, Any] = {}  # further ones, which a row of the table calls by name
        self.codes: dict[str, Code] = {}  # by purpose; a new address's is the asker's own


@asynccontextmanager
async def undone():
    """What is done inside is taken back at the end: the next one asks the same world."""

    class Back(Exception):
        pass

    with suppress(Back):
        async with db.transaction():
            yield
            raise Back


@asynccontextmanager
async def a_world(app):
    """All roles at the doors of `app`."""
    async with AsyncExitStack() as stack:
        local = await a_local("Cedar Valley Education Association")
        state = (await affiliate_queries.affiliates_by_id([local.parent_id]))[local.parent_id]
        beside = await a_local("Elk Ridge Teachers", under=state)
        here = await stack.enter_async_context(a_cohort(app, "Pia", "Ana", local=local))
        there = await stack.enter_async_context(a_cohort(app, "Tess", local=beside))
        world = World(here, there, await catalogue.public_definition(here.cohort.code))
        people = await _people(here, there, state)
        await _say_something(world, people)
        await _meet(world)
        await _invite_by_mail(world, people["stranger"])
        for role in EVERYBODY:
            world.askers[role] = await _asker(app, stack, role, people.get(role))
        world.ids |= await _ids_at_the_desk(here)  # before anybody claims anything: a roster answers claims
        await _give_everybody_something_of_their_own(world)
        await _quote(world)
        await _give_a_voucher(world)
        await _note_the_ids(world, people)
        await _ask_for_feedback(world)
        await _practise(world)
        yield world


# --- who they are ---


async def _people(here: Made, there: Made, state) -> dict[str, Person]:
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


async def _invite_by_mail(world: World, person: Person) -> None:
    """The stranger's address has a letter, of two days ago."""
    place = await cohorts.place(world.here.organizer, world.here.id)
    await inviting.invite(place, [person.email], "participant")
    (letter,) = await invitations.pending(place, clock.now())
    earlier = clock.now() - timedelta(days=2)
    await db.run("update invitation set invited_at = :at, sent_at = :at where id = :id", at=earlier, id=letter.id)
    world.ids |= {"invitation_id": letter.id, "letter": letters.link(letter).rsplit("/", 1)[1]}


async def _asker(app, stack: AsyncExitStack, role: str, person: Person | None) -> Asker:
    way_in = browser_like(app) if person is None else signed_in_client(app, person)
    client = await stack.enter_async_context(way_in)
    page = (await client.get("/sign-in" if person is None else "/profile")).text
    return Asker(role, person, client, page.split('name="csrf" value="', 1)[1].split('"', 1)[0])


# --- what there is ---


async def _say_something(world: World, people: dict[str, Person]) -> None:
    author = await world.here.seats("Ada")
    plan = await brought("A plan of glass.pdf", a_pdf())
    message = await says(author, "What I say, under a roof of glass", files=[plan])
    await files_looked_at()
    deleted = await says(author, "What I took back")
    await says(world.here.facilitator, "An answer", thread=message)
    await says(world.here.facilitator, "Read this first", spot="announcements")
    await says(author, "About the plan", spot=f"of-{KEY}")
    seat = world.here.facilitator.seat
    await discussion.delete(author.seat, world.here.cohort, deleted)
    topic = await discussion.make_channel(seat, world.here.cohort, "Questions of all kinds")
    tess = await world.there.seats("Tess")
    theirs = await says(tess, "Said over there")
    world.ids |= {"message_id": message.id, "channel_id": topic.id}
    world.other |= {"message_id": theirs.id, "channel_id": theirs.channel_id}
    told = await writes_to(author, await world.here.seats("Ana"), "Only for you")
    ana = await world.here.seats("Ana")
    await moderation.report(ana.seat, message, Reason.OTHER, "It is too long")
    (report,) = await reports.reports(seat)
    world.ids["report_id"] = report.id
    (file,) = message.attachments
    world.ids["attachment"] = file.number
    coming = await attachments.create(author.seat, "On its way.pdf", 9_000_000, uuid4())
    world.ids["coming"] = coming.number
    await _ask_from_outside(world, people["invited"])
    world.named |= {"two": told.channel_id, "told": told.id}
    world.named |= {"deleted": deleted.id, "said_in": message.channel_id, "announcements": "announcements"}


async def _ask_from_outside(world: World, person: Person) -> None:
    """Who has no seat yet asks from the public page, and is answered with a file."""
    thread = await outside.ask(person, world.here.cohort, "Is there room for a beginner?", uuid4())
    words = await brought("What to expect.pdf", a_pdf())
    answer = await says(world.here.facilitator, "There is.", spot=str(thread), files=[words])
    await files_looked_at()
    world.ids["asked_id"] = thread
    world.named |= {"answered": answer.id, "expect": answer.attachments[0].number}


async def _quote(world: World) -> None:
    """The author asks about a passage of her draft."""
    ada, cohort = await world.here.seats("Ada"), world.here.cohort
    passage = quotation_rules.passage(f"Another plan, {SECRETS['author']}", "Another plan")
    work = await evidence.work(ada.person, world.definition.code, KEY)
    number = await quoting.mark(ada.person, ada.seat, cohort, work, KEY, passage)
    channel = await the_channel(ada, f"of-{KEY}")
    message = await discussion.post(ada.seat, cohort, channel, "Clear?", uuid4(), quotation=number)
    world.named["quoting"] = message.id


async def _meet(world: World) -> None:
    """In each cohort a meeting that is still to come, here with a pair; here also one that was cancelled."""
    facilitator, ada = world.here.facilitator, await world.here.seats("Ada")
    swap = await meets(facilitator, "Artifact swap", days=10)
    await rsvps.answer(ada.seat, world.here.cohort, swap, Answer.COMES)
    link = links.link(ada.person.id, swap.id).rsplit("/", 1)[1]
    await calendars.renew(ada.person)
    world.ids["calendar_secret"] = (await calendar_rows.address(ada.person)).secret
    world.ids |= {"meeting_id": swap.id, "meeting_link": link}
    world.other["meeting_id"] = (await meets(world.there.facilitator, "Over there", days=10)).id
    cancelled = await meets(facilitator, "Put off", days=12)
    await meetings.cancel(await cohorts.place(facilitator.person, world.here.id), cancelled)
    world.named["cancelled"] = cancelled.id
    for made, ids in ((world.here, world.ids), (world.there, world.other)):
        goes_at = clock.now() + timedelta(days=20)
        ids["letter_id"] = await several.plan(made.facilitator.seat, "How does it go?", goes_at, (), uuid4())
    here = await cohorts.place(facilitator.person, world.here.id)
    two = frozenset(one.seat.id for one in await world.here.seats("Ana", "Pia"))
    await pairs.agree(here, facilitator.seat, swap, [two], 0)


async def _give_everybody_something_of_their_own(world: World) -> None:
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
        asker.own |= {"export_id": await _their_data(asker.person)}


async def _their_data(person: Person) -> int:
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


async def _give_a_voucher(world: World) -> None:
    desk = await affiliate_queries.desk(world.here.organizer, world.here.local.id)
    (number,) = await vouchers.make(desk, 1, 7500, 1000, clock.now().date() + timedelta(days=90), "Doors")
    (voucher,) = await fees.vouchers_at(desk)
    world.ids |= {"voucher_id": voucher.id}
    world.named |= {"voucher": number}
    at_the_issuer = await fees.issuer_desk(world.askers["editor"].person, ISSUER)
    await vouchers.make(at_the_issuer, 1, 7500, 1, clock.now().date() + timedelta(days=90), "Doors")
    (voucher,) = await fees.vouchers_at(at_the_issuer)
    world.named |= {"issued": voucher.id}


async def _writes_beside(person: Person, definition: Definition, text: str) -> None:
    requirement = await requirement_of(definition, KEY)
    await evidence_actions.draft(person, definition, requirement, text, based_on=1, device="phone", writer="phone")
    work = await evidence.work(person, definition.code, KEY)
    assert [one.number for one in await evidence.conflicts(person, work)] == [WAITING]


async def _gather(world: World) -> dict[str, Any]:
    """A name that waits for its link, in a gathering where another one stands already."""
    local, definition = world.here.local, world.definition
    await gathering.confirm(await gathering.ask(local, definition, "Nils Holm", "nils@example.org", "en"))
    name = await gathering.ask(local, definition, "Nadia Roy", "nadia@example.org", "en")
    return {"name_link": gathering.link(name.id), "gathering_id": name.gathering_id}


async def _ask(world: World) -> dict[str, Any]:
    """A question that waits for its link, and one that waits for its answer."""
    local = world.here.local
    visitor = await asking.ask(local, "Nadia Roy", "nadia@example.org", "en", "Who may come?", uuid4())
    waiting = await asking.add(world.here.facilitator.person, local, "When does the next cohort begin?", uuid4())
    return {"question_link": asking.link(visitor), "question_id": waiting}


async def _ask_support(world: World) -> dict[str, Any]:
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


async def _ask_for_feedback(world: World) -> None:
    """Ada asks the cohort, and Ana reads; Ada has asked before, and Ana has read; of a third one she asks Hana only."""
    ada, ana, hana = await world.here.seats("Ada", "Ana", "Hana")
    code, until, numbers = world.definition.code, clock.now().date() + timedelta(days=7), {}
    asked = {"open": ("talk_record", Asks.COHORT), "closed": ("demand", Asks.COHORT)}
    asked["named"] = ("structures", Asks.NAMED)
    for name, (key, asks) in asked.items():
        await writes(ada.person, world.definition, key, "Who speaks, and with whom.\nWhy so.")
        by_name = (hana.person.id,) if asks is Asks.NAMED else ()
        form = Asking("Is it clear?", "", "free", 3, until, asks, by_name, asks_outlook=name == "open")
        numbers[name] = await requesting.ask(ada.person, ada.seat, code, key, form)
    for name in ("open", "closed"):
        request = await requests.request(ana.person, numbers[name])
        await readings.take(ana.person, ana.seat, request)
        mine = await given.given(ana.person, request)
        numbers[f"note of {name}"] = await notes.pin(ana.person, mine, "Who speaks", "warm", "I see it", WHOLE)
    file = await attaches(ada.person, world.definition, "talk_record", "Two talks.pdf", a_pdf())
    await db.run("update upload set state = 'ready' where id = :id", id=file.id)
    request = await requests.request(hana.person, numbers["open"])
    await readings.take(hana.person, hana.seat, request)
    hers = await given.given(hana.person, request)
    sent = await notes.pin(hana.person, hers, "Who speaks", "question", "And why?", WHOLE)
    await readings.send(hana.person, request, hers)
    guide = world.here.facilitator.seat
    await willing.add_pair(guide, guide.id, hana.seat.id, clock.now())
    pair = (await willing.own_pairs(guide))[0]
    flag_id = await flags.raise_flag(ada.person, request, hers, sent, "It is about me, not my draft")
    world.ids |= {"flag_id": flag_id}
    world.ids |= {"given_id": hers.id, "shared": file.number, "pair_id": pair.id}
    world.named |= {"sent_note": sent, "asked_work": request.work_id}
    await db.run(
        "update feedback_request set opened_at = :then, until_at = :at where id = :id",
        id=numbers["closed"], at=clock.now(), then=clock.now() - timedelta(days=7),
    )
    world.ids |= {"request_id": numbers["open"], "note_id": numbers["note of open"]}
    world.named |= {"closed": numbers["closed"], "named": numbers["named"]}


async def _practise(world: World) -> None:
    """Everybody has pinned notes to an invented draft; the author has compared another one."""
    await a_definition("FA-01")
    await a_definition("PS-01")
    begun, compared = practice_drafts()["exit-tickets"], practice_drafts()["primary-sources"]
    ada = world.askers["author"].person
    for kind in ("warm", "question", "cool"):
        for asker in filter(lambda one: one.person, world.askers.values()):
            await practice.pin(asker.person, begun, kind, "My remark here", WHOLE)
        await practice.pin(ada, compared, kind, "My remark there", WHOLE)
    await practice.compare(ada, compared, {"comparison": {"view": "nearly", "missing": "A second moment"}})
    world.ids |= {"draft": begun.key, "help_page": "take_back"}
    world.named |= {"compared": compared.key}


async def _keep_a_template(world: World) -> dict[str, Any]:
    place = await cohorts.place(world.here.organizer, world.here.id)
    return {"template_id": await cohort_settings.keep_as_template(place, "Our winter")}


async def _ask_to_be_let_in(world: World) -> dict[str, Any]:
    """The facilitator has asked the author, who lets her in; Pia has begun, and is asked at the doors."""
    leader, key = world.here.facilitator.seat, KEY
    ada, pia = await world.here.seats("Ada", "Pia")
    await writes(pia.person, world.definition, key, "A plan of Pia")
    await letting.ask(leader, world.here.cohort, ada.seat.id, key, "May I read it?", uuid4())
    (asking,) = await askings.askings(ada.person)
    for finding in await letting.to_answer(ada.person, asking):
        await scrub.answer(ada.person, await evidence.work(ada.person, asking.code, key), finding.key)
    await letting.let_in(ada.person, asking, asking.today + timedelta(days=3))
    world.named["lets"] = ada.seat.id
    return {"asking_id": asking.id}


async def _calibrate(world: World) -> dict[str, Any]:
    """The approver is named herself, at her second address, and has begun to read a set that she made."""
    vera = world.askers["approver"].person
    desk = await review_desks.desk(vera, ISSUER, "approver")
    one = Offered(world.definition.micro_credential_id, world.definition.code, world.definition.title)
    await certifying.ask(desk, one, f"second.{vera.email}", "expert", "Wrote the rubric", None, "en")
    offer = (await certifications.offers(vera))[-1]
    await certifying.take(vera, offer.id)
    set_id = await a_set(desk, world.definition)
    world.named["trained"] = offer.id
    return {"set_id": set_id, "reading_id": await calibrating.begin(vera, offer, set_id)}


async def _submit(world: World) -> dict[str, Any]:
    """An attempt of the author's, just now, with its result, in a window that has ended since."""
    ada, at = (await world.here.seats("Ada")).person, clock.now()
    application_id, submission_id, file = await _frozen(world, ada, "A plan")
    await submissions.end_by_id(submission_id, attempts.State.NOT_YET, at)
    remark = Remark(1, "not_yet", "A plan for everybody.", "Say who needs what.")
    found = Verdict(KEY, "two_voices", False, "not_yet", remarks=(remark,))
    await submissions.add_verdicts_by_id(submission_id, [found])
    await submissions.told_by_id(submission_id, at)
    ended = "update application set state = 'expired', expires_at = :ended, ended_at = :ended where id = :id"
    await db.run(ended, id=application_id, ended=at - timedelta(days=1))
    made = (await submissions.submissions_by_id([submission_id]))[submission_id]
    ana, seat = (await world.here.seats("Ana")).person, (await world.here.seats("Ada")).seat
    to = (ana.id, world.here.facilitator.person.id)
    opened = await opening.open_to(ada, seat, made, [(KEY, "two_voices")], to, at.date() + timedelta(days=9))
    return {"submission": made.number, "frozen": file, "opened_id": opened}


async def _ask_for_time(world: World) -> dict[str, Any]:
    """Pia's window is open, and she asks for more of it."""
    pia, at = world.here.members["Pia"].person, clock.now()
    window = await evidence.add_application(
        pia, world.definition.micro_credential_id, world.definition.id, at - timedelta(days=90), at + timedelta(days=90)
    )
    await extending.ask(pia, window, "I was ill")
    return {"application_id": window.id}


async def _frozen(world: World, person: Person, text: str) -> tuple[int, int, str]:
    """An attempt of one text and one file: application, submission, the file's number. Its pages are the author's."""
    ada, at = (await world.here.seats("Ada")).person, clock.now()
    application = await evidence.add_application(
        person, world.definition.micro_credential_id, world.definition.id, at - timedelta(days=9), None
    )
    submission_id = await submissions.add(person, application, sorted(Promise), at, expected(at, "UTC", Target()))
    await submissions.add_works(person, submission_id, [FrozenWork(KEY, 1, text, 2, "0" * 64)])
    digest, at_rest = "0" * 64, "aa/" + "0" * 30
    file = FrozenFile(0, numbers.draw(), submission_id, KEY, 1, "talk-plan-1.pdf", "pdf", "application/pdf", 0,
                      digest, digest, at_rest, "", False)  # fmt: skip
    (whole, *_rest) = await artifacts_of(ada, world.definition)
    await submissions.add_files(person, submission_id, [file], [whole.id])
    return application.id, submission_id, file.number


async def _review(world: World) -> dict[str, Any]:
    """The reviewer reads an attempt of somebody who is nowhere here, and has looked whether all is there."""
    rolf, author = world.askers["reviewer"].person, await make_person("Ulla Farthing")
    elsewhere = "update membership set affiliate_id = :local where person_id = :id"  # or he were kept from it (R52)
    await db.run(elsewhere, local=(await a_local("Far Away Educators")).id, id=rolf.id)
    _application, submission_id, file = await _frozen(world, author, "https://example.org/a-plan")
    made = (await submissions.submissions_by_id([submission_id]))[submission_id]
    claim = await claiming.claim(rolf, await entering.review_desk(rolf), made.number)
    await judging.check(rolf, claim, [])
    await bank.keep(rolf, "Say where to begin")
    return {"attempt": made.number, "evidence": file, "link": 1, "comment_id": (await bank.kept(rolf))[0].id}


async def _earn(world: World) -> dict[str, Any]:
    """The author's award, signed and not published; and what its issuer signs with."""
    ada = (await world.here.seats("Ada")).person
    award = await signed_award(ada, world.definition)
    await showcase.compose(ada, Composed(Audience.LINK, False, "What I earned", (award.number,)))
    pia = world.here.members["Pia"].person
    await showcase.compose(pia, Composed(Audience.PUBLIC, True, "What I do", ()))
    (key,) = await keys.public_keys(award.issuer_slug)
    hana = world.here.members["Hana"].person
    await thanking.send(ada, award, {hana.id}, "You asked who still was not talking")
    (letter,) = await thanks.letters(hana)
    shown = {"secret": (await showcases.showcase(ada)).secret, "showcase": (await showcases.showcase(pia)).number}
    shown |= {"thanks": letter.number}
    return shown | {"award": award.number, "signing_key": key.name, "list": award.list_number, "version": award.version}


async def _case(world: World) -> dict[str, Any]:
    """A case about one award of the author's, in which the committee votes; another award of hers is revoked."""
    ada, vera = (await world.here.seats("Ada")).person, world.askers["approver"].person
    elsewhere = "update membership set affiliate_id = :local where person_id = :id"  # or she did not vote (R52)
    far = await a_local("Further Away Educators")
    await db.run(elsewhere, local=far.id, id=world.askers["committee"].person.id)
    case = await a_case_about(await review_desks.desk(vera, ISSUER, "approver"), await _awarded(ada, "FAM-02"))
    revoked = await _awarded(ada, "PAR-06")
    await standing.revoke(revoked.number, Revoked.NOT_OWN, clock.now())
    world.named["revoked"] = revoked.number
    await is_voting(case)
    return {"case": case.number, "case_kind": "award"}


async def _awarded(person: Person, code: str):
    return await signed_award(person, await a_definition(code))


async def _note_the_ids(world: World, people: dict[str, Person]) -> None:
    here, there = world.here, world.there
    pia, tess = await here.seats("Pia"), await there.seats("Tess")
    letter = mail.Mail(to="somebody@example.org", subject="Hello", text="Hello", html="<p>Hello</p>", key="doors")
    await mail.send(letter)
    mark = assets.asset("roundtable.css").split("/")[2]
    state = (await affiliate_queries.affiliates_by_id([here.local.parent_id]))[here.local.parent_id]
    world.ids |= {
        "person_id": pia.person.id,
        "cohort_id": here.id, "seat_id": pia.seat.id, "kind": "general", "key": KEY, "code": world.definition.code,
        "join_code": here.cohort.spoken_code,
        "stack": "EL", "group": here.cohort.slug, "affiliate": here.local.slug, "state": state.slug,
        "item": "read_it_all",
        "issuer": ISSUER,
        "language": "es",
        "number": 1, "other": 2, "name": mail.kept()[0].name, "mark": mark, "path": "roundtable.css",
    }
    world.ids |= await _ask_support(world)
    world.ids |= await _gather(world) | await _ask(world) | await _keep_a_template(world)
    world.ids |= await _ask_for_time(world)
    world.ids |= await _ask_to_be_let_in(world) | await _submit(world) | await _review(world)
    world.ids |= await _earn(world) | await _calibrate(world)
    world.ids |= await _case(world)
    ana = world.askers["participant"].own
    factored = await make_person("Fay Factor")
    await has_a_factor(factored)
    world.named["factored"] = factored.email
    held = await affiliate_queries.desks(world.askers["administrator"].person)
    told = await announcing.announce(held[0], "news", "A word to all", None, clock.now() + timedelta(days=3))
    world.ids |= {"note_id": told, "kept": "invitations"}
    await _their_data(pia.person)
    world.ids |= {"fee_number": ana["fee"]}
    world.other |= {"cohort_id": there.id, "seat_id": tess.seat.id}
    former = "select id from seat where cohort_id = :cohort_id and person_id = :person_id"
    world.named |= {
        "reflection": "reflection",
        "former": await db.value(former, cohort_id=here.id, person_id=people["left"].id),
        "leader": here.facilitator.seat.id,
        "asked": here.members["Rita"].seat.id,
        "by_data": "publish",
        "theirs": (await exports.export(pia.person)).id,
    }
    for purpose in ("sign_in", "password"):
        world.codes[purpose] = await codes.ask(purpose, people["stranger"].email, "en")
    world.codes["sign_up"] = await accounts.sign_up(
        "New Comer", "new.comer@example.org", PASSWORD, "UTC", "en", "/", "another visit"
    )


async def _ids_at_the_desk(here: Made) -> dict[str, Any]:
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
