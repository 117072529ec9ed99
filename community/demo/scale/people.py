"""Affiliates, people, memberships, cohorts, seats and meetings, as rows."""

from collections.abc import Iterator
from datetime import timedelta

import asyncpg

from community import numbers
from community.cohorts.rules import code_hash
from community.demo.places import names
from community.demo.scale import rules
from community.demo.scale.copying import copy
from community.demo.scale.world import ZONES, World

Rows = Iterator[tuple]


async def write(raw: asyncpg.Connection, world: World) -> None:
    await copy(raw, "affiliate", ("id", "kind", "parent_id", "name", "slug", "state_code", "time_zone"), _places(world))
    await copy(raw, "person", ("id", "name", "called", "time_zone", "created_at"), _people(world))
    await copy(raw, "membership", ("person_id", "affiliate_id", "status", "starts_on"), _memberships(world))
    await copy(raw, "cohort", COHORT, _cohorts(world))
    await copy(raw, "channel", ("cohort_id", "kind", "created_at"), _channels(world))
    await copy(raw, "seat", ("id", "cohort_id", "person_id", "role", "state", "joined_at"), _seats(world))
    await copy(raw, "meeting", MEETING, _meetings(world))
    await copy(raw, "attendance", ("meeting_id", "person_id", "mark", "at"), _attendance(world))


def _places(world: World) -> Rows:
    for number in range(rules.STATES):
        code = chr(65 + number // 26) + chr(65 + number % 26)
        name = f"Sample Union of Educators {code}"
        place = world.offsets.affiliate + 1 + number
        yield place, "state", world.national.id, name, f"sample-union-{code.lower()}", code, ZONES[number % 4]
    for number in range(world.size.locals):
        state = number % rules.STATES
        code = chr(65 + state // 26) + chr(65 + state % 26)
        name, slug = f"Sample Local {number + 1}", f"sample-local-{number + 1}"
        yield world.local_id(number), "local", world.state_of(number), name, slug, code, ZONES[state % 4]


def _people(world: World) -> Rows:
    known = names()["people"]
    for number in range(world.size.members + world.size.alone + world.size.cohorts):
        given, family = known[number % len(known)]["given"], known[number // len(known) % len(known)]["family"]
        yield world.person_id(number), f"{given} {family}", given, ZONES[number % 4], world.now - timedelta(days=800)


def _memberships(world: World) -> Rows:
    since = world.today - timedelta(days=800)
    for number in range(world.size.members + world.size.alone):
        cohort = number // rules.MEMBERS
        local = world.local_id(cohort if number < world.size.members else number)
        yield world.person_id(number), local, "active", since


COHORT = (
    *("id", "affiliate_id", "definition_version_id", "name", "slug", "state", "time_zone", "starts_on", "ends_on"),
    *("capacity", "join_code", "join_code_hash", "join_uses_left", "created_by", "created_at", "published_at"),
)


def _cohorts(world: World) -> Rows:
    for number in range(world.size.cohorts):
        code, begun = numbers.following(f"cohort {number}"), world.begun(number)
        state = "finishing" if world.size.is_over(number) else "running"
        yield (
            *(number + 1, world.local_id(number), world.definition(number)[0].id, f"Sample cohort {number + 1}"),
            *(f"sample-cohort-{number + 1}", state, ZONES[number % rules.STATES % 4], begun.date()),
            *(begun.date() + timedelta(weeks=rules.WEEKS), 16, code, code_hash(code), 16, world.organizer.id),
            *(begun - timedelta(days=20), begun - timedelta(days=20)),
        )


def _channels(world: World) -> Rows:
    for number in range(world.size.cohorts):
        yield number + 1, "general", world.begun(number)


def _seats(world: World) -> Rows:
    each = rules.MEMBERS + 1
    for number in range(world.size.cohorts):
        joined = world.begun(number) - timedelta(days=5)
        yield number * each + 1, number + 1, world.facilitator_id(number), "facilitator", "active", joined
        for place in range(rules.MEMBERS):
            person = world.person_id(number * rules.MEMBERS + place)
            yield number * each + 2 + place, number + 1, person, "participant", "active", joined


MEETING = (
    *("id", "cohort_id", "title", "starts_local", "time_zone", "starts_at", "minutes", "created_at", "changed_at"),
)


def _meetings(world: World) -> Rows:
    for number in range(world.size.cohorts):
        for place in range(rules.MEETINGS):
            at = (world.begun(number) + timedelta(weeks=2 * place)).replace(minute=30, second=0, microsecond=0)
            title, made = f"Meeting {place + 1}", world.begun(number)
            meeting = number * rules.MEETINGS + place + 1
            yield meeting, number + 1, title, at.replace(tzinfo=None), "UTC", at, 90, made, made


def _attendance(world: World) -> Rows:
    for number in range(world.size.cohorts):
        for place in range(rules.MEETINGS):
            at = world.begun(number) + timedelta(weeks=2 * place)
            if at < world.now:
                for member in range(rules.MEMBERS):
                    mark = "not_there" if (number + member + place) % 5 == 0 else "there"
                    person = world.person_id(number * rules.MEMBERS + member)
                    yield number * rules.MEETINGS + place + 1, person, mark, at
