"""The doors of a reminder: its form, for who leads; and how it is told (R19)."""

from pydantic import BaseModel, Field
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from community import pages
from community.cohorts.queries import Place
from community.errors import Conflict, Invalid
from community.meetings import entering, reasons
from community.meetings.queries import Meeting
from community.meetings.reminding import actions, queries, rules
from community.pages import ByMail, Live, Notice, _


class ReminderForm(BaseModel):
    version: int = Field(ge=0, le=2_000_000_000)
    text: str = Field(default="", max_length=rules.MOST)
    goes_out: bool = False


async def show_reminder(request: Request) -> Response:
    """GET /cohorts/7/meetings/12/reminder"""
    place = await entering.planning(request)
    return await _form(request, place, await entering.meeting_of(request, place))


async def write_reminder(request: Request) -> Response:
    """POST /cohorts/7/meetings/12/reminder: what it says, and whether it goes out."""
    place = await entering.planning(request)
    meeting = await entering.meeting_of(request, place)
    was = await queries.words(place, meeting.id)
    try:
        new = await pages.form(request, ReminderForm)
        if new.version != was.version:
            raise Conflict(reasons.changed_meanwhile())
        text = "\n".join(rules.paragraphs(new.text))
        await actions.write(place, meeting, was, text, not new.goes_out)
    except Invalid as wrong:
        return await _form(request, place, meeting, wrong)
    except Conflict as late:
        return await _form(request, place, meeting, Invalid({"": late.why}, await pages.typed_form(request)), 409)
    return pages.redirect(request, f"{meeting.address}?done=reminder")


async def _form(
    request: Request, place: Place, meeting: Meeting, wrong: Invalid | None = None, status: int = 422
) -> Response:
    return pages.page(
        request,
        "meetings/reminder.html",
        status if wrong else 200,
        meeting=meeting,
        words=await queries.words(place, meeting.id),
        most=rules.MOST,
        errors=wrong.fields if wrong else {},
        typed=wrong.typed if wrong else {},
        **await entering.around(request, place),
    )


HERE = "/cohorts/{cohort_id:int}/meetings/{meeting_id:int}/reminder"
routes = [Route(HERE, show_reminder, methods=["GET"]), Route(HERE, write_reminder, methods=["POST"])]
live = {
    ("reminder.written", "meeting"): Live("meetings/_reminder.html", words=queries.words_by_id),
    ("meeting.reminded", "meeting"): Live("meetings/_reminder.html", words=queries.sent_by_id),
}
notices = {
    "meeting.reminded": Notice(
        *(queries.told_by_id, "meetings/reminded", queries.reminders_by_id),
        lambda reminder: f"/cohorts/{reminder.cohort_id}/meetings/{reminder.meeting_id}",
        called=lambda: _("A meeting is in two days"),
        mail=ByMail(thread=lambda reminder: f"meeting {reminder.meeting_id}"),
    )
}
