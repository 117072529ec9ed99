"""What is told of an invitation by mail: to who leads, never with its address."""

from dataclasses import dataclass

from community import events
from community.cohorts.queries import Cohort


@dataclass(frozen=True)
class Asked:
    """Detail of what happens to an invitation: in which cohort, for what; the address is no business of the log."""

    cohort_id: int
    role: str


def tell(kind: str, cohort: Cohort, invitation_id: int, role: str, by: int) -> None:
    """To who leads."""
    events.record(kind, cohort.line_topic, about=invitation_id, by=by, detail=Asked(cohort.id, role))
