"""Whose log a page is of: an affiliate's, an issuer's or the platform's, by its address; and who may read it."""

from starlette.requests import Request

from community.affiliates import queries as affiliates
from community.audit.queries import Office
from community.audit.rules import READS
from community.errors import NotFound
from community.pages import _, signed_in
from community.people.factors import asking

HERE = ("/affiliates/{affiliate_id:int}", "/issuers/{issuer}", "/administration")
AT_THE_ISSUER = ("catalogue_editor", "approver")
ADMINISTRATOR = "administrator"


async def office(request: Request) -> Office:
    """What the asker holds there; NotFound for who holds nothing that reads a log."""
    person, where = signed_in(request), request.path_params
    if "affiliate_id" in where:
        desk = await affiliates.desk(person, where["affiliate_id"])
        is_wide = (await affiliates.affiliate(desk)).kind == "national"
        return Office((desk.kind,), desk.affiliate_id, None, desk.affiliate, is_wide)
    issuer = await affiliates.public_issuer(where["issuer"]) if "issuer" in where else None
    if "issuer" in where and issuer is None:
        raise NotFound
    held = await affiliates.desks(person)
    runs = any(desk.kind == ADMINISTRATOR for desk in held)
    if issuer:
        kinds = {desk.kind for desk in held if desk.issuer_id == issuer.id} & set(AT_THE_ISSUER)
        kinds |= {"catalogue_editor"} if runs else set()  # who keeps the amounts of each issuer
    else:
        kinds = {ADMINISTRATOR} if runs else set()
    if not kinds:
        raise NotFound
    if kinds != {"catalogue_editor"} or runs:
        asking.shown(request)
    order = tuple(kind for kind in READS if kind in kinds)
    return Office(order, None, issuer.id if issuer else None, issuer.name if issuer else _("Roundtable"))


def base(request: Request) -> str:
    """The part of the address that names the place."""
    where = request.path_params
    if "affiliate_id" in where:
        return f"/affiliates/{where['affiliate_id']}"
    return f"/issuers/{where['issuer']}" if "issuer" in where else "/administration"
