-- Why an address takes no mail, told by mail servers in reports of which each counts once.

alter table email
    add column refused_why text not null default 'refused'
        check (refused_why in ('refused', 'unknown', 'full', 'blocked', 'complaint')); -- counts while refused_at does
create table mail_report (
    id text primary key check (length(id) <= 100),
    at timestamptz not null
);
