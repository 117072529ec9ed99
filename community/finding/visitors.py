"""Who is not signed in gives name and address, and confirms by a mailed link; opening it changes nothing."""

from typing import Annotated

from itsdangerous import BadSignature
from pydantic import BaseModel, Field

from community import signed
from community.errors import NotFound
from community.people.accounts.rules import Address
from community.people.profile.rules import Line


class Visitor(BaseModel):
    """What their form holds beside what it is about."""

    name: Annotated[Line, Field(max_length=80)]
    email: Address


def link(purpose: str, number: int) -> str:
    """What stands in the mailed link."""
    return signed.signer(purpose).dumps(number)


def number(purpose: str, text: str) -> int:
    """The number behind a mailed link; NotFound for any other text."""
    try:
        return signed.signer(purpose).loads(text)
    except BadSignature:
        raise NotFound from None
