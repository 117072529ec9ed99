"""What comes of what readers found: the pass rule, who decides, what contradicts. Pure (R55 to R57)."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from typing import Any

from community.catalogue import rules as catalogue
from community.catalogue.rules import Criterion, Level
from community.evidence.lengths import count_words
from community.submissions.rules import Remark, Verdict

LEAST_WORDS = 20  # of "what would meet it" (R55)


class Outcome(StrEnum):
    """What the pass rule makes of what is met."""

    EARNED = "earned"
    NOT_YET = "not_yet"


class Category(StrEnum):
    """Why it falls short, in the readers' own few words."""

    EVIDENCE = "evidence"  # not enough of it
    ANOTHER = "another"  # another thing than what was asked
    UNCLEAR = "unclear"  # hard to read or to hear
    REFLECTION = "reflection"  # it says what was done, and little of why
    NAMES = "names"  # names or faces that should not be there
    OTHER = "other"


@dataclass(frozen=True)
class Rubric:
    """What is judged: the criteria of what was handed in, the levels from the highest down, and the pass rule.

    `share` None: all criteria. `stays`: criteria that were met before and are not read again (R38).
    """

    criteria: tuple[Criterion, ...]
    levels: tuple[Level, ...]
    share: Fraction | None = None
    stays: frozenset[str] = frozenset()

    @property
    def to_read(self) -> tuple[Criterion, ...]:
        return tuple(one for one in self.criteria if one.key not in self.stays)

    def level(self, key: str) -> Level | None:
        return next((level for level in self.levels if level.key == key), None)

    def meets(self, key: str) -> bool:
        level = self.level(key)
        return level is not None and level.meets


@dataclass(frozen=True)
class Said:
    """What a reader says of one criterion; `level` "" until one is chosen."""

    criterion_key: str
    level: str = ""
    saw: str = ""
    would_meet: str = ""
    category: str = ""


@dataclass(frozen=True)
class Recommendation:
    """What one reader sent."""

    reader: int
    outcome: Outcome
    said: Mapping[str, Said]  # by criterion


class Lack(StrEnum):
    """What a remark still needs (R55)."""

    LEVEL = "level"
    SAW = "saw"
    WOULD_MEET = "would_meet"


def rubric(content: Mapping[str, Any], handed_in: Collection[str], stays: Collection[str] = ()) -> Rubric:
    """Of a definition, for an attempt with these requirements: one that was left out counts neither way (R57)."""
    whole, rule = dict(content), content["pass_rule"]
    share = Fraction(str(rule["share"])) if rule["kind"] == "share_of_criteria" else None
    criteria = tuple(one for one in catalogue.criteria(whole) if one.requirement_key in handed_in)
    return Rubric(criteria, tuple(catalogue.levels(whole)), share, frozenset(stays))


def outcome(rubric: Rubric, met: Collection[str]) -> Outcome:
    """R57: earned only if the pass rule holds for what is met now or stays met; never where nothing is judged."""
    found = [one for one in rubric.criteria if one.key in met or one.key in rubric.stays]
    needed = all(one in found for one in rubric.criteria if one.must_meet)
    least = Fraction(len(rubric.criteria)) * (Fraction(1) if rubric.share is None else rubric.share)
    return Outcome.EARNED if rubric.criteria and needed and len(found) >= least else Outcome.NOT_YET


def met_by(rubric: Rubric, said: Mapping[str, Said]) -> frozenset[str]:
    """The criteria that this reader found met."""
    return frozenset(one.key for one in rubric.to_read if one.key in said and rubric.meets(said[one.key].level))


def lacks(rubric: Rubric, said: Mapping[str, Said]) -> list[tuple[str, Lack]]:
    """R55: what is left to do before it can be sent, in the rubric's order."""
    found: list[tuple[str, Lack]] = []
    for one in rubric.to_read:
        here = said.get(one.key, Said(one.key))
        if rubric.level(here.level) is None:
            found.append((one.key, Lack.LEVEL))
        elif not rubric.meets(here.level):
            found += [(one.key, Lack.SAW)] if not here.saw.strip() else []
            found += [(one.key, Lack.WOULD_MEET)] if count_words(here.would_meet) < LEAST_WORDS else []
    return found


# --- several readers ---


def differ(sent: Sequence[Recommendation]) -> bool:
    return len({one.outcome for one in sent}) > 1


def is_whole(sent: Sequence[Recommendation], readers: int) -> bool:
    """R56: enough have read; where two differ, a third one has."""
    return any(one.reader == 3 for one in sent) or (len(sent) >= readers and not differ(sent))


def deciding(sent: Sequence[Recommendation]) -> list[Recommendation]:
    """R56: a third reader's decides; else all of them do."""
    third = [one for one in sent if one.reader == 3]
    return third or sorted(sent, key=lambda one: one.reader)


def met_by_all(rubric: Rubric, sent: Sequence[Recommendation]) -> frozenset[str]:
    """R56: what all deciding readers found met."""
    found = [met_by(rubric, one.said) for one in deciding(sent)]
    return frozenset.intersection(*found) if found else frozenset()


def contradictions(rubric: Rubric, sent: Sequence[Recommendation]) -> list[str]:
    """R56: criteria on which an approver says whom to follow, where the earner has something to follow.

    One found it met and another did not, or each says what would meet it.
    """
    readers, met = deciding(sent), met_by_all(rubric, sent)
    if len(readers) < 2 or outcome(rubric, met) is Outcome.EARNED:
        return []
    return [one.key for one in rubric.to_read if one.key not in met]


def verdicts(rubric: Rubric, sent: Sequence[Recommendation], follow: Mapping[str, str]) -> tuple[Verdict, ...]:
    """What the earner reads on each criterion: every remark where it falls short, the lowest level chosen."""
    readers, met = deciding(sent), met_by_all(rubric, sent)
    found = []
    for one in rubric.criteria:
        key, stays = one.key, one.key in rubric.stays
        if stays:
            found.append(Verdict(one.requirement_key, key, True, "", True, ()))
        else:
            level = _lowest(rubric, [reader.said[key].level for reader in readers])
            remarks = _remarks(rubric, sent if key not in met else readers, key)
            found.append(
                Verdict(one.requirement_key, key, key in met, level, False, remarks, follow.get(key, ""))
            )
    return tuple(found)


def _lowest(rubric: Rubric, chosen: Sequence[str]) -> str:
    order = [level.key for level in rubric.levels]  # the highest first
    return max(chosen, key=order.index)


def _remarks(rubric: Rubric, sent: Sequence[Recommendation], key: str) -> tuple[Remark, ...]:
    return tuple(
        Remark(one.reader, said.level, said.saw, said.would_meet, said.category)
        for one in sorted(sent, key=lambda one: one.reader)
        if (said := one.said.get(key)) and (said.saw or said.would_meet)
    )
