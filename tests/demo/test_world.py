"""The sample world is what README promises, and its log is real."""

import asyncio
import json
import os
import re
import sys
from datetime import timedelta

import pytest
import pytest_asyncio

from community import clock, db, numbers
from community.affiliates import queries as affiliates
from community.awards.rules import State as Award
from community.awards.showcase import queries as showcases
from community.awards.signing import actions as signing
from community.awards.verifying import checking
from community.board import queries as boards
from community.cases import queries as cases
from community.cases.rules import Kind
from community.cases.rules import State as Case
from community.cohorts import queries as cohorts
from community.demo import invariants
from community.evidence.extending.rules import State as Extension
from community.evidence.lengths import count_words
from community.evidence.rules import State as Work
from community.evidence.vault import queries as vault
from community.fees import queries as fees
from community.fees import rules
from community.fees.rules import State as Fee
from community.insights.counting import queries as counting
from community.meetings import queries as meetings
from community.meetings.pairs import proposals
from community.meetings.pairs import queries as pairs
from community.overview.letters import queries as letters
from community.overview.letters import rules as writing
from community.people import queries as people
from community.people.factors import actions as codes
from community.people.factors import queries as factors
from community.review import desks, entering
from community.review.approving import queries as approving
from community.review.calibrating import queries as calibrating
from community.review.certifying import queries as certifying
from community.review.claims import queries as claims
from community.review.deciding.rules import LEAST_WORDS
from community.review.drifting import queries as drifting
from community.review.reading import queries as reading
from community.review.rules import lapses_at
from community.submissions import queries as own
from community.submissions.opening import queries as openings
from community.submissions.opening import rules as opening
from community.submissions.rules import State
from tests.support.failing import no_gaps
from tests.support.insights import follow
from tests.support.servers import ROOT


@pytest_asyncio.fixture(scope="module")
async def made(database_url, tmp_path_factory):
    """`demo --json` as people run it, and what it printed; the pool looks at what it made."""
    around = os.environ | {
        "ROUNDTABLE_DATA": str(tmp_path_factory.mktemp("demo")),
        "ROUNDTABLE_BASE_URL": "http://127.0.0.1:8600",
    }
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "community", "demo", "--json", cwd=ROOT, env=around,
        stdin=asyncio.subprocess.DEVNULL, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE,
    )  # fmt: skip
    async with asyncio.timeout(300):
        said, complained = await process.communicate()
    assert process.returncode == 0, complained.decode()
    text = said.decode()
    await db.open(database_url)
    yield json.loads(text[text.index("{") :])
    await db.close()


async def test_everybody_who_is_printed_can_be_found(made):
    roles = {account["role"] for account in made["accounts"]}
    assert {"participant", "facilitator", "organizer", "helper", "observer"} <= roles
    assert {"support desk", "building representative", "catalogue editor", "reviewer", "approver"} <= roles
    assert {"administrator", "organizer of the state", "not a member"} <= roles
    assert {"committee member", "earner who appealed", "earner whose time is over"} <= roles
    known = await db.many(dict, "select address from email where confirmed_at is not null order by id limit 1000")
    assert {account["email"] for account in made["accounts"]} <= {row["address"] for row in known}
    assert all(account["email"].endswith("@sample.example") for account in made["accounts"])
    assert len(made["cohorts"]) == 6 and all(cohort["address"].startswith("http") for cohort in made["cohorts"])


async def test_it_says_where_to_look_in_each_cohort(made):
    """The workspaces of all, and each submission at the door of who may read it."""
    roles = {account["role"]: account["email"] for account in made["accounts"]}
    for cohort in made["cohorts"]:
        base = cohort["address"].partition("/cohorts/")[0]
        assert len(cohort["requirements"]) >= 3
        assert all(address.startswith(f"{base}/work/{cohort['code']}/") for address in cohort["requirements"])
        for one in cohort["submissions"]:
            door = one["address"].removeprefix(f"{base}/").removesuffix(f"/{one['number']}")
            reader = await people.public_person(roles[one["role"]])
            find = {"submissions": own.submission, "reviews": claimed, "approvals": approved}[door]
            await find(reader, one["number"])
    told = [one for cohort in made["cohorts"] for one in cohort["submissions"]]
    assert {"participant with a Not Yet", "approver", "reviewer"} <= {one["role"] for one in told}
    assert {cohort["name"] for cohort in made["cohorts"] if cohort["submissions"]} == {
        "Exit Tickets, Fall", "Talk to Learn"
    }


async def claimed(reader, number: str) -> None:
    assert await reading.attempt(await entering.review_desk(reader), number)
    assert (await claims.claim(reader, number)).ending == "sent"


async def approved(approver, number: str) -> None:
    assert await approving.attempt(await approving.office(approver), number)


@pytest.mark.parametrize(
    ("what", "sql", "count"),
    [
        ("states", "select count(*) from affiliate where kind = 'state'", 3),
        ("published definitions", "select count(*) from definition_version where published_at is not null", 14),
        ("cohorts on different ones", "select count(distinct definition_version_id) from cohort", 6),
        ("weeks they began in", "select count(distinct date_trunc('week', starts_on)) from cohort", 6),
    ],
)
async def test_there_are_as_many_as_promised(made, what, sql, count):
    assert await db.value(sql) == count, what


async def test_one_cohort_is_full_of_life(made):
    cohort = made["cohorts"][0]["id"]
    sits = "select count(*) from seat where cohort_id = :cohort and state = 'active' and role = 'participant'"
    assert await db.value(sits, cohort=cohort) == 14
    said = await db.one(
        dict,
        """
        select count(*) as messages, count(thread_id) as replies, max(message.at) - min(message.at) as span
        from message join channel on channel.id = channel_id where cohort_id = :cohort
        """,
        cohort=cohort,
    )
    assert said["messages"] >= 300 and said["replies"] > 200
    assert said["span"] > timedelta(days=32)


async def facilitating(made):
    """The place and the seat of who is printed as the facilitator."""
    (account,) = [one for one in made["accounts"] if one["role"] == "facilitator"]
    person = await people.public_person(account["email"])
    cohort = made["cohorts"][0]["id"]
    return await cohorts.place(person, cohort), await cohorts.seat(person, cohort)


async def test_the_board_of_that_cohort_holds_every_state(made):
    place, seat = await facilitating(made)
    rows = (await boards.board(seat, place.cohort)).rows
    shown = [row.shown("facilitator") for row in rows]
    assert len(rows) == 14
    assert {state for row in shown for state in row.states} == set(Work)
    assert {row.attempt for row in shown} == {"none", "submitted", "returned_incomplete", "not_yet", "earned"}


async def test_whoever_facilitates_it_finds_pairs_and_a_letter_that_waits(made):
    """Agreed for the next meeting, where one has opened a draft; proposed for the one after."""
    place, seat = await facilitating(made)
    plan = await meetings.plan(place, place.cohort)
    following, after = [one for one in plan.meetings if one.ends_at > clock.now()][:2]
    agreed, proposed = [await proposals.proposal(place, seat, one) for one in (following, after)]
    assert agreed.agreed and len(agreed.pairs) >= 5 and not proposed.agreed and len(proposed.pairs) >= 5
    stands = await pairs.pairs(place, following)
    assert any(pair.has_opened for pair in stands.pairs)
    (letter,) = await letters.letters(seat)
    assert writing.can_change(letter) and letter.goes_at > clock.now() and len(letter.seats) >= 1


async def test_another_cohorts_board_holds_results(made):
    cohort = next(one["id"] for one in made["cohorts"] if one["name"] == "Talk to Learn")
    states = await db.many(
        dict,
        """
        select distinct work.state from work join seat on seat.person_id = work.person_id
        where seat.cohort_id = :cohort order by work.state limit 20
        """,
        cohort=cohort,
    )
    assert {"drafting", "submitted", "returned_incomplete", "not_yet", "met"} <= {row["state"] for row in states}


@pytest.mark.parametrize(
    ("table", "column", "states"),
    [
        ("submission", "state", State),
        ("work", "state", Work),
        ("award", "state", Award),
        ("fee", "state", Fee),
        ("case_file", "kind", Kind),
        ("case_file", "state", Case),
        ("case_file", "dropped_because <> ''", (False, True)),
        ("extension", "state", Extension),
    ],
)
async def test_every_state_has_one(made, table, column, states):
    rows = await db.many(dict, f"select distinct {column} as found from {table} order by 1 limit 20")
    assert {row["found"] for row in rows} == set(states)


async def test_every_state_of_an_application_has_one(made):
    """Those that the database allows."""
    allowed = await db.value("select pg_get_constraintdef(oid) from pg_constraint where conname = :name",
                             name="application_state_check")  # fmt: skip
    rows = await db.many(dict, "select distinct state from application order by state limit 20")
    assert {row["state"] for row in rows} == set(re.findall(r"'(\w+)'", allowed)) != set()


async def test_one_of_the_committee_can_sign_in_and_vote_on_the_appeal(made):
    """An award is under review meanwhile; its earner's account is printed too, and that of who has voted."""
    by_role = {account["role"]: await people.public_person(account["email"]) for account in made["accounts"]}
    (appeal,) = [one for one in await cases.own(by_role["earner who appealed"]) if one.is_open]
    assert appeal.state is Case.VOTING and clock.now() < appeal.vote_by
    stands = await db.value("select state from award where number = :number", number=appeal.award_number)
    assert stands == Award.UNDER_REVIEW
    entitled = await cases.entitled_by_id(appeal.id)
    voted = [vote.person_id for vote in await cases.votes_by_id(appeal.id)]
    assert by_role["committee member"].id in entitled and by_role["committee member"].id not in voted
    assert voted == [by_role["committee member who has voted"].id]
    assert await cases.one_at(await cases.office(by_role["committee member"]), appeal.number) == appeal


async def test_windows_end_in_every_way_and_a_result_is_open(made):
    """One whose time was over has kept a text in the vault; a colleague reads what fell short of another's."""
    (late,) = [account for account in made["accounts"] if account["role"] == "earner whose time is over"]
    person = await people.public_person(late["email"])
    (ended,) = await db.many(dict, "select state from application where person_id = :id limit 2", id=person.id)
    (kept,) = await vault.kept(person)
    assert ended["state"] == "expired" and kept.words > 20
    (opened,) = await db.many(dict, "select id from opened_result where ended_at is null order by id limit 2")
    assert opening.ending((await openings.opened_by_id([opened["id"]]))[opened["id"]], clock.now()) is None


async def test_every_step_of_a_reading_has_one(made):
    """What waits, is claimed just now, has one recommendation, a third reader's place, an approver's sentence."""
    rows = await db.many(
        dict,
        """
        select submission.attempt, submission.expected_on < :today as late,
               (select count(*) from recommendation where submission_id = submission.id) as sent,
               (select count(distinct outcome) = 2 from recommendation where submission_id = submission.id) as differ,
               exists (select from review_claim where submission_id = submission.id and ending = '') as claimed,
               exists (select from followed where submission_id = submission.id and said_at is null) as sentence
        from submission where state = 'submitted' order by submission.id limit 50
        """,
        today=clock.now().date(),
    )
    steps = {(row["sent"], row["differ"], row["claimed"], row["sentence"]) for row in rows}
    assert (0, False, False, False) in steps, "one waits"
    assert (0, False, True, False) in steps, "one is claimed, and nothing is sent"
    assert (1, False, False, False) in steps, "one has recommended"
    assert (2, True, False, False) in steps, "a third reader is wanted"
    assert (2, False, False, True) in steps, "an approver's sentence is wanted"
    assert any(row["attempt"] == 2 for row in rows) and any(row["late"] for row in rows)
    held = await db.value("select active_at from review_claim where ending = '' order by id limit 1")
    assert clock.now() < lapses_at(held), "a claim that has run out is none"


async def test_a_not_yet_says_what_would_meet_it(made):
    remarks = await db.many(
        dict,
        """
        select would_meet from submission_remark join submission on submission.id = submission_id
        where state = 'not_yet' order by submission_id, requirement_key, reader limit 100
        """,
    )
    assert len(remarks) >= 4
    assert all(count_words(one["would_meet"]) >= LEAST_WORDS for one in remarks)


async def test_its_awards_verify_however_they_stand_and_some_are_kept_to_oneself(made):
    """A stack's badge too, which came by itself (R59)."""
    found = await db.many(
        dict,
        "select number, state, stack_id, published_at from award order by id limit 20",
    )
    assert sum(one["stack_id"] is not None for one in found) == 1
    assert {one["published_at"] is None for one in found} == {True, False}
    assert {one["state"] for one in found} == set(Award)
    for one in found:
        await signing.sign({"award": one["number"]})
        content = await db.value(
            "select content from credential join award on award.id = award_id where number = :number",
            number=one["number"],
        )
        verdict = await checking.check(content)
        assert verdict.signed and verdict.says == one["state"]


async def test_a_showcase_is_there_for_everybody_with_texts_and_a_picture(made):
    number = await db.value("select number from showcase where audience = 'public' order by id limit 1")
    found = await showcases.public_showcase(number)
    awards = await showcases.public_awards(found.id)
    assert len(awards) == 3 and awards[0].published_at and found.name
    shown = await showcases.public_evidence([one.id for one in awards])
    assert [bool(one.text) for one in shown] == [True, True, False], "two texts, a picture"
    assert shown[-1].alt and shown[-1].name.endswith(".webp")


async def test_an_approver_sees_how_readers_agree_and_one_decision_against_the_rule(made):
    (account,) = [one for one in made["accounts"] if one["role"] == "approver"]
    desk = await desks.desk(await people.public_person(account["email"]), "hazelbrook-institute", desks.APPROVER)
    found = (await drifting.drift(desk, await certifying.register(desk))).values()
    assert sorted(one.lately.agreed for one in found if one.lately.is_enough) == [5, 7, 8]
    assert await db.value("select count(*) from decision where reason <> '' and outcome <> computed") == 1


async def test_an_administrator_can_come_in(made):
    """With the desk of the platform, and a second factor that is set up: `code` says it (A57)."""
    (account,) = [one for one in made["accounts"] if one["role"] == "administrator"]
    person = await people.public_person(account["email"])
    assert [desk.kind for desk in await affiliates.desks(person)] == ["administrator"]
    assert (await factors.factor(person)).confirmed_at and len(await codes.code_now(person)) == 6


async def test_a_newcomer_can_walk_the_certification(made):
    """The first reviewer is named and not calibrated; two sets of invented work wait, labelled so."""
    (account,) = [one for one in made["accounts"] if one["role"] == "reviewer"]
    reader = await people.public_person(account["email"])
    (one,) = [one for one in await certifying.mine(reader) if one.standing == "calibrating"]
    choices = await calibrating.choices(reader, one)
    assert len(choices) == 2 and all(one.source == "invented" and "invented" in one.title for one in choices)
    assert await entering.review_desk(reader), "and reads something else already"


async def test_fees_were_paid_in_both_ways_and_a_voucher_pays_the_one_that_is_due(made):
    states = await db.many(dict, "select state, how, used from fee order by id limit 20")
    assert {row["how"] for row in states if row["state"] == "paid"} == {"voucher", "desk"}
    assert any(row["used"] for row in states), "somebody has started"
    voucher = await fees.public_voucher(numbers.hashed(numbers.plain(made["voucher"])))
    (due,) = await db.many(dict, "select id from fee where state = 'due' order by id limit 2")
    fee = (await fees.fees_by_id([due["id"]]))[due["id"]]
    assert rules.bar_to_redeem(voucher, fee, clock.now().date()) is None


async def test_its_log_is_real(made):
    """Each message, seat and move of work is told, at its own moment, none in the future."""
    await no_gaps()
    for table, kind in (("message", "message.posted"), ("seat", "seat.taken"), ("work", "work.moved")):
        told = "select count(distinct subject_id) from event where kind = :kind"
        assert await db.value(told, kind=kind) >= await db.value(f"select count(*) from {table}") * 0.85, kind
    last = await db.value("select max(at) from event")
    assert last <= clock.now() and last - await db.value("select min(at) from event") > timedelta(weeks=5)


async def test_a_second_time_it_refuses(made, tmp_path):
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "community", "demo", cwd=ROOT,
        env=os.environ | {"ROUNDTABLE_DATA": str(tmp_path), "ROUNDTABLE_BASE_URL": "http://127.0.0.1:8600"},
        stdin=asyncio.subprocess.DEVNULL, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT,
    )  # fmt: skip
    async with asyncio.timeout(60):
        said, _nothing = await process.communicate()
    assert process.returncode != 0 and b"There are people in this database" in said


async def test_feedback_is_asked_given_and_dealt_with(made):
    rows = await db.many(dict, "select asks, ending, id from feedback_request order by id limit 100")
    assert {row["asks"] for row in rows} == {"cohort", "named"}
    assert {row["ending"] for row in rows} >= {"", "author"}, "some are open, some were ended"
    states = await db.many(dict, "select distinct state from feedback order by state limit 10")
    assert {row["state"] for row in states} >= {"asked", "reading", "sent"}
    kinds = await db.many(dict, "select distinct kind, uptake from note order by kind, uptake limit 50")
    assert {row["kind"] for row in kinds} >= {"warm", "question", "cool"}
    assert {row["uptake"] for row in kinds} == {"", "used", "adapted", "not_used"}
    board = await db.many(dict, "select distinct state from work order by state limit 20")
    assert {row["state"] for row in board} >= {"asking", "answered"}


async def test_what_always_holds_holds_here_too_and_an_organizer_has_something_to_read(made):
    """Of the whole union five and more were supported and five and more went alone (R65); its log says all of it."""
    await follow()
    assert await invariants.broken() == []
    attempts = """
        select person_id, micro_credential_id, affiliate_id, cohort_id, first_at, judged, met, awarded_at
        from first_attempt order by 1, 2 limit 1000
    """
    meetings = """
        select meeting_id, affiliate_id, starts_at, minutes, came from attended where came > 0 order by 1 limit 1000
    """
    followed = await db.many(dict, attempts), await db.many(dict, meetings)
    assert followed[1]
    async with db.transaction():
        await counting.recount_all_by_id()
    assert (await db.many(dict, attempts), await db.many(dict, meetings)) == followed
    national = await db.value("select id from affiliate where kind = 'national'")
    rows = await db.many(
        dict,
        """
        select supported, sum(people) as people, sum(judged) as judged, sum(awards) as awards from first_attempt_count
        where affiliate_id = :id group by supported order by supported
        """,
        id=national,
    )
    assert [row["supported"] for row in rows] == [False, True]
    assert all(row["people"] >= 5 for row in rows), rows
    assert await db.value("select count(*) from attendance") > 50
    assert await db.value("select count(*) from union_sentence") == 1
    assert await db.value("select count(*) from cohort_cost") == 1
    assert "organizer of the whole union" in {account["role"] for account in made["accounts"]}
