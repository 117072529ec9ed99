"""The former address is told of a change and can stop it, before it is confirmed and for a week after (A58)."""

from dataclasses import asdict, dataclass
from datetime import timedelta

from itsdangerous import BadSignature

from community import clock, db, events, jobs, signed
from community.config import settings
from community.people import letters
from community.people import queries as people
from community.people.accounts import queries as accounts
from community.people.addresses import queries
from community.people.codes import queries as codes
from community.people.codes.queries import Code
from community.people.passwords import queries as passwords
from community.people.queries import Person
from community.people.sessions import actions as sessions

LIFE = timedelta(days=7)


@dataclass(frozen=True)
class Change:
    """Asked for or made: whose, by which mailed code, from which address to which; until when it can be stopped."""

    person_id: int
    code_id: int
    former: str
    address: str
    until: int  # seconds of the epoch


async def tell(letter: str, person: Person, code: Code) -> None:
    """In the transaction at hand: to the address that this person has now. The link is made when it is sent."""
    await tell_of(letter, person, person.email, code.address, code.id)


async def tell_of(letter: str, person: Person, former: str, address: str, code_id: int = 0) -> None:
    """The same to the address `former`, also of what needed no code (0): another main address, or one less."""
    at = clock.now()
    change = Change(person.id, code_id, former, address, int((at + LIFE).timestamp()))
    payload = {"letter": letter, "language": person.language, "called": person.called, "change": asdict(change)}
    await jobs.later("address_mail", payload, key=f"{letter} {code_id or f'{person.id} {at.isoformat()}'}")


async def deliver(payload: dict) -> None:
    """The job `address_mail`."""
    change = Change(**payload["change"])
    about = {"called": payload["called"], "address": change.address, "days": LIFE.days, "stop": link(change)}
    key = f"{payload['letter']} {change.code_id or f'{change.person_id} {change.until}'}"
    written = letters.compose(f"mail/{payload['letter']}.txt", change.former, payload["language"], key, **about)
    await letters.send(written, None, of_account=True)


def link(change: Change) -> str:
    """The whole address of the link, from the configuration only (A82)."""
    token = signed.signer("address stop").dumps(list(asdict(change).values()))
    return f"{settings().base_url}/profile/address/stop/link/{token}"


def read_link(token: str) -> Change | None:
    """The change that the link is about; None for any text that is not ours, or when its week is over."""
    try:
        change = Change(*signed.signer("address stop").loads(token))
    except (BadSignature, ValueError, TypeError):
        return None
    return change if clock.now().timestamp() < change.until else None


async def stop(change: Change) -> bool:
    """What was asked for is not done any more; what was done is taken back. False when there is nothing to stop.

    Somebody else may know the password: every sign-in ends. After a change the password goes too, and a new one is
    chosen by a mail to the address that is its owner's again.
    """
    person = (await people.people_by_id([change.person_id])).get(change.person_id)
    async with db.transaction():
        was_asked = await codes.end_by_id(change.code_id, clock.now())
        was_made = not was_asked and person is not None and await _taken_back(person, change)
        if person and was_made:
            await passwords.forget_password(person)
        if person and (was_asked or was_made):
            await sessions.end_all_but(person)
            events.record("email.kept", person.topic, about=person.id)
    return was_asked or was_made


async def _taken_back(person: Person, change: Change) -> bool:
    """The new address goes; the former one is the main one again if mail went to the new one."""
    here = {one.address: one.id for one in await queries.addresses(person)}
    if change.address not in here:
        return False
    if person.email != change.address:
        return await queries.remove_address(person, here[change.address])
    if change.former not in here and not await accounts.public_take_address(change.former):
        return False
    await queries.set_address(person, change.former, clock.now())
    return True
