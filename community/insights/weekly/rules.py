"""What a week's letter says: nothing of fewer than five people (R65). Pure."""

from dataclasses import dataclass
from datetime import date, timedelta

from community.insights.rules import told

HOUR = timedelta(hours=8)  # on Monday, where the reader lives
LATE = timedelta(days=2)  # after that the week's letter is not made any more


@dataclass(frozen=True)
class Summary:
    """One affiliate's week, up to the Monday on which the letter was made."""

    id: int
    person_id: int
    affiliate_id: int
    affiliate: str
    week: date
    running: int = 0
    begins: int = 0
    people: int = 0
    meetings: int = 0
    submitted: int = 0
    awarded: int = 0

    @property
    def address(self) -> str:
        return f"/affiliates/{self.affiliate_id}/insights"

    @property
    def people_told(self) -> int | None:
        return told(self.people)

    @property
    def submitted_told(self) -> int | None:
        return told(self.submitted)

    @property
    def awarded_told(self) -> int | None:
        return told(self.awarded)
