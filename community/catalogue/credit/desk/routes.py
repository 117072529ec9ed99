"""The doors to an affiliate's credit rules, for its organizers and those above; to others they are not there (R11)."""

from datetime import date
from typing import Annotated, Any, Literal
from uuid import UUID
from zoneinfo import ZoneInfo

from pydantic import BaseModel, Field, model_validator
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from community import pages
from community.affiliates import queries as affiliates
from community.affiliates.queries import Desk
from community.catalogue import queries as catalogue
from community.catalogue.credit import rules
from community.catalogue.credit.desk import actions, queries
from community.catalogue.credit.desk.queries import Kept
from community.catalogue.credit.seen import Shown
from community.errors import Conflict, Invalid
from community.once import once
from community.pages import _
from community.people.profile.rules import Line, LineOrNothing

PAGE = 50
NEEDED = {"yes": True, "no": False, "unknown": None}



class Rule(BaseModel):
    """What is typed of a rule; `columns` makes of it what the table holds."""

    place_kind: Literal["district", "state"]
    place: Annotated[Line, Field(min_length=3, max_length=rules.MOST["place"])]
    code: str = Field("", max_length=20)
    gives: Annotated[LineOrNothing, Field(max_length=rules.MOST["gives"])] = ""
    applies_to: list[str] = []
    approval_needed: Literal["yes", "no", "unknown"] = "unknown"
    approval_days: int | None = Field(None, ge=1, le=rules.MOST_DAYS["approval_days"])
    approval_how: Annotated[LineOrNothing, Field(max_length=rules.MOST["approval_how"])] = ""
    proof: Annotated[LineOrNothing, Field(max_length=rules.MOST["proof"])] = ""
    proof_days: int | None = Field(None, ge=1, le=rules.MOST_DAYS["proof_days"])
    deadline: Annotated[LineOrNothing, Field(max_length=rules.MOST["deadline"])] = ""
    note: Annotated[LineOrNothing, Field(max_length=rules.MOST["note"])] = ""

    @model_validator(mode="before")
    @classmethod
    def _gather_boxes(cls, typed: dict[str, str]) -> dict[str, Any]:
        return typed | {"applies_to": [one for one in rules.AUDIENCE if f"to_{one}" in typed]}


class NewRule(Rule):
    post_key: UUID


class ChangedRule(Rule):
    version: int = Field(ge=1, le=2_000_000_000)


class Approved(BaseModel):
    source: Annotated[LineOrNothing, Field(max_length=rules.MOST["source"])] = ""
    checked_on: date
    version: int = Field(ge=1, le=2_000_000_000)


async def show_rules(request: Request) -> Response:
    """GET /affiliates/7/credit-rules?after=12: its own, and those from above that its members read too."""
    desk = await _desk(request)
    typed = request.query_params.get("after", "")
    after = int(typed) if typed.isascii() and typed.isdigit() and len(typed) <= 18 else 0
    found = await queries.kept(desk, after, PAGE + 1)
    return pages.page(
        request,
        "catalogue/credit_rules.html",
        nav="desk",
        desk=desk,
        found=found[:PAGE],
        next=found[PAGE - 1].id if len(found) > PAGE else None,
        above=await queries.kept_above(desk),
        state=rules.state,
        done=request.query_params.get("done", ""),
    )


async def show_new(request: Request) -> Response:
    """GET /affiliates/7/credit-rules/new"""
    return _new(request, await _desk(request))


async def add(request: Request) -> Response:
    """POST /affiliates/7/credit-rules: a draft, which nobody but the desk reads."""
    desk = await _desk(request)
    try:
        said = await pages.form(request, NewRule)
        values = await _columns(request, said)

        async def make() -> str:
            return str(await actions.add(desk, values))

        made = await once("credit rule", desk.person_id, said.post_key, make)
    except Invalid as wrong:
        return _new(request, desk, 422, errors=wrong.fields, typed=wrong.typed)
    return pages.redirect(request, f"{_here(desk)}/{made}?done=added")


async def show_rule(request: Request) -> Response:
    """GET /affiliates/7/credit-rules/12: as members read it, and what can be done."""
    desk = await _desk(request)
    return _one(request, desk, await _rule(request, desk))


async def change(request: Request) -> Response:
    """POST /affiliates/7/credit-rules/12/versions: another text; members read nothing of it until it is approved."""
    desk = await _desk(request)
    rule = await _rule(request, desk)
    try:
        said = await pages.form(request, ChangedRule)
        await actions.change(desk, rule, said.version, await _columns(request, said))
    except (Invalid, Conflict) as wrong:
        return await _again(request, desk, wrong, "change")
    return pages.redirect(request, f"{_here(desk)}/{rule.id}?done=changed")


async def approve(request: Request) -> Response:
    """POST /affiliates/7/credit-rules/12/approval: with where it stands and when it was read there."""
    desk = await _desk(request)
    rule = await _rule(request, desk)
    try:
        said = await pages.form(request, Approved)
        if wrong := rules.wrong_reading(rule.gives, said.source, said.checked_on, _today(request)):
            raise Invalid(wrong, await pages.typed_form(request))
        await actions.approve(desk, rule, said.version, said.source, said.checked_on)
    except (Invalid, Conflict) as problem:
        return await _again(request, desk, problem, "approve")
    return pages.redirect(request, f"{_here(desk)}/{rule.id}?done=approved")


async def end(request: Request) -> Response:
    """POST /affiliates/7/credit-rules/12/ending: nobody reads it from now on."""
    desk = await _desk(request)
    rule = await _rule(request, desk)
    await actions.end(desk, rule)
    return pages.redirect(request, f"{_here(desk)}?done=ended")


async def _desk(request: Request) -> Desk:
    return await affiliates.desk(pages.signed_in(request), request.path_params["affiliate_id"])


async def _rule(request: Request, desk: Desk) -> Kept:
    return await queries.rule(desk, request.path_params["rule_id"])


async def _columns(request: Request, said: Rule) -> dict[str, Any]:
    """What the table holds of it. Raises Invalid for what does not fit together, or a code that is not here."""
    values: dict[str, Any] = said.model_dump(exclude={"post_key", "version", "code"})
    values["approval_needed"] = NEEDED[said.approval_needed]
    wrong = rules.wrong_together(values)
    definition = None
    if said.code:
        definition = await catalogue.public_definition(said.code.strip().upper())
        if definition is None:
            wrong["code"] = _("Nothing with this code is published here. It looks like EL-02.")
    if wrong:
        raise Invalid(wrong, await pages.typed_form(request))
    values["micro_credential_id"] = definition.micro_credential_id if definition else None
    for name in ("gives", "approval_how", "proof", "deadline"):
        values[name] = values[name] or None
    return values


async def _again(request: Request, desk: Desk, wrong: Invalid | Conflict, form: str) -> Response:
    """The page with what was typed, and why it was not taken."""
    status, fields = (422, wrong.fields) if isinstance(wrong, Invalid) else (409, {"": wrong.why})
    typed = await pages.typed_form(request)
    return _one(request, desk, await _rule(request, desk), status, errors=fields, typed=typed, wrong=form)


def _new(request: Request, desk: Desk, status: int = 200, **around: Any) -> Response:
    return pages.page(
        request, "catalogue/credit_rule_new.html", status, nav="desk", desk=desk, rules=rules, rule=None, **around
    )


def _one(request: Request, desk: Desk, rule: Kept, status: int = 200, **around: Any) -> Response:
    context: dict[str, Any] = {
        "nav": "desk",
        "desk": desk,
        "rule": rule,
        "shown": Shown(rule, rules.earliest_start(_today(request), rule.approval_days)),
        "rules": rules,
        "today": _today(request),
        "wrong": "",
        "done": request.query_params.get("done", ""),
    }
    return pages.page(request, "catalogue/credit_rule.html", status, **context | around)


def _today(request: Request) -> date:
    return request.state.now.astimezone(ZoneInfo(pages.signed_in(request).time_zone)).date()


def _here(desk: Desk) -> str:
    return f"/affiliates/{desk.affiliate_id}/credit-rules"


HERE = "/affiliates/{affiliate_id:int}/credit-rules"
routes = [
    Route(HERE, show_rules, methods=["GET"]),
    Route(HERE, add, methods=["POST"]),
    Route(f"{HERE}/new", show_new),
    Route(f"{HERE}/{{rule_id:int}}", show_rule),
    Route(f"{HERE}/{{rule_id:int}}/versions", change, methods=["POST"]),
    Route(f"{HERE}/{{rule_id:int}}/approval", approve, methods=["POST"]),
    Route(f"{HERE}/{{rule_id:int}}/ending", end, methods=["POST"]),
]
