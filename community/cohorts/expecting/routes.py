"""The doors of expected days: one form, for who leads."""

from datetime import date, timedelta
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from community import pages
from community.catalogue import queries as catalogue
from community.cohorts import queries as cohorts
from community.cohorts import reasons, rules
from community.cohorts.expecting import actions, queries
from community.cohorts.queries import Place
from community.errors import Conflict, Invalid, permit
from community.pages import Live, _, signed_in

FIELD = "day "  # before the requirement's key, in the name of its field
FURTHEST = timedelta(days=3 * 366)


async def show_expected(request: Request) -> Response:
    """GET /cohorts/7/expected"""
    return await _form(request, await _planning(request))


async def expect(request: Request) -> Response:
    """POST /cohorts/7/expected: a day for each requirement, or none."""
    place = await _planning(request)
    requirements = await catalogue.public_requirements(place.cohort.definition_version_id)
    typed = await pages.typed_form(request)
    try:
        days = _days(place, requirements, typed)
        was = await queries.expected(place, place.cohort, requirements)
        if "version" not in typed:
            raise Invalid({"": _("This could not be read. Check it and try again.")}, typed)
        if typed["version"] != str(was.version):
            raise Conflict(reasons.changed_meanwhile())
        await actions.expect(place, was, days)
    except Invalid as wrong:
        return await _form(request, place, wrong)
    except Conflict as late:
        return await _form(request, place, Invalid({"": late.why}, typed), 409)
    return pages.redirect(request, f"/cohorts/{place.cohort.id}/board")


async def _planning(request: Request) -> Place:
    place = await cohorts.place(signed_in(request), request.path_params["cohort_id"])
    permit(rules.leads(place), reasons.leaders_only())
    if place.cohort.is_closed:
        raise Conflict(reasons.closed())
    return place


def _days(place: Place, requirements: Any, typed: dict[str, str]) -> dict[str, date]:
    """{requirement: day} of the fields that were filled in; Invalid names those that are no day of this cohort."""
    days, wrong = {}, {}
    for one in requirements:
        said = typed.get(FIELD + one.key, "").strip()
        try:
            day = date.fromisoformat(said) if said else None
        except ValueError:
            day, wrong[FIELD + one.key] = None, _("Give a date, for example 2027-01-31.")
        if day and abs(day - place.cohort.starts_on) > FURTHEST:
            wrong[FIELD + one.key] = _("Give a day within three years of the cohort's first.")
        elif day:
            days[one.key] = day
    if wrong:
        raise Invalid(wrong, typed)
    return days


async def _form(request: Request, place: Place, wrong: Invalid | None = None, status: int = 422) -> Response:
    requirements = await catalogue.public_requirements(place.cohort.definition_version_id)
    return pages.page(
        request,
        "cohorts/expected.html",
        status if wrong else 200,
        nav="cohort",
        cohort=place.cohort,
        seat=place.seat,
        members=(await cohorts.members(place.seat))[:40] if place.seat else [],
        here=request.state.realtime.here(place.cohort.topic),
        expected=await queries.expected(place, place.cohort, requirements),
        requirements=[(FIELD + one.key, one) for one in requirements],
        errors=wrong.fields if wrong else {},
        typed=wrong.typed if wrong else {},
    )


HERE = "/cohorts/{cohort_id:int}/expected"
routes = [Route(HERE, show_expected, methods=["GET"]), Route(HERE, expect, methods=["POST"])]
live = {
    (kind, topic): Live("cohorts/_expected.html", expected=queries.expected_by_id)
    for kind in ("expected.set",)
    for topic in ("cohort", "roster")
}
