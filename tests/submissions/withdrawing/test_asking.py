"""Once it is read an attempt is withdrawn only by asking the desk: a yes ends all reading, a no says why."""

import asyncio
from types import SimpleNamespace
from uuid import uuid4

import pytest
import pytest_asyncio

from community import clock, db
from community.errors import Conflict
from community.evidence import queries as evidence
from community.review.approving import queries as approving
from community.review.approving import withdrawing as desk
from community.review.judging import actions as judging
from community.review.reading import queries as reading
from community.submissions import holding, queries
from community.submissions.rules import State
from community.submissions.withdrawing import actions, rules
from community.submissions.withdrawing import queries as wishes
from tests.board.live import open_page, served
from tests.ground.test_jobs import until
from tests.notifications.test_notices import everybody_is_told, sentences
from tests.review.conftest import definition as definition
from tests.review.conftest import vera as vera
from tests.review.test_live import words_of as words_at
from tests.support.attempts import CODE, has_submitted, makes_all, opens_a_window, states
from tests.support.cohorts import Member
from tests.support.people import form_in, make_person, signed_in_client
from tests.support.reviewing import a_reviewer
from tests.support.reviews import all_at, claims_it, finds_complete, own_claim, presses, recommends, state_of

WHY = "I sent the wrong recording."


@pytest_asyncio.fixture
async def ana(app, definition):
    person = await make_person(f"Ana Torres{uuid4().hex[:5]}")
    await makes_all(person, definition)
    await opens_a_window(person, definition)
    async with signed_in_client(app, person) as client:
        yield SimpleNamespace(person=person, client=client)


@pytest_asyncio.fixture
async def read(ana, vera, definition):
    """Her attempt, which Rita has begun to read: (submission, Rita)."""
    submission = await has_submitted(ana.person)
    rita = await a_reviewer(vera.desk, definition)
    await claims_it(rita, submission)
    return submission, rita


def where(submission) -> str:
    return f"{submission.address}/withdrawal-wishes"


async def asks(ana, submission, reason=WHY, **fields):
    page = (await ana.client.get(submission.address)).text
    return await ana.client.post(where(submission), data=form_in(page, where(submission)) | {"reason": reason} | fields)


async def answers(vera, submission, answer="yes", sentence=""):
    """As the approver does."""
    office = await approving.office(vera.person)
    await desk.answer_wish(office, await approving.attempt(office, submission.number), answer == "yes", sentence)


async def test_a_yes_is_seen_live_by_reader_and_author_as_a_reload_shows_it(app, ana, vera, read):
    submission, rita = read
    author = Member(ana.person, None, ana.client)
    async with (
        served(app) as address,
        signed_in_client(app, rita) as client,
        open_page(address, Member(rita, None, client), f"/reviews/{submission.number}") as reads,
        open_page(address, author, submission.address) as own,
    ):
        await asks(ana, submission)
        await answers(vera, submission)
        for page, id, says in (
            (reads, f"review-news-{submission.id}", "Its author has withdrawn it."),
            (own, f"standing-{submission.number}", "You withdrew it:"),
        ):
            await page.catches_up()
            assert says in words_at(page.html, id) == words_at(await page.reloaded(), id)


@pytest.mark.parametrize("state", ["submitted", "withdrawn", "not_yet", "earned"])
@pytest.mark.parametrize("claimed", [True, False])
@pytest.mark.parametrize("last", [None, "asked", "refused"])
def test_only_while_somebody_reads_and_one_at_a_time(state, claimed, last):
    submission = SimpleNamespace(state=State(state), is_claimed=claimed)
    wish = SimpleNamespace(state=last) if last else None
    assert rules.may_ask(submission, wish) == (state == "submitted" and claimed and last != "asked")


async def test_she_asks_with_a_reason_once_somebody_reads_it(ana, vera, definition):
    submission = await has_submitted(ana.person)
    assert "Ask to withdraw it" not in (await ana.client.get(submission.address)).text, "she may take it back herself"
    with pytest.raises(Conflict):
        await actions.ask(ana.person, submission, WHY)
    await claims_it(await a_reviewer(vera.desk, definition), submission)
    name = ana.person.name
    wrong = await asks(ana, submission, f"{name} sent the wrong recording.")
    assert wrong.status_code == 422 and "who reads this does not know who you are" in wrong.text
    key = str(uuid4())
    for _press in range(2):
        assert (await asks_again(ana, submission, key)).status_code == 303
    page = (await ana.client.get(submission.address)).text
    assert WHY in page and "Not answered yet" in page and "Ask to withdraw it" not in page
    assert await db.value("select count(*) from withdrawal_wish where submission_id = :id", id=submission.id) == 1


async def asks_again(ana, submission, key):
    token = form_in((await ana.client.get("/")).text, "/sign-out")["csrf"]
    return await ana.client.post(where(submission), data={"csrf": token, "post_key": key, "reason": WHY})


async def test_the_desk_says_yes_and_nothing_of_it_counts(app, ana, vera, read):
    submission, rita = read
    window = (await evidence.standing(ana.person, CODE)).application
    await asks(ana, submission)
    async with signed_in_client(app, vera.person) as client:
        assert "Its author asks to withdraw it" in (await client.get("/approvals")).text
        page = (await client.get(f"/approvals/{submission.number}")).text
        assert WHY in page and ana.person.name not in page
        here = f"/approvals/{submission.number}"
        assert (await presses(client, here, f"{here}/withdrawal", answer="yes", sentence="")).status_code == 303
        assert "Its author asks" not in (await client.get(here)).text
    assert await state_of(submission) == "withdrawn" and await states(ana.person) == {"ready"}
    after = (await evidence.standing(ana.person, CODE)).application
    assert (after.state, after.expires_at, after.result) == ("open", window.expires_at, "withdrawn")
    assert "You withdrew it" in (await ana.client.get(submission.address)).text
    assert (await has_submitted(ana.person)).attempt == submission.attempt, "it was no attempt"
    await everybody_is_told()
    assert any("is withdrawn, as you asked" in said for said in sentences((await ana.client.get("/inbox")).text))
    async with signed_in_client(app, rita) as client:
        assert any("was withdrawn by its author" in said for said in sentences((await client.get("/inbox")).text))


async def test_who_reads_has_a_clear_notice_and_keeps_the_text(app, ana, vera, definition, read):
    submission, rita = read
    claim = await own_claim(rita, submission)
    await finds_complete(rita, claim)
    said = all_at(definition, "meets")
    await judging.save(rita, claim, said, "A thought of mine")
    await asks(ana, submission)
    await answers(vera, submission)
    assert (await own_claim(rita, submission)).ending == "settled"
    with pytest.raises(judging.Gone, match="withdrawn"):
        await judging.save(rita, claim, said, "And another thought")
    kept = await db.value("select begun::text from review_draft where submission_id = :id", id=submission.id)
    assert "And another thought" in kept
    async with signed_in_client(app, rita) as client:
        page = (await client.get(f"/reviews/{submission.number}")).text
        assert "Its author has withdrawn it." in page
        assert submission.number not in (await client.get("/reviews")).text.split("</main>")[0].split("claims")[0]


async def test_the_desk_says_no_and_why_and_may_be_asked_again(app, ana, vera, read):
    submission, _rita = read
    await asks(ana, submission)
    here = f"/approvals/{submission.number}"
    async with signed_in_client(app, vera.person) as client:
        without = await presses(client, here, f"{here}/withdrawal", answer="no", sentence=" ")
        assert without.status_code == 422 and "Say in a sentence why not." in without.text
        said = await presses(client, here, f"{here}/withdrawal", answer="no", sentence="It is decided this week.")
        assert said.status_code == 303
    assert await state_of(submission) == "submitted"
    page = (await ana.client.get(submission.address)).text
    assert "It is decided this week." in page and "Ask to withdraw it" in page
    await everybody_is_told()
    assert any("It is decided this week." in said for said in sentences((await ana.client.get("/inbox")).text))
    with pytest.raises(Conflict):
        await answers(vera, submission)


async def test_it_is_decided_or_withdrawn_and_never_both(ana, vera, definition, read):
    """Both wait for the attempt's row, which a third one holds; then they are let go at one moment."""
    submission, rita = read
    await db.run("update issuer set readers = 1 where id = :id", id=definition.issuer_id)
    try:
        claim = await own_claim(rita, submission)
        await finds_complete(rita, claim)
        await asks(ana, submission)
        held, let_go = asyncio.Event(), asyncio.Event()
        holder = asyncio.create_task(holds(submission, held, let_go))
        both = [
            asyncio.create_task(once_set(held, judging.send(rita, claim, all_at(definition), ""))),
            asyncio.create_task(once_set(held, answers(vera, submission))),
        ]
        await until(two_wait, "both wait for the row")
        let_go.set()
        await holder
        ended = await asyncio.gather(*both, return_exceptions=True)
    finally:
        await db.run("update issuer set readers = 2 where id = :id", id=definition.issuer_id)
    lost = [one for one in ended if isinstance(one, Exception)]
    assert len(lost) == 1 and isinstance(lost[0], Conflict), ended
    state = await state_of(submission)
    decided = await db.value("select count(*) from decision where submission_id = :id", id=submission.id)
    wish = await wishes.last_wish(ana.person, await queries.submission(ana.person, submission.number))
    assert (state, decided, wish.state) in (("withdrawn", 0, "granted"), ("earned", 1, "asked"))


async def holds(submission, held, let_go):
    """Nobody else has this row until it is let go."""
    async with db.transaction():
        await db.run("select from submission where id = :id for no key update", id=submission.id)
        held.set()
        await let_go.wait()


async def once_set(held, deed):
    await held.wait()
    return await deed


async def two_wait() -> bool:
    return (
        await db.value(
            """
            select count(*) from pg_stat_activity
            where datname = current_database() and wait_event_type = 'Lock' and query like '%from submission where%'
            """
        )
        == 2
    )


async def test_r61_while_a_case_about_it_is_open_it_is_not_withdrawn(ana, vera, read):
    submission, _rita = read
    await asks(ana, submission)
    await holding.hold(submission.id, clock.now())
    with pytest.raises(Conflict):
        await answers(vera, submission)
    assert await state_of(submission) == "submitted"
    await holding.release(submission.id)
    await answers(vera, submission)
    assert await state_of(submission) == "withdrawn"


async def test_after_a_decision_the_desk_hears_nothing_of_it(ana, vera, definition, read):
    submission, rita = read
    await asks(ana, submission)
    await recommends(rita, submission, all_at(definition))
    second = await a_reviewer(vera.desk, definition, "Otto Second")
    await recommends(second, submission, all_at(definition))
    assert await state_of(submission) == "earned"
    office = await approving.office(vera.person)
    assert await wishes.open_by_id(submission.id) is None
    with pytest.raises(Conflict):
        attempt = await reading.attempt_by_id(submission.id)
        await desk.answer_wish(office, attempt, True, "")
