"""What a person may say of themself, and what is guessed until they do. Pure."""

from functools import lru_cache
from typing import Annotated
from zoneinfo import available_timezones

from babel import Locale
from babel.dates import get_timezone_name
from pydantic import AfterValidator

from community.words import LANGUAGES, babel_name
from community.words import gettext as _

MOST_NAME = 120
MOST_CALLED = 60
MOST_PRONOUNS = 40
MOST_ABOUT = 120
# what somebody does at work; the texts are shown, the keys kept
ROLES = (
    "teacher", "support_professional", "specialist", "counselor", "librarian", "nurse", "coach", "administrator",
    "higher_education", "aspiring", "retired", "union_staff", "other",
)
THEMES = ("auto", "light", "dark")
OLD_NAMES = ("Etc/", "SystemV/", "US/", "Brazil/", "Canada/", "Chile/", "Mexico/", "posix/", "right/")


def role_name(role: str) -> str:
    names = {
        "teacher": _("Teacher"),
        "support_professional": _("Education support professional"),
        "specialist": _("Specialized instructional support"),
        "counselor": _("School counselor"),
        "librarian": _("Librarian"),
        "nurse": _("School nurse"),
        "coach": _("Instructional coach or mentor"),
        "administrator": _("Administrator"),
        "higher_education": _("Higher education"),
        "aspiring": _("Aspiring educator"),
        "retired": _("Retired educator"),
        "union_staff": _("Union staff"),
        "other": _("Something else"),
    }
    return names[role]


def called(name: str) -> str:
    """How to be called, until one says so: the first word of the name."""
    return name.split()[0][:MOST_CALLED]


def plain(text: str) -> str:
    """One line: no line breaks, no invisible signs that turn the direction of what follows."""
    shown = "".join(sign for sign in text if sign.isprintable() or sign.isspace())
    return " ".join(shown.split())


Line = Annotated[str, AfterValidator(lambda typed: filled(plain(typed)))]  # a field that must say something
LineOrNothing = Annotated[str, AfterValidator(plain)]


def filled(text: str) -> str:
    if not text:
        raise ValueError(_("Fill this in."))
    return text


def zone(wanted: str) -> str:
    """A zone we know; UTC for any other, so that a browser's guess never stops a form."""
    return wanted if wanted in zones() else "UTC"


@lru_cache
def zones() -> tuple[str, ...]:
    """Every zone people live in, by region and city, and UTC."""
    named = (zone for zone in available_timezones() if "/" in zone and not zone.startswith(OLD_NAMES))
    return ("UTC", *sorted(named))


@lru_cache
def zone_choices(language: str) -> dict[str, list[tuple[str, str]]]:
    """For a list: {region: [(zone, how it is called)]}; under "" those of the United States."""
    known = babel_name(language)
    choices: dict[str, list[tuple[str, str]]] = {"": [(zone, zone_name(zone, known)) for zone in FIRST]}
    for each in zones():
        if each not in FIRST:
            region, slash, city = each.partition("/")
            words = (city or each).replace("_", " ").replace("/", ", ")
            choices.setdefault(region if slash else "", []).append((each, words))
    return choices


FIRST = (
    "America/New_York", "America/Chicago", "America/Denver", "America/Phoenix", "America/Los_Angeles",
    "America/Anchorage", "America/Adak", "Pacific/Honolulu", "America/Puerto_Rico", "Pacific/Guam",
)


def zone_name(zone: str, language: str) -> str:
    """Such as "Pacific Time (Los Angeles)"."""
    name = get_timezone_name(zone, width="long", zone_variant=None, locale=language)
    city = zone.rpartition("/")[2].replace("_", " ")
    return f"{name} ({city})"


def language_choices() -> list[tuple[str, str]]:
    """Each language by its own name."""
    names = {code: Locale.parse(code.replace("-", "_")).get_display_name() or code for code in LANGUAGES}
    return [(code, name.capitalize()) for code, name in names.items()]
