"""When a recap is written, and what its draft says. Pure."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from community import words
from community.words import gettext as _
from community.words import ngettext


def can_write(meeting: Any, now: datetime, is_closed: bool) -> bool:
    """Who facilitates, once the meeting has begun."""
    return not is_closed and not meeting.is_cancelled and now >= meeting.starts_at


def drafted(meeting: Any, lines: Iterable[str], there: int, following: Any | None, language: str) -> str:
    """Agenda, how many were there, and what comes next, in the cohort's language and by its clocks."""
    with words.speaking(words.known(language)):
        parts = [_("Recap: %(meeting)s") % {"meeting": meeting.title}]
        done = "\n".join(f"- {line}" for line in lines)
        parts += [_("What we did:") + "\n\n" + done] if done else []
        if there:
            parts.append(ngettext("%(num)s of us was there.", "%(num)s of us were there.", there) % {"num": there})
        if following:
            when = words.zoned(following.starts_at, following.time_zone, words.known(language))
            parts.append(_("Next: %(meeting)s, %(when)s.") % {"meeting": following.title, "when": when})
        return "\n\n".join(parts)
