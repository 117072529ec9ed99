"""Which entries fit a choice, and how many each further choice would leave. No database."""

import random
from urllib.parse import parse_qsl

import pytest

from community.catalogue.shelves import rules
from community.catalogue.shelves.rules import BOXES, HOURS, VALUES, Choice, Entry

STACKS, AUDIENCES, LANGUAGES = ("FA", "EL", "ECE"), ("teacher", "support_professional", "substitute"), ("en", "es")


def entries(seed: int, count: int = 60) -> list[Entry]:
    """Entries of all kinds, drawn by chance."""
    chance = random.Random(seed)
    return [
        Entry(
            code=f"FA-{number:02}", title=f"Title {number}", issuer=chance.choice(("one", "two")), issuer_name="Name",
            language=chance.choice(LANGUAGES), audience=chance.sample(AUDIENCES, chance.randint(0, 3)),
            stacks=chance.sample(STACKS, chance.randint(0, 3)), needs_students=chance.random() < 0.5,
            in_school_breaks=chance.random() < 0.5, waits=chance.random() < 0.5, hours_max=chance.randint(6, 30),
            whole=chance.random() < 0.5, fit=chance.random(),
        )
        for number in range(count)
    ]  # fmt: skip


def choice(seed: int) -> Choice:
    chance = random.Random(-seed)
    boxes = tuple(box for box in BOXES if chance.random() < 0.3)
    fields = {"stack": STACKS, "language": LANGUAGES, "audience": AUDIENCES, "hours": HOURS}
    return Choice(**{name: chance.choice(some) for name, some in fields.items() if chance.random() < 0.4}, boxes=boxes)


@pytest.mark.parametrize("seed", range(40))
def test_each_count_is_what_is_there_when_it_is_chosen(seed):
    some, now = entries(seed), choice(seed)
    counts = rules.counts(some, now)
    for name in VALUES:
        for value in {value for one in some for value in VALUES[name](one)}:
            then = Choice(**{n: getattr(now, n) for n in VALUES if n != name} | {name: value}, boxes=now.boxes)
            assert getattr(counts, name)[value] == len(rules.fitting(some, then)), (name, value)
    for box in BOXES:
        then = Choice(**{n: getattr(now, n) for n in VALUES}, boxes=(*now.boxes, box))
        assert counts.boxes[box] == len(rules.fitting(some, then)), box


@pytest.mark.parametrize("seed", range(40))
def test_what_is_named_to_widen_gives_as_many_as_it_says(seed):
    some, now = entries(seed, 12), choice(seed)
    for name, count in rules.widening(some, now):
        wider = rules.chosen(pairs(now.without(name)))
        assert len(rules.fitting(some, wider)) == count + len(rules.fitting(some, now)), name


@pytest.mark.parametrize("seed", range(40))
def test_an_address_says_all_that_was_chosen(seed):
    now = choice(seed)
    assert rules.chosen(pairs(now.address())) == now


def pairs(address: str) -> list[tuple[str, str]]:
    return parse_qsl(address.partition("?")[2])


def test_what_no_page_of_ours_asks_is_left_out():
    wrong = [("tag", "no such"), ("hours", "7"), ("hours", "x"), ("order", "worst"), ("show", "-4")]
    assert rules.chosen([*wrong, ("q", "\x00  a   b ")]) == Choice(q="a b")
    assert rules.chosen([("show", "99999999")]).show == rules.MOST
    assert len(rules.chosen([("q", "long " * 100)]).q) <= rules.LONGEST


def test_the_order_is_what_was_asked_for():
    some = entries(1)
    assert [one.fit for one in rules.fitting(some, Choice())] == sorted((one.fit for one in some), reverse=True)
    hours = [one.hours_max for one in rules.fitting(some, Choice(order="shortest"))]
    assert hours == sorted(hours)
    titles = [one.title for one in rules.fitting(some, Choice(order="title"))]
    assert titles == sorted(titles)
