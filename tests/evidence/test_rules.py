"""The moves of work, the days of a window, drafts of two devices, word ranges: without a database."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from community.evidence import rules
from community.evidence.rules import MOVES, Bar, Range, State, Written
from community.fees.rules import Cost, Why
from tests.support.texts import COUNTED

ZONES = sorted(z for z in available_timezones() if "/" in z and not z.startswith(("Etc/", "SystemV/")))
instants = st.datetimes(datetime(2024, 1, 1), datetime(2040, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001

# product.md, "The board's states", line by line
TABLE = {
    "begin": ("not_started", "drafting"),
    "ask": ("drafting ready revising", "asking"),
    "ask_again": ("answered", "answered"),
    "answer": ("asking", "answered"),
    "end_request": ("asking answered", "drafting"),
    "lapse": ("asking answered", "drafting"),
    "ready": ("drafting answered revising", "ready"),
    "reopen": ("ready", "drafting"),
    "submit": ("drafting asking answered ready submitted returned_incomplete not_yet revising met", "submitted"),
    "take_back": ("submitted", "ready"),
    "return_incomplete": ("submitted", "returned_incomplete"),
    "return_complete": ("submitted", "ready"),
    "meet": ("submitted", "met"),
    "fall_short": ("submitted", "not_yet"),
    "read_anew": ("not_started drafting asking answered ready returned_incomplete not_yet revising", "submitted"),
    "revise": ("not_yet returned_incomplete met", "revising"),
    "expire": ("drafting asking answered ready submitted returned_incomplete not_yet revising", "not_started"),
}


@pytest.mark.parametrize("name", TABLE)
def test_every_move_leads_from_and_to_where_the_table_says(name):
    was, became = TABLE[name]
    assert {str(state) for state in State if rules.can_move(state, name)} == set(was.split())
    assert MOVES[name].became == became


def test_there_is_no_other_move():
    assert MOVES.keys() == TABLE.keys()


def test_every_state_can_be_reached_and_left():
    reached = {State.NOT_STARTED}
    for _ in State:
        reached |= {move.became for move in MOVES.values() if move.was & reached}
    assert reached == set(State)
    assert all(any(state in move.was for move in MOVES.values()) for state in State)


def test_an_edit_takes_along_what_it_must_and_nothing_else():
    assert {state: rules.move_of_edit(state) for state in State if rules.move_of_edit(state)} == {
        State.NOT_STARTED: "begin",
        State.READY: "reopen",
        State.NOT_YET: "revise",
        State.RETURNED_INCOMPLETE: "revise",
    }
    assert all(rules.can_move(state, name) for state, name in rules.EDITS.items())


# --- R23, R25 ---


@pytest.mark.parametrize(
    ("first", "last"),
    [
        (date(2026, 8, 31), date(2027, 2, 28)),
        (date(2027, 8, 31), date(2028, 2, 29)),
        (date(2026, 8, 29), date(2027, 2, 28)),
        (date(2026, 11, 10), date(2027, 5, 10)),
        (date(2026, 12, 31), date(2027, 6, 30)),
        (date(2026, 2, 28), date(2026, 8, 28)),
    ],
)
def test_r23_six_calendar_months_end_on_the_same_day_or_the_last_of_a_shorter_month(first, last):
    assert rules.add_months(first, 6) == last


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.integers(1, 60))
def test_r23_a_window_of_months_never_leaves_its_month(first, months):
    last = rules.add_months(first, months)
    assert (last.year * 12 + last.month) - (first.year * 12 + first.month) == months
    assert last.day == first.day or (last.day < first.day and (last + timedelta(days=1)).day == 1)


@given(instants, st.sampled_from(ZONES), st.integers(1, 12))
@example(
    datetime(2026, 9, 8, 12, tzinfo=UTC), "America/New_York", 6
)  # ends on the Monday after the clocks went forward
@example(datetime(2026, 9, 7, 12, tzinfo=UTC), "America/Havana", 6)  # where midnight itself is skipped
@example(datetime(2026, 5, 1, 12, tzinfo=UTC), "America/St_Johns", 6)
@example(datetime(2026, 5, 1, 12, tzinfo=UTC), "America/Adak", 6)
def test_r23_the_window_holds_to_the_end_of_its_last_day_where_the_earner_lives(started_at, zone, months):
    days = rules.clock(started_at, zone, months)
    end, there = rules.end_of_day(days.last, zone), ZoneInfo(zone)
    assert (end - timedelta(microseconds=1)).astimezone(there).date() == days.last, "its last moment is on that day"
    assert end.astimezone(there).date() == days.last + timedelta(days=1), "and the next one is not"
    assert rules.last_day(end, zone) == days.last
    assert days.first == started_at.astimezone(there).date()


def test_r23_an_issuer_may_set_no_end():
    days = rules.clock(datetime(2026, 11, 10, 12, tzinfo=UTC), "America/Denver", None)
    assert (days.first, days.last, days.safe) == (date(2026, 11, 10), None, None)


def test_r23_the_day_is_the_earners_not_the_servers():
    late_evening = datetime(2026, 9, 1, 3, tzinfo=UTC)  # still 31 August in Denver
    assert rules.clock(late_evening, "America/Denver", 6).last == date(2027, 2, 28)
    assert rules.clock(late_evening, "Europe/Berlin", 6).last == date(2027, 3, 1)


def test_r25_the_safe_date_leaves_fourteen_days_for_the_review_and_twenty_eight_to_rework():
    days = rules.clock(datetime(2026, 9, 15, 20, tzinfo=UTC), "America/Chicago", 6)
    assert (days.last, days.safe) == (date(2027, 3, 15), date(2027, 2, 1))
    again = rules.clock(datetime(2026, 9, 15, 20, tzinfo=UTC), "America/Chicago", 6, after_not_yet=True)
    assert again.safe == date(2027, 3, 1), "after a Not Yet only the review is taken off"


@given(instants, st.sampled_from(ZONES), st.integers(1, 24))
def test_r25_the_safe_date_is_always_six_weeks_before_the_end(started_at, zone, months):
    days = rules.clock(started_at, zone, months)
    assert days.last - days.safe == timedelta(days=42)


# --- R8, R27 ---


@pytest.mark.parametrize(
    ("states", "why", "bar"),
    [
        ([], Why.MEMBER, None),
        ([], Why.SETTLED, None),
        ([], Why.AGAIN, None),
        ([], Why.NO_FEE, None),
        ([], Why.DUE, Bar.FEE),
        ([], Why.WAITING, Bar.WAITING),
        (["expired", "withdrawn"], Why.MEMBER, None),
        (["open"], Why.MEMBER, Bar.RUNNING),
        (["submitted"], Why.MEMBER, Bar.RUNNING),
        (["expired", "open"], Why.DUE, Bar.RUNNING),
        (["earned"], Why.MEMBER, Bar.EARNED),
        (["earned", "expired"], Why.DUE, Bar.EARNED),
    ],
)
def test_r8_r27_what_stands_in_the_way_of_start(states, why, bar):
    assert rules.bar_to_start(states, Cost(why)) == bar


@pytest.mark.parametrize("why", Why)
def test_what_is_retired_takes_no_new_start_at_any_price_and_what_is_open_or_earned_says_so(why):
    assert rules.bar_to_start([], Cost(why), retired=True) == Bar.RETIRED
    assert rules.bar_to_start(["expired"], Cost(why), wants_first=True, retired=True) == Bar.RETIRED
    assert rules.bar_to_start(["open"], Cost(why), retired=True) == Bar.RUNNING
    assert rules.bar_to_start(["earned"], Cost(why), retired=True) == Bar.EARNED


# --- R28, R29 ---

LAPTOP, PHONE = "laptop", "phone"


def test_r28_a_text_written_upon_an_older_one_than_another_page_has_saved_would_overwrite():
    assert not rules.overwrites(5, PHONE, []), "nothing came since"
    assert rules.overwrites(5, PHONE, [Written(6, LAPTOP)])
    assert not rules.overwrites(5, LAPTOP, [Written(6, LAPTOP)]), "its own answer was lost on the way"
    assert rules.overwrites(5, LAPTOP, [Written(6, LAPTOP), Written(7, PHONE)])
    assert rules.overwrites(5, "", [Written(6, "")]), "who does not say who it is might be anyone"


@given(st.integers(0, 9), st.lists(st.tuples(st.integers(1, 9), st.sampled_from([LAPTOP, PHONE, ""]))))
def test_r28_never_silently(based_on, saved):
    since = [Written(*one) for one in saved]
    unseen = [one for one in since if one.number > based_on and one.writer != PHONE]
    assert rules.overwrites(based_on, PHONE, since) == bool(unseen)


@pytest.mark.parametrize(
    ("words", "least", "most", "where"),
    [
        (212, None, None, Range.NONE),
        (0, 150, 300, Range.EMPTY),
        (149, 150, 300, Range.BELOW),
        (150, 150, 300, Range.WITHIN),
        (300, 150, 300, Range.WITHIN),
        (301, 150, 300, Range.ABOVE),
        (301, 150, None, Range.WITHIN),
        (3, None, 2, Range.ABOVE),
    ],
)
def test_r29_where_a_text_stands_against_its_range(words, least, most, where):
    assert rules.against_range(words, least, most) == where


@given(st.integers(0, 1000), st.none() | st.integers(1, 300), st.none() | st.integers(300, 600))
def test_r29_an_advisory_range_never_blocks_and_a_hard_one_only_outside_of_it(words, least, most):
    assert not rules.blocks_submit(words, least, most, "advisory")
    assert not rules.blocks_submit(words, least, most, None)
    outside = (least is not None and words < least) or (most is not None and words > most)
    assert not outside or rules.blocks_submit(words, least, most, "hard")


def test_words_are_what_holds_a_letter_or_a_digit():
    assert rules.count_words("  Twenty-six readers – nine of whom don't … \n\n speak English (yet).  ") == 9
    assert rules.count_words("") == rules.count_words(" — \n") == 0


@pytest.mark.parametrize(("text", "words"), COUNTED)
def test_r29_words_are_counted_as_people_count_them(text, words):
    assert rules.count_words(text) == words


@given(st.text(), st.text())
def test_r29_two_texts_with_a_gap_between_have_the_words_of_both(one, other):
    assert rules.count_words(f"{one} {other}") == rules.count_words(one) + rules.count_words(other)


@given(st.lists(st.from_regex(r"[a-zé0-9]+", fullmatch=True)), st.sampled_from([" ", "\n\n", " – ", " 🎉 ", "\u3000"]))
def test_r29_marks_and_emoji_between_words_are_none(words, between):
    assert rules.count_words(between.join(words)) == len(words)


addresses = st.from_regex(r"(https?://|www\.)[a-z]{1,9}\.org(/[a-z0-9%.,;:=&?@~-]{0,12}){0,3}", fullmatch=True)
some_words = st.lists(st.from_regex(r"[a-zé0-9]+", fullmatch=True)).map(" ".join)


@given(some_words, addresses, some_words)
def test_r29_an_address_is_one_word_and_behind_a_link_none(before, address, after):
    around = rules.count_words(before) + rules.count_words(after)
    assert rules.count_words(f"{before} {address} {after}") == around + 1
    assert rules.count_words(f"{before} [{address}]({address}) {after}") == around + 1
    assert rules.count_words(f"{before} [that plan]({address}) {after}") == around + 2


EMOJI = ["👍🏽", "👨\u200d👩\u200d👧", "🇺🇸", "1\ufe0f\u20e3", "❤\ufe0f", "🏴\u200d☠\ufe0f"]


@given(st.lists(st.sampled_from(EMOJI) | st.characters(categories=["So", "Sk", "Sm", "Sc"])), some_words)
def test_r29_no_sign_that_is_not_read_is_a_word_however_it_is_put_together(signs, words):
    assert rules.count_words("".join(signs)) == 0
    assert rules.count_words(f"{''.join(signs)} {words}") == rules.count_words(words)


@given(st.text(alphabet=st.characters(min_codepoint=0x4E00, max_codepoint=0x9FFF)))
def test_r29_each_chinese_character_is_a_word(text):
    assert rules.count_words(text) == len(text)


# --- the next step ---

S = State


@pytest.mark.parametrize(
    ("states", "application", "step"),
    [
        ([S.NOT_STARTED, S.NOT_STARTED], None, ("not_started", 0)),
        ([S.READY, S.NOT_STARTED, S.DRAFTING], None, ("drafting", 2)),
        ([S.READY, S.ANSWERED, S.DRAFTING], None, ("answered", 1)),
        ([S.MET, S.NOT_YET, S.DRAFTING], "open", ("not_yet", 1)),
        ([S.READY, S.READY], None, ("start", None)),
        ([S.READY, S.READY], "open", ("submit", None)),
        ([S.READY, S.ASKING], "open", ("asking", 1)),
        ([S.SUBMITTED, S.SUBMITTED], "submitted", ("wait", None)),
        ([S.MET, S.MET], "earned", ("done", None)),
    ],
)
def test_there_is_always_one_next_step(states, application, step):
    found = rules.next_step(states, application)
    assert (found.kind, found.place) == step
