"""What the realtime package is handed: who asks, who may follow which topic, and how an event looks to one audience."""

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any

from starlette.requests import HTTPConnection

from community import cookies, db, doors, numbers, rendering, signed, words
from community.pages import Live, Writing, _
from community.people import queries as people
from realtime import Visitor
from realtime.seams import Event

BY_NUMBER = {"submission"}  # topics named by a number that says nothing, so that who follows them learns no id
Things = dict[tuple[str, int], object]


class Showing:
    """The slices' tables `live`, `topics` and `composes`, as functions of events and persons."""

    # Access ends with these: they are also told on person:ID, and what that person follows is asked again before
    # anything else of the batch is shown (habit 12).
    gates = frozenset({
        "seat.left", "seat.removed", "seat.paused", "seat.role_changed", "session.ended", "signed_out", "desk.ended",
        "request.closed", "result.closed",
    })

    def __init__(
        self,
        live: Mapping[tuple[str, str], Live],
        topics: Mapping[str, Callable],
        writing: Mapping[str, Writing] | None = None,
    ) -> None:
        self.live, self.topics, self.writing = live, topics, writing or {}

    async def who(self, connection: HTTPConnection) -> Visitor | None:
        """Who opens a socket, by the session's cookie."""
        token = connection.cookies.get(cookies.session_cookie(), "")
        found = await people.public_session(token) if token else None
        if found is None:
            return None
        session, person = found
        return Visitor(session.id, person.id, words.known(person.language), person.called)

    def allowed_origin(self, connection: HTTPConnection) -> bool:
        return doors.allowed_origin(connection.headers)

    def read_mark(self, text: str, visitor: Visitor) -> signed.Mark | None:
        return signed.read_mark(text, visitor.person_id)

    async def still_signed_in(self, session_ids: Collection[Any]) -> Collection[Any]:
        return await people.sessions_in_force_by_id(set(session_ids))

    async def may_follow(self, wants: Mapping[int, Collection[str]]) -> dict[int, dict[str, str]]:
        """{person: {topic: the one audience}}; what may not be followed, or does not exist, is not in it.

        One query for each kind of topic, however many persons are asked for.
        """
        by_kind: dict[str, set[tuple[int, int | str]]] = defaultdict(set)
        for person_id, topics in wants.items():
            for topic in topics:
                kind, number = _parts(topic)
                if kind in self.topics:
                    by_kind[kind].add((person_id, number))
        allowed: dict[int, dict[str, str]] = {person_id: {} for person_id in wants}
        async with db.connection():
            for kind, pairs in by_kind.items():
                for (person_id, number), audience in (await self.topics[kind](pairs)).items():
                    allowed[person_id][f"{kind}:{number}"] = audience
        return allowed

    async def may_write(self, visitor: Visitor, topic: str, place: int) -> str | None:
        """Kind and what its audiences are told by, for `hears`; None where this person may not write."""
        kind, number = _parts(topic)
        if kind not in self.writing or not isinstance(number, int):
            return None
        async with db.connection():
            since = await self.writing[kind].may(visitor.person_id, number, place)
        return None if since is None else f"{kind} {since}"

    def hears(self, audience: str, since: str) -> bool:
        kind, _space, rest = since.partition(" ")
        return self.writing[kind].hears(audience, rest)

    async def things(self, events: Sequence[Event]) -> Things:
        """What the events are about, each loaded once: {(partial, subject): thing}."""
        wanted: dict[Live, set[int]] = defaultdict(set)
        for event in events:
            live = self._of(event)
            if live is not None and event.about is not None:
                wanted[live].add(event.about)
        found: Things = {}
        async with db.connection():
            for live, ids in wanted.items():
                things = await live.load(sorted(ids))
                found |= {(live.template, number): thing for number, thing in things.items()}
        return found

    def render(self, event: Event, things: Things, audience: str, language: str) -> str | None:
        """The partial for this audience in this language; None where there is nothing to show (a bare `seen`)."""
        live = self._of(event)
        thing = things.get((live.template, event.about or 0)) if live else None
        if live is None or thing is None:
            return None
        if live.alone:
            html = rendering.again(live.template, language, audience, live.name, thing)
        else:
            html = rendering.render(live.template, language, event=event, audience=audience, **{live.name: thing})
        return html.strip() or None

    def farewell(self, topic: str, why: str, language: str) -> tuple[str, str]:
        """What a person is told whose access to a topic has ended, and a link to more; two empty texts for nothing."""
        with words.speaking(language):
            if topic.startswith("cohort:") and why == "seat.removed":
                said = (_("You are no longer in this cohort. Your work is yours, and kept."), "/cohorts")
            elif topic.startswith("cohort:") and why == "seat.paused":
                said = (_("Your seat is paused. It is kept for you, and your work is yours."), "/cohorts")
            elif topic.startswith("opened:"):
                said = (_("This result is not open to you any more."), "/")
            elif topic.startswith("person:") and why in ("session.ended", "signed_out"):
                said = (
                    _("You were signed out on this device. What you write here is kept until you sign in again."),
                    "/sign-in",
                )
            else:
                said = ("", "")
        return said

    def _of(self, event: Event) -> Live | None:
        return self.live.get((event.kind, event.topic.partition(":")[0]))


def _parts(topic: str) -> tuple[str, int | str]:
    """cohort:7 → ("cohort", 7), submission:K7QM2XWD93HF → ("submission", "K7QM2XWD93HF"); any other spelling: none."""
    kind, _colon, name = topic.partition(":")
    if kind in BY_NUMBER:
        return (kind, name) if numbers.is_one(name) else ("", 0)
    plain = name.isascii() and name.isdecimal() and len(name) < 19 and str(int(name)) == name
    return (kind, int(name)) if plain else ("", 0)
