"""Fees over HTTP: from Start to the receipt, at the desks, and what leaves as a file."""

import csv
import io
import re
from datetime import date

import pytest_asyncio

from community import db
from community.affiliates import actions as affiliates
from community.affiliates import queries as affiliate_queries
from community.evidence import queries as evidence_queries
from community.fees import actions, provider, queries
from community.fees.rules import State
from community.fees.vouchers import actions as vouchers
from community.notifications import queries as notices
from community.people import queries as people
from community.sheets import safe
from tests.notifications.test_notices import everybody_is_told
from tests.support.catalogue import a_definition
from tests.support.cohorts import a_cohort, a_local
from tests.support.fees import a_fee, again, an_issuer_desk, issuer_slug, paid
from tests.support.people import form_in, make_person, signed_in_client, submits
from tests.support.questions import questions_counted

START, NEW = "/work/EL-02/applications/new", "/work/EL-02/applications"


@pytest_asyncio.fixture
async def definition(app):
    return await a_definition("EL-02")


@pytest_asyncio.fixture
async def ana(definition):
    return await make_person("Ana Torres", time_zone="America/Chicago")


@pytest_asyncio.fixture
async def at_home(app, ana):
    async with signed_in_client(app, ana) as client:
        yield client


@pytest_asyncio.fixture
async def desk(definition):
    return await an_issuer_desk(definition)


@pytest_asyncio.fixture
async def at_the_desk(app, desk):
    holder = (await people.people_by_id([desk.person_id]))[desk.person_id]
    async with signed_in_client(app, holder) as client:
        yield client


@pytest_asyncio.fixture
async def base(definition):
    return f"/issuers/{await issuer_slug(definition)}"


async def asks(client) -> str:
    """Press "Ways to settle it"; the address of the fee."""
    answer = await submits(client, START, "/work/EL-02/fees")
    assert answer.status_code == 303
    return answer.headers["location"]


async def test_r8_from_start_by_voucher_to_the_receipt(at_home, at_the_desk, base, ana):
    made = await submits(
        at_the_desk, f"{base}/vouchers", f"{base}/vouchers",
        count="2", value="75", uses="1", ends_on="2030-01-31", label="Cedar Falls",
    )  # fmt: skip
    first, second = re.findall(r"<code>([0-9A-Z-]{14})</code>", made.text)
    assert first != second and "shown only once" in made.text
    where = await asks(at_home)
    page = (await at_home.get(where)).text
    assert "$75" in page and "Ask your district" in page and "Join with a code" in page
    wrong = await submits(at_home, where, f"{where}/vouchers", voucher="K7QM 2XWD 93HF")
    assert wrong.status_code == 422 and "no voucher with this number" in wrong.text and "K7QM 2XWD 93HF" in wrong.text
    right = await submits(at_home, where, f"{where}/vouchers", voucher=first.lower().replace("-", " "))
    assert right.status_code == 303
    start = (await at_home.get(START)).text
    assert "your fee of $75 is paid" in start and "Start today" in start
    answer = await at_home.post(NEW, data=form_in(start, NEW))
    assert answer.status_code == 303
    receipt = (await at_home.get(f"{where}/receipt")).text
    assert re.search(r"by voucher, \w+day, \w+ \d+, 20\d\d", receipt), "its day, with the year"
    assert "Ana Torres" in receipt and "$75" in receipt and "EL-02" in receipt
    left = (await at_the_desk.get(f"{base}/vouchers")).text
    assert "0 of 1 left" in left and "1 of 1 left" in left and first not in left


async def test_vouchers_sent_twice_are_made_once(at_the_desk, base, desk):
    form = form_in((await at_the_desk.get(f"{base}/vouchers")).text, f"{base}/vouchers")
    typed = form | {"count": "3", "value": "75", "uses": "2", "ends_on": "2030-01-31"}
    before = len(await queries.vouchers_at(desk))
    first = await at_the_desk.post(f"{base}/vouchers", data=typed)
    again_ = await at_the_desk.post(f"{base}/vouchers", data=typed)
    assert first.text.count("<code>") == 3 and "<code>" not in again_.text and "made already" in again_.text
    assert len(await queries.vouchers_at(desk)) == before + 3


async def test_a_refused_voucher_form_keeps_what_was_typed(at_the_desk, base):
    answer = await submits(
        at_the_desk, f"{base}/vouchers", f"{base}/vouchers",
        count="0", value="a lot", uses="1", ends_on="2020-01-01", label="Ours",
    )  # fmt: skip
    assert answer.status_code == 422 and "a lot" in answer.text and "Ours" in answer.text
    assert "Write an amount in dollars" in answer.text and 'href="#count"' in answer.text


async def test_r8_a_district_promises_and_the_start_is_open(at_home, at_the_desk, base):
    where = await asks(at_home)
    request = (await at_home.get(f"{where}/request")).text
    number = where.rsplit("/", 1)[1]
    assert "Ana Torres" in request and f"{number[:4]}-{number[4:8]}-{number[8:]}" in request
    due = f"{base}/fees/{number}"
    missing = await submits(at_the_desk, due, f"{due}/promise", district="Cedar Falls Schools")
    assert missing.status_code == 422 and "Cedar Falls Schools" in missing.text
    answer = await submits(at_the_desk, due, f"{due}/promise", district="Cedar Falls Schools", reference="PO 4711")
    assert answer.status_code == 303
    assert "Cedar Falls Schools has promised the fee of $75" in (await at_home.get(START)).text
    assert "PO 4711" in (await at_home.get(where)).text


async def test_r8_a_waiver_needs_a_reason_and_a_second_press_is_too_late(at_home, at_the_desk, base):
    due = f"{base}/fees/{(await asks(at_home)).rsplit('/', 1)[1]}"
    page = (await at_the_desk.get(due)).text
    form = form_in(page, f"{due}/waiver")
    assert (await at_the_desk.post(f"{due}/waiver", data=form)).status_code == 422
    assert (await at_the_desk.post(f"{due}/waiver", data=form | {"reason": "A first year"})).status_code == 303
    late = await at_the_desk.post(f"{due}/waiver", data=form | {"reason": "A first year"})
    assert late.status_code == 409 and "changed in the meantime" in late.text


async def told(person) -> list[str]:
    """What this person was told of in the app, the newest first."""
    await everybody_is_told()
    return [row.kind for row in await notices.notices(person)]


@pytest_asyncio.fixture
async def fresh_marks(app):
    """The follower begins where the log stands."""
    insert = "insert into log_mark (name, xact, id) values ('notices', cast('0' as xid8), 0) on conflict do nothing"
    await db.run(insert)


async def test_r8_a_promise_that_is_not_kept(at_home, at_the_desk, base, ana, fresh_marks):
    where = await asks(at_home)
    due = f"{base}/fees/{where.rsplit('/', 1)[1]}"
    assert "Make it due again" not in (await at_the_desk.get(due)).text
    await submits(at_the_desk, due, f"{due}/promise", district="Cedar Falls Schools", reference="PO 4711")
    form = form_in((await at_the_desk.get(due)).text, f"{due}/promise/end")
    assert (await at_the_desk.post(f"{due}/promise/end", data=form)).status_code == 422
    form["reason"] = "Their budget was cut"
    assert (await at_the_desk.post(f"{due}/promise/end", data=form)).status_code == 303
    assert (await at_the_desk.post(f"{due}/promise/end", data=form)).status_code == 409
    page = (await at_home.get(where)).text
    assert "Their budget was cut" in page and "Pay by voucher" in page and "Cedar Falls" not in page
    assert (await told(ana))[:2] == ["fee.due", "fee.promised"]
    assert "is due again" in (await at_home.get("/inbox")).text


async def test_r8_a_desk_hears_of_a_wish(at_home, at_the_desk, base, ana, definition, desk, fresh_marks):
    fee = await paid(ana, definition, desk)
    await submits(at_home, "/work/EL-02/fees/return", "/work/EL-02/fees/return")
    holder = (await people.people_by_id([desk.person_id]))[desk.person_id]
    assert (await told(holder))[0] == "fee.wished"
    inbox = (await at_the_desk.get("/inbox")).text
    assert "Ana Torres would like the fee for" in inbox and f'href="{base}/fees/{fee.number}"' in inbox


async def test_the_number_of_questions_of_a_desks_lists_does_not_grow_with_the_rows(
    at_the_desk, base, definition, desk, monkeypatch
):
    async def asked(path: str) -> int:
        with questions_counted(monkeypatch) as counted:
            assert (await at_the_desk.get(base + path)).status_code == 200
        return counted.total()

    paths = ("/fees?state=all", "/fees?state=due", "/fees.csv", "/vouchers", "/vouchers.csv")
    await a_fee(await make_person("Bo Lund"), definition)
    await vouchers.make(desk, 1, 7500, 1, date(2030, 1, 1))
    few = [await asked(path) for path in paths]
    for number in range(8):
        await a_fee(await make_person(f"Member {number}"), definition)
        await paid(await make_person(f"Payer {number}"), definition, desk)
    await vouchers.make(desk, 12, 7500, 1, date(2030, 1, 1))
    assert "Member 7" in (await at_the_desk.get(f"{base}/fees?state=due")).text
    assert [await asked(path) for path in paths] == few
    assert max(few) <= 10, few


async def test_r8_waiting_for_your_affiliate_never_pay(at_home, ana):
    local = await a_local("Cedar Valley Educators")
    await affiliates.enrol(ana, local, date(2020, 1, 1), "pending")
    page = (await at_home.get(START)).text
    main = page.split("<main", 1)[1].split("</main", 1)[0]
    assert "Waiting for your affiliate" in main and "Cedar Valley Educators" in main
    assert not re.search(r"\bpay\b|\$|voucher|Start today", main, re.I)


async def test_r8_it_is_asked_back_and_the_window_ends(at_home, at_the_desk, base, ana, definition, desk):
    fee = await paid(ana, definition, desk)
    start = (await at_home.get(START)).text
    await at_home.post(NEW, data=form_in(start, NEW))
    answer = await submits(at_home, "/work/EL-02/fees/return", "/work/EL-02/fees/return")
    assert answer.status_code == 303
    assert "asked for your fee back" in (await at_home.get(answer.headers["location"])).text
    assert (await evidence_queries.applications(ana))[0].state == "withdrawn"
    assert fee.number in (await at_the_desk.get(f"{base}/fees?state=wished")).text
    back = f"{base}/fees/{fee.number}"
    assert (await submits(at_the_desk, back, f"{back}/refund")).status_code == 303
    assert "was returned" in (await at_home.get(f"/fees/{fee.number}/receipt")).text


async def test_r8_the_desk_is_told_why_it_does_not_return_what_a_start_has_used(
    at_home, at_the_desk, base, ana, definition, desk
):
    fee = await paid(ana, definition, desk)
    back = f"{base}/fees/{fee.number}"
    opened = form_in((await at_the_desk.get(back)).text, f"{back}/refund")
    await at_home.post(NEW, data=form_in((await at_home.get(START)).text, NEW))
    answer = await at_the_desk.post(f"{back}/refund", data=opened)
    assert answer.status_code == 409 and answer.text.count("Its person has started with it") == 1
    page = (await at_the_desk.get(back)).text
    assert "Its person has started with it" in page and "Mark returned" not in page


async def test_a_receipt_and_a_fee_are_their_persons_alone(app, ana, definition, desk, at_the_desk):
    fee = await paid(ana, definition, desk)
    async with signed_in_client(app, await make_person("Ben Ross")) as other:
        for client in (other, at_the_desk):
            for path in ("", "/receipt", "/request"):
                assert (await client.get(f"/fees/{fee.number}{path}")).status_code == 404


async def test_who_judges_work_is_not_shown_who_paid(app, definition, base):
    reviewer = await an_issuer_desk(definition, "reviewer", name="Rae View")
    holder = (await people.people_by_id([reviewer.person_id]))[reviewer.person_id]
    async with signed_in_client(app, holder) as client:
        for path in ("/fees", "/fees.csv", "/vouchers", "/vouchers.csv"):
            assert (await client.get(base + path)).status_code == 403


async def test_who_keeps_the_catalogue_and_judges_work_too_is_not_shown_who_paid(app, definition, base):
    editor = await an_issuer_desk(definition, name="Edda Both")
    holder = (await people.people_by_id([editor.person_id]))[editor.person_id]
    async with signed_in_client(app, holder) as client:
        assert (await client.get(f"{base}/fees")).status_code == 200, "the premise"
        issuer = await affiliate_queries.public_issuer(await issuer_slug(definition))
        await affiliates.give_desk(holder, "reviewer", issuer)
        assert (await client.get(f"{base}/fees")).status_code == 403


async def test_nobody_settles_their_own_fee(app, definition, base):
    desk = await an_issuer_desk(definition, "administrator", name="Ada Min")
    holder = (await people.people_by_id([desk.person_id]))[desk.person_id]
    fee = await a_fee(holder, definition)
    async with signed_in_client(app, holder) as client:
        page = await client.get(f"{base}/fees/{fee.number}")
        assert page.status_code == 200 and "Mark received" not in page.text
        data = {"csrf": re.search(r'name="csrf" value="([^"]+)"', (await client.get("/profile")).text)[1]}
        assert (await client.post(f"{base}/fees/{fee.number}/payment", data=data)).status_code == 403
    assert (await again(fee)).state == State.DUE


async def test_r11_an_organizer_settles_what_goes_through_the_local(app, definition):
    async with a_cohort(app, "Pia") as cohort:
        pia = (await cohort.seats("Pia")).person
        fee = await a_fee(pia, definition)
        assert fee.affiliate_id == cohort.local.id
        desk = await affiliate_queries.desk(cohort.organizer, cohort.local.id)
        await actions.receive(desk, fee, "cash")
    assert (await again(fee)).reference == "cash"


async def test_a44_no_cell_of_a_table_is_a_formula(at_the_desk, base, definition, desk):
    evil = await make_person('=HYPERLINK("http://x","pay")')
    fee = await a_fee(evil, definition)
    await actions.promise(desk, fee, "+Cedar", "-1")
    answer = await at_the_desk.get(f"{base}/fees.csv")
    assert answer.headers["content-type"].startswith("text/csv")
    assert "attachment" in answer.headers["content-disposition"]
    heads, *rows = list(csv.reader(io.StringIO(answer.text.lstrip("\ufeff"))))
    (row,) = (row for row in rows if row[0].replace("-", "") == fee.number)
    assert row[heads.index("Name")] == '\'=HYPERLINK("http://x","pay")'
    assert (row[heads.index("District")], row[heads.index("Reference")]) == ("'+Cedar", "'-1")
    assert row[heads.index("Amount")] == "75.00"
    assert [safe(text) for text in ("@a", "\tb", "\rc", "75", None)] == ["'@a", "'\tb", "'\rc", "75", ""]


# --- the seam for a payment provider ---


class Counter:
    """A shop's till for this test: takes the money when told to."""

    def __init__(self) -> None:
        self.took: dict[str, int] = {}

    async def begin(self, amount_cents: int, currency: str, reference: str, back: str) -> str:
        return f"https://till.example/{reference}?amount={amount_cents}{currency}&back={back}"

    async def confirmed(self, amount_cents: int, currency: str, reference: str) -> bool:
        return self.took.get(reference) == amount_cents


async def test_r8_through_a_provider_only_what_it_confirms_counts(at_home, ana):
    where = await asks(at_home)
    number = where.rsplit("/", 1)[1]
    assert "Pay online" not in (await at_home.get(where)).text
    till = Counter()
    provider.use(till)
    try:
        answer = await submits(at_home, where, f"{where}/payments")
        assert answer.status_code == 200 and f"https://till.example/{number}?amount=7500USD" in answer.text
        await at_home.get(f"{where}/payments")
        assert (await queries.fee(ana, number)).state == State.DUE, "coming back is no payment"
        till.took[number] = 7400
        await at_home.get(f"{where}/payments")
        assert (await queries.fee(ana, number)).state == State.DUE, "nor is another amount"
        till.took[number] = 7500
        for _ in range(2):
            assert (await at_home.get(f"{where}/payments")).status_code == 303
    finally:
        provider.use(None)
    fee = await queries.fee(ana, number)
    assert (fee.state, fee.how) == (State.PAID, "provider")
