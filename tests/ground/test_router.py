"""The router that looks among an address's like finds what one finds that asks every route."""

import pytest
from starlette.requests import Request
from starlette.routing import Match, Route

from community import app


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
