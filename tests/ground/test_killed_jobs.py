"""X25: kill -9 in the middle of three jobs, at a certain moment: at their writes. Others do them again, each once.

Mails are killed in test_jobs.py; here what changes rows and files.
"""

import asyncio
import os

import pytest

from community import db, files
from community.awards.signing import queries as signed
from community.awards.verifying import checking
from community.people.exports import actions as exporting
from community.people.exports import queries as exports
from tests.evidence.test_due import ana_starts
from tests.support.awards import earns
from tests.support.backups import held_at
from tests.support.catalogue import a_definition
from tests.support.people import make_person
from tests.support.servers import start_command

pytestmark = pytest.mark.stories
KILLS = int(os.environ.get("KILLS", "2"))
HERE = {"ROUNDTABLE_BASE_URL": "https://127.0.0.1"}  # what badges name as the place that they are from
LEFT = """
    select (select count(*) from award) - (select count(*) from credential)
         + (select count(*) from export where made_at is null)
         + (select count(*) from application where state = 'open')
"""


async def test_x25_an_award_an_export_and_the_end_of_a_window_are_each_done_once(database):
    """A worker wants to write the credential, the packed file's row and the events of the end, and is killed there."""
    ben = await make_person("Ben Ito")
    _ana, _definition, over = await ana_starts()
    award = await earns(ben, await a_definition("FA-01"))
    await exporting.ask(ben)
    left = await db.value(LEFT)
    assert left >= 3, "the premise"
    for _ in range(KILLS):
        async with held_at(database, "credential", "export", "event", mode="share") as held:
            worker = await start_command("work", **HERE)
            await held.somebody_waits()
            assert await db.value(LEFT) == left
            worker.kill()
            await worker.communicate()
    worker = await start_command("work", **HERE)
    try:
        async with asyncio.timeout(90):
            while await db.value(LEFT):
                await asyncio.sleep(0.05)
    finally:
        worker.terminate()
        await worker.communicate()
    assert await db.value("select count(*) from job where given_up_at is not null") == 0

    credential = await signed.own_credential(ben, award.number)
    assert (await checking.check(credential.content)).says == checking.Says.IN_FORCE
    opened = await files.open((await exports.export(ben)).file)
    assert b"".join([piece async for piece in opened.chunks])[:2] == b"PK"
    ended = "select count(*) from event where kind = 'application.expired' and subject_id = :id"
    assert await db.value(ended, id=over.id) == 1
    twice = """
        select count(*) from (
            select 1 from event where kind = 'work.moved' and detail ->> 'became' = 'not_started'
            group by subject_id having count(*) > 1
        ) as again
    """
    assert await db.value(twice) == 0
