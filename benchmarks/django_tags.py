"""What Django's template of the board calls, as cheap as what ours calls."""

from django.template import Library
from django.utils.safestring import mark_safe

from benchmarks.board import AUDIENCE, icon, word
from community import words

register = Library()


@register.filter
def cells(row):
    return row.cells(AUDIENCE)


@register.filter
def counts(row):
    counted = row.counts(AUDIENCE)
    return [(name, counted[name]) for name in ("ready", "submitted", "met", "not_started", "withheld")]


@register.filter
def mark(name):
    return mark_safe(icon(name))


@register.filter
def chevron(name):
    return mark_safe(icon(name, " chevron"))


register.filter("word", word)
register.filter("ago", lambda at: words.moment(at, "ago"))
register.filter("stamp", lambda at: f"{at:%Y-%m-%dT%H:%M:%SZ}")
register.filter("day", lambda on: words.day(on, "en"))
