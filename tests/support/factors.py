"""An app that makes codes, written from RFC 6238 and RFC 4226 alone; and who has one."""

import base64
import hashlib
import hmac
import re
import struct

from community import clock, db
from community.people.factors import actions, queries, sealing
from community.people.queries import Person


def code_of(secret: bytes, seconds: float, digits: int = 6) -> str:
    """The code at so many seconds since 1970."""
    mac = hmac.new(secret, struct.pack(">Q", int(seconds) // 30), hashlib.sha1).digest()
    at = mac[-1] & 0x0F
    return str((struct.unpack(">I", mac[at : at + 4])[0] & 0x7FFFFFFF) % 10**digits).zfill(digits)


class App:
    """Holds a secret as a telephone does."""

    def __init__(self, typed: str) -> None:
        """The secret as it stands on the page, in base 32 with gaps."""
        self.secret = base64.b32decode(re.sub(r"\s", "", typed))

    def code(self, later: int = 0) -> str:
        """What it shows now, or so many seconds later."""
        return code_of(self.secret, clock.now().timestamp() + later)


async def has_a_factor(person: Person) -> App:
    """Set up and confirmed; no code of it was used yet."""
    await actions.set_up(person)
    found = await queries.factor(person)
    return App(base64.b32encode(sealing.unseal(person.id, found.sealed)).decode())


async def shows_a_factor(person: Person) -> None:
    """Every sign-in of this person has just shown one, as if they had typed its code."""
    await db.run("update session set factor_at = :at where person_id = :id", at=clock.now(), id=person.id)
