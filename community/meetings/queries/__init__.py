"""Meetings as rows: the list of a cohort, the next one, and what was told of each."""

from community.meetings.queries.meeting_rows import FIELDS as FIELDS
from community.meetings.queries.meeting_rows import Meeting as Meeting
from community.meetings.queries.meeting_rows import add_by_id as add_by_id
from community.meetings.queries.meeting_rows import later_by_id as later_by_id
from community.meetings.queries.meeting_rows import lock_by_id as lock_by_id
from community.meetings.queries.meeting_rows import meeting as meeting
from community.meetings.queries.meeting_rows import set_by_id as set_by_id
from community.meetings.queries.plan_rows import NextMeeting as NextMeeting
from community.meetings.queries.plan_rows import Plan as Plan
from community.meetings.queries.plan_rows import next_meeting as next_meeting
from community.meetings.queries.plan_rows import plan as plan
from community.meetings.queries.plan_rows import plans_by_id as plans_by_id
from community.meetings.queries.plan_rows import public_next_meetings as public_next_meetings
from community.meetings.queries.told_rows import Change as Change
from community.meetings.queries.told_rows import changes_by_id as changes_by_id
from community.meetings.queries.told_rows import since as since
from community.meetings.queries.told_rows import told_by_id as told_by_id
