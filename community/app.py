"""The roof: gathers every slice's tables into one app. Nobody imports it."""

import contextlib
from collections import defaultdict
from collections.abc import AsyncIterator, Callable, Sequence
from types import ModuleType
from typing import Any

from starlette.routing import Route, Router, WebSocketRoute
from starlette.types import ASGIApp, Receive, Scope, Send

from community import assets, db, events, forgetting, health, jobs, limits, retaining, showing
from community.administration import routes as administration
from community.affiliates import routes as affiliates
from community.audit import routes as audit
from community.awards import routes as awards
from community.board import routes as board
from community.cases import routes as cases
from community.catalogue import routes as catalogue
from community.checklists import routes as checklists
from community.cohorts import routes as cohorts
from community.cohorts.life import closing as ending
from community.config import settings
from community.discussion import routes as discussion
from community.doors import Doors
from community.evidence import routes as evidence
from community.feedback import routes as feedback
from community.fees import routes as fees
from community.finding import routes as finding
from community.help import routes as help_pages
from community.home import routes as home
from community.insights import routes as insights
from community.meetings import routes as meetings
from community.metrics import door
from community.metrics.requests import Counted
from community.moderation import routes as moderation
from community.notifications import routes as notifications
from community.notifications import telling
from community.notifications.digests import sending as digests
from community.overview import routes as overview
from community.people import letters
from community.people import routes as people
from community.people.bounces import actions as returned
from community.people.closing import actions as closing
from community.people.exports import packing as exports
from community.people.passwords import actions as passwords
from community.review import routes as review
from community.submissions import routes as submissions
from community.support import routes as support
from realtime import Realtime

SLICES: tuple[ModuleType, ...] = (
    *(administration, audit, help_pages, support, home, overview, insights, finding, checklists),
    *(board, cases, review, submissions, meetings),
    *(moderation, feedback, discussion, evidence, cohorts, fees, awards, catalogue, affiliates, notifications, people),
)


def make(work: bool = True) -> ASGIApp:
    """The whole app; with `work` its process also carries out jobs and follows the log."""
    passwords.NAMES.update(merged("names"))
    telling.NOTICES.update(merged("notices"))
    letters.QUIET.update(merged("quiet"))
    returned.TAKES.update(merged("takes_mail"))
    digests.SAYS.update(merged("digest"))
    _tell_what_is_kept()
    ending.STANDINGS.update(merged("standings"))
    shows = showing.Showing(merged("live"), merged("topics"), merged("composes"))
    sockets = max(1, limits.SOCKETS_A_PERSON // settings().workers)
    realtime = Realtime(url=settings().database_url, log=events, rights=shows, shows=shows, most_sockets=sockets)

    @contextlib.asynccontextmanager
    async def lifespan(app: ASGIApp) -> AsyncIterator[dict]:
        await db.open(settings().database_url, settings().web_pool)
        try:
            async with contextlib.AsyncExitStack() as stack:
                await stack.enter_async_context(realtime.running())
                if work:
                    await stack.enter_async_context(worker().running())
                await stack.enter_async_context(door.open(realtime))
                yield {"realtime": realtime}
        finally:
            await db.close()

    routes = [route for slice_ in SLICES for route in slice_.routes]
    live: list[Route | WebSocketRoute] = [WebSocketRoute("/live", realtime.endpoint)]
    live.append(Route("/live/missed", realtime.missed))
    # A Router and not Starlette(): that one answers a failure with its own page before our doors can.
    doors = Doors(_ByPath([*routes, *assets.routes, *health.routes, *live], redirect_slashes=False, lifespan=lifespan))
    return Counted(doors) if settings().metrics else doors


class _ByPath(Router):
    """A router that asks only the routes which begin and are divided as the address is, and not five hundred."""

    def __init__(self, routes: Sequence[Route | WebSocketRoute], **options: Any) -> None:
        super().__init__(routes, **options)
        wide = [route for route in routes if ":path}" in route.path]
        near: dict[tuple[str, int], list[Route | WebSocketRoute]] = defaultdict(list)
        for route in routes:
            if route not in wide:
                near[_shape(route.path)].append(route)
        self.near = {shape: Router([*its, *wide], redirect_slashes=False) for shape, its in near.items()}
        self.wide = Router(wide, redirect_slashes=False)

    async def app(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await super().app(scope, receive, send)
        else:
            await self.near.get(_shape(scope["path"]), self.wide).app(scope, receive, send)


def _shape(path: str) -> tuple[str, int]:
    """The first word, and the number of parts."""
    return path.strip("/").partition("/")[0], path.count("/")


async def work_alone(begun: Callable[[], None]) -> None:
    """Carry out jobs and follow the log until a signal comes; `begun()` is called when it is heard."""
    async with door.open():
        await worker().run_alone(begun)


def worker() -> jobs.Worker:
    """What `work` runs alone and `run` runs inside."""
    telling.NOTICES.update(merged("notices"))
    letters.QUIET.update(merged("quiet"))
    returned.TAKES.update(merged("takes_mail"))
    digests.SAYS.update(merged("digest"))
    _tell_what_is_kept()
    ending.STANDINGS.update(merged("standings"))
    return jobs.Worker(settings().database_url, merged("jobs") | forgetting.jobs, merged("followers"))


def _tell_what_is_kept() -> None:
    closing.KEEPS.update(merged("keeps"))
    closing.ADDRESSED.update(merged("addressed"))
    retaining.RETAINS.update(merged("retains"))
    merged("belongs")
    for slice_ in SLICES:
        kept = getattr(slice_, "keeps", {}), getattr(slice_, "belongs", {})
        if any(kept):
            exports.SHELVES[slice_.__name__.split(".")[1]] = kept


def merged(table: str) -> dict:
    """One table of all slices; two slices that claim the same key are a mistake."""
    whole: dict = {}
    for slice_ in SLICES:
        part = getattr(slice_, table, {})
        doubled = whole.keys() & part.keys()
        if doubled:
            raise RuntimeError(f"{slice_.__name__} claims {table} {sorted(map(str, doubled))} that another slice has")
        whole |= part
    return whole
