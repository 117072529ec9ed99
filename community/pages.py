"""What a person sees: page(), fragment(), form(), and what a slice says of itself: how it is shown live, and told."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from markupsafe import Markup
from pydantic import BaseModel, ValidationError
from starlette.convertors import IntegerConvertor
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from community import chance, cookies, errors, events, numbers, rendering, signed, words
from community.config import settings
from community.keeps import Belongs as Belongs
from community.keeps import Keep as Keep

MOST_TOPICS = 64  # a page follows at most
_ = words.gettext
ngettext = words.ngettext

IntegerConvertor.regex = "[0-9]{1,18}"  # in an address; a longer number is no bigint, so it is simply not there

Model = TypeVar("Model", bound=BaseModel)


class Live:
    """How a kind of event is shown unasked: one partial, rendered once per audience and language that listens.

    `Live("board/_cell.html", cell=queries.cells_by_id)`: once per batch `await cells_by_id(ids)` gives {id: thing}; the
    partial is given `cell`, `audience` and `event`. A missing thing, or a partial that says nothing, is a bare seen.
    `alone`: the partial does not look at the event, so what was made lately of an equal thing is not made again.
    """

    def __init__(self, template: str, alone: bool = False, **load: Callable) -> None:
        self.template, self.alone = template, alone
        ((self.name, self.load),) = load.items()


@dataclass(frozen=True)
class ByMail:
    """A kind of notice that is also mailed, at once.

    `waits` until the reader's quiet hours are over. `when_away`: only to who has been away for five minutes and has not
    read it by then. Mails about one thing are one conversation: `thread(thing)` names it, such as "cohort 7".
    `own_letter`: its slice writes the mail itself; here it is only listed among what reaches a person.
    `attached(thing)` is the file that goes with it, a mail.Attached. `together(things)`: of all that waited to be
    mailed about one thread, oldest first, only the last goes, about what this makes of them; None: nothing is to say.
    Without `at_once` it comes in the digest to who did not choose otherwise.
    """

    thread: Callable[[Any], str] = lambda thing: ""
    waits: bool = True
    when_away: bool = False
    own_letter: bool = False
    attached: Callable[[Any], Any] | None = None
    together: Callable[[list[Any]], Any] | None = None
    at_once: bool = True


@dataclass(frozen=True)
class Bundle:
    """Several notices of a kind, unread or read, are one: those of which `by(thing)` says the same text.

    `says="discussion/replied_many"` is the partial that says so; it is given the newest's `about`, `by` and a `count`.
    """

    by: Callable[[Any], str]
    says: str


@dataclass(frozen=True)
class Notice:
    """Whom a kind of event is told to, how, in which words, and where they lead (notifications reads this).

    `await to(ids)` gives {id: person ids} for the events' subjects. `says="cohorts/removed"` is the partial
    cohorts/_removed.html, one sentence; it is given `about`, as `await about(ids)` gives {id: thing}, and `by`, the
    Person who did it or None. `leads(thing)` is an address of ours. With `mail` there is also cohorts/_removed.txt,
    which extends mail/notice.txt. `called()` is the kind's name where one chooses what reaches one: "My seat ends".
    `await seen(ids)` gives {id: person ids} who have seen it already where it stands. `asks`: somebody waits for what
    its reader does, so it stands first in a digest. `hears`: the kind of event, where it is not called as the notice.
    """

    to: Callable
    says: str
    about: Callable
    leads: Callable[[Any], str]
    called: Callable[[], str] | None = None
    mail: ByMail | None = None
    can_switch_off: bool = True
    seen: Callable | None = None
    asks: bool = False
    hears: str = ""
    bundle: Bundle | None = None


@dataclass(frozen=True)
class Writing:
    """Where it is told that somebody writes just now.

    `await may(person_id, id, place)` is None where that person may not write in `place` (a thread's number, 0: none),
    else a text with which `hears(audience, text)` says whether an audience of the topic is told.
    """

    may: Callable
    hears: Callable[[str, str], bool]


def page(
    request: Request, template: str, status: int = 200, headers: Mapping[str, str] | None = None, **context: Any
) -> Response:
    """A whole page. Extends base.html; what every template is given stands in `_around`."""
    html = rendering.template_of(template, language_of(request)).render(_around(request) | context)
    return _answer(request, html, status, headers)


def fragment(
    request: Request, template: str, status: int = 200, headers: Mapping[str, str] | None = None, **context: Any
) -> Response:
    """One thing, for htmx: the same partial that page and socket use."""
    return page(request, template, status, headers, **context)


def shown(request: Request, live: Live, audience: str, thing: Any) -> Response:
    """One thing as `live` shows it, in answer to who made it: what those who follow are shown of it a moment later."""
    html = rendering.again(live.template, language_of(request), audience, live.name, thing)
    return _answer(request, html, 200, None)


def redirect(request: Request, address: str) -> Response:
    """303 to one of our own addresses; an htmx request is told by header, so that it goes there as a page."""
    if request.headers.get("hx-request"):
        return Response(status_code=204, headers={"HX-Redirect": address})
    return RedirectResponse(address, status_code=303)


def signed_in(request: Request) -> Any:
    """The Person who asks; SignInFirst if nobody is signed in."""
    if request.state.person is None:
        raise errors.SignInFirst
    return request.state.person


async def form(request: Request, model: type[Model]) -> Model:
    """The posted form as `model`. Raises Invalid with a sentence for every wrong field and all that was typed."""
    return checked(model, await typed_form(request))


def checked(model: type[Model], typed: dict[str, str]) -> Model:
    """What was typed as `model`; Invalid like `form`."""
    given = {name: value for name, value in typed.items() if value != ""}
    try:
        return model.model_validate(given)
    except ValidationError as wrong:
        raise errors.Invalid(
            {str(e["loc"][0]) if e["loc"] else "": _sentence(e) for e in wrong.errors()}, typed
        ) from None


def problem(wrong: errors.Invalid | errors.Conflict | None) -> tuple[int, dict[str, str]]:
    """Status and errors of a form's page that stands again, for what was wrong with it; 200 for nothing."""
    if isinstance(wrong, errors.Invalid):
        return 422, wrong.fields
    return (409, {"": wrong.why}) if wrong else (200, {})


async def typed_form(request: Request) -> dict[str, str]:
    """The posted fields as typed, a line's end one sign; of a repeated field the last one counts. No files."""
    posted = await request.form(max_files=0, max_fields=100)
    return {name: plain(value) for name, value in posted.multi_items() if isinstance(value, str)}


def plain(typed: str) -> str:
    """A field as a browser counts it for its longest, which it sends with two signs for a line's end."""
    return typed.replace("\x00", "").replace("\r\n", "\n")


def row(request: Request, name: str) -> int | None:
    """The number of a row that the address names, as `?after=7`; None for anything else."""
    return numbers.row(request.query_params.get(name, ""))


async def watch(request: Request, *topics: str) -> list[str]:
    """Say that the page follows these topics. Called before its rows are read, so that nothing falls between."""
    marks = await marks_of(request, *topics)
    request.state.marks = [*request.state.marks, *marks][:MOST_TOPICS]
    return marks


async def marks_of(request: Request, *topics: str) -> list[str]:
    """What one part of a page follows alone: it is fetched anew where the page, with a text begun, must not be."""
    newest, epoch = await events.newest(topics), await events.epoch()
    person = signed_in(request)
    return signed.write_marks([signed.Mark(topic, epoch, seq) for topic, seq in newest.items()], person.id)


def _around(request: Request) -> dict[str, Any]:
    state = request.state
    return {
        "person": state.person,
        "now": state.now,
        "topics": state.marks,
        "bell": getattr(state, "bell", None),
        "announced": getattr(state, "announced", []),  # for visitors: others have theirs with the bell
        "language": language_of(request),
        "sample": settings().sample,
        "path": request.url.path,
        "request_id": state.request_id,
        "request_path": request.url.path,
        "nav": "",
        "errors": {},
        "typed": {},
        "csrf_token": lambda: cookies.csrf_token(request),
        "csrf": lambda: Markup('<input type="hidden" name="csrf" value="{}">').format(cookies.csrf_token(request)),
        "post_key": lambda: Markup('<input type="hidden" name="post_key" value="{}">').format(chance.uuid()),
    }


def _answer(request: Request, html: str, status: int, headers: Mapping[str, str] | None) -> Response:
    response = HTMLResponse(html, status_code=status, headers=dict(headers or {}))
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["Vary"] = "Cookie, HX-Request"
    return response


def language_of(request: Request) -> str:
    person = request.state.person
    return words.known(person.language) if person else words.preferred(request.headers.get("accept-language", ""))


def _sentence(wrong: Any) -> str:
    """What is wrong with a field and what to do, in the reader's language. A validator's ValueError is such a text."""
    kind, context = wrong["type"], wrong.get("ctx", {})

    def shorten() -> str:
        return ngettext(
            "Shorten this to %(num)s character.", "Shorten this to %(num)s characters.", context["max_length"]
        )

    sentences = {
        "missing": lambda: _("Fill this in."),
        "string_too_short": lambda: ngettext(
            "Write at least %(num)s character.", "Write at least %(num)s characters.", context["min_length"]
        ),
        "string_too_long": shorten,
        "too_long": shorten,  # so pydantic calls it where a validator of ours stands before the length
        "value_error": lambda: str(context["error"]),
        "int_parsing": lambda: _("Give a whole number."),
        "date_from_datetime_parsing": lambda: _("Give a date, for example 2027-01-31."),
        "date_parsing": lambda: _("Give a date, for example 2027-01-31."),
        "greater_than_equal": lambda: _("This must be at least %(least)s.") % {"least": context["ge"]},
        "less_than_equal": lambda: _("This must be at most %(most)s.") % {"most": context["le"]},
        "literal_error": lambda: _("Choose one of the answers."),
        "enum": lambda: _("Choose one of the answers."),
    }
    return sentences.get(kind, lambda: _("This could not be read. Check it and try again."))()
