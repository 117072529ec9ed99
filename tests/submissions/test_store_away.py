"""An attempt is frozen whole or not at all, also while the store of its files is away (X15)."""

import obstore
import pytest
import pytest_asyncio
from obstore import exceptions

from community import db, files
from community.submissions import queries
from tests.support.artifacts import artifacts_of
from tests.support.attempts import CHECK, PROMISES, SUBMIT, states
from tests.support.people import form_in, signed_in_client


@pytest_asyncio.fixture
async def at_home(app, ana):
    async with signed_in_client(app, ana) as client:
        yield client


@pytest.mark.parametrize("hashed", [True, False])
async def test_x15_while_the_store_is_away_submit_refuses_kindly_and_nothing_is_frozen_half(
    at_home, ana, definition, monkeypatch, hashed
):
    if not hashed:
        hers = "update upload set copy_sha256 = '' from work where work.id = work_id and person_id = :id"
        await db.run(hers, id=ana.id)
    before, frozen = await states(ana), await db.value("select count(*) from submitted_work")
    fields = form_in((await at_home.get(CHECK)).text, SUBMIT) | PROMISES

    async def away(*arguments, **options):
        raise exceptions.GenericError("connection refused")

    with monkeypatch.context() as patch:
        patch.setattr(obstore, "head_async", away)
        answer = await at_home.post(SUBMIT, data=fields)
    assert answer.status_code == 409 and "nothing was submitted" in answer.text
    assert f'action="{SUBMIT}"' in answer.text and answer.text.count(" checked") == len(PROMISES)
    assert await states(ana) == before and await queries.submissions(ana) == []
    assert await db.value("select count(*) from submitted_work") == frozen
    assert (await at_home.post(SUBMIT, data=fields)).status_code == 303, "and then it goes, by the same form"


async def test_x15_a_file_that_the_store_has_lost_is_not_frozen(at_home, ana, definition):
    (file,) = await artifacts_of(ana, definition, "talk_record")
    fields = form_in((await at_home.get(CHECK)).text, SUBMIT) | PROMISES
    await files.forget(file.copy or file.file)
    answer = await at_home.post(SUBMIT, data=fields)
    assert answer.status_code == 409 and "nothing was submitted" in answer.text
    assert await queries.submissions(ana) == []
