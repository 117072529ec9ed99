"""The page of a cohort's health, as its own door and a refused form show it."""

from zoneinfo import ZoneInfo

from starlette.requests import Request
from starlette.responses import Response

from community import pages
from community.catalogue import queries as catalogue
from community.cohorts import queries as cohorts
from community.cohorts.expecting import queries as expecting
from community.cohorts.queries import Place
from community.errors import Invalid
from community.fees.rules import dollars
from community.insights import rules as insights
from community.insights.health import queries, rules
from community.insights.year import queries as year
from community.review.deciding.rules import Category

INCOMPLETE = "incomplete"  # beside the readers' categories: what came back before it was judged


async def health(request: Request, place: Place, wrong: Invalid | None = None) -> Response:
    """How this place's cohort is doing; to the organizer also the form for what it cost."""
    people = await queries.people(place)
    from_a_seat = place.seat is not None and place.seat.is_facilitator
    tells = rules.may_count(from_a_seat, people)
    status, errors = pages.problem(wrong)
    cost = await year.cost(place) if place.desk else {}
    return pages.page(
        request,
        "insights/health.html",
        status,
        nav="cohort",
        cohort=place.cohort,
        seat=place.seat,
        at_desk=place.desk is not None,
        from_a_seat=from_a_seat,
        members=(await cohorts.members(place.seat))[:40] if place.seat else [],
        here=request.state.realtime.here(place.cohort.topic) if from_a_seat else (),
        people=people,
        tells=tells,
        cost=dollars(cost["amount_cents"]).removeprefix("$") if cost else "",
        spent_on=cost.get("spent_on", ""),
        done=request.query_params.get("done", ""),
        errors=errors,
        typed=wrong.typed if wrong else {},
        rules=insights,
        **(await _numbers(request, place, people) if tells else {}),
    )


async def _numbers(request: Request, place: Place, people: int) -> dict:
    cohort, now = place.cohort, request.state.now
    columns = await catalogue.public_requirements(cohort.definition_version_id)
    states, moves = await queries.states(place), await queries.moves(place)
    begun, planned = rules.weeks(cohort.starts_on, cohort.ends_on, now.astimezone(ZoneInfo(cohort.time_zone)).date())
    ready = sum(count for (_key, state), count in states.items() if state in rules.DONE)
    expected = await expecting.expected(place, cohort, columns)
    days = {one.key: expected.days[one.key] for one in columns if one.key in expected.days}
    return {
        "columns": columns,
        "stages": list(rules.Stage),
        "far": rules.how_far(columns, states, people),
        "pieces": people * len(columns),
        "ready": rules.ready(ready, moves, begun),
        "plan": rules.plan(days, cohort.starts_on, planned, people),
        "weeks": planned,
        "steps": rules.steps(columns, moves, begun),
        "feedback": await queries.feedback(place),
        "hard": {one.key: one for one in await queries.hard(place)},
        "returns": await queries.returns(place),
        "categories": [*Category, INCOMPLETE],
        "gatherings": await queries.gatherings(place, now),
    }
