"""The face of people: everything about who is asking."""

from datetime import timedelta

from community import clock, retaining
from community.jobs import Job
from community.pages import Keep, Notice, _
from community.people import letters, mailbox
from community.people import queries as people
from community.people.accounts import routes as accounts
from community.people.addresses import routes as addresses
from community.people.addresses import stopping
from community.people.bounces import actions as returned
from community.people.bounces import routes as bounces
from community.people.closing import actions as closing
from community.people.closing import routes as closing_doors
from community.people.codes import letters as code_letters
from community.people.codes import queries as codes
from community.people.exports import routes as exports
from community.people.factors import routes as factors
from community.people.passwords import routes as passwords
from community.people.pictures import routes as pictures
from community.people.profile import routes as profile
from community.people.sessions import ending
from community.people.sessions import routes as sessions
from community.retaining import Retain

SIGN_INS = Retain("session", "least(ended_at, ends_at) < :before", 90, lambda: _("Sign-ins that are over"))


async def myself_by_id(pairs: set[tuple[int, int]]) -> dict[tuple[int, int], str]:
    """Who may follow `person:ID`: only that person."""
    return {pair: "self" for pair in pairs if pair[0] == pair[1]}


async def oneself_by_id(ids: list[int]) -> dict[int, list[int]]:
    """For notices that concern a person alone."""
    return {id: [id] for id in ids}


async def forget(payload: dict) -> None:
    """Take away mailed codes a day after they ended, sign-ins long after."""
    await codes.forget_by_id(clock.now() - timedelta(days=1))
    await retaining.erase("sign_ins")


routes = [
    *sessions.routes, *accounts.routes, *passwords.routes, *addresses.routes, *profile.routes, *mailbox.routes,
    *bounces.routes, *closing_doors.routes, *pictures.routes, *exports.routes, *factors.routes, *ending.routes,
]
live = exports.live
topics = {"person": myself_by_id}
notices = {
    "mail.refused": Notice(
        *(oneself_by_id, "people/mail_refused", people.people_by_id, lambda me: "/profile/address"),
        called=lambda: _("Mail to me comes back"), can_switch_off=False,
    ),
    "mail.complained": Notice(
        *(oneself_by_id, "people/mail_complained", people.people_by_id, lambda me: "/profile/address"),
        called=lambda: _("Mail to me stops, since one was called unwanted"), can_switch_off=False,
    ),
    **exports.notices,
}
jobs = {
    "mail": Job(letters.deliver),
    "address_mail": Job(stopping.deliver),
    "mail_code": Job(code_letters.deliver),
    "people.close": Job(closing.close_due, every=timedelta(hours=1), within=300, at_once=1),
    "people.bounces": Job(returned.look, every=timedelta(minutes=1), at_once=1),
    "people.forget": Job(forget, every=timedelta(days=1)),
    **exports.jobs,
}
retains = {"sign_ins": SIGN_INS}
addressed = {"mail_code": "address"}
keeps = {
    "person": Keep(person="id", file="picture_file"),
    "email": Keep(person="person_id"),
    "password": Keep(person="person_id", hides=("hash",)),
    "session": Keep(person="person_id"),
    "mail_code": Keep(person="person_id"),
    "export": Keep(person="person_id", hides=("file",)),
    "factor": Keep(person="person_id", hides=("sealed",)),
    "recovery_code": Keep(person="person_id", hides=("hash",)),
}
