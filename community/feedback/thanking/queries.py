"""Who had a part in an award, and the letters about it, as rows."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from community import db
from community.awards.queries import Award
from community.numbers import Numbered
from community.people.queries import Person

MOST_HELPERS = 200  # of one award
MOST_LETTERS = 500  # to one person


@dataclass(frozen=True)
class Helper:
    """Whose notes were used or adapted, or who sat in a helper's seat; `sent_at` when a letter went to them."""

    person_id: int
    name: str
    called: str
    sat_to_help: bool
    notes: int
    taken_up: int
    began_on: date
    sent_at: datetime | None


@dataclass(frozen=True)
class Letter(Numbered):
    """One letter. `sender` is "" where its sender has closed the account."""

    id: int
    number: str
    sender: str
    person_id: int
    name: str
    title: str
    code: str
    awarded_at: datetime
    sat_to_help: bool
    notes: int
    taken_up: int
    began_on: date
    words: str
    sent_at: datetime

    @property
    def address(self) -> str:
        return f"/letters/{self.number}"


LETTER = """
select thanks_letter.id, thanks_letter.number, coalesce(sender.name, '') as sender, thanks_letter.person_id,
       person.name, definition_version.title, micro_credential.code, award.awarded_at, sat_to_help, notes, taken_up,
       began_on, words, sent_at
from thanks_letter
join award on award.id = thanks_letter.award_id
join definition_version on definition_version.id = award.definition_version_id
join micro_credential on micro_credential.id = award.micro_credential_id
join person on person.id = thanks_letter.person_id
left join person as sender on sender.id = award.person_id
"""


async def helpers(person: Person, award: Award) -> list[Helper]:
    """Of one's own award. Who wishes no name any more is not among them (R21)."""
    return await db.many(
        Helper,
        """
        with given as (
            select feedback.person_id, count(note.id) as notes,
                   count(note.id) filter (where note.uptake in ('used', 'adapted')) as taken_up,
                   min(feedback.sent_at) as began_at
            from work
            join feedback_request on feedback_request.work_id = work.id
            join feedback on feedback.request_id = feedback_request.id and feedback.state = 'sent'
            join note on note.feedback_id = feedback.id
            join seat on seat.cohort_id = feedback_request.cohort_id and seat.person_id = feedback.person_id
            where work.person_id = :person_id and work.micro_credential_id = :micro_credential_id and not seat.unnamed
            group by feedback.person_id
        ),
        sat as (
            select helper.person_id, min(helper.joined_at) as began_at
            from seat as own
            join cohort on cohort.id = own.cohort_id
            join definition_version on definition_version.id = cohort.definition_version_id
            join seat as helper on helper.cohort_id = cohort.id and helper.role = 'helper' and helper.state = 'active'
            where own.person_id = :person_id and own.role = 'participant'
              and own.state = 'active' and definition_version.micro_credential_id = :micro_credential_id
            group by helper.person_id
        )
        select person.id as person_id, person.name, person.called, sat.person_id is not null as sat_to_help,
               coalesce(given.notes, 0) as notes, coalesce(given.taken_up, 0) as taken_up,
               cast(least(given.began_at, sat.began_at, cast(:awarded_at as timestamptz)) at time zone 'UTC' as date)
                   as began_on,
               thanks_letter.sent_at
        from given full join sat on sat.person_id = given.person_id
        join person on person.id = coalesce(given.person_id, sat.person_id) and person.id <> :person_id
        left join thanks_letter on thanks_letter.award_id = :award_id and thanks_letter.person_id = person.id
        where given.taken_up > 0 or sat.person_id is not null
        order by person.name, person.id limit :most
        """,
        person_id=person.id,
        micro_credential_id=award.micro_credential_id or 0,
        award_id=award.id,
        awarded_at=award.awarded_at,
        most=MOST_HELPERS,
    )


async def send(person: Person, award: Award, helper: Helper, number: str, words: str, at: datetime) -> int | None:
    """The new letter's id; None where one went to them before, or where the award is not this person's."""
    return await db.value(
        """
        insert into thanks_letter (number, award_id, person_id, sat_to_help, notes, taken_up, began_on, words, sent_at)
        select :number, award.id, :helper_id, :sat_to_help, :notes, :taken_up, :began_on, :words, :at
        from award where award.id = :award_id and award.person_id = :person_id
        on conflict (award_id, person_id) do nothing returning id
        """,
        number=number,
        award_id=award.id,
        person_id=person.id,
        helper_id=helper.person_id,
        sat_to_help=helper.sat_to_help,
        notes=helper.notes,
        taken_up=helper.taken_up,
        began_on=helper.began_on,
        words=words,
        at=at,
    )


async def letter(person: Person, number: str) -> Letter | None:
    """One that this person was sent, or has sent."""
    return await db.one(
        Letter,
        LETTER + "where thanks_letter.number = :number and :person_id in (thanks_letter.person_id, award.person_id)",
        number=number,
        person_id=person.id,
    )


async def letters(person: Person) -> list[Letter]:
    """Those that one was sent, the newest first."""
    return await db.many(
        Letter,
        LETTER + "where thanks_letter.person_id = :person_id order by sent_at desc, thanks_letter.id desc limit :most",
        person_id=person.id,
        most=MOST_LETTERS,
    )


async def letters_by_id(ids: Collection[int]) -> dict[int, Letter]:
    """For notices."""
    rows = await db.many(
        Letter,
        LETTER + "where thanks_letter.id = any(:ids) order by thanks_letter.id limit 2000",
        ids=list(ids),
    )
    return {one.id: one for one in rows}


async def receivers_by_id(ids: list[int]) -> dict[int, list[int]]:
    """For notices: {letter: to whom}."""
    return {number: [one.person_id] for number, one in (await letters_by_id(ids)).items()}
