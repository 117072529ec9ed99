"""An earner composes the showcase, publishes it, which accepts the award (R59), and takes it back at once (R60)."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from community import chance, clock, db, numbers
from community.awards.queries import Award
from community.awards.showcase import queries
from community.awards.showcase.queries import Showcase
from community.awards.showcase.rules import Audience
from community.errors import Conflict
from community.events import record
from community.pages import _
from community.people.queries import Person


@dataclass(frozen=True)
class Composed:
    """What the earner says: for whom, with the name or not, a sentence, and which awards in which order."""

    audience: Audience
    named: bool
    sentence: str
    awards: tuple[str, ...]


async def compose(person: Person, composed: Composed) -> None:
    """From now on it is so; what is not chosen any more is gone from it in the same moment."""
    own, at = await _made(person), clock.now()
    async with db.transaction():
        await queries.change(person, composed.audience, composed.named, composed.sentence, at)
        await queries.choose(person, own.id, composed.awards)
        await queries.publish(person, at)
        record("showcase.changed", person.topic, about=own.id, by=person.id)


async def take_back(person: Person) -> None:
    """Nobody sees it any more; what was chosen stays chosen for its owner."""
    own, at = await _made(person), clock.now()
    async with db.transaction():
        await queries.change(person, Audience.NOBODY, own.named, own.sentence, at)
        await queries.publish(person, at)
        record("showcase.changed", person.topic, about=own.id, by=person.id)


async def choose_evidence(person: Person, award: Award, wanted: Collection[tuple[str, str]]) -> None:
    """These texts and files go with the award; what was not released never does. Conflict for what is not shown."""
    there: Sequence[queries.Evidence] = await queries.evidence(person, award)
    chosen = [(one.requirement_key, one.file) for one in there if one.released]
    async with db.transaction():
        if not await queries.choose_evidence(person, award, [one for one in chosen if one in wanted]):
            raise Conflict(_("Choose this award for your showcase first."))
        record("showcase.changed", person.topic, about=award.id, by=person.id)


async def renew_link(person: Person) -> None:
    """The former link leads nowhere from now on."""
    own = await _made(person)
    async with db.transaction():
        await queries.renew(person, chance.token(24))
        record("showcase.changed", person.topic, about=own.id, by=person.id)


async def _made(person: Person) -> Showcase:
    """One's own, made at the first deed, for nobody."""
    await queries.put(person, numbers.draw(), chance.token(24))
    found = await queries.showcase(person)
    assert found
    return found
