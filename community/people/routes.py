"""The face of people: everything about who is asking."""

from community.pages import Keep
from community.people.sessions import routes as sessions

routes = [*sessions.routes]


async def myself(person_id: int, ids: list[int]) -> dict[int, str]:
    """Who may follow `person:ID`: only that person."""
    return {person_id: "self"} if person_id in ids else {}


topics = {"person": myself}
live: dict = {}
notices: dict = {}
keeps = {
    "person": Keep(person="id"),
    "email": Keep(person="person_id"),
    "password": Keep(person="person_id"),
    "session": Keep(person="person_id"),
    "mail_code": Keep(person="person_id"),
}
