"""Every state that an attempt can be in, each by the ordinary ways: who submits, who reads it, what comes of it."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import partial

from community.awards import queries as awards
from community.awards.showcase import actions as showing
from community.awards.showcase import queries as showcases
from community.awards.showcase.actions import Composed
from community.awards.showcase.rules import Audience
from community.cohorts import queries as cohorts
from community.cohorts.queries import Cohort
from community.demo import attempting, cases, reviewing
from community.demo.cases import Board
from community.demo.reviewing import ALONE, FAMILIES, TICKETS, TOGETHER
from community.demo.script import Script, moment
from community.demo.working import the_definition
from community.evidence import actions as evidence
from community.evidence import queries as works
from community.people.queries import Person
from community.submissions import queries as submissions
from community.submissions.opening import actions as opening
from community.submissions.opening.rules import USUAL_DAYS

SENTENCE = (
    "I teach grade 5 in a town on a river. Four of my students are new to English, and what they taught me about "
    "listening is in here."
)
SHOWN = {TOGETHER: {("talk_plan", False), ("reflection", False)}, FAMILIES: {("messages", True)}}  # and whether a file


@dataclass(frozen=True)
class Desk:
    """Who reads, who approves, and who decides cases."""

    readers: Sequence[Person]
    approver: Person
    board: Board


@dataclass(frozen=True)
class Together:
    """Those of one cohort who have submitted, and a colleague of theirs."""

    cohort: Cohort
    members: Sequence[Person]
    colleague: Person
    first_day: date


@dataclass(frozen=True)
class Members:
    """Those of another cohort who have submitted, so that its board has every state."""

    people: Sequence[Person]
    first_day: date


@dataclass
class Attempt:
    """One person's at one micro-credential; `number` once it is submitted, that of the newest."""

    script: Script
    desk: Desk
    begun: date
    person: Person
    code: str
    numbers: list[str] = field(default_factory=list)

    def submits(self, day: int, tells: str = "") -> "Attempt":
        return self.submits_at(moment(self.begun, day, "18:00", "UTC"), tells)

    def submits_at(self, at: datetime, tells: str = "") -> "Attempt":
        self.script.at(at, partial(self._keep, lambda: attempting.submit(self.person, self.code, tells)))
        return self

    def again(self, day: int, key: str) -> "Attempt":
        at = moment(self.begun, day, "18:30", "UTC")
        self.script.at(at, partial(self._keep, lambda: attempting.submit_again(self.person, self.code, key)))
        return self

    def read(self, day: int, reader: int, short: bool = False) -> "Attempt":
        return self._then(
            day, f"17:0{reader}", lambda: reviewing.read(self.desk.readers[reader], self.number, self.code, short)
        )

    def followed(self, day: int) -> "Attempt":
        return self._then(day, "17:30", lambda: reviewing.follow(self.desk.approver, self.number, self.code))

    def overridden(self, day: int) -> "Attempt":
        return self._then(day, "17:30", lambda: reviewing.override(self.desk.approver, self.number))

    def then(self, day: int, at: str, deed: Callable[[Person, str], Awaitable[object]]) -> "Attempt":
        return self._then(day, at, lambda: deed(self.person, self.number))

    @property
    def number(self) -> str:
        return self.numbers[-1]

    def _then(self, day: int, at: str, deed: Callable[[], Awaitable[object]]) -> "Attempt":
        self.script.at(moment(self.begun, day, at, "UTC"), deed)
        return self

    async def _keep(self, submit: Callable[[], Awaitable[str]]) -> None:
        self.numbers.append(await submit())


ALONE_ARE = 15


def write_alone(script: Script, desk: Desk, people: Sequence[Person], begun: date, now: datetime) -> None:
    """Those who work alone: each one's attempt stands otherwise, as the comment says; one has a showcase."""
    by = [partial(Attempt, script, desk, begun, person) for person in people]
    by[0](ALONE).submits(40).read(44, 1).read(46, 2)  # earned, and kept to oneself
    by[1](ALONE).submits(42).read(47, 1)  # one has recommended, the other place is free
    by[2](ALONE).submits(49)  # waits for its first reader
    by[3](ALONE).submits(47)  # waits longer, and its earner's account is printed
    by[4](ALONE).submits(41).read(45, 1).read(46, 2, short=True)  # two differ: a third reader is wanted, and late
    by[5](ALONE).submits(39).read(43, 1, short=True).read(44, 2, short=True)  # an approver's sentence is wanted
    by[6](ALONE).submits(20).read(25, 1, short=True).read(26, 2, short=True).followed(27).again(52, "map")
    by[7](ALONE).submits(50).then(50, "20:30", attempting.withdraw)
    by[8](ALONE).submits(51).then(51, "18:20", attempting.take_back)
    _revoked(by[9](ALONE).submits(15).read(19, 1).read(21, 2), desk.board, 22)  # earned, and revoked
    _at_the_present(by[10](ALONE), now)
    early = by[12](ALONE).submits(3).read(6, 1).read(7, 2)  # from five on it is shown how readers agree
    _revoked(early, desk.board, 9).then(50, "19:00", cases.appeal)  # revoked and appealed: it is under review
    early.then(53, "18:00", desk.board.votes(1, yes=False))  # two of the committee have still to vote
    by[13](ALONE).submits(5).read(9, 1).read(11, 2, short=True).overridden(13)  # two differed, an approver decided
    _denied(by[14](ALONE).submits(10), desk.board, 12)
    both = people[11]
    Attempt(script, desk, begun, both, TOGETHER).submits(12, "earned").read(16, 0).read(18, 1)
    last = Attempt(script, desk, begun, both, FAMILIES).submits(26).read(30, 0).read(33, 2)
    last.then(34, "19:00", _publish)


def write_together(script: Script, desk: Desk, together: Together, begun: date) -> None:
    """Some of a cohort, whose board shows what came of it; one opens her result, and takes up again what is met."""
    first = (together.first_day - begun).days  # the cohort's first day, counted from `begun`
    earned, not_yet, incomplete, waits, *others = (
        Attempt(script, desk, begun, one, TOGETHER) for one in together.members
    )
    earned.submits(first + 15).read(first + 17, 0).read(first + 19, 2)
    not_yet.submits(first + 16, "not_yet").read(first + 18, 0, True).read(first + 20, 1, True).followed(first + 21)
    not_yet.then(first + 22, "19:00", partial(_open_result, together))
    not_yet.then(first + 24, "19:30", partial(_revise, TOGETHER))
    incomplete.submits(first + 17).then(
        first + 20, "16:40", lambda _person, number: reviewing.send_back(desk.readers[0], number, "talk_record")
    )
    waits.submits(first + 22)
    for other in others:
        other.submits(first + 16).read(first + 18, 0).read(first + 20, 2)


def write_on_tickets(script: Script, desk: Desk, members: Members, begun: date) -> None:
    """What only submitting brings: beside the drafts of the others, one cohort's board holds every state."""
    first = (members.first_day - begun).days
    earned, not_yet, incomplete, waits = (Attempt(script, desk, begun, one, TICKETS) for one in members.people)
    earned.submits(first + 20).read(first + 22, 0).read(first + 24, 1)
    not_yet.submits(first + 21).read(first + 23, 1, True).read(first + 25, 2, True).followed(first + 26)
    not_yet.then(first + 28, "19:30", partial(_revise, TICKETS))
    incomplete.submits(first + 24).then(
        first + 26, "16:50", lambda _person, number: reviewing.send_back(desk.readers[0], number, "sorting")
    )
    waits.submits(first + 31)


def write_cases(script: Script, desk: Desk, people: Sequence[Person], begun: date) -> None:
    """Those whose cases are open: each stands at another step."""
    by, board = [Attempt(script, desk, begun, person, ALONE) for person in people], desk.board
    first, again, appeals = by
    first.submits(20).read(24, 1).read(25, 2)  # a first one was dropped; the second waits for an answer
    first.then(50, "18:00", board.opens_about_award).then(51, "09:00", board.drops)
    first.then(55, "18:00", board.opens_about_award)
    again.submits(21).read(26, 1).read(27, 2).then(41, "18:00", board.opens_with_a_second_answer)
    again.then(45, "20:00", board.hears).then(57, "18:00", cases.time_is_over)  # may answer once more
    appeals.submits(30).read(34, 1, short=True).read(35, 2, short=True).followed(36)
    appeals.then(50, "19:00", cases.appeal_result)  # the committee votes on it


def _revoked(attempt: Attempt, board: Board, day: int) -> Attempt:
    """A case about the award, in which nobody answers and two of three vote yes."""
    attempt.then(day, "18:00", board.opens_about_award).then(day + 15, "18:00", cases.time_is_over)
    return attempt.then(day + 16, "18:00", board.votes(0, 1)).then(day + 17, "18:00", board.votes(2, yes=False))


def _denied(attempt: Attempt, board: Board, day: int) -> Attempt:
    """A case about the attempt, in which its earner answers and all vote yes."""
    attempt.then(day, "18:00", board.opens_about_attempt).then(day + 4, "20:00", board.hears)
    return attempt.then(day + 15, "18:00", cases.time_is_over).then(day + 16, "18:30", board.votes(0, 1, 2))


def _at_the_present(attempt: Attempt, now: datetime) -> None:
    """Submitted this morning, and claimed an hour ago by who has not sent anything yet."""
    attempt.submits_at(now - timedelta(hours=6))
    reader = attempt.desk.readers[1]
    attempt.script.at(now - timedelta(hours=1), lambda: reviewing.claim(reader, attempt.number))


async def _publish(person: Person, _number: str) -> None:
    """A showcase for everybody: both awards and the stack's badge that they make, two texts and a picture."""
    own = await awards.awards(person)
    await showing.compose(person, Composed(Audience.PUBLIC, True, SENTENCE, tuple(one.number for one in own)))
    for award in own:
        there, shown = await showcases.evidence(person, award), SHOWN.get(award.code, set())
        chosen = [(one.requirement_key, one.file) for one in there if (one.requirement_key, bool(one.file)) in shown]
        if chosen:
            await showing.choose_evidence(person, award, chosen)


async def _open_result(together: Together, person: Person, number: str) -> None:
    """What fell short, to one colleague, for two weeks (R64)."""
    submission, seat = await submissions.submission(person, number), await cohorts.seat(person, together.cohort.id)
    criteria = [one["criterion"] for one in attempting.content()["remarks"][TOGETHER]]
    rows, until = [("talk_plan", one) for one in criteria], opening.today(person) + timedelta(days=USUAL_DAYS)
    await opening.open_to(person, seat, submission, rows, (together.colleague.id,), until)


async def _revise(code: str, person: Person, _number: str) -> None:
    """What is met already, on purpose: it is read again then (R38)."""
    window = await works.application(person, (await the_definition(code)).micro_credential_id)
    await evidence.take_up(person, await works.work(person, code, "reflection"), window)
