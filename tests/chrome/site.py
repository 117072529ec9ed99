"""A small site behind the real doors: every part of the shell, a form, a cohort's page, all ways to fail."""

from types import SimpleNamespace

from pydantic import BaseModel, Field
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route, Router

from community import assets, errors, pages
from community.doors import Doors
from tests.chrome.rendering import ROSA

FAILURES = {
    400: lambda: HTTPException(400),
    403: lambda: errors.Forbidden("Dana's draft was shared with you until 5 November."),
    404: errors.NotFound,
    405: lambda: HTTPException(405),
    409: lambda: errors.Conflict("Dana has changed this draft meanwhile."),
    413: lambda: HTTPException(413),
    422: lambda: errors.Invalid(
        {"name": pages._("Fill this in.")}, {"name": "", "about": 'Grade 4, and "bees"', "password": "secret"}
    ),
    429: lambda: errors.TooMany(60),
    500: lambda: RuntimeError("on purpose"),
    503: lambda: errors.Unavailable(),
}
COHORT = SimpleNamespace(
    id=7,
    name="Talk to Learn",
    affiliate="Cedar Valley Education Association",
    title="Structured Academic Conversations",
    code="EL-02",
)
NAMES = (
    "Rosa Delgado",
    "Dana Whitfield",
    "Nguyễn Thị Minh Khai",
    "Lee Ann Begay",
    "Joaquín Ortega",
    "Sefina Tuiasosopo-Leilua",
)
TONES = ("spruce", "lake", "plum", "moss", "sand", "brick")
MEMBERS = [
    SimpleNamespace(person_id=number, name=name, initials=name[0] + name.split()[-1][0], tone=tone)
    for number, (name, tone) in enumerate(zip(NAMES, TONES, strict=True), 5)
]


class Form(BaseModel):
    """What the form of the site takes."""

    name: str = Field(min_length=2)
    email: str
    about: str = "nothing"
    password: str


class Site:
    """The site; `person` is who looks at it, on every page."""

    def __init__(self) -> None:
        self.person = ROSA
        self.topics: list[str] = []
        self.asked: list[str] = []
        routes = [
            Route("/parts", self.show("chrome/parts.html"), methods=["GET"]),
            Route("/cohort", self.show("chrome/cohort.html"), methods=["GET"]),
            Route("/cohorts/7/unread", self.show("discussion/_unread.html", unread=7), methods=["GET"]),
            Route("/buttons", self.show("chrome/buttons.html"), methods=["GET"]),
            Route("/form", self.show_form, methods=["GET"]),
            Route("/form", self.take_form, methods=["POST"]),
            Route("/fail/{code:int}", self.fail, methods=["GET", "POST"]),
            *assets.routes,
        ]
        self.app = Doors(Router(routes, redirect_slashes=False))

    def show(self, template: str, **context):
        async def handler(request: Request) -> Response:
            return self.page(request, template, **context)

        return handler

    def page(self, request: Request, template: str, status: int = 200, **context) -> Response:
        request.state.person = self.person
        request.state.marks = self.topics
        return pages.page(request, template, status, cohort=COHORT, members=MEMBERS, nav="cohort", **context)

    async def show_form(self, request: Request) -> Response:
        return self.page(request, "chrome/form.html")

    async def take_form(self, request: Request) -> Response:
        try:
            await pages.form(request, Form)
        except errors.Invalid as wrong:
            return self.page(request, "chrome/form.html", 422, errors=wrong.fields, typed=wrong.typed)
        return pages.redirect(request, "/parts")

    async def fail(self, request: Request) -> Response:
        request.state.person = self.person
        raise FAILURES[request.path_params["code"]]()
