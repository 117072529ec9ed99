"""Credit rules at an affiliate's desk: written, approved with source and day, changed, ended; read by members (R62)."""

import re
from datetime import timedelta
from html import unescape
from uuid import uuid4

import pytest_asyncio

from community import clock, db
from community.affiliates import actions as affiliates
from community.affiliates import queries as affiliate_queries
from tests.support.catalogue import a_definition
from tests.support.cohorts import a_local
from tests.support.people import form_in, make_person, signed_in_client

RULE = {"place": "Cedar Bend", "place_kind": "district", "gives": "Ten hours", "approval_needed": "yes",
        "approval_days": "14", "to_teacher": "yes", "proof": "Badge", "proof_days": "30"}  # fmt: skip
SOURCE = "https://example.org/agreement"


def words(html: str) -> str:
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", html)))


@pytest_asyncio.fixture(scope="module", autouse=True)
async def definition(app):
    return await a_definition("EL-02")


@pytest_asyncio.fixture
async def desk(app):
    """Mona, who organizes a local, with her browser; `member` is the browser of a member there."""
    local = await a_local("Cedar Local")
    mona, member = await make_person("Mona Desk"), await make_person("Ana Ruiz")
    await affiliates.give_desk(mona, "organizer", local)
    await affiliates.enrol(member, local, clock.now().date() - timedelta(days=9))
    async with signed_in_client(app, mona) as client, signed_in_client(app, member) as reader:
        client.here, client.local, client.member = f"/affiliates/{local.id}/credit-rules", local, reader
        page = (await client.get(f"{client.here}/new")).text
        client.csrf = form_in(page, client.here)["csrf"]
        yield client


async def writes(desk, **changes) -> str:
    """The address of a new draft."""
    answer = await desk.post(desk.here, data={"csrf": desk.csrf, "post_key": str(uuid4())} | RULE | changes)
    assert answer.status_code == 303, words(answer.text)
    return answer.headers["location"].partition("?")[0]


async def does(desk, rule: str, deed: str, **fields):
    return await desk.post(f"{rule}/{deed}", data={"csrf": desk.csrf} | fields)


async def approves(desk, rule: str, version: int = 1, **changes):
    fields = {"source": SOURCE, "checked_on": "2026-10-05", "version": version}
    return await does(desk, rule, "approval", **fields | changes)


async def read_by_members(desk) -> str:
    return words((await desk.member.get("/catalogue/EL-02")).text)


async def test_r62_members_read_a_rule_once_it_is_approved_with_its_source_and_date(desk):
    rule = await writes(desk)
    assert "Draft: members do not see it" in words((await desk.get(rule)).text)
    assert "Cedar Bend" not in await read_by_members(desk)
    for field, wrong in (("source", ""), ("source", "file:///etc"), ("checked_on", "2999-01-01"), ("checked_on", "")):
        refused = await approves(desk, rule, **{field: wrong})
        assert refused.status_code == 422 and f'id="{field}-error"' in refused.text
    assert (await approves(desk, rule)).status_code == 303
    page = await read_by_members(desk)
    assert "Its rule says Ten hours" in page and f"{SOURCE} , read on Monday, October 5, 2026" in page
    assert "at least 14 days before" in page and "within 30 days of the award" in page
    assert "Roundtable grants no credit." in page
    assert (await approves(desk, rule)).status_code == 409, "it waits no more"


async def test_r62_a_changed_rule_is_read_again_only_when_it_is_approved_again(desk):
    rule = await writes(desk)
    await approves(desk, rule)
    changed = await does(desk, rule, "versions", **RULE | {"gives": "Twelve hours", "version": 1})
    assert changed.status_code == 303
    assert "Cedar Bend" not in await read_by_members(desk)
    assert (await approves(desk, rule, version=1)).status_code == 409, "that text was not looked at"
    assert (await approves(desk, rule, version=2)).status_code == 303
    assert "Its rule says Twelve hours" in await read_by_members(desk)


async def test_a_text_that_somebody_else_has_changed_is_not_overwritten(desk):
    rule = await writes(desk)
    await does(desk, rule, "versions", **RULE | {"gives": "Twelve hours", "version": 1})
    late = await does(desk, rule, "versions", **RULE | {"gives": "What I typed", "version": 1})
    assert late.status_code == 409 and "What I typed" in late.text and "a moment ago" in late.text
    assert "Twelve hours" in words((await desk.get(desk.here)).text)


async def test_an_ended_rule_is_read_by_nobody_and_stays_in_the_list(desk):
    rule = await writes(desk)
    await approves(desk, rule)
    for _again in range(2):
        assert (await does(desk, rule, "ending")).status_code == 303
    assert "Cedar Bend" not in await read_by_members(desk)
    assert re.search("Cedar Bend Ten hours Ended", words((await desk.get(desk.here)).text))
    assert (await does(desk, rule, "versions", **RULE | {"version": 1})).status_code == 409
    assert (await approves(desk, rule)).status_code == 409
    told = "select array_agg(kind order by seq) from event where topic = :topic and kind like 'credit.%'"
    assert await db.value(told, topic=desk.local.topic) == ["credit.added", "credit.approved", "credit.ended"]


async def test_a_wrong_field_is_named_and_what_was_typed_is_kept(desk):
    wrong = {"approval_needed": "no", "place": "X", "code": "ZZ-99"}
    for field, value in wrong.items():
        answer = await desk.post(
            desk.here, data={"csrf": desk.csrf, "post_key": str(uuid4())} | RULE | {"proof": "My words", field: value}
        )
        named = "approval_days" if field == "approval_needed" else field
        assert answer.status_code == 422 and f'id="{named}-error"' in answer.text and "My words" in answer.text
        assert re.search(r'name="to_teacher" value="yes" checked', answer.text)
    assert "No rule is written here" in (await desk.get(desk.here)).text


async def test_a_draft_that_is_sent_twice_is_made_once(desk):
    key = str(uuid4())
    assert await writes(desk, post_key=key) == await writes(desk, post_key=key)
    assert await db.value("select count(*) from credit_rule where affiliate_id = :id", id=desk.local.id) == 1


async def test_a_rule_for_one_micro_credential_is_read_there_alone(desk):
    await a_definition("FA-01")
    await approves(desk, await writes(desk, code="FA-01"))
    assert "Cedar Bend" not in await read_by_members(desk)
    assert "Cedar Bend" in (await desk.member.get("/catalogue/FA-01")).text


async def test_a_place_that_was_asked_and_has_not_answered_needs_no_source(desk):
    rule = await writes(desk, gives="")
    assert (await approves(desk, rule, source="")).status_code == 303
    assert "Cedar Bend : nothing is known" in await read_by_members(desk)


async def test_r11_a_desk_keeps_the_rules_of_its_affiliate_and_of_those_below_and_no_other(app, desk):
    rule = await writes(desk)
    (state,) = (await affiliate_queries.affiliates_by_id([desk.local.parent_id])).values()
    above, beside = await make_person("Ava Above"), await make_person("Sid Beside")
    await affiliates.give_desk(above, "organizer", state)
    await affiliates.give_desk(beside, "organizer", await a_local("Beside Local"))
    async with signed_in_client(app, above) as ava, signed_in_client(app, beside) as sid:
        assert (await ava.get(rule)).status_code == 200
        assert (await sid.get(rule)).status_code == 404
        theirs = rule.rsplit("/", 1)[1]
        assert (await ava.get(f"/affiliates/{state.id}/credit-rules/{theirs}")).status_code == 404, "it is the local's"
        ava.here, ava.csrf = f"/affiliates/{state.id}/credit-rules", (
            form_in((await ava.get(f"/affiliates/{state.id}/credit-rules/new")).text,
                    f"/affiliates/{state.id}/credit-rules")["csrf"]
        )  # fmt: skip
        await approves(ava, await writes(ava, place="The State", place_kind="state", gives="Hours"))
    page = words((await desk.get(desk.here)).text)
    assert "From above, read by your members too The State : Hours" in page
    assert "The State" in await read_by_members(desk)
