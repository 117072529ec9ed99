"""The former address is told of a change and can stop it, before it is confirmed and for a week after (A58)."""

from dataclasses import asdict, dataclass
from datetime import UTC, datetime

from itsdangerous import BadSignature

from community import clock, db, events, jobs, signed
from community.config import settings
from community.people import letters
from community.people import queries as people
from community.people.accounts import queries as accounts
from community.people.addresses import queries, rules
from community.people.codes import queries as codes
from community.people.codes.queries import Code
from community.people.passwords import queries as passwords
from community.people.queries import Person
from community.people.sessions import actions as sessions

LIFE = rules.CAN_BE_STOPPED


@dataclass(frozen=True)
class Change:
    """Asked for or made: whose, by which mailed code, from which address to which; until when it can be stopped.

    Without a code (0) both were theirs: the one became the main one, or the former went. Which of them is a stranger's
    is not known then, so that taking it back gives the former its place again and takes nothing from the other.
    """

    person_id: int
    code_id: int
    former: str
    address: str
    until: int  # seconds of the epoch
    since: int = 0  # since when the former was theirs
    was_main: bool = False


async def tell(letter: str, person: Person, code: Code) -> None:
    """In the transaction at hand: to the address that this person has now. The link is made when it is sent."""
    await tell_of(letter, person, person.email, code.address, code.id)


async def tell_of(letter: str, person: Person, former: str, address: str, code_id: int = 0) -> None:
    """The same to the address `former`, also of what needed no code (0): another main address, or one less.

    Called while it is still theirs. An address that came a moment ago hears of it too, perhaps a thief's whose owner
    has found it; but it can stop nothing.
    """
    at, here = clock.now(), {one.address: one for one in await queries.addresses(person)}
    was = here.get(former)
    can_stop = was is None or rules.can_stop(was.confirmed_at, [one.confirmed_at for one in here.values()], at)
    since, was_main = (int(was.confirmed_at.timestamp()), was.is_main) if was else (0, False)
    change = Change(person.id, code_id, former, address, int((at + LIFE).timestamp()), since, was_main)
    payload = {"letter": letter, "language": person.language, "called": person.called, "change": asdict(change)}
    key = f"{letter} {code_id or f'{person.id} {at.isoformat()}'}"
    await jobs.later("address_mail", payload | {"can_stop": can_stop}, key=key)


async def deliver(payload: dict) -> None:
    """The job `address_mail`."""
    change = Change(**payload["change"])
    stop_link = link(change) if payload.get("can_stop", True) else ""
    about = {"called": payload["called"], "address": change.address, "days": LIFE.days, "stop": stop_link}
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
    chosen by a mail to the address that is its owner's again. The other address is told.
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
    if not change.code_id:
        return await _back_in_place(person, change)
    here = {one.address: one.id for one in await queries.addresses(person)}
    if change.address not in here:
        return False
    if person.email != change.address:
        gone = await queries.remove_address(person, here[change.address])
    else:
        gone = change.former in here or await accounts.public_take_address(change.former)
        if gone:
            await queries.set_address(person, change.former, _since(change))
    if gone:
        await _say("address_gone", person, change.address, change)
    return gone


async def _back_in_place(person: Person, change: Change) -> bool:
    """The former address is theirs again, and the main one if it was; whichever is there stays."""
    here = {one.address: one for one in await queries.addresses(person)}
    was = here.get(change.former)
    if was and (was.is_main or not change.was_main):
        return False
    if not was and not await accounts.public_take_address(change.former):
        return False
    await queries.add_address(person, change.former, _since(change))
    if change.was_main:
        theirs = {one.address: one.id for one in await queries.addresses(person)}
        await queries.set_main(person, theirs[change.former])
    await _say("address_back", person, person.email, change)
    return True


def _since(change: Change) -> datetime:
    """It stands as long as before: who came later does not become the elder by it."""
    return datetime.fromtimestamp(change.since, UTC) if change.since else clock.now()


async def _say(letter: str, person: Person, to: str, change: Change) -> None:
    key = f"{letter} {person.id} {change.until} {change.former}"
    about = {"called": person.called, "former": change.former}
    await letters.write(letter, to, person.language, key, at_once=True, **about)
