"""Asking at a door as somebody: an address with its numbers, a form filled in well, and what was answered."""

import re
from base64 import b64encode
from datetime import timedelta
from typing import Any
from uuid import uuid4

from httpx2 import Response

from community import clock
from community.catalogue import rules as catalogue
from community.cohorts.settings import rules as cohort_settings
from community.notifications.choosing import actions as choosing
from community.people.addresses import stopping
from community.people.codes import actions as codes
from community.review.calibrating import sheets
from tests.support.artifacts import a_pdf
from tests.support.catalogue import file_of
from tests.support.people import PASSWORD
from tests.support.pictures import a_picture
from tests.support.roles import WAITING, Asker
from tests.support.world import World, undone

PLACE = re.compile(r"{(\w+)}")
SIGNS = {401: "??", 403: "no", 404: "--", 409: "!!"}
NEW_PASSWORD = "tuesday letters on the porch"


def address(world: World, asker: Asker, pattern: str, **instead: Any) -> str:
    """The pattern's address of what is here, and of the asker's own; `instead` puts other things in its places."""
    ids = world.ids | asker.own | instead
    if asker.person is None:  # has nothing of their own: asks for somebody else's
        ids = world.askers["stranger"].own | ids
    if "{token}" in pattern and "token" not in instead:
        ids["token"] = _link(world, asker, pattern).rsplit("/", 1)[1]
    if "/choices/" in pattern and "number" not in instead:
        ids["number"] = WAITING
    return PLACE.sub(lambda place: str(ids[place[1]]), pattern)


def _link(world: World, asker: Asker, pattern: str) -> str:
    """The mailed link that this door is about."""
    if pattern.startswith("/inbox/stops"):
        return choosing.stop_link((asker.person or world.askers["stranger"].person).id, "message.posted")
    code = code_for(world, asker, pattern)
    if pattern.startswith("/profile/address/stop"):
        until = int((clock.now() + stopping.LIFE).timestamp())
        return stopping.link(stopping.Change(code.person_id, code.id, "former@example.org", code.address, until))
    return codes.link(code)


def code_for(world: World, asker: Asker, pattern: str) -> Any:
    """The mailed code that this door is about; a new address's is the asker's own."""
    if pattern.startswith("/profile/address"):
        return asker.own.get("address_code") or world.askers["stranger"].own["address_code"]
    return world.codes[pattern.split("/")[1].replace("-", "_")]


async def ask(asker: Asker, method: str, where: str, fields: dict[str, Any] | None = None, **headers: str) -> Response:
    """One request whose effects are taken back."""
    answer, jar = None, asker.client.cookies.jar
    kept = list(jar)
    async with undone():
        if method == "POST" and where.endswith("/uploads") and fields:
            said = TUS | fields | {"x-csrf": asker.csrf} | headers
            answer = await asker.client.post(where, headers=[(name, _as_header(text)) for name, text in said.items()])
        elif method == "POST":
            answer = await asker.posts(where, fields, **headers)
        else:
            in_pieces = TUS | {"x-csrf": asker.csrf} if method in ("PATCH", "DELETE") else {}
            answer = await asker.client.request(method, where, headers=in_pieces | headers)
    assert answer is not None
    jar.clear()  # a door that signs somebody in has given them another session, which is taken back with the rest
    for cookie in kept:
        jar.set_cookie(cookie)
    return answer


TUS = {"tus-resumable": "1.0.0", "content-type": "application/offset+octet-stream", "upload-offset": "0"}


def _as_header(text: Any) -> bytes:
    return re.sub(rb"[\x00-\x1f\x7f]", b"", str(text).encode("utf-8", "replace"))[:4000]


def word(answer: Response) -> str:
    """An answer in the signs of the table; any other as its status."""
    to = answer.headers.get("location", "") or answer.headers.get("hx-redirect", "")
    if to == "/sign-in" or to.startswith("/sign-in?next="):
        said = "in"
    elif answer.status_code in (200, 201, 204, 303):
        said = "ok"
    else:
        said = SIGNS.get(answer.status_code, str(answer.status_code))
    return said


def filled(world: World, asker: Asker, pattern: str) -> dict[str, Any]:
    """What somebody who knows what she wants would type into the form of this door."""
    form = FORMS.get(pattern, {})
    return form(world, asker) if callable(form) else form


def _code(world: World, asker: Asker, pattern: str) -> dict[str, str]:
    code = code_for(world, asker, pattern)
    return {"email": code.address, "code": codes.digits(code), "new_password": NEW_PASSWORD}


def _judged(world: World, asker: Asker) -> dict[str, str]:
    """All is met."""
    criteria = catalogue.criteria(world.definition.content)
    return {f"level-{one.key}": "meets" for one in criteria} | {"to_approver": "Nothing to add"}


def _roster(world: World, asker: Asker) -> dict[str, Any]:
    return {"text": world.ids["roster"], "mark": world.ids["roster_mark"], "post_key": str(uuid4())}


def _upload(world: World, asker: Asker) -> dict[str, str]:
    name, key = (b64encode(text.encode()).decode() for text in ("A long plan.pdf", str(uuid4())))
    return {"upload-length": "9000000", "upload-metadata": f"filename {name},key {key}"}


def _message(world: World, asker: Asker) -> dict[str, str]:
    return {"text": "Something well meant", "post_key": str(uuid4())}


def _cohort(world: World, asker: Asker) -> dict[str, Any]:
    begins = clock.now().date()
    where = world.there.local if asker.role == "sibling" else world.here.local
    return {
        "affiliate": where.id, "definition": world.definition.code, "name": "A cohort of one's own", "capacity": 12,
        "starts_on": begins, "ends_on": begins + timedelta(weeks=9), "time_zone": "America/New_York", "language": "en",
        "post_key": str(uuid4()),
    }


def _meeting(world: World, asker: Asker) -> dict[str, Any]:
    return {
        "title": "Artifact swap", "on": clock.now().date() + timedelta(days=30), "at": "16:30", "minutes": 60,
        "place": "", "link": "", "version": 1, "post_key": str(uuid4()),
    }


def _draft(world: World, asker: Asker) -> dict[str, Any]:
    return {"text": "A better plan", "based_on": 2, "writer": "", "ready": "yes"}


def _levels(world: World, what: str) -> dict[str, Any]:
    """The highest level for each criterion, and a sentence."""
    found = {}
    for row in sheets.rows(sheets.parts(world.definition)):
        found |= {f"level-{row.place}": row.levels[0][0].key, f"{what}-{row.place}": "As it stands there"}
    return found


def _vouchers(world: World, asker: Asker) -> dict[str, Any]:
    until = clock.now().date() + timedelta(days=90)
    return {"count": 2, "value": "75", "uses": 1, "ends_on": until, "label": "", "post_key": str(uuid4())}


def _credit_rule(world: World, asker: Asker) -> dict[str, Any]:
    return {"place": "Cedar District", "place_kind": "district", "gives": "Ten hours", "post_key": str(uuid4())}


def _next_version(world: World) -> str:
    return file_of(world.definition.code).read_text("utf-8").replace("version: 1", "version: 2", 1)


MONEY = ("/issuers/{issuer}", "/affiliates/{affiliate_id}")
DESK_OF = "/affiliates/{affiliate_id}"
HERE, MESSAGE, DESK = "/cohorts/{cohort_id}", "/cohorts/{cohort_id}/messages/{message_id}", "/work/{code}/{key}"
CHANNELS = (HERE + "/channels/{channel_id}", HERE + "/channels/{kind}", HERE + "/requirements/{key}/channel")
FORMS: dict[str, Any] = {
    "/verify": {"badge": "0000-0000-0000"},
    "/sign-in": lambda world, asker: {"email": world.askers["stranger"].person.email, "password": PASSWORD},
    "/sign-in/mail": {"email": "somebody@example.org"},
    "/sign-in/code": lambda world, asker: _code(world, asker, "/sign-in/code"),
    "/sign-up": {"name": "Vera New", "email": "vera@example.org", "password": NEW_PASSWORD},
    "/sign-up/code": lambda world, asker: _code(world, asker, "/sign-up/code"),
    "/sign-up/link/{token}": {"password": PASSWORD},
    "/password": {"password": PASSWORD, "new_password": NEW_PASSWORD},
    "/password/mail": {"email": "somebody@example.org"},
    "/password/code": lambda world, asker: _code(world, asker, "/password/code"),
    "/password/link/{token}": {"new_password": NEW_PASSWORD},
    "/profile": {"name": "Ana Torres", "time_zone": "UTC", "language": "en", "role": "teacher"},
    "/profile/factor": {"password": PASSWORD},
    "/administration/retention/{kept}": {"days": 60},
    "/administration/issuers": lambda world, asker: {
        "name": "Lakeside Board", "slug": "lakeside-board", "post_key": str(uuid4()),
    },
    "/administration/announcements": lambda world, asker: {
        "kind": "news", "text": "We meet on Friday.", "post_key": str(uuid4()),
        "until_at": (clock.now() + timedelta(days=9)).strftime("%Y-%m-%dT%H:%M"),
    },
    "/affiliates/{affiliate_id}/factor-demand": {"asks": "no"},
    "/issuers/{issuer}/factor-demand": {"asks": "no"},
    "/administration/factors": lambda world, asker: {"email": world.named["factored"], "reason": "She rang us up."},
    "/administration/sign-ins": lambda world, asker: {"email": world.named["factored"], "reason": "A lost laptop."},
    "/profile/picture": {"picture": ("me.png", a_picture(), "image/png")},
    "/profile/closing": {"password": PASSWORD},
    "/showcase": {"audience": "nobody", "sentence": "A sentence of mine"},
    "/profile/data/exports/{export_id}/opening": {"password": PASSWORD},
    "/profile/address": {"email": "yet.another@example.org", "password": PASSWORD},
    "/profile/address/{address_id}/main": {"password": PASSWORD},
    "/profile/address/{address_id}/removal": {"password": PASSWORD},
    "/profile/address/code": lambda world, asker: _code(world, asker, "/profile/address/code"),
    "/inbox/settings": {
        **{"by_mail": "yes", "quiet_from": "21:00", "quiet_until": "07:00", "way message.posted": "inbox"},
        **{"rhythm": "weekly", "digest_at": "17:00", "digest_day": "4"},
    },
    "/membership/claims": lambda world, asker: {
        "affiliate": world.there.local.slug, "family_name": "Ruiz", "way": "ask", "post_key": str(uuid4()),
    },
    "/issuers/{issuer}/reviewers": lambda world, asker: {
        "email": "new.reader@example.org", "code": world.definition.code, "ground": "expert", "why": "Wrote the rubric",
    },
    "/issuers/{issuer}/calibration": lambda world, asker: (
        {"code": world.definition.code, "title": "Set B", "source": "invented", "post_key": str(uuid4())}
        | {f"text-{part.key}": "An invented text" for part in sheets.parts(world.definition)}
        | _levels(world, "why")
    ),
    "/issuers/{issuer}/calibration/agreement": {"percent": 85},
    "/reviewing/{certification_id}/calibration": lambda world, asker: {"set": world.ids["set_id"]},
    "/calibrations/{reading_id}/answers": lambda world, asker: _levels(world, "saw"),
    "/calibrations/{reading_id}/completion": lambda world, asker: _levels(world, "saw"),
    "/issuers/{issuer}/reviewers/{certification_id}/ending": {"reason": "Moved on to other work"},
    "/committee/{case}/attachments": {"title": "Two texts", "text": "Side by side", "post_key": str(uuid4())},
    "/committee/{case}/end": {"because": "It was another one's"},
    "/committee/{case}/votes": {"vote": "yes", "reasons": "I see it there"},
    "/issuers/{issuer}/cases": lambda world, asker: {
        "about": "award", "number": world.ids["award"], "description": "What was seen", "reason": "not_own",
        "post_key": str(uuid4()),
    },
    "/issuers/{issuer}/cases/plan/{case_kind}": {
        "answer_days": 14, "second_days": 0, "vote_days": 14, "appeal_days": 30, "quorum": 3,
    },
    "/support/tickets": lambda world, asker: {
        "route": "content_support", "text": "What counts as a plan?", "name": "Nora Vance",
        "email": "nora@example.org", "post_key": str(uuid4()),
    },
    "/support/tickets/{ticket}/entries": lambda world, asker: {"text": "And a sketch?", "post_key": str(uuid4())},
    "/support/link/{ticket_link}/entries": lambda world, asker: {"text": "Still dead.", "post_key": str(uuid4())},
    "/support/desk/{ticket}/answers": lambda world, asker: {
        "text": "A page that says what you do.", "last": 2**62, "post_key": str(uuid4()),
    },
    "/support/desk/{ticket}/standing": {"state": "closed"},
    "/support/answers": lambda world, asker: {
        "route": "content_support", "title": "Plans", "text": "A page will do.", "post_key": str(uuid4()),
    },
    "/cases/{case}/answer": {"text": "I wrote it myself"},
    "/submissions/{submission}/appeal": {"text": "It does not hold", "post_key": str(uuid4())},
    "/awards/{award}/appeal": {"text": "It does not hold", "post_key": str(uuid4())},
    "/work/{code}/extensions": lambda world, asker: {"sentence": "I was ill", "post_key": str(uuid4())},
    "/issuers/{issuer}/applications/{application_id}/extensions": lambda world, asker: {
        "until": clock.now().date() + timedelta(days=120), "reason": "A closed school",
    },
    "/issuers/{issuer}/applications/{application_id}/refusal": {"reason": "There is time still"},
    DESK_OF + "/claims/{claim_id}/answers": {"answer": "no", "reason": "Not on our list"},
    DESK_OF + "/desk-offers": {"email": "somebody.else@example.org", "kind": "building_representative"},
    DESK_OF + "/roster/preview": {"text": "number,last name\n1,Ruiz\n"},
    DESK_OF + "/roster": _roster,
    DESK_OF + "/credit-rules": _credit_rule,
    DESK_OF + "/credit-rules/{rule_id}/versions": lambda world, asker: _credit_rule(world, asker) | {"version": 1},
    DESK_OF + "/credit-rules/{rule_id}/approval": {
        "source": "https://example.org/rule", "checked_on": "2026-01-31", "version": 1,
    },
    "/join": lambda world, asker: {"code": world.here.cohort.join_code},
    "/cohorts": _cohort,
    "/affiliates/{affiliate}/question": lambda world, asker: {
        "question": "When do you meet?", "name": "Nora Vance", "email": "nora@example.org", "post_key": str(uuid4()),
    },
    DESK_OF + "/questions/{question_id}/answers": {"answer": "On Thursdays."},
    "/affiliates/{affiliate}/names": lambda world, asker: {
        "code": world.definition.code, "name": "Nora Vance", "email": "nora@example.org",
    },
    HERE + "/moves": {"move": "begin"},
    HERE + "/codes": {"uses": 3},
    HERE + "/members/{seat_id}/muting": {"days": "1", "reason": "A calm day"},
    HERE + "/members/{seat_id}/role": {"role": "facilitator"},
    HERE + "/handover": {"successor": "next@example.org"},
    HERE + "/settings": lambda world, asker: {
        "seen": cohort_settings.fingerprint(world.here.cohort, True), "starts_on": world.here.cohort.starts_on,
        "time_zone": world.here.cohort.time_zone,
    },
    HERE + "/questions": {"question_1": "What do you hope for?"},
    HERE + "/goals/{seat_id}": {"question": 1, "met": "yes"},
    HERE + "/templates": {"template": "Our own winter", "post_key": str(uuid4())},
    HERE + "/naming": {"named": "yes"},
    HERE + "/facilitators": lambda world, asker: {"email": world.askers["stranger"].person.email},
    "/join/{join_code}/requests": {"words": "I would like to learn this with others."},
    "/groups/{group}/question": lambda world, asker: {"question": "May I look in?", "post_key": str(uuid4())},
    "/asked/{asked_id}/messages": lambda world, asker: {"text": "And when?", "post_key": str(uuid4())},
    "/asked/{asked_id}/read-marker": lambda world, asker: {"message_id": world.named["answered"]},
    "/asked/{asked_id}/standing": {"state": "muted"},
    "/asked/{asked_id}/messages/{message_id}/report": {"reason": "unkind"},
    "/groups/{group}/requests": {"words": "I would like to learn this with others."},
    HERE + "/invitations": lambda world, asker: {"addresses": "new@example.org", "post_key": str(uuid4())},
    HERE + "/pause": lambda world, asker: {"returns_on": (clock.now() + timedelta(days=9)).date()},
    HERE + "/requests/{seat_id}/refusal": {"answer": "Not this time, I am sorry."},
    HERE + "/today/{seat_id}/letter": {"need": "stopped", "text": "May I help?", "post_key": str(uuid4())},
    HERE + "/today/{seat_id}/askings": lambda world, asker: {
        "key": world.ids["key"], "sentence": "May I read it?", "post_key": str(uuid4()),
    },
    "/let-in/{asking_id}/answers": {"answer": "not_now"},
    "/submissions/{submission}/result/openings": lambda world, asker: {
        f"row {world.ids['key']} two_voices": "yes", f"to_{world.here.facilitator.seat.id}": "yes",
        "until": clock.now().date() + timedelta(days=5), "post_key": str(uuid4()),
    },
    "/submissions/{submission}/withdrawal-wishes": lambda world, asker: {
        "reason": "The wrong recording", "post_key": str(uuid4()),
    },
    "/approvals/{attempt}/withdrawal": {"answer": "yes"},
    "/issuers/{issuer}/review-days": {"kind": "calendar", "seen": 0},
    "/issuers/{issuer}/holidays": {"day": "2030-07-04", "name": "A holiday"},
    "/issuers/{issuer}/holidays/removal": {"day": "2030-07-04"},
    "/opened-results/{opened_id}/notes": lambda world, asker: {"text": "A word on it", "post_key": str(uuid4())},
    DESK_OF + "/insights/summary": {"wanted": "yes"},
    HERE + "/cost": {"amount": "120", "spent_on": "Coffee"},
    "/awards/{award}/sentence": {"text": "My students ask each other now."},
    HERE + "/today/{seat_id}/later": {"need": "stopped"},
    HERE + "/today/{seat_id}/reader": {"reader": 1},
    HERE + "/letters": lambda world, asker: {
        "text": "How does it go?", f"to_{world.ids['seat_id']}": "yes", "when": "then",
        "on": (clock.now() + timedelta(days=9)).date(), "at": "12:00", "post_key": str(uuid4()),
    },
    HERE + "/letters/{letter_id}/versions": lambda world, asker: {
        "text": "How does it go now?", f"to_{world.ids['seat_id']}": "yes", "when": "then",
        "on": (clock.now() + timedelta(days=9)).date(), "at": "12:00", "version": 1,
    },
    HERE + "/private-threads": lambda world, asker: {
        "to": world.ids["seat_id"], "text": "A word between us", "post_key": str(uuid4()),
    },
    HERE + "/channels/{channel_id}/standing": {"state": "muted"},
    **{channel + "/involvement": {"level": "mentions"} for channel in CHANNELS},
    **{channel + "/backlog": {"backlog": "from_joining"} for channel in CHANNELS},
    HERE + "/messages/{message_id}/involvement": {"level": "everything"},
    HERE + "/messages/{message_id}/report": {"reason": "unkind"},
    HERE + "/reports/{report_id}/settlement": {"outcome": "stands", "sentence": "It may stand."},
    HERE + "/reports/{report_id}/restoring": {"sentence": "It may be read again."},
    "/affiliates/{affiliate_id}/reports/{report_id}/settlement": {"outcome": "stands", "sentence": "It may stand."},
    "/affiliates/{affiliate_id}/reports/{report_id}/restoring": {"sentence": "It may be read again."},
    HERE + "/channels": {"name": "A channel of ours", "post_key": str(uuid4())},
    HERE + "/checklist/{item}": {"done": "yes"},
    HERE + "/expected": {"version": 0},
    HERE + "/meetings": _meeting,
    HERE + "/meetings/{meeting_id}/versions": _meeting,
    HERE + "/meetings/{meeting_id}/cancellation": {"version": 1},
    HERE + "/meetings/{meeting_id}/rsvp": {"answer": "comes"},
    HERE + "/meetings/{meeting_id}/attendance/{seat_id}": {"mark": "there"},
    HERE + "/meetings/{meeting_id}/pairs": {"version": 0},
    HERE + "/meetings/{meeting_id}/pairs/opening": lambda world, asker: {
        "key": world.ids["key"], "focus": "Is the purpose clear?",
    },
    HERE + "/meetings/{meeting_id}/agenda": {"version": 0, "lines": "5 Hello"},
    HERE + "/meetings/{meeting_id}/reminder": {"version": 0, "text": "Bring cake.", "goes_out": "yes"},
    "/profile/calendar": lambda world, asker: {"post_key": str(uuid4())},
    HERE + "/meetings/{meeting_id}/recap": lambda world, asker: {"text": "We met.", "post_key": str(uuid4())},
    "/meetings/link/{meeting_link}": {"answer": "not_sure"},
    HERE + "/visibility": {"shows": "nothing"},
    **{channel + "/messages": _message for channel in CHANNELS},
    **{channel + "/read-marker": lambda world, asker: {"message_id": world.ids["message_id"]} for channel in CHANNELS},
    MESSAGE + "/replies": _message,
    MESSAGE + "/versions": {"text": "What I meant to say", "version": 1},
    MESSAGE + "/reactions": {"kind": "thanks"},
    MESSAGE + "/resolution": {"resolved": "yes"},
    MESSAGE + "/pin": {"pinned": "yes"},
    DESK + "/requests": lambda world, asker: {
        "focus": "Is it clear?", "protocol": "tag", "wanted": 2, "asks": "cohort", "post_key": str(uuid4()),
        "until": clock.now().date() + timedelta(days=5),
    },
    "/feedback/{request_id}/readers": lambda world, asker: {"reader": world.ids["seat_id"]},
    HERE + "/feedback/willingness": {"state": "willing"},
    HERE + "/feedback/holders": {"welcome": "yes"},
    "/feedback/elsewhere": {"a_month": "0"},
    HERE + "/feedback/pairs": lambda world, asker: {
        "one": world.here.members["Hana"].seat.id, "other": world.ids["seat_id"],
    },
    "/feedback/{request_id}/outlooks": {"view-frames": "nearly", "missing-frames": "One more frame"},
    "/feedback/{request_id}/begun": {"kind": "warm", "text": "Half a th"},
    "/feedback/{request_id}/notes": lambda world, asker: {
        "kind": "warm", "text": "This line let me see it.", "place": "whole", "post_key": str(uuid4()),
    },
    "/feedback/practice/{draft}/notes": lambda world, asker: {
        "kind": "warm", "text": "This line let me see it.", "place": "whole", "post_key": str(uuid4()),
    },
    "/feedback/practice/{draft}/beginning": lambda world, asker: {"post_key": str(uuid4())},
    "/feedback/{request_id}/notes/{note_id}/uptake": {"uptake": "used", "reason": "I say it now"},
    "/feedback/{request_id}/notes/{note_id}/replies": lambda world, asker: {
        "text": "Thank you", "post_key": str(uuid4()),
    },
    "/feedback/{request_id}/notes/{note_id}/flags": lambda world, asker: {
        "why": "It is about me, not my draft", "post_key": str(uuid4()),
    },
    HERE + "/flags/{flag_id}/answer": {"done": "settled", "answer": "I have spoken with both of you"},
    "/awards/{award}/thanks": lambda world, asker: {
        f"to {world.askers['helper'].person.id}": "yes", "words": "You saw it",
    },
    "/feedback/{request_id}/given/{given_id}/thanks": {"thanks": "This helped"},
    "/feedback/{request_id}/given/{given_id}/usefulness": {"worth": "moved", "words": "This helped"},
    "/feedback/{request_id}/notes/{note_id}": {"kind": "warm", "text": "Better words"},
    "/work/{code}/applications": {"post_key": str(uuid4())},
    "/fees/{fee}/vouchers": lambda world, asker: {"voucher": world.named["voucher"]},
    **{desk + "/fees/{fee_number}/promise": {"district": "Ours", "reference": "PO 1"} for desk in MONEY},
    **{desk + "/fees/{fee_number}/promise/end": {"reason": "No money is left"} for desk in MONEY},
    **{desk + "/fees/{fee_number}/waiver": {"reason": "A first year"} for desk in MONEY},
    **{desk + "/vouchers": _vouchers for desk in MONEY},
    "/issuers/{issuer}/previews": lambda world, asker: {"text": _next_version(world)},
    "/issuers/{issuer}/versions": lambda world, asker: {"text": _next_version(world), "post_key": str(uuid4())},
    "/issuers/{issuer}/terms": {"fee": "75", "free_again_months": 12, "window_months": 6, "rework_days": 28,
        "seen": "7500 12 6 28"},
    DESK + "/revisions": _draft,
    DESK + "/readiness": _draft,
    DESK + "/quotation": {"quote": "plan", "start": "8"},
    DESK + "/files": lambda world, asker: {"file": ("A plan.pdf", a_pdf(), "x/y"), "post_key": str(uuid4())},
    DESK + "/uploads": _upload,
    HERE + "/uploads": _upload,
    DESK + "/files/{file}": {"name": "Another name.pdf", "with_students": "yes"},
    "/reviews/comments": {"text": "Say where to begin, and what shows that it is time"},
    "/reviews/{attempt}/check": {"complete": "yes"},
    "/reviews/{attempt}/draft": _judged,
    "/reviews/{attempt}/recommendation": _judged,
    "/reviews/{attempt}/comments": lambda world, asker: _judged(world, asker) | {"keep": "to_approver"},
    "/reviews/{attempt}/comments/insertion": lambda world, asker: _judged(world, asker) | {
        "put": world.ids["comment_id"], "into": "would-two_voices",
    },
    "/issuers/{issuer}/readers": {"readers": "2"},
    "/approvals/{attempt}/override": {"outcome": "earned", "reason": "The rubric forbids it by mistake"},
    "/approvals/{attempt}/words": lambda world, asker: {
        "reader": "1", "text": "Thank you", "post_key": str(uuid4()),
    },
    "/work/{code}/submissions": {
        "own": "yes", "names": "yes", "ready": "yes", "note": "The plan is another.", "post_key": str(uuid4()),
    },
    "/work/{code}/hours": {"day": "2026-11-20", "minutes": 45},
    "/work/{code}/hours/removal": {"day": "2026-11-20"},
    DESK + "/assessment": {"level-no_such": "meets"},
    DESK + "/hardness": {"hard": "yes"},
    DESK + "/restorations": {"number": 1, "based_on": 2},
    DESK + "/choices/{number}": {"seen": 2, "keep": "draft"},
    DESK + "/releases": {"sent": 6, "back": 4},
    DESK + "/names/answers": {"key": "marisol"},
    DESK + "/names/answers/end": {"key": "marisol"},
    DESK + "/names/watched": {"names": "Marisol"},
}
