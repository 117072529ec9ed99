"""Is the process alive, is it ready: without details, for the one who balances the load."""

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from community import db, errors, migrations


async def alive(request: Request) -> Response:
    return PlainTextResponse("ok\n")


async def ready(request: Request) -> Response:
    """Database, migrations (newer ones do no harm) and LISTEN (heard within 20 s); 503 if one of them is not there."""
    applied = await db.many(dict, "select name from schema_migration order by name limit 10000")
    missing = {file.name for file in migrations.files()} - {row["name"] for row in applied}
    if missing or not request.state.realtime.hears():
        raise errors.Unavailable
    return PlainTextResponse("ready\n")


routes = [Route("/healthz", alive), Route("/readyz", ready)]
