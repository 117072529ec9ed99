-- The small index over what administrators read holds complaints about mail, too.
drop index event_of_platform;
create index event_of_platform on event (id) where kind in (
    'account.closing', 'account.kept', 'account.closed', 'factor.reset', 'factor.removed', 'mail.refused',
    'mail.complained', 'issuer.made', 'affiliate.made', 'affiliates.imported', 'desk.given', 'desk.ended',
    'ticket.answered', 'ticket.passed', 'ticket.closed', 'ticket.opened'
);
