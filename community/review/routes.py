"""The face of review."""

from datetime import timedelta

from community.jobs import Job
from community.pages import Keep, Live
from community.review.approving import routes as approving
from community.review.approving import withdrawing
from community.review.calibrating import routes as calibrating
from community.review.certifying import routes as certifying
from community.review.claims import actions as claiming
from community.review.claims import queries as claims
from community.review.judging import routes as judging
from community.review.queue import routes as queue
from community.review.reading import queries as reading_queries
from community.review.reading import routes as reading

routes = [
    *(certifying.routes + calibrating.routes + queue.routes + judging.routes + reading.routes + approving.routes),
    *withdrawing.routes,
]
PLACE = Live("review/_claim.html", claim=claims.claims_by_id)
NEWS = Live("review/_news.html", attempt=reading_queries.attempts_by_id)
live: dict = {
    **{(kind, "submission"): PLACE for kind in ("review.claimed", "review.returned", "review.lapsed")},
    **{(f"review.{deed}", "submission"): NEWS for deed in ("checked", "recommended", "decided", "withdrawn")},
}
topics: dict = {"submission": claims.audiences_by_id}
jobs = {"review.relieve": Job(claiming.expire, every=timedelta(minutes=10))}
notices = {**certifying.notices, **approving.notices, **withdrawing.notices}
addressed = {"certification": "address"}
keeps = {
    **certifying.keeps,
    **calibrating.keeps,
    "reading_language": Keep(person="person_id"),
    "review_claim": Keep(person="person_id", on_erase="unname"),
    "review_draft": Keep(person="person_id"),
    "completion_check": Keep(person="person_id", on_erase="unname"),
    "recommendation": Keep(person="person_id", on_erase="unname"),
    "followed": Keep(person="person_id", on_erase="unname"),
    "decision": Keep(person="person_id", on_erase="unname"),
    "override_draft": Keep(person="person_id"),
    "review_word": Keep(person="person_id", on_erase="unname"),
    "kept_comment": Keep(person="person_id"),
}
