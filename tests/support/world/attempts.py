"""What was handed in, is reviewed, earned, contested, and read for practice by a reviewer."""

from datetime import timedelta
from typing import Any

from community import clock, db, numbers
from community.awards import standing
from community.awards.keys import queries as keys
from community.awards.rules import Reason as Revoked
from community.awards.showcase import actions as showcase
from community.awards.showcase import queries as showcases
from community.awards.showcase.actions import Composed
from community.awards.showcase.rules import Audience
from community.evidence import queries as evidence
from community.evidence.extending import actions as extending
from community.feedback.thanking import actions as thanking
from community.feedback.thanking import queries as thanks
from community.people.queries import Person
from community.review import desks as review_desks
from community.review import entering
from community.review.calibrating import actions as calibrating
from community.review.certifying import actions as certifying
from community.review.certifying import queries as certifications
from community.review.certifying.queries import Offered
from community.review.claims import actions as claiming
from community.review.judging import actions as judging
from community.review.judging import bank
from community.submissions import queries as submissions
from community.submissions import rules as attempts
from community.submissions.expecting.rules import Target, expected
from community.submissions.opening import actions as opening
from community.submissions.queries import FrozenFile, FrozenWork
from community.submissions.rules import Promise, Remark, Verdict
from tests.support.artifacts import artifacts_of
from tests.support.awards import signed_award
from tests.support.cases import a_case_about, is_voting
from tests.support.catalogue import a_definition
from tests.support.cohorts import a_local
from tests.support.people import make_person
from tests.support.reviewing import a_set
from tests.support.roles import ISSUER, KEY
from tests.support.world.ground import World


async def submit(world: World) -> dict[str, Any]:
    """An attempt of the author's, just now, with its result, in a window that has ended since."""
    ada, at = (await world.here.seats("Ada")).person, clock.now()
    application_id, submission_id, file = await _frozen(world, ada, "A plan")
    await submissions.end_by_id(submission_id, attempts.State.NOT_YET, at)
    remark = Remark(1, "not_yet", "A plan for everybody.", "Say who needs what.")
    found = Verdict(KEY, "two_voices", False, "not_yet", remarks=(remark,))
    await submissions.add_verdicts_by_id(submission_id, [found])
    await submissions.told_by_id(submission_id, at)
    ended = "update application set state = 'expired', expires_at = :ended, ended_at = :ended where id = :id"
    await db.run(ended, id=application_id, ended=at - timedelta(days=1))
    made = (await submissions.submissions_by_id([submission_id]))[submission_id]
    ana, seat = (await world.here.seats("Ana")).person, (await world.here.seats("Ada")).seat
    to = (ana.id, world.here.facilitator.person.id)
    opened = await opening.open_to(ada, seat, made, [(KEY, "two_voices")], to, at.date() + timedelta(days=9))
    return {"submission": made.number, "frozen": file, "opened_id": opened}


async def ask_for_time(world: World) -> dict[str, Any]:
    """Pia's window is open, and she asks for more of it."""
    pia, at = world.here.members["Pia"].person, clock.now()
    window = await evidence.add_application(
        pia, world.definition.micro_credential_id, world.definition.id, at - timedelta(days=90), at + timedelta(days=90)
    )
    await extending.ask(pia, window, "I was ill")
    return {"application_id": window.id}


async def review(world: World) -> dict[str, Any]:
    """The reviewer reads an attempt of somebody who is nowhere here, and has looked whether all is there."""
    rolf, author = world.askers["reviewer"].person, await make_person("Ulla Farthing")
    elsewhere = "update membership set affiliate_id = :local where person_id = :id"  # or he were kept from it (R52)
    await db.run(elsewhere, local=(await a_local("Far Away Educators")).id, id=rolf.id)
    _application, submission_id, file = await _frozen(world, author, "https://example.org/a-plan")
    made = (await submissions.submissions_by_id([submission_id]))[submission_id]
    claim = await claiming.claim(rolf, await entering.review_desk(rolf), made.number)
    await judging.check(rolf, claim, [])
    await bank.keep(rolf, "Say where to begin")
    return {"attempt": made.number, "evidence": file, "link": 1, "comment_id": (await bank.kept(rolf))[0].id}


async def calibrate(world: World) -> dict[str, Any]:
    """The reviewer is named for something else too, and has begun to read a set of it that the approver made."""
    vera, rolf = [world.askers[role].person for role in ("approver", "reviewer")]
    desk, definition = await review_desks.desk(vera, ISSUER, "approver"), await a_definition("PAR-06")
    one = Offered(definition.micro_credential_id, definition.code, definition.title)
    await certifying.ask(desk, one, rolf.email, "expert", "Wrote the rubric", None, "en")
    offer = (await certifications.offers(rolf))[-1]
    await certifying.take(rolf, offer.id)
    set_id = await a_set(desk, definition)
    world.named["trained"] = offer.id
    return {"set_id": set_id, "reading_id": await calibrating.begin(rolf, offer, set_id)}


async def earn(world: World) -> dict[str, Any]:
    """The author's award, signed and not published; and what its issuer signs with."""
    ada = (await world.here.seats("Ada")).person
    award = await signed_award(ada, world.definition)
    await showcase.compose(ada, Composed(Audience.LINK, False, "What I earned", (award.number,)))
    pia = world.here.members["Pia"].person
    await showcase.compose(pia, Composed(Audience.PUBLIC, True, "What I do", ()))
    (key,) = await keys.public_keys(award.issuer_slug)
    hana = world.here.members["Hana"].person
    await thanking.send(ada, award, {hana.id}, "You asked who still was not talking")
    (letter,) = await thanks.letters(hana)
    shown = {"secret": (await showcases.showcase(ada)).secret, "showcase": (await showcases.showcase(pia)).number}
    shown |= {"thanks": letter.number}
    return shown | {"award": award.number, "signing_key": key.name, "list": award.list_number, "version": award.version}


async def contest(world: World) -> dict[str, Any]:
    """A case about one award of the author's, in which the committee votes; another award of hers is revoked."""
    ada, vera = (await world.here.seats("Ada")).person, world.askers["approver"].person
    elsewhere = "update membership set affiliate_id = :local where person_id = :id"  # or she did not vote (R52)
    far = await a_local("Further Away Educators")
    await db.run(elsewhere, local=far.id, id=world.askers["committee"].person.id)
    case = await a_case_about(await review_desks.desk(vera, ISSUER, "approver"), await _awarded(ada, "FAM-02"))
    revoked = await _awarded(ada, "PAR-06")
    await standing.revoke(revoked.number, Revoked.NOT_OWN, clock.now())
    world.named["revoked"] = revoked.number
    await is_voting(case)
    return {"case": case.number, "case_kind": "award"}


async def _frozen(world: World, person: Person, text: str) -> tuple[int, int, str]:
    """An attempt of one text and one file: application, submission, the file's number. Its pages are the author's."""
    ada, at = (await world.here.seats("Ada")).person, clock.now()
    application = await evidence.add_application(
        person, world.definition.micro_credential_id, world.definition.id, at - timedelta(days=9), None
    )
    submission_id = await submissions.add(person, application, sorted(Promise), at, expected(at, "UTC", Target()))
    await submissions.add_works(person, submission_id, [FrozenWork(KEY, 1, text, 2, "0" * 64)])
    digest, at_rest = "0" * 64, "aa/" + "0" * 30
    file = FrozenFile(0, numbers.draw(), submission_id, KEY, 1, "talk-plan-1.pdf", "pdf", "application/pdf", 0,
                      digest, digest, at_rest, "", False)  # fmt: skip
    (whole, *_rest) = await artifacts_of(ada, world.definition)
    await submissions.add_files(person, submission_id, [file], [whole.id])
    return application.id, submission_id, file.number


async def _awarded(person: Person, code: str):
    return await signed_award(person, await a_definition(code))
