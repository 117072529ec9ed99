"""Templates as pages.py renders them, with what it gives to each page, and no server around."""

from datetime import UTC, datetime

from markupsafe import Markup

from community import rendering, words
from community.people.queries import Person

NOW = datetime(2026, 11, 10, 19, 40, tzinfo=UTC)
ROSA = Person(
    id=5,
    name="Rosa Delgado",
    called="Rosa",
    pronouns="she/her",
    language="en",
    time_zone="America/Denver",
    role="teacher",
    about="Grade 4, Harbor View Elementary",
    theme="auto",
    email="rosa@harborview.example",
)


def around(**changes):
    """What each page is given."""
    return {
        "person": ROSA,
        "now": NOW,
        "topics": [],
        "language": "en",
        "sample": True,
        "path": "/catalogue",
        "request_id": "7f3c20a100000000",
        "request_path": "/",
        "nav": "",
        "errors": {},
        "typed": {},
        "csrf_token": lambda: "a-token",
        "csrf": lambda: Markup('<input type="hidden" name="csrf" value="a-token">'),
        "post_key": lambda: Markup('<input type="hidden" name="post_key" value="a-key">'),
    } | changes


def environment(language="en"):
    """The product's own Jinja environment."""
    return rendering._environment(language)


def render(source, language="en", **changes):
    """A page or a piece of one, written in the test."""
    jinja = environment(language)
    with words.speaking(language):
        return jinja.from_string(source).render(around(language=language, **changes))
