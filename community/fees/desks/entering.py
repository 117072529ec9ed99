"""Which desk a page of fees belongs to: an issuer's, or an affiliate's, by its address."""

from starlette.requests import Request

from community.affiliates import queries as affiliates
from community.affiliates.queries import Desk
from community.errors import permit
from community.fees import queries, rules
from community.pages import _, signed_in

HERE = ("/issuers/{issuer}", "/affiliates/{affiliate_id:int}")


async def desk_of(request: Request) -> Desk:
    """The asker's desk at this address. NotFound without one, Forbidden for a desk that does not look after fees."""
    person, where = signed_in(request), request.path_params
    if "issuer" in where:
        desk = await queries.issuer_desk(person, where["issuer"])
    else:
        desk = await affiliates.desk(person, where["affiliate_id"])
    permit(rules.looks_after(desk), _("Fees name people. Whoever judges work does not see them."))
    return desk


def base(request: Request) -> str:
    """The part of the address that names the desk."""
    where = request.path_params
    return f"/issuers/{where['issuer']}" if "issuer" in where else f"/affiliates/{where['affiliate_id']}"


def owner(desk: Desk) -> str:
    """The name of whose desk it is."""
    return desk.affiliate or desk.issuer
