"""What an attempt does to the application and its work: all of it is submitted at once, or comes back at once."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from community import db
from community.errors import Conflict
from community.events import record
from community.evidence import actions, queries
from community.evidence.queries import Application, Work
from community.evidence.rules import State
from community.pages import _
from community.people.queries import Person


@dataclass(frozen=True)
class Attempted:
    """Detail of what happens to an application as a whole: its clock, and the attempt's cell on the board (key "")."""

    seat_id: int | None
    requirement_key: str = ""


async def hold(person: Person, code: str, at: datetime) -> Application:
    """One's own application and all its work, held until the transaction ends: what is saved meanwhile waits its turn.

    Raises Conflict where no window is open.
    """
    found = await queries.hold_application(person, code)
    if found is None or found.state != "open" or (found.expires_at is not None and found.expires_at <= at):
        raise Conflict(_("Your window is not open. Start opens it, and then you can submit."))
    await queries.hold_works(person, found.micro_credential_id)
    return found


async def submit(person: Person, application: Application, works: Sequence[Work]) -> None:
    """open → submitted, and each of these works with it; in the caller's transaction."""
    async with db.transaction():
        if not await queries.set_application_state(person, application.id, "open", "submitted"):
            raise Conflict(_("This has moved on in the meantime. Look at where it stands now."))
        for work in works:
            if work.state is not State.MET:  # what was met before stays met while the rest is read (R38)
                await actions.move(person, work, "submit")
        await tell(person, application, "application.submitted", "application.handed_in")


async def take_back(person: Person, application_id: int, withdrawn_at: datetime | None = None) -> None:
    """submitted → open, and what was submitted is ready again; in the caller's transaction.

    `withdrawn_at`: the attempt was withdrawn and not taken back, which its cell says where nothing came of one before.
    """
    async with db.transaction():
        application = await queries.own_application(person, application_id)
        if not await queries.set_application_state(person, application_id, "submitted", "open"):
            raise Conflict(_("This has moved on in the meantime. Look at where it stands now."))
        for work in (await queries.works(person, application.micro_credential_id)).values():
            if work.state is State.SUBMITTED:
                await actions.move(person, work, "take_back")
        if withdrawn_at:
            await queries.note_withdrawal(person, application_id, withdrawn_at)
        await tell(person, application, "application.taken_back", "application.given_back")


async def tell(person: Person, application: Application, *kinds: str) -> None:
    """Each kind shows one element: the clock, the attempt's cell."""
    await told(application, *kinds, by=person.id)


async def told(application: Application, *kinds: str, by: int | None = None) -> None:
    """The same, also for what a desk did; who did it is nobody's business then."""
    for place in await actions.places_of(application.person_id, application.micro_credential_id):
        topics = actions.topics_of(place, application.person_id)
        for kind in kinds:
            record(kind, *topics, by=by, about=application.id, detail=Attempted(place.seat_id))
