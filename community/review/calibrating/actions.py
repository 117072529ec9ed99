"""A set is made; a candidate reads it, finishes, and is certified by itself where they agree enough (R51)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from community import clock, db, events
from community.catalogue import rules as catalogue
from community.catalogue.queries import Definition
from community.errors import Conflict, Invalid, NotFound
from community.pages import _
from community.people.queries import Person
from community.review.calibrating import queries, rules
from community.review.calibrating.queries import Given, Reading, Reference
from community.review.certifying import actions as certifying
from community.review.certifying.queries import Certification
from community.review.desks import Desk


@dataclass(frozen=True)
class Draft:
    """A set as an approver typed it."""

    title: str
    source: str
    consent: str
    submission_number: str
    texts: Mapping[str, str]
    reference: Sequence[Reference]


@dataclass(frozen=True)
class Agreed:
    """How many of the criteria, and how many per cent were asked for."""

    agreed: int
    criteria: int
    percent: int


async def make_set(desk: Desk, definition: Definition, draft: Draft) -> int:
    """The new set's id."""
    async with db.transaction():
        set_id = await queries.add_set(
            desk,
            definition.id,
            draft.title,
            draft.source,
            draft.consent,
            draft.submission_number,
            draft.texts,
            draft.reference,
            clock.now(),
        )
        events.record("calibration.made", desk.topic, about=set_id, by=desk.person_id)
    return set_id


async def retire(desk: Desk, set_id: int) -> None:
    """Nobody begins it any more; who has begun goes on."""
    if await queries.set_at(desk, set_id) is None:
        raise NotFound
    async with db.transaction():
        if not await queries.retire(desk, set_id, clock.now()):
            raise Conflict(_("It is retired already."))
        events.record("calibration.retired", desk.topic, about=set_id, by=desk.person_id)


async def set_percent(desk: Desk, became: int) -> None:
    """What is asked of who finishes from now on."""
    async with db.transaction():
        was = await queries.percent(desk)
        await queries.set_percent(desk, became)
        if was != became:
            events.record("calibration.percent_set", desk.topic, about=desk.issuer_id, by=desk.person_id,
                          detail=Percent(was, became))  # fmt: skip


@dataclass(frozen=True)
class Percent:
    was: int
    became: int


async def begin(person: Person, certification: Certification, set_id: int) -> int:
    """The reading's id. NotFound for a set of something else, or one that is retired and was not begun."""
    open_ = {one.set_id for one in await queries.choices(person, certification)}
    if set_id not in open_:
        raise NotFound
    return await queries.begin(person, set_id, clock.now())


async def keep(person: Person, reading: Reading, answers: Sequence[Given]) -> None:
    """Keep what was chosen so far. Conflict once it is finished."""
    if reading.finished_at:
        raise Conflict(_("You have finished this set already."))
    await queries.keep(person, reading, answers)


async def finish(person: Person, reading: Reading, content: Mapping, answers: Sequence[Given]) -> bool:
    """Whether the reader agrees enough; then they are certified by itself, where they are named.

    Invalid while a level is missing, or a level below those that meet has no remark.
    """
    if reading.finished_at:
        raise Conflict(_("You have finished this set already."))
    wrong = missing(dict(content), answers)
    if wrong:
        raise Invalid(wrong)
    reference = await queries.references_by_id(reading.calibration_set_id)
    right = [reference[one.requirement_key, one.criterion_key].level for one in answers]
    mine = [one.level for one in answers]
    count = rules.agreed(mine, right)
    async with db.transaction():
        await queries.keep(person, reading, answers)
        if not await queries.finish(person, reading, count, len(mine), clock.now()):
            raise Conflict(_("You have finished this set already."))
        events.record(
            "calibration.finished",
            f"issuer:{reading.issuer_id}",
            about=reading.id,
            by=person.id,
            detail=Agreed(count, len(mine), reading.asked_percent),
        )
        enough = rules.is_enough(count, len(mine), reading.asked_percent)
        if enough:
            await certifying.calibrated(person, reading.micro_credential_id)
    return enough


def missing(content: dict, answers: Sequence[Given]) -> dict[str, str]:
    """What is still to be said, by the fields of the form: level-1, saw-1 and so on, in the order of the rubric."""
    meets = {level.key for level in catalogue.levels(content) if level.meets}
    wrong = {}
    for place, one in enumerate(answers, 1):
        if not one.level:
            wrong[f"level-{place}"] = _("Choose a level.")
        elif one.level not in meets and not one.saw:
            wrong[f"saw-{place}"] = _("Say what you saw.")
    return wrong
