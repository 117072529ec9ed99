"""Notices as mails: each goes once, to who still wants it and may still know, when it is not quiet (X16, X17)."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import timedelta
from functools import partial

from community import clock, jobs, words
from community.config import settings
from community.jobs import Job, NotYet
from community.mail import Mail
from community.notifications import queries, telling
from community.notifications.choosing import actions as choosing
from community.notifications.choosing import queries as choices
from community.notifications.choosing import rules
from community.notifications.choosing.rules import Choice, Rhythm, Way
from community.notifications.digests import saying
from community.notifications.digests import sending as digests
from community.notifications.queries import Made, Unsent
from community.notifications.telling import Told
from community.pages import ByMail, Notice
from community.people import letters
from community.people import queries as people
from community.people.queries import Person

PLAINLY = ByMail()


async def queue(made: Iterable[Made], chosen: Mapping[int, Choice]) -> None:
    """In the transaction that makes the notices: those that their reader has by mail, at once, wait to be sent."""
    waiting = [notice for notice in made if _goes(notice, chosen[notice.person_id])]
    at = clock.now()
    await jobs.later_all("notice_mail", [({"id": one.id}, at, f"notice {one.id}") for one in waiting])


def by_mail(notice: Notice) -> ByMail:
    """How it is mailed: what has no words of its own says in a mail what it says in the inbox."""
    return notice.mail or PLAINLY


def _goes(made: Made, choice: Choice) -> bool:
    notice = telling.NOTICES[made.kind]
    is_chosen = rules.way(choice, made.kind, notice) is Way.MAIL
    return is_chosen and not by_mail(notice).own_letter and clock.now() - made.at < rules.LATE


async def deliver(payload: dict) -> None:
    """The job `notice_mail`. All is looked up when it is sent; NotYet while its reader sleeps or is here."""
    unsent = await queries.unsent_by_id(payload["id"])
    notice = telling.NOTICES.get(unsent.row.kind) if unsent else None
    if unsent and notice:
        person = (await people.people_by_id([unsent.person_id])).get(unsent.person_id)
        if person and person.email and await _is_wanted(person, unsent, notice):
            await _wait(person, notice)
            if await _has_had_enough(person, notice):
                await digests.plan(person)
            else:
                await _send(person, unsent, notice)


async def _is_wanted(person: Person, unsent: Unsent, notice: Notice) -> bool:
    """By the reader; of what can be switched off only what they have not read meanwhile."""
    chosen = await choices.choice(person)
    read = notice.can_switch_off and unsent.row.read_at is not None
    return rules.way(chosen, unsent.row.kind, notice) is Way.MAIL and not read


async def _wait(person: Person, notice: Notice) -> None:
    at = clock.now()
    mail = by_mail(notice)
    if mail.when_away:
        seen_at = await people.seen_at_by_id(person.id)
        if seen_at and at - seen_at < rules.AWAY:
            raise NotYet(seen_at + rules.AWAY)
    if mail.waits:
        await letters.wait(person)


async def _has_had_enough(person: Person, notice: Notice) -> bool:
    """Whoever is called often while away gets a few mails, and one that says the rest; who wants no digest gets all."""
    if not by_mail(notice).when_away or (await choices.choice(person)).rhythm is Rhythm.NEVER:
        return False
    kinds = [kind for kind, one in telling.NOTICES.items() if by_mail(one).when_away]
    a_day_ago = clock.now() - timedelta(days=1)
    since = max(await people.seen_at_by_id(person.id) or a_day_ago, a_day_ago)
    return await queries.count_mailed_by_id(person.id, kinds, since) >= rules.MOST_WHILE_AWAY


async def _send(person: Person, unsent: Unsent, notice: Notice) -> None:
    """Nothing goes out about what is gone, or what this person may not know any more."""
    subject_id = unsent.row.subject_id
    (told,) = await telling.told([unsent.row])
    may_know = told.about and person.id in (await notice.to([subject_id])).get(subject_id, ())
    waiting = await _together(person, told, notice) if may_know else []
    if waiting and waiting[-1].row.id == told.row.id:  # else a later one says it too, or has said it
        together = by_mail(notice).together
        about = together([one.about for one in waiting]) if together else told.about
        if about is None or await letters.send(letter(person, replace(told, about=about), notice), person):
            await queries.set_mailed_by_id([one.row.id for one in waiting], clock.now())


async def _together(person: Person, told: Told, notice: Notice) -> list[Told]:
    """What is mailed as one: itself, and where its kind says so all that waits about the same, oldest first."""
    mail = by_mail(notice)
    if mail.together is None:
        return [told]
    kinds = [kind for kind, one in telling.NOTICES.items() if one.mail and one.mail.together is mail.together]
    rows = await queries.all_unsent_by_id(person.id, kinds, clock.now() - rules.LATE)
    thread = mail.thread(told.about)
    return [one for one in await telling.told(rows) if one.about and mail.thread(one.about) == thread]


def letter(person: Person, told: Told, notice: Notice) -> Mail:
    """The mail, in its reader's language and zone."""
    mail = by_mail(notice)
    stop = choosing.stop_link(person.id, told.row.kind) if notice.can_switch_off else ""
    written = letters.compose(
        told.says.removesuffix(".html") + ".txt" if notice.mail else "mail/told.txt",
        person.email,
        person.language,
        key=f"notice {told.row.id}",
        called=person.called,
        reader_id=person.id,
        about=told.about,
        by=told.by,
        says=saying.sentence(told, person),
        link=settings().base_url + told.leads,
        stop=stop,
        when=partial(words.instant, language=words.known(person.language), time_zone=person.time_zone),
    )
    with words.speaking(words.known(person.language)):
        attached = mail.attached(told.about) if mail.attached else None
    stop_to = choosing.stop_address(person.id, told.row.kind) if stop else ""
    thread = mail.thread(told.about)
    return replace(written, kind=told.row.kind, thread=thread, stop=stop, stop_to=stop_to, attached=attached)


mailing_jobs = {"notice_mail": Job(deliver)}
