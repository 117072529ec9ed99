"""A digest is planned when the first thing waits for it, made at its hour, and sent if something still waits."""

from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from datetime import date, datetime
from zoneinfo import ZoneInfo

from community import clock, jobs, words
from community.config import settings
from community.jobs import Job
from community.mail import Mail
from community.notifications import queries, telling
from community.notifications.choosing import actions as choosing
from community.notifications.choosing import queries as choices
from community.notifications.choosing import rules as ways
from community.notifications.choosing.rules import Choice, Rhythm, Way
from community.notifications.digests import rules, saying
from community.notifications.queries import Made
from community.notifications.telling import Told
from community.pages import _, ngettext
from community.people import frames, letters
from community.people import queries as people
from community.people.frames import Line, Summary
from community.people.queries import Person

# What slices say beside: await says(person) is a sentence in the language at hand, or ""; the roof fills it.
SAYS: dict[str, Callable[[Person], Awaitable[str]]] = {}


async def queue(made: Iterable[Made], chosen: Mapping[int, Choice]) -> None:
    """In the transaction that makes the notices: who has one of them in a digest gets the next one.

    A digest waits under its own instant: what comes while one is sent waits for the next (G15).
    """
    at = clock.now()
    wanted = {one.person_id for one in made if _is_for_digest(one.kind, chosen[one.person_id], at - one.at < ways.LATE)}
    persons = await people.people_by_id(sorted(wanted)) if wanted else {}
    await jobs.later_all("digest", [_job(person, due) for person in persons.values() if (due := _next(person, chosen))])


async def plan(person: Person) -> None:
    """This person has chosen anew: what waits goes with the digest that comes first by that."""
    chosen = await choices.choice(person)
    due = rules.after(chosen, person.time_zone, clock.now())
    if due and await _rows(person, chosen):
        await jobs.later_all("digest", [_job(person, due)])


async def deliver(payload: dict) -> None:
    """The job `digest`. What it says is looked up when it is sent; NotYet while it is quiet where its reader is."""
    person = (await people.people_by_id([payload["person"]])).get(payload["person"])
    if person is None or not person.email:
        return
    chosen, due = await choices.choice(person), datetime.fromisoformat(payload["due"])
    if not rules.is_one(chosen, person.time_zone, due):
        await plan(person)
        return
    await letters.wait(person)
    waiting = await _waiting(person, chosen)
    if not waiting:
        return
    with words.speaking(words.known(person.language)):
        beside = [said for says in SAYS.values() if (said := await says(person))]
    if await letters.send(letter(person, chosen, due, waiting, beside), person):
        await queries.set_mailed_by_id([id for told in waiting for id in told.ids], clock.now())


def letter(person: Person, chosen: Choice, due: datetime, waiting: list[Told], beside: Sequence[str] = ()) -> Mail:
    """The mail, in its reader's language and zone; what stands in no line of it is counted in the last one.

    `beside`: sentences of other slices, such as the latest safe submit date.
    """
    language, base = words.known(person.language), settings().base_url
    stop = choosing.stop_link(person.id, choosing.DIGEST)
    with words.speaking(language):
        lines = [Line(saying.sentence(told, person), base + told.leads) for told in waiting[: rules.MOST]]
        summary = Summary(
            subject=_subject(lines[0].says, len(waiting) - 1),
            greeting=_greeting(person),
            said=" ".join([_said(len(waiting), rules.before(chosen, person.time_zone, due), due, person), *beside]),
            lines=[*lines, *_rest(len(waiting) - len(lines))],
            button=Line(_("Open my inbox"), f"{base}/inbox"),
            why=_why(chosen, language),
            foot=[Line(_("Change what reaches you"), f"{base}/inbox/settings"), Line(_("Stop digests"), stop)],
        )
        key = f"digest {person.id} {due.isoformat()}"
        stop_to = choosing.stop_address(person.id, choosing.DIGEST)
        return frames.write(person.email, language, key, summary, choosing.DIGEST, stop, stop_to)


async def _waiting(person: Person, chosen: Choice) -> list[Told]:
    """What is still unread, still there, and still theirs to know, said together; most pressing first."""
    told = [one for one in await telling.told(await _rows(person, chosen)) if one.about and one.leads]
    kinds: dict[str, list[int]] = {}
    for one in told:
        kinds.setdefault(one.row.kind, []).append(one.row.subject_id)
    knows = {kind: await telling.NOTICES[kind].to(sorted(set(subjects))) for kind, subjects in kinds.items()}
    known = [one for one in told if person.id in knows[one.row.kind].get(one.row.subject_id, ())]
    return rules.in_order(telling.bundled(known))


async def _rows(person: Person, chosen: Choice) -> list[queries.Row]:
    kinds = [kind for kind in telling.NOTICES if _is_for_digest(kind, chosen) or _may_be_left(kind, chosen)]
    return await queries.unread_by_id(person.id, kinds, clock.now() - rules.OLDEST)


def _is_for_digest(kind: str, chosen: Choice, in_time: bool = True) -> bool:
    return in_time and ways.way(chosen, kind, telling.NOTICES[kind]) is Way.DIGEST


def _may_be_left(kind: str, chosen: Choice) -> bool:
    """Whether what was not mailed at once, since its reader had enough of that, is said here."""
    mail = telling.NOTICES[kind].mail
    return bool(mail and mail.when_away) and ways.way(chosen, kind, telling.NOTICES[kind]) is Way.MAIL


def _next(person: Person, chosen: Mapping[int, Choice]) -> datetime | None:
    return rules.after(chosen[person.id], person.time_zone, clock.now() + rules.GRACE)


def _job(person: Person, due: datetime) -> tuple[dict, datetime, str]:
    stamp = due.isoformat()
    return {"person": person.id, "due": stamp}, due, f"digest {person.id} {stamp}"


# --- its words ---


def _subject(first: str, others: int) -> str:
    first = first.removesuffix(".")
    more = ngettext("and %(num)s more", "and %(num)s more", others) if others else ""
    return f"{first}, {more}" if more else first


def _greeting(person: Person) -> str:
    hour = clock.now().astimezone(ZoneInfo(person.time_zone)).hour
    if hour < 12:
        said = _("Good morning, %(called)s")
    elif hour < 17:
        said = _("Good afternoon, %(called)s")
    else:
        said = _("Good evening, %(called)s")
    return said % {"called": person.called}


def _said(count: int, since: date, due: datetime, person: Person) -> str:
    here = due.astimezone(ZoneInfo(person.time_zone)).date()
    if (here - since).days == 1:
        said = ngettext("One thing since yesterday.", "%(num)s things since yesterday, most pressing first.", count)
    else:
        day = words.day(since, words.known(person.language))
        said = ngettext("One thing since %%(day)s.", "%(num)s things since %%(day)s, most pressing first.", count)
        said %= {"day": day}
    return said


def _rest(count: int) -> list[Line]:
    says = ngettext("%(num)s more thing waits in your inbox.", "%(num)s more things wait in your inbox.", count)
    return [Line(says, f"{settings().base_url}/inbox")] if count else []


def _why(chosen: Choice, language: str) -> str:
    at = words.time_of_day(datetime.combine(date.min, chosen.digest_at), language)
    day = dict(words.weekdays(language))[chosen.digest_day]
    said = {
        Rhythm.WEEKDAYS: _("You get this on weekdays at %(time)s, and only if something happened."),
        Rhythm.DAILY: _("You get this each day at %(time)s, and only if something happened."),
        Rhythm.WEEKLY: _("You get this once a week, %(day)s at %(time)s, and only if something happened."),
    }[chosen.rhythm]
    always = _("What concerns your work, your dates or your account still reaches you.")
    return f"{said % {'time': at, 'day': day}} {always}"


digest_jobs = {"digest": Job(deliver)}
