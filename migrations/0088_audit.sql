-- Who did what, for desks: deeds that are found by their subject or their kind alone have small indexes of their own.
-- The lists are those of community/audit/rules.py; a test compares them.
create index event_by_subject on event (subject_id) where kind in (
    'fee.asked', 'fee.promised', 'fee.due', 'fee.paid', 'fee.waived', 'fee.wished', 'fee.refunded',
    'report.made', 'report.settled', 'report.restored'
);
create index event_of_platform on event (id) where kind in (
    'account.closing', 'account.kept', 'account.closed', 'factor.reset', 'factor.removed', 'mail.refused',
    'issuer.made', 'affiliate.made', 'affiliates.imported', 'desk.given', 'desk.ended',
    'ticket.answered', 'ticket.passed', 'ticket.closed', 'ticket.opened'
);
