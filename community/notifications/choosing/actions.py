"""Somebody chooses what reaches them, or stops a kind: on the page, in the inbox, or by the link of a mail."""

import hmac
import re
from datetime import datetime
from email.utils import parseaddr

from itsdangerous import BadSignature

from community import db, events, signed
from community.config import settings
from community.errors import Invalid
from community.notifications import telling
from community.notifications.choosing import queries, rules
from community.notifications.choosing.rules import Choice, Rhythm, Way
from community.pages import _
from community.people import queries as people
from community.people.queries import Person

DIGEST = "digest"  # in the place of a kind, in the link that stops digests
ADDRESSED = re.compile(r"stop-(\d{1,10})-([a-z2-7]{24})")
LOCAL_PART = 64  # signs of an address before its @


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


def stop_address(person_id: int, kind: str) -> str:
    """Where a mail stops what the link stops; "" where no mail comes in here, or no address is as long (RFC 5321)."""
    local, _, host = parseaddr(settings().mail_from)[1].rpartition("@")
    local += f"+stop-{person_id}-{_sealed(person_id, kind)}"
    return f"{local}@{host}" if settings().bounces and len(local) <= LOCAL_PART else ""


async def take_in(detail: str) -> bool:
    """A mail came to our address, with this behind its plus: whether that stops a kind of mail, which it does."""
    found = ADDRESSED.fullmatch(detail)
    person_id = int(found[1]) if found else 0
    kinds = [kind for kind in (DIGEST, *telling.NOTICES) if found and _is_sealed(found[2], person_id, kind)]
    stops = bool(kinds and _called(kinds[0]) and await people.people_by_id([person_id]))
    if stops:
        await stop_mail(person_id, kinds[0])
    return stops


def _sealed(person_id: int, kind: str) -> str:
    return signed.seal("stop by mail", f"{person_id} {kind}")


def _is_sealed(seal: str, person_id: int, kind: str) -> bool:
    return hmac.compare_digest(seal, _sealed(person_id, kind))


def read_link(token: str) -> tuple[int, str, str] | None:
    """Whom, which kind, and how it is called; None for any text that is not ours, or a kind that cannot be stopped."""
    try:
        person_id, kind = signed.signer("stop").loads(token)
    except (BadSignature, ValueError, TypeError):
        return None
    called = _called(kind)
    return (person_id, kind, called) if called else None


def _called(kind: str) -> str:
    """How the kind is called; "" where it cannot be stopped, or there is none."""
    notice = telling.NOTICES.get(kind)
    if kind == DIGEST:
        called = _("The digest of what happened")
    else:
        called = notice.called() if notice and notice.can_switch_off and notice.called else ""
    return called
