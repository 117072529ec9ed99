"""What was made lately of an equal thing is given again."""

from dataclasses import dataclass, field, replace

import pytest

from community import rendering


@dataclass(frozen=True)
class Thing:
    id: int
    text: str
    people: list[str] = field(default_factory=list)


@pytest.fixture
def made(monkeypatch):
    """What was rendered: the thing's text and for whom."""
    seen = []

    def render(template, language, audience, thing):
        seen.append((template, language, audience, thing.text))
        return f"<p>{thing.text}</p>"

    monkeypatch.setattr(rendering, "render", render)
    monkeypatch.setattr(rendering, "_lately", rendering.OrderedDict())
    return seen


def again(thing, template="a.html", language="en", audience="peer"):
    return rendering.again(template, language, audience, "thing", thing)


def test_an_equal_thing_is_rendered_once(made):
    assert again(Thing(7, "Good evening", ["Ana"])) == again(Thing(7, "Good evening", ["Ana"])) == "<p>Good evening</p>"
    assert made == [("a.html", "en", "peer", "Good evening")]


def test_what_has_changed_is_rendered_anew_also_within(made):
    first = Thing(7, "Good evening", ["Ana"])
    assert again(first) != again(replace(first, text="Good night"))
    again(replace(first, text="Good night", people=["Ana", "Ben"]))
    assert again(first) == "<p>Good evening</p>"
    assert len(made) == 4


def test_each_audience_language_and_template_has_its_own(made):
    thing = Thing(7, "Good evening")
    for given in [{}, {"language": "es"}, {"audience": "facilitator"}, {"template": "b.html"}] * 2:
        again(thing, **given)
    assert len(made) == 4


def test_it_is_bounded(made):
    for number in range(rendering.LATELY + 50):
        again(Thing(number, "Good evening"))
    assert len(rendering._lately) == rendering.LATELY
