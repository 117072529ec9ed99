"""Who did what when, at the desks: from the log, each desk its own part of it, and nobody named who must not be."""

import csv
import io
import re
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest_asyncio

from community import clock, db, events
from community.affiliates import actions as affiliates
from community.affiliates import queries as affiliate_queries
from community.audit import queries, rules, wording
from community.audit.queries import Office, Wanted
from community.cohorts import queries as cohorts
from community.cohorts.seats import actions as seats
from community.evidence import queries as evidence
from community.people import queries as people
from community.review import desks as review_desks
from community.submissions import queries as submissions
from community.submissions.expecting.rules import Target, expected
from community.submissions.rules import Promise
from tests.support.catalogue import a_definition
from tests.support.cohorts import a_cohort
from tests.support.factors import shows_a_factor
from tests.support.fees import an_issuer_desk, issuer_slug, paid
from tests.support.people import erased, make_person, signed_in_client

SOURCES = Path(__file__).parents[2] / "community"


async def person_of(desk):
    return (await people.people_by_id([desk.person_id]))[desk.person_id]


@pytest_asyncio.fixture(scope="module")
async def house(app):
    """A cohort of a local from which Vik was removed, beside another local; a paid fee; an approver and others."""
    definition = await a_definition("EL-02")
    async with a_cohort(app, "Ana", "=cmd() Vik") as here, a_cohort(app, "Tess") as there:
        place = await cohorts.place(here.organizer, here.id)
        vik = await here.seats("=cmd() Vik")
        await seats.remove(place, await cohorts.member_at(place, vik.seat.id))
        editor = await an_issuer_desk(definition)
        fee = await paid((await here.seats("Ana")).person, definition, editor)
        slug = await issuer_slug(definition)
        issuer = await affiliate_queries.public_issuer(slug)
        vera, rolf = await make_person("Vera Holm"), await make_person("Rolf Reader")
        await affiliates.give_desk(vera, "approver", issuer)
        await affiliates.give_desk(rolf, "reviewer", issuer)
        ada = await make_person("Ada Min")
        await affiliates.give_desk(ada, "administrator")
        yield SimpleNamespace(
            app=app, here=here, there=there, fee=fee, slug=slug, issuer=issuer, editor=editor, vera=vera, rolf=rolf,
            ada=ada, audit=f"/affiliates/{here.local.id}/audit",
        )


async def an_attempt(person) -> tuple[int, str]:
    """Its id and its number."""
    definition, at = await a_definition("EL-02"), clock.now()
    opened = await evidence.add_application(person, definition.micro_credential_id, definition.id, at, None)
    made = await submissions.add(person, opened, sorted(Promise), at, expected(at, "UTC", Target()))
    return made, (await submissions.submissions_by_id([made]))[made].number


async def reads(house, person, address):
    async with signed_in_client(house.app, person) as client:
        return await client.get(address)


async def test_an_organizer_reads_who_removed_whom_and_when(house):
    page = await reads(house, house.here.organizer, f"{house.audit}?what=seat.removed")
    row = page.text.split("<tbody", 1)[1].split("</tr>", 1)[0]
    for words in ("Removed from a cohort", "=cmd() Vik", house.here.organizer.name, house.here.cohort.name):
        assert words in row, words
    assert page.text.split("<tbody", 1)[1].count("<tr") == 1, "one deed is told on three topics and stands here once"


async def test_of_another_local_nothing_is_read_and_the_state_above_reads_both(house):
    def wanted(cohort):
        return Office(("organizer",), cohort.local.id, None, "")

    here = await queries.entries(wanted(house.here), Wanted(), 500)
    there = await queries.entries(wanted(house.there), Wanted(), 500)
    assert here and there and not {one.id for one in here} & {one.id for one in there}
    state = Office(("organizer",), house.here.local.parent_id, None, "")
    above = {one.id for one in await queries.entries(state, Wanted(), 500)}
    assert {one.id for one in here} <= above
    stranger = await reads(house, house.there.organizer, house.audit)
    assert stranger.status_code == 404


async def test_who_what_and_when_narrow_it(house):
    desk = Office(("organizer",), house.here.local.id, None, "")
    organizer, now = house.here.organizer.name, clock.now()
    by = await queries.entries(desk, Wanted(who=organizer.upper()[:6]), 100)
    assert by and {one.who for one in by} == {organizer}
    assert {one.kind for one in await queries.entries(desk, Wanted(kind="seat.taken"), 100)} == {"seat.taken"}
    assert await queries.entries(desk, Wanted(since=now + timedelta(days=1)), 100) == []
    assert await queries.entries(desk, Wanted(until=now - timedelta(days=900)), 100) == []
    whole = await queries.entries(desk, Wanted(), 100)
    assert await queries.entries(desk, Wanted(before=whole[1].id), 100) == whole[2:], "paged by key"
    page = (await reads(house, house.here.organizer, f"{house.audit}?who=nobody+of+this+name")).text
    assert "Nothing of this kind" in page and 'value="nobody of this name"' in page


async def test_a44_a_table_of_it_runs_no_formula_and_the_data_says_the_same(house):
    table = await reads(house, house.here.organizer, f"{house.audit}.csv?what=seat.removed")
    (row,) = list(csv.DictReader(io.StringIO(table.text.lstrip("\ufeff"))))
    assert row["Deed"] == "seat.removed" and row["Who"] == house.here.organizer.name
    assert row["Whom"].startswith("'=cmd() Vik")
    data = (await reads(house, house.here.organizer, f"{house.audit}.json?what=seat.removed")).json()
    assert [(one["deed"], one["who"]) for one in data] == [("seat.removed", house.here.organizer.name)]


async def test_what_was_paid_stands_at_the_issuer_under_the_fees_number(house):
    editor = await person_of(house.editor)
    page = (await reads(house, editor, f"/issuers/{house.slug}/audit?what=fee.paid")).text
    assert house.fee.number in page and editor.name in page and "Ana " not in page.split("<tbody", 1)[1]


async def test_r50_no_reader_is_named_to_an_approver_nor_found_by_their_name(house):
    ana = (await house.here.seats("Ana")).person
    made, number = await an_attempt(ana)
    async with db.transaction():
        events.record("review.recommended", f"submission:{number}", about=made, by=house.rolf.id)
        events.record("review.overridden", f"submission:{number}", about=made, by=house.vera.id)
    page = (await reads(house, house.vera, f"/issuers/{house.slug}/audit")).text
    rows = [row for row in page.split("<tbody", 1)[1].split("</tr>") if number in row]
    assert len(rows) == 2, "what was done with this attempt"
    assert "Outcome overridden" in rows[0] and house.vera.name in rows[0]
    assert "A reader sent a recommendation" in rows[1] and "Not named" in rows[1]
    assert not any(person.name in row for person in (house.rolf, ana) for row in rows)
    office = Office(("approver",), None, house.issuer.id, "")
    assert await queries.entries(office, Wanted(who=house.rolf.name, kind="review.recommended"), 10) == []
    editing = Office(("catalogue_editor",), None, house.issuer.id, "")
    kinds = {one.kind for one in await queries.entries(editing, Wanted(), 500)}
    assert kinds and not {kind for kind in kinds if kind.startswith(("review.", "certification."))}
    assert (await reads(house, house.rolf, f"/issuers/{house.slug}/audit")).status_code == 404


async def test_what_happened_by_itself_is_told_apart_from_what_somebody_did_who_is_not_told(house):
    """A reader, a committee, whoever erased their account."""
    audit, gone = f"/issuers/{house.slug}/audit", await make_person("Gail Gone")
    deeds = (
        ("review.recommended", house.rolf.id, "Not named"),
        ("award.stands", None, "Not named"),
        ("review.overridden", gone.id, "Account closed"),
        ("review.third_wanted", None, "By itself"),
    )
    about, number = await an_attempt((await house.here.seats("=cmd() Vik")).person)
    async with db.transaction():
        for kind, by, _said in deeds:
            topic = f"issuer:{house.issuer.id}" if kind == "award.stands" else f"submission:{number}"
            events.record(kind, topic, about=about, by=by)
    await erased(gone.id)
    for kind, _by, said in deeds:
        found = f"No. {about}" if kind == "award.stands" else number
        page = (await reads(house, house.vera, f"{audit}?what={kind}")).text.split("<tbody", 1)[1]
        (row,) = [one for one in page.split("</tr>") if found in one]
        assert f'<span class="soft">{said}</span>' in row, kind
        entry = {"deed": kind, "who": said, "about": number if found == number else str(about)}
        data = (await reads(house, house.vera, f"{audit}.json?what={kind}")).json()
        assert [one for one in data if one.items() >= entry.items()], kind
        table = (await reads(house, house.vera, f"{audit}.csv?what={kind}")).text
        rows = list(csv.DictReader(io.StringIO(table.lstrip("\ufeff"))))
        assert [one["Who"] for one in rows if one["About"] == entry["about"]] == [said], kind


async def test_the_platforms_log_is_for_administrators_with_their_second_factor(house):
    assert (await reads(house, house.here.organizer, "/administration/audit")).status_code == 404
    async with signed_in_client(house.app, house.ada, factor=False) as client:
        first = await client.get("/administration/audit")
        assert first.headers["location"].startswith("/factor")
        await shows_a_factor(house.ada)
        page = (await client.get("/administration/audit?what=desk.given")).text
    rows = page.split("<tbody", 1)[1].split("</tbody>")[0]
    assert rows.count("Ada Min") == 1, "given on one topic"
    assert rows.count("Vera Holm") == 1, "given on two topics, told once"


def test_the_log_that_desks_read_holds_no_text_and_each_of_its_kinds_is_recorded_and_has_words():
    all_kinds = {kind for there in rules.READS.values() for kinds in there.values() for kind in kinds}
    deeds = "".join(file.read_text() for file in SOURCES.rglob("*.py") if "audit" not in file.parts)
    unrecorded = {kind for kind in all_kinds if f'"{kind}"' not in deeds and not kind.startswith("invitation.")}
    assert unrecorded == set(), "a kind that nobody records"
    assert all_kinds == set(wording.DEEDS)
    assert all_kinds >= rules.UNNAMED
    texts = ("message.", "work.", "note.", "feedback.", "draft.", "thread.", "request.", "result.", "names.")
    assert not [kind for kind in all_kinds if kind.startswith(texts)]


async def test_the_small_indexes_hold_what_is_found_by_subject_or_kind_alone(database):
    rows = await db.many(dict, "select indexdef from pg_indexes where indexname like 'event\\_%' order by 1 limit 20")
    said = {frozenset(re.findall(r"'([a-z]+\.[a-z_]+)'", row["indexdef"])) for row in rows} - {frozenset()}
    desks = frozenset(rules.AFFILIATE + rules.COHORT + rules.LINE + rules.ATTEMPT)
    assert said == {frozenset(rules.FEE + rules.REPORT), frozenset(rules.PLATFORM), desks}


async def test_the_desk_of_a_nation_reads_the_same_by_kinds_and_asks_no_topic_for_it(house, monkeypatch):
    """Of a hundred thousand topics below, each asked by itself, the page would take longer than it may."""
    state = (await affiliate_queries.affiliates_by_id([house.here.local.parent_id]))[house.here.local.parent_id]
    places = (state.parent_id, state.id, house.here.local.id)
    for place in places:
        by_kinds, by_topics = (Office(("organizer",), place, None, "", wide) for wide in (True, False))
        found = await queries.entries(by_kinds, Wanted(), 500)
        assert found == await queries.entries(by_topics, Wanted(), 500) and len(found) > 5
    asked, whole = [], queries.entries

    async def noted(desk, *args):
        asked.append(desk.is_wide)
        return await whole(desk, *args)

    monkeypatch.setattr(queries, "entries", noted)
    nora = await make_person("Nora Nation")
    nation = (await affiliate_queries.affiliates_by_id([state.parent_id]))[state.parent_id]
    await affiliates.give_desk(nora, "organizer", nation)
    for place in places:
        assert "Removed from a cohort" in (await reads(house, nora, f"/affiliates/{place}/audit")).text
    assert asked == [True, False, False]


async def test_what_it_reads_costs_one_question_however_much_there_is(house, monkeypatch):
    asked = []
    whole = db.many

    async def counted(*args, **values):
        asked.append(args)
        return await whole(*args, **values)

    monkeypatch.setattr(db, "many", counted)
    await queries.entries(Office(("organizer",), house.here.local.parent_id, None, ""), Wanted(), 51)
    assert len(asked) == 1


def test_who_reads_no_log_reads_nothing():
    for desk in ("reviewer", "committee_member", "building_representative", "support"):
        assert rules.reads((desk,)) == {} and rules.kinds((desk,)) == []
    assert review_desks.REVIEWER not in rules.READS
