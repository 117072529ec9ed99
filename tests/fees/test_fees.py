"""Fees on the database: settled before Start in each of the ways, used by it, returned; vouchers under a crowd."""

import asyncio
from datetime import date, timedelta

import pytest
import pytest_asyncio

from community import clock, db, numbers
from community.affiliates import actions as affiliates
from community.affiliates import queries as affiliate_queries
from community.errors import Conflict, Forbidden, Invalid, NotFound
from community.evidence import actions as evidence
from community.evidence import queries as evidence_queries
from community.evidence import settling
from community.fees import actions, queries
from community.fees.rules import State, Why
from community.fees.vouchers import actions as vouchers
from community.notifications import mailing, telling
from community.notifications.queries import Row
from community.notifications.telling import Told
from community.people import queries as people
from tests.support.catalogue import a_definition
from tests.support.evidence import brings, clock_at, events_about, joins_a_local
from tests.support.fees import a_fee, a_voucher, again, an_issuer_desk, issuer_slug, paid
from tests.support.people import make_person


@pytest_asyncio.fixture
async def definition(database):
    return await a_definition("EL-02")


@pytest_asyncio.fixture
async def ana(definition):
    return await make_person("Ana Torres", time_zone="America/Chicago")


@pytest_asyncio.fixture
async def desk(definition):
    return await an_issuer_desk(definition)


async def why(person, definition) -> Why:
    price, _fee = await evidence.price_of(person, definition)
    return price.why


async def a_local():
    national = await affiliates.make_affiliate("national", "The Nation", f"nation-{numbers.draw().lower()}")
    state = await affiliates.make_affiliate("state", "The State", f"state-{numbers.draw().lower()}", national)
    return await affiliates.make_affiliate("local", "The Local", f"local-{numbers.draw().lower()}", state)


# --- R8: before the window opens ---


async def test_r8_the_window_stays_shut_until_the_fee_is_settled_in_one_of_four_ways(ana, definition, desk):
    async def by_promise(fee):
        await actions.promise(desk, fee, "Cedar Falls Schools", "PO 4711")

    async def by_desk(fee):
        await actions.receive(desk, fee, "check 12")

    async def by_waiver(fee):
        await actions.waive(desk, fee, "First year of teaching")

    for settle in (by_promise, by_desk, by_waiver, None):
        earner = await make_person("Bo Lund")
        fee = await a_fee(earner, definition)
        with pytest.raises(Conflict):
            await evidence.start(earner, definition)
        if settle:
            await settle(fee)
        else:
            await actions.redeem(earner, fee, await a_voucher(desk))
        assert await why(earner, definition) is Why.SETTLED
        started = await evidence.start(earner, definition)
        fee = await again(fee)
        assert (fee.application_id, fee.used) == (started.id, True)


async def test_r8_a_promise_that_is_not_kept_is_due_again(ana, definition, desk):
    fee = await a_fee(ana, definition)
    with pytest.raises(Conflict):
        await actions.end_promise(desk, fee, "Nobody has promised")
    await actions.promise(desk, fee, "Cedar Falls Schools", "PO 4711")
    await actions.end_promise(desk, await again(fee), "Their budget was cut")
    now = await again(fee)
    assert (now.state, now.settled_at, now.district, now.reference) == (State.DUE, None, "", "")
    assert now.reason == "Their budget was cut" and await why(ana, definition) is Why.DUE
    (told,) = await events_about("fee.due", fee.id)
    assert (told.by, told.detail["was"], told.topic) == (desk.person_id, "promised", ana.topic)
    await actions.promise(desk, now, "Elk Ridge Schools", "PO 1")
    assert (await again(fee)).reason == ""


async def test_r8_a_promise_that_falls_through_after_the_start_is_due_again_and_the_window_stays(
    app, ana, definition, desk
):
    fee = await a_fee(ana, definition)
    await actions.promise(desk, fee, "Cedar Falls Schools", "PO 4711")
    read = await again(fee)
    started = await evidence.start(ana, definition)
    await actions.end_promise(desk, read, "Their budget was cut")
    now = await again(fee)
    assert (now.state, now.used, now.application_id, now.district) == (State.DUE, True, started.id, "")
    assert (await evidence_queries.standing(ana, definition.code)).application.id == started.id, "it stays open"
    (told,) = await events_about("fee.due", fee.id)
    assert (told.topic, told.detail["became"]) == (ana.topic, "due")
    letter = mailing.letter(ana, await the_notice(now), telling.NOTICES["fee.due"])
    assert "Your window stays open" in letter.text and "Their budget was cut" in letter.text
    with pytest.raises(Conflict):
        await actions.end_promise(desk, read, "Twice")
    await actions.redeem(ana, now, await a_voucher(desk))
    paid_now = await again(fee)
    assert (paid_now.state, paid_now.used, paid_now.application_id) == (State.PAID, True, started.id)


async def the_notice(fee) -> Told:
    """How the notice of a fee that is due again is told."""
    row = Row(1, "fee.due", fee.id, None, clock.now(), None)
    (told,) = await telling.told([row])
    return told


async def test_a_desk_that_may_settle_it_hears_that_a_fee_is_wanted_back(ana, definition, desk):
    fee, local = await paid(ana, definition, desk), await a_local()
    slug = await issuer_slug(definition)
    assert desk.person_id in (await queries.keepers_by_id([fee.id]))[fee.id]
    assert (await queries.wishes_by_id([fee.id]))[fee.id].desk == f"/issuers/{slug}"
    await db.run("update fee set affiliate_id = :local where id = :id", local=local.id, id=fee.id)
    assert desk.person_id in (await queries.keepers_by_id([fee.id]))[fee.id], "there is no organizer yet"
    above = await make_person("Abe Stone")
    await affiliates.give_desk(above, "organizer", await affiliates_by(local.parent_id))
    assert await queries.keepers_by_id([fee.id]) == {fee.id: [above.id]}
    await affiliates.give_desk(ana, "organizer", local)
    assert await queries.keepers_by_id([fee.id]) == {fee.id: [above.id]}, "nobody settles their own"
    near = await make_person("Nea Lund")
    await affiliates.give_desk(near, "organizer", local)
    assert await queries.keepers_by_id([fee.id]) == {fee.id: [near.id]}
    wish = (await queries.wishes_by_id([fee.id]))[fee.id]
    assert (wish.desk, wish.number, wish.name) == (f"/affiliates/{local.id}", fee.number, "Ana Torres")


async def test_r8_who_settled_it_and_when_stand_in_the_log(ana, definition, desk):
    fee = await a_fee(ana, definition)
    await actions.promise(desk, fee, "Cedar Falls Schools", "PO 4711")
    await actions.receive(desk, await again(fee))
    (promised,), (received,) = await events_about("fee.promised", fee.id), await events_about("fee.paid", fee.id)
    assert (promised.by, promised.detail["was"], promised.detail["became"]) == (desk.person_id, "due", "promised")
    assert (received.by, received.detail["was"], received.detail["how"]) == (desk.person_id, "promised", "desk")
    now = await again(fee)
    assert (now.state, now.district, now.reference) == (State.PAID, "Cedar Falls Schools", "PO 4711")


async def test_r8_asking_twice_at_once_makes_one_fee(ana, definition):
    found = await asyncio.gather(*(a_fee(ana, definition) for _ in range(8)))
    assert len({fee.id for fee in found}) == 1 and len(await queries.fees(ana)) == 1


async def test_r8_the_amount_is_the_issuers(ana, definition, desk):
    await db.run("update issuer set fee_cents = 5050 where id = :id", id=definition.issuer_id)
    try:
        fee = await a_fee(ana, definition)
    finally:
        await db.run("update issuer set fee_cents = 7500 where id = :id", id=definition.issuer_id)
    assert (fee.amount_cents, fee.amount, fee.currency) == (5050, "$50.50", "USD")


async def test_r8_who_waits_for_the_affiliate_is_never_asked_to_pay(ana, definition):
    await affiliates.enrol(ana, await a_local(), date(2020, 1, 1), "pending")
    assert await why(ana, definition) is Why.WAITING
    with pytest.raises(Conflict) as refused:
        await evidence.start(ana, definition)
    assert "waiting for your affiliate" in str(refused.value) and "pay" in str(refused.value)
    with pytest.raises(Conflict):
        await a_fee(ana, definition)
    assert await queries.fees(ana) == []


async def test_r8_of_who_became_a_member_meanwhile_nothing_is_due_any_more(ana, definition):
    fee = await a_fee(ana, definition)
    await joins_a_local(ana)
    await evidence.start(ana, definition)
    fee = await again(fee)
    assert (fee.state, fee.how) == (State.WAIVED, "membership")


async def test_r8_a_settled_fee_serves_one_start(ana, definition, desk):
    await paid(ana, definition, desk)
    both = await asyncio.gather(*(evidence.start(ana, definition) for _ in range(6)), return_exceptions=True)
    assert sum(not isinstance(one, Exception) for one in both) == 1
    (started,) = await evidence_queries.applications(ana)
    await db.run("update application set state = 'withdrawn' where id = :id", id=started.id)
    assert await why(ana, definition) is Why.DUE


async def test_r8_a_receipt_is_made_once_however_many_desks_press(ana, definition, desk):
    fee = await a_fee(ana, definition)
    pressed = await asyncio.gather(*(actions.receive(desk, fee) for _ in range(8)), return_exceptions=True)
    assert sum(not isinstance(one, Exception) for one in pressed) == 1, "A49: no double payment"
    assert {type(one) for one in pressed if isinstance(one, Exception)} == {Conflict}
    assert len(await events_about("fee.paid", fee.id)) == 1


async def test_who_judges_work_settles_no_fees(ana, definition, desk):
    fee = await a_fee(ana, definition)
    for kind in ("reviewer", "approver", "committee_member"):
        other = await an_issuer_desk(definition, kind, name=f"Kit {kind}")
        made = vouchers.make(other, 1, 7500, 1, date(2030, 1, 1))
        for deed in (actions.receive(other, fee), actions.waive(other, fee, "no"), made):
            with pytest.raises(Forbidden):
                await deed
    assert (await again(fee)).state == State.DUE


# --- R9, R10 ---


async def test_r9_a_resubmission_costs_nothing(ana, definition, desk):
    await paid(ana, definition, desk)
    await evidence.start(ana, definition)
    await brings(ana, definition, "Artifact 1", "ready", "submit", "fall_short", "revise", "ready", "submit")
    assert len(await queries.fees(ana)) == 1 and (await queries.fees(ana))[0].state == State.PAID


async def test_r9_a_new_start_within_twelve_months_after_an_expiry_costs_nothing(ana, definition, desk):
    with clock_at("2025-01-10T18:00:00+00:00"):
        fee = await paid(ana, definition, desk)
        started = await evidence.start(ana, definition)
    await db.run("update application set state = 'expired', ended_at = expires_at where id = :id", id=started.id)
    last = (await evidence_queries.applications(ana))[0].last_day
    assert last == date(2025, 7, 10)
    with clock_at("2026-07-10T18:00:00+00:00"):
        assert await why(ana, definition) is Why.AGAIN
    with clock_at("2026-07-11T18:00:00+00:00"):
        assert await why(ana, definition) is Why.DUE
        await db.run("update issuer set free_again_months = 13 where id = :id", id=definition.issuer_id)
        try:
            assert await why(ana, definition) is Why.AGAIN, "it is an issuer's setting"
            assert (await evidence.start(ana, definition)).state == "open"
        finally:
            await db.run("update issuer set free_again_months = 12 where id = :id", id=definition.issuer_id)
    assert [one.id for one in await queries.fees(ana)] == [fee.id]


async def test_r10_membership_that_ends_does_not_stop_a_running_application(ana, definition):
    await joins_a_local(ana)
    started = await evidence.start(ana, definition)
    yesterday = clock.now().date() - timedelta(days=1)
    await db.run(
        "update membership set status = 'ended', ends_on = :on where person_id = :id", on=yesterday, id=ana.id
    )
    assert await why(ana, definition) is Why.DUE, "the premise: a new Start would cost"
    await brings(ana, definition, "Artifact 1", "ready", "submit", "fall_short", "revise", "ready", "submit")
    (now,) = await evidence_queries.applications(ana)
    assert (now.id, now.state, now.expires_at) == (started.id, "open", started.expires_at)
    assert await queries.fees(ana) == []


# --- R8: returned until the first submission ---


async def test_r8_wished_back_before_start_and_returned(ana, definition, desk):
    fee = await paid(ana, definition, desk)
    await settling.want_back(ana, await evidence_queries.standing(ana, "EL-02"))
    (wished,) = await queries.fees_at(desk, "wished", most=1)
    assert wished.id == fee.id
    await actions.refund(desk, wished, "transfer 9")
    now = await again(fee)
    assert (now.state, now.settled_at, now.refunded_at is not None) == (State.REFUNDED, fee.settled_at, True)
    assert await why(ana, definition) is Why.DUE


async def test_r8_wished_back_after_start_the_window_ends_and_what_was_written_stays(ana, definition, desk):
    fee = await paid(ana, definition, desk)
    await evidence.start(ana, definition)
    await brings(ana, definition, "Artifact 1", "ready")
    await settling.want_back(ana, await evidence_queries.standing(ana, "EL-02"))
    standing = await evidence_queries.standing(ana, "EL-02")
    assert standing.application.state == "withdrawn" and standing.begun == 1
    with pytest.raises(Conflict):
        await evidence.start(ana, definition)
    await actions.refund(desk, await again(fee))
    assert (await again(fee)).state == State.REFUNDED


async def test_r8_after_the_first_submission_it_is_not_returned(ana, definition, desk):
    fee = await paid(ana, definition, desk)
    await evidence.start(ana, definition)
    await brings(ana, definition, "Artifact 1", "ready", "submit")
    with pytest.raises(Conflict):
        await settling.want_back(ana, await evidence_queries.standing(ana, "EL-02"))
    with pytest.raises(Conflict):
        await actions.refund(desk, await again(fee))
    with pytest.raises(Conflict):
        await actions.refund(desk, fee)  # read before the submission
    assert (await evidence_queries.applications(ana))[0].state == "open"


async def test_r8_a_start_takes_back_the_wish_and_the_desk_returns_nothing(ana, definition, desk):
    fee = await paid(ana, definition, desk)
    await settling.want_back(ana, await evidence_queries.standing(ana, "EL-02"))
    read = await again(fee)
    await evidence.start(ana, definition)
    assert (await again(fee)).wished_at is None
    for stands in (read, await again(fee)):  # read before Start, and after it
        with pytest.raises(Conflict):
            await actions.refund(desk, stands)
    assert (await again(fee)).state == State.PAID, "a window is open, and its fee is here"


# --- vouchers ---


@pytest.mark.parametrize("uses", [1, 7])
async def test_a49_a_voucher_is_used_exactly_as_often_as_it_may_by_fifty_at_once(definition, desk, uses):
    hashed = await a_voucher(desk, uses=uses)
    people = [await make_person(f"Eva {number}") for number in range(50)]
    fees = [await a_fee(person, definition) for person in people]
    pairs = zip(people, fees, strict=True)
    answers = await asyncio.gather(*(actions.redeem(*pair, hashed) for pair in pairs), return_exceptions=True)
    assert sum(answer is None for answer in answers) == uses
    assert {type(answer) for answer in answers if answer} == {Invalid}
    voucher = await queries.public_voucher(hashed)
    assert (voucher.used, voucher.left) == (uses, 0)
    states = [one.state for one in (await queries.fees_by_id([fee.id for fee in fees])).values()]
    assert states.count(State.PAID) == uses and states.count(State.DUE) == 50 - uses


async def test_a49_one_fee_takes_one_use_however_often_it_is_sent(ana, definition, desk):
    hashed, fee = await a_voucher(desk, uses=50), await a_fee(ana, definition)
    answers = await asyncio.gather(*(actions.redeem(ana, fee, hashed) for _ in range(20)), return_exceptions=True)
    assert sum(answer is None for answer in answers) == 1
    assert (await queries.public_voucher(hashed)).used == 1


async def test_a_voucher_that_is_withdrawn_or_returned(ana, definition, desk):
    hashed = await a_voucher(desk)
    fee = await a_fee(ana, definition)
    await actions.redeem(ana, fee, hashed)
    await actions.refund(desk, await again(fee))
    voucher = await queries.public_voucher(hashed)
    assert voucher.used == 0, "the use is there again"
    await vouchers.withdraw(desk, voucher.id)
    await vouchers.withdraw(desk, voucher.id)
    assert len(await events_about("voucher.withdrawn", voucher.id)) == 1
    with pytest.raises(Invalid) as refused:
        await actions.redeem(ana, await a_fee(ana, definition), hashed)
    assert "withdrawn" in refused.value.fields["voucher"]


async def test_a_number_is_kept_only_as_what_it_hashes_to(desk):
    (number,) = await vouchers.make(desk, 1, 7500, 1, date(2030, 1, 1))
    row = await db.one(dict, "select cast(voucher as text) as whole from voucher order by id desc limit 1")
    assert number not in row["whole"] and number[:8] not in row["whole"] and number[-4:] in row["whole"]


# --- whose it is ---


async def test_r11_a_desk_sees_its_own_and_what_is_below(ana, definition, desk):
    fee = await a_fee(ana, definition)
    local, other = await a_local(), await a_local()
    await db.run("update fee set affiliate_id = :local where id = :id", local=local.id, id=fee.id)
    above = await make_person("Abe Stone")
    await affiliates.give_desk(above, "organizer", await affiliates_by(local.parent_id))
    beside = await make_person("Sib Ling")
    await affiliates.give_desk(beside, "organizer", other)
    mine = await affiliate_queries.desk(above, local.parent_id)
    theirs = await affiliate_queries.desk(beside, other.id)
    assert [one.id for one in await queries.fees_at(mine)] == [fee.id]
    assert await queries.fees_at(theirs) == []
    assert fee.id in [one.id for one in await queries.fees_at(desk)]
    admin = await an_issuer_desk(definition, "administrator", name="Ada Min")
    assert fee.id in [one.id for one in await queries.fees_at(admin)]


async def affiliates_by(affiliate_id):
    return (await affiliate_queries.affiliates_by_id([affiliate_id]))[affiliate_id]


async def test_another_issuers_desk_is_not_there(definition):
    desk = await an_issuer_desk(definition)
    other = await db.value("select slug from issuer where id <> :id order by id limit 1", id=definition.issuer_id)
    person = await db.value("select person_id from desk where id = :id", id=desk.id)
    assert other != await issuer_slug(definition) and person
    holder = (await people.people_by_id([person]))[person]
    with pytest.raises(NotFound):
        await queries.issuer_desk(holder, other)
