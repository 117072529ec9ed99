"""The doors of gathering names: give one, confirm it by the mailed link, take it back; the organizers' page."""

from pydantic import BaseModel, Field
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from community import limits, pages
from community.affiliates import queries as affiliates
from community.catalogue import queries as catalogue
from community.errors import Invalid, NotFound
from community.finding.gathering import actions, queries
from community.finding.places import routes as places
from community.finding.visitors import Visitor
from community.pages import _
from community.people import answers


class Wish(BaseModel):
    code: str = Field(max_length=12)


class Named(Wish, Visitor):
    pass


async def give(request: Request) -> Response:
    """POST /affiliates/cedar-valley/names: signed in it counts at once, else when the link in the mail is pressed."""
    affiliate = await affiliates.public_affiliate(request.path_params["affiliate"])
    if affiliate is None or affiliate.kind != "local":
        raise NotFound
    person = request.state.person
    try:
        wish = await pages.form(request, Wish if person else Named)
        definition = await catalogue.public_definition(wish.code)
        if definition is None:
            raise Invalid({"code": _("Choose a micro-credential of the list.")}, await pages.typed_form(request))
        if person:
            await limits.spend("post", str(person.id))
            await actions.add(person, affiliate, definition)
        else:
            assert isinstance(wish, Named)
            await answers.count_mail(request, wish.email)
            await actions.ask(affiliate, definition, wish.name, wish.email, pages.language_of(request))
    except Invalid as wrong:
        return await places.affiliate_page(request, affiliate, 422, errors=wrong.fields, typed=wrong.typed)
    return pages.redirect(request, f"/affiliates/{affiliate.slug}?done={'named' if person else 'mailed'}#gather")


async def show_link(request: Request) -> Response:
    """GET /names/link/…: a button; a program that opens links in mails changes nothing."""
    name, gathering = await actions.of_link(request.path_params["name_link"])
    return pages.page(request, "finding/name.html", nav="find", name=name, gathering=gathering)


async def confirm(request: Request) -> Response:
    name, _gathering = await actions.of_link(request.path_params["name_link"])
    await actions.confirm(name)
    return pages.redirect(request, f"/names/link/{request.path_params['name_link']}")


async def withdraw(request: Request) -> Response:
    name, gathering = await actions.of_link(request.path_params["name_link"])
    await actions.withdraw(name)
    return pages.redirect(request, f"/affiliates/{gathering.affiliate_slug}?done=withdrawn#gather")


async def show_gathering(request: Request) -> Response:
    """GET /gatherings/7: whose names they are, for the organizers; to everybody else there is no such page."""
    person, number = pages.signed_in(request), request.path_params["gathering_id"]
    desk = await affiliates.desk(person, await queries.public_place(number))
    gathering, names = await queries.gathering(desk, number)
    return pages.page(request, "finding/gathering.html", nav="cohort", gathering=gathering, names=names)


routes = [
    Route("/affiliates/{affiliate}/names", give, methods=["POST"]),
    Route("/names/link/{name_link}", show_link, methods=["GET"]),
    Route("/names/link/{name_link}", confirm, methods=["POST"]),
    Route("/names/link/{name_link}/withdrawal", withdraw, methods=["POST"]),
    Route("/gatherings/{gathering_id:int}", show_gathering, methods=["GET"]),
]
