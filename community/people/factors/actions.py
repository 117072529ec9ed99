"""A second factor is set up, confirmed, shown, taken away; each is told by mail (A58)."""

import base64
from dataclasses import dataclass

from community import clock, db, events, limits
from community.errors import Conflict
from community.pages import _
from community.people import letters
from community.people.factors import queries, rules, sealing
from community.people.queries import Person, Session
from community.people.sessions import actions as sessions


@dataclass(frozen=True)
class Left:
    codes: int


async def begin(person: Person) -> None:
    """Draw a secret that its owner's app is to confirm. Conflict where a factor is set already."""
    if not await queries.begin(person, sealing.seal(person.id, rules.secret()), clock.now()):
        raise Conflict(_("Your second factor is set already."))


async def typed_secret(person: Person) -> str | None:
    """The secret in base 32, while it is being set up and not later."""
    found = await queries.factor(person)
    if found is None or found.confirmed_at:
        return None
    secret = sealing.unseal(person.id, found.sealed)
    return base64.b32encode(secret).decode() if secret else None


async def confirm(person: Person, session: Session, typed: str) -> list[str] | None:
    """The recovery codes, to be shown this once; None for a wrong code. Conflict where it is confirmed already."""
    await limits.spend("factor", str(person.id))
    if not await _fits(person, rules.plain(typed)):
        return None
    async with db.transaction():
        at = clock.now()
        if not await queries.confirm(person, at):
            raise Conflict(_("Your second factor is set already."))
        await queries.note_shown(person, session, at)
        codes = await _draw_codes(person)
        events.record("factor.set", person.topic, about=person.id, by=person.id)
        await letters.write_to_person("factor_on", person.id, f"factor {person.id} {at.isoformat()}", at_once=True)
    return codes


async def code_now(person: Person) -> str:
    """The code of this moment: for the sample's own accounts, on the machine they are tried on."""
    found = await queries.factor(person)
    secret = sealing.unseal(person.id, found.sealed) if found else None
    return rules.code(secret, rules.step_at(clock.now())) if secret else ""


async def set_up(person: Person) -> None:
    """A factor that is confirmed already: for accounts of the sample, which nobody scans."""
    async with db.transaction():
        await begin(person)
        await queries.confirm(person, clock.now())
        await _draw_codes(person)
        events.record("factor.set", person.topic, about=person.id, by=person.id)


async def accept(person: Person, typed: str) -> bool:
    """Whether this is a code of the app or a recovery code that was not used yet; then it is used up."""
    await limits.spend("factor", str(person.id))
    code = rules.plain(typed)
    right = await _fits(person, code) if rules.is_digits(code) else await _use_recovery_code(person, code)
    if not right:
        async with db.transaction():
            events.record("factor.refused", person.topic, about=person.id)
    return right


async def show_again(person: Person, session: Session, typed: str) -> bool:
    """Within a form, so that what else was typed there stays: whether the code is right; then it was shown just now."""
    right = bool(typed) and await accept(person, typed)
    if right:
        await queries.note_shown(person, session, clock.now())
    return right


async def new_codes(person: Person) -> list[str]:
    """Ten recovery codes in place of all former ones."""
    async with db.transaction():
        codes = await _draw_codes(person)
        events.record("factor.codes_made", person.topic, about=person.id, by=person.id)
    return codes


async def remove(person: Person) -> None:
    """Sign in without it from now on."""
    async with db.transaction():
        if not await queries.remove(person):
            raise Conflict(_("There is no second factor any more."))
        at = clock.now()
        events.record("factor.removed", person.topic, about=person.id, by=person.id)
        await letters.write_to_person("factor_off", person.id, f"factor {person.id} {at.isoformat()}", at_once=True)


async def reset(administrator: Person, person: Person, reason: str) -> None:
    """For who has lost their device and their codes: nothing is asked any more, every sign-in of theirs ends."""
    async with db.transaction():
        if not await queries.remove(person):
            raise Conflict(_("There is no second factor at this address."))
        at = clock.now()
        await sessions.end_all_but(person)
        events.record("factor.reset", person.topic, about=person.id, by=administrator.id)
        key = f"factor {person.id} {at.isoformat()}"
        await letters.write_to_person("factor_reset", person.id, key, at_once=True, reason=reason)


async def _fits(person: Person, code: str) -> bool:
    """A code counts once, and none that is older than one that was used."""
    found = await queries.factor(person)
    secret = sealing.unseal(person.id, found.sealed) if found else None
    if secret is None or not rules.is_digits(code):
        return False
    step = rules.matching_step(secret, code, clock.now())
    return step is not None and await queries.use_step(person, step)


async def _use_recovery_code(person: Person, code: str) -> bool:
    async with db.transaction():
        used = await queries.use_recovery_code(person, sealing.hashed(person.id, code), clock.now())
        if used:
            left = await queries.recovery_codes_left(person)
            events.record("factor.recovery_used", person.topic, about=person.id, by=person.id, detail=Left(left))
            key = f"recovery {person.id} {clock.now().isoformat()}"
            await letters.write_to_person("recovery_used", person.id, key, at_once=True, left=left)
    return used


async def _draw_codes(person: Person) -> list[str]:
    codes = rules.recovery_codes()
    await queries.set_recovery_codes(person, [sealing.hashed(person.id, code) for code in codes])
    return [rules.spoken(code) for code in codes]
