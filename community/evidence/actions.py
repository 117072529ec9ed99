"""What happens to work: it is drafted, made ready, taken up again; and Start, which opens an application."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from community import clock, db
from community.catalogue import queries as catalogue
from community.catalogue.queries import Predecessor
from community.cohorts.queries import Seat
from community.cohorts.seats import actions as seats
from community.errors import Conflict, Invalid, NotFound, permit
from community.events import record
from community.evidence import queries, rules
from community.evidence.queries import Application, Place, Work
from community.evidence.rules import MOVES, Bar, Mover, State
from community.fees import actions as fees
from community.fees.queries import Fee
from community.fees.rules import Cost
from community.pages import _
from community.people.queries import Person

THIN_AFTER = timedelta(hours=24)
LONGEST = 200_000  # characters of one draft, as the table has it


@dataclass(frozen=True)
class Moved:
    """Detail of `work.moved`: from where to where, and which cell of its topic's board that is."""

    was: str
    became: str
    seat_id: int | None
    requirement_key: str


@dataclass(frozen=True)
class Started:
    """Detail of `application.started`; `expires_at` None where the issuer sets no end."""

    seat_id: int | None
    expires_at: datetime | None


@dataclass(frozen=True)
class Shown:
    """Detail of `work.shown`: one cell that colleagues see otherwise from now on."""

    requirement_key: str


# --- what colleagues see ---


async def show(seat: Seat, requirements: Iterable[Any], shows: str) -> None:
    """Choose what colleagues see of one's states: one event for each cell that this changes (habit 11)."""
    async with db.transaction():
        await seats.show(seat, shows)
        if seat.shows != shows:
            for key in [*(requirement.key for requirement in requirements), ""]:
                record("work.shown", seat.cohort_topic, about=seat.id, by=seat.person_id, detail=Shown(key))


# --- drafts ---


async def draft(
    person: Person, definition: Any, requirement: Any, text: str, based_on: int, device: str = "", writer: str = ""
) -> Work:
    """Save this text as the draft for the requirement, written upon revision `based_on`; the work as it then stands.

    If another page saved in between, its text stays the draft and this one is kept beside it, for the author to
    choose (R28; `queries.conflicts`). `writer` is one open page: what it saved itself never stands in its own way.
    """
    text = _plain(text)
    if not text.strip() and not (await queries.work(person, definition.code, requirement.key)).id:
        return queries.blank(person.id, definition.micro_credential_id, requirement.key)
    async with db.transaction():
        at = clock.now()
        work = await queries.lock_work(person, definition.micro_credential_id, requirement.key, at)
        if work.state is State.MET and text != work.text:
            raise Invalid({"text": stays_met()}, {"text": text})
        beside = any(revision.number == based_on for revision in await queries.conflicts(person, work))
        beside = beside or rules.overwrites(based_on, writer, await queries.written_since(person, work, based_on))
        nothing_new = text == work.text or (beside and await queries.was_written(person, work, text, based_on))
        if not nothing_new:
            number = await queries.add_revision(person, work, text, based_on, device, writer, beside, at)
            if beside:
                await queries.settle(person, work, based_on, kept=False)  # one that waited: this text goes on from it
                await queries.keep(person, work, work.revision)
            else:
                await _make_draft(person, work, text, number, at)
    return await queries.work(person, definition.code, requirement.key)


async def choose(person: Person, work: Work, number: int, text: str, device: str = "") -> None:
    """Its author has seen the draft, `work`, and the text with this number beside it: from now on `text` is the draft.

    Both are kept. Raises Conflict if the draft has changed since, NotFound if nothing with this number waits.
    """
    text = _plain(text)
    async with db.transaction():
        at = clock.now()
        now = await queries.lock_work(person, work.micro_credential_id, work.requirement_key, at)
        if not any(revision.number == number for revision in await queries.conflicts(person, now)):
            raise NotFound
        if now.revision != work.revision:
            raise Conflict(_("The other text has changed since. Look at both again, nothing is lost."))
        if now.state is State.MET and text != now.text:
            raise Conflict(stays_met())
        await queries.settle(person, now, number, kept=True)
        await queries.keep(person, now, now.revision)
        if text != now.text:
            newest = await queries.add_revision(person, now, text, number, device, "", False, at)
            await _make_draft(person, now, text, newest, at)


async def thin_revisions(_payload: dict) -> None:
    """All that was saved in the last 24 hours stays, of the older ones one per ten minutes (a job)."""
    while await queries.thin_by_id(clock.now() - THIN_AFTER, 5000) == 5000:
        pass


async def _make_draft(person: Person, work: Work, text: str, number: int, at: datetime) -> None:
    await queries.make_draft(person, work, text, number, at)
    name = rules.move_of_edit(work.state)
    if name:
        await move(person, work, name)


def _plain(text: str) -> str:
    plain = text.replace("\r\n", "\n")
    if len(plain) > LONGEST:
        raise Invalid(
            {"text": _("This is longer than one text may be. Take a part of it into a file of its own.")},
            {"text": text},
        )
    return plain


# --- moves ---


async def ready(person: Person, work: Work) -> Work:
    """Its author says that it is ready."""
    return await move(person, work, "ready")


async def reopen(person: Person, work: Work) -> Work:
    """Its author goes on with what was ready."""
    return await move(person, work, "reopen")


async def take_up(person: Person, work: Work, application: Application | None) -> Work:
    """What is met is revised on purpose, and read again then; its author has been warned (R38).

    Raises Conflict for what is not met, and while nothing can be submitted.
    """
    if work.state is not State.MET or application is None or application.state != "open":
        raise Conflict(_("This has moved on in the meantime. Look at where it stands now."))
    return await move(person, work, "revise")


def stays_met() -> str:
    """Why what is met is not changed in passing."""
    return _("This is met, and stays as it was judged. Take it up again first; then it is read again.")


async def move(person: Person | None, work: Work, name: str) -> Work:
    """Make this move of MOVES. Slices above call it in their own transaction, for movers whom they have checked.

    Raises Forbidden for an author's move by anyone else, Conflict where the table has no such move from here.
    """
    step = MOVES[name]
    permit(step.who is not Mover.AUTHOR or (person is not None and person.id == work.person_id))
    async with db.transaction():
        if not rules.can_move(work.state, name) or not await queries.set_state_by_id(
            work.id, work.state, step.became, clock.now()
        ):
            raise Conflict(_("This has moved on in the meantime. Look at where it stands now."))
        if step.became is State.SUBMITTED:
            await fees.keep(work.person_id, work.micro_credential_id)
        for place in await places_of(work.person_id, work.micro_credential_id):
            detail = Moved(work.state, step.became, place.seat_id, work.requirement_key)
            record(
                "work.moved",
                *topics_of(place, work.person_id),
                by=person.id if person else None,
                about=work.id,
                detail=detail,
            )
        return (await queries.works_by_id([work.id]))[work.id]


# --- Start ---


async def start(person: Person, definition: Any) -> Application:
    """Open the window for this definition version, from now, in the person's own time zone (R8, R23, R27)."""
    at = clock.now()
    async with db.transaction():
        price, fee = await price_of(person, definition)
        bar = await bar_to_start(person, definition, price)
        if bar:
            raise Conflict(WHY_NOT[bar]())
        days = rules.clock(at, person.time_zone, definition.window_months)
        expires_at = None if days.last is None else rules.end_of_day(days.last, person.time_zone)
        made = await queries.add_application(person, definition.micro_credential_id, definition.id, at, expires_at)
        if made is None:
            raise Conflict(WHY_NOT[Bar.RUNNING]())
        await fees.use(person, fee, price, made.id)
        for place in await places_of(person.id, definition.micro_credential_id):
            detail = Started(place.seat_id, expires_at)
            record("application.started", *topics_of(place, person.id), by=person.id, about=made.id, detail=detail)
    return made


async def price_of(person: Person, definition: Any) -> tuple[Cost, Fee | None]:
    """What a Start costs now, and the fee that was asked for it, if any (R8, R9)."""
    expired = await queries.last_expired(person, definition.micro_credential_id)
    return await fees.cost(person, definition.micro_credential_id, expired.last_day if expired else None)


async def bar_to_start(person: Person, definition: Any, price: Cost) -> Bar | None:
    """What stands in the way of Start at this price, or None."""
    states = await queries.application_states(person, definition.micro_credential_id)
    wants_first = any(one.required for one in await wanted_first(person, definition))
    return rules.bar_to_start(states, price, wants_first, definition.retired)


async def wanted_first(person: Person, definition: Any) -> list[Predecessor]:
    """What its issuer recommends or requires before, as far as this person has not earned it (R5)."""
    predecessors = await catalogue.public_predecessors(definition)
    earned = await queries.earned_codes(person) if predecessors else []
    return [one for one in predecessors if one.code not in earned]


WHY_NOT = {
    Bar.RUNNING: lambda: _("Your window is open already. You have one at a time for each micro-credential."),
    Bar.EARNED: lambda: _("You have earned this micro-credential. There is nothing to start again."),
    Bar.RETIRED: lambda: _("Its issuer has retired this micro-credential: it takes no new Start."),
    Bar.FIRST: lambda: _("Its issuer requires another micro-credential first. It is named on its page."),
    Bar.WAITING: lambda: _("We are waiting for your affiliate to confirm your membership. You have nothing to pay."),
    Bar.FEE: lambda: _("The fee has to be settled before Start. For members of a local it is free."),
}


async def places_of(person_id: int, micro_credential_id: int) -> list[Place]:
    """The boards that hear of this person's work there; one place without a board for who works alone."""
    return await queries.places_by_id(person_id, micro_credential_id) or [Place(None, None)]


def topics_of(place: Place, person_id: int) -> list[str]:
    """The board's and one's own; for somebody who works alone only the person's."""
    alone = place.seat_id is None
    return [f"person:{person_id}"] if alone else [f"cohort:{place.cohort_id}", f"seat:{place.seat_id}"]
