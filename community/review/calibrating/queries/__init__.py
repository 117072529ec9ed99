"""Calibration sets and who read them, as rows."""

from community.review.calibrating.queries.finished_rows import Reader as Reader
from community.review.calibrating.queries.finished_rows import agreed as agreed
from community.review.calibrating.queries.finished_rows import readers as readers
from community.review.calibrating.queries.reading_rows import Choice as Choice
from community.review.calibrating.queries.reading_rows import Given as Given
from community.review.calibrating.queries.reading_rows import Reading as Reading
from community.review.calibrating.queries.reading_rows import begin as begin
from community.review.calibrating.queries.reading_rows import choices as choices
from community.review.calibrating.queries.reading_rows import finish as finish
from community.review.calibrating.queries.reading_rows import given as given
from community.review.calibrating.queries.reading_rows import keep as keep
from community.review.calibrating.queries.reading_rows import reading as reading
from community.review.calibrating.queries.set_rows import Reference as Reference
from community.review.calibrating.queries.set_rows import Set as Set
from community.review.calibrating.queries.set_rows import add_set as add_set
from community.review.calibrating.queries.set_rows import frozen_texts as frozen_texts
from community.review.calibrating.queries.set_rows import percent as percent
from community.review.calibrating.queries.set_rows import references_by_id as references_by_id
from community.review.calibrating.queries.set_rows import retire as retire
from community.review.calibrating.queries.set_rows import set_at as set_at
from community.review.calibrating.queries.set_rows import set_percent as set_percent
from community.review.calibrating.queries.set_rows import sets as sets
from community.review.calibrating.queries.set_rows import texts_by_id as texts_by_id
