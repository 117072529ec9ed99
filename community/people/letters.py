"""Letters: a text in the reader's language, as a mail of text and HTML, sent through the queue."""

import re

from community import db, events, jobs, mail, pages
from community.config import settings
from community.errors import Refused
from community.mail import Mail
from community.people import queries as people
from community.people.queries import Person

CODE = re.compile(r"\d{6}")


async def write(letter: str, to: str, language: str, key: str, **about: str | int) -> None:
    """Queue `templates/mail/LETTER.txt` to an address, in the transaction at hand. One `key` is one mail, ever."""
    payload = {"letter": letter, "to": to, "language": language, "key": key, "about": about}
    await jobs.later("mail", payload, key=f"mail {key}")


async def write_to_person(letter: str, person_id: int, key: str, **about: str | int) -> None:
    """The same, to whatever address and in whatever language that person has when it is sent."""
    payload = {"letter": letter, "person_id": person_id, "key": key, "about": about}
    await jobs.later("mail", payload, key=f"mail {key}")


async def deliver(payload: dict) -> None:
    """The job `mail`."""
    to, language, about, person = payload.get("to", ""), payload.get("language", ""), payload["about"], None
    if "person_id" in payload:
        person = (await people.people_by_id([payload["person_id"]])).get(payload["person_id"])
        if person is None or not person.email:
            return
        to, language, about = person.email, person.language, about | {"called": person.called}
    await send(compose(payload["letter"], to, language, payload["key"], **about), person)


async def send(letter: Mail, owner: Person | None) -> None:
    """Hand it over. If the mail server will never take it, whose address that is hears of it in the app (X16)."""
    try:
        await mail.send(letter)
    except Refused:
        if owner is not None:
            async with db.transaction():
                events.record("mail.refused", owner.topic, about=owner.id)
        raise


def compose(letter: str, to: str, language: str, key: str, **about: str | int) -> Mail:
    """The letter as a mail: its first line is the subject; each of its paragraphs is a text, a link or a code."""
    told = pages.render(f"mail/{letter}.txt", language, base=settings().base_url, **about).strip()
    subject, _, text = told.partition("\n")
    paragraphs = [(_kind(part), part) for part in map(str.strip, re.split(r"\n\s*\n", text)) if part]
    html = pages.render("mail/letter.html", language, subject=subject, base=settings().base_url, paragraphs=paragraphs)
    return Mail(to=to, subject=subject, text="\n\n".join(part for _, part in paragraphs) + "\n", html=html, key=key)


def _kind(paragraph: str) -> str:
    if CODE.fullmatch(paragraph):
        return "code"
    return "link" if paragraph.startswith(settings().base_url + "/") and not re.search(r"\s", paragraph) else "text"
