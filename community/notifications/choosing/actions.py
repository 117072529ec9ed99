"""Somebody chooses what reaches them, or stops a kind: on the page, in the inbox, or by the link of a mail."""

from datetime import datetime

from itsdangerous import BadSignature

from community import db, events, signed
from community.config import settings
from community.errors import Invalid
from community.notifications import telling
from community.notifications.choosing import queries, rules
from community.notifications.choosing.rules import Choice, Rhythm, Way
from community.pages import _
from community.people.queries import Person

DIGEST = "digest"  # in the place of a kind, in the link that stops digests


async def choose(person: Person, asked: Choice) -> None:
    """All that stands on the page; a way that a kind does not have is left out.

    What waits goes with the digest that is made next from now on. Invalid for an hour of it at which it is quiet.
    """
    if asked.rhythm is not Rhythm.NEVER and rules.is_quiet(asked.quiet_from, asked.quiet_until, asked.digest_at):
        raise Invalid({"digest_at": _("This lies in your quiet hours. Choose another time.")}, {})
    ways = asked.ways
    possible = {kind: way for kind, way in ways.items() if way in rules.ways(telling.NOTICES[kind])}
    async with db.transaction():
        await queries.set_settings(person, asked.by_mail, asked.quiet_from, asked.quiet_until)
        await queries.set_digest_by_id(person.id, asked.rhythm, asked.digest_at, asked.digest_day)
        await queries.set_ways_by_id(person.id, possible)
        events.record("notice.chosen", person.topic, about=person.id, by=person.id)


async def quiet_until(person: Person, at: datetime) -> datetime | None:
    """When the quiet hours end that this person has at that instant; None where it is not quiet."""
    return rules.quiet_until(await queries.choice(person), person.time_zone, at)


async def stop(person: Person, kind: str) -> None:
    """No more of this kind, in the inbox or by mail."""
    await _set(person.id, kind, Way.NOTHING)


async def stop_mail(person_id: int, kind: str) -> None:
    """No more mails of this kind, or digests; it still comes into the inbox. Whoever holds the link may do it."""
    if kind == DIGEST:
        await _stop_digests(person_id)
        return
    chosen = (await queries.choices_by_id([person_id]))[person_id]
    if rules.way(chosen, kind, telling.NOTICES[kind]) is not Way.NOTHING:
        await _set(person_id, kind, Way.INBOX)


async def _set(person_id: int, kind: str, way: Way) -> None:
    async with db.transaction():
        await queries.set_ways_by_id(person_id, {kind: way})
        events.record("notice.chosen", f"person:{person_id}", about=person_id, by=person_id)


async def _stop_digests(person_id: int) -> None:
    async with db.transaction():
        await queries.set_digest_by_id(person_id, Rhythm.NEVER)
        events.record("notice.chosen", f"person:{person_id}", about=person_id, by=person_id)


def stop_link(person_id: int, kind: str) -> str:
    """The whole address that stops the mails of a kind: it holds for ever, and opens nothing else."""
    return f"{settings().base_url}/inbox/stops/link/{signed.signer('stop').dumps([person_id, kind])}"


def read_link(token: str) -> tuple[int, str, str] | None:
    """Whom, which kind, and how it is called; None for any text that is not ours, or a kind that cannot be stopped."""
    try:
        person_id, kind = signed.signer("stop").loads(token)
    except (BadSignature, ValueError, TypeError):
        return None
    notice = telling.NOTICES.get(kind)
    if kind == DIGEST:
        called = _("The digest of what happened")
    else:
        called = notice.called() if notice and notice.can_switch_off and notice.called else ""
    return (person_id, kind, called) if called else None
