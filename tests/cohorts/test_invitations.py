"""Inviting by mail: the same for every address, answered by link or in the app, reminded and taken back."""

import asyncio
from datetime import timedelta
from functools import partial
from uuid import uuid4

import pytest

from community import clock, db
from community.cohorts import actions, queries
from community.cohorts.invitations import actions as inviting
from community.cohorts.invitations import letters
from community.cohorts.invitations import queries as invitations
from community.cohorts.joining.asking import NoSeat
from community.cohorts.seats import actions as seats
from community.errors import Conflict, NotFound
from tests.support.cohorts import Member, a_cohort, csrf_of
from tests.support.failing import persistent, whole_or_nothing
from tests.support.inviting import leads, letter_to, unique
from tests.support.people import link_in, mail_to, make_person, nobody_sleeps, signed_in_client
from tests.support.servers import browser_like


async def test_a54_who_leads_sees_the_same_whether_or_not_an_address_has_an_account(app, postman):
    async with a_cohort(app) as cohort:
        known, unknown = await make_person("Nora Known"), unique("una")
        await nobody_sleeps()
        guide, where = cohort.facilitator, f"/cohorts/{cohort.id}/invitations"
        answers, pages = [], []
        for address in (known.email, unknown):
            sent = await guide.posts(where, addresses=address, role="participant", post_key=str(uuid4()))
            answers.append((sent.status_code, sent.headers["location"]))
            pages.append((await guide.opens(where)).text)
        assert answers[0] == answers[1] == (303, f"{where}?sent=1&seated=0&awaited=0")
        assert all(address in pages[1] for address in (known.email, unknown))
        assert known.name not in pages[1]
        assert known.name not in (await guide.opens(f"/cohorts/{cohort.id}/members")).text
        mails = [await mail_to(address) for address in (known.email, unknown)]
        plain = {letter.text.replace(link_in(letter), "LINK") for letter in mails}
        assert len(plain) == 1, "one letter"


async def test_the_link_is_answered_by_whoever_reads_it_after_signing_in(app, postman):
    async with a_cohort(app, "Ana") as cohort:
        address = unique("work")
        await letter_to(cohort, address)
        path = link_in(await mail_to(address, "invites you"))
        async with browser_like(app) as visitor:
            page = await visitor.get(path)
            assert (page.status_code, cohort.cohort.name in page.text) == (200, True)
            assert f"/sign-up?next={path.replace('/', '%2F')}" in page.text
            assert page.headers["referrer-policy"] == "strict-origin"
        nora = await make_person("Nora Private")
        async with signed_in_client(app, nora) as client:
            guest = Member(nora, None, client)
            assert "Accept" in (await guest.opens(path)).text
            assert await queries.seat_of(nora, cohort.id) is None, "looking takes no seat (A22)"
            assert (await guest.posts(path)).headers["location"] == f"/cohorts/{cohort.id}?done=joined"
            assert (await guest.opens(f"/cohorts/{cohort.id}")).status_code == 200
            over = await guest.opens(path)
            assert (over.status_code, "This invitation is over" in over.text) == (410, True)
            assert (await guest.posts(path)).status_code == 410
        assert await invitations.pending(await leads(cohort), clock.now()) == []


async def test_who_has_the_address_finds_the_invitation_in_the_app_also_when_it_is_confirmed_later(app):
    async with a_cohort(app) as cohort:
        address = unique("later")
        invitation = await letter_to(cohort, address)
        nora = await make_person("Nora Later", email=address)
        other = await make_person("Max Other")
        assert (await invitations.owned_by_id([invitation.id])) == {invitation.id: [nora.id]}
        async with signed_in_client(app, nora) as client:
            guest = Member(nora, None, client)
            for page in ("/", "/cohorts"):
                assert f"You are invited to “{cohort.cohort.name}”" in (await guest.opens(page)).text
            with pytest.raises(NotFound):
                await inviting.of_mine(other, invitation.id)
            done = await guest.posts(f"/invitations/{invitation.id}/refusal")
            assert done.headers["location"] == "/cohorts?done=declined"
            assert "You are invited" not in (await guest.opens("/cohorts")).text
            assert (await guest.posts(f"/invitations/{invitation.id}/acceptance")).status_code == 404


@pytest.mark.parametrize("role", ["observer", "helper"])
async def test_one_is_invited_to_look_on_or_to_help_also_where_all_seats_are_taken(database, role):
    async with a_cohort(None, "Ana", capacity=1) as cohort:
        nora = await make_person("Nora Guest")
        seat = await inviting.accept(nora, await letter_to(cohort, nora.email, role))
        assert (seat.role, seat.state) == (role, "active")


async def test_r16_an_invitation_is_good_where_sign_up_is_closed(database):
    async with a_cohort(None) as cohort:
        await db.run("update cohort set sign_up_open = false, who_may_join = 'local' where id = :id", id=cohort.id)
        nora = await make_person("Nora Guest")
        assert (await inviting.accept(nora, await letter_to(cohort, nora.email))).state == "active"


async def test_r14_an_invitation_keeps_no_seat_and_is_still_there_when_one_is_free(database):
    async with a_cohort(None, "Ana", capacity=1) as cohort:
        nora = await make_person("Nora Guest")
        invitation = await letter_to(cohort, nora.email)
        with pytest.raises(NoSeat) as refused:
            await inviting.accept(nora, invitation)
        assert refused.value.ways == ("wait",)
        await db.run("update cohort set capacity = 2 where id = :id", id=cohort.id)
        assert (await inviting.accept(nora, invitation)).state == "active"


async def test_r14_fifty_invited_who_accept_at_once_find_no_more_seats_than_there_are(database):
    async with a_cohort(None, capacity=6) as cohort:
        people = [await make_person(f"Guest{n} Test") for n in range(50)]
        await inviting.invite(await leads(cohort), [one.email for one in people], "participant")
        found = {one.address: one for one in await invitations.pending(await leads(cohort), clock.now())}
        outcomes = await asyncio.gather(
            *(persistent(partial(inviting.accept, one, found[one.email])) for one in people), return_exceptions=True
        )
        assert [isinstance(one, queries.Seat) for one in outcomes].count(True) == 6
        assert [isinstance(one, NoSeat) for one in outcomes].count(True) == 44


async def test_one_link_seats_one_person_however_many_press_it(database):
    async with a_cohort(None) as cohort:
        invitation = await letter_to(cohort, unique("shared"))
        people = [await make_person(f"Guest{n} Test") for n in range(5)]
        outcomes = await asyncio.gather(
            *(inviting.accept(one, invitation) for one in people), return_exceptions=True
        )
        assert [isinstance(one, queries.Seat) for one in outcomes].count(True) == 1


async def test_who_was_removed_does_not_come_back_by_what_was_sent_before(database):
    async with a_cohort(None) as cohort:
        work, place = unique("work"), await leads(cohort)
        nora = await make_person("Nora Removed")
        own, shared, other = [await letter_to(cohort, one) for one in (nora.email, work, unique("other"))]
        seat = await actions.take_seat(nora, cohort.cohort.join_code)
        await seats.remove(place, await queries.member_at(place, seat.id))
        assert {one.id for one in await invitations.pending(place, clock.now())} == {shared.id, other.id}
        with pytest.raises(Conflict):
            await inviting.accept(nora, own)
        with pytest.raises(NoSeat) as refused:
            await inviting.accept(nora, shared)  # the link of one sent to whoever
        assert "removed" in refused.value.why
        await db.run(
            "insert into email (person_id, address, confirmed_at, is_main) values (:id, :address, :at, false)",
            id=nora.id,
            address=work,
            at=clock.now(),
        )
        assert await invitations.mine(nora, clock.now()) == []
        await inviting.withdraw(place, shared)
        again = await letter_to(cohort, nora.email)
        assert [one.id for one in await invitations.mine(nora, clock.now())] == [again.id]
        assert (await inviting.accept(nora, again)).state == "active"


async def test_members_and_who_has_an_open_invitation_get_no_second_letter(database):
    async with a_cohort(None, "Ana") as cohort:
        ana, new = await cohort.seats("Ana"), unique("new")
        place = await leads(cohort)
        first = await inviting.invite(place, [ana.person.email, new], "participant")
        assert (first.sent, first.seated, first.awaited) == (1, 1, 0)
        second = await inviting.invite(place, [ana.person.email, new], "participant")
        assert (second.sent, second.seated, second.awaited) == (0, 1, 1)


async def test_a_letter_is_reminded_withdrawn_and_renewed(database):
    async with a_cohort(None) as cohort:
        place, address = await leads(cohort), unique("una")
        invitation = await letter_to(cohort, address)
        with pytest.raises(Conflict):
            await inviting.remind(place, invitation)
        await db.run(
            "update invitation set invited_at = :at, sent_at = :at where id = :id",
            at=clock.now() - timedelta(days=2),
            id=invitation.id,
        )
        (invitation,) = await invitations.pending(place, clock.now())
        await inviting.remind(place, invitation)
        with pytest.raises(Conflict):
            await inviting.remind(place, invitation)  # the page was read before
        token = letters.link(invitation).rsplit("/", 1)[1]
        assert (await inviting.of_token(token)).times_sent == 2
        await inviting.withdraw(place, invitation)
        assert await inviting.of_token(token) is None
        with pytest.raises(Conflict):
            await inviting.accept(await make_person("Una Late"), invitation)
        again = await letter_to(cohort, address)
        assert letters.link(again) != letters.link(invitation), "a new letter has a new link"


async def test_each_line_that_is_wrong_is_named_and_nothing_is_sent(app):
    async with a_cohort(app) as cohort:
        guide, where = cohort.facilitator, f"/cohorts/{cohort.id}/invitations"
        key = str(uuid4())
        wrong = await guide.posts(where, addresses="ana@example.org\nAna Torres", post_key=key)
        assert (wrong.status_code, "Line 2, “Ana Torres”" in wrong.text) == (422, True)
        assert "ana@example.org\nAna Torres" in wrong.text, "what was typed is kept"
        many = await guide.posts(where, addresses="\n".join(f"a{n}@example.org" for n in range(201)), post_key=key)
        assert (many.status_code, "201 addresses" in many.text) == (422, True)
        none = await guide.posts(where, addresses="Email", post_key=key)
        assert (none.status_code, "no address in this list" in none.text) == (422, True)
        assert await invitations.pending(await leads(cohort), clock.now()) == []
        lines = "\n".join(f"a{n}@example.org" for n in range(200))
        twice = [await guide.posts(where, addresses=lines, post_key=key) for _ in range(2)]
        assert {one.headers["location"] for one in twice} == {f"{where}?sent=200&seated=0&awaited=0"}


async def test_a_file_is_taken_beside_what_is_pasted_or_refused_with_each_line(app):
    async with a_cohort(app) as cohort:
        guide, where = cohort.facilitator, f"/cohorts/{cohort.id}/invitations"
        csrf = await csrf_of(guide.client)

        async def sends(file: bytes, key: str, name: str = "list.csv", **fields):
            data = {"csrf": csrf, "post_key": key} | fields
            return await guide.client.post(where, data=data, files={"file": (name, file, "text/csv")})

        key = str(uuid4())
        table = b"Name;E-mail\r\nAna;ana@example.org\r\n<script>;<script>alert(1)</script>\r\n"
        wrong = await sends(table, key, addresses="una@example.org")
        assert (wrong.status_code, "Line 3, “&lt;script&gt;" in wrong.text) == (422, True)
        assert ("<script>alert" in wrong.text, "una@example.org</textarea>" in wrong.text) == (False, True)
        for file, said in ((b"a" * 100_001, "too large"), (b"PK\x03\x04", "workbook"), (b"\x00" * 9, "not a text")):
            refused = await sends(file, key)
            assert (refused.status_code, said in refused.text, 'id="file-error"' in refused.text) == (422, True, True)
        many = await sends(b"".join(b"a%d@example.org\n" % n for n in range(201)), key)
        assert (many.status_code, "201 addresses" in many.text) == (422, True)
        nothing = await sends(b"", key, name="")
        assert (nothing.status_code, "no address in this list" in nothing.text) == (422, True)
        assert await invitations.pending(await leads(cohort), clock.now()) == []
        good = "\ufeffName;E-mail\r\nAna;ana@example.org\r\nBen;ben@example.org\r\n".encode()
        twice = [await sends(good, key, addresses="ANA@example.org\nuna@example.org") for _ in range(2)]
        assert {one.headers["location"] for one in twice} == {f"{where}?sent=3&seated=0&awaited=0"}


async def test_what_is_long_over_is_forgotten(database):
    async with a_cohort(None) as cohort:
        invitation = await letter_to(cohort, unique("old"))
        await inviting.withdraw(await leads(cohort), invitation)
        await inviting.forget({})
        assert await invitations.invitations_by_id([invitation.id])
        at = clock.now() - timedelta(days=91)
        await db.run("update invitation set answered_at = :at where id = :id", at=at, id=invitation.id)
        await inviting.forget({})
        assert not await invitations.invitations_by_id([invitation.id])


@pytest.mark.parametrize("deed", ["invite", "accept", "withdraw"])
async def test_each_deed_is_whole_or_not_at_all(database, deed):
    async def prepare():
        async with a_cohort(None) as cohort:
            nora = await make_person("Nora Guest")
            invitation = None if deed == "invite" else await letter_to(cohort, nora.email)
            return cohort, nora, invitation, await leads(cohort)

    async def act(subject):
        _cohort, nora, invitation, place = subject
        await {
            "invite": lambda: inviting.invite(place, [nora.email, unique("una")], "participant"),
            "accept": lambda: inviting.accept(nora, invitation),
            "withdraw": lambda: inviting.withdraw(place, invitation),
        }[deed]()

    async def state(subject):
        cohort = subject[0]
        rows = "select answer, times_sent from invitation where cohort_id = :id order by id limit 9"
        seats = "select role, state from seat where cohort_id = :id order by id limit 9"
        return [await db.many(dict, sql, id=cohort.id) for sql in (rows, seats)]

    assert await whole_or_nothing(prepare, act, state) >= 3
