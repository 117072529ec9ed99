"""Who was supported. Pure."""

from datetime import timedelta

FORTNIGHT = timedelta(days=14)  # in a seat before the first attempt, so that one was supported

# What the log says when a first attempt, or what came of one, may be another than before; and what it is about.
ABOUT_ATTEMPTS = frozenset(
    {"submission.sent", "submission.taken_back", "submission.withdrawn", "submission.decided"}
)
ABOUT_AWARDS = frozenset({"award.issued", "award.stands"})
ATTENDED = "attendance.marked"
ABOUT_MEETINGS = frozenset({"meeting.moved", "meeting.changed", "meeting.cancelled"})  # about a version of one
