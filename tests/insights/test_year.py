"""The page for an executive board: people, hours, badges, what they cost, and sentences that earners allow (R65)."""

from datetime import date, timedelta

import pytest_asyncio

from community import clock, db
from community.affiliates import queries as affiliates
from community.awards import queries as awards
from community.awards import standing
from community.awards.rules import Reason
from community.insights.year import queries, rules
from tests.support.catalogue import a_definition
from tests.support.cohorts import Member, a_cohort
from tests.support.feedback import words_of
from tests.support.insights import belongs, follow, takes
from tests.support.meetings import cancels, meets, moves
from tests.support.people import erased, make_person

NAMES = tuple(f"Member {letter}" for letter in "ABCDE")
SENTENCE = "My students ask each other now, and not only me."


@pytest_asyncio.fixture(scope="module")
async def cohort(app):
    """Five who sit here since forty days, four of whom earned; two others went alone, one of whom earned."""
    definition = await a_definition("EL-02")
    async with a_cohort(app, *NAMES, code="EL-02") as made:
        made.definition = definition
        made.above = Member(made.organizer, None, await made.browser(made.organizer))
        await db.run("update seat set joined_at = joined_at - interval '40 days'")
        await db.run("update cohort set ends_on = current_date")
        for name, results in zip(NAMES, (*[("earned",)] * 4, ("not_yet",)), strict=True):
            await takes((await made.seats(name)).person, definition, *results)
        for number, results in enumerate((("earned",), ("not_yet",))):
            person = await make_person(f"Alone {number}")
            await belongs(person, made.local)
            await takes(person, definition, *results)
        await follow()
        yield made


async def year(cohort, query: str = "") -> str:
    """The page of the months around today, whatever day it is."""
    now = clock.now()
    query = query or f"?from={now - timedelta(days=90):%Y-%m}&to={now:%Y-%m}"
    answer = await cohort.above.opens(f"/affiliates/{cohort.local.id}/insights/year{query}")
    assert answer.status_code == 200, answer.text[:500]
    return words_of(answer)


async def met(cohort) -> rules.Met:
    """The meetings of the months around today, as the follower has them by now."""
    await follow()
    now = clock.now()
    period, _ = rules.period(f"{now - timedelta(days=90):%Y-%m}", f"{now:%Y-%m}", now.date())
    return await queries.met(await affiliates.desk(cohort.organizer, cohort.local.id), period)


async def award_of(member: Member, definition):
    return await awards.holds(member.person, definition.micro_credential_id)


def test_the_school_year_begins_in_july():
    assert rules.school_year(date(2026, 6, 30)) == rules.Period(date(2025, 7, 1), date(2026, 7, 1))
    assert rules.school_year(date(2026, 7, 1)) == rules.Period(date(2026, 7, 1), date(2027, 7, 1))


def test_a_period_is_whole_months_and_what_cannot_be_read_is_this_year():
    today = date(2026, 11, 27)
    assert rules.period("2026-01", "2026-12", today) == (rules.Period(date(2026, 1, 1), date(2027, 1, 1)), True)
    assert rules.period("", "", today) == (rules.school_year(today), True)
    for begins, ends in (("2026-05", "2026-04"), ("May", "2026-06"), ("2026-13", "2026-12"), ("2010-01", "2026-01")):
        assert rules.period(begins, ends, today) == (rules.school_year(today), False), (begins, ends)


def test_r65_the_cost_of_one_badge_is_told_from_five_on():
    assert rules.cost_of_one(50_000, 4) is None
    assert rules.cost_of_one(50_000, 8) == 6_250
    assert rules.cost_of_one(0, 8) is None


async def test_people_badges_and_hours_of_the_time_stand_on_one_page(cohort):
    meeting = await meets(cohort.facilitator, "Opening circle", days=-2, minutes=90)
    for name in NAMES:
        member = await cohort.seats(name)
        address = f"/cohorts/{cohort.id}/meetings/{meeting.id}/attendance/{member.seat.id}"
        assert (await cohort.facilitator.posts(address, mark="there")).status_code == 303
    await follow()
    said = await year(cohort)
    assert "5 people took part" in said and "5 badges earned" in said
    assert "8 hours in meetings, all together" in said, "five people, an hour and a half each"
    assert "1 cohort met in this time" in said
    assert "by people who worked alone" not in said, "which would say it of one"


async def test_hours_follow_a_meeting_that_is_longer_or_moved_and_go_with_one_that_is_called_off(cohort):
    without, lead = await met(cohort), cohort.facilitator
    meeting = await meets(lead, "Evening circle", days=-3, minutes=60)
    address = f"/cohorts/{cohort.id}/meetings/{meeting.id}/attendance"
    for name in NAMES[:2]:
        assert (await lead.posts(f"{address}/{(await cohort.seats(name)).seat.id}", mark="there")).status_code == 303
    then, long_ago = meeting.starts_local, meeting.starts_local - timedelta(days=700)
    assert await met(cohort) == rules.Met(without.meetings + 1, without.minutes + 2 * 60)
    meeting = await moves(lead, meeting, then, minutes=120)
    assert await met(cohort) == rules.Met(without.meetings + 1, without.minutes + 2 * 120)
    meeting = await moves(lead, meeting, long_ago)
    assert await met(cohort) == without
    meeting = await moves(lead, meeting, then)
    assert await met(cohort) == rules.Met(without.meetings + 1, without.minutes + 2 * 120)
    await cancels(lead, meeting)
    assert await met(cohort) == without


async def test_r65_badges_of_a_time_are_not_counted_where_they_less_those_with_a_cohort_are_few(cohort):
    add = "update first_attempt_count set awards = awards + :more where affiliate_id = :id and supported and awards > 0"
    await db.run(add, more=5, id=cohort.local.id)
    said = await year(cohort)
    assert "– badges earned" in said and "Badges of this time are not counted here" in said and "5 badges" not in said
    await db.run(add, more=-5, id=cohort.local.id)
    assert "5 badges earned" in await year(cohort)


async def test_the_organizer_notes_what_it_cost_and_the_page_divides_it(cohort):
    before = await year(cohort)
    assert "– cost of one badge" in before, "nothing is known to have been spent"
    address = f"/cohorts/{cohort.id}"
    refused = await cohort.above.posts(f"{address}/cost", amount="a lot", spent_on="Rooms")
    assert refused.status_code == 422 and "Write an amount in dollars" in refused.text and "Rooms" in refused.text
    noted = await cohort.above.posts(f"{address}/cost", amount="1,250.50", spent_on="Rooms and coffee")
    assert noted.headers["location"] == f"{address}/insights?done=noted#cost"
    again = await cohort.above.posts(f"{address}/cost", amount="1,250.50", spent_on="Rooms and coffee")
    assert again.status_code == 303
    assert "1,250.50" in (await cohort.above.opens(f"{address}/insights")).text
    said = await year(cohort)
    assert "$1,250.50" in said and "$250.10 cost of one badge" in said


async def test_only_an_organizer_notes_what_it_cost(cohort):
    assert (await cohort.facilitator.posts(f"/cohorts/{cohort.id}/cost", amount="5")).status_code == 403
    assert "What this cohort cost" not in (await cohort.facilitator.opens(f"/cohorts/{cohort.id}/insights")).text


async def test_a_sentence_stands_there_while_its_earner_allows_it_and_named_only_if_they_say_so(cohort):
    ana = await cohort.seats(NAMES[0])
    award = await award_of(ana, cohort.definition)
    address = f"{award.address}/sentence"
    assert (await ana.posts(address, text=" ")).status_code == 422
    assert (await ana.posts(address, text=SENTENCE)).status_code == 303
    said = await year(cohort)
    assert SENTENCE in said and ana.person.name not in said
    assert (await ana.posts(address, text=SENTENCE, named="yes")).status_code == 303
    assert ana.person.name in await year(cohort)
    assert (await ana.posts(f"{address}/withdrawal")).status_code == 303
    assert SENTENCE not in await year(cohort)
    assert (await ana.posts(f"{address}/withdrawal")).status_code == 303, "a second time it is gone already"


async def test_of_more_sentences_than_the_page_holds_the_newest_stand_there_in_order(cohort, monkeypatch):
    monkeypatch.setattr(queries, "MOST_SENTENCES", 2)
    words = ["Our first one.", "Our second one.", "Our third one."]
    for name, text in zip(NAMES, words, strict=False):
        member = await cohort.seats(name)
        award = await award_of(member, cohort.definition)
        assert (await member.posts(f"{award.address}/sentence", text=text)).status_code == 303
    said = await year(cohort)
    assert words[0] not in said and said.index(words[1]) < said.index(words[2])


async def test_nobody_writes_a_sentence_beside_anothers_award(cohort):
    ana, ben = await cohort.seats(*NAMES[:2])
    award = await award_of(ana, cohort.definition)
    assert (await ben.posts(f"{award.address}/sentence", text=SENTENCE)).status_code == 404
    assert (await ben.opens(f"{award.address}/sentence")).status_code == 404


async def test_who_closes_the_account_takes_the_sentence_along(cohort):
    ben = await cohort.seats(NAMES[1])
    award = await award_of(ben, cohort.definition)
    assert (await ben.posts(f"{award.address}/sentence", text=SENTENCE, named="yes")).status_code == 303
    assert SENTENCE in await year(cohort)
    await erased(ben.person.id)
    assert not await db.value("select count(*) from union_sentence where award_id = :id", id=award.id)
    assert SENTENCE not in await year(cohort)


async def test_r65_a_time_with_nobody_in_it_says_so_and_divides_nothing(cohort):
    said = await year(cohort, "?from=2020-01&to=2020-12")
    assert "0 people took part" in said and "– cost of one badge" in said
    assert "January 2020 – December 2020" in said
    assert "could not be read" in await year(cohort, "?from=x&to=2020-12")


async def test_what_was_typed_stays_in_the_form_where_the_award_is_revoked_meanwhile(cohort):
    cleo = await cohort.seats(NAMES[2])
    award = await award_of(cleo, cohort.definition)
    await standing.revoke(award.number, Reason.NOT_OWN, clock.now())
    answer = await cleo.posts(f"{award.address}/sentence", text=SENTENCE, named="yes")
    assert answer.status_code == 409 and "This award is revoked." in answer.text
    assert SENTENCE in answer.text and 'name="named" value="yes" checked' in answer.text
