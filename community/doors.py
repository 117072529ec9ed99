"""Around every request: number, headers, a bounded body, one deadline, Origin and CSRF, who asks, errors as pages."""

import asyncio
import logging
from contextlib import suppress
from urllib.parse import quote, urlsplit

from python_multipart.multipart import parse_options_header
from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from community import chance, clock, cookies, db, errors, logs, pages, streams, words
from community.config import settings
from community.headers import with_headers
from community.notifications import queries as notifications
from community.notifications.announcing import queries as announcing
from community.people import queries as people
from community.people.factors import asking

log = logging.getLogger("roundtable.doors")

# Seconds for a whole request, so that an answer is there in 5 (X5); the database's own lie below it (X31).
DEADLINE = 4.5
KEEPS_TYPED = {409, 429, 500, 503}
RESENT = {429, 500, 503}  # sending the very same again may well succeed
MOST_BODY = 1_000_000  # bytes of a form
MOST_UPLOAD = {"/profile/picture": 5_250_000}  # bytes of a form with a file: 5 MB and what is around it
SAFE = {"GET", "HEAD", "OPTIONS"}
METHODS = SAFE | {"POST"}  # pages and forms know no other (habit 13)
# Changed by mail programs, without cookie or form: the address holds a signed token that stops one kind of mail. And by
# mail services, whose reports are signed.
WITHOUT_CSRF = ("/inbox/stops/link/", "/mail/returned")
WITHOUT_PERSON = ("/static/", "/healthz", "/readyz")  # asked without a look at the session


class Doors:
    """The app, with everything around it that holds for each of its doors."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        scope["app"] = self  # the router raises its 404 and 405 instead of answering them
        if scope["type"] == "http":
            await self._answer(scope, receive, send)
        elif scope["type"] == "websocket":
            scope["headers"] = list(scope["headers"])
            await self.app(scope, receive, with_headers(scope, send, chance.hexadecimal(8)))
        else:
            await self.app(scope, receive, send)

    async def _answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope, receive)
        _prepare(request)
        begun = False

        async def tell(message: Message) -> None:
            nonlocal begun
            begun = begun or message["type"] == "http.response.start"
            await send(message)

        tell_all = with_headers(scope, tell, request.state.request_id)
        try:
            if streams.is_flowing(request):
                await self._let_flow(request, receive, tell_all)
            else:
                async with asyncio.timeout(DEADLINE):
                    await self._let_in(request, receive, tell_all)
        except Exception as problem:
            if begun:
                raise
            await (await _error(request, problem))(scope, receive, tell_all)

    async def _let_flow(self, request: Request, receive: Receive, send: Send) -> None:
        """A file takes its time: no connection is held and no deadline runs while it comes or goes (streams.py)."""
        _check_address(request, METHODS | streams.METHODS)
        async with asyncio.timeout(DEADLINE), db.connection():
            await _recognise(request)
            await _check_origin(request)
        await self.app(request.scope, receive, _with_visit(request, send))

    async def _let_in(self, request: Request, receive: Receive, send: Send) -> None:
        _check_address(request, METHODS)
        if request.url.path.startswith(WITHOUT_PERSON):
            await self.app(request.scope, receive, send)
        else:
            body = request.state.body = await _body(request, receive)  # before a connection is held
            async with db.connection():
                await _recognise(request)
                asking.owed(request)
                await _check_origin(request)
                await self.app(request.scope, _replay(body, receive), _with_visit(request, send))


def _check_address(request: Request, methods: set[str]) -> None:
    if request.method not in methods:
        raise HTTPException(405)
    if "\x00" in request.url.path:  # PostgreSQL knows no such sign: nothing of ours is called so
        raise errors.NotFound
    if "%00" in request.url.query or "\x00" in request.url.query:
        raise HTTPException(400)


def _prepare(request: Request) -> None:
    request.state.request_id = chance.hexadecimal(8)
    logs.request_id.set(request.state.request_id)
    request.state.person = request.state.session = None
    request.state.is_over = False
    request.state.csrf_key = request.cookies.get(cookies.visit_cookie(), "")
    request.state.new_visit = False
    request.state.body = b""
    request.state.now = clock.now()
    request.state.marks = []
    request.state.bell = None
    request.state.announced = []


async def _recognise(request: Request) -> None:
    """Session → person. Without a session, a visit: a random cookie that a form's token is bound to."""
    token = request.cookies.get(cookies.session_cookie(), "")
    found = await people.public_session(token) if token else None
    request.state.is_over = bool(token) and found is None  # the sign-in that this browser had
    if found is not None:
        request.state.session, request.state.person = found
        request.state.csrf_key = f"person {found[1].id}"
        if not request.headers.get("hx-request"):  # then there may be a page with a header
            request.state.bell = await notifications.bell(found[1])
    else:
        request.state.announced = await announcing.public_notes()
        if not request.state.csrf_key:
            request.state.csrf_key, request.state.new_visit = chance.token(24), True
    request.state.now = clock.now()
    words.speak(pages.language_of(request))


async def _check_origin(request: Request) -> None:
    """A change comes from a page of ours: by Sec-Fetch-Site, by Origin, and always by the form's own token (A21)."""
    if request.method in SAFE or request.url.path.startswith(WITHOUT_CSRF):
        return
    site, origin = request.headers.get("sec-fetch-site"), request.headers.get("origin")
    errors.permit(
        site in (None, "same-origin", "none"), pages._("This came from another site. Open the page here and try again.")
    )
    errors.permit(
        origin is None or origin == own_origin(request.headers.get("host", "")),
        pages._("This came from another site. Open the page here and try again."),
    )
    token = request.headers.get("x-csrf")
    if not token and streams.is_form_with_file(request):
        return  # streams.form_with_file asks for it, before it reads any of the file
    cookies.check_csrf(request, token or (await _posted(request)).get("csrf", ""))


async def _posted(request: Request) -> dict[str, str]:
    """The fields of the form that was sent; nothing for what is no form."""
    peek = Request(request.scope, _replay(request.state.body, request.receive))
    async with peek.form(max_files=5, max_fields=100) as form:  # which closes the files that came along
        return {name: value for name, value in form.multi_items() if isinstance(value, str)}


async def _body(request: Request, receive: Receive) -> bytes:
    if request.method in SAFE:
        return b""
    most = MOST_UPLOAD.get(request.url.path, MOST_BODY)
    length = request.headers.get("content-length") or "0"
    if not (length.isascii() and length.isdecimal()):
        raise HTTPException(400)
    if int(length[:20]) > most:
        raise HTTPException(413)
    _check_alphabet(request)
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > most:
            raise HTTPException(413)
    return bytes(body)


def _check_alphabet(request: Request) -> None:
    """Forms come in UTF-8. Another is nobody's browser, may not exist, or holds what is no text (UTF-7)."""
    _kind, options = parse_options_header(request.headers.get("content-type", ""))
    if options.get(b"charset", b"utf-8").lower() not in (b"utf-8", b"utf8"):
        raise HTTPException(400)


def _replay(body: bytes, receive: Receive) -> Receive:
    told = False

    async def again() -> Message:
        nonlocal told
        if told:
            return await receive()
        told = True
        return {"type": "http.request", "body": body, "more_body": False}

    return again


async def _error(request: Request, problem: Exception) -> Response:
    """The one mechanism behind 400, 403, 404, 405, 413, 422, 429, 500 and 503: page, htmx fragment or plain text.

    What was typed into a form that failed stands in the page, and can be sent again with the same post key.
    """
    status, headers, why, fields, typed = _what(request, problem)
    if status == 303:
        return pages.redirect(request, headers["Location"])
    if status == 500:
        log.exception("request %s failed", request.state.request_id, exc_info=problem)
    if request.headers.get("hx-request"):
        template = "errors/_fragment.html"
    elif "text/html" in request.headers.get("accept", ""):
        template = "errors/page.html"
    else:
        template, headers = "errors/plain.txt", headers | {"Content-Type": "text/plain; charset=utf-8"}
    if status in KEEPS_TYPED and request.method == "POST":
        with suppress(Exception):  # what cannot be read as a form was not typed into one
            typed = await _posted(request)
    secret = any("password" in name for name in typed)  # never put into a page
    return pages.page(
        request, template, status, headers, code=status, why=why, errors=fields, typed=typed,
        again=request.method == "GET", resend=typed if status in RESENT and not secret else {},
    )  # fmt: skip


def _what(request: Request, problem: Exception) -> tuple[int, dict[str, str], str, dict[str, str], dict[str, str]]:
    match problem:
        case errors.SignInFirst() | errors.FactorFirst():
            first = "/sign-in" if isinstance(problem, errors.SignInFirst) else "/factor"
            return 303, {"Location": first + _next(request)}, "", {}, {}
        case errors.NotFound():
            return 404, {}, "", {}, {}
        case errors.Forbidden():
            return 403, {}, str(problem), {}, {}
        case errors.Conflict():
            return 409, {}, str(problem), {}, {}
        case errors.Invalid():
            return 422, {}, "", dict(problem.fields), dict(problem.typed)
        case errors.TooMany():
            return 429, {"Retry-After": str(problem.seconds)}, "", {}, {}
        case errors.Unavailable() | TimeoutError():
            return 503, {"Retry-After": "5"}, "", {}, {}
        case ClientDisconnect():  # nobody is left to hear it
            return 400, {}, "", {}, {}
        case HTTPException():
            return problem.status_code, dict(problem.headers or {}), "", {}, {}
        case _:
            return 500, {}, "", {}, {}


def _next(request: Request) -> str:
    """Back to this page afterwards; from a form, to the page that it stands on, if that is one of ours."""
    path = request.url.path if request.method == "GET" else _page_of_ours(request)
    return "?next=" + quote(path) if path else ""


def _page_of_ours(request: Request) -> str:
    """The path of the page that the browser says it comes from; "" for another site's, and for no address."""
    try:
        page = urlsplit(request.headers.get("hx-current-url") or request.headers.get("referer") or "")
    except ValueError:
        return ""
    return page.path if f"{page.scheme}://{page.netloc}" == own_origin(request.headers.get("host", "")) else ""


def _with_visit(request: Request, send: Send) -> Send:
    async def tell(message: Message) -> None:
        if message["type"] == "http.response.start" and request.state.new_visit:
            headers = MutableHeaders(scope=message)
            if not headers.get("Cache-Control", "").startswith("public"):  # what others keep is nobody's own
                headers.append("Set-Cookie", cookies.cookie(cookies.visit_cookie(), request.state.csrf_key, None))
        await send(message)

    return tell


def allowed_origin(headers: Headers) -> bool:
    """A socket is opened from a page of ours only; SameSite does not protect a handshake (A11)."""
    return headers.get("origin") == own_origin(headers.get("host", ""))


def own_origin(host: str = "") -> str:
    """Where our pages come from: the configured address; on loopback any of its names, as the browser says it."""
    parts = urlsplit(settings().base_url)
    loopback = {"127.0.0.1", "localhost", "[::1]"}
    if parts.hostname in ("127.0.0.1", "localhost", "::1") and host.rsplit(":", 1)[0] in loopback:
        return f"{parts.scheme}://{host}"
    return f"{parts.scheme}://{parts.netloc}"
