"""The doors of opening a cohort: four questions at an organizer's desk, and all else filled in."""

from collections.abc import Mapping
from contextlib import suppress
from types import MappingProxyType
from typing import Any, Literal
from uuid import UUID
from zoneinfo import ZoneInfo

from pydantic import Field, ValidationInfo, field_validator
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from community import limits, numbers, once, pages, words
from community.affiliates import queries as affiliates
from community.affiliates.queries import Affiliate
from community.catalogue import queries as catalogue
from community.catalogue.queries import Definition
from community.cohorts import actions, plans, queries, rhythm
from community.cohorts.opening import forms, starts
from community.cohorts.opening import rules as opening
from community.cohorts.opening.starts import Start
from community.cohorts.queries import StackChoice
from community.errors import Invalid, NotFound, permit
from community.pages import _
from community.people.accounts import rules as accounts
from community.people.profile import rules as profile
from community.people.queries import Person

ANSWERS = ("definition", "starts_on", "weekday", "meets_at", "who", "facilitator", "second", "affiliate", "affiliate_q")
MOST_CHOICES = 500  # affiliates to choose from; among more one searches
NOTHING: Mapping[str, str] = MappingProxyType({})


class NewCohort(forms.Terms):
    affiliate: int = Field(ge=1, lt=2**63)
    definition: str = Field(max_length=20)
    who: Literal["me", "other"] = "me"
    facilitator: str = Field(default="", validate_default=True)
    second: str = ""
    template: str = Field(default="", max_length=60)
    copied_from: int = Field(default=0, ge=0, lt=2**63)
    keep: str = ""
    post_key: UUID

    @field_validator("facilitator")
    @classmethod
    def _an_address(cls, typed: str, info: ValidationInfo) -> str:
        return accounts.address(typed) if info.data.get("who") == "other" else ""

    @field_validator("second")
    @classmethod
    def _another_address(cls, typed: str) -> str:
        return accounts.address(typed) if typed else ""

    @property
    def addresses(self) -> list[str]:
        """Who is asked, each once."""
        return list(dict.fromkeys(address for address in (self.facilitator, self.second) if address))


async def show_new(request: Request) -> Response:
    """GET /cohorts/new?from=cohort-7: what is filled in comes from a plan, a template, an earlier cohort."""
    around = await _around(request, request.query_params.get("from", plans.FIRST))
    return pages.page(request, "cohorts/new.html", **around)


async def make(request: Request) -> Response:
    person, typed = pages.signed_in(request), await pages.typed_form(request)
    if "find" in typed:  # the answers stay, but for the affiliate that was chosen before
        typed.pop("affiliate", None)
    around = await _around(request, typed.get("start_from", plans.FIRST), typed)
    if "find" in typed:
        return pages.page(request, "cohorts/new.html", typed=typed, **around)
    if "use" in typed:  # filled in anew from something else; the answers stay
        typed = {name: typed[name] for name in ANSWERS if name in typed}
        return pages.page(request, "cohorts/new.html", typed=typed, **around)
    try:
        new = await pages.form(request, NewCohort)
        definition, stack = await _chosen(new.definition)
        columns = _columns(new, definition, stack, dict(around["languages"]))
        if new.copied_from and not await _organizes(person, new.copied_from):
            raise Invalid({"": _("The cohort that this is a copy of is not yours to copy.")}, typed)
    except Invalid as wrong:
        return pages.page(request, "cohorts/new.html", 422, errors=wrong.fields, typed=typed, **around)
    desk = await affiliates.desk(person, new.affiliate)
    await limits.spend("post", str(person.id))
    for address in new.addresses:
        await limits.spend("mail", address)

    async def made() -> str:
        cohort = await actions.make_cohort(
            desk,
            person,
            definition,
            facilitator=person if new.who == "me" else None,
            addresses=new.addresses,
            publish=new.keep != "draft",
            **columns,
        )
        return str(cohort.id)

    cohort_id = await once.once("cohort", person.id, new.post_key, made)
    return pages.redirect(request, f"/cohorts/{cohort_id}")


def _columns(
    new: NewCohort, definition: Definition, stack: StackChoice | None, languages: dict[str, str]
) -> dict[str, Any]:
    """All that was said, as columns of a cohort. Raises Invalid."""
    if new.language not in languages:
        raise Invalid({"language": _("Choose one of the answers.")})
    try:
        schedule = new.schedule()
    except ValueError as wrong:
        raise Invalid({"ends_on": str(wrong)}) from None
    title = stack.title if stack else definition.title
    return {
        "name": new.name or opening.named(title, new.starts_on),
        "stack_id": stack.id if stack else None,
        "template": new.template if new.template in plans.plans() else "",
        "template_version": plans.VERSION if new.template in plans.plans() else 0,
        "copied_from": new.copied_from or None,
        **schedule,
        **new.terms(),
    }


async def _chosen(typed: str) -> tuple[Definition, StackChoice | None]:
    """One micro-credential, or a whole stack that begins with its first (R13). Raises Invalid."""
    kind, _colon, code = typed.partition(":")
    stack = await queries.public_stack(code) if kind == "stack" else None
    if stack:
        definition = await catalogue.public_definition_version(stack.definition_version_id)
    else:
        definition = await catalogue.public_definition(typed)
    if definition is None:
        raise Invalid({"definition": _("Choose one of the answers.")})
    return definition, stack


async def _organizes(person: Person, cohort_id: int) -> bool:
    try:
        return (await queries.place(person, cohort_id)).desk is not None
    except NotFound:
        return False


async def _around(request: Request, key: str, typed: Mapping[str, str] = NOTHING) -> dict[str, Any]:
    """What the page offers to choose from. Only organizers come here."""
    person, reads = pages.signed_in(request), pages.language_of(request)
    search = typed.get("affiliate_q", "")[:80].strip()
    where, more = await _affiliates(person, search, numbers.row(typed.get("affiliate", "")))
    permit(
        bool(where),
        _("Cohorts are opened by an organizer of an affiliate. Ask yours to open one, or to give you a desk."),
    )
    today = request.state.now.astimezone(ZoneInfo(where[0].time_zone)).date()
    start = await starts.start(person, key, today, where[0].time_zone)
    catalogued = await catalogue.public_catalogue()
    listed = {one.code: one for one in catalogued}
    stacks = {one.stack_code: one.stack_title for one in catalogued if one.stack_code}
    return {
        "nav": "cohort",
        "start": start,
        "terms": start.terms,
        "planned": _planned(start),
        "starts": await _start_choices(person),
        "affiliates": where,
        "affiliate_choices": [(one.id, one.name) for one in where],
        "more_affiliates": more or bool(search),
        "definitions": sorted(((one.code, one.title) for one in listed.values()), key=lambda pair: pair[1]),
        "stacks": sorted(((f"stack:{code}", title) for code, title in stacks.items()), key=lambda pair: pair[1]),
        "weekdays": [("", _("The weekday of the first day")), *words.weekdays(reads)],
        "zones": profile.zone_choices(reads),
        "languages": await starts.languages(reads),
    }


def _planned(start: Start) -> list[tuple[Any, Any]]:
    """(day, meeting) of the plan, from the first day that is filled in."""
    if start.plan is None:
        return []
    days = rhythm.meeting_days(start.answers.starts_on, start.answers.starts_on.weekday(), start.plan.meeting_weeks)
    return list(zip(days, start.plan.meetings, strict=True))


async def _start_choices(person: Person) -> dict[str, list[tuple[str, str]]]:
    """{heading: (key, name)}: from what the settings can be filled in."""
    found = {
        _("Plans that come with Roundtable"): [(plan.key, plan.name) for plan in plans.plans().values()],
        _("Your affiliate’s own"): [(f"own-{one.id}", one.name) for one in await queries.templates(person)],
        _("As in an earlier cohort"): [
            (f"cohort-{card.cohort.id}", card.cohort.name) for card in await queries.organized(person, most=20)
        ],
    }
    return {heading: choices for heading, choices in found.items() if choices}


async def _affiliates(person: Person, search: str, chosen: int | None) -> tuple[list[Affiliate], bool]:
    """Where this person may open a cohort: the affiliates of her organizer's desks, and all below them (R11).

    Of what lies below, those that hold the words of `search`, and the one she has `chosen`; whether there are more.
    """
    found: dict[int, Affiliate] = {}
    more = False
    for held in await affiliates.desks(person):
        if held.kind == "organizer" and held.affiliate_id:
            desk = await affiliates.desk(person, held.affiliate_id)
            below = await affiliates.affiliates(desk, most=MOST_CHOICES + 1, search=search)
            more = more or len(below) > MOST_CHOICES
            found |= {one.id: one for one in (await affiliates.affiliate(desk), *below[:MOST_CHOICES])}
    if found and chosen and chosen not in found:
        with suppress(NotFound):
            found[chosen] = await affiliates.affiliate(await affiliates.desk(person, chosen))
    return sorted(found.values(), key=lambda one: (one.kind != "local", one.name, one.id)), more


routes = [
    Route("/cohorts/new", show_new, methods=["GET"]),
    Route("/cohorts", make, methods=["POST"]),
]
