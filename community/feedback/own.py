"""What every handler on an author's side needs: a request of one's own, what was sent to it, and a note of that.

NotFound for everybody else's.
"""

from starlette.requests import Request as HTTP

from community.errors import NotFound
from community.feedback.notes import queries as notes
from community.feedback.notes.queries import Note
from community.feedback.readings import queries as readings
from community.feedback.readings.queries import Feedback
from community.feedback.requests import queries as requests
from community.feedback.requests.queries import Request
from community.pages import signed_in
from community.people.queries import Person


async def request(http: HTTP) -> Request:
    found = await requests.own_request(signed_in(http), http.path_params["request_id"])
    if found is None:
        raise NotFound
    return found


async def feedback(http: HTTP) -> tuple[Request, Feedback]:
    """One that was sent."""
    about = await request(http)
    sent = await _sent(signed_in(http), about)
    if http.path_params["given_id"] not in sent:
        raise NotFound
    return about, sent[http.path_params["given_id"]]


async def note(http: HTTP) -> tuple[Request, Feedback, Note]:
    """One that was sent, and is not hidden."""
    about = await request(http)
    return about, *await note_on(signed_in(http), about, http.path_params["note_id"])


async def note_on(author: Person, about: Request, note_id: int) -> tuple[Feedback, Note]:
    """The same of a request that one has already."""
    received = await notes.received(author, about.work_id)
    found = next((one for one in received if one.id == note_id and not one.hidden), None)
    sent = await _sent(author, about)
    if found is None or found.feedback_id not in sent:
        raise NotFound
    return sent[found.feedback_id], found


async def _sent(author: Person, about: Request) -> dict[int, Feedback]:
    return {one.id: one for one in await readings.readers(author, [about]) if one.is_sent}
