"""Who may read whom at a meeting, and what is proposed (R42). Pure."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from community.people import faces

MOST = 3  # in one pair: two, and one more who would be alone

Two = frozenset[int]  # of seats


@dataclass(frozen=True)
class Candidate(faces.Drawn):
    """Somebody who works or helps here, as a facilitator knows them.

    `works`: a participant. `waits`: asks, and nobody reads it. `has_draft`: something is begun. `has_time`: did not say
    "not now". `given`: how many readings they gave here. `answer`: what they said of this meeting's time.
    """

    seat_id: int
    person_id: int
    name: str
    called: str
    picture: str
    works: bool
    waits: bool
    has_draft: bool
    has_time: bool
    given: float
    answer: str

    @property
    def comes(self) -> bool:
        """As far as one knows."""
        return self.answer != "cannot"


def can_agree(meeting: Any, now: datetime, is_closed: bool) -> bool:
    """Until the meeting is over: who comes late is still put with somebody."""
    return not is_closed and not meeting.is_cancelled and now < meeting.ends_at


def can_open(pair: Any, seat_id: int, meeting: Any, now: datetime, is_closed: bool) -> bool:
    """While the pair stands, with somebody else in it, and its meeting is not over."""
    stands = pair.ended_at is None and bool(pair.others(seat_id))
    return stands and can_agree(meeting, now, is_closed)


def may_agree(place: Any, meeting: Any, now: datetime) -> bool:
    """A facilitator's seat: from an organizer's desk one sees no states."""
    facilitates = place.seat is not None and place.seat.is_facilitator
    return facilitates and can_agree(meeting, now, place.cohort.is_closed)


def by_need(candidates: Iterable[Candidate]) -> list[Candidate]:
    """Who needs a reader comes first: who waits for one, who has a draft, who has given most; then in a fixed order."""

    def need(one: Candidate) -> tuple[bool, bool, bool, float, int]:
        return not one.waits, not one.has_draft, not one.works, -one.given, one.seat_id

    return sorted(candidates, key=need)


def may_pair(one: Candidate, other: Candidate, apart: Collection[Two]) -> bool:
    """R42: never who is kept from whom, nor with themself; and one of the two has work that can be read."""
    two = frozenset({one.seat_id, other.seat_id})
    return len(two) == 2 and two not in apart and (one.works or other.works)


def propose(
    candidates: Iterable[Candidate], apart: Collection[Two], before: Mapping[Two, int]
) -> tuple[list[list[Candidate]], list[Candidate]]:
    """Pairs of who comes and has time, and who stays alone.

    Who needs a reader most is put first, with whom they read least often `before`. Who is left makes a three of a pair
    where nobody is kept from them, else stays.
    """
    free = by_need(one for one in candidates if one.comes and one.has_time)
    pairs: list[list[Candidate]] = []
    alone = []
    while free:
        one = free.pop(0)
        able = [other for other in free if may_pair(one, other, apart)]
        if able:
            other = min(able, key=lambda other: before.get(frozenset({one.seat_id, other.seat_id}), 0))
            free.remove(other)
            pairs.append([one, other])
        else:
            alone.append(one)
    left = []
    for one in alone:
        fitting = (pair for pair in pairs if len(pair) < MOST and all(may_pair(one, other, apart) for other in pair))
        pair = next(fitting, None)
        if pair:
            pair.append(one)
        else:
            left.append(one)
    return pairs, left


def wrong(
    chosen: Mapping[int, int], candidates: Sequence[Candidate], apart: Collection[Two]
) -> tuple[set[int], set[int], set[int]]:
    """Of {seat: number of a pair}: the seats alone in theirs, in one too large, and those that cannot be together."""
    sizes = Counter(chosen.values())
    known = {one.seat_id: one for one in candidates}
    alone = {seat_id for seat_id, number in chosen.items() if sizes[number] == 1}
    many = {seat_id for seat_id, number in chosen.items() if sizes[number] > MOST}
    unfit = {
        seat_id
        for seat_id, number in chosen.items()
        for other, same in chosen.items()
        if other != seat_id and same == number and not may_pair(known[seat_id], known[other], apart)
    }
    return alone, many, unfit


def grouped(chosen: Mapping[int, int]) -> set[frozenset[int]]:
    """The same as sets of seats."""
    return {
        frozenset(seat_id for seat_id, same in chosen.items() if same == number) for number in set(chosen.values())
    }
