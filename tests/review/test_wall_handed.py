"""What templates of reviewers are handed is of nobody: their kinds, all that those hold, and what pages show (R50)."""

import importlib
import pkgutil
import re
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import Any, get_args, get_type_hints

import pytest
import pytest_asyncio

from community import pages, review
from community.review import routes
from tests.support.catalogue import a_definition
from tests.support.people import signed_in_client
from tests.support.reviewing import a_reviewer, an_approver
from tests.support.reviews import all_at, an_attempt, claims_it, finds_complete, presses, recommends

# Where reviewers read: the approvers' desk and the register of reviewers stand behind other doors.
READING = ("queue", "reading", "judging", "claims")
OF_A_PERSON = re.compile(
    r"person|affiliate|local|cohort|seat|earner|author|member|email|application|feedback|sent_as|called|time_zone"
)
OWN = {("Reading", "person"), ("ReviewDesk", "person_id")}  # who reads, of themself
# Of reviewers, too: no clock, no ranking, no count of one's own speed.
OF_SPEED = re.compile(r"speed|rank|pace|minutes|seconds|hours|average|median|per_|fastest|streak|total|spent|count")

IN_WORDS = re.compile(r'[^.>]*(?:\b(?:rank|average|fast|slow|speed|per (?:hour|day|week)|so far)|role="timer")[^<.]*')


def kinds_of(value: Any) -> Iterator[type]:
    """The kinds of what a template is handed, and of all in it."""
    if is_dataclass(value):
        yield type(value)
    elif isinstance(value, dict):
        for one in value.values():
            yield from kinds_of(one)
    elif isinstance(value, list | tuple | set | frozenset):
        for one in value:
            yield from kinds_of(one)


def names_in(value: Any) -> Iterator[str]:
    """What a template is handed, by name, also in dictionaries."""
    if isinstance(value, dict):
        for name, one in value.items():
            yield str(name)
            yield from names_in(one)
    elif isinstance(value, list | tuple | set | frozenset):
        for one in value:
            yield from names_in(one)


def all_in(kinds: set[type]) -> set[type]:
    """These dataclasses, and those that their fields and properties hold, all the way down."""
    found, todo = set(), [*kinds]
    while todo:
        kind = todo.pop()
        if kind not in found and is_dataclass(kind):
            found.add(kind)
            own = {name for name in says(kind) if (kind.__name__, name) not in OWN}
            hints = [hint for name, hint in get_type_hints(kind).items() if name in own]
            asked = (one.fget for one in vars(kind).values() if isinstance(one, property))
            hints += [get_type_hints(one).get("return") for one in asked]
            todo += [one for hint in hints for one in spread(hint)]
    return found


def spread(hint: Any) -> list[type]:
    """list[Said] | None: Said among them."""
    return [hint, *(one for inner in get_args(hint) for one in spread(inner))]


def says(kind: type) -> list[str]:
    """What a template can ask one of them for."""
    return [one.name for one in fields(kind)] + [
        name for base in kind.__mro__ for name, one in vars(base).items() if isinstance(one, property)
    ]


def modules() -> list[Any]:
    return [
        importlib.import_module(f"community.review.{slice_}.{one.name}")
        for slice_ in READING
        for one in pkgutil.iter_modules([str(Path(review.__file__).parent / slice_)])
    ]


def of_reviewers() -> set[type]:
    """Each kind that reading for review has of its own, and what is shown live."""
    own = {
        one
        for module in modules()
        for one in vars(module).values()
        if isinstance(one, type) and one.__module__ == module.__name__
    }
    live = {one for said in routes.live.values() for one in spread(get_type_hints(said.load).get("return"))}
    return {one for one in own | live if is_dataclass(one)}


@pytest_asyncio.fixture(scope="module")
async def looked(app):
    """All pages on the way from the queue to what came of it: {template: all that it was handed}, {address: page}."""
    definition = await a_definition("EL-02")
    rita = await a_reviewer(await an_approver(), definition)
    other, submission = await an_attempt(definition), await an_attempt(definition)
    await finds_complete(rita, await claims_it(rita, submission))
    here, handed, texts, page = f"/reviews/{submission.number}", {}, {}, pages.page

    def listens(request, template, status=200, headers=None, **context):
        handed.setdefault(template, []).append(context)
        return page(request, template, status, headers, **context)

    async with signed_in_client(app, rita) as client:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(pages, "page", listens)
            for where in ("/reviews", "/reviews/comments", here, f"{here}/preview", f"/reviews/{other.number}"):
                texts[where] = (await client.get(where)).text
            await presses(client, here, f"{here}/draft")
            await recommends(rita, submission, all_at(definition))
            texts["sent"] = (await client.get(here)).text
    return handed, texts


@pytest.fixture
def kinds(looked):
    handed, _texts = looked
    return all_in(of_reviewers() | {kind for contexts in handed.values() for one in contexts for kind in kinds_of(one)})


def test_r50_what_reviewers_templates_are_handed_has_no_field_of_a_person(looked, kinds):
    sources = [Path(module.__file__).read_text("utf-8") for module in modules()]
    templates = {one for source in sources for one in re.findall(r'"(review/[\w/]+\.html)"', source)}
    assert set(looked[0]) >= templates - {"review/_saved.html", "review/link.html"}, "the premise: each was looked at"
    assert {"Attempt", "Claim", "Piece", "Waiting", "Definition", "Said"} <= {one.__name__ for one in kinds}
    assert asked_for(kinds, OF_A_PERSON) == OWN


def test_r50_nothing_that_they_are_handed_is_called_by_a_person_or_a_speed(looked):
    names = {name for contexts in looked[0].values() for name in names_in(contexts)}
    assert {"attempt", "claim"} <= names, "the premise"
    assert {name for name in names if OF_A_PERSON.search(name) or OF_SPEED.search(name)} == set()


def test_reviewers_see_no_clock_no_ranking_and_no_count_of_their_own_speed(looked, kinds):
    assert asked_for(kinds, OF_SPEED) == {("Definition", "hours_min"), ("Definition", "hours_max")}, "of its earner"
    for where, text in looked[1].items():
        assert 'id="main"' in text, "the premise"
        assert IN_WORDS.findall(text) == [], where


def asked_for(kinds: set[type], of: re.Pattern) -> set[tuple[str, str]]:
    """What templates could ask them for that is called like this."""
    return {(kind.__name__, name) for kind in kinds for name in says(kind) if of.search(name)}
