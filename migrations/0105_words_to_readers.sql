-- An approver's word goes to who holds the place when it is written, and to nobody who takes it later. Null from a reader.
alter table review_word add claim_id bigint references review_claim on delete cascade;
create index review_word_of_claim on review_word (claim_id);
update review_word set claim_id = (
    select max(review_claim.id) from review_claim
    where review_claim.submission_id = review_word.submission_id and review_claim.reader = review_word.reader
      and review_claim.claimed_at <= review_word.said_at
      and (review_claim.ending in ('', 'sent') or review_claim.ended_at >= review_word.said_at)
)
where from_approver;

-- Their notices are about the word, no more about its attempt.
update notice set subject_id = (
    select coalesce(max(review_word.id), 0) from review_word
    where review_word.submission_id = notice.subject_id and review_word.from_approver
      and review_word.said_at <= notice.at
)
where kind = 'review.word_sent';
