"""The catalogue searched and narrowed, and its stacks. All of a search stands in the address."""

import re

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from community import cards, pages, words
from community.cards import Card
from community.catalogue.desk.queries import desks
from community.catalogue.shelves import queries, rules
from community.catalogue.shelves.queries import Stack
from community.errors import NotFound
from community.pages import _, ngettext


async def show_catalogue(request: Request) -> Response:
    """GET /catalogue?q=talk&stack=EL&tag=no_students: what fits, with what each further choice would leave.

    Without script a form and links; htmx asks the same address and puts the parts in their places.
    """
    choice = rules.chosen(request.query_params.multi_items())
    entries = await queries.public_entries(choice.q)
    fitting = rules.fitting(entries, choice)
    shown = fitting[: choice.show]
    stacks = await queries.public_stacks()
    cards = await queries.public_cards([one.code for one in shown])
    person = request.state.person
    live = request.headers.get("hx-request") and request.headers.get("hx-target", "").endswith("results")
    return pages.page(
        request,
        "catalogue/_found.html" if live else "catalogue/list.html",
        headers={"HX-Replace-Url": choice.address(show=choice.show)} if live else None,
        nav="catalogue",
        choice=choice,
        cards=[cards[one.code] for one in shown if one.code in cards],
        first_stack={one.code: one.own_stack for one in shown if one.stacks},
        count=len(fitting),
        heading=_heading(choice, len(fitting)),
        everything=len(entries),
        counts=rules.counts(entries, choice),
        widening=[] if fitting else rules.widening(entries, choice),
        stacks={one.code: one for one in stacks},
        issuers=dict(sorted({one.issuer: one.issuer_name for one in entries}.items(), key=lambda pair: pair[1])),
        languages={code: words.language_name(code, pages.language_of(request)) for code in _languages(entries, choice)},
        hours=rules.HOURS,
        desks=await desks(person) if person and person.holds_office and not live else [],
    )


async def show_stacks(request: Request) -> Response:
    """GET /stacks: all stacks, the issuers' and those that a state put together (R4)."""
    return pages.page(request, "catalogue/stacks.html", nav="catalogue", stacks=await queries.public_stacks())


async def show_stack(request: Request) -> Response:
    """GET /stacks/FA: its micro-credentials in their order, required or optional, and what comes first (R5)."""
    stack = await _stack(request)
    places = await queries.public_places(stack.code)
    before = {one["code"] for place in places for one in place.predecessors}
    cards = await queries.public_cards([*(place.code for place in places), *before])
    return pages.page(
        request, "catalogue/stack.html", nav="catalogue", stack=stack, places=places, cards=cards,
        inside={place.code: place.place for place in places}, card=_card(stack),
    )  # fmt: skip


async def show_card(request: Request) -> Response:
    """GET /stacks/FA/card.png: its picture for other sites."""
    return await cards.answer(request, _card(await _stack(request)))


async def _stack(request: Request) -> Stack:
    code = request.path_params["stack"]
    found = await queries.public_stack(code) if re.fullmatch(r"[A-Z]{2,5}", code) else None
    if found is None:
        raise NotFound
    return found


def _card(stack: Stack) -> Card:
    words = ngettext("%(num)s micro-credential, in order.", "%(num)s micro-credentials, in order.", stack.count)
    return cards.card(f"/stacks/{stack.code}", _("Stack"), stack.title, words % {"num": stack.count})


def _heading(choice: rules.Choice, count: int) -> str:
    if choice.narrows:
        heading = ngettext("%(num)s fits", "%(num)s fit", count)
    else:
        heading = ngettext("All of it: %(num)s", "All %(num)s", count)
    return heading % {"num": count} if count else _("Nothing fits")


def _languages(entries: list[rules.Entry], choice: rules.Choice) -> list[str]:
    return sorted({one.language for one in entries} | ({choice.language} - {""}))


routes = [
    Route("/catalogue", show_catalogue),
    Route("/stacks", show_stacks),
    Route("/stacks/{stack}", show_stack),
    Route("/stacks/{stack}/card.png", show_card),
]
