"""Which condition on data each box has: a key and its SQL, about the row `cohort`, at the instant `:now`.

A slice that brings what a box needs takes the key out of LATER and gives it a line in CONDITIONS.
"""

_SITS = "from seat where seat.cohort_id = cohort.id and seat.state = 'active'"
_TAKES_PART = f"{_SITS} and seat.role = 'participant'"
_IS_PUBLISHED = "cohort.state <> 'draft'"
_PLANNED = "from meeting where meeting.cohort_id = cohort.id and meeting.state <> 'cancelled'"
_DEFINITION = "from definition_version as version where version.id = cohort.definition_version_id"
# The day of the last meeting of its rhythm (cohorts/rhythm.py): null without one.
_LAST_PLANNED = """
cohort.starts_on + (cohort.weekday - cast(extract(isodow from cohort.starts_on) as integer) + 8) % 7
                 + 7 * ((select max(week) from unnest(cohort.meeting_weeks) as week) - 1)
"""


def _every_participant(does: str) -> str:
    """Each active participant, of whom there is at least one."""
    return f"exists (select {_TAKES_PART}) and not exists (select {_TAKES_PART} and not ({does}))"


CONDITIONS: dict[str, str] = {
    # plan
    "choose_micro_credential": f"""
        cohort.stack_id is not null or exists (select {_DEFINITION} and version.published_at is not null)
    """,
    "check_needs": f"exists (select {_DEFINITION} and (not version.needs_students or version.in_school_breaks))",
    "find_facilitator": f"exists (select {_SITS} and seat.role = 'facilitator')",
    "earned_before": f"exists (select {_SITS} and seat.role = 'helper')",
    "template_and_dates": f"(select count(*) {_PLANNED}) >= greatest(cardinality(cohort.meeting_weeks), 1)",
    "place_and_link": f"""
        exists (select {_PLANNED})
        and not exists (select {_PLANNED} and meeting.starts_at > :now and meeting.place = '' and meeting.link = '')
    """,
    "capacity": "cohort.capacity between 5 and 40",
    "who_may_join": "cohort.who_may_join = 'everyone' or cohort.refusal_text <> ''",
    # launch
    "publish": _IS_PUBLISHED,
    "code": f"{_IS_PUBLISHED} and cohort.join_uses_left > 0",
    "answer_requests": f"""
        {_IS_PUBLISHED} and not exists (
            select from seat where seat.cohort_id = cohort.id and seat.state = 'requested'
                               and seat.joined_at < :now - interval '72 hours')
    """,
    "five_seats": f"(select count(*) {_TAKES_PART}) >= 5",
    "last_seats_mail": f"{_IS_PUBLISHED} and (select count(*) {_TAKES_PART}) >= cohort.capacity",
    "welcome": f"""
        exists (
            select from message join channel on channel.id = message.channel_id
            join seat on seat.cohort_id = cohort.id and seat.person_id = message.person_id and seat.role = 'facilitator'
            where channel.cohort_id = cohort.id and channel.kind = 'announcements' and message.deleted_at is null
              and message.at < coalesce((select min(meeting.starts_at) {_PLANNED}), 'infinity'))
    """,
    "goals_read": f"""(
        select bool_and(answer.read_at is not null) from sign_up_answer as answer
         join sign_up_question as question on question.id = answer.question_id
         where question.cohort_id = cohort.id and question.kind = 'goal'
           and answer.person_id in (select seat.person_id {_TAKES_PART}))
    """,  # noqa: S608 (pieces of ours)
    "accounts_work": _every_participant(
        "exists (select from session where session.person_id = seat.person_id and session.seen_at >= seat.joined_at)"
    ),
    # implement
    "start_understood": _every_participant(
        f"""
        exists (select from application where application.person_id = seat.person_id
                and application.state in ('open', 'submitted', 'earned')
                and application.micro_credential_id = (select version.micro_credential_id {_DEFINITION}))
        """
    ),
    "check_in_dated": f"exists (select {_PLANNED} and cast(meeting.starts_local as date) > {_LAST_PLANNED})",
    "next_one": "exists (select from cohort as copy where copy.copied_from = cohort.id)",
}

# What they stand on comes with later slices: submissions, review, feedback, attendance, recaps, letters.
LATER = frozenset({
    *("credit_question", "announce_mail", "reminder_mail"),
    *("first_notes", "attendance", "recap", "quiet_people", "nobody_waits", "two_readers", "balance"),
    *("classroom_dates", "safe_dates", "rehearsals", "submitted", "plan_for_not_yet", "not_yet_answered", "thanks"),
})

# Their condition has a second half that only a person can say: "… or the organizer has confirmed …".
SAID = frozenset({"check_needs", "credit_question", "announce_mail", "reminder_mail", "next_one"})
