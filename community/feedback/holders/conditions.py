"""Whether a holder who was asked may still read, as a condition in SQL over `feedback`, `feedback_request`, `work`."""

MAY_READ = """(
    feedback.as_holder
    and exists (select from holders_welcome where holders_welcome.cohort_id = feedback_request.cohort_id)
    and exists (select from award where award.person_id = feedback.person_id and award.revoked_at is null
                and award.micro_credential_id = work.micro_credential_id)
    and not exists (select from kept_apart where kept_apart.person_id = feedback.person_id
                    and kept_apart.other_id = work.person_id))"""
