"""A roster: looked at, taken in, and linked to the persons whom it means."""

from datetime import date
from uuid import uuid4

import pytest

from community import clock, db, events
from community.affiliates import actions as affiliates
from community.affiliates import lines, queries
from community.affiliates.memberships import actions as memberships
from community.affiliates.rosters import actions, linking
from community.affiliates.rosters.actions import LookAgain
from tests.support.people import make_person

pytestmark = pytest.mark.usefixtures("database")
HEADER = "Member number,Last name,First name,Email,Status,From,To,School\n"
ROWS = """
select number, family_name, status, starts_on, ends_on, building, person_id from roster_row
where affiliate_id = :id order by number
"""


async def desk_at(affiliate):
    mona = await make_person(f"Mona {uuid4().hex[:5]}")
    await affiliates.give_desk(mona, "organizer", affiliate)
    return mona, await queries.desk(mona, affiliate.id)


async def a_local(tree, name: str):
    return await affiliates.make_affiliate("local", name, f"l-{uuid4().hex[:10]}", tree.oak)


async def rows_of(affiliate) -> list[tuple]:
    return [tuple(row.values()) for row in await db.many(dict, ROWS, id=affiliate.id)]


async def takes_in(affiliate, text: str, whole: bool = False):
    mona, desk = await desk_at(affiliate)
    preview = await actions.look(desk, lines.pieces(text), whole)
    assert preview.can_be_taken_in, preview.mistakes
    return await actions.take_in(desk, mona, text, preview.mark, whole)


def told(preview) -> list[tuple]:
    return [(one.line, one.what) for one in preview.planned]


async def test_a_roster_is_looked_at_before_and_nothing_is_written_until_it_is_taken_in(tree):
    local = await a_local(tree, "Looks First")
    mona, desk = await desk_at(local)
    text = HEADER + "1,Ruiz,Ana,ana@x.org,active,2025-09-01,,Hill\n2,Lund,Bo,,pending,9/1/2026,8/31/2027,\n"
    preview = await actions.look(desk, lines.pieces(text))
    assert told(preview) == [(2, "new"), (3, "new")] and await rows_of(local) == []
    assert not preview.mistakes
    await actions.take_in(desk, mona, text, preview.mark)
    assert await rows_of(local) == [
        ("1", "Ruiz", "active", date(2025, 9, 1), None, "Hill", None),
        ("2", "Lund", "pending", date(2026, 9, 1), date(2027, 8, 31), "", None),
    ]
    (event,) = [one for one in await events.since({local.topic: 0}) if one.kind == "roster.taken_in"]
    assert (event.by, event.detail) == (mona.id, {"new": 2, "changed": 0, "ended": 0, "unchanged": 0})


async def test_the_same_roster_again_changes_nothing_and_another_says_what_it_changes(tree):
    local = await a_local(tree, "Again And Again")
    text = HEADER + "1,Ruiz,Ana,,,2025-09-01,,\n2,Lund,Bo,,,,,\n3,Ende,Cy,,,2025-09-01,,\n"
    await takes_in(local, text)
    before = await rows_of(local)
    counts = await takes_in(local, text)
    assert (counts.new, counts.changed, counts.ended, counts.unchanged) == (0, 0, 0, 3)
    assert await rows_of(local) == before
    _, desk = await desk_at(local)
    other = HEADER + "1,Ruiz-Sol,Ana,a@x.org,,2025-09-01,,\n3,Ende,Cy,,ended,2025-09-01,,\n4,Neu,Di,,,,,\n"
    preview = await actions.look(desk, lines.pieces(other))
    assert told(preview) == [(2, "changed"), (3, "ended"), (4, "new")]
    assert preview.planned[0].differs == ["family_name", "addresses"]
    assert preview.missing == ["Bo Lund"]


async def test_a_column_that_the_file_has_not_is_left_as_it_is_and_an_empty_cell_is_not(tree):
    local = await a_local(tree, "Keeps Columns")
    await takes_in(local, HEADER + "1,Ruiz,Ana,a@x.org,pending,2025-09-01,2026-12-31,Hill\n")
    counts = await takes_in(local, "number;last name\r\n1;Ruiz\r\n")
    assert counts.unchanged == 1
    await takes_in(local, "number,last name,to,building,status\n1,Ruiz,,,\n")
    assert await rows_of(local) == [("1", "Ruiz", "active", date(2025, 9, 1), None, "", None)]


async def test_who_ends_has_an_end_that_does_not_move_and_who_comes_back_has_none(tree):
    local = await a_local(tree, "Comes And Goes")
    await takes_in(local, "number,last name,from,status\n1,Ruiz,2025-09-01,active\n")
    ended = "number,last name,from,status,to\n1,Ruiz,2025-09-01,ended,\n"
    assert (await takes_in(local, ended)).ended == 1
    (row,) = await rows_of(local)
    assert row[4] is not None
    assert (await takes_in(local, ended)).unchanged == 1
    assert (await takes_in(local, "number,last name,status\n1,Ruiz,active\n")).changed == 1
    assert (await rows_of(local))[0][4] is None


async def test_a_whole_list_ends_who_is_not_on_it_and_nobody_vanishes(tree):
    local, other = await a_local(tree, "Whole List"), await a_local(tree, "Other List")
    text = "number,last name,from\n1,Ruiz,2025-09-01\n2,Lund,2025-09-01\n"
    await takes_in(local, text)
    await takes_in(other, text)
    await takes_in(local, "number,last name\n1,Ruiz\n", whole=True)
    assert [(row[0], row[2]) for row in await rows_of(local)] == [("1", "active"), ("2", "ended")]
    assert [row[2] for row in await rows_of(other)] == ["active", "active"], "another roster is not touched"
    assert (await takes_in(local, "number,last name\n1,Ruiz\n", whole=True)).missing == 0


async def test_r11_a_states_roster_names_its_locals_and_no_other_affiliate(tree):
    mona, desk = await desk_at(tree.oak)
    good = f"number,last name,local\n71,Ruiz,{tree.harbor.slug}\n72,Lund,\n"
    await takes_in(tree.oak, good)
    assert ("71", "Ruiz") in [row[:2] for row in await rows_of(tree.harbor)]
    assert ("72", "Lund") in [row[:2] for row in await rows_of(tree.oak)]
    for slug in (tree.prairie.slug, tree.elm.slug, tree.nation.slug, "no-such"):
        preview = await actions.look(desk, lines.pieces(f"number,last name,local\n1,Ruiz,{slug}\n"))
        assert [(one.line, one.field) for one in preview.mistakes] == [(2, "local")]
        with pytest.raises(LookAgain):
            await actions.take_in(desk, mona, f"number,last name,local\n1,Ruiz,{slug}\n", preview.mark)
    _, below = await desk_at(tree.harbor)
    upwards = await actions.look(below, lines.pieces(f"number,last name,local\n1,Ruiz,{tree.oak.slug}\n"))
    assert upwards.wrong == 1


WRONG = {
    "no number": (",Ruiz,Ana,,,,,", "number"),
    "no last name": ("1,,Ana,,,,,", "family_name"),
    "an address that is none": ("1,Ruiz,Ana,ana at x,,,,", "email"),
    "six addresses": ("1,Ruiz,Ana,a@x.org b@x.org c@x.org d@x.org e@x.org f@x.org,,,,", "email"),
    "a status of its own": ("1,Ruiz,Ana,,vip,,,", "status"),
    "a day that is none": ("1,Ruiz,Ana,,,2026-02-30,,", "from"),
    "a day in another way": ("1,Ruiz,Ana,,,31.1.2026,,", "from"),
    "a day of another age": ("1,Ruiz,Ana,,,0001-01-01,,", "from"),
    "an end before its beginning": ("1,Ruiz,Ana,,,2026-02-02,2026-02-01,", "to"),
    "a formula": ('1,"=HYPERLINK(""https://evil"")",Ana,,,,,', "family_name"),
    "a number twice": ("1,Ruiz,Ana,,,,,\n1,Lund,Bo,,,,,", "number"),
}


@pytest.mark.parametrize("name", WRONG)
async def test_nothing_of_a_roster_is_taken_in_when_one_line_is_wrong(tree, name):
    row, field = WRONG[name]
    local = await a_local(tree, "Wrong Lines")
    mona, desk = await desk_at(local)
    text = HEADER + "900,Good,Line,,,,,\n" + row + "\n"
    preview = await actions.look(desk, lines.pieces(text))
    assert [one.field for one in preview.mistakes] == [field] and not preview.can_be_taken_in
    assert preview.mistakes[0].line == text.count("\n")
    with pytest.raises(LookAgain):
        await actions.take_in(desk, mona, text, preview.mark)
    assert await rows_of(local) == []


async def test_what_was_looked_at_is_what_is_taken_in(tree):
    local = await a_local(tree, "Looks Again")
    mona, desk = await desk_at(local)
    text = "number,last name\n1,Ruiz\n"
    seen = (await actions.look(desk, lines.pieces(text))).mark
    with pytest.raises(LookAgain):
        await actions.take_in(desk, mona, text + "2,Lund\n", seen)
    with pytest.raises(LookAgain):
        await actions.take_in(desk, mona, text, seen, whole=True)
    await takes_in(local, text)
    with pytest.raises(LookAgain) as again:
        await actions.take_in(desk, mona, text, seen)
    assert again.value.preview.counts.unchanged == 1
    assert len(await rows_of(local)) == 1


async def test_r8_a_line_is_linked_by_a_confirmed_address_and_the_membership_follows_it(tree):
    local = await a_local(tree, "Links Addresses")
    ana = await make_person("Ana Ruiz", email=f"{uuid4().hex[:6]}@links.org")
    await takes_in(local, HEADER + f"A-7,Ruiz,Ana,{ana.email.upper()},active,2025-09-01,2026-12-31,\n")
    (one,) = await queries.memberships(ana)
    assert (one.affiliate, one.number, one.status) == ("Links Addresses", "A-7", "active")
    assert (one.starts_on, one.ends_on) == (date(2025, 9, 1), date(2026, 12, 31))
    await takes_in(local, "number,last name,status\nA-7,Ruiz,ended\n")
    assert (await queries.standing(ana, date(2026, 10, 1))).state == "none"


async def test_r8_a_line_that_a_desk_has_said_is_not_theirs_is_linked_again_by_the_desk_alone(tree):
    local = await a_local(tree, "Releases Lines")
    ana = await make_person("Ana Ruiz")
    _, desk = await desk_at(local)
    text = HEADER + f"A-9,Ruiz,Ana,{ana.email},,,,\n"
    await takes_in(local, text)
    row = await queries.row_for(desk, "A-9")
    await memberships.release(desk, row.id)
    await takes_in(local, text)
    async with db.transaction():
        await linking.persons([ana.id])
        assert not await linking.one(row.id, ana.id, "number")
    today = clock.now().date()
    assert (await queries.standing(ana, today)).state == "none"
    async with db.transaction():
        assert await linking.one(row.id, ana.id, "desk")
    assert (await queries.standing(ana, today)).state == "active"


async def test_a_line_stays_when_its_person_is_erased(tree):
    local = await a_local(tree, "Erases Persons")
    ana = await make_person("Ana Ruiz")
    await takes_in(local, HEADER + f"1,Ruiz,Ana,{ana.email},,,,\n")
    _, desk = await desk_at(local)
    assert [(one.name, one.linked_by) for one in await queries.listed(desk)] == [("Ana Ruiz", "address")]
    await db.run("delete from person where id = :id", id=ana.id)
    assert [(one.name, one.linked_by) for one in await queries.listed(desk)] == [("Ana Ruiz", "")]
    assert (await takes_in(local, HEADER + f"1,Ruiz,Ana,{ana.email},,,,\n")).unchanged == 1


async def test_r8_an_address_that_is_not_confirmed_links_nothing_until_it_is(tree):
    local = await a_local(tree, "Unconfirmed")
    ana = await make_person("Ana Ruiz")
    waiting = f"{uuid4().hex[:6]}@waits.org"
    await db.run(
        "insert into email (person_id, address, is_main) values (:id, :address, false)", id=ana.id, address=waiting
    )
    await takes_in(local, HEADER + f"1,Ruiz,Ana,{waiting},,,,\n")
    assert await queries.memberships(ana) == []
    await db.run("update email set confirmed_at = :at where address = :address", at=clock.now(), address=waiting)
    async with db.transaction():
        await linking.persons([ana.id])
    assert [one.affiliate for one in await queries.memberships(ana)] == ["Unconfirmed"]


async def test_r8_an_address_of_two_lines_or_a_line_of_two_persons_decides_nothing(tree):
    local = await a_local(tree, "Two Of A Kind")
    ana, bo = await make_person("Ana Ruiz"), await make_person("Bo Ruiz")
    await takes_in(
        local, HEADER + f"1,Ruiz,Ana,{ana.email},,,,\n2,Ruiz,Al,{ana.email},,,,\n3,Ruiz,Bo,{bo.email} {ana.email},,,,\n"
    )
    assert await queries.memberships(ana) == await queries.memberships(bo) == []


async def test_as_many_lines_as_a_form_holds_are_looked_at_in_part_and_taken_in_whole(tree):
    local = await a_local(tree, "Very Large")
    text = (f"{n},Name{n},A,{n}@large.org,active,2025-09-01,,Hill\n" for n in range(6_000))
    preview = await actions.import_roster(local, (line for part in ([HEADER], text) for line in part))
    assert preview.counts.new == 6_000 and len(preview.planned) == actions.MOST_SHOWN
    assert await db.value("select count(*) from roster_row where affiliate_id = :id", id=local.id) == 6_000
