"""Steps that are left out, taken twice or in another order (A50), and deeds of a higher office (A6)."""

from uuid import uuid4

import pytest
import pytest_asyncio

from community import db
from tests.support.catalogue import a_definition
from tests.support.cohorts import a_cohort, csrf_of
from tests.support.discussion import says
from tests.support.evidence import joins_a_local
from tests.support.people import make_person, signed_in_client


@pytest_asyncio.fixture
async def cohort(app):
    async with a_cohort(app, "Ana", "Ben") as made:
        yield made


@pytest_asyncio.fixture
async def eve(app):
    await a_definition("EL-02")
    person = await make_person("Eve Stone")
    await joins_a_local(person)
    async with signed_in_client(app, person) as client:
        await csrf_of(client)
        yield client


async def moves(member, cohort, move: str) -> int:
    return (await member.posts(f"/cohorts/{cohort.id}/moves", move=move)).status_code


async def test_a_cohort_goes_through_its_life_in_order(app, cohort):
    leader = cohort.facilitator
    for move in ("publish", "finish", "close"):
        assert await moves(leader, cohort, move) == 409, f"{move}, while it is open"
    for move in ("begin", "finish", "close"):
        assert await moves(leader, cohort, move) == 303
        assert await moves(leader, cohort, move) == 409, f"{move} twice"
    assert await moves(leader, cohort, "begin") == 409, "nothing leads back"


@pytest.mark.parametrize("word", ["open", "closed", "reopen", "PUBLISH", "publish ", "", "begin\x00finish"])
async def test_a_move_that_nobody_has_is_no_move(cohort, word):
    assert await moves(cohort.facilitator, cohort, word) == 422 if word != "publish " else True
    assert (await cohort.fresh()).state == "open"


async def test_r22_a_closed_cohort_is_only_read(app, cohort):
    ana, leader = await cohort.seats("Ana"), cohort.facilitator
    message = await says(ana, "While it went on")
    for move in ("begin", "finish", "close"):
        await moves(leader, cohort, move)
    here, one = f"/cohorts/{cohort.id}", f"/cohorts/{cohort.id}/messages/{message.id}"
    before = await db.value("select count(*) from event where topic not like 'person:%'")
    for path, fields in (
        ("/channels/general/messages", {"text": "Late", "post_key": str(uuid4())}),
        (f"/messages/{message.id}/replies", {"text": "Late", "post_key": str(uuid4())}),
        (f"/messages/{message.id}/versions", {"text": "Late", "version": "1"}),
        (f"/messages/{message.id}/deletion", {}),
        (f"/messages/{message.id}/reactions", {"kind": "thanks"}),
    ):
        assert (await ana.posts(here + path, **fields)).status_code == 403, path
    assert (await leader.posts(here + "/channels", name="Late channel", post_key=str(uuid4()))).status_code == 403
    async with signed_in_client(app, await make_person("Late Comer")) as late:
        join = {"csrf": await csrf_of(late), "code": cohort.cohort.join_code}
        assert (await late.post("/join", data=join)).status_code == 409
    assert await db.value("select count(*) from event where topic not like 'person:%'") == before
    assert (await ana.opens(one)).status_code == 200, "reading goes on"


async def test_what_was_deleted_is_not_changed_or_answered(cohort):
    ana, ben = await cohort.seats("Ana", "Ben")
    message = await says(ana, "Soon gone")
    here = f"/cohorts/{cohort.id}/messages/{message.id}"
    assert (await ana.posts(f"{here}/deletion")).status_code == 303
    assert (await ana.posts(f"{here}/deletion")).status_code in (403, 409)
    assert (await ana.posts(f"{here}/versions", text="Back again", version="1")).status_code in (403, 409)
    assert (await ben.posts(f"{here}/replies", text="To nothing", post_key=str(uuid4()))).status_code in (403, 409)
    assert (await ben.opens(f"{here}/versions")).status_code == 403


async def test_a_seat_is_given_back_once(cohort):
    ben = await cohort.seats("Ben")
    assert (await ben.posts(f"/cohorts/{cohort.id}/leaving")).status_code == 303
    assert (await ben.posts(f"/cohorts/{cohort.id}/leaving")).status_code == 404
    assert (await ben.posts(f"/cohorts/{cohort.id}/acceptance")).status_code == 404, "nobody asked them back"


async def test_a_removed_person_comes_back_by_invitation_only(cohort):
    ben = await cohort.seats("Ben")
    await cohort.facilitator.posts(f"/cohorts/{cohort.id}/members/{ben.seat.id}/removal")
    assert (await ben.posts("/join", code=cohort.cohort.join_code)).status_code == 409
    assert (await ben.posts(f"/cohorts/{cohort.id}/acceptance")).status_code == 404
    await cohort.facilitator.posts(f"/cohorts/{cohort.id}/members/{ben.seat.id}/invitation")
    assert (await ben.posts(f"/cohorts/{cohort.id}/acceptance")).status_code == 303
    role = "select role from seat where id = :id"
    assert await db.value(role, id=ben.seat.id) == "participant", "the seat they had, no other"


async def test_the_last_facilitator_stays(cohort):
    answer = await cohort.facilitator.posts(f"/cohorts/{cohort.id}/leaving")
    assert answer.status_code == 409


class TestOnesOwnWork:
    async def test_nothing_is_ready_before_it_is_written(self, eve):
        answer = await eve.post("/work/EL-02/talk_plan/readiness", data={"csrf": eve.csrf, "text": "", "ready": "yes"})
        assert answer.status_code == 422

    async def test_a_window_is_opened_once(self, eve):
        first, second = str(uuid4()), str(uuid4())
        for key, status in ((first, 303), (first, 303), (second, 409)):
            answer = await eve.post("/work/EL-02/applications", data={"csrf": eve.csrf, "post_key": key})
            assert answer.status_code == status

    async def test_who_is_no_member_is_not_started_for_nothing(self, app):
        async with signed_in_client(app, await make_person("No Member")) as client:
            form = {"csrf": await csrf_of(client), "post_key": str(uuid4()), "fee": "paid", "waived": "yes"}
            assert (await client.post("/work/EL-02/applications", data=form)).status_code == 409

    @pytest.mark.parametrize("state", ["met", "submitted", "not_yet", "asking"])
    async def test_nobody_says_of_their_own_work_how_it_was_judged(self, eve, state):
        """There is no door for it; what a form says beside its fields is not read (A46)."""
        form = {"csrf": eve.csrf, "text": "Judged", "ready": state, "state": state, "based_on": "0"}
        for path in ("readiness", "revisions"):
            await eve.post(f"/work/EL-02/talk_plan/{path}", data=form)
        found = await db.value("select state from work order by id desc limit 1")
        assert found in ("not_started", "drafting", None)

    async def test_a_choice_that_nobody_offered_is_not_there(self, eve):
        await eve.post("/work/EL-02/talk_plan/revisions", data={"csrf": eve.csrf, "text": "One", "based_on": "0"})
        for number in (1, 2, 99):
            form = {"csrf": eve.csrf, "seen": "1", "keep": "beside"}
            answer = await eve.post(f"/work/EL-02/talk_plan/choices/{number}", data=form)
            assert answer.status_code == 404
