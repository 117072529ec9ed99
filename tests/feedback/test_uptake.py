"""What becomes of notes: used, adapted or not used with a reason, told to the giver; replies and thanks (R47)."""

from uuid import uuid4

import pytest

from community.cohorts.seats import actions as seats
from community.evidence import queries as works
from tests.board.live import open_page, served
from tests.feedback.test_reading import note_ids
from tests.notifications.test_notices import everybody_is_told, sentences
from tests.support import attempts
from tests.support.cohorts import a_cohort
from tests.support.feedback import KEY, asks, definition_of, gives, words_of


@pytest.fixture
async def cohort(app):
    async with a_cohort(app, "Ana", "Ben", "Cy") as made:
        yield made


@pytest.fixture
async def answered(cohort):
    """Ben has answered Ana's request: the request, and his notes in their order."""
    ana, ben = await cohort.seats("Ana", "Ben")
    request = await asks(cohort, ana)
    await gives(ben, request)
    return request, note_ids((await ana.opens(request.ledger)).text)


async def uses(member, request, note_id, uptake="used", reason="I say it in line two now"):
    return await member.posts(f"/feedback/{request.id}/notes/{note_id}/uptake", uptake=uptake, reason=reason)


async def test_r47_the_author_says_what_became_of_each_note_and_the_giver_is_told_at_once(cohort, answered):
    ana, ben = await cohort.seats("Ana", "Ben")
    request, (first, second, third) = answered
    for note_id, uptake in ((first, "used"), (second, "adapted"), (third, "not_used")):
        assert (await uses(ana, request, note_id, uptake, f"Because {uptake}")).status_code == 303
    given = words_of(await ben.opens(f"{request.address}/given"))
    for word, reason in (("Used", "used"), ("Adapted", "adapted"), ("Not used", "not_used")):
        assert f"{word} Because {reason}" in given
    await everybody_is_told()
    told = sentences((await ben.opens("/inbox")).text)
    assert f"{ana.person.name} used your note on Artifact 1." in told
    assert f"{ana.person.name} has answered your note on Artifact 1." in told


async def is_earned(cohort, author):
    """All that is asked for, submitted and judged to be met."""
    definition = await definition_of(cohort)
    await attempts.makes_all(author.person, definition)
    await attempts.opens_a_window(author.person, definition)
    await attempts.earns(await attempts.has_submitted(author.person), definition)
    await everybody_is_told()


@pytest.mark.parametrize(("shows", "uptake", "told"), [("all", "used", 1), ("all", "adapted", 1),
    ("all", "not_used", 0), ("nothing", "used", 0)])  # fmt: skip
async def test_r47_the_giver_is_told_again_at_the_award(cohort, answered, shows, uptake, told):
    ana, ben, cy = await cohort.seats("Ana", "Ben", "Cy")
    request, notes = answered
    for note_id in notes[:2]:
        await uses(ana, request, note_id, uptake)
    await ana.posts(f"/cohorts/{cohort.id}/visibility", shows=shows)
    await is_earned(cohort, ana)
    sentence = f"{ana.person.name} has earned {(await definition_of(cohort)).title}, and notes of yours went into it."
    assert sentences((await ben.opens("/inbox")).text).count(sentence) == told, "once, however many notes"
    assert sentence not in sentences((await cy.opens("/inbox")).text)


async def test_r47_only_the_author_says_it_and_only_of_what_was_sent(cohort, answered):
    ben, cy = await cohort.seats("Ben", "Cy")
    request, (first, *_rest) = answered
    for other in (ben, cy, cohort.facilitator):
        assert (await uses(other, request, first)).status_code == 404
    assert (await uses(await cohort.seats("Ana"), request, 987654321)).status_code == 404
    assert (await uses(await cohort.seats("Ana"), request, first, uptake="maybe")).status_code == 422


async def test_r47_what_became_of_a_note_is_seen_live_as_a_reload_shows_it(app, cohort, answered):
    """The part hears that something happened, and asks for itself anew."""
    ana, ben = await cohort.seats("Ana", "Ben")
    request, (first, *_rest) = answered
    async with (
        served(app) as address,
        open_page(address, ben, request.address) as giver,
        open_page(address, ana, request.ledger) as author,
    ):
        await uses(ana, request, first)
        for page in (giver, author):
            await page.catches_up()
            shown = "".join(one["html"] for one in page.socket.named("show"))
            assert f'id="news-of-note-{first}"' in shown and "I say it" not in shown, "that it happened, no words"
        assert "I say it in line two now" in await giver.reloaded()


async def test_dealing_with_all_notes_lets_the_work_be_drafted_on_once_nobody_is_asked(cohort, answered):
    ana = await cohort.seats("Ana")
    request, notes = answered

    async def state():
        return (await works.work(ana.person, cohort.cohort.code, KEY)).state

    await uses(ana, request, notes[0])
    await ana.posts(f"/feedback/{request.id}/ending")
    assert await state() == "answered", "two notes are open"
    for note_id in notes[1:]:
        await uses(ana, request, note_id, "not_used", "")
    assert await state() == "drafting"


async def test_both_reply_to_a_note_and_nobody_else_does(cohort, answered):
    ana, ben, cy = await cohort.seats("Ana", "Ben", "Cy")
    request, (first, *_rest) = answered
    where = f"/feedback/{request.id}/notes/{first}/replies"
    assert (await ana.posts(where, text="Which line?", post_key=str(uuid4()))).status_code == 303
    assert (await ben.posts(where, text="The second one.", post_key=str(uuid4()))).status_code == 303
    assert (await cy.posts(where, text="Me too", post_key=str(uuid4()))).status_code == 404
    for member, page in ((ana, request.ledger), (ben, f"{request.address}/given")):
        seen = words_of(await member.opens(page))
        assert "Which line?" in seen and "The second one." in seen and "Me too" not in seen
    await everybody_is_told()
    assert f"{ana.person.name} replied about a note on Artifact 1." in sentences((await ben.opens("/inbox")).text)
    assert f"{ben.person.name} replied about a note on Artifact 1." in sentences((await ana.opens("/inbox")).text)


async def test_a_word_of_thanks_reaches_its_giver(cohort, answered):
    ana, ben = await cohort.seats("Ana", "Ben")
    request, _notes = answered
    page = (await ana.opens(request.ledger)).text
    form = page.split("/given/", 1)[1].split("/thanks", 1)[0]
    where = f"/feedback/{request.id}/given/{form}/thanks"
    assert (await ben.posts(where, thanks="To me")).status_code == 404
    assert (await ana.posts(where, thanks="Your question made me see it")).status_code == 303
    assert "Your question made me see it" in words_of(await ben.opens(f"{request.address}/given"))
    await everybody_is_told()
    assert any("thanks you" in one for one in sentences((await ben.opens("/inbox")).text))


async def test_r21_given_feedback_stays_without_a_name_if_its_giver_wishes(cohort, answered):
    ana, ben = await cohort.seats("Ana", "Ben")
    request, _notes = answered
    await seats.leave(ben.person, ben.seat, cohort.cohort, unnamed=True)
    seen = words_of(await ana.opens(request.ledger))
    assert "This line let me see it." in seen and "A former member" in seen and ben.person.name not in seen
    assert (await ben.opens(f"{request.address}/given")).status_code == 200, "and it stays the giver's own"


async def test_notes_stand_by_place_kind_or_person(cohort, answered):
    ana, cy = await cohort.seats("Ana", "Cy")
    request, _notes = answered
    await gives(cy, request, warm="From Cy")
    for by in ("place", "kind", "person"):
        page = (await ana.opens(f"{request.ledger}?by={by}")).text
        assert f'by={by}" aria-current=true' in page and len(note_ids(page)) == 6
    by_kind = words_of(await ana.opens(f"{request.ledger}?by=kind"))
    assert by_kind.index("From Cy") < by_kind.index("How would I know?"), "both warm ones first"
