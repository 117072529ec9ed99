"""Peer feedback's face: doors, what is shown live, who may follow, who is told."""

from datetime import timedelta

from community import clock
from community.feedback.balance import routes as balance
from community.feedback.beginning import routes as beginning
from community.feedback.changes import routes as changes
from community.feedback.files import routes as files
from community.feedback.flags import routes as flags
from community.feedback.holders import routes as holders
from community.feedback.holding import routes as holding
from community.feedback.notes import queries as note_queries
from community.feedback.notes import routes as notes
from community.feedback.outlooks import routes as outlooks
from community.feedback.practice import routes as practice
from community.feedback.readings import actions as reading
from community.feedback.readings import queries as given
from community.feedback.readings import routes as readings
from community.feedback.reminding import actions as reminding
from community.feedback.requests import actions as requests
from community.feedback.requests import queries
from community.feedback.requests import routes as asking
from community.feedback.telling import feedback_told, notices_of_notes, notices_of_requests, reminders_told
from community.feedback.thanking import routes as thanking
from community.feedback.turns import routes as turns
from community.feedback.uptakes import routes as uptakes
from community.feedback.usefulness import routes as usefulness
from community.feedback.willing import routes as willing
from community.jobs import Job
from community.pages import Belongs, Keep, Live


async def _audiences(pairs: set[tuple[int, int]]) -> dict[tuple[int, int], str]:
    return await queries.audiences_by_id(pairs, clock.now())


routes = [*asking.routes, *readings.routes, *notes.routes, *outlooks.routes, *uptakes.routes, *willing.routes]
routes += [*practice.routes, *changes.routes, *flags.routes, *balance.routes, *holding.routes, *files.routes]
routes += [*holders.routes, *thanking.routes, *beginning.routes, *usefulness.routes]
# The pages ask for their part anew when they hear that something has happened: what is seen is what a reload shows.
NEWS = Live("feedback/_news.html", news=queries.requests_by_id)
KINDS = ("request.opened", "request.closed", "request.freed", "feedback.taken", "feedback.declined", "feedback.sent")
live = {(kind, topic): NEWS for kind in KINDS for topic in ("request", "seat", "cohort")}
NEWS_OF_NOTE = Live("feedback/_note_news.html", news=note_queries.notes_by_id)
NEWS_OF_GIVEN = Live("feedback/_given_news.html", news=given.feedback_by_id)
live |= {(kind, topic): NEWS_OF_NOTE for kind in ("note.taken_up", "note.replied") for topic in ("request", "seat")}
live |= {("feedback.thanked", topic): NEWS_OF_GIVEN for topic in ("request", "seat")}
live |= flags.live | holding.live | files.live | usefulness.live
topics = {"request": _audiences} | files.topics
notices = notices_of_requests | feedback_told | notices_of_notes | reminders_told | flags.notices
notices |= holding.notices | files.notices | holders.notices | thanking.notices | usefulness.notices
jobs = {
    "feedback.end": Job(requests.end_what_is_over, every=timedelta(minutes=1), within=300, at_once=1),
    "feedback.give_back": Job(reading.give_back, every=timedelta(minutes=10), within=300, at_once=1),
    **holding.jobs,
    **holders.jobs,
    **turns.jobs,
    "feedback.remind": Job(reminding.remind, every=timedelta(minutes=10), within=300, at_once=1),
}
keeps = {
    "feedback": Keep(person="person_id", on_erase="unname"),
    "draft_opening": Keep(person="person_id", on_erase="unname"),
    "note_reply": Keep(person="person_id", on_erase="unname"),
    "reading_reminder": Keep(person="person_id"),
    **holders.keeps,
    **practice.keeps,
    **flags.keeps,
    **thanking.keeps,
}
THEIR_DRAFT = ("quote", "before", "after", "start")  # a note says where it points in another's text
NOT_HIDDEN = "not exists (select from note_flag where note_flag.note_id = one.id and note_flag.state = 'hidden')"
belongs = {
    ("note", "feedback"): Belongs("feedback_id", only=NOT_HIDDEN, hides=THEIR_DRAFT),
    ("feedback_request", "work"): Belongs("work_id"),
    ("held_request", "work"): Belongs("work_id"),
    ("feedback", "feedback_request"): Belongs("request_id", only="one.state = 'sent'", hides=("begun",)),
    ("practice_note", "practice"): Belongs("practice_id"),
    **thanking.belongs,
    **usefulness.belongs,
}
