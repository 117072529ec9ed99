"""While a case about an attempt is open, nobody but the committee decides of it (R61). Called by cases."""

from datetime import datetime

from community.submissions import queries


async def hold(submission_id: int, at: datetime) -> bool:
    """False where it is decided, or held already."""
    return await queries.hold_by_id(submission_id, at)


async def release(submission_id: int) -> None:
    """Its readers decide again."""
    await queries.release_by_id(submission_id)
