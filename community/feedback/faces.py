"""The people whom rows name, and who of them is named no more."""

from community.people import queries as people
from community.people.queries import Person


async def faces_of(rows: list[dict]) -> dict[int, Person]:
    """The persons whom these rows name."""
    ids = sorted({row["person_id"] for row in rows if row["person_id"]})
    return await people.people_by_id(ids) if ids else {}


def giver_of(row: dict, faces: dict[int, Person]) -> Person | None:
    """Who gave it; None for a former member who wishes no name (R21)."""
    return None if row["unnamed"] else faces.get(row["person_id"])
