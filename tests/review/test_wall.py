"""The wall: of who made it a reviewer reads, hears and is sent nothing; the earner of reviewers as little (R50)."""

import re
from html import unescape

import pytest_asyncio

from community import clock, db, mail
from community.catalogue import rules as catalogue
from community.evidence import queries as works
from community.submissions import actions as submitting
from community.submissions import queries as submissions
from community.submissions.resubmitting import actions as resubmitting
from community.submissions.resubmitting import queries as attempts
from community.submissions.rules import Promise
from community.uploads.kinds import KINDS
from tests.board.live import open_page, served
from tests.support import walls
from tests.support.catalogue import a_definition
from tests.support.discussion import says
from tests.support.evidence import writes
from tests.support.people import form_in, signed_in_client
from tests.support.reviewing import a_reviewer, an_approver
from tests.support.reviews import all_at, claims_it, comes_back, presses, recommends
from tests.support.walls import an_unmistakable_attempt, clean, own_data, told, walked

# The letters that a server without a post office keeps for everybody, and what is the same for all who ask.
APART = ("/mail", "/static", "/catalogue", "/stacks", "/badges", "/find", "/affiliates", "/groups", "/sign-out")
CHANGED = "Two students talk first, and I listen."


class Member:
    """A reviewer with a browser, as open_page wants one."""

    def __init__(self, person, client) -> None:
        self.person, self.client = person, client

    async def opens(self, path):
        return await self.client.get(path)


@pytest_asyncio.fixture
async def made(app, definition):
    async with an_unmistakable_attempt(app, definition) as attempt:
        yield attempt


async def test_r50_a_reviewer_reads_hears_and_is_sent_nothing_of_who_made_it(app, vera, definition, made):
    rita = await a_reviewer(vera.desk, definition, "Rita First")
    otto = await a_reviewer(vera.desk, definition, "Otto Second")
    here = f"/reviews/{made.submission.number}"
    async with served(app) as address, signed_in_client(app, rita) as client, signed_in_client(app, otto) as other:
        before = await walked(client, "/reviews", (here,), APART)
        offer = await client.get(here)
        clean(here, told(here, offer))
        claimed = await presses(client, "/reviews", f"{here}/claims")
        assert claimed.status_code == 303
        clean("claim", told(f"{here}/claims", claimed))
        async with open_page(address, Member(rita, client), here) as page:
            found = await walked(client, here, (here,), APART)
            await lives_on(made, definition)
            await claims_it(otto, made.submission)
            await answers(client, here, "check", 303, complete="yes")
            await answers(other, here, "return", 303)
            await recommends(otto, made.submission, all_at(definition))
            await page.catches_up()
            frames = repr(page.socket.frames)
        await answers(client, here, "draft", 303)
        await recommends(rita, made.submission, all_at(definition), "I would show it.")
        after = await walked(client, here, (here,), APART)
        assert "Outcome: Earned" in after[here].text
    kinds = {answer.headers["content-type"].split(";")[0] for answer in found.values() if answer.status_code == 200}
    assert kinds >= {"text/html", "image/webp", *(KINDS[kind].media_type for kind in ("pdf", *walls.KINDS))}
    assert any("/links/" in where for where in found) and any("/pages/2/" in where for where in found)
    assert {"/reviewing", "/profile/data", "/support"} <= {where.split("?")[0] for where in found}
    assert "show" in frames and f"submission:{made.submission.number}" in frames, "the premise: the socket was heard"
    for where, answer in [*before.items(), *found.items(), *after.items()]:
        assert answer.status_code in (200, 303, 405), where  # a form's address is no page, and says nothing either
        clean(where, told(where, answer))
    clean("the socket", frames.lower())
    letters = [letter for letter in mail.kept() if letter.to in (rita.email, otto.email)]
    clean("a mail", "".join(f"{letter.subject} {letter.text} {letter.html}" for letter in letters).lower())
    data = await own_data(rita)
    assert f'"submission_id": {made.submission.id}' in data and "i would show it" in data, "the premise: her reading"
    clean("her own data", data)


async def lives_on(made, definition) -> None:
    """What she does while she is read: talks, writes, changes how she is called, wishes it back, leaves."""
    author, number = made.author, made.submission.number
    await says(author, "Umberto says brindlemoss, and I agree.")
    await writes(author.person, definition, "talk_plan", "Wilhelmina plans anew.")
    wish = f"/submissions/{number}/withdrawal-wishes"
    wished = await presses(author.client, f"/submissions/{number}", wish, reason="I sent the wrong recording.")
    profile = {"name": f"{walls.NAME} II", "called": walls.CALLED, "time_zone": "UTC", "language": "en"}
    changed = await author.posts("/profile", **profile, role="teacher")
    left = await author.posts(f"/cohorts/{made.cohort.id}/leaving")
    assert [answer.status_code for answer in (wished, changed, left)] == [303, 303, 303]


async def answers(client, here: str, deed: str, status: int, **fields: str) -> None:
    """The form of the page that goes there, and that its answer says nothing of who made it."""
    answer = await presses(client, here, f"{here}/{deed}", **fields)
    assert answer.status_code == status, f"{deed}: {answer.status_code}"
    clean(deed, told(f"{here}/{deed}", answer))


async def test_r50_what_a_refused_form_answers_says_nothing_of_who_made_it(app, vera, definition, made):
    rita, here = await a_reviewer(vera.desk, definition), f"/reviews/{made.submission.number}"
    await claims_it(rita, made.submission)
    levels = {f"level-{one.criterion_key}": "meets" for one in all_at(definition)}
    async with signed_in_client(app, rita) as client:
        await answers(client, here, "check", 422)
        await answers(client, here, "check", 303, complete="yes")
        typed = form_in((await client.get(here)).text, f"{here}/draft")
        saved = await client.post(f"{here}/draft", data=typed, headers={"hx-request": "true"})
        wrong = await client.post(f"{here}/recommendation", data=typed)
        sent = await client.post(f"{here}/recommendation", data=typed | levels)
        typed |= {"complete": "yes"}
        late = [await client.post(f"{here}/{deed}", data=typed) for deed in ("draft", "check", "return")]
        again = await client.post(f"{here}/recommendation", data=typed | levels)
    statuses = [answer.status_code for answer in (saved, wrong, sent, *late, again)]
    assert statuses == [200, 422, 303, 409, 409, 303, 303], "the premise"
    for answer in (saved, wrong, sent, *late, again):
        clean(str(answer.url), told(str(answer.url), answer))


async def test_r50_an_attempt_after_a_not_yet_says_no_more_of_who_made_it(app, vera, definition, made):
    readers = [await a_reviewer(vera.desk, definition, name) for name in ("Rita First", "Otto Second", "Tina Third")]
    await comes_back(vera, definition, made.submission, readers[:2])
    second = await submits_again(made.author.person, definition)
    here = f"/reviews/{second.number}"
    async with signed_in_client(app, readers[2]) as client:
        clean(here, told(here, await client.get(here)))
        claimed = await presses(client, "/reviews", f"{here}/claims")
        page = (await client.get(here)).text
        for words in ("I used 1 note of a colleague.", CHANGED, "Both remarks name the same thing.", "I saw little."):
            assert words in page, "the premise: what goes along with it is there"
        await answers(client, here, "check", 303, complete="yes")
        short = {f"level-{all_at(definition)[0].criterion_key}": "not_yet"}
        saved = await presses(client, here, f"{here}/draft", **short, then="preview")
        assert saved.headers["location"] == f"{here}/preview"
        found = await walked(client, here, (here,), APART) | await walked(client, f"{here}/preview", (here,), APART)
    assert any("/files/" in where for where in found) and any("/pages/2/" in where for where in found)
    assert found[f"{here}/preview"].status_code == 200
    for where, answer in [(f"{here}/claims", claimed), *found.items()]:
        assert answer.status_code in (200, 303, 405), where
        clean(where, told(where, answer))


async def submits_again(person, definition):
    """What was short is changed, a colleague's note is used, and what is begun for her as her note goes along."""
    short = all_at(definition)[0].criterion_key
    (key,) = [one.requirement_key for one in catalogue.criteria(definition.content) if one.key == short]
    text = (await works.work(person, definition.code, key)).text
    await writes(person, definition, key, f"{CHANGED} {text}")
    used = "update note set uptake = 'used', taken_up_at = :at where text = :said and uptake = ''"
    await db.run(used, at=clock.now(), said=walls.PEER)
    standing = await works.standing(person, definition.code)
    note = await resubmitting.begun_note(person, standing, await attempts.base(person, standing.application))
    number = await submitting.submit(person, definition.code, list(Promise), True, note)
    return await submissions.submission(person, number)


@pytest_asyncio.fixture(scope="module")
async def reading(app):
    """A reviewer's browser, the address of what she reads, and its page."""
    definition = await a_definition("EL-02")
    rita = await a_reviewer(await an_approver(), definition)
    async with an_unmistakable_attempt(app, definition) as made, signed_in_client(app, rita) as client:
        await claims_it(rita, made.submission)
        here = f"/reviews/{made.submission.number}"
        yield client, here, (await client.get(here)).text


async def test_r50_a_link_is_followed_through_a_page_of_ours_that_hides_where_from(reading):
    client, here, page = reading
    assert 'href="https://example.org' not in page
    (first, *_more) = re.findall(rf'href="({here}/links/[^"]+)"', page)
    answer = await client.get(first)
    assert "https://example.org/plan?of=me" in unescape(answer.text)
    assert answer.headers["referrer-policy"] == "no-referrer" and 'rel="noreferrer noopener"' in answer.text
    assert (await client.get(f"{here}/links/talk_plan/9999")).status_code == 404


async def test_r41_reviewers_see_no_self_assessment_and_no_outlook(reading):
    _client, here, page = reading
    assert f'action="{here}/recommendation"' in page, "the premise: it is read"
    assert "Would this meet it?" not in page and "brindlemoss" not in page
