"""Which test sees which kind of event put into an open page, and beside what a reload shows (habit 16).

`tests/test_kinds.py` holds it against `live`; each test that is named here fails when it sees its kinds no more
(`tests/support/seen_live.py`). What is new is written down with the test that sees it.
"""

SEEN = {
    "tests/board/test_live.py": {
        "test_what_is_seen_live_is_what_a_reload_shows[a_newcomer-facilitator]": "seat.taken cohort, work.moved cohort",
        "test_what_is_seen_live_is_what_a_reload_shows[a_result_is_not_yet-facilitator]": (
            "application.handed_in cohort, application.judged cohort, application.settled cohort, "
            "application.started cohort, application.submitted cohort"
        ),
        "test_what_is_seen_live_is_what_a_reload_shows[a_result_is_not_yet-self]": (
            "application.handed_in seat, application.judged seat, application.settled seat, "
            "application.started seat, application.submitted seat, files.counted seat, work.moved seat"
        ),
        "test_what_is_seen_live_is_what_a_reload_shows[an_attempt_is_taken_back-facilitator]": (
            "application.given_back cohort, application.taken_back cohort"
        ),
        "test_what_is_seen_live_is_what_a_reload_shows[an_attempt_is_taken_back-self]": (
            "application.given_back seat, application.taken_back seat"
        ),
        "test_what_is_seen_live_is_what_a_reload_shows[days_are_set_and_taken_away-self]": "milestone.set seat",
        "test_what_is_seen_live_is_what_a_reload_shows[releases_come_back-self]": "releases.counted seat",
        "test_what_is_seen_live_is_what_a_reload_shows[somebody_asks_about_a_criterion-facilitator]": (
            "message.pointed cohort"
        ),
        "test_what_is_seen_live_is_what_a_reload_shows[somebody_is_away_for_a_while-facilitator]": "seat.paused cohort",
        "test_what_is_seen_live_is_what_a_reload_shows[somebody_is_removed-facilitator]": "seat.removed cohort",
        "test_what_is_seen_live_is_what_a_reload_shows[somebody_leads_from_now_on-facilitator]": (
            "seat.role_changed cohort"
        ),
        "test_what_is_seen_live_is_what_a_reload_shows[somebody_leaves-facilitator]": "seat.left cohort",
        "test_what_is_seen_live_is_what_a_reload_shows[somebody_wants_the_fee_back-facilitator]": (
            "application.withdrawn cohort"
        ),
        "test_what_is_seen_live_is_what_a_reload_shows[somebody_wants_the_fee_back-self]": "application.withdrawn seat",
        "test_what_is_seen_live_is_what_a_reload_shows[the_second_attempt_earns_it-facilitator]": "work.shown cohort",
    },
    "tests/cases/test_telling.py": {
        "test_a_second_asking_an_appeal_and_an_end_in_words_are_shown_live_as_a_reload_shows_them": (
            "case.closed person, case.dropped person, case.second_asked person"
        ),
        "test_how_her_case_stands_is_shown_live_as_a_reload_shows_it[/cases]": (
            "case.decided person, case.voting person"
        ),
    },
    "tests/checklists/test_live.py": {
        "test_a_tick_stays_as_a_reload_shows_it[Gloria]": "checklist.cleared checklist, checklist.ticked checklist",
    },
    "tests/cohorts/test_expecting.py": {
        "test_it_is_seen_live_as_a_reload_shows_it": "expected.set cohort, expected.set roster",
    },
    "tests/cohorts/test_life.py": {
        "TestWhoLeads::test_a_new_role_is_seen_live_as_a_reload_shows_it[Ben]": "seat.role_changed roster",
        "TestWhoLeads::test_a_new_role_is_seen_live_as_a_reload_shows_it[Gloria]": "seat.role_changed line",
    },
    "tests/cohorts/test_live.py": {
        "test_the_list_of_members_stays_as_a_reload_shows_it[Gloria]": (
            "seat.left line, seat.removed line, seat.taken roster"
        ),
        "test_what_ends_at_the_door_by_time_or_by_a_yes_stays_as_a_reload_shows_it": (
            "seat.admitted line, seat.invited line, seat.lapsed line, seat.offered line, seat.requested line, "
            "seat.waiting line"
        ),
        "test_who_is_at_the_door_stays_as_a_reload_shows_it[Gloria]": (
            "seat.declined line, seat.paused line, seat.refused line, seat.taken line"
        ),
        "test_who_is_at_the_door_stays_as_a_reload_shows_it[organizer]": (
            "seat.left roster, seat.paused roster, seat.removed roster"
        ),
        "test_whose_letter_is_awaited_stays_as_a_reload_shows_it": (
            "invitation.accepted line, invitation.declined line, invitation.made line, invitation.reminded line, "
            "invitation.withdrawn line"
        ),
    },
    "tests/cohorts/test_settings.py": {
        "test_a_new_name_is_seen_live_on_every_page_of_the_cohort_as_a_reload_shows_it[Ana]": (
            "cohort.changed roster, cohort.renamed cohort, cohort.renamed roster"
        ),
        "test_when_and_where_is_seen_live_as_a_reload_shows_it[Ana]": "cohort.moved roster",
    },
    "tests/discussion/test_asked.py": {
        "test_what_the_asker_sees_live_is_what_a_reload_shows[all]": (
            "message.answered channel, message.posted channel, reaction.changed channel"
        ),
    },
    "tests/discussion/test_live.py": {
        "test_a_thread_of_two_is_put_into_the_side_list_of_both_and_of_nobody_else[all]": "thread.opened seat",
        "test_what_is_seen_live_in_a_channel_is_what_a_reload_shows[all-a_channel]": "channel.made cohort",
        "test_what_is_seen_live_in_a_channel_is_what_a_reload_shows[all-deletions]": "message.deleted channel",
        "test_what_is_seen_live_in_a_channel_is_what_a_reload_shows[all-edits]": "message.edited channel",
        "test_what_is_seen_live_in_a_channel_is_what_a_reload_shows[all-files]": "message.file_changed channel",
        "test_what_is_seen_live_in_a_channel_is_what_a_reload_shows[all-pins]": (
            "message.pin_changed channel, message.pinned channel"
        ),
        "test_what_is_seen_live_in_a_channel_is_what_a_reload_shows[all-resolutions]": "message.resolved channel",
        "test_what_is_seen_live_in_a_channel_is_what_a_reload_shows[all-signs]": "reaction.changed seat",
        "test_what_is_seen_live_in_a_thread_is_what_a_reload_shows[all-resolutions]": "message.marked channel",
    },
    "tests/evidence/extending/test_extending.py": {
        "test_the_board_shows_the_later_end_at_once": "application.extended cohort, application.extended seat",
    },
    "tests/evidence/test_due.py": {
        "test_an_expiry_seen_live_is_what_a_reload_shows[facilitator]": "application.expired cohort",
        "test_an_expiry_seen_live_is_what_a_reload_shows[self]": "application.expired seat",
    },
    "tests/evidence/test_live.py": {
        "test_a_files_row_is_seen_live_as_a_reload_shows_it[alone-a_piece_comes_and_the_rest]": (
            "file.added person, file.changed person"
        ),
        "test_a_files_row_is_seen_live_as_a_reload_shows_it[alone-one_of_two_is_removed]": "file.removed person",
        "test_a_files_row_is_seen_live_as_a_reload_shows_it[on a board-a_piece_comes_and_the_rest]": (
            "file.added seat, file.changed seat"
        ),
        "test_a_files_row_is_seen_live_as_a_reload_shows_it[on a board-one_of_two_is_removed]": "file.removed seat",
        "test_links_are_seen_live_as_a_reload_shows_them[alone-two_are_pasted]": "links.changed person",
        "test_links_are_seen_live_as_a_reload_shows_them[on a board-two_are_pasted]": "links.changed seat",
    },
    "tests/feedback/test_files.py": {
        "test_a_reader_sees_live_what_a_reload_shows": "file.added draft, file.changed draft, names.answered draft",
    },
    "tests/feedback/test_flags.py": {
        "test_what_is_asked_and_answered_is_seen_live_as_a_reload_shows_it": "flag.answered seat, flag.raised seat",
    },
    "tests/feedback/test_holding.py": {
        "test_its_page_shows_live_what_a_reload_shows": "request.held seat, request.stopped seat",
    },
    "tests/feedback/test_live.py": {
        "test_each_deed_of_a_request_is_heard_by_author_reader_and_cohort": (
            "feedback.declined cohort, feedback.declined request, feedback.declined seat, feedback.sent cohort, "
            "feedback.sent request, feedback.sent seat, feedback.taken cohort, feedback.taken request, "
            "feedback.taken seat, request.closed cohort, request.closed seat, request.freed cohort, "
            "request.freed request, request.freed seat, request.opened cohort, request.opened seat"
        ),
        "test_that_a_request_waits_no_more_is_heard_by_its_author": "request.let_go seat",
        "test_what_is_replied_and_thanked_is_heard_by_author_and_giver": (
            "feedback.thanked request, feedback.thanked seat, note.replied request, note.replied seat, "
            "note.taken_up request, note.taken_up seat"
        ),
        "test_what_may_be_seen_of_files_is_heard_by_reader_and_author[alone]": (
            "names.answered person, names.watched person"
        ),
        "test_what_may_be_seen_of_files_is_heard_by_reader_and_author[in a cohort]": (
            "file.removed draft, names.answered seat, names.watched draft"
        ),
    },
    "tests/feedback/test_usefulness.py": {
        "test_the_giver_sees_live_what_a_reload_shows": "feedback.found_useful seat",
    },
    "tests/meetings/test_agendas.py": {
        "test_what_changes_is_seen_live_by_each_in_their_own_way": "agenda.changed roster",
    },
    "tests/meetings/test_live.py": {
        "test_how_its_reminder_stands_is_seen_live_by_who_leads_as_a_reload_shows_it": (
            "meeting.reminded meeting, reminder.written meeting"
        ),
        "test_the_list_stays_as_a_reload_shows_it[Ana-one_is_added]": "meeting.added roster",
        "test_the_list_stays_as_a_reload_shows_it[Ana-one_is_cancelled]": "meeting.cancelled roster",
        "test_the_list_stays_as_a_reload_shows_it[Ana-one_is_renamed]": "meeting.changed roster",
        "test_the_next_one_on_the_board_stays_as_a_reload_shows_it[Gloria-one_is_added]": "meeting.added cohort",
        "test_the_next_one_on_the_board_stays_as_a_reload_shows_it[Gloria-one_is_cancelled]": (
            "meeting.cancelled cohort"
        ),
        "test_the_next_one_on_the_board_stays_as_a_reload_shows_it[Gloria-one_is_moved_behind_another]": (
            "meeting.moved cohort"
        ),
        "test_the_next_one_on_the_board_stays_as_a_reload_shows_it[Gloria-one_is_renamed]": "meeting.changed cohort",
        "test_what_one_says_and_was_marked_is_shown_to_oneself_and_who_leads_and_to_nobody_else": (
            "attendance.marked meeting, attendance.marked seat, meeting.moved roster, rsvp.given meeting, "
            "rsvp.given roster, rsvp.given seat, rsvp.voided meeting, rsvp.voided roster, rsvp.voided seat"
        ),
    },
    "tests/meetings/test_pairs.py": {
        "test_what_is_seen_live_of_pairs_is_what_a_reload_shows": (
            "pair.opened seat, pair.ended seat, pairs.agreed meeting, pairs.ended meeting"
        ),
    },
    "tests/meetings/test_recaps.py": {
        "test_its_readers_see_it_live": "recap.posted roster",
    },
    "tests/moderation/test_desk.py": {
        "test_who_looks_at_a_list_hears_that_it_has_changed": (
            "report.made person, report.restored person, report.settled person"
        ),
    },
    "tests/moderation/test_reports.py": {
        "test_what_is_hidden_live_is_what_a_reload_shows": "message.hidden channel",
        "test_what_is_shown_again_live_is_what_a_reload_shows": "message.restored channel",
    },
    "tests/notifications/test_live.py": {
        "test_what_is_announced_to_everybody_is_seen_live_as_a_reload_shows_it": (
            "announcement.made news, announcement.ended news"
        ),
        "test_what_is_seen_live_is_what_a_reload_shows[a_mention-/inbox]": "notice.made inbox, notice.made person",
        "test_what_is_seen_live_is_what_a_reload_shows[one_is_opened-/inbox]": "notice.read inbox, notice.read person",
    },
    "tests/people/test_exports.py": {
        "test_what_is_seen_live_is_what_a_reload_shows[False]": "export.asked person",
        "test_what_is_seen_live_is_what_a_reload_shows[True]": "export.made person, export.moved person",
    },
    "tests/review/test_live.py": {
        "test_a_decision_is_shown_on_the_page_of_who_has_sent": (
            "review.decided submission, review.recommended submission"
        ),
        "test_that_a_claim_ran_out_is_shown_on_the_open_page": "review.lapsed submission",
        "test_what_a_reader_does_on_another_page_is_shown_on_the_open_one": "review.returned submission",
        "test_what_another_reader_does_is_shown_as_a_reload_shows_it": "review.checked submission",
    },
    "tests/submissions/opening/test_live.py": {
        "test_who_looks_what_they_write_and_its_end_are_shown_as_a_reload_shows_them": (
            "result.answered opened, result.closed opened, result.read opened"
        ),
    },
    "tests/submissions/test_live.py": {
        "test_where_an_attempt_stands_is_seen_live_as_a_reload_shows_it": (
            "submission.decided person, submission.taken_back person, submission.withdrawn person"
        ),
    },
    "tests/submissions/withdrawing/test_asking.py": {
        "test_a_yes_is_seen_live_by_reader_and_author_as_a_reload_shows_it": "review.withdrawn submission",
    },
}

# Who follows the topic is shown something, but nobody has a page open on which it has its place.
NOWHERE = {
    "case.appealed person": "it is told of the appeal, whose own page it makes",
    "pair.agreed seat": "its people are told by a notice, which leads to the page that has its place",
    "submission.sent person": "its own page is made by it",
    "request.opened request": "its page is made by it",
    "request.closed request": "its readers lose the page: they are told that it is gone",
    "review.claimed submission": "the page with the claim is the one that claiming leads to",
}


def named_for(test: str) -> set[str]:
    """What this test is named for, by its whole name: {"seat.left roster"}, kind and kind of topic."""
    file, _colons, name = test.partition("::")
    return set(filter(None, SEEN.get(file, {}).get(name, "").split(", ")))


def seen() -> set[str]:
    return {pair for tests in SEEN.values() for pairs in tests.values() for pair in pairs.split(", ")}
