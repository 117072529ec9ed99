"""Words and times in the reader's language: gettext catalogues, a pseudo-language for tests, dates by Babel."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime, time
from functools import lru_cache
from gettext import NullTranslations, translation
from pathlib import Path
from zoneinfo import ZoneInfo

from babel.core import Locale, UnknownLocaleError, negotiate_locale
from babel.dates import format_date, format_skeleton, format_time, get_day_names, get_timezone_name

LOCALES = Path(__file__).parent / "locale"
PSEUDO = "en-XA"  # accented and 40 % longer: a text that gettext never saw stands out
LANGUAGES = ("en",)  # those offered to people
PARTS = {"month": "MMM", "number": "d"}  # of a day, as a calendar's leaf shows them
_speaking: ContextVar[str] = ContextVar("language", default="en")
_ACCENTS = str.maketrans("aceinouyACEINOUY", "åçéîñöûýÅÇÉÎÑÖÛÝ")


def gettext(text: str) -> str:
    """The text in the language at hand."""
    return translations(_speaking.get()).gettext(text)


def ngettext(one: str, many: str, num: int) -> str:
    """The form that fits `num`, which stands in the text as %(num)s."""
    return translations(_speaking.get()).ngettext(one, many, num) % {"num": num}


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Inside, gettext() answers in this language."""
    token = _speaking.set(language)
    try:
        yield
    finally:
        _speaking.reset(token)


def speak(language: str) -> None:
    """From here on, for this request, gettext() answers in this language."""
    _speaking.set(language)


def spoken() -> str:
    """The language at hand."""
    return _speaking.get()


def known(language: str) -> str:
    """One of ours: the language itself, or English."""
    return language if language in (*LANGUAGES, PSEUDO) else "en"


def preferred(accept: str) -> str:
    """The best of ours for a browser's Accept-Language."""
    if accept.startswith(PSEUDO):
        return PSEUDO
    wanted = [part.split(";")[0].strip() for part in accept.split(",")][:10]
    return negotiate_locale([w for w in wanted if w], LANGUAGES, sep="-") or "en"


@lru_cache
def translations(language: str) -> NullTranslations:
    if language == PSEUDO:
        return _Pseudo()
    return translation("roundtable", LOCALES, languages=[language.replace("-", "_")], fallback=True)


def babel_name(language: str) -> str:
    """The language as Babel calls it, who knows no pseudo-language."""
    return "en" if language == PSEUDO else language.replace("-", "_")


def moment(at: datetime, style: str = "moment") -> str:
    """An instant in words, UTC and named so: what stands there until live.js writes it in the reader's zone."""
    locale = babel_name(_speaking.get())
    if style == "day":
        return _date(at.date(), locale)
    if style == "time":
        return f"{format_time(at, 'short', locale=locale)} UTC"
    if style in PARTS:
        return format_date(at.date(), PARTS[style], locale=locale)
    return f"{_day_and_time(at, _speaking.get())} UTC"


def zoned(at: datetime, zone: str, language: str) -> str:
    """An instant as clocks show it in this zone, which is named: Tuesday, January 12 at 4:30 PM PST."""
    there = at.astimezone(ZoneInfo(zone))
    return f"{_day_and_time(there, language)} {get_timezone_name(there, 'short', locale=babel_name(language))}"


def instant(at: datetime, language: str, time_zone: str, style: str | None = None) -> str:
    """An instant by its reader's calendar and clock, the zone named: Tuesday, January 12, 2027, 4:30 PM (Asia/Tokyo).

    `style`: only its "day", or only its "time".
    """
    here = at.astimezone(ZoneInfo(time_zone))
    timed = f"{time_of_day(here, language)} ({zone_name(time_zone)})"
    if style == "time":
        return timed
    on = day(here.date(), language)
    return on if style == "day" else f"{on}, {timed}"


def zone_name(time_zone: str) -> str:
    """America/New York."""
    return time_zone.replace("_", " ")


@lru_cache(maxsize=5_000)
def day(on: date, language: str) -> str:
    """A date of the calendar in whole words, as the language orders them: Monday, February 1, 2027."""
    return format_date(on, "full", locale=babel_name(language))


def weekdays(language: str) -> list[tuple[int, str]]:
    """(number, name) of each day of the week, Monday first."""
    names = get_day_names("wide", locale=babel_name(language))
    return [(number, names[number]) for number in range(7)]


@lru_cache(maxsize=500)
def month(on: date, language: str) -> str:
    """The month of a day, with its year: February 2027."""
    return format_skeleton("yMMMM", on, locale=babel_name(language))


@lru_cache(maxsize=500)
def language_name(code: str, reader: str) -> str:
    """A language named in itself and, where that differs, in the reader's language; its code if nobody knows it."""
    try:
        locale = Locale.parse(code.replace("-", "_"))
    except (ValueError, UnknownLocaleError):
        return code
    own = (locale.get_display_name() or code).capitalize()
    known = (locale.get_display_name(babel_name(reader)) or code).capitalize()
    return own if own == known else f"{own} ({known})"


def time_of_day(at: datetime, language: str) -> str:
    """The time that this instant has in its own zone: 11:59 PM."""
    return _minute(at.time().replace(second=0, microsecond=0), babel_name(language))


def _day_and_time(at: datetime, language: str) -> str:
    day = _date(at.date(), babel_name(language))
    return translations(language).gettext("%(day)s at %(time)s") % {"day": day, "time": time_of_day(at, language)}


@lru_cache(maxsize=5_000)
def _date(on: date, locale: str) -> str:
    """Without its year. Kept: Babel takes 30 µs for a moment, and a board has hundreds."""
    return format_date(on, _weekday_and_day(locale), locale=locale)


@lru_cache
def _weekday_and_day(locale: str) -> str:
    """The pattern in which this language has weekday, month and day, in whole words: EEEE, MMMM d."""
    skeletons = Locale.parse(locale, sep="_").datetime_skeletons
    pattern = (skeletons.get("MMMMEd") or skeletons["MMMEd"]).pattern
    return re.sub("M+", "MMMM", re.sub("E+", "EEEE", pattern))


@lru_cache(maxsize=5_000)
def _minute(at: time, locale: str) -> str:
    return format_time(at, "h:mm a", locale=locale)


class _Pseudo(NullTranslations):
    def gettext(self, message: str) -> str:
        return _pseudo(message)

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return _pseudo(msgid1 if n == 1 else msgid2)

    def pgettext(self, context: str, message: str) -> str:
        return _pseudo(message)


def _pseudo(message: str) -> str:
    """Accents on the letters outside of %(names)s and <tags>, and a tail that makes it 40 % longer."""
    out, rest = "", message
    while rest:
        starts = [i for i in (rest.find("%("), rest.find("<")) if i >= 0]
        cut = min(starts, default=len(rest))
        out, rest = out + rest[:cut].translate(_ACCENTS), rest[cut:]
        if rest:
            end = rest.find("s", rest.find(")")) + 1 if rest[0] == "%" else rest.find(">") + 1
            end = end or len(rest)
            out, rest = out + rest[:end], rest[end:]
    return f"[{out}{'·' * (len(message) * 2 // 5)}]"


def part_of_day(now: datetime, time_zone: str) -> str:
    """morning, afternoon or evening, where the person is; the night belongs to the evening."""
    hour = now.astimezone(ZoneInfo(time_zone)).hour
    return "morning" if 5 <= hour < 12 else "afternoon" if 12 <= hour < 18 else "evening"
