"""Which condition on data each box has: a key and its SQL, about the row `cohort`, at the instant `:now`.

A slice that brings what a box needs takes the key out of LATER and gives it a line in CONDITIONS.
"""

from community.checklists import implementing
from community.checklists.pieces import (
    DEFINITION,
    IS_PUBLISHED,
    LAST_PLANNED,
    MICRO_CREDENTIAL,
    PLANNED,
    SITS,
    TAKES_PART,
    every_participant,
)

CONDITIONS: dict[str, str] = {
    # plan
    "choose_micro_credential": f"""
        cohort.stack_id is not null or exists (select {DEFINITION} and version.published_at is not null)
    """,
    "check_needs": f"exists (select {DEFINITION} and (not version.needs_students or version.in_school_breaks))",
    "find_facilitator": f"exists (select {SITS} and seat.role = 'facilitator')",
    "earned_before": f"""
        exists (select {SITS} and seat.role = 'helper')
        or exists (
            select {SITS} and seat.role = 'facilitator' and exists (
                select from award where award.person_id = seat.person_id and award.state = 'in_force'
                                    and award.published_at is not null -- until then it is theirs alone (R60)
                                    and award.micro_credential_id = {MICRO_CREDENTIAL}))
    """,  # noqa: S608 (pieces of ours)
    "credit_question": f"""
        exists (
            select from credit_rule where credit_rule.affiliate_id = cohort.affiliate_id
               and credit_rule.place_kind = 'district' and credit_rule.source is not null
               and credit_rule.approved_at is not null and credit_rule.ended_at is null
               and credit_rule.checked_on > cast(cast(:now as timestamptz) - interval '12 months' as date)
               and (credit_rule.micro_credential_id is null or credit_rule.micro_credential_id = {MICRO_CREDENTIAL}))
    """,
    "template_and_dates": f"(select count(*) {PLANNED}) >= greatest(cardinality(cohort.meeting_weeks), 1)",
    "place_and_link": f"""
        exists (select {PLANNED})
        and not exists (select {PLANNED} and meeting.starts_at > :now and meeting.place = '' and meeting.link = '')
    """,
    "capacity": "cohort.capacity between 5 and 40",
    "who_may_join": "cohort.who_may_join = 'everyone' or cohort.refusal_text <> ''",
    # launch
    "publish": IS_PUBLISHED,
    "code": f"{IS_PUBLISHED} and cohort.join_uses_left > 0",
    "answer_requests": f"""
        {IS_PUBLISHED} and not exists (
            select from seat where seat.cohort_id = cohort.id and seat.state = 'requested'
                               and seat.joined_at < :now - interval '72 hours')
    """,
    "five_seats": f"(select count(*) {TAKES_PART}) >= 5",
    "last_seats_mail": f"{IS_PUBLISHED} and (select count(*) {TAKES_PART}) >= cohort.capacity",
    "welcome": f"""
        exists (
            select from message join channel on channel.id = message.channel_id
            join seat on seat.cohort_id = cohort.id and seat.person_id = message.person_id and seat.role = 'facilitator'
            where channel.cohort_id = cohort.id and channel.kind = 'announcements' and message.deleted_at is null
              and message.at < coalesce((select min(meeting.starts_at) {PLANNED}), 'infinity'))
    """,
    "goals_read": f"""(
        select bool_and(answer.read_at is not null) from sign_up_answer as answer
         join sign_up_question as question on question.id = answer.question_id
         where question.cohort_id = cohort.id and question.kind = 'goal'
           and answer.person_id in (select seat.person_id {TAKES_PART}))
    """,  # noqa: S608 (pieces of ours)
    "accounts_work": every_participant(
        "exists (select from session where session.person_id = seat.person_id and session.seen_at >= seat.joined_at)"
    ),
    # implement
    **implementing.CONDITIONS,
    "start_understood": every_participant(
        f"""
        exists (select from application where application.person_id = seat.person_id
                and application.state in ('open', 'submitted', 'earned')
                and application.micro_credential_id = (select version.micro_credential_id {DEFINITION}))
        """
    ),
    "check_in_dated": f"exists (select {PLANNED} and cast(meeting.starts_local as date) > {LAST_PLANNED})",
    "next_one": "exists (select from cohort as copy where copy.copied_from = cohort.id)",
}

# What nothing here knows: mails to a list are sent elsewhere; no page asks who skips the rehearsal, or with whom they
# will read comments; and letters of thanks go out from earners, none from an organizer to who led.
LATER = frozenset({"announce_mail", "reminder_mail", "rehearsals", "plan_for_not_yet", "thanks"})

# Their condition has a second half that only a person can say: "… or the organizer has confirmed …".
SAID = frozenset({"check_needs", "credit_question", "announce_mail", "reminder_mail", "next_one"})
