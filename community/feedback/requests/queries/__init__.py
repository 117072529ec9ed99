"""Requests for feedback as rows."""

from community.feedback.requests.queries.request_rows import Request as Request
from community.feedback.requests.queries.request_rows import add as add
from community.feedback.requests.queries.request_rows import asking as asking
from community.feedback.requests.queries.request_rows import given_request as given_request
from community.feedback.requests.queries.request_rows import open_of_seat as open_of_seat
from community.feedback.requests.queries.request_rows import own_request as own_request
from community.feedback.requests.queries.request_rows import request as request
from community.feedback.requests.queries.request_rows import requests_of_work as requests_of_work
from community.feedback.requests.queries.request_rows import set_asks_cohort as set_asks_cohort
from community.feedback.requests.queries.request_rows import waiting_since as waiting_since
from community.feedback.requests.queries.told_rows import audiences_by_id as audiences_by_id
from community.feedback.requests.queries.told_rows import authors_by_id as authors_by_id
from community.feedback.requests.queries.told_rows import colleagues_by_id as colleagues_by_id
from community.feedback.requests.queries.told_rows import is_asking_by_id as is_asking_by_id
from community.feedback.requests.queries.told_rows import open_notes_by_id as open_notes_by_id
from community.feedback.requests.queries.told_rows import over_by_id as over_by_id
from community.feedback.requests.queries.told_rows import readers_by_id as readers_by_id
from community.feedback.requests.queries.told_rows import requests_by_id as requests_by_id
from community.feedback.requests.queries.told_rows import set_ended_by_id as set_ended_by_id
