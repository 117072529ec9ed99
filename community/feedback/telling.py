"""Who is told of requests and of feedback."""

from dataclasses import dataclass

from community import clock
from community.feedback.notes import queries as notes
from community.feedback.notes.queries import Note
from community.feedback.readings import queries as readings
from community.feedback.readings.queries import Feedback
from community.feedback.reminding import queries as reminding
from community.feedback.requests import queries as requests
from community.feedback.requests.queries import Request
from community.feedback.uptakes import queries as uptakes
from community.pages import ByMail, Notice, _


@dataclass(frozen=True)
class Asked:
    """Somebody was asked by name."""

    request: Request
    feedback: Feedback


async def asked_by_id(feedback_ids: list[int]) -> dict[int, Asked]:
    """What notices say of these."""
    given = await readings.feedback_by_id(feedback_ids)
    about = await requests.requests_by_id([one.request_id for one in given.values()])
    return {
        number: Asked(about[one.request_id], one) for number, one in given.items() if one.request_id in about
    }


async def whom_by_id(feedback_ids: list[int]) -> dict[int, list[int]]:
    """Who was asked, while the request is open and they have not answered."""
    return {
        number: [asked.feedback.person_id]
        for number, asked in (await asked_by_id(feedback_ids)).items()
        if asked.feedback.person_id and asked.feedback.state == "asked" and not asked.request.ending
    }


@dataclass(frozen=True)
class Remark:
    """A note with the request it belongs to."""

    request: Request
    note: Note


async def remarks_by_id(note_ids: list[int]) -> dict[int, Remark]:
    """What notices say of these notes."""
    found = await notes.notes_by_id(note_ids)
    about = await requests.requests_by_id(sorted({note.request_id for note in found.values()}))
    return {
        number: Remark(about[note.request_id], note) for number, note in found.items() if note.request_id in about
    }


async def readers_by_id(feedback_ids: list[int]) -> dict[int, list[int]]:
    """Who gives it."""
    given = await readings.feedback_by_id(feedback_ids)
    return {number: [one.person_id] for number, one in given.items() if one.person_id}


@dataclass(frozen=True)
class Helped:
    """What somebody helped with is earned."""

    request: Request
    title: str


async def helped_by_id(feedback_ids: list[int]) -> dict[int, Helped]:
    """What notices say of these."""
    titles = await uptakes.titles_by_id(feedback_ids)
    return {number: Helped(one.request, titles[number]) for number, one in (await asked_by_id(feedback_ids)).items()}


async def reminded_by_id(reminder_ids: list[int]) -> dict[int, list[int]]:
    """Who was reminded, while there is something to read (R48): asked again when a letter goes."""
    return await reminding.persons_by_id(reminder_ids, clock.now())


BY_MAIL = ByMail(thread=lambda request: f"request {request.id}")
notices_of_requests = {
    "request.opened": Notice(
        *(requests.colleagues_by_id, "feedback/opened", requests.requests_by_id, lambda request: request.address),
        called=lambda: _("A colleague asks the cohort for feedback"), asks=True,
    ),
    "feedback.taken": Notice(
        *(requests.authors_by_id, "feedback/taken", requests.requests_by_id, lambda request: request.ledger),
        called=lambda: _("Somebody reads a draft of mine"),
    ),
    "feedback.sent": Notice(
        *(requests.authors_by_id, "feedback/came", requests.requests_by_id, lambda request: request.ledger),
        called=lambda: _("Feedback on a draft of mine has come"), mail=BY_MAIL,
    ),
}
feedback_told = {
    "feedback.asked": Notice(
        *(whom_by_id, "feedback/asked", asked_by_id, lambda asked: asked.request.address),
        called=lambda: _("A colleague asks me by name for feedback"), asks=True,
        mail=ByMail(thread=lambda asked: f"request {asked.request.id}"),
    ),
    "feedback.returned": Notice(
        *(readers_by_id, "feedback/returned", asked_by_id, lambda asked: asked.request.address),
        called=lambda: _("A draft that I took goes back to everyone"),
    ),
    "feedback.thanked": Notice(
        *(readers_by_id, "feedback/thanked", asked_by_id, lambda asked: f"{asked.request.address}/given"),
        called=lambda: _("Somebody thanks me for my feedback"),
    ),
    "feedback.helped": Notice(
        *(readers_by_id, "feedback/helped", helped_by_id, lambda helped: f"{helped.request.address}/given"),
        called=lambda: _("What I helped with is earned"),
    ),
}
notices_of_notes = {
    "note.taken_up": Notice(
        *(uptakes.givers_by_id, "feedback/taken_up", remarks_by_id),
        lambda remark: f"{remark.request.address}/given#note-{remark.note.id}",
        called=lambda: _("What became of a note of mine"),
    ),
    "note.replied": Notice(
        *(uptakes.both_by_id, "feedback/replied", remarks_by_id),
        lambda remark: remark.request.address,
        called=lambda: _("Somebody replies to a note of mine, or on my draft"),
    ),
}
reminders_told = {
    "feedback.reminded": Notice(
        *(reminded_by_id, "feedback/reminded", reminding.reminded_by_id),
        lambda reminded: reminded.request.address,
        called=lambda: _("A reminder of a draft that I am asked to read, or read"),
        mail=ByMail(thread=lambda reminded: f"request {reminded.request.id}"),
    ),
    "feedback.waiting": Notice(
        *(reminded_by_id, "feedback/waiting", reminding.reminded_by_id),
        lambda reminded: reminded.request.address,
        called=lambda: _("A colleague has waited long for a reader"), asks=True,
    ),
}
