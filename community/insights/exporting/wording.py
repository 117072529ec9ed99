"""The lines of the files in their reader's words; programs, which read JSON, get the keys."""

from collections.abc import Callable, Iterable, Mapping

from community.pages import _

STATES: Mapping[str, Callable[[], str]] = {
    "draft": lambda: _("Draft"),
    "open": lambda: _("Open"),
    "running": lambda: _("Running"),
    "finishing": lambda: _("Finishing"),
    "closed": lambda: _("Closed"),
}
CHARTS: Mapping[str, Callable[[], str]] = {
    "ready": lambda: _("Evidence ready, week by week"),
    "plan": lambda: _("Plan"),
    "how_far": lambda: _("How far everybody is"),
    "steps": lambda: _("Steps forward, by requirement and week"),
    "feedback": lambda: _("Feedback: given, received, waiting"),
    "people_who_gave": lambda: _("People who gave feedback"),
    "people_who_received": lambda: _("People who received feedback"),
    "first_notes_after": lambda: _("From asking to the first notes"),
    "hard": lambda: _("“This one is hard for me”"),
    "why_it_came_back": lambda: _("Why attempts come back"),
    "meetings": lambda: _("Who comes to meetings"),
}
# Lines and columns that are keys; a requirement, a meeting is called as its people call it.
KEYS: Mapping[str, Callable[[], str]] = {
    "not_started": lambda: _("Not started"),
    "working": lambda: _("Working"),
    "talked_over": lambda: _("With peers"),
    "ready": lambda: _("Ready"),
    "handed_in": lambda: _("Handed in or met"),
    "asked": lambda: _("Requests"),
    "sent": lambda: _("Readings that were sent"),
    "waiting": lambda: _("Requests that wait for their first reader"),
    "never": lambda: _("Not yet"),
    "once_or_twice": lambda: _("Once or twice"),
    "three_times_or_more": lambda: _("Three times or more"),
    "within_a_day": lambda: _("Within a day"),
    "1_to_2_days": lambda: _("1 to 2 days"),
    "3_to_4_days": lambda: _("3 to 4 days"),
    "5_days_or_more": lambda: _("5 days or more"),
    "say_so": lambda: _("Say that it is hard"),
    "have_begun": lambda: _("Have begun it"),
    "evidence": lambda: _("Not enough evidence"),
    "another": lambda: _("Another thing than what was asked"),
    "unclear": lambda: _("Hard to read or to hear"),
    "reflection": lambda: _("The reflection is thin"),
    "names": lambda: _("Names or faces"),
    "other": lambda: _("Something else"),
    "incomplete": lambda: _("Something was missing"),
    "there": lambda: _("There"),
    "late": lambda: _("Came later"),
    "not_there": lambda: _("Not there"),
}
WITH_OWN_LINES = {"how_far", "steps", "hard", "why_it_came_back", "meetings"}


def state(name: str) -> str:
    """How the state of a cohort is called."""
    return STATES[name]()


def said(rows: Iterable[tuple[str, str, str, int]]) -> list[tuple[str, str, str, int]]:
    """(chart, line, column, number), in words."""
    return [
        (CHARTS[chart](), line if chart in WITH_OWN_LINES else _word(line), _word(column), number)
        for chart, line, column, number in rows
    ]


def _word(key: str) -> str:
    week = key.removeprefix("week ")
    if week != key:
        return _("Week %(number)s") % {"number": week}
    return KEYS[key]() if key else ""
