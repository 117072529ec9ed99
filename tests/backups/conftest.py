"""A world with something of each kind in it, and its backup."""


import pytest_asyncio

from community import db
from community.awards.signing import queries as signed
from community.config import settings
from community.people.pictures import actions as pictures
from tests.support.artifacts import a_pdf, attaches
from tests.support.awards import publishes, signed_award
from tests.support.backups import World, command
from tests.support.cohorts import a_cohort
from tests.support.evidence import joins_a_local
from tests.support.feedback import KEY, definition_of
from tests.support.pictures import a_picture

ELSEWHERE = 9_000_000_000  # a transaction of a server that has seen many more than ours


@pytest_asyncio.fixture(scope="module")
async def world(database, tmp_path_factory):
    """People, a cohort, files, an award that is signed, a log of which somebody has read half; and its backup."""
    async with a_cohort(None, "Ana", "Ben") as cohort:
        definition = await definition_of(cohort)
        ana = cohort.members["Ana"]
        await joins_a_local(ana.person)
        await attaches(ana.person, definition, KEY, "Plan \t ü.pdf", a_pdf(2))
        await pictures.take_in(ana.person, a_picture())
        award = await signed_award(ana.person, definition)
        await publishes(award)
    await _from_a_busy_server()
    backup = tmp_path_factory.mktemp("kept") / "first"
    said = await command("backup", str(backup))
    credential = (await signed.own_credential(ana.person, award.number)).content
    yield World(database, settings().data, backup, said, credential, award.number)


async def _from_a_busy_server() -> None:
    """Three events, of which `early` has read the first and `late` all; their order is by transaction, not by id."""
    await db.run("insert into topic (name, seq) values ('cohort:999', 3)")
    for number, ahead in ((1, 0), (2, 2), (3, 1)):
        await db.run(
            """
            insert into event (xact, topic, seq, kind, subject_id, at)
            values (cast(cast(:xact as text) as xid8), 'cohort:999', :number, 'work.moved', :number, :at)
            """,
            xact=str(ELSEWHERE + ahead), number=number, at=await db.value("select clock_timestamp()"),
        )  # fmt: skip
    for name, ahead in (("early", 0), ("late", 2)):
        await db.run(
            """
            insert into log_mark (name, xact, id) select :name, xact, id from event
            where topic = 'cohort:999' and xact = cast(cast(:xact as text) as xid8)
            """,
            name=name, xact=str(ELSEWHERE + ahead),
        )  # fmt: skip
