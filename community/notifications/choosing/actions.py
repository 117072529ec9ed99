"""Somebody chooses what reaches them, or stops a kind: on the page, in the inbox, or by the link of a mail."""

from datetime import datetime, time

from itsdangerous import BadSignature

from community import db, events, signed
from community.config import settings
from community.notifications import telling
from community.notifications.choosing import queries, rules
from community.notifications.choosing.rules import Way
from community.pages import Notice
from community.people.queries import Person


async def choose(person: Person, by_mail: bool, quiet_from: time, quiet_until: time, ways: dict[str, Way]) -> None:
    """All that stands on the page; a way that a kind does not have is left out."""
    possible = {kind: way for kind, way in ways.items() if way in rules.ways(telling.NOTICES[kind])}
    async with db.transaction():
        await queries.set_settings(person, by_mail, quiet_from, quiet_until)
        await queries.set_ways_by_id(person.id, possible)
        events.record("notice.chosen", person.topic, about=person.id, by=person.id)


async def quiet_until(person: Person, at: datetime) -> datetime | None:
    """When the quiet hours end that this person has at that instant; None where it is not quiet."""
    return rules.quiet_until(await queries.choice(person), person.time_zone, at)


async def stop(person: Person, kind: str) -> None:
    """No more of this kind, in the inbox or by mail."""
    await _set(person.id, kind, Way.NOTHING)


async def stop_mail(person_id: int, kind: str) -> None:
    """No more mails of this kind; it still comes into the inbox. Whoever holds the link may do it."""
    chosen = (await queries.choices_by_id([person_id]))[person_id]
    if rules.way(chosen, kind, telling.NOTICES[kind]) is not Way.NOTHING:
        await _set(person_id, kind, Way.INBOX)


async def _set(person_id: int, kind: str, way: Way) -> None:
    async with db.transaction():
        await queries.set_ways_by_id(person_id, {kind: way})
        events.record("notice.chosen", f"person:{person_id}", about=person_id, by=person_id)


def stop_link(person_id: int, kind: str) -> str:
    """The whole address that stops the mails of a kind: it holds for ever, and opens nothing else."""
    return f"{settings().base_url}/inbox/stops/link/{signed.signer('stop').dumps([person_id, kind])}"


def read_link(token: str) -> tuple[int, str, Notice] | None:
    """Whom and which kind the link is about; None for any text that is not ours, or a kind that cannot be stopped."""
    try:
        person_id, kind = signed.signer("stop").loads(token)
    except (BadSignature, ValueError, TypeError):
        return None
    notice = telling.NOTICES.get(kind)
    return (person_id, kind, notice) if notice and notice.can_switch_off and notice.called else None
