"""The desk that reads the sample's attempts: an approver, three reviewers, and what they do with what is submitted."""

from datetime import date

from community.affiliates import actions as affiliates
from community.affiliates import queries as offices
from community.affiliates.queries import Affiliate
from community.catalogue import rules as catalogue
from community.catalogue.queries import Definition
from community.demo import calibrating
from community.demo.attempting import content
from community.demo.places import Cast
from community.demo.working import the_definition
from community.people.factors import actions as factors
from community.people.queries import Person
from community.review import desks, entering
from community.review.approving import actions as approving
from community.review.approving import queries as approvals
from community.review.certifying import actions as certifying
from community.review.certifying import queries as certifications
from community.review.certifying.queries import Offered
from community.review.claims import actions as claiming
from community.review.claims.queries import Claim
from community.review.deciding.rules import Outcome, Said
from community.review.desks import Desk
from community.review.judging import actions as judging
from community.review.reading import queries as reading
from community.submissions.rules import Missing

ISSUER, OTHER_ISSUER = "hazelbrook-institute", "commonwealth-educators"
ALONE, TOGETHER, FAMILIES = "PAR-06", "EL-02", "FAM-02"
TICKETS = "FA-01"  # of the other issuer
REASON = "Both remarks ask for what the policy of this district forbids to write down. All else is met."
MISSING = {
    "talk_record": "Your count shows Monday to Thursday. The week needs its fifth day, or why there was none.",
    "sorting": "The groups of the first lesson are here. Those of the second are missing, with one ticket of each.",
}


async def sit_down(cast: Cast, local: Affiliate, joined: date) -> tuple[Person, list[Person]]:
    """An approver, and three reviewers whom they name. The first has still to calibrate for what is done alone."""
    approver = await cast.draw(local, joined)
    readers = [await cast.draw(local, joined) for _reader in range(3)]
    desk, other = [await _approves(approver, issuer) for issuer in (ISSUER, OTHER_ISSUER)]
    sets = await calibrating.make_sets(desk)
    for reader in readers:
        for its, code in ((desk, TOGETHER), (desk, FAMILIES), (other, TICKETS)):
            await _name(its, reader, code)
            await certifying.calibrated(reader, (await the_definition(code)).micro_credential_id)
        await _name(desk, reader, ALONE)
    await calibrating.pass_through(readers[1], sets[1])
    await calibrating.pass_through(readers[2], sets[1], but="note_clean")
    for person in (approver, *readers):
        await factors.set_up(person)
    return approver, readers


async def _approves(approver: Person, issuer: str) -> Desk:
    await affiliates.give_desk(approver, desks.APPROVER, await offices.public_issuer(issuer))
    return await desks.desk(approver, issuer, desks.APPROVER)


async def _name(desk: Desk, reader: Person, code: str) -> None:
    definition = await the_definition(code)
    one = Offered(definition.micro_credential_id, code, definition.title)
    await certifying.ask(desk, one, reader.email, "expert", "Has done this for years", None, "en")
    (offered,) = [one for one in await certifications.offers(reader) if one.code == code]
    await certifying.take(reader, offered.id)


async def claim(reader: Person, number: str) -> Claim:
    return await claiming.claim(reader, await entering.review_desk(reader), number)


async def read(reader: Person, number: str, code: str, short: bool = False) -> None:
    """Claim it, see that all is there, and recommend: all is met, or what the sample's remarks are about is not."""
    held = await claim(reader, number)
    attempt = await reading.attempt_by_id(held.submission_id)
    if attempt and not attempt.complete:
        await judging.check(reader, held, [])
    await judging.send(reader, held, _said(await the_definition(code), held.reader, short), "")


async def send_back(reader: Person, number: str, key: str) -> None:
    """Something is missing: that is no attempt (R54)."""
    await judging.check(reader, await claim(reader, number), [Missing(key, MISSING[key])])


async def follow(approver: Person, number: str, code: str) -> None:
    """Say which remark to follow: then it is decided (R56)."""
    office = await approvals.office(approver)
    sentences = {one["criterion"]: one["follow"] for one in content()["remarks"][code]}
    await approving.follow(office, await approvals.attempt(office, number), sentences)


async def override(approver: Person, number: str) -> None:
    """It is earned, against what one of two found (R57)."""
    office = await approvals.office(approver)
    await approving.override(office, await approvals.attempt(office, number), Outcome.EARNED, REASON)


def _said(definition: Definition, reader: int, short: bool) -> list[Said]:
    levels = catalogue.levels(definition.content)
    meets = next(level.key for level in reversed(levels) if level.meets)
    below = next(level.key for level in levels if not level.meets)
    remarks = {one["criterion"]: one["said"] for one in content()["remarks"].get(definition.code, [])} if short else {}
    return [
        Said(one.key, below, **remarks[one.key][min(reader, 2) - 1]) if one.key in remarks else Said(one.key, meets)
        for one in catalogue.criteria(definition.content)
    ]
