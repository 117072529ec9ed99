"""What is shown of a possible name: each word once, with the places where it stands and what is around it. Pure."""

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from community.evidence.scrub.reading import Word, fold

AROUND = 48  # characters of a sentence shown on each side
MOST_PLACES = 5  # shown of one word
MOST_FINDINGS = 200
LONGEST = 200  # characters of a finding
LONGEST_KEY = 400
INSIDE = "inside:"  # begins the key of what is written inside a file: its answer holds there only
SPACES = (" ", "\u00a0")
ADDRESS = re.compile(r"\S+")


class Why(StrEnum):
    """Why a word is on the list; the first that holds is told."""

    OWN = "own"
    TYPED = "typed"
    COHORT = "cohort"
    LOOKS = "looks"
    WHO = "who"  # made a file
    WHERE = "where"  # it was made


@dataclass(frozen=True)
class Place:
    """Where a word stands, with what is around it; `paragraph` counts from 1, 0 in the name of the file at `file`.

    `inside`: which of the things written inside that file says it, such as "author".
    """

    paragraph: int
    before: str
    word: str
    after: str
    file: str = ""
    inside: str = ""


@dataclass(frozen=True)
class Finding:
    """Words side by side. `key` is what an answer is stored for; it stands there `times`, `places` are some of them."""

    key: str
    word: str
    why: Why
    times: int
    places: tuple[Place, ...]

    @property
    def is_inside(self) -> bool:
        """Whether it is written inside a file, where others never read it."""
        return self.key.startswith(INSIDE)


@dataclass(frozen=True, slots=True)
class Run:
    start: int
    end: int
    key: str
    why: Why


def runs(text: str, read: Sequence[Word], marked: Sequence[Why | None]) -> list[Run]:
    """What is to be shown: words that were marked, those side by side as one, and addresses of mail."""
    addresses = _addresses(text)
    return [*_outside(addresses, _words(text, read, marked)), *addresses]


def _words(text: str, read: Sequence[Word], marked: Sequence[Why | None]) -> list[Run]:
    """Marked words that stand side by side are one name: "Miller Creek"."""
    runs: list[Run] = []
    order = list(Why)
    for word, why in zip(read, marked, strict=True):
        if why is None:
            continue
        last = runs[-1] if runs else None
        if last and word.end - last.start <= LONGEST and text[last.end : word.start] in SPACES:
            key = f"{last.key} {word.folded}"[:LONGEST_KEY]
            runs[-1] = Run(last.start, word.end, key, min(last.why, why, key=order.index))
        else:
            runs.append(Run(word.start, word.end, word.folded[:LONGEST_KEY], why))
    return runs


def _addresses(text: str) -> list[Run]:
    """Addresses of mail: they hold a name more often than not."""
    if "@" not in text:
        return []
    return [
        Run(run.start(), run.end(), fold(run[0].strip(".,;:()<>[]\"'"))[:LONGEST_KEY], Why.LOOKS)
        for run in ADDRESS.finditer(text)
        if "@" in run[0][1:-1] and "." in run[0].rpartition("@")[2].strip(".")
    ]


def _outside(addresses: list[Run], runs: list[Run]) -> list[Run]:
    """The runs that stand in no address: what holds them is shown already."""
    starts = [address.start for address in addresses]
    found = []
    for run in runs:
        place = bisect_right(starts, run.start) - 1
        if place < 0 or run.start >= addresses[place].end:
            found.append(run)
    return found


def together(lists: Sequence[Sequence[Finding]]) -> list[Finding]:
    """What was found in several places as one list: each word once, for the strongest reason."""
    found: dict[str, Finding] = {}
    order = list(Why)
    for finding in (finding for each in lists for finding in each):
        first = found.get(finding.key)
        found[finding.key] = finding if first is None else replace(
            first,
            why=min(first.why, finding.why, key=order.index),
            times=first.times + finding.times,
            places=(*first.places, *finding.places)[:MOST_PLACES],
        )
    return list(found.values())


def at_file(findings: Sequence[Finding], file: str) -> list[Finding]:
    """The same, found in what is said of the file at this address."""
    return [
        replace(finding, places=tuple(replace(place, file=file) for place in finding.places)) for finding in findings
    ]


def gathered(text: str, runs: list[Run]) -> list[Finding]:
    times = Counter(run.key for run in runs)
    shown: dict[str, list[Run]] = {}
    for run in sorted(runs, key=lambda run: run.start):
        if len(shown) < MOST_FINDINGS or run.key in shown:
            shown.setdefault(run.key, []).append(run)
    chosen = sorted((run for found in shown.values() for run in found[:MOST_PLACES]), key=lambda run: run.start)
    places: dict[str, list[Place]] = {key: [] for key in shown}
    paragraph, at = 1, 0
    for run in chosen:
        paragraph += len(re.findall(r"\S[^\S\n]*\n", text[at : run.start]))
        at = run.start
        places[run.key].append(_place(text, run, paragraph))
    order = list(Why)
    return [
        Finding(
            key, places[key][0].word, min((run.why for run in found), key=order.index), times[key], tuple(places[key])
        )
        for key, found in shown.items()
    ]


def _place(text: str, run: Run, paragraph: int) -> Place:
    end = min(run.end, run.start + LONGEST)
    before, after = text[max(0, run.start - AROUND) : run.start], text[end : end + AROUND]
    before, after = before.rpartition("\n")[2], after.partition("\n")[0]
    if run.start > AROUND and len(before) == AROUND:
        before = "… " + before.partition(" ")[2]
    if len(after) == AROUND and end + AROUND < len(text):
        after = after.rpartition(" ")[0] + " …"
    return Place(paragraph, before, text[run.start : end], after)
