"""An issuer's terms, set at its desk: what changes for who starts (R8, R9, R23)."""

import re
from datetime import date

import pytest_asyncio

from community import db
from community.affiliates import queries as affiliates
from community.evidence import actions as evidence
from community.evidence import queries as applications
from community.fees.rules import Why
from community.people import queries as people
from tests.support.catalogue import a_definition
from tests.support.evidence import clock_at
from tests.support.fees import an_issuer_desk, issuer_slug, paid
from tests.support.people import form_in, make_person, signed_in_client

USUAL = {"fee": "75", "free_again_months": 12, "window_months": 6, "rework_days": 28}


@pytest_asyncio.fixture
async def definition(app):
    return await a_definition("EL-02")


@pytest_asyncio.fixture
async def desk(app, definition):
    """The browser of an editor of the issuer; its terms are the usual ones again at the end."""
    held = await an_issuer_desk(definition)
    (editor,) = (await people.people_by_id([held.person_id])).values()
    async with signed_in_client(app, editor) as client:
        client.held, client.at = held, f"/issuers/{await issuer_slug(definition)}/terms"
        yield client
    await db.run(
        """
        update issuer set fee_cents = 7500, free_again_months = 12, window_months = 6, rework_days = 28 where id = :id
        """,
        id=definition.issuer_id,
    )


async def sets(desk, **changes):
    return await desk.post(desk.at, data=form_in((await desk.get(desk.at)).text, desk.at) | USUAL | changes)


async def price(person, definition):
    found, _fee = await evidence.price_of(person, definition)
    return found


async def test_r8_the_amount_is_what_the_issuer_has_set(desk, definition):
    ana = await make_person("Ana Torres")
    assert (await price(ana, definition)).cents == 7500
    assert (await sets(desk, fee="$82.50")).status_code == 303
    assert ((await price(ana, definition)).why, (await price(ana, definition)).cents) == (Why.DUE, 8250)
    await sets(desk, fee="0")
    assert (await price(ana, definition)).why is Why.NO_FEE
    assert (await evidence.start(ana, definition)).state == "open"


async def test_r8_a_fee_that_was_asked_for_keeps_its_amount(desk, definition):
    ana = await make_person("Ana Torres")
    fee = await paid(ana, definition, desk.held)
    await sets(desk, fee="90")
    assert fee.amount_cents == 7500 and (await price(ana, definition)).why is Why.SETTLED


async def test_r9_a_new_start_is_free_for_as_many_months_as_the_issuer_has_set(desk, definition):
    ana = await make_person("Ana Torres", time_zone="America/Chicago")
    with clock_at("2025-01-10T18:00:00+00:00"):
        await paid(ana, definition, desk.held)
        started = await evidence.start(ana, definition)
    await db.run("update application set state = 'expired', ended_at = expires_at where id = :id", id=started.id)
    assert (await applications.applications(ana))[0].last_day == date(2025, 7, 10), "the premise"
    for months, day, why in ((3, "10-10", Why.AGAIN), (3, "10-11", Why.DUE), (0, "07-11", Why.DUE)):
        await sets(desk, free_again_months=months)
        with clock_at(f"2025-{day}T18:00:00+00:00"):
            assert (await price(ana, definition)).why is why, (months, day)


async def test_r23_the_window_is_as_long_as_the_issuer_has_set_and_open_ones_stay(desk, definition):
    await sets(desk, fee="0", window_months=9)
    with clock_at("2026-01-31T18:00:00+00:00"):
        ana = await make_person("Ana Torres", time_zone="America/Chicago")
        first = await evidence.start(ana, await a_definition("EL-02"))
        await sets(desk, fee="0", window_months="")
        assert (await affiliates.public_issuer(desk.at.split("/")[2])).window_months is None
        ben = await make_person("Ben Ruiz")
        endless = await evidence.start(ben, await a_definition("EL-02"))
    assert (first.last_day, endless.last_day) == (date(2026, 10, 31), None)
    assert (await applications.applications(ana))[0].last_day == date(2026, 10, 31)


async def test_a_wrong_number_is_named_and_what_was_typed_is_kept(desk):
    for field, typed in (("fee", "much"), ("free_again_months", "121"), ("window_months", "61"), ("fee", "")):
        answer = await sets(desk, **{field: typed})
        assert answer.status_code == 422 and f'id="{field}-error"' in answer.text and f'value="{typed}"' in answer.text


async def test_nobody_overwrites_what_another_has_set_meanwhile(desk):
    old = form_in((await desk.get(desk.at)).text, desk.at)
    await sets(desk, fee="80")
    late = await desk.post(desk.at, data=old | USUAL | {"fee": "70"})
    assert late.status_code == 409 and 'value="70"' in late.text and "a moment ago" in late.text
    assert re.search(r'name="fee"[^>]* value="80"', (await desk.get(desk.at)).text)
    told = "select detail from event where kind = 'issuer.terms_set' order by id desc limit 1"
    detail = await db.value(told)
    assert "7500" in str(detail) and "8000" in str(detail)


async def test_only_who_looks_after_its_fees_sets_them(app, desk, definition):
    for kind, status in (("reviewer", 403), ("administrator", 200)):
        held = await an_issuer_desk(definition, kind, f"{kind.capitalize()} Vogt")
        (person,) = (await people.people_by_id([held.person_id])).values()
        async with signed_in_client(app, person) as client:
            assert (await client.get(desk.at)).status_code == status
    async with signed_in_client(app, await make_person("Sam Stranger")) as client:
        assert (await client.get(desk.at)).status_code == 404


async def test_r26_how_many_days_are_left_to_rework_is_set_here_within_sixty(desk, definition):
    assert (await sets(desk, rework_days=45)).status_code == 303
    assert 'name="rework_days" type="number" value="45"' in (await desk.get(desk.at)).text
    kept = "select rework_days from issuer where id = :id"
    assert await db.value(kept, id=definition.issuer_id) == 45
    assert (await sets(desk, rework_days=61)).status_code == 422
    assert (await sets(desk, rework_days=-1)).status_code == 422
    assert await db.value(kept, id=definition.issuer_id) == 45
    assert (await sets(desk, rework_days=0)).status_code == 303
    assert await db.value(kept, id=definition.issuer_id) == 0
