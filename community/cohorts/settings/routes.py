"""The doors of a cohort's settings: all that was said at its opening, once more; templates; who is named."""

from dataclasses import asdict
from datetime import date
from typing import Any, Literal
from uuid import UUID

from pydantic import BaseModel, Field
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from community import limits, once, pages, squares, words
from community.cohorts import queries, reasons, rhythm
from community.cohorts import rules as cohorts
from community.cohorts.opening import forms, starts
from community.cohorts.opening import rules as opening
from community.cohorts.queries import Place
from community.cohorts.settings import actions, rules
from community.config import settings
from community.errors import Conflict, Invalid, permit
from community.pages import _
from community.people.profile import rules as profile
from community.people.profile.rules import Line


class Free(forms.Terms):
    """While nobody was told when it meets."""

    at_hand: int = Field(default=0, ge=0, lt=2**63)
    seen: str = Field(max_length=16)


class Told(forms.Settings):
    """Once members were told."""

    ends_on: date | None = None
    at_hand: int = Field(default=0, ge=0, lt=2**63)
    seen: str = Field(max_length=16)


class Kept(BaseModel):
    template: Line = Field(min_length=3, max_length=80)
    post_key: UUID


class Naming(BaseModel):
    named: Literal["yes", "no"] = "no"


async def show_settings(request: Request) -> Response:
    return pages.page(request, "cohorts/settings.html", **await _around(request, await _led(request)))


async def change(request: Request) -> Response:
    place = await _led(request)
    around, typed = await _around(request, place), await pages.typed_form(request)
    try:
        held = rules.held_schedule(typed.get("seen", ""))
        wanted: Free | Told = await pages.form(request, Free) if held else await pages.form(request, Told)
        changed = await actions.change(place, _columns(place, wanted, around), wanted.seen)
    except Invalid as wrong:
        return pages.page(request, "cohorts/settings.html", 422, errors=wrong.fields, typed=typed, **around)
    except Conflict as late:
        around = await _around(request, await _led(request))
        around |= {"errors": {"": late.why}, "yours": _otherwise(around, typed)}
        return pages.page(request, "cohorts/settings.html", 409, **around)
    return pages.redirect(request, f"/cohorts/{place.cohort.id}/settings?done={'changed' if changed else 'same'}")


async def keep_as_template(request: Request) -> Response:
    place = await _led(request)
    permit(rules.keeps_templates(place), reasons.organizers_only())
    try:
        kept = await pages.form(request, Kept)
    except Invalid as wrong:
        around = await _around(request, place) | {"errors": wrong.fields, "typed": wrong.typed}
        return pages.page(request, "cohorts/settings.html", 422, **around)
    await limits.spend("post", str(place.person_id))

    async def made() -> str:
        return str(await actions.keep_as_template(place, kept.template))

    await once.once("settings", place.person_id, kept.post_key, made)
    return pages.redirect(request, f"/cohorts/{place.cohort.id}/settings?done=kept")


async def name(request: Request) -> Response:
    place = await queries.place(pages.signed_in(request), request.path_params["cohort_id"])
    permit(rules.may_be_named(place), reasons.facilitators_only())
    wanted = await pages.form(request, Naming)
    if place.seat:
        await actions.name(place.seat, wanted.named == "yes")
    return pages.redirect(request, f"/cohorts/{place.cohort.id}/settings?done=named")


async def show_picture(request: Request) -> Response:
    """The join link to scan, for a flyer."""
    place = await _led(request)
    address = f"{settings().base_url}/join/{place.cohort.spoken_code}"
    return Response(squares.drawn(address, place.cohort.name), media_type="image/svg+xml")


def _columns(place: Place, wanted: Free | Told, around: dict[str, Any]) -> dict[str, Any]:
    """What was said, as columns of the cohort. Raises Invalid."""
    cohort, wrong = place.cohort, {}
    columns = wanted.terms() | {"name": wanted.name or cohort.name}
    if wanted.language not in dict(around["languages"]):
        wrong["language"] = _("Choose one of the answers.")
    if around["stack"]:
        if wanted.at_hand not in dict(around["stack"]):
            wrong["at_hand"] = _("Choose one of the answers.")
        columns["definition_version_id"] = wanted.at_hand
    if isinstance(wanted, Free):
        try:
            columns |= wanted.schedule()
        except ValueError as behind:
            wrong["ends_on"] = str(behind)
    elif wanted.ends_on and rules.can_end_otherwise(cohort.state):
        days = rhythm.meeting_days(cohort.starts_on, cohort.weekday, cohort.meeting_weeks)
        if wanted.ends_on < max([cohort.starts_on, *days]):
            wrong["ends_on"] = _("A meeting is planned after this day. Give a later one.")
        columns["ends_on"] = wanted.ends_on
    if wrong:
        raise Invalid(wrong)
    return columns


def _otherwise(around: dict[str, Any], typed: dict[str, str]) -> dict[str, str]:
    """What was typed into a form that came too late, where it is not as the settings are now."""
    cohort = around["cohort"]
    now = asdict(around["terms"]) | {
        "starts_on": cohort.starts_on,
        "weekday": cohort.starts_on.weekday() if cohort.weekday is None else cohort.weekday,
        "meets_at": f"{cohort.meets_at:%H:%M}" if cohort.meets_at else "",
        "at_hand": cohort.definition_version_id,
    }
    return {name: value for name, value in typed.items() if name in now and value != str(now[name])}


async def _around(request: Request, place: Place) -> dict[str, Any]:
    cohort, reads = place.cohort, pages.language_of(request)
    members = await queries.count_by_id(cohort.id, cohorts.Role.PARTICIPANT)
    told = rules.schedule_is_told(cohort.state, members)
    return {
        "nav": "cohort",
        "place": place,
        "cohort": cohort,
        "seat": place.seat,
        "members": members,
        "taken": members,
        "terms": opening.terms_of_cohort(cohort),
        "told": told,
        "ends_otherwise": rules.can_end_otherwise(cohort.state),
        "seen": rules.fingerprint(cohort, told),
        "stack": await queries.stack_choices(place) if cohort.stack_id else [],
        "keeps_templates": rules.keeps_templates(place),
        "named": await queries.is_named(place.seat) if place.seat and rules.may_be_named(place) else None,
        "weekdays": words.weekdays(reads),
        "zones": profile.zone_choices(reads),
        "languages": await starts.languages(reads, cohort.language),
        "done": request.query_params.get("done", ""),
    }


async def _led(request: Request) -> Place:
    place = await queries.place(pages.signed_in(request), request.path_params["cohort_id"])
    permit(cohorts.leads(place), reasons.leaders_only())
    return place


HERE = "/cohorts/{cohort_id:int}"
routes = [
    Route(f"{HERE}/settings", show_settings, methods=["GET"]),
    Route(f"{HERE}/settings", change, methods=["POST"]),
    Route(f"{HERE}/templates", keep_as_template, methods=["POST"]),
    Route(f"{HERE}/join-code.svg", show_picture, methods=["GET"]),
    Route(f"{HERE}/naming", name, methods=["POST"]),
]
