"""The doors of choosing what reaches one: the page, a press in the inbox, and the link of a mail."""

from datetime import time

from pydantic import BaseModel, Field, field_validator
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from community import pages, words
from community.errors import Invalid, NotFound, permit
from community.notifications import queries as notices
from community.notifications import telling
from community.notifications.choosing import actions, areas, queries, rules
from community.notifications.choosing.areas import Area
from community.notifications.choosing.rules import Choice, Rhythm, Way
from community.notifications.digests import sending as digests
from community.pages import Notice, _, signed_in
from community.people import queries as people

FIELD = "way "  # before the kind, in the name of its field


class Settings(BaseModel):
    by_mail: bool = False
    quiet_from: time
    quiet_until: time
    rhythm: Rhythm = Rhythm.WEEKDAYS
    digest_at: time = time(17)
    digest_day: int = Field(rules.FRIDAY, ge=0, le=6)

    @field_validator("quiet_from", "quiet_until", "digest_at", mode="before")
    @classmethod
    def _clock(cls, typed: str) -> time:
        try:
            return time.fromisoformat(typed).replace(second=0, microsecond=0, tzinfo=None)
        except ValueError:
            raise ValueError(_("Give a time, for example 21:00.")) from None


async def show_settings(request: Request) -> Response:
    """GET /inbox/settings; with ?stopped=KIND it says so."""
    chosen = await queries.choice(signed_in(request))
    stopped = telling.NOTICES.get(request.query_params.get("stopped", ""))
    return _settings(request, chosen, done=request.query_params.get("done", ""), stopped=stopped)


async def save_settings(request: Request) -> Response:
    """POST /inbox/settings"""
    person = signed_in(request)
    typed = await pages.typed_form(request)
    try:
        asked = await pages.form(request, Settings)
        await actions.choose(person, Choice(**asked.model_dump(), ways=_ways(typed)))
    except Invalid as wrong:
        return _settings(request, await queries.choice(person), 422, errors=wrong.fields, typed=typed)
    await digests.plan(person)
    return pages.redirect(request, "/inbox/settings?done=saved")


async def stop(request: Request) -> Response:
    """POST /inbox/12/stop: no more of what notice 12 is."""
    person = signed_in(request)
    row = await notices.notice(person, request.path_params["notice_id"])
    notice = telling.NOTICES.get(row.kind) if row else None
    if row is None or notice is None:
        raise NotFound
    permit(notice.can_switch_off, _("This concerns your work, your dates or your account: it always reaches you."))
    await actions.stop(person, row.kind)
    return pages.redirect(request, f"/inbox/settings?stopped={row.kind}")


async def show_link(request: Request) -> Response:
    """GET /inbox/stops/link/TOKEN changes nothing: mail scanners and previews open links too (A22)."""
    return await _link(request, stopped=False)


async def use_link(request: Request) -> Response:
    """POST: by the button there, or one-click by a mail program, without cookie or form token (RFC 8058)."""
    return await _link(request, stopped=True)


async def _link(request: Request, stopped: bool) -> Response:
    found = actions.read_link(request.path_params["token"])
    if found is None or not await people.people_by_id([found[0]]):
        raise NotFound
    person_id, kind, called = found
    if stopped:
        await actions.stop_mail(person_id, kind)
    return pages.page(
        request, "notifications/stop.html", called=called, stopped=stopped, is_digest=kind == actions.DIGEST
    )


def _ways(typed: dict[str, str]) -> dict[str, Way]:
    """The kinds that stand on the page, each with the way that was chosen."""
    given = {name.removeprefix(FIELD): way for name, way in typed.items() if name.startswith(FIELD)}
    known = {kind: way for kind, way in given.items() if kind in telling.NOTICES}
    if any(way not in set(Way) for way in known.values()):
        raise Invalid({"": _("Choose one of the answers.")}, typed)
    return {kind: Way(way) for kind, way in known.items()}


def _settings(request: Request, chosen: Choice, status: int = 200, **around) -> Response:
    listed = [_listed(chosen, kind, notice) for kind, notice in telling.NOTICES.items() if notice.called]
    listed.sort(key=lambda one: one["called"])
    around = {"done": "", "stopped": None, "days": words.weekdays(pages.language_of(request))} | around
    return pages.page(
        request,
        "notifications/settings.html",
        status,
        chosen=chosen,
        by_area=[(at, areas.name(at), [one for one in listed if one["can"] and one["area"] is at]) for at in Area],
        always=[one for one in listed if not one["can"]],
        opened=areas.area(request.query_params["stopped"]) if around["stopped"] else Area.TALK,
        **around,
    )


def _listed(chosen: Choice, kind: str, notice: Notice) -> dict:
    assert notice.called
    names = {
        Way.MAIL: _("Inbox, and mail at once"),
        Way.DIGEST: _("Inbox and digest"),
        Way.INBOX: _("Inbox only"),
        Way.NOTHING: _("Not at all"),
    }
    return {
        "field": FIELD + kind,
        "anchor": telling.anchor(kind),
        "area": areas.area(kind),
        "called": notice.called(),
        "can": notice.can_switch_off,
        "way": rules.kept(chosen, kind, notice),
        "options": [(way.value, names[way]) for way in Way if way in rules.ways(notice)],
    }


routes = [
    Route("/inbox/settings", show_settings, methods=["GET"]),
    Route("/inbox/settings", save_settings, methods=["POST"]),
    Route("/inbox/{notice_id:int}/stop", stop, methods=["POST"]),
    Route("/inbox/stops/link/{token}", show_link, methods=["GET"]),
    Route("/inbox/stops/link/{token}", use_link, methods=["POST"]),
]
