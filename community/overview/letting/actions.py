"""A facilitator asks for a draft; its author opens it until a day, says not now, or closes it again."""

from datetime import date
from uuid import UUID

from community import clock, db
from community.cohorts.queries import Cohort, Seat
from community.errors import Conflict, Invalid, NotFound
from community.events import record
from community.evidence import queries as evidence
from community.evidence.scrub import actions as scrub
from community.evidence.scrub.places import Finding
from community.evidence.scrub.reasons import may_hold_names
from community.once import once
from community.overview import queries as overview
from community.overview.letting import queries, rules
from community.overview.letting.queries import Asking
from community.overview.letting.rules import State
from community.pages import _
from community.people.queries import Person


async def ask(seat: Seat, cohort: Cohort, seat_id: int, key: str, sentence: str, post_key: UUID) -> None:
    """Ask this member to be let in to what they have begun for one requirement, with a sentence why."""

    async def make() -> str:
        standing = await overview.standing(seat, cohort, seat_id)
        if key not in {piece.key for piece in standing.begun}:
            raise NotFound
        last = (await queries.last_askings(seat, seat_id)).get(key)
        today = last.today if last else date.min
        if not rules.may_ask(last, clock.now(), today):
            raise Conflict(_("You have asked for this already. It is theirs to decide."))
        asking_id = await queries.add_asking(seat, seat_id, key, sentence, clock.now())
        if asking_id is None:
            raise Conflict(_("You have asked for this already. It is theirs to decide."))
        record("draft.asked_for", f"person:{standing.row.person_id}", about=asking_id, by=seat.person_id)
        return str(asking_id)

    await once("letting in", seat.person_id, post_key, make)


async def let_in(author: Person, asking: Asking, until: date) -> None:
    """Open it until the end of this day, once nothing in it may be a name, as before peers are asked (R31, R32)."""
    if not rules.may_open_until(until, asking.today):
        raise Invalid({"until": _("Choose a day from today on, within 30 days.")}, {"until": until.isoformat()})
    if await to_answer(author, asking):
        raise Conflict(may_hold_names())
    await _answer(author, asking, State.OPEN, until, "draft.let_in")


async def to_answer(author: Person, asking: Asking) -> list[Finding]:
    """What in this draft may be a name and is not answered yet: nobody reads it before."""
    return await scrub.check(author, await evidence.work(author, asking.code, asking.requirement_key))


async def not_now(author: Person, asking: Asking) -> None:
    """No reason is asked for. What was open is closed."""
    if asking.state == State.OPEN:
        await _answer(author, asking, State.CLOSED, None, "draft.closed")
    else:
        await _answer(author, asking, State.NOT_NOW, None, "draft.not_let_in")


async def _answer(author: Person, asking: Asking, state: State, until: date | None, kind: str) -> None:
    if asking.state not in (State.ASKED, State.OPEN):
        raise Conflict(_("This was decided already."))
    async with db.transaction():
        if not await queries.answer(author, asking, state, until, clock.now()):
            raise Conflict(_("This was decided already."))
        record(kind, f"person:{asking.person_id}", about=asking.id, by=author.id)
