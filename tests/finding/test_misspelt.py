"""A short name of a place is found with a letter wrong, or two swapped; tried on the real state affiliates."""

import csv
import re
from pathlib import Path

import pytest
import pytest_asyncio

from community.affiliates import actions as affiliates
from community.affiliates import queries as rows
from community.finding.places import queries, rules

STATES = Path(rows.__file__).parents[1] / "data" / "states.csv"
SHORT = ("Alaska", "Hawaii", "Idaho", "Iowa", "Kansas", "Maine", "Nevada", "Ohio", "Oregon", "Texas", "Utah")


@pytest_asyncio.fixture(scope="module", autouse=True)
async def real(database):
    """{state: the slug of its affiliate}, and one local."""
    national = await affiliates.make_affiliate("national", "Union of Educators", "national")
    with STATES.open(newline="", encoding="utf-8") as file:
        lines = csv.DictReader(line for line in file if not line.startswith("#"))
        states = {
            row["state"]: await affiliates.make_affiliate(
                "state", row["name"], row["slug"], under=national, short=row["short"], state_code=row["state_code"]
            )
            for row in lines
            if row["name"]
        }
    await affiliates.make_affiliate(
        "local", "North Ridge Teachers", "north-ridge", under=states["Oregon"], town="Peñas Blancas"
    )
    return {state: one.slug for state, one in states.items()}


async def finds(q: str, state: str = "") -> list[str]:
    return [one.slug for one in await queries.public_found(rules.search(q, state))]


def misspelt(word: str) -> set[str]:
    """One letter wrong, at each place, and each two neighbours swapped."""
    wrong = {word[:at] + ("e" if word[at] != "e" else "o") + word[at + 1 :] for at in range(len(word))}
    swapped = {word[:at] + word[at + 1] + word[at] + word[at + 2 :] for at in range(len(word) - 1)}
    return (wrong | swapped) - {word}


@pytest.mark.parametrize("state", SHORT)
async def test_a_short_name_is_found_with_a_letter_wrong_or_two_swapped(real, state):
    for typed in misspelt(state.lower()):
        assert real[state] in (await finds(typed))[:3], typed


async def test_a_short_word_is_met_beside_others_and_within_its_state(real):
    assert (await finds("Ohoi education"))[0] == real["Ohio"]
    assert (await finds("ridje north"))[0] == "north-ridge"
    assert (await finds("peñsa"))[0] == (await finds("pensa"))[0] == "north-ridge"
    assert await finds("ridje", "ohio-education-association") == []


def test_only_short_words_are_met_with_a_letter_wrong():
    assert rules.near("washingtno") == rules.near("la") == rules.near("1234") == []
    (iowa,) = rules.near("Iowa")
    whole = re.compile(iowa.replace(r"\y", r"\b"))
    assert all(whole.search(f"the {typed} union") for typed in ("iwoa", "iova", "eowa", "iowa"))
    assert not any(whole.search(f"the {typed} union") for typed in ("iow", "iowaa", "oiaw", "kiowa"))
    assert rules.near("ohio 100%")[1] == "100%"
    assert rules.near("ohio a.b")[1] == r"a\.b"
