"""A message quotes a passage of its author's draft: the passage is read by all who read there, the draft by nobody."""

from datetime import timedelta
from uuid import uuid4

import pytest
import pytest_asyncio

from community import clock, db
from community.discussion import actions, queries
from community.discussion.quoting import actions as quoting
from community.discussion.quoting import rules
from community.evidence import queries as evidence
from community.evidence.anchors import Anchor
from community.evidence.scrub import actions as scrub
from tests.board.live import open_page, served
from tests.support.catalogue import a_definition
from tests.support.cohorts import a_cohort
from tests.support.discussion import now, said, sends
from tests.support.evidence import writes

DRAFT = "Each pupil has three chips.\n\nWhoever speaks lays one down.\n\nA secret of mine that nobody was offered."
PASSAGE = "Whoever speaks lays one down."
DESK = "/work/EL-02/talk_plan"


@pytest_asyncio.fixture(scope="module")
async def address(app):
    async with served(app) as at:
        yield at


@pytest_asyncio.fixture
async def cohort(app):
    async with a_cohort(app, "Ana", "Ben") as made:
        await writes(made.members["Ana"].person, await a_definition(), "talk_plan", DRAFT)
        yield made


async def marks(member, quote: str = PASSAGE, start: int = 0, paragraph: str = "") -> str:
    """The channel's address, with the passage beside its composer."""
    answer = await member.posts(f"{DESK}/quotation", quote=quote, start=str(start), paragraph=paragraph)
    assert answer.status_code == 303, answer.text
    return answer.headers["location"]


def number(where: str) -> str:
    return where.split("quotation=", 1)[1].split("#")[0]


async def asks(member, text: str = "Is this clear?", **fields):
    where = await marks(member, **fields)
    channel = where.split("?")[0]
    return await member.posts(f"{channel}/messages", text=text, post_key=str(uuid4()), quotation=number(where))


async def the_message(answer) -> queries.Message:
    number = int(answer.headers["location"].rsplit("-", 1)[1])
    return (await queries.messages_by_id([number]))[number]


@pytest.mark.parametrize(
    ("draft", "quote", "near", "found"),
    [
        ("one two one", "one", 0, (0, 3)),
        ("one two one", "one", 7, (8, 11)),
        ("one\ntwo", " one\r\ntwo ", 0, (0, 7)),
        ("🎲 one", "one", 0, (3, 6)),
        ("one", "two", 0, None),
        ("one", "  ", 0, None),
        ("o" * 2001, "o" * 2001, 0, None),
    ],
)
def test_a_passage_is_what_stands_so_in_the_draft(draft, quote, near, found):
    anchor = rules.passage(draft, quote, near)
    assert (anchor and rules.where(anchor, draft)) == found, "as a browser counts"


def test_a_passage_is_found_again_in_a_changed_draft_or_is_gone():
    anchor = Anchor("lays one down", "Whoever speaks ", ".", 15)
    assert rules.where(anchor, "First. Whoever speaks lays one down.") == (22, 35)
    assert rules.where(anchor, "All else") is None


async def test_the_passage_is_shown_with_the_message_and_nothing_else_of_the_draft(cohort):
    ana, ben = await cohort.seats("Ana", "Ben")
    page = (await ana.opens(DESK)).text
    assert f'action="{DESK}/quotation"' in page and "Ask about this in the discussion" in page
    where = await marks(ana)
    assert where.startswith(f"/cohorts/{cohort.id}/requirements/talk_plan/channel?quotation=")
    composing = (await ana.opens(where)).text
    assert PASSAGE in composing and f'name="quotation" value="{number(where)}"' in composing
    assert '<option value="talk_plan" selected>' in composing
    message = await the_message(await asks(ana))
    assert message.quote == PASSAGE and message.about.name == "talk_plan"
    for path in (f"/channels/{message.channel_id}", f"/messages/{message.id}", "/requirements/talk_plan/talk"):
        seen = (await ben.opens(f"/cohorts/{cohort.id}{path}")).text
        assert PASSAGE in seen, path
        assert "three chips" not in seen and "secret" not in seen, path


async def test_r40_a_marked_passage_is_its_authors_until_it_is_sent_and_the_draft_after_too(cohort):
    ana, ben = await cohort.seats("Ana", "Ben")
    where = await marks(ana)
    for one in (ben, cohort.facilitator):
        assert PASSAGE not in (await one.opens(where)).text
        sent = await one.posts(
            f"{where.split('?')[0]}/messages", text="Mine now", post_key=str(uuid4()), quotation=number(where)
        )
        assert sent.status_code == 422 and "Mine now" in sent.text and PASSAGE not in sent.text
    assert await db.value("select count(*) from message where text = 'Mine now'") == 0
    message = await the_message(await asks(ana))
    for one in (ben, cohort.facilitator):
        assert (await one.opens(f"{message.address}/passage")).status_code == 404


async def test_r49_of_what_was_met_nothing_is_quoted_any_more(cohort):
    ana = await cohort.seats("Ana")
    where = await marks(ana)
    await db.run("update work set state = 'met' where person_id = :id", id=ana.person.id)
    assert f'action="{DESK}/quotation"' not in (await ana.opens(DESK)).text
    assert (await ana.opens(f"{DESK}/quotation")).status_code == 403
    assert (await ana.posts(f"{DESK}/quotation", quote=PASSAGE, start="0", paragraph="")).status_code == 403
    assert PASSAGE not in (await ana.opens(where)).text, "what was marked before waits for nobody"
    sent = await ana.posts(
        f"{where.split('?')[0]}/messages", text="Is it?", post_key=str(uuid4()), quotation=number(where)
    )
    assert sent.status_code == 422


async def test_its_author_finds_the_passage_again_also_when_the_draft_has_changed(cohort):
    ana = await cohort.seats("Ana")
    message = await the_message(await asks(ana))
    assert f'href="{message.address}/passage"' in (await ana.opens(message.address)).text
    at = DRAFT.index(PASSAGE)
    there = f"{DESK}?from={{}}&to={{}}#text"
    back = await ana.opens(f"{message.address}/passage")
    assert back.headers["location"] == there.format(at, at + len(PASSAGE))
    await writes(ana.person, await a_definition(), "talk_plan", f"Before it.\n\n{DRAFT}")
    back = await ana.opens(f"{message.address}/passage")
    assert back.headers["location"] == there.format(at + 12, at + 12 + len(PASSAGE))
    await writes(ana.person, await a_definition(), "talk_plan", "All is new.")
    assert (await ana.opens(f"{message.address}/passage")).headers["location"] == f"{DESK}#text"
    assert PASSAGE in (await ana.opens(message.address)).text, "what was asked about stays as it was"


async def test_without_a_mark_one_chooses_a_paragraph_or_types_the_words(cohort):
    ana = await cohort.seats("Ana")
    assert await marks(ana, quote="") == f"{DESK}/quotation"
    page = (await ana.opens(f"{DESK}/quotation")).text
    assert 'name="paragraph" value="2"' in page and PASSAGE in page
    assert (await the_message(await asks(ana, quote="", paragraph="2"))).quote == PASSAGE
    for wrong in ({"quote": "Words of nobody"}, {"paragraph": "9"}):
        refused = await ana.posts(f"{DESK}/quotation", **{"quote": "", "start": "0"} | wrong)
        assert refused.status_code == 422 and 'id="quote-error"' in refused.text
        assert wrong.get("quote", "") in refused.text


async def test_a_passage_goes_with_one_message_and_a_new_mark_takes_its_place(cohort):
    ana = await cohort.seats("Ana")
    first, second = await marks(ana), await marks(ana, quote="three chips")
    assert first == second and "three chips" in (await ana.opens(second)).text
    channel = second.split("?")[0]
    one, other = [
        await the_message(
            await ana.posts(f"{channel}/messages", text=text, post_key=str(uuid4()), quotation=number(second))
        )
        for text in ("With it", "Without it")
    ]
    assert (one.quote, other.quote) == ("three chips", "")
    assert "three chips" not in (await ana.opens(second)).text.split('id="composer-', 1)[1]


async def test_it_goes_with_its_message_and_comes_back_when_that_is_shown_again(cohort):
    ana = await cohort.seats("Ana")
    hidden, deleted = await the_message(await asks(ana)), await the_message(await asks(ana))
    async with db.transaction():
        await actions.hide(cohort.facilitator.seat, hidden.id, "Too much")
    assert PASSAGE not in (await ana.opens(hidden.address)).text
    async with db.transaction():
        await actions.restore(cohort.facilitator.seat, hidden.id)
    assert PASSAGE in (await ana.opens(hidden.address)).text
    await actions.delete(ana.seat, cohort.cohort, await now(deleted))
    assert await db.value("select count(*) from quotation where message_id = :id", id=deleted.id) == 0
    assert (await now(deleted)).quote == ""


async def test_who_works_alone_or_on_nothing_has_no_such_way(cohort):
    ana, ben = await cohort.seats("Ana", "Ben")
    assert (await ben.opens("/work/EL-99/talk_plan/quotation")).status_code == 404
    assert (await ana.opens("/work/EL-02/no_such/quotation")).status_code == 404
    await db.run("update cohort set state = 'closed' where id = :id", id=cohort.id)
    assert (await ana.opens(f"{DESK}/quotation")).status_code in (403, 404)


async def test_what_was_marked_and_never_sent_is_erased(cohort):
    ana = await cohort.seats("Ana")
    kept = await the_message(await asks(ana))
    where = await marks(ana)
    await db.run("update quotation set made_at = :at", at=clock.now() - rules.WAITS_TO_BE_SENT - timedelta(hours=1))
    await quoting.forget({})
    assert PASSAGE not in (await ana.opens(where)).text.split('id="composer-', 1)[1]
    assert (await now(kept)).quote == PASSAGE


async def test_a_quoting_message_is_seen_live_as_a_reload_shows_it(cohort, address):
    ana, ben = await cohort.seats("Ana", "Ben")
    first = await the_message(await asks(ana, "To begin with"))
    path = f"/cohorts/{cohort.id}/channels/{first.channel_id}"
    async with open_page(address, ben, path) as page:
        message = await the_message(await asks(ana, "Live"))
        await page.catches_up()
        piece = f'<li id="message-{message.id}"'
        live, again = [html.split(piece, 1)[1].split("</article>")[0] for html in (page.html, await page.reloaded())]
        assert live == again and PASSAGE in live
    sent = await sends(ana, f"{path}/messages", "By itself")
    assert said(sent.text) == ["By itself"]


async def test_r32_what_may_be_a_name_is_answered_before_a_passage_is_quoted(cohort):
    ana = await cohort.seats("Ana")
    definition, passage = await a_definition(), "Then Marisol lays one down."
    await writes(ana.person, definition, "talk_plan", f"{DRAFT}\n\n{passage}")
    refused = await ana.posts(f"{DESK}/quotation", quote=passage, start="0", paragraph="")
    assert refused.status_code == 409 and "Something in it may be a name" in refused.text
    assert f'href="{DESK}/names"' in refused.text, "to where it is answered"
    assert f"{passage}</textarea>" in refused.text, "what was chosen is kept"
    assert await db.value("select count(*) from quotation where quote = :quote", quote=passage) == 0
    assert PASSAGE in (await ana.opens(await marks(ana))).text, "another passage of the same draft is free"
    work = await evidence.work(ana.person, definition.code, "talk_plan")
    for finding in await scrub.check(ana.person, work):
        await scrub.answer(ana.person, work, finding.key)
    assert passage in (await ana.opens(await marks(ana, passage))).text
