"""Is the process alive, is it ready: without details, for the one who balances the load."""

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from community import db, errors, migrations


async def alive(request: Request) -> Response:
    return PlainTextResponse("ok\n")


async def ready(request: Request) -> Response:
    """Database, migrations and LISTEN (heard within 20 s); 503 if one of them is not there."""
    applied = await db.value("select count(*) from schema_migration")
    if applied != len(migrations.files()) or not request.state.realtime.hears():
        raise errors.Unavailable
    return PlainTextResponse("ready\n")


routes = [Route("/healthz", alive), Route("/readyz", ready)]
