"""Possible names over HTTP: the list on its page and on the desk, the answers, the names somebody typed in."""

from datetime import timedelta

import pytest

from community import db
from community.cohorts.pausing import actions as pausing
from community.cohorts.waiting.actions import stand_in_line
from community.errors import Invalid
from community.evidence import queries as evidence
from community.evidence.artifacts import actions as describing
from community.evidence.artifacts import queries as artifacts
from community.evidence.artifacts.queries import Said
from community.evidence.scrub import actions, queries, rules
from community.evidence.scrub.places import Why
from tests.evidence.artifacts.test_looking import SECRET, a_photo
from tests.support.artifacts import a_pdf, attaches
from tests.support.catalogue import a_definition
from tests.support.cohorts import a_cohort, today
from tests.support.evidence import Workspace, writes
from tests.support.people import make_person, signed_in_client

PAGE = "/work/EL-02/talk_plan/names"


async def a_writer(text: str, name: str = "Ana Torres"):
    definition = await a_definition("EL-02")
    ana = await make_person(name)
    return ana, await writes(ana, definition, "talk_plan", text), definition


async def words(person, work, text=None) -> list[str]:
    return [finding.word for finding in await actions.check(person, work, text)]


async def test_r32_ones_own_name_the_cohorts_names_and_those_typed_in_are_found(database):
    names = ("Ana Torres", "Oluwaseun Grant", "Zoraya Gone")
    async with a_cohort(None, *names, capacity=3) as cohort, a_cohort(None, "Far Off"):
        await stand_in_line(await make_person("Wanted Asker"), cohort.cohort.join_code)
        gone = cohort.members["Zoraya Gone"]
        await pausing.pause(gone.person, gone.seat, cohort.cohort, today() + timedelta(days=9))
        ana = cohort.members["Ana Torres"].person
        await actions.watch(ana, "Kiki\nMiller Creek")
        text = "so torres met oluwaseun and zoraya, kiki, miller, gloria, wanted asker and far"
        work = await writes(ana, await a_definition("EL-02"), "talk_plan", text)
        assert await words(ana, work) == ["torres", "oluwaseun", "zoraya", "kiki", "gloria"]
        assert await words(ana, work, "ask miller or kiki") == ["kiki"], "miller is a word, too"
        assert await words(ana, work, " ") == []


async def test_r32_an_answer_is_stored_for_the_word_and_the_requirement(database, app):
    ana, work, definition = await a_writer("We read Rosa. Then Rosa again, and a plan with Marisol.")
    other = await writes(ana, definition, "reflection", "I think of Rosa.")
    async with signed_in_client(app, ana) as client:
        page = await client.get(PAGE)
        assert "2 words may be names" in page.text
        assert "<mark>Rosa</mark>" in page.text
        csrf = (await Workspace(client, "EL-02", "talk_plan").opened()).fields["csrf"]
        for _again in range(2):
            answer = await client.post(f"{PAGE}/answers", data={"csrf": csrf, "key": "rosa"})
            assert (answer.status_code, answer.headers["location"]) == (303, PAGE)
        assert await words(ana, work) == ["Marisol"]
        work = await writes(ana, definition, "talk_plan", work.text + " And Rosa, Rosa, Rosa.")
        assert await words(ana, work) == ["Marisol"], "it does not come back"
        assert await words(ana, other) == ["Rosa"], "an answer holds for one requirement"
        part = await client.post(f"{PAGE}/answers", data={"csrf": csrf, "key": "marisol"}, headers={"hx-request": "1"})
        assert "Nothing on our list" in part.text
        assert "<html" not in part.text
        assert "2 answered" in part.text
        await client.post(f"{PAGE}/answers/end", data={"csrf": csrf, "key": "rosa"})
        assert await words(ana, work) == ["Rosa"], "asked again"


async def test_r31_a_file_name_with_ones_name_is_renamed_or_answered(database, app):
    ana, work, definition = await a_writer("")
    file = await attaches(ana, definition, "talk_plan", "torres-card.pdf", a_pdf())
    other = await attaches(ana, definition, "talk_plan", "card of Ana.pdf", a_pdf())
    work = await evidence.work(ana, "EL-02", "talk_plan")
    assert await words(ana, work) == ["torres", "Ana"]
    await actions.answer(ana, work, "ana")
    async with signed_in_client(app, ana) as client:
        page = await client.get(PAGE)
        assert f'href="{file.address}"' in page.text
        assert "the name of a file" in page.text
        assert other.address not in page.text
        csrf = (await Workspace(client, "EL-02", "talk_plan").opened()).fields["csrf"]
        await client.post(file.address, data={"csrf": csrf, "name": "claim-card.pdf"})
    assert await words(ana, work) == []
    said = Said("claim-card.pdf", alt="A card that I made with Marisol")
    file = await artifacts.artifact(ana, "EL-02", "talk_plan", file.number)
    await describing.describe(ana, file, said)
    assert await words(ana, work) == ["Marisol"]


async def test_r32_what_is_written_inside_a_file_is_found_and_left_or_mended(database, app):
    """F90"""
    ana, _work, definition = await a_writer("")
    card = await attaches(ana, definition, "talk_plan", "card.pdf", a_pdf(author="Ana Torres"))
    photo = await attaches(ana, definition, "talk_plan", "board.jpg", a_photo())
    work = await evidence.work(ana, "EL-02", "talk_plan")
    by_her, of_hers, *in_a_comment, where = await actions.check(ana, work)
    assert [(found.word, found.why) for found in (by_her, of_hers)] == [("Ana Torres", Why.OWN), (SECRET, Why.OWN)]
    assert [finding.word for finding in in_a_comment] == ["Ana", "Torres"]
    assert (where.word, where.why, where.places[0].file) == ("41.50, -87.26", Why.WHERE, photo.address)
    async with signed_in_client(app, ana) as client:
        page = await client.get(PAGE)
        assert "5 things inside files say who or where" in page.text and "Leave it: others get a copy" in page.text
        assert f'<a href="{card.address}">written inside a file</a>: Author' in page.text
        csrf = (await Workspace(client, "EL-02", "talk_plan").opened()).fields["csrf"]
        await client.post(f"{PAGE}/answers", data={"csrf": csrf, "key": by_her.key})
        page = await client.get(PAGE)
        assert "4 things inside files" in page.text and "left inside a file" in page.text
        assert b"Ana Torres" not in (await client.get(f"{card.address}/copy/content")).content, "as it says"
        await client.post(f"{photo.address}/removal", data={"csrf": csrf})
    assert await words(ana, work) == []
    work = await writes(ana, definition, "talk_plan", "so torres and ana went on")
    assert await words(ana, work) == ["torres", "ana"], "what is left inside a file is no answer for the text"


async def test_nothing_is_taken_out_and_what_no_longer_stands_there_is_no_answer(database):
    text = "We asked Marisol."
    ana, work, _definition = await a_writer(text)
    assert await words(ana, work) == ["Marisol"]
    await actions.answer(ana, work, "somebody else")
    assert await queries.answers(ana, work) == []
    await actions.answer(ana, work, "marisol")
    assert (await evidence.work(ana, "EL-02", "talk_plan")).text == text


async def test_nobody_answers_or_reads_for_somebody_else(database):
    ana, work, _definition = await a_writer("We asked Marisol.")
    ben = await make_person("Ben Ode")
    await actions.answer(ben, work, "marisol")
    assert await queries.answers(ana, work) == []
    await actions.watch(ana, "Kiki")
    (kiki,) = await queries.watched_names(ana)
    assert await queries.watched_names(ben) == []
    await actions.unwatch(ben, kiki.id)
    assert len(await queries.watched_names(ana)) == 1
    await actions.unwatch(ana, kiki.id)
    assert await queries.watched_names(ana) == []


async def test_what_is_typed_in_is_kept_and_too_much_is_refused_with_what_was_typed(database, app):
    ana, _work, _definition = await a_writer("We asked kiki.")
    async with signed_in_client(app, ana) as client:
        csrf = (await Workspace(client, "EL-02", "talk_plan").opened()).fields["csrf"]
        answer = await client.post(f"{PAGE}/watched", data={"csrf": csrf, "names": "Kiki, Bee\nkiki\u202e"})
        assert answer.status_code == 303
        assert [name.name for name in await queries.watched_names(ana)] == ["Bee", "Kiki", "kiki"]
        assert "a name you want to be looked for" in (await client.get(PAGE)).text
        long = "K" * (rules.LONGEST_TYPED + 1)
        refused = await client.post(f"{PAGE}/watched", data={"csrf": csrf, "names": long})
        assert refused.status_code == 422
        assert long in refused.text
        assert 'id="more-names-error"' in refused.text
        assert (await client.post(f"{PAGE}/watched", data={"csrf": csrf, "names": " , "})).status_code == 422
    with pytest.raises(Invalid):
        await actions.watch(ana, "\n".join(f"Kiki {number}" for number in range(rules.MOST_TYPED)))
    assert await db.value("select count(*) from watched_name where person_id = :id", id=ana.id) == 3


async def test_the_desk_has_the_list_as_a_part_once_there_is_a_text(database, app):
    ana, _work, _definition = await a_writer("We asked Marisol.")
    async with signed_in_client(app, ana) as client:
        assert f'hx-get="{PAGE}"' in (await client.get("/work/EL-02/talk_plan")).text
        assert "/names" not in (await client.get("/work/EL-02/reflection")).text


async def test_a_text_as_long_as_may_be_is_looked_through(database, app):
    ana, _work, _definition = await a_writer("Then Ana met Zoraya, and we read on. " * 5000)
    async with signed_in_client(app, ana) as client:
        page = await client.get(PAGE)
    assert "and in 4995 more places" in page.text
