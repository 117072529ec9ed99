"""Opened results: for their earner, for whom she chose, for the feed."""

from community.submissions.opening.queries.opened_rows import Chosen as Chosen
from community.submissions.opening.queries.opened_rows import Note as Note
from community.submissions.opening.queries.opened_rows import Opened as Opened
from community.submissions.opening.queries.opened_rows import is_earned as is_earned
from community.submissions.opening.queries.opened_rows import notes_of as notes_of
from community.submissions.opening.queries.opened_rows import opened as opened
from community.submissions.opening.queries.opened_rows import opened_by as opened_by
from community.submissions.opening.queries.opened_rows import opened_by_id as opened_by_id
from community.submissions.opening.queries.opened_rows import opened_in as opened_in
from community.submissions.opening.queries.opened_rows import opened_of as opened_of
from community.submissions.opening.queries.opened_rows import own_opened as own_opened
from community.submissions.opening.queries.opened_rows import rows as rows
from community.submissions.opening.queries.opened_rows import shown as shown
from community.submissions.opening.queries.told_rows import audiences_by_id as audiences_by_id
from community.submissions.opening.queries.told_rows import over_by_id as over_by_id
from community.submissions.opening.queries.writing_rows import add as add
from community.submissions.opening.queries.writing_rows import add_look as add_look
from community.submissions.opening.queries.writing_rows import add_note as add_note
from community.submissions.opening.queries.writing_rows import end_by_id as end_by_id
