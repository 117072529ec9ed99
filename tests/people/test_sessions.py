"""Sign-ins as rows: begun, listed, ended, and how long they live."""

from datetime import timedelta
from statistics import median
from time import process_time

import pytest

from community import clock, db, events
from community.affiliates import actions as affiliates
from community.people import hashing
from community.people import queries as people
from community.people.sessions import actions as sessions
from tests.support.people import PASSWORD, mail_to, make_person, signed_in_client, submits
from tests.support.servers import browser_like


async def test_a62_a_token_is_kept_as_a_hash_only(app):
    ana = await make_person("Ana Torres")
    token, _ = await sessions.begin(ana, "password")
    session, found = await people.public_session(token)
    assert found == ana and len(token) >= 43, "256 bits"
    assert token not in await db.value("select cast(session as text) from session where id = :id", id=session.id)


async def test_a61_signing_in_again_draws_a_new_session_and_ends_the_browsers_former_one(app):
    ana, ben = await make_person("Ana Torres"), await make_person("Ben Ode")
    async with signed_in_client(app, ana) as client:
        former = client.cookies["__Host-rt"]
        away = await submits(client, "/profile", "/sign-out")
        assert away.status_code == 303 and await people.public_session(former) is None
        await submits(client, "/sign-in", "/sign-in", email=ben.email, password=PASSWORD)
        assert client.cookies["__Host-rt"] != former


async def test_a63_one_sees_ones_own_sign_ins_and_ends_one_or_all_others(app):
    ana, ben = await make_person("Ana Torres"), await make_person("Ben Ode")
    phone, _ = await sessions.begin(ana, "link", "Safari, iPhone")
    school, _ = await sessions.begin(ana, "password", "Edge, Windows", shared=True)
    foreign, _ = await sessions.begin(ben, "password", "Firefox, Linux")
    async with signed_in_client(app, ana) as client:
        page = await client.get("/sessions")
        assert "Safari, iPhone" in page.text and "shared computer" in page.text
        assert "Firefox, Linux" not in page.text
        at_phone = (await people.public_session(phone))[0].id
        assert (await submits(client, "/sessions", f"/sessions/{at_phone}/end")).headers["location"] == "/sessions"
        assert await people.public_session(phone) is None and await people.public_session(school)
        await submits(client, "/sessions", "/sessions/others/end")
        assert await people.public_session(school) is None
        assert (await client.get("/sessions")).status_code == 200, "this one stays"
        assert await people.public_session(foreign), "and somebody else's"


async def test_nobody_ends_somebody_elses_sign_in(app):
    ana, ben = await make_person("Ana Torres"), await make_person("Ben Ode")
    foreign, _ = await sessions.begin(ben, "password")
    session_id = (await people.public_session(foreign))[0].id
    async with signed_in_client(app, ana) as client:
        own = (await client.get("/sessions")).text
        fields = {"csrf": own.split('name="csrf" value="')[1].split('"')[0]}
        theirs = await client.post(f"/sessions/{session_id}/end", data=fields)
        nobodys = await client.post("/sessions/999999999/end", data=fields)
    assert theirs.status_code == nobodys.status_code == 404
    assert await people.public_session(foreign)


async def test_ending_the_one_at_hand_signs_out(app):
    ana = await make_person("Ana Torres")
    async with signed_in_client(app, ana) as client:
        mine = (await people.public_session(client.cookies["__Host-rt"]))[0].id
        away = await submits(client, "/sessions", f"/sessions/{mine}/end")
        assert away.headers["location"] == "/sign-in" and away.headers["clear-site-data"] == '"cache"'


async def test_each_end_is_told_on_the_persons_topic_so_that_its_sockets_close(app):
    ana = await make_person("Ana Torres")
    ids = [(await people.public_session((await sessions.begin(ana, "password"))[0]))[0].id for _ in "abc"]
    await sessions.sign_out(ana, ids[0])
    await sessions.end(ana, ids[1])
    await sessions.end(ana, ids[1])
    await sessions.end_all_but(ana)
    told = await events.since({ana.topic: 0}, 100)
    ends = [(event.kind, event.detail["session_id"]) for event in told if event.kind != "session.begun"]
    assert ends == [("signed_out", ids[0]), ("session.ended", ids[1]), ("session.ended", ids[2])], "each once"
    assert await people.sessions_in_force_by_id(set(ids)) == set()


@pytest.mark.parametrize(
    ("office", "shared", "idle", "whole"),
    [
        (False, False, timedelta(days=14), timedelta(days=30)),
        (True, False, timedelta(hours=2), timedelta(hours=12)),
        (False, True, timedelta(minutes=30), timedelta(hours=12)),
    ],
)
async def test_a64_a_sign_in_ends_when_left_idle_and_in_any_case(app, later, office, shared, idle, whole):
    ana = await make_person("Ana Torres")
    await sessions.office(ana.id, office)
    used, _ = await sessions.begin(ana, "password", shared=shared)
    left, _ = await sessions.begin(ana, "password", shared=shared)
    session = (await people.public_session(left))[0]
    for _ in range(int(whole / idle * 4) - 1):
        later(idle / 4 + timedelta(seconds=1))
        assert await people.public_session(used), "in use it lives on"
        if clock.now() < session.created_at + idle:
            assert await people.sessions_in_force_by_id({session.id}) == {session.id}
    assert await people.public_session(left) is None, "left idle it is over"
    assert await people.sessions_in_force_by_id({session.id}) == set()
    later(idle / 2)
    assert await people.public_session(used) is None, "and however much it is used"


async def test_a64_who_is_given_a_desk_signs_in_more_often_from_then_on(app, later):
    ana = await make_person("Ana Torres")
    token, _ = await sessions.begin(ana, "password")
    await sessions.office(ana.id, True)
    later(timedelta(hours=2, seconds=1))
    assert await people.public_session(token) is None


async def test_last_use_is_written_down_at_most_once_a_minute(app, later):
    ana = await make_person("Ana Torres")
    token, _ = await sessions.begin(ana, "password")
    first = (await people.public_session(token))[0].seen_at
    later(timedelta(seconds=40))
    await people.public_session(token)
    assert (await people.public_session(token))[0].seen_at == first
    later(timedelta(seconds=40))
    await people.public_session(token)
    assert (await people.public_session(token))[0].seen_at > first


async def test_a67_a_password_kept_by_weaker_numbers_is_hashed_anew_at_the_next_sign_in(app):
    import argon2

    ana = await make_person("Ana Torres")
    weak = argon2.PasswordHasher(memory_cost=8192, time_cost=1, parallelism=1).hash(PASSWORD)
    await db.run("update password set hash = :hash where person_id = :id", hash=weak, id=ana.id)
    assert hashing.stale(weak) and await sessions.by_password(ana.email, PASSWORD) == ana
    kept = await db.value("select hash from password where person_id = :id", id=ana.id)
    assert "m=19456,t=2,p=1" in kept and await sessions.by_password(ana.email, PASSWORD) == ana


async def test_a54_an_unknown_address_takes_as_long_as_a_wrong_password(app):
    ana = await make_person("Ana Torres")
    took = {ana.email: [], "nobody@example.org": []}
    for _ in range(15):
        for address, times in took.items():  # by turns, and by the processor's clock: what else is busy slows neither
            begun = process_time()
            await sessions.by_password(address, "not the password of anybody")
            times.append(process_time() - begun)
    known, unknown = map(median, took.values())
    assert abs(known - unknown) < known / 2


async def test_a28_after_signing_out_nothing_is_shown_from_a_copy(app):
    ana = await make_person("Ana Torres")
    async with signed_in_client(app, ana) as client:
        assert "no-store" in (await client.get("/profile")).headers["cache-control"]
        await submits(client, "/profile", "/sign-out")
        assert (await client.get("/profile")).status_code == 303


async def test_who_is_signed_out_is_sent_to_sign_in_and_back(app):
    async with browser_like(app) as client:
        assert (await client.get("/sessions")).headers["location"] == "/sign-in?next=/sessions"


async def test_an_administrator_ends_all_sign_ins_of_somebody_who_is_told_why(app, postman):
    """ASVS 7.4.5. Each end is a gate, at which the sockets of that sign-in close."""
    rita, ada = await make_person("Rita Vogt"), await make_person("Ada Stone")
    await affiliates.give_desk(ada, "administrator")
    page = "/administration/sign-ins"
    async with signed_in_client(app, rita) as phone, signed_in_client(app, rita) as laptop:
        assert (await phone.get(page)).status_code == 404
        async with signed_in_client(app, ada, factor=False) as client:
            assert (await client.get(page)).headers["location"] == f"/factor?next={page}"
        async with signed_in_client(app, ada) as client:
            assert (await submits(client, page, page, email="nobody@example.org", reason="Lost")).status_code == 422
            assert (await submits(client, page, page, email=rita.email, reason=" ")).status_code == 422
            assert (await phone.get("/profile")).status_code == 200, "nothing happened yet"
            done = await submits(client, page, page, email=rita.email, reason="Her bag was stolen on the train")
            assert done.headers["location"] == f"{page}?done=ended"
            assert (await client.get("/profile")).status_code == 200, "nobody else is signed out"
        for device in (phone, laptop):
            assert (await device.get("/profile")).headers["location"].startswith("/sign-in")
    letter = await mail_to(rita.email, "signed you out everywhere")
    assert "Her bag was stolen on the train" in letter.text
    gates = "select count(*) from event where kind = 'session.ended' and topic = :topic"
    assert await db.value(gates, topic=rita.topic) == 2
    told = "select person_id from event where kind = 'session.all_ended' and subject_id = :id"
    assert await db.value(told, id=rita.id) == ada.id
