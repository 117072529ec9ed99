"""The doors of a showcase: its owner composes it at /showcase; everybody, or who has the link, reads it."""

from typing import Literal

from pydantic import BaseModel, Field
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from community import cards, files, pages, streams
from community.awards import queries as awards
from community.awards.queries import Award
from community.awards.showcase import actions, queries, rules, showing
from community.awards.showcase.actions import Composed
from community.awards.showcase.queries import Showcase
from community.awards.showcase.rules import Audience
from community.cards import Card
from community.config import settings
from community.errors import Conflict, Invalid, NotFound
from community.files import Opened
from community.limits import spend
from community.pages import Belongs, Keep, _, signed_in

SECRET = {"Referrer-Policy": "no-referrer", "X-Robots-Tag": "noindex"}  # whose address is a key


class Composing(BaseModel):
    audience: Literal["nobody", "link", "public"]
    named: bool = False
    sentence: str = Field("", max_length=rules.MOST_SENTENCE)


class Choosing(BaseModel):
    sure: bool = False


async def compose(request: Request) -> Response:
    """GET /showcase: one's own, to compose."""
    return await _composing(request)


async def put(request: Request) -> Response:
    """POST /showcase: for whom, named or not, a sentence, which awards in which order."""
    person = signed_in(request)
    await spend("post", f"person {person.id}")
    try:
        typed = await pages.typed_form(request)
        form = pages.checked(Composing, typed)
        chosen = [name.removeprefix("award ") for name, value in typed.items() if name.startswith("award ") and value]
        order = {number: _place(typed.get(f"place {number}", "")) for number in chosen}
        in_order = tuple(sorted(chosen, key=lambda number: order[number]))
        if form.audience != Audience.NOBODY and not in_order:
            raise Invalid({"awards": _("Choose at least one award, or show it to nobody.")}, typed)
        sentence = form.sentence.strip()
        await actions.compose(person, Composed(Audience(form.audience), form.named, sentence, in_order))
    except Invalid as wrong:
        return await _composing(request, 422, errors=wrong.fields, typed=wrong.typed)
    return pages.redirect(request, "/showcase?done=saved")


async def take_back(request: Request) -> Response:
    """POST /showcase/taking-back: at once, nobody sees it any more."""
    await actions.take_back(signed_in(request))
    return pages.redirect(request, "/showcase?done=taken_back")


async def renew(request: Request) -> Response:
    """POST /showcase/links: another secret link; the former one leads nowhere."""
    await actions.renew_link(signed_in(request))
    return pages.redirect(request, "/showcase?done=renewed")


async def choose(request: Request) -> Response:
    """GET /showcase/awards/K7QM2XWD93HF: which texts and files of one's own go with it."""
    return await _choosing(request)


async def put_evidence(request: Request) -> Response:
    """POST /showcase/awards/K7QM2XWD93HF/evidence: these, and no other."""
    person, award = await _own(request)
    typed = await pages.typed_form(request)
    wanted = set()
    for name in typed:
        kind, _space, rest = name.partition(" ")
        if kind == "piece":
            key, _space, file = rest.partition(" ")
            wanted.add((key, file))
    try:
        if wanted and not pages.checked(Choosing, typed).sure:
            raise Invalid({"sure": _("Say that you have looked, or choose nothing.")}, typed)
        await actions.choose_evidence(person, award, wanted)
    except Invalid as wrong:
        return await _choosing(request, 422, errors=wrong.fields, typed=wrong.typed)
    except Conflict as wrong:
        return await _choosing(request, 409, problem=str(wrong))
    return pages.redirect(request, "/showcase?done=saved")


async def show(request: Request) -> Response:
    """GET /showcases/K7QM2XWD93HF: the page, for everybody."""
    found = await _public(request)
    return await _page(request, found, found.address, is_public=True)


async def show_award(request: Request) -> Response:
    """GET /awards/K7QM2XWD93HF, which its credential names: where it is shown; its earner: where that is chosen."""
    number = request.path_params["award"]
    shown = await queries.public_showcase_of(number)
    if shown is not None:
        return pages.redirect(request, shown.address)
    if request.state.person is None or await awards.award(request.state.person, number) is None:
        raise NotFound
    return pages.redirect(request, f"{OWN}/awards/{number}")


async def show_linked(request: Request) -> Response:
    """GET /showcases/link/SECRET: the page, for whom its owner has given the link."""
    found = await _linked(request)
    return await _page(request, found, found.link, is_public=False)


async def show_card(request: Request) -> Response:
    """GET /showcases/K7QM2XWD93HF/card.png: its picture for other sites."""
    found = await _public(request)
    return await cards.answer(request, _card(found, await queries.public_awards(found.id)))


async def show_file(request: Request) -> Response:
    """GET /showcases/K7QM2XWD93HF/files/93HFK7QM2XWD/content: a file that was chosen, as it was frozen."""
    return await _file(request, await _public(request))


async def show_linked_file(request: Request) -> Response:
    """GET /showcases/link/SECRET/files/93HFK7QM2XWD/content."""
    answer = await _file(request, await _linked(request))
    answer.headers.update(SECRET)
    return answer


# --- what they have in common ---


async def _composing(request: Request, status: int = 200, **wrong: dict) -> Response:
    person = signed_in(request)
    own = await queries.showcase(person) or queries.NONE_YET
    chosen = {one.number: place for place, one in enumerate(await queries.public_awards(own.id), 1)}
    held = sorted(await awards.awards(person), key=lambda one: chosen.get(one.number, 1000))
    done = request.query_params.get("done", "")
    return pages.page(
        request, "awards/showcase/compose.html", status, nav="showcase",
        showcase=own, held=held, chosen=chosen, done=done, base=settings().base_url, most=rules.MOST_SENTENCE, **wrong,
    )  # fmt: skip


async def _choosing(request: Request, status: int = 200, problem: str = "", **wrong: dict) -> Response:
    person, award = await _own(request)
    definition = (await queries.public_definitions([award.definition_version_id or 0])).get(
        award.definition_version_id or 0
    )
    pieces = [showing.piece(definition, one) for one in await queries.evidence(person, award)]
    return pages.page(
        request, "awards/showcase/evidence.html", status, nav="showcase",
        award=award, pieces=pieces, problem=problem, **wrong,
    )  # fmt: skip


async def _own(request: Request) -> tuple:
    person = signed_in(request)
    award = await awards.award(person, request.path_params["award"])
    if award is None:
        raise NotFound
    return person, award


async def _public(request: Request) -> Showcase:
    found = await queries.public_showcase(request.path_params["showcase"])
    if found is None:
        raise NotFound
    return found


async def _linked(request: Request) -> Showcase:
    await spend("join_link", f"showcase {request.client.host if request.client else ''}")
    found = await queries.public_linked(request.path_params["secret"])
    if found is None:
        raise NotFound
    return found


async def _page(request: Request, found: Showcase, path: str, is_public: bool) -> Response:
    address = settings().base_url + path
    shown = await showing.shown(found, address)
    of_each = [(one.award, one.definition.competency if one.definition else "") for one in shown]
    return pages.page(
        request, "awards/showcase/showcase.html", headers=None if is_public else SECRET,
        showcase=found, shown=shown, path=path, address=address, is_public=is_public, title=_title(found),
        card=_card(found, [one.award for one in shown]) if is_public else None,
        facts=rules.as_data(of_each, found.name, settings().base_url),
        shares=rules.shares(address, _title(found)),
    )  # fmt: skip


async def _file(request: Request, found: Showcase) -> Response:
    ids = [one.id for one in await queries.public_awards(found.id)]
    chosen = {one.file: one for one in await queries.public_evidence(ids) if one.file}
    file = chosen.get(request.path_params["frozen"])
    if file is None:
        raise NotFound

    async def open_(start: int, end: int) -> Opened:
        return await files.open(file.stored, start, end)

    return await streams.answer(request, file.size, file.media_type, file.name, False, open_)


def _title(found: Showcase) -> str:
    return _("%(name)s, showcase") % {"name": found.name} if found.name else _("A showcase")


def _card(found: Showcase, shown: list[Award]) -> Card:
    titles = " · ".join(one.title for one in shown)
    return cards.card(found.address, _("Showcase"), found.name or titles, titles if found.name else found.sentence)


def _place(typed: str) -> int:
    return int(typed) if typed.isdecimal() and len(typed) < 6 else 99_999


OWN, ONE, LINK = "/showcase", "/showcases/{showcase}", "/showcases/link/{secret}"
routes = [
    Route(OWN, compose, methods=["GET"]),
    Route(OWN, put, methods=["POST"]),
    Route(OWN + "/taking-back", take_back, methods=["POST"]),
    Route(OWN + "/links", renew, methods=["POST"]),
    Route(OWN + "/awards/{award}", choose, methods=["GET"]),
    Route(OWN + "/awards/{award}/evidence", put_evidence, methods=["POST"]),
    Route(LINK, show_linked, methods=["GET"]),
    Route(LINK + "/files/{frozen}/content", show_linked_file, methods=["GET"]),
    Route("/awards/{award}", show_award, methods=["GET"]),
    Route(ONE, show, methods=["GET"]),
    Route(ONE + "/card.png", show_card, methods=["GET"]),
    Route(ONE + "/files/{frozen}/content", show_file, methods=["GET"]),
]
keeps = {"showcase": Keep(person="person_id", hides=("secret",))}
belongs = {
    ("shown_award", "showcase"): Belongs("showcase_id"),
    ("shown_evidence", "award"): Belongs("award_id"),
}
