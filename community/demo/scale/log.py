"""The works and the log, as rows: each cohort's topic from its first seat on, each person's own, without a gap."""

from collections.abc import Iterator
from datetime import datetime, timedelta

import asyncpg

from community.demo.scale import attempts, rules
from community.demo.scale.copying import copy
from community.demo.scale.rules import Size
from community.demo.scale.world import World

Rows = Iterator[tuple]
SEATS = rules.MEMBERS + 1
WORKS = rules.MEMBERS * rules.BEGUN
EVENT = ("topic", "seq", "kind", "subject_id", "person_id", "at", "detail")


class TooFew(ValueError):
    """So many events would leave some work of a cohort without its moves."""


async def write(raw: asyncpg.Connection, world: World) -> None:
    plan = Plan(world)
    await copy(raw, "work", ("id", "person_id", "micro_credential_id", "requirement_key", "state", "changed_at"),
               plan.works())  # fmt: skip
    await copy(raw, "topic", ("name", "seq"), plan.topics())
    await copy(raw, "event", EVENT, plan.events())


def moves_of(size: Size) -> int:
    """How many events are left for cohorts, when all people's own have been told; TooFew where a work goes short."""
    own = sum(size.course(number).told for number in range(size.members + size.alone))
    least = size.cohorts * (SEATS + 3 * WORKS)
    if size.events - own < least:
        events = f"{size.events:,} events are too few for so many cohorts"
        raise TooFew(f"{events}: {least + own:,} at least.")
    return size.events - own


class Plan:
    """How the events are spread: what people's own topics need comes first, the rest are moves of work."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.each, self.more = rules.spread(moves_of(world.size), world.size.cohorts)

    def count(self, cohort: int) -> int:
        """Events on the topic of this cohort."""
        return self.each + (cohort < self.more)

    def paths(self, cohort: int) -> Iterator[tuple[int, int, str, list]]:
        """(work, person's number, requirement, moves) of each work of a cohort."""
        _definition, keys, _hash = self.world.definition(cohort)
        each, more = rules.spread(self.count(cohort) - SEATS, WORKS)
        for place in range(WORKS):
            number = cohort * rules.MEMBERS + place // rules.BEGUN
            course = self.world.size.course(number)
            ends = () if not course.submitted else ("submit", "meet" if course.awarded else "fall_short")
            work = cohort * WORKS + place + 1
            yield work, number, keys[place % rules.BEGUN % len(keys)], rules.moves(each + (place < more), ends)

    def works(self) -> Rows:
        for cohort in range(self.world.size.cohorts):
            definition, _keys, _hash = self.world.definition(cohort)
            at = self._at(cohort, self.count(cohort))
            for work, number, key, path in self.paths(cohort):
                yield work, self.world.person_id(number), definition.micro_credential_id, key, path[-1][1], at

    def topics(self) -> Rows:
        for cohort in range(self.world.size.cohorts):
            yield f"cohort:{cohort + 1}", self.count(cohort)
        for number in range(self.world.size.members + self.world.size.alone):
            if told := self.world.size.course(number).told:
                yield f"person:{self.world.person_id(number)}", told

    def events(self) -> Rows:
        for cohort in range(self.world.size.cohorts):
            yield from self._of_cohort(cohort)
        for number in attempts.who_submitted(self.world):
            yield from self._of_person(number)

    def _of_cohort(self, cohort: int) -> Rows:
        topic, seq = f"cohort:{cohort + 1}", 0
        for place in range(SEATS):
            seq += 1
            person = self.world.person_id(cohort * rules.MEMBERS + place - 1)
            person = person if place else self.world.facilitator_id(cohort)
            yield topic, seq, "seat.taken", cohort * SEATS + place + 1, person, self._at(cohort, seq), None
        for work, number, key, path in self.paths(cohort):
            seat, person = cohort * SEATS + 2 + number % rules.MEMBERS, self.world.person_id(number)
            for was, became in path:
                seq += 1
                detail = f'{{"was": "{was}", "became": "{became}", "seat_id": {seat}, "requirement_key": "{key}"}}'
                yield topic, seq, "work.moved", work, person, self._at(cohort, seq), detail

    def _of_person(self, number: int) -> Rows:
        person = self.world.person_id(number)
        told: list[tuple[str, int, datetime, str | None]] = []
        for attempt, state, at in attempts.attempts(self.world, number):
            about = attempts.submission_id(number, attempt)
            told.append(("submission.sent", about, at, None))
            told.append(("submission.decided", about, at + attempts.TOLD, f'{{"outcome": "{state}"}}'))
        if self.world.size.course(number).awarded:
            told.append(("award.issued", number + 1, attempts.awarded_at(self.world, number), None))
        for seq, (kind, about, at, detail) in enumerate(told, 1):
            yield f"person:{person}", seq, kind, about, person, at, detail

    def _at(self, cohort: int, seq: int) -> datetime:
        """In the order of their numbers over the weeks of the cohort, and never after now."""
        begun, weeks = self.world.begun(cohort), timedelta(weeks=rules.WEEKS)
        return begun + min(weeks, self.world.now - begun) * (seq / (self.count(cohort) + 1))
