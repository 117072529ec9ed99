"""The door at which a mail service reports what came back: signed as Standard Webhooks have it, and once."""

import base64
import hashlib
import hmac
import json
from typing import Annotated, Literal

from pydantic import BaseModel, Field, ValidationError
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from community import clock, limits
from community.config import settings
from community.errors import Invalid, NotFound
from community.pages import _
from community.people.accounts.rules import Address
from community.people.bounces import actions, rules
from community.people.bounces.reading import Bounce
from community.people.bounces.rules import Why

TOLERANCE = 300  # seconds that the sender's clock may be off, and a report may be late
MOST = 100  # of one report


class Returned(BaseModel):
    """One mail. `status`: the code of RFC 3463, such as 5.1.1."""

    address: Address
    kind: Literal["bounce", "complaint"]
    status: Annotated[str, Field(max_length=20)] = ""


class Report(BaseModel):
    returned: Annotated[list[Returned], Field(min_length=1, max_length=MOST)]


async def take_in(request: Request) -> Response:
    """POST /mail/returned: who cannot sign is told that there is nothing (404)."""
    body = await request.body()
    report_id = _signed_id(request, body)
    await limits.spend("mail_report", "all")
    try:
        report = Report.model_validate(json.loads(body))
    except (ValidationError, ValueError):
        raise Invalid({"": _("This could not be read. Check it and try again.")}, {}) from None
    found = [Bounce(one.address, _why(one)) for one in report.returned]
    await actions.take_in_reported(report_id, found, clock.now())
    return Response(status_code=204)


def _why(returned: Returned) -> Why:
    return Why.COMPLAINT if returned.kind == "complaint" else rules.why(returned.status)


def _signed_id(request: Request, body: bytes) -> str:
    """The report's own id, where one of the signatures is ours and it is of these minutes."""
    secret = settings().bounces_secret
    report_id, at = request.headers.get("webhook-id", ""), request.headers.get("webhook-timestamp", "")
    in_time = at.isascii() and at.isdecimal() and len(at) < 12 and abs(clock.now().timestamp() - int(at)) <= TOLERANCE
    if not (secret and in_time and 0 < len(report_id) <= 100):
        raise NotFound
    told = f"{report_id}.{at}.".encode() + body
    ours = b"v1," + base64.b64encode(hmac.digest(secret.encode(), told, hashlib.sha256))
    given = request.headers.get("webhook-signature", "").encode().split(b" ")[:5]
    if not any([hmac.compare_digest(ours, one) for one in given]):
        raise NotFound
    return report_id


routes = [Route("/mail/returned", take_in, methods=["POST"])]
