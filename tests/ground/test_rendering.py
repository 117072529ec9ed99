"""What was made lately of an equal thing is given again; and the router asks what one that knows no shapes asks."""

from dataclasses import dataclass, field, replace

import pytest
from starlette.requests import Request
from starlette.routing import Match, Route

from community import app, rendering


@dataclass(frozen=True)
class Thing:
    id: int
    text: str
    people: list[str] = field(default_factory=list)


@pytest.fixture
def made(monkeypatch):
    """What was rendered: the thing's text and for whom."""
    seen = []

    def render(template, language, audience, thing):
        seen.append((template, language, audience, thing.text))
        return f"<p>{thing.text}</p>"

    monkeypatch.setattr(rendering, "render", render)
    monkeypatch.setattr(rendering, "_lately", rendering.OrderedDict())
    return seen


def again(thing, template="a.html", language="en", audience="peer"):
    return rendering.again(template, language, audience, "thing", thing)


def test_an_equal_thing_is_rendered_once(made):
    assert again(Thing(7, "Good evening", ["Ana"])) == again(Thing(7, "Good evening", ["Ana"])) == "<p>Good evening</p>"
    assert made == [("a.html", "en", "peer", "Good evening")]


def test_what_has_changed_is_rendered_anew_also_within(made):
    first = Thing(7, "Good evening", ["Ana"])
    assert again(first) != again(replace(first, text="Good night"))
    again(replace(first, text="Good night", people=["Ana", "Ben"]))
    assert again(first) == "<p>Good evening</p>"
    assert len(made) == 4


def test_each_audience_language_and_template_has_its_own(made):
    thing = Thing(7, "Good evening")
    for given in [{}, {"language": "es"}, {"audience": "facilitator"}, {"template": "b.html"}] * 2:
        again(thing, **given)
    assert len(made) == 4


def test_it_is_bounded(made):
    for number in range(rendering.LATELY + 50):
        again(Thing(number, "Good evening"))
    assert len(rendering._lately) == rendering.LATELY


async def here(request: Request):
    raise AssertionError("nobody is let in")


ROUTES = [
    Route("/", here), Route("/cohorts", here), Route("/cohorts/{id:int}", here, methods=["GET"]),
    Route("/cohorts/new", here), Route("/cohorts/{id:int}/seats", here, methods=["POST"]),
    Route("/static/{mark}/{path:path}", here), Route("/cohorts/{id:int}.ics", here),
]  # fmt: skip


@pytest.mark.parametrize(
    "path",
    ["/", "", "*", "//", "/cohorts", "/cohorts/", "/cohorts/7", "/cohorts/new", "/cohorts/7/seats", "/cohorts/7.ics",
     "/static/m/a.css", "/static/m/vendor/deep/a.js", "/static", "/nowhere", "/nowhere/at/all", "/cohorts/7/seats/8"],
)  # fmt: skip
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_the_router_by_path_finds_what_one_by_one_is_found(path, method):
    scope = {"type": "http", "path": path, "method": method, "root_path": "", "headers": []}
    by_path = app._ByPath(ROUTES, redirect_slashes=False)
    near = by_path.near.get(app._shape(path), by_path.wide)

    def found(routes):
        matches = [(route.path, route.matches(dict(scope))[0]) for route in routes]
        return [(where, match) for where, match in matches if match is not Match.NONE]

    assert found(near.routes) == found(ROUTES)
