"""An earner asks for more time; the desk gives her window a later end, or says why not (F89)."""

from dataclasses import dataclass
from datetime import date, datetime

from community import clock, db
from community.affiliates.queries import Desk
from community.errors import Conflict
from community.events import record
from community.evidence import applying, due
from community.evidence import rules as evidence
from community.evidence.extending import queries, rules
from community.evidence.extending.queries import Running
from community.evidence.queries import Application, judged_rows
from community.pages import _
from community.people.queries import Person


@dataclass(frozen=True)
class Moved:
    """Detail of `extension.given`: the end before and after."""

    was: datetime
    became: datetime


async def ask(person: Person, application: Application, sentence: str) -> int:
    """In one sentence. Raises Conflict where nothing ends, or one is asked for already."""
    async with db.transaction():
        at = clock.now()
        if not rules.has_end(application, at):
            raise Conflict(_("There is no open window of yours that ends here."))
        asked = await queries.add(person, application, sentence, at)
        if asked is None:
            raise Conflict(_("You have asked already. The answer comes to your inbox."))
        issuer_id = await judged_rows.issuer_by_id(application.micro_credential_id)
        record("extension.asked", f"issuer:{issuer_id}", about=asked, by=person.id)
    return asked


async def give(desk: Desk, window: Running, day: date, reason: str) -> None:
    """To the end of this day where its earner is; board, calendar, safe date and warnings follow.

    Raises Conflict where it is not open any more, does not end, or somebody has moved it meanwhile.
    """
    async with db.transaction():
        at = clock.now()
        if not rules.has_end(window, at):
            raise Conflict(_("This window is not open now. While an attempt is read, it is left as it is."))
        if not rules.may_end_on(day, window.last_day):
            raise Conflict(_("Choose a later day than now, at most six months on."))
        until_at = evidence.end_of_day(day, window.time_zone)
        if not await queries.give(desk, window, until_at, due.warned_at(until_at, at)):
            raise Conflict(_("This has moved on in the meantime. Look at where it stands now."))
        given = await queries.note_given(desk, window, until_at, reason, at)
        await applying.told(await judged_rows.hold_by_id(window.id), "application.extended")
        topics = f"person:{window.person_id}", f"issuer:{desk.issuer_id}"
        record("extension.given", *topics, about=given, by=desk.person_id, detail=Moved(window.expires_at, until_at))


async def refuse(desk: Desk, window: Running, reason: str) -> None:
    """With a sentence why. Raises Conflict where nothing is asked any more."""
    async with db.transaction():
        refused = await queries.refuse(desk, window, reason, clock.now())
        if refused is None:
            raise Conflict(_("This was answered already."))
        topics = f"person:{window.person_id}", f"issuer:{desk.issuer_id}"
        record("extension.refused", *topics, about=refused, by=desk.person_id)
