"""The works and the log, as rows: each cohort's topic from its first seat on, each person's own, without a gap."""

from collections.abc import Iterator
from datetime import datetime, timedelta

import asyncpg

from community.demo.scale import attempts, rules
from community.demo.scale.copying import copy, line
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
            at = self.world.begun(cohort) + self._step(cohort) * self.count(cohort)
            for work, number, key, path in self.paths(cohort):
                yield work, self.world.person_id(number), definition.micro_credential_id, key, path[-1][1], at

    def topics(self) -> Rows:
        for cohort in range(self.world.size.cohorts):
            yield f"cohort:{cohort + 1}", self.count(cohort)
        for number in range(self.world.size.members + self.world.size.alone):
            if told := self.world.size.course(number).told:
                yield f"person:{self.world.person_id(number)}", told

    def events(self) -> Iterator[str]:
        for cohort in range(self.world.size.cohorts):
            yield from self._of_cohort(cohort)
        for number in attempts.who_submitted(self.world):
            yield from self._of_person(number)

    def _of_cohort(self, cohort: int) -> Iterator[str]:
        topic, seq, step = f"cohort:{cohort + 1}", 0, self._step(cohort)
        at = self.world.begun(cohort)
        for place in range(SEATS):
            seq, at = seq + 1, at + step
            person = self.world.person_id(cohort * rules.MEMBERS + place - 1)
            person = person if place else self.world.facilitator_id(cohort)
            yield f"{topic}\t{seq}\tseat.taken\t{cohort * SEATS + place + 1}\t{person}\t{at}\t\\N\n"
        for work, number, key, path in self.paths(cohort):
            seat, person = cohort * SEATS + 2 + number % rules.MEMBERS, self.world.person_id(number)
            where = f'"seat_id": {seat}, "requirement_key": "{key}"}}\n'
            for was, became in path:
                seq, at = seq + 1, at + step
                moved = f'{{"was": "{was.value}", "became": "{became.value}", {where}'
                yield f"{topic}\t{seq}\twork.moved\t{work}\t{person}\t{at}\t{moved}"

    def _of_person(self, number: int) -> Iterator[str]:
        person = self.world.person_id(number)
        told: list[tuple[str, int, datetime, str | None]] = []
        for attempt, state, at in attempts.attempts(self.world, number):
            about = attempts.submission_id(number, attempt)
            told.append(("submission.sent", about, at, None))
            told.append(("submission.decided", about, at + attempts.TOLD, f'{{"outcome": "{state}"}}'))
        if self.world.size.course(number).awarded:
            told.append(("award.issued", number + 1, attempts.awarded_at(self.world, number), None))
        for seq, (kind, about, at, detail) in enumerate(told, 1):
            yield line((f"person:{person}", seq, kind, about, person, at, detail))

    def _step(self, cohort: int) -> timedelta:
        """Between two events, so that all lie in the weeks of the cohort and none after now."""
        weeks = min(timedelta(weeks=rules.WEEKS), self.world.now - self.world.begun(cohort))
        return weeks / (self.count(cohort) + 1)
