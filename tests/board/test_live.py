"""What is seen live is what a reload shows: for each kind in `live` and each audience (habit 16)."""

import re
from datetime import timedelta

import pytest
import pytest_asyncio

from community import db
from community.catalogue import queries as catalogue
from community.cohorts import queries as cohorts
from community.cohorts.life import leading
from community.cohorts.pausing import actions as pausing
from community.cohorts.seats import actions as seats
from community.discussion import actions as discussion
from community.evidence import actions as evidence
from community.evidence import queries as evidence_queries
from community.evidence import settling
from community.evidence.artifacts import actions as artifacts
from community.evidence.milestones import actions as milestones
from community.evidence.releases import actions as releases
from community.submissions import actions as submitting
from tests.board.live import marks_of, open_page, served, span_of
from tests.support.artifacts import artifacts_of, says_a_file
from tests.support.attempts import (
    comes_back_incomplete,
    earns,
    falls_short,
    has_submitted,
    makes_all,
    opens_a_window,
)  # fmt: skip
from tests.support.catalogue import a_definition
from tests.support.cohorts import Member, a_cohort, today
from tests.support.discussion import says
from tests.support.evidence import brings, joins_a_local, requirement_of, writes
from tests.support.fees import an_issuer_desk, paid
from tests.support.people import make_person


@pytest_asyncio.fixture(scope="module")
async def address(app):
    async with served(app) as at:
        yield at


@pytest_asyncio.fixture
async def cohort(app):
    async with a_cohort(app, "Ana", "Ben", "Cleo") as made:
        hana = await make_person("Hana Kim")
        await seats.invite(await cohorts.place(made.facilitator.person, made.id), hana, "helper")
        made.members["Hana"] = Member(hana, await seats.accept(hana, made.id), await made.browser(hana))
        yield made


async def a_move(cohort):
    await brings(cohort.members["Ana"].person, await a_definition(), "Artifact 1", "ready")


async def moves_through_every_state(cohort):
    for name, moves in {
        "Question 1": ("ask",),
        "Question 2": ("ask", "answer"),
        "Question 3": ("ready", "submit"),
        "Artifact 1": ("ready", "submit", "fall_short"),
        "Artifact 2": ("ready", "submit", "return_incomplete", "revise"),
        "Reflection": ("ready", "submit", "meet"),
    }.items():
        await brings(cohort.members["Ana"].person, await a_definition(), name, *moves)


async def an_edit_of_what_was_ready(cohort):
    await brings(cohort.members["Ana"].person, await a_definition(), "Question 1", "ready")
    await writes(cohort.members["Ana"].person, await a_definition(), "Question 1", "And one thing more.")


async def shows(cohort, what, *works):
    """Ana has something to show, and chooses what she shows of it."""
    ana = cohort.members["Ana"]
    for name in works or ("Question 1",):
        await brings(ana.person, await a_definition(), name, "ready")
    columns = await catalogue.public_requirements((await a_definition()).id)
    await evidence.show(await cohorts.seat(ana.person, cohort.id), columns, what)


async def shows_nothing(cohort):
    await shows(cohort, "nothing")


async def shows_working_or_done_and_works_on(cohort):
    await shows(cohort, "working_done")
    await brings(cohort.members["Ana"].person, await a_definition(), "Question 2", "ask")


async def shows_nothing_and_works_on(cohort):
    await shows(cohort, "nothing")
    await brings(cohort.members["Ana"].person, await a_definition(), "Question 2", "ready")


async def shows_all_again(cohort):
    await shows(cohort, "nothing")
    await shows(cohort, "all", "Question 2")


async def a_newcomer(cohort):
    dev = await cohort.joins("Dev", about="Grade 4")
    await brings(dev.person, await a_definition(), "Question 1")


async def somebody_leaves(cohort):
    cleo = cohort.members["Cleo"]
    await seats.leave(cleo.person, cleo.seat, cohort.cohort)


async def somebody_is_removed(cohort):
    place = await cohorts.place(cohort.facilitator.person, cohort.id)
    await seats.remove(place, await cohorts.member_at(place, cohort.members["Cleo"].seat.id))


async def somebody_is_away_for_a_while(cohort):
    cleo = cohort.members["Cleo"]
    await pausing.pause(cleo.person, cleo.seat, cohort.cohort, today() + timedelta(days=20))


async def somebody_leads_from_now_on(cohort):
    place = await cohorts.place(cohort.facilitator.person, cohort.id)
    await leading.change_role(place, await cohorts.member_at(place, cohort.members["Cleo"].seat.id), "facilitator")


async def somebody_starts(cohort):
    ana = cohort.members["Ana"].person
    await joins_a_local(ana)
    await evidence.start(ana, await a_definition())


async def somebody_wants_the_fee_back(cohort):
    ana, definition = cohort.members["Ana"].person, await a_definition()
    await paid(ana, definition, await an_issuer_desk(definition))
    await evidence.start(ana, definition)
    await settling.want_back(ana, await evidence_queries.standing(ana, definition.code))


async def releases_come_back(cohort):
    ana, definition = cohort.members["Ana"].person, await a_definition()
    requirement = await requirement_of(definition, "Artifact 1")
    await releases.count(ana, await evidence_queries.work(ana, definition.code, requirement.key), 6, 4)


async def days_are_set_and_taken_away(cohort):
    ana, definition = cohort.members["Ana"].person, await a_definition()
    standing = await evidence_queries.standing(ana, definition.code)
    first, second, third = (one.key for one in standing.requirements[:3])
    await writes(ana, definition, first, "A beginning.")
    days = {first: today() + timedelta(days=9), second: today() + timedelta(days=5), third: today()}
    await milestones.set_days(ana, standing, days, today())
    await milestones.set_days(ana, standing, {third: None}, today())


async def a_file_is_on_its_way(cohort):
    ana, definition = cohort.members["Ana"].person, await a_definition()
    await says_a_file(ana, definition, "card.pdf")
    await says_a_file(ana, definition, "plan.pdf")


async def one_of_two_files_comes(cohort):
    ana, definition = cohort.members["Ana"].person, await a_definition()
    await a_file_is_on_its_way(cohort)
    artifact = (await artifacts_of(ana, definition))[0]
    await artifacts.remove(ana, artifact)


async def somebody_asks_about_a_criterion(cohort):
    """Three messages of Ana's about one cell, one deleted, one hidden; one about another, whose thread is resolved."""
    ana = cohort.members["Ana"]
    await says(ana, "What counts as a plan?", about="talk_plan")
    taken_back = await says(ana, "Never mind", about="talk_plan")
    hidden = await says(ana, "Not here", about="talk_plan")
    settled = await says(ana, "How long?", about="talk_record")
    await discussion.delete(ana.seat, cohort.cohort, taken_back)
    await discussion.resolve(ana.seat, cohort.cohort, settled, settled, True)
    async with db.transaction():
        await discussion.hide(cohort.facilitator.seat, hidden.id, "This is for another place.")


async def an_attempt(cohort):
    ana, definition = cohort.members["Ana"].person, await a_definition()
    await makes_all(ana, definition)
    await opens_a_window(ana, definition)
    return await has_submitted(ana)


async def a_result_is_not_yet(cohort):
    await falls_short(await an_attempt(cohort), await a_definition(), "talk_plan")


async def an_attempt_is_taken_back(cohort):
    await submitting.take_back(cohort.members["Ana"].person, await an_attempt(cohort))


async def an_attempt_comes_back_and_its_author_goes_on(cohort):
    await comes_back_incomplete(await an_attempt(cohort), "talk_record")
    await writes(cohort.members["Ana"].person, await a_definition(), "demand", "And one thing more.")


async def the_second_attempt_earns_it(cohort):
    ana, definition = cohort.members["Ana"].person, await a_definition()
    await a_result_is_not_yet(cohort)
    await writes(ana, definition, "talk_plan", "talking " * 300)
    await earns(await has_submitted(ana), definition)


DEEDS = [
    a_result_is_not_yet,
    an_attempt_is_taken_back,
    an_attempt_comes_back_and_its_author_goes_on,
    the_second_attempt_earns_it,
    somebody_asks_about_a_criterion,
    a_move,
    moves_through_every_state,
    an_edit_of_what_was_ready,
    shows_nothing,
    shows_working_or_done_and_works_on,
    shows_nothing_and_works_on,
    shows_all_again,
    a_newcomer,
    somebody_leaves,
    somebody_is_removed,
    somebody_is_away_for_a_while,
    somebody_leads_from_now_on,
    somebody_starts,
    somebody_wants_the_fee_back,
    releases_come_back,
    days_are_set_and_taken_away,
    a_file_is_on_its_way,
    one_of_two_files_comes,
]


@pytest.mark.parametrize("reader", ["Ana", "Ben", "Hana", "Gloria"], ids=["self", "peer", "helper", "facilitator"])
@pytest.mark.parametrize("deed", DEEDS, ids=lambda deed: deed.__name__)
async def test_what_is_seen_live_is_what_a_reload_shows(cohort, address, deed, reader):
    async with open_page(address, cohort.members[reader], f"/cohorts/{cohort.id}/board") as page:
        before = seen(page.html, cohort)
        await deed(cohort)
        await page.catches_up()
        after = seen(await page.reloaded(), cohort)
        assert seen(page.html, cohort) == after
        if (deed, reader) not in UNSEEN:
            assert before != after, "the deed must show, or nothing is proved"


# Colleagues are shown no clock, and a helper nothing that nobody asks about.
UNASKED = (a_move, an_edit_of_what_was_ready, shows_nothing, shows_working_or_done_and_works_on)
UNSEEN = {(deed, who) for deed in (somebody_starts, somebody_wants_the_fee_back) for who in ("Ben", "Hana")}
# For their owner alone: letters, days; of files that she has begun.
UNSEEN |= {(releases_come_back, who) for who in ("Ben", "Hana", "Gloria")}
UNSEEN |= {(deed, "Hana") for deed in (days_are_set_and_taken_away, a_file_is_on_its_way, one_of_two_files_comes)}
UNSEEN |= {(shows_nothing_and_works_on, "Hana"), (shows_all_again, "Hana")}
UNSEEN |= {(deed, "Hana") for deed in UNASKED}
UNSEEN |= {(deed, "Hana") for deed in DEEDS[:4]}


def seen(html: str, cohort) -> dict[str, str]:
    """Each row and one's own clock, by id. Counts are left out: board.js counts them from the cells."""
    parts = {}
    for id in sorted(set(re.findall(r'id="(member-\d+|own-clock-\d+)"', html))):
        begin, end = span_of(html, id)
        text = re.sub(r'<span class="counts">.*?</span>\s*(?=<span class="show">)', "", html[begin:end], flags=re.S)
        parts[id] = re.sub(r">\s+|\s+<", lambda gap: gap[0].strip(), text)
    return parts


async def test_what_was_hidden_is_not_replayed_to_who_was_away(cohort, address):
    ana, ben = cohort.members["Ana"], cohort.members["Ben"]
    async with open_page(address, ben, f"/cohorts/{cohort.id}/board") as page:
        await brings(ana.person, await a_definition(), "Artifact 1", "ask")
        await page.catches_up()
        assert "Asking" in page.html.split("<tbody")[1].split("</tbody")[0]
        marks = marks_of(await page.reloaded())
    old = [[mark, 0] for mark in marks]
    await brings(ana.person, await a_definition(), "Artifact 2", "ask")
    await shows(cohort, "nothing")
    async with open_page(address, ben, f"/cohorts/{cohort.id}/board") as page:
        await page.socket.says(follow=old)
        await page.socket.answered()
        replayed = "".join(frame["html"] for frame in page.socket.named("show"))
        assert "Not shown" in replayed and "Asking" not in replayed, "no frame brings back what she no longer shows"


async def test_what_is_on_its_way_and_ones_own_days_are_told_to_nobody_else(cohort, address):
    """F39"""
    await a_file_is_on_its_way(cohort)
    await days_are_set_and_taken_away(cohort)
    for name, member in cohort.members.items():
        page = (await member.opens(f"/cohorts/{cohort.id}/board")).text
        hers = name == "Ana"
        assert ("2 files waiting to be sent" in page, page.count("my day:")) == (hers, 2 if hers else 0), name
    await brings(cohort.members["Ana"].person, await a_definition(), "Question 1", "ready")
    page = (await cohort.members["Ana"].opens(f"/cohorts/{cohort.id}/board")).text
    assert page.count("my day:") == 1, "it is done"
