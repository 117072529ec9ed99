"""The doors of one's own profile."""

from typing import Literal

from pydantic import BaseModel, Field, field_validator
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from community import pages, words
from community.pages import _
from community.people import answers
from community.people.profile import actions, rules
from community.people.profile.rules import Line, LineOrNothing


class Profile(BaseModel):
    name: Line = Field(max_length=rules.MOST_NAME)
    called: LineOrNothing = Field(default="", max_length=rules.MOST_CALLED)
    pronouns: LineOrNothing = Field(default="", max_length=rules.MOST_PRONOUNS)
    about: LineOrNothing = Field(default="", max_length=rules.MOST_ABOUT)
    time_zone: str
    language: str
    role: str
    theme: Literal["auto", "light", "dark"] = "auto"

    @field_validator("time_zone")
    @classmethod
    def _known_zone(cls, typed: str) -> str:
        return _one_of(typed, rules.zones())

    @field_validator("language")
    @classmethod
    def _known_language(cls, typed: str) -> str:
        return _one_of(typed, (*words.LANGUAGES, words.PSEUDO))

    @field_validator("role")
    @classmethod
    def _known_role(cls, typed: str) -> str:
        return _one_of(typed, rules.ROLES)


async def show(request: Request) -> Response:
    pages.signed_in(request)
    return pages.page(request, "people/profile.html", done=request.query_params.get("done", ""), **_choices(request))


async def change(request: Request) -> Response:
    person = pages.signed_in(request)

    async def handle() -> Response:
        said = await pages.form(request, Profile)
        await actions.change(person, **said.model_dump() | {"called": said.called or rules.called(said.name)})
        return pages.redirect(request, "/profile?done=saved")

    return await answers.answer(request, "people/profile.html", handle, done="", **_choices(request))


def _choices(request: Request) -> dict:
    language = pages.language_of(request)
    return {
        "roles": [(role, rules.role_name(role)) for role in rules.ROLES],
        "zones": rules.zone_choices(language),
        "languages": rules.language_choices(),
        "themes": [("auto", _("Same as my device")), ("light", _("Light")), ("dark", _("Dark"))],
    }


def _one_of(typed: str, known: tuple[str, ...]) -> str:
    if typed not in known:
        raise ValueError(_("Choose one of the answers."))
    return typed


routes = [Route("/profile", show, methods=["GET"]), Route("/profile", change, methods=["POST"])]
