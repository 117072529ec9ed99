"""Attempts, what was frozen with them, and what is open around the work; read by their earner only."""

from community.submissions.queries.around_rows import Open as Open
from community.submissions.queries.around_rows import open_things as open_things
from community.submissions.queries.frozen_rows import FrozenFile as FrozenFile
from community.submissions.queries.frozen_rows import FrozenWork as FrozenWork
from community.submissions.queries.frozen_rows import add_files as add_files
from community.submissions.queries.frozen_rows import add_works as add_works
from community.submissions.queries.frozen_rows import frozen_file as frozen_file
from community.submissions.queries.frozen_rows import frozen_files as frozen_files
from community.submissions.queries.frozen_rows import frozen_works as frozen_works
from community.submissions.queries.settled_rows import Settled as Settled
from community.submissions.queries.settled_rows import add_missing_by_id as add_missing_by_id
from community.submissions.queries.settled_rows import add_verdicts_by_id as add_verdicts_by_id
from community.submissions.queries.settled_rows import claim_by_id as claim_by_id
from community.submissions.queries.settled_rows import end_by_id as end_by_id
from community.submissions.queries.settled_rows import keys_by_id as keys_by_id
from community.submissions.queries.settled_rows import missing_keys_by_id as missing_keys_by_id
from community.submissions.queries.settled_rows import told_by_id as told_by_id
from community.submissions.queries.settled_rows import verdicts_by_id as verdicts_by_id
from community.submissions.queries.submission_rows import Submission as Submission
from community.submissions.queries.submission_rows import add as add
from community.submissions.queries.submission_rows import earners_by_id as earners_by_id
from community.submissions.queries.submission_rows import submission as submission
from community.submissions.queries.submission_rows import submissions as submissions
from community.submissions.queries.submission_rows import submissions_by_id as submissions_by_id
from community.submissions.queries.submission_rows import take_back as take_back
from community.submissions.queries.submission_rows import withdraw as withdraw
