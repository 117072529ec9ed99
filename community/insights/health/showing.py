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

OFTEN = ("never", "once_or_twice", "three_times_or_more")
LONG = ("within_a_day", "1_to_2_days", "3_to_4_days", "5_days_or_more")
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


async def table(request: Request, place: Place) -> list[tuple[str, str, str, int]]:
    """(chart, line, column, number) of all that the page says; nothing where it says that there are too few."""
    people = await queries.people(place)
    from_a_seat = place.seat is not None and place.seat.is_facilitator
    if not rules.may_count(from_a_seat, people):
        return []
    found = await _numbers(request, place, people)
    label = {column.key: column.label for column in found["columns"]}
    given, returns = found["feedback"], found["returns"]
    rows = [("ready", f"week {week}", "", count) for week, count in enumerate(found["ready"], 1)]
    rows += [("plan", f"week {week}", "", count) for week, count in enumerate(found["plan"], 1)]
    for row in found["far"]:
        rows += [("how_far", row.label, stage, n) for stage, n in zip(rules.Stage, row.counts, strict=True)]
    for row in found["steps"]:
        rows += [("steps", row.label, f"week {week}", n) for week, n in enumerate(row.counts, 1)]
    rows += [("feedback", name, "", getattr(given, name)) for name in ("asked", "sent", "waiting")]
    for chart, lines, counts in (
        ("people_who_gave", OFTEN, given.gave),
        ("people_who_received", OFTEN, given.received),
        ("first_notes_after", LONG, given.turnaround),
    ):
        rows += [(chart, line, "", n) for line, n in zip(lines, counts, strict=True)]
    for one in found["hard"].values():
        if one.key in label and insights.is_told(one.begun):
            rows += [("hard", label[one.key], "say_so", one.said), ("hard", label[one.key], "have_begun", one.begun)]
    for (key, category), n in (returns.why or {}).items() if returns.is_told else ():
        rows.append(("why_it_came_back", label.get(key, key), category, n))
    for one in found["gatherings"]:
        day = f"{one.starts_at:%Y-%m-%d} {one.title}"
        rows += [("meetings", day, mark, getattr(one, mark)) for mark in ("there", "late", "not_there")]
    return rows


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
