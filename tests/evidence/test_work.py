"""Work as its author makes it: drafts of one and of two devices, ready and back, Start."""

import asyncio
from datetime import date, timedelta

import pytest

from community import clock, db
from community.errors import Conflict, Forbidden, NotFound
from community.evidence import actions, queries, rules
from community.evidence.rules import State
from tests.support.catalogue import a_definition
from tests.support.evidence import clock_at, events_about, joins_a_local, requirement_of
from tests.support.people import make_person


async def a_writer(name="Ana Torres", code="EL-02", key="talk_plan", **fields):
    definition = await a_definition(code)
    return await make_person(name, **fields), definition, await requirement_of(definition, key)


async def test_looking_makes_no_row_and_the_first_text_does(database):
    ana, definition, plan = await a_writer()
    assert (await queries.work(ana, "EL-02", "talk_plan")).id == 0
    assert (await queries.standing(ana, "EL-02")).begun == 0
    assert await db.value("select count(*) from work where person_id = :id", id=ana.id) == 0, "looking made a row"
    blank = await actions.draft(ana, definition, plan, "  \n ", based_on=0)
    assert (blank.id, blank.state) == (0, State.NOT_STARTED), "an empty page is no beginning"
    work = await actions.draft(ana, definition, plan, "Five lessons on rivers.", based_on=0)
    assert (work.state, work.revision, work.text) == (State.DRAFTING, 1, "Five lessons on rivers.")


async def test_the_first_text_is_an_event_and_the_next_ones_are_not(database):
    ana, definition, plan = await a_writer()
    work = await actions.draft(ana, definition, plan, "Five lessons.", based_on=0)
    for number in range(1, 6):
        work = await actions.draft(ana, definition, plan, f"Five lessons and {number}.", based_on=work.revision)
    told = await events_about("work.moved", work.id)
    assert [event.detail["became"] for event in told] == ["drafting"]
    assert work.revision == 6


async def test_ready_is_said_by_the_author_and_taken_back_by_an_edit(database):
    ana, definition, plan = await a_writer()
    work = await actions.draft(ana, definition, plan, "One page.", based_on=0)
    assert (await actions.ready(ana, work)).state is State.READY
    same = await actions.draft(ana, definition, plan, "One page.", based_on=1)
    assert same.state is State.READY, "saving the same text again changes nothing"
    assert (await actions.draft(ana, definition, plan, "One page, and a half.", based_on=1)).state is State.DRAFTING
    moves = [(event.detail["was"], event.detail["became"]) for event in await events_about("work.moved", work.id)]
    assert moves == [("not_started", "drafting"), ("drafting", "ready"), ("ready", "drafting")]


async def test_ready_goes_back_by_a_press_as_well(database):
    ana, definition, plan = await a_writer()
    work = await actions.ready(ana, await actions.draft(ana, definition, plan, "One page.", based_on=0))
    assert (await actions.reopen(ana, work)).state is State.DRAFTING


async def test_nobody_else_can_make_an_authors_move_and_nobody_a_move_that_is_not_in_the_table(database):
    ana, definition, plan = await a_writer()
    ben = await make_person("Ben Ode")
    work = await actions.draft(ana, definition, plan, "One page.", based_on=0)
    with pytest.raises(Forbidden):
        await actions.ready(ben, work)
    with pytest.raises(Conflict):
        await actions.move(None, work, "meet")
    await actions.ready(ana, work)
    with pytest.raises(Conflict):
        await actions.ready(ana, work)  # as it was when she opened the page
    assert (await queries.work(ana, "EL-02", "talk_plan")).state is State.READY


async def test_every_move_of_the_table_can_be_made_by_an_action(database):
    ana, definition, plan = await a_writer()
    work = await actions.draft(ana, definition, plan, "One page.", based_on=0)
    walk = [
        "ask",
        "answer",
        "ask_again",
        "end_request",
        "ask",
        "lapse",
        "ready",
        "reopen",
        "ready",
        "submit",
        "take_back",
        "submit",
        "return_complete",
        "submit",
        "return_incomplete",
        "revise",
        "ready",
        "submit",
        "fall_short",
        "read_anew",
        "fall_short",
        "revise",
        "submit",
        "meet",
        "revise",
        "submit",
        "fall_short",
        "expire",
        "begin",
    ]
    for name in walk:
        work = await actions.move(ana, work, name)
        assert work.state == rules.MOVES[name].became, name
    assert rules.MOVES.keys() == set(walk)


# --- R28 ---


async def test_r28_two_devices_never_overwrite_both_texts_are_kept(database):
    """X12"""
    ana, definition, plan = await a_writer()
    await actions.draft(ana, definition, plan, "What both saw.", 0, "Laptop", "laptop")
    await actions.draft(ana, definition, plan, "From the laptop.", 1, "Laptop", "laptop")
    work = await actions.draft(ana, definition, plan, "From the phone.", 1, "Phone", "phone")
    assert work.text == "From the laptop.", "the draft is not overwritten"
    (waiting,) = await queries.conflicts(ana, work)
    assert (waiting.text, waiting.device, waiting.beside) == ("From the phone.", "Phone", True)


async def test_r28_each_device_goes_on_with_its_own_text_until_its_author_chooses(database):
    ana, definition, plan = await a_writer()
    await actions.draft(ana, definition, plan, "What both saw.", 0, "Laptop", "laptop")
    await actions.draft(ana, definition, plan, "Laptop.", 1, "Laptop", "laptop")
    work = await actions.draft(ana, definition, plan, "Phone.", 1, "Phone", "phone")
    (waiting,) = await queries.conflicts(ana, work)
    work = await actions.draft(ana, definition, plan, "Phone, more.", waiting.number, "Phone", "phone")
    work = await actions.draft(ana, definition, plan, "Laptop, more.", 2, "Laptop", "laptop")
    assert work.text == "Laptop, more."
    (waiting,) = await queries.conflicts(ana, work)
    assert waiting.text == "Phone, more.", "one choice waits, not one for each pause"
    await actions.choose(ana, work, waiting.number, "Laptop and phone.", "Phone")
    work = await queries.work(ana, "EL-02", "talk_plan")
    assert (work.text, await queries.conflicts(ana, work)) == ("Laptop and phone.", [])
    clock.move(timedelta(hours=25))
    await actions.thin_revisions({})
    clock.move(-timedelta(hours=25))
    kept = {revision.text for revision in await queries.revisions(ana, work) if revision.kept}
    assert {"Phone, more.", "Laptop.", "Laptop, more."} <= kept, "what was chosen from stays for good"


async def test_r28_a_choice_between_texts_that_have_changed_since_is_asked_again(database):
    ana, definition, plan = await a_writer()
    await actions.draft(ana, definition, plan, "What both saw.", 0, "Laptop", "laptop")
    seen = await actions.draft(ana, definition, plan, "Laptop.", 1, "Laptop", "laptop")
    await actions.draft(ana, definition, plan, "Phone.", 1, "Phone", "phone")
    (waiting,) = await queries.conflicts(ana, seen)
    await actions.draft(ana, definition, plan, "Laptop, more.", 2, "Laptop", "laptop")
    with pytest.raises(Conflict):
        await actions.choose(ana, seen, waiting.number, "Phone.", "Phone")
    assert (await queries.work(ana, "EL-02", "talk_plan")).text == "Laptop, more."


async def test_r28_a_page_whose_answer_was_lost_is_not_another_device(database):
    """X10"""
    ana, definition, plan = await a_writer()
    await actions.draft(ana, definition, plan, "One.", 0, "Laptop", "laptop")
    await actions.draft(ana, definition, plan, "One, two.", 0, "Laptop", "laptop")  # it never heard of revision 1
    work = await actions.draft(ana, definition, plan, "One, two, three.", 0, "Laptop", "laptop")
    assert (work.text, await queries.conflicts(ana, work)) == ("One, two, three.", [])


async def test_r28_a_page_that_was_only_open_does_not_disturb(database):
    ana, definition, plan = await a_writer()
    await actions.draft(ana, definition, plan, "Old.", 0, "Laptop", "laptop")
    await actions.draft(ana, definition, plan, "New.", 1, "Laptop", "laptop")
    work = await actions.draft(ana, definition, plan, "Old.", 1, "Phone", "phone")
    assert (work.text, await queries.conflicts(ana, work)) == ("New.", [])


async def test_r28_a_text_that_came_through_before_its_answer_was_lost_does_not_come_twice(database):
    ana, definition, plan = await a_writer()
    await actions.draft(
        ana, definition, plan, "Phone.", 0, "Phone", "phone"
    )  # the phone never hears of it, and is put away
    await actions.draft(ana, definition, plan, "Phone, then laptop.", 1, "Laptop", "laptop")
    work = await actions.draft(ana, definition, plan, "Phone.", 0, "Phone", "phone")
    assert (work.text, await queries.conflicts(ana, work)) == ("Phone, then laptop.", [])


async def test_r28_windows_and_unix_line_ends_are_one_text(database):
    ana, definition, plan = await a_writer()
    work = await actions.draft(ana, definition, plan, "One.\r\nTwo.", 0)
    assert (await actions.draft(ana, definition, plan, "One.\nTwo.", 1)).revision == work.revision == 1


# --- revisions ---


async def test_all_of_the_last_day_stays_and_of_the_older_ones_one_in_ten_minutes(database):
    ana, definition, plan = await a_writer()
    begun, work = clock.now(), None
    tens = begun.replace(second=0, microsecond=0) - timedelta(minutes=begun.minute % 10)
    clock.move(tens + timedelta(minutes=10) - clock.now())
    for number in range(30):  # one a minute, for half an hour
        work = await actions.draft(ana, definition, plan, f"Text {number}.", number)
        clock.move(timedelta(minutes=1))
    await actions.thin_revisions({})
    assert len(await queries.revisions(ana, work)) == 30, "all of the last 24 hours stays"
    clock.move(timedelta(hours=24))
    for number in range(30, 33):
        await actions.draft(ana, definition, plan, f"Text {number}.", number)
    await actions.thin_revisions({})
    left = [revision.text for revision in await queries.revisions(ana, work)]
    assert left == ["Text 32.", "Text 31.", "Text 30.", "Text 29.", "Text 19.", "Text 9."]
    clock.move(begun - clock.now())


async def test_what_two_devices_wrote_is_not_thinned(database):
    ana, definition, plan = await a_writer()
    for text, based_on, writer in [("Both.", 0, "a"), ("A.", 1, "a"), ("B.", 1, "b"), ("A, more.", 2, "a")]:
        work = await actions.draft(ana, definition, plan, text, based_on, writer, writer)
    clock.move(timedelta(hours=25))
    await actions.thin_revisions({})
    assert {revision.text for revision in await queries.revisions(ana, work)} == {"A, more.", "A.", "B."}
    clock.move(-timedelta(hours=25))


async def test_r64_no_one_elses_text_comes_out_of_any_query(database):
    ana, definition, plan = await a_writer()
    ben = await make_person("Ben Ode")
    work = await actions.draft(ana, definition, plan, "Hers alone.", 0, "Laptop", "laptop")
    await actions.draft(ana, definition, plan, "Beside it.", 0, "Phone", "phone")
    assert len(await queries.revisions(ana, work)) == 2 and len(await queries.conflicts(ana, work)) == 1
    assert await queries.revisions(ben, work) == []
    assert await queries.conflicts(ben, work) == []
    assert not await queries.was_written(ben, work, "Hers alone.", 0)
    assert (await queries.work(ben, "EL-02", "talk_plan")).text == ""
    with pytest.raises(NotFound):
        await queries.revision(ben, work, 1)


# --- R8, R23, R27 ---


async def test_r27_one_open_application_for_each_micro_credential(database):
    ana, definition, _plan = await a_writer()
    await joins_a_local(ana)
    assert (await actions.start(ana, definition)).state == "open"
    with pytest.raises(Conflict):
        await actions.start(ana, definition)
    assert len(await queries.applications(ana)) == 1


async def test_r27_two_presses_at_the_same_moment_open_one(database):
    ana, definition, _plan = await a_writer()
    await joins_a_local(ana)
    results = await asyncio.gather(*(actions.start(ana, definition) for _ in range(8)), return_exceptions=True)
    assert sum(not isinstance(result, Exception) for result in results) == 1
    assert {type(result) for result in results if isinstance(result, Exception)} == {Conflict}
    assert len(await queries.applications(ana)) == 1


async def test_r27_none_for_one_already_earned(database):
    ana, definition, _plan = await a_writer()
    await joins_a_local(ana)
    made = await actions.start(ana, definition)
    await db.run("update application set state = 'earned' where id = :id", id=made.id)
    with pytest.raises(Conflict):
        await actions.start(ana, definition)


async def test_r23_the_window_ends_with_its_last_day_in_her_own_zone(database):
    ana, definition, _plan = await a_writer(time_zone="America/Denver")
    await joins_a_local(ana)
    with clock_at("2026-09-01T03:00:00Z"):  # 9 pm on 31 August in Denver
        made = await actions.start(ana, definition)
    assert (made.last_day, made.safe_day) == (date(2027, 2, 28), date(2027, 1, 17))
    assert made.expires_at.isoformat() == "2027-03-01T07:00:00+00:00"


async def test_r23_what_was_there_before_start_comes_along(database):
    ana, definition, plan = await a_writer()
    await joins_a_local(ana)
    await actions.ready(ana, await actions.draft(ana, definition, plan, "Collected before.", 0))
    await actions.start(ana, definition)
    standing = await queries.standing(ana, "EL-02")
    assert (standing.work("talk_plan").state, standing.work("talk_plan").text) == (State.READY, "Collected before.")


async def test_r23_an_issuer_may_set_no_end(database):
    ana, definition, _plan = await a_writer()
    await joins_a_local(ana)
    await db.run("update issuer set window_months = null where id = :id", id=definition.issuer_id)
    definition = await a_definition("EL-02")
    made = await actions.start(ana, definition)
    assert (made.expires_at, made.last_day, made.safe_day) == (None, None, None)
    await db.run("update issuer set window_months = 6 where id = :id", id=definition.issuer_id)


async def test_r8_without_membership_a_fee_is_due_and_the_window_stays_shut(database):
    ana, definition, _plan = await a_writer()
    with pytest.raises(Conflict) as refused:
        await actions.start(ana, definition)
    assert "fee" in str(refused.value)
    assert await queries.applications(ana) == []
    await joins_a_local(ana)
    assert (await actions.start(ana, definition)).state == "open"
