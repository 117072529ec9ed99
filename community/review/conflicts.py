"""Who does not read whose work, and why (R52): as conditions in SQL over `application` (its earner) and `reviewer`.

The list comes from what was logged as it happened: seats and memberships, openings of drafts, feedback, letting in.
Whoever rehearses an attempt opens it, by its author's request or by being let in, and is excluded by that. A rehearsal
that is opened by another way brings its own log, and a cause beside `OPENED` that reads it: `CONDITIONS` is the only
place to name it, and a test goes through all of them.
"""

from enum import StrEnum


class Cause(StrEnum):
    """Why somebody is not offered an attempt; they are never told, an approver sees it."""

    SELF = "self"  # it is their own
    AFFILIATE = "affiliate"  # both are, or were, in the same local
    COHORT = "cohort"  # both have, or had, a seat in the same cohort
    FACILITATOR = "facilitator"  # they lead, or led, a cohort of the earner's
    OPENED = "opened"  # they opened a draft of the earner's
    ASKED = "asked"  # they were asked for feedback on one, or gave it
    LET_IN = "let_in"  # they asked to be let in to one, or opened it
    RESULT = "result"  # the earner opened a result to them
    READ = "read"  # they read an attempt of it whose result did not hold (R61)


CONDITIONS = {
    Cause.SELF: "reviewer.person_id = application.person_id",
    Cause.AFFILIATE: """exists (
        select from membership as theirs join membership as own on own.affiliate_id = theirs.affiliate_id
        join affiliate on affiliate.id = theirs.affiliate_id and affiliate.kind = 'local'
        where theirs.person_id = application.person_id and own.person_id = reviewer.person_id)""",
    Cause.COHORT: """exists (
        select from seat as theirs join seat as own on own.cohort_id = theirs.cohort_id
        where theirs.person_id = application.person_id and own.person_id = reviewer.person_id)""",
    Cause.FACILITATOR: """exists (
        select from seat as theirs join seat as own on own.cohort_id = theirs.cohort_id and own.role = 'facilitator'
        where theirs.person_id = application.person_id and own.person_id = reviewer.person_id)""",
    Cause.OPENED: """exists (
        select from draft_opening join feedback_request on feedback_request.id = draft_opening.request_id
        join work on work.id = feedback_request.work_id
        where work.person_id = application.person_id and draft_opening.person_id = reviewer.person_id)""",
    Cause.ASKED: """exists (
        select from feedback join feedback_request on feedback_request.id = feedback.request_id
        join work on work.id = feedback_request.work_id
        where work.person_id = application.person_id and feedback.person_id = reviewer.person_id)""",
    Cause.LET_IN: """exists (
        select from let_in join seat on seat.id = let_in.seat_id
        where seat.person_id = application.person_id and let_in.person_id = reviewer.person_id)""",
    Cause.RESULT: """exists (
        select from opened_to join opened_result on opened_result.id = opened_to.opened_result_id
        join seat on seat.id = opened_result.seat_id
        where seat.person_id = application.person_id and opened_to.person_id = reviewer.person_id)""",
    Cause.READ: """exists (
        select from recommendation join submission as judged on judged.id = recommendation.submission_id
        join application as theirs on theirs.id = judged.application_id
        where theirs.person_id = application.person_id and judged.reread_at is not null
          and recommendation.person_id = reviewer.person_id)""",
}
ANY = "(" + " or ".join(CONDITIONS.values()) + ")"
EACH = (
    "array_remove(array["
    + ", ".join(f"case when {condition} then '{cause}' end" for cause, condition in CONDITIONS.items())
    + "], null)"
)
