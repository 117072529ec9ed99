"""What happens in a case is written into its log, and recorded for who is to hear of it."""

from datetime import datetime

from community.cases import queries
from community.cases.queries import Case
from community.events import record


async def write(case: Case, at: datetime, who: str, *kinds: str, by: int | None = None) -> None:
    """Lines of these kinds, in this order; `who`: desk, committee, person or clock."""
    for kind in kinds:
        await queries.write_line_by_id(case.id, kind, who, by, at)


def tell(case: Case, *kinds: str, by: int | None = None) -> None:
    """Events of these kinds, for whom it concerns, or of one without anybody, for its issuer."""
    topic = f"person:{case.person_id}" if case.person_id else f"issuer:{case.issuer_id}"
    for kind in kinds:
        record(kind, topic, about=case.id, by=by)
