"""What Django's template of the board calls, as cheap as what ours calls."""

from django.template import Library
from django.utils.safestring import mark_safe

from benchmarks.board import AUDIENCE, COUNTED, STATES, face, head, icon, word
from community import rendering, words

register = Library()
WORDS = {name: word(name) for name in (*STATES, "none", "earned", "withheld")}
COUNTS = {name: "not shown" if name == "withheld" else word(name).lower() for name in COUNTED}
FACES = {name: mark_safe(face(name)) for name in WORDS}
CHEVRON = mark_safe(icon("chevron-down", " chevron"))


@register.filter
def shown(row):
    return row.shown(AUDIENCE)


@register.filter
def look(name):
    return FACES[name]


@register.simple_tag
def chevron():
    return CHEVRON


register.filter("head", lambda requirement: mark_safe(head(requirement.label, requirement.title)))
register.filter("word", lambda name: WORDS[name])
register.filter("count", lambda name: COUNTS[name])
register.filter("ago", lambda at: mark_safe(rendering.moment(at, "ago")))
register.filter("day", lambda on: words.day(on, "en"))
