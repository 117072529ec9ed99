"""The conditions of the boxes that are about the work together: notes, meetings, dates, attempts (R22)."""

from community.checklists.pieces import HAS_BEGUN, HELD, MICRO_CREDENTIAL, TAKES_PART, every_participant, written_since
from community.feedback.content import COUNTS_AS

# Feedback that was sent in this cohort, and has a note.
_SENT = """
from feedback join feedback_request as request on request.id = feedback.request_id
join work on work.id = request.work_id
where request.cohort_id = cohort.id and feedback.state = 'sent'
  and exists (select from note where note.feedback_id = feedback.id)
"""
_HER_ARTIFACT = """
work.person_id = seat.person_id and exists (
    select from requirement where requirement.definition_version_id = cohort.definition_version_id
                              and requirement.key = work.requirement_key and requirement.kind = 'artifact')
"""
_ASKS_ABOUT_AN_ARTIFACT = f"""
exists (select from feedback_request as request join work on work.id = request.work_id
        where request.cohort_id = cohort.id and {_HER_ARTIFACT})
"""
# The last step of this `seat`, as the page of who leads counts it (overview): else its first day here.
_LAST_STEP = f"""
coalesce(
    (select max(greatest(work.changed_at, work.saved_at)) from work
     where work.person_id = seat.person_id and work.micro_credential_id = {MICRO_CREDENTIAL}
       and work.state <> 'not_started'),
    greatest(seat.joined_at, cast(cohort.starts_on as timestamp) at time zone cohort.time_zone))
"""  # noqa: S608 (pieces of ours)
_HER_APPLICATION = f"""
from application where application.person_id = seat.person_id
                   and application.micro_credential_id = {MICRO_CREDENTIAL}
"""
_IS_SENT = """
exists (select from submission where submission.application_id = application.id and submission.state <> 'taken_back')
"""
# Results are known to who leads only where their earner opens them (R64): of others this box says nothing.
_LEFT_ALONE = f"""
exists (
    select from opened_result join submission on submission.id = opened_result.submission_id
    where opened_result.seat_id = seat.id and submission.state in ('not_yet', 'returned_incomplete')
      and submission.told_at <= :now - interval '72 hours'
      and exists (
          select from opened_to join seat as guide on guide.person_id = opened_to.person_id
          where opened_to.opened_result_id = opened_result.id and guide.cohort_id = cohort.id
            and guide.role = 'facilitator')
      and not exists (
          select from work where work.person_id = seat.person_id and work.saved_at > submission.told_at
                             and work.micro_credential_id = {MICRO_CREDENTIAL})
      and not exists (
          select from submission as next where next.application_id = submission.application_id
                                           and next.id > submission.id)
      and not exists (
          select from result_note join seat as guide on guide.person_id = result_note.person_id
          where result_note.opened_result_id = opened_result.id and guide.cohort_id = cohort.id
            and guide.role = 'facilitator')
      and not {written_since("submission.told_at")})
"""  # noqa: S608 (pieces of ours)

CONDITIONS = {
    "first_notes": every_participant(
        f"exists (select {_SENT} and feedback.person_id = seat.person_id)"
        f" and exists (select {_SENT} and work.person_id = seat.person_id)"
    ),
    "attendance": f"""
        exists (select {HELD}) and not exists (
            select {HELD} and exists (
                select {TAKES_PART} and seat.joined_at <= meeting.starts_at and not exists (
                    select from attendance where attendance.meeting_id = meeting.id and attendance.mark <> 'unmarked'
                                             and attendance.person_id = seat.person_id)))
    """,  # noqa: S608 (pieces of ours)
    "recap": f"""
        exists (select {HELD})
        and not exists (select {HELD} and not exists (select from recap where recap.meeting_id = meeting.id))
    """,  # noqa: S608 (pieces of ours)
    "quiet_people": f"""
        {HAS_BEGUN} and not exists (
            select {TAKES_PART} and {_LAST_STEP} <= :now - interval '14 days'
               and not exists (select {_HER_APPLICATION} and application.state in ('submitted', 'earned'))
               and not {written_since(_LAST_STEP)})
    """,
    "nobody_waits": f"""
        {HAS_BEGUN} and not exists (
            select from feedback_request as request
            where request.cohort_id = cohort.id and request.ended_at is null and request.until_at > :now
              and request.opened_at <= :now - interval '48 hours' and not exists (
                  select from feedback where feedback.request_id = request.id
                                         and feedback.state in ('reading', 'sent')))
    """,  # noqa: S608 (pieces of ours)
    "two_readers": f"""
        exists (select {TAKES_PART} and {_ASKS_ABOUT_AN_ARTIFACT}) and not exists (
            select {TAKES_PART} and {_ASKS_ABOUT_AN_ARTIFACT}
               and (select count(distinct feedback.person_id) {_SENT} and {_HER_ARTIFACT}) < 2)
    """,
    "balance": f"""(
        select max(given) > 0 and max(given) - min(given) <= 1 from (
            select coalesce((
                select sum({COUNTS_AS})
                from feedback join feedback_request as request on request.id = feedback.request_id
                where feedback.person_id = seat.person_id and request.cohort_id = cohort.id
                  and feedback.state = 'sent'), 0) as given
            from seat where seat.cohort_id = cohort.id and seat.state = 'active'
                        and seat.role in ('participant', 'helper')
                        and not exists (select from reading_pause where reading_pause.seat_id = seat.id)) as willing)
    """,  # noqa: S608
    "classroom_dates": every_participant(
        f"""
        exists (
            select from milestone join requirement on requirement.key = milestone.requirement_key
            where milestone.person_id = seat.person_id and milestone.micro_credential_id = {MICRO_CREDENTIAL}
              and requirement.definition_version_id = cohort.definition_version_id and requirement.kind = 'artifact')
        """
    ),
    # The latest safe date is the window's end less 42 days (R25), and near 14 days before.
    "safe_dates": f"""
        {HAS_BEGUN} and not exists (
            select {TAKES_PART} and exists (
                select {_HER_APPLICATION} and application.state = 'open' and not {_IS_SENT}
                   and application.expires_at - interval '56 days' <= :now
                   and not {written_since("application.expires_at - interval '56 days'")}))
    """,
    "submitted": f"""(
        select count(*) > 0 and 3 * count(*) filter (where {_IS_SENT}) >= 2 * count(*)
        from application where application.person_id in (select seat.person_id {TAKES_PART})
                           and application.state in ('open', 'submitted', 'earned')
                           and application.micro_credential_id = {MICRO_CREDENTIAL})
    """,  # noqa: S608 (pieces of ours)
    "not_yet_answered": f"{HAS_BEGUN} and not exists (select {TAKES_PART} and {_LEFT_ALONE})",
}
