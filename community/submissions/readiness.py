"""Whether all is there that has to be (F83): one look over all requirements, each thing with where it is mended."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from community.evidence import rules as evidence
from community.evidence.artifacts import queries as artifacts
from community.evidence.artifacts.queries import Artifact
from community.evidence.lengths import Range, against_range
from community.evidence.needing import Need, checks
from community.evidence.queries import Standing, Work
from community.evidence.rules import BEGUN
from community.evidence.scrub import actions as scrub
from community.people.queries import Person
from community.submissions import queries
from community.submissions.queries import Open
from community.submissions.rules import Hint, Must, Point
from community.uploads.kinds import State as FileState


@dataclass(frozen=True)
class Readiness:
    """What is missing, and what would help. `files`: how many go along."""

    missing: Sequence[Point]
    hints: Sequence[Point]
    files: int

    @property
    def is_ready(self) -> bool:
        return not self.missing

    def of(self, must: Must) -> list[Point]:
        return [point for point in self.missing if point.what is must]


async def readiness(person: Person, standing: Standing) -> Readiness:
    """Of all that would be submitted now: what is required, and what is optional and begun (R30, R57).

    What is met goes along as it was judged.
    """
    wanted = [one for one in asked_of(standing) if standing.work(one.key).state is not evidence.State.MET]
    works = [standing.work(one.key) for one in wanted if standing.work(one.key).id]
    files = await artifacts.artifacts_of(person, works)
    names = await scrub.check_all(person, {work: work.text for work in works})
    open_ = {one.work_id: one for one in await queries.open_things(person, standing.definition.micro_credential_id)}
    states = {key: work.state for key, work in standing.works.items()}
    missing: list[Point] = []
    hints: list[Point] = []
    for one in wanted:
        work = standing.work(one.key)
        place = f"/work/{standing.definition.code}/{one.key}"
        mine = files.get(work.id, [])
        missing += _of_needs(one, work, len(mine), states, place)
        missing += [Point(Must.NAMES, one.key, len(names[work.id]), f"{place}/names")] if names.get(work.id) else []
        missing += _of_files(one.key, mine)
        around = open_.get(work.id, Open(work.id))
        missing += [Point(Must.TEXTS, one.key, around.waiting, place)] if around.waiting else []
        hints += _hints(one, work, around, place)
    order = list(Must)
    missing.sort(key=lambda point: order.index(point.what))  # type: ignore[arg-type]
    return Readiness(missing, hints, sum(len(mine) for mine in files.values()))


def asked_of(standing: Standing) -> list[Any]:
    """The requirements that an attempt made now consists of."""
    return [one for one in standing.requirements if not one.optional or standing.work(one.key).state in BEGUN]


def _of_needs(one: Any, work: Work, files: int, states: Mapping[str, evidence.State], place: str) -> list[Point]:
    open_ = [check.need for check in checks(one, work.text, files, states) if not check.done]
    found = [Point(Must.LIMITS, one.key, address=place)] if Need.LIMIT in open_ else []
    if set(open_) - {Need.LIMIT} or work.state not in BEGUN:
        found.append(Point(Must.COMPLETE, one.key, address=place))
    return found


def _of_files(key: str, files: Sequence[Artifact]) -> list[Point]:
    found = []
    for file in files:
        if file.state != FileState.READY:
            found.append(Point(Must.FILES, key, address=file.address))
        elif file.needs_words:
            found.append(Point(Must.WORDS, key, address=file.address))
        elif not file.may_be_shown:
            found.append(Point(Must.RELEASES, key, address=file.address))
    return found


def _hints(one: Any, work: Work, around: Open, place: str) -> list[Point]:
    found = []
    where = against_range(work.words, one.min_words, one.max_words)
    if one.limit_kind != "hard" and where in (Range.BELOW, Range.ABOVE):
        found.append(Point(Hint.RANGE, one.key, work.words, place))
    for hint, count in ((Hint.LINKS, around.links), (Hint.NOTES, around.notes), (Hint.ASKING, around.asking)):
        if count:
            found.append(Point(hint, one.key, count, place))
    return found
