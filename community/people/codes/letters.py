"""Which letter goes out for a code that was asked for: only its reader learns whether the address is known (A54)."""

from community import clock
from community.people import letters
from community.people import queries as people
from community.people.codes import actions, queries, rules
from community.people.codes.queries import Code

# what was asked for: the letter if the address has an account, and if it has none
LETTERS = {
    "sign_in": ("sign_in", "no_account"),
    "password": ("password", "no_account"),
    "sign_up": ("already", "sign_up"),
    "address": ("already", "address"),
}


async def deliver(payload: dict) -> None:
    """The job `mail_code`. Sent again it says the same: link and digits are worked out of the seed."""
    code = await queries.code_by_id(payload["id"])
    if code is None or not rules.alive(code.used_at, code.ends_at, clock.now()):
        return
    owner = await people.public_person(code.address)
    known, unknown = LETTERS[code.purpose]
    letter = known if owner else unknown
    language = owner.language if owner else code.language
    about: dict[str, str | int] = {"minutes": rules.PURPOSES[code.purpose].minutes, "address": code.address}
    about |= _keys(code, letter)
    key = f"mail_code {code.id}"
    written = letters.compose(f"mail/{letter}.txt", code.address, language, key, **about)
    await letters.send(written, owner, asked_for=True)


def _keys(code: Code, letter: str) -> dict[str, str]:
    """Link and digits, only in the letters that are meant to carry them."""
    if letter in ("already", "no_account"):
        return {}
    return {"link": actions.link(code), "digits": actions.digits(code)}
