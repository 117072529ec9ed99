"""Applications, attempts and awards, as rows: of members whose cohort is over, and of who went alone."""

from collections.abc import Iterator
from datetime import datetime, timedelta

import asyncpg

from community import numbers
from community.awards.rules import LIST_FULL
from community.demo.scale.copying import copy
from community.demo.scale.world import World

Rows = Iterator[tuple]
AGAIN, TOLD = timedelta(days=24), timedelta(days=12)  # from the first attempt to the second; from one to its result


async def write(raw: asyncpg.Connection, world: World) -> None:
    await copy(raw, "application", APPLICATION, _applications(world))
    await copy(raw, "submission", SUBMISSION, _submissions(world))
    await _lists(raw, world)
    await copy(raw, "award", AWARD, _awards(world))


def who_submitted(world: World) -> Iterator[int]:
    """The numbers of everybody with a first attempt; an application has its person's number, counted from 1 on."""
    return (number for number in range(world.size.members + world.size.alone) if world.size.course(number).submitted)


def submission_id(number: int, attempt: int) -> int:
    return number * 2 + attempt


APPLICATION = (
    *("id", "person_id", "micro_credential_id", "definition_version_id", "state", "time_zone", "started_at"),
    *("ended_at", "result", "result_at"),
)


def _applications(world: World) -> Rows:
    for number in who_submitted(world):
        definition, _keys, _hash = world.definition(world.work_of(number))
        first, course = world.submitted_at(number), world.size.course(number)
        ended = awarded_at(world, number) if course.awarded else None
        state, result = ("earned", "") if course.awarded else ("open", "not_yet")
        yield (
            *(number + 1, world.person_id(number), definition.micro_credential_id, definition.id, state, "UTC"),
            *(first - timedelta(days=30), ended, result, None if course.awarded else first + TOLD),
        )


SUBMISSION = (
    *("id", "number", "application_id", "attempt", "definition_version_id", "definition_sha256", "state", "promises"),
    *("submitted_at", "expected_on", "first_due_on", "ended_at", "told_at"),
)


def _submissions(world: World) -> Rows:
    for number in who_submitted(world):
        definition, _keys, sha256 = world.definition(world.work_of(number))
        for attempt, state, at in attempts(world, number):
            told, name = at + TOLD, numbers.following(f"attempt {number} {attempt}")
            yield (
                *(submission_id(number, attempt), name, number + 1, attempt),
                *(definition.id, sha256, state, "{own,names,ready}", at, told.date(), told.date(), told, told),
            )


def attempts(world: World, number: int) -> Iterator[tuple[int, str, datetime]]:
    """(attempt, what came of it, when it was submitted)."""
    course, first = world.size.course(number), world.submitted_at(number)
    yield 1, "earned" if course.met else "not_yet", first
    if course.awarded and not course.met:
        yield 2, "earned", first + AGAIN


def awarded_at(world: World, number: int) -> datetime:
    return world.submitted_at(number) + TOLD + (timedelta() if world.size.course(number).met else AGAIN)


async def _lists(raw: asyncpg.Connection, world: World) -> None:
    """As many status lists of each issuer as there will be awards for; their numbers in the order of issuers."""
    for number in who_submitted(world):
        if world.size.course(number).awarded:
            world.lists[world.definition(world.work_of(number))[0].issuer_id] += 1
    rows = [
        (issuer, place + 1)
        for issuer in sorted(world.lists)
        for place in range(-(-world.lists[issuer] // LIST_FULL))
    ]
    await copy(raw, "status_list", ("issuer_id", "number"), iter(rows))
    found = await raw.fetch("select id, issuer_id, number from status_list order by id limit 10000")
    world.places = {(row["issuer_id"], row["number"]): row["id"] for row in found}


AWARD = (
    *("id", "number", "person_id", "issuer_id", "micro_credential_id", "definition_version_id", "submission_number"),
    *("awarded_at", "subject", "salt", "status_list_id", "status_index"),
)


def _awards(world: World) -> Rows:
    so_far: dict[int, int] = {}
    for number in who_submitted(world):
        course = world.size.course(number)
        if course.awarded:
            definition, _keys, _hash = world.definition(world.work_of(number))
            place = so_far.get(definition.issuer_id, 0)
            so_far[definition.issuer_id] = place + 1
            list_id = world.places[definition.issuer_id, place // LIST_FULL + 1]
            attempt = numbers.following(f"attempt {number} {1 if course.met else 2}")
            yield (
                *(number + 1, numbers.following(f"award {number}"), world.person_id(number), definition.issuer_id),
                *(definition.micro_credential_id, definition.id, attempt, awarded_at(world, number)),
                *(f"{number + 1:032x}", f"{number + 1:032x}", list_id, place % LIST_FULL),
            )
