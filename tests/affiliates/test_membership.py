"""Membership over HTTP: on the roster by number and name, or asking, and what the desk answers (R8)."""

from uuid import uuid4

import pytest
import pytest_asyncio

from community import clock, db, limits
from community.affiliates import actions, queries
from community.affiliates.lines import pieces
from community.affiliates.memberships import following
from community.affiliates.rosters import actions as rosters
from community.affiliates.rosters import rules
from community.events import Event
from community.jobs import following as jobs
from community.notifications import queries as notifications
from community.people.queries import Person
from tests.affiliates.conftest import a_tree
from tests.support.people import form_in, mail_to, make_person, signed_in_client

ROSTER = """number,last name,first name,email,from
H-1,O'Hara-López,Ana,school.office@harbor.org,2025-09-01
H-2,Lund,Bo,,
"""


@pytest_asyncio.fixture(scope="module")
async def tree(app):
    return await a_tree()


@pytest_asyncio.fixture(scope="module", autouse=True)
async def the_roster(tree):
    preview = await rosters.import_roster(tree.harbor, pieces(ROSTER))
    assert preview.counts.new == 2


async def claims(client, affiliate, way="number", **typed):
    page = await client.get(f"/membership/claims/new?affiliate={affiliate.slug}")
    hidden = form_in(page.text, "/membership/claims")
    return await client.post("/membership/claims", data=hidden | {"way": way, "family_name": "Ruiz"} | typed)


async def standing(person: Person) -> str:
    return (await queries.standing(person, clock.now().date())).state


async def told(person: Person) -> list[str]:
    """What this person was told of in the app, the newest first."""
    while await jobs.read_on("notices", _notices()):
        pass
    return [row.kind for row in await notifications.notices(person)]


def _notices():
    from community.notifications.actions import followers

    return followers["notices"]


@pytest_asyncio.fixture
async def fresh_marks(app):
    """The follower begins where the log stands."""
    insert = "insert into log_mark (name, xact, id) values ('notices', cast('0' as xid8), 0) on conflict do nothing"
    await db.run(insert)


async def test_r8_a_line_is_claimed_by_number_and_last_name_and_its_address_hears_of_it(app, tree, postman):
    ana = await make_person("Ana OHara")
    async with signed_in_client(app, ana) as client:
        assert (await client.get("/membership")).status_code == 200
        answer = await claims(client, tree.harbor, number="H-1", family_name="ohara lopez")
        assert answer.headers["location"] == "/membership?done=linked"
        page = (await client.get(answer.headers["location"])).text
        assert "Harbor Educators" in page and "number H-1" in page and "A Start costs you nothing" in page
    assert await standing(ana) == "active"
    assert "Harbor Educators" in (await mail_to("school.office@harbor.org", "linked to an account")).text
    eve = await make_person("Eve OHara")
    async with signed_in_client(app, eve) as client:
        assert (await claims(client, tree.harbor, number="H-1", family_name="O'Hara-López")).status_code == 422
    assert await standing(eve) == "none", "somebody has it"


async def test_r8_whatever_is_wrong_is_said_in_the_same_words_and_kept(app, tree):
    bo = await make_person("Bo Wrong")
    async with signed_in_client(app, bo) as client:
        answers = [
            await claims(client, tree.harbor, number=number, family_name=name)
            for number, name in (("H-2", "Wrong"), ("H-9", "Lund"), ("H-1", "Ruiz"))
        ]
        assert {answer.status_code for answer in answers} == {422}
        said = {answer.text.split('id="number-error">')[1].split("</p>")[0] for answer in answers}
        assert len(said) == 1 and "We find no line with this number" in said.pop()
        assert 'value="H-9"' in answers[1].text and 'value="Lund"' in answers[1].text
        empty = await claims(client, tree.harbor, number="")
        assert empty.status_code == 422 and "Fill this in." in empty.text
    assert await standing(bo) == "none"


async def test_r8_numbers_cannot_be_tried_one_after_the_other(app, tree):
    eve = await make_person("Eve Guesses")
    async with signed_in_client(app, eve) as client:
        for number in range(limits.RATES["claim"].most):
            assert (await claims(client, tree.harbor, number=f"N-{number}")).status_code == 422
        assert (await claims(client, tree.harbor, number="H-2", family_name="Lund")).status_code == 429
    assert await standing(eve) == "none"


async def test_r8_who_asks_waits_for_the_affiliate_and_its_yes_makes_a_member(app, tree, fresh_marks):
    mona, ana = await make_person("Mona Answers"), await make_person("Ana Asks")
    desk = await actions.give_desk(mona, "organizer", tree.valley)
    assert desk.affiliate_id == tree.valley.id
    async with signed_in_client(app, ana) as client, signed_in_client(app, mona) as hers:
        typed = {"number": "V-77", "family_name": "Asks", "said": "Room 12, <b>Ana</b>"}
        answer = await claims(client, tree.valley, way="ask", **typed)
        assert answer.headers["location"] == "/membership?done=asked"
        assert "Waiting for your affiliate" in (await client.get("/membership")).text
        assert await standing(ana) == "waiting"
        again = await claims(client, tree.valley, way="ask", family_name="Asks")
        assert again.status_code == 303 and len(await queries.claims(ana)) == 1, "asked once"
        assert "claim.asked" in await told(mona)

        desk_page = (await hers.get(f"/affiliates/{tree.valley.id}/desk")).text
        assert "1 person waits for your answer" in desk_page
        page = (await hers.get(f"/affiliates/{tree.valley.id}/claims")).text
        assert "Ana Asks" in page and "V-77" in page and "&lt;b&gt;" in page and ana.email in page
        (claim,) = await queries.claims(ana)
        form = form_in(page, f"/affiliates/{tree.valley.id}/claims/{claim.id}/answers")
        where = f"/affiliates/{tree.valley.id}/claims/{claim.id}/answers"
        assert (await hers.post(where, data=form | {"answer": "yes", "number": "V-77"})).status_code == 303
        late = await hers.post(where, data=form | {"answer": "no", "reason": "Too late"})
        assert late.status_code == 409 and "a moment ago" in late.text
    assert await standing(ana) == "active"
    assert [(one.number, one.affiliate) for one in await queries.memberships(ana)] == [("V-77", "Valley Educators")]
    assert (await told(ana))[0] == "claim.answered"


async def test_r8_a_no_has_its_reason_which_the_person_reads(app, tree):
    mona, ana = await make_person("Mona Refuses"), await make_person("Ana Refused")
    await actions.give_desk(mona, "organizer", tree.prairie)
    async with signed_in_client(app, ana) as client, signed_in_client(app, mona) as hers:
        await claims(client, tree.prairie, way="ask", family_name="Refused")
        (claim,) = await queries.claims(ana)
        where = f"/affiliates/{tree.prairie.id}/claims/{claim.id}/answers"
        form = form_in((await hers.get(f"/affiliates/{tree.prairie.id}/claims")).text, where)
        silent = await hers.post(where, data=form | {"answer": "no", "reason": "  "})
        assert silent.status_code == 422 and "Say why" in silent.text
        assert (await hers.post(where, data=form | {"answer": "no", "reason": "You left in May"})).status_code == 303
        page = (await client.get("/membership")).text
        assert "Not confirmed" in page and "You left in May" in page
        assert await standing(ana) == "none"
        again = await claims(client, tree.prairie, way="ask", family_name="Refused")
        assert again.status_code == 303, "one may ask again"
        second = (await queries.claims(ana))[0]
        page = (await client.get("/membership")).text
        taken_back = f"/membership/claims/{second.id}/withdrawal"
        assert (await client.post(taken_back, data=form_in(page, taken_back))).status_code == 303
        assert await standing(ana) == "none"


async def test_r8_a_confirmed_address_links_by_itself_and_answers_what_was_asked(app, tree):
    cy = await make_person("Cy Later")
    async with signed_in_client(app, cy) as client:
        await claims(client, tree.harbor, way="ask", family_name="Later")
    assert await standing(cy) == "waiting"
    address = f"cy.{uuid4().hex[:6]}@later.org"
    await rosters.import_roster(tree.harbor, pieces(f"number,last name,email\nH-30,Later,{address}\n"))
    assert await standing(cy) == "waiting", "that address is nobody's yet"
    await db.run(
        "insert into email (person_id, address, confirmed_at, is_main) values (:id, :address, :at, false)",
        id=cy.id, address=address, at=clock.now(),
    )  # fmt: skip
    async with db.transaction():
        await following.link([Event(cy.topic, 1, 1, "email.confirmed", cy.id, cy.id, clock.now(), None)])
    assert await standing(cy) == "active"
    assert [claim.state for claim in await queries.claims(cy)] == ["confirmed"]


async def test_a_desk_that_confirms_a_number_of_its_roster_links_that_line(app, tree):
    mona, bo = await make_person("Mona Links"), await make_person("Bo Lund")
    await actions.give_desk(mona, "organizer", tree.harbor)
    async with signed_in_client(app, bo) as client, signed_in_client(app, mona) as hers:
        await claims(client, tree.harbor, way="ask", number="H-2", family_name="Lundh")
        (claim,) = await queries.claims(bo)
        page = (await hers.get(f"/affiliates/{tree.harbor.id}/claims")).text
        assert "Your roster has under this number:" in page and "Bo Lund" in page
        where = f"/affiliates/{tree.harbor.id}/claims/{claim.id}/answers"
        await hers.post(where, data=form_in(page, where) | {"answer": "yes", "number": "H-2"})
        row = await queries.row_for(await queries.desk(mona, tree.harbor.id), "H-2")
        assert row.person_id == bo.id and await standing(bo) == "active"
        members = (await hers.get(f"/affiliates/{tree.harbor.id}/members")).text
        where = f"/affiliates/{tree.harbor.id}/members/{row.id}/unlinking"
        assert (await hers.post(where, data=form_in(members, where))).status_code == 303
        assert await standing(bo) == "none", "it was not theirs"
        assert (await hers.post(where, data=form_in(members, where))).status_code == 404


async def test_the_affiliate_is_found_by_state_and_name_without_javascript(app, tree):
    ana = await make_person("Ana Searches")
    async with signed_in_client(app, ana) as client:
        page = (await client.get("/membership/claims/new")).text
        assert "Oak Educators" in page and "Elm Educators" in page
        found = (await client.get("/membership/claims/new?state=oak-educators&q=harb")).text
        assert "/membership/claims/new?affiliate=oak-harbor" in found and "oak-valley" not in found
        nothing = (await client.get("/membership/claims/new?state=oak-educators&q=%25")).text
        assert "No local of this name" in nothing
        unknown = await client.get("/membership/claims/new?affiliate=no-such&state=no-such")
        assert unknown.status_code == 200 and "Which is your affiliate?" in unknown.text


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("O'Hara-López", "ohara lopez", True),
        ("Müller", "MULLER", True),
        ("Straße", "STRASSE", True),
        ("Ruiz", "Ruis", False),
        ("-", "'", False),
        ("", "", False),
    ],
)
def test_last_names_are_compared_without_case_accents_and_signs(one, other, same):
    assert rules.same_name(one, other) is same


async def test_nobody_takes_back_or_answers_anothers_claim(app, tree):
    ana, eve = await make_person("Ana Own"), await make_person("Eve Else")
    await actions.give_desk(eve, "organizer", tree.prairie)
    async with signed_in_client(app, ana) as client, signed_in_client(app, eve) as hers:
        await claims(client, tree.valley, way="ask", family_name="Own")
        (claim,) = await queries.claims(ana)
        page = (await hers.get("/membership/claims/new?affiliate=oak-harbor")).text
        csrf = form_in(page, "/membership/claims")["csrf"]
        for where in (
            f"/membership/claims/{claim.id}/withdrawal",
            f"/affiliates/{tree.valley.id}/claims/{claim.id}/answers",
            f"/affiliates/{tree.prairie.id}/claims/{claim.id}/answers",
        ):
            assert (await hers.post(where, data={"csrf": csrf, "answer": "yes"})).status_code == 404
    assert await standing(ana) == "waiting"
