"""A tree of affiliates, who is a member, and who sits at which desk."""

from datetime import date
from uuid import uuid4

import asyncpg
import pytest

from community import db, events
from community.affiliates import actions, queries
from community.affiliates.queries import Standing
from community.errors import Conflict, NotFound
from tests.affiliates.conftest import Tree
from tests.support.people import make_person

pytestmark = pytest.mark.usefixtures("database")


async def reaches(person, tree: Tree) -> set[str]:
    """The slugs of all affiliates of the tree over which this person has an organizer's desk."""
    reached = set()
    for affiliate in vars(tree).values():
        try:
            desk = await queries.desk(person, affiliate.id)
        except NotFound:
            continue
        assert (await queries.affiliate(desk)) == affiliate
        reached.add(affiliate.slug)
    return reached


@pytest.mark.parametrize(
    ("sits_at", "sees"),
    [
        ("harbor", {"oak-harbor"}),
        ("oak", {"oak-educators", "oak-harbor", "oak-valley"}),
        ("nation", {"educators-together", "oak-educators", "elm-educators", "oak-harbor", "oak-valley", "elm-prairie"}),
    ],
)
async def test_r11_an_organizer_sees_their_own_affiliate_and_those_below_and_no_other(tree, sits_at, sees):
    mona = await make_person("Mona Organizes")
    assert await reaches(mona, tree) == set(), "no desk yet"
    here = getattr(tree, sits_at)
    given = await actions.give_desk(mona, "organizer", here)
    assert await reaches(mona, tree) == sees
    desk = await queries.desk(mona, here.id)
    assert {one.slug for one in await queries.affiliates(desk)} == sees
    everywhere = {(mona.id, affiliate.id) for affiliate in vars(tree).values()}
    assert await queries.affiliate_audiences_by_id(everywhere) == {
        (mona.id, affiliate.id): "organizer" for affiliate in vars(tree).values() if affiliate.slug in sees
    }
    await actions.end_desk(mona, given)
    assert await reaches(mona, tree) == set(), "the desk was given back"
    assert await queries.affiliate_audiences_by_id(everywhere) == {}


async def test_r11_what_is_reached_from_above_is_named_with_where_the_desk_is_held(tree):
    mona = await make_person("Mona Above")
    await actions.give_desk(mona, "organizer", tree.oak)
    desk = await queries.desk(mona, tree.harbor.id)
    assert (desk.affiliate_id, desk.affiliate, desk.held_at) == (tree.harbor.id, "Harbor Educators", tree.oak.id)
    assert {one.slug for one in await queries.affiliates(desk)} == {"oak-harbor"}
    await actions.give_desk(mona, "organizer", tree.harbor)
    assert (await queries.desk(mona, tree.harbor.id)).held_at == tree.harbor.id, "the nearest desk counts"


async def test_r11_another_desk_or_a_membership_opens_no_affiliate(tree):
    rob = await make_person("Rob Represents")
    await actions.give_desk(rob, "building_representative", tree.harbor)
    await actions.give_desk(rob, "administrator")
    await actions.enrol(rob, tree.oak, date(2026, 9, 1))
    assert await reaches(rob, tree) == set()


async def test_the_affiliates_of_a_desk_come_by_slug_from_where_one_stopped(tree):
    mona = await make_person("Mona Pages")
    await actions.give_desk(mona, "organizer", tree.nation)
    desk = await queries.desk(mona, tree.nation.id)
    first = await queries.affiliates(desk, most=2)
    rest = await queries.affiliates(desk, after=first[-1].slug)
    assert [one.slug for one in first + rest] == [
        "educators-together", "elm-educators", "elm-prairie", "oak-educators", "oak-harbor", "oak-valley",
    ]  # fmt: skip


async def test_a_member_is_who_has_any_membership_that_counts_that_day(tree):
    ana = await make_person("Ana Ruiz")
    assert not await queries.is_member(ana, date(2026, 10, 1))
    await actions.enrol(ana, tree.harbor, date(2026, 9, 1), status="pending")
    assert not await queries.is_member(ana, date(2026, 10, 1)), "the affiliate has not answered"
    await actions.enrol(ana, tree.harbor, date(2026, 9, 1), ends_on=date(2026, 12, 31), number="H-1")
    assert await queries.is_member(ana, date(2026, 12, 31))
    assert not await queries.is_member(ana, date(2027, 1, 1))
    await actions.enrol(ana, tree.prairie, date(2027, 1, 1))
    assert await queries.is_member(ana, date(2027, 1, 1)), "a member elsewhere"
    assert [(one.affiliate, one.number) for one in await queries.memberships(ana)] == [
        ("Prairie Educators", ""),
        ("Harbor Educators", "H-1"),
    ]


async def test_r8_a_start_is_told_whether_one_is_a_member_or_waits_for_an_affiliate(tree):
    ana, first, later = await make_person("Ana Waits"), date(2026, 9, 1), date(2026, 10, 1)
    assert await queries.standing(ana, later) == Standing("none")
    await actions.enrol(ana, tree.prairie, first, status="ended")
    assert await queries.standing(ana, later) == Standing("none"), "it has ended"
    await actions.enrol(ana, tree.valley, first, status="pending")
    assert await queries.standing(ana, later) == Standing("waiting", tree.valley.id, "Valley Educators")
    await actions.enrol(ana, tree.harbor, later)
    assert (await queries.standing(ana, first)).state == "waiting", "that one has not begun"
    assert await queries.standing(ana, later) == Standing("active", tree.harbor.id, "Harbor Educators")


async def test_everybody_may_read_the_tree_from_the_states_down(tree):
    states = [one.slug for one in await queries.public_state_affiliates()]
    assert [slug for slug in states if slug in ("elm-educators", "oak-educators")] == ["elm-educators", "oak-educators"]
    first = await queries.public_locals("oak-educators", most=1)
    rest = await queries.public_locals("oak-educators", after=first[-1].slug)
    assert [one.name for one in first + rest] == ["Harbor Educators", "Valley Educators"]
    assert [one.slug for one in await queries.public_locals("oak-educators", search="HARB")] == ["oak-harbor"]
    assert await queries.public_locals("oak-educators", search="100%") == []
    assert await queries.public_locals("oak-harbor") == await queries.public_locals("nowhere") == []
    assert [one.slug for one in await queries.public_path(tree.harbor)] == [
        "educators-together",
        "oak-educators",
        "oak-harbor",
    ]
    assert [one.slug for one in await queries.public_path(tree.nation)] == ["educators-together"]


async def test_who_holds_an_office_is_marked_so_and_the_log_knows_by_whom(tree):
    issuer = await actions.make_issuer(f"issuer-{uuid4().hex[:6]}", "Some Institute", window_months=None)
    may, boss = await make_person("May Reviews"), await make_person("Bo Boss")
    desk = await actions.give_desk(may, "reviewer", issuer, by=boss)
    assert await holds_office(may)
    assert await queries.issuer_audiences_by_id({(may.id, issuer.id)}) == {(may.id, issuer.id): "desk"}
    assert await queries.issuer_audiences_by_id({(boss.id, issuer.id)}) == {}
    with pytest.raises(Conflict):
        await actions.give_desk(may, "reviewer", issuer)
    support = await actions.give_desk(may, "support")
    await actions.end_desk(may, desk, by=boss)
    assert await holds_office(may), "one desk is left"
    with pytest.raises(Conflict):
        await actions.end_desk(may, desk)
    await actions.end_desk(may, support)
    assert not await holds_office(may)
    told = await events.since({issuer.topic: 0})
    assert [(event.kind, event.by) for event in told] == [
        ("issuer.made", None),
        ("desk.given", boss.id),
        ("desk.ended", boss.id),
    ]


async def test_a_desk_cannot_be_ended_in_the_name_of_another_person(tree):
    mona, eve = await make_person("Mona Stays"), await make_person("Eve Else")
    desk = await actions.give_desk(mona, "organizer", tree.valley)
    with pytest.raises(Conflict):
        await actions.end_desk(eve, desk)
    assert await reaches(mona, tree) == {"oak-valley"}


async def test_an_issuer_that_is_here_stays_as_it_is():
    first = await actions.make_issuer("once-only", "Once Only", fee_cents=5000)
    assert await actions.make_issuer("once-only", "Other Name") == first
    assert (first.fee_cents, first.window_months) == (5000, 6)


@pytest.mark.parametrize(
    ("kind", "under"), [("local", "nation"), ("state", "oak"), ("local", "harbor"), ("national", "nation")]
)
async def test_a_tree_has_three_floors_in_the_action_and_in_the_database(tree, database, kind, under):
    above = getattr(tree, under)
    with pytest.raises(ValueError, match="stands under"):
        await actions.make_affiliate(kind, "Some Name", "some-name", above)
    connection = await asyncpg.connect(database)
    try:
        with pytest.raises(asyncpg.IntegrityConstraintViolationError):
            await connection.execute(
                "insert into affiliate (kind, parent_id, name, slug) values ($1, $2, 'Some Name', 'some-name')",
                kind,
                above.id,
            )
        with pytest.raises(asyncpg.IntegrityConstraintViolationError):
            await connection.execute("update affiliate set parent_id = $1 where id = $2", tree.harbor.id, tree.oak.id)
    finally:
        await connection.close()


@pytest.mark.parametrize("kind", ["organizer", "reviewer"])
async def test_a_desk_without_its_place_is_refused(tree, kind):
    mona = await make_person("Mona Nowhere")
    with pytest.raises(ValueError, match="sits with"):
        await actions.give_desk(mona, kind)
    assert await queries.desks(mona) == []


async def holds_office(person) -> bool:
    return await db.value("select holds_office from person where id = :id", id=person.id)
