"""A result beside its rubric: each criterion with its levels, the one that was chosen, what was said of it. Pure."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from community.catalogue import rules as catalogue
from community.catalogue.rules import Criterion, Level
from community.submissions.results.queries import Result
from community.submissions.rules import Verdict


@dataclass(frozen=True)
class Step:
    """A level of one criterion in its words; `is_here`: the one that was chosen."""

    level: Level
    words: str
    is_here: bool


@dataclass(frozen=True)
class Found:
    """One criterion, and what was found of it. `read_again`: met, but its requirement is not (R38)."""

    criterion: Criterion
    name: str  # of its requirement
    verdict: Verdict
    steps: Sequence[Step]
    read_again: bool


@dataclass(frozen=True)
class Lacking:
    """What is missing in one requirement."""

    key: str
    name: str
    says: str


@dataclass(frozen=True)
class Reading:
    """All that was found, in the order of the rubric."""

    found: Sequence[Found]
    missing: Sequence[Lacking]

    @property
    def open(self) -> list[Found]:
        return [one for one in self.found if not one.verdict.met]

    @property
    def met(self) -> list[Found]:
        return [one for one in self.found if one.verdict.met]

    @property
    def stays(self) -> int:
        """How many criteria are met and stay so."""
        return sum(not one.read_again for one in self.met)

    @property
    def first(self) -> tuple[str, str] | None:
        """The requirement to begin with: its key and its name."""
        places = [(one.criterion.requirement_key, one.name) for one in self.open]
        places += [(one.key, one.name) for one in self.missing]
        return places[0] if places else None


def reading(content: dict[str, Any], requirements: Sequence[Any], result: Result) -> Reading:
    """`content` and `requirements` are those of the definition version that was judged."""
    names = {one.key: one.full_name for one in requirements}
    levels = catalogue.levels(content)
    rows = {(one.requirement_key, one.key): one for one in catalogue.criteria(content)}
    short = {verdict.requirement_key for verdict in result.verdicts if not verdict.met}
    order = {place: number for number, place in enumerate(rows)}
    found = [
        Found(
            rows[place],
            names.get(verdict.requirement_key, verdict.requirement_key),
            verdict,
            _steps(levels, rows[place], verdict),
            verdict.met and verdict.requirement_key in short,
        )
        for verdict in result.verdicts
        if (place := (verdict.requirement_key, verdict.criterion_key)) in rows
    ]
    found.sort(key=lambda one: order[one.criterion.requirement_key, one.criterion.key])
    missing = [Lacking(one.requirement_key, names.get(one.requirement_key, ""), one.says) for one in result.missing]
    return Reading(found, missing)


def only(reading: Reading, places: Collection[tuple[str, str]]) -> Reading:
    """These rows of it: (requirement, criterion), and with "" all that is missing in a requirement."""
    found = [one for one in reading.found if (one.criterion.requirement_key, one.criterion.key) in places]
    return Reading(found, [one for one in reading.missing if (one.key, "") in places])


def _steps(levels: Sequence[Level], criterion: Criterion, verdict: Verdict) -> list[Step]:
    """The chosen level and those above it that say something; the best first."""
    steps = []
    for level, words in zip(levels, criterion.texts, strict=True):
        is_here = verdict.level in (level.key, level.name)
        steps.append(Step(level, words, is_here))
        if is_here:
            break
    return [step for step in steps if step.words]
