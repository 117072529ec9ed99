"""A mail of lines that each lead to their place: its frame, for whoever sums something up."""

from collections.abc import Sequence
from dataclasses import dataclass

from community import rendering
from community.config import settings
from community.mail import Mail


@dataclass(frozen=True)
class Line:
    """A sentence, and the whole address that it leads to."""

    says: str
    link: str


@dataclass(frozen=True)
class Summary:
    """A greeting, a paragraph, the lines, a button; in the foot why it comes, and what changes or stops it."""

    subject: str
    greeting: str
    said: str
    lines: Sequence[Line]
    button: Line
    why: str
    foot: Sequence[Line] = ()


def write(to: str, language: str, key: str, summary: Summary, kind: str, stop: str = "", stop_to: str = "") -> Mail:
    """The mail, HTML and text with the same words. `kind`, `stop` and `stop_to` are those of a Mail."""
    about = {"summary": summary, "subject": summary.subject, "base": settings().base_url}
    text = rendering.render("mail/summary.txt", language, **about)
    html = rendering.render("mail/summary.html", language, **about)
    return Mail(to, summary.subject, text.strip() + "\n", html, key, stop=stop, stop_to=stop_to, kind=kind)
