"""The inbox and the bell; and the slice's face."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from community import clock, pages
from community.errors import NotFound
from community.notifications import actions, boxes, mailing, queries, telling
from community.notifications.announcing import routes as announcing
from community.notifications.boxes import Section
from community.notifications.choosing import actions as chosen
from community.notifications.choosing import routes as choosing
from community.notifications.digests import sending as digests
from community.pages import Keep, Live, signed_in
from community.people import queries as people

PAGE = 30


async def show_inbox(request: Request) -> Response:
    """GET /inbox?before=40; with ?part=1 only the newest."""
    person = signed_in(request)
    before = pages.row(request, "before")
    marks = await pages.watch(request, actions.inbox(person.id))
    rows = await queries.notices(person, before, PAGE + 1)
    return pages.page(
        request,
        "notifications/_part.html" if "part" in request.query_params else "notifications/inbox.html",
        marks=marks,
        box=boxes.sections(await telling.told(rows[:PAGE]), person.time_zone, request.state.now),
        older=rows[PAGE - 1].id if len(rows) > PAGE else None,
        is_newest=before is None,
    )


async def show_bell(request: Request) -> Response:
    """GET /inbox/bell: what of the header changes by itself, fetched anew."""
    return pages.fragment(
        request, "notifications/_bell_part.html", bell=await queries.bell(signed_in(request)), live=True
    )


async def mark_read(request: Request) -> Response:
    """POST /inbox/read-marker: all of them."""
    await actions.read(signed_in(request))
    return pages.redirect(request, "/inbox")


async def open_notice(request: Request) -> Response:
    """POST /inbox/12/opening: it is read; on to what it is about."""
    person = signed_in(request)
    row = await queries.notice(person, request.path_params["notice_id"])
    if row is None:
        raise NotFound
    return pages.redirect(request, await actions.open_one(person, row) or "/inbox")


async def newest_by_id(person_ids: list[int]) -> dict[int, list[Section]]:
    """For the feed: the first page of each of these inboxes."""
    owners, at = await people.people_by_id(person_ids), clock.now()
    return {
        person.id: boxes.sections(
            await telling.told(await queries.notices_by_id(person.id, most=PAGE)), person.time_zone, at
        )
        for person in owners.values()
    }


async def owner_by_id(pairs: set[tuple[int, int]]) -> dict[tuple[int, int], str]:
    """Who may follow `inbox:ID`: only that person."""
    return {pair: "self" for pair in pairs if pair[0] == pair[1]}


routes = [
    Route("/inbox", show_inbox, methods=["GET"]),
    Route("/inbox/bell", show_bell, methods=["GET"]),
    Route("/inbox/read-marker", mark_read, methods=["POST"]),
    Route("/inbox/{notice_id:int}/opening", open_notice, methods=["POST"]),
    *choosing.routes,
    *announcing.routes,
]
live = {
    **announcing.live,
    **{
        (kind, "person"): Live("notifications/_bell.html", bell=queries.bells_by_id)
        for kind in ("notice.made", "notice.read")
    },
    **{
        (kind, "inbox"): Live("notifications/_newest.html", box=newest_by_id) for kind in ("notice.made", "notice.read")
    },
}
topics = {"inbox": owner_by_id, **announcing.topics}
followers = actions.followers
jobs = mailing.mailing_jobs | digests.digest_jobs
quiet = {"notifications": chosen.quiet_until}
takes_mail = {"notifications": chosen.take_in}
keeps = {
    **announcing.keeps,
    "notice": Keep(person="person_id"),
    "notice_setting": Keep(person="person_id"),
    "notice_choice": Keep(person="person_id"),
}
