"""The whole realtime package on a real database, with readers who are let in unasked: what a return costs."""

import contextlib
import os

from benchmarks.contestants import serving
from benchmarks.message import HTML
from community import db, events
from community.signed import Mark
from realtime import Realtime, Visitor


class Everybody:
    """Lets everybody follow everything, and shows each event as one message."""

    gates: frozenset[str] = frozenset()

    async def who(self, connection) -> Visitor:
        return Visitor(1, int(connection.query_params["person"]), "en")

    def allowed_origin(self, connection) -> bool:
        return True

    def read_mark(self, text, visitor) -> Mark:
        return Mark(text, realtime.feed.epoch, 0)

    async def may_follow(self, wants):
        return {person: dict.fromkeys(topics, "member") for person, topics in wants.items()}

    async def may_write(self, visitor, topic, place) -> None:
        return None

    def hears(self, audience, since) -> bool:
        return True

    async def still_signed_in(self, session_ids):
        return session_ids

    async def things(self, happened):
        return {}

    def render(self, event, things, audience, language) -> str:
        return HTML.replace("{n}", str(event.seq))

    def farewell(self, topic, why, language):
        return "", ""


everybody = Everybody()
realtime = Realtime(os.environ["DATABASE_URL"], events, everybody, everybody, most_sockets=100)


async def tell(number: int) -> None:
    async with db.transaction():
        events.record("message.posted", "channel:1", about=number)


@contextlib.asynccontextmanager
async def lifespan(app):
    await db.open(os.environ["DATABASE_URL"])
    async with realtime.running():
        yield
    await db.close()


serving.serve(serving.app(tell, realtime.endpoint, lifespan=lifespan), ws="realtime.wire:Wire", backlog=4096)
