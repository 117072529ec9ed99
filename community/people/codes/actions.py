"""A mail is asked for, and answered: by its link, or by typing its six digits."""

from dataclasses import replace

from community import chance, clock, db, jobs
from community.config import settings
from community.people.addresses import queries as addresses
from community.people.codes import queries, rules
from community.people.codes.queries import Code
from community.people.queries import Person


async def ask(purpose: str, address: str, language: str, to: str = "/", person: Person | None = None) -> Code:
    """Have a link and a code mailed. The same work for every address: whose it is is looked up by the job (A54)."""
    seed, at = chance.octets(16), clock.now()
    ends_at = at + rules.PURPOSES[purpose].life
    code = Code(0, purpose, address, person.id if person else None, seed, to, language, ends_at, None)
    async with db.transaction():
        code_id = await queries.public_add(code, rules.hashed(rules.token(settings().secret, seed)), at)
        await jobs.later("mail_code", {"id": code_id}, key=f"mail_code {code_id}")
    return replace(code, id=code_id)


async def of_ticket(purpose: str, ticket: str) -> Code | None:
    """What was asked for in this browser; also when it is used or over, so that the page can say to whom it went."""
    try:
        seed = bytes.fromhex(ticket)
    except ValueError:
        return None
    return await queries.public_of_ticket(seed, purpose)


async def of_link(purpose: str, token: str) -> Code | None:
    """The code behind a link, if it is still good. Looking does not use it (A22)."""
    code = await queries.public_of_link(rules.hashed(token), purpose)
    return code if code and rules.alive(code.used_at, code.ends_at, clock.now()) else None


async def of_digits(purpose: str, address: str, typed: str) -> Code | None:
    """The code behind six digits, if they are right and still good; five wrong ones shut it (its link stays good)."""
    code = await queries.public_newest(purpose, address)
    if code is None or not rules.alive(code.used_at, code.ends_at, clock.now()):
        return None
    if not await queries.public_try(code.id) or not rules.same(typed, rules.digits(settings().secret, code.seed)):
        return None
    await queries.public_forgive(code.id)
    return code


async def use(code: Code) -> bool:
    """Use it up, in the transaction of what it allows; False when someone was quicker. Its mail did arrive."""
    async with db.transaction():
        used = await queries.public_use(code.id, clock.now())
        if used:
            await addresses.public_reads(code.address)
    return used


def ticket(code: Code) -> str:
    """What the browser that asked is given, so that it knows what it waits for; it opens nothing."""
    return code.seed.hex()


def link(code: Code) -> str:
    """The whole address of the link, from the configuration only (A82)."""
    return f"{settings().base_url}{rules.PURPOSES[code.purpose].path}/link/{rules.token(settings().secret, code.seed)}"


def digits(code: Code) -> str:
    return rules.digits(settings().secret, code.seed)
