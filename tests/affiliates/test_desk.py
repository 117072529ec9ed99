"""An affiliate's desk over HTTP: what is below it, its members, its roster, and who holds a desk there."""

import re
from uuid import uuid4

import pytest
import pytest_asyncio

from community import clock, db
from community.affiliates import actions, queries
from community.affiliates.desks import actions as desks
from community.affiliates.lines import pieces
from community.affiliates.rosters import actions as rosters
from community.people.bounces import actions as bounces
from community.people.bounces.rules import Why
from tests.affiliates.conftest import a_tree
from tests.support.cohorts import a_cohort
from tests.support.people import form_in, mail_to, make_person, nobody_sleeps, signed_in_client
from tests.support.questions import questions_counted

PAGES = ("desk", "members", "claims", "roster", "desks")


@pytest_asyncio.fixture(scope="module")
async def tree(app):
    return await a_tree()


async def organizer_of(*affiliates, name="Mona Desk"):
    mona = await make_person(name)
    for affiliate in affiliates:
        await actions.give_desk(mona, "organizer", affiliate)
    return mona


async def a_local(tree, name: str):
    return await actions.make_affiliate("local", name, f"d-{uuid4().hex[:10]}", tree.oak, town="Somewhere")


async def test_r11_a_desk_opens_its_affiliate_and_those_below_and_no_other(app, tree):
    places = vars(tree)
    for sits, sees in (
        ("harbor", {"harbor"}),
        ("oak", {"oak", "harbor", "valley"}),
        ("nation", set(places)),
    ):
        async with signed_in_client(app, await organizer_of(places[sits])) as client:
            for name, affiliate in places.items():
                for page in PAGES:
                    answer = await client.get(f"/affiliates/{affiliate.id}/{page}")
                    assert answer.status_code == (200 if name in sees else 404), f"{sits} asks for {page} of {name}"


async def test_r11_a_building_representative_reads_names_and_nothing_else(app, tree):
    local = await a_local(tree, "Rita Represents")
    await rosters.import_roster(
        local, pieces("number,last name,first name,email,status\nR-1,Ruiz,Ana,a@rep.org,active\nR-2,Gone,Gus,,ended\n")
    )
    rita = await make_person("Rita Building")
    await actions.give_desk(rita, "building_representative", local)
    async with signed_in_client(app, rita) as client:
        desk = (await client.get(f"/affiliates/{local.id}/desk")).text
        assert "Building representative" in desk and "Take in a roster" not in desk
        members = (await client.get(f"/affiliates/{local.id}/members")).text
        assert "Ana Ruiz" in members
        assert not {"R-1", "a@rep.org", "Gus Gone"} & set(members.split()) and "a@rep.org" not in members
        assert "R-1" not in members and "Gone" not in members
        assert "Gone" not in (await client.get(f"/affiliates/{local.id}/members?status=ended")).text
        for page in ("claims", "roster", "desks"):
            assert (await client.get(f"/affiliates/{local.id}/{page}")).status_code == 403
        for other in (tree.oak, tree.harbor, tree.nation):
            assert (await client.get(f"/affiliates/{other.id}/members")).status_code == 404


async def test_a_building_representative_sees_how_many_cohorts_take_people_and_how_many_seats_are_left(app, tree):
    local = await a_local(tree, "Count Cohorts")
    rita = await make_person("Rita Building")
    await actions.give_desk(rita, "building_representative", local)
    async with signed_in_client(app, rita) as client:

        async def said() -> str:
            page = (await client.get(f"/affiliates/{local.id}/cohorts")).text
            return re.sub(r"<[^>]+>", "", page.split('id="cohorts"')[1].split("</section>")[0])

        assert f'hx-get="/affiliates/{local.id}/cohorts"' in (await client.get(f"/affiliates/{local.id}/desk")).text
        assert "No cohort takes people now." in await said()
        async with a_cohort(None, "Ana", "Ben", local=local, capacity=9) as one:
            assert "1 cohort takes people now. 7 seats are left." in await said()
            async with (
                a_cohort(None, "Cem", local=local, capacity=2),
                a_cohort(None, local=local, publish=False),
                a_cohort(None, local=tree.harbor, name="Another local’s"),
            ):
                assert "2 cohorts take people now. 8 seats are left." in await said(), "no draft, none of another local"
                await db.run("update cohort set sign_up_open = false where id = :id", id=one.id)
                told = await said()
                assert "1 cohort takes people now. 1 seat is left." in told
                assert one.cohort.name not in told and "Ana" not in told, "counts alone"


async def test_what_is_below_is_searched_and_paged_by_key(app, tree):
    state = await actions.make_affiliate("state", "Ash Educators", f"ash-{uuid4().hex[:6]}", tree.nation)
    for number in range(55):
        slug = f"{state.slug}-{number:02}"
        await actions.make_affiliate("local", f"Ash Local {number:02}", slug, state, town="Ashport")
    async with signed_in_client(app, await organizer_of(state)) as client:
        page = (await client.get(f"/affiliates/{state.id}/desk")).text
        assert page.count("Ash Local ") == 50
        rest = (await client.get(f"/affiliates/{state.id}/desk?after={state.slug}-49")).text
        assert [f"Ash Local {n}" in rest for n in (49, 50, 54)] == [False, True, True]
        found = (await client.get(f"/affiliates/{state.id}/desk?q=local+07")).text
        assert found.count("Ash Local ") == 1
        assert "None of this name" in (await client.get(f"/affiliates/{state.id}/desk?q=%25")).text


async def test_members_come_by_last_name_are_searched_and_paged(app, tree):
    local = await a_local(tree, "Many Members")
    lines = "".join(f"M-{n:03},Name{n:03},Given,\n" for n in range(120))
    await rosters.import_roster(local, pieces("number,last name,first name,status\n" + lines + "E-1,Ended,Eva,ended\n"))
    zed = await make_person("Zoe Aardvark")
    await actions.enrol(zed, local, clock.now().date(), number="X-9")
    mona = await organizer_of(local)
    desk = await queries.desk(mona, local.id)
    seen, after = [], ""
    while page := await queries.listed(desk, after=after, most=50):
        seen += [one.name for one in page]
        after = page[-1].key
    assert len(seen) == 122 and seen[:2] == ["Zoe Aardvark", "Eva Ended"], "who stands on no roster is there too"
    assert seen == [*seen[:2], *(f"Given Name{n:03}" for n in range(120))]
    assert await queries.counted(desk) == {"active": 121, "pending": 0, "ended": 1, "linked": 1, "unreached": 0}
    async with db.transaction():
        await bounces.refuse(zed.email, Why.UNKNOWN, None)
    assert (await queries.counted(desk))["unreached"] == 1
    async with signed_in_client(app, mona) as client:
        page = (await client.get(f"/affiliates/{local.id}/desk")).text
        assert "Of these without mail, since it comes back</dt><dd>1</dd>" in page and zed.email not in page
        first = (await client.get(f"/affiliates/{local.id}/members")).text
        assert first.count('scope="row"') == 50 and 'rel="next"' in first
        assert "Given Name042" in (await client.get(f"/affiliates/{local.id}/members?q=m-042")).text
        ended = (await client.get(f"/affiliates/{local.id}/members?status=ended")).text
        assert ended.count('scope="row"') == 1 and "Eva Ended" in ended
        assert "Nobody of this name" in (await client.get(f"/affiliates/{local.id}/members?q=_%25")).text


async def test_a_page_of_members_asks_the_database_as_often_however_many_there_are(app, tree, monkeypatch):
    few, many = await a_local(tree, "Few Lines"), await a_local(tree, "Many Lines")
    await rosters.import_roster(few, pieces("number,last name\n1,Ruiz\n"))
    await rosters.import_roster(many, pieces("number,last name\n" + "".join(f"{n},Name{n}\n" for n in range(60))))
    async with signed_in_client(app, await organizer_of(few, many)) as client:
        counts = []
        for local in (few, many):
            with questions_counted(monkeypatch) as asked:
                assert (await client.get(f"/affiliates/{local.id}/members")).status_code == 200
            counts.append(asked.total())
    assert counts[0] == counts[1] <= 10


async def previews(client, local, text="", file=None, **typed):
    page = (await client.get(f"/affiliates/{local.id}/roster")).text
    form = form_in(page, f"/affiliates/{local.id}/roster/preview")
    files = {"file": file} if file else None
    return await client.post(f"/affiliates/{local.id}/roster/preview", data=form | {"text": text} | typed, files=files)


async def takes_in(client, local, page: str, **typed):
    text = page.split('<textarea name="text" hidden>\n', 1)[1].split("</textarea>", 1)[0]
    return await client.post(
        f"/affiliates/{local.id}/roster", data=form_in(page, f"/affiliates/{local.id}/roster") | {"text": text} | typed
    )


async def count(local) -> int:
    return await db.value("select count(*) from roster_row where affiliate_id = :id", id=local.id)


async def test_a_file_is_looked_at_taken_in_and_sent_twice_taken_in_once(app, tree):
    local = await a_local(tree, "Sends A File")
    async with signed_in_client(app, await organizer_of(local)) as client:
        data = "Member number;Last name;First name;Shoe size\r\n1;Müller;Jörg;44\r\n2;Lund;Bo;41\r\n".encode("cp1252")
        seen = await previews(client, local, file=("members.csv", data, "text/csv"))
        assert seen.status_code == 200 and "Jörg Müller" in seen.text
        assert "Not used: Shoe size." in seen.text and "Look at names with accents." in seen.text
        assert await count(local) == 0, "nothing is written by looking"
        answer = await takes_in(client, local, seen.text)
        assert answer.status_code == 303 and answer.headers["location"].endswith("roster?done=2-0-0-0")
        again = await takes_in(client, local, seen.text)
        assert again.headers["location"] == answer.headers["location"], "the same press, the same answer"
        assert await count(local) == 2
        assert "2 new, 0 changed, 0 ended, 0 as they were." in (await client.get(answer.headers["location"])).text
        third = await previews(client, local, file=("members.csv", data, "text/csv"))
        assert "Lines that do something" not in third.text


async def test_a_preview_says_line_by_line_what_will_happen(app, tree):
    local = await a_local(tree, "Line By Line")
    async with signed_in_client(app, await organizer_of(local)) as client:
        text = "number,last name,status\n1,Ruiz,active\n2,Lund,active\n3,Same,active\n4,Absent,active\n"
        await takes_in(client, local, (await previews(client, local, text)).text)
        other = "number,last name,status\n1,Ruiz-Sol,active\n2,Lund,ended\n3,Same,\n5,New,\n"
        page = (await previews(client, local, other)).text
        told = [" ".join(cell.split()) for cell in _cells(page, "Lines that do something")]
        assert [line for line in told if line.startswith("Line")] == ["Line 2", "Line 3", "Line 5"]
        assert any("Ruiz → Ruiz-Sol" in cell for cell in told) and any("Active → Ended" in cell for cell in told)
        assert "stay as they are" in page
        whole = (await previews(client, local, "number,last name\n1,Ruiz\n", whole="yes")).text
        assert "would end today" in whole and "Lund" in whole


def _cells(page: str, table: str) -> list[str]:
    inside = page.split(f'aria-label="{table}"', 1)[1].split("</table>", 1)[0]
    cells = re.findall(r'<t[hd] role="(?:rowheader|cell)".*?</t[hd]>', inside, re.S)
    return [re.sub(r"<[^>]+>", " ", cell).strip() for cell in cells]


HOSTILE = {
    "a workbook": (b"PK\x03\x04" + b"\x00" * 50, 422, "This is a workbook."),
    "a picture": (b"\x89PNG\r\n\x1a\n\x00\x00\x00", 422, "This is not a text."),
    "nothing": (b"", 422, "Choose a file, or paste its lines below."),
    "blank lines": (b"\n \r\n\t\n", 422, "Choose a file"),
    "no header": (b"1,Ruiz\n2,Lund\n", 200, "missing: number, family_name"),
    "a formula": (b'number,last name\n1,"=HYPERLINK(""https://evil.example"")"\n', 200, "This begins like a formula"),
    "markup": (b"number,last name,shoe<script>\n1,<script>alert(1)</script>\n", 200, "&lt;script&gt;"),
    "an open quotation": (b'number,last name\n1,"Ruiz\n' + b"2,Lund\n" * 50, 200, "A quotation mark"),
    "a bomb of quotations": (b"number,last name\n" + b'"' * 9_001, 200, "A quotation mark"),
    "a line without end": (b"number,last name\n1," + b"a" * 20_000, 200, "This line is too long"),
    "cells without end": (b"number,last name\n1,Ruiz" + b"," * 9_000, 200, "more cells than the first"),
    "SQL": (b"number,last name\n1,Robert'); drop table roster_row;--\n", 200, "Robert"),
    "turned text": ("number,last name\n1,Ru\u202eiz\n".encode(), 200, "Ruiz"),
    "half a sign": (b"number,last name\n1,Ru\xc3\n", 200, "Look at names with accents."),
    "a huge number of days": (b"number,last name,from\n1,Ruiz,99999-01-01\n", 200, "Write a day such as"),
}


@pytest.mark.parametrize("name", HOSTILE)
async def test_a_hostile_file_is_answered_in_words_and_writes_nothing(app, tree, name):
    data, status, says = HOSTILE[name]
    local = await a_local(tree, "Hostile Files")
    async with signed_in_client(app, await organizer_of(local)) as client:
        answer = await previews(client, local, file=("x.csv", data, "text/csv"))
    assert answer.status_code == status, answer.text[:300]
    assert says in answer.text and "<script>alert" not in answer.text
    assert await count(local) == 0


async def test_too_much_for_one_page_is_refused(app, tree):
    local = await a_local(tree, "Too Much")
    async with signed_in_client(app, await organizer_of(local)) as client:
        text = "number,last name\n" + "".join(f"{n},{'Long' * 20}\n" for n in range(9_000))
        answer = await previews(client, local, file=("x.csv", text.encode(), "text/csv"))
        assert answer.status_code == 422 and "too much for one page" in answer.text
        answer = await previews(client, local, file=("x.csv", b"a" * 1_100_000, "text/csv"))
        assert answer.status_code == 413


async def test_what_was_not_looked_at_is_not_taken_in(app, tree):
    local = await a_local(tree, "Not Looked At")
    async with signed_in_client(app, await organizer_of(local)) as client:
        page = (await previews(client, local, "number,last name\n1,Ruiz\n")).text
        answer = await takes_in(client, local, page, text="number,last name\n1,Ruiz\n2,Lund\n")
        assert answer.status_code == 409 and "Something has changed since you looked." in answer.text
        assert await count(local) == 0
        assert (await takes_in(client, local, answer.text)).status_code == 303
        assert await count(local) == 2


async def test_a54_a_desk_is_offered_in_the_same_words_whether_the_address_has_an_account_or_not(app, tree, postman):
    local = await a_local(tree, "Offers Desks")
    mona, known = await organizer_of(local), await make_person("Kim Known")
    await nobody_sleeps()
    unknown = f"{uuid4().hex[:8]}@nobody.org"
    async with signed_in_client(app, mona) as client:
        answers = []
        for address in (known.email, unknown):
            page = (await client.get(f"/affiliates/{local.id}/desks")).text
            form = form_in(page, f"/affiliates/{local.id}/desk-offers")
            answer = await client.post(
                f"/affiliates/{local.id}/desk-offers", data=form | {"email": address, "kind": "organizer"}
            )
            answers.append((answer.status_code, answer.headers["location"]))
            assert "offers you a desk" in (await mail_to(address)).subject
        assert answers[0] == answers[1]
        page = (await client.get(f"/affiliates/{local.id}/desks")).text
        assert known.email in page and unknown in page and "Kim Known" not in page
    assert (await mail_to(known.email)).text == (await mail_to(unknown)).text


async def test_an_offered_desk_is_taken_by_whoever_confirms_the_address_and_ended_at_once(app, tree):
    local = await a_local(tree, "Takes Desks")
    mona, kim, eve = await organizer_of(local), await make_person("Kim Takes"), await make_person("Eve Other")
    desk = await queries.desk(mona, local.id)
    await desks.offer(desk, "organizer", kim.email, "en")
    (offer,) = await queries.offers(kim, clock.now())
    take = f"/membership/desk-offers/{offer.id}/acceptance"
    async with signed_in_client(app, eve) as other:
        page = (await other.get("/membership/claims/new?affiliate=oak-harbor")).text
        form = form_in(page, "/membership/claims")
        assert (await other.post(take, data=form)).status_code == 404, "not their address"
    async with signed_in_client(app, kim) as client, signed_in_client(app, mona) as hers:
        page = (await client.get("/membership")).text
        assert "offers you a desk: Organizer" in page
        answer = await client.post(take, data=form_in(page, take))
        assert answer.headers["location"] == f"/affiliates/{local.id}/desk"
        assert (await client.get(answer.headers["location"])).status_code == 200
        assert (await client.post(take, data=form_in(page, take))).status_code == 404, "once"

        page = (await hers.get(f"/affiliates/{local.id}/desks")).text
        held = next(one for one in await queries.holders(desk) if one.person_id == kim.id)
        end = f"/affiliates/{local.id}/desks/{held.desk_id}/ending"
        assert (await hers.post(end, data=form_in(page, end))).status_code == 303
        assert (await client.get(f"/affiliates/{local.id}/desk")).status_code == 404, "from that commit on"
        own = next(one for one in await queries.holders(desk) if one.person_id == mona.id)
        answer = await hers.post(f"/affiliates/{local.id}/desks/{own.desk_id}/ending", data=form_in(page, end))
        assert answer.status_code == 403, "so that somebody stays"


async def test_a_desk_above_is_not_ended_from_below(app, tree):
    local = await a_local(tree, "Looks Up")
    above = await organizer_of(tree.oak)
    held = (await queries.desks(above))[0]
    async with signed_in_client(app, await organizer_of(local)) as client:
        page = (await client.get(f"/affiliates/{local.id}/desks")).text
        csrf = form_in(page, f"/affiliates/{local.id}/desk-offers")
        for at in (local, tree.oak):
            answer = await client.post(f"/affiliates/{at.id}/desks/{held.id}/ending", data=csrf)
            assert answer.status_code == 404


async def test_an_offer_ends_by_time_and_is_taken_back(app, tree):
    local = await a_local(tree, "Ends Offers")
    mona, kim, lee = await organizer_of(local), await make_person("Kim Late"), await make_person("Lee Back")
    desk = await queries.desk(mona, local.id)
    for person in (kim, lee):
        await desks.offer(desk, "building_representative", person.email, "en")
    (offer,) = await queries.offers(lee, clock.now())
    async with signed_in_client(app, mona) as client:
        page = (await client.get(f"/affiliates/{local.id}/desks")).text
        where = f"/affiliates/{local.id}/desk-offers/{offer.id}/withdrawal"
        assert (await client.post(where, data=form_in(page, where))).status_code == 303
        assert (await client.post(where, data=form_in(page, where))).status_code == 409
    assert await queries.offers(lee, clock.now()) == []
    assert await queries.offers(kim, clock.now() + desks.OPEN_FOR) == []
