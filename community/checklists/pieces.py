"""What conditions on data are made of: pieces of SQL about the row `cohort`, at the instant `:now`."""

SITS = "from seat where seat.cohort_id = cohort.id and seat.state = 'active'"
TAKES_PART = f"{SITS} and seat.role = 'participant'"
IS_PUBLISHED = "cohort.state <> 'draft'"
PLANNED = "from meeting where meeting.cohort_id = cohort.id and meeting.state <> 'cancelled'"
DEFINITION = "from definition_version as version where version.id = cohort.definition_version_id"
# The day of the last meeting of its rhythm (cohorts/rhythm.py): null without one.
LAST_PLANNED = """
cohort.starts_on + (cohort.weekday - cast(extract(isodow from cohort.starts_on) as integer) + 8) % 7
                 + 7 * ((select max(week) from unnest(cohort.meeting_weeks) as week) - 1)
"""


def every_participant(does: str) -> str:
    """Each active participant, of whom there is at least one."""
    return f"exists (select {TAKES_PART}) and not exists (select {TAKES_PART} and not ({does}))"


# What it is about, and whether it has begun: before that nobody waits and nobody is quiet.
MICRO_CREDENTIAL = f"(select version.micro_credential_id {DEFINITION})"
HAS_BEGUN = "cohort.state in ('running', 'finishing', 'closed')"
HELD = """
from meeting where meeting.cohort_id = cohort.id and meeting.state <> 'cancelled'
               and meeting.starts_at + meeting.minutes * interval '1 minute' <= :now
"""


def written_since(at: str) -> str:
    """Who leads has written to this `seat` alone, by a letter from their page or in a private thread."""
    return f"""(
        exists (select from nudge where nudge.seat_id = seat.id and nudge.at >= {at})
        or exists (
            select from party join channel on channel.id = party.channel_id and channel.kind = 'private'
            join message on message.channel_id = channel.id and message.deleted_at is null and message.at >= {at}
            join seat as guide on guide.cohort_id = cohort.id and guide.person_id = message.person_id
                              and guide.role = 'facilitator'
            where party.person_id = seat.person_id and channel.cohort_id = cohort.id))"""  # noqa: S608 (pieces of ours)
