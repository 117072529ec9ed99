"""How an award comes to be: its random number, its place in a status list, the job that signs it."""

from dataclasses import dataclass
from datetime import datetime

from community import chance, jobs, numbers
from community.awards import queries, rules
from community.events import record

MOST_DRAWS = 20  # of a place in a status list that is at most half full


@dataclass(frozen=True)
class For:
    """Who is awarded what, by whom."""

    person_id: int
    issuer_id: int
    micro_credential_id: int | None = None
    definition_version_id: int | None = None
    stack_id: int | None = None
    submission_number: str = ""


async def make(for_: For, at: datetime) -> tuple[str, int | None]:
    """The award's number, and its id if it was made just now. Two at the same instant wait for one another."""
    status_list_id = await queries.open_list_by_id(for_.issuer_id)
    for _draw in range(MOST_DRAWS):
        number = numbers.draw()
        award_id = await queries.add_by_id(
            number=number,
            at=at,
            subject=chance.uuid(),
            salt=chance.hexadecimal(16),
            status_list_id=status_list_id,
            status_index=chance.below(rules.LIST_SIZE),
            **vars(for_),
        )
        if award_id is not None:
            return number, award_id
        held = await queries.held_number_by_id(for_.person_id, for_.micro_credential_id, for_.stack_id)
        if held is not None:
            return held, None
    raise RuntimeError("no free place in the status list")


async def begin(award_id: int, number: str, person_id: int) -> None:
    """Tell it, and have it signed."""
    record("award.issued", f"person:{person_id}", about=award_id)
    await jobs.later("awards.sign", {"award": number}, key=f"award {number}")
