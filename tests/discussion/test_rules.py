"""Who reads, writes and changes what; whom an @ may mean; the lines of a list."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest

from community.discussion import rules, stream

BEGUN = datetime(2026, 9, 1, 12, tzinfo=UTC)
JOINED = BEGUN + timedelta(days=10)
LATER = JOINED + timedelta(hours=1)


@dataclass(frozen=True)
class Seat:
    role: str = "participant"
    person_id: int = 1
    joined_at: datetime = JOINED

    @property
    def is_facilitator(self):
        return self.role == "facilitator"


@dataclass(frozen=True)
class Cohort:
    backlog: str = "all"
    is_closed: bool = False


@dataclass(frozen=True)
class Message:
    id: int = 5
    person_id: int | None = 1
    at: datetime = LATER
    deleted_at: datetime | None = None
    thread_id: int | None = None
    kind: str = "general"
    replies: int = 0


@dataclass(frozen=True)
class Member:
    name: str
    called: str
    person_id: int = 1


OPEN, CLOSED, FROM_JOINING = Cohort(), Cohort(is_closed=True), Cohort(backlog="from_joining")
LEADS, OBSERVES = Seat("facilitator"), Seat("observer")
ALL_ROLES = ("participant", "helper", "observer", "facilitator")


@pytest.mark.parametrize("role", ALL_ROLES)
def test_everybody_who_sits_here_reads_everything(role):
    assert rules.can_read(Seat(role), OPEN, BEGUN)
    assert rules.can_read(Seat(role), CLOSED, BEGUN)


def test_r17_a_backlog_from_the_joining_begins_there_but_not_for_facilitators():
    assert not rules.can_read(Seat(), FROM_JOINING, BEGUN)
    assert rules.can_read(Seat(), FROM_JOINING, JOINED)
    assert rules.can_read(LEADS, FROM_JOINING, BEGUN)
    assert rules.audience(rules.reads_since(LEADS, FROM_JOINING)) == rules.EVERYONE


def test_an_audience_is_shown_what_its_seat_may_read():
    for seat in (Seat(), LEADS, OBSERVES):
        for cohort in (OPEN, FROM_JOINING):
            for at in (BEGUN, JOINED - timedelta(microseconds=1), JOINED, LATER):
                audience = rules.audience(rules.reads_since(seat, cohort))
                assert rules.hears(audience, at) == rules.can_read(seat, cohort, at)


@pytest.mark.parametrize(
    ("role", "kind", "may"),
    [
        ("participant", "general", True),
        ("participant", "requirement", True),
        ("participant", "topic", True),
        ("participant", "announcements", False),
        ("helper", "general", True),
        ("helper", "announcements", False),
        ("observer", "general", False),
        ("observer", "announcements", False),
        ("facilitator", "announcements", True),
    ],
)
def test_who_writes_where(role, kind, may):
    assert rules.can_post(Seat(role), OPEN, kind) is may
    assert bool(rules.why_not_post(Seat(role), OPEN, kind)) is not may, "who may not is told why"


@pytest.mark.parametrize("role", ALL_ROLES)
def test_r22_a_closed_cohort_is_read_only(role):
    seat = Seat(role)
    assert not rules.can_post(seat, CLOSED, "general")
    assert not rules.can_react(seat, CLOSED)
    assert not rules.can_edit(seat, CLOSED, Message())
    assert not rules.can_delete(seat, CLOSED, Message())
    assert not rules.can_make_channel(seat, CLOSED)
    assert "closed" in rules.why_not_post(seat, CLOSED, "general")


def test_only_facilitators_make_channels():
    assert [role for role in ALL_ROLES if rules.can_make_channel(Seat(role), OPEN)] == ["facilitator"]


def test_a_message_is_changed_by_its_author_while_it_stands():
    assert rules.can_edit(Seat(), OPEN, Message())
    assert not rules.can_edit(LEADS, OPEN, Message(person_id=2)), "not even by who leads"
    assert not rules.can_delete(Seat(), OPEN, Message(person_id=2))
    assert not rules.can_edit(Seat(), OPEN, Message(deleted_at=LATER))
    assert not rules.can_edit(Seat(), OPEN, Message(person_id=None)), "an erased author is nobody"


@pytest.mark.parametrize("role", ALL_ROLES)
def test_f55_who_began_a_thread_and_facilitators_say_when_it_is_resolved(role):
    takes_part = role != "observer"
    assert rules.can_resolve(Seat(role), OPEN, Message()) is takes_part
    assert rules.can_resolve(Seat(role), OPEN, Message(person_id=2)) is (role == "facilitator")
    assert not rules.can_resolve(Seat(role), CLOSED, Message())


def test_f54_what_a_deleted_message_said_is_for_author_and_facilitators():
    gone = Message(deleted_at=LATER)
    assert rules.can_see_versions(Seat(person_id=2), Message()), "an edit hides nothing"
    assert not rules.can_see_versions(Seat(person_id=2), gone)
    assert rules.can_see_versions(Seat(), gone)
    assert rules.can_see_versions(Seat("facilitator", 2), gone)


def test_a_deleted_message_is_answered_only_where_a_thread_goes_on():
    assert rules.can_answer(Message())
    assert not rules.can_answer(Message(deleted_at=LATER))
    assert rules.can_answer(Message(deleted_at=LATER, replies=1))


def test_whom_an_at_may_mean():
    people = [Member("María Fernanda Villaseñor", "Mafe"), Member("Ana Torres", "Ana"), Member("Li Anders-Mann", "Li")]

    def names(start):
        return [member.name for member in rules.named(people, start)]

    assert names("vil") == ["María Fernanda Villaseñor"], "any of one's names, without accents"
    assert names("maria f") == ["María Fernanda Villaseñor"]
    assert names("AN") == ["Ana Torres", "Li Anders-Mann"], "who is called so comes first"
    assert names("mann") == ["Li Anders-Mann"]
    assert names("zz") == []
    assert len(rules.named(people * 10, "")) == 8


# --- lines ---


def test_a_line_stands_where_a_day_begins_for_the_reader():
    midnight = datetime(2026, 11, 10, 5, tzinfo=UTC)  # in New York
    said = [Message(1, at=midnight - timedelta(minutes=1)), Message(2, at=midnight), Message(3, at=midnight)]
    assert [entry.new_day for entry in stream.entries(said, "America/New_York")] == [True, True, False]
    assert [entry.new_day for entry in stream.entries(said, "UTC")] == [True, False, False]


def test_the_unread_begins_after_the_marker_with_somebody_elses_message():
    said = [Message(1, 2), Message(2, 1), Message(3, 2, deleted_at=LATER), Message(4, 2), Message(5, 2)]
    assert stream.first_unread(said, Seat(), 1) == 4
    assert stream.first_unread(said, Seat(), 5) is None
    assert [e.unread_from_here for e in stream.entries(said, "UTC", 4)] == [False, False, False, True, False]


def test_r17_without_a_marker_the_unread_begins_at_the_joining():
    said = [Message(1, 2, at=BEGUN), Message(2, 2, at=LATER)]
    assert stream.first_unread(said, Seat(), None) == 2
