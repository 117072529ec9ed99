"""The first page: for a visitor what this is, for a person what needs them today; and my cohorts, with what is next."""

from datetime import timedelta
from zoneinfo import ZoneInfo

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from community import pages, words
from community.cohorts import queries as cohorts
from community.cohorts.invitations import queries as inviting
from community.cohorts.queries import Card
from community.cohorts.waiting import queries as waiting
from community.discussion import queries as discussion
from community.evidence import queries as evidence
from community.home import rules
from community.home.rules import Chair
from community.meetings import queries as meetings
from community.people.queries import Person
from community.review import desks as review

RECENT = timedelta(days=90)  # so long a seat that was ended is told of
MOST_COUNTED = 5  # cohorts whose discussion is counted


async def show_home(request: Request) -> Response:
    if request.state.person is None:
        return pages.page(request, "home/landing.html", table=rules.empty_table())
    person = request.state.person
    cards = [card for card in await cohorts.cards(person) if not card.cohort.is_closed]
    table, here = await _table(request, person, cards)
    standings = await evidence.standings(person)
    next_meetings = await meetings.public_next_meetings([card.cohort.id for card in cards])
    invitations, letters = await cohorts.invitations(person), await inviting.mine(person, request.state.now)
    in_line = await waiting.standings(person)
    today = request.state.now.astimezone(ZoneInfo(person.time_zone)).date()
    return pages.page(
        request,
        "home/home.html",
        nav="learning",
        part_of_day=words.part_of_day(request.state.now, person.time_zone),
        cards=cards,
        standings=standings,
        first=rules.most_pressing(standings),
        answers=len(invitations) + len(letters) + sum(one.offered_until is not None for one in in_line),
        dates=rules.dates(standings, next_meetings, today, person.time_zone),
        invitations=invitations,
        letters=letters,
        standings_in_line=in_line,
        endings=await cohorts.endings(person, request.state.now - RECENT),
        organizes=await cohorts.organizes(person),
        review_desks=await _review_desks(person),
        table=table,
        here=here,
        meetings=next_meetings,
        unread=await _unread(person, cards),
    )


async def _review_desks(person: Person) -> set[str]:
    """Whether one reviews, approves or decides cases, which only who holds an office can."""
    kinds = review.REVIEWER, review.APPROVER, review.COMMITTEE
    held = await review.desks(person, *kinds) if person.holds_office else []
    return {desk.kind for desk in held}


async def show_cohorts(request: Request) -> Response:
    """GET /cohorts?after=40: where I sit and what I organize, each with its next meeting."""
    person = pages.signed_in(request)
    mine = await cohorts.cards(person)
    organized = await cohorts.organized(person, pages.row(request, "after") or 0)
    going_on = {card.cohort.id for card in (*mine, *organized) if not card.cohort.is_closed}
    return pages.page(
        request,
        "cohorts/mine.html",
        nav="cohort",
        done=request.query_params.get("done", ""),
        cards=mine,
        organized=organized,
        meetings=await meetings.public_next_meetings(list(going_on)),
        organizes=await cohorts.organizes(person),
        invitations=await cohorts.invitations(person),
        standings=await waiting.standings(person),
        letters=await inviting.mine(person, request.state.now),
        endings=await cohorts.endings(person, request.state.now - RECENT),
    )


async def _table(request: Request, person: Person, cards: list[Card]) -> tuple[list[Chair], set[int]]:
    """Who sits round the table of the first of my cohorts, and who is here now; an empty one where I have no seat."""
    if not cards:
        return rules.empty_table(), set()
    topic = cards[0].cohort.topic
    await pages.watch(request, topic)
    members = await cohorts.members(await cohorts.seat(person, cards[0].cohort.id))
    here = set(request.state.realtime.here(topic)) & {member.person_id for member in members}
    return rules.table(members, person.id, here), here


async def _unread(person: Person, cards: list[Card]) -> dict[int, int]:
    """How much was said since one looked, in the first few of my cohorts."""
    found = {}
    for cohort in [card.cohort for card in cards[:MOST_COUNTED]]:
        channels = await discussion.channels(await cohorts.seat(person, cohort.id), cohort)
        found[cohort.id] = sum(channel.unread for channel in channels)
    return found


routes = [
    Route("/", show_home, methods=["GET"]),
    Route("/cohorts", show_cohorts, methods=["GET"]),
]
live: dict = {}
topics: dict = {}
notices: dict = {}
keeps: dict = {}
