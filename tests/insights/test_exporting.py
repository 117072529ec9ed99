"""The numbers as files: the same as on the pages, safe against formulas, whole however many lines."""

import csv
import io
import json
from datetime import date

import pytest_asyncio

from community import db, words
from community.affiliates import queries as affiliates
from community.cohorts.rules import State
from community.insights.desk.rules import Month
from community.insights.exporting import lines, wording
from community.insights.health import showing
from community.insights.health.rules import Stage
from community.review.deciding.rules import Category
from tests.support.catalogue import a_definition
from tests.support.cohorts import Member, a_cohort
from tests.support.evidence import brings
from tests.support.insights import follow, takes
from tests.support.reading import plain_english

NAMES = tuple(f"Member {letter}" for letter in "ABCDE")
FORMULA = '=HYPERLINK("https://example.org","open")'


@pytest_asyncio.fixture(scope="module")
async def cohort(app):
    definition = await a_definition("EL-02")
    async with a_cohort(app, *NAMES, name=FORMULA) as made, a_cohort(app, "Zoe", local=made.local, name="Few"):
        made.above = Member(made.organizer, None, await made.browser(made.organizer))
        await db.run("update seat set joined_at = joined_at - interval '40 days'")
        for member in await made.seats(*NAMES):
            await brings(member.person, definition, "Artifact 1")
            await takes(member.person, definition, "earned")
        await follow()
        yield made


def rows(answer) -> list[list[str]]:
    assert answer.status_code == 200 and answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert answer.headers["content-disposition"].startswith("attachment") and answer.text.startswith("\ufeff")
    return list(csv.reader(io.StringIO(answer.text.removeprefix("\ufeff"))))


async def test_the_list_of_cohorts_is_a_sheet_that_runs_nothing(cohort):
    heads, *found = rows(await cohort.above.opens(f"/affiliates/{cohort.local.id}/insights.csv"))
    few, five = sorted(found, key=lambda row: row[1] != "Few")
    assert heads[1] == "Cohort" and five[1] == "'" + FORMULA
    assert five[7:] == ["5", "5", "5"] and few[7:] == ["fewer than five", "0", "0"]


async def test_as_json_counters_months_and_cohorts_stand_apart(cohort):
    found = (await cohort.above.opens(f"/affiliates/{cohort.local.id}/insights.json")).json()
    assert found["with_a_cohort"] == {
        "first_attempts_judged": 5, "met_on_the_first_attempt": 5, "have_submitted": 5, "earned_so_far": 5,
    }  # fmt: skip
    assert found["alone"]["have_submitted"] == 0 and found["alone"]["met_on_the_first_attempt"] is None
    assert [(one["name"], one["people"]) for one in found["cohorts"]] == [("Few", None), (FORMULA, 5)]
    assert {one["first_attempts"] for one in found["months"]} == {5}


async def test_all_of_it_comes_piece_by_piece(cohort, monkeypatch):
    monkeypatch.setattr(lines, "PIECE", 1)
    assert len(rows(await cohort.above.opens(f"/affiliates/{cohort.local.id}/insights.csv"))) == 3
    assert len((await cohort.above.opens(f"/affiliates/{cohort.local.id}/insights.json")).json()["cohorts"]) == 2


async def test_r65_a_month_is_null_where_it_would_give_another_away(cohort):
    desk = await affiliates.desk(cohort.organizer, cohort.local.id)
    months = [Month(date(2026, month, 1), True, *[count] * 5) for month, count in ((9, 7), (10, 6), (11, 2))]
    found = json.loads("".join([piece async for piece in lines.as_json(desk, "", "", months)]))
    assert [one["first_attempts"] for one in found["months"]] == [7, None, None]
    assert [one["awards"] for one in found["months"]] == [7, None, None]


async def test_what_the_list_looks_for_is_what_the_file_holds(cohort):
    assert len(rows(await cohort.above.opens(f"/affiliates/{cohort.local.id}/insights.csv?q=few"))) == 2


async def test_a_cohorts_numbers_are_a_line_each(cohort):
    facilitator = cohort.facilitator
    _heads, *found = rows(await facilitator.opens(f"/cohorts/{cohort.id}/insights.csv"))
    assert ["How far everybody is", "Artifact 1", "Working", "5"] in found
    same = json.loads((await facilitator.opens(f"/cohorts/{cohort.id}/insights.json")).text)["numbers"]
    assert len(same) == len(found)
    assert {"chart": "how_far", "line": "Artifact 1", "column": "working", "number": 5} in same, "for programs"


async def test_a_sheet_is_in_its_readers_language(cohort):
    own = {"", FORMULA, "Few", cohort.local.name, cohort.cohort.title}
    people = [cohort.organizer.id, cohort.facilitator.person.id]
    speak = "update person set language = :language where id = any(:people)"
    await db.run(speak, language=words.PSEUDO, people=people)
    whole = rows(await cohort.above.opens(f"/affiliates/{cohort.local.id}/insights.csv"))
    whole += rows(await cohort.facilitator.opens(f"/cohorts/{cohort.id}/insights.csv"))
    await db.run(speak, language="en", people=people)
    said = {cell.removeprefix("'") for row in whole for cell in row} - own
    assert {cell for cell in said if plain_english(cell)} <= {"Artifact 1", "Artifact 2"}
    assert len([cell for cell in said if cell.startswith("[")]) > 20, "the premise"


def test_each_key_of_a_line_has_words():
    """Of each state, stage, reason and mark, whether the sample has one or not."""
    assert wording.STATES.keys() == set(State)
    keys = {*Stage, *Category, showing.INCOMPLETE, *showing.OFTEN, *showing.LONG}
    assert keys <= wording.KEYS.keys()
