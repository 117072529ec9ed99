"""The release kit: letters in the reader's language, the plan, and how many are back, for their owner alone."""

import re
from string import Formatter

import pytest

from community.errors import Invalid
from community.evidence import queries as evidence
from community.evidence.releases import actions, rules
from tests.support.catalogue import a_definition
from tests.support.cohorts import a_cohort, csrf_of
from tests.support.evidence import events_about, requirement_of, writes
from tests.support.people import make_person, signed_in_client

WHO = {"teacher_name": "Ana *Torres* {x}"}


async def desk_key() -> str:
    return (await requirement_of(await a_definition("EL-02"), "Artifact 1")).key


# --- the papers ---


@pytest.mark.parametrize("paper", [("letter", "en"), ("letter", "es"), ("plan", "en")], ids="-".join)
def test_no_place_of_a_paper_stays_unfilled(paper):
    places = {name for _text, name, _spec, _conversion in Formatter().parse(rules.source(*paper)) if name}
    assert len(places) > 8
    made = rules.plan(WHO) if paper[0] == "plan" else rules.letter(paper[1], WHO)
    text = made.title + "".join(section.heading + section.html for section in made.sections)
    assert not re.search(r"{(?!x})", text)
    assert made.language == paper[1]
    assert "<!--" not in text
    if paper[0] == "letter":
        assert "Ana *Torres* {x}" in text, "a name is written as it is"
        assert text.count("☐") >= 7
        assert "____" in text, "what is not known is a line to write on"


def test_the_readers_language_stands_first():
    assert rules.letters_for("es") == ("es", "en")
    assert rules.letters_for("en") == ("en", "es")
    assert rules.letters_for("so") == ("en", "es")


@pytest.mark.parametrize(
    ("sent", "back", "can"),
    [(6, 4, True), (0, 0, True), (6, 6, True), (6, 7, False), (-1, -1, False), (501, 0, False)],
)
def test_no_more_come_back_than_went_out(sent, back, can):
    assert rules.can_count(sent, back) is can


async def test_the_letter_is_filled_with_what_is_known(app, database):
    ana, key = await make_person("Ana Torres"), await desk_key()
    async with signed_in_client(app, ana) as client:
        english = (await client.get(f"/work/EL-02/{key}/releases/letters/en")).text
        spanish = (await client.get(f"/work/EL-02/{key}/releases/letters/es")).text
        title = (await a_definition("EL-02")).title
        assert "Ana Torres" in english
        assert title in english
        assert '<article class="sheet stack" lang="es">' in spanish
        assert "Muchas gracias,<br>\nAna Torres" in spanish
        assert title not in spanish, "what we know in English is no Spanish word"
        assert (await client.get(f"/work/EL-02/{key}/releases/letters/xx")).status_code == 404
        assert (await client.get("/work/EL-02/nothing/releases")).status_code == 404


# --- 4 of 6 back ---


async def test_two_numbers_are_kept_and_shown_to_their_owner(app, database):
    key = await desk_key()
    async with a_cohort(app, "Ana", "Ben") as cohort:
        ana, ben = await cohort.seats("Ana", "Ben")
        page = f"/work/EL-02/{key}/releases"
        assert (await ana.posts(page, sent="6", back="4")).status_code == 303
        assert "4 of 6 releases back" in (await ana.opens(page)).text
        assert "4 of 6 releases back" in (await ana.opens("/work/EL-02")).text
        assert "4 of 6 releases back" in (await ana.opens(f"/work/EL-02/{key}")).text
        assert (await ana.opens(f"/cohorts/{cohort.id}/board")).text.count("4 of 6 releases back") == 1
        for other in (ben, cohort.facilitator):
            assert "releases back" not in (await other.opens(f"/cohorts/{cohort.id}/board")).text
            assert "4 of 6" not in (await other.opens(page)).text
        assert "Not back: 2." in (await ana.opens(f"{page}/plan")).text
        await ana.posts(page, sent="6", back="4")
        work = await evidence.work(ana.person, "EL-02", key)
        assert len(await events_about("releases.counted", work.id)) == 1, "the same numbers again are no news"
        assert (await ana.posts(page, sent="0", back="0")).status_code == 303
        assert "releases back" not in (await ana.opens(f"/cohorts/{cohort.id}/board")).text


async def test_more_back_than_went_out_is_refused_with_what_was_typed(app, database):
    ana, key = await make_person("Ana Torres"), await desk_key()
    async with signed_in_client(app, ana) as client:
        page = f"/work/EL-02/{key}/releases"
        fields = {"csrf": await csrf_of(client), "sent": "3", "back": "4"}
        refused = await client.post(page, data=fields)
        assert refused.status_code == 422
        assert 'id="back-error"' in refused.text
        assert re.search(r'name="back"[^>]*value="4"', refused.text)
        assert (await client.post(page, data=fields | {"sent": "501"})).status_code == 422
    assert (await evidence.work(ana, "EL-02", key)).id == 0
    work = await writes(ana, await a_definition("EL-02"), key, "A card.")
    with pytest.raises(Invalid):
        await actions.count(ana, work, 1, 2)


async def test_counting_before_a_text_begins_nothing(database):
    ana, key = await make_person("Ana Torres"), await desk_key()
    await actions.count(ana, await evidence.work(ana, "EL-02", key), 6, 0)
    work = await evidence.work(ana, "EL-02", key)
    assert (work.state, work.releases_sent, work.releases_back, work.text) == ("not_started", 6, 0, "")
