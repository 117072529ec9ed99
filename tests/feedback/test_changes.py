"""What changed in a draft since it was read, in words side by side, for who may read it (F76)."""

import pytest

from community.feedback.readings import queries as readings
from tests.feedback.test_asking import moved
from tests.support.cohorts import a_cohort
from tests.support.feedback import DRAFT, asks, drafts, gives, takes, words_of

LINK = "See what changed since"


@pytest.fixture
async def cohort(app):
    async with a_cohort(app, "Ana", "Ben", "Cy") as made:
        yield made


async def changes(member, request):
    return await member.opens(f"{request.address}/changes")


async def test_a_reader_sees_what_changed_since_they_read_it_in_words(cohort):
    ana, ben = await cohort.seats("Ana", "Ben")
    request = await asks(cohort, ana)
    await takes(ben, request)
    assert LINK not in (await ben.opens(request.address)).text
    assert "Both say the same" in words_of(await changes(ben, request))
    await gives(ben, request)
    await drafts(cohort, ana, DRAFT.replace("larger", "smaller"))
    assert LINK in (await ben.opens(request.address)).text
    page = words_of(await changes(ben, request))
    assert "[removed: larger. end of removed]" in page and "[added: smaller. end of added]" in page
    assert page.index("As it was read") < page.index("[removed") < page.index("As it is now") < page.index("[added")
    assert "smaller" not in words_of(await ben.opens(request.address)), "the draft itself is what was asked with"


async def test_its_author_sees_the_same_from_the_notes_also_when_it_is_closed(cohort):
    ana, ben = await cohort.seats("Ana", "Ben")
    request = await asks(cohort, ana)
    await gives(ben, request)
    assert LINK not in (await ana.opens(request.ledger)).text
    await drafts(cohort, ana, DRAFT.replace("larger", "smaller"))
    assert LINK in (await ana.opens(request.ledger)).text
    await ana.posts(f"/feedback/{request.id}/ending")
    assert "[added: smaller. end of added]" in words_of(await changes(ana, request))


async def test_whose_access_has_ended_or_never_was_sees_nothing(cohort):
    ana, ben, cy = await cohort.seats("Ana", "Ben", "Cy")
    request = await asks(cohort, ana)
    await gives(ben, request)
    await drafts(cohort, ana, DRAFT.replace("larger", "smaller"))
    assert (await changes(ben, request)).status_code == 200, "the premise"
    for other in (cy, cohort.facilitator):
        answer = await changes(other, request)
        assert answer.status_code == 403 and "smaller" not in answer.text
    with moved(days=8):
        assert (await changes(ben, request)).status_code == 403, "its day is over"
    await ana.posts(f"/feedback/{request.id}/ending")
    answer = await changes(ben, request)
    assert answer.status_code == 403 and "smaller" not in answer.text and "larger" not in answer.text


async def test_r32_what_may_hold_a_name_is_shown_to_its_author_alone(cohort):
    ana, ben = await cohort.seats("Ana", "Ben")
    request = await asks(cohort, ana)
    await takes(ben, request)
    await drafts(cohort, ana, f"{DRAFT} It helped {ben.person.name} most.")
    answer = await changes(ben, request)
    assert answer.status_code == 200 and "It helped" not in answer.text and "looked through for names" in answer.text
    assert "It helped" in (await changes(ana, request)).text


async def test_r49_that_a_reader_looked_is_logged(cohort):
    ana, ben = await cohort.seats("Ana", "Ben")
    request = await asks(cohort, ana)
    await takes(ben, request)
    assert (await changes(ben, request)).status_code == 200
    assert [one.by.id for one in await readings.openings(ana.person, [request])] == [ben.person.id]
