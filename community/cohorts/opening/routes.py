"""The doors of opening a cohort: a page of questions at an organizer's desk."""

from datetime import date
from typing import Any, Literal
from uuid import UUID
from zoneinfo import ZoneInfo

from pydantic import BaseModel, Field, ValidationInfo, field_validator
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from community import limits, once, pages, words
from community.affiliates import queries as affiliates
from community.affiliates.queries import Affiliate
from community.catalogue import queries as catalogue
from community.catalogue.queries import Definition
from community.cohorts import actions, reasons, rules
from community.cohorts.opening import rules as opening
from community.errors import Invalid, permit
from community.pages import _
from community.people import queries as people
from community.people.accounts import rules as accounts
from community.people.profile import rules as profile
from community.people.profile.rules import Line
from community.people.queries import Person


class NewCohort(BaseModel):
    affiliate: int = Field(ge=1, lt=2**63)
    definition: str = Field(max_length=20)
    name: Line = Field(min_length=3, max_length=120)
    starts_on: date
    ends_on: date
    who: Literal["me", "other"] = "me"
    facilitator: str = Field(default="", validate_default=True)
    capacity: int = Field(ge=1, le=rules.MOST_SEATS)
    time_zone: str
    language: str
    backlog: Literal["all", "from_joining"] = "all"
    keep: str = ""
    post_key: UUID

    @field_validator("ends_on")
    @classmethod
    def _after_the_first(cls, ends_on: date, info: ValidationInfo) -> date:
        starts_on = info.data.get("starts_on")
        if starts_on and not starts_on <= ends_on:
            raise ValueError(_("The last day comes before the first. Give a later one."))
        return ends_on

    @field_validator("facilitator")
    @classmethod
    def _an_address(cls, typed: str, info: ValidationInfo) -> str:
        return accounts.address(typed) if info.data.get("who") == "other" else ""

    @field_validator("time_zone")
    @classmethod
    def _known_zone(cls, typed: str) -> str:
        if typed not in profile.zones():
            raise ValueError(_("Choose one of the answers."))
        return typed


async def show_new(request: Request) -> Response:
    return pages.page(request, "cohorts/new.html", **await _around(request))


async def make(request: Request) -> Response:
    person = pages.signed_in(request)
    around = await _around(request)
    try:
        new = await pages.form(request, NewCohort)
        definition, facilitator = await _definition(new, around["languages"]), await _facilitator(person, new)
    except Invalid as wrong:
        typed = await pages.typed_form(request)
        return pages.page(request, "cohorts/new.html", 422, errors=wrong.fields, typed=typed, **around)
    desk = await affiliates.desk(person, new.affiliate)
    await limits.spend("post", str(person.id))

    async def made() -> str:
        cohort = await actions.make_cohort(
            desk,
            person,
            definition,
            facilitator=facilitator,
            publish=new.keep != "draft",
            **new.model_dump(include={"name", "starts_on", "ends_on", "capacity", "time_zone", "language", "backlog"}),
        )
        return str(cohort.id)

    return pages.redirect(request, f"/cohorts/{await once.once(person.id, new.post_key, made)}")


async def _definition(new: NewCohort, languages: list[tuple[str, str]]) -> Definition:
    definition = await catalogue.public_definition(new.definition)
    wrong = {} if definition else {"definition": _("Choose one of the answers.")}
    if new.language not in dict(languages):
        wrong["language"] = _("Choose one of the answers.")
    if wrong or definition is None:
        raise Invalid(wrong)
    return definition


async def _facilitator(person: Person, new: NewCohort) -> Person:
    """The maker, or whose confirmed address was named."""
    if new.who == "me":
        return person
    found = await people.public_person(new.facilitator)
    if found is None:
        raise Invalid({"facilitator": reasons.unknown_address()})
    return found


async def _around(request: Request) -> dict[str, Any]:
    """What the page offers to choose from. Only organizers come here."""
    person = pages.signed_in(request)
    where = await _affiliates(person)
    permit(
        bool(where),
        _("Cohorts are opened by an organizer of an affiliate. Ask yours to open one, or to give you a desk."),
    )
    listed = {one.code: one for one in await catalogue.public_catalogue()}
    first, last = opening.days(request.state.now.astimezone(ZoneInfo(where[0].time_zone)).date())
    return {
        "nav": "cohort",
        "affiliates": where,
        "affiliate_choices": [(one.id, one.name) for one in where],
        "definitions": sorted(((one.code, one.title) for one in listed.values()), key=lambda pair: pair[1]),
        "first": first,
        "last": last,
        "seats": opening.SEATS,
        "zones": profile.zone_choices(pages.language_of(request)),
        "languages": opening.languages(
            [*words.LANGUAGES, *(one.language for one in listed.values())], pages.language_of(request)
        ),
    }


async def _affiliates(person: Person) -> list[Affiliate]:
    """Where this person may open a cohort: the affiliates of her organizer's desks, and all below them (R11)."""
    found: dict[int, Affiliate] = {}
    for desk in await affiliates.desks(person):
        if desk.kind == "organizer" and desk.affiliate_id:
            below = await affiliates.affiliates(await affiliates.desk(person, desk.affiliate_id), most=500)
            found |= {one.id: one for one in below}
    return sorted(found.values(), key=lambda one: (one.kind != "local", one.name, one.id))


routes = [
    Route("/cohorts/new", show_new, methods=["GET"]),
    Route("/cohorts", make, methods=["POST"]),
]
