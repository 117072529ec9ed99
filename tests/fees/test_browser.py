"""The pages of fees in a real browser: no barrier in light and dark, wide and on a phone."""

from datetime import date

import pytest
import pytest_asyncio

from community.fees import actions
from community.fees.vouchers import actions as vouchers
from community.people import queries as people
from tests.browser.looking import LOOKS, an_eye
from tests.support.catalogue import a_definition
from tests.support.fees import a_fee, an_issuer_desk, issuer_slug, paid
from tests.support.people import make_person
from tests.support.servers import serve

pytestmark = pytest.mark.browser


@pytest_asyncio.fixture(scope="module")
async def server(app):
    async with serve(ROUNDTABLE_SAMPLE="yes") as one:
        yield one


async def test_the_pages_of_who_pays_have_no_barrier(browser, server):
    definition, other = await a_definition("EL-02"), await a_definition("FA-01")
    desk = await an_issuer_desk(definition)
    ana = await make_person("Ana Torres")
    had = await paid(ana, definition, desk)
    due = await a_fee(ana, other)
    pages = [
        "/fees",
        f"/fees/{had.number}",
        f"/fees/{had.number}/receipt",
        f"/fees/{due.number}",
        f"/fees/{due.number}/request",
        f"/work/{other.code}/applications/new",
        f"/work/{definition.code}/applications/new",
        f"/work/{definition.code}/fees/return",
    ]
    assert await faults(browser, server, ana, pages) == {}


async def test_the_pages_of_a_desk_have_no_barrier(browser, server):
    definition = await a_definition("EL-02")
    desk = await an_issuer_desk(definition)
    holder = (await people.people_by_id([desk.person_id]))[desk.person_id]
    fees = [await a_fee(await make_person(name), definition) for name in ("Bo Lund", "Cleo May", "Maximiliana " * 6)]
    await actions.promise(desk, fees[0], "Cedar Falls Community School District", "PO 4711")
    await actions.receive(desk, fees[1])
    await vouchers.make(desk, 2, 7500, 3, date(2030, 1, 31), "Cedar Falls")
    base = f"/issuers/{await issuer_slug(definition)}"
    pages = [f"{base}/fees?state=all", f"{base}/vouchers", *(f"{base}/fees/{fee.number}" for fee in fees)]
    assert await faults(browser, server, holder, pages) == {}


async def faults(browser, server, person, pages) -> dict[str, list[str]]:
    """What is wrong with which of the pages."""
    eye = await an_eye(browser, server.url)
    await eye.signs_in(person)
    wrong = {}
    for where in pages:
        await eye.opens(where)
        if found := await eye.finds(LOOKS):
            wrong[where] = found
    await eye.page.context.close()
    return wrong
