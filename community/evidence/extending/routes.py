"""The doors of more time: for who asks, and for the desk of the issuer."""

from datetime import date, datetime
from typing import Annotated
from urllib.parse import urlencode
from uuid import UUID

from pydantic import BaseModel, StringConstraints
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from community import pages
from community.affiliates.queries import Desk
from community.errors import Conflict, Invalid, NotFound, permit
from community.evidence import queries as evidence
from community.evidence.desk import cohort_around
from community.evidence.extending import actions, queries, rules, told_rows
from community.evidence.extending.queries import Running
from community.evidence.queries import Application, Standing
from community.fees import queries as fees
from community.limits import spend
from community.once import once
from community.pages import Belongs, ByMail, Keep, Notice, _, signed_in

Sentence = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=rules.LONGEST)]


async def show_own(request: Request) -> Response:
    """GET /work/EL-02/extensions: ask for more time, and what was answered."""
    return await _own(request)


class Ask(BaseModel):
    sentence: Sentence
    post_key: UUID


async def ask(request: Request) -> Response:
    """POST /work/EL-02/extensions: in one sentence."""
    person = signed_in(request)
    standing, application = await _mine(request)
    await spend("post", f"person {person.id}")
    try:
        said = await pages.form(request, Ask)

        async def make() -> str:
            return str(await actions.ask(person, application, said.sentence))

        await once("extension", person.id, said.post_key, make)
    except Invalid as wrong:
        return await _own(request, 422, wrong)
    except Conflict as wrong:
        return await _own(request, 409, Invalid({"": wrong.why}, await pages.typed_form(request)))
    return pages.redirect(request, f"/work/{standing.definition.code}/extensions?done=asked")


async def show_windows(request: Request) -> Response:
    """GET /issuers/SLUG/applications?name=tor: who asks for more time, and which windows end next."""
    desk = await _desk(request)
    name = request.query_params.get("name", "")[:120].strip()
    found = await queries.running(desk, name, _after(request))
    shown = found[: queries.MOST_SHOWN]
    more = {"name": name, "after": f"{shown[-1].expires_at.isoformat()} {shown[-1].id}"} if shown else {}
    return pages.page(
        request, "evidence/extending/windows.html",
        nav="desk",
        base=_base(request),
        owner=desk.issuer,
        asked=await queries.asked(desk),
        running=shown,
        name=name,
        more=f"{_base(request)}/applications?{urlencode(more)}" if len(found) > len(shown) else "",
        done=request.query_params.get("done", ""),
    )  # fmt: skip


async def show_window(request: Request) -> Response:
    """GET /issuers/SLUG/applications/31: whose window it is, what she asks, what was given before."""
    return await _window(request)


class Given(BaseModel):
    until: date
    reason: Sentence


async def give(request: Request) -> Response:
    """POST /issuers/SLUG/applications/31/extensions: a later end, and why."""
    desk, window = await _at_desk(request)
    try:
        said = await pages.form(request, Given)
        if not rules.may_end_on(said.until, window.last_day):
            wrong = {"until": _("Choose a later day than now, at most six months on.")}
            raise Invalid(wrong, await pages.typed_form(request))
        await actions.give(desk, window, said.until, said.reason)
    except Invalid as wrong:
        return await _window(request, 422, wrong)
    except Conflict as wrong:
        return await _window(request, 409, Invalid({"": wrong.why}, await pages.typed_form(request)))
    return pages.redirect(request, f"{_base(request)}/applications?done=given")


class Refused(BaseModel):
    reason: Sentence


async def refuse(request: Request) -> Response:
    """POST /issuers/SLUG/applications/31/refusal: not this time, and why."""
    desk, window = await _at_desk(request)
    try:
        said = await pages.form(request, Refused)
        await actions.refuse(desk, window, said.reason)
    except Invalid as wrong:
        return await _window(request, 422, wrong)
    except Conflict as wrong:
        return await _window(request, 409, Invalid({"": wrong.why}, await pages.typed_form(request)))
    return pages.redirect(request, f"{_base(request)}/applications?done=refused")


async def _mine(request: Request) -> tuple[Standing, Application]:
    """One's own application that ends; NotFound where none is running."""
    standing = await evidence.standing(signed_in(request), request.path_params["code"])
    if standing.application is None or not standing.application.is_running or standing.application.expires_at is None:
        raise NotFound
    return standing, standing.application


async def _own(request: Request, status: int = 200, wrong: Invalid | None = None) -> Response:
    standing, application = await _mine(request)
    before = await queries.extensions(signed_in(request), application)
    may_ask = rules.has_end(application, request.state.now)
    return pages.page(
        request, "evidence/extending/own.html", status,
        standing=standing,
        application=application,
        extensions=before,
        may_ask=may_ask and all(one.state != "asked" for one in before),
        longest=rules.LONGEST,
        done=request.query_params.get("done", ""),
        errors=wrong.fields if wrong else {},
        typed=wrong.typed if wrong else {},
        **await cohort_around(request, standing),
    )  # fmt: skip


async def _desk(request: Request) -> Desk:
    """The asker's desk with this issuer. NotFound without one, Forbidden for who judges work there."""
    desk = await fees.issuer_desk(signed_in(request), request.path_params["issuer"])
    permit(rules.looks_after(desk), _("Windows name people. Whoever judges work does not see them."))
    return desk


async def _at_desk(request: Request) -> tuple[Desk, Running]:
    desk = await _desk(request)
    return desk, await queries.window(desk, request.path_params["application_id"])


async def _window(request: Request, status: int = 200, wrong: Invalid | None = None) -> Response:
    desk, window = await _at_desk(request)
    return pages.page(
        request, "evidence/extending/window.html", status,
        nav="desk",
        base=_base(request),
        window=window,
        can_give=rules.has_end(window, request.state.now),
        furthest=rules.furthest(window.last_day),
        history=await queries.history(desk, window),
        longest=rules.LONGEST,
        errors=wrong.fields if wrong else {},
        typed=wrong.typed if wrong else {},
    )  # fmt: skip


def _base(request: Request) -> str:
    return f"/issuers/{request.path_params['issuer']}"


def _after(request: Request) -> tuple[datetime, int] | None:
    at, _space, number = request.query_params.get("after", "").partition(" ")
    try:
        found = datetime.fromisoformat(at), int(number)
    except ValueError:
        return None
    return found if found[0].tzinfo and 0 < found[1] < 10**18 else None


OWN, DESK = "/work/{code}/extensions", "/issuers/{issuer}/applications"
routes = [
    Route(OWN, show_own, methods=["GET"]),
    Route(OWN, ask, methods=["POST"]),
    Route(DESK, show_windows, methods=["GET"]),
    Route(DESK + "/{application_id:int}", show_window, methods=["GET"]),
    Route(DESK + "/{application_id:int}/extensions", give, methods=["POST"]),
    Route(DESK + "/{application_id:int}/refusal", refuse, methods=["POST"]),
]
TO_EARNER = (told_rows.told_by_id, lambda told: told.own)
notices = {
    "extension.asked": Notice(
        *(told_rows.keepers_by_id, "evidence/extension_asked", told_rows.told_by_id, lambda told: told.at_desk),
        called=lambda: _("Somebody asks my desk for more time"), asks=True, mail=ByMail(),
    ),
    "extension.given": Notice(
        *(told_rows.earners_by_id, "evidence/extension_given", *TO_EARNER),
        called=lambda: _("My window has a later end"), mail=ByMail(), can_switch_off=False,
    ),
    "extension.refused": Notice(
        *(told_rows.earners_by_id, "evidence/extension_refused", *TO_EARNER),
        called=lambda: _("More time is not given to me"), mail=ByMail(), can_switch_off=False,
    ),
}  # fmt: skip
keeps = {"extension": Keep(person="answered_by", on_erase="unname")}
belongs = {("extension", "application"): Belongs("application_id")}
