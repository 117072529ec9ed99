"""A reflection is begun from the ledger: what was used, with her own reasons, without anybody's name (R47, R32)."""

import asyncio

import pytest

from community import db
from community.evidence import queries as works
from community.feedback.beginning import actions
from tests.feedback.test_reading import note_ids
from tests.feedback.test_uptake import uses
from tests.support.cohorts import a_cohort
from tests.support.evidence import writes
from tests.support.feedback import asks, definition_of, gives


@pytest.fixture
async def cohort(app):
    async with a_cohort(app, "Ana", "Ben") as made:
        yield made


@pytest.fixture
async def used(cohort):
    """Ana has used one note of Ben's, adapted another one and not used the third: her workspace's address."""
    ana, ben = await cohort.seats("Ana", "Ben")
    await db.run(
        "update person set name = 'Benedict Quisenberry', called = 'Benedict' where id = :id", id=ben.person.id
    )
    request = await asks(cohort, ana)
    await gives(ben, request)
    first, second, third = note_ids((await ana.opens(request.ledger)).text)
    await uses(ana, request, first, "used", "Benedict saw that the frame\nwas missing, so I drew it")
    await uses(ana, request, second, "adapted", "")
    await uses(ana, request, third, "not_used", "It would be too long")
    return f"/work/{cohort.cohort.code}/reflection"


async def text_of(cohort, member) -> str:
    return (await works.work(member.person, cohort.cohort.code, "reflection")).text


async def test_r47_a_reflection_is_begun_from_the_ledger_without_a_givers_name(cohort, used):
    ana = await cohort.seats("Ana")
    assert f'hx-get="{used}/beginning"' in (await ana.opens(used)).text
    page = (await ana.opens(f"{used}/beginning")).text
    assert 'id="begin"' in page and "a colleague saw that the frame was missing, so I drew it" in page
    answer = await ana.posts(f"{used}/beginning")
    assert answer.status_code == 303 and answer.headers["location"] == used
    text = await text_of(cohort, ana)
    assert "- Artifact 1: I used a note of a colleague: a colleague saw that the frame was missing" in text
    assert "- Artifact 1: I adapted a note of a colleague." in text
    assert "too long" not in text and "Benedict" not in text and "Quisenberry" not in text
    assert "You might try one" not in text, "what others wrote is theirs"
    assert f'hx-get="{used}/beginning"' not in (await ana.opens(used)).text


async def test_r47_it_is_never_put_over_a_text(cohort, used):
    ana = await cohort.seats("Ana")
    await writes(ana.person, await definition_of(cohort), "reflection", "My own words")
    answer = await ana.posts(f"{used}/beginning")
    assert answer.status_code == 409 and "It stays as it is." in answer.text
    assert await text_of(cohort, ana) == "My own words"


async def test_r47_of_two_presses_at_once_one_begins_it(cohort, used):
    ana = await cohort.seats("Ana")
    answers = await asyncio.gather(*(ana.posts(f"{used}/beginning") for _press in range(2)))
    assert sorted(answer.status_code for answer in answers) == [303, 409]
    assert (await text_of(cohort, ana)).count("I adapted") == 1


async def test_r47_what_was_deleted_again_can_be_begun_anew(cohort, used):
    ana = await cohort.seats("Ana")
    definition = await definition_of(cohort)
    await writes(ana.person, definition, "reflection", "My own words")
    await writes(ana.person, definition, "reflection", "")
    assert (await ana.posts(f"{used}/beginning")).status_code == 303
    assert "I adapted" in await text_of(cohort, ana)


async def test_r47_without_anything_used_there_is_nothing_to_begin_with(cohort):
    ana = await cohort.seats("Ana")
    here = f"/work/{cohort.cohort.code}/reflection/beginning"
    page = (await ana.opens(here)).text
    assert "Nothing of your colleagues’ notes is marked" in page and f'action="{here}"' not in page
    assert (await ana.posts(here)).status_code == 409
    assert await text_of(cohort, ana) == ""
    assert (await ana.opens(f"/work/{cohort.cohort.code}/talk_plan/beginning")).status_code == 404


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("Benedict Quisenberry asked", "a colleague asked"),
        ("as benedict said, and BENEDICT again", "as a colleague said, and a colleague again"),
        ("the benefit is clear", "the benefit is clear"),
    ],
)
def test_r32_names_of_colleagues_are_taken_out_of_a_reason(said, kept):
    assert actions.without_names(said, actions.Names(cohort=("Benedict Quisenberry", "Benedict"))) == kept
