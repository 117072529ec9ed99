"""Two processes are asked the same at the same instant: one attempt, one place, one decision, one award.

The row that both need is held until both wait for it, each in its own process, and then let go.
"""

import contextlib
from types import SimpleNamespace

import pytest
import pytest_asyncio

from community import clock, db
from community.awards import queries as awards
from community.people.sessions import actions as sessions
from community.review.claims import queries as claims
from community.review.judging import queries as judging
from community.submissions import queries as submissions
from tests.support.attempts import AT_ONCE, CHECK, CODE, PROMISES, SUBMIT, has_submitted, makes_all, opens_a_window
from tests.support.catalogue import a_definition
from tests.support.evidence import events_about
from tests.support.listening import at_a_browser
from tests.support.people import form_in, make_person
from tests.support.reviewing import a_reviewer, an_approver
from tests.support.reviews import all_at, claims_it, finds_complete, recommends, state_of
from tests.support.same_instant import at_once
from tests.support.servers import serve


@pytest_asyncio.fixture(scope="module")
async def processes(database):
    async with serve("--no-work") as one, serve("--no-work") as two:
        assert one.process.pid != two.process.pid
        definition = await a_definition(CODE)
        desk = await an_approver()
        readers = [await a_reviewer(desk, definition, name) for name in ("Rita First", "Otto Second", "Tina Third")]
        yield SimpleNamespace(urls=(one.url, two.url), definition=definition, readers=readers)


@pytest_asyncio.fixture
async def ana(processes):
    """She has made all that is asked for."""
    ana = await make_person("Ana Torres")
    await makes_all(ana, processes.definition)
    await opens_a_window(ana, processes.definition)
    return ana


@contextlib.asynccontextmanager
async def a_tab_at_each(processes, *people):
    """A browser at each process: the same person's two tabs, or two people's."""
    first, second = people if len(people) == 2 else people * 2
    async with await _tab(first, processes.urls[0]) as one, await _tab(second, processes.urls[1]) as other:
        yield one, other


async def _tab(person, url):
    token, _life = await sessions.begin(person, "password", "a browser", factor_at=clock.now())
    return at_a_browser(person, url, token)


async def sends(tab, submission, definition):
    """The fields of a recommendation in which all is met, as its form has them."""
    here = f"/reviews/{submission.number}"
    fields = form_in((await tab.get(here)).text, f"{here}/draft")
    return fields | {f"level-{one.criterion_key}": "meets" for one in all_at(definition)}


async def is_earned_once(ana, submission):
    """One decision, one award, and each is told once."""
    assert await state_of(submission) == "earned"
    for kind in ("review.decided", "submission.decided"):
        assert len(await events_about(kind, submission.id)) == 1, kind
    assert await db.value("select count(*) from decision where submission_id = :id", id=submission.id) == 1
    (award,) = [one for one in await awards.awards(ana) if not one.stack_id]
    assert award.submission_number == submission.number
    assert len(await events_about("award.issued", award.id)) == 1


@pytest.mark.parametrize("pressed", ["one form twice", "a form in each"])
async def test_r34_what_is_submitted_at_two_processes_is_one_attempt(processes, ana, pressed):
    application = await db.value("select id from application where person_id = :id", id=ana.id)
    async with a_tab_at_each(processes, ana) as tabs:
        forms = [form_in((await tab.get(CHECK)).text, SUBMIT) | PROMISES | AT_ONCE for tab in tabs]
        if pressed == "one form twice":
            forms[1] = forms[0]
        posts = [tab.post(SUBMIT, data=fields) for tab, fields in zip(tabs, forms, strict=True)]
        told = await at_once("application", application, *posts)
    (made,) = await submissions.submissions(ana)
    assert len(await events_about("submission.sent", made.id)) == 1
    if pressed == "one form twice":
        assert [one.headers.get("location") for one in told] == [f"/submissions/{made.number}"] * 2
    else:
        assert sorted(one.status_code for one in told) == [303, 409]


async def test_r53_the_last_place_is_given_once(processes, ana):
    submission, (rita, *others) = await has_submitted(ana), processes.readers
    await claims_it(rita, submission)
    async with a_tab_at_each(processes, *others) as tabs:
        there = f"/reviews/{submission.number}/claims"
        posts = [tab.post(there, data={"csrf": tab.csrf}) for tab in tabs]
        told = await at_once("submission", submission.id, *posts)
    assert sorted(one.status_code for one in told) == [303, 409]
    (late,) = [one for one in told if one.status_code == 409]
    assert "Somebody else took it a moment ago" in late.text
    held = [one for one in [await claims.claim(person, submission.number) for person in processes.readers] if one]
    assert sorted(one.reader for one in held) == [1, 2]
    assert sum([len(await events_about("review.claimed", one.id)) for one in held]) == 2


async def test_r56_two_recommendations_at_two_processes_make_one_decision_and_one_award(processes, ana):
    submission, readers = await has_submitted(ana), processes.readers[:2]
    held = [await claims_it(person, submission) for person in readers]
    await finds_complete(readers[0], held[0])
    told = await _both_send(processes, submission, *readers)
    assert [one.status_code for one in told] == [303, 303]
    assert [one.reader for one in await judging.sent_by_id(submission.id)] == [1, 2]
    await is_earned_once(ana, submission)


async def test_r56_the_second_recommendation_from_two_tabs_is_one_and_the_award_that_follows(processes, ana):
    submission, (rita, otto, _tina) = await has_submitted(ana), processes.readers
    await recommends(rita, submission, all_at(processes.definition))
    await claims_it(otto, submission)
    told = await _both_send(processes, submission, otto)
    assert [one.status_code for one in told] == [303, 303], "both tabs hear that it is sent"
    assert [one.reader for one in await judging.sent_by_id(submission.id)] == [1, 2]
    assert len(await events_about("review.recommended", submission.id)) == 2
    await is_earned_once(ana, submission)


async def _both_send(processes, submission, *people):
    there = f"/reviews/{submission.number}/recommendation"
    async with a_tab_at_each(processes, *people) as tabs:
        forms = [await sends(tab, submission, processes.definition) for tab in tabs]
        posts = [tab.post(there, data=fields) for tab, fields in zip(tabs, forms, strict=True)]
        return await at_once("submission", submission.id, *posts)
