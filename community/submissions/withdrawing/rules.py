"""Who may ask the desk to withdraw an attempt, and when. Pure."""

from typing import Any

from community.submissions.rules import State

LONGEST = 1000  # characters of a reason, and of an answer


def may_ask(submission: Any, last: Any | None) -> bool:
    """Its earner, from the first claim on, which ends that she withdraws it herself, until she hears of a result.

    One asking at a time; after a no the desk may be asked again.
    """
    is_read = submission.state is State.SUBMITTED and submission.is_claimed
    return is_read and (last is None or last.state != "asked")
