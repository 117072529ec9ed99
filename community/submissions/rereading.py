"""An upheld appeal of a result hands the attempt back to the reviewers, as it was frozen (R61). Called by cases."""

from datetime import datetime

from community import db
from community.events import record
from community.evidence import returning
from community.people import queries as people
from community.submissions import queries
from community.submissions.expecting import queries as expecting
from community.submissions.expecting.rules import expected
from community.submissions.resubmitting import queries as attempts


async def read_anew(submission_id: int, at: datetime) -> bool:
    """A copy of it waits for readers who have not read it; its former result does not hold.

    False where the micro-credential is earned by now, or a later attempt is with the reviewers: that one is read.
    """
    async with db.transaction():
        former = (await queries.submissions_by_id([submission_id]))[submission_id]
        person = (await people.people_by_id([former.person_id]))[former.person_id]
        keys = await queries.keys_by_id(former.id)
        handed_back = await returning.hand_back(former.application_id, keys)
        if handed_back and await queries.mark_reread_by_id(former.id, at):
            target = await expecting.public_target_of_version(former.definition_version_id)
            copy = await queries.copy_by_id(former.id, at, expected(at, person.time_zone, target))
            places = {key: place for place, key in enumerate(keys, 1)}
            await attempts.carry_over(person, copy, former, places, with_changes=True)
            await queries.copy_stays_by_id(former.id, copy)
            record("submission.sent", f"person:{person.id}", about=copy)
        return handed_back
