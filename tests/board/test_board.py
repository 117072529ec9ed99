"""The board over HTTP: who is shown what of whom."""

import re
from html import unescape

import pytest_asyncio

from community import db
from community.cohorts.seats import actions as seats
from community.evidence import actions as evidence
from tests.support.catalogue import a_definition
from tests.support.cohorts import a_cohort
from tests.support.evidence import brings, joins_a_local, writes
from tests.support.people import signed_in_client
from tests.support.questions import questions_counted


@pytest_asyncio.fixture
async def cohort(app):
    async with a_cohort(app) as made:
        yield made


async def board_of(member, query="") -> str:
    answer = await member.opens(f"/cohorts/{member.seat.cohort_id}/board{query}")
    assert answer.status_code == 200, answer.text[:800]
    return answer.text


def row_of(html: str, member) -> str:
    """The whole row of this member."""
    return re.search(rf'<tr [^>]*id="member-{member.seat.id}".*?</tr>', html, re.S)[0]


def cells_of(html: str, member) -> dict[str, str]:
    """{key: state} of a member's cells, as they stand in this page; "withheld" where they are not shown."""
    found = re.findall(
        rf'<(?:a|span) id="(?:own-)?(work|attempt)-{member.seat.id}(?:-(\w+))?"([^>]*)>', row_of(html, member)
    )
    return {
        key or kind: "withheld" if "data-withheld" in rest else re.search(r'data-state="(\w+)"', rest)[1]
        for kind, key, rest in found
    }


async def test_members_stand_against_requirements_and_the_attempt(cohort):
    ana, ben = await cohort.seats("Ana", "Ben")
    await brings(ana.person, await a_definition(), "Artifact 1", "ready")
    page = await board_of(ben)
    keys = ["students", "demand", "structures", "talk_plan", "talk_record", "reflection", "attempt"]
    assert list(cells_of(page, ana)) == keys
    assert cells_of(page, ana) == dict.fromkeys(keys, "not_started") | {"talk_plan": "ready", "attempt": "none"}
    heads = re.findall(r'<th role="columnheader" scope="col"[^>]*>(.*?)</th>', page, re.S)
    assert [re.sub(r"<.*", "", head).strip() for head in heads][1:] == [
        "Member",
        "Question 1",
        "Question 2",
        "Question 3",
        "Artifact 1",
        "Artifact 2",
        "Reflection",
        "Attempt",
    ]


async def test_ones_own_cells_lead_to_the_workspace_and_nobody_elses_anywhere(cohort):
    ana, ben = await cohort.seats("Ana", "Ben")
    page = await board_of(ana)
    assert f'id="own-work-{ana.seat.id}-talk_plan" href="/work/EL-02/talk_plan"' in page
    assert f'id="work-{ana.seat.id}-talk_plan"' not in page, "the peers' cell must find no place on its author's page"
    assert "<a " not in row_of(page, ben) and "(you)" in row_of(page, ana)


async def test_a_stranger_a_former_member_and_a_visitor_are_not_even_told_that_it_exists(cohort, client):
    ana, ben = await cohort.seats("Ana", "Ben")
    async with a_cohort(cohort.app) as other:
        zoe = await other.seats("Zoe")
        for path in ("board", "board/strip", "board?part=1"):
            assert (await zoe.opens(f"/cohorts/{cohort.id}/{path}")).status_code == 404
            assert (await ben.opens(f"/cohorts/{cohort.id}/{path}")).status_code == 200
    await seats.leave(ben.person, ben.seat, cohort.cohort)
    assert (await ben.opens(f"/cohorts/{cohort.id}/board")).status_code == 404
    assert f"member-{ben.seat.id}" not in await board_of(ana), "and a former member's row is gone"
    assert (await client.get(f"/cohorts/{cohort.id}/board")).status_code == 303


async def test_a_member_decides_what_peers_see(cohort):
    ana, ben = await cohort.seats("Ana", "Ben")
    await brings(ana.person, await a_definition(), "Question 1", "ready")
    await brings(ana.person, await a_definition(), "Question 2")
    for shows, states, words in [
        ("all", ("ready", "drafting"), ("Ready", "Drafting")),
        ("working_done", ("met", "drafting"), ("Done", "Working")),
        ("nothing", ("withheld", "withheld"), ("Not shown", "Not shown")),
    ]:
        await db.run("update seat set shows = :shows where id = :id", shows=shows, id=ana.seat.id)
        page = await board_of(ben)
        cells = cells_of(page, ana)
        assert (cells["students"], cells["demand"]) == states
        assert all(f"{word}" in row_of(page, ana) for word in words)
        if shows != "all":
            assert "ago" not in row_of(page, ana) and "<time" not in row_of(page, ana), (
                "no times beside withheld states"
            )
        for seer in (ana, cohort.facilitator):
            cells = cells_of(await board_of(seer), ana)
            assert (cells["students"], cells["demand"]) == ("ready", "drafting"), f"{seer.name} always sees them"


async def test_peers_never_see_a_result(cohort):
    ana, ben = await cohort.seats("Ana", "Ben")
    walks = {
        "Question 1": ("ready", "submit", "fall_short"),
        "Question 2": ("ready", "submit", "return_incomplete"),
        "Question 3": ("ready", "submit", "fall_short", "revise"),
        "Artifact 1": ("ready", "submit", "meet"),
        "Artifact 2": ("ready", "submit"),
    }
    for name, moves in walks.items():
        await brings(ana.person, await a_definition(), name, *moves)
    page = await board_of(ben)
    assert list(cells_of(page, ana).values())[:5] == ["submitted", "submitted", "drafting", "submitted", "submitted"]
    assert not re.search(r"Not yet|Incomplete|Revising|Met\b", row_of(page, ana))
    cells = re.findall(r'data-state="submitted".*?</span></span>', row_of(page, ana), re.S)
    assert len(cells) == 4 and len({re.sub(r"Question \d|Artifact \d| · [^<]*", "", cell) for cell in cells}) == 1, (
        "all look the same"
    )
    for seer in (ana, cohort.facilitator):
        states = list(cells_of(await board_of(seer), ana).values())[:5]
        assert states == ["not_yet", "returned_incomplete", "revising", "met", "submitted"]


async def test_r64_a_facilitator_sees_states_and_never_a_draft(cohort):
    ana = await cohort.seats("Ana")
    secret = "The creek behind our school floods in March."
    await writes(ana.person, await a_definition(), "Artifact 1", secret)
    page = await board_of(cohort.facilitator)
    assert cells_of(page, ana)["talk_plan"] == "drafting" and "creek" not in page
    assert "/work/EL-02/talk_plan" not in page, "no link to a draft"
    own = await cohort.facilitator.opens("/work/EL-02/talk_plan")
    assert own.status_code == 200 and "creek" not in own.text, "that address is one's own work only"


async def test_r25_the_safe_date_is_shown_to_the_member_and_the_facilitator_only(cohort):
    ana, ben = await cohort.seats("Ana", "Ben")
    assert "Clock not running" in await board_of(ana)
    await joins_a_local(ana.person)
    application = await evidence.start(ana.person, await a_definition("EL-02"))
    shown = f"{application.safe_day:%A, %B %-d, %Y}"
    assert shown in await board_of(ana)
    assert shown in row_of(await board_of(cohort.facilitator), ana)
    assert shown not in await board_of(ben) and str(application.safe_day.year) not in row_of(await board_of(ben), ana)


async def test_filters_have_their_state_in_the_address(cohort):
    ana, ben, cleo = await cohort.seats("Ana", "Ben", "Cleo")
    await brings(ana.person, await a_definition(), "Question 1", "ask")
    await brings(ben.person, await a_definition(), "Question 1")

    def shown(page):
        return [member.name for member in (ana, ben, cleo) if f'id="member-{member.seat.id}"' in page]

    assert shown(await board_of(cleo)) == ["Ana", "Ben", "Cleo"]
    assert shown(await board_of(cleo, "?show=everyone")) == ["Ana", "Ben", "Cleo"]
    assert shown(await board_of(cleo, "?show=asking")) == ["Ana"]
    assert shown(await board_of(cleo, "?show=submitted")) == []
    assert shown(await board_of(cleo, "?show=here")) == []
    assert shown(await board_of(cleo, "?show=nonsense")) == ["Ana", "Ben", "Cleo"]
    assert re.search(r'href="[^"]*\?show=asking" aria-current=true', await board_of(cleo, "?show=asking"))
    assert "Ana</span>" in await board_of(cleo), "who needs me"


async def test_an_observer_sees_counts_only(cohort):
    ana, ben = await cohort.seats("Ana", "Ben")
    await brings(ana.person, await a_definition(), "Question 1", "ready")
    await db.run("update seat set role = 'observer' where id = :id", id=ben.seat.id)
    page = await board_of(ben)
    assert "member-" not in page and ana.person.name not in page and "1 of 1" in page
    assert (await ben.opens(f"/cohorts/{cohort.id}/board/strip")).status_code == 403


async def test_the_number_of_questions_does_not_grow_with_the_rows(cohort, monkeypatch):
    ana = await cohort.seats("Ana")
    await cohort.seats("Ben")
    await board_of(ana)  # the columns are kept
    with questions_counted(monkeypatch) as few:
        await board_of(ana)
    for name in ("Cleo", "Dev", "Ema", "Finn", "Gia", "Hal", "Ida", "Jon"):
        member = await cohort.joins(name)
        for requirement in ("Question 1", "Question 2", "Artifact 1"):
            await brings(member.person, await a_definition(), requirement, "ready")
    with questions_counted(monkeypatch) as many:
        page = await board_of(ana)
    assert page.count('id="member-') == 10
    assert many.total() == few.total() <= 22, many


async def test_over_sixty_members_come_by_name_and_page(app):
    everybody = [f"Member {number:03}" for number in range(65)]
    async with a_cohort(None, *everybody, capacity=100) as made:  # noqa: SIM117
        async with signed_in_client(app, made.facilitator.person) as client:
            page = (await client.get(f"/cohorts/{made.id}/board")).text
            assert names_in(page) == [f"Member {number:03}" for number in range(50)]
            after = unescape(re.search(r'href="([^"]*after=\d+)"', page)[1])
            assert names_in((await client.get(after)).text) == [f"Member {number:03}" for number in range(50, 65)]
            await brings(made.members["Member 060"].person, await a_definition(), "Question 1", "ask")
            assert names_in((await client.get(f"/cohorts/{made.id}/board?show=asking")).text) == ["Member 060"]


def names_in(page: str) -> list[str]:
    return re.findall(r"<strong>(Member \d+)</strong>", page)
