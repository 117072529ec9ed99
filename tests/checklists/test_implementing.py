"""The boxes of the work together follow notes, meetings, dates and attempts; nobody ticks them (R22)."""

from datetime import timedelta
from uuid import uuid4

import pytest_asyncio

from community import clock, db
from community.catalogue.queries import public_requirements
from community.cohorts import queries as cohorts
from community.evidence import actions as evidence
from community.evidence.milestones import queries as milestones
from community.feedback.requests import queries as requests
from community.meetings.attending import queries as attending
from community.meetings.attending.rules import Mark
from community.meetings.recaps import actions as recaps
from tests.checklists.test_checklists import done
from tests.support.awards import publishes, signed_award
from tests.support.catalogue import a_definition
from tests.support.cohorts import a_cohort
from tests.support.discussion import writes_to
from tests.support.evidence import joins_a_local, writes
from tests.support.feedback import asks, gives
from tests.support.meetings import meets, place_of
from tests.support.reviews import an_attempt

ARTIFACT = "talk_plan"


@pytest_asyncio.fixture
async def cohort(app):
    """Ana and Ben have begun, with Gloria."""
    async with a_cohort(app, "Ana", "Ben") as made:
        await db.run("update cohort set state = 'running' where id = :id", id=made.id)
        made.definition = await a_definition()
        yield made


def ago(**by: int):
    return clock.now() - timedelta(**by)


async def test_notes_given_and_received_by_everybody_are_the_first_ones(cohort):
    ana, ben = await cohort.seats("Ana", "Ben")
    about = await asks(cohort, ana, ARTIFACT)
    await gives(ben, about, warm="I see it.")
    assert not {"first_notes", "two_readers"} & await done(cohort)
    assert "balance" in await done(cohort), "one of the willing has given one, the other none"
    await gives(ana, await asks(cohort, ben, "demand"), warm="I see it, too.")
    assert {"first_notes", "balance"} <= await done(cohort)
    cem = await cohort.seats("Cem")
    assert "first_notes" not in await done(cohort), "who came since has none"
    await gives(cem, await requests.request(cem.person, about.id), warm="And I.")
    assert "two_readers" in await done(cohort), "each artifact that was asked about was read by two"
    for member in (ana, ben):
        await db.run("delete from feedback where person_id = :id", id=member.person.id)
    assert "balance" in await done(cohort)
    request = await asks(cohort, ana, "structures")
    await gives(cem, request, warm="Once more.")
    assert "balance" not in await done(cohort), "two more than the others"


async def test_who_was_there_is_said_of_everybody_and_what_happened_is_written(cohort):
    gloria = cohort.facilitator
    assert not {"attendance", "recap"} & await done(cohort), "nothing was held yet"
    await db.run("update seat set joined_at = :at where cohort_id = :id", at=ago(days=30), id=cohort.id)
    meeting = await meets(gloria, days=-2)
    place = await place_of(gloria)
    for name in ("Ana", "Ben"):
        assert "attendance" not in await done(cohort)
        await attending.put(place, await cohorts.seat_at(place, cohort.members[name].seat.id), meeting, Mark.THERE)
    assert {"attendance", "recap"} & await done(cohort) == {"attendance"}
    await recaps.announce(gloria.seat, cohort.cohort, meeting, "We wrote.", uuid4())
    assert {"attendance", "recap"} <= await done(cohort)
    await cohort.seats("Cem")
    assert "attendance" in await done(cohort), "who joined since was not expected there"


async def test_who_is_quiet_has_heard_from_who_leads(cohort):
    ana, ben = await cohort.seats("Ana", "Ben")
    assert "quiet_people" in await done(cohort), "they have just begun"
    await db.run("update seat set joined_at = :at where cohort_id = :id", at=ago(days=20), id=cohort.id)
    await db.run("update cohort set starts_on = :day where id = :id", day=ago(days=20).date(), id=cohort.id)
    await writes(ben.person, cohort.definition, ARTIFACT, "A plan.")
    assert "quiet_people" not in await done(cohort), "of Ana nothing was seen for 20 days"
    await writes_to(ben, ana, "How are you?")
    assert "quiet_people" not in await done(cohort), "Ben does not lead"
    await writes_to(cohort.facilitator, ana, "How are you?")
    assert "quiet_people" in await done(cohort)
    await db.run("update message set deleted_at = at")
    assert "quiet_people" not in await done(cohort)
    nudge = "insert into nudge (seat_id, person_id, need, at) values (:seat, :by, 'stopped', :at)"
    await db.run(nudge, seat=ana.seat.id, by=cohort.facilitator.person.id, at=clock.now())
    assert "quiet_people" in await done(cohort)


async def test_nobody_waits_for_a_reader_longer_than_two_days(cohort):
    ana, ben = await cohort.seats("Ana", "Ben")
    assert "nobody_waits" in await done(cohort)
    request = await asks(cohort, ana, ARTIFACT)
    await db.run("update feedback_request set opened_at = :at where id = :id", at=ago(hours=49), id=request.id)
    assert "nobody_waits" not in await done(cohort)
    await gives(ben, request, warm="I see it.")
    assert "nobody_waits" in await done(cohort)


async def test_each_has_a_day_for_an_artifact(cohort):
    micro_credential = cohort.definition.micro_credential_id
    kinds = {one.kind: one.key for one in await public_requirements(cohort.definition.id)}
    for name in ("Ana", "Ben"):
        assert "classroom_dates" not in await done(cohort)
        person = cohort.members[name].person
        await milestones.set_day(person, micro_credential, kinds["prompt"], clock.now().date())
        assert "classroom_dates" not in await done(cohort), "a text alone needs no lesson"
        await milestones.set_day(person, micro_credential, kinds["artifact"], clock.now().date())
    assert "classroom_dates" in await done(cohort)


async def test_safe_dates_are_looked_at_and_most_have_submitted(cohort):
    ana, ben = await cohort.seats("Ana", "Ben")
    assert {"safe_dates", "submitted"} & await done(cohort) == {"safe_dates"}
    for member in (ana, ben):
        await joins_a_local(member.person)
        await evidence.start(member.person, cohort.definition)
    ends = "update application set expires_at = :at where person_id = :id"
    await db.run(ends, at=clock.now() + timedelta(days=55), id=ana.person.id)
    assert "safe_dates" not in await done(cohort), "13 days before it, and nobody has written"
    await writes_to(cohort.facilitator, ana, "Shall we look at your dates?")
    assert "safe_dates" in await done(cohort)
    for member, most in ((ana, False), (ben, True)):
        await db.run("delete from application where person_id = :id", id=member.person.id)
        await an_attempt(cohort.definition, member.person)
        assert ("submitted" in await done(cohort)) == most, "of two thirds, one of two is too few"


async def test_who_opened_a_not_yet_is_not_left_alone_and_of_others_nothing_is_said(cohort):
    ana, gloria = await cohort.seats("Ana"), cohort.facilitator
    submission = await an_attempt(cohort.definition, ana.person, ago(days=20))
    sql = "update submission set state = 'not_yet', ended_at = :at, told_at = :at where id = :id"
    await db.run(sql, at=ago(hours=80), id=submission.id)
    assert "not_yet_answered" in await done(cohort), "nobody but Ana knows of it (R64)"
    opened = await db.value(
        """
        insert into opened_result (submission_id, seat_id, opened_at, until_at)
        values (:id, :seat, :at, :until) returning id
        """,
        id=submission.id, seat=ana.seat.id, at=ago(hours=79), until=clock.now() + timedelta(days=3),
    )  # fmt: skip
    await db.run("insert into opened_to values (:one, :to)", one=opened, to=gloria.person.id)
    assert "not_yet_answered" not in await done(cohort)
    await writes_to(gloria, ana, "Shall we read it together?")
    assert "not_yet_answered" in await done(cohort)
    await db.run("update message set deleted_at = at")
    assert "not_yet_answered" not in await done(cohort)
    await writes(ana.person, cohort.definition, ARTIFACT, "A better plan.")
    assert "not_yet_answered" in await done(cohort), "her own next step counts as well"


async def test_a_facilitator_who_shows_the_badge_has_earned_it_before(cohort):
    award = await signed_award(cohort.facilitator.person, cohort.definition)
    assert "earned_before" not in await done(cohort), "before it is shown it is hers alone (R60)"
    await publishes(award)
    assert "earned_before" in await done(cohort)


async def test_what_the_own_district_gives_was_asked_within_a_year(cohort):
    rule = """
        insert into credit_rule
            (key, affiliate_id, place_kind, place, gives, applies_to, source, checked_on, approved_at)
        values (:key, :local, 'district', 'Cedar District', 'Ten hours', '{teacher}', 'https://example.org', :on, :at)
        returning id
    """
    sql = {"key": f"rule_{cohort.id}", "local": cohort.local.id, "at": clock.now()}
    number = await db.value(rule, on=ago(days=400).date(), **sql)
    assert "credit_question" not in await done(cohort)
    await db.run("update credit_rule set checked_on = :on where id = :id", on=ago(days=300).date(), id=number)
    assert "credit_question" in await done(cohort)
