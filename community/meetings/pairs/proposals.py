"""The pairs of a meeting for who facilitates: as they are agreed, or as they are proposed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from community.cohorts.queries import Place, Seat
from community.meetings.pairs import queries, rules
from community.meetings.pairs.rules import Candidate
from community.meetings.queries import Meeting


@dataclass(frozen=True)
class Proposal:
    """`numbers`: {seat: number of its pair}. `others` are in none. `agreed`: somebody has agreed them."""

    pairs: Sequence[Sequence[Candidate]]
    numbers: Mapping[int, int]
    others: Sequence[Candidate]
    candidates: Sequence[Candidate]
    agreed: bool
    version: int


async def proposal(place: Place, seat: Seat, meeting: Meeting, anew: bool = False) -> Proposal:
    """What is agreed; proposed where nothing is, or `anew`."""
    candidates = await queries.candidates(seat, meeting)
    agreed = await queries.pairs(place, meeting)
    stands = bool(agreed.pairs) and not anew
    if stands:
        by_seat = {one.seat_id: one for one in candidates}
        pairs = [[by_seat[one] for one in sorted(pair.seats) if one in by_seat] for pair in agreed.pairs]
    else:
        pairs, _left = rules.propose(candidates, await queries.apart(seat), await queries.before(seat, meeting))
    numbers = {one.seat_id: number for number, pair in enumerate(pairs, 1) for one in pair}
    others = [one for one in candidates if one.seat_id not in numbers]
    return Proposal(pairs, numbers, others, candidates, stands, agreed.version)
