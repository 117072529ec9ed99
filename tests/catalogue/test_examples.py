"""The fourteen examples, all at once, into an empty database."""

import argparse

import pytest

from community import db
from community.catalogue import commands, queries
from tests.support.catalogue import EXAMPLES

pytestmark = pytest.mark.usefixtures("database")

CODES = {
    "CIV-03", "EL-02", "ESP-06", "FA-01", "FA-04", "FAM-02", "LDR-01", "MA-01", "PAR-06", "PS-01", "PS-03",
    "TEC-06", "TI-02", "UDL-08",
}  # fmt: skip


async def imports_all() -> int:
    return await commands.import_catalogue(argparse.Namespace(paths=[], publish=True, issuer=[]))


async def test_the_fourteen_examples_come_in_at_once_and_a_second_time_nothing_changes(capsys):
    assert len(list(EXAMPLES.glob("*.yaml"))) == 14
    assert await imports_all() == 0
    assert capsys.readouterr().out.count("published ") == 14
    assert {one.code for one in await queries.public_catalogue()} == CODES
    assert await db.value("select count(*) from listing") == 222, "and of the others the title"
    before = await db.value("select max(id) from event")
    assert await imports_all() == 0
    assert capsys.readouterr().out.count("unchanged ") == 14
    assert await db.value("select max(id) from event") == before, "and nothing is told"
