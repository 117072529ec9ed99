-- Who did what in a whole nation, or in all attempts of an issuer: found by its kind, not by each topic that belongs to it.
-- The list is that of community/audit/rules.py; a test compares them.
create index event_of_desk on event (kind, id) where kind in (
    'affiliate.made', 'affiliates.imported', 'aftercare.given', 'channel.backlog_set', 'channel.made',
    'claim.answered', 'claim.asked', 'claim.withdrawn', 'cohort.asks', 'cohort.changed', 'cohort.code_reset',
    'cohort.kept_as_template', 'cohort.made', 'cohort.moved', 'cohort.renamed', 'cohort.unled', 'credit.added',
    'credit.approved', 'credit.changed', 'credit.ended', 'credit.noted', 'desk.ended', 'desk.given',
    'desk.offer_ended', 'desk.offered', 'expected.set', 'factor.demanded', 'flag.answered', 'gathering.ended',
    'gathering.made', 'invitation.accepted', 'invitation.declined', 'invitation.made', 'invitation.reminded',
    'invitation.withdrawn', 'meeting.added', 'meeting.cancelled', 'meeting.changed', 'meeting.moved',
    'membership.changed', 'question.answered', 'question.asked', 'review.checked', 'review.claimed', 'review.decided',
    'review.followed', 'review.lapsed', 'review.overridden', 'review.recommended', 'review.returned',
    'review.sentence_wanted', 'review.third_wanted', 'review.withdrawn', 'review.word_sent', 'roster.taken_in',
    'seat.admitted', 'seat.declined', 'seat.lapsed', 'seat.left', 'seat.muted', 'seat.offered', 'seat.paused',
    'seat.refused', 'seat.removed', 'seat.requested', 'seat.role_changed', 'seat.taken', 'seat.unmuted',
    'seat.waiting', 'template.retired', 'template.returned', 'voucher.made', 'voucher.withdrawn'
);
